"""The whole way by clicking, with real commands: import, train with live curves, stop, resume, evaluate, use in
Microcalc CAD.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from MicrocalcTrainLib import runs
from set_material import write_folder
from train_host import open_train_panel, show_page

pytest_plugins = ["slicer_fixtures"]
SECONDS = 600
STOP_S = 2.0


def choose(selector: Any, text: str) -> None:
    selector.setCurrentIndex(selector.findText(text))


def import_set(ui: Any, application: Any, place: Path) -> None:
    write_folder(place / "images", [f"p{number}_L_CC" for number in range(4)])
    choose(ui.dataSetKindSelector, "folder")
    ui.dataSetFolderEdit.text, ui.dataSetOutputEdit.text = str(place / "images"), str(place / "data")
    ui.dataSetSpacingSpinBox.setValue(0.07)
    ui.dataSetSplitEdit.text = "0.5,0.25,0.25"
    ui.dataSetImportButton.click()
    application.wait_until(lambda: ui.dataSetImportButton.text == "Import", SECONDS)
    assert ui.dataSetThumbnails.count == 4, ui.dataSetStatusLabel.text


def train(ui: Any, application: Any, place: Path) -> None:
    import slicer.util

    choose(ui.trainNetworkSelector, "two-stage")
    choose(ui.trainDeviceSelector, "Processor")
    assert ui.trainDataEdit.text == str(place / "data")
    ui.trainFolderEdit.text = str(place / "run")
    for box, value in {"Epochs": 2, "Steps": 2, "Batch": 8, "TestImages": 1}.items():
        getattr(ui, f"train{box}SpinBox").setValue(value)
    ui.trainStartButton.click()
    application.wait_until(
        lambda: "detector: epoch" in ui.trainStatusLabel.text or ui.trainStartButton.enabled, SECONDS
    )
    assert len(slicer.util.getNodesByClass("vtkMRMLPlotChartNode")) == 1, ui.trainStatusLabel.text
    began = time.monotonic()
    ui.trainStopButton.click()
    assert time.monotonic() - began < STOP_S
    assert ui.trainStatusLabel.text.startswith("Stopped.") and list((place / "run").glob("*/*.pt")), (
        ui.trainStatusLabel.text
    )
    ui.trainResumeButton.click()
    application.wait_until(lambda: ui.trainStartButton.enabled, SECONDS)
    assert ui.trainStatusLabel.text.startswith("Done: the model"), ui.trainStatusLabel.text


def evaluate(ui: Any, application: Any, place: Path) -> None:
    import slicer.util

    assert ui.evaluateSetEdit.text == str(place / "data")
    ui.evaluateFolderEdit.text = str(place / "evaluation")
    own = [ui.evaluateModelSelector.itemText(i) for i in range(ui.evaluateModelSelector.count)]
    choose(ui.evaluateModelSelector, next(text for text in own if text.startswith("two-stage: two-stage-")))
    choose(ui.evaluateDeviceSelector, "Processor")
    ui.evaluateStartButton.click()
    application.wait_until(lambda: ui.evaluateStartButton.enabled, SECONDS)
    assert ui.evaluateStatusLabel.text == "Done." and ui.evaluateImagesTable.rowCount == 1
    ui.evaluateShowButton.click()
    assert len(slicer.util.getNodesByClass("vtkMRMLPlotChartNode")) == 2
    ui.evaluateImagesTable.cellClicked.emit(0, 0)
    (marks,) = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    assert list(marks.GetSegmentation().GetSegmentIDs()) == ["Truth", "Found"]


def use(panel: Any) -> None:
    from Host.modules import module_parent

    import MicrocalcCAD

    panel.panel.models._selectModule = lambda name: None
    names = [panel.ui.modelsTable.item(i, 0).text() for i in range(panel.ui.modelsTable.rowCount)]
    panel.ui.modelsTable.setCurrentCell(len(names) - 1, 0)
    panel.ui.modelsUseButton.click()
    cad = MicrocalcCAD.MicrocalcCADWidget(module_parent())
    cad.setup()
    cad.enter()
    assert "two-stage" in cad.ui.methodSelector.currentText and "own" in cad.ui.modelSelector.currentText
    cad.cleanup()
    cad.parent.setMRMLScene(None)


@pytest.mark.slow
def test_a_set_is_imported_trained_on_evaluated_on_and_its_model_used_all_by_clicking(
    application: Any, tmp_path: Path
) -> None:
    panel = open_train_panel(runs.COMMAND_LINE)
    try:
        import_set(panel.ui, application, tmp_path)
        show_page(panel, "Train")
        train(panel.ui, application, tmp_path)
        show_page(panel, "Evaluate")
        evaluate(panel.ui, application, tmp_path)
        show_page(panel, "Use")
        use(panel)
    finally:
        for folder in ("data", "run", "evaluation"):
            if runs.status(tmp_path / folder) is not None:
                runs.stop(tmp_path / folder, 0.1)
        panel.cleanup()
