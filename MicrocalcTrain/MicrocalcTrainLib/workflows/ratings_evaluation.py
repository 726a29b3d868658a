"""Ratings measured on a data set: each lesion with a pathology or a category, and what was said of the group that was
found in it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.assessment.choice import chosen_ratings, verified_ratings
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.operating_point import DEFAULT, NAMES, operating_point

from ..datasets.case import PATHOLOGIES, Lesion
from ..datasets.lesions import malignancy_of
from ..datasets.store_file import connected
from ..datasets.stored_images import StoredImage, is_store, stored_images
from ..kept_analyses import ANALYSIS, analysed
from ..metrics.lesion_ratings import RatedLesion
from .evaluation import NEAREST, System

log = logging.getLogger(__name__)
NAMED = "named"
FOUND, MISSED, FAILED = "found", "missed", "image failed"


@dataclass(frozen=True)
class JudgedLesion:
    """A lesion of an image, the group that was found in it, and why there is none."""

    image: str
    patient: str
    number: int
    lesion: Lesion
    state: str
    group: Cluster | None = None


@dataclass(frozen=True)
class RatingsEvaluation:
    """Ratings on a part of a data set: their methods with the models, the lesions, images that failed with the reason,
    and by method the number of categories where the model states it (else 4).
    """

    models: dict[str, str]
    lesions: tuple[JudgedLesion, ...]
    failures: dict[str, str]
    classes: dict[str, int] = field(default_factory=dict)


def checked_ratings(
    folder: Path | None, ratings: Sequence[str], systems: Sequence[System], choice: str
) -> dict[str, str]:
    """Return the models of the ratings by method, before anything is run.

    Raises
    ------
    InputError
        If there is no data set, more than one system, or no rating.
    ModelError
        If a rating is none, or its model is missing or altered.
    """
    if folder is None or not is_store(folder):
        where = f"{folder} is none" if folder else "it is missing"
        raise InputError(
            f"Ratings are measured on a data set with pathologies or BI-RADS categories, and {where}: make one with"
            " microcalc-train import."
        )
    if len(systems) != 1:
        raise InputError("Ratings are measured on what one method finds: give one method.", option="--method")
    models = verified_ratings(ratings, systems[0].method)
    if not models:
        raise InputError("No rating is chosen: name one, for example odds.", option="--rating")
    if choice != NEAREST:
        operating_point(choice, dict.fromkeys(NAMES, 0.5))
    return models


def evaluate_ratings(
    folder: Path,
    split: str,
    system: System,
    detector: Detector,
    ratings: Sequence[str],
    output: Path,
    choice: str = NEAREST,
) -> RatingsEvaluation:
    """Detect in the images of a part, rate what is found, and return each lesion with the group in it.

    Parameters
    ----------
    detector
        One that names kinds, for ratings that ask for them.
    output
        Gets the analyses; those of an earlier run by the same method and weights of the same image are taken up.
    choice
        Operating point at which groups are reported; ``nearest``: the default one.

    Raises
    ------
    InputError
        If no lesion of the part has a pathology or a category.
    """
    found: list[JudgedLesion] = []
    failures = {}
    place = output / f"{system.name}-{NAMED}"
    images = [(image, known) for image in stored_images(folder, split) if (known := known_lesions(image))]
    if not images:
        raise InputError(
            f"No lesion of the part {split} of {folder} has a pathology or a BI-RADS category: import the set with its"
            " tables."
        )
    for number, (image, known) in enumerate(images, start=1):
        try:
            findings, groups = _rated(
                image, system.method, detector, ratings, place, DEFAULT if choice == NEAREST else choice
            )
            found += judged_lesions(image, known, findings, groups)
        except MicrocalcError as error:
            log.warning("%d/%d %s failed: %s", number, len(images), image.name, error)
            failures[image.name] = str(error)
            found += [JudgedLesion(image.name, image.patient, k, lesion, FAILED) for k, lesion in known]
            continue
        log.info("%d/%d %s", number, len(images), image.name)
    return RatingsEvaluation(verified_ratings(ratings, system.method), tuple(found), failures, _classes(ratings))


def _classes(ratings: Sequence[str]) -> dict[str, int]:
    """Return the number of categories of the ratings whose model states it."""
    chosen = {one.method: find_bundle(one.model, one.method) for one in chosen_ratings(ratings)}
    return {
        method: int(parameters["classes"])
        for method, bundle in chosen.items()
        if "classes" in (parameters := bundle.section.get("parameters", {}))
    }


def known_lesions(image: StoredImage) -> list[tuple[int, Lesion]]:
    """Return numbers and facts of an image's lesions with a pathology or category; of one that tells none apart all
    that is marked is one.
    """
    if image.lesions:
        return [(k, one) for k, one in enumerate(image.lesions, start=1) if one.birads or one.pathology]
    if not (image.calcifications or image.regions):
        return []
    with connected(image.store) as connection:
        birads, pathology = connection.execute(
            "SELECT birads, pathology FROM images WHERE name = ?", (image.name,)
        ).fetchone()
    return [(1, Lesion(0, birads, pathology))] if birads or pathology in PATHOLOGIES[:3] else []


def rated_lesions(evaluation: RatingsEvaluation, method: str) -> list[RatedLesion]:
    """Return what a rating said of each lesion; one that was missed, abstained on or left unrated has no score."""
    return [
        RatedLesion(one.patient, malignancy_of(one.lesion.pathology), one.lesion.birads, *_said(one.group, method))
        for one in evaluation.lesions
    ]


def _said(group: Cluster | None, method: str) -> tuple[float, str | None]:
    """Return score and category of a group by a rating; (NaN, None) where it said nothing."""
    nothing = float("nan"), None
    if group is None:
        return nothing
    if method == "odds":
        shares = (group.odds or {}).get("assessments") or {}
        return (
            (float(group.odds["malignant"]), max(shares, key=lambda category: shares[category], default=None))
            if group.odds
            else nothing
        )
    if method == "malignancy":
        return (float(group.malignancy), None) if group.malignancy is not None else nothing
    birads = group.birads or {}
    return (float(birads["risk"]), birads["category"]) if birads.get("category") else nothing


def _rated(
    image: StoredImage, method: str, detector: Detector, ratings: Sequence[str], place: Path, choice: str
) -> tuple[Findings, dict[int, np.ndarray]]:
    """Return the rated findings of an image, and the pixels (flat) of the calcifications of each group."""
    mammogram = image.mammogram()
    stored = place / f"{image.name}{ANALYSIS}"
    analysis = analysed(image.path, mammogram, detector, method, stored, given=image.given)
    findings = assess(analysis, decide(analysis, choice), mammogram, ratings=ratings, strict=True)
    return findings, members_of(analysis, findings)


def members_of(analysis: Analysis, findings: Findings) -> dict[int, np.ndarray]:
    """Return the pixels (flat) of the calcifications of each group, by its id."""
    members: dict[int, list[np.ndarray]] = {}
    for one in findings.calcifications:
        if one.cluster is not None:
            members.setdefault(one.cluster, []).append(analysis.candidates.object_pixels(one.id))
    return {cluster: np.concatenate(pixels) for cluster, pixels in members.items()}


def judged_lesions(
    image: StoredImage, known: Sequence[tuple[int, Lesion]], findings: Findings, groups: dict[int, np.ndarray]
) -> Iterator[JudgedLesion]:
    """Yield each lesion with the group that has most pixels in it, of those that are reported or typically benign."""
    truth = image.truth()
    plane = (truth.regions | (truth.labels > 0)).astype(np.uint8)
    if image.lesions:
        plane = np.zeros_like(plane) if truth.lesions is None else truth.lesions
    shown = {c.id: c for c in findings.clusters if c.reported or c.typically_benign}
    inside = {
        identifier: np.bincount(plane.ravel()[groups[identifier]], minlength=256)
        for identifier in shown
        if identifier in groups
    }
    for number, lesion in known:
        best = max(inside, key=lambda identifier: int(inside[identifier][number]), default=None)
        if best is None or not inside[best][number]:
            yield JudgedLesion(image.name, image.patient, number, lesion, MISSED)
        else:
            yield JudgedLesion(image.name, image.patient, number, lesion, FOUND, shown[best])
