"""The options of `microcalc-train train`. Each is declared here once, and a recipe's dataclass says by it which of its
fields are options.

epochs: int = EPOCHS(40)                                    # the field that the option sets, with its default
region: RegionTraining = part(RegionTraining(), without=(BATCH,))  # a part, whose own options the recipe takes, but for
some patches: PatchParameters = part(PatchParameters(), {SIZE: ("size_px",)})  # a part without options of its own:
which fields they set
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from math import inf
from pathlib import Path
from typing import Any, TypeVar

from MicrocalcCADLib.command_options import given_path, number
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.real_numbers import is_number, is_whole, shown

KEY = "option"
PLATEAU, STEP = SCHEDULES = ("plateau", "step")
T = TypeVar("T")


@dataclass(frozen=True)
class Option:
    """An option.

    Parameters
    ----------
    name
        With underscores.
    least, most
        The least and the greatest number that it takes; those that are no whole ones have both.
    """

    name: str
    kind: type = int
    help: str | None = None
    least: float | None = None
    most: float | None = None
    choices: tuple[Any, ...] | None = None
    metavar: str | None = None
    default: Any = None

    def __call__(self, default: Any) -> Any:
        """Return a field of a dataclass that this option sets."""
        return field(default=default, metadata={KEY: {self: ("",)}})

    @property
    def flag(self) -> str:
        """As it is written on the command line."""
        return f"--{self.name.replace('_', '-')}"

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Let a command line have it."""
        if self.kind is bool:
            parser.add_argument(self.flag, action=argparse.BooleanOptionalAction, default=self.default, help=self.help)
            return
        numbers = self.kind in (int, float)
        kind: Any = number(self.kind, self.least, self.most) if numbers else given_path if self.kind is Path else str
        parser.add_argument(
            self.flag, type=kind, choices=self.choices, default=self.default, metavar=self.metavar, help=self.help
        )

    def check(self, value: Any) -> None:
        """Raise `InputError` for a value that it does not take; None leaves it open."""
        if value is None:
            return
        if self.choices and value not in self.choices:
            raise self._refusal(value, f"use {' or '.join(map(str, self.choices))}")
        if self.kind not in (int, float) or self.choices:
            return
        fits = is_whole if self.kind is int else is_number
        least, most = (end if given is None else given for end, given in ((-inf, self.least), (inf, self.most)))
        if not fits(value) or not least <= value <= most:
            raise self._refusal(value, f"give {least:g} {'or more' if most == inf else f'to {most:g}'}")

    def _refusal(self, value: Any, remedy: str) -> InputError:
        return InputError(f"{shown(value)} is no value of {self.name.replace('_', ' ')}: {remedy}.", option=self.flag)

    def written(self, value: Any) -> list[str]:
        """Return it with a value as it is recorded; files by their names alone."""
        if self.kind is bool:
            return [self.flag if value else f"--no-{self.flag[2:]}"]
        return [self.flag, value.name if isinstance(value, Path) else str(value)]


EPOCHS = Option("epochs", help="at most, of each network that is trained", least=1)
STEPS = Option("steps", help="steps an epoch", least=1)
IMAGES = Option("images", help="simulated images, regions, patches or patients to train on", least=1)
CANDIDATE_IMAGES = Option("candidate_images", help="images for the candidate network", least=1)
TEST_IMAGES = Option("test_images", help="images, or patches, that figures are measured on", least=1)
TEST_PATCHES = Option("test_patches", help="patches that figures are measured on", least=1)
WORKERS = Option("workers", help="processes that make patches", least=0)
SPACING = Option("spacing", float, "pixel spacing that the network works at", least=0.02, most=0.5, metavar="MM")
SIZE = Option("size", help="side of the patches", least=8, most=4096, metavar="PX")
PADDING = Option("padding", str, "of the convolutions", choices=("same", "valid"))
FEATURES = Option(
    "features", Path, "table to learn from: of features (malignancy), of real lesions (odds)", metavar="CSV"
)
BATCH = Option("batch", help="patches in a minibatch", least=1)
LEARNING_RATE = Option("learning_rate", float, least=1e-8, most=10)
NETWORK = Option("network", str, choices=("resnet18", "resnet50"))
WIDTH = Option("width", help="channels of the first stage of a residual network, 64 in the paper", least=8)
IMAGENET = Option(
    "imagenet", Path, "ImageNet weights of the network, as timm or torchvision publish them", metavar="FILE"
)
CLASSES = Option("classes", help="categories, 6 with 4A to 4C", choices=(4, 6))
SEPARATION = Option("separation", float, "how far looks tell simulated categories, or pathologies, apart, 0 to 1", 0, 1)
ALPHA = Option("alpha", float, "of the malignancy-adjusted loss, 1 for the plain one", 0, 1)
OPTIMIZER = Option("optimizer", str, "sgd as in the paper, or adamw", choices=("sgd", "adamw"))
MOMENTUM = Option("momentum", float, "of the gradient descent", 0, 0.9999)
DEFINITION = Option(
    "definition",
    str,
    "of a positive patch: any overlap with what is annotated, or a group in it",
    choices=("overlap", "group"),
)
LEAST_CONTRAST = Option("least_contrast", float, "of a calcification that counts, in local standard deviations", 0, 100)
ABLATION = Option("ablation", bool, "train and print the paper's table of losses and regions too")
SEED = Option("seed", help="of all that is drawn at random", least=0, default=1)
AMP = Option("amp", bool, "compute in bfloat16 (default: on CUDA)")
CHANNELS_LAST = Option("channels_last", bool, "memory format of the network (default: yes)")
ACCUMULATE = Option("accumulate", help="parts in which a minibatch goes through the network", least=1, metavar="N")
DETERMINISTIC = Option("deterministic", bool, "the same bits again, which may be slower")
EARLY_STOPPING = Option("early_stopping", help="end after so many without a better one", least=1, metavar="EPOCHS")
DIVISOR = Option("divisor", help="divides the channels of the feature pyramid's encoder, 1 in the paper", least=1)
MEMORY = Option(
    "memory", float, "GB of memory that nnU-Net's plan is made for, 8 in the published one", 0.01, 1000, metavar="GB"
)
SCHEDULE = Option("schedule", str, "of the learning rate (default: the recipe's own)", choices=SCHEDULES)


class Declared:
    """A dataclass whose fields are declared by options: values that these do not take are refused, wherever they come
    from.
    """

    def __post_init__(self) -> None:
        for option, paths in options_in(self).items():
            for path in paths:
                option.check(reduce(getattr, path.split("."), self))


# in the order in which they are recorded
OPTIONS = tuple(one for one in list(globals().values()) if isinstance(one, Option))


def part(default: T, sets: Mapping[Option, tuple[str, ...]] | None = None, without: Collection[Option] = ()) -> T:
    """Return a field of a dataclass that holds another one.

    Parameters
    ----------
    default
        Frozen dataclass; the options that its fields are declared by are those of the whole, too.
    sets
        Fields of it that further options set, as dotted paths.
    without
        Options of it that the whole does not take.
    """
    own = {option: paths for option, paths in options_in(default).items() if option not in without}
    return field(default=default, metadata={KEY: {**own, **(sets or {})}})


def options_in(recipe: Any) -> dict[Option, tuple[str, ...]]:
    """Return the options of a dataclass, or of an object of it, with the fields that each of them sets, as dotted
    paths.
    """
    found: dict[Option, tuple[str, ...]] = {}
    for one in fields(recipe):
        for option, paths in one.metadata.get(KEY, {}).items():
            found[option] = (*found.get(option, ()), *(f"{one.name}.{path}".rstrip(".") for path in paths))
    return found


def with_options(recipe: T, given: Mapping[str, Any], places: Mapping[str, Collection[str]], name: str) -> T:
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
                f"The recipe {name} has no {option.replace('_', ' ')}: it takes {known}.",
                option=f"without --{option.replace('_', '-')}",
            )
        for path in places[option]:
            recipe = _replaced(recipe, path.split("."), value)
    return recipe


def _replaced(recipe: Any, path: list[str], value: Any) -> Any:
    first, *rest = path
    return replace(recipe, **{first: _replaced(getattr(recipe, first), rest, value) if rest else value})
