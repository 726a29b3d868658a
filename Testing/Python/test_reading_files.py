from __future__ import annotations

import os
import re
import struct
import zlib
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from breast_pictures import breast_picture, stored
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import read_mammogram
from PIL import Image

PICTURE = breast_picture((160, 128))
EIGHT, SIXTEEN = stored(PICTURE, 8), stored(PICTURE, 16)


def _saved(path: Path, pixels: np.ndarray, **options) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


@pytest.mark.parametrize("name", ["image.png", "image.tif", "image.pgm"])
@pytest.mark.parametrize(("pixels", "full_scale"), [(EIGHT, 255), (SIXTEEN, 65535)])
def test_pictures_of_8_and_16_bits_keep_their_values(tmp_path, name, pixels, full_scale):
    mammogram = read_mammogram(_saved(tmp_path / name, pixels), spacing_mm=0.1)
    assert mammogram.full_scale == full_scale
    np.testing.assert_allclose(mammogram.pixels, pixels / full_scale, atol=1e-6)


@pytest.mark.parametrize("white", [100, 255, 1023, 4095, 65535])
@pytest.mark.parametrize("form", ["P5", "P2"])
def test_a_pgm_keeps_its_stored_values_and_the_white_that_it_states(tmp_path, form, white):
    pixels = np.round(PICTURE / PICTURE.max() * white * 0.8).astype(np.uint8 if white < 256 else ">u2")
    path = tmp_path / "L_CC.pgm"
    data = pixels.tobytes() if form == "P5" else "\n".join(map(str, pixels.ravel().tolist())).encode()
    path.write_bytes(b"%s\n# made by a test\n%d %d\n%d\n" % (form.encode(), *pixels.shape[::-1], white) + data)
    for given in (None, white):
        mammogram = read_mammogram(path, 0.1, full_scale=given)
        assert mammogram.full_scale == white and not any("assumed" in notice.text for notice in mammogram.notices)
        np.testing.assert_allclose(mammogram.pixels, pixels / white, atol=1e-6)


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32, np.float32])
def test_a_tiff_is_read_as_the_numbers_that_it_holds(tmp_path, kind):
    """SimpleITK writes them; Pillow takes some for others of the same size."""
    low = 0 if kind == np.float32 else max(np.iinfo(kind).min, -(2**15))
    high = 1 if kind == np.float32 else min(np.iinfo(kind).max, low + 2**16 - 1)
    values = (low + PICTURE * (high - low)).astype(kind)
    sitk.WriteImage(sitk.GetImageFromArray(values), str(tmp_path / "image.tif"))
    pixels = read_mammogram(tmp_path / "image.tif", 0.1).pixels.astype(float)
    assert np.corrcoef(pixels.ravel(), PICTURE.ravel())[0, 1] > 0.9999


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_of_half_floats_is_no_tiff_of_whole_numbers(tmp_path, order):
    values = PICTURE.astype(f"{order}f2")
    rows, columns = values.shape
    entries = [(256, 4, columns), (257, 4, rows), (258, 3, 16), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1)]
    entries += [(278, 4, rows), (279, 4, values.nbytes), (339, 3, 3)]
    start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8 + values.nbytes)
    forms = {3: f"{order}HHIHH", 4: f"{order}HHII"}
    fields = [
        struct.pack(forms[kind], tag, kind, 1, *((value, 0) if kind == 3 else (value,))) for tag, kind, value in entries
    ]
    directory = struct.pack(f"{order}H", len(fields)) + b"".join(fields) + bytes(4)
    (tmp_path / "image.tif").write_bytes(start + values.tobytes() + directory)
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.tif", 0.1).pixels, PICTURE, atol=2e-3)


def test_dpi_of_a_picture_is_not_believed(tmp_path):
    with pytest.raises(InputError, match="in mm"):
        read_mammogram(_saved(tmp_path / "image.png", EIGHT, dpi=(254, 254)))


def test_grey_jpeg_of_three_equal_channels_is_read_and_its_loss_is_told(tmp_path):
    mammogram = read_mammogram(_saved(tmp_path / "image.jpg", np.dstack([EIGHT] * 3), quality=95), spacing_mm=0.1)
    assert np.abs(mammogram.pixels - EIGHT / 255).mean() < 0.01
    assert any("JPEG" in notice.text for notice in mammogram.notices)


@pytest.mark.parametrize("mode", ["LA", "RGBA", "P"])
def test_transparency_and_grey_palettes_do_no_harm(tmp_path, mode):
    Image.fromarray(EIGHT).convert(mode).save(tmp_path / "image.png")
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.png", 0.1).pixels, EIGHT / 255, atol=1e-6)


def test_sixteen_bit_tiff_whose_zero_is_white_is_turned_round(tmp_path):
    path = tmp_path / "image.tif"
    Image.fromarray(65535 - SIXTEEN).save(path, tiffinfo={262: 0})
    with Image.open(path) as picture:
        if picture.tag_v2[262] != 0:
            pytest.skip("this Pillow does not write such files")
    np.testing.assert_allclose(read_mammogram(path, 0.1).pixels, SIXTEEN / 65535, atol=1e-6)


def test_inverted_picture_is_turned_round_unless_told_otherwise(tmp_path):
    path = _saved(tmp_path / "image.png", 255 - EIGHT)
    found = read_mammogram(path, 0.1)
    np.testing.assert_allclose(found.pixels, EIGHT / 255, atol=1e-6)
    assert any("inverted" in notice.text for notice in found.notices)
    np.testing.assert_allclose(read_mammogram(path, 0.1, invert=False).pixels, 1 - EIGHT / 255, atol=1e-6)
    np.testing.assert_allclose(read_mammogram(_saved(path, EIGHT), 0.1, invert=True).pixels, 1 - EIGHT / 255, atol=1e-6)


@pytest.mark.parametrize("name", ["image.nrrd", "image.mha"])
def test_volumes_bring_their_spacing_in_rows_and_columns(tmp_path, name):
    sitk = pytest.importorskip("SimpleITK")
    image = sitk.GetImageFromArray(SIXTEEN[None])
    image.SetSpacing((0.06, 0.07, 1.0))
    sitk.WriteImage(image, str(tmp_path / name))
    mammogram = read_mammogram(tmp_path / name)
    assert (mammogram.spacing_mm, mammogram.spacing_from) == ((0.07, 0.06), "header")
    np.testing.assert_allclose(mammogram.pixels, SIXTEEN / 65535, atol=1e-6)


def test_volume_with_the_default_spacing_is_refused(tmp_path):
    sitk = pytest.importorskip("SimpleITK")
    sitk.WriteImage(sitk.GetImageFromArray(SIXTEEN), str(tmp_path / "image.nrrd"))
    with pytest.raises(InputError, match="in mm"):
        read_mammogram(tmp_path / "image.nrrd")


def test_volume_of_three_slices_is_refused(tmp_path):
    sitk = pytest.importorskip("SimpleITK")
    sitk.WriteImage(sitk.GetImageFromArray(np.stack([SIXTEEN] * 3)), str(tmp_path / "image.mha"))
    with pytest.raises(InputError, match="3 slices"):
        read_mammogram(tmp_path / "image.mha", 0.1)


def test_a_series_in_a_fourth_dimension_is_counted(tmp_path):
    sitk.WriteImage(sitk.Image([480, 600, 1, 5], sitk.sitkUInt16), str(tmp_path / "series.nrrd"))
    with pytest.raises(InputError, match="has 5 slices"):
        read_mammogram(tmp_path / "series.nrrd", 0.1)


def test_truncated_volume_is_refused(tmp_path):
    sitk = pytest.importorskip("SimpleITK")
    path = tmp_path / "image.mha"
    sitk.WriteImage(sitk.GetImageFromArray(SIXTEEN), str(path))
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(InputError, match="truncated"):
        read_mammogram(path, 0.1)


def test_side_and_view_are_taken_from_the_file_name(tmp_path):
    mammogram = read_mammogram(_saved(tmp_path / "case1_L_MLO.png", EIGHT), 0.1)
    assert (mammogram.laterality, mammogram.view) == ("L", "MLO")


def test_a_wrong_extension_does_no_harm(tmp_path):
    path = _saved(tmp_path / "image.png", EIGHT).rename(tmp_path / "image.dcm")
    np.testing.assert_allclose(read_mammogram(path, 0.1).pixels, EIGHT / 255, atol=1e-6)


def _text(path: Path) -> None:
    path.write_text("no image at all, only words " * 20)


def _cut(path: Path) -> None:
    Image.fromarray(EIGHT).save(path)
    path.write_bytes(path.read_bytes()[:3000])


def _two_pages(path: Path) -> None:
    Image.fromarray(EIGHT).save(path, format="TIFF", save_all=True, append_images=[Image.fromarray(EIGHT)])


def _second_page_without_a_size(path):
    """A TIFF whose one directory points at a second one that states no width."""
    Image.fromarray(EIGHT).save(path, format="TIFF")
    content = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * entries, len(content))
    path.write_bytes(bytes(content) + struct.pack("<HHHII", 1, 259, 3, 1, 1) + struct.pack("<I", 0))


def _of(pixels: np.ndarray):
    return lambda path: Image.fromarray(pixels).save(path)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_text, "not an image that Microcalc reads"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: None, "does not exist"),
        (_cut, "truncated"),
        (_two_pages, "several pages"),
        (_second_page_without_a_size, "several pages"),
        (_of(np.dstack([EIGHT, EIGHT, 255 - EIGHT])), "in colour"),
        (_of(np.zeros((100, 100), np.uint8)), "whole image is black"),
        (_of((EIGHT > 60).astype(np.uint8)), "label map"),
        (_of(EIGHT[:40, :40]), "at least 64 x 64"),
    ],
)
def test_what_is_no_mammogram_is_refused_in_one_sentence(tmp_path, make, sentence):
    make(tmp_path / "image.png")
    with pytest.raises(InputError, match=sentence) as caught:
        read_mammogram(tmp_path / "image.png", 0.1)
    assert "\n" not in str(caught.value)


def test_a_volume_that_states_half_a_dimension_is_refused(tmp_path):
    header = (
        b"ObjectType = Image\nNDims = 0.5\nBinaryData = True\nElementSpacing = 0.1 0.1\nDimSize = 128 160\nElementType"
        b" = MET_UCHAR\n"
    )
    (tmp_path / "image.mha").write_bytes(header + b"ElementDataFile = LOCAL\n" + EIGHT.tobytes())
    with pytest.raises(InputError, match="fewer than two dimensions"):
        read_mammogram(tmp_path / "image.mha")


def test_decompression_bomb_is_refused_before_it_is_decoded(tmp_path):
    header = b"IHDR" + struct.pack(">IIBBBBB", 20000, 20000, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, data)]
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    with pytest.raises(InputError, match="than any mammogram"):
        read_mammogram(tmp_path / "bomb.png", 0.1)


@pytest.mark.parametrize("spacing", [0, -0.1, 1.0, float("nan"), (0.1, 0.1, 0.1)])
def test_impossible_spacings_are_refused(tmp_path, spacing):
    with pytest.raises(InputError, match="spacing"):
        read_mammogram(_saved(tmp_path / "image.png", EIGHT), spacing)


def test_a_full_scale_of_zero_is_refused(tmp_path):
    with pytest.raises(InputError, match="full scale"):
        read_mammogram(_saved(tmp_path / "image.png", EIGHT), 0.1, full_scale=0)


def test_a_header_beside_its_data_may_have_a_name_in_any_script(tmp_path):
    import SimpleITK as sitk

    image = sitk.GetImageFromArray(SIXTEEN)
    image.SetSpacing((0.07, 0.07))
    path = tmp_path / "Ünïcode 左 L CC.mhd"
    sitk.WriteImage(image, str(path))
    mammogram = read_mammogram(path)
    assert (mammogram.laterality, mammogram.view) == ("L", "CC")
    np.testing.assert_allclose(mammogram.pixels, SIXTEEN / 65535, atol=1e-6)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
@pytest.mark.parametrize("name", ["image.mhd", "image.nhdr"])
def test_images_whose_pixels_lie_in_another_file_are_told_apart_by_these(tmp_path, name):
    found = []
    for number, pixels in enumerate((SIXTEEN, SIXTEEN[::-1])):
        (tmp_path / str(number)).mkdir()
        image = sitk.GetImageFromArray(np.ascontiguousarray(pixels))
        image.SetSpacing((0.07, 0.07))
        sitk.WriteImage(image, str(tmp_path / str(number) / name))
        found.append(read_mammogram(tmp_path / str(number) / name).source.sha256)
    assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes()
    assert found[0] != found[1]
    both = (tmp_path / "0" / name).read_bytes() + (tmp_path / "0" / "image.raw").read_bytes()
    assert found[0] == sha256(both).hexdigest()


@pytest.mark.parametrize(
    ("frame", "sentence"), [(b"\xff\xc1\0\x0b\x0c", "of 12 bits"), (b"\xff\xc3\0\x0b\x10", "without loss")]
)
def test_a_jpeg_that_no_decoder_reads_is_not_called_damaged(tmp_path, frame, sentence):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\4\0\0" + frame + b"\0" * 40)
    with pytest.raises(InputError, match=f"is a JPEG {sentence}"):
        read_mammogram(tmp_path / "a.jpg", spacing_mm=0.07)


def test_a_tiff_of_an_unknown_compression_is_not_called_damaged(tmp_path):
    _saved(tmp_path / "a.tif", EIGHT)
    content = (tmp_path / "a.tif").read_bytes()
    raw = struct.pack("<HHIHH", 259, 3, 1, 1, 0)
    assert content.count(raw) == 1
    (tmp_path / "a.tif").write_bytes(content.replace(raw, struct.pack("<HHIHH", 259, 3, 1, 34712, 0)))
    with pytest.raises(InputError, match="TIFF compression 34712"):
        read_mammogram(tmp_path / "a.tif", spacing_mm=0.07)


def test_what_is_there_but_no_file_is_not_said_to_be_missing(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dead").symlink_to(tmp_path / "gone.dcm")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in (
        ("pipe", "is a pipe or a device"),
        ("dead", "is a link to a file that does not exist"),
        ("loop", "is a link to a file"),
    ):
        with pytest.raises(InputError, match=words):
            read_mammogram(tmp_path / name)


@pytest.mark.parametrize("name", ["image.tif", "image.nrrd"])
def test_the_cause_of_a_decoder_names_no_place_in_memory(tmp_path, name):
    import SimpleITK as sitk

    image = sitk.GetImageFromArray(SIXTEEN)
    image.SetSpacing((0.07, 0.07))
    sitk.WriteImage(image, str(tmp_path / name))
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match="truncated or damaged") as caught:
        read_mammogram(tmp_path / name, 0.07)
    assert "0x" not in str(caught.value) and "ITK ERROR" not in str(caught.value)


@pytest.mark.parametrize("spacing", ["0 0", "nan nan"])
def test_a_spacing_that_no_image_has_is_told_as_such(tmp_path: Path, spacing: str) -> None:
    image = sitk.GetImageFromArray(np.arange(60000, dtype=np.uint16).reshape(300, 200))
    sitk.WriteImage(image, str(tmp_path / "a.mha"))
    header, values = (tmp_path / "a.mha").read_bytes().split(b"LOCAL\n", 1)
    header = re.sub(rb"ElementSpacing = [^\n]*", f"ElementSpacing = {spacing}".encode(), header)
    (tmp_path / "a.mha").write_bytes(header + b"LOCAL\n" + values)
    with pytest.raises(InputError, match="a pixel spacing that no image has"):
        read_mammogram(tmp_path / "a.mha")
