"""Options of the command line change a recipe, and nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.workflows.hdogreg_light import OPTIONS, RECIPE
from MicrocalcTrainLib.workflows.recipes import RECIPES, options_of, places_of, recipe_module, with_options


@dataclass(frozen=True)
class Part:
    epochs: int = 10
    seed: int = 1


@dataclass(frozen=True)
class Recipe:
    part: Part = field(default_factory=Part)
    images: int = 5
    seed: int = 1


def test_options_that_were_given_replace_the_fields_that_they_name():
    changed = with_options(Recipe(), {"epochs": 3, "steps": None, "seed": 9}, {"epochs": ("part.epochs",), "seed": ("seed", "part.seed")}, "r")
    assert changed == Recipe(part=Part(epochs=3, seed=9), seed=9)


def test_an_option_that_a_recipe_does_not_have_is_refused_in_one_sentence():
    with pytest.raises(InputError, match="has no padding: it takes epochs"):
        with_options(RECIPE, {"padding": "same"}, OPTIONS, "hdogreg-light")


@pytest.mark.parametrize("name", RECIPES)
def test_every_option_of_every_recipe_names_fields_that_it_has(name):
    module = recipe_module(name)
    for option, paths in places_of(module.OPTIONS, module.TRAININGS).items():
        for path in paths:
            value = asdict(module.RECIPE)
            for part in path.split("."):
                assert part in value, f"--{option}"
                value = value[part]
        assert with_options(module.RECIPE, {option: value}, places_of(module.OPTIONS, module.TRAININGS), name) is not None


@pytest.mark.parametrize("name", RECIPES)
def test_the_options_of_a_recipe_are_known_without_importing_it(name: str) -> None:
    module = recipe_module(name)
    assert options_of(name) == set(places_of(module.OPTIONS, module.TRAININGS))
