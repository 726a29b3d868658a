"""The offline archive: what it holds follows the lists and the target system, its list of materials is valid, its
installer refuses the index.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
import check_release  # noqa: E402
import make_wheelhouse as wheelhouse  # noqa: E402

LINUX, WINDOWS = wheelhouse.PLATFORMS["linux-x86_64"], wheelhouse.PLATFORMS["windows-amd64"]


def wheel(name: str, *needs: str, version: str = "1.0", licence: str = "MIT") -> wheelhouse.Wheel:
    return wheelhouse.Wheel(name, version, f"{name}-{version}-py3-none-any.whl", "0" * 64, licence, needs)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], list[str]]]:
    """What the index was asked for, with constraints; it has every package, without needs."""
    calls: list[tuple[list[str], list[str]]] = []

    def answer(requirements, target, python, constraints):
        calls.append((list(requirements), list(constraints)))
        return tuple(wheel(wheelhouse.canonicalize_name(wheelhouse.Requirement(line).name)) for line in requirements)

    monkeypatch.setattr(wheelhouse, "_asked", answer)
    return calls


def test_what_a_package_needs_on_the_target_alone_is_missing_there_and_not_here() -> None:
    wheels = [
        wheel("a", "b>=2 ; sys_platform == 'win32'", "c ; extra == 'x'", "d ; python_version < '3.12'"),
        wheel("e", "a"),
    ]
    assert wheelhouse.missing(wheels, WINDOWS, "3.12") == ["b>=2"]
    assert wheelhouse.missing(wheels, LINUX, "3.12") == []
    assert wheelhouse.missing(wheels, LINUX, "3.11") == ["d"]


def test_what_is_missing_is_asked_for_until_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    index = {
        "a": wheel("a", "b ; sys_platform == 'win32'"),
        "b": wheel("b", "c ; sys_platform == 'win32'"),
        "c": wheel("c"),
    }
    monkeypatch.setattr(wheelhouse, "_asked", lambda requirements, *others: tuple(index[one] for one in requirements))
    assert [one.name for one in wheelhouse.resolved(["a"], WINDOWS, "3.12")] == ["a", "b", "c"]
    assert [one.name for one in wheelhouse.resolved(["a"], LINUX, "3.12")] == ["a"]


def test_outside_slicer_it_holds_the_core_and_what_dicom_results_need_but_no_training(asked: list) -> None:
    names = {one.name for one in wheelhouse.outside(LINUX, "3.12")}
    assert {"numpy", "simpleitk", "onnxruntime", "numba", "highdicom", "pynetdicom"} <= names
    assert not names & {"torch", "monai", "pylibjpeg-libjpeg", "lightgbm"}


def test_for_slicer_it_holds_nothing_that_slicer_brings_and_fits_what_it_brings(asked: list) -> None:
    assert {one.name for one in wheelhouse.in_slicer(LINUX)} == {"numba", "onnxruntime", "pynetdicom"}
    ((_, constraints),) = asked
    assert "numpy==2.4.6" in constraints and "pydicom==3.0.2" in constraints


def test_the_list_of_materials_names_packages_and_models_with_licences_and_is_valid(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx", reason="cyclonedx-python-lib is not installed")
    own = tmp_path / "slicer_microcalc-1.2.3-py3-none-any.whl"
    own.write_bytes(b"ours")
    text = wheelhouse.bill_of_materials(
        "1.2.3", own, [wheel("numba", licence="BSD"), wheel("numpy", licence="BSD-3-Clause AND 0BSD")]
    )
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    parts = {part["name"]: part for part in bill["components"]}
    models = json.loads((ROOT / "Resources" / "Models" / "catalog.json").read_text(encoding="utf-8"))["models"]
    assert set(parts) == {"numba", "numpy", *(model["name"] for model in models)}
    assert parts["numpy"]["licenses"] == [{"expression": "BSD-3-Clause AND 0BSD"}]
    assert all(part["hashes"][0]["alg"] == "SHA-256" and part["licenses"] for part in parts.values())
    assert parts[models[0]["name"]]["type"] == "machine-learning-model"


def test_an_archive_holds_wheels_pins_modules_and_installer(
    asked: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cyclonedx", reason="cyclonedx-python-lib is not installed")
    own = tmp_path / "slicer_microcalc-1.2.3-py3-none-any.whl"
    own.write_bytes(b"ours")
    monkeypatch.setattr(
        wheelhouse,
        "loaded",
        lambda wheels, target, python, folder: [(folder / one.file).write_bytes(b"") for one in wheels],
    )
    archive = wheelhouse.bundled("linux-x86_64", ["3.11", "3.12"], own, tmp_path / "dist")
    with zipfile.ZipFile(archive) as stored:
        names = {name.partition("/")[2] for name in stored.namelist()}
        pins = stored.read(f"{archive.stem}/requirements.txt").decode().splitlines()
        slicer = stored.read(f"{archive.stem}/requirements-slicer.txt").decode().splitlines()
    assert archive.name == "microcalc-1.2.3-linux-x86_64.zip"
    assert {
        "install.py",
        "README.txt",
        "sbom.cdx.json",
        f"wheels/{own.name}",
        "slicer/MicrocalcCAD/MicrocalcCAD.py",
        "slicer/NOTICE",
    } <= names
    assert "slicer/Resources/Models/catalog.json" in names and not [
        name for name in names if "__pycache__" in name or "Testing" in name
    ]
    assert pins[0].startswith("slicer-microcalc==1.2.3 --hash=sha256:")
    assert [line for line in pins[1:] if "python_version ==" not in line or "--hash=sha256:" not in line] == []
    assert [line.partition("==")[0] for line in slicer] == ["numba", "onnxruntime", "pynetdicom"]


def test_the_installer_takes_nothing_from_an_index_and_says_what_is_missing(tmp_path: Path) -> None:
    for path in wheelhouse.OFFLINE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "wheels").mkdir()
    (tmp_path / "requirements.txt").write_text(
        f"no-such-package-of-ours==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8"
    )
    done = subprocess.run([sys.executable, tmp_path / "install.py"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "--no-index" in (tmp_path / "install.py").read_text(encoding="utf-8")
    assert "requirements.txt" in done.stderr and "Installed" not in done.stdout


def test_an_unknown_platform_is_wrong_usage_with_the_names() -> None:
    call = [sys.executable, ROOT / "tools" / "make_wheelhouse.py", "amiga"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "linux-x86_64, windows-amd64, macos-arm64" in done.stderr


def test_the_check_of_a_release_measures_the_distance_to_the_simulated_cluster(tmp_path: Path) -> None:
    path = tmp_path / "image.findings.json"
    row, column = check_release.CENTRE_OF_THE_SAMPLE
    clusters = [
        {"row": row, "column": column + 10, "score": 0.8, "reported": True},
        {"row": 0, "column": 0, "score": 0.9, "reported": False},
    ]
    path.write_text(json.dumps({"clusters": clusters}), encoding="utf-8")
    assert check_release.distance_mm(path) == pytest.approx(0.7)
    path.write_text(json.dumps({"clusters": clusters[1:]}), encoding="utf-8")
    assert check_release.distance_mm(path) > check_release.HIT_MM
