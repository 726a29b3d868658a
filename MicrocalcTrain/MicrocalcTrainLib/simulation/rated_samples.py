"""Attention regions of interest of simulated, rated calcifications: balanced by class for training, as they are for
measuring.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from MicrocalcCADLib.assessment.attention_roi import Roi, RoiParameters
from MicrocalcCADLib.assessment.birads_scale import centre
from MicrocalcCADLib.errors import InputError

from ..augmentation import RandSymmetry
from ..numbered import Numbered
from .rated_regions import RatedRegions


def attention_roi(regions: RatedRegions, index: int, number: int, shift: tuple[float, float] = (0.0, 0.0)) -> Roi:
    """Return the region of interest of an object of a region.

    Parameters
    ----------
    shift
        Distance of the window's centre from the object's, in pixels; the window stays within the region.
    """
    size, objects = regions.parameters.roi.size_px, regions.objects[index]
    rows, columns = np.nonzero(objects == number)
    limit = objects.shape[0] - size
    first = [
        int(np.clip(round(where.mean() + s - size / 2), 0, limit))
        for where, s in zip((rows, columns), shift, strict=True)
    ]
    window = slice(first[0], first[0] + size), slice(first[1], first[1] + size)
    inside = objects[window]
    return Roi(regions.contrast(index, window), inside > 0, inside == number)


def window_shift(regions: RatedRegions, index: int, number: int) -> tuple[float, float]:
    """Return how far an object lies from the centre of the sliding window that it is rated in, in pixels: always the
    same of one object.
    """
    rng = np.random.default_rng((regions.parameters.seed, index, number))
    return _drawn_shift(rng, regions.parameters.roi)


def label(regions: RatedRegions, index: int) -> np.ndarray:
    """Return what the loss needs, float32 (3,): class from 0, target risk, malignancy."""
    facts = regions.facts[index]
    return np.array([facts.rating, centre(facts.rating, regions.parameters.classes), facts.malignancy], np.float32)


class BalancedSamples(Numbered):
    """A map-style data set that takes the classes in turn (see `numbered.Patches`), turned and mirrored.

    Within a class a patient, one of the views and one of the lesion's objects are drawn with equal chances; the window
    lies as far from the object as the steps of a sliding window allow.
    """

    def __init__(self, regions: RatedRegions, length: int, seed: int) -> None:
        super().__init__(length, seed)
        self.regions = regions
        self._of_class: list[list[list[int]]] = []
        for rating in range(regions.parameters.classes):
            by_patient: dict[int, list[int]] = {}
            for index in regions.of("training"):
                if regions.facts[index].rating == rating:
                    by_patient.setdefault(regions.facts[index].patient, []).append(index)
            if by_patient:
                self._of_class.append(list(by_patient.values()))
        if not self._of_class:
            raise InputError("No simulated patient is left to train on: simulate more images.", option="--images")

    def item(self, number: int) -> dict[str, Any]:
        """Return a region of interest and its label; see the class."""
        rng = self.drawing(number)
        patients = self._of_class[number % len(self._of_class)]
        views = patients[rng.integers(len(patients))]
        region = views[rng.integers(len(views))]
        roi = self.regions.parameters.roi
        shift = _drawn_shift(rng, roi)
        seen = attention_roi(self.regions, region, int(rng.integers(self.regions.facts[region].count)) + 1, shift)
        turned = RandSymmetry().set_random_state(seed=int(rng.integers(1 << 32)))
        return {"image": turned(seen.stacked(roi.channels)), "label": label(self.regions, region)}


def samples_of(regions: RatedRegions, part: str, per_region: int) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Return (region, object) of up to so many objects of each region of a part, spread over its objects, and their
    labels (n, 3).
    """
    chosen = [
        (index, int(number))
        for index in regions.of(part)
        for number in np.unique(np.linspace(1, regions.facts[index].count, per_region).round().astype(int))
    ]
    if not chosen:
        raise InputError(f"No simulated patient is left for {part}: simulate more images.", option="--images")
    return chosen, np.stack([label(regions, index) for index, _ in chosen])


def _drawn_shift(rng: np.random.Generator, roi: RoiParameters) -> tuple[float, float]:
    down, right = rng.uniform(-0.5, 0.5, 2) * roi.step_share * roi.size_px
    return float(down), float(right)
