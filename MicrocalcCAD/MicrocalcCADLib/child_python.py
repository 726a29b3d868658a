"""How every child process is started: Python that takes modules from where it is installed and from us, never from a
working folder.

Without it a file ``json.py`` beside somebody's images would run as code: ``python -c`` and ``python -m`` put the
current folder before all others.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

SAFE = "-P"
VARIABLE = "PYTHONSAFEPATH"
OURS = str(Path(__file__).resolve().parents[1])


def interpreter() -> str:
    """Return the Python that children run in: Slicer's own where there is one, else the one that runs here."""
    return shutil.which("PythonSlicer") or sys.executable


def python_command(code: str, arguments: Sequence[str | Path] = (), python: str | None = None) -> list[str]:
    """Return the command line that runs a piece of code with our package in reach.

    Parameters
    ----------
    code
        Finds our folder as its first argument, which it takes off: ``sys.path.insert(0, sys.argv.pop(1))``.
    """
    return [python or interpreter(), SAFE, "-u", "-c", code, OURS, *map(str, arguments)]


def safe_environment(**more: str) -> dict[str, str]:
    """Return the environment of a child, whose own children are safe too."""
    return {**os.environ, VARIABLE: "1", **more}
