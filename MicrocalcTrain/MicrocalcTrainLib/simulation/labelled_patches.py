"""Simulated patches of two kinds, as Kahnouei 2022 draws them: with a group of calcifications, and normal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from MicrocalcCADLib.contrast import local_contrast

from ..numbered import Numbered
from .backgrounds import Background
from .insertion import Inserted, shown_contrast
from .patches import PatchParameters, SimulatedPatches

LEAST_IN_GROUP = 3
OVERLAP, GROUP = "overlap", "group"
# Pixels about a patch that its local contrast is taken from.
AROUND_PX = 24
ANOTHER_DRAW = 10_000_019


class LabelledPatches(Numbered):
    """A map-style data set in which every second item is positive, from the first on (see `numbered.Patches`).

    A positive patch is one of a grid that lies as it happens over a cluster and overlaps the box about those of its
    calcifications that count, be it by a sliver; or, by the definition `GROUP`, holds at least three of them. A
    negative one holds none of a cluster: both may hold single ones and whatever distracts. Patches that are not
    positive so are drawn again. Each item holds ``image`` float32 (1, size, size), local contrast, and ``label``
    float32 (1,).

    Parameters
    ----------
    parameters
        Their `cluster_share` and `vessel_share` are not used: the label decides, and vessels would be neither kind.
    least_contrast
        Of a calcification that counts, in standard deviations of the local fine texture, see
        `insertion.shown_contrast`; 0: all count, those too that a random look has drowned.
    definition
        `OVERLAP`, Kahnouei 2022, or `GROUP`.
    """

    def __init__(
        self,
        backgrounds: Sequence[Background],
        length: int,
        seed: int,
        parameters: PatchParameters,
        least_contrast: float = 0.0,
        definition: str = GROUP,
    ) -> None:
        if definition == OVERLAP:
            parameters = replace(parameters, margin_px=max(parameters.margin_px, AROUND_PX + parameters.size_px // 4))
        super().__init__(length, seed)
        self.parameters, self.least_contrast, self.definition = parameters, least_contrast, definition
        shares = [replace(parameters, cluster_share=share, vessel_share=0.0) for share in (0.0, 1.0)]
        self._kinds = [SimulatedPatches(backgrounds, length, seed, p) for p in shares]

    def item(self, number: int) -> dict[str, Any]:
        """Return a patch; see the class."""
        p, label = self.parameters, 1 - number % 2
        image, first = self._region(number, label)
        rows, columns = (slice(start, start + p.size_px) for start in first)
        contrast = local_contrast(image, p.spacing_mm)[rows, columns]
        return {"image": contrast[None].astype(np.float32), "label": np.array([label], np.float32)}

    def _region(self, number: int, label: int) -> tuple[np.ndarray, tuple[int, int]]:
        """Return a region and the upper left corner of the patch in it."""
        draw = number
        while True:
            image, inserted = self._kinds[label].region(draw)
            first = self._first(draw)
            if not label or self._is_positive(image, inserted, first):
                return image, first
            draw += ANOTHER_DRAW

    def _first(self, draw: int) -> tuple[int, int]:
        p = self.parameters
        if self.definition == GROUP:
            return p.margin_px, p.margin_px
        row, column = np.random.default_rng((self.seed, draw, 1)).integers(
            AROUND_PX, 2 * p.margin_px - AROUND_PX + 1, 2
        )
        return int(row), int(column)

    def _is_positive(self, image: np.ndarray, inserted: Sequence[Inserted], first: tuple[int, int]) -> bool:
        if self.definition == GROUP:
            return self._largest_group(image, inserted) >= LEAST_IN_GROUP
        return any(_overlaps(own, first, self.parameters.size_px) for own in self._clusters(image, inserted))

    def _clusters(self, image: np.ndarray, inserted: Sequence[Inserted]) -> list[list[Inserted]]:
        """Return the calcifications that count of each lesion that has three or more: what a reader would draw a region
        about.
        """
        counted = self._counted(image, inserted)
        lesions = sorted({one.lesion for one in counted})
        groups = [[one for one in counted if one.lesion == lesion] for lesion in lesions]
        return [own for own in groups if len(own) >= LEAST_IN_GROUP]

    def _counted(self, image: np.ndarray, inserted: Sequence[Inserted]) -> Sequence[Inserted]:
        if not self.least_contrast:
            return inserted
        shown = shown_contrast(image, inserted, self.parameters.spacing_mm)
        return [one for one, contrast in zip(inserted, shown, strict=True) if contrast >= self.least_contrast]

    def _largest_group(self, image: np.ndarray, inserted: Sequence[Inserted]) -> int:
        """Return how many calcifications of one lesion that count have their centre in the patch; single ones are
        lesions of their own.
        """
        p = self.parameters
        low, high = p.margin_px, p.margin_px + p.size_px
        inside = self._counted(image, [one for one in inserted if low <= one.row < high and low <= one.column < high])
        return max(Counter(one.lesion for one in inside).values(), default=0)


def _overlaps(calcifications: Sequence[Inserted], first: tuple[int, int], size_px: int) -> bool:
    """Return whether the box about calcifications overlaps a patch."""
    rows, columns = (np.concatenate([getattr(one, axis) for one in calcifications]) for axis in ("rows", "columns"))
    inside = [
        places.min() < start + size_px and places.max() >= start
        for places, start in ((rows, first[0]), (columns, first[1]))
    ]
    return all(inside)
