"""An image of spots, and segments as arrays, for tests of the Segment Editor effects."""

from __future__ import annotations

from typing import Any

import numpy as np

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

    slicer.util.updateSegmentBinaryLabelmapFromArray(
        mask[np.newaxis].astype(np.uint8), segmentation_node, segment_id, volume_node
    )
