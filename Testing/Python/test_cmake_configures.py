"""CMake and CPack read the build files against a stand-in for Slicer's package (Testing/Host/SlicerPackage)."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SLICER_PACKAGE = REPOSITORY / "Testing" / "Host" / "SlicerPackage"
MODULE_FOLDER = Path("lib", "Slicer-5.12", "qt-scripted-modules")
LARGEST_ARCHIVE_BYTES = 100_000_000


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the extension, as Slicer's build machine makes it."""
    return made_archive(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one folder at the root of the archive."""
    return unpacked_archive(archive, tmp_path_factory.mktemp("unpacked"))


def made_archive(build: Path) -> Path:
    """Configure and pack the extension; skips where CMake has nothing to build with."""
    cmake, cpack = shutil.which("cmake"), shutil.which("cpack")
    if cmake is None or cpack is None:
        pytest.skip("CMake is not installed")
    common = [
        f"-DSlicer_DIR={SLICER_PACKAGE}",
        "-DCMAKE_C_COMPILER_FORCED=1",
        "-DCMAKE_CXX_COMPILER_FORCED=1",
        "-DBUILD_TESTING=ON",
    ]
    configured = subprocess.run(
        [cmake, "-S", REPOSITORY, "-B", build, *common], capture_output=True, text=True, check=False
    )
    if "No CMAKE_C" in configured.stderr or "CMAKE_MAKE_PROGRAM is not set" in configured.stderr:
        pytest.skip("no compiler or make for CMake")
    assert configured.returncode == 0, configured.stderr
    packed = subprocess.run(
        [cpack, "--config", "CPackConfig.cmake"], cwd=build, capture_output=True, text=True, check=False
    )
    assert packed.returncode == 0, packed.stdout + packed.stderr
    (archive,) = build.glob("*.tar.gz")
    return archive


def unpacked_archive(archive: Path, folder: Path) -> Path:
    """Unpack and return the folder at the archive's root."""
    # Python 3.11 knows the filter from 3.11.4 on
    safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(archive) as stored:
        stored.extractall(folder, **safe)
    (root,) = folder.iterdir()
    return root


def test_the_archive_is_far_below_the_size_that_the_index_allows(archive: Path) -> None:
    size = archive.stat().st_size
    print(f"{archive.name}: {size / 1e6:.1f} MB")
    assert 1_000_000 < size < LARGEST_ARCHIVE_BYTES


def test_everything_lies_where_slicer_looks_for_it(unpacked: Path) -> None:
    places = {path.relative_to(unpacked).parts[:3] for path in unpacked.rglob("*") if path.is_file()}
    assert {place[:2] for place in places} == {("lib", "Slicer-5.12"), ("share", "Slicer-5.12")}
    assert {place[2] for place in places if place[0] == "lib"} == {"qt-scripted-modules"}


def test_the_description_names_pytorch_as_what_it_depends_on(unpacked: Path) -> None:
    description = json.loads((unpacked / "share" / "Slicer-5.12" / "Microcalc.json").read_text())
    assert (description["extensionname"], description["depends"]) == ("Microcalc", "PyTorch")
    assert description["description"].endswith("Research only.")


def test_library_panel_icons_terminology_sample_data_and_models_are_inside(unpacked: Path) -> None:
    folder = unpacked / MODULE_FOLDER
    for name in ("MicrocalcCAD.py", "MicrocalcCADLib/detection_child.py", "MicrocalcCADSlicer/panel.py"):
        assert (folder / name).is_file(), name
    for shipped, packaged in (
        (REPOSITORY / "MicrocalcCAD" / "Resources", "Resources"),
        (REPOSITORY / "Resources" / "Models", "Resources/Models"),
    ):
        files = sorted(p.relative_to(shipped) for p in shipped.rglob("*") if p.is_file())
        assert files
        assert [p for p in files if not (folder / packaged / p).is_file()] == []


def test_the_attributions_lie_beside_the_models(unpacked: Path) -> None:
    assert (unpacked / MODULE_FOLDER / "Resources" / "Models" / "NOTICE").read_bytes() == (
        REPOSITORY / "NOTICE"
    ).read_bytes()


def test_nothing_that_slicer_does_not_need_is_inside(unpacked: Path) -> None:
    assert [p.name for p in unpacked.rglob("*") if p.name in {"Testing", "__pycache__", ".git", "tools", "Docs"}] == []
