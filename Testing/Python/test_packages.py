"""The lists of packages: each is used, each use is listed, none but the extra `gpl` is under the GPL, `make` installs
no more than a target needs.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
CONTENT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CORE, EXTRAS, GROUPS = (
    CONTENT["project"]["dependencies"],
    CONTENT["project"]["optional-dependencies"],
    CONTENT["dependency-groups"],
)
# Used without an import of ours: found by pydicom or MONAI, or run as programs.
PLUG_INS = {"pylibjpeg", "pylibjpeg-openjpeg", "pylibjpeg-rle", "pyjpegls", "fire", "tensorboard"}
# Of the networks as they are trained, and of CUDA: imported where they are asked for.
TRAINABLE = {"torch", "monai"}
PROGRAMS = {"check-jsonschema", "pre-commit", "pytest", "ruff"}
RELEASE_PROGRAMS = {"build", "check-wheel-contents", "pip", "twine"}
# What Slicer or its extensions bring, and what the tests put in place of it.
APPLICATION = {
    "slicer",
    "vtk",
    "qt",
    "ctk",
    "SampleData",
    "DICOMLib",
    "SegmentEditorEffects",
    "qSlicerSegmentationsEditorEffectsPythonQt",
    "PyTorchUtils",
}
MODULES = {
    "Pillow": "PIL",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
    "pytorch-ignite": "ignite",
    "PySide6-Essentials": "PySide6",
}
MODULES |= {"slicer-core": "slicer", "SimpleITK": "SimpleITK", "cyclonedx-python-lib": "cyclonedx"}


def names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def modules(requirements: Iterable[str]) -> dict[str, str]:
    """Return distribution by importable module."""
    known = {canonicalize_name(name): module for name, module in MODULES.items()}
    return {known.get(name, name.replace("-", "_")): name for name in names(requirements)}


def imported(*folders: str) -> set[str]:
    """Return the packages of others that the files of some folders import, at any place."""
    # what is imported by its first name: the packages of both modules, and all files beside the tests and tools
    own = {path.stem for folder in ("MicrocalcCAD", "MicrocalcTrain") for path in (ROOT / folder).glob("*")}
    own |= {path.stem for folder in ("Testing", "tools") for path in (ROOT / folder).rglob("*")}
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    found = {name.partition(".")[0] for path in paths for name in _imports(ast.parse(path.read_text(encoding="utf-8")))}
    return found - own - APPLICATION - set(sys.stdlib_module_names)


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        elif isinstance(node, ast.Call) and {getattr(node.func, "attr", ""), getattr(node.func, "id", "")} & {
            "importorskip",
            "find_spec",
        }:
            yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


def with_all_that_it_needs(requirements: Sequence[str]) -> set[str]:
    """Return the names of the packages that an installation brings, as far as they are installed here."""
    found: set[str] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        waiting += [Requirement(line) for line in needs]
    return found


def under_the_gpl(found: Iterable[str]) -> dict[str, str]:
    return {name: licence(name) for name in found if re.search(r"(?<!L)GPL|(?<!Lesser )General Public", licence(name))}


def licence(name: str) -> str:
    facts = metadata.metadata(name)
    texts = [
        facts.get("License-Expression") or "",
        *(one for one in facts.get_all("Classifier") or () if one.startswith("License")),
    ]
    return " ".join(texts) or (facts.get("License") or "")[:80]


def test_nothing_that_detection_installs_is_under_the_gpl():
    found = with_all_that_it_needs(CORE)
    assert {"pydicom", "onnxruntime"} <= found
    assert not {"torch", "monai", "lightgbm"} & found
    assert under_the_gpl(found) == {}


def test_no_list_but_the_one_named_gpl_brings_a_package_under_the_gpl():
    assert names(EXTRAS["gpl"]) == {"pylibjpeg-libjpeg"}
    others = [line for extra, lines in (EXTRAS | GROUPS).items() if extra not in {"gpl", "host"} for line in lines]
    assert under_the_gpl(with_all_that_it_needs([*CORE, *others])) == {}
    assert "pylibjpeg-libjpeg" not in names([*CORE, *others, *EXTRAS["host"]])
    for path in ROOT.glob("Microcalc*/Resources/*requirements*.txt"):
        assert "libjpeg>" not in path.read_text(encoding="utf-8").replace("openjpeg>", ""), path.name


def test_a_package_under_the_gpl_would_be_seen(monkeypatch: pytest.MonkeyPatch):
    terms = {
        "a": "GPL-3.0-or-later",
        "b": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
        "c": "LGPL-2.1",
        "d": "MIT",
    }
    monkeypatch.setattr(sys.modules[__name__], "licence", terms.get)
    assert set(under_the_gpl(terms)) == {"a", "b"}


def test_every_package_of_the_core_is_used_by_detection_and_every_one_that_it_uses_is_listed():
    used = (
        imported("MicrocalcCAD/MicrocalcCADLib", "MicrocalcCAD/microcalc") - TRAINABLE - {"_typeshed"}
    )  # which type checkers alone have
    listed = modules(CORE)
    assert {name for module, name in listed.items() if module not in used} - PLUG_INS == set()
    optional = modules(line for extra in ("batch", "dicom", "parquet", "pdf") for line in EXTRAS[extra])
    assert used - set(listed) - set(optional) == set()
    assert {name for module, name in optional.items() if module not in used} == set()


def test_every_package_for_training_is_used_and_every_one_that_it_uses_is_listed():
    used = imported("MicrocalcTrain")
    listed = modules(EXTRAS["train"])
    assert {name for module, name in listed.items() if module not in used} - PLUG_INS == set()
    assert used - set(listed) - set(modules(CORE)) == set()


def test_every_package_for_the_tests_is_used_and_every_one_that_they_use_is_listed():
    used = imported("Testing", "tools")
    listed = modules(EXTRAS["test"])
    assert {name for module, name in listed.items() if module not in used} - PROGRAMS == set()
    others = modules([*CORE, *(line for extra in EXTRAS.values() for line in extra)])
    assert used - set(others) <= {
        "packaging",
        "dask",
        "packageurl",
    }  # brought by pytest, distributed and cyclonedx-python-lib


def test_every_package_for_releases_is_used():
    listed = modules(GROUPS["dist"])
    assert {name for module, name in listed.items() if module not in imported("tools")} == RELEASE_PROGRAMS
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "Makefile", *(ROOT / "tools").glob("*.py"))
    ).replace("_", "-")
    assert [name for name in RELEASE_PROGRAMS if not re.search(rf'-m", "{name}"|-m {name}\b', text)] == []


def test_a_package_has_one_floor_in_all_lists():
    lists = [*CORE, *(line for some in (EXTRAS, GROUPS) for extra in some.values() for line in extra)]
    for path in ROOT.glob("Microcalc*/Resources/*requirements*.txt"):
        lists += [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    floors: dict[str, set[str]] = {}
    for line in lists:
        one = Requirement(line)
        assert str(one.specifier).startswith(">="), line
        floors.setdefault(canonicalize_name(one.name), set()).add(str(one.specifier))
    assert {name: found for name, found in floors.items() if len(found) > 1} == {}


def test_slicer_is_asked_to_install_only_what_the_lists_have():
    paths = {path.name: path for path in ROOT.glob("Microcalc*/Resources/*requirements*.txt")}
    lists = {"MicrocalcCAD-requirements.txt": CORE, "MicrocalcCAD-requirements-dicom.txt": EXTRAS["dicom"]}
    lists["MicrocalcTrain-requirements.txt"] = [*CORE, *EXTRAS["train"]]
    assert set(paths) == set(lists)
    for name, path in paths.items():
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        assert names(lines) <= names(lists[name]), name


def test_no_page_or_sentence_tells_to_install_a_package_that_is_not_published():
    paths = [
        ROOT / "README.md",
        *(ROOT / "Docs").rglob("*.md"),
        *(ROOT / "MicrocalcCAD").rglob("*.py"),
        *(ROOT / "MicrocalcTrain").rglob("*.py"),
    ]
    assert [
        path.name for path in paths if re.search(r"install [\"']?slicer-microcalc", path.read_text(encoding="utf-8"))
    ] == []


def test_twelve_bit_jpeg_is_decoded_without_a_gpl_decoder():
    from MicrocalcCADLib.reading.decoding import stored_pixels
    from pydicom.data import get_testdata_file

    # comes with pydicom; it has 12 bits, of which Pillow knows 8
    pixels = stored_pixels(Path(get_testdata_file("JPGExtended.dcm", download=False)))
    assert pixels.shape == (1024, 256) and pixels.max() == 264 and np.count_nonzero(pixels) > 10_000


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_the_demo_installs_what_detection_needs_and_the_tests_the_rest():
    def commands(target: str) -> str:
        return subprocess.run(["make", "-n", "-B", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    demo, tests = commands("demo"), commands("test")
    assert '".[demo]"' in demo and "train" not in demo and "host" not in demo
    assert '".[demo]"' in tests and '".[train,test]"' in tests
    assert "install_torch" not in demo and tests.index("install_torch") < tests.index('".[train,test]"')


class FakePip:
    """Offers some sets of packages, in the order in which they are asked for, and keeps what was installed."""

    def __init__(self, *offers: dict[str, str] | None) -> None:
        self.offers, self.installed = list(offers), []

    def __call__(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        if "--dry-run" not in arguments:
            self.installed.append(arguments)
            return subprocess.CompletedProcess(arguments, 0)
        offer = self.offers.pop(0)
        report = {
            "install": [{"metadata": {"name": name, "version": version}} for name, version in (offer or {}).items()]
        }
        return subprocess.CompletedProcess(arguments, 0 if offer else 1, json.dumps(report))


@pytest.mark.parametrize(
    ("offers", "installed", "said"),
    [
        ([{"torch": "2.14.1+cpu"}], "--index-url", "PyTorch 2.14.1+cpu for the processor, which takes about 1 GB"),
        ([None, {"torch": "2.13.0+cpu", "sympy": "1.14"}], "torch==2.13.0", "PyTorch 2.13.0+cpu for the processor"),
        (
            [None, {"torch": "2.13.0", "nvidia-cudnn-cu13": "9.2"}],
            "torch==2.13.0",
            "PyTorch 2.13.0 with CUDA, which takes about 7 GB of disk",
        ),
        ([None, None, {"torch": "2.20.0"}], "torch>=2.2", "PyTorch 2.20.0 for the processor"),
    ],
)
def test_the_build_of_pytorch_is_chosen_and_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys, offers, installed: str, said: str
):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from install_torch import install

    pip = FakePip(*offers)
    assert install(pip) == 0
    (arguments,) = pip.installed
    assert installed in arguments and ("--index-url" in arguments) == (installed == "--index-url")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"Installing {said}")


def test_where_no_pytorch_is_offered_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from install_torch import install

    assert install(FakePip(None, None, None)) == 1
    assert "check the network" in capsys.readouterr().err
