"""Stored pixel values of a DICOM file, whatever its transfer syntax, with the decoders that are there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError, OutputError
from ..files import reason_of
from .code_streams import check_end
from .elements import number, whole
from .transfer_syntaxes import unread_name
from .undecodable import undecodable

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.uid import UID

_BYTES = {8: 1, 16: 2, 32: 4, 64: 8}
_FLOATS = {"FloatPixelData": "f4", "DoubleFloatPixelData": "f8"}
PIXEL_ELEMENTS = ("PixelData", *_FLOATS)


def stored_pixels(path: Path) -> np.ndarray:
    """Return the stored values (rows, columns), neither rescaled nor inverted, with all bits of their container.

    pydicom decodes what it has plug-ins for; else SimpleITK's GDCM does, which Slicer always has and which knows
    JPEG lossless, JPEG-LS, JPEG 2000 and RLE.

    Raises
    ------
    InputError
        If the pixel data are missing, truncated or of an unknown compression; the sentence names which.
    OutputError
        If GDCM is needed and no temporary file can be written for it.
    """
    from pydicom import dcmread

    try:
        dataset = dcmread(path, force=True)
        _complete_meta(dataset)
        syntax = dataset.file_meta.TransferSyntaxUID
        _check_syntax(syntax, path)
        if not any(keyword in dataset for keyword in PIXEL_ELEMENTS):
            raise InputError(f"{path.name} has no pixel data: it is truncated or only a header, export it again.")
        _complete_description(dataset, path)
        _check_length(dataset, path)
        check_end(dataset, path)
        pixels = _decoded_by_pydicom(dataset) if _pydicom_decodes(syntax) else _decoded_by_gdcm(dataset)
        return pixels.astype(pixels.dtype.newbyteorder("="), copy=False)
    except (KeyboardInterrupt, SystemExit, InputError, OutputError):
        raise
    except (
        BaseException
    ) as error:  # decoders raise whatever the damaged bytes lead to; the panic of one in Rust is no Exception
        raise undecodable(path, error) from error


def _complete_meta(dataset: Dataset) -> None:
    """A bare data set (no file meta information) is implicit little endian by the standard's default, unless it was
    read otherwise.
    """
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

    if not hasattr(dataset, "file_meta"):
        dataset.file_meta = FileMetaDataset()
    if "TransferSyntaxUID" not in dataset.file_meta:
        implicit, little = getattr(dataset, "original_encoding", (True, True))
        explicit = ExplicitVRBigEndian if little is False else ExplicitVRLittleEndian
        dataset.file_meta.TransferSyntaxUID = explicit if implicit is False else ImplicitVRLittleEndian


def _check_syntax(uid: str, path: Path) -> None:
    name = unread_name(str(uid))
    if name is not None:
        raise InputError(f"{path.name} is compressed as {name}, which cannot be decoded here: export it uncompressed.")


def _complete_description(dataset: Dataset, path: Path) -> None:
    """Fill in what decoders want and a file left out, where it follows from the rest."""
    size = (whole(dataset, "Rows") or 0) * (whole(dataset, "Columns") or 0)
    compressed = (
        dataset.file_meta.TransferSyntaxUID.is_compressed and not dataset.file_meta.TransferSyntaxUID.is_deflated
    )
    if number(dataset, "BitsAllocated") is None:
        stored = whole(dataset, "BitsStored") or 16
        data = next(dataset[k].value for k in PIXEL_ELEMENTS if k in dataset)
        dataset.BitsAllocated = (8 if stored <= 8 else 16) if compressed else 8 * max(1, len(data) // max(size, 1))
    if int(dataset.BitsAllocated) not in _BYTES:
        raise InputError(
            f"{path.name} states {dataset.BitsAllocated} bits allocated a pixel, which no decoder here reads: export it"
            " with 16 bits."
        )
    defaults = {"SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2"}
    if "PixelData" in dataset:
        defaults |= {"PixelRepresentation": 0, "BitsStored": int(dataset.BitsAllocated)}
    for keyword, value in defaults.items():
        if dataset.get(keyword) in (None, "", 0):
            setattr(dataset, keyword, value)
    dataset.PhotometricInterpretation = str(dataset.PhotometricInterpretation).strip().upper()
    if "PixelData" in dataset and number(dataset, "HighBit") is None:
        dataset.HighBit = int(dataset.BitsStored) - 1
    if whole(dataset, "NumberOfFrames") is None and "NumberOfFrames" in dataset:
        del dataset.NumberOfFrames


def _check_length(dataset: Dataset, path: Path) -> None:
    """An uncompressed image that has fewer bytes than its header says is truncated."""
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        return
    width = next(
        (np.dtype(kind).itemsize for keyword, kind in _FLOATS.items() if keyword in dataset),
        _BYTES[int(dataset.BitsAllocated)],
    )
    needed = (whole(dataset, "Rows") or 0) * (whole(dataset, "Columns") or 0) * width
    there = len(next(dataset[k].value for k in PIXEL_ELEMENTS if k in dataset))
    if there < needed:
        raise InputError(
            f"{path.name} is truncated: it has {there} of {needed} bytes of pixels. Copy or export it again."
        )


def _pydicom_decodes(transfer_syntax: UID) -> bool:
    from pydicom.uid import JPEGExtended12Bit

    try:
        from pydicom.pixels import get_decoder
    except ImportError:  # pydicom 2
        from pydicom import config

        return any(h.is_available() and h.supports_transfer_syntax(transfer_syntax) for h in config.pixel_data_handlers)
    if (
        transfer_syntax == JPEGExtended12Bit
    ):  # Pillow decodes the 8-bit kind of it only, and says that it can decode both
        return False
    try:
        return not transfer_syntax.is_compressed or get_decoder(transfer_syntax).is_available
    except NotImplementedError:
        return False


def _decoded_by_pydicom(dataset: Dataset) -> np.ndarray:
    """pydicom would clear the bits that the header calls unused, whether or not the values reach into them."""
    if "PixelData" in dataset:
        dataset.BitsStored, dataset.HighBit = dataset.BitsAllocated, int(dataset.BitsAllocated) - 1
    return dataset.pixel_array


def _decoded_by_gdcm(dataset: Dataset) -> np.ndarray:
    import SimpleITK as sitk

    # so that GDCM gives the stored values: it would invert and rescale
    dataset.PhotometricInterpretation = "MONOCHROME2"
    for keyword in ("RescaleSlope", "RescaleIntercept", "RescaleType", "ModalityLUTSequence"):
        if keyword in dataset:
            delattr(dataset, keyword)
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = str(Path(folder) / "image.dcm")
            dataset.save_as(copy)
            image = sitk.ReadImage(copy, imageIO="GDCMImageIO")
    except OSError as error:
        raise OutputError(
            f"A copy of the image for its decoder cannot be written ({reason_of(error)}): free some disk space for"
            " temporary files."
        ) from error
    return sitk.GetArrayFromImage(image)[0]
