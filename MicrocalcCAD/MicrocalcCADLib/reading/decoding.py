"""Stored pixel values of a DICOM file, whatever its transfer syntax, with the decoders that are there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError

if TYPE_CHECKING:
    from pydicom import Dataset


def stored_pixels(path: Path) -> np.ndarray:
    """Return the stored values (rows, columns), neither rescaled nor inverted.

    pydicom decodes what it has plug-ins for; else SimpleITK's GDCM does, which Slicer always has and which knows
    JPEG lossless, JPEG-LS, JPEG 2000 and RLE.

    Raises
    ------
    InputError
        If the pixel data are missing, truncated or of an unknown compression.
    """
    from pydicom import dcmread

    try:
        dataset = dcmread(path, force=True)
        _complete_meta(dataset)
        pixels = dataset.pixel_array if _pydicom_decodes(dataset.file_meta.TransferSyntaxUID) else _decoded_by_gdcm(dataset)
        return _without_unused_bits(pixels, dataset)
    except AttributeError as error:
        raise InputError(f"{path.name} has no pixel data ({error}): it is truncated or not an image, export it again.") from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # decoders raise whatever the damaged bytes lead to; the panic of one in Rust is no Exception
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(f"{path.name} cannot be decoded ({reason.rstrip('.:')}): it is truncated or damaged, export it again.") from error


def _complete_meta(dataset: Dataset) -> None:
    """A bare data set (no file meta information) is implicit little endian by the standard's default."""
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import ImplicitVRLittleEndian

    if not hasattr(dataset, "file_meta"):
        dataset.file_meta = FileMetaDataset()
    if "TransferSyntaxUID" not in dataset.file_meta:
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian


def _pydicom_decodes(transfer_syntax: str) -> bool:
    try:
        from pydicom.pixels import get_decoder
    except ImportError:  # pydicom 2
        from pydicom import config

        return any(h.is_available() and h.supports_transfer_syntax(transfer_syntax) for h in config.pixel_data_handlers)
    try:
        return not transfer_syntax.is_compressed or get_decoder(transfer_syntax).is_available
    except NotImplementedError:
        return False


def _decoded_by_gdcm(dataset: Dataset) -> np.ndarray:
    import SimpleITK as sitk

    # so that GDCM gives the stored values: it would invert and rescale
    dataset.PhotometricInterpretation = "MONOCHROME2"
    for keyword in ("RescaleSlope", "RescaleIntercept", "RescaleType"):
        if keyword in dataset:
            delattr(dataset, keyword)
    with tempfile.TemporaryDirectory() as folder:
        copy = str(Path(folder) / "image.dcm")
        dataset.save_as(copy)
        image = sitk.ReadImage(copy, imageIO="GDCMImageIO")
    return sitk.GetArrayFromImage(image)[0]


def _without_unused_bits(pixels: np.ndarray, dataset: Dataset) -> np.ndarray:
    """Old files keep overlays in the bits above BitsStored."""
    bits = dataset.get("BitsStored") or 8 * pixels.dtype.itemsize
    if pixels.dtype.kind == "u" and bits < 8 * pixels.dtype.itemsize and pixels.max() > 2**bits - 1:
        return pixels & pixels.dtype.type(2**bits - 1)
    return pixels
