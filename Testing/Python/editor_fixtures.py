"""Fixtures for the Segment Editor effects: a mammogram with spots, a segmentation with two segments, the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

ROWS, COLUMNS = 300, 260
SPOTS = ((100, 120), (100, 150), (130, 135), (200, 60))
SIGMA_PX, HEIGHT, FULL_SCALE = 1.8, 600, 4095
CALCIFICATIONS, OTHER = "Calcifications", "Other"


def spot_image(heights: tuple[float, ...] = (HEIGHT,) * len(SPOTS)) -> np.ndarray:
    """Return uint16 (rows, columns): a quiet ground with a bright spot at each of `SPOTS`."""
    image = 1600 + 4 * np.random.default_rng(3).standard_normal((ROWS, COLUMNS))
    rows, columns = np.mgrid[:ROWS, :COLUMNS]
    for (row, column), height in zip(SPOTS, heights, strict=True):
        image += height * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * SIGMA_PX**2))
    image[0, 0] = FULL_SCALE
    return np.round(image).astype(np.uint16)


def mask_of(segmentation_node: Any, segment_id: str, volume_node: Any) -> np.ndarray:
    """Return a segment as a bool image."""
    import slicer.util

    return slicer.util.arrayFromSegmentBinaryLabelmap(segmentation_node, segment_id, volume_node)[0] > 0


def set_mask(segmentation_node: Any, segment_id: str, volume_node: Any, mask: np.ndarray) -> None:
    """Set a segment to a bool image."""
    import slicer.util

    slicer.util.updateSegmentBinaryLabelmapFromArray(mask[np.newaxis].astype(np.uint8), segmentation_node, segment_id, volume_node)


@pytest.fixture
def open_editor(application: Any) -> Callable[..., Any]:
    """A function that opens the editor on an image, with two empty segments of which the first is chosen."""
    import MicrocalcEffects
    import slicer
    import slicer.util
    from Host.segment_editor import SegmentEditor

    def build(image: np.ndarray, spacing_mm: float = 0.07) -> Any:
        volume = slicer.util.addVolumeFromArray(image[np.newaxis], ijkToRAS=np.diag([-spacing_mm, -spacing_mm, 1.0, 1.0]), name="MG")
        segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
        segmentation.CreateDefaultDisplayNodes()
        segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        for name in (CALCIFICATIONS, OTHER):
            segmentation.GetSegmentation().AddEmptySegment(name, name)
        application.slice_view.composite.SetBackgroundVolumeID(volume.GetID())
        application.slice_view.fit()
        application.slice_view.node.SetFieldOfView(20, 20 * 820 / 700, 1)
        MicrocalcEffects.registerEffects()
        return SegmentEditor(application.slice_view, segmentation, volume, CALCIFICATIONS)

    return build


@pytest.fixture
def editor(open_editor: Callable[..., Any]) -> Any:
    """The editor on the image of spots."""
    return open_editor(spot_image())


@pytest.fixture
def masks(editor: Any) -> Callable[[str], np.ndarray]:
    """A function that returns a segment of the editor's segmentation as a bool image."""
    return lambda segment_id: mask_of(editor.node.GetSegmentationNode(), segment_id, editor.node.GetSourceVolumeNode())
