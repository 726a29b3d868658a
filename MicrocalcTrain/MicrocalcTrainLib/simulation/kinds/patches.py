"""Patches with lesions of all kinds, as the kind network sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.kinds.kind_map import network_input

from ...numbered import Numbered
from ..backgrounds import Background, procedural
from ..crops import cropped, inside, shares_of
from ..looks import LookParameters, change_look
from .artefacts import add_artefacts
from .lesions import InsertedLesion, draw_kind, insert_kind
from .read_places import UNKNOWN, ReadPlace, given_labels

WEIGHTS = (0.3, 4.0)
# of what was drawn or read beside the lesions
BESIDE_WEIGHT = 2.0


@dataclass(frozen=True)
class KindPatchParameters:
    """What a training patch holds.

    Parameters
    ----------
    size_px, margin_px
        Side of what the network sees; the margin around it only serves local contrast.
    border_px
        Pixels of the network's answer along each border that are not learned from: what they show may be cut off.
    counts
        Share of the patches with 0, 1, 2 ... lesions.
    typical_px
        Pixels of the network's answer of a lesion that has weight 1; larger ones weigh less a pixel and smaller ones
        more, by the root of their areas, so that a vessel does not outweigh a cluster.
    procedural_share
        Probability of a procedural background.
    magnification
        Range of the change of size of the background (log-uniform).
    read_share
        Probability that a patch of a background with places that were read by eye holds one of them.
    """

    spacing_mm: float = 0.1
    size_px: int = 256
    margin_px: int = 40
    border_px: int = 6
    counts: tuple[float, ...] = (0.08, 0.17, 0.3, 0.27, 0.18)
    typical_px: float = 120.0
    procedural_share: float = 0.08
    magnification: tuple[float, float] = (0.75, 1.35)
    read_share: float = 0.5
    looks: LookParameters = field(default_factory=LookParameters)


@dataclass(frozen=True)
class Wanted:
    """A lesion to be drawn: its kind, 1 to 13, its centre in pixels of the image with its margin, and the longest
    extent in mm.
    """

    kind: int
    centre: tuple[float, float]
    longest_mm: float = 40.0


class KindPatches(Numbered):
    """A map-style data set: ``image`` float32 (2, size, size), fine and broad local contrast; ``label`` float32 (2,
    size / 2, size / 2): channels 0 to 14, or `UNKNOWN`, and the weight of each place. Item i + `offset` is always the
    same.

    Parameters
    ----------
    unknown
        For each background a bool image of its shape: where real calcifications may be that nobody annotated.
    read
        For each background the places that were read by eye; None for none.
    """

    def __init__(
        self,
        backgrounds: Sequence[Background],
        unknown: Sequence[np.ndarray],
        length: int,
        seed: int,
        parameters: KindPatchParameters | None = None,
        read: Sequence[Sequence[ReadPlace]] | None = None,
    ) -> None:
        super().__init__(length, seed)
        self.backgrounds, self.parameters = list(backgrounds), parameters or KindPatchParameters()
        self.read = list(read) if read else [()] * len(self.backgrounds)
        self.given = [
            given_labels(where, places, self.parameters.spacing_mm)
            for where, places in zip(unknown, self.read, strict=True)
        ]
        self._shares = shares_of(self.backgrounds)

    def item(self, number: int) -> dict[str, np.ndarray]:
        """Return a patch; see the class."""
        p = self.parameters
        image, label, lesions = self.drawn(number)
        weight = np.where((label > 0) & (label != UNKNOWN), np.float32(BESIDE_WEIGHT), np.float32(1))
        for lesion in lesions:
            weight[lesion.rows, lesion.columns] = weight_of(len(lesion.rows), p)
        return as_item(image, label, weight, p)

    def drawn(self, number: int) -> tuple[np.ndarray, np.ndarray, list[InsertedLesion]]:
        """Return an image, float32 (side, side) with its margin, its labels, uint8, and the lesions that were put into
        it.
        """
        p, rng = self.parameters, self.drawing(number)
        side = p.size_px + 2 * p.margin_px
        image, label = self._background(rng, side)
        noise = texture(image, p.spacing_mm)
        add_artefacts(image, label, p.spacing_mm, noise, rng)
        lesions = []
        for one in self.wanted(number, rng):
            lesion = insert_kind(image, p.spacing_mm, one.kind, one.centre, rng, noise, longest_mm=one.longest_mm)
            if lesion:
                label[lesion.rows, lesion.columns] = lesion.kind
                lesions.append(lesion)
        image = change_look(np.clip(image, 0, 1).astype(np.float32), p.spacing_mm, rng, p.looks)
        return image, label, lesions

    def wanted(self, number: int, rng: np.random.Generator) -> Iterable[Wanted]:
        """Give the lesions of an image, drawn one after the other."""
        del number
        p = self.parameters
        for _ in range(int(rng.choice(len(p.counts), p=p.counts))):
            centre = rng.uniform(p.margin_px, p.margin_px + p.size_px, 2)
            yield Wanted(draw_kind(rng), (float(centre[0]), float(centre[1])))

    def _background(self, rng: np.random.Generator, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Return a piece of a background, and what is known of it, uint8."""
        p = self.parameters
        if not self.backgrounds or rng.random() < p.procedural_share:
            return procedural(rng, (side, side), p.spacing_mm).image, np.zeros((side, side), np.uint8)
        number = int(rng.choice(len(self.backgrounds), p=self._shares))
        background = self.backgrounds[number]
        planes = (background.image, 1), (self.given[number], 0)
        image, label = cropped(planes, self._centre(number, rng), side, p.magnification, rng)
        return image, label

    def _centre(self, number: int, rng: np.random.Generator) -> tuple[int, int]:
        places, image = self.read[number], self.backgrounds[number].image
        if not places or rng.random() >= self.parameters.read_share:
            return inside(self.backgrounds[number].mask, rng)
        place = places[int(rng.integers(len(places)))]
        away = rng.uniform(-0.3, 0.3, 2) * self.parameters.size_px
        rows, columns = image.shape
        return int(np.clip(place.row + away[0], 0, rows - 1)), int(np.clip(place.column + away[1], 0, columns - 1))


def weight_of(pixels: int, parameters: KindPatchParameters) -> float:
    """Return the weight of each pixel of a lesion that has so many of them; see `KindPatchParameters.typical_px`."""
    return float(np.clip(np.sqrt(4 * parameters.typical_px / pixels), *WEIGHTS))


def as_item(
    image: np.ndarray, label: np.ndarray, weight: np.ndarray, parameters: KindPatchParameters
) -> dict[str, np.ndarray]:
    """Return what the network sees of a picture (side, side) with its margin, and the labels and weights of its answer,
    see `KindPatches`.
    """
    p = parameters
    inner = slice(p.margin_px, p.margin_px + p.size_px)
    given = network_input(image, p.spacing_mm)[:, inner, inner]
    half = np.stack([_halved(one[inner, inner]) for one in (label, weight)]).astype(np.float32)
    half[0, : p.border_px] = half[0, -p.border_px :] = UNKNOWN
    half[0, :, : p.border_px] = half[0, :, -p.border_px :] = UNKNOWN
    return {"image": np.ascontiguousarray(given, np.float32), "label": half}


def _halved(values: np.ndarray) -> np.ndarray:
    """Return the greatest of each 2 x 2 pixels."""
    rows, columns = values.shape
    return values.reshape(rows // 2, 2, columns // 2, 2).max(axis=(1, 3))
