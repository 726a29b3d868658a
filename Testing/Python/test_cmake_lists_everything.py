"""Slicer packages only what CMake lists, and the Extensions Index reads the metadata with regular expressions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MODULES = ("MicrocalcCAD", "MicrocalcTrain")


def module_folder(name: str) -> Path:
    folder = REPOSITORY / name
    if not (folder / f"{name}.py").is_file():
        pytest.skip(f"{name} has no Slicer module yet")
    return folder


def listed(module: str, variable: str) -> set[str]:
    text = (REPOSITORY / module / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(rf"set\({variable}\n(.*?)\)", text, re.DOTALL)
    assert found, f"{module}/CMakeLists.txt does not set {variable}"
    return {line.strip().replace("${MODULE_NAME}", module) for line in found.group(1).splitlines() if line.strip()}


def files(folder: Path, pattern: str) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("module", MODULES)
def test_every_python_file_of_a_module_is_listed_and_every_listed_one_exists(module: str) -> None:
    folder = module_folder(module)
    assert listed(module, "MODULE_PYTHON_SCRIPTS") == files(folder, "*.py")


@pytest.mark.parametrize("module", MODULES)
def test_every_resource_of_a_module_is_listed_and_every_listed_one_exists(module: str) -> None:
    folder = module_folder(module)
    data = {
        name
        for name in files(folder, "*")
        if name.startswith(("microcalc/", f"{module}Lib/")) and not name.endswith(".py")
    }
    assert (
        listed(module, "MODULE_PYTHON_RESOURCES")
        == {f"Resources/{name}" for name in files(folder / "Resources", "*")} | data
    )


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_built(module: str) -> None:
    module_folder(module)
    assert f"add_subdirectory({module})" in (REPOSITORY / "CMakeLists.txt").read_text(encoding="utf-8")


def test_the_metadata_reads_as_the_extensions_index_reads_it() -> None:
    text = (REPOSITORY / "CMakeLists.txt").read_text(encoding="utf-8")
    assert re.search(r"^project\(Microcalc\)", text, re.MULTILINE)
    for name in ("EXTENSION_ICONURL", "EXTENSION_SCREENSHOTURLS"):
        value = re.search(rf'^set\({name} "(https://[^"]+)"\)$', text, re.MULTILINE)
        assert value, f"{name} is not one quoted line"
        assert all(url.startswith("https://") and "&" not in url for url in value.group(1).split())


def test_the_pictures_that_the_metadata_names_are_in_the_repository() -> None:
    text = (REPOSITORY / "CMakeLists.txt").read_text(encoding="utf-8")
    for path in re.findall(r"/main/(\S+?\.png)", text):
        assert (REPOSITORY / path).is_file(), path


def test_the_models_are_installed_where_the_packaged_library_looks_for_them() -> None:
    text = (REPOSITORY / "CMakeLists.txt").read_text(encoding="utf-8")
    assert 'install(DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/Resources/Models"' in text
    assert 'DESTINATION "${Slicer_INSTALL_QTSCRIPTEDMODULES_LIB_DIR}/${MODELS_PARENT}"' in text
    assert (
        'set(MODELS_PARENT "Resources")' in text
    )  # <folder of MicrocalcCADLib>/Resources/Models, see models.models_folder
