"""The record of a training: ``run.json`` in its folder, with all that decides the outcome, and the curves."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from MicrocalcCADLib import __version__

from ..training_curves import stages_of
from .bundle import plain
from .distributed import leads, rank_and_size
from .evaluation_files import write_document

FILE, SCHEMA = "run.json", "microcalc-run/1"
PACKAGES = ("torch", "monai", "numpy", "scipy", "scikit-image", "SimpleITK")
RUNNING, DONE, ENDED = "running", "done", "ended before it was done"


@contextmanager
def recorded(
    folder: Path, name: str, recipe: Any, device: str, command: str, data: Mapping[str, Any]
) -> Iterator[None]:
    """Write ``run.json`` when the block begins, and again with the curves when it ends, whatever ends it; only the
    first process does.

    Parameters
    ----------
    recipe
        Frozen dataclass of all parameters.
    data
        What the training sees: at least its ``sha256``.
    """
    if not leads():
        yield
        return
    content = {
        "schema": SCHEMA,
        "recipe": name,
        "command": command,
        "state": RUNNING,
        "began": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "device": device_facts(device),
        "versions": versions(),
        "data": dict(data),
        "parameters": plain(recipe),
        "curves": {},
    }
    write_document(folder / FILE, content)
    state, began = ENDED, time.time()
    try:
        yield
        state = DONE
    finally:
        curves = {stage.name: list(stage.rows) for stage in stages_of(folder)}
        write_document(
            folder / FILE, {**content, "state": state, "seconds": round(time.time() - began, 1), "curves": curves}
        )


def versions() -> dict[str, str]:
    """Return the versions of Python, Microcalc and the packages that decide the outcome."""
    found = {"python": platform.python_version(), "microcalc": __version__}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "none"
    return found


def device_facts(device: str) -> dict[str, Any]:
    """Return the device, its name, and how many threads and processes train."""
    import torch

    name = (
        torch.cuda.get_device_name(device) if device.startswith("cuda") else platform.processor() or platform.machine()
    )
    return {"device": device, "name": name, "threads": torch.get_num_threads(), "processes": rank_and_size()[1]}


def sources_facts(sources: Sequence[Any]) -> dict[str, Any]:
    """Return number and SHA-256 of the backgrounds of a training on simulated images; the hash is of their bytes and
    parts.
    """
    digest = sha256()
    for source in sources:
        digest.update(f"{source.path.stat().st_size} {source.spacing_mm} {source.held_out} {source.path.name}".encode())
        digest.update(source.path.read_bytes())
    return {"kind": "simulated", "backgrounds": len(sources), "sha256": digest.hexdigest()}
