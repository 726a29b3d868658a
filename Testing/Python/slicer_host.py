"""Starts the stand-in for the Slicer application for tests and pictures; tests skip where it cannot run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from Host.application import Application

REPOSITORY = Path(__file__).resolve().parents[2]


def start_host() -> Application:
    """Return the application; skips the test file if slicer-core or PySide6 is not installed."""
    pytest.importorskip("slicer", reason="slicer-core is not installed")
    pytest.importorskip("PySide6.QtWidgets", reason="PySide6 is not installed", exc_type=ImportError)
    for folder in (REPOSITORY / "Testing", REPOSITORY / "MicrocalcCAD"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    from Host import start

    return start(Path(tempfile.mkdtemp(prefix="microcalc-host-")))


def open_panel() -> Any:
    """Set up the module as Slicer does when it is first shown, and return its widget."""
    import slicer

    import MicrocalcCAD

    parent = slicer.qMRMLWidget()
    widget = MicrocalcCAD.MicrocalcCADWidget(parent)
    widget.setup()
    return widget
