"""Which objects an edit of the drawn calcifications leaves: what was painted, cut or wiped out, as objects with ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .analysis import Candidates
from .regrouping import SCORE, adjacent, diagonal, numbered

REMOVED = -1.0


@dataclass(frozen=True, eq=False)
class Redrawn:
    """The objects that an edit changed.

    Parameters
    ----------
    objects
        Flat indices, ascending, of each changed object by its id.
    scores
        Their scores.
    gone
        Ids of the objects of which nothing is left.
    pixels
        Flat indices whose object changed.
    """

    objects: Mapping[int, np.ndarray]
    scores: Mapping[int, float]
    gone: frozenset[int]
    pixels: np.ndarray


def redrawn(
    before: Candidates, detected: Candidates, shown: np.ndarray, current: np.ndarray, columns: int
) -> Redrawn | None:
    """Return what changed between the objects that were drawn and the pixels that are set now; None if nothing did.

    What was painted joins the objects that it touches; where it touches none it is a new object of score 1, under the
    id of a candidate that was not drawn or was removed if it covers one. An object in several pieces is several
    objects; the largest piece keeps the id, all keep the score. Objects that touch, but were told apart, stay apart.

    Parameters
    ----------
    before
        The objects before the edit.
    detected
        The detector's candidates, of which some were removed in `before`.
    shown
        Ids of the objects that were drawn.
    current
        Flat indices (row * columns + column) that are set now, ascending.
    """
    pixels, owner = before.objects.pixels, before.objects.owners + 1
    drawn = np.zeros(len(before) + 1, bool)
    drawn[shown] = True
    is_drawn = drawn[owner]
    written = np.unique(pixels[is_drawn])
    added, removed = (
        np.setdiff1d(current, written, assume_unique=True),
        np.setdiff1d(written, current, assume_unique=True),
    )
    if not len(added) and not len(removed):
        return None
    near = np.isin(pixels[is_drawn], np.concatenate([removed, _beside(added, columns)]))
    touched = np.unique(owner[is_drawn][near])
    hidden_pixels, hidden_owner = _hidden(before, detected, owner, is_drawn)
    covered = np.isin(hidden_pixels, added)
    absorbed = np.unique(hidden_owner[covered])
    inside = is_drawn & np.isin(owner, touched)
    flat, group, number = _pieces(pixels[inside], owner[inside], added, removed, columns)
    votes = _votes(number, group, 0) + _votes(
        number[np.searchsorted(flat, hidden_pixels[covered])], hidden_owner[covered], 1
    )
    ids = _identified(int(number.max(initial=-1)) + 1, votes, len(before))
    scores = _scores(ids, number, group, before, detected)
    objects = {identifier: flat[number == piece] for piece, identifier in enumerate(ids)}
    visible = before.column("score")[absorbed[absorbed <= len(before)] - 1] >= 0
    gone = {*touched.tolist(), *absorbed[visible].tolist()} - set(ids)
    lost = [before.object_pixels(i) for i in gone if not drawn[i]]
    return Redrawn(objects, scores, frozenset(gone), np.unique(np.concatenate([added, removed, *lost])))


def _beside(flat: np.ndarray, columns: int) -> np.ndarray:
    left, right = flat[flat % columns != 0] - 1, flat[(flat + 1) % columns != 0] + 1
    return np.concatenate([flat - columns, flat + columns, left, right])


def _hidden(
    before: Candidates, detected: Candidates, owner: np.ndarray, is_drawn: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return pixels and ids of the objects that were not drawn, and of those that were removed, as they
    were detected.
    """
    own = detected.objects.owners + 1
    is_removed = (before.column("score")[: len(detected)] < 0)[own - 1]
    pixels = np.concatenate([before.objects.pixels[~is_drawn], detected.objects.pixels[is_removed]])
    return pixels, np.concatenate([owner[~is_drawn], own[is_removed]])


def _pieces(
    pixels: np.ndarray, owner: np.ndarray, added: np.ndarray, removed: np.ndarray, columns: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pixels that are left, ascending, with their former object (0 for none) and their piece (0, 1, ...)."""
    flat, first = np.unique(np.concatenate([pixels, added]), return_index=True)
    group = np.concatenate([owner, np.zeros(len(added), owner.dtype)])[first]
    left = ~np.isin(flat, removed)
    flat, group = flat[left], group[left]
    one, other = adjacent(flat, columns)
    joined = (group[one] == group[other]) | (group[one] == 0) | (group[other] == 0)
    # a detector's object may hang together by corners: an edit elsewhere does not tear it there, but a cut does
    corner, opposite, beside, below = diagonal(flat, columns)
    own = (group[corner] == group[opposite]) & (group[corner] > 0) & ~np.isin(beside, pixels) & ~np.isin(below, pixels)
    return (
        flat,
        group,
        numbered(len(flat), np.concatenate([one[joined], corner[own]]), np.concatenate([other[joined], opposite[own]])),
    )


def _votes(pieces: np.ndarray, identifiers: np.ndarray, rank: int) -> list[tuple[int, int, int, int]]:
    """Return (rank, -pixels in common, piece, id) of each piece and object that have pixels in common."""
    pairs, counts = np.unique(np.column_stack([pieces, identifiers]), axis=0, return_counts=True)
    return [(rank, -int(n), int(piece), int(i)) for (piece, i), n in zip(pairs.tolist(), counts, strict=True) if i > 0]


def _identified(pieces: int, votes: list[tuple[int, int, int, int]], last: int) -> list[int]:
    """Return the id of each piece: of the object that it has most of, drawn ones first, else a new one."""
    given: dict[int, int] = {}
    for _, _, piece, identifier in sorted(votes):
        if piece not in given and identifier not in given.values():
            given[piece] = identifier
    for piece in range(pieces):
        if piece not in given:
            last += 1
            given[piece] = last
    return [given[piece] for piece in range(pieces)]


def _scores(
    ids: list[int], number: np.ndarray, group: np.ndarray, before: Candidates, detected: Candidates
) -> dict[int, float]:
    """Return the score of each piece: the highest of the drawn objects in it, or that of the removed one that is back,
    or 1.
    """
    known = before.column("score")
    scores = {}
    for piece, identifier in enumerate(ids):
        former = np.unique(group[(number == piece) & (group > 0)])
        was_removed = identifier <= min(len(detected), len(before)) and known[identifier - 1] < 0
        back = float(detected.column("score")[identifier - 1]) if was_removed else SCORE
        scores[identifier] = float(known[former - 1].max()) if len(former) else back
    return scores
