"""The panels keep their width: no sentence, no name of an image or a model, makes them wider or narrower while one works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from panel_material import add_volume, noise

pytest_plugins = ["editor_fixtures", "slicer_fixtures"]
SENTENCE = "The image says nothing of its pixel spacing: enter it in mm, for example 0.07, and click Detect calcifications again. "
NAME = "1: full mammogram images of the left breast in the craniocaudal view, taken again"


@pytest.fixture(params=["MicrocalcCAD", "MicrocalcTrain"])
def panel(request: pytest.FixtureRequest, application: Any) -> Iterator[Any]:
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
    fixed = ("closeUpZoomSelector", "deviceSelector", "dataSetKindSelector", "dataSetTruthSelector", "evaluateSplitSelector")
    import qt

    for selector in panel.parent.findChildren(qt.QComboBox):
        if selector.className() == "QComboBox" and selector.objectName not in (*fixed, "trainDeviceSelector", "evaluateDeviceSelector"):
            selector.addItem(NAME, None)
            selector.setSizeAdjustPolicy(qt.QComboBox.AdjustToContents)  # as when a panel is shown for the first time
    assert width_of(panel, application) == before


def test_no_sentence_of_an_effect_widens_the_segment_editor(editor: Any, application: Any) -> None:
    effect = editor.choose("Calcification click")
    frame = effect.scriptedEffect.optionsFrame()
    frame.layout().activate()
    before = frame.sizeHint().width()
    effect.say(3 * SENTENCE)
    application.processEvents()
    frame.layout().activate()
    assert frame.sizeHint().width() == before
