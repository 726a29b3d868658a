"""A reading of an exam of four views as a reader does it, by keys and clicks only: the test and the pictures of the
tutorial follow it.

From a DICOM database: open, detect in all views, go through eight findings, correct one by hand, report, save, close,
load again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from dicom_files import write_mammogram
from scipy.ndimage import gaussian_filter

if TYPE_CHECKING:
    from Host.hand import Hand

STUDY, PATIENT = "1.2.826.0.1.3680043.8.498.77", "P-1"
VIEWS = (("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO"))
# Two findings of each view: what the reader decides, in the order of the list.
DECISIONS = (("A", "X"), ("A", "A"), ("U", "A"), ("A", "X"))
STATES = {"A": "accepted", "X": "rejected", "U": "unsure"}
MOST_PRESSES = 40


@dataclass
class Record:
    """What was done: presses, the states that the reader gave by name of the image, and the pixels that the correction
    added to which.
    """

    count: int = 0
    log: list[str] = field(default_factory=list)
    states: dict[str, list[str]] = field(default_factory=dict)
    corrected: str = ""
    added: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))


@contextmanager
def database_of(images: dict[tuple[str, str], np.ndarray], folder: Path, spacing_mm: float) -> Iterator[None]:
    """Have an open DICOM database with one study of these images, and our plugin, as after an import.

    Parameters
    ----------
    images
        uint16 (rows, columns) of 12 bits by side and view.
    """
    import MicrocalcDICOMPlugin
    import slicer
    from DICOMLib import DICOMUtils

    for name in ("incoming", "database"):
        (folder / name).mkdir()
    for number, ((side, view), image) in enumerate(images.items(), 1):
        write_mammogram(
            folder / "incoming" / f"{side}{view}.dcm",
            image,
            StudyInstanceUID=STUDY,
            SeriesInstanceUID=f"{STUDY}.{number}",
            SOPInstanceUID=f"{STUDY}.{number}.1",
            PatientID=PATIENT,
            PatientName="Example",
            StudyDate="20250102",
            ImageLaterality=side,
            ViewPosition=view,
            ImagerPixelSpacing=[spacing_mm, spacing_mm],
        )
    MicrocalcDICOMPlugin.MicrocalcDICOMPlugin(SimpleNamespace(path=MicrocalcDICOMPlugin.__file__))
    slicer.dicomDatabase.openDatabase(folder / "database")
    DICOMUtils.importDicom(folder / "incoming")
    yield
    slicer.dicomDatabase.closeDatabase()
    slicer.modules.dicomPlugins.pop("MicrocalcDICOMPlugin")


def read_exam(
    hand: Hand,
    window: Any,
    widget: Any,
    wait: Callable[[], None],
    picture: Callable[[str], object] = lambda _name: None,
) -> Record:
    """Read the one study of the database.

    Parameters
    ----------
    wait
        Returns once the detection that was started has ended.
    picture
        Called after each step with its name.
    """
    ui, record = widget.ui, Record()
    hand.open_module("DICOM")
    hand.click_item(window.browser, double=True)
    hand.open_module("MicrocalcCAD")
    picture("open")
    hand.click(ui.examAllCheckBox)
    hand.click(ui.detectButton)
    wait()
    picture("detect")
    for number, keys in enumerate(DECISIONS):
        if number:
            hand.press("Shift+N")
        hand.press("N")
        if number == len(DECISIONS) - 1:
            _correct(hand, widget, record, picture)
        for key in keys:
            hand.press(key)
            if (number, key) == (0, "A"):
                picture("read")
        record.states[ui.volumeSelector.currentNode().GetName()] = [STATES[key] for key in keys]
    hand.click(ui.reportButton)
    picture("report")
    _save_and_load(hand, window)
    picture("again")
    record.count, record.log = hand.count, hand.log
    return record


def pixels_of(volume: Any) -> np.ndarray:
    """Return the marked pixels of an image, bool (rows, columns)."""
    import slicer.util
    from MicrocalcCADSlicer.result_nodes import resultsOf

    return slicer.util.arrayFromSegmentBinaryLabelmap(resultsOf(volume).segmentation, "Calcifications", volume)[0] > 0


def _correct(hand: Hand, widget: Any, record: Record, picture: Callable[[str], object]) -> None:
    """Add one calcification to the chosen finding by a click, and come back."""
    volume, finding = widget.ui.volumeSelector.currentNode(), widget.panel.findings.chosen()
    before = pixels_of(volume)
    hand.press("C")
    hand.click_image(view_of(volume), *unmarked_place(volume, finding, before))
    picture("correct")
    hand.open_module("MicrocalcCAD")
    record.corrected, record.added = volume.GetName(), pixels_of(volume) & ~before


def _save_and_load(hand: Hand, window: Any) -> None:
    hand.press("Ctrl+S")
    hand.click_button("Pack into one file")
    hand.click_button("Save")
    hand.press("Ctrl+W")
    hand.press("Ctrl+O")
    hand.click_button("Choose File(s) to Add")
    hand.click_item(window.dialog.findChild(object, "files"))
    hand.click_button("Open")
    hand.click_button("OK")


def view_of(volume: Any) -> str:
    """Return the name of the slice view of the layout that shows an image."""
    import slicer

    manager = slicer.app.layoutManager()
    shown = {
        name: manager.sliceWidget(name).sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID()
        for name in manager.names_on_view()
    }
    return next(name for name, identifier in shown.items() if identifier == volume.GetID())


def unmarked_place(volume: Any, finding: Any, marked: np.ndarray) -> tuple[int, int]:
    """Return the place within the finding's box that stands out most of what is not marked."""
    import slicer.util

    top, left, bottom, right = (round(value) for value in finding.bounding_box)
    pixels = slicer.util.arrayFromVolume(volume)[0].astype(float)
    sharp = gaussian_filter(pixels, 1.0) - gaussian_filter(pixels, 4.0)
    sharp[marked] = -np.inf
    part = sharp[top:bottom, left:right]
    row, column = np.unravel_index(int(part.argmax()), part.shape)
    return int(row) + top, int(column) + left
