"""Reading a patch store: positions from its SQLite file, pixels from memory-mapped arrays."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError

from .conversion import CLASSES, array_path, in_units
from .splits import Splits
from .store_file import SPLITS_FILE, StoreParameters, connected, fact

MOST_OPEN = 256


class PatchStore:
    """Patches of a set by split and class.

    Patches are numbered in the order of image, class, row and column, so that a set gives the same numbers however it
    was built. `BalancedBatches` draws minibatches from it, `StorePatches` gives single ones. It can be copied into
    worker processes, and is not to be used by several threads at once.

    Raises
    ------
    InputError
        If the folder holds no store, or patients in it are in another part than its file of splits says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        with connected(self.folder) as connection:
            self.parameters = StoreParameters.from_text(fact(connection, "parameters") or "")
            parts = dict(connection.execute("SELECT patient, split FROM patients"))
            images = connection.execute(
                "SELECT id, name, patient FROM images WHERE failure IS NULL ORDER BY name"
            ).fetchall()
            patches = connection.execute("SELECT image, class, row, column FROM patches").fetchall()
        _check_splits(parts, self.folder / SPLITS_FILE)
        self.names = tuple(name for _, name, _ in images)
        self._split_of_image = np.array([parts[patient] for _, _, patient in images], dtype=object)
        rank = {number: place for place, (number, _, _) in enumerate(images)}
        table = np.array([(rank[image], *rest) for image, *rest in patches], np.int32).reshape(-1, 4)
        self._image, self._class, self._row, self._column = np.ascontiguousarray(table[np.lexsort(table.T[::-1])].T)
        self._arrays: OrderedDict[int, np.ndarray] = OrderedDict()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_arrays": OrderedDict()}

    def __len__(self) -> int:
        return len(self._class)

    @property
    def size_px(self) -> int:
        """Side of the patches."""
        return self.parameters.size_px

    def identifiers(self, split: str) -> dict[int, np.ndarray]:
        """Return the numbers of a split's patches by class, ascending."""
        inside = np.isin(self._image, np.flatnonzero(self._split_of_image == split))
        return {one: numbers for one in CLASSES if len(numbers := np.flatnonzero(inside & (self._class == one)))}

    def classes(self, identifiers: np.ndarray) -> np.ndarray:
        """Return the classes (n,) of patches, int64."""
        return self._class[identifiers].astype(np.int64)

    def read(self, identifiers: np.ndarray) -> np.ndarray:
        """Return patches by number, in the order asked for, float32 (n, size, size).

        Raises
        ------
        InputError
            If an array of the store is missing or damaged.
        """
        size, half = self.size_px, self.size_px // 2
        identifiers = np.asarray(identifiers, np.int64)
        result: np.ndarray | None = None
        for place in np.argsort(self._image[identifiers], kind="stable"):
            number = identifiers[place]
            array = self._array(int(self._image[number]))
            if result is None:
                result = np.empty((len(identifiers), size, size), array.dtype)
            top, left = self._row[number] - half, self._column[number] - half
            result[place] = array[top : top + size, left : left + size]
        return np.zeros((0, size, size), np.float32) if result is None else in_units(result, self.parameters.content)

    @property
    def mean_spacing_mm(self) -> float:
        """Pixel spacing of the patches; where each image keeps its own, the mean of them."""
        with connected(self.folder) as connection:
            (spacing,) = connection.execute("SELECT avg(spacing_mm) FROM images WHERE failure IS NULL").fetchone()
        return self.parameters.spacing_mm or round(float(spacing), 4)

    def all_of(self, split: str, most: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return all patches of a split, float32 (n, size, size), and their classes, int64 (n,).

        Parameters
        ----------
        most
            At most so many of each class, spread over all of it.

        Raises
        ------
        InputError
            If the split has none.
        """
        by_class = self.identifiers(split)
        if not by_class:
            raise InputError(
                f"The part {split!r} of {self.folder} has no patch: import more patients, or give this part a larger"
                " fraction."
            )
        some = [
            one[np.linspace(0, len(one) - 1, min(most or len(one), len(one))).astype(int)] for one in by_class.values()
        ]
        identifiers = np.concatenate(some)
        return self.read(identifiers), self.classes(identifiers)

    def _array(self, image: int) -> np.ndarray:
        if image in self._arrays:
            self._arrays.move_to_end(image)
            return self._arrays[image]
        path = array_path(self.folder, self.names[image])
        try:
            array = np.load(path, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise InputError(
                f"{path} is missing or damaged ({error}): remove it and import the set again into the same folder."
            ) from error
        self._arrays[image] = array
        if len(self._arrays) > MOST_OPEN:
            self._arrays.popitem(last=False)
        return array


def _check_splits(parts: dict[str, str], path: Path) -> None:
    written = Splits.load(path).of_patient
    for patient, split in parts.items():
        if written.get(patient, split) != split:
            raise InputError(
                f"The patient {patient} is in {split} in the data set and in {written[patient]} in {path.name}: import"
                " the set again."
            )
