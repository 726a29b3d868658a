"""Training patches: patch i of a seed is always the same, so that a run can be resumed and repeated."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from MicrocalcCADLib.contrast import local_contrast, texture

from ..numbered import Numbered
from ..targets import proximity_map
from .backgrounds import Background, procedural
from .crops import cropped, inside, shares_of
from .distractors import add_distractors
from .insertion import Inserted, insert
from .lesions import LesionParameters, cluster, single, vessel
from .looks import LookParameters, change_look


@dataclass(frozen=True)
class PatchParameters:
    """What a training patch is made of.

    Parameters
    ----------
    size_px, margin_px
        Side of the patch, and what is simulated around it so that its border looks like its middle.
    cluster_share, single_share, vessel_share
        Probabilities of one or two clusters, of single calcifications, of a calcified vessel.
    procedural_share
        Probability of a procedural background.
    magnification
        Range of the change of size of the background (log-uniform).
    """

    spacing_mm: float = 0.1
    size_px: int = 128
    margin_px: int = 24
    cluster_share: float = 0.5
    single_share: float = 0.25
    vessel_share: float = 0.08
    procedural_share: float = 0.1
    magnification: tuple[float, float] = (0.75, 1.35)
    lesions: LesionParameters = field(
        default_factory=lambda: LesionParameters(contrast=(3.0, 16.0), spread_mm=(0.8, 4.5), count=(2, 30))
    )
    looks: LookParameters = field(default_factory=LookParameters)


class SimulatedPatches(Numbered):
    """A map-style data set of patches with local contrast as `image` and two targets as `label`.

    Each item holds ``image`` float32 (1, size, size) and ``label`` float32 (2, size, size): proximity map, and the
    calcifications themselves.
    """

    def __init__(
        self,
        backgrounds: Sequence[Background],
        length: int,
        seed: int,
        parameters: PatchParameters | None = None,
    ) -> None:
        super().__init__(length, seed)
        self.backgrounds = list(backgrounds)
        self.parameters = parameters or PatchParameters()
        self._shares = shares_of(self.backgrounds)

    def item(self, number: int) -> dict[str, np.ndarray]:
        """Return a patch; see the class."""
        contrast, truth, inner = self.contrast_and_truth(number)
        label = np.stack([proximity_map(truth, self.parameters.spacing_mm)[inner], truth[inner]])
        return {"image": contrast[inner][None].astype(np.float32), "label": label.astype(np.float32)}

    def contrast_and_truth(self, number: int) -> tuple[np.ndarray, np.ndarray, tuple[slice, slice]]:
        """Return local contrast and where calcifications are, bool, both with the margin, and the window without it."""
        p = self.parameters
        image, inserted = self.region(number)
        truth = np.zeros(image.shape, bool)
        for one in inserted:
            truth[one.rows, one.columns] = True
        inner = slice(p.margin_px, p.margin_px + p.size_px)
        return local_contrast(image, p.spacing_mm), truth, (inner, inner)

    def region(self, number: int) -> tuple[np.ndarray, list[Inserted]]:
        """Return an image, float32 (side, side) with its margin in full-scale units, and what was put into it."""
        image, _, inserted, rng = self._drawn(number)
        return change_look(image, self.parameters.spacing_mm, rng, self.parameters.looks), inserted

    def region_and_bare(self, number: int) -> tuple[np.ndarray, np.ndarray, list[Inserted]]:
        """Return the same with, in between, the image as it is without the calcifications: same background, distractors
        and look.
        """
        image, bare, inserted, rng = self._drawn(number)
        p, again = self.parameters, copy.deepcopy(rng)
        return change_look(image, p.spacing_mm, rng, p.looks), change_look(bare, p.spacing_mm, again, p.looks), inserted

    def _drawn(self, number: int) -> tuple[np.ndarray, np.ndarray, list[Inserted], np.random.Generator]:
        rng = self.drawing(number)
        image = self._background(rng)
        noise = texture(image, self.parameters.spacing_mm)
        add_distractors(image, self.parameters.spacing_mm, noise, rng)
        bare = image.copy()
        return image, bare, self._insert_lesions(image, noise, rng), rng

    def _background(self, rng: np.random.Generator) -> np.ndarray:
        p = self.parameters
        side = p.size_px + 2 * p.margin_px
        if not self.backgrounds or rng.random() < p.procedural_share:
            return procedural(rng, (side, side), p.spacing_mm).image
        background = self.backgrounds[rng.choice(len(self.backgrounds), p=self._shares)]
        return cropped([(background.image, 1)], inside(background.mask, rng), side, p.magnification, rng)[0]

    def _insert_lesions(self, image: np.ndarray, noise: np.ndarray, rng: np.random.Generator) -> list[Inserted]:
        p = self.parameters
        lesions = []
        if rng.random() < p.cluster_share:
            lesions += [cluster(rng, p.lesions) for _ in range(rng.integers(1, 3))]
        if rng.random() < p.single_share:
            lesions += [single(rng, p.lesions) for _ in range(rng.integers(1, 4))]
        if rng.random() < p.vessel_share:
            lesions.append(vessel(rng, p.lesions))
        inserted = []
        for number, lesion in enumerate(lesions):
            centre = rng.uniform(p.margin_px, p.margin_px + p.size_px, 2)
            inserted += insert(image, p.spacing_mm, lesion, number, tuple(centre), rng, p.lesions, noise)
        return inserted
