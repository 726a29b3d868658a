"""What `microcalc check` says of an installation, and that a poor one still works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib import _measure_kernels, environment
from MicrocalcCADLib import compiled as compiling
from MicrocalcCADLib import measure as measure_module
from MicrocalcCADLib.blobs import segment_blobs
from MicrocalcCADLib.detectors import _delineation_kernels, machine_code
from MicrocalcCADLib.environment import Check, checks
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from report_material import make_mammogram
from scipy.ndimage import gaussian_filter

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


@pytest.mark.parametrize(
    ("ready", "made", "text"), [(True, None, "kept between starts"), (False, True, "made now, kept between starts")]
)
def test_the_check_makes_machine_code_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, ready: bool, made: bool | None, text: str
):
    monkeypatch.setattr(compiling, "is_ready", lambda: ready)
    monkeypatch.setattr(machine_code, "make", lambda: made)
    assert (line("compiled code").passed, line("compiled code").text) == (True, text)


def test_the_check_says_where_machine_code_cannot_be_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling, "is_ready", lambda: False)
    monkeypatch.setattr(machine_code, "make", lambda: False)
    said = line("compiled code")
    assert not said.passed and not said.required
    assert (
        said.text.startswith("no folder to keep it in can be written, so every detection takes two seconds longer")
        and "NUMBA_CACHE_DIR" in said.text
    )


@pytest.fixture
def unmade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which no machine code was made; returns the folder for it."""
    monkeypatch.setattr(compiling, "_insisted", Event())
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_machine_code_is_used_once_it_is_made_or_insisted_on(unmade: Path):
    plain, loops = SimpleNamespace(), compiling.loops
    assert loops(_measure_kernels) is _measure_kernels and loops(_measure_kernels, plain) is plain
    assert compiling.mark_ready() and compiling.is_ready()
    assert hasattr(loops(_measure_kernels, plain).ring_means, "py_func")
    for note in unmade.iterdir():
        note.unlink()
    assert loops(_measure_kernels) is _measure_kernels
    compiling.insist()
    assert hasattr(loops(_measure_kernels).ring_means, "py_func")


def test_machine_code_is_made_at_once_where_plain_loops_would_take_longer(
    unmade: Path, monkeypatch: pytest.MonkeyPatch
):
    used = []
    monkeypatch.setattr(
        measure_module, "loops", lambda module, long: used.append(long) or compiling.loops(module, long=long)
    )
    objects = Objects(np.arange(0, 2 * 1001), np.arange(0, 2 * 1001 + 1, 2))
    image = np.random.default_rng(0).random((60, 60), dtype=np.float32)
    many, few = (measure_objects(some, image, (0.1, 0.1)) for some in (objects, objects.chosen(np.arange(3))))
    assert used == [True, False] and not compiling.is_ready()
    np.testing.assert_array_equal(few[:, :2], many[:3, :2])
    assert hasattr(compiling.loops(_measure_kernels, long=True).ring_means, "py_func")
    monkeypatch.setattr(compiling, "_version", lambda: "")
    assert compiling.loops(_measure_kernels, long=True) is _measure_kernels


def test_without_numba_nothing_waits_for_machine_code(unmade: Path, monkeypatch: pytest.MonkeyPatch):
    compiling.mark_ready()
    monkeypatch.setattr(compiling, "_version", lambda: "")
    assert not compiling.is_ready() and not machine_code.make_in_background()


def test_machine_code_is_made_by_one_process_of_many(unmade: Path, monkeypatch: pytest.MonkeyPatch):
    started: list[list[str]] = []
    monkeypatch.setattr(machine_code.subprocess, "Popen", lambda command, **options: started.append(command))
    assert machine_code.make_in_background() and not machine_code.make_in_background() and len(started) == 1
    (note,) = unmade.iterdir()
    os.utime(note, (0, 0))  # whoever began has died
    assert machine_code.make_in_background()
    compiling.mark_ready()
    assert not machine_code.make_in_background() and len(started) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_nothing_is_made_where_nothing_can_be_kept(unmade: Path):
    unmade.mkdir(mode=0o500)
    assert not machine_code.make_in_background()


def test_another_numba_or_other_loops_do_not_go_by_the_note(unmade: Path, monkeypatch: pytest.MonkeyPatch):
    compiling.mark_ready()
    monkeypatch.setattr(compiling, "_version", lambda: "0.1")
    compiling._stamp.cache_clear()
    assert not compiling.is_ready()
    compiling._stamp.cache_clear()


def test_plain_loops_measure_and_outline_as_machine_code_does():
    image = gaussian_filter(np.random.default_rng(0).random((120, 140)), 1.5).astype(np.float32)
    blobs = segment_blobs(image, 0.07)
    assert blobs.count > 20
    boxes = np.array([[3, 9, 4, 8], [0, 2, 130, 139], [60, 70, 60, 80]])
    taps = np.array([0.6, 0.2])
    background = np.full(blobs.count, float(image.mean()))
    for plain, fast in ((module, compiling.machine(module)) for module in (_measure_kernels, _delineation_kernels)):
        if plain is _measure_kernels:
            arguments = (image, blobs.labels > 0, boxes, 0.07, 0.07, 0.2, 0.6)
            np.testing.assert_array_equal(plain.ring_means(*arguments), fast.ring_means(*arguments))
        else:
            arguments = (blobs.objects.pixels, blobs.objects.starts, image, background, taps, 0.25, 0.5)
            np.testing.assert_array_equal(plain.split_and_outline(*arguments), fast.split_and_outline(*arguments))


def test_the_check_works_for_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch):
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(environment.Path, "home", no_home)
    assert line("models").passed


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("unshare") is None or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs mount namespaces"
)
def test_a_read_only_installation_without_a_home_detects(tmp_path: Path):
    place = tmp_path / "place"
    shutil.copytree(ROOT / "MicrocalcCAD", place / "MicrocalcCAD", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "Resources", place / "Resources")
    write_mammogram(tmp_path / "film.dcm", np.round(make_mammogram(700, 500).pixels * 4095).astype(np.uint16))
    script = f"""mount --bind {place} {place} && mount -o remount,ro,bind {place} || exit 77
        touch {place}/written 2>/dev/null && exit 78
        for arguments in "detect film.dcm -o out" check; do
            env -i HOME=/proc/none PATH=/usr/bin:/bin PYTHONPATH={place}/MicrocalcCAD {sys.executable} \\
                -m MicrocalcCADLib $arguments || exit 1
        done"""
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if done.returncode == 77:
        pytest.skip("mounts are not allowed here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "film.findings.json").exists()
    assert "no folder to keep it in can be written" in done.stdout and "in the background" not in done.stderr
