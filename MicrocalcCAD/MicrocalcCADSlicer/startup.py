"""What Slicer's start does for this extension, one step at a time. Nothing heavy: everybody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence


def runSteps(steps: Sequence[tuple[str, Callable[[], object]]]) -> list[str]:
    """Do every step, each by itself; what fails is written to the log and stops no other step.

    Parameters
    ----------
    steps
        What each step is for, and the step.

    Returns
    -------
    What the steps that failed were for.
    """
    failed = []
    for purpose, step in steps:
        try:
            step()
        except Exception:  # the edge: Slicer ends the whole slot at an exception, with every step behind it
            logging.exception(
                "Microcalc: %s failed at the start of Slicer; everything else works. Please report this.", purpose
            )
            failed.append(purpose)
    return failed


def loadTerminology(path: str) -> None:
    """Make the names of our segments known to the Segment Editor; without that module there is nothing to do."""
    import slicer

    terminologies = getattr(slicer.modules, "terminologies", None)
    if terminologies is not None:
        terminologies.logic().LoadTerminologyFromFile(path)
