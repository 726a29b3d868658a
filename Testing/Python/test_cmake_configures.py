"""CMake itself reads the build files, against a stand-in for Slicer's package that writes down what it is told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SLICER_CONFIG = """
set(Slicer_USE_FILE "${CMAKE_CURRENT_LIST_DIR}/use.cmake")
set(Slicer_EXTENSION_GENERATE_CONFIG "${CMAKE_CURRENT_LIST_DIR}/empty.cmake")
set(Slicer_EXTENSION_CPACK "${CMAKE_CURRENT_LIST_DIR}/empty.cmake")
set(Slicer_QTSCRIPTEDMODULES_LIB_DIR "lib/Slicer-5.12/qt-scripted-modules")
set(Slicer_INSTALL_QTSCRIPTEDMODULES_LIB_DIR "lib/Slicer-5.12/qt-scripted-modules")
set(Slicer_FOUND TRUE)
"""
# As Slicer does: a listed file that does not exist is fatal, and all go to one folder.
USE_FILE = """
function(slicerMacroBuildScriptedModule)
  cmake_parse_arguments(MY "WITH_GENERIC_TESTS" "NAME" "SCRIPTS;RESOURCES" ${ARGN})
  foreach(file IN LISTS MY_SCRIPTS MY_RESOURCES)
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
      message(FATAL_ERROR "missing ${file}")
    endif()
    get_filename_component(folder "${file}" DIRECTORY)
    install(FILES "${file}" DESTINATION "${Slicer_INSTALL_QTSCRIPTEDMODULES_LIB_DIR}/${folder}")
  endforeach()
endfunction()
function(slicer_add_python_unittest)
endfunction()
file(WRITE "${CMAKE_BINARY_DIR}/metadata.txt" "${EXTENSION_DEPENDS}\\n${EXTENSION_CONTRIBUTORS}\\n${EXTENSION_DESCRIPTION}")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(build folder, installed module folder) of the extension."""
    cmake = shutil.which("cmake")
    if cmake is None:
        pytest.skip("CMake is not installed")
    folder = tmp_path_factory.mktemp("cmake")
    for name, text in (("SlicerConfig.cmake", SLICER_CONFIG), ("use.cmake", USE_FILE), ("empty.cmake", "")):
        (folder / name).write_text(text)
    build, prefix = folder / "build", folder / "installed"
    common = [f"-DSlicer_DIR={folder}", "-DCMAKE_C_COMPILER_FORCED=1", "-DCMAKE_CXX_COMPILER_FORCED=1", "-DBUILD_TESTING=ON"]
    configured = subprocess.run([cmake, "-S", REPOSITORY, "-B", build, *common], capture_output=True, text=True, check=False)
    if "No CMAKE_C" in configured.stderr or "CMAKE_MAKE_PROGRAM is not set" in configured.stderr:
        pytest.skip("no compiler or make for CMake")
    assert configured.returncode == 0, configured.stderr
    subprocess.run([cmake, "--install", build, "--prefix", prefix], check=True, capture_output=True)
    return build, prefix / "lib" / "Slicer-5.12" / "qt-scripted-modules"


def test_the_extension_depends_on_pytorch(installed: tuple[Path, Path]) -> None:
    assert (installed[0] / "metadata.txt").read_text().splitlines()[0] == "PyTorch"


def test_the_installed_module_has_its_library_panel_and_models(installed: tuple[Path, Path]) -> None:
    folder = installed[1]
    for name in ("MicrocalcCAD.py", "MicrocalcCADLib/worker.py", "MicrocalcCADSlicer/panel.py", "Resources/UI/MicrocalcCAD.ui"):
        assert (folder / name).is_file(), name
    shipped = REPOSITORY / "Resources" / "Models"
    models = sorted(p.relative_to(shipped) for p in shipped.rglob("*") if p.is_file())
    assert [p for p in models if not (folder / "Resources" / "Models" / p).is_file()] == []
