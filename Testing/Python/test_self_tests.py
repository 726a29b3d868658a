"""The self tests of both modules, which Slicer runs, pass on the stand-in for the application too."""

from __future__ import annotations

import sys
import unittest
from typing import Any

import pytest
from slicer_host import REPOSITORY

pytest_plugins = ["slicer_fixtures"]


TESTS = (
    ("MicrocalcCAD", "MicrocalcCADTest", 12),
    ("MicrocalcCAD", "MicrocalcEffectsTest", 6),
    ("MicrocalcTrain", "MicrocalcTrainTest", 5),
)


@pytest.mark.parametrize("window", [True, False], ids=["window", "no window"])
@pytest.mark.parametrize(("module", "name", "fewest"), TESTS, ids=[name for _module, name, _fewest in TESTS])
def test_the_self_tests_of_a_module_pass(
    application: Any, monkeypatch: pytest.MonkeyPatch, module: str, name: str, fewest: int, window: bool
) -> None:
    """Also with ``--no-main-window``, where Slicer has no layout manager."""
    if not window:
        monkeypatch.setattr(application, "layoutManager", lambda: None)
    folder = str(REPOSITORY / module)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    start(application, module)
    tests = getattr(__import__(module), name)
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(tests)  # as `slicer.testing.runUnitTest` finds them
    assert suite.countTestCases() >= fewest
    result = unittest.TestResult()
    suite.run(result)
    assert [text for _test, text in (*result.errors, *result.failures)] == []


def start(application: Any, module: str) -> None:
    """Let the application start with a module, which then offers its effects and samples."""
    from types import SimpleNamespace

    getattr(__import__(module), module)(SimpleNamespace(path=str(REPOSITORY / module / f"{module}.py")))
    application.complete_startup()


@pytest.mark.parametrize("module", ["MicrocalcCAD", "MicrocalcTrain"])
def test_all_of_them_are_run_by_the_button_reload_and_test(
    application: Any, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    file = __import__(module)
    classes = [getattr(file, name) for _module, name, _fewest in TESTS if _module == module]
    kinds = [next(kind for kind in one.__mro__ if "runTest" in vars(kind)) for one in classes]
    names, run = [], []
    for kind in kinds:
        for name in [name for name in vars(kind) if name.startswith("test_")]:
            names.append(name)
            monkeypatch.setattr(kind, name, lambda _self, name=name: run.append(name))
    classes[0]().runTest()
    assert sorted(run) == sorted(names)


def test_slicer_finds_each_class_once_in_the_file_of_its_module(application: Any) -> None:
    import MicrocalcCAD

    suite = unittest.defaultTestLoader.loadTestsFromModule(MicrocalcCAD)
    assert sorted(type(next(iter(one))).__name__ for one in suite if one.countTestCases() and len(list(one)) > 1) == [
        "MicrocalcCADTest",
        "MicrocalcEffectsTest",
    ]
