"""The keys of the review, pressed in the window that shows the module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from panel_material import states

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def press(application: Any, widget: Any, detected: Callable) -> Iterator[Callable[[str], None]]:
    """A function that presses a key after a detection with two clusters."""
    detected()
    widget.enter()

    def trigger(key: str) -> None:
        for shortcut in widget.keys._shortcuts:
            if shortcut.key.toString() == key:
                shortcut.activated.emit()

    yield trigger
    widget.exit()


def row(widget: Any) -> int:
    return widget.ui.clusterTable.currentRow()


def test_keys_go_from_cluster_to_cluster_and_round(application: Any, widget: Any, press: Callable) -> None:
    centres = []
    for key in ("Ctrl+Down", "Ctrl+Down", "Ctrl+Down", "Ctrl+Down", "Ctrl+Up"):
        press(key)
        matrix = application.slice_view.node.GetSliceToRAS()
        centres.append((row(widget), round(matrix.GetElement(0, 3), 2), round(matrix.GetElement(1, 3), 2)))
    assert [centre[0] for centre in centres] == [0, 1, 2, 0, 2]
    assert centres[0] == centres[3]
    assert centres[0] != centres[1]


def test_keys_accept_and_reject_and_go_on(widget: Any, press: Callable) -> None:
    press("Ctrl+Down")
    press("Ctrl+Return")
    assert row(widget) == 1
    press("Ctrl+Backspace")
    assert states(widget) == ["accepted", "rejected"]
    assert row(widget) == 2
    press("Ctrl+Up")
    press("Ctrl+U")
    assert states(widget) == ["accepted", "unseen"]


def test_without_a_chosen_cluster_nothing_is_decided(widget: Any, press: Callable) -> None:
    widget.ui.clusterTable.setCurrentCell(-1, -1)
    press("Ctrl+Return")
    assert states(widget) == ["unseen", "unseen"]


def test_the_keys_belong_to_the_module_only_while_it_is_shown(widget: Any, press: Callable) -> None:
    widget.exit()
    press("Ctrl+Down")
    assert row(widget) == -1


def test_a_key_shows_the_whole_mammogram_and_the_chosen_cluster_in_turn(application: Any, widget: Any, press: Callable) -> None:
    application.slice_view.fit()
    whole = application.slice_view.node.GetFieldOfView()[0]
    press("Ctrl+Down")
    near = application.slice_view.node.GetFieldOfView()[0]
    seen = []
    for _ in range(2):
        press("Ctrl+Space")
        seen.append(application.slice_view.node.GetFieldOfView()[0])
    assert near < whole / 2
    assert seen == pytest.approx([whole, near])


def test_a_key_undoes_the_last_decision(widget: Any, press: Callable) -> None:
    press("Ctrl+Down")
    press("Ctrl+Backspace")
    assert states(widget) == ["rejected", "unseen"]
    press("Ctrl+Z")
    assert states(widget) == ["unseen", "unseen"]


def test_a_finding_that_nobody_can_tell_is_not_sure_and_the_next_one_is_chosen(widget: Any, press: Callable) -> None:
    panel = widget.panel.findings
    panel.nextFinding()
    panel.unsureFinding()
    assert row(widget) == 1
    panel.acceptFinding()
    panel.previousFinding()
    panel.previousFinding()
    panel.rejectFinding()
    assert states(widget) == ["rejected", "accepted"]
    panel.undo()
    assert states(widget) == ["unsure", "accepted"]
