"""The panels keep their width: no sentence, no name of an image or a model, makes them wider or narrower while one
works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Naming
from MicrocalcCADLib.kinds.naming import WORDS
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, NOT_DETERMINED
from panel_material import add_volume, choose, noise
from report_material import make_analysis

pytest_plugins = ["editor_fixtures", "language_fixtures", "slicer_fixtures"]
SENTENCE = (
    "The image says nothing of its pixel spacing: enter it in mm, for example 0.07, and click Detect calcifications"
    " again. "
)
DISTRIBUTION = 2
NAME = "1: full mammogram images of the left breast in the craniocaudal view, taken again"


@pytest.fixture(params=["MicrocalcCAD", "MicrocalcTrain"])
def panel(request: pytest.FixtureRequest, application: Any, spoken: str) -> Iterator[Any]:
    """The outermost widget of each module's panel, with its ``ui``."""
    from slicer_host import close_panel, open_panel
    from train_host import open_train_panel

    opened = open_panel() if request.param == "MicrocalcCAD" else open_train_panel()
    opened.parent.show()
    yield opened
    opened.parent.hide()
    close_panel(opened)


def told(panel: Any) -> list:
    """Return the labels that hold no text of their own: sentences are said in them."""
    import qt

    return [label for label in panel.parent.findChildren(qt.QLabel) if label.wordWrap or not label.text]


def width_of(panel: Any, application: Any) -> int:
    application.processEvents()
    application.processEvents()
    return panel.parent.minimumSizeHint().width()


def test_no_sentence_changes_the_width_of_the_panel(panel: Any, application: Any) -> None:
    labels = told(panel)
    assert len(labels) >= 7
    widths = set()
    for text in ("", SENTENCE, 3 * SENTENCE):
        for label in labels:
            label.text = text
        widths.add(width_of(panel, application))
    assert len(widths) == 1


def test_no_name_of_an_image_or_a_model_changes_the_width_of_the_panel(panel: Any, application: Any) -> None:
    before = width_of(panel, application)
    add_volume(noise(1, 90, 80), name=NAME)
    fixed = (
        "closeUpZoomSelector",
        "deviceSelector",
        "dataSetKindSelector",
        "dataSetTruthSelector",
        "evaluateSplitSelector",
    )
    import qt

    for selector in panel.parent.findChildren(qt.QComboBox):
        if selector.className() == "QComboBox" and selector.objectName not in (
            *fixed,
            "trainDeviceSelector",
            "evaluateDeviceSelector",
        ):
            selector.addItem(NAME, None)
            selector.setSizeAdjustPolicy(qt.QComboBox.AdjustToContents)  # as when a panel is shown for the first time
    assert width_of(panel, application) == before


@pytest.fixture(params=[1.0, 1.5], ids=["100 %", "150 %"])
def large(request: pytest.FixtureRequest, application: Any) -> Iterator[float]:
    """The application with its font at this size."""
    import qt

    app = qt.QApplication.instance()
    before, font = app.font(), app.font()
    font.setPointSizeF(before.pointSizeF() * request.param)
    app.setFont(font)
    yield request.param
    app.setFont(before)


def cut(panel: Any) -> list[str]:
    """Return the visible texts that are wider than their widgets, without those that wrap or that the reader scrolls in
    a list.
    """
    import qt

    found = []
    for kind, inner in ((qt.QLabel, 0), (qt.QPushButton, 8), (qt.QCheckBox, 18), (qt.QToolButton, 0)):
        for widget in panel.parent.findChildren(kind):
            text = re.sub("<[^>]*>", "", widget.text)
            if widget.isVisible() and text and not (kind is qt.QLabel and widget.wordWrap):
                needed = widget.fontMetrics().boundingRect(text).width() + inner
                found += [f"{widget.objectName}: {text} ({needed} in {widget.width})"] if needed > widget.width else []
    return found


def cut_in_table(table: Any) -> list[str]:
    """Return the texts that do not fit, wrapped, into their places: of header and cells, and the distributions that may
    come.
    """
    import qt
    from MicrocalcCADSlicer.library_words import said

    header, found = table.horizontalHeader(), []
    for column in range(table.columnCount):
        title = table.horizontalHeaderItem(column).text()
        found += [title] if header.fontMetrics().boundingRect(title).width() > header.sectionSize(column) else []
        room = qt.QRect(0, 0, header.sectionSize(column) - 7, 1000)
        texts = {table.item(row, column).text() for row in range(table.rowCount)}
        for text in texts | (
            {*(said(one.word) for one in DISTRIBUTIONS), said(NOT_DETERMINED)} if column == DISTRIBUTION else set()
        ):
            needed = table.fontMetrics().boundingRect(room, qt.Qt.TextWordWrap, text)
            fits = needed.width() <= room.width() and needed.height() <= table.verticalHeader().sectionSize(0)
            found += [] if fits else [f"{text} ({needed.width()} x {needed.height()} in {room.width()})"]
    return found


@pytest.fixture
def film(large: float, spoken: str, widget: Any, volume: Any, application: Any) -> Any:
    """The panel, 480 pixels wide, after a detection of every kind; the first finding is chosen and Advanced is open."""
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish(every_kind(widget.started[-1].mammogram))
    widget.ui.benignCheckBox.setChecked(True)
    widget.ui.kindFilter.setCurrentIndex(0)
    choose(widget, 0)
    widget.ui.advancedSection.collapsed = False
    widget.parent.resize(480, 1400)
    widget.parent.show()
    for _ in range(3):
        application.processEvents()
    yield widget
    widget.parent.hide()


def every_kind(mammogram: Any) -> Any:
    """Return a calcification of each kind, and one of a kind that is not determined, each alone."""
    spots = [(80 + 170 * (i // 3), 80 + 170 * (i % 3)) for i in range(len(WORDS) + 1)]
    found = make_analysis(mammogram, spots)
    kinds = np.vstack([np.eye(len(WORDS), dtype=np.float32) * 0.9, np.zeros((1, len(WORDS)), np.float32)])
    naming = Naming(WORDS, kinds, np.full(len(spots), 0.9))
    return replace(found, candidates=replace(found.candidates, naming=naming))


def test_nothing_is_cut_and_nothing_scrolls_sideways_at_480_pixels(film: Any) -> None:
    table = film.ui.clusterTable
    assert film.parent.minimumSizeHint().width() <= 480
    assert film.parent.width == 480
    assert table.rowCount == len(WORDS) + 1
    assert table.horizontalScrollBar().maximum() == 0
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert cut_in_table(table) == []
    assert cut(film) == []


def test_every_tab_fits_480_pixels(film: Any, application: Any) -> None:
    for index in range(film.ui.tabs.count):
        film.ui.tabs.setCurrentIndex(index)
        application.processEvents()
        assert cut(film) == [], film.ui.tabs.tabText(index)


def test_every_page_of_both_modules_fits_480_pixels_with_all_that_can_be_unfolded(
    large: float, panel: Any, application: Any
) -> None:
    for section in (one for one in vars(panel.ui).values() if hasattr(one, "collapsed")):
        section.collapsed = False
    tabs, found = panel.ui.tabs, []
    for index in range(tabs.count):
        tabs.setCurrentIndex(index)
        for _ in range(3):
            application.processEvents()
            panel.parent.resize(480, 1400)
        found += [f"{tabs.tabText(index)}: {panel.parent.width} px"] * (panel.parent.width > 480)
        found += [f"{tabs.tabText(index)}: {one}" for one in cut(panel)]
    assert found == []


def test_no_sentence_of_an_effect_widens_the_segment_editor(editor: Any, application: Any) -> None:
    effect = editor.choose("Calcification click")
    frame = effect.scriptedEffect.optionsFrame()
    frame.layout().activate()
    before = frame.sizeHint().width()
    effect.say(3 * SENTENCE)
    application.processEvents()
    frame.layout().activate()
    assert frame.sizeHint().width() == before
