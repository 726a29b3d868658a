"""Fine-tuning by clicking: of the kind network on a reader's words, and of the paper's large network; what comes of it
is used in Microcalc CAD.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from background_files import write_backgrounds
from MicrocalcTrainLib import runs
from train_host import open_train_panel

pytest_plugins = ["slicer_fixtures"]
SECONDS = 600
KINDS, FPN = "fine-tune kinds", "fine-tune hdogreg-fpn"


@pytest.fixture
def panel(application: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The panel, whose fine-tunings are in miniature, with a folder for them and one of own models."""
    (tmp_path / "backgrounds").mkdir()
    write_backgrounds(tmp_path / "backgrounds")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setenv("RUN_BACKGROUNDS", str(tmp_path / "backgrounds"))
    widget = open_train_panel("run_entry:tuning")
    widget.ui.trainFolderEdit.text, widget.ui.modelsFolderEdit.text = str(tmp_path / "run"), str(tmp_path / "own")
    yield widget
    if runs.status(tmp_path / "run") is not None:
        runs.stop(tmp_path / "run", 0.1)
    widget.cleanup()


def choose(ui: Any, network: str, data: Path | str = "data") -> None:
    ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData(network))
    ui.trainDeviceSelector.setCurrentIndex(ui.trainDeviceSelector.findData("cpu"))
    ui.trainDataEdit.text = str(data)


def arguments(panel: Any, folder: Path) -> Any:
    from MicrocalcTrainLib.__main__ import parsed
    from MicrocalcTrainSlicer.training_arguments import trainingArguments

    return parsed(trainingArguments(panel.ui, panel.panel.train.options, folder))


def started(panel: Any, application: Any) -> str:
    panel.ui.trainStartButton.click()
    application.wait_until(lambda: panel.ui.trainStartButton.enabled, SECONDS)
    return panel.ui.trainStatusLabel.text


def use(panel: Any, name: str) -> Any:
    """Choose a model on the last page, use it, and return the panel of Microcalc CAD that opens."""
    from slicer_host import open_panel

    table, panel.panel.models._selectModule = panel.ui.modelsTable, lambda _name: None
    panel.panel.models.refresh()
    table.setCurrentCell(next(row for row in range(table.rowCount) if table.item(row, 0).text() == name), 0)
    panel.ui.modelsUseButton.click()
    cad = open_panel()
    cad.enter()
    return cad


def test_what_can_be_tuned_takes_a_data_set_and_a_model_and_its_own_options(panel: Any, tmp_path: Path) -> None:
    ui = panel.ui
    choose(ui, KINDS)
    ui.trainEpochsSpinBox.setValue(2)
    ui.trainStepsSpinBox.setValue(3)
    options = arguments(panel, tmp_path)
    assert (options.command, options.name, str(options.data), options.model) == ("fine-tune", "kinds", "data", None)
    assert (options.epochs, options.steps) == (2, 3)
    assert ui.trainWeightsEdit.placeholderText == "the shipped model" and not ui.trainBatchSpinBox.enabled
    choose(ui, FPN)
    assert not ui.trainStepsSpinBox.enabled and ui.trainWeightsEdit.placeholderText == "choose a model"
    ui.trainStartButton.click()
    assert (
        ui.trainStatusLabel.text
        == "No weights of hdogreg-fpn ship with Microcalc: choose the folder of a model under Start from."
    )
    ui.trainWeightsEdit.text = "mine"
    options = arguments(panel, tmp_path)
    assert (options.name, options.model, options.epochs, options.steps) == ("hdogreg-fpn", "mine", 2, None)
    choose(ui, KINDS, "")
    ui.trainStartButton.click()
    assert ui.trainStatusLabel.text.startswith("Fine-tuning needs a data set")


def test_a_data_set_without_words_is_told_in_its_sentence(panel: Any, application: Any, tmp_path: Path) -> None:
    from corrected_material import corrected_set

    choose(panel.ui, KINDS, corrected_set(tmp_path / "set", "rim", [None], ["train"]))
    said = started(panel, application)
    assert said.startswith("Nobody has named a kind of calcification in") and "--" not in said


@pytest.mark.slow
def test_kinds_are_tuned_on_a_readers_words_and_the_model_is_used(
    panel: Any, application: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer.util
    from corrected_material import corrected_set
    from slicer_host import close_panel

    choose(
        panel.ui,
        KINDS,
        corrected_set(tmp_path / "set", "large rod-like", ["suture"] * 4, ["train", "train", "validation", "test"]),
    )
    said = started(panel, application).splitlines()
    assert said[0] == "Done: the model kinds-simulated-tuned is on the page 4 Use."
    assert said[1].startswith("Groups named as the reader did (part test, images: 1): 0 % before,")
    assert said[2].startswith("All that was named in the training part is suture")
    assert slicer.util.getNodesByClass("vtkMRMLPlotChartNode")
    asked: list[str] = []
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda text: not asked.append(text))
    cad = use(panel, "kinds-simulated-tuned")
    assert "All that was named in the training part is suture" in asked[0]
    assert "What readers named" in panel.ui.modelsCard.plainText
    assert cad.ui.kindsSelector.currentText == "kinds-simulated-tuned (own)"
    assert cad.panel.choices()[0].kinds == str(tmp_path / "run" / "kinds-simulated-tuned")
    close_panel(cad)


@pytest.mark.slow
def test_the_papers_network_is_tuned_from_an_own_model_and_used(panel: Any, application: Any, tmp_path: Path) -> None:
    from MicrocalcTrainLib.datasets.folder import read_folder
    from MicrocalcTrainLib.datasets.importing import import_set
    from MicrocalcTrainLib.datasets.splits import SplitRule
    from MicrocalcTrainLib.datasets.store_file import StoreParameters
    from set_material import write_folder
    from slicer_host import close_panel
    from test_fine_tuning import narrow_fpn

    source = write_folder(tmp_path / "source", ["a", "b", "c", "d"])
    import_set(
        read_folder(source, 0.07),
        tmp_path / "data",
        SplitRule((0.5, 0.25, 0.25)),
        StoreParameters(per_image=(9, 9, 9, 9)),
    )
    choose(panel.ui, FPN, tmp_path / "data")
    panel.ui.trainWeightsEdit.text = str(narrow_fpn(tmp_path / "narrow"))
    panel.ui.trainEpochsSpinBox.setValue(2)
    said = started(panel, application)
    assert said.startswith(
        "Done: the model narrow-tuned is on the page 4 Use.\nTPR at 0.4 FP/cm² on 1 images of the part test:"
    ), said
    import slicer.util

    slicer.util.confirmOkCancelDisplay, before = lambda _text: True, slicer.util.confirmOkCancelDisplay
    try:
        cad = use(panel, "narrow-tuned")
    finally:
        slicer.util.confirmOkCancelDisplay = before
    assert cad.ui.modelSelector.currentText == "narrow-tuned (own)"
    close_panel(cad)
