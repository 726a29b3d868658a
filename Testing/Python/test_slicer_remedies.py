"""What mends an error is named where the error is shown: buttons that exist, and fields that come on view."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import MicrocalcError
from panel_material import add_volume, noise, status
from slicer_host import REPOSITORY

pytest_plugins = ["slicer_fixtures"]
# Of Slicer 5.13: module DICOM, Segment Editor.
OF_SLICER = {"Import DICOM files", "Specify geometry"}
NO_BUTTONS = re.compile(
    r"(?i)\b(?:shift</b>-|a |double[- ]|the |next |with a |at a |second |half of a double )clicks?|click"
    r" (?:a|one|an|the|near|its|what)\b"
)


def bright(volume: Any) -> Any:
    """A small mammogram whose values pass the full scale that was given for it."""
    from MicrocalcCADSlicer.volume import setGivenFullScale

    setGivenFullScale(volume, 10.0)
    return volume


def test_the_field_that_mends_an_error_is_named_opened_and_ready_to_type(
    widget: Any, volume: Any, application: Any
) -> None:
    import qt

    widget.ui.volumeSelector.setCurrentNode(bright(volume))
    widget.ui.advancedSection.collapsed = True
    widget.ui.tabs.setCurrentWidget(widget.ui.examTab)
    widget.parent.show()
    widget.parent.activateWindow()
    widget.ui.detectButton.click()
    application.processEvents()
    assert "give a larger full scale. The field is Full scale, under Advanced." in status(widget)
    assert not widget.ui.advancedSection.collapsed
    assert widget.ui.tabs.currentWidget() is widget.ui.mammogramTab
    assert (
        widget.ui.fullScaleSpinBox.isAncestorOf(qt.QApplication.focusWidget())
        or qt.QApplication.focusWidget() is widget.ui.fullScaleSpinBox
    )
    widget.parent.hide()


def test_an_error_of_the_detection_in_its_process_names_and_opens_its_field(
    widget: Any, volume: Any, application: Any
) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.ui.advancedSection.collapsed = True
    failed = MicrocalcError("No CUDA GPU can be used here: choose the device cpu or auto.", option="--device cpu")
    widget.started[-1].listener.failed(failed)
    assert status(widget).endswith("or auto. The field is Device, under Advanced in the tab Mammogram.")
    assert not widget.ui.advancedSection.collapsed
    widget.ui.detectButton.click()
    widget.started[-1].listener.failed(MicrocalcError("The weights are damaged: get the model again."))
    assert status(widget) == "The weights are damaged: get the model again."


def test_the_other_tabs_name_fields_of_their_own(widget: Any) -> None:
    ui = widget.ui
    held = MicrocalcError("out holds an earlier run: go on with it, or choose another folder.", option="--resume, -o")
    widget.batch.onFailed(held)
    assert ui.batchStatusLabel.text.endswith("or choose another folder. Tick Go on with an earlier run.")
    assert ui.tabs.currentWidget() is ui.batchTab
    ui.dicomHostEdit.text, ui.dicomPortSpinBox.value = " ", 104
    widget.dicom._fail(MicrocalcError("The host x is not known here: check its name.", option="--to"))
    assert ui.dicomStatusLabel.text.endswith("The fields are Host and Port, under DICOM node.")
    assert ui.tabs.currentWidget() is ui.dicomTab and not ui.dicomNodeSection.collapsed


def test_every_option_that_an_error_of_the_panels_work_names_has_a_field_or_needs_none() -> None:
    from MicrocalcCADSlicer.remedies import FIELDS

    code = "\n".join(path.read_text() for path in (REPOSITORY / "MicrocalcCAD" / "MicrocalcCADLib").rglob("*.py"))
    named = set(re.findall(r'option=f?"(--?[a-z-]+)', code)) | {"--kinds", "--rating"}
    # of commands that the panel does not give, or whose files it chooses itself
    assert named - {one for fields in FIELDS.values() for one in fields} == {"--divisor", "--save"}


def test_an_error_that_no_field_mends_opens_nothing(widget: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(add_volume(np.zeros((1, 90, 80), np.uint16)))
    widget.ui.advancedSection.collapsed = True
    widget.ui.detectButton.click()
    assert "field" not in status(widget)
    assert widget.ui.advancedSection.collapsed


def test_the_view_of_an_exam_that_cannot_be_detected_names_its_field(widget: Any) -> None:
    widget.exam._startProcess = widget.panel._startProcess
    for name in ("R CC", "R MLO"):
        bright(add_volume(noise(1, 90, 80), name=name))
    widget.exam.refresh()
    widget.ui.examDetectButton.click()
    assert status(widget).count("The field is Full scale, under Advanced.") == 2


def test_an_unknown_spacing_is_asked_for_where_its_field_is(widget: Any) -> None:
    from MicrocalcCADSlicer import example

    widget.ui.volumeSelector.setCurrentNode(example.addExampleVolume(spacing_mm=1.0))
    widget.ui.detectButton.click()
    assert "beside Pixel spacing under Advanced" in status(widget)
    assert not widget.ui.advancedSection.collapsed


def test_fields_have_the_names_that_sentences_give_them() -> None:
    from MicrocalcCADSlicer.remedies import FIELDS, placeOf

    ui = (REPOSITORY / "MicrocalcCAD" / "Resources" / "UI" / "MicrocalcCAD.ui").read_text()
    names, written = set(re.findall(r'name="(\w+)"', ui)), set(re.findall("<string>(.*?)</string>", ui))
    for fields in FIELDS.values():
        for field in fields.values():
            assert field in names
            place = placeOf(field)
            called = re.findall(r"The field is ([\w ]+?)[,.]|Tick ([\w -]+)\.|beside (\w+)\.|are (\w+) and", place)
            assert called, place
            title = next(filter(None, called[0]))
            assert {f"{title}:", title} & written, place
    assert {"Advanced", "Mammogram", "DICOM node", "Port:"} <= written


def test_fields_of_training_have_the_names_that_sentences_give_them() -> None:
    from MicrocalcTrainSlicer import remedies
    from MicrocalcTrainSlicer.option_rows import titleOf

    ui = (REPOSITORY / "MicrocalcTrain" / "Resources" / "UI" / "MicrocalcTrain.ui").read_text()
    written = set(re.findall("<string>(.*?)</string>", ui)) | {f"{titleOf(x)}:" for x in ("size", "memory", "features")}
    for page in (remedies.DATA, remedies.QUEUE, remedies.TRAIN, remedies.EVALUATE):
        for name in (*remedies._fields(page).values(), *remedies._advanced(page).values()):
            assert f"{name}:" in written, name
    assert remedies.placeOf("without --steps", remedies.TRAIN) == "The field is Steps per epoch, under Advanced."
    assert remedies.placeOf("--images, --batch", remedies.TRAIN) == "The field is Images, under Advanced."
    assert remedies.placeOf("--content contrast", remedies.TRAIN) == ""


def buttons() -> Iterator[str]:
    """What is written on the buttons of both panels and of the effects."""
    for module in ("MicrocalcCAD", "MicrocalcTrain"):
        ui = (REPOSITORY / module / "Resources" / "UI" / f"{module}.ui").read_text()
        yield from re.findall(
            r'<widget class="QPushButton"(?:(?!</widget>).)*?<property name="text">\s*<string>(.*?)</string>',
            ui,
            re.DOTALL,
        )
        for path in (REPOSITORY / module).rglob("*.py"):
            code = path.read_text()
            yield from re.findall(r'(?:Button\(|Button\.text = |button\.text = )\(?\s*_\(\s*"([^"{(]+)', code)


def sentences() -> Iterator[str]:
    """All that both modules can show."""
    sys.path.insert(0, str(REPOSITORY / "tools"))
    from make_translations import contexts_of

    for module in ("MicrocalcCAD", "MicrocalcTrain"):
        for texts in contexts_of(module, []).values():
            yield from texts


def test_every_button_that_a_sentence_names_exists() -> None:
    known = {re.sub(" +$", "", one) for one in (*buttons(), *OF_SLICER)}
    wrong = []
    for text in sentences():
        plain = NO_BUTTONS.sub("", re.sub("</?[bi]>", "", text))
        for named in re.findall(r"(?:[Cc]lick) ([A-Z].*)", plain):
            if not any(re.match(re.escape(one) + r"(?![\w])", named) for one in known):
                wrong.append(f"{named!r} in {text!r}")
    assert wrong == []
    assert {"Detect calcifications", "Evaluate", "Cancel"} <= known
