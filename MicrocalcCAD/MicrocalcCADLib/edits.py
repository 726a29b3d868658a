"""What a reader changed in the drawn calcifications: laid over the detector's candidates, which stay as they are.

An edit is known by what it leaves behind: the pixels that are set now. Only what it touched is measured again.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .analysis import MEASURES, Analysis, Candidates, Naming
from .edit_tracking import REMOVED, Redrawn, redrawn
from .errors import InputError
from .findings import OUTLINE, Findings, changed
from .mammogram import Mammogram
from .measure import RING_MM, measure_objects
from .notices import of_image
from .objects import Objects

SCORE_COLUMN = MEASURES.index("score")
_NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Edits:
    """Objects that differ from the detector's, in ascending order of id; ids above the number of its candidates are
    new.

    Parameters
    ----------
    identifiers
        int (k,).
    measures
        (k, 9) float64, columns as in `analysis.MEASURES`; the score of an object that was removed is `REMOVED`.
    objects
        Those of removed ones are empty.
    by_hand
        bool (k,); False for an object of which only the ring changed, as a neighbour of it was edited.
    """

    identifiers: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    measures: np.ndarray = field(default_factory=lambda: np.zeros((0, len(MEASURES))))
    objects: Objects = field(default_factory=lambda: Objects.of([]))
    by_hand: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))

    def __len__(self) -> int:
        return len(self.identifiers)

    def same_as(self, other: Edits) -> bool:
        """Return whether two edits are the same ones."""
        return self is other or all(
            np.array_equal(value, other._arrays()[name]) for name, value in self._arrays().items()
        )

    def to_text(self) -> str:
        """Return the edits as text that a scene can hold."""
        stream = io.BytesIO()
        np.savez_compressed(stream, **self._arrays())
        return base64.b64encode(stream.getvalue()).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> Edits:
        """Rebuild what `to_text` gave; raises `InputError` for anything else."""
        try:
            with np.load(io.BytesIO(base64.b64decode(text, validate=True)), allow_pickle=False) as stored:
                objects = Objects(stored["pixels"], stored["starts"])
                edits = cls(stored["identifiers"], stored["measures"], objects, stored["by_hand"])
            edits._check()
        except (
            binascii.Error,
            ValueError,
            TypeError,
            KeyError,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            zipfile.BadZipFile,
        ) as error:
            raise InputError(
                f"The stored edits of the calcifications cannot be read ({error}): detect again."
            ) from error
        return edits

    def _arrays(self) -> dict[str, Any]:
        own = {
            "identifiers": self.identifiers,
            "measures": self.measures,
            "pixels": self.objects.pixels,
            "starts": self.objects.starts,
        }
        return own | {"by_hand": self.by_hand}

    def _check(self) -> None:
        k = len(self.identifiers)
        fits = (
            self.measures.shape == (k, len(MEASURES))
            and self.objects.starts.shape == (k + 1,)
            and self.by_hand.shape == (k,)
        )
        if (
            not fits
            or int(self.objects.starts[-1]) != len(self.objects.pixels)
            or (k and int(self.identifiers.min()) < 1)
        ):
            raise ValueError("its parts do not fit together")


def edited(base: Candidates, edits: Edits) -> Candidates:
    """Return the candidates with the edits made: each under its id, removed ones without pixels and of
    score `REMOVED`.
    """
    if not len(edits):
        return base
    total = max(len(base), int(edits.identifiers.max()))
    measures = np.zeros((total, len(MEASURES)))
    measures[:, SCORE_COLUMN] = REMOVED
    measures[: len(base)], measures[edits.identifiers - 1] = base.measures, edits.measures
    objects: list[np.ndarray] = [*base.objects, *[_NOTHING] * (total - len(base))]
    for identifier, pixels in zip(edits.identifiers.tolist(), edits.objects, strict=True):
        objects[identifier - 1] = pixels
    return Candidates(measures, Objects.of(objects), base.patches, _naming(base, edits, total))


def _naming(base: Candidates, edits: Edits, total: int) -> Naming | None:
    """Return what is known of the kinds after edits: of an object that a reader has drawn nothing, so that it is as
    suspicious as it is sure.
    """
    if base.naming is None:
        return None
    morphologies, suspicion, none = (
        np.zeros((total, len(base.naming.words))),
        np.full(total, float(REMOVED)),
        np.zeros(total),
    )
    morphologies[: len(base)], suspicion[: len(base)], none[: len(base)] = (
        base.naming.morphologies,
        base.naming.suspicion,
        base.naming.none,
    )
    left_out = np.full(total, "", base.naming.left_out.dtype)
    left_out[: len(base)] = base.naming.left_out
    detected = np.full(total, np.nan)
    detected[: len(base)] = base.column("score")
    scores = edits.measures[:, SCORE_COLUMN]
    other = scores != detected[edits.identifiers - 1]
    drawn = edits.identifiers[other] - 1
    suspicion[drawn], morphologies[drawn], none[drawn], left_out[drawn] = scores[other], 0.0, 0.0, ""
    return Naming(base.naming.words, morphologies, suspicion, none, left_out)


def edited_analysis(analysis: Analysis, edits: Edits) -> Analysis:
    """Return the analysis with edited candidates, and a notice that says how many were edited."""
    counts = edit_counts(len(analysis.candidates), edits)
    if not len(edits):
        return analysis
    texts = [f"{count} {what}" for what, count in counts.items() if count]
    notices = of_image(f"Calcifications edited by hand: {', '.join(texts)}.") if texts else ()
    return replace(analysis, candidates=edited(analysis.candidates, edits), notices=(*analysis.notices, *notices))


def with_drawn(findings: Findings, edits: Edits) -> Findings:
    """Return the findings with what a reader has drawn marked so, and every cluster in which a reader has drawn
    reported, whatever its score.
    """
    drawn = set(edits.identifiers[edits.by_hand & (edits.measures[:, SCORE_COLUMN] >= 0)].tolist())
    if not drawn:
        return findings
    chosen = {c.cluster for c in findings.calcifications if c.reported and c.id in drawn}
    return replace(
        findings,
        calcifications=tuple(
            changed(c, by_reader=(*c.by_reader, OUTLINE)) if c.id in drawn else c for c in findings.calcifications
        ),
        clusters=tuple(replace(c, reported=True) if c.id in chosen else c for c in findings.clusters),
    )


def edit_counts(detected: int, edits: Edits) -> dict[str, int]:
    """Return how many calcifications were added, redrawn and removed; `detected` is the number of the detector's
    candidates.
    """
    own, there = edits.identifiers <= detected, edits.measures[:, SCORE_COLUMN] >= 0
    return {
        "added": int((edits.by_hand & ~own & there).sum()),
        "redrawn": int((edits.by_hand & own & there).sum()),
        "removed": int((edits.by_hand & own & ~there).sum()),
    }


def followed(
    base: Candidates, edits: Edits, shown: np.ndarray, current: np.ndarray, mammogram: Mammogram
) -> tuple[Edits, frozenset[int]]:
    """Return the edits that lead to the pixels that are set now, and the ids of the objects that this changed.

    Measured again are the changed objects and those in whose ring a pixel changed; for a mammogram of 2,000
    calcifications this is a few of them.

    Parameters
    ----------
    base
        The detector's candidates.
    edits
        What was edited before.
    shown
        Ids of the objects that were drawn.
    current
        Flat indices of the pixels that are set now, ascending.
    """
    before = edited(base, edits)
    change = redrawn(before, base, shown, current, mammogram.shape[1])
    if change is None:
        return edits, frozenset()
    after = _measured_around(change, base, _overlaid(edits, _as_edits(change, base)), mammogram)
    return _without_undone(after, base, mammogram), frozenset(change.objects) | change.gone


def _as_edits(change: Redrawn, base: Candidates) -> Edits:
    """Return the changed objects with their scores, not yet measured; one that is as it was detected does not count as
    edited.
    """
    runs: Mapping[int, np.ndarray] = {**dict.fromkeys(change.gone, _NOTHING), **change.objects}
    identifiers = np.array(sorted(runs), np.int64)
    measures = np.zeros((len(identifiers), len(MEASURES)))
    measures[:, SCORE_COLUMN] = [change.scores.get(i, REMOVED) for i in identifiers.tolist()]
    known = identifiers <= len(base)
    measures[known, :SCORE_COLUMN] = base.measures[
        identifiers[known] - 1, :SCORE_COLUMN
    ]  # a removed one keeps its place
    by_hand = [not _is_detected(base, i, runs[i], change.scores.get(i, REMOVED)) for i in identifiers.tolist()]
    return Edits(identifiers, measures, Objects.of(runs[i] for i in identifiers.tolist()), np.array(by_hand, bool))


def _is_detected(base: Candidates, identifier: int, pixels: np.ndarray, score: float) -> bool:
    if identifier > len(base) or score != base.column("score")[identifier - 1]:
        return False
    return np.array_equal(np.sort(base.object_pixels(identifier)), pixels)


def _overlaid(earlier: Edits, later: Edits) -> Edits:
    kept = ~np.isin(earlier.identifiers, later.identifiers)
    identifiers = np.concatenate([earlier.identifiers[kept], later.identifiers])
    order = np.argsort(identifiers)
    runs = [*earlier.objects.chosen(np.flatnonzero(kept)), *later.objects]
    return Edits(
        identifiers[order],
        np.concatenate([earlier.measures[kept], later.measures])[order],
        Objects.of(runs[i] for i in order),
        np.concatenate([earlier.by_hand[kept], later.by_hand])[order],
    )


def _measured_around(change: Redrawn, base: Candidates, edits: Edits, mammogram: Mammogram) -> Edits:
    """Measure what changed and what has a changed pixel in its ring."""
    candidates = edited(base, edits)
    chosen = np.union1d(
        _ring_touched(candidates, change.pixels, mammogram), np.array(sorted(change.objects), np.int64)
    ).astype(np.int64)
    objects = candidates.objects.chosen(chosen - 1)
    measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm, others=candidates.objects.pixels)
    measures[:, SCORE_COLUMN] = candidates.column("score")[chosen - 1]
    known = dict(zip(edits.identifiers.tolist(), edits.by_hand.tolist(), strict=True))
    by_hand = np.array([known.get(i, False) for i in chosen.tolist()], bool)
    return _overlaid(edits, Edits(chosen, measures, objects, by_hand)) if len(chosen) else edits


def _without_undone(edits: Edits, base: Candidates, mammogram: Mammogram) -> Edits:
    """Return the edits without the objects that are as they were detected, and in whose ring no pixel is edited any
    more: they have the detector's measures, which left out what it did not keep as a candidate, too.
    """
    changed = [
        np.setxor1d(pixels, base.object_pixels(identifier) if identifier <= len(base) else _NOTHING)
        for identifier, pixels in zip(edits.identifiers.tolist(), edits.objects, strict=True)
    ]
    pixels = np.unique(np.concatenate([_NOTHING, *changed]))
    near = _ring_touched(edited(base, edits), pixels, mammogram) if len(pixels) else _NOTHING
    kept = np.flatnonzero(edits.by_hand | np.isin(edits.identifiers, near))
    return Edits(edits.identifiers[kept], edits.measures[kept], edits.objects.chosen(kept), edits.by_hand[kept])


def _ring_touched(candidates: Candidates, changed: np.ndarray, mammogram: Mammogram) -> np.ndarray:
    """Return the ids of the objects whose bounding box is no further from a changed pixel than their ring reaches."""
    there = np.flatnonzero(candidates.objects.sizes)
    objects = candidates.objects.chosen(there)
    rows, columns = np.divmod(objects.pixels, mammogram.shape[1])
    low, high = (
        np.stack([objects.reduced(f, rows), objects.reduced(f, columns)], axis=1) for f in (np.minimum, np.maximum)
    )
    places = np.column_stack(np.divmod(changed, mammogram.shape[1]))
    reach, spacing = RING_MM[1] * (1 + 1e-6), np.array(mammogram.spacing_mm)
    near = ((low - places.max(axis=0)) * spacing <= reach).all(axis=1) & (
        (places.min(axis=0) - high) * spacing <= reach
    ).all(axis=1)
    found = [i for i in np.flatnonzero(near) if _distance_mm(places, low[i], high[i], spacing) <= reach]
    return there[np.array(found, np.int64)] + 1


def _distance_mm(places: np.ndarray, low: np.ndarray, high: np.ndarray, spacing: np.ndarray) -> float:
    outside = np.maximum(np.maximum(low - places, places - high), 0) * spacing
    return float(np.sqrt((outside**2).sum(axis=1).min()))
