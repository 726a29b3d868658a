"""Patches of a store for MONAI's and torch's data loaders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from MicrocalcCADLib.errors import InputError

from ..patch_database import ALL_SYMMETRIES, BalancedBatches
from .conversion import CLASSES
from .patch_store import PatchStore


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
    store: PatchStore, split: str, positives: Sequence[int], batch: int, steps: int, seed: int, symmetries: Sequence[int] = ALL_SYMMETRIES
) -> BalancedBatches:
    """Return minibatches drawn at random from a part: half positives, half negatives, the classes of a side in equal shares.

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
