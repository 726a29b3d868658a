"""Starting the stand-in for the Slicer application, opening the panel, and the example that tests and pictures use."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.mammogram import Mammogram
from report_material import make_analysis, make_spots

if TYPE_CHECKING:
    from Host.application import Application

REPOSITORY = Path(__file__).resolve().parents[2]


def start_host() -> Application:
    """Return the application, the same for all tests of a run."""
    for folder in (REPOSITORY / "Testing", REPOSITORY / "MicrocalcCAD"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    from Host import start

    folder = tempfile.mkdtemp(prefix="microcalc-host-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return start(Path(folder))


# panels that were opened and not yet closed: each goes on following the scene
OPEN_PANELS: list[Any] = []


def open_panel() -> Any:
    """Set up the module as Slicer does when it is first shown, and return its widget."""
    from Host.modules import module_parent

    import MicrocalcCAD

    widget = MicrocalcCAD.MicrocalcCADWidget(module_parent())
    widget.setup()
    OPEN_PANELS.append(widget)
    return widget


def reload_panel(widget: Any) -> Any:
    """Click Reload: Slicer takes the old widgets away, whose lists lose their scene, and sets up new ones."""
    close_panel(widget)
    return open_panel()


def close_panel(widget: Any) -> None:
    """Take the panel down as Slicer does at its end, and let its widgets forget the scene."""
    if widget in OPEN_PANELS:
        OPEN_PANELS.remove(widget)
    widget.cleanup()
    widget.parent.setMRMLScene(None)


def example_analysis(mammogram: Mammogram, score_map: bool = True) -> Analysis:
    """Two tight clusters of 9, the second of lower scores, and a single calcification."""
    from dataclasses import replace

    spots = [*make_spots([(420, 240), (600, 150)], 9, 20), (200, 100)]
    scores = [float(s) for s in (*np.linspace(0.95, 0.85, 9), *np.linspace(0.7, 0.6, 9), 0.9)]
    analysis = make_analysis(mammogram, spots, scores)
    if not score_map:
        return analysis
    shape = [int(np.ceil(size * s / 0.1)) for size, s in zip(mammogram.shape, mammogram.spacing_mm, strict=True)]
    heat = np.zeros(shape, np.float16)
    heat[int(420 * 0.7), int(240 * 0.7)] = 1
    return replace(analysis, score_map=heat, score_map_spacing_mm=0.1)


class PendingProcess:
    """Stands for the child process: the test decides when and how it ends."""

    def __init__(self, mammogram: Mammogram, choice: Any, listener: Any) -> None:
        self.mammogram, self.choice, self.listener, self.cancelled = mammogram, choice, listener, False

    def cancel(self) -> None:
        self.cancelled = True

    def finish(self, analysis: Analysis | None = None) -> Analysis:
        """End as a detection does that found something, and return what it found."""
        from MicrocalcCADSlicer.scene_state import encoded

        analysis = analysis or example_analysis(self.mammogram)
        self.listener.finished(analysis, encoded(analysis))
        return analysis
