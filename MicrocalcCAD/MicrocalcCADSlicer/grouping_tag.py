"""The grouping that the segment Clusters was drawn by, in a tag of it, so that the editor's Undo and Redo bring it back
with the areas.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.files import json_of

from .hand_edits import readTag
from .scene_state import STATE_FIELDS
from .segment_names import CLUSTERS

TAG = "Microcalc.Grouping"


def writeGrouping(segmentationNode, clusters: ClusterParameters) -> None:
    """Keep a grouping with the segment; done before and after the effect *Split / merge clusters* draws, and by nobody
    else.
    """
    segment = segmentationNode.GetSegmentation().GetSegment(CLUSTERS)
    if segment is not None:
        segment.SetTag(
            TAG, json.dumps({name: value for name, value in asdict(clusters).items() if name in STATE_FIELDS})
        )


def groupingTag(segmentationNode) -> str | None:
    """Return the tag as it is, None if the segment has none."""
    segment = segmentationNode.GetSegmentation().GetSegment(CLUSTERS) if segmentationNode is not None else None
    return readTag(segment, TAG) if segment is not None else None


def groupingOf(tag: str) -> ClusterParameters | None:
    """Return the grouping of a tag, None for a damaged one."""
    try:
        return ClusterParameters(**{name: value for name, value in json_of(tag).items() if name in STATE_FIELDS})
    except (ValueError, TypeError, AttributeError):
        return None
