"""What a stranger gets: the module is loaded from the unpacked archive and detects offline with the model inside it."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_cmake_configures import MODULE_FOLDER, REPOSITORY, made_archive, unpacked_archive

# Minutes: everything is compiled anew in the unpacked archive. What is in it and that its modules load:
# test_cmake_configures, test_slicer_start.
pytestmark = pytest.mark.slow
CENTRE_OF_THE_SAMPLE = (470, 260)  # as in tools/make_sample.py
SPACING_MM = 0.07


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that Slicer adds to its modules when it installs the archive."""
    folder = tmp_path_factory.mktemp("installed")
    return unpacked_archive(made_archive(folder / "build"), folder / "unpacked") / MODULE_FOLDER


@pytest.fixture(scope="module")
def detection(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a detection in the sample mammogram says, in a process that knows the archive and no checkout."""
    if not all(importlib.util.find_spec(name) for name in ("slicer", "PySide6")):
        pytest.skip("slicer-core or PySide6 is not installed")
    script = REPOSITORY / "Testing" / "Python" / "installed_detection.py"
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "MICROCALC_MODELS"}}
    arguments = [sys.executable, script, modules, REPOSITORY / "Testing", tmp_path_factory.mktemp("temporary")]
    ended = subprocess.run(
        arguments, env=environment, capture_output=True, text=True, check=False, timeout=3000, cwd=modules
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return json.loads(ended.stdout.strip().splitlines()[-1])


def test_all_code_that_ran_came_from_the_archive(detection: dict[str, Any], modules: Path) -> None:
    assert len(detection["files"]) > 40
    assert [file for file in detection["files"] if not Path(file).is_relative_to(modules.resolve())] == []


def test_the_modules_and_effects_of_the_archive_are_loaded(detection: dict[str, Any], modules: Path) -> None:
    built = re.findall(
        r"^add_subdirectory\((\w+)\)", (REPOSITORY / "CMakeLists.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert detection["modules"] == sorted(
        [*built, "MicrocalcDICOMPlugin"]
    )  # a module of its own without a panel, as Slicer wants it
    assert detection["effects"] == sorted(path.stem for path in (modules / "MicrocalcEffects").glob("*Effect.py"))


def test_the_shipped_model_finds_the_cluster_of_the_sample_without_a_network(
    detection: dict[str, Any], modules: Path
) -> None:
    names = [
        entry["name"] for entry in json.loads((modules / "Resources" / "Models" / "catalog.json").read_text())["models"]
    ]
    assert detection["model"] in names
    assert SPACING_MM * math.dist(detection["best_cluster"], CENTRE_OF_THE_SAMPLE) < 5
    assert detection["segmentation"] > 0
