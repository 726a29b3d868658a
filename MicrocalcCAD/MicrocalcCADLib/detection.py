"""One image from file to findings and written results: what the command line and batch work repeat."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .analysis import Analysis
from .assessment import assess
from .clusters import ClusterParameters
from .decide import decide
from .detectors import Detector
from .files import prepared_folder  # noqa: F401  bundles' configurations have it from here
from .findings import SUSPICION, Findings
from .mammogram import Mammogram, Source
from .notices import INSTALLATION, MODEL, Notice
from .operating_point import DEFAULT, check_choice
from .progress import Progress
from .reading import read_mammogram
from .reading.given import Given
from .reporting import ALWAYS, ANSWERS_TO_IMAGE, check_formats, write
from .sentence import described

# File systems take 255 bytes: our suffixes and the numbers of names that are alike must fit, too.
LONGEST_STEM_BYTES = 220


@dataclass(frozen=True)
class DetectionOptions:
    """What holds for all images of one run.

    Parameters
    ----------
    folder
        Where the results go.
    formats
        Keys of `reporting.FORMATS`.
    choice, by
        The operating point, and what it acts on; see `operating_point`.
    spacing_mm, full_scale, invert
        Facts that override those of the file; None leaves them to the file.
    identifiers
        Whether path and SOP instance UID are written; without, an image is named by the stem of its results and its
        SHA-256. Formats that answer to the image itself (`reporting.ANSWERS_TO_IMAGE`) always have them.
    ratings
        See `assessment.choice.chosen_ratings`; None for the default.

    Raises
    ------
    InputError
        If the operating point, the spacing, the full scale or the polarity is impossible.
    """

    folder: Path
    formats: tuple[str, ...] = (ALWAYS,)
    choice: str | float = DEFAULT
    clusters: ClusterParameters = field(default_factory=ClusterParameters)
    spacing_mm: float | None = None
    full_scale: float | None = None
    invert: bool | None = None
    identifiers: bool = True
    by: str = SUSPICION
    ratings: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        check_choice(self.choice, self.by)
        Given.checked(self.spacing_mm, self.full_scale, self.invert)


@dataclass(frozen=True)
class DetectionResult:
    """The findings of one image, the files written (by format), the seconds from reading to the last file, and what its
    reader must know of the image and of this installation."""

    image: Path
    findings: Findings
    paths: dict[str, Path] = field(hash=False)
    seconds: float
    notices: tuple[Notice, ...] = ()


def detect_image(
    image: Path, stem: str, detector: Detector, options: DetectionOptions, progress: Progress
) -> DetectionResult:
    """Read, analyse, decide and write one image.

    Raises
    ------
    InputError, OutputError, Cancelled
        With one sentence for the user; results of earlier images, and files that this one had, stay as they are.
    """
    start = time.perf_counter()
    progress(0.0, "reading")
    mammogram = read_mammogram(
        image, spacing_mm=options.spacing_mm, full_scale=options.full_scale, invert=options.invert
    )
    return detect_mammogram(mammogram, image, stem, detector, options, progress, time.perf_counter() - start)


@dataclass(frozen=True, eq=False)
class Detected:
    """What was found in one image and is not yet written, with the seconds that reading and finding took."""

    image: Path
    stem: str
    mammogram: Mammogram
    analysis: Analysis
    findings: Findings
    seconds: float


def detect_mammogram(
    mammogram: Mammogram,
    image: Path,
    stem: str,
    detector: Detector,
    options: DetectionOptions,
    progress: Progress,
    reading_s: float = 0.0,
) -> DetectionResult:
    """Do what follows the reading; see `detect_image`."""
    detected = find_in(mammogram, image, stem, detector, options, progress, reading_s)
    progress(0.9, "writing")
    result = write_detected(detected, options)
    progress(1.0, "done")
    return result


def find_in(
    mammogram: Mammogram,
    image: Path,
    stem: str,
    detector: Detector,
    options: DetectionOptions,
    progress: Progress,
    reading_s: float,
) -> Detected:
    """Analyse and decide: what batch work does while the image before is written and the next is read."""
    start = time.perf_counter()
    check_formats(mammogram, options.formats)
    analysis = detector.analyse(mammogram, progress.part(0.05, 0.9))
    analysis = replace(analysis, timings_s={"reading": round(reading_s, 3), **analysis.timings_s})
    decided = decide(analysis, options.choice, options.clusters, by=options.by)
    findings = described(analysis, assess(analysis, decided, mammogram, ratings=options.ratings))
    return Detected(image, stem, mammogram, analysis, findings, reading_s + time.perf_counter() - start)


def write_detected(detected: Detected, options: DetectionOptions) -> DetectionResult:
    """Write the results of one image, each file whole or not at all; raises `OutputError`."""
    start = time.perf_counter()
    paths = _write(detected.findings, detected.analysis, detected.mammogram, detected.stem, options)
    seconds = detected.seconds + time.perf_counter() - start
    of_analysis = tuple(notice for notice in detected.analysis.notices if notice.scope != MODEL)
    of_ratings = tuple(notice for notice in detected.findings.notices if notice.scope == INSTALLATION)
    notices = tuple(dict.fromkeys((*of_analysis, *of_ratings)))
    return DetectionResult(detected.image, detected.findings, paths, seconds, notices)


def _write(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, stem: str, options: DetectionOptions
) -> dict[str, Path]:
    if options.identifiers:
        return write(findings, analysis, mammogram, options.folder, stem, options.formats)
    source = Source(stem, None, mammogram.source.sha256)
    nameless = (replace(findings, source=source), replace(analysis, source=source), replace(mammogram, source=source))
    answering = [name for name in options.formats if name in ANSWERS_TO_IMAGE]
    others = [name for name in options.formats if name not in ANSWERS_TO_IMAGE]
    return {
        **write(*nameless, options.folder, stem, others),
        **write(findings, analysis, mammogram, options.folder, stem, answering),
    }


def stems(images: Iterable[Path]) -> list[str]:
    """Return one name a file for the results, no two alike even where upper and lower case are one.

    The first image of a stem gets it as it is, the next ones ``-2``, ``-3`` ... in the given order, never a name
    that another image has of itself.
    """
    images = list(images)
    own = {_stem(image).casefold() for image in images}
    taken: set[str] = set()
    names = []
    for image in images:
        name, number = _stem(image), 1
        while name.casefold() in taken or (number > 1 and name.casefold() in own):
            number += 1
            name = f"{_stem(image)}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _stem(image: Path) -> str:
    """Return the name without its suffix, so short that ours fit behind it; the last number of a UID
    (``1.2.840.10008``) is no suffix.
    """
    name = image.name if image.suffix[1:].isdecimal() else image.stem
    encoded = os.fsencode(name)
    return name if len(encoded) <= LONGEST_STEM_BYTES else encoded[:LONGEST_STEM_BYTES].decode("utf-8", "ignore")
