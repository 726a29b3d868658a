"""A whole run: find the images, see what an earlier run has done, spread the work, keep the journal, sum up."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from ..console import quiet_readers
from ..detection import DetectionOptions
from ..detection_child import DetectorChoice
from ..errors import Cancelled, InputError, OutputError
from ..files import prepared_folder
from ..progress import Progress
from ..reading.volume_header import sha256_of_image
from ..real_numbers import is_number, is_whole, shown
from ..reporting import SUFFIXES
from . import journal as journals
from .inputs import checked_items, find_inputs, in_threads
from .items import DONE, FAILED, STOPPED, Inputs, Item, Outcome
from .local import run_local
from .lock import LOCK, locked
from .page import PAGE, write_page
from .settings import answer_hash, model_identity, settings_hash, settings_of
from .summary import PARQUET, TABLE, Summary, write_parquet, write_table
from .task import Setup, input_file

# Files of the folder that a run writes, beside the results of the images.
OWN_FILES = (TABLE, PARQUET, PAGE, journals.JOURNAL, LOCK)
_UNFINISHED = re.compile(
    rf"\.[0-9a-f]{{32}}.*({'|'.join(re.escape(suffix) for suffix in (*SUFFIXES, TABLE, PARQUET, PAGE))})"
)


@dataclass(frozen=True)
class BatchOptions:
    """How a batch works; what it does with each image is in `detection`.

    Parameters
    ----------
    workers
        Number of local processes.
    scheduler
        Address of a Dask scheduler, which takes the place of local processes.
    memory_mb
        Most memory that a local worker may use; None for no cap.
    resume
        Go on from the journal in the output folder.

    Raises
    ------
    InputError
        If the number of workers or the cap is impossible.
    """

    detection: DetectionOptions
    choice: DetectorChoice = field(default_factory=DetectorChoice)
    workers: int = 1
    scheduler: str | None = None
    memory_mb: float | None = None
    resume: bool = False

    def __post_init__(self) -> None:
        if not is_whole(self.workers) or self.workers < 1:
            raise InputError(f"{shown(self.workers)} workers can do nothing: give 1 or more.", option="--workers 1")
        if self.memory_mb is not None and not (is_number(self.memory_mb) and self.memory_mb > 0):
            raise InputError(
                f"A memory cap of {shown(self.memory_mb)} MB is impossible: give the gigabytes that one worker may use,"
                " for example 4."
            )


@dataclass(frozen=True)
class BatchResult:
    """What a run has come to: names of images done, those of them that an earlier run had done, failed with reasons."""

    folder: Path
    done: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: dict[str, str] = field(hash=False)
    left_out: int
    seconds: float
    table: Path
    page: Path


def run_batch(
    inputs: Sequence[Path | str],
    options: BatchOptions,
    progress: Progress | None = None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> BatchResult:
    """Detect in all images of files, folders and worklists; one that fails does not stop the others.

    Parameters
    ----------
    told
        Called with every outcome once it is in the journal.

    Raises
    ------
    InputError
        If there is nothing to work on.
    OutputError
        If the folder cannot be written, holds an earlier run without `resume`, is in use, or its disk is full.
    ModelError, WorkerError
        If the detector cannot be loaded or no worker can be started.
    Cancelled
        If the progress says so. Here, as after any other error, what was done before is whole and in the journal.
    """
    progress, start = progress or Progress(), monotonic()
    folder = prepared_folder(options.detection.folder.resolve())
    setup = Setup(replace(options.detection, folder=folder), options.choice)
    settings = settings_of(setup, model_identity(setup))
    with quiet_readers():
        found = find_inputs([Path(path) for path in inputs], folder, setup.options.identifiers, progress)
    checked_items(found.items)
    check_folder(folder)
    with locked(folder):
        if journals.exists(folder) and not options.resume:
            raise OutputError(
                f"{folder} holds an earlier run: go on with it, or choose another folder.", option="--resume, -o"
            )
        (folder / PARQUET).unlink(
            missing_ok=True
        )  # only a run that comes to its end writes it, and it must not be of another
        run = _Run(folder, found, setup, settings, start)
        run.take_over(progress)
        with journals.Journal(folder) as journal:
            try:
                run.work(options, journal, progress, told)
            except BaseException as error:
                with suppress(OutputError):  # the error of the run counts, not one that follows from it
                    run.sum_up(options)
                if isinstance(error, Cancelled):
                    raise Cancelled(STOPPED, option="--resume") from error
                raise
            write_parquet(run.sum_up(options), folder / PARQUET, setup.options.identifiers)
            journal.add("end", {"done": len(run.result.done), "failed": len(run.result.failed)})
    return run.result


def check_folder(folder: Path) -> None:
    """Raise `OutputError` if a run would write over files of the user, or through a link to another place."""
    for name in OWN_FILES:
        if (folder / name).is_symlink():
            raise OutputError(
                f"{folder / name} is a link to another place: remove it, or choose another folder for the results.",
                option="-o",
            )
    if not journals.exists(folder):
        for name in (journals.JOURNAL, TABLE, PARQUET, PAGE):
            if (folder / name).exists():
                raise OutputError(
                    f"{folder} holds {name}, which no run of Microcalc has written: choose another folder for the"
                    " results, or move it.",
                    option="-o",
                )


class _Run:
    """What is known of every image while a run goes on."""

    def __init__(self, folder: Path, found: Inputs, setup: Setup, settings: dict[str, Any], start: float) -> None:
        self._folder, self._found, self._setup, self._settings, self._start = folder, found, setup, settings, start
        self._hashes = {item.name: settings_hash(settings, item) for item in found.items}
        self._answers = {item.name: answer_hash(settings, item) for item in found.items}
        self._outcomes: dict[str, Outcome] = {}
        self._unchanged: tuple[str, ...] = ()

    def take_over(self, progress: Progress) -> None:
        """Take over what the journal calls done, where settings, input and results are still the same."""
        if journals.exists(self._folder):
            _remove_unfinished(self._folder)
        earlier = journals.earlier_outcomes(self._folder)
        candidates = [item for item in self._found.items if self._may_be_unchanged(item, earlier)]
        with closing(in_threads(_digest, candidates)) as digests:
            for item, digest in zip(candidates, digests, strict=True):
                progress(0.0, "Checking what is done")
                if digest == earlier[item.name][0].sha256:
                    self._outcomes[item.name] = earlier[item.name][0]
        self._unchanged = tuple(self._outcomes)

    def _may_be_unchanged(self, item: Item, earlier: dict[str, tuple[Outcome, str]]) -> bool:
        if item.name not in earlier:
            return False
        outcome, settings = earlier[item.name]
        sizes = {name: _size(self._folder / name) for name in outcome.outputs}
        return outcome.status == DONE and settings == self._hashes[item.name] and sizes == dict(outcome.outputs)

    def work(
        self, options: BatchOptions, journal: journals.Journal, progress: Progress, told: Callable[[Outcome], None]
    ) -> None:
        """Work on what is missing; every outcome is in the journal before the next is asked for."""
        items = [item for item in self._found.items if item.name not in self._outcomes]
        journal.add(
            "start",
            {
                "schema": journals.SCHEMA,
                "settings": self._settings,
                "images": len(self._found.items),
                "to_do": len(items),
            },
        )
        for one in self._found.left_out:
            journal.add("left_out", {"name": one.name, "reason": one.reason})
        earlier, began = journals.earlier_outputs(self._folder), monotonic()
        with closing(self._spread(items, options, progress)) as outcomes:  # workers end with it, whatever ends the loop
            for count, outcome in enumerate(outcomes, start=1):
                self._outcomes[outcome.name] = outcome
                if outcome.status == DONE:  # before the journal calls it done: a run that ends between does it again
                    self._remove_outdated(outcome, earlier.get(outcome.name, {}))
                hashes = {"settings": self._hashes[outcome.name], "answer": self._answers[outcome.name]}
                journal.add("image", {**outcome.to_dict(), **hashes})
                told(outcome)
                if outcome.hopeless:
                    raise OutputError(outcome.reason, option=outcome.option)
                progress(
                    len(self._outcomes) / len(self._found.items), self._text(count, len(items), monotonic() - began)
                )

    def _remove_outdated(self, outcome: Outcome, earlier: Mapping[str, tuple[str, str | None, int]]) -> None:
        """Remove files of an image that would contradict what was just written: those of other settings, or of another
        file, unless somebody has changed them since.
        """
        now = (self._answers[outcome.name], outcome.sha256)
        for name, (*before, size) in earlier.items():
            path = self._folder / name
            if tuple(before) == now or name in outcome.outputs or not name.endswith(SUFFIXES):
                continue
            # a journal is a file that others may have written
            if path.resolve() == path and path.is_relative_to(self._folder) and _size(path) == size:
                path.unlink(missing_ok=True)

    def _spread(
        self, items: Sequence[Item], options: BatchOptions, progress: Progress
    ) -> Generator[Outcome, None, None]:
        progress(len(self._outcomes) / len(self._found.items), f"{len(items)} images to do")
        if options.scheduler is None:
            return run_local(items, self._setup, options.workers, options.memory_mb, progress.cancelled)
        from .dask_cluster import run_on_dask

        return run_on_dask(items, self._setup, options.scheduler, progress.cancelled)

    def _text(self, count: int, total: int, seconds: float) -> str:
        rate = count / max(seconds, 1e-6)
        failed = sum(outcome.status == FAILED for outcome in self._outcomes.values())
        return (
            f"{len(self._outcomes)} of {len(self._found.items)} images, {60 * rate:.1f} a minute, "
            f"about {_duration((total - count) / rate)} remain" + (f", {failed} failed" if failed else "")
        )

    def sum_up(self, options: BatchOptions) -> Summary:
        """Write table and page, and return what they tell."""
        outcomes = [self._outcomes[name] for name in sorted(self._outcomes)]
        summary = Summary(
            outcomes,
            self._found.left_out,
            len(self._found.items) - len(outcomes),
            monotonic() - self._start,
            options.scheduler or f"{options.workers} local",
            self._settings,
        )
        write_table(summary, self._folder / TABLE, self._setup.options.identifiers)
        write_page(summary, self._folder / PAGE)
        return summary

    @property
    def result(self) -> BatchResult:
        """What the run has come to so far."""
        outcomes = [self._outcomes[name] for name in sorted(self._outcomes)]
        return BatchResult(
            self._folder,
            tuple(outcome.name for outcome in outcomes if outcome.status == DONE),
            self._unchanged,
            {outcome.name: outcome.reason or "" for outcome in outcomes if outcome.status == FAILED},
            len(self._found.left_out),
            monotonic() - self._start,
            self._folder / TABLE,
            self._folder / PAGE,
        )


def _remove_unfinished(folder: Path) -> None:
    """Remove the temporary files that a run which was killed has left; nobody writes them, as we hold the lock."""
    for path in folder.rglob(".*"):
        if _UNFINISHED.fullmatch(path.name) and not path.is_symlink():
            path.unlink(missing_ok=True)


def _digest(item: Item) -> str | None:
    try:
        return sha256_of_image(input_file(item))
    except OSError:
        return None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
