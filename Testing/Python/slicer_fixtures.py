"""Fixtures on the stand-in for the Slicer application; tests skip where slicer-core or PySide6 is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from slicer_host import OPEN_PANELS, PendingProcess, close_panel, open_panel, start_host

if TYPE_CHECKING:
    from Host.application import Application


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """The application with an empty scene and a temporary folder of its own; at the end no slot and no plot may have
    failed and no panel be open, which would follow the scenes of other tests.
    """
    pytest.importorskip("slicer", reason="slicer-core is not installed")
    pytest.importorskip("PySide6.QtWidgets", reason="PySide6 cannot be loaded", exc_type=ImportError)
    app = start_host()
    from Host.pythonqt import slot_errors

    app.clear_scene()
    app.temporaryPath = str(tmp_path)
    slot_errors.clear()
    yield app
    left_open = list(OPEN_PANELS)
    for panel in left_open:
        close_panel(panel)
    plot_errors = app.plot_errors()
    app.clear_scene()
    assert left_open == []
    assert slot_errors == []
    assert plot_errors == []


@pytest.fixture
def volume(application: Application) -> Any:
    """A small mammogram in the scene."""
    from MicrocalcCADSlicer.example import addExampleVolume

    return addExampleVolume()


@pytest.fixture
def declining(application: Application, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a user was asked to let be installed, who declines each time."""
    import slicer.util

    asked: list[str] = []
    monkeypatch.setattr(application, "testingEnabled", lambda: False)
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda *_texts, detailedText: asked.append(detailedText))
    return asked


@pytest.fixture
def real_ratings() -> None:
    """Asked for by tests of ratings: `widget` leaves them as they are."""


@pytest.fixture
def widget(application: Application, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The panel as it stands after opening the module; its detections are `PendingProcess`es, kept in `started`.

    Ratings take most of the time that a detection of these takes to be shown: there are none unless `real_ratings` is
    asked for.
    """
    if "real_ratings" not in request.fixturenames:
        monkeypatch.setattr("MicrocalcCADSlicer.rating.assess", lambda _analysis, findings, *_others: findings)
    opened = open_panel()
    opened.started = []

    def start(*arguments: Any) -> PendingProcess:
        opened.started.append(PendingProcess(*arguments))
        return opened.started[-1]

    opened.panel._startProcess = start
    yield opened
    close_panel(opened)


@pytest.fixture
def detected(widget: Any, volume: Any) -> Callable[[], Any]:
    """A function that chooses the volume, clicks Detect, lets the detection succeed, and returns the result nodes."""
    from MicrocalcCADSlicer.results import resultsOf

    def detect() -> Any:
        widget.ui.volumeSelector.setCurrentNode(volume)
        widget.ui.detectButton.click()
        widget.started[-1].finish()
        return resultsOf(volume)

    return detect
