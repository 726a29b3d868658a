"""The command line `microcalc-reproduce`: its options, and which module makes which table."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

from MicrocalcCADLib.command_options import given_path
from MicrocalcCADLib.errors import InputError, MicrocalcError, at_command_line
from MicrocalcTrainLib.__main__ import add_backgrounds, carried_out
from MicrocalcTrainLib.recipes.options import IMAGES, TEST_IMAGES, WORKERS, options_in, with_options
from MicrocalcTrainLib.recipes.options import OPTIONS as ALL
from MicrocalcTrainLib.runs import told_in_a_run

from .recipes import ANEW, TYPE, options_of_table
from .recipes import TABLES as RECIPES

TABLES = {
    "hdogreg-table-1": "hdogreg_table_1",
    "hdogreg-targets": "hdogreg_targets",
    "hdogreg-overlap": "hdogreg_overlap",
    "hdogreg-table-3": "hdogreg_table_3",
    "two-stage-table-2": "two_stage_table_2",
    "patch-learning": "patch_learning",
    "birads-table-3": "birads_table_3",
    "amorphous-case-study": "amorphous_case_study",
    "benchmark": "benchmark",
}
TAKE_MODELS = (
    "hdogreg-targets",
    "hdogreg-overlap",
    "hdogreg-table-3",
    "patch-learning",
    "amorphous-case-study",
    "benchmark",
)
OPTIONS = tuple(one for one in (*ALL, ANEW, TYPE) if any(one in options_in(recipe) for recipe in RECIPES.values()))
IN_OTHER_WORDS = {
    IMAGES: "images, regions, patches or patients to train on; of the benchmark, to test on",
    TEST_IMAGES: "images or patches to test on",
}


def main(arguments: list[str] | None = None, words: Callable[[MicrocalcError], str] = at_command_line) -> int:
    """Run the command line and return its exit status, see `MicrocalcTrainLib.__main__.main`."""
    return carried_out(parsed(arguments), words)


def main_of_a_run(arguments: list[str]) -> int:
    """Run ``reproduce TABLE ...`` for a panel, whose sentences name no options."""
    return main(arguments[1:], words=told_in_a_run)


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of a command line; ends the process with status 2 for a wrong one."""
    parser = argparse.ArgumentParser(
        prog="microcalc-reproduce",
        description="Make a table or figure of the papers again, ours beside theirs; goes on where it was stopped.",
    )
    parser.add_argument("table", choices=TABLES)
    parser.add_argument(
        "-o",
        "--output",
        type=given_path,
        required=True,
        metavar="DIR",
        help="gets the table as text, Markdown, CSV and JSON, and figures",
    )
    parser.add_argument(
        "--data",
        type=given_path,
        metavar="DATASET",
        help="data set of `microcalc-train import`, or a labelled folder (default: simulation)",
    )
    parser.add_argument(
        "--models", type=given_path, metavar="DIR", help="folder of bundles to use before the installed ones"
    )
    parser.add_argument(
        "--method", dest="methods", nargs="+", default=None, metavar="NAME", help="of the benchmark (default: all)"
    )
    for option in OPTIONS:
        replace(option, help=IN_OTHER_WORDS.get(option, option.help), default=None).add_to(parser)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    add_backgrounds(parser)
    parser.set_defaults(run=reproduce)
    return parser.parse_args(arguments)


def table_module(name: str) -> ModuleType:
    """Return the module of a table: it has `RECIPE`, the default, and `reproduce(job, recipe)`."""
    return import_module(f".{TABLES[name]}", __package__)


def reproduce(options: argparse.Namespace) -> int:
    """Make a table, write it and print it; raises `InputError` for options that it does not have."""
    from MicrocalcCADLib.console import silenced_warnings
    from MicrocalcCADLib.memory import keep_heap
    from MicrocalcCADLib.networks.engine import choose_device
    from MicrocalcTrainLib.simulation.backgrounds import all_sources

    from .job import Job, kept_settings, write_report

    if options.models and options.table not in TAKE_MODELS:
        raise InputError(
            f"{options.table} compares trainings and takes no model: give none, or use one of"
            f" {', '.join(TAKE_MODELS)}.",
            option="without --models",
        )
    if options.data and not options.data.is_dir():
        raise InputError(
            f"There is no folder {options.data}: give a data set, or a folder of images with their truth.",
            option="--data",
        )
    module = table_module(options.table)
    given = {option.name: getattr(options, option.name) for option in OPTIONS} | {
        "methods": tuple(options.methods) if options.methods else None
    }
    recipe = with_options(module.RECIPE, given, options_of_table(options.table), options.table)
    sources = () if options.data else tuple(all_sources(options.backgrounds, options.backgrounds_spacing))
    job = Job(
        options.output, sources, options.data, options.models, choose_device(options.device), recorded(options, given)
    )
    logging.info("%s", job.command)
    keep_heap()
    settings = getattr(module, "settings", lambda one: one)(recipe)
    with kept_settings(job.folder, options.table, settings, job.data, sources), silenced_warnings():
        report = module.reproduce(job, recipe)
    print(write_report(job, options.table, report), end="")
    return 0


def recorded(options: argparse.Namespace, given: dict[str, Any]) -> str:
    """Return the command without folders of this computer."""
    parts = ["microcalc-reproduce", options.table, "-o DIR"]
    parts += [
        f"--{name} {text}" for name, text in (("data", "DATASET"), ("models", "MODELS")) if getattr(options, name)
    ]
    parts += [f"--backgrounds {options.backgrounds.name}"] if options.backgrounds else []
    for option in OPTIONS:
        if given[option.name] is not None and option != WORKERS:
            parts += option.written(given[option.name])
    return " ".join([*parts, *(["--method", *given["methods"]] if given["methods"] else [])])


if __name__ == "__main__":
    sys.exit(main())
