"""The keys of the reading, pressed and released on a keyboard in the window that shows the module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from panel_material import add_volume, noise, states

pytest_plugins = ["slicer_fixtures"]
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def keyboard(application: Any, widget: Any) -> Iterator[Any]:
    """A keyboard at the open module, with the focus on the list."""
    from Host.keyboard import Keyboard

    one = Keyboard(widget.parent)
    widget.enter()
    one.focus(widget.ui.clusterTable)
    yield one
    widget.exit()
    widget.parent.hide()


@pytest.fixture
def found(keyboard: Any, detected: Callable) -> Any:
    """The nodes of a detection with two clusters and a single calcification."""
    return detected()


def row(widget: Any) -> int:
    return widget.ui.clusterTable.currentRow()


def shown(application: Any, nodes: Any) -> list[bool]:
    return [application.slice_view.shows(node) for node in (nodes.segmentation, *nodes.outlines)]


def field(application: Any) -> float:
    return application.slice_view.node.GetFieldOfView()[0]


def test_keys_go_from_finding_to_finding_and_round(application: Any, widget: Any, keyboard: Any, found: Any) -> None:
    rows, centres = widget.ui.clusterTable.rowCount, []
    for key in (*"N" * (rows + 1), "P"):
        keyboard.tap(key)
        matrix = application.slice_view.node.GetSliceToRAS()
        centres.append((row(widget), round(matrix.GetElement(0, 3), 2), round(matrix.GetElement(1, 3), 2)))
    assert [centre[0] for centre in centres] == [*range(rows), 0, rows - 1]
    assert centres[0] == centres[rows]
    assert len(set(centres)) == rows


def test_arrow_keys_in_the_list_go_to_the_finding_and_the_card_is_that_of_the_row(
    application: Any, widget: Any, keyboard: Any, found: Any
) -> None:
    def shown() -> tuple[int, int, float]:
        _volume, finding = widget.panel.findings._card._shown
        return row(widget), finding.id, round(application.slice_view.node.GetSliceToRAS().GetElement(0, 3), 3)

    keyboard.tap("N")
    keyboard.focus(widget.ui.clusterTable)
    seen = [shown()]
    for key in ("Down", "Up"):
        keyboard.tap(key)
        seen.append(shown())
    assert [one[:2] for one in seen] == [(0, 1), (1, 2), (0, 1)]
    assert seen[0] == seen[2] and seen[0][2] != seen[1][2]


def test_a_list_that_is_filled_anew_moves_no_view(application: Any, widget: Any, keyboard: Any, found: Any) -> None:
    keyboard.tap("N")
    keyboard.tap("E")
    before = field(application)
    widget.ui.thresholdSlider.setValue(0.3)
    widget.ui.benignCheckBox.click()
    widget.panel.findings.settleNow()
    keyboard.tap("Ctrl+Z")
    assert row(widget) == 0
    assert field(application) == before


def test_keys_decide_and_go_on_and_undo(widget: Any, keyboard: Any, found: Any) -> None:
    keyboard.tap("N")
    decided = []
    for key in ("A", "P", "U", "X", "Ctrl+Z"):
        keyboard.tap(key)
        decided.append(states(widget))
    assert decided[0] == decided[1] == ["accepted", "unseen"]
    assert decided[2][0] not in ("accepted", "unseen", "rejected")
    assert [now[1] for now in decided[2:]] == ["unseen", "rejected", "unseen"]


def test_a_held_key_hides_all_marks_until_it_is_released(
    application: Any, widget: Any, keyboard: Any, found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([10.0, 11.0])
    monkeypatch.setattr(widget.reading.keys, "_clock", lambda: next(seconds))
    before = shown(application, found)
    keyboard.press("H")
    during = shown(application, found)
    keyboard.release("H")
    assert all(before)
    assert not any(during)
    assert shown(application, found) == before


@pytest.mark.parametrize("key", ["H", "Shift+K"])
def test_another_key_that_is_released_meanwhile_ends_no_press(
    application: Any, widget: Any, keyboard: Any, found: Any, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    from MicrocalcCADSlicer.key_map import HIDE_MARKS, setKey

    setKey(HIDE_MARKS, key)
    widget.enter()
    seconds = [10.0]
    monkeypatch.setattr(widget.reading.keys, "_clock", lambda: seconds[-1])
    keyboard.press("N")
    keyboard.press(key)
    keyboard.release("N")
    during = shown(application, found)
    seconds.append(11.0)
    keyboard.release(key.rpartition("+")[2])  # Shift is up before
    assert not any(during)
    assert all(shown(application, found))


def test_the_release_of_a_sign_counts_though_shift_is_up_already(
    application: Any, widget: Any, keyboard: Any, found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADSlicer.key_map import HIDE_MARKS, setKey

    setKey(HIDE_MARKS, "!")
    widget.enter()
    seconds = iter([10.0, 11.0])
    monkeypatch.setattr(widget.reading.keys, "_clock", lambda: next(seconds))
    keyboard.press("!")
    during = shown(application, found)
    keyboard.release("1")
    assert not any(during)
    assert all(shown(application, found))


def test_a_tap_hides_the_marks_new_ones_too_and_another_shows_them(
    application: Any, widget: Any, keyboard: Any, found: Any
) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    keyboard.tap("H")
    widget.ui.thresholdSlider.setValue(0.99)
    widget.ui.thresholdSlider.setValue(0.2)
    nodes = resultsOf(found.volume)
    assert not any(shown(application, nodes))
    keyboard.tap("H")
    assert all(shown(application, nodes))


def test_marks_come_back_when_the_focus_goes_while_the_key_is_held(
    application: Any, widget: Any, keyboard: Any, found: Any
) -> None:
    keyboard.press("H")
    keyboard.focus(widget.ui.detectButton)
    assert all(shown(application, found))


def test_marks_come_back_when_the_module_is_left(application: Any, widget: Any, keyboard: Any, found: Any) -> None:
    keyboard.tap("H")
    widget.exit()
    assert all(shown(application, found))
    keyboard.tap("N")
    assert row(widget) == -1


def test_hidden_heat_maps_come_back_too(application: Any, widget: Any, keyboard: Any, found: Any) -> None:
    widget.ui.heatMapCheckBox.setChecked(True)
    composite = application.slice_view.composite
    opacity = composite.GetForegroundOpacity()
    keyboard.tap("H")
    hidden = composite.GetForegroundOpacity()
    keyboard.tap("H")
    assert opacity > 0
    assert hidden == 0
    assert composite.GetForegroundOpacity() == opacity


def test_keys_in_a_text_field_are_text(application: Any, widget: Any, keyboard: Any, found: Any) -> None:
    import qt

    field = qt.QLineEdit(widget.parent)
    field.show()
    keyboard.focus(field)
    keyboard.tap("N")
    keyboard.tap("A")
    assert row(widget) == -1
    assert field.text.lower() == "na"
    keyboard.focus(widget.ui.clusterTable)
    keyboard.tap("N")
    assert row(widget) == 0


def test_a_number_field_has_its_own_undo(widget: Any, keyboard: Any, found: Any) -> None:
    import qt

    keyboard.tap("N")
    keyboard.tap("A")
    number = qt.QDoubleSpinBox(widget.parent)
    number.show()
    keyboard.focus(number)
    keyboard.tap("Ctrl+Z")
    assert states(widget)[0] == "accepted"


def test_next_and_previous_image_go_in_the_order_in_which_an_exam_hangs(widget: Any, keyboard: Any) -> None:
    for name in ("L MLO", "R CC", "L CC"):
        add_volume(noise(1, 40, 30), name=name)
    names = []
    for key in ("Shift+N", "Shift+N", "Shift+N", "Shift+P"):
        keyboard.tap(key)
        names.append(widget.ui.volumeSelector.currentNode().GetName())
    assert sorted(names[:3]) == ["L CC", "L MLO", "R CC"]
    assert names[3] == names[1]
    order = ["R CC", "L CC", "L MLO"]
    assert order.index(names[1]) == (order.index(names[0]) + 1) % 3


def test_the_list_of_the_keys_says_and_changes_them(widget: Any, keyboard: Any, found: Any) -> None:
    from MicrocalcCADSlicer.key_map import actions

    keyboard.tap("?")
    table = widget.reading.keys.list.table
    listed = [(table.item(r, 0).text(), table.item(r, 1).text()) for r in range(table.rowCount)]
    assert widget.reading.keys.list.dialog.visible
    assert listed == [(one.key, one.title) for one in actions()]
    next_row = [one.name for one in actions()].index("nextFinding")
    table.item(next_row, 0).setText("j")
    widget.reading.keys.list.close()
    keyboard.focus(widget.ui.clusterTable)
    keyboard.tap("N")
    assert row(widget) == -1
    keyboard.tap("J")
    assert row(widget) == 0
    widget.exit()
    widget.enter()  # remembered
    keyboard.tap("J")
    assert row(widget) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("F", "needed by Slicer"), ("a", "has an action already"), ("N, M", "is no key"), ("", "is no key")],
)
def test_keys_that_others_need_are_refused(widget: Any, keyboard: Any, text: str, sentence: str) -> None:
    from MicrocalcCADSlicer.key_map import actions, keys

    keyboard.tap("?")
    one, next_row = widget.reading.keys.list, [one.name for one in actions()].index("nextFinding")
    one.table.item(next_row, 0).setText(text)
    assert sentence in one.message.text
    assert keys()["nextFinding"] == one.table.item(next_row, 0).text() == "N"


def test_first_keys_are_given_back(widget: Any, keyboard: Any) -> None:
    from MicrocalcCADSlicer.key_map import actions, keys, setKey

    setKey("accept", "K")
    keyboard.tap("?")
    widget.reading.keys.list.resetButton.click()
    assert keys() == {one.name: one.key for one in actions()}


def test_no_action_takes_a_key_of_slicer_or_of_another_action(application: Any) -> None:
    from MicrocalcCADSlicer.key_map import TAKEN, actions, canonical

    own = [one.key for one in actions()]
    assert len(set(own)) == len(own)
    assert not TAKEN & set(own)
    assert [canonical(key) for key in own] == own
    assert all(canonical(key) == key for key in TAKEN)


def test_every_action_does_something(widget: Any) -> None:
    from MicrocalcCADSlicer.key_map import actions

    assert {one.name for one in actions()} == set(widget.reading.keys._slots)


def test_the_page_of_the_keys_is_that_of_the_key_map(application: Any) -> None:
    from MicrocalcCADSlicer.key_map import asMarkdown

    assert asMarkdown() in (REPOSITORY / "Docs" / "keys.md").read_text()


def test_the_panel_says_how_to_list_the_keys_and_a_click_lists_them(widget: Any, keyboard: Any) -> None:
    import re

    from MicrocalcCADSlicer.key_map import setKey

    def told() -> str:
        return re.sub("<[^>]*>", "", widget.ui.keysLabel.text)

    assert told() == "Keys (?)"
    widget.ui.keysLabel.linkActivated.emit("link")
    assert widget.reading.keys.list.dialog.visible
    setKey("showKeys", "Shift+K")
    widget.exit()
    widget.enter()
    assert told() == "Keys (Shift+K)"
