"""Close-ups of simulated calcifications and of places that were read by eye, drawn once and kept in a folder for all
epochs.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib.kinds.close_ups import close_ups
from MicrocalcCADLib.kinds.kind_map import network_input
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION
from skimage.measure import label as components

from ...kept_arrays import kept_arrays
from ...numbered import Numbered
from .lesions import InsertedLesion
from .patches import KindPatches

# patches whose close-ups lie in one file
CHUNK = 500
JITTER_PX = 3.0
OF_LESION = OF_OTHERS = 2


def drawn_close_ups(patches: KindPatches, index: int, every: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return close-ups of a patch, float16 (n, 4, 96, 96), and the class of each, int64 (n,): 0 to 12 for the kinds, 13
    for no calcification.

    Parameters
    ----------
    every
        Up to two calcifications of each lesion, and up to two places that look like some or were read by eye; else one
        of each lesion, and no others.
    """
    p = patches.parameters
    image, label, lesions = patches.drawn(index)
    rng = np.random.default_rng((patches.seed, index, 5))
    places = [
        (lesion.kind - 1, *centre) for lesion in lesions for centre in _centres(lesion, OF_LESION if every else 1, rng)
    ]
    if every:
        places += _others(label, lesions, rng)
    jitter = JITTER_PX if every else 0.0
    at = [(kind, *(round(c + rng.uniform(-jitter, jitter)) for c in centre)) for kind, *centre in places]
    kept = [(kind, *centre) for kind, *centre in at if all(p.margin_px <= c < p.margin_px + p.size_px for c in centre)]
    table = np.array(kept, np.int64).reshape(-1, 3)
    return close_ups(network_input(image, p.spacing_mm), table[:, 1:]).astype(np.float16), table[:, 0]


def _centres(lesion: InsertedLesion, most: int, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Return the middles of some of a lesion's calcifications; of one that is drawn out, such as a vessel, any place on
    it.
    """
    chosen = rng.permutation(len(lesion.objects))[:most]
    centres = []
    for rows, columns in (lesion.objects[i] for i in chosen):
        if np.ptp(rows) + np.ptp(columns) > DRAWN_OUT_PX:
            at = rng.integers(len(rows))
            centres.append((float(rows[at]), float(columns[at])))
        else:
            centres.append((float(rows.mean()), float(columns.mean())))
    return centres


# from this height and width together a calcification is seen at any place on it
DRAWN_OUT_PX = 60


def _others(
    label: np.ndarray, lesions: list[InsertedLesion], rng: np.random.Generator
) -> list[tuple[int, float, float]]:
    own = np.zeros(label.shape, bool)
    for lesion in lesions:
        own[lesion.rows, lesion.columns] = True
    parts = components(np.where((label > 0) & (label <= NO_CALCIFICATION) & ~own, label, 0))
    places = []
    for number in rng.permutation(parts.max())[:OF_OTHERS] + 1:
        rows, columns = np.nonzero(parts == number)
        at = rng.integers(len(rows))
        places.append((int(label[rows[at], columns[at]]) - 1, float(rows[at]), float(columns[at])))
    return places


class CloseUps(Numbered):
    """A map-style data set: ``image`` float32 (4, 96, 96), ``label`` int64; item i + `offset` is always the same, and
    an epoch takes `length`.

    All close-ups are seen in a new order in each round. They are drawn at the first use and kept in `folder`, some
    thousand a file, so that a training that was interrupted draws none again.
    """

    def __init__(self, folder: Path, patches: KindPatches, length: int, seed: int) -> None:
        super().__init__(length, seed)
        self._round = -1
        self.parts, self.labels = stored(folder, patches)
        self._starts = np.cumsum([0, *map(len, self.parts)])

    def item(self, number: int) -> dict[str, np.ndarray | int]:
        """Return a close-up; see the class."""
        turn, place = divmod(number, len(self.labels))
        if turn != self._round:
            self._order, self._round = np.random.default_rng((self.seed, turn)).permutation(len(self.labels)), turn
        chosen = int(self._order[place])
        rng = np.random.default_rng((self.seed, number, 1))
        part = int(np.searchsorted(self._starts, chosen, side="right")) - 1
        return as_seen(self.parts[part][chosen - self._starts[part]].astype(np.float32), int(self.labels[chosen]), rng)


def as_seen(image: np.ndarray, label: int, rng: np.random.Generator) -> dict[str, np.ndarray | int]:
    """Return a close-up float32 (4, 96, 96) with its label as a training sees it: in half of the cases mirrored, a
    little brighter or darker.
    """
    if rng.random() < 0.5:  # not upside down: milk of calcium settles
        image = image[..., ::-1]
    image = image * np.float32(np.exp(rng.normal(0, 0.1))) + np.float32(rng.normal(0, 0.1))
    return {"image": np.ascontiguousarray(image), "label": label}


def stored(folder: Path, patches: KindPatches, every: bool = True) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the close-ups of all patches, float16 (n, 4, 96, 96) a file, and the class of each, from files in
    `folder`, or drawn into them.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def drawn(indices: range) -> dict[str, np.ndarray]:
        pairs = zip(*(drawn_close_ups(patches, index, every) for index in indices), strict=True)
        return {name: np.concatenate(own) for name, own in zip(("images", "labels"), pairs, strict=True)}

    parts = [range(first, min(first + CHUNK, len(patches))) for first in range(0, len(patches), CHUNK)]
    files = [kept_arrays(folder / f"{one.start}-{one.stop}.npz", partial(drawn, one)) for one in parts]
    return [one["images"] for one in files], np.concatenate([one["labels"] for one in files])
