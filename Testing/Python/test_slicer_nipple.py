"""The nipple as a point in the image: shown when wanted, dragged by the reader, undone, kept, and no finding."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume, status

pytest_plugins = ["slicer_fixtures"]

PLACE = (300.0, 420.0)


@pytest.fixture
def shown(widget: Any, detected: Callable[[], Any]) -> Any:
    """The panel after a detection, with the point in the image."""
    detected()
    widget.ui.nippleCheckBox.click()
    return widget


def session(widget: Any) -> Any:
    return widget.panel.findings.session


def point(widget: Any) -> Any:
    return session(widget).nodes.nipple


def place_of(widget: Any) -> tuple[float, float]:
    from MicrocalcCADSlicer.geometry import worldToPixel

    return worldToPixel(session(widget).nodes.volume, point(widget).GetNthControlPointPositionWorld(0))


def drag(widget: Any, *places: tuple[float, float], release: bool = True) -> None:
    """Move the point as a mouse does, place by place, and let it go at the last one."""
    import slicer
    from MicrocalcCADSlicer.geometry import pixelToWorld

    node = point(widget)
    node.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointStartInteractionEvent)
    for place in places:
        node.SetNthControlPointPositionWorld(0, *pixelToWorld(session(widget).nodes.volume, *place))
    if release:
        node.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointEndInteractionEvent)


def sentences(widget: Any) -> list[str]:
    return [cluster.sentence for cluster in session(widget).findings.reported_clusters]


def distances(widget: Any, place: tuple[float, float]) -> list[str]:
    spacing = session(widget).findings.image.spacing_mm
    clusters = session(widget).findings.reported_clusters
    return [
        f"about {np.hypot((c.row - place[0]) * spacing[0], (c.column - place[1]) * spacing[1]):.0f} mm from the nipple"
        for c in clusters
    ]


def test_the_point_is_there_once_it_is_wanted_at_the_estimate_and_named_so(
    widget: Any, detected: Callable[[], Any], volume: Any
) -> None:
    import slicer
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    assert not widget.ui.nippleCheckBox.enabled
    assert detected().nipple is None and widget.ui.nippleCheckBox.enabled and not widget.ui.nippleCheckBox.checked
    widget.ui.nippleCheckBox.click()
    node = resultsOf(volume).nipple
    assert node.GetNumberOfControlPoints() == 1 and node.GetDisplayVisibility() and not node.GetLocked()
    assert (node.GetName(), node.GetNthControlPointLabel(0)) == ("Example nipple", "Nipple (estimate)")
    assert place_of(widget) == pytest.approx(session(widget).findings.image.nipple)
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    assert hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node)) == folderOf(volume)
    widget.ui.nippleCheckBox.click()
    assert not node.GetDisplayVisibility()
    widget.ui.nippleCheckBox.click()
    assert resultsOf(volume).nipple is node and node.GetDisplayVisibility()
    assert not session(widget).canUndo, "looking at it is no step"


def test_its_colour_is_that_of_no_kind_and_no_vessel() -> None:
    from MicrocalcCADLib.kinds.vocabulary import KINDS, UNKNOWN_COLOUR
    from MicrocalcCADLib.palette import NIPPLE_COLOUR, VESSEL_COLOUR

    assert NIPPLE_COLOUR not in {kind.colour for kind in KINDS} | {UNKNOWN_COLOUR, VESSEL_COLOUR}


def test_dragging_changes_sentence_card_and_distances_while_the_button_is_held(shown: Any) -> None:
    shown.ui.clusterTable.cellClicked.emit(0, 0)
    before = sentences(shown)
    assert all("nipple and chest wall estimated" in text for text in before)
    drag(shown, (310.0, 430.0), PLACE, release=False)
    assert point(shown).GetNthControlPointLabel(0) == "Nipple"
    for text, distance, old in zip(sentences(shown), distances(shown, PLACE), before, strict=True):
        assert distance in text and "nipple placed by the reader" in text and text != old
    assert sentences(shown)[0] in shown.ui.sentenceLabel.text
    assert place_of(shown) == pytest.approx(PLACE)
    stored = session(shown).findings.to_dict()["image"]
    assert stored["nipple"] == pytest.approx(PLACE) and stored["nipple_from"] == "reader"


def test_odds_stay_with_the_sentence_while_the_point_is_dragged(
    widget: Any, detected: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    odds = {"malignant": 0.5, "low": 0.4, "high": 0.6, "n": 40}
    rated: list[int] = []

    def assess(_analysis: Any, findings: Any, *_others: Any) -> Any:
        rated.append(1)
        return replace(findings, clusters=tuple(replace(c, odds=odds) for c in findings.clusters))

    monkeypatch.setattr("MicrocalcCADSlicer.rating.assess", assess)
    detected()
    widget.ui.nippleCheckBox.click()
    times = len(rated)
    drag(widget, PLACE, release=False)
    assert len(rated) == times, "a rating may take seconds: the sentence alone is made again"
    for text, distance in zip(sentences(widget), distances(widget, PLACE), strict=True):
        assert distance in text and text.count("CBIS-DDSM, n = 40") == 1


def test_one_drag_is_one_step_and_undo_takes_it_back(shown: Any) -> None:
    before, estimate = sentences(shown), place_of(shown)
    drag(shown, (310.0, 430.0), (305.0, 425.0), PLACE)
    drag(shown, (320.0, 400.0))
    shown.ui.undoButton.click()
    assert place_of(shown) == pytest.approx(PLACE) and session(shown).state.nipple == pytest.approx(PLACE)
    shown.ui.undoButton.click()
    assert place_of(shown) == pytest.approx(estimate) and point(shown).GetNthControlPointLabel(0) == "Nipple (estimate)"
    assert sentences(shown) == before and session(shown).state.nipple is None
    assert not session(shown).canUndo


def test_a_press_without_a_drag_changes_nothing(shown: Any) -> None:
    drag(shown)
    assert session(shown).state.nipple is None and not session(shown).canUndo


def test_deleting_the_point_brings_the_estimate_back(shown: Any) -> None:
    estimate = place_of(shown)
    drag(shown, PLACE)
    point(shown).RemoveNthControlPoint(0)
    assert session(shown).state.nipple is None
    assert place_of(shown) == pytest.approx(estimate) and point(shown).GetNthControlPointLabel(0) == "Nipple (estimate)"
    point(shown).RemoveNthControlPoint(0)
    assert place_of(shown) == pytest.approx(estimate)
    shown.ui.undoButton.click()
    assert place_of(shown) == pytest.approx(PLACE)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [((-40.0, 300.0), "outside the image"), ((10.0, 690.0), "more than 10 mm outside the breast")],
)
def test_a_place_that_cannot_be_is_said_in_one_sentence_and_the_point_goes_back(
    shown: Any, place: tuple[float, float], sentence: str
) -> None:
    drag(shown, PLACE)
    before = sentences(shown)
    drag(shown, place, release=False)
    assert (
        status(shown).startswith(f"The nipple was put {sentence}: put it on the breast")
        and status(shown).count(".") == 1
    )
    assert sentences(shown) == before
    drag(shown, place)
    assert place_of(shown) == pytest.approx(PLACE) and session(shown).state.nipple == pytest.approx(PLACE)
    drag(shown, (305.0, 425.0))
    assert status(shown) == ""


def test_the_scene_keeps_it(
    application: Any, widget: Any, detected: Callable[[], Any], volume: Any, tmp_path: Path
) -> None:
    import slicer
    from MicrocalcCADSlicer.results import resultsOf, storedFindings

    detected()
    widget.ui.nippleCheckBox.click()
    drag(widget, PLACE)
    said = sentences(widget)
    assert storedFindings(resultsOf(volume)).image.nipple == pytest.approx(PLACE)
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True)
    loaded = next(
        node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if resultsOf(node) is not None
    )
    widget.ui.volumeSelector.setCurrentNode(loaded)
    assert session(widget).state.nipple == pytest.approx(PLACE) and sentences(widget) == said
    assert place_of(widget) == pytest.approx(PLACE) and point(widget).GetNthControlPointLabel(0) == "Nipple"
    drag(widget, (305.0, 425.0))
    assert session(widget).state.nipple == pytest.approx((305.0, 425.0))


def test_another_detection_in_the_image_keeps_it_and_one_in_other_pixels_does_not(
    shown: Any, detected: Callable[[], Any], volume: Any
) -> None:
    import slicer.util

    drag(shown, PLACE)
    detected()
    assert session(shown).state.nipple == pytest.approx(PLACE) and place_of(shown) == pytest.approx(PLACE)
    assert all("nipple placed by the reader" in text for text in sentences(shown))
    slicer.util.arrayFromVolume(volume)[0, 5:20, 5:20] += 3
    slicer.util.arrayFromVolumeModified(volume)
    detected()
    assert session(shown).state.nipple is None and point(shown).GetNthControlPointLabel(0) == "Nipple (estimate)"


def test_reports_and_exports_measure_from_it_and_do_not_hold_it_as_a_finding(shown: Any, tmp_path: Path) -> None:
    from MicrocalcCADLib.reporting import write
    from MicrocalcCADSlicer.session import reviewed

    def contents() -> tuple[int, int, int, int]:
        findings = reviewed(session(shown).nodes.volume)[0]
        return tuple(len(getattr(findings, part)) for part in ("calcifications", "clusters", "vessels", "patches"))

    before = contents()
    drag(shown, PLACE)
    findings, analysis, mammogram = reviewed(session(shown).nodes.volume)
    assert contents() == before
    paths = write(findings, analysis, mammogram, tmp_path, "image", ("json", "html"))
    content = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert content["image"]["nipple"] == pytest.approx(PLACE) and content["image"]["nipple_from"] == "reader"
    assert "nipple placed by the reader" in paths["html"].read_text(encoding="utf-8")
    assert point(shown) not in (*session(shown).nodes.outlines, *session(shown).nodes.singles)


def test_it_is_hidden_with_all_marks_and_lies_on_its_own_image_alone(application: Any, shown: Any) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume
    from MicrocalcCADSlicer.view_marks import NOWHERE, hideMarks

    views = tuple(point(shown).GetDisplayNode().GetViewNodeIDs())
    assert views and views != (NOWHERE,)
    hideMarks(True)
    assert tuple(point(shown).GetDisplayNode().GetViewNodeIDs()) == (NOWHERE,)
    hideMarks(False)
    assert tuple(point(shown).GetDisplayNode().GetViewNodeIDs()) == views
    before = point(shown)
    composite = application.layoutManager().sliceWidget("Red").sliceLogic().GetSliceCompositeNode()
    composite.SetBackgroundVolumeID(addExampleVolume(name="Other").GetID())
    assert tuple(before.GetDisplayNode().GetViewNodeIDs()) == (NOWHERE,)


def test_the_point_of_an_image_that_hangs_beside_the_shown_one_is_dragged_too(shown: Any, volume: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.geometry import pixelToWorld
    from MicrocalcCADSlicer.session import reviewed

    node = point(shown)
    shown.ui.volumeSelector.setCurrentNode(add_volume(np.zeros((1, 900, 700), np.uint16)))
    node.SetNthControlPointPositionWorld(0, *pixelToWorld(volume, *PLACE))
    node.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointEndInteractionEvent)
    assert reviewed(volume)[0].image.nipple == pytest.approx(PLACE)
    shown.ui.volumeSelector.setCurrentNode(volume)
    assert session(shown).state.nipple == pytest.approx(PLACE) and place_of(shown) == pytest.approx(PLACE)
    assert all("nipple placed by the reader" in text for text in sentences(shown))


def test_it_goes_back_from_a_place_that_cannot_be_in_an_image_beside_the_shown_one(shown: Any, volume: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.geometry import pixelToWorld, worldToPixel

    node, estimate = point(shown), place_of(shown)
    shown.ui.volumeSelector.setCurrentNode(add_volume(np.zeros((1, 900, 700), np.uint16)))
    node.SetNthControlPointPositionWorld(0, *pixelToWorld(volume, -5000.0, 100.0))
    node.InvokeEvent(slicer.vtkMRMLMarkupsNode.PointEndInteractionEvent)
    assert status(shown) and worldToPixel(volume, node.GetNthControlPointPositionWorld(0)) == pytest.approx(estimate)


def test_a_deleted_node_is_not_wanted_any_more_and_comes_again_by_the_tick(shown: Any) -> None:
    import slicer

    drag(shown, PLACE)
    slicer.mrmlScene.RemoveNode(point(shown))
    assert not shown.ui.nippleCheckBox.checked and point(shown) is None
    shown.ui.nippleCheckBox.click()
    assert place_of(shown) == pytest.approx(PLACE) and point(shown).GetNthControlPointLabel(0) == "Nipple"


def test_a_picture_of_two_breasts_offers_no_point_and_one_without_outline_waits_in_the_middle(
    widget: Any, application: Any
) -> None:
    from dataclasses import replace

    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State

    def add(mask: np.ndarray, name: str) -> Any:
        from MicrocalcCADSlicer.volume import mammogramOf
        from report_material import make_analysis

        texture = np.random.default_rng(1).integers(0, 60, mask.shape)
        volume = add_volume((np.where(mask, 2000, 10) + texture).astype(np.uint16), 0.1, name=name)
        analysis = make_analysis(mammogramOf(volume), [(200 + 5 * i, 100) for i in range(8)])
        createResults(volume, replace(analysis, breast_mask=mask), State())
        return volume

    pair = np.zeros((600, 480), bool)
    pair[100:500, :180], pair[100:500, 300:] = True, True
    two, inside = add(pair, "two"), add(np.ones((600, 480), bool), "inside")
    widget.ui.volumeSelector.setCurrentNode(two)
    assert session(widget) is not None and not widget.ui.nippleCheckBox.enabled
    widget.ui.volumeSelector.setCurrentNode(inside)
    assert widget.ui.nippleCheckBox.enabled
    widget.ui.nippleCheckBox.click()
    assert place_of(widget) == pytest.approx((299.5, 239.5))
    assert "drag it to its place" in point(widget).GetNthControlPointLabel(0)
    assert not any("from the nipple" in text for text in sentences(widget))
    drag(widget, (100.0, 100.0))
    assert all("mm from the nipple (nipple placed by the reader)" in text for text in sentences(widget))
    widget.ui.volumeSelector.setCurrentNode(two)
    assert point(widget) is None
