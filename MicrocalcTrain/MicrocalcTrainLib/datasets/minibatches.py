"""Patches for MONAI's and torch's data loaders: balanced minibatches, and single ones of a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from MicrocalcCADLib.errors import InputError

from ..numbered import Numbered
from .conversion import CLASSES
from .patch_store import PatchStore

ALL_SYMMETRIES = tuple(range(8))


class PatchSource(Protocol):
    """Where patches come from: `PatchDatabase` of simulated ones, or the `PatchStore` of a data set."""

    def identifiers(self, split: str) -> dict[int, np.ndarray]: ...

    def read(self, identifiers: np.ndarray) -> np.ndarray: ...


class BalancedBatches(Numbered):
    """A map-style data set of whole minibatches: half positives, half negatives, the classes of a side in equal shares.

    Minibatch i of a seed is always the same; where `part` is (rank, size) each item is only that piece of it. Each item
    holds ``image`` float32 (batch, 1, size, size) and ``label`` int64 (batch,).

    Parameters
    ----------
    positives
        The classes that count as positive.
    symmetries
        Which of the eight symmetries of the square patches are drawn from: 0 to 3 rotations by quarter turns, 4 to 7
        the same of the mirrored patch.
    """

    def __init__(
        self,
        database: PatchSource,
        split: str,
        positives: Sequence[int],
        batch: int,
        steps: int,
        seed: int,
        symmetries: Sequence[int] = ALL_SYMMETRIES,
    ) -> None:
        super().__init__(steps, seed)
        self.database, self.batch, self.symmetries = database, batch, symmetries
        by_class = database.identifiers(split)
        self.sides = [[ids for c, ids in by_class.items() if (c in positives) is side] for side in (False, True)]
        if not all(self.sides):
            raise InputError(
                f"The split {split!r} lacks {'positive' if self.sides[0] else 'negative'} patches: simulate more"
                " images."
            )
        self.part = (0, 1)

    def item(self, number: int) -> dict[str, torch.Tensor]:
        """Return a minibatch, or this process's piece of it; see the class."""
        rng = self.drawing(number)
        labels = np.arange(self.batch) % 2
        identifiers = [
            int(rng.choice(classes[rng.integers(len(classes))])) for classes in (self.sides[label] for label in labels)
        ]
        symmetries, (rank, size) = rng.choice(self.symmetries, self.batch), self.part
        own = slice(self.batch * rank // size, self.batch * (rank + 1) // size)
        patches = turned(self.database.read(np.array(identifiers[own])), symmetries[own])
        return {"image": torch.from_numpy(patches)[:, None], "label": torch.from_numpy(labels[own])}


def turned(patches: np.ndarray, symmetry: np.ndarray) -> np.ndarray:
    """Return each of the patches (n, size, size) under its symmetry (n,) of 0 to 7, see `BalancedBatches`."""
    result = np.empty_like(patches)
    for one in np.unique(symmetry):
        chosen = patches[symmetry == one]
        chosen = chosen[:, :, ::-1] if one >= 4 else chosen
        result[symmetry == one] = np.rot90(chosen, one % 4, axes=(1, 2))
    return result


class StorePatches(torch.utils.data.Dataset):
    """A map-style data set of single patches, for `monai.data.DataLoader` with any number of workers.

    Each item holds ``image`` float32 (1, size, size), ``label`` int64 (1 for the positive classes) and ``class`` int64.
    """

    def __init__(self, store: PatchStore, split: str, positives: Sequence[int]) -> None:
        by_class = store.identifiers(split)
        self.store, self.positives = store, tuple(positives)
        self.identifiers = np.concatenate([np.zeros(0, np.int64), *by_class.values()])

    def __len__(self) -> int:
        return len(self.identifiers)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        identifier = self.identifiers[index : index + 1] if index >= 0 else self.identifiers[[index]]
        if len(identifier) == 0:
            raise IndexError(index)
        number = int(self.store.classes(identifier)[0])
        image = torch.from_numpy(self.store.read(identifier))
        return {"image": image, "label": torch.tensor(int(number in self.positives)), "class": torch.tensor(number)}


def balanced_batches(
    store: PatchStore,
    split: str,
    positives: Sequence[int],
    batch: int,
    steps: int,
    seed: int,
    symmetries: Sequence[int] = ALL_SYMMETRIES,
) -> BalancedBatches:
    """Return minibatches drawn at random from a part: half positives, half negatives, the classes of a side in equal
    shares.

    Minibatch i of an epoch e (`offset` = e * steps) is always the same for a seed.

    Raises
    ------
    InputError
        If a class has no patch in this part; the message names it.
    """
    present = store.identifiers(split)
    if empty := [f"C{one}" for one in CLASSES if one not in present]:
        raise InputError(
            f"The part {split!r} of {store.folder} has no patch of class {', '.join(empty)}: import more patients, "
            "give this part a larger fraction, or take whole regions as truth.",
            option="--truth regions",
        )
    return BalancedBatches(store, split, positives, batch, steps, seed, symmetries)
