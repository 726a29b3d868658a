"""Simulated regions of interest of 256 x 256 px with one lesion of a drawn description, segmented as a good detector
would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from MicrocalcCADLib.objects import Objects
from scipy import ndimage

from .backgrounds import Background, procedural
from .descriptors import Description, described_lesion, draw_description
from .insertion import Inserted, insert
from .lesions import LesionParameters, Placed
from .looks import LookParameters, change_look

DrawLesion = Callable[[np.random.Generator, Description, LesionParameters], list[Placed]]


@dataclass(frozen=True)
class RegionParameters:
    """What a simulated region is made of.

    Parameters
    ----------
    size_px, spacing_mm
        Region of interest of Marasinou 2023's case study: 256 px, here at 0.070 mm.
    two_view_share
        Share of the patients whose lesion is there in two views.
    procedural_share
        Share of the regions on procedural texture.
    missed, seen_contrast
        A calcification of little contrast is missed with the first probability, one of at least the second contrast
        (standard deviations of the fine texture) never; in between it falls linearly.
    false_objects
        Range of the number of objects that are none, specks of a few pixels.
    rim
        Probability that an outline is a pixel too wide, and that it is one too narrow.
    """

    size_px: int = 256
    spacing_mm: float = 0.07
    two_view_share: float = 0.8
    procedural_share: float = 0.4
    missed: float = 0.6
    seen_contrast: float = 8.0
    false_objects: tuple[int, int] = (0, 3)
    rim: float = 0.15
    lesions: LesionParameters = field(default_factory=LesionParameters)
    looks: LookParameters = field(default_factory=lambda: LookParameters(coarse_share=0.0))


@dataclass(frozen=True, eq=False)
class Region:
    """One region: image (float32, rows x columns), segmentation (bool), what was drawn, the patient's number, and the
    lesion's truth (bool).
    """

    image: np.ndarray
    segmentation: np.ndarray
    description: Description
    patient: int
    truth: np.ndarray

    @property
    def objects(self) -> Objects:
        """The 4-connected objects."""
        return Objects.labelled(*ndimage.label(self.segmentation))


def simulate_regions(
    backgrounds: Sequence[Background], patients: int, seed: int, parameters: RegionParameters | None = None
) -> Iterator[Region]:
    """Yield one or two regions of each patient; a patient of a seed is always the same."""
    p = parameters or RegionParameters()
    for patient in range(patients):
        rng = np.random.default_rng((seed, patient))
        description = draw_description(rng)
        for _ in range(1 + int(rng.random() < p.two_view_share)):
            yield simulate_region(backgrounds, description, patient, rng, p)


def simulate_region(
    backgrounds: Sequence[Background],
    description: Description,
    patient: int,
    rng: np.random.Generator,
    parameters: RegionParameters,
    draw: DrawLesion = described_lesion,
) -> Region:
    """Return a region with a lesion as described; `draw` says what that looks like."""
    p = parameters
    image = _background(backgrounds, rng, p)
    centre = (p.size_px - 1) / 2 + rng.uniform(-5, 5, 2)
    inserted = insert(
        image, p.spacing_mm, draw(rng, description, p.lesions), 1, (float(centre[0]), float(centre[1])), rng, p.lesions
    )
    segmentation = _segmented(inserted, image.shape, rng, p)
    truth = np.zeros(image.shape, bool)
    for one in inserted:
        truth[one.rows, one.columns] = True
    image = np.clip(change_look(image, p.spacing_mm, rng, p.looks), 0, 1).astype(np.float32)
    return Region(image, segmentation, description, patient, truth)


def _background(backgrounds: Sequence[Background], rng: np.random.Generator, p: RegionParameters) -> np.ndarray:
    usable = [b for b in backgrounds if min(b.image.shape) >= p.size_px]
    if not usable or rng.random() < p.procedural_share:
        return procedural(rng, (p.size_px, p.size_px), p.spacing_mm).image
    background = usable[rng.integers(len(usable))]
    for _ in range(20):
        row, column = (int(rng.integers(n - p.size_px + 1)) for n in background.image.shape)
        window = slice(row, row + p.size_px), slice(column, column + p.size_px)
        if background.mask[window].mean() > 0.95:
            break
    return background.image[window].astype(np.float32)


def _segmented(
    inserted: Sequence[Inserted], shape: tuple[int, int], rng: np.random.Generator, p: RegionParameters
) -> np.ndarray:
    """Return the lesion's truth with a detector's errors: faint ones missed, specks added, outlines a pixel off."""
    found = np.zeros(shape, bool)
    for one in inserted:
        if rng.random() < p.missed * max(0.0, 1 - one.contrast / p.seen_contrast):
            continue
        mask = np.zeros(shape, bool)
        mask[one.rows, one.columns] = True
        found |= _with_rim_error(mask, rng, p.rim)
    for _ in range(rng.integers(p.false_objects[0], p.false_objects[1] + 1)):
        row, column = (int(rng.integers(2, n - 2)) for n in shape)
        found[row : row + rng.integers(1, 4), column : column + rng.integers(1, 4)] = True
    return found


def _with_rim_error(mask: np.ndarray, rng: np.random.Generator, probability: float) -> np.ndarray:
    choice = rng.random()
    if choice < probability:
        return ndimage.binary_dilation(mask)
    if choice < 2 * probability:
        narrow = ndimage.binary_erosion(mask)
        return narrow if narrow.any() else mask
    return mask
