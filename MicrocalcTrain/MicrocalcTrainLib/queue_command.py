"""`microcalc-train queue`: its options and what it prints."""

from __future__ import annotations

import argparse

from MicrocalcCADLib.command_options import given_path


def add_queue(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "queue", help="order images that nobody has reviewed: those that a model is least sure of come first"
    )
    parser.add_argument("images", type=given_path, nargs="+", metavar="IMAGE|FOLDER")
    parser.add_argument(
        "-o",
        "--output",
        type=given_path,
        required=True,
        metavar="DIR",
        help="gets the analyses and queue.csv; goes on where it was stopped",
    )
    parser.add_argument(
        "--method", default="hdogreg", metavar="NAME[=MODEL]", help="see `microcalc methods` (default %(default)s)"
    )
    parser.add_argument(
        "--reviewed", type=given_path, metavar="CASES", help="folder of corrected cases, whose images are left out"
    )
    parser.add_argument("--spacing", type=float, metavar="MM", help="true pixel spacing of images that do not say it")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.set_defaults(run=run_queue)


def run_queue(options: argparse.Namespace) -> int:
    """Make the queue and print it; 1 if an image failed."""
    from MicrocalcCADLib.console import silenced_warnings
    from MicrocalcCADLib.detectors import create
    from MicrocalcCADLib.errors import InputError

    from .review_queue import make_queue
    from .workflows.evaluation import checked_systems

    if options.reviewed and not options.reviewed.is_dir():
        raise InputError(f"There is no folder {options.reviewed}: give one of corrected cases.", option="--reviewed")
    (system,) = checked_systems([options.method])
    with silenced_warnings():
        detector = create(system.method, system.model, options.device)
        queue = make_queue(options.images, options.output, detector, options.reviewed, options.spacing, system.method)
    for one in queue:
        clusters = "1 cluster" if one.clusters == 1 else f"{one.clusters} clusters"
        print(f"{one.image}: {one.failure}" if one.failure else f"{one.image}  {one.uncertainty:.2f} bit  {clusters}")
    return 1 if any(one.failure for one in queue) else 0
