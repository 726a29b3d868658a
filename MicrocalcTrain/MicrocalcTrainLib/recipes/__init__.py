"""The recipes of `microcalc-train train`: all that decides a training, a frozen dataclass a method. Nothing here needs
PyTorch.

What a recipe does is `make(folder, material, recipe, device, command)` in the module of the same name in `workflows`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MicrocalcCADLib.errors import InputError

from .options import options_in

if TYPE_CHECKING:
    from ..workflows.material import Material

RECIPES = {
    "hdogreg-light": "hdogreg_light",
    "hdogreg-fpn": "hdogreg_fpn",
    "patch-learning": "patch_learning",
    "two-stage": "two_stage",
    "context": "context",
    "malignancy": "malignancy",
    "birads": "birads",
    "odds": "odds",
    "kinds": "kinds",
    "nnunet": "nnunet",
}
NETWORKS_ON_DATA = ("hdogreg-light", "hdogreg-fpn", "patch-learning", "two-stage", "context", "birads")
ON_DATA = (*NETWORKS_ON_DATA, "malignancy")


def recipe_of(name: str) -> Any:
    """Return the default of a recipe."""
    return import_module(f".{RECIPES[name]}", __package__).RECIPE


def options_of(name: str) -> dict[str, tuple[str, ...]]:
    """Return the options that a recipe takes, by name, with the fields that each sets, as dotted paths."""
    return {option.name: paths for option, paths in options_in(recipe_of(name)).items()}


def made(name: str, folder: Path, material: Material, recipe: Any, device: str, command: str) -> Path:
    """Make the bundle of a recipe and return its folder.

    Parameters
    ----------
    folder
        Working folder; what is there of an earlier, interrupted run is taken up.
    command
        What the bundle says that it was made by.
    """
    return import_module(f"..workflows.{RECIPES[name]}", __package__).make(folder, material, recipe, device, command)


def check_takes_data(name: str) -> None:
    """Raise `InputError` if a recipe takes no data set."""
    if name not in ON_DATA:
        raise InputError(f"The recipe {name} takes no data set: those that do are {', '.join(ON_DATA)}.")
