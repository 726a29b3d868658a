"""Draws the pages of MicrocalcTrain into Docs/screenshots, clicked on the stand-in application.

Set, training and results are small stand-ins made in a temporary folder: the pictures show the pages, they measure nothing.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from MicrocalcTrainLib import runs
from set_material import write_folder
from slicer_host import REPOSITORY, start_host
from train_host import open_train_panel, show_page

FOLDER = REPOSITORY / "Docs" / "screenshots"
PANEL_SIZE = (520, 860)
SECONDS = 600


def click_through(application: Any, widget: Any, place: Path) -> None:
    """Import a set, train and evaluate, each in its child process."""
    ui, panel = widget.ui, widget.panel
    panel.dataSet._entry, panel.train._entry, panel.evaluate._entry = runs.COMMAND_LINE, "run_entry:training", "run_entry:evaluating"
    write_folder(place / "images", ["p1_L_CC", "p2_L_CC", "p3_L_CC"])
    ui.dataSetKindSelector.setCurrentIndex(ui.dataSetKindSelector.findText("folder"))
    ui.dataSetFolderEdit.text, ui.dataSetOutputEdit.text = str(place / "images"), str(place / "data")
    ui.dataSetSpacingSpinBox.setValue(0.07)
    ui.dataSetImportButton.click()
    ui.trainFolderEdit.text = str(place / "training")
    ui.trainEpochsSpinBox.setValue(12)
    ui.trainStartButton.click()
    ui.evaluateSetEdit.text, ui.evaluateFolderEdit.text = str(place / "data"), str(place / "evaluation")
    ui.evaluateStartButton.click()
    application.wait_until(
        lambda: ui.dataSetImportButton.text == "Import" and ui.trainStartButton.enabled and ui.evaluateStartButton.enabled, SECONDS
    )


def main() -> None:
    """Write train-data-set.png, train-train.png, train-evaluate.png and train-models.png."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    application = start_host()
    widget = open_train_panel()
    with tempfile.TemporaryDirectory() as place:
        click_through(application, widget, Path(place))
        FOLDER.mkdir(parents=True, exist_ok=True)
        widget.parent.resize(*PANEL_SIZE)
        widget.parent.show()
        for page in ("Data set", "Train", "Evaluate", "Models"):
            show_page(widget, page)
            application.processEvents()
            path = FOLDER / f"train-{page.lower().replace(' ', '-')}.png"
            widget.parent.grab().save(str(path))
            print(path)
        widget.cleanup()


if __name__ == "__main__":
    main()
