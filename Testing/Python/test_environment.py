"""What `microcalc check` says of an installation, and that a poor one still works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib import compiled as compiling
from MicrocalcCADLib import environment
from MicrocalcCADLib.environment import Check, checks
from report_material import make_mammogram

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "MicrocalcCAD" / "MicrocalcCADLib"


def doubled(value):
    return 2 * value


@pytest.fixture
def nowhere_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core.caching import CacheImpl

    monkeypatch.setattr(CacheImpl, "_locator_classes", [])


def line(name: str) -> Check:
    (found,) = [check for check in checks() if check.name == name]
    return found


def test_a_loop_is_compiled_though_no_folder_for_its_code_can_be_written(nowhere_to_keep: None):
    function = compiling.compiled(doubled)
    assert function(21) == 42 and not compiling.is_kept(function)


def test_a_loop_is_kept_where_its_folder_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from numba.core import config

    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path))
    function = compiling.compiled(doubled)
    assert function(21) == 42 and compiling.is_kept(function) and list(tmp_path.rglob("*.nbi"))


def test_every_loop_is_compiled_in_this_one_way():
    files = [*LIBRARY.rglob("*.py"), *(ROOT / "MicrocalcTrain" / "MicrocalcTrainLib").rglob("*.py")]
    assert [path.name for path in files if "njit" in path.read_text(encoding="utf-8")] == ["compiled.py"]


def test_the_check_says_whether_compiled_code_is_kept(monkeypatch: pytest.MonkeyPatch):
    assert (line("compiled code").passed, line("compiled code").text) == (True, "kept between starts")
    monkeypatch.setattr(compiling, "is_kept", lambda function: False)
    said = line("compiled code")
    assert not said.passed and not said.required
    assert said.text.startswith("no folder to keep it in can be written, so every start takes longer") and "NUMBA_CACHE_DIR" in said.text


def test_the_check_works_for_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch):
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(environment.Path, "home", no_home)
    assert line("models").passed


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("unshare") is None or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs mount namespaces")
def test_a_read_only_installation_without_a_home_detects(tmp_path: Path):
    place = tmp_path / "place"
    shutil.copytree(ROOT / "MicrocalcCAD", place / "MicrocalcCAD", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "Resources", place / "Resources")
    write_mammogram(tmp_path / "film.dcm", np.round(make_mammogram(700, 500).pixels * 4095).astype(np.uint16))
    script = f"""mount --bind {place} {place} && mount -o remount,ro,bind {place} || exit 77
        touch {place}/written 2>/dev/null && exit 78
        for arguments in "detect film.dcm -o out" check; do
            env -i HOME=/proc/none PATH=/usr/bin:/bin PYTHONPATH={place}/MicrocalcCAD {sys.executable} -m MicrocalcCADLib $arguments || exit 1
        done"""
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("mounts are not allowed here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "film.findings.json").exists()
    assert "no folder to keep it in can be written" in done.stdout
