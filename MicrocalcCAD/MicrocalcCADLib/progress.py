"""Progress and cancelling, the same for the panel, the command line and batch work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .errors import Cancelled


def _ignore(fraction: float, text: str) -> None:
    del fraction, text


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Progress:
    """Where long work reports to, and where it asks whether to go on.

    Parameters
    ----------
    report
        Called with a fraction in [0, 1] and a short text.
    cancelled
        Returns True once the user has asked to stop.
    """

    report: Callable[[float, str], None] = _ignore
    cancelled: Callable[[], bool] = _never

    def __call__(self, fraction: float, text: str) -> None:
        """Report, and raise `Cancelled` where the user has asked to stop."""
        if self.cancelled():
            raise Cancelled("Cancelled: nothing was changed.")
        self.report(min(max(fraction, 0.0), 1.0), text)

    def part(self, start: float, stop: float) -> Progress:
        """Return a progress whose 0 to 1 is `start` to `stop` of this one."""
        return Progress(lambda f, text: self.report(start + (stop - start) * f, text), self.cancelled)
