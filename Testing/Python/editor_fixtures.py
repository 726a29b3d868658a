"""Fixtures for the Segment Editor effects: a mammogram with spots, a segmentation with two segments, the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from editor_material import CALCIFICATIONS, OTHER, mask_of, spot_image


@pytest.fixture
def open_editor(application: Any) -> Callable[..., Any]:
    """A function that opens the editor on an image, with two empty segments of which the first is chosen."""
    import MicrocalcEffects
    import slicer
    import slicer.util
    from Host.segment_editor import SegmentEditor

    def build(image: np.ndarray, spacing_mm: float = 0.07) -> Any:
        volume = slicer.util.addVolumeFromArray(
            image[np.newaxis], ijkToRAS=np.diag([-spacing_mm, -spacing_mm, 1.0, 1.0]), name="MG"
        )
        segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
        segmentation.CreateDefaultDisplayNodes()
        segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        for name in (CALCIFICATIONS, OTHER):
            segmentation.GetSegmentation().AddEmptySegment(name, name)
        application.slice_view.composite.SetBackgroundVolumeID(volume.GetID())
        application.slice_view.fit()
        application.slice_view.node.SetFieldOfView(20, 20 * 820 / 700, 1)
        MicrocalcEffects.registerEffects()
        return SegmentEditor(segmentation, volume, CALCIFICATIONS)

    return build


@pytest.fixture
def editor(open_editor: Callable[..., Any]) -> Any:
    """The editor on the image of spots."""
    return open_editor(spot_image())


@pytest.fixture
def masks(editor: Any) -> Callable[[str], np.ndarray]:
    """A function that returns a segment of the editor's segmentation as a bool image."""
    return lambda segment_id: mask_of(editor.node.GetSegmentationNode(), segment_id, editor.node.GetSourceVolumeNode())
