"""Installs PyTorch into the environment that runs this: the build for the processor alone where one is offered, else
what pip finds.

`make` runs it first. PyTorch's own index has a CPU build for every system (about 200 MB to load). The public index has
for Linux only the one with CUDA, which needs 7 GB of disk; an environment that lists other places (find-links, extra
indexes) may know a CPU build too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec

OWN_INDEX = ("--index-url", "https://download.pytorch.org/whl/cpu", "--retries", "1", "--timeout", "20")
# Of one version, pip takes the build that is marked as for the CPU (2.13.0+cpu), where it knows of one.
KNOWN, ANY = "torch==2.13.0", "torch>=2.2"
CHOICES = ((ANY, OWN_INDEX), (KNOWN, ()), (ANY, ()))
CUDA_GB = 7

Pip = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def main() -> int:
    """Install PyTorch unless it is there; return the exit status."""
    if find_spec("torch") is not None:
        return 0
    return install(pip)


def install(run: Pip) -> int:
    """Install the first choice that can be had, and say in one line what it is and how large; return the
    exit status.
    """
    for requirement, options in CHOICES:
        packages = offered(run, requirement, options)
        if packages:
            print(f"Installing {described(packages)}.", flush=True)
            return run(("install", "--quiet", *options, requirement)).returncode
    print(
        f"No PyTorch ({ANY}) is offered for Python {sys.version_info.major}.{sys.version_info.minor} here: check the"
        " network.",
        file=sys.stderr,
    )
    return 1


def offered(run: Pip, requirement: str, options: Sequence[str]) -> dict[str, str]:
    """Return the packages by name that an installation would bring, with their versions; empty where it would fail."""
    done = run(("install", "--dry-run", "--quiet", "--report", "-", *options, requirement))
    if done.returncode:
        return {}
    metadata = [one["metadata"] for one in json.loads(done.stdout)["install"]]
    return {one["name"].lower(): one["version"] for one in metadata}


def described(packages: dict[str, str]) -> str:
    """Return version, build and size in words."""
    name = f"PyTorch {packages['torch']}"
    if any(package.startswith("nvidia-") for package in packages):
        return (
            f"{name} with CUDA, which takes about {CUDA_GB} GB of disk (no build for the processor alone is offered"
            " here)"
        )
    return f"{name} for the processor, which takes about 1 GB of disk"


def pip(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run pip; what a real installation prints is shown."""
    trial = "--dry-run" in arguments
    return subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=trial, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
