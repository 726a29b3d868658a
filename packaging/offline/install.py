"""Installs Microcalc from this folder, without a network.

``python install.py`` installs it into the Python that runs this, ``PythonSlicer install.py --slicer`` what Slicer lacks
into Slicer's.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Install, and say what to do next; returns the exit status."""
    slicer = "--slicer" in sys.argv[1:]
    pins = HERE / ("requirements-slicer.txt" if slicer else "requirements.txt")
    offline = ["--no-index", "--find-links", str(HERE / "wheels"), "--no-deps", "--require-hashes"]
    status = subprocess.run(
        [sys.executable, "-m", "pip", "install", *offline, "--requirement", str(pins)], check=False
    ).returncode
    if status:
        python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        print(
            f"Not installed. This folder holds what {pins.name} names; is there a line for {python} in it?",
            file=sys.stderr,
        )
        return status
    if slicer:
        folders = " and ".join(str(HERE / "slicer" / module) for module in ("MicrocalcCAD", "MicrocalcTrain"))
        print(
            f"Now add {folders} in Slicer under Edit > Application Settings > Modules > Additional module paths, and"
            " restart it."
        )
    else:
        print("Installed. Check it with: microcalc check")
    return 0


if __name__ == "__main__":
    sys.exit(main())
