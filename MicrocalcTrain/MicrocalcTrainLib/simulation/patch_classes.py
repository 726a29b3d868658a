"""Simulated patches of the four classes of Valvano 2019: by where in the patch a calcification lies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import InputError
from scipy.ndimage import distance_transform_edt, maximum_filter

from .insertion import Inserted, shown_contrast
from .lesions import LesionParameters
from .looks import LookParameters
from .patches import PatchParameters, SimulatedPatches

CENTRE, NEAR, PERIPHERY, NONE = 1, 2, 3, 4
BRIGHT_REACH_PX = 12


def _regions() -> PatchParameters:
    return PatchParameters(
        spacing_mm=0.07,
        size_px=256,
        margin_px=36,
        cluster_share=0.6,
        single_share=0.4,
        lesions=LesionParameters(diameter_mm=(0.15, 0.55), contrast=(6.0, 24.0), spread_mm=(0.8, 4.5), count=(3, 30)),
        looks=replace(LookParameters(), coarse_share=0.15, noise=(0.0, 0.5)),
    )


@dataclass(frozen=True)
class PatchClassParameters:
    """What patches are taken from, and which.

    Parameters
    ----------
    size_px
        Side of the patches, odd.
    near_px
        Distance of the centre from the nearest calcification pixel in class 2; nearer ones belong to no class, since
        there a reader's outline is uncertain.
    rim_px
        A patch that calcifications touch only within this rim belongs to no class: a sliver shows nothing that could
        be told, and windows that overlap by half have every calcification in the middle half of one.
    least_contrast
        A calcification of less contrast, in standard deviations of the local fine texture, is one that no reader
        would annotate: what it touches belongs to no class; see `seen_truth`.
    per_region
        Patches of each of the classes 1 to 4 that are taken from one region.
    bright_share
        Share of the patches of class 4 that are centred on the brightest pixel about a random one: what looks most like
        a calcification.
    """

    size_px: int = 49
    near_px: tuple[float, float] = (2.0, 3.0)
    rim_px: int = 2
    least_contrast: float = 3.0
    per_region: tuple[int, int, int, int] = (8, 8, 16, 32)
    bright_share: float = 0.3
    regions: PatchParameters = field(default_factory=_regions)

    def __post_init__(self) -> None:
        if self.size_px % 2 == 0 or self.size_px // 2 > self.regions.margin_px:
            raise InputError(
                f"Patches of {self.size_px} px have no central pixel or reach beyond the regions: "
                f"give an odd side of at most {2 * self.regions.margin_px + 1}."
            )


def patches_of(
    regions: SimulatedPatches, index: int, parameters: PatchClassParameters
) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes (n,) and patches (n, size, size) of local contrast that are taken from region `index`."""
    p = parameters
    image, bare, inserted = regions.region_and_bare(index)
    rng = np.random.default_rng((regions.seed, regions.offset + index, 1))
    contrast = local_contrast(image, p.regions.spacing_mm)
    truth, doubtful = seen_truth(image, bare, inserted, p)
    classes = classes_of(truth, doubtful, p)
    inner = np.zeros(image.shape, bool)
    margin = p.regions.margin_px
    inner[margin:-margin, margin:-margin] = True
    half = p.size_px // 2
    found, patches = [], []
    for number, count in zip((CENTRE, NEAR, PERIPHERY, NONE), p.per_region, strict=True):
        allowed = inner & (classes == number)
        places = np.argwhere(allowed)
        for place in places[rng.permutation(len(places))[:count]]:
            bright = number == NONE and rng.random() < p.bright_share
            row, column = _brightest(contrast, place, allowed) if bright else place
            found.append(number)
            patches.append(contrast[row - half : row + half + 1, column - half : column + half + 1])
    return np.array(found, int), np.array(patches, np.float32).reshape(-1, p.size_px, p.size_px)


def seen_truth(
    image: np.ndarray, bare: np.ndarray, inserted: list[Inserted], parameters: PatchClassParameters
) -> tuple[np.ndarray, np.ndarray]:
    """Return two bool images: calcifications that a reader would annotate, and those too faint.

    One must stand out from what surrounds it, and do so by itself: over tissue that is brighter anyhow the first alone
    would hold of a calcification that nobody can see.

    Parameters
    ----------
    image, bare
        float32 (rows, columns) with the calcifications and without.
    """
    truth, doubtful = np.zeros(image.shape, bool), np.zeros(image.shape, bool)
    spacing = parameters.regions.spacing_mm
    contrasts = np.minimum(
        shown_contrast(image, inserted, spacing), shown_contrast(image, inserted, spacing, image - bare)
    )
    for one, shown in zip(inserted, contrasts, strict=True):
        (truth if shown >= parameters.least_contrast else doubtful)[one.rows, one.columns] = True
    return truth, doubtful & ~truth


def classes_of(truth: np.ndarray, doubtful: np.ndarray, parameters: PatchClassParameters) -> np.ndarray:
    """Return, for the patch around every pixel, its class (Valvano 2019, Table 1), 0 for none; uint8 (rows, columns).

    1: the central pixel belongs to a calcification. 2: one lies `near_px` from it. 3: one lies further away in the
    patch. 4: none in the patch.
    """
    p = parameters
    distance = distance_transform_edt(~truth) if truth.any() else np.full(truth.shape, np.inf)
    within = _seen(truth, p.size_px - 2 * p.rim_px)
    classes = np.zeros(truth.shape, np.uint8)
    classes[~_seen(truth | doubtful, p.size_px)] = NONE
    classes[within & (distance > p.near_px[1])] = PERIPHERY
    classes[(distance >= p.near_px[0]) & (distance <= p.near_px[1])] = NEAR
    classes[truth] = CENTRE
    if doubtful.any():
        classes[distance_transform_edt(~doubtful) <= p.near_px[1]] = 0
    return classes


def _seen(pixels: np.ndarray, size_px: int) -> np.ndarray:
    """Return whether the patch of this odd side around each pixel holds any of these pixels."""
    return maximum_filter(pixels, size_px, mode="constant")


def _brightest(contrast: np.ndarray, place: np.ndarray, allowed: np.ndarray) -> tuple[int, int]:
    """Return the brightest allowed pixel within `BRIGHT_REACH_PX` of an allowed one."""
    rows, columns = (slice(max(at - BRIGHT_REACH_PX, 0), at + BRIGHT_REACH_PX + 1) for at in place)
    window = np.where(allowed[rows, columns], contrast[rows, columns], -np.inf)
    row, column = np.unravel_index(window.argmax(), window.shape)
    return rows.start + int(row), columns.start + int(column)
