"""An exam of four views is read by keys and clicks, from the database to the scene that is loaded again, in 40 presses
at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from exam_reading import MOST_PRESSES, VIEWS, database_of, pixels_of, read_exam, unmarked_place, view_of

pytest_plugins = ["slicer_fixtures"]
SPACING_MM = 0.07


@pytest.fixture
def window(application: Any, widget: Any, tmp_path: Path) -> Iterator[Any]:
    """Slicer's window around the panel; what is written goes into the test's folder, and no browser opens."""
    import slicer
    from Host.main_window import MainWindow
    from MicrocalcEffects import registerEffects

    registerEffects()
    widget.opened = []
    widget.panel.report.openPage, widget.panel.report.folder = widget.opened.append, tmp_path / "reports"
    (tmp_path / "scenes").mkdir()
    one = MainWindow(widget, tmp_path / "scenes")
    yield one
    slicer.app.processEvents()
    one.close_all()


@pytest.fixture
def exam(application: Any, tmp_path: Path) -> Iterator[None]:
    """A study of four views in the database, the right breast stored as the mirror image of the left one."""
    from MicrocalcCADSlicer.example import exampleImage

    image = exampleImage()
    images = {(side, view): image if side == "L" else image[:, ::-1].copy() for side, view in VIEWS}
    with database_of(images, tmp_path, SPACING_MM):
        yield


def finish_all(widget: Any) -> None:
    """Let the detections of all views succeed, one after the other."""
    for number in range(len(VIEWS)):
        widget.started[number].finish()


def states_of(volume: Any) -> list[str]:
    """Return the states of an image's findings in the order of the list, those that a reader has given."""
    from MicrocalcCADLib.listed import listed
    from MicrocalcCADSlicer.session import Session

    session = Session.of(volume)
    states = session.state.review.states(session.findings)
    return [states[one.id] for one in listed(session.findings) if states[one.id] != "unseen"]


def test_an_exam_is_read_reported_saved_and_loaded_in_forty_presses(
    application: Any, widget: Any, window: Any, exam: None, tmp_path: Path
) -> None:
    import qt
    import slicer
    import slicer.util
    from Host.hand import Hand

    widget.exam._startProcess = widget.panel._startProcess
    hand, steps = Hand(window), []
    record = read_exam(hand, window, widget, lambda: finish_all(widget), steps.append)
    assert record.count == len(record.log) <= MOST_PRESSES
    assert steps == ["open", "detect", "read", "correct", "report", "again"]
    volumes = [
        n
        for n in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")
        if n.GetClassName() == "vtkMRMLScalarVolumeNode"
    ]
    volumes = [n for n in volumes if n.GetAttribute("DICOM.instanceUIDs")]
    assert len(volumes) == len(VIEWS)
    assert {volume.GetName(): states_of(volume) for volume in volumes} == record.states
    assert sum(map(len, record.states.values())) == 8
    (corrected,) = (volume for volume in volumes if volume.GetName() == record.corrected)
    assert record.added.any() and pixels_of(corrected)[record.added].all()
    (page,) = widget.opened
    text = page.read_text(encoding="utf-8")
    assert all(f"<h2>{side} {view}</h2>" in text for side, view in VIEWS)
    assert len(list(page.parent.glob("*.html"))) == 5
    assert qt.QApplication.clipboard().text().startswith("P-1 2025-01-02\n\nR CC: ")
    assert widget.ui.volumeSelector.currentNode() in volumes
    print(f"{record.count} presses: {', '.join(record.log)}")


def with_the_exam_loaded(widget: Any, window: Any) -> Any:
    """The hand of a reader who has loaded the exam of the DICOM module and gone over to Microcalc CAD."""
    from Host.hand import Hand

    widget.exam._startProcess = widget.panel._startProcess
    hand = Hand(window)
    hand.open_module("DICOM")
    hand.click_item(window.browser, double=True)
    hand.open_module("MicrocalcCAD")
    return hand


def test_correcting_by_hand_opens_the_editor_on_the_marks_and_leaves_the_other_views(
    application: Any, widget: Any, window: Any, exam: None
) -> None:
    from MicrocalcCADSlicer.result_nodes import resultsOf

    hand = with_the_exam_loaded(widget, window)
    assert not widget.ui.correctButton.enabled and not widget.ui.reportButton.enabled
    widget.ui.examAllCheckBox.setChecked(True)
    widget.ui.detectButton.click()
    finish_all(widget)
    assert application.layoutManager().names_on_view() == ["RCC", "LCC", "RMLO", "LMLO"]
    shown = backgrounds(application)
    hand.click(widget.ui.correctButton)
    nodes = resultsOf(widget.ui.volumeSelector.currentNode())
    editor = window.editor.effect.scriptedEffect.parameterSetNode()
    assert window.module == "SegmentEditor" and type(window.editor.effect).__name__ == "CalcificationClickEffect"
    assert (editor.GetSegmentationNode(), editor.GetSourceVolumeNode()) == (nodes.segmentation, nodes.volume)
    assert editor.GetSelectedSegmentID() == "Calcifications"
    assert backgrounds(application) == shown


@pytest.fixture
def correcting(application: Any, widget: Any, window: Any, exam: None) -> Any:
    """The hand of a reader who has detected in an exam and opened the Segment Editor on the marks of the
    chosen image.
    """
    hand = with_the_exam_loaded(widget, window)
    while (
        not widget.ui.volumeSelector.currentNode().GetName().startswith("L")
    ):  # whose spots lie where the findings are
        hand.press("Shift+N")
    hand.click(widget.ui.detectButton)
    widget.started[-1].finish()
    hand.press("N")
    hand.press("C")
    return hand


def test_undo_and_redo_of_the_editor_take_a_click_back_and_the_list_follows(
    application: Any, widget: Any, window: Any, correcting: Any
) -> None:
    volume = widget.ui.volumeSelector.currentNode()
    before, counted = pixels_of(volume), sum(c.count for c in widget.panel.findings.session.findings.clusters)
    place = unmarked_place(volume, widget.panel.findings.chosen(), pixels_of(volume))
    correcting.click_image(view_of(volume), *place)
    after = pixels_of(volume)
    assert (after & ~before).any() and not (before & ~after).any()
    correcting.press("Ctrl+Z")
    assert (pixels_of(volume) == before).all()
    correcting.press("Y")
    assert (pixels_of(volume) == after).all()
    correcting.press("Z")
    correcting.open_module("MicrocalcCAD")
    assert sum(c.count for c in widget.panel.findings.session.findings.clusters) == counted
    assert (pixels_of(volume) == before).all()


def test_escape_leaves_the_effect_with_its_lines_and_space_takes_it_again(
    application: Any, widget: Any, window: Any, correcting: Any
) -> None:
    import vtk

    volume = widget.ui.volumeSelector.currentNode()
    before, place, effect = (
        pixels_of(volume),
        unmarked_place(volume, widget.panel.findings.chosen(), pixels_of(volume)),
        window.editor.effect,
    )
    window.editor._editor.send(vtk.vtkCommand.MouseMoveEvent, *place)
    assert effect.preview.polygons
    correcting.press("Esc")
    assert window.editor.effect is None
    assert effect.scriptedEffect.actors == []
    correcting.click_image(view_of(volume), *place)
    assert (pixels_of(volume) == before).all()
    assert window.module == "SegmentEditor"  # and the panel's own keys sleep meanwhile
    correcting.press("X")
    assert states_of(volume) == []
    correcting.press("Space")
    correcting.click_image(view_of(volume), *place)
    assert (pixels_of(volume) & ~before).any()


def test_escape_in_the_middle_of_a_stroke_forgets_what_was_painted(
    application: Any, widget: Any, window: Any, correcting: Any
) -> None:
    import vtk

    volume = widget.ui.volumeSelector.currentNode()
    before, (row, column) = pixels_of(volume), unmarked_place(volume, widget.panel.findings.chosen(), pixels_of(volume))
    window.editor.exit()
    window.editor.setActiveEffectByName("Calcification brush")
    brush, editor = window.editor.effect, window.editor._editor
    editor.send(vtk.vtkCommand.LeftButtonPressEvent, row, column)
    editor.send(vtk.vtkCommand.MouseMoveEvent, row + 9, column)
    correcting.press("Esc")
    assert brush.scriptedEffect.actors == [] and brush._region is None
    assert (pixels_of(volume) == before).all()
    correcting.press("Space")
    window.editor._editor.send(vtk.vtkCommand.MouseMoveEvent, row, column)  # the button is up: nothing is painted
    assert window.editor.effect._region is None


def backgrounds(application: Any) -> list[str]:
    manager = application.layoutManager()
    return [
        manager.sliceWidget(name).sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID()
        for name in manager.names_on_view()
    ]


def test_a_report_that_cannot_be_written_says_why(widget: Any, detected: Callable[[], Any], tmp_path: Path) -> None:
    detected()
    (tmp_path / "file").write_text("", encoding="utf-8")
    widget.panel.report.folder = tmp_path / "file"
    widget.ui.reportButton.click()
    assert "folder" in widget.ui.statusLabel.text and "written to" not in widget.ui.statusLabel.text


def test_the_report_of_one_image_without_an_exam_has_that_image(
    widget: Any, detected: Callable[[], Any], tmp_path: Path
) -> None:
    opened: list[Path] = []
    widget.panel.report.folder, widget.panel.report.openPage = tmp_path / "reports", opened.append
    detected()
    widget.ui.reportButton.click()
    (page,) = opened
    assert page == tmp_path / "reports" / "Example" / "report.html"
    assert widget.ui.statusLabel.text.startswith("Report of 1 image written to ")


def test_a_second_report_of_the_same_exam_leaves_the_first(
    widget: Any, detected: Callable[[], Any], tmp_path: Path
) -> None:
    opened: list[Path] = []
    widget.panel.report.folder, widget.panel.report.openPage = tmp_path, opened.append
    detected()
    widget.ui.reportButton.click()
    first = {path: path.read_bytes() for path in (tmp_path / "Example").iterdir()}
    widget.panel.findings.nextFinding()
    widget.ui.rejectButton.click()
    widget.ui.reportButton.click()
    widget.ui.reportButton.click()
    assert opened == [tmp_path / name / "report.html" for name in ("Example", "Example (2)", "Example (3)")]
    assert {path: path.read_bytes() for path in first} == first
    assert (
        opened[1].read_bytes() != opened[0].read_bytes() and str(tmp_path / "Example (3)") in widget.ui.statusLabel.text
    )
