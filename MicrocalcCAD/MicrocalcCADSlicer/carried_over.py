"""What holds on of a volume's earlier results when it is detected in again: decisions, edits, the reader's nipple."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import Analysis, Candidates
from MicrocalcCADLib.edits import SCORE_COLUMN, Edits
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.listed import members
from slicer.i18n import tr as _

from .counted import counted
from .result_nodes import ResultNodes, resultsOf
from .results import storedAtBest, storedImage
from .review import ADDED, EDITED, UNSEEN, Decision, Review
from .scene_state import State

# By so much, of a measure, another processor or another number of threads may round otherwise.
ROUNDING = 1e-5


@dataclass(frozen=True)
class CarriedOver:
    """Fields of `State` that hold on, and how many findings that were decided are not so any more."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    lost: int = 0

    @property
    def sentence(self) -> str:
        """What the user must know of it, empty if all holds on."""
        if not self.lost:
            return ""
        return counted(
            self.lost,
            _("1 decision could not be carried over to the new findings: check them again."),
            _("{count} decisions could not be carried over to the new findings: check them again."),
        )


def carriedOver(volumeNode, analysis: Analysis) -> CarriedOver:
    """Return what holds on of the settings of a volume's earlier results; nothing of what cannot be read any more.

    Where the same candidates were found again, decisions and edits hold on. Else a decision goes over to the candidates
    that lie where its calcifications were, if most of them were found again; edits do not. Of another image nothing
    holds on.
    """
    nodes = resultsOf(volumeNode)
    try:
        kept = storedAtBest(nodes) if nodes else None
    except InputError:
        kept = None
    if kept is None:
        return CarriedOver()
    earlier, state = kept
    lost = 0
    isSame, isSameImage = _isSame(earlier.candidates, analysis.candidates), _isImageOf(nodes, earlier)
    if isSame:
        edits = _rescored(state.edits, earlier.candidates, analysis.candidates)
        carried: dict[str, Any] = {"review": state.review, "edits": edits}
    else:
        places = _places(state.edited(earlier).candidates, analysis.candidates) if isSameImage else {}
        review = _moved(state.review, places, state.edits)
        carried, lost = {"review": review}, _lost(earlier, state, analysis, review, places)
    if state.nipple is not None and isSameImage:
        carried["nipple"] = state.nipple
    return CarriedOver(carried, lost)


def _isImageOf(nodes: ResultNodes, analysis: Analysis) -> bool:
    try:
        storedImage(nodes, analysis).check()
    except InputError:
        return False
    return True


def _isSame(before: Candidates, now: Candidates) -> bool:
    """Return whether the candidates are the same objects, with the same measures but for rounding."""
    return (
        before.measures.shape == now.measures.shape
        and np.array_equal(before.objects.starts, now.objects.starts)
        and np.array_equal(before.objects.pixels, now.objects.pixels)
        and np.allclose(before.measures, now.measures, rtol=ROUNDING, atol=ROUNDING, equal_nan=True)
    )


def _rescored(edits: Edits, before: Candidates, now: Candidates) -> Edits:
    """Return the edits with the scores of now where they had those of before: another score would say that a reader
    drew it.
    """
    own = np.flatnonzero(edits.identifiers <= len(before))
    known = edits.identifiers[own] - 1
    kept = edits.measures[own, SCORE_COLUMN] == before.column("score")[known]
    measures = edits.measures.copy()
    measures[own[kept], SCORE_COLUMN] = now.column("score")[known[kept]]
    return replace(edits, measures=measures)


def _places(before: Candidates, now: Candidates) -> dict[int, int]:
    """Return, by the ids of earlier candidates, the ids of those that lie there now; without those that have none."""
    order = np.argsort(now.objects.pixels, kind="stable")
    pixels = now.objects.pixels[order]
    owners = np.repeat(np.arange(1, len(now) + 1), now.objects.sizes)[order]
    places: dict[int, int] = {}
    if not len(pixels):
        return places
    for identifier, own in enumerate(before.objects, start=1):
        at = np.minimum(np.searchsorted(pixels, own), len(pixels) - 1)
        found = owners[at[pixels[at] == own]]
        if len(found):
            places[identifier] = int(np.bincount(found).argmax())
    return places


def _moved(review: Review, places: Mapping[int, int], edits: Edits) -> Review:
    """Return the decisions that go over; that a group was edited or added does not where its edits do not."""
    drawn = set(edits.identifiers[edits.by_hand].tolist())
    moved = []
    for decision in review.decisions:
        found = [places[i] for i in decision.calcifications if i in places]
        isOfEdits = decision.state in (EDITED, ADDED) and not drawn.isdisjoint(decision.calcifications)
        state = UNSEEN if isOfEdits else decision.state
        if 2 * len(found) > len(decision.calcifications) and (state != UNSEEN or decision.words):
            moved.append(Decision(state, frozenset(found), decision.words))
    return Review(tuple(moved))


def _lost(earlier: Analysis, state: State, analysis: Analysis, review: Review, places: Mapping[int, int]) -> int:
    """Return how many findings that were decided have no finding of the same state in their place, at the operating
    point and grouping of before. Where no finding can be made at it, of another model say, decisions are counted.
    """
    try:
        before = state.findings(earlier)
        now = replace(state, review=review, edits=Edits()).findings(analysis)
    except InputError:
        return len(state.review.decisions) - len(review.decisions)
    listed, states = members(now), review.states(now)
    lost, of = 0, members(before)
    for key, own in state.review.states(before).items():
        there = {places[i] for i in of[key] if i in places}
        same = [one for one, ids in listed.items() if 2 * len(there & ids) > len(there)]
        lost += own != UNSEEN and not any(states[one] == own for one in same)
    return lost
