"""Progress for a terminal: one line that is rewritten, or a line a step where the output is a file."""

from __future__ import annotations

import logging
import os
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from .progress import Progress

if TYPE_CHECKING:
    from .findings import Findings
    from .kinds.arterial import ArterialCalcification

SHORTEST_INTERVAL_S = 0.1
WIDTH = 78
NOBODY_READS = 141  # what a shell gives for a program whose reader went away
_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
READERS = ("pydicom", "highdicom", "pylibjpeg", "PIL")


def counts_text(
    clusters: int, few: int, calcifications: int, benign: int = 0, vessels: ArterialCalcification | None = None
) -> str:
    """Return the two columns of a result's line, one or many in words: ``1 cluster``, a tab, ``9 calcifications``.

    Groups of `few` follow the clusters. What is not reported but there follows in the second column: typically benign
    findings, and calcified vessels.
    """
    counts = [
        f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((clusters, "cluster"), (calcifications, "calcification"))
    ]
    counts[0] += f", {few} group{'' if few == 1 else 's'} of few" if few else ""
    further = ([f"{benign} typically benign"] if benign else []) + (
        [str(vessels)] if vessels and vessels.vessels else []
    )
    return "\t".join([counts[0], ", ".join([counts[1], *further])])


def counts_of(findings: Findings) -> str:
    """Return `counts_text` of findings."""
    from .kinds.arterial import arterial_calcification
    from .listed import benign_count, few_count

    few = few_count(findings)
    return counts_text(
        len(findings.reported_clusters) - few,
        few,
        len(findings.reported_calcifications),
        benign_count(findings),
        arterial_calcification(findings.vessels),
    )


def one_line(text: object) -> str:
    """Return a text, such as the path of somebody's file, in one line and without signs that steer a terminal or turn
    what follows round.
    """
    return "".join(
        "?" if unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in _TURNING else sign
        for sign in str(text)
    )


def of_the_system(error: OSError) -> str:
    """Return what the system says of a file in one sentence, empty where an error names none and may be a fault of the
    program.
    """
    if not error.filename or not error.strerror:
        return ""
    return (
        f"{one_line(error.filename)} cannot be used ({error.strerror}): check the path, its permissions and the space"
        " on the disk."
    )


def to_any_console(run: Callable[[], int]) -> int:
    """Return the status of a command, whatever letters the console knows, and where what reads its output stops reading
    (``| head -1``).
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a test or a panel has put another in its place
            stream.reconfigure(errors="backslashreplace")
    try:
        status = run()
        if sys.stdout is not None:  # as in a program without a console
            sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # what is not written yet would fail again at the end
        return NOBODY_READS


class ConsoleProgress:
    """Writes the progress of one image of several to the error output.

    Parameters
    ----------
    index, count
        Which image this is, from 0, and of how many.
    """

    def __init__(self, index: int, count: int, name: str, quiet: bool = False) -> None:
        self._prefix = f"[{index + 1}/{count}] {one_line(name)}"
        self._live = sys.stderr.isatty()
        self._last_text, self._last_time = "", float("-inf")
        self.progress = Progress() if quiet else Progress(self._live_line if self._live else self._plain_line)

    def clear(self) -> None:
        """Remove the rewritten line, so that other text can follow."""
        if self._live and self._last_text:
            print("\r" + " " * WIDTH + "\r", end="", file=sys.stderr, flush=True)

    def _live_line(self, fraction: float, text: str) -> None:
        now = time.monotonic()
        if now - self._last_time >= SHORTEST_INTERVAL_S:
            self._last_text, self._last_time = text, now
            print(
                "\r" + f"{self._prefix} {fraction:4.0%} {text}"[:WIDTH].ljust(WIDTH),
                end="",
                file=sys.stderr,
                flush=True,
            )

    def _plain_line(self, fraction: float, text: str) -> None:
        del fraction
        if text != self._last_text:
            self._last_text = text
            print(f"{self._prefix} {text}", file=sys.stderr, flush=True)


@contextmanager
def silenced_warnings() -> Iterator[None]:
    """Keep the deprecation notes of libraries, and what readers of files say of a header, which quotes it, out of the
    user's output.
    """
    with _quiet_loggers(), warnings.catch_warnings():
        for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
            warnings.simplefilter("ignore", category)
        shown = warnings.showwarning
        # pydicom warns in the name of whoever called it: it is known by its being on the way
        warnings.showwarning = lambda *given, **more: None if _is_of_a_reader() else shown(*given, **more)
        yield


@contextmanager
def quiet_readers() -> Iterator[None]:
    """Keep all warnings of libraries, which quote the values of headers, out of the output."""
    with _quiet_loggers(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _quiet_loggers() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in READERS]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _is_of_a_reader() -> bool:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] in READERS:
            return True
        frame = frame.f_back
    return False
