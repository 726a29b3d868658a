"""Files of one picture in every way that it can be stored, for the test that each comes out as it went in."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from breast_pictures import breast_picture
from dicom_files import FOR_PRESENTATION, FOR_PROCESSING, mammogram_dataset
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

SHAPE = (160, 128)
PICTURE = breast_picture(SHAPE) / breast_picture(SHAPE).max() * np.float32(0.95)

# the ways of a DICOM file: name of the factor, its levels
FACTORS: dict[str, tuple] = {
    "syntax": (ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian,
               RLELossless, JPEGLSLossless, JPEG2000Lossless),
    "stored": (8, 10, 12, 14, 16),
    "in_use": ("all", "twelve", "eight"),
    "allocated": (8, 16, 32),
    "left_justified": (False, True),
    "signed": (False, True),
    "photometric": ("MONOCHROME1", "MONOCHROME2", None),
    "shape": (None, "IDENTITY", "INVERSE"),
    "modality": (None, "rising slope", "falling slope", "rising table", "falling table"),
    "voi": (None, "window", "two windows", "sigmoid", "rising table", "falling table", "table of 8 bits"),
    "padding": (None, "below", "above", "range"),
    "intent": ("FOR PRESENTATION", "FOR PROCESSING", "class alone"),
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way of storing the picture; see `FACTORS`."""

    syntax: str = ExplicitVRLittleEndian
    stored: int = 12
    in_use: str = "all"
    allocated: int = 16
    left_justified: bool = False
    signed: bool = False
    photometric: str | None = "MONOCHROME2"
    shape: str | None = None
    modality: str | None = None
    voi: str | None = None
    padding: str | None = None
    intent: str = "FOR PRESENTATION"

    @property
    def possible(self) -> bool:
        """Whether a file can be so: a field must fit its container, and encoders here know no more than 16 bits or
        signs.
        """
        encoded = self.syntax in (RLELossless, JPEGLSLossless, JPEG2000Lossless)
        fits = self.stored <= self.allocated and (self.bits <= self.stored)
        room = not self.left_justified or self.stored < self.allocated
        # pydicom's encoder writes one byte of two there
        room = room and not (self.syntax == RLELossless and self.stored == 8 and self.allocated == 16)
        plain = not encoded or (
            self.allocated <= 16 and not self.left_justified and not (self.signed and self.syntax == JPEGLSLossless)
        )
        padded = self.padding is None or self.allocated == 16
        apart = self.padding != "above" or self.bits < self.stored
        fine = self.intent == "FOR PRESENTATION" or (self.bits >= 12 and self.padding != "range")
        return fits and room and plain and padded and apart and fine

    @property
    def bits(self) -> int:
        """Number of bits that the values fill."""
        return {"all": self.stored, "twelve": 12, "eight": 8}[self.in_use]

    @property
    def offset(self) -> int:
        """What is taken from the values so that half of the range lies below zero."""
        return 2 ** (self.stored - 1) if self.signed else 0

    @property
    def raw(self) -> bool:
        """Whether values are exposures."""
        return self.intent != "FOR PRESENTATION"

    @property
    def inverted(self) -> bool:
        """Whether the header means that dense is dark: an odd number of its parts turn the picture round."""
        falls = (self.modality or "").startswith("falling") != (self.voi == "falling table")
        return (self.photometric == "MONOCHROME1" or self.shape == "INVERSE") != falls


def pairwise(factors: dict[str, tuple], seed: int = 0) -> list[Way]:
    """Return possible ways in which every possible pair of levels of two factors occurs (greedy, the same
    every time).
    """
    generator = np.random.default_rng(seed)
    wanted, found = all_pairs(factors), []
    for pair in sorted(wanted, key=repr):
        if pair not in wanted:
            continue
        best, most = None, set()
        for levels in completions(pair, factors, generator, 1500):
            covered = pairs_of(levels) & wanted
            if len(covered) > len(most):
                best, most = Way(**levels), covered
        if best is not None:
            found.append(best)
            wanted -= most
    return found


def completions(
    pair: tuple, factors: dict[str, tuple], generator: np.random.Generator, tries: int, most: int = 12
) -> Iterator[dict[str, Any]]:
    """Yield some possible ways with a pair of levels, as levels."""
    for _ in range(tries):
        levels = {name: values[generator.integers(len(values))] for name, values in factors.items()} | dict(pair)
        if Way(**levels).possible:
            yield levels
            most -= 1
            if not most:
                return


def all_pairs(factors: dict[str, tuple]) -> set:
    """Return all pairs of levels of two factors."""
    return {((a, x), (b, y)) for a, b in itertools.combinations(factors, 2) for x in factors[a] for y in factors[b]}


def pairs_of(levels: dict[str, Any]) -> set:
    """Return the pairs of levels in one way."""
    return set(itertools.combinations(levels.items(), 2))


def dicom_file(path: Path, way: Way) -> tuple[Path, np.ndarray]:
    """Write the picture in one way, and return the path and the pixels (float64) that should come out."""
    top = 2**way.bits - 1
    values, expected = _values(way, top)
    values, padding = _padded(values, way, expected)
    stored = values - way.offset
    shift = way.allocated - way.stored if way.left_justified else 0
    kind = np.dtype(f"{'i' if way.signed else 'u'}{way.allocated // 8}")
    pixels = (stored << shift).astype(kind)
    attributes = {
        "SOPClassUID": FOR_PROCESSING if way.raw else FOR_PRESENTATION,
        "PresentationIntentType": None if way.intent == "class alone" else way.intent,
        "PhotometricInterpretation": way.photometric,
        "PresentationLUTShape": way.shape,
        "HighBit": way.stored - 1 + shift,
        **({"PixelIntensityRelationship": "LIN"} if way.raw else {}),
        **_modality(way, top),
        **_voi(way, top),
    }
    dataset = mammogram_dataset(pixels, way.stored, **attributes)
    for keyword, value in padding.items():
        dataset.add_new(keyword, "SS" if way.signed else "US", value - way.offset)
    _save(dataset, path, way.syntax, way.allocated)
    return path, expected


def _values(way: Way, top: int) -> tuple[np.ndarray, np.ndarray]:
    """Return non-negative values of so many bits, and what should come out of them."""
    if not way.raw:
        values = np.round(PICTURE * top).astype(np.int64)
        return (top - values if way.inverted else values), values / top
    exposure = np.clip(np.round(top * np.exp(-6.0 * PICTURE)), 1, None).astype(np.int64)
    expected = np.log(top / exposure) / np.log(top)
    return exposure, expected


def _padded(values: np.ndarray, way: Way, expected: np.ndarray) -> tuple[np.ndarray, dict[int, int]]:
    """Put padding into the last columns, where there is no breast."""
    if way.padding is None:
        return values, {}
    values = values.copy()
    low, high = {"below": (0, 0), "above": (2**way.stored - 1, 2**way.stored - 1), "range": (0, 3)}[way.padding]
    values[:, -12:] = np.where(np.arange(12) % 2, low, high)
    expected[:, -12:] = 0.0
    return values, {0x00280120: low} if low == high else {0x00280120: low, 0x00280121: high}


def _table(first: int, count: int, bits: int, falling: bool, form: str) -> Dataset:
    outputs = np.linspace(0, 2**bits - 1, count).round().astype(int)
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [count % 65536, first % 65536, bits])
    outputs = outputs[::-1] if falling else outputs
    if form == "US":
        item.add_new("LUTData", "US", outputs.tolist())
    else:
        item.add_new("LUTData", "OW", outputs.astype("<u1" if bits <= 8 else form).tobytes())
    return item


def _modality(way: Way, top: int) -> dict[str, Any]:
    if way.modality is None:
        return {}
    if way.modality.endswith("slope"):
        falling = way.modality.startswith("falling")
        return {
            "RescaleSlope": "-0.5" if falling else "0.5",
            "RescaleIntercept": "1000" if falling else "-100",
            "RescaleType": "US",
        }
    return {
        "ModalityLUTSequence": [
            _table(-way.offset, min(top + 1, 4096), 12, way.modality.startswith("falling"), _form(way))
        ]
    }


def _voi(way: Way, top: int) -> dict[str, Any]:
    if way.voi is None:
        return {}
    if way.voi.endswith("table"):
        return {
            "VOILUTSequence": [_table(-way.offset, min(top + 1, 4096), 10, way.voi.startswith("falling"), _form(way))]
        }
    if way.voi == "table of 8 bits":
        return {"VOILUTSequence": [_table(-way.offset, min(top + 1, 4096), 8, False, "OW")]}
    count = 2 if way.voi == "two windows" else 1
    window = {"WindowCenter": ["500", "700"][:count], "WindowWidth": ["900", "600"][:count]}
    return window | ({"VOILUTFunction": "SIGMOID"} if way.voi == "sigmoid" else {})


def _form(way: Way) -> str:
    """Return how LUT Data is written: numbers, or bytes in the order of the file."""
    return ">u2" if way.syntax == ExplicitVRBigEndian else "<u2" if way.syntax == ImplicitVRLittleEndian else "US"


def _save(dataset: Any, path: Path, syntax: str, allocated: int) -> None:
    if syntax in (RLELossless, JPEGLSLossless, JPEG2000Lossless):
        photometric = dataset.get("PhotometricInterpretation")
        dataset.PhotometricInterpretation = photometric or "MONOCHROME2"  # the encoder wants one
        dataset.compress(syntax, generate_instance_uid=False)
        if photometric is None:
            del dataset.PhotometricInterpretation
    elif syntax == ExplicitVRBigEndian:
        pixels = np.frombuffer(dataset.PixelData, f"<u{allocated // 8}")
        dataset["PixelData"].value = pixels.astype(f">u{allocated // 8}").tobytes()
        dataset["PixelData"].VR = "OB" if allocated == 8 else "OW"  # bytes of words would be exchanged
        dataset.set_original_encoding(False, False)
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.save_as(
        path,
        enforce_file_format=True,
        implicit_vr=syntax == ImplicitVRLittleEndian,
        little_endian=syntax != ExplicitVRBigEndian,
    )


# Other containers -----------------------------------------------------------------------------------------------------


def containers() -> Iterator[tuple[str, Any, float]]:
    """Yield (name, function that writes into a path the picture's values of so many bits, largest error)."""
    for bits, in_use in ((8, 8), (16, 16), (16, 12), (16, 8)):
        values = np.round(PICTURE * (2**in_use - 1)).astype(f"u{bits // 8}")
        for name, write in _writers(values, bits, 2**in_use - 1).items():
            yield f"{name}-{in_use} bits in {bits}", write, 2.0 ** -(in_use - 1)


def _writers(values: np.ndarray, bits: int, top: int) -> dict[str, Any]:
    opaque = np.full_like(values, 2**bits - 1)
    rgb, rgba, grey_alpha = np.dstack([values] * 3), np.dstack([values] * 3 + [opaque]), np.dstack([values, opaque])
    return {
        "a.png": lambda path: png(path, values, 0),
        "rgb.png": lambda path: png(path, rgb, 2),
        "rgba.png": lambda path: png(path, rgba, 6),
        "grey-alpha.png": lambda path: png(path, grey_alpha, 4),
        "a.tif": lambda path: tiff(path, values),
        "big.tif": lambda path: tiff(path, values, big=True),
        "big-endian.tif": lambda path: tiff(path, values, order=">"),
        "big-endian-big.tif": lambda path: tiff(path, values, big=True, order=">"),
        "rgb.tif": lambda path: tiff(path, rgb),
        "white-is-zero.tif": lambda path: tiff(path, np.asarray(top - values, values.dtype), photometric=0),
        "a.nrrd": lambda path: volume(path, values),
        "a.mha": lambda path: volume(path, values),
        "float.mha": lambda path: volume(path, values.astype(np.float32)),
        "signed.nrrd": lambda path: volume(path, values.astype(np.int32)),
    }


def png(path: Path, planes: np.ndarray, colour: int) -> None:
    """Write a PNG with filter 0; Pillow cannot write 16 bits in several channels."""
    height, width = planes.shape[:2]
    bits = 8 * planes.dtype.itemsize
    lines = b"".join(
        b"\0" + line.tobytes() for line in planes.astype(planes.dtype.newbyteorder(">")).reshape(height, -1)
    )
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    content = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)


def tiff(
    path: Path, planes: np.ndarray, big: bool = False, order: str = "<", photometric: int | None = None, pages: int = 1
) -> None:
    """Write an uncompressed TIFF or BigTIFF of one strip, any byte order, any number of pages with the same pixels."""
    samples = 1 if planes.ndim == 2 else planes.shape[2]
    data = planes.astype(planes.dtype.newbyteorder(order)).tobytes()
    bits = 8 * planes.dtype.itemsize
    photometric = photometric if photometric is not None else (2 if samples >= 3 else 1)
    start = 16 if big else 8
    place = start + len(data)
    depths = struct.pack(f"{order}{samples}H", *[bits] * samples)
    long, offset, size = ("Q", 16, 8) if big else ("I", 4, 4)
    fields = [
        (256, 4, 1, planes.shape[1]),
        (257, 4, 1, planes.shape[0]),
        (258, 3, samples, None),
        (259, 3, 1, 1),
        (262, 3, 1, photometric),
        (273, offset, 1, start),
        (277, 3, 1, samples),
        (278, 4, 1, planes.shape[0]),
        (279, offset, 1, len(data)),
        (284, 3, 1, 1),
    ]
    length = (8 if big else 2) + len(fields) * (20 if big else 12) + size
    content = [
        struct.pack(
            order + ("2sHHHQ" if big else "2sHI"),
            b"II" if order == "<" else b"MM",
            *((43, 8, 0) if big else (42,)),
            place + len(depths),
        ),
        data,
        depths,
    ]
    for page in range(pages):
        directory = struct.pack(order + ("Q" if big else "H"), len(fields))
        for tag, kind, count, value in fields:
            if value is None:
                held = depths.ljust(size, b"\0") if len(depths) <= size else struct.pack(order + long, place)
            else:
                held = struct.pack(order + {3: "H", 4: "I", 16: "Q"}[kind], value).ljust(size, b"\0")
            directory += struct.pack(order + "HH" + long, tag, kind, count) + held
        following = place + len(depths) + (page + 1) * length if page + 1 < pages else 0
        content.append(directory + struct.pack(order + long, following))
    path.write_bytes(b"".join(content))


def volume(path: Path, values: np.ndarray) -> None:
    """Write an NRRD or MHA with a spacing of 0.1 mm."""
    import SimpleITK as sitk

    image = sitk.GetImageFromArray(values)
    image.SetSpacing((0.1, 0.1))
    sitk.WriteImage(image, str(path))
