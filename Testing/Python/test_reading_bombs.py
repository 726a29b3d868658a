"""Files that are small and ask for much, or that name other files, are refused before any work."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from breast_pictures import breast_picture, stored
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.label_file import read_labels
from reader_matrix import tiff, volume

PICTURE = breast_picture((160, 128))
PIXELS = stored(PICTURE, 16)


def refusal(path: Path, seconds: float = 1.0) -> str:
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        read_mammogram(path, spacing_mm=0.1)
    assert time.process_time() - started < seconds
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("big", [False, True])
def test_a_tiff_of_very_many_pages_is_refused_at_the_second(tmp_path, big):
    tiff(tmp_path / "pages.tif", PIXELS, big=big, pages=20_000)
    assert "several pages" in refusal(tmp_path / "pages.tif")


@pytest.mark.parametrize("magic", [b"P5", b"P2"])
def test_a_comment_without_end_in_a_pgm_is_not_followed(tmp_path, magic):
    (tmp_path / "bomb.pgm").write_bytes(magic + b"\n#" + b"x" * 20_000_000 + b"\n128 160\n255\n" + bytes(128 * 160))
    assert "header that does not end" in refusal(tmp_path / "bomb.pgm")


@pytest.mark.parametrize(
    ("size", "words"), [(b"128 160", "more text than"), (b"2000 2000", "comments among its values")]
)
def test_a_plain_pgm_of_comments_is_refused(tmp_path, size, words):
    (tmp_path / "bomb.pgm").write_bytes(b"P2\n" + size + b"\n255\n" + b"#\n1 " * 2_000_000)
    assert words in refusal(tmp_path / "bomb.pgm")


def test_a_plain_pgm_is_read(tmp_path):
    text = "\n".join(" ".join(map(str, row)) for row in stored(PICTURE, 8).tolist())
    (tmp_path / "plain.pgm").write_text(f"P2\n# a comment\n128 160\n255\n{text}\n")
    np.testing.assert_allclose(
        read_mammogram(tmp_path / "plain.pgm", spacing_mm=0.1).pixels, stored(PICTURE, 8) / 255, atol=1e-6
    )


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../other.raw",
        "//server/share/x.raw",
        "\\\\server\\x.raw",
        "C:\\x.raw",
        "LIST",
        "slice%03d.raw 1 1 1",
        "/dev/zero",
        "sub/x.raw",
        "",
    ],
)
def test_a_header_that_names_pixels_elsewhere_is_refused(tmp_path, name):
    header = (
        "ObjectType = Image\nNDims = 2\nDimSize = 128 160\nElementType = MET_USHORT\nElementSpacing = 0.1"
        f" 0.1\nElementDataFile = {name}\n"
    )
    (tmp_path / "image.mha").write_text(header)
    assert "header of image.mha" in refusal(tmp_path / "image.mha").replace("The header", "header")
    nrrd = (
        "NRRD0004\ntype: uint16\ndimension: 2\nsizes: 128 160\nspacings: 0.1 0.1\nencoding: raw\nendian: little\ndata"
        f" file: {name}\n"
    )
    (tmp_path / "image.nrrd").write_text(nrrd + "\n")
    refusal(tmp_path / "image.nrrd")


def test_label_images_do_not_name_other_files_either(tmp_path):
    (tmp_path / "mask.mha").write_text(
        "ObjectType = Image\nNDims = 2\nDimSize = 4 4\nElementType = MET_UCHAR\nElementDataFile = /etc/passwd\n"
    )
    with pytest.raises(InputError, match="names pixels in another place"):
        read_labels(tmp_path / "mask.mha")


def test_pixels_in_a_plain_file_beside_the_header_are_read(tmp_path):
    volume(tmp_path / "image.mhd", PIXELS)
    assert (tmp_path / "image.raw").exists() or (tmp_path / "image.zraw").exists()
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.mhd").pixels, PIXELS / 65535, atol=1e-6)
    volume(tmp_path / "other.nhdr", PIXELS)
    np.testing.assert_allclose(read_mammogram(tmp_path / "other.nhdr").pixels, PIXELS / 65535, atol=1e-6)


@pytest.mark.parametrize(("samples", "words"), [(2, "form that no decoder here keeps")])
def test_a_form_whose_bits_no_decoder_keeps_is_refused_as_such(tmp_path, samples, words):
    tiff(tmp_path / "image.tif", np.dstack([PIXELS] * samples))
    assert words in refusal(tmp_path / "image.tif")
