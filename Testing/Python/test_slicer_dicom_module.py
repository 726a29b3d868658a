"""Slicer's DICOM module with our plugin: mammograms, segmentations, CAD reports and presentation states in and out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_files import SECONDARY_CAPTURE, write_mammogram
from slicer_host import example_analysis

pytest_plugins = ["slicer_fixtures"]
STUDY, SERIES = "1.2.826.0.1.3680043.8.498.1", "1.2.826.0.1.3680043.8.498.2"
WINDOW = {"WindowCenter": "1600", "WindowWidth": "2400"}


@pytest.fixture
def database(application: Any, tmp_path: Path) -> Iterator[Any]:
    """An open, empty database, and our plugin beside Slicer's own."""
    import MicrocalcDICOMPlugin
    import slicer

    MicrocalcDICOMPlugin.MicrocalcDICOMPlugin(SimpleNamespace(path=MicrocalcDICOMPlugin.__file__))
    (tmp_path / "database").mkdir()
    slicer.dicomDatabase.openDatabase(tmp_path / "database")
    yield slicer.dicomDatabase
    slicer.dicomDatabase.closeDatabase()
    slicer.modules.dicomPlugins.pop("MicrocalcDICOMPlugin")


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def image(folder: Path, name: str = "breast.dcm", **attributes: Any) -> pydicom.Dataset:
    """Write the example as a DICOM mammogram of one study."""
    from MicrocalcCADSlicer.example import exampleImage

    given = {
        "StudyInstanceUID": STUDY,
        "SeriesInstanceUID": SERIES,
        "StudyDate": "20250102",
        "PatientID": "P1",
        "PatientBirthDate": "",
    }
    path = write_mammogram(folder / name, exampleImage(), **{**given, **WINDOW, **attributes})
    return pydicom.dcmread(path)


def imported(folder: Path) -> Any:
    from DICOMLib import DICOMUtils
    from Host.dicom import Browser

    DICOMUtils.importDicom(folder)
    return Browser()


def volumes() -> list[Any]:
    import slicer.util

    return slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")


def detected(volume: Any) -> Any:
    """Findings of the example as after a detection."""
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.session import storeResults
    from MicrocalcCADSlicer.volume import mammogramOf

    return storeResults(volume, example_analysis(mammogramOf(volume)), State())


def item_of(node: Any) -> int:
    import slicer

    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene).GetItemByDataNode(node)


@pytest.fixture
def series(database: Any, incoming: Path, tmp_path: Path) -> dict[str, str]:
    """Series UIDs by modality of a mammogram whose findings were exported by the dialog, on an empty scene again."""
    pytest.importorskip("highdicom")
    import slicer
    from Host.dicom import ExportDialog

    image(incoming)
    imported(incoming).double_click([SERIES])
    (volume,) = volumes()
    detected(volume)
    dialog = ExportDialog(item_of(volume))
    (tmp_path / "out").mkdir()
    assert dialog.export(tmp_path / "out") == ""
    slicer.app.clear_scene()
    found = {}
    for uid in database.seriesForStudy(STUDY):
        (path,) = database.filesForSeries(uid)
        found[database.fileValue(path, "0008,0060")] = uid
    return found


def test_a_double_click_loads_a_mammogram_with_spacing_and_window_in_one_large_view(
    database: Any, incoming: Path, application: Any
) -> None:
    import slicer.util
    from MicrocalcCADSlicer.example import exampleImage

    application.layoutManager().setLayout(slicer.vtkMRMLLayoutNode.SlicerLayoutFourUpView)
    source = image(incoming)
    browser = imported(incoming)
    browser.double_click([SERIES])
    (volume,) = volumes()
    assert browser.messages == []
    assert volume.GetName() == "R MLO 2025-01-02"
    assert volume.GetSpacing()[:2] == pytest.approx((0.07, 0.07))
    assert np.array_equal(slicer.util.arrayFromVolume(volume)[0], exampleImage())
    low, high = volume.GetDisplayNode().GetWindowLevelMin(), volume.GetDisplayNode().GetWindowLevelMax()
    assert (low, high) == pytest.approx((400, 2799), abs=1)
    assert application.layoutManager().layout == slicer.vtkMRMLLayoutNode.SlicerLayoutOneUpRedSliceView
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()
    assert volume.GetAttribute("DICOM.instanceUIDs") == source.SOPInstanceUID


def test_a_loaded_mammogram_is_the_image_that_the_command_line_reads(database: Any, incoming: Path) -> None:
    from MicrocalcCADLib.reading import read_mammogram
    from MicrocalcCADSlicer.volume import mammogramOf

    image(incoming)
    imported(incoming).double_click([SERIES])
    ours, file = mammogramOf(volumes()[0]), read_mammogram(incoming / "breast.dcm")
    assert np.array_equal(ours.pixels, file.pixels)
    assert (ours.notices, ours.source, ours.spacing_from) == (file.notices, file.source, file.spacing_from)


def test_white_is_dense_whatever_the_file_says_of_it(database: Any, incoming: Path) -> None:
    import slicer.util
    from MicrocalcCADSlicer.example import exampleImage

    dataset = image(incoming)
    dataset.PhotometricInterpretation, dataset.WindowCenter = "MONOCHROME1", str(4095 - 1600)
    dataset.PixelData = (4095 - exampleImage()).tobytes()
    dataset.save_as(incoming / "breast.dcm")
    imported(incoming).double_click([SERIES])
    (volume,) = volumes()
    assert np.array_equal(slicer.util.arrayFromVolume(volume)[0], exampleImage())
    assert volume.GetDisplayNode().GetLevel() == pytest.approx(1600, abs=1)


@pytest.mark.parametrize(
    ("view", "orientation", "turned"), [("MLO", ["P", "H"], True), ("MLO", ["P", "F"], False), ("CC", ["P", "R"], True)]
)
def test_an_image_that_is_stored_upside_down_stands_right_side_up(
    database: Any, incoming: Path, application: Any, view: str, orientation: list[str], turned: bool
) -> None:
    """The first row of the file is where the view has its upper edge, unless rows run upwards."""
    image(incoming, ViewPosition=view, PatientOrientation=orientation)
    imported(incoming).double_click([SERIES])
    (volume,) = volumes()
    from MicrocalcCADSlicer.geometry import pixelToWorld

    toView = application.slice_view.node.GetXYToRAS()
    import vtk

    inverse = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(toView, inverse)
    heights = [inverse.MultiplyPoint((*pixelToWorld(volume, row, 0), 1))[1] for row in (0, 899)]
    assert (heights[0] < heights[1]) is turned  # y of a view grows upwards
    assert detected(volume).findings.clusters


def test_the_views_of_one_series_are_images_of_their_own(database: Any, incoming: Path) -> None:
    for name, side in (("r.dcm", "R"), ("l.dcm", "L")):
        image(incoming, name, ImageLaterality=side, ViewPosition="CC")
    # all test files of one process have one UID unless it is given
    second = pydicom.dcmread(incoming / "l.dcm")
    second.SOPInstanceUID = second.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    second.save_as(incoming / "l.dcm")
    imported(incoming).double_click([SERIES])
    assert sorted(node.GetName() for node in volumes()) == ["L CC 2025-01-02", "R CC 2025-01-02"]
    assert {node.GetImageData().GetDimensions()[2] for node in volumes()} == {1}


def test_a_film_without_spacing_is_loaded_and_the_panel_asks_for_it(database: Any, incoming: Path) -> None:
    from MicrocalcCADSlicer.volume import spacingOf

    image(incoming, SOPClassUID=SECONDARY_CAPTURE, ImagerPixelSpacing=None)
    imported(incoming).double_click([SERIES])
    (volume,) = volumes()
    assert volume.GetSpacing() == (1.0, 1.0, 1.0)
    assert spacingOf(volume).mm is None


def test_other_images_are_left_to_slicer(database: Any, incoming: Path) -> None:
    image(incoming, Modality="CT")
    browser = imported(incoming)
    browser.double_click([SERIES])
    assert [node.GetName() for node in volumes()] == ["series"]


def test_tomosynthesis_is_left_to_slicer(database: Any, incoming: Path) -> None:
    from MicrocalcCADSlicer.dicom_series import offers

    image(incoming, NumberOfFrames=40)
    imported(incoming)
    assert offers(database.filesForSeries(SERIES)) == []


def test_everything_comes_back_through_the_database(series: dict[str, str]) -> None:
    """Mammogram, segmentation, CAD report and presentation state, loaded in one go."""
    import slicer.util
    from Host.dicom import Browser

    browser = Browser()
    browser.double_click([series[modality] for modality in ("SEG", "SR", "PR", "MG")])  # the image last, as may happen
    assert browser.messages == []
    (volume,) = volumes()
    segmentations = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    assert sorted(node.GetSegmentation().GetNumberOfSegments() for node in segmentations) == [2, 2]
    marks = slicer.util.getNodesByClass("vtkMRMLMarkupsNode")
    assert len([node for node in marks if node.IsA("vtkMRMLMarkupsClosedCurveNode")]) == 2  # the clusters of the report
    from MicrocalcCADSlicer.result_nodes import VOLUME_REFERENCE

    assert {node.GetNodeReferenceID(VOLUME_REFERENCE) for node in (*segmentations, *marks)} == {volume.GetID()}


def test_outlines_of_the_presentation_state_enclose_the_pixels_of_the_segmentation(series: dict[str, str]) -> None:
    import slicer.util
    from Host.dicom import Browser

    masks = []
    for modality in ("SEG", "PR"):
        slicer.app.clear_scene()
        Browser().double_click([series[modality]])
        (node,) = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
        segmentation = node.GetSegmentation()
        names = {segmentation.GetNthSegment(i).GetName(): segmentation.GetNthSegmentID(i) for i in range(2)}
        masks.append(slicer.util.arrayFromSegmentBinaryLabelmap(node, names["Calcifications"], volumes()[0]) > 0)
    assert masks[0].sum() > 50
    assert np.array_equal(masks[0], masks[1])


@pytest.mark.parametrize("modality", ["SEG", "SR", "PR"])
def test_marks_alone_bring_their_image_along(series: dict[str, str], modality: str) -> None:
    import slicer
    from Host.dicom import Browser

    browser = Browser()
    browser.double_click([series[modality]])
    (volume,) = volumes()
    assert browser.messages == []
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    assert hierarchy.GetItemByUID("DICOM", STUDY) == hierarchy.GetItemParent(item_of(volume))
    browser.double_click([series["MG"]])
    assert volumes() == [volume]  # it was brought a moment ago


def test_an_image_that_is_loaded_again_on_purpose_is_loaded_again(series: dict[str, str]) -> None:
    from Host.dicom import Browser

    browser = Browser()
    browser.double_click([series["MG"]])
    browser.double_click([series["MG"]])
    assert len(volumes()) == 2


def test_references_that_slicer_offers_are_loaded_once(series: dict[str, str]) -> None:
    from Host.dicom import Browser

    Browser().double_click([series["SR"]], with_references=True)
    assert len(volumes()) == 1


@pytest.mark.parametrize("modality", ["SEG", "SR", "PR"])
def test_marks_without_their_image_are_one_sentence(
    series: dict[str, str], database: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, modality: str
) -> None:
    import slicer
    from Host.dicom import Browser, importDicom

    source = database.filesForSeries(series[modality])[0]
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "marks.dcm").write_bytes(Path(source).read_bytes())
    (tmp_path / "other").mkdir()
    database.openDatabase(tmp_path / "other")
    importDicom(tmp_path / "alone")
    browser, before = Browser(), slicer.mrmlScene.GetNumberOfNodes()
    with caplog.at_level(logging.ERROR):
        browser.double_click([series[modality]])
    assert browser.messages == []
    (told,) = [record.getMessage() for record in caplog.records]
    assert "not in the DICOM database: click Import DICOM files" in told
    assert slicer.mrmlScene.GetNumberOfNodes() == before


def test_a_report_of_another_vendor_lies_on_its_image(series: dict[str, str], database: Any) -> None:
    import slicer.util
    from Host.dicom import Browser

    path = database.filesForSeries(series["SR"])[0]
    report = pydicom.dcmread(path)
    report.Manufacturer = "Another Vendor"
    report.save_as(path)
    Browser().double_click([series["SR"]])
    names = [node.GetName() for node in slicer.util.getNodesByClass("vtkMRMLMarkupsClosedCurveNode")]
    assert names and all(name.startswith("Another Vendor: cluster") for name in names)


def test_the_export_dialog_offers_a_segmentation_of_a_mammogram_by_ours_and_not_by_slicers(
    database: Any, incoming: Path
) -> None:
    from Host.dicom import ExportDialog

    image(incoming)
    imported(incoming).double_click([SERIES])
    nodes = detected(volumes()[0]).nodes
    assert [one.tag("Modality") for one in ExportDialog(item_of(nodes.segmentation)).choices[0]] == ["SEG"]
    assert [one.tag("Modality") for one in ExportDialog(item_of(nodes.volume)).choices[0]] == ["MG", "SEG", "SR", "PR"]


def test_what_has_no_findings_or_no_dicom_origin_is_not_offered(database: Any, incoming: Path, volume: Any) -> None:
    from Host.dicom import ExportDialog
    from MicrocalcCADSlicer.subject_hierarchy import moveIntoFolder

    image(incoming)
    browser = imported(incoming)
    browser.double_click([SERIES])
    dicom = next(node for node in volumes() if node is not volume)
    assert [one.tag("Modality") for one in ExportDialog(item_of(dicom)).choices[0]] == ["MG"]
    moveIntoFolder(volume, [volume])  # an item of its own, which the application makes by itself
    assert ExportDialog(item_of(volume)).choices == []


def test_the_mammogram_is_exported_as_it_came(series: dict[str, str], tmp_path: Path, incoming: Path) -> None:
    written = [
        path for path in (tmp_path / "out").iterdir() if path.suffixes[-2:] == [".dcm"] or path.name.count(".") == 1
    ]
    assert (incoming / "breast.dcm").read_bytes() in [path.read_bytes() for path in written]
    assert len(list((tmp_path / "out").iterdir())) == 4


@pytest.fixture
def exposures(database: Any, incoming: Path) -> list[Any]:
    """Two images R CC of one study with findings, as after a repeated exposure."""
    again = {"SOPInstanceUID": "1.2.3.2", "SeriesInstanceUID": f"{SERIES}.9"}
    for name, more in (("a.dcm", {"SOPInstanceUID": "1.2.3.1"}), ("b.dcm", again)):
        image(incoming, name, ImageLaterality="R", ViewPosition="CC", **more)
    imported(incoming).double_click([SERIES, f"{SERIES}.9"])
    both = volumes()
    for one in both:
        detected(one)
    return both


def test_a_repeated_exposure_has_a_name_of_its_own_and_neither_files_nor_folder_of_the_other(
    exposures: list[Any], tmp_path: Path
) -> None:
    pytest.importorskip("highdicom")
    from MicrocalcCADSlicer.dicom_exchange import exportResults
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    assert sorted(one.GetName() for one in exposures) == ["R CC 2025-01-02", "R CC 2025-01-02_1"]
    assert folderOf(exposures[0]) != folderOf(exposures[1])
    paths = {exportResults(one, tmp_path / "out", ("dicom-seg",))["dicom-seg"] for one in exposures}
    assert len(paths) == 2


def test_files_of_another_image_are_not_replaced_and_those_of_this_one_are(
    exposures: list[Any], tmp_path: Path
) -> None:
    """As of another patient, whose images have the same names, in the same folder."""
    pytest.importorskip("highdicom")
    from MicrocalcCADSlicer import dicom_export
    from MicrocalcCADSlicer.dicom_exchange import exportResults

    formats, out = ("dicom-seg", "cad-sr", "gsps", "capture"), tmp_path / "out"
    first, second = exposures
    exportResults(first, out, formats)
    first.SetName("another name")
    second.SetName("R CC 2025-01-02")
    before = {path: path.read_bytes() for path in out.iterdir()}
    written = exportResults(second, out, formats)
    assert {path.name for path in written.values()} == {
        f"R CC 2025-01-02 (2).{kind}.dcm" for kind in ("seg", "cad-sr", "gsps", "capture")
    }
    assert {path: path.read_bytes() for path in before} == before
    assert exportResults(second, out, formats) == written, "its own are replaced"
    assert len(list(out.iterdir())) == 8
    one, other = (dicom_export.export(volume, "image", tmp_path, "image") for volume in exposures)
    assert (one.name, other.name) == ("image.dcm", "image (2).dcm")
    assert dicom_export.export(second, "image", tmp_path, "image") == other


def test_the_description_and_number_that_were_typed_are_written(database: Any, incoming: Path, tmp_path: Path) -> None:
    pytest.importorskip("highdicom")
    from Host.dicom import ExportDialog

    image(incoming)
    imported(incoming).double_click([SERIES])
    dialog = ExportDialog(item_of(detected(volumes()[0]).nodes.segmentation))

    def edit(exportable: Any) -> None:
        exportable.setTag("SeriesDescription", "Second reading")
        exportable.setTag("SeriesNumber", "77")

    assert dialog.export(tmp_path / "typed", edit) == ""
    (path,) = (tmp_path / "typed").iterdir()
    written = pydicom.dcmread(path)
    assert (written.SeriesDescription, written.SeriesNumber, written.Modality) == ("Second reading", 77, "SEG")


@pytest.mark.parametrize("number", ["seven", "-1", "²", "99999999999", "2147483648"])
def test_what_is_no_series_number_is_one_sentence_in_the_dialog_and_nothing_is_written(
    database: Any, incoming: Path, tmp_path: Path, number: str
) -> None:
    pytest.importorskip("highdicom")
    from Host.dicom import ExportDialog

    image(incoming)
    imported(incoming).double_click([SERIES])
    dialog = ExportDialog(item_of(detected(volumes()[0]).nodes.segmentation))
    (tmp_path / "typed").mkdir()
    assert "is no series number" in dialog.export(
        tmp_path / "typed", lambda exportable: exportable.setTag("SeriesNumber", number)
    )
    assert list((tmp_path / "typed").iterdir()) == []


@pytest.mark.parametrize("content", ["image", "dicom-seg"])
def test_a_file_that_is_written_again_is_whole_or_as_it_was(
    database: Any, incoming: Path, tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("highdicom")
    from MicrocalcCADLib.errors import OutputError
    from MicrocalcCADSlicer import dicom_export

    image(incoming)
    imported(incoming).double_click([SERIES])
    (volume,) = volumes()
    detected(volume)
    path = dicom_export.export(volume, content, tmp_path, "one")
    before = path.read_bytes()

    def full(*places: Any) -> None:
        Path(places[-1]).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dicom_export, "exportResults", lambda *_: {content: path})
    monkeypatch.setattr(dicom_export.shutil, "copyfile", full)
    monkeypatch.setattr(pydicom.Dataset, "save_as", lambda _, place: full(place))
    with pytest.raises(OutputError, match="No space left on device"):
        dicom_export.export(volume, content, tmp_path, "one", "Second reading")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob("*one*")] == ["one.dcm" if content == "image" else path.name]


def test_a_file_that_is_gone_from_the_database_is_one_sentence_in_the_dialog(
    database: Any, incoming: Path, tmp_path: Path
) -> None:
    from Host.dicom import ExportDialog

    image(incoming)
    imported(incoming).double_click([SERIES])
    dialog = ExportDialog(item_of(volumes()[0]))
    (incoming / "breast.dcm").unlink()
    error = dialog.export(tmp_path / "typed")
    assert "cannot be written any more" in error or "not there any more" in error


def test_the_plugin_is_no_module_of_its_own() -> None:
    pytest.importorskip("slicer")
    import MicrocalcDICOMPlugin

    parent = SimpleNamespace(path=MicrocalcDICOMPlugin.__file__)
    MicrocalcDICOMPlugin.MicrocalcDICOMPlugin(parent)
    assert parent.hidden is True
    assert MicrocalcDICOMPlugin.NAME == MicrocalcDICOMPlugin.__name__
