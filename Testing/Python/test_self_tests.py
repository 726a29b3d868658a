"""The self tests of both modules, which Slicer runs, pass on the stand-in for the application too."""

from __future__ import annotations

import sys
import unittest
from typing import Any

import pytest
from slicer_host import REPOSITORY

pytest_plugins = ["slicer_fixtures"]


@pytest.mark.parametrize(("module", "fewest"), [("MicrocalcCAD", 4), ("MicrocalcTrain", 1)])
def test_the_self_tests_of_a_module_pass(application: Any, module: str, fewest: int) -> None:
    folder = str(REPOSITORY / module)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    tests = getattr(__import__(module), f"{module}Test")
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(tests)  # as `slicer.testing.runUnitTest` finds them
    assert suite.countTestCases() >= fewest
    result = unittest.TestResult()
    suite.run(result)
    assert [text for _test, text in (*result.errors, *result.failures)] == []


def test_all_of_them_are_run_by_the_button_reload_and_test(application: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import MicrocalcCAD

    names = [name for name in dir(MicrocalcCAD.MicrocalcCADTest) if name.startswith("test_")]
    run = []
    for name in names:
        monkeypatch.setattr(MicrocalcCAD.MicrocalcCADTest, name, lambda _self, name=name: run.append(name))
    MicrocalcCAD.MicrocalcCADTest().runTest()
    assert sorted(run) == sorted(names)
