"""Compressed pictures that are not whole: what decoders fill in without a word is refused, what no coder writes is
said.
"""

from __future__ import annotations

import copy
import errno
from pathlib import Path

import numpy as np
import pytest
from dicom_files import mammogram_dataset
from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcCADLib.reading import decoding, read_mammogram
from MicrocalcCADLib.reading.code_streams import DAMAGED, damage_notes
from MicrocalcCADLib.reading.decoding import stored_pixels
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import JPEG2000Lossless, JPEGLSLossless
from set_material import breast

JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70"
KINDS = {"JPEG 2000": JPEG2000Lossless, "JPEG-LS": JPEGLSLossless, "JPEG": JPEG_LOSSLESS}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """The same mammogram in each of the codings."""
    pixels = np.round(breast(0) / float(breast(0).max()) * 4000).astype(np.uint16)
    pixels += np.random.default_rng(0).integers(0, 16, pixels.shape).astype(np.uint16)
    made = {}
    for name, syntax in KINDS.items():
        dataset = mammogram_dataset(pixels)
        if syntax == JPEG_LOSSLESS:
            _as_jpeg(dataset, pixels, tmp_path_factory.mktemp("jpeg") / "coded.dcm")
        else:
            dataset.compress(syntax, generate_instance_uid=False)
        made[name] = dataset
    return made


def _as_jpeg(dataset: Dataset, pixels: np.ndarray, place: Path) -> None:
    """GDCM is the only one at hand that writes JPEG without loss."""
    import SimpleITK as sitk

    writer = sitk.ImageFileWriter()
    writer.SetImageIO("GDCMImageIO")
    writer.UseCompressionOn()
    writer.SetCompressor("JPEG")
    writer.SetFileName(str(place))
    writer.Execute(sitk.GetImageFromArray(pixels[None]))
    coded = dcmread(place)
    dataset.file_meta.TransferSyntaxUID = coded.file_meta.TransferSyntaxUID
    dataset.PixelData = coded.PixelData
    dataset["PixelData"].VR = "OB"
    dataset.BitsStored, dataset.HighBit = 16, 15


def written(path: Path, dataset: Dataset, stream: bytes | None = None) -> Path:
    """Write the picture, with another code stream if one is given."""
    changed = copy.deepcopy(dataset)
    if stream is not None:
        changed.PixelData = encapsulate([stream + b"\0" * (len(stream) % 2)])
        changed["PixelData"].VR = "OB"
    changed.save_as(path, enforce_file_format=True)
    return path


def stream_of(dataset: Dataset) -> bytes:
    return next(generate_frames(dataset.PixelData, number_of_frames=1))


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_picture_is_read_without_a_note(tmp_path: Path, pictures: dict[str, Dataset], kind: str) -> None:
    path = written(tmp_path / "a.dcm", pictures[kind])
    assert damage_notes(path) == ()
    assert DAMAGED not in [notice.text for notice in read_mammogram(path, spacing_mm=0.07).notices]
    assert (stored_pixels(path) == stored_pixels(written(tmp_path / "b.dcm", pictures["JPEG-LS"]))).all()


def test_no_room_for_the_decoders_copy_is_not_a_damaged_image(
    tmp_path: Path, pictures: dict[str, Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = written(tmp_path / "a.dcm", pictures["JPEG 2000"])
    monkeypatch.setattr(decoding, "_pydicom_decodes", lambda syntax: False)
    assert stored_pixels(path).shape == breast(0).shape
    monkeypatch.setattr(Dataset, "save_as", full)
    with pytest.raises(
        OutputError,
        match=r"decoder cannot be written \(No space left on device\): free some disk space for temporary files",
    ):
        stored_pixels(path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_truncated_picture_is_refused(tmp_path: Path, pictures: dict[str, Dataset], kind: str, share: float) -> None:
    stream = stream_of(pictures[kind])
    path = written(tmp_path / "a.dcm", pictures[kind], stream[: int(share * len(stream))])
    with pytest.raises(
        InputError, match=r"a\.dcm is truncated: its compressed picture has no end\. Copy or export it again"
    ):
        read_mammogram(path, spacing_mm=0.07)


@pytest.mark.parametrize("value", [0x00, 0x5A, 0xFF])
def test_a_part_of_jpeg_2000_that_was_overwritten_is_said(
    tmp_path: Path, pictures: dict[str, Dataset], value: int
) -> None:
    stream = stream_of(pictures["JPEG 2000"])
    middle = len(stream) // 2
    path = written(
        tmp_path / "a.dcm", pictures["JPEG 2000"], stream[:middle] + bytes([value]) * 300 + stream[middle + 300 :]
    )
    assert damage_notes(path) == (DAMAGED,)
    if value != 0xFF:  # which some decoders refuse
        assert DAMAGED in [notice.text for notice in read_mammogram(path, spacing_mm=0.07).notices]


@pytest.mark.parametrize("kind", ["JPEG-LS", "JPEG"])
def test_a_marker_inside_of_coded_data_is_said(tmp_path: Path, pictures: dict[str, Dataset], kind: str) -> None:
    stream = stream_of(pictures[kind])
    middle = len(stream) // 2
    path = written(tmp_path / "a.dcm", pictures[kind], stream[:middle] + b"\xff\xe5" + stream[middle + 2 :])
    assert damage_notes(path) == (DAMAGED,)


def test_what_is_not_compressed_or_no_stream_at_all_has_no_note(tmp_path: Path, pictures: dict[str, Dataset]) -> None:
    plain = mammogram_dataset(np.full((100, 80), 7, np.uint16))
    assert damage_notes(written(tmp_path / "plain.dcm", plain)) == ()
    assert damage_notes(written(tmp_path / "noise.dcm", pictures["JPEG 2000"], b"no stream at all" * 100)) == ()
    (tmp_path / "text.dcm").write_text("no DICOM")
    assert damage_notes(tmp_path / "text.dcm") == ()
