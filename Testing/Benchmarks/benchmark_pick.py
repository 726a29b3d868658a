"""A click of *Calcification click* on 14 megapixels, in the stand-in's editor with undo, against finding the blobs of
the whole image.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from MicrocalcCADLib.blobs import segment_blobs
from synthetic import synthetic_mammogram
from timing import best_time

SHAPE, SPACING_MM, CLICKS, TARGET_MS = (4084, 3328), 0.07, 40, 50
TESTS = Path(__file__).resolve().parents[1] / "Python"


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    pixels, spots = _image()
    whole_ms = 1000 * best_time(partial(segment_blobs, pixels, SPACING_MM), clock=time.process_time)
    editor = _editor(np.round(pixels * 4095).astype(np.uint16))
    clicks = np.array([_milliseconds(editor, place) for place in spots[:CLICKS]])
    median, worst = float(np.median(clicks)), float(np.percentile(clicks, 95))
    yield f"processor time of a click {median:.0f} ms (95 % within {worst:.0f} ms, target {TARGET_MS})"
    yield f"blobs of the whole image {whole_ms:.0f} ms, ratio {median / whole_ms:.3f}"


def _image() -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Return a synthetic mammogram and places of bright spots in it."""
    made = synthetic_mammogram(SHAPE)
    rows, columns = np.unravel_index(np.argsort(made[0], axis=None)[::-1][: 50 * CLICKS : 50], SHAPE)
    return made[0].astype(np.float32), list(zip(rows.tolist(), columns.tolist(), strict=True))


def _editor(image: np.ndarray) -> Any:
    sys.path.insert(0, str(TESTS))
    from slicer_host import start_host

    application = start_host()
    import slicer
    import slicer.util
    from Host.segment_editor import SegmentEditor
    from MicrocalcEffects import registerEffects

    registerEffects()
    volume = slicer.util.addVolumeFromArray(image[None], ijkToRAS=np.diag([-SPACING_MM, -SPACING_MM, 1.0, 1.0]))
    segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    segmentation.CreateDefaultDisplayNodes()
    segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    segmentation.GetSegmentation().AddEmptySegment("Calcifications", "Calcifications")
    application.slice_view.composite.SetBackgroundVolumeID(volume.GetID())
    editor = SegmentEditor(segmentation, volume, "Calcifications")
    editor.choose("Calcification click")
    return SimpleNamespace(editor=editor, view=application.slice_view.node, volume=volume)


def _milliseconds(opened: Any, place: tuple[int, int]) -> float:
    """Look at a place and click there; only the click is timed, in processor time, as other work must not count."""
    from MicrocalcCADSlicer.geometry import pixelToWorld

    opened.view.SetFieldOfView(20, 20, 1)
    opened.view.JumpSliceByCentering(*pixelToWorld(opened.volume, *place))
    start = time.process_time()
    opened.editor.click(*place)
    return 1000 * (time.process_time() - start)
