"""What Slicer's start waits for: little is imported, each step stands by itself, and files of both modules share one
folder.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_cmake_lists_everything import MODULES, listed

pytest_plugins = ["slicer_fixtures"]
TESTING = Path(__file__).resolve().parents[1]
HEAVY = ("scipy", "SimpleITK", "pydicom", "torch", "onnxruntime", "matplotlib", "numba", "skimage", "monai")
# Loads the modules as Slicer does at its start, and counts.
SCRIPT = """
import json, sys, time, types
from pathlib import Path
from Host import start
application = start(Path(sys.argv[1]))

def loaded():
    own = {name for name in sys.modules if name.startswith("Microcalc")}
    return own, {name.partition(".")[0] for name in sys.modules}

before, began = loaded()[1], time.perf_counter()
import MicrocalcCAD, MicrocalcDICOMPlugin, MicrocalcTrain
seconds, (own, every) = time.perf_counter() - began, loaded()
for module in (MicrocalcCAD, MicrocalcDICOMPlugin, MicrocalcTrain):
    getattr(module, module.__name__)(types.SimpleNamespace(path=module.__file__))
application.complete_startup()
brought, after = sorted(every - before), sorted(loaded()[1] - before)
print(json.dumps({"seconds": seconds, "own": sorted(own), "brought": brought, "after": after,
                  "ownAfter": len(loaded()[0])}))
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a fresh interpreter has loaded after the three module files, and after the whole start."""
    pytest.importorskip("slicer", reason="slicer-core is not installed")
    pytest.importorskip("PySide6.QtWidgets", reason="PySide6 cannot be loaded", exc_type=ImportError)
    path = [str(TESTING), *(str(TESTING.parent / module) for module in MODULES)]
    code = f"import sys; sys.path[:0] = {path!r}\n{SCRIPT}"
    ended = subprocess.run(
        [sys.executable, "-c", code, tmp_path_factory.mktemp("start")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return json.loads(ended.stdout.strip().splitlines()[-1])


def test_all_module_files_bring_seven_small_modules_of_ours_and_no_package(start: dict[str, Any]) -> None:
    print(f"{start['seconds']:.3f} s")
    assert start["own"] == [
        "MicrocalcCAD",
        "MicrocalcCADSlicer",
        "MicrocalcCADSlicer.self_test",
        "MicrocalcDICOMPlugin",
        "MicrocalcTrain",
        "MicrocalcTrainSlicer",
        "MicrocalcTrainSlicer.self_test",
    ]
    assert (
        set(start["brought"])
        <= {"MicrocalcCAD", "MicrocalcCADSlicer", "MicrocalcDICOMPlugin", "MicrocalcTrain", "MicrocalcTrainSlicer"}
        | sys.stdlib_module_names
    )
    assert start["seconds"] < 0.15


def test_the_whole_start_waits_for_no_heavy_package(start: dict[str, Any]) -> None:
    assert [name for name in HEAVY if name in start["after"]] == []


@pytest.fixture
def description(application: Any) -> Any:
    """The object by which Slicer knows the module, with its slot for the end of the start."""
    import MicrocalcCAD

    return MicrocalcCAD.MicrocalcCAD(SimpleNamespace(path=MicrocalcCAD.__file__))


def test_effects_sample_and_terminology_are_there_after_the_start(application: Any, description: Any) -> None:
    import SampleData
    import slicer
    from Host.segment_editor import EffectFactory

    EffectFactory.instance().effects.clear()
    application.complete_startup()
    assert sorted(EffectFactory.instance().effects) == [
        "Calcification brush",
        "Calcification click",
        "Detect in region",
        "Split / merge clusters",
    ]
    assert SampleData.SampleDataLogic().sourceForSampleName("SimulatedMammogram") is not None
    assert slicer.modules.terminologies.logic().IsTerminologyContextLoaded("Microcalc")


def test_a_step_of_the_start_that_fails_is_reported_and_stops_no_other(
    application: Any, description: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import MicrocalcEffects
    import SampleData
    from Host.segment_editor import EffectFactory

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise TypeError("another signature in this version")

    EffectFactory.instance().effects.clear()
    monkeypatch.setattr(SampleData.SampleDataLogic, "registerCustomSampleDataSource", fail)
    with caplog.at_level(logging.ERROR):
        application.complete_startup()
    assert len(EffectFactory.instance().effects) == 4
    assert "offering the sample mammogram failed" in caplog.text
    assert "another signature" in caplog.text

    monkeypatch.undo()
    monkeypatch.setattr(MicrocalcEffects, "registerEffects", fail)
    description.onStartupCompleted()
    assert SampleData.SampleDataLogic().sourceForSampleName("SimulatedMammogram") is not None


def test_no_two_files_of_the_modules_are_installed_to_one_place() -> None:
    """Slicer has one folder for the scripts and resources of all modules, of other extensions too."""
    places = Counter(
        place
        for module in MODULES
        for place in listed(module, "MODULE_PYTHON_SCRIPTS") | listed(module, "MODULE_PYTHON_RESOURCES")
    )
    assert [place for place, count in places.items() if count > 1] == []


def test_the_names_of_installed_resources_are_ours_alone() -> None:
    """A file such as Resources/requirements.txt would be overwritten by any other extension that has one."""
    common = {"requirements.txt", "icon.png", "readme.md", "license.txt"}
    resources = [Path(place) for module in MODULES for place in listed(module, "MODULE_PYTHON_RESOURCES")]
    assert [path for path in resources if path.name.casefold() in common] == []


@pytest.mark.parametrize("module", MODULES)
def test_the_requirements_that_a_module_asks_for_are_among_its_files(module: str) -> None:
    text = (TESTING.parent / module / f"{module}.py").read_text(encoding="utf-8")
    named = {name for name in listed(module, "MODULE_PYTHON_RESOURCES") if "requirements" in name}
    assert named
    assert [name for name in named if Path(name).name not in text] == []
