"""The arrows of the design point one way, and what Slicer imports at its start is light."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
APPLICATION = {"slicer", "qt", "ctk", "vtk", "SampleData", "DICOMLib", "sitkUtils"}
HEAVY = {"torch", "monai", "numba", "skimage"}
FORBIDDEN = {
    "MicrocalcCAD/MicrocalcCADLib": (
        APPLICATION
        | {
            "MicrocalcCADSlicer",
            "MicrocalcEffects",
            "MicrocalcTrainLib",
            "MicrocalcReproduce",
            "MicrocalcTrainSlicer",
            "MicrocalcCAD",
            "microcalc",
        }
    ),
    "MicrocalcCAD/microcalc": (
        APPLICATION
        | {
            "MicrocalcCADSlicer",
            "MicrocalcEffects",
            "MicrocalcTrainLib",
            "MicrocalcReproduce",
            "MicrocalcTrainSlicer",
            "MicrocalcCAD",
        }
        | HEAVY
        | {"onnxruntime"}
    ),
    "MicrocalcTrain/MicrocalcTrainLib": (
        APPLICATION
        | {"MicrocalcCADSlicer", "MicrocalcEffects", "MicrocalcReproduce", "MicrocalcTrainSlicer", "MicrocalcTrain"}
    ),
    "MicrocalcTrain/MicrocalcReproduce": (
        APPLICATION | {"MicrocalcCADSlicer", "MicrocalcEffects", "MicrocalcTrainSlicer", "MicrocalcTrain"}
    ),
    "MicrocalcCAD/MicrocalcEffects": {
        "MicrocalcTrainLib",
        "MicrocalcTrainSlicer",
        "MicrocalcCAD",
        "torch",
        "monai",
        "numba",
        "skimage",
    },
    "MicrocalcCAD/MicrocalcCADSlicer": {"MicrocalcTrainLib", "MicrocalcTrainSlicer", "MicrocalcCAD"} | HEAVY,
    "MicrocalcTrain/MicrocalcTrainSlicer": {"MicrocalcTrain", "MicrocalcCAD", "MicrocalcEffects"} | HEAVY,
}
BUNDLED_WITH_SLICER = {"numpy", "scipy", "SimpleITK", "vtk", "qt", "ctk", "slicer", "DICOMLib"}
SEGMENT_EDITOR = {"SegmentEditorEffects", "qSlicerSegmentationsEditorEffectsPythonQt"}
OURS = {"MicrocalcCADLib", "MicrocalcCADSlicer", "MicrocalcTrainLib", "MicrocalcReproduce", "MicrocalcTrainSlicer"}
LIBRARIES = ("MicrocalcCADLib", "MicrocalcTrainLib", "MicrocalcReproduce")
PATHS = os.pathsep.join(str(REPOSITORY / module) for module in ("MicrocalcCAD", "MicrocalcTrain"))
LOADED = (
    ("MicrocalcCAD/MicrocalcDICOMPlugin.py", "MicrocalcCAD/MicrocalcCADSlicer"),
    ("MicrocalcCAD/MicrocalcCAD.py", "MicrocalcCAD/MicrocalcCADSlicer"),
    ("MicrocalcCAD/MicrocalcCAD.py", "MicrocalcCAD/MicrocalcEffects"),
    ("MicrocalcTrain/MicrocalcTrain.py", "MicrocalcTrain/MicrocalcTrainSlicer"),
)


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def imported_at_file_scope(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield from imported(statement)


def python_files(folder: str) -> list[Path]:
    return sorted(p for p in (REPOSITORY / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", sorted(FORBIDDEN))
def test_nothing_is_imported_against_the_arrows(folder: str) -> None:
    paths = python_files(folder)
    assert paths, f"{folder} has no files"
    wrong = {
        str(p.relative_to(REPOSITORY)): bad
        for p in paths
        if (bad := FORBIDDEN[folder] & set(imported(ast.parse(p.read_text(encoding="utf-8")))))
    }
    assert wrong == {}


def test_a_forbidden_import_would_be_seen_inside_functions_too() -> None:
    tree = ast.parse("def f():\n    from slicer.util import arrayFromVolume\n    import vtk.util\n")
    assert set(imported(tree)) == {"slicer", "vtk"}


def private_names_of_others(tree: ast.AST) -> Iterator[str]:
    """Return what begins with an underscore among the imports from other packages; typing aids of the checker aside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        others = (one.split(".") for one in names if one.split(".")[0] not in {*OURS, "__future__", "_typeshed"})
        yield from (".".join(one) for one in others if any(part.startswith("_") for part in one))


@pytest.mark.parametrize("folder", [*sorted(FORBIDDEN), "Testing", "packaging", "tools"])
def test_nothing_private_of_another_package_is_imported(folder: str) -> None:
    trees = {p: ast.parse(p.read_text(encoding="utf-8")) for p in python_files(folder)}
    found = {p.name: names for p, tree in trees.items() if (names := list(private_names_of_others(tree)))}
    assert trees and found == {}


def test_a_private_import_would_be_seen_wherever_the_underscore_is() -> None:
    tree = ast.parse("def f():\n    from pydicom.sr._snomed_dict import mapping\n    from a import _b\nimport c._d.e\n")
    assert set(private_names_of_others(tree)) == {"pydicom.sr._snomed_dict.mapping", "a._b", "c._d.e"}


@pytest.mark.parametrize(("module", "folder"), LOADED)
def test_files_that_slicer_loads_import_only_what_slicer_brings_at_file_scope(module: str, folder: str) -> None:
    allowed = BUNDLED_WITH_SLICER | SEGMENT_EDITOR | OURS | set(sys.stdlib_module_names)
    paths = [REPOSITORY / module, *python_files(folder)]
    wrong = {
        p.name: bad
        for p in paths
        if (bad := set(imported_at_file_scope(ast.parse(p.read_text(encoding="utf-8")))) - allowed)
    }
    assert wrong == {}


def test_what_the_panel_of_training_imports_at_its_start_is_light() -> None:
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in python_files("MicrocalcTrain/MicrocalcTrainSlicer")]
    names = {
        s.module
        for tree in trees
        for s in tree.body
        if isinstance(s, ast.ImportFrom) and s.module and s.module.startswith(LIBRARIES)
    }
    assert "MicrocalcTrainLib.runs" in names
    code = f"import sys; [__import__(name) for name in {sorted(names)}]; print(*({HEAVY} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": PATHS}
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    "folder", ["MicrocalcCAD/MicrocalcCADLib", "MicrocalcTrain/MicrocalcTrainLib", "MicrocalcTrain/MicrocalcReproduce"]
)
def test_two_classes_of_a_library_never_share_a_public_name(folder: str) -> None:
    places: dict[str, list[str]] = {}
    for path in python_files(folder):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                places.setdefault(statement.name, []).append(path.name)
    assert len(places) > 5
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}
