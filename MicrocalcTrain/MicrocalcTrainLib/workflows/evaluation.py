"""Running a method over a labelled set and measuring what it found; an interrupted run goes on where it stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import KNOWN, Detector
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.kinds.system import NO_KINDS, NamingDetector, create
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.operating_point import NAMES, operating_point
from MicrocalcCADLib.reading.given import Given
from MicrocalcCADLib.reporting import findings_json

from ..datasets.labelled_folder import LabelledImage
from ..kept_analyses import ANALYSIS, PROCESSOR, WHOLE, analysed
from ..metrics.clusters import MatchedClusters, match_clusters, match_patches
from ..metrics.froc import FreeResponse, nearest_to_perfect
from ..metrics.one_to_one import PossibleMatches, one_to_one_froc, possible_matches
from ..metrics.segmentation import PixelCounts, object_ious, pixel_counts

log = logging.getLogger(__name__)
FINDINGS = ".findings.json"
NEAREST = "nearest"


@dataclass(frozen=True)
class System:
    """A method with a model (None: its default), and the name that tables and figures give it."""

    method: str
    model: str | None = None

    @property
    def name(self) -> str:
        """Method, and model where one was chosen; also the name of the folder of its analyses."""
        return f"{self.method}-{Path(self.model).name}" if self.model else self.method


@dataclass(frozen=True, eq=False)
class MeasuredImage:
    """One image: its clusters and, where the calcifications are outlined and the method marks such, its candidates.

    An image that failed counts as one in which nothing was found. Seconds are those of reading and analysing, by the
    clock and of the processor: the latter do not grow while other programs run.
    """

    stem: str
    clusters: MatchedClusters
    candidates: PossibleMatches | None
    seconds: float
    processor_seconds: float
    marks_patches: bool = False
    failure: str | None = None


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A system on a set.

    Parameters
    ----------
    model
        Name and version, or empty for a method without a model.
    froc
        Of single calcifications, one-to-one matching; None where none are outlined or the method marks patches only.
    threshold
        At which the outlines were measured.
    object_ious
        (m,) IoU of every true calcification, in the order of images and labels.
    image_ious
        (k,) mean IoU of the images that have true calcifications.
    """

    system: System
    model: str
    images: tuple[MeasuredImage, ...]
    froc: FreeResponse | None
    threshold: float
    object_ious: np.ndarray
    image_ious: np.ndarray
    pixels: PixelCounts | None


def checked_systems(methods: Sequence[str], model: str | None = None, choice: str = NEAREST) -> tuple[System, ...]:
    """Return the systems of a command; raises `InputError` for what cannot be run, before anything is.

    Parameters
    ----------
    methods
        Names of methods, each alone or as ``NAME=MODEL``.
    model
        For a single method, instead of ``NAME=MODEL``.
    """
    if model and len(methods) > 1:
        raise InputError(
            "One model belongs to one method: of several, name the models as METHOD=MODEL.", option="--method"
        )
    systems = [System(name, given or model) for name, _, given in (text.partition("=") for text in methods)]
    for system in systems:
        if system.method not in KNOWN:
            raise InputError(f"{system.method!r} is no method: use some of {', '.join(KNOWN)}.")
    names = [system.name for system in systems]
    if len(set(names)) < len(names):
        raise InputError(
            f"Two of the systems would be called {max(names, key=names.count)}: name each once, or rename the folder of"
            " a model."
        )
    if choice != NEAREST:
        operating_point(choice, dict.fromkeys(NAMES, 0.5))
    return tuple(systems)


def evaluate_all(
    images: Sequence[LabelledImage],
    systems: Sequence[System],
    folder: Path,
    choice: str = NEAREST,
    device: str = "auto",
    named: bool = False,
) -> list[Evaluation]:
    """Return the evaluation of each system; all models are loaded first, so that a missing one stops nothing halfway.

    Parameters
    ----------
    named
        Whether kinds are named too, as `microcalc detect` does: large calcifications are one object then, what is none
        scores less, and clusters are ordered by suspicion.

    Raises
    ------
    MicrocalcError
        If a method or a model cannot be had.
    """
    detectors = [create(system.method, system.model, device, kinds=None if named else NO_KINDS) for system in systems]
    return [
        evaluate(images, system, detector, folder, choice) for system, detector in zip(systems, detectors, strict=True)
    ]


def evaluate(
    images: Sequence[LabelledImage], system: System, detector: Detector, folder: Path, choice: str = NEAREST
) -> Evaluation:
    """Analyse the images of a set, or take the analyses that are there, and measure them.

    An image that fails stops nothing: it is named in its `failure`.

    Parameters
    ----------
    folder
        Gets ``<system>/<stem>.analysis.npz`` and ``.findings.json``. An analysis is taken up if method, weights and
        image are the same; another folder is needed where anything else was changed.
    choice
        Where outlines are measured: an operating point of the model, a threshold, or ``nearest``: the point of the FROC
        on these images that is nearest to (0, 1), as in Marasinou 2023.
    """
    place = folder / system.name
    measured = tuple(
        _measured(image, image.mammogram, detector, system.method, place, f"{i}/{len(images)}")
        for i, image in enumerate(images, start=1)
    )
    return _evaluation(images, measured, system, detector, place, choice)


def evaluate_side_by_side(
    images: Sequence[LabelledImage], runs: Sequence[tuple[System, Detector, Path]]
) -> list[Evaluation]:
    """Return what `evaluate` does for each system, detector and folder, outlines at the nearest point; each image is
    read once and goes through all of them before the next, so that detectors can share what they compute of it.
    """
    measured: list[list[MeasuredImage]] = [[] for _ in runs]
    for i, image in enumerate(images, start=1):
        read = cache(image.mammogram)
        for ones, (system, detector, folder) in zip(measured, runs, strict=True):
            number = f"{i}/{len(images)} {folder.name}"
            ones.append(_measured(image, read, detector, system.method, folder / system.name, number))
    return [
        _evaluation(images, tuple(ones), system, detector, folder / system.name, NEAREST)
        for ones, (system, detector, folder) in zip(measured, runs, strict=True)
    ]


def _evaluation(
    images: Sequence[LabelledImage],
    measured: tuple[MeasuredImage, ...],
    system: System,
    detector: Detector,
    place: Path,
    choice: str,
) -> Evaluation:
    marks = [m.candidates for m in measured if m.candidates is not None]
    froc = None if not marks or any(m.marks_patches for m in measured) else one_to_one_froc(marks)
    threshold = _threshold(choice, froc, [place / f"{m.stem}{ANALYSIS}" for m in measured if m.failure is None])
    ious, means, pixels = _outlines(images, measured, place, threshold) if froc else (np.zeros(0), np.zeros(0), None)
    bundle = getattr(detector.detector if isinstance(detector, NamingDetector) else detector, "bundle", None)
    model = f"{bundle.identity.name} {bundle.identity.version}" if bundle else ""
    return Evaluation(system, model, measured, froc, threshold, ious, means, pixels)


def _measured(
    image: LabelledImage, read: Callable[[], Mammogram], detector: Detector, method: str, place: Path, number: str
) -> MeasuredImage:
    try:
        findings = partial(_write_findings, place / f"{image.stem}{FINDINGS}")
        stored = place / f"{image.stem}{ANALYSIS}"
        given = Given.checked(None, image.full_scale, image.invert)
        analysis = analysed(image.path, read, detector, method, stored, findings, image.spacing_mm, given)
        shape = analysis.breast_mask.shape
        truth, uncertain = image.truth(shape) if image.labels else None, image.uncertain(shape)
    except MicrocalcError as error:
        log.warning("%s %s failed: %s", number, image.stem, error)
        return _nothing_found(image, str(error))
    seconds = analysis.timings_s.get(WHOLE, float("nan"))
    log.info("%s %s: %.1f s", number, image.stem, seconds)
    c, facts = analysis.candidates, analysis.image
    marks_patches = len(c) == 0 and len(c.patches) > 0
    candidates = None
    if truth is not None and not marks_patches:
        of_candidates = (c.objects, c.measures[:, :2], c.column("score"))
        candidates = possible_matches(*of_candidates, truth, facts.spacing_mm, facts.breast_area_cm2, uncertain)
    return MeasuredImage(
        image.stem,
        _clusters(image, analysis, marks_patches, truth, uncertain),
        candidates,
        seconds,
        analysis.timings_s.get(PROCESSOR, float("nan")),
        marks_patches,
    )


def _write_findings(path: Path, analysis: Analysis) -> None:
    findings_json.write(decide(analysis), None, None, path)


def _clusters(
    image: LabelledImage, analysis: Analysis, marks_patches: bool, truth: np.ndarray | None, uncertain: np.ndarray
) -> MatchedClusters:
    """Match clusters; one that hits nothing is not false where it has a calcification that nobody decided, or a true
    one in an image whose clusters nobody marked.
    """
    lesions = (image.lesions, image.radii_mm, analysis.image.spacing_mm)
    if marks_patches:
        patches = analysis.candidates.patches
        matched = match_patches(patches[:, :2], patches[:, 2], patches[:, 3], *lesions)
        return replace(matched, known=image.clusters_known)
    findings = decide(analysis)
    found = findings.clusters
    if truth is not None and not image.clusters_known:
        uncertain = uncertain | (truth > 0)
    touching = analysis.candidates.objects.touching(uncertain)
    of_touching = {c.cluster for c in findings.calcifications if touching[c.id - 1]}
    matched = match_clusters(
        np.array([(c.row, c.column) for c in found]),
        np.array([c.suspicion for c in found]),
        *lesions,
        np.array([c.id in of_touching for c in found], bool),
    )
    return replace(matched, known=image.clusters_known)


def _nothing_found(image: LabelledImage, failure: str) -> MeasuredImage:
    clusters = match_clusters(np.zeros((0, 2)), np.zeros(0), image.lesions, image.radii_mm, (1.0, 1.0))
    try:
        missed = np.unique(image.truth()) if image.labels else None
    except MicrocalcError:
        missed = None
    candidates = None if missed is None else PossibleMatches(np.zeros(0), ((),) * int((missed > 0).sum()), 0.0)
    return MeasuredImage(image.stem, clusters, candidates, float("nan"), float("nan"), False, failure)


def _threshold(choice: str, froc: FreeResponse | None, analyses: Sequence[Path]) -> float:
    if choice != NEAREST and (analyses or choice not in NAMES):  # where all images failed no name has a threshold
        return operating_point(choice, Analysis.load(analyses[0]).operating_points if analyses else {}).threshold
    return float(froc.thresholds[nearest_to_perfect(froc)]) if froc is not None and len(froc.thresholds) else 1.0


def _outlines(
    images: Sequence[LabelledImage], measured: Sequence[MeasuredImage], place: Path, threshold: float
) -> tuple[np.ndarray, np.ndarray, PixelCounts | None]:
    ious, means, total = [np.zeros(0)], [], PixelCounts(0, 0, 0, 0)
    for image, one in zip(images, measured, strict=True):
        if one.candidates is None:
            continue
        truth = image.truth()
        predicted = np.zeros_like(truth)
        if one.failure is None:
            analysis = Analysis.load(place / f"{image.stem}{ANALYSIS}")
            predicted = analysis.label_map(np.flatnonzero(analysis.candidates.column("score") >= threshold) + 1)
        counts = pixel_counts(predicted, truth)
        total += counts
        if truth.any():
            ious.append(object_ious(predicted, truth))
            means.append(counts.mean_iou)
    return np.concatenate(ious), np.array(means), total
