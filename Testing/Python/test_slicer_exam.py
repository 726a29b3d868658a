"""The tab Exam: views found and hung, detection in all of them, one list of clusters, possible matches, a
prior exam.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.objects import Objects

pytest_plugins = ["slicer_fixtures"]
SPACING_MM = 0.07
NAMES = ("R CC", "L CC", "R MLO", "L MLO")


def add_view(name: str, chest_wall: str = "left", uid: str = "", coarser: int = 1) -> Any:
    """Add the example, whose chest wall lies on the left, or its mirror image; `coarser` times the pixel spacing with
    as many fewer pixels.
    """
    import slicer.util
    from MicrocalcCADSlicer.example import exampleImage

    image = exampleImage()
    image = image if chest_wall == "left" else image[:, ::-1].copy()
    image, spacing = image[::coarser, ::coarser].copy(), coarser * SPACING_MM
    volume = slicer.util.addVolumeFromArray(
        image[np.newaxis], ijkToRAS=np.diag([-spacing, -spacing, 1.0, 1.0]), name=name
    )
    if uid:
        volume.SetAttribute("DICOM.instanceUIDs", uid)
    return volume


@pytest.fixture
def four(application: Any) -> dict[str, Any]:
    """The four views; the right breast is stored with its chest wall on the right, but for the MLO."""
    sides = {"R CC": "right", "L CC": "left", "R MLO": "left", "L MLO": "left"}
    return {name: add_view(name, side) for name, side in sides.items()}


@pytest.fixture
def exam(widget: Any, four: dict[str, Any]) -> Any:
    """The panel with the tab Exam in front."""
    widget.exam._startProcess = widget.panel._startProcess
    widget.ui.tabs.setCurrentIndex(1)
    return widget


def detect_all(exam: Any, analyses: Callable[[Any], Any] = lambda mammogram: None) -> None:
    exam.ui.examDetectButton.click()
    for number in range(len(NAMES)):
        assert len(exam.started) == number + 1  # one child process at a time
        exam.started[-1].finish(analyses(exam.started[-1].mammogram))


def rows(exam: Any) -> list[list[str]]:
    table = exam.ui.examTable
    return [[table.item(row, column).text() for column in range(table.columnCount)] for row in range(table.rowCount)]


def screen_of(view: str, volume: Any, row: float, column: float) -> tuple[float, float]:
    """Return where a pixel is on the screen, in points from the lower left corner of its view."""
    import slicer
    import vtk
    from MicrocalcCADSlicer.geometry import pixelToWorld

    inverse = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(slicer.app.layoutManager().sliceWidget(view).mrmlSliceNode().GetXYToRAS(), inverse)
    return inverse.MultiplyPoint((*pixelToWorld(volume, row, column), 1.0))[:2]


def test_the_four_views_are_found_by_their_names(exam: Any) -> None:
    assert exam.ui.examViewsLabel.text == "R CC, L CC, R MLO, L MLO"
    assert exam.ui.examSelector.count == 1
    assert exam.ui.examDetectButton.enabled


def test_dicom_elements_go_before_names_and_tell_exams_apart(widget: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import slicer

    elements = {
        "1.1": {"0020,0062": "L", "0018,5101": "MLO", "0008,0020": "20250102", "0010,0020": "P1", "0020,000D": "9.1"},
        "1.2": {"0020,0062": "L", "0018,5101": "MLO", "0008,0020": "20230501", "0010,0020": "P1", "0020,000D": "9.2"},
        "1.3": {"0020,0062": "R", "0018,5101": "CC", "0008,0020": "20230501", "0010,0020": "P2", "0020,000D": "9.3"},
    }
    database = SimpleNamespace(
        instanceValue=lambda uid, tag: elements.get(uid, {}).get(tag, ""), fileForInstance=lambda uid: ""
    )
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    for uid in elements:
        add_view("R CC", uid=uid)
    widget.ui.tabs.setCurrentIndex(1)
    selector, prior = widget.ui.examSelector, widget.ui.examPriorSelector
    assert [selector.itemText(i) for i in range(selector.count)] == [
        "2025-01-02: 1 image",
        "2023-05-01: 1 image",
        "2023-05-01: 1 image",
    ]
    assert widget.ui.examViewsLabel.text == "L MLO"
    assert [prior.itemText(i) for i in range(prior.count)] == ["none", "2023-05-01: 1 image"]
    selector.setCurrentIndex(2)
    assert prior.count == 1


def test_images_that_nothing_joins_are_exams_of_their_own_and_it_says_how_to_join_them(widget: Any) -> None:
    for name in ("mdb001", "mdb002", "p1_R_CC", "p1_L_CC"):
        add_view(name)
    widget.ui.tabs.setCurrentIndex(1)
    selector, label = widget.ui.examSelector, widget.ui.examViewsLabel
    assert [selector.itemText(i) for i in range(selector.count)] == [
        "mdb001: 1 image",
        "mdb002: 1 image",
        "p1: 2 images",
    ]
    assert "images named as P1 R CC and P1 L CC form an exam" in label.text
    selector.setCurrentIndex(2)
    assert label.text == "R CC, L CC"


def test_the_views_hang_with_the_chest_walls_in_the_middle_at_one_scale(
    application: Any, exam: Any, four: dict[str, Any]
) -> None:
    exam.ui.examShowButton.click()
    manager = application.layoutManager()
    assert manager.layout == 6270
    scales = set()
    for name, volume in four.items():
        view = name.replace(" ", "")
        assert manager.sliceWidget(view).sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID() == volume.GetID()
        columns, width = (
            volume.GetImageData().GetDimensions()[0],
            manager.sliceWidget(view).mrmlSliceNode().GetDimensions()[0],
        )
        stored_right = name == "R CC"
        wall = screen_of(view, volume, 450, columns - 0.5 if stored_right else -0.5)
        skin = screen_of(view, volume, 450, -0.5 if stored_right else columns - 0.5)
        assert wall[0] == pytest.approx(
            width if name[0] == "R" else 0, abs=1.5
        )  # at the edge of the view, towards the middle
        assert (wall[0] > skin[0]) is (name[0] == "R")
        assert screen_of(view, volume, 0, 0)[1] > screen_of(view, volume, 800, 0)[1]  # the first row is on top
        scales.add(round(abs(wall[0] - skin[0]) / columns, 4))
    assert len(scales) == 1


def test_all_views_are_detected_one_after_the_other_and_listed_together(exam: Any, four: dict[str, Any]) -> None:
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcCADSlicer.session import reviewed

    detect_all(exam)
    assert all(resultsOf(volume) is not None for volume in four.values())
    assert [row[0] for row in rows(exam)] == [name for name in NAMES for _ in range(2)]
    calcifications = sum(len(reviewed(volume)[0].reported_calcifications) for volume in four.values())
    found = f"4 views, 8 clusters, {calcifications} calcifications"
    assert exam.ui.examStatusLabel.text.startswith("Done") and found in exam.ui.examStatusLabel.text
    assert exam.ui.examDetectButton.text == "Detect in all views"


def test_one_button_detects_in_the_image_or_in_all_views_of_the_exam(
    application: Any, widget: Any, four: dict[str, Any]
) -> None:
    widget.exam._startProcess = widget.panel._startProcess
    application.processEvents()  # the images have come
    ui = widget.ui
    assert ui.tabs.currentWidget().isAncestorOf(ui.examSelector) and ui.examSelector.count == 1
    ui.volumeSelector.setCurrentNode(four["L CC"])
    assert not ui.examAllCheckBox.isHidden() and not ui.examAllCheckBox.checked
    ui.detectButton.click()
    widget.started[-1].finish()
    assert len(widget.started) == 1 and ui.statusLabel.text.startswith("Done")
    ui.examAllCheckBox.setChecked(True)
    ui.detectButton.click()
    assert ui.detectButton.text == "Cancel" and not ui.progressBar.isHidden()
    for number in range(len(NAMES)):
        assert len(widget.started) == number + 2
        widget.started[-1].finish()
    assert ui.detectButton.text == "Detect calcifications" and ui.progressBar.isHidden()
    assert "4 views, 8 clusters" in ui.statusLabel.text
    ui.detectButton.click()
    ui.detectButton.click()
    assert widget.started[-1].cancelled and "Cancelled" in ui.statusLabel.text


def test_one_image_alone_is_no_exam_to_detect_in(application: Any, widget: Any, volume: Any) -> None:
    application.processEvents()
    assert widget.ui.examAllCheckBox.isHidden()
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.examAllCheckBox.setChecked(True)
    widget.ui.detectButton.click()
    assert widget.panel._process is widget.started[-1]


def test_each_view_shows_the_marks_of_its_own_image_and_no_others(
    application: Any, exam: Any, four: dict[str, Any]
) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    detect_all(exam)
    exam.ui.examShowButton.click()
    for name, volume in four.items():
        nodes = resultsOf(volume)
        for mark in (nodes.segmentation, *nodes.outlines):
            assert [
                view
                for view in NAMES
                if application.layoutManager().sliceWidget(view.replace(" ", "")).view.shows(mark)
            ] == [name]


def test_the_distance_to_the_nipple_suggests_clusters_of_the_other_view(exam: Any, four: dict[str, Any]) -> None:
    detect_all(exam)
    listed = rows(exam)
    nipple = np.array([450, 0.7 * 700])  # of the half ellipse of the example
    nearest = min(float(listed[2 * 1 + i][3]) for i in range(2))
    expected = [np.hypot(*(nipple - centre)) * SPACING_MM for centre in ((420, 240), (600, 150))]
    assert nearest == pytest.approx(min(expected), abs=2.0)
    # The same picture stands for both views: in the oblique one the nipple is looked for lower, and the distances
    # differ.
    there = {f"{row[0]} {row[1]}": float(row[3]) for row in listed if row[0] == "L MLO"}
    own = [float(row[3]) for row in listed if row[0] == "L CC"]
    for tolerance in (10, 4):
        exam.ui.examToleranceSpinBox.setValue(tolerance)
        matched = [row[6] for row in rows(exam) if row[0] == "L CC"]
        for distance, text in zip(own, matched, strict=True):
            near = [
                name
                for name, other in sorted(there.items(), key=lambda item: abs(item[1] - distance))
                if abs(other - distance) <= tolerance - 1
            ]
            far = [name for name, other in there.items() if abs(other - distance) > tolerance + 1]
            assert all(name in text for name in near) and not any(name in text for name in far)
            assert text.count("?") == text.count("mm)")


def test_a_click_on_a_cluster_chooses_its_mammogram_and_goes_there(
    application: Any, exam: Any, four: dict[str, Any]
) -> None:
    detect_all(exam)
    exam.ui.examShowButton.click()
    row = next(i for i, cells in enumerate(rows(exam)) if cells[0] == "R MLO")
    exam.ui.examTable.cellClicked.emit(row, 0)
    assert exam.ui.volumeSelector.currentNode() is four["R MLO"]
    cluster = exam.exam._listed[row].cluster
    width, height = application.layoutManager().sliceWidget("RMLO").mrmlSliceNode().GetDimensions()[:2]
    r0, c0, r1, c1 = cluster.bounding_box
    assert screen_of("RMLO", four["R MLO"], (r0 + r1) / 2, (c0 + c1) / 2) == pytest.approx(
        (width / 2, height / 2), abs=1.5
    )


def test_a_click_on_a_cluster_chooses_it_whatever_kind_the_list_shows_alone(exam: Any, four: dict[str, Any]) -> None:
    from panel_material import choose
    from test_slicer_findings_list import name

    detect_all(exam)
    exam.ui.volumeSelector.setCurrentNode(four["L CC"])
    choose(exam, 0)
    name(exam, "findingKindSelector", "fine linear or branching")
    exam.ui.kindFilter.setCurrentIndex(exam.ui.kindFilter.findData("fine linear or branching"))
    choose(exam, 0)
    exam.exam.onTabChanged()
    row = next(i for i, one in enumerate(exam.exam._listed) if one.title == "L CC 2")
    exam.ui.examTable.cellClicked.emit(row, 0)
    assert exam.panel.findings.chosen().id == 2, "the keys would decide another one than the view shows"
    assert exam.ui.kindFilter.currentIndex == 0


def test_a_view_that_fails_is_named_and_the_others_go_on(exam: Any, four: dict[str, Any]) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    exam.ui.examDetectButton.click()
    exam.started[0].listener.failed(MicrocalcError("There is not enough memory."))
    for _ in range(3):
        exam.started[-1].finish()
    assert resultsOf(four["R CC"]) is None
    assert resultsOf(four["L MLO"]) is not None
    assert (
        "3 views" in exam.ui.examStatusLabel.text
        and "R CC: There is not enough memory." in exam.ui.examStatusLabel.text
    )


def test_cancel_stops_the_run_and_keeps_what_was_done(exam: Any, four: dict[str, Any]) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    exam.ui.examDetectButton.click()
    exam.started[0].finish()
    exam.ui.examDetectButton.click()
    assert exam.started[1].cancelled
    assert len(exam.started) == 2
    assert resultsOf(four["R CC"]) is not None and resultsOf(four["L CC"]) is None
    assert {row[0] for row in rows(exam)} == {"R CC"}
    assert "Cancelled" in exam.ui.examStatusLabel.text


def test_a_volume_deleted_during_the_run_is_named_and_a_closed_scene_stops_it(
    application: Any, exam: Any, four: dict[str, Any]
) -> None:
    import slicer

    exam.ui.examDetectButton.click()
    slicer.mrmlScene.RemoveNode(four["L CC"])
    exam.started[0].finish()
    assert exam.started[-1].mammogram.shape == (900, 700)
    application.clear_scene()
    assert exam.started[-1].cancelled
    assert exam.ui.examSelector.count == 0
    assert not exam.ui.examDetectButton.enabled


def test_a_prior_exam_hangs_beside_the_current_one_view_by_view(application: Any, widget: Any) -> None:
    current = {name: add_view(f"2025-01-02 {name}") for name in NAMES}
    prior = {name: add_view(f"2023-05-01 {name}") for name in NAMES[:3]}
    widget.ui.tabs.setCurrentIndex(1)
    widget.ui.examPriorSelector.setCurrentIndex(1)
    widget.ui.examShowButton.click()
    manager = application.layoutManager()
    assert manager.layout == 6271

    def shown(view: str) -> str | None:
        return manager.sliceWidget(view).sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID()

    for name in NAMES:
        assert shown(name.replace(" ", "")) == current[name].GetID()
    for name, volume in prior.items():
        assert shown(f"{name.replace(' ', '')}Prior") == volume.GetID()
    assert shown("LMLOPrior") is None
    assert manager.sliceWidget("RCCPrior").mrmlSliceNode().GetLayoutLabel() == "R CC 2023-05-01"


def test_images_that_were_loaded_before_the_panel_was_opened_are_an_exam(
    application: Any, four: dict[str, Any]
) -> None:
    from slicer_host import close_panel, open_panel

    opened = open_panel()
    try:
        assert opened.ui.examSelector.count == 1 and opened.ui.examSelector.enabled
        assert not opened.ui.examAllCheckBox.isHidden()
        opened.enter()
        assert opened.ui.volumeSelector.currentNode() is four["R CC"]  # the first that hangs, as none is on view
        opened.exit()
    finally:
        close_panel(opened)


def test_an_image_brings_its_exam_along_and_an_exam_its_first_image(application: Any, widget: Any) -> None:
    current = {name: add_view(f"2025-01-02 {name}") for name in NAMES}
    prior = {name: add_view(f"2023-05-01 {name}") for name in NAMES}
    other = add_view("P2 2024-04-04 L CC")
    widget.enter()
    application.processEvents()
    ui = widget.ui
    assert (ui.examSelector.currentText, ui.volumeSelector.currentNode()) == ("2025-01-02: 4 images", current["R CC"])
    ui.examPriorSelector.setCurrentIndex(1)
    ui.volumeSelector.setCurrentNode(prior["L CC"])  # beside the current one: the exam stays, and its prior
    assert ui.examSelector.currentText == "2025-01-02: 4 images" and ui.examPriorSelector.currentIndex == 1
    ui.volumeSelector.setCurrentNode(other)
    assert ui.examSelector.currentText.startswith("2024-04-04") and ui.examPriorSelector.currentIndex == 0
    ui.examSelector.setCurrentIndex(ui.examSelector.findText("2023-05-01: 4 images"))
    assert ui.volumeSelector.currentNode() is prior["R CC"]
    ui.volumeSelector.setCurrentNode(current["L MLO"])
    assert ui.examSelector.currentText == "2025-01-02: 4 images"
    widget.exit()


def test_a_prior_that_was_chosen_hangs_after_a_detection_that_was_started_on_the_other_tab(
    application: Any, widget: Any
) -> None:
    volumes = [add_view(f"{date} {name}") for date in ("2025-01-02", "2023-05-01") for name in NAMES]
    widget.ui.volumeSelector.setCurrentNode(volumes[0])
    widget.exam._startProcess = widget.panel._startProcess
    widget.ui.tabs.setCurrentIndex(1)
    widget.ui.examPriorSelector.setCurrentIndex(1)
    widget.ui.tabs.setCurrentIndex(0)
    widget.ui.examAllCheckBox.setChecked(True)
    widget.ui.detectButton.click()
    for number in range(len(NAMES)):
        widget.started[number].finish()
    assert application.layoutManager().layout == 6271
    assert widget.ui.examPriorSelector.currentIndex == 1


def test_an_empty_place_has_the_name_of_the_image_that_is_chosen_into_it(application: Any, widget: Any) -> None:
    other = {name: add_view(f"P1 {name}") for name in NAMES}
    widget.ui.volumeSelector.setCurrentNode(other["L CC"])
    widget.ui.examShowButton.click()
    for name in ("L CC", "L MLO"):
        add_view(f"P2 {name}")
    widget.exam.refresh()
    widget.ui.examSelector.setCurrentIndex(1)
    widget.ui.examShowButton.click()
    view = application.layoutManager().sliceWidget("RCC")
    assert view.sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID() is None
    assert view.mrmlSliceNode().GetLayoutLabel() == "RCC"
    widget.ui.volumeSelector.setCurrentNode(other["L MLO"])
    assert view.sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID() == other["L MLO"].GetID()
    assert view.mrmlSliceNode().GetLayoutLabel() == "L MLO", "not R CC, which hung there before"


def test_images_that_name_no_view_are_said_to_have_no_place(widget: Any) -> None:
    add_view("anything")
    widget.ui.tabs.setCurrentIndex(1)
    assert "without a place: ? ?" in widget.ui.examViewsLabel.text
    widget.ui.examShowButton.click()
    assert "name them" in widget.ui.examStatusLabel.text


@pytest.fixture
def dated(application: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A function that adds an R CC with date and patient, and puts findings into the scene."""
    from MicrocalcCADLib.analysis import Candidates
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf
    from slicer_host import example_analysis

    elements: dict[str, dict[str, str]] = {}
    known = lambda node, tag: elements.get(node.GetID(), {}).get(tag, "")  # noqa: E731
    monkeypatch.setattr("MicrocalcCADSlicer.exam_images.dicomValue", known)
    monkeypatch.setattr("MicrocalcCADSlicer.rating.assess", lambda _analysis, findings, *_rest: findings)
    monkeypatch.setattr("MicrocalcCADSlicer.session.assess", lambda _analysis, findings, _mammogram, **_rest: findings)

    def add(date: str, kept: slice | None, patient: str = "P1", coarser: int = 1) -> Any:
        volume = add_view("R CC", coarser=coarser)
        elements[volume.GetID()] = {"0010,0020": patient, "0020,000D": date, "0008,0020": date}
        if kept is not None:
            from dataclasses import replace

            analysis = (
                example_analysis(mammogramOf(volume)) if coarser == 1 else coarse_analysis(mammogramOf(volume), coarser)
            )
            old = analysis.candidates
            chosen = np.arange(len(old))[kept]
            pixels = [old.object_pixels(int(i) + 1) for i in chosen]
            analysis = replace(analysis, candidates=Candidates(old.measures[chosen], Objects.of(pixels)))
            createResults(volume, analysis, State())
        return volume

    return add


def coarse_analysis(mammogram: Any, coarser: int) -> Any:
    """Return the first cluster of the example on an image of fewer pixels."""
    from report_material import make_analysis, make_spots

    return make_analysis(
        mammogram, [(row // coarser, column // coarser) for row, column in make_spots([(420, 240)], 9, 20)]
    )


def sentences(volume: Any) -> list[str]:
    from MicrocalcCADSlicer.session import Session, reviewed

    session = Session.of(volume)
    session.settle()
    findings = reviewed(volume)[0]
    assert [c.sentence for c in session.findings.reported_clusters] == [c.sentence for c in findings.reported_clusters]
    return [c.sentence for c in findings.reported_clusters]


def test_sentences_say_what_has_changed_since_the_prior_of_the_same_view(dated: Callable) -> None:
    dated("20210501", slice(0, 4))  # the latest one with findings counts
    dated("20230501", slice(0, 9))
    dated("20240501", None)
    first, second = sentences(dated("20250102", slice(None)))
    assert "unchanged from the prior of 2023-05-01 (9, before 9)" in first
    assert "new: nothing was found there in the prior of 2023-05-01" in second


def test_a_prior_of_another_pixel_spacing_is_compared_in_mm(dated: Callable) -> None:
    dated("20230501", slice(0, 9), coarser=2)
    first, second = sentences(dated("20250102", slice(None)))
    assert "unchanged from the prior of 2023-05-01 (9, before 9)" in first
    assert "new: nothing was found there in the prior of 2023-05-01" in second


def test_the_list_says_in_a_word_what_has_changed_since_the_prior(
    widget: Any, dated: Callable, application: Any
) -> None:
    import slicer
    from panel_material import choose as choose_row

    then, now = dated("20230501", slice(0, 5)), dated("20250102", slice(None))
    widget.ui.tabs.setCurrentIndex(1)
    table = widget.ui.examTable
    widget.ui.volumeSelector.setCurrentNode(now)
    choose_row(widget, 0)
    assert widget.ui.sentenceLabel.text.startswith("<b>More than in the prior.</b> ")
    choose_row(widget, 1)
    assert widget.ui.sentenceLabel.text.startswith("<b>New since the prior.</b> ")
    widget.ui.thresholdSlider.setValue(0.55)  # as it is while the slider moves
    assert widget.ui.sentenceLabel.text.startswith("<b>New since the prior.</b> ")
    widget.ui.volumeSelector.setCurrentNode(then)
    choose_row(widget, 0)
    assert "<b>" not in widget.ui.sentenceLabel.text
    assert widget.ui.examSelector.currentText.startswith("2023-05-01")  # its own exam
    widget.ui.volumeSelector.setCurrentNode(now)
    titles = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount)]
    assert titles[4] == "Prior" and widget.ui.examSelector.currentText.startswith("2025-01-02")
    assert [row[4] for row in rows(widget)] == ["more", "new"]
    widget.ui.examSelector.setCurrentIndex(1)
    assert {row[4] for row in rows(widget)} == {""}
    widget.ui.volumeSelector.setCurrentNode(now)
    choose_row(widget, 0)
    assert "<b>" in widget.ui.sentenceLabel.text
    slicer.mrmlScene.RemoveNode(then)
    application.wait_until(lambda: "<b>" not in widget.ui.sentenceLabel.text, 5)


def put_nipple(widget: Any, volume: Any, place: tuple[float, float]) -> None:
    """Choose a mammogram in the panel and drag its nipple to a pixel."""
    import slicer
    from MicrocalcCADSlicer.geometry import pixelToWorld

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.nippleCheckBox.setChecked(True)
    node = widget.panel.findings.session.nodes.nipple
    node.SetNthControlPointPositionWorld(0, *pixelToWorld(volume, *place))
    node.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointEndInteractionEvent)


def test_the_prior_is_compared_by_the_nipples_that_the_reader_has_placed(widget: Any, dated: Callable) -> None:
    then, now = dated("20230501", slice(0, 9)), dated("20250102", slice(None))
    assert "unchanged from the prior" in sentences(now)[0]
    at = widget.panel.findings
    put_nipple(widget, then, (450.0, 230.0))  # 17 mm from where it is in the other image
    widget.ui.volumeSelector.setCurrentNode(now)
    assert all("new: nothing was found there" in cluster.sentence for cluster in at.session.findings.reported_clusters)
    put_nipple(widget, now, (450.0, 230.0))
    assert "unchanged from the prior" in at.session.findings.reported_clusters[0].sentence


def test_the_exams_list_and_matches_measure_from_the_nipple_that_the_reader_has_placed(
    exam: Any, four: dict[str, Any]
) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    detect_all(exam)
    before = {row[0] + row[1]: row for row in rows(exam)}
    place = (700.0, 400.0)
    put_nipple(exam, four["L CC"], place)
    exam.ui.tabs.setCurrentIndex(0)
    exam.ui.tabs.setCurrentIndex(1)
    after = {row[0] + row[1]: row for row in rows(exam)}
    findings = exam.panel.findings.session.findings
    for cluster in findings.reported_clusters:
        away = np.hypot(cluster.row - place[0], cluster.column - place[1]) * SPACING_MM
        assert after[f"L CC{cluster.id}"][3] == f"{away:.0f}" != before[f"L CC{cluster.id}"][3]
    assert {key: row[3] for key, row in after.items() if "L CC" not in key} == {
        key: row[3] for key, row in before.items() if "L CC" not in key
    }
    matched = {key: row[6] for key, row in after.items()}
    assert matched != {key: row[6] for key, row in before.items()}
    assert resultsOf(four["R CC"]).nipple is None


@pytest.mark.parametrize(
    ("date", "patient"),
    [("20260501", "P1"), ("2025.06.01", "P1"), ("00000000", "P1"), ("20230501", "P2"), ("20230501", "")],
)
def test_later_images_and_those_of_others_are_no_prior(dated: Callable, date: str, patient: str) -> None:
    dated(date, slice(0, 9), patient)
    assert not any(
        "prior" in sentence for sentence in sentences(dated("20250102", slice(None), patient if not patient else "P1"))
    )


def test_a_click_highlights_a_cluster_with_its_possible_matches_and_no_other(exam: Any, four: dict[str, Any]) -> None:
    from MicrocalcCADSlicer.halos import lineOf
    from MicrocalcCADSlicer.outlines import HIGHLIGHTED_THICKNESS
    from MicrocalcCADSlicer.results import resultsOf

    def thick() -> set[str]:
        curves = [(name, curve) for name, volume in four.items() for curve in resultsOf(volume).outlines]
        return {
            f"{name} {c.GetName().split()[-1]}"
            for name, c in curves
            if lineOf(c).GetLineThickness() == HIGHLIGHTED_THICKNESS
        }

    def listed(row: list[str]) -> set[str]:
        return {f"{row[0]} {row[1]}", *(match.split(" (")[0] for match in row[-1].split("\n") if match)}

    detect_all(exam)
    seen = []
    for number, row in enumerate(rows(exam)):
        exam.ui.examTable.cellClicked.emit(number, 0)
        assert thick() == listed(row)
        seen.append(len(thick()))
    assert max(seen) > 1


def test_the_close_up_is_mirrored_like_the_image_in_its_view(exam: Any, four: dict[str, Any]) -> None:
    def close_up() -> np.ndarray:
        image = exam.ui.closeUpLabel.pixmap.toImage()
        return np.array([[image.pixelColor(x, y).red() for x in range(300, 500)] for y in range(image.height())])

    detect_all(exam)
    for name, mirrored in (("R MLO", True), ("R CC", False), ("L CC", False)):
        exam.ui.volumeSelector.setCurrentNode(four[name])
        exam.panel.findings.nextFinding()
        finding, volume = exam.panel.findings.chosen(), four[name]
        hung = close_up()
        from MicrocalcCADSlicer.close_up import closeUp

        image = closeUp(volume, finding.row, finding.column, 800, exam.ui.closeUpLabel.maximumHeight, 2).toImage()
        stored = np.array([[image.pixelColor(x, y).red() for x in range(300, 500)] for y in range(image.height())])
        assert not np.array_equal(stored, stored[:, ::-1])
        assert np.array_equal(hung, stored[:, ::-1] if mirrored else stored), name


@pytest.mark.parametrize("scale", [1.0, 1.5], ids=["100 %", "150 %"])
def test_the_list_scrolls_not_sideways_at_480_pixels(
    application: Any, exam: Any, four: dict[str, Any], scale: float
) -> None:
    import qt

    before = qt.QApplication.font()
    font = qt.QFont(before)
    font.setPointSizeF(before.pointSizeF() * scale)
    qt.QApplication.setFont(font)
    exam.parent.resize(480, 1000)
    exam.parent.show()
    detect_all(exam)
    application.processEvents()
    table = exam.ui.examTable
    assert table.rowCount == 8 and any(row[-1] for row in rows(exam))
    assert table.horizontalHeader().length() <= table.viewport().width()
    texts = [[row[column] for row in rows(exam)] for column in range(table.columnCount - 1)]
    assert all(
        table.columnWidth(i) >= max(map(table.fontMetrics().horizontalAdvance, own)) for i, own in enumerate(texts)
    )
    exam.parent.hide()
    qt.QApplication.setFont(before)


def thick(four: dict[str, Any]) -> set[str]:
    """Return the highlighted outlines of all views as view and number."""
    from MicrocalcCADSlicer.halos import lineOf
    from MicrocalcCADSlicer.outlines import HIGHLIGHTED_THICKNESS
    from MicrocalcCADSlicer.results import resultsOf

    curves = [(name, curve) for name, volume in four.items() for curve in resultsOf(volume).outlines]
    return {
        f"{name} {c.GetName().split()[-1]}"
        for name, c in curves
        if lineOf(c).GetLineThickness() == HIGHLIGHTED_THICKNESS
    }


def test_keys_highlight_the_chosen_cluster_with_its_possible_matches_whatever_is_decided_meanwhile(
    exam: Any, four: dict[str, Any]
) -> None:
    from MicrocalcCADSlicer.halos import lineOf
    from MicrocalcCADSlicer.outlines import ACCEPTED_THICKNESS
    from MicrocalcCADSlicer.results import resultsOf

    detect_all(exam)
    table = {
        f"{row[0]} {row[1]}": {match.split(" (")[0] for match in row[-1].split("\n") if match} for row in rows(exam)
    }
    exam.ui.volumeSelector.setCurrentNode(four["L CC"])
    findings = exam.panel.findings
    findings.nextFinding()
    assert thick(four) == {"L CC 1", *table["L CC 1"]} and table["L CC 1"]
    findings.acceptFinding()
    assert thick(four) == {"L CC 2", *table["L CC 2"]}
    first = next(curve for curve in resultsOf(four["L CC"]).outlines if curve.GetName() == "L CC cluster 1")
    assert lineOf(first).GetLineThickness() == ACCEPTED_THICKNESS
    exam.ui.volumeSelector.setCurrentNode(four["R CC"])
    assert thick(four) == set()


def test_the_outline_of_another_cluster_does_not_inherit_the_thick_line(exam: Any, four: dict[str, Any]) -> None:
    detect_all(exam)
    exam.ui.volumeSelector.setCurrentNode(four["L CC"])
    exam.panel.findings.nextFinding()
    exam.ui.clusterTable.setCurrentCell(-1, -1)
    for value in (0.99, 0.2):  # curves are put away and taken for whatever cluster comes
        exam.ui.thresholdSlider.setValue(value)
    assert {name for name in thick(four) if name.startswith("L CC")} == set()


def test_going_to_a_finding_of_linked_views_moves_its_prior_and_leaves_the_other_breast(
    application: Any, exam: Any
) -> None:
    from MicrocalcCADLib.exam import exams
    from MicrocalcCADSlicer.exam_images import examViews
    from MicrocalcCADSlicer.exam_layout import showExam

    current = {name: add_view(f"{name} 2025-01-02", "right" if name == "R CC" else "left") for name in NAMES}
    add_view("L CC 2023-01-02")
    now, prior, *_undated = exams(examViews())
    showExam(now, prior)
    manager = application.layoutManager()

    def pose(view: str) -> np.ndarray:
        matrix = manager.sliceWidget(view).mrmlSliceNode().GetSliceToRAS()
        return np.array([matrix.GetElement(row, column) for row in range(3) for column in range(4)])

    def field(view: str) -> float:
        return manager.sliceWidget(view).mrmlSliceNode().GetFieldOfView()[0]

    exam.ui.volumeSelector.setCurrentNode(current["L CC"])
    exam.ui.detectButton.click()
    exam.started[-1].finish()
    exam.reading.views.toggleLink()
    before = {view: (pose(view), field(view)) for view in manager.names_on_view()}
    exam.panel.findings.nextFinding()
    for view in ("RCC", "RMLO", "LMLO"):
        assert np.allclose(pose(view), before[view][0]) and field(view) == pytest.approx(before[view][1]), view
    for view in ("LCC", "LCCPrior"):
        assert not np.allclose(pose(view), before[view][0]) and field(view) < before[view][1], view
    assert field("LCCPrior") == pytest.approx(field("LCC"))
    # afterwards the views follow each other from where they are now
    node, other = (manager.sliceWidget(view).mrmlSliceNode() for view in ("LCC", "RCC"))
    width, height, depth = node.GetFieldOfView()
    ratio = other.GetFieldOfView()[0]
    node.SetFieldOfView(width / 2, height / 2, depth)
    assert other.GetFieldOfView()[0] == pytest.approx(ratio / 2)
    exam.reading.views.end()
