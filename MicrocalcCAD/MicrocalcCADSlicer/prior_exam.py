"""The prior of a mammogram among the loaded images: what was found in the same view of an earlier exam."""

from __future__ import annotations

import slicer
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.exam import shown_date
from MicrocalcCADLib.sentence import Prior, prior_of

from .exam_images import examViews, mammogramNodes
from .results import resultsOf, segmentSeen, storedAtBest, storedImage

# The priors that were read, by the node of the analysis, with its time and what tells edits: a review asks again after
# each step.
_known: dict[str, tuple[tuple, Prior | None]] = {}


def priorOf(volumeNode) -> Prior | None:
    """Return the groups of the latest earlier image of the same side and view that has results; None if there is none.

    Only a patient whose number is known, and dates that are known, tell what is a prior: a sentence of a report depends
    on it.
    """
    if len(mammogramNodes()) < 2:
        return None
    views = examViews()
    own = next((view for view in views if view.key == volumeNode.GetID()), None)
    if own is None or not (own.patient and own.date and own.laterality and own.view):
        return None
    earlier = [
        v
        for v in views
        if (v.patient, v.laterality, v.view) == (own.patient, own.laterality, own.view) and v.date and v.date < own.date
    ]
    for view in sorted(earlier, key=lambda view: view.date, reverse=True):
        nodes = resultsOf(slicer.mrmlScene.GetNodeByID(view.key))
        if nodes is not None and nodes.analysis is not None:
            return _read(nodes, shown_date(view.date))
    return None


def _read(nodes, date: str) -> Prior | None:
    identifier, seen = nodes.analysis.GetID(), (nodes.analysis.GetMTime(), segmentSeen(nodes))
    if _known.get(identifier, (None,))[0] != seen:
        _known[identifier] = (seen, _priorIn(nodes, date))
    return _known[identifier][1]


def _priorIn(nodes, date: str) -> Prior | None:
    try:
        kept = storedAtBest(nodes)
        if kept is None:
            return None
        storedImage(nodes, kept[0]).check()
    except InputError:  # what cannot be read, or is of an image that was replaced, is no prior
        return None
    analysis, state = kept
    return prior_of(state.edited(analysis), state.review.shown(state.findings(analysis)), date)
