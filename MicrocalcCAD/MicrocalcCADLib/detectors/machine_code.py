"""Making the machine code of the loops that every detection by `hdogreg` needs:
``python -m MicrocalcCADLib.detectors.machine_code``.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from typing import Any

import numpy as np

from .. import _blob_kernels, compiled
from ..blobs import HessianDogParameters, segment_blobs
from ..child_python import python_command, safe_environment
from ..mammogram import LARGEST_SPACING_MM
from .delineation import delineate

IN_BACKGROUND = (
    "Machine code for faster detection is made in the background, once; until then a detection takes two seconds"
    " longer."
)
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.detectors.machine_code import main;"
    " sys.exit(main())"
)


def load() -> None:
    """Run the loops on a few pixels: machine code is loaded, or made if this process insists on it."""
    pixels = np.eye(16, dtype=np.float32)
    blobs = segment_blobs(pixels, LARGEST_SPACING_MM, None, HessianDogParameters(threshold=0.0))
    delineate(blobs.objects, pixels, (LARGEST_SPACING_MM, LARGEST_SPACING_MM))


def load_ahead() -> None:
    """Run `load` in a thread beside other work; a program that ends before it is done, by an error for example, ends
    without a word of it.
    """
    try:
        load()
    except RuntimeError:
        if threading.main_thread().is_alive():
            raise


def make() -> bool:
    """Make the machine code, in more than ten seconds of processor time; False where it cannot be kept."""
    compiled.insist()
    load()
    return compiled.is_kept(compiled.machine(_blob_kernels).blob_tile) and compiled.mark_ready()


def make_in_background() -> bool:
    """Start a process that makes it, of low priority, and return at once; False where it is made, or could
    not be kept.
    """
    if compiled.is_ready() or not compiled.claim():
        return False
    nowhere: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.Popen(python_command(START), env=safe_environment(), start_new_session=True, **nowhere)
    except OSError:
        return False
    return True


def main() -> int:
    """Make the machine code; 0 if it is kept."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)
    return 0 if make() else 1


if __name__ == "__main__":
    sys.exit(main())
