"""Draws the pages of MicrocalcTrain into Docs/screenshots, clicked on the stand-in application.

The set is four small drawn breasts and the training two short epochs: the pictures show the pages, their figures say
nothing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from MicrocalcTrainLib import runs
from PIL import Image
from set_material import write_folder
from slicer_host import REPOSITORY, start_host
from small_pictures import save_small
from train_host import open_train_panel, show_page

FOLDER = REPOSITORY / "Docs" / "screenshots"
PANEL_SIZE = (540, 900)
SECONDS = 900


def choose(selector: Any, text: str) -> None:
    selector.setCurrentIndex(selector.findText(text))


def import_set(application: Any, ui: Any, place: Path) -> None:
    """Import a folder of four patients."""
    write_folder(place / "images", [f"p{number}_L_CC" for number in range(1, 5)])
    choose(ui.dataSetKindSelector, "folder")
    ui.dataSetFolderEdit.text, ui.dataSetOutputEdit.text = str(place / "images"), str(place / "data")
    ui.dataSetSpacingSpinBox.setValue(0.07)
    ui.dataSetSplitEdit.text = "0.5,0.25,0.25"
    ui.dataSetImportButton.click()
    application.wait_until(lambda: ui.dataSetImportButton.text == "Import", SECONDS)


def order(application: Any, ui: Any, place: Path) -> None:
    """Order images that nobody has reviewed by uncertainty."""
    write_folder(place / "unseen", [f"p{number}_R_CC" for number in range(5, 9)], masked=False)
    ui.queueFolderEdit.text, ui.queueOutputEdit.text = str(place / "unseen"), str(place / "queue")
    choose(ui.queueModelSelector, "hdogreg: hdogreg-light")
    ui.queueStartButton.click()
    application.wait_until(lambda: ui.queueStartButton.text != "Stop", SECONDS)


def train(application: Any, ui: Any, place: Path) -> None:
    """Train the two-stage networks on the set."""
    choose(ui.trainNetworkSelector, "two-stage")
    ui.trainDataEdit.text, ui.trainFolderEdit.text = str(place / "data"), str(place / "training")
    for box, value in {"Epochs": 2, "Steps": 2, "Batch": 8, "TestImages": 1}.items():
        getattr(ui, f"train{box}SpinBox").setValue(value)
    ui.trainStartButton.click()
    application.wait_until(lambda: ui.trainStartButton.enabled, SECONDS)


def evaluate(application: Any, ui: Any, place: Path) -> None:
    """Evaluate the shipped model on the test part."""
    ui.evaluateSetEdit.text, ui.evaluateFolderEdit.text = str(place / "data"), str(place / "evaluation")
    choose(ui.evaluateModelSelector, "hdogreg: hdogreg-light")
    ui.evaluateStartButton.click()
    application.wait_until(lambda: ui.evaluateStartButton.enabled, SECONDS)


def save(application: Any, widget: Any, name: str) -> None:
    """Write the panel as it stands now."""
    application.processEvents()
    path = FOLDER / f"train-{name}.png"
    widget.parent.grab().save(str(path))
    with Image.open(path) as picture:
        save_small(picture.copy(), path)
    print(path)


def main() -> None:
    """Write train-data-set.png, train-queue.png, train-train.png, train-evaluate.png and train-models.png."""
    sys.path.insert(0, str(Path(__file__).parent))
    application = start_host()
    widget = open_train_panel(runs.COMMAND_LINE)
    ui = widget.ui
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.parent.resize(*PANEL_SIZE)
    widget.parent.show()
    with tempfile.TemporaryDirectory(prefix="microcalc-") as folder:
        place = Path(folder)
        import_set(application, ui, place)
        save(application, widget, "data-set")
        order(application, ui, place)
        for section, collapsed in ((ui.dataSetSection, True), (ui.queueSection, False)):
            section.collapsed = collapsed
        save(application, widget, "queue")
        show_page(widget, "Train")
        train(application, ui, place)
        save(application, widget, "train")
        show_page(widget, "Evaluate")
        evaluate(application, ui, place)
        save(application, widget, "evaluate")
        show_page(widget, "Use")
        ui.modelsFolderEdit.text = str(place / "models")
        choose(ui.modelsCompareSelector, "two-stage 1.0.0")
        ui.modelsTable.setCurrentCell(ui.modelsTable.rowCount - 1, 0)
        save(application, widget, "models")
        widget.cleanup()


if __name__ == "__main__":
    main()
