"""A group and those that may be the same in the other view of the breast: found, and highlighted together in the slice
views.
"""

from __future__ import annotations

import slicer
from MicrocalcCADLib.exam import VIEWS, exams, possible_matches
from MicrocalcCADLib.findings import Cluster

from .exam_clusters import clustersOfView, curveOf
from .exam_images import examViews, mammogramNodes
from .outlines import highlight, highlighted


def highlightLesion(volumeNode, cluster: Cluster | None, nippleMm: float | None, toleranceMm: float) -> None:
    """Draw the outline of a group of a mammogram, and of its possible matches, with a thick line, and all others as
    they were; None ends it.

    Parameters
    ----------
    nippleMm
        The group's distance to the nipple; None where it is not known, which matches nothing.
    """
    group = [] if cluster is None else [(volumeNode, cluster), *partnersOf(volumeNode, cluster, nippleMm, toleranceMm)]
    curves = [curve for node, one in group if (curve := curveOf(node, one)) is not None]
    highlight(curves, highlighted())


def partnersOf(
    volumeNode, cluster: Cluster, nippleMm: float | None, toleranceMm: float
) -> list[tuple[object, Cluster]]:
    """Return (volume node, group) of what may be the same in the other of CC and MLO of the same exam and breast, by
    the distance to the nipple.
    """
    if nippleMm is None or cluster.count < 2 or len(mammogramNodes()) < 2:
        return []
    for exam in exams(examViews()):
        own = next((view for view in exam.views if view.key == volumeNode.GetID()), None)
        if own is None or not own.laterality or own.view not in VIEWS:
            continue
        other = VIEWS[1 - VIEWS.index(own.view)]
        there = {
            (view.key, one.cluster.id): one
            for view in exam.views
            if (view.laterality, view.view) == (own.laterality, other)
            for one in clustersOfView(view)
            if one.nippleMm is not None
        }
        pairs = possible_matches({0: nippleMm}, {key: one.nippleMm for key, one in there.items()}, toleranceMm)
        return [(slicer.mrmlScene.GetNodeByID(pair.second[0]), there[pair.second].cluster) for pair in pairs]
    return []
