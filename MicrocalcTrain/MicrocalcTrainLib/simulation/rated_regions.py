"""Simulated regions with rated lesions: as local contrast and numbered objects, kept on disk, split 3:1:1
by patient.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, write_text
from scipy import ndimage

from .backgrounds import Background
from .descriptors import Description
from .graded import class_index, draw_rated_description, graded, malignancy
from .regions import Region, RegionParameters, simulate_region

log = logging.getLogger(__name__)
PARTS = ("training", "validation", "test")
SPLIT = (0, 0, 0, 1, 2)
BEYOND = 1.5
MOST_OBJECTS = 255
FACTS = "regions.json"
AT_ONCE = 100


@dataclass(frozen=True)
class RatedParameters:
    """What rated regions are made of.

    Parameters
    ----------
    patients
        Each has one lesion in one or two views; of five patients three train, one validates, one tests.
    classes
        4 or 6.
    separation
        How much more suspicious a lesion of a higher category looks than its type and distribution alone make it (see
        `simulation.graded`).
    regions
        Their size and spacing are not used: a region is half as wide again as the region of interest.
    """

    patients: int = 2000
    classes: int = 4
    separation: float = 1.0
    seed: int = 1
    roi: RoiParameters = field(default_factory=RoiParameters)
    regions: RegionParameters = field(default_factory=RegionParameters)


@dataclass(frozen=True)
class Facts:
    """One region: patient, part, class from 0, malignancy (1, 0, 0.5), and how many of its first objects are the
    lesion's.
    """

    patient: int
    part: str
    rating: int
    malignancy: float
    count: int


@dataclass(frozen=True, eq=False)
class RatedRegions:
    """Regions on disk.

    Parameters
    ----------
    codes
        uint8 (n, side, side), local contrast in 255 steps; see `contrast`.
    objects
        uint8 (n, side, side), 0 background, 1 to `count` the lesion's objects, above that what is none.
    """

    codes: np.ndarray
    objects: np.ndarray
    facts: tuple[Facts, ...]
    parameters: RatedParameters

    def contrast(self, index: int, window: tuple[slice, slice]) -> np.ndarray:
        """Return the local contrast in a window of a region, float32."""
        low, high = self.parameters.roi.contrast.clip
        return low + (high - low) / np.float32(255) * self.codes[index][window].astype(np.float32)

    def of(self, part: str) -> list[int]:
        """Return the regions of a part that hold an object of their lesion."""
        return [index for index, facts in enumerate(self.facts) if facts.part == part and facts.count]


def rated_regions(
    folder: Path, backgrounds: Mapping[str, Sequence[Background]], parameters: RatedParameters
) -> RatedRegions:
    """Simulate regions into `folder`, or take those that an earlier run of the same parameters left there, and go on.

    Parameters
    ----------
    backgrounds
        By part.
    """
    plan = planned(parameters)
    side = int(np.ceil(BEYOND * parameters.roi.size_px))
    wanted = repr(parameters)
    done = _done(folder, wanted)
    mode = "r+" if done else "w+"
    folder.mkdir(parents=True, exist_ok=True)
    shape = (len(plan), side, side)
    codes, objects = (
        np.lib.format.open_memmap(folder / name, mode, np.uint8, None if done else shape)
        for name in ("contrast.npy", "objects.npy")
    )
    for index in range(len(done), len(plan)):
        patient, view, description = plan[index]
        part = PARTS[SPLIT[patient % len(SPLIT)]]
        region = _region(backgrounds.get(part, ()), description, patient, view, side, parameters)
        codes[index], (objects[index], count) = _coded(region.image, parameters.roi), numbered(region)
        done.append(Facts(patient, part, class_index(description, parameters.classes), malignancy(description), count))
        if len(done) % AT_ONCE == 0 or len(done) == len(plan):
            codes.flush()
            objects.flush()
            _record(folder, wanted, done)
            log.info("%d of %d regions simulated", len(done), len(plan))
    return RatedRegions(codes, objects, tuple(done), parameters)


def planned(parameters: RatedParameters) -> list[tuple[int, int, Description]]:
    """Return patient, view and description of each region; a patient of a seed is always the same."""
    plan = []
    for patient in range(parameters.patients):
        rng = np.random.default_rng((parameters.seed, patient))
        description = draw_rated_description(rng)
        views = 1 + int(rng.random() < parameters.regions.two_view_share)
        plan += [(patient, view, description) for view in range(views)]
    return plan


def numbered(region: Region) -> tuple[np.ndarray, int]:
    """Return the 4-connected objects, uint8, those of the lesion first, and how many these are; all beyond 255 share a
    number.
    """
    labels, count = ndimage.label(region.segmentation)
    real = np.zeros(count + 1, bool)
    real[np.unique(labels[region.truth])] = True
    real[0] = False
    order = np.concatenate([[0], np.flatnonzero(real), np.flatnonzero(~real)[1:]])
    number = np.zeros(count + 1, int)
    number[order] = np.arange(count + 1)
    return np.minimum(number, MOST_OBJECTS).astype(np.uint8)[labels], min(int(real.sum()), MOST_OBJECTS - 1)


def _region(
    backgrounds: Sequence[Background],
    description: Description,
    patient: int,
    view: int,
    side: int,
    parameters: RatedParameters,
) -> Region:
    rng = np.random.default_rng((parameters.seed, patient, view + 1))
    regions = replace(parameters.regions, size_px=side, spacing_mm=parameters.roi.spacing_mm)
    return simulate_region(
        backgrounds, description, patient, rng, regions, partial(graded, separation=parameters.separation)
    )


def _coded(image: np.ndarray, roi: RoiParameters) -> np.ndarray:
    low, high = roi.contrast.clip
    return np.round((local_contrast(image, roi.spacing_mm, roi.contrast) - low) * (255 / (high - low))).astype(np.uint8)


def _done(folder: Path, wanted: str) -> list[Facts]:
    try:
        stored = read_json(folder / FACTS)
        return [Facts(**facts) for facts in stored["regions"]] if stored["parameters"] == wanted else []
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{folder / FACTS} cannot be read ({error}): remove the folder, and its regions are simulated again."
        ) from error


def _record(folder: Path, wanted: str, done: Sequence[Facts]) -> None:
    write_text(folder / FACTS, json.dumps({"parameters": wanted, "regions": [asdict(facts) for facts in done]}))
