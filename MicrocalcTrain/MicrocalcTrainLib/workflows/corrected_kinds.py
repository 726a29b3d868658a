"""What the kind network says of groups that a reader has named and of marks that a reader rejected, in whole images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import CERTAINTY, MEASURES, Candidates, Naming
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.kinds.kind_map import kind_map
from MicrocalcCADLib.kinds.naming import WORDS, Namer, named
from MicrocalcCADLib.kinds.vessels import trace
from MicrocalcCADLib.kinds.vocabulary import SURELY_BENIGN, VASCULAR
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from scipy.ndimage import label

from ..datasets.named_kinds import SHIFT, channels, groups_of
from ..datasets.stored_images import StoredImage
from ..datasets.truth import Truth

SCORE = MEASURES.index("score")


def judged(namer: Namer, images: Sequence[StoredImage]) -> dict[str, Any]:
    """Return how often a named group gets the reader's word as the likeliest one, and how often a rejected mark is
    called none.

    The outlines are the reader's, the rest is what `Namer` does: the map over the breast, traced vessels, the average
    over a group's calcifications.
    """
    by_kind = {word: [0, 0] for word in WORDS}
    benign, rejected = [0, 0], [0, 0]
    for image in images:
        truth, mammogram = image.truth(), image.mammogram()
        said, nothing = _said(namer, mammogram, truth)
        for channel, naming in said:
            word, found = WORDS[channel - 1], WORDS[int(naming.morphologies[0].argmax())]
            by_kind[word][0] += 1
            by_kind[word][1] += found == word
            if word not in SURELY_BENIGN:
                benign[0] += 1
                benign[1] += bool(naming.surely_benign[0])
        rejected[0] += len(nothing)
        rejected[1] += int((nothing >= CERTAINTY).sum())
    groups, right = (sum(counts[i] for counts in by_kind.values()) for i in (0, 1))
    return {
        "images": len(images),
        "groups": groups,
        "named_right": right / groups if groups else 0.0,
        "by_kind": {word: counts for word, counts in by_kind.items() if counts[0]},
        "not_surely_benign": benign[0],
        "of_them_called_benign": benign[1],
        "rejected": rejected[0],
        "of_them_called_none": rejected[1],
    }


def _said(namer: Namer, mammogram: Mammogram, truth: Truth) -> tuple[list[tuple[int, Naming]], np.ndarray]:
    """Return the channel and the naming of each named group, and the probability that each rejected mark is none."""
    plane = truth.kinds if truth.kinds is not None else np.zeros(mammogram.shape, np.uint32)
    calcifications = Objects.labelled(truth.labels, truth.count)
    marks, count = label(truth.rejected, np.ones((3, 3)))
    objects = Objects.of([*calcifications, *Objects.labelled(marks, count)])
    measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm)
    measures[:, SCORE] = 1.0  # a reader is sure
    breast = breast_mask(mammogram.pixels, mammogram.spacing_mm)
    answer = kind_map(namer.network, mammogram.pixels, mammogram.spacing_mm, breast, namer.close_up is not None)
    vascular = answer.probabilities[1 + WORDS.index(VASCULAR)]
    vessels = trace(vascular, answer.spacing_mm, mammogram.pixels, mammogram.spacing_mm, breast)
    naming = named(Candidates(measures, objects), answer, mammogram, namer.parameters, vessels, namer.close_up)
    groups = [
        (channel, naming.chosen(own).of_group(np.ones(len(own)))) for channel, own in _members(plane, calcifications)
    ]
    return groups, naming.none[len(calcifications) :]


def _members(plane: np.ndarray, calcifications: Objects) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the channel of each named group and its calcifications' places, int (n,)."""
    own = np.array(
        [
            int(np.bincount(plane.flat[pixels] * (channels(plane.flat[pixels]) > 0)).argmax())
            for pixels in calcifications
        ],
        int,
    )
    for number, channel in groups_of(plane).items():
        members = np.flatnonzero(own == (number << SHIFT | channel))
        if len(members):
            yield channel, members
