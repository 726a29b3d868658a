"""What a DICOM header says in one element is read from the others too, and what it contradicts is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from breast_pictures import breast_picture, stored
from dicom_files import FOR_PROCESSING, SECONDARY_CAPTURE, mammogram_dataset, write_mammogram
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import codes, read_mammogram, transfer_syntaxes
from MicrocalcCADLib.reading.facts import read_facts
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes as standard
from pydicom.sr.coding import Code

PICTURE = breast_picture((160, 128))
STORED = stored(PICTURE)
COMPUTED, DIGITAL, TOMOSYNTHESIS = (
    "1.2.840.10008.5.1.4.1.1.1",
    "1.2.840.10008.5.1.4.1.1.1.1",
    "1.2.840.10008.5.1.4.1.1.13.1.3",
)


def read(folder: Path, pixels: np.ndarray = STORED, bits: int = 12, **attributes: Any) -> Mammogram:
    return read_mammogram(write_mammogram(folder / "image.dcm", pixels, bits, **attributes))


def changed(folder: Path, old: bytes, new: bytes, **attributes: Any) -> Path:
    """Write a file and exchange bytes, for what pydicom would not write."""
    path = write_mammogram(folder / "image.dcm", STORED, **attributes)
    content = path.read_bytes()
    assert old in content and len(old) == len(new)
    path.write_bytes(content.replace(old, new))
    return path


def coded(value: str, scheme: str, meaning: str = "something", **more: Any) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    for keyword, content in more.items():
        setattr(item, keyword, content)
    return item


def says(mammogram: Mammogram, words: str) -> bool:
    return any(words in notice.text for notice in mammogram.notices)


# Side and view --------------------------------------------------------------------------------------------------------

NOTHING = {"ImageLaterality": None, "ViewPosition": None, "PatientID": "7", "PatientName": "Doe^Jane"}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"Laterality": "LEFT"}, ("L", None)),
        ({"ImageLaterality": "right", "ViewPosition": "cc"}, ("R", "CC")),
        ({"FrameLaterality": "R"}, ("R", None)),
        ({"ImageLaterality": "B"}, (None, None)),
        ({"ImageLaterality": "U", "ViewPosition": "LMLO"}, ("L", "MLO")),
        ({"ViewPosition": "RMLO"}, ("R", "MLO")),
        ({"ViewPosition": "R-CC"}, ("R", "CC")),
        ({"ViewPosition": "CC L"}, ("L", "CC")),
        ({"ViewPosition": "MLO LEFT"}, ("L", "MLO")),
        ({"ViewPosition": "ML"}, (None, "ML")),
        ({"ViewPosition": "RML"}, ("R", "ML")),
        ({"ViewPosition": "Medio-lateral oblique"}, (None, "MLO")),
        ({"ViewPosition": "LEFT CRANIOCAUDAL"}, ("L", "CC")),
        ({"PatientOrientation": "MLO"}, (None, "MLO")),
        ({"PatientOrientation": ["A", "R"]}, (None, None)),
        ({"PatientID": "Calc-Test_P_00038_RIGHT_MLO"}, ("R", "MLO")),
        ({"PatientID": "RIGHT"}, (None, None)),
        ({"PatientName": "Invented^Right"}, (None, None)),
        ({"PatientName": "Left^LCC"}, (None, None)),
        ({"SeriesDescription": "L CC"}, ("L", "CC")),
        ({"SeriesDescription": "left and right"}, (None, None)),
        ({"SeriesDescription": "Left breast"}, ("L", None)),
        ({"Laterality": "RT"}, ("R", None)),
        ({"Laterality": "LEFT BREAST"}, ("L", None)),
        ({"ImageLaterality": "Links"}, ("L", None)),
        ({"SeriesDescription": "RT MLO"}, ("R", "MLO")),
        ({"SeriesDescription": "LT-CC"}, ("L", "CC")),
        ({"SeriesDescription": "MLO gauche"}, ("L", "MLO")),
        ({"SeriesDescription": "Droit"}, (None, None)),
        ({"SeriesDescription": "R MLO, L MLO"}, (None, "MLO")),
        ({"SeriesDescription": "R CC, R MLO"}, ("R", None)),
        ({"ViewPosition": "CC MAG"}, (None, "CC")),
        ({"ViewPosition": "Spot compression RMLO"}, ("R", "MLO")),
        (
            {
                "AnatomicRegionSequence": [
                    coded("T-04000", "SNM3", AnatomicRegionModifierSequence=[coded("G-A100", "SNM3")])
                ]
            },
            ("R", None),
        ),
        ({"AnatomicRegionSequence": [coded("80248007", "SCT", "Left breast")]}, ("L", None)),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_side_and_view_are_read_from_words_and_codes_and_never_from_a_name(tmp_path, attributes, expected):
    mammogram = read(tmp_path, **{**NOTHING, **attributes})
    assert (mammogram.laterality, mammogram.view) == expected
    facts = read_facts(tmp_path / "image.dcm")
    assert (facts.laterality, facts.view) == expected


@pytest.mark.parametrize(
    ("position", "modifier"), [("RMCC", "magnification"), ("LSMLO", "spot compression"), ("LCCID", "implant displaced")]
)
def test_short_forms_of_special_views_are_noted(tmp_path, position, modifier):
    assert says(read(tmp_path, **{**NOTHING, "ViewPosition": position}), f"special view ({modifier})")


@pytest.mark.parametrize(
    ("attributes", "modifier"),
    [
        ({"ViewPosition": "CC MAG"}, "magnification"),
        ({"ViewPosition": "SPOT CC"}, "spot compression"),
        ({"SeriesDescription": "R CC Magnification"}, "magnification"),
        ({"SeriesDescription": "L MLO implant displaced"}, "implant displaced"),
    ],
)
def test_special_views_are_noted_where_they_are_written_out(tmp_path, attributes, modifier):
    assert says(read(tmp_path, **{**NOTHING, **attributes}), f"special view ({modifier})")


def test_a_description_of_the_whole_study_contradicts_no_side(tmp_path):
    mammogram = read(tmp_path, ImageLaterality="L", ViewPosition="CC", SeriesDescription="R CC, L CC, R MLO, L MLO")
    assert (mammogram.laterality, mammogram.view) == ("L", "CC")
    assert not says(mammogram, "contradicts")


def test_contradictions_about_side_and_view_are_said(tmp_path):
    mammogram = read(tmp_path, ImageLaterality="L", ViewPosition="RCC", ViewCodeSequence=[coded("399368009", "SCT")])
    assert (mammogram.laterality, mammogram.view) == ("L", "MLO")
    assert says(mammogram, "about the side (ImageLaterality L, ViewPosition R): L was taken")
    assert says(mammogram, "about the view (ViewCodeSequence MLO, ViewPosition CC): MLO was taken")


@pytest.mark.parametrize("scheme", ["SCT", "SRT", "SNM3", "99SDM"])
@pytest.mark.parametrize("concept", codes.VIEWS, ids=lambda concept: concept.word)
def test_views_and_modifiers_are_known_in_every_scheme(tmp_path, concept, scheme):
    modifier = codes.MODIFIERS[1]
    view = coded(concept.sct if scheme == "SCT" else concept.srt, scheme)
    view.ViewModifierCodeSequence = [coded(modifier.sct if scheme == "SCT" else modifier.srt, scheme)]
    mammogram = read(tmp_path, ViewPosition=None, ViewCodeSequence=[view])
    assert mammogram.view == concept.word
    assert says(mammogram, modifier.word)


@pytest.mark.parametrize("scheme", ["SNM3", "SRT", "99SDM"])
def test_a_magnified_view_as_older_machines_code_it(tmp_path, scheme):
    view = coded("R-10226", scheme, ViewModifierCodeSequence=[coded("R-102D6", scheme), coded("R-102D7", scheme)])
    mammogram = read(tmp_path, ViewPosition=None, ViewCodeSequence=[view])
    assert mammogram.view == "MLO"
    assert says(mammogram, "magnification") and says(mammogram, "spot compression")


def test_our_table_of_codes_is_the_standards():
    assert all(
        Code(c.srt, "SRT", "") == Code(c.sct, "SCT", "")
        for c in (*codes.VIEWS, *codes.MODIFIERS, *codes.SIDES, *codes.BREASTS, codes.SPECIMEN, *codes.MARKS)
    )
    assert {c.sct for c in codes.MODIFIERS} <= {c.value for c in standard.cid4015.concepts.values()}


# Spacing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("calibration", ["GEOMETRY", "FIDUCIAL"])
def test_a_spacing_of_the_breast_is_not_divided_by_the_magnification_again(tmp_path, calibration):
    mammogram = read(
        tmp_path,
        ImagerPixelSpacing=None,
        PixelSpacing=[0.04, 0.04],
        PixelSpacingCalibrationType=calibration,
        EstimatedRadiographicMagnificationFactor="1.8",
    )
    assert (mammogram.spacing_plane, mammogram.magnification) == ("breast", 1.0)
    assert says(mammogram, "sizes are final") and not says(mammogram, "divide")


@pytest.mark.parametrize(
    ("attributes", "factor"),
    [
        ({"DistanceSourceToDetector": "660", "DistanceSourceToPatient": "367"}, 660 / 367),
        ({"DistanceSourceToDetector": "660", "DistanceSourceToPatient": "660"}, 1.0),
        ({"DistanceSourceToDetector": "660", "DistanceSourceToPatient": "0"}, 1.0),
        ({"DistanceSourceToDetector": "660"}, 1.0),
        (
            {
                "EstimatedRadiographicMagnificationFactor": "0",
                "DistanceSourceToDetector": "66",
                "DistanceSourceToPatient": "36.7",
            },
            660 / 367,
        ),
        (
            {
                "ImagerPixelSpacing": [0.09, 0.09],
                "PixelSpacing": [0.05, 0.05],
                "PixelSpacingCalibrationType": "GEOMETRY",
            },
            1.8,
        ),
    ],
)
def test_the_magnification_follows_from_distances_and_spacings(tmp_path, attributes, factor):
    mammogram = read(tmp_path, **attributes)
    assert mammogram.magnification == pytest.approx(factor)
    assert says(mammogram, "magnified 1.8 times: divide") is (factor > 1.2)


def test_a_stated_magnification_that_the_distances_contradict_is_noted(tmp_path):
    mammogram = read(
        tmp_path,
        EstimatedRadiographicMagnificationFactor="1",
        DistanceSourceToDetector="660",
        DistanceSourceToPatient="367",
    )
    assert says(mammogram, "a magnification of 1, but its distances or spacings mean 1.8")


@pytest.mark.parametrize(
    ("attributes", "noted"),
    [
        ({"PixelSpacing": [0.1, 0.1]}, True),
        ({"PixelSpacing": [0.03, 0.03]}, True),
        ({"PixelSpacing": [0.07, 0.07]}, False),
        ({"PixelSpacing": [0.0654, 0.0654]}, False),
        ({"PixelSpacing": [1, 1]}, False),
        ({"PixelSpacing": [0.07, 0.035]}, True),
        ({"PixelSpacing": [0.035, 0.07]}, True),
        ({"PixelSpacing": [0.0389, 0.0389], "EstimatedRadiographicMagnificationFactor": "1.8"}, False),
        ({"PixelSpacing": [0.0389, 0.0389], "PixelSpacingCalibrationType": "GEOMETRY"}, False),
    ],
)
def test_two_spacings_that_do_not_go_together_are_said(tmp_path, attributes, noted):
    mammogram = read(tmp_path, ImagerPixelSpacing=[0.07, 0.07], **attributes)
    assert mammogram.spacing_mm == (0.07, 0.07)
    assert says(mammogram, "two pixel spacings") == noted


@pytest.mark.parametrize("field", ["FieldOfViewDimensions", "DetectorActiveDimensions"])
@pytest.mark.parametrize("shrunk", [2, 3])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("shape", [(160, 128), (160, 112), (153, 110)])
def test_an_image_made_smaller_is_told_from_one_cut_out_whatever_its_shape(tmp_path, field, shrunk, turned, shape):
    sides = [round(0.2 * side * shrunk) for side in shape]
    mammogram = read(
        tmp_path,
        stored(breast_picture(shape)),
        ImagerPixelSpacing=[0.2, 0.2],
        **{field: sides[::-1] if turned else sides},
    )
    assert says(mammogram, "if the image was resized, its true spacing is")


@pytest.mark.parametrize(
    ("stated", "noted"), [("180", True), ("0.5", True), ("-1.8", True), ("0", False), ("1.05", False)]
)
def test_a_magnification_that_no_view_has_is_said(tmp_path, stated, noted):
    mammogram = read(tmp_path, EstimatedRadiographicMagnificationFactor=stated)
    assert says(mammogram, "which no view has: 1 was taken") == noted


@pytest.mark.parametrize(
    ("attributes", "noted"),
    [
        ({"ViewPosition": "RMCC"}, True),
        ({"ViewPosition": "RMCC", "EstimatedRadiographicMagnificationFactor": "1"}, True),
        ({"ViewPosition": "RMCC", "EstimatedRadiographicMagnificationFactor": "1.8"}, False),
        (
            {
                "ViewPosition": "RMCC",
                "ImagerPixelSpacing": None,
                "PixelSpacing": [0.04, 0.04],
                "PixelSpacingCalibrationType": "FIDUCIAL",
            },
            False,
        ),
        ({"ViewPosition": "RSCC"}, False),
    ],
)
def test_a_magnified_view_that_does_not_say_how_much_gets_a_word(tmp_path, attributes, noted):
    assert says(read(tmp_path, **attributes), "does not say how much") == noted


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        (
            {"ImagerPixelSpacing": [-0.07, -0.07]},
            r"states a pixel spacing that is none \(ImagerPixelSpacing -0.07, -0.07\)",
        ),
        ({"ImagerPixelSpacing": None, "PixelSpacing": [0.07, 0.07, 1]}, r"that is none \(PixelSpacing 0.07, 0.07, 1\)"),
        ({"ImagerPixelSpacing": [0, 0]}, "does not say its pixel spacing"),
    ],
)
def test_a_spacing_that_is_none_is_quoted(tmp_path, attributes, words):
    with pytest.raises(InputError, match=words):
        read(tmp_path, **attributes)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"FieldOfViewDimensions": ["11", "9"]}, None),
        ({"FieldOfViewDimensions": ["9", "11"]}, None),  # makers differ in the order
        ({"FieldOfViewDimensions": ["22", "18"]}, "its true spacing is 0.1"),
        ({"FieldOfViewDimensions": ["22", "9"]}, "it was cut out"),
        ({"DetectorActiveDimensions": ["300", "240"]}, None),  # a collimated part
        ({"DetectorActiveDimensions": ["5.6", "4.48"]}, "its true spacing is 0.035"),
        ({"DetectorActiveDimensions": ["5", "9"]}, "it was cut out"),
    ],
)
def test_the_size_by_the_spacing_is_compared_with_the_field_that_is_stated(tmp_path, attributes, words):
    mammogram = read(tmp_path, **attributes)  # 160 x 128 pixels of 0.07 mm: 11.2 x 9.0 mm
    assert says(mammogram, "By the pixel spacing") is (words is not None)
    assert words is None or says(mammogram, words)


def test_film_has_its_own_plane(tmp_path):
    film = {"ImagerPixelSpacing": None, "PresentationIntentType": None, "SOPClassUID": SECONDARY_CAPTURE}
    assert read(tmp_path, NominalScannedPixelSpacing=[0.05, 0.05], **film).spacing_plane == "film"
    assert read(tmp_path, PixelSpacing=[0.05, 0.05], ConversionType="DF", **film).spacing_plane == "film"
    assert read(tmp_path).spacing_plane == "detector"


@pytest.mark.parametrize("keyword", ["ImagerPixelSpacing", "PixelSpacing"])
def test_a_decimal_comma_is_a_point(tmp_path, keyword):
    path = changed(
        tmp_path,
        b"0.07\\0.07",
        b"0,07\\0,07",
        **({} if keyword[0] == "I" else {"ImagerPixelSpacing": None, "PixelSpacing": [0.07, 0.07]}),
    )
    assert read_mammogram(path).spacing_mm == (0.07, 0.07)
    path = changed(tmp_path, b"1.80", b"1,80", EstimatedRadiographicMagnificationFactor="1.80")
    assert read_mammogram(path).magnification == 1.8


# What kind of image ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ({"Modality": "DX", "SOPClassUID": DIGITAL, "BodyPartExamined": "CHEST"}, r"another body part \(CHEST\)"),
        ({"Modality": "CR", "SOPClassUID": COMPUTED, "BodyPartExamined": "HAND"}, r"another body part \(HAND\)"),
        (
            {"Modality": "CR", "AnatomicRegionSequence": [coded("51185008", "SCT", "Chest")]},
            r"another body part \(CHEST\)",
        ),
        ({"Modality": "DX", "ViewPosition": "PA"}, "in the view PA, which no mammogram has"),
        ({"SOPClassUID": TOMOSYNTHESIS, "NumberOfFrames": 60}, "a tomosynthesis of 60 frames"),
        (
            {"SOPClassUID": TOMOSYNTHESIS, "NumberOfFrames": 1, "ImageType": ["DERIVED", "PRIMARY", "VOLUME", "NONE"]},
            "a single slice of a tomosynthesis",
        ),
    ],
)
def test_other_pictures_are_refused_with_what_they_are(tmp_path, attributes, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, **attributes)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"QualityControlImage": "YES"}, "phantom"),
        ({"BodyPartExamined": "PHANTOM"}, "phantom"),
        ({"CalibrationImage": "YES"}, "quality control"),
        ({"SeriesDescription": "ACR phantom"}, "phantom"),
        ({"BodyPartExamined": "SPECIMEN"}, "specimen"),
        ({"ViewCodeSequence": [coded("G-8310", "SRT")]}, "specimen"),
        ({"ImageType": ["DERIVED", "PRIMARY", "TOMO", "GENERATED_2D"]}, "synthetic view"),
        (
            {
                "SOPClassUID": TOMOSYNTHESIS,
                "NumberOfFrames": 1,
                "ImageType": ["DERIVED", "PRIMARY", "VOLUME", "GENERATED_2D"],
            },
            "synthetic view",
        ),
        ({"SeriesDescription": "R MLO C-View"}, "synthetic view"),
        ({"ImageType": ["DERIVED", "PRIMARY", "POST_CONTRAST", "SUBTRACTION"]}, "subtracted"),
        ({"ImageType": ["DERIVED", "PRIMARY", "", "RECOMBINED"]}, "recombined"),
        ({"SeriesDescription": "L CC CESM recombined"}, "recombined"),
        ({"SeriesDescription": "L CC high energy"}, "high-energy image"),
        ({"SeriesDescription": "Flat field"}, "quality control"),
        ({"StudyDescription": "Quality control"}, "quality control"),
        ({"PatientID": "ACR_PHANTOM"}, "phantom"),
        ({"ImageType": ["DERIVED", "PRIMARY", "TOMOSYNTHESIS", "NONE"]}, "synthetic view"),
        ({"ImageType": ["DERIVED", "PRIMARY", "TOMO_2D"]}, "synthetic view"),
        ({"ImageType": ["ORIGINAL", "PRIMARY", "TOMO_PROJ"]}, "low-dose projection"),
        ({"BodyPartExamined": "CHEST"}, "another body part (CHEST), with the modality of mammography"),
        ({"Modality": "OT", "ViewPosition": None}, "does not say that this is a mammogram"),
    ],
)
def test_unusual_mammograms_get_a_word(tmp_path, attributes, words):
    assert says(read(tmp_path, **attributes), words)


@pytest.mark.parametrize(
    "attributes",
    [{}, {"BodyPartExamined": "BREAST"}, {"Modality": "CR", "BodyPartExamined": "BREAST"}, {"Modality": "DX"}],
)
def test_ordinary_mammograms_get_none(tmp_path, attributes):
    assert read(tmp_path, **attributes).notices == ()


def test_a_synthetic_view_keeps_spacing_and_side_in_its_functional_groups(tmp_path):
    anatomy, measures, shared = Dataset(), Dataset(), Dataset()
    anatomy.FrameLaterality, measures.PixelSpacing = "L", [0.1, 0.1]
    shared.FrameAnatomySequence, shared.PixelMeasuresSequence = [anatomy], [measures]
    mammogram = read(
        tmp_path,
        SOPClassUID=TOMOSYNTHESIS,
        NumberOfFrames=1,
        ImageType=["DERIVED", "PRIMARY", "VOLUME", "GENERATED_2D"],
        ImagerPixelSpacing=None,
        ImageLaterality=None,
        SharedFunctionalGroupsSequence=[shared],
    )
    assert (mammogram.spacing_mm, mammogram.laterality) == ((0.1, 0.1), "L")


def test_a_breast_projection_keeps_spacing_and_magnification_in_its_functional_groups(tmp_path):
    properties, geometry, calibration, shared = Dataset(), Dataset(), Dataset(), Dataset()
    properties.ImagerPixelSpacing, geometry.EstimatedRadiographicMagnificationFactor = [0.05, 0.05], 1.8
    calibration.CalibrationImage = "YES"
    shared.FramePixelDataPropertiesSequence, shared.XRayGeometrySequence = [properties], [geometry]
    shared.CalibrationSequence = [calibration]
    mammogram = read(
        tmp_path,
        SOPClassUID="1.2.840.10008.5.1.4.1.1.13.1.4",
        NumberOfFrames=1,
        ImagerPixelSpacing=None,
        SharedFunctionalGroupsSequence=[shared],
    )
    assert (mammogram.spacing_mm, mammogram.magnification) == ((0.05, 0.05), 1.8)
    assert says(mammogram, "quality control")


# Raw images, loss, missing elements -----------------------------------------------------------------------------------

EXPOSURE = np.round(16383 * np.exp(-6 * PICTURE)).astype(np.uint16)


@pytest.mark.parametrize(
    "attributes",
    [
        {"SOPClassUID": FOR_PROCESSING, "PresentationIntentType": None, "PixelIntensityRelationshipSign": 1},
        {"SOPClassUID": FOR_PROCESSING, "PresentationIntentType": None},
        {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.13.1.5", "NumberOfFrames": 1, "PresentationIntentType": None},
        {"SOPClassUID": FOR_PROCESSING, "PresentationIntentType": None, "PhotometricInterpretation": "MONOCHROME1"},
        {"PresentationIntentType": "FOR PROCESSING"},
        {
            "SOPClassUID": COMPUTED,
            "PresentationIntentType": None,
            "PhotometricInterpretation": "MONOCHROME1",
            "PixelIntensityRelationshipSign": 1,
        },
    ],
)
def test_raw_images_are_known_by_class_and_turned_by_sign_or_border(tmp_path, attributes):
    mammogram = read(tmp_path, EXPOSURE, 14, PixelIntensityRelationship="LIN", **attributes)
    np.testing.assert_allclose(mammogram.pixels, 6 * PICTURE / np.log(16383), atol=2e-3)
    assert says(mammogram, "raw image")


def test_an_image_that_is_raw_by_class_and_for_presentation_by_intent_is_said_to_contradict_itself(tmp_path):
    assert says(
        read(tmp_path, EXPOSURE, 14, SOPClassUID=FOR_PROCESSING, PixelIntensityRelationship="LIN"),
        "both for processing",
    )


@pytest.mark.parametrize(
    ("attributes", "lossy"),
    [
        ({"LossyImageCompression": "01"}, True),
        ({"LossyImageCompressionRatio": "12"}, True),
        ({"LossyImageCompressionMethod": "ISO_10918_1"}, True),
        ({"LossyImageCompression": "00", "LossyImageCompressionRatio": "12"}, False),
        ({}, False),
    ],
)
def test_loss_is_known_by_any_of_its_elements(tmp_path, attributes, lossy):
    assert says(read(tmp_path, **attributes), "with loss") is lossy


@pytest.mark.parametrize(
    ("syntax", "stated", "lossy"),
    [("JPEG", None, True), ("JPEG", "00", True), ("JPEG2000", None, True), ("JPEG2000", "00", False)],
)
def test_loss_is_known_by_the_transfer_syntax(syntax, stated, lossy):
    from MicrocalcCADLib.reading.dicom_facts import was_compressed_with_loss
    from pydicom.uid import UID

    dataset = mammogram_dataset(STORED, LossyImageCompression=stated)
    dataset.file_meta.TransferSyntaxUID = UID(
        {"JPEG": "1.2.840.10008.1.2.4.51", "JPEG2000": "1.2.840.10008.1.2.4.91"}[syntax]
    )
    assert was_compressed_with_loss(dataset) is lossy


@pytest.mark.parametrize(
    ("uid", "words"),
    [
        ("1.2.840.10008.1.2.4.110", "compressed as JPEG XL Lossless, which cannot be decoded here"),
        ("1.2.840.10008.1.2.8.1", "compressed as deflated image frames"),
        ("1.2.840.10008.1.2.4.102", "compressed as MPEG-4 video"),
        ("1.2.840.10008.1.2.4.94", "refers to pixels on a server"),
        ("1.3.6.1.4.1.99999.1", r"a private transfer syntax of its maker \(1\.3\.6\.1\.4\.1\.99999\.1\)"),
        ("1.2.840.10008.1.2.4.999", "an unknown or retired transfer syntax"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_transfer_syntax_that_nobody_decodes_is_named(tmp_path, uid, words):
    dataset = mammogram_dataset(STORED)
    dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    dataset.save_as(tmp_path / "a.dcm", enforce_file_format=True)
    content = (tmp_path / "a.dcm").read_bytes()
    old = b"\x02\x00\x10\x00UI" + (20).to_bytes(2, "little") + b"1.2.840.10008.1.2.1\0"
    value = uid.encode() + b"\0" * (len(uid) % 2)
    length = int.from_bytes(content[140:144], "little") + len(value) - 20
    new = b"\x02\x00\x10\x00UI" + len(value).to_bytes(2, "little") + value
    assert old in content
    content = content.replace(old, new)
    (tmp_path / "a.dcm").write_bytes(content[:140] + length.to_bytes(4, "little") + content[144:])
    with pytest.raises(InputError, match=words) as caught:
        read_mammogram(tmp_path / "a.dcm")
    assert str(caught.value).endswith("export it uncompressed.")


def test_every_transfer_syntax_that_is_read_has_a_decoder():
    from MicrocalcCADLib.reading.decoding import _pydicom_decodes
    from pydicom.uid import UID

    by_gdcm = {f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 57, 70, 80, 81, 90, 91)} | {"1.2.840.10008.1.2.5"}
    assert {uid for uid in transfer_syntaxes.READ if not _pydicom_decodes(UID(uid))} <= by_gdcm
    assert all(transfer_syntaxes.unread_name(uid) is None for uid in transfer_syntaxes.READ)


@pytest.mark.parametrize(
    "missing",
    [
        "PhotometricInterpretation",
        "BitsStored",
        "HighBit",
        "PixelRepresentation",
        "SamplesPerPixel",
        "BitsAllocated",
        "Modality",
    ],
)
def test_what_a_header_lacks_follows_from_the_rest(tmp_path, missing):
    mammogram = read(tmp_path, **{missing: None})
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)
    estimated = missing in ("PhotometricInterpretation", "BitsStored")
    assert says(mammogram, f"The header lacks {missing}") is estimated


def test_no_samples_in_a_grey_pixel_are_one(tmp_path):
    np.testing.assert_allclose(read(tmp_path, SamplesPerPixel=0).pixels, STORED / 4095, atol=1e-6)


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ({"Rows": None}, "states no rows or no columns"),
        ({"PixelData": None}, "has no pixel data"),
        ({"PixelData": STORED.tobytes()[:-2]}, r"is truncated: it has 40958 of 40960 bytes"),
        ({"BitsAllocated": 12}, "12 bits allocated"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_cannot_be_read_says_its_true_cause(tmp_path, attributes, sentence):
    dataset = mammogram_dataset(STORED)
    for keyword, value in attributes.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    dataset.save_as(tmp_path / "image.dcm")
    with pytest.raises(InputError, match=sentence):
        read_mammogram(tmp_path / "image.dcm")


# Range and padding beyond the matrix ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "attributes", "bits"),
    [
        (65535, {"PixelPaddingValue": 65535}, 16),
        (65535, {}, 16),
        (60000, {"PixelPaddingValue": 59000, "PixelPaddingRangeLimit": 61000}, 16),
        (60000, {"PixelPaddingValue": 61000, "PixelPaddingRangeLimit": 59000}, 16),
    ],
)
def test_padding_is_background_and_does_not_count_for_the_range(tmp_path, value, attributes, bits):
    pixels = STORED.copy()
    pixels[:, -12:] = value
    mammogram = read(tmp_path, pixels, bits, **attributes)
    assert mammogram.full_scale == 4095
    np.testing.assert_allclose(mammogram.pixels[:, :-12], STORED[:, :-12] / 4095, atol=1e-6)
    assert mammogram.pixels[:, -12:].max() == 0


def test_signed_padding_under_an_unsigned_representation_is_padding(tmp_path):
    from pydicom import dcmread

    pixels = STORED.astype(np.int16)
    pixels[:, -12:] = -2000
    path = write_mammogram(tmp_path / "image.dcm", pixels, 16)
    dataset = dcmread(path)
    dataset.add_new(0x00280120, "US", 63536)
    dataset.save_as(path)
    mammogram = read_mammogram(path)
    np.testing.assert_allclose(mammogram.pixels[:, :-12], STORED[:, :-12] / 4095, atol=1e-6)
    assert mammogram.pixels[:, -12:].max() == 0


def test_saturated_calcifications_of_the_paddings_value_stay_white(tmp_path):
    pixels = STORED.copy()
    pixels[60:64, 30:34], pixels[66, 30:34], pixels[:, -12:] = 4095, 4090, 4095
    mammogram = read(tmp_path, pixels, PixelPaddingValue=4095)
    assert mammogram.pixels[:, -12:].max() == 0
    assert (mammogram.pixels == 1).sum() == 16


def test_white_letters_in_a_wide_range_do_not_darken_the_picture(tmp_path):
    pixels = STORED.copy()
    pixels[70:80, 100:110] = 65535
    mammogram = read(tmp_path, pixels, 16)
    assert mammogram.full_scale == 4095 and mammogram.pixels[75, 105] == 1
    assert says(mammogram, "padding or lettering")


def test_the_complement_of_twelve_bits_in_sixteen_is_turned_within_twelve(tmp_path):
    mammogram = read(tmp_path, 65535 - STORED, 16, PhotometricInterpretation="MONOCHROME1")
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


@pytest.mark.parametrize("attributes", [{"PixelPaddingValue": 65535}, {}])
def test_padding_beyond_the_stated_bits_is_padding_and_no_contradiction(tmp_path, attributes):
    pixels = STORED.copy()
    pixels[:, -12:] = 65535
    mammogram = read(tmp_path, pixels, 12, **attributes)
    np.testing.assert_allclose(mammogram.pixels[:, :-12], STORED[:, :-12] / 4095, atol=1e-6)
    assert mammogram.pixels[:, -12:].max() == 0


def test_overlay_bits_that_the_header_states_are_dropped(tmp_path):
    pixels = STORED | (np.arange(STORED.size).reshape(STORED.shape) % 2 << 12).astype(np.uint16)
    dataset = mammogram_dataset(pixels)
    dataset.add_new(0x60000102, "US", 12)
    dataset.save_as(tmp_path / "image.dcm", enforce_file_format=True)
    np.testing.assert_allclose(read_mammogram(tmp_path / "image.dcm").pixels, STORED / 4095, atol=1e-6)


def test_drawings_above_the_field_that_the_header_does_not_mention_are_dropped(tmp_path):
    drawn = np.zeros(STORED.shape, np.uint16)
    drawn[40:60:4, 10:50] = 1 << 14
    np.testing.assert_allclose(read(tmp_path, STORED | drawn).pixels, STORED / 4095, atol=1e-6)


@pytest.mark.parametrize("bits", [8, 10, 12])
def test_more_bits_than_stated_are_refused_in_a_film_with_a_white_frame_too(tmp_path, bits):
    framed = stored(PICTURE, 14)
    framed[:4], framed[-4:], framed[:, :4], framed[:, -4:] = (16383,) * 4
    with pytest.raises(InputError, match=f"states {bits} bits"):
        read(tmp_path, framed, bits)


def test_more_pixels_than_the_header_states_are_noted(tmp_path):
    rows, columns = STORED.shape
    assert says(read(tmp_path, STORED, Columns=columns - 8), "more pixels than its header states")
    filled = STORED.tobytes() + bytes(2 * columns - 2)
    assert not says(read(tmp_path, STORED, PixelData=filled), "more pixels")
    assert read(tmp_path, STORED).shape == (rows, columns)


def test_a_wrong_sign_is_found_in_a_film_with_a_white_frame_too(tmp_path):
    framed = STORED.astype(np.int32) - 2048
    framed[:4], framed[-4:], framed[:, :4], framed[:, -4:] = (2047,) * 4
    with pytest.raises(InputError, match="calls the values unsigned"):
        read(tmp_path, framed.astype(np.int16).view(np.uint16), 16)


def test_pixels_of_another_shape_than_their_spacing_are_noted(tmp_path):
    assert says(read(tmp_path, STORED, PixelAspectRatio=[2, 1]), "(PixelAspectRatio)")
    for spacing, aspect in (([0.1, 0.05], [2, 1]), ([0.07, 0.07], [1, 1]), ([0.07, 0.07], [0, 1])):
        assert not says(read(tmp_path, STORED, ImagerPixelSpacing=spacing, PixelAspectRatio=aspect), "AspectRatio")


def test_values_that_wrap_round_by_a_wrong_sign_are_refused_with_that_cause_or_noted(tmp_path):
    below_zero = (STORED.astype(np.int32) - 1024).astype(np.int16).view(np.uint16)
    with pytest.raises(InputError, match="calls the values unsigned"):
        read(tmp_path, below_zero, 16)
    with pytest.raises(InputError, match="calls the values unsigned"):
        read(tmp_path, below_zero, 12)
    torn = stored(np.minimum(1.4 * PICTURE, 1), 16).view(np.int16)
    assert says(read(tmp_path, torn, 16), "look as if they were unsigned")


def test_white_letters_of_a_film_on_black_are_no_wrong_sign(tmp_path):
    pixels = stored(0.4 * PICTURE, 16)
    pixels[:, 100:] = 0
    pixels[20:140:4, 104:124:2] = 65535
    pixels[50, 50] = 40000
    np.testing.assert_allclose(read(tmp_path, pixels, 16).pixels, pixels / 65535, atol=1e-6)


def test_a_converted_picture_is_turned_by_its_border_and_a_mammogram_is_only_noted(tmp_path):
    converted = read(tmp_path, 4095 - STORED, SOPClassUID=SECONDARY_CAPTURE, PresentationIntentType=None)
    np.testing.assert_allclose(converted.pixels, STORED / 4095, atol=1e-6)
    assert says(converted, "turned round")
    assert says(read(tmp_path, 4095 - STORED), "brighter than the breast")


@pytest.mark.parametrize("keyword", ["FloatPixelData", "DoubleFloatPixelData"])
def test_floating_point_pixels_up_to_one_are_kept(tmp_path, keyword):
    width = 32 if keyword[0] == "F" else 64
    dataset = mammogram_dataset(STORED, BitsAllocated=width)
    for gone in ("PixelData", "BitsStored", "HighBit", "PixelRepresentation"):
        delattr(dataset, gone)
    setattr(dataset, keyword, PICTURE.astype(f"<f{width // 8}").tobytes())
    dataset.save_as(tmp_path / "float.dcm", enforce_file_format=True)
    np.testing.assert_allclose(read_mammogram(tmp_path / "float.dcm").pixels, PICTURE, atol=1e-6)


def test_padding_that_is_no_number_is_padding_where_the_header_says_so(tmp_path):
    picture = PICTURE.astype("<f4")
    picture[:, 100:] = np.nan
    dataset = mammogram_dataset(STORED, BitsAllocated=32)
    for gone in ("PixelData", "BitsStored", "HighBit", "PixelRepresentation"):
        delattr(dataset, gone)
    dataset.FloatPixelData = picture.tobytes()
    dataset.save_as(tmp_path / "float.dcm", enforce_file_format=True)
    with pytest.raises(InputError, match="not numbers"):
        read_mammogram(tmp_path / "float.dcm")
    dataset.FloatPixelPaddingValue = float("nan")
    dataset.save_as(tmp_path / "float.dcm", enforce_file_format=True)
    np.testing.assert_allclose(read_mammogram(tmp_path / "float.dcm").pixels, np.nan_to_num(picture), atol=1e-6)


@pytest.mark.parametrize(
    ("attributes", "inverted"),
    [
        ({"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "INVERSE"}, True),
        ({"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "IDENTITY"}, True),
        ({"PresentationLUTShape": "INVERSE"}, True),
        ({"PresentationLUTShape": "INVERSE", "RescaleSlope": "-1", "RescaleIntercept": "4095"}, False),
        ({"PhotometricInterpretation": "MONOCHROME1", "RescaleSlope": "-1", "RescaleIntercept": "4095"}, False),
    ],
)
def test_everything_that_turns_grey_round_counts_once(tmp_path, attributes, inverted):
    mammogram = read(tmp_path, 4095 - STORED if inverted else STORED, **attributes)
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)


@pytest.mark.parametrize(
    "attributes",
    [
        {"PresentationLUTShape": "INVERSE"},
        {"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "IDENTITY"},
    ],
)
def test_where_the_header_contradicts_itself_the_border_decides_with_a_note(tmp_path, attributes):
    mammogram = read(tmp_path, STORED, **attributes)
    np.testing.assert_allclose(mammogram.pixels, STORED / 4095, atol=1e-6)
    assert says(mammogram, "By its header the picture would be inverted")


def test_findings_say_in_which_plane_their_millimetres_hold(tmp_path):
    from dataclasses import replace

    from MicrocalcCADLib.decide import decide
    from MicrocalcCADLib.detectors.result import image_facts
    from MicrocalcCADLib.findings import Findings
    from report_material import make_analysis, make_mammogram

    mammogram = read(
        tmp_path, ImagerPixelSpacing=None, PixelSpacing=[0.04, 0.04], PixelSpacingCalibrationType="GEOMETRY"
    )
    facts = image_facts(mammogram, mammogram.pixels > 0.1)
    assert facts.spacing_plane == "breast"
    findings = replace(decide(make_analysis(make_mammogram(), [(100, 80)]), "balanced"), image=facts)
    assert Findings.from_dict(findings.to_dict()).image.spacing_plane == "breast"
