"""Whether this installation can work: packages, decoders, device and models, each with what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from . import __version__, compiled
from .detectors import machine_code
from .errors import ModelError
from .models import find_bundle, list_models, models_folder
from .processors import processor_threads

REQUIRED = {"numpy": "numpy", "scipy": "scipy", "SimpleITK": "SimpleITK", "pydicom": "pydicom", "Pillow": "PIL"}
REQUIRED |= {"onnxruntime": "onnxruntime"}
MEMORY_GIB, DISK_GIB = 8, 2
FASTER = {"numba": "numba"}
DECODERS = {"pylibjpeg-openjpeg": "openjpeg", "pylibjpeg-rle": "rle", "pyjpegls": "jpeg_ls"}


@dataclass(frozen=True)
class Check:
    """One line of the report."""

    name: str
    passed: bool
    text: str
    required: bool = True


def checks() -> Iterator[Check]:
    """Yield the checks one after the other, cheap ones first."""
    yield Check(
        "Microcalc",
        True,
        f"{__version__} on Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors",
    )
    for distribution, module in REQUIRED.items():
        yield _package(distribution, module, required=True)
    for distribution, module in (FASTER | DECODERS).items():
        yield _package(distribution, module, required=False)
    yield _memory()
    yield _disk()
    yield from _machine_code()
    yield _device()
    yield from _models()


def _package(distribution: str, module: str, required: bool) -> Check:
    if find_spec(module) is None:
        return Check(distribution, False, f"not installed: pip install {distribution}", required)
    try:
        return Check(distribution, True, metadata.version(distribution), required)
    except metadata.PackageNotFoundError:
        return Check(distribution, True, "installed, version unknown", required)


def _machine_code() -> Iterator[Check]:
    if find_spec("numba") is None:  # which another line says
        return
    if compiled.is_ready():
        yield Check("compiled code", True, "kept between starts")
        return
    if machine_code.make():
        yield Check("compiled code", True, "made now, kept between starts")
        return
    remedy = "name a folder that only you can write in the variable NUMBA_CACHE_DIR"
    yield Check(
        "compiled code",
        False,
        f"no folder to keep it in can be written, so every detection takes two seconds longer: {remedy}",
        required=False,
    )


def _memory() -> Check:
    try:
        gibibytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    except (AttributeError, ValueError, OSError):  # Windows does not say it this way
        return Check("memory", True, "size unknown", required=False)
    enough = gibibytes >= MEMORY_GIB
    remedy = "" if enough else f", less than {MEMORY_GIB}: close other programs"
    return Check("memory", enough, f"{gibibytes:.0f} GiB{remedy}", required=False)


def _disk() -> Check:
    gibibytes = shutil.disk_usage(tempfile.gettempdir()).free / 2**30
    enough = gibibytes >= DISK_GIB
    return Check(
        "disk",
        enough,
        f"{gibibytes:.0f} GiB free for temporary files" + ("" if enough else ": free some space"),
        required=False,
    )


def _device() -> Check:
    threads = f"CPU with {processor_threads()} threads"
    try:
        import torch
    except ImportError:
        return Check("device", True, f"{threads} (PyTorch, for CUDA and training, is not installed)")
    except OSError as error:
        return Check(
            "device", True, f"{threads}; PyTorch cannot be loaded ({error}): install it again for CUDA and training"
        )
    if torch.cuda.is_available():
        return Check("device", True, f"CUDA, {torch.cuda.get_device_name(0)}")
    return Check("device", True, f"{threads} (no CUDA device)")


def _models() -> Iterator[Check]:
    try:
        folder, entries = models_folder(), list_models()
    except ModelError as error:
        yield Check("models", False, str(error))
        return
    yield Check("models", bool(entries), f"{len(entries)} in {_without_home(folder)}")
    for entry in entries:
        try:
            bundle = find_bundle(entry.name, entry.method)
            yield Check(
                entry.name, True, f"{entry.version}, SHA-256 as in the catalogue ({bundle.identity.sha256[:12]}...)"
            )
        except ModelError as error:
            yield Check(entry.name, False, str(error))


def _without_home(folder: Path) -> str:
    """Return a path that does not name the user: the text goes into bug reports."""
    try:
        return f"~/{folder.relative_to(Path.home()).as_posix()}"
    except (RuntimeError, ValueError):  # no home, as in a container; or elsewhere
        return str(folder)
