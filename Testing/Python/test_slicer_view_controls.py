"""What the keys of the reading do with the slice views, pressed on a keyboard: window, zoom, one view large, link,
ruler, magnifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

pytest_plugins = ["slicer_fixtures"]
SPACING_MM = 0.07


@pytest.fixture
def keyboard(application: Any, widget: Any, volume: Any) -> Iterator[Any]:
    """A keyboard at the open module, with the example chosen and fitted."""
    from Host.keyboard import Keyboard

    one = Keyboard(widget.parent)
    widget.enter()
    widget.ui.volumeSelector.setCurrentNode(volume)
    one.focus(widget.ui.clusterTable)
    application.slice_view.fit()
    yield one
    widget.exit()
    widget.parent.hide()


@pytest.fixture
def exam(application: Any, widget: Any, keyboard: Any, volume: Any) -> dict[str, Any]:
    """Four views, hung: the slice nodes by the views' names."""
    import slicer
    from test_slicer_exam import NAMES, add_view

    volumes = [add_view(name, "right" if name == "R CC" else "left") for name in NAMES]
    slicer.mrmlScene.RemoveNode(volume)
    widget.ui.tabs.setCurrentIndex(1)
    widget.ui.examShowButton.click()
    widget.ui.volumeSelector.setCurrentNode(volumes[0])
    keyboard.focus(widget.ui.examTable)
    return {name: application.layoutManager().sliceWidget(name.replace(" ", "")).mrmlSliceNode() for name in NAMES}


def scale(node: Any) -> float:
    return node.GetFieldOfView()[0] / node.GetDimensions()[0]


def pose(node: Any) -> np.ndarray:
    return np.array([[node.GetSliceToRAS().GetElement(i, j) for j in range(4)] for i in range(4)])


def pixel_at_centre(node: Any, volume: Any) -> tuple[float, float]:
    from MicrocalcCADSlicer.geometry import worldToPixel

    return worldToPixel(volume, tuple(pose(node)[:3, 3]))


def limits(volume: Any) -> tuple[float, float]:
    return volume.GetDisplayNode().GetWindowLevelMin(), volume.GetDisplayNode().GetWindowLevelMax()


def test_one_to_one_and_whole(application: Any, keyboard: Any) -> None:
    node = application.slice_view.node
    whole = scale(node)
    keyboard.tap("O")
    near = scale(node)
    keyboard.tap("E")
    assert near == pytest.approx(SPACING_MM)
    assert scale(node) == pytest.approx(whole)


def test_real_pixels_are_shown_about_the_chosen_finding_that_is_in_the_view(
    application: Any, widget: Any, keyboard: Any, volume: Any, detected: Any
) -> None:
    detected()
    node, findings = application.slice_view.node, widget.panel.findings
    keyboard.tap("N")
    top, left, bottom, right = findings.chosen().bounding_box
    middle = pytest.approx(((top + bottom) / 2, (left + right) / 2), abs=0.6)
    keyboard.tap("E")
    assert pixel_at_centre(node, volume) != middle
    for key, across in (("O", 1), ("Shift+O", 2)):
        keyboard.tap("E")
        keyboard.tap(key)
        assert pixel_at_centre(node, volume) == middle
        assert scale(node) == pytest.approx(SPACING_MM / across)
    node.JumpSliceByCentering(0.0, 0.0, 0.0)  # elsewhere, the finding is out of the view
    elsewhere = pixel_at_centre(node, volume)
    assert elsewhere != middle
    keyboard.tap("O")
    assert pixel_at_centre(node, volume) == pytest.approx(elsewhere)


def test_quarters_of_the_image_come_one_after_the_other(application: Any, keyboard: Any, volume: Any) -> None:
    node, (columns, rows, _) = application.slice_view.node, volume.GetImageData().GetDimensions()
    whole, seen = scale(node), []
    for _ in range(4):
        keyboard.tap("Q")
        assert scale(node) == pytest.approx(whole / 2, rel=0.01)
        row, column = pixel_at_centre(node, volume)
        seen.append((row > rows / 2, column > columns / 2))
    keyboard.tap("Q")
    assert seen == [(False, False), (False, True), (True, False), (True, True)]
    assert scale(node) == pytest.approx(whole)


def test_windows_are_those_of_breast_dense_tissue_all_values_and_file(keyboard: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.exam_images import breastValues

    display, values = volume.GetDisplayNode(), breastValues(volume)
    display.AddWindowLevelPreset(1000.0, 700.0)
    found = {}
    for key in "W231":
        keyboard.tap(key)
        found[key] = limits(volume)
    assert found["W"] == pytest.approx(tuple(np.percentile(values, (1, 99.9))))
    assert found["2"][0] > found["W"][0]
    assert found["3"] == pytest.approx(volume.GetImageData().GetScalarRange())
    assert found["1"] == pytest.approx((200.0, 1200.0))


def test_an_image_without_a_breast_says_so(widget: Any, keyboard: Any) -> None:
    from panel_material import add_volume

    widget.ui.volumeSelector.setCurrentNode(add_volume(np.zeros((1, 40, 30), np.uint16), name="empty"))
    keyboard.tap("W")
    assert "empty" in widget.ui.statusLabel.text


def test_black_and_white_are_exchanged_and_back(application: Any, keyboard: Any, volume: Any) -> None:
    colours = []
    for _ in range(2):
        keyboard.tap("I")
        colours.append(volume.GetDisplayNode().GetColorNodeID())
    assert colours == ["vtkMRMLColorTableNodeInvertedGrey", "vtkMRMLColorTableNodeGrey"]


def test_one_view_becomes_large_as_it_hangs_and_all_come_back(
    application: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    before = pose(exam["L MLO"])
    application.move_mouse("LMLO", 10, 10)
    keyboard.tap("Shift+E")
    large = application.layoutManager().names_on_view()
    assert large == ["Red"]
    assert pose(application.slice_view.node)[:3, :3] == pytest.approx(before[:3, :3])
    assert application.slice_view.composite.GetBackgroundVolumeID() == exam_volume(application, "LMLO")
    keyboard.tap("Shift+E")
    assert sorted(application.layoutManager().names_on_view()) == ["LCC", "LMLO", "RCC", "RMLO"]
    assert pose(exam["L MLO"]) == pytest.approx(before)


def test_the_layout_of_a_scene_that_was_closed_does_not_come_back(
    application: Any, widget: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume

    application.move_mouse("LMLO", 10, 10)
    keyboard.tap("Shift+E")
    assert application.layoutManager().names_on_view() == ["Red"]
    application.clear_scene()
    widget.ui.volumeSelector.setCurrentNode(addExampleVolume())
    keyboard.tap("Shift+E")
    assert application.layoutManager().names_on_view() == ["Red"], "there is one image, and no exam any more"


def test_the_next_image_in_the_large_view_hangs_as_it_does_among_the_four(
    application: Any, widget: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    application.move_mouse("RCC", 10, 10)
    keyboard.tap("Shift+E")
    assert application.layoutManager().names_on_view() == ["Red"]
    for name in ("L CC", "R MLO", "L MLO", "R CC"):
        keyboard.tap("Shift+N")
        assert widget.ui.volumeSelector.currentNode().GetName() == name
        assert application.slice_view.composite.GetBackgroundVolumeID() == exam_volume(
            application, name.replace(" ", "")
        )
        assert pose(application.slice_view.node)[:3, :3] == pytest.approx(pose(exam[name])[:3, :3]), (
            name
        )  # R MLO is mirrored, L MLO is not


def test_an_image_without_a_place_that_is_chosen_is_not_named_after_the_view_that_it_takes(
    application: Any, widget: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    from test_slicer_exam import add_view

    assert exam["R CC"].GetLayoutLabel() == "R CC"
    widget.ui.volumeSelector.setCurrentNode(add_view("L ML"))
    assert exam["R CC"].GetLayoutLabel() == "L ML"


def test_an_image_of_a_later_scene_does_not_hang_as_an_earlier_one_with_its_id_did(
    application: Any, widget: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    from MicrocalcCADSlicer.exam_layout import fitHung
    from test_slicer_exam import add_view

    keyboard.tap("Shift+N")
    keyboard.tap("Shift+N")
    mirrored = widget.ui.volumeSelector.currentNode()
    assert mirrored.GetName() == "R MLO"
    identifier, node = mirrored.GetID(), application.layoutManager().sliceWidget("RMLO").mrmlSliceNode()
    assert fitHung(node, mirrored)
    application.clear_scene()
    later = next(
        one for one in (add_view("L MLO") for _ in range(12)) if one.GetID() == identifier
    )  # a closed scene counts anew
    assert not fitHung(application.slice_view.node, later)
    assert not fitHung(node, later)


def exam_volume(application: Any, view: str) -> str:
    return application.layoutManager().sliceWidget(view).sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID()


def test_the_whole_image_hangs_again_at_the_scale_of_all(application: Any, keyboard: Any, exam: dict[str, Any]) -> None:
    before = pose(exam["R CC"]), scale(exam["R CC"])
    application.move_mouse("RCC", 10, 10)
    keyboard.tap("Q")
    assert scale(exam["R CC"]) < before[1]
    assert scale(exam["L CC"]) == pytest.approx(before[1])  # views that are not linked stay
    keyboard.tap("E")
    assert pose(exam["R CC"]) == pytest.approx(before[0])
    assert scale(exam["R CC"]) == pytest.approx(before[1])


def test_linked_views_move_as_on_the_screen_and_mirrored(keyboard: Any, exam: dict[str, Any]) -> None:
    import slicer.util

    start = {name: pose(node) for name, node in exam.items()}

    def moved(name: str) -> np.ndarray:
        return (pose(exam[name])[:3, 3] - start[name][:3, 3]) @ start[name][:3, :2]

    keyboard.tap("L")
    node = exam["R CC"]
    shifted = pose(node)
    shifted[:3, 3] += 3.0 * shifted[:3, 0] + 2.0 * shifted[:3, 1]
    slicer.util.updateVTKMatrixFromArray(node.GetSliceToRAS(), shifted)
    node.UpdateMatrices()
    assert moved("R MLO") == pytest.approx((3.0, 2.0))
    assert moved("L CC") == pytest.approx((-3.0, 2.0))
    width, height, depth = node.GetFieldOfView()
    node.SetFieldOfView(width / 2, height / 2, depth)
    assert scale(exam["L MLO"]) == pytest.approx(scale(node))
    keyboard.tap("L")
    node.SetFieldOfView(width, height, depth)
    assert scale(exam["L MLO"]) == pytest.approx(scale(node) / 2)


def test_keys_set_each_of_the_linked_views_whatever_it_showed_when_they_were_linked(
    application: Any, widget: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    import slicer

    whole = {name: (pose(node), scale(node)) for name, node in exam.items()}
    displays = [
        slicer.mrmlScene.GetNodeByID(exam_volume(application, node.GetLayoutName())).GetDisplayNode()
        for node in exam.values()
    ]
    keyboard.tap("L")
    keyboard.tap("W")
    windows = [(display.GetWindow(), display.GetLevel()) for display in displays]
    keyboard.tap("L")
    application.move_mouse("RCC", 10, 10)
    keyboard.tap("Q")
    displays[0].SetWindowLevel(300.0, 100.0)
    keyboard.tap("L")
    keyboard.tap("O")
    assert len({round(scale(node), 6) for node in exam.values()}) == 1
    keyboard.tap("E")
    for name, node in exam.items():
        assert pose(node) == pytest.approx(whole[name][0]) and scale(node) == pytest.approx(whole[name][1])
    keyboard.tap("W")
    assert [(display.GetWindow(), display.GetLevel()) for display in displays] == windows
    keyboard.tap("Q")
    widget.ui.examShowButton.click()
    for name, node in exam.items():
        assert pose(node) == pytest.approx(whole[name][0]) and scale(node) == pytest.approx(whole[name][1])


def test_linked_windows_stay_in_proportion(application: Any, keyboard: Any, exam: dict[str, Any]) -> None:
    import slicer

    right, left = (
        slicer.mrmlScene.GetNodeByID(exam_volume(application, view)).GetDisplayNode() for view in ("RCC", "LMLO")
    )
    for display, window, level in ((right, 1000.0, 500.0), (left, 2000.0, 1500.0)):
        display.AutoWindowLevelOff()
        display.SetWindowLevel(window, level)
    keyboard.tap("L")
    right.SetWindowLevel(500.0, 600.0)
    assert (left.GetWindow(), left.GetLevel()) == pytest.approx((1000.0, 1700.0))


def test_a_ruler_belongs_to_the_image_under_the_mouse(application: Any, keyboard: Any, exam: dict[str, Any]) -> None:
    import slicer
    import slicer.util

    application.move_mouse("RMLO", 10, 10)
    keyboard.tap("D")
    logic = application.applicationLogic()
    ruler = slicer.util.getNodesByClass("vtkMRMLMarkupsLineNode")[0]
    assert logic.GetSelectionNode().GetActivePlaceNodeID() == ruler.GetID()
    assert logic.GetInteractionNode().GetCurrentInteractionMode() == slicer.vtkMRMLInteractionNode.Place
    assert ruler.GetDisplayNode().IsDisplayableInView(exam["R MLO"].GetID())
    assert not ruler.GetDisplayNode().IsDisplayableInView(exam["L MLO"].GetID())
    logic.GetInteractionNode().SetCurrentInteractionMode(slicer.vtkMRMLInteractionNode.ViewTransform)


def test_the_magnifier_shows_real_pixels_under_the_mouse(
    application: Any, widget: Any, keyboard: Any, volume: Any
) -> None:
    import slicer.util

    lens = widget.reading.magnifier
    keyboard.tap("M")
    width, height = application.slice_view.node.GetDimensions()[:2]
    application.move_mouse("Red", width / 2, height / 2)
    assert lens.label.visible
    row, column = (round(size / 2) for size in volume.GetImageData().GetDimensions()[1::-1])
    slicer.util.arrayFromVolume(volume)[0, row - 6 : row + 6, column - 6 : column + 6] = 60000
    slicer.util.arrayFromVolumeModified(volume)
    bright = []
    for _ in range(2):
        application.move_mouse("Red", width / 2 + 0.1 * len(bright), height / 2)
        image = lens.label.pixmap.toImage()
        bright.append(sum(image.pixelColor(x, image.height() // 2).red() == 255 for x in range(image.width())))
        keyboard.tap("Shift+M")
    assert bright[0] >= 24
    assert bright[1] == pytest.approx(2 * bright[0], abs=8)
    application.crosshair.SetCursorPositionInvalid()
    assert not lens.label.visible
    widget.exit()
    application.move_mouse("Red", width / 2, height / 2)
    assert not lens.label.visible


def test_the_magnifier_follows_an_image_that_keys_move_under_a_resting_mouse(
    application: Any, widget: Any, keyboard: Any, volume: Any, detected: Any
) -> None:
    from MicrocalcCADSlicer.close_up import closeUp
    from MicrocalcCADSlicer.magnifier import SIDE_PX

    detected()
    keyboard.tap("M")
    node, lens = application.slice_view.node, widget.reading.magnifier
    application.move_mouse("Red", *(size / 2 for size in node.GetDimensions()[:2]))
    pictures = []
    for key in ("N", "N", "I", "Shift+O"):
        keyboard.tap(key)
        pictures.append(lens.label.pixmap.toImage())
        assert pictures[-1] == closeUp(volume, *pixel_at_centre(node, volume), SIDE_PX, SIDE_PX, 2).toImage()
    assert pictures[0] != pictures[1]
    assert pictures[1] != pictures[2]
    keyboard.tap("M")
    keyboard.tap("N")
    assert not lens.label.visible


def test_corners_say_whose_image_it_is_and_nothing_of_another(
    application: Any, keyboard: Any, exam: dict[str, Any]
) -> None:
    """A right breast hangs with its chest wall on the right: its text stands on the left, above Slicer's."""
    import slicer.util
    from panel_material import add_volume, noise

    def texts() -> list[str]:
        return [application.slice_view.corners.GetText(corner) or "" for corner in range(4)]

    application.move_mouse("LCC", 10, 10)
    keyboard.tap("Shift+E")
    large = texts()
    application.slice_view.composite.SetBackgroundVolumeID(slicer.util.getNode("R CC").GetID())
    right = texts()
    application.slice_view.composite.SetBackgroundVolumeID(add_volume(noise(1, 40, 30), name="chest").GetID())
    lower_left, lower_right, upper_left, upper_right = zip(large, right, texts(), strict=True)
    assert lower_right == ("L CC", "", "") and upper_left == ("", "R CC", "")
    assert {*lower_left, *upper_right} == {""}


def test_corner_and_label_follow_an_image_that_is_renamed_and_nothing_of_the_scene_is_held_on(
    application: Any, widget: Any, exam: dict[str, Any]
) -> None:
    import slicer.util
    from MicrocalcCADSlicer.view_marks import _followed
    from panel_material import add_volume, noise

    def texts() -> list[str]:
        return [view.corners.GetText(corner) or "" for corner in range(4)]

    view, volume = application.layoutManager().sliceWidget("LCC").view, slicer.util.getNode("L CC")
    assert "L CC" in texts() and exam["L CC"].GetLayoutLabel() == "L CC"
    volume.SetName("R ML")
    assert "R ML" in texts() and "L CC" not in texts()
    assert exam["L CC"].GetLayoutLabel() == "R ML"
    view.composite.SetBackgroundVolumeID(add_volume(noise(1, 40, 30), name="chest").GetID())
    volume.SetName("L CC")
    assert set(texts()) == {""}, "it is in no view"
    assert volume not in _followed[0]._images
    application.clear_scene()
    assert _followed[0]._images == {}


def test_corners_have_name_number_view_and_date(application: Any, widget: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from MicrocalcCADSlicer.corner_text import cornerText
    from panel_material import add_volume, noise

    values = {"0010,0010": "Doe^Jane", "0010,0020": "P1", "0008,0020": "20250102"}
    for module in ("corner_text", "exam_images"):
        monkeypatch.setattr(f"MicrocalcCADSlicer.{module}.dicomValue", lambda _node, tag: values.get(tag, ""))
    assert cornerText(add_volume(noise(1, 40, 30), name="R MLO"))[1] == "Doe Jane\nP1\nR MLO\n2025-01-02"
    assert cornerText(add_volume(noise(1, 40, 30), name="right"))[1] == "Doe Jane\nP1\nR\n2025-01-02"
    assert cornerText(add_volume(noise(1, 40, 30), name="image"))[1] == "Doe Jane\nP1\n2025-01-02"


def test_an_image_whose_file_cannot_be_read_has_an_empty_corner(
    application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADLib.errors import InputError
    from MicrocalcCADSlicer import corner_text
    from panel_material import add_volume, noise

    def unreadable(_node: Any) -> Any:
        raise InputError("no file")

    monkeypatch.setattr(corner_text, "viewOf", unreadable)
    assert corner_text.cornerText(add_volume(noise(1, 40, 30), name="R MLO"))[1] == ""
