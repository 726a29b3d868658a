"""The recipes of `microcalc-train train`: which there are, and how options of the command line change them."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from MicrocalcCADLib.errors import InputError

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
}

ON_DATA = ("hdogreg-light", "hdogreg-fpn", "patch-learning", "two-stage", "context", "birads")
RUN_OPTIONS = ("amp", "channels_last", "accumulate", "deterministic", "early_stopping", "schedule")

T = TypeVar("T")


def recipe_module(name: str) -> ModuleType:
    """Return the module of a recipe.

    It has `RECIPE`, the default; `OPTIONS` of the command line; `TRAININGS`, the recipe's fields that have a ``run``; and
    `make(folder, sources, recipe, device, command)`.
    """
    return import_module(f".{RECIPES[name]}", __package__)


def module_on_data(name: str) -> ModuleType:
    """Return the module that makes a recipe of a data set: it has `make(folder, data, recipe, device, command)`.

    Raises
    ------
    InputError
        If the recipe takes no data set.
    """
    if name not in ON_DATA:
        raise InputError(f"The recipe {name} takes no data set: those that do are {', '.join(ON_DATA)}.")
    return import_module(f".on_data.{RECIPES[name]}", __package__)


def options_of(name: str) -> frozenset[str]:
    """Return the options that a recipe takes, without importing it: that takes seconds, and PyTorch."""
    tree = ast.parse((Path(__file__).parent / f"{RECIPES[name]}.py").read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) and statement.targets[0].id in ("OPTIONS", "TRAININGS"):
            found[statement.targets[0].id] = ast.literal_eval(statement.value)
    return frozenset(places_of(found["OPTIONS"], found["TRAININGS"]))


def places_of(options: Mapping[str, Sequence[str]], trainings: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return the fields that each option sets: those of the recipe, and `RunOptions` in each of its trainings."""
    return {**options, **({name: [f"{one}.run.{name}" for one in trainings] for name in RUN_OPTIONS} if trainings else {})}


def with_options(recipe: T, given: Mapping[str, Any], places: Mapping[str, Sequence[str]], name: str) -> T:
    """Return a (nested) recipe dataclass with the options that were given.

    Parameters
    ----------
    given
        Values by option; None where an option was not given.
    places
        For each option that the recipe has, the fields that it sets, as dotted paths.

    Raises
    ------
    InputError
        If an option was given that the recipe does not have.
    """
    for option, value in given.items():
        if value is None:
            continue
        if option not in places:
            known = ", ".join(place.replace("_", " ") for place in places)
            raise InputError(
                f"The recipe {name} has no {option.replace('_', ' ')}: it takes {known}.", option=f"without --{option.replace('_', '-')}"
            )
        for path in places[option]:
            recipe = _replaced(recipe, path.split("."), value)
    return recipe


def _replaced(recipe: T, path: Sequence[str], value: Any) -> T:
    first, *rest = path
    if first not in {f.name for f in fields(recipe)}:
        raise AttributeError(f"{type(recipe).__name__} has no field {first!r}")
    return replace(recipe, **{first: _replaced(getattr(recipe, first), rest, value) if rest else value})
