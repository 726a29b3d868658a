"""Analyses that an interrupted or repeated run takes up again: of the same file, by the same method and weights."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.system import NamingDetector
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import Bundle
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reading.given import Given
from MicrocalcCADLib.reading.volume_header import sha256_of_image

log = logging.getLogger(__name__)
ANALYSIS = ".analysis.npz"
WHOLE, PROCESSOR = "whole", "processor"
GIVEN, SAME_SPACING = "given", 1e-4
# Among the versions of a kept analysis: full scale and polarity that were given, and the weights of the model of kinds:
# two that were tuned have one name.
READ_WITH, KINDS_SHA256 = "read with", "kinds SHA-256"


def analysed(
    path: Path,
    mammogram: Mammogram | Callable[[], Mammogram],
    detector: Detector,
    method: str | None,
    stored: Path,
    made_anew: Callable[[Analysis], None] | None = None,
    spacing_mm: float | None = None,
    given: Given | None = None,
) -> Analysis:
    """Return the analysis of an image file, that of an earlier run where `stored` has one by the same method and
    weights of the same file.

    Parameters
    ----------
    mammogram
        The image, or what reads it, if it must be read.
    method
        Of the detector; None where an analysis by any method will do.
    made_anew
        Gets an analysis that was not there yet, before it is kept.
    spacing_mm
        Pixel spacing with which `mammogram` reads the image, None for that of its file. An analysis at another one is
        made again.
    given
        Full scale and polarity with which `mammogram` reads the image, where they are not left to its file. An analysis
        with others is made again.

    Raises
    ------
    InputError
        If the file is not there, or cannot be read.
    """
    made = _earlier(stored)
    bundle, kinds = _models_of(detector)
    read_with = _in_words(given)
    wanted = (method or (made.method if made else None), bundle.identity if bundle else None, kinds, _hash_of(path))
    if made and (made.method, made.model, made.versions.get(KINDS_SHA256, ""), made.source.sha256) == wanted:
        same_spacing = _is_at(made, mammogram.spacing_mm if isinstance(mammogram, Mammogram) else spacing_mm)
        if same_spacing and made.versions.get(READ_WITH, "") == read_with:
            return made
        what = "full scale or polarity" if same_spacing else "pixel spacing"
        log.info("%s: its %s is another one by now, it is analysed again", path.name, what)
    start, processor_start = time.perf_counter(), time.process_time()
    analysis = detector.analyse(mammogram() if callable(mammogram) else mammogram, Progress())
    spent = {WHOLE: round(time.perf_counter() - start, 3), PROCESSOR: round(time.process_time() - processor_start, 3)}
    analysis = replace(analysis, timings_s={**analysis.timings_s, **spent})
    if made_anew:
        made_anew(analysis)
    how = {name: text for name, text in ((READ_WITH, read_with), (KINDS_SHA256, kinds)) if text}
    analysis = replace(analysis, versions={**analysis.versions, **how})
    stored.parent.mkdir(parents=True, exist_ok=True)
    analysis.save(stored)
    return analysis


def _hash_of(path: Path) -> str:
    try:
        return sha256_of_image(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check that the image is there.") from error


def _in_words(given: Given | None) -> str:
    """Return full scale and polarity as the kept analysis says them; empty where both are left to the file."""
    facts = {} if given is None else {"full_scale": given.full_scale, "invert": given.invert}
    facts = {name: value for name, value in facts.items() if value is not None}
    return json.dumps(facts) if facts else ""


def _is_at(made: Analysis, spacing_mm: tuple[float, float] | float | None) -> bool:
    if spacing_mm is None:
        return made.image.spacing_from != GIVEN
    return bool(np.allclose(made.image.spacing_mm, spacing_mm, rtol=SAME_SPACING, atol=0))


def _models_of(detector: Detector) -> tuple[Bundle | None, str]:
    """Return the bundle of a detector, and the SHA-256 of what names its kinds; empty for nothing."""
    if not isinstance(detector, NamingDetector):
        return getattr(detector, "bundle", None), ""
    namer = detector.namer.bundle
    return getattr(detector.detector, "bundle", None), namer.identity.sha256 if namer else ""


def _earlier(path: Path) -> Analysis | None:
    """Return an analysis of an earlier run; None where there is none, or one that cannot be read and is made again."""
    try:
        return Analysis.load(path) if path.exists() else None
    except InputError as error:
        log.warning("%s", error)
        return None
