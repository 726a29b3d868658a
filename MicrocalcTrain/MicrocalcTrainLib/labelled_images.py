"""One image of a labelled set by its name, whether the set is an imported one or a folder with ``truth.json``."""

from __future__ import annotations

from pathlib import Path

from MicrocalcCADLib.errors import InputError

from .datasets.labelled_folder import LabelledImage, labelled_folder
from .datasets.splits import SPLITS
from .datasets.stored_images import is_store, labelled_images


def image_named(labelled: Path, stem: str) -> LabelledImage:
    """Return an image of a set; raises `InputError` if the set has none of that name."""
    found = [image for image in _images(labelled) if image.stem == stem]
    if not found:
        raise InputError(f"The set has no image {stem} any more: evaluate again.")
    return found[0]


def _images(labelled: Path) -> list[LabelledImage]:
    if not is_store(labelled):
        return list(labelled_folder(labelled))
    images: list[LabelledImage] = []
    for split in SPLITS:
        try:
            images += labelled_images(labelled, split)
        except InputError:  # a part without images
            continue
    return images
