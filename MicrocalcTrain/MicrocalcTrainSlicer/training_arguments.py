"""The Train page's widgets as arguments of `microcalc-train train`, `fine-tune` and `microcalc-reproduce`, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce.recipes import TABLES, WITHOUT_DATA, options_of_table
from MicrocalcTrainLib.recipes import ON_DATA, RECIPES, options_of, recipe_of
from MicrocalcTrainLib.recipes.options import OPTIONS, Option
from slicer.i18n import tr as _

from .forms import chosenOf
from .option_rows import OptionRows

FINE_TUNE = "fine-tune"
WITHOUT_SHIPPED = "hdogreg-fpn"  # no weights of it ship
# what can be gone on with, and the options of that
TUNED = {
    "hdogreg-light": frozenset({"epochs", "steps", "seed"}),
    WITHOUT_SHIPPED: frozenset({"epochs", "seed"}),
    "kinds": frozenset({"epochs", "steps", "seed"}),
}
TUNING = f"{FINE_TUNE} hdogreg-light"
REPRODUCE, OF_TABLES = "reproduce", "MicrocalcReproduce.__main__:main_of_a_run"
BESIDE = frozenset({"imagenet"})  # an option whose line stands above Advanced


def widgetsOf(ui) -> list[tuple[Option, object]]:
    """Return the options that the page has a widget for, named after them, with it. Its lowest value, which is no value
    of the option, and no mark leave an option to the recipe.
    """
    names = [
        (o, "".join(map(str.capitalize, o.name.split("_"))) + ("CheckBox" if o.kind is bool else "SpinBox"))
        for o in OPTIONS
    ]
    return [(option, getattr(ui, f"train{name}")) for option, name in names if hasattr(ui, f"train{name}")]


def networkChoices() -> list[tuple[str, str]]:
    """Return what can be run, as (text, value): the recipes, going on with trained networks, and the tables of the
    papers.
    """
    tables = [(_("table of a paper: {name}").format(name=name), f"{REPRODUCE} {name}") for name in TABLES]
    tunings = [(_tuningTitle(name), f"{FINE_TUNE} {name}") for name in TUNED]
    return [*((name, name) for name in RECIPES), *tunings, *tables]


def _tuningTitle(name: str) -> str:
    titles = {WITHOUT_SHIPPED: _("{name}: fine-tune a model"), "kinds": _("{name}: fine-tune with the reader's words")}
    return titles.get(name, _("{name}: fine-tune the shipped model")).format(name=name)


def tunedBy(name: str) -> str:
    """Return what a choice goes on with; empty for what begins anew."""
    command, _space, tuned = name.partition(" ")
    return tuned if command == FINE_TUNE else ""


def tableOf(name: str) -> str:
    """Return the table that a choice makes again; empty for a training."""
    command, _space, table = name.partition(" ")
    return table if command == REPRODUCE else ""


def optionRows(ui) -> OptionRows:
    """Return rows under Advanced for the options that the page has no widget for."""
    return OptionRows(ui.trainAdvancedSection.layout(), {option.name for option, _widget in widgetsOf(ui)} | BESIDE)


def ownOf(name: str) -> dict[str, object]:
    """Return the options that a choice takes, each with its value in the recipe."""
    if tunedBy(name):
        return {}
    table = tableOf(name)
    recipe, places = (TABLES[table](), options_of_table(table)) if table else (recipe_of(name), options_of(name))
    return {option: _valueAt(recipe, paths[0]) for option, paths in places.items()}


def takenBy(name: str) -> frozenset[str]:
    """Return the options that a choice takes, with ``data``, ``model`` and ``imagenet`` where it takes those."""
    if tunedBy(name):
        return TUNED[tunedBy(name)] | {"data", "model"}
    isOfData = tableOf(name) not in WITHOUT_DATA if tableOf(name) else name in ON_DATA
    return frozenset(ownOf(name)) | ({"data"} if isOfData else frozenset())


def trainingArguments(ui, rows: OptionRows, folder: Path) -> list[str]:
    """Return the arguments for what is chosen; options that it does not take are left out.

    Raises
    ------
    InputError
        If fine-tuning has no data set or no model, or something is no value of an option.
    """
    name = chosenOf(ui.trainNetworkSelector)
    takes = takenBy(name)
    tuned = tunedBy(name)
    arguments = [FINE_TUNE, tuned] if tuned else [REPRODUCE, tableOf(name)] if tableOf(name) else ["train", name]
    arguments += ["-o", str(folder), "--device", chosenOf(ui.trainDeviceSelector)]
    data = ui.trainDataEdit.text.strip()
    if tuned and not data:
        raise InputError(
            _(
                "Fine-tuning needs a data set: import one, or use the corrected cases of a scene, and choose it under"
                " Learn from."
            )
        )
    if tuned == WITHOUT_SHIPPED and not ui.trainWeightsEdit.text.strip():
        raise InputError(
            _("No weights of {name} ship with Microcalc: choose the folder of a model under Start from.").format(
                name=tuned
            )
        )
    arguments += ["--data", data] if "data" in takes and data else []
    for option, widget in widgetsOf(ui):
        isGiven = widget.checked if option.kind is bool else widget.value > widget.minimum
        if option.name in takes and isGiven:
            arguments += option.written(True) if option.kind is bool else [option.flag, f"{widget.value:g}"]
    arguments += rows.arguments(takes)
    weights, backgrounds = ui.trainWeightsEdit.text.strip(), ui.trainBackgroundsEdit.text.strip()
    for option in ("imagenet", "model"):
        arguments += [f"--{option}", weights] if option in takes and weights else []
    if backgrounds:
        arguments += [
            "--backgrounds",
            backgrounds,
            "--backgrounds-spacing",
            f"{ui.trainBackgroundsSpacingSpinBox.value:g}",
        ]
    return arguments


def enableTaken(ui, rows: OptionRows) -> None:
    """Let only those options be changed that the chosen recipe takes."""
    takes = takenBy(chosenOf(ui.trainNetworkSelector))
    rows.show(ownOf(chosenOf(ui.trainNetworkSelector)))
    for option, widget in widgetsOf(ui):
        widget.setEnabled(option.name in takes)
    for widget in (ui.trainWeightsEdit, ui.trainWeightsButton):
        widget.setEnabled(bool({"imagenet", "model"} & takes))
    ships = tunedBy(chosenOf(ui.trainNetworkSelector)) != WITHOUT_SHIPPED
    ui.trainWeightsEdit.placeholderText = (
        (_("the shipped model") if ships else _("choose a model")) if "model" in takes else _("random weights")
    )
    for widget in (ui.trainDataEdit, ui.trainDataButton):
        widget.setEnabled("data" in takes)
    ui.trainDataEdit.placeholderText = _("choose a data set") if "model" in takes else _("simulated images")


def showNetworkOf(ui, arguments: Sequence[str]) -> None:
    """Choose what a run found in a folder trains, on which data set, and from which model it started."""
    command, which = (*arguments[:2], "", "")[:2]
    name = {FINE_TUNE: f"{command} {which}", REPRODUCE: f"{command} {which}", "train": which}.get(command, "")
    if ui.trainNetworkSelector.findData(name) >= 0:
        ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData(name))
    for option, edit in (("--data", ui.trainDataEdit), ("--model", ui.trainWeightsEdit)):
        if option in arguments[:-1]:
            edit.text = arguments[list(arguments).index(option) + 1]


def _valueAt(recipe: object, path: str) -> object:
    for field in path.split("."):
        recipe = getattr(recipe, field)
    return recipe
