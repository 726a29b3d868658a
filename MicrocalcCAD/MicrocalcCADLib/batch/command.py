"""``microcalc batch``: its options, its progress and what it prints."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ..command_options import detection_options, given_path
from ..console import ConsoleProgress, counts_text
from ..errors import with_option

if TYPE_CHECKING:
    from .items import Outcome

DONE_STATUS, SOME_FAILED_STATUS = 0, 1
DESCRIPTION = (
    "Detect calcifications in all mammograms of folders, DICOM trees, files or worklists. DIR receives the results of"
    " each image, images.csv, summary.html and journal.jsonl, from which an interrupted run goes on."
)


def add_batch_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only batch work has."""
    parser.add_argument(
        "inputs",
        nargs="+",
        type=given_path,
        metavar="FOLDER",
        help="folder, image, or worklist: a .csv with a column path",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=int, default=1, metavar="N", help="processes of one thread each, default 1")
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask scheduler, for example tcp://host:8786, in place of local processes",
    )
    parser.add_argument(
        "--memory", type=float, metavar="GB", help="most memory of one local worker; an image that needs more fails"
    )
    parser.add_argument(
        "--resume", action="store_true", help="do only what the journal in DIR says is missing or changed"
    )
    parser.add_argument(
        "--identifiers",
        action="store_true",
        help="write paths, UIDs and file names as they are; default: none of a patient",
    )


def run(options: argparse.Namespace) -> int:
    """Run a batch and print a line an image; returns 0 if all was done, 1 if some image failed."""
    from ..detection_child import DetectorChoice
    from ..detectors import DEFAULT
    from .run import BatchOptions, run_batch

    detection = detection_options(options, options.identifiers)
    method = DEFAULT if options.method is None else options.method
    choice = DetectorChoice(method, options.model, options.device, options.kinds)
    memory_mb = None if options.memory is None else 1024 * options.memory
    console = ConsoleProgress(0, 1, "batch", options.quiet)
    batch = BatchOptions(detection, choice, options.workers, options.scheduler, memory_mb, options.resume)
    try:
        result = run_batch(options.inputs, batch, console.progress, lambda outcome: _print(outcome, console))
    finally:
        console.clear()
    unchanged = f", {len(result.unchanged)} of them before" if result.unchanged else ""
    done, left_out = (
        f"{count} {thing}{'' if count == 1 else 's'}"
        for count, thing in ((len(result.done), "image"), (result.left_out, "file"))
    )
    print(f"{done} done{unchanged}, {len(result.failed)} failed, {left_out} left out: {result.page}")
    return SOME_FAILED_STATUS if result.failed else DONE_STATUS


def _print(outcome: Outcome, console: ConsoleProgress) -> None:
    console.clear()
    if outcome.reason is not None:
        print(f"failed: {outcome.name}: {with_option(outcome.reason, outcome.option)}", file=sys.stderr)
        return
    from .summary import BENIGN, few_of, vessels_of

    benign = outcome.facts.get(BENIGN) or 0
    counts = counts_text(outcome.clusters, few_of(outcome), outcome.calcifications, benign, vessels_of(outcome))
    print(f"{outcome.name}\t{counts}\t{outcome.seconds:.1f} s\t{next(iter(outcome.outputs))}", flush=True)
