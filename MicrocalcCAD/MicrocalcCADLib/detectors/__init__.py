"""The detectors, one module a method, found by name and imported only when used."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Protocol

from ..analysis import Analysis
from ..errors import InputError
from ..mammogram import Mammogram
from ..progress import Progress

METHODS = {
    "hdogreg": "Hessian-DoG blobs kept where a regression network sees calcifications (Marasinou 2023)",
    "two-stage": "a detector proposes regions, a segmentator classifies each of their pixels (Valvano 2019)",
    "patch-learning": "a residual network marks the squares of 224 pixels that hold calcifications (Kahnouei 2022)",
    "context": (
        "difference-of-Gaussian candidates, rated by a network with a local and a context window (Wang and Yang 2018)"
    ),
    "morphological": (
        "mathematical morphology alone, without a model: pyramid, extended maxima, watershed (Ciecholewski 2017)"
    ),
}
COMPARED = {
    "nnunet": (
        "nnU-Net's two-dimensional plan, designed elsewhere, to compare with: give a bundle of its recipe (Isensee"
        " 2021)"
    )
}
KNOWN = METHODS | COMPARED
DEFAULT = "hdogreg"


# PyTorch on Linux asks for large memory pages if this is set before its first tensor: a tenth faster, since a tile's
# maps of tens of megabytes are allocated anew for each layer.
LARGE_PAGES = "THP_MEM_ALLOC_ENABLE"


class Detector(Protocol):
    """A system that analyses a mammogram; what follows (`decide`) is the same for all."""

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        """Return everything that `decide` needs; raises `Cancelled` within 0.5 s of a request to stop."""
        ...


def create(
    method: str = DEFAULT, model: str | Path | None = None, device: str = "auto", threads: int | None = None
) -> Detector:
    """Return a detector with its model loaded.

    Parameters
    ----------
    method
        A key of `KNOWN`: of `METHODS`, or of `COMPARED`, which need a bundle of one's own and are not offered in the
        panel.
    model
        Name in the catalogue or folder of a bundle; None for the method's default.
    device
        ``auto``, ``cpu`` or ``cuda``.
    threads
        Processor threads; None for as many as there are.

    Raises
    ------
    InputError
        If the method is unknown.
    ModelError
        If the model is missing, altered or made for another method.
    """
    if method not in KNOWN:
        raise InputError(f"{method!r} is no method: use one of {', '.join(KNOWN)}.")
    os.environ.setdefault(LARGE_PAGES, "1")
    return import_module(f".{method.replace('-', '_')}", __package__).create(model, device, threads)
