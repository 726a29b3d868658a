"""On a low screen the decision stays in view: the list gives its height first, then the close-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from panel_material import add_volume, choose, noise
from test_slicer_panel_widths import every_kind

pytest_plugins = ["language_fixtures", "slicer_fixtures"]
WIDTH, LOW, HIGH = 480, 700, 1200
DECISIONS = ("acceptButton", "rejectButton", "unsureButton", "undoButton")
ODDS = {
    "malignant": 0.3,
    "low": 0.25,
    "high": 0.4,
    "n": 315,
    "assessments": {"2": 0.04, "3": 0.11, "4": 0.8, "5": 0.05},
}
Show = Callable[[int], None]


@pytest.fixture
def panel_of_height(
    spoken: str, widget: Any, volume: Any, application: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Show]:
    """A function that shows the panel, in the scroll area that Slicer has for it, at a height; an exam with findings of
    every kind is read.
    """
    import qt

    monkeypatch.setattr(
        "MicrocalcCADSlicer.rating.assess",
        lambda _analysis, findings, *_others: replace(
            findings, clusters=tuple(replace(one, odds=ODDS) for one in findings.clusters)
        ),
    )
    volume.SetName("exam R CC")
    for name in ("L CC", "L MLO"):  # an exam of several images, which shows one row more
        add_volume(noise(1, 400, 300), name=f"exam {name}")
    volume.SetName("exam R CC")
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish(every_kind(widget.started[-1].mammogram))
    widget.ui.benignCheckBox.setChecked(True)
    choose(widget, 0)
    area = qt.QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(qt.QFrame.NoFrame)
    area.setWidget(widget.parent)

    def show(height: int) -> None:
        area.resize(WIDTH, height)
        area.show()
        widget.enter()
        for _ in range(6):
            application.processEvents()

    yield show
    area.takeWidget()
    area.hide()


def bottom_of(widget: Any, name: str) -> int:
    """Return how far the lower edge of a widget is below the upper edge of what is seen."""
    import qt

    button = getattr(widget.ui, name)
    assert button.isVisible()
    area = widget.parent.parentWidget()
    return button.mapTo(area, qt.QPoint(0, button.height)).y()


def test_the_decision_is_in_view_on_a_low_screen(panel_of_height: Show, widget: Any) -> None:
    panel_of_height(LOW)
    assert {name: bottom for name in DECISIONS if (bottom := bottom_of(widget, name)) > LOW} == {}
    assert widget.ui.clusterTable.height >= 2 * widget.ui.clusterTable.verticalHeader().sectionSize(0)


def test_a_high_screen_shows_list_and_close_up_in_full(panel_of_height: Show, widget: Any) -> None:
    panel_of_height(LOW)
    low = widget.ui.clusterTable.height, widget.ui.closeUpLabel.height
    panel_of_height(HIGH)
    assert widget.ui.closeUpLabel.height == widget.ui.closeUpLabel.maximumHeight > low[1]
    assert widget.ui.clusterTable.height > low[0]
    assert max(bottom_of(widget, name) for name in DECISIONS) <= HIGH
