"""A stand-in for the Slicer application: the real MRML scene and logics of slicer-core under real Qt widgets of
PySide6.

`start` builds it once; afterwards a scripted module is imported, its panel is set up and clicked as in Slicer, and
slice views are drawn by Slicer's own displayable managers. What is imitated here is only what the modules of this
extension use; an unknown property or signal is an error, so that the panel cannot rely on what Slicer lacks.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from .application import Application
from .modules import install_modules
from .mrml import start_mrml
from .segment_editor import install_segment_editor

_application: Application | None = None


def start(temporary_folder: Path) -> Application:
    """Return the running application, started on the first call.

    Parameters
    ----------
    temporary_folder
        `slicer.app.temporaryPath` until a test changes it.

    Raises
    ------
    ImportError
        If slicer-core or PySide6 is not installed.
    """
    global _application  # noqa: PLW0603  one application a process, as Qt demands
    if _application is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from .widgets import install_qt

        _keep_singletons()
        install_qt()
        logic = start_mrml(temporary_folder)
        _application = Application(logic, temporary_folder)
        install_modules(_application)
        install_segment_editor()
        if source := os.environ.get("SLICER_SOURCE"):
            from .slicer_source import install_source

            install_source(Path(source))
    return _application


def _keep_singletons() -> None:
    """Give None, True and False references to spare, which PySide6 6.12 takes: of None with each call that returns
    nothing, of True with each signal.

    Without them a long run ends in "deallocating None" or "deallocating True or False"; from Python 3.12 on they cannot
    be lost (PEP 683).
    """
    if sys.version_info < (3, 12):
        for value in (None, True, False):
            ctypes.c_ssize_t.from_address(id(value)).value += 1 << 40
