"""Images in which a reader has named kinds: what is known of each of their pixels, and patches of them as the kind
network sees them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.kinds.close_ups import close_ups
from MicrocalcCADLib.kinds.kind_map import network_input
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION
from scipy.ndimage import distance_transform_edt, label

from ...datasets.named_kinds import SHIFT, channels
from ...datasets.truth import Truth, on_grid
from ...numbered import Numbered
from ..backgrounds import Background
from ..crops import cropped
from ..looks import change_look
from .close_ups import JITTER_PX, as_seen
from .patches import BESIDE_WEIGHT, KindPatchParameters, as_item, weight_of
from .read_places import AROUND_MM, CALCIUM, KNOWN_MM, UNKNOWN

EIGHT = np.ones((3, 3))


@dataclass(frozen=True, eq=False)
class CorrectedImage:
    """An image on the network's grid, cut to its breast, with what a reader said of it.

    Parameters
    ----------
    labels
        uint8 (rows, columns): 1 to 13 the kind of what was named, `NO_CALCIFICATION` what was rejected, `CALCIUM` what
        holds without a word, 0 tissue, `UNKNOWN`.
    weights
        float32 (rows, columns), see `KindPatchParameters.typical_px`.
    things
        By label, for each group, or each mark that was rejected or holds without a word: its pixels, int (n, 2).
    """

    background: Background
    labels: np.ndarray
    weights: np.ndarray
    things: Mapping[int, Sequence[np.ndarray]]


def corrected_image(
    background: Background, truth: Truth, unknown: np.ndarray, parameters: KindPatchParameters, unknown_mm: float
) -> CorrectedImage:
    """Return an image with what is known of it.

    What a reader named, rejected or accepted without a word is known to 0.12 mm around its outlines, the nearest one's;
    of what nobody decided on nothing is. Within `unknown_mm` of any of it, and of what a detector marks, nothing is
    learned, but around rejected marks 0.5 mm is tissue.

    Parameters
    ----------
    background
        The image; its `file_shape` is that of `truth`.
    unknown
        bool, its shape: surroundings of what a detector marks.
    """
    spacing = parameters.spacing_mm
    labels, kinds, rejected = (_on(background, plane) for plane in (truth.labels, _kinds(truth), truth.rejected))
    undecided = _on(background, truth.doubtful | truth.regions)
    source = np.where(undecided, UNKNOWN, 0).astype(np.uint8)
    source[labels > 0] = CALCIUM
    source[rejected] = NO_CALCIFICATION
    named = channels(kinds)
    source[named > 0] = named[named > 0]
    away, nearest = _distance(source > 0, spacing)
    known = np.where(unknown | (_distance((source > 0) & ~rejected, spacing)[0] <= unknown_mm), UNKNOWN, 0).astype(
        np.uint8
    )
    known[_distance(rejected, spacing)[0] <= KNOWN_MM] = 0
    near = away <= AROUND_MM
    known[near] = source[nearest[0][near], nearest[1][near]]
    groups = np.where(near & (known == named[tuple(nearest)]) & (known > 0), kinds[tuple(nearest)], 0)
    weights = np.where((known > 0) & (known != UNKNOWN), np.float32(BESIDE_WEIGHT), np.float32(1))
    things: dict[int, list[np.ndarray]] = {}
    for value in np.unique(groups[groups > 0]):
        pixels = np.argwhere(groups == value)
        weights[tuple(pixels.T)] = weight_of(len(pixels), parameters)
        things.setdefault(int(value) & ((1 << SHIFT) - 1), []).append(pixels)
    for single in (NO_CALCIFICATION, CALCIUM):
        objects, count = label(known == single, EIGHT)
        things |= {single: [np.argwhere(objects == number) for number in range(1, count + 1)]} if count else {}
    return CorrectedImage(background, known, weights, things)


def _kinds(truth: Truth) -> np.ndarray:
    return np.zeros(truth.labels.shape, np.uint32) if truth.kinds is None else truth.kinds


def _on(background: Background, plane: np.ndarray) -> np.ndarray:
    """Return a plane of the image's own grid on that of the background."""
    first, sides = background.first_px, background.image.shape
    return on_grid(plane, background.grid_shape)[
        tuple(slice(start, start + side) for start, side in zip(first, sides, strict=True))
    ]


def _distance(mask: np.ndarray, spacing_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance in mm to a mask, and the row and column of its nearest pixel; infinite where the mask is
    empty.
    """
    if not mask.any():
        return np.full(mask.shape, np.inf), np.zeros((2, *mask.shape), int)
    distance, nearest = distance_transform_edt(~mask, return_indices=True)
    return distance * spacing_mm, nearest


class _Things:
    """Draws what a reader said of images: which kind by the root of how many groups there are of it, then which image's
    and which group.
    """

    def __init__(self, images: Sequence[CorrectedImage], without: Collection[int] = ()) -> None:
        self.of: dict[int, list[tuple[CorrectedImage, np.ndarray]]] = {}
        for image in images:
            for channel, own in image.things.items():
                if channel not in without:
                    self.of.setdefault(channel, []).extend((image, pixels) for pixels in own)
        self._channels = sorted(self.of)
        roots = np.sqrt([len(self.of[channel]) for channel in self._channels])
        self._shares = roots / roots.sum()

    def drawn(self, rng: np.random.Generator) -> tuple[int, CorrectedImage, np.ndarray]:
        """Return a label, an image, and the pixels of something in it that has this label, int (n, 2)."""
        channel = self._channels[int(rng.choice(len(self._channels), p=self._shares))]
        return channel, *self.of[channel][int(rng.integers(len(self.of[channel])))]


class CorrectedPatches(Numbered):
    """A map-style data set of patches as `KindPatches` gives them, each about something that a reader named, rejected
    or accepted.

    Which kind a patch is about is drawn by the root of how many groups there are of it, rejected marks and those
    without a word being each like a kind; then which image's and which group. Item i + `offset` is always the same.
    """

    def __init__(
        self, images: Sequence[CorrectedImage], length: int, seed: int, parameters: KindPatchParameters
    ) -> None:
        super().__init__(length, seed)
        self.images, self.parameters = list(images), parameters
        self._things = _Things(self.images)

    def item(self, number: int) -> dict[str, np.ndarray]:
        """Return a patch; see the class."""
        p, rng = self.parameters, self.drawing(number)
        _, image, pixels = self._things.drawn(rng)
        centre = pixels[int(rng.integers(len(pixels)))] + rng.uniform(-0.3, 0.3, 2) * p.size_px
        row, column = (int(np.clip(at, 0, side - 1)) for at, side in zip(centre, image.labels.shape, strict=True))
        planes = (image.background.image, 1), (image.labels, 0), (image.weights, 0)
        pixels, labels, weights = cropped(planes, (row, column), p.size_px + 2 * p.margin_px, p.magnification, rng)
        return as_item(
            change_look(np.clip(pixels, 0, 1).astype(np.float32), p.spacing_mm, rng, p.looks), labels, weights, p
        )


class CorrectedCloseUps(Numbered):
    """A map-style data set of close-ups as `CloseUps` gives them, of what a reader named or rejected; item i + `offset`
    is always the same.
    """

    def __init__(self, images: Sequence[CorrectedImage], length: int, seed: int, spacing_mm: float) -> None:
        super().__init__(length, seed)
        self._things = _Things(images, without=(CALCIUM,))
        self._views = {
            id(image): network_input(image.background.image, spacing_mm).astype(np.float16) for image in images
        }

    def item(self, number: int) -> dict[str, np.ndarray | int]:
        """Return a close-up; see the class."""
        rng = self.drawing(number)
        channel, image, pixels = self._things.drawn(rng)
        place = pixels[int(rng.integers(len(pixels)))] + np.round(rng.uniform(-JITTER_PX, JITTER_PX, 2)).astype(int)
        place = np.clip(place, 0, np.array(image.labels.shape) - 1)
        return as_seen(close_ups(self._views[id(image)], place[None])[0], channel - 1, rng)
