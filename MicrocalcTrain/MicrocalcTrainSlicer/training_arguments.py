"""The Train page's widgets as arguments of `microcalc-train train`, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from MicrocalcTrainLib.workflows.recipes import RECIPES, options_of

from .forms import chosenOf

# Option of the command line: the widget that gives it. Zero and an empty line leave it to the recipe.
NUMBERS = {
    "epochs": "trainEpochsSpinBox",
    "steps": "trainStepsSpinBox",
    "batch": "trainBatchSpinBox",
    "learning_rate": "trainLearningRateSpinBox",
    "images": "trainImagesSpinBox",
    "candidate_images": "trainCandidateImagesSpinBox",
    "test_images": "trainTestImagesSpinBox",
    "workers": "trainWorkersSpinBox",
    "seed": "trainSeedSpinBox",
}


def trainingArguments(ui, folder: Path) -> list[str]:
    """Return the arguments for what is chosen; options that the recipe does not take are left out."""
    name = chosenOf(ui.trainNetworkSelector)
    takes = options_of(name)
    arguments = ["train", name, "-o", str(folder), "--device", chosenOf(ui.trainDeviceSelector)]
    for option, widget in NUMBERS.items():
        value = getattr(ui, widget).value
        if option in takes and value:
            arguments += [f"--{option.replace('_', '-')}", f"{value:g}"]
    weights, backgrounds = ui.trainWeightsEdit.text.strip(), ui.trainBackgroundsEdit.text.strip()
    if "imagenet" in takes and weights:
        arguments += ["--imagenet", weights]
    if backgrounds:
        arguments += ["--backgrounds", backgrounds, "--backgrounds-spacing", f"{ui.trainBackgroundsSpacingSpinBox.value:g}"]
    return arguments


def enableTaken(ui) -> None:
    """Let only those options be changed that the chosen recipe takes."""
    takes = options_of(chosenOf(ui.trainNetworkSelector))
    for option, widget in NUMBERS.items():
        getattr(ui, widget).setEnabled(option in takes)
    for widget in (ui.trainWeightsEdit, ui.trainWeightsButton):
        widget.setEnabled("imagenet" in takes)


def showNetworkOf(ui, arguments: Sequence[str]) -> None:
    """Choose the network that a run found in a folder trains."""
    if len(arguments) > 1 and arguments[0] == "train" and arguments[1] in RECIPES:
        ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData(arguments[1]))
