"""From the list of findings to Slicer's Segment Editor: the marks of the mammogram, with the effect that adds and
removes by clicks.
"""

from __future__ import annotations

import slicer
import slicer.util

from .segment_names import CALCIFICATIONS
from .slice_views import visibleViews

EDITOR_MODULE, EFFECT = "SegmentEditor", "Calcification click"


def correctByHand(nodes) -> None:
    """Open the Segment Editor on the marks of a mammogram; the views stay as they are.

    Parameters
    ----------
    nodes
        The `ResultNodes` of the mammogram, with a segmentation.
    """
    backgrounds = [(composite, composite.GetBackgroundVolumeID()) for _node, composite in visibleViews()]
    slicer.util.selectModule(EDITOR_MODULE)
    editor = slicer.modules.segmenteditor.widgetRepresentation().self().editor
    editor.setSegmentationNode(nodes.segmentation)
    editor.setSourceVolumeNode(nodes.volume)
    editor.setCurrentSegmentID(CALCIFICATIONS)
    editor.setActiveEffectByName(EFFECT)
    for composite, volumeID in backgrounds:  # the editor may show its source volume in views of other images
        if composite.GetBackgroundVolumeID() != volumeID:
            composite.SetBackgroundVolumeID(volumeID)
