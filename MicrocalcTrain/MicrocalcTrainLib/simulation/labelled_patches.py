"""Simulated patches of two kinds, as Kahnouei 2022 draws them: with a group of calcifications, and normal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from MicrocalcCADLib.contrast import local_contrast

from .backgrounds import Background
from .insertion import Inserted, shown_contrast
from .patches import PatchParameters, SimulatedPatches

LEAST_IN_GROUP = 3
ANOTHER_DRAW = 10_000_019


class LabelledPatches:
    """A map-style data set in which every second item is positive, from the first on (see `workflows.best_epoch.Patches`).

    A positive patch holds at least three calcifications of one cluster, a negative one none of a cluster: both may hold
    single ones and whatever distracts. Clusters of which fewer than three reach into the patch and count are drawn
    again. Each item holds ``image`` float32 (1, size, size), local contrast, and ``label`` float32 (1,).

    Parameters
    ----------
    parameters
        Their `cluster_share` and `vessel_share` are not used: the label decides, and vessels would be neither kind.
    least_contrast
        Of a calcification that counts, in standard deviations of the local fine texture, see `insertion.shown_contrast`;
        0: all count, those too that a random look has drowned.
    """

    def __init__(self, backgrounds: Sequence[Background], length: int, seed: int, parameters: PatchParameters, least_contrast: float = 0.0) -> None:
        self.parameters, self.length, self.offset, self.least_contrast = parameters, length, 0, least_contrast
        shares = [replace(parameters, cluster_share=share, vessel_share=0.0) for share in (0.0, 1.0)]
        self._kinds = [SimulatedPatches(backgrounds, length, seed, p) for p in shares]

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> dict[str, Any]:
        label = 1 - (self.offset + index) % 2
        p = self.parameters
        inner = slice(p.margin_px, p.margin_px + p.size_px)
        contrast = local_contrast(self._region(self.offset + index, label), p.spacing_mm)[inner, inner]
        return {"image": contrast[None].astype(np.float32), "label": np.array([label], np.float32)}

    def _region(self, number: int, label: int) -> np.ndarray:
        draw = number
        while True:
            image, inserted = self._kinds[label].region(draw)
            if not label or self._largest_group(image, inserted) >= LEAST_IN_GROUP:
                return image
            draw += ANOTHER_DRAW

    def _largest_group(self, image: np.ndarray, inserted: Sequence[Inserted]) -> int:
        """Return how many calcifications of one lesion that count have their centre in the patch; single ones are lesions of their own."""
        p = self.parameters
        low, high = p.margin_px, p.margin_px + p.size_px
        inside = [one for one in inserted if low <= one.row < high and low <= one.column < high]
        if self.least_contrast:
            shown = shown_contrast(image, inside, p.spacing_mm)
            inside = [one for one, contrast in zip(inside, shown, strict=True) if contrast >= self.least_contrast]
        return max(Counter(one.lesion for one in inside).values(), default=0)
