"""Label images and masks: pictures or volumes whose values are numbers of objects, not grey."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .kinds import FileKind, kind_of
from .volume_header import image_io


def read_labels(path: Path) -> np.ndarray:
    """Return the values of a picture, NRRD or MHA file as they are, without axes of length one.

    Raises
    ------
    InputError
        If it is of no kind that we read, or its header names pixels elsewhere.
    OSError, RuntimeError
        If it is not there, or damaged.
    """
    import SimpleITK as sitk

    reader = {"imageIO": image_io(path)} if kind_of(path) is FileKind.VOLUME else {}
    return np.squeeze(sitk.GetArrayFromImage(sitk.ReadImage(str(path), **reader)))
