"""Malignancy from features of differently segmented regions: blobs, network, both, morphology (Marasinou 2023, Table 4,
Figs. 7 and 8).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.features import FEATURES, group_features
from MicrocalcCADLib.files import written_whole
from MicrocalcTrainLib.metrics.roc import Roc, roc
from MicrocalcTrainLib.simulation.backgrounds import load, split
from MicrocalcTrainLib.workflows.boosting import METRICS, CrossValidation, cross_validate

from .biopsied_regions import BiopsiedRegion, simulated_regions, stored_regions
from .job import Job, Report
from .published import CASE_STUDY, CASE_STUDY_SOURCE
from .recipes import CaseStudyRecipe
from .segmentations import BLOBS, BOTH, MORPHOLOGICAL, NETWORK, segmentations
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
STORED = "features.npz"
ALL_TYPES = "all"
AT_ONCE = 20
NAMES = {BOTH: "blobs and network", NETWORK: "network alone", BLOBS: "blobs alone", MORPHOLOGICAL: "Ciecholewski 2017"}
MEASURES = tuple(Measure(name, name, spread=f"{name}_sd") for name in METRICS)


RECIPE = CaseStudyRecipe()


@dataclass(frozen=True, eq=False)
class SegmentedCases:
    """Features (n, 31) by segmentation and its threshold, malignancy bool (n,), patients (n,) as text."""

    features: Mapping[tuple[str, float | None], np.ndarray]
    malignant: np.ndarray
    patients: np.ndarray


def reproduce(job: Job, recipe: CaseStudyRecipe) -> Report:
    """Segment every region in all ways, cross-validate trees on the features of each, and return the paper's table with
    ours.
    """
    cases = segmented(job, recipe)
    chosen: dict[str, tuple[float | None, CrossValidation]] = {}
    for (name, threshold), features in cases.features.items():
        one = cross_validate(
            features, cases.malignant, cases.patients, recipe.boosting, recipe.folds, recipe.sensitivity
        )
        if name not in chosen or one.summary()["AUC"] > chosen[name][1].summary()["AUC"]:
            chosen[name] = threshold, one
    rows = tuple(_row(name, *chosen[name]) for name in NAMES)
    empty = {name: float(np.isnan(cases.features[name, chosen[name][0]][:, 0]).mean()) for name in NAMES}
    labels, title = ("segmentation", "p_thr"), "Malignancy of amorphous calcifications"
    table = Table(
        "amorphous-case-study", title, labels, MEASURES, rows, CASE_STUDY_SOURCE, _notes(job, recipe, cases, empty)
    )
    return Report((table,), _figures(cases, chosen))


def segmented(job: Job, recipe: CaseStudyRecipe) -> SegmentedCases:
    """Return the features of all regions; those of an earlier run with the same model are taken up, kept every
    `AT_ONCE` regions.
    """
    detector: Any = create("hdogreg", job.model("hdogreg"), job.device)
    keys = [(BLOBS, None), (MORPHOLOGICAL, None), *((kind, t) for t in recipe.thresholds for kind in (NETWORK, BOTH))]
    model = detector.bundle.identity.sha256
    rows = _stored(job.folder / STORED, model)
    spacing = recipe.regions.spacing_mm
    for number, region in enumerate(_regions(job, recipe)):
        if number < len(rows):
            continue
        found = segmentations(detector, region.image, spacing, recipe.thresholds)
        rows.append(
            (
                np.stack([group_features(found[key], region.image, (spacing, spacing)) for key in keys]),
                region.malignant,
                region.patient,
            )
        )
        if len(rows) % AT_ONCE == 0:
            _store(job.folder / STORED, rows, model)
            log.info("%d regions segmented", len(rows))
    _store(job.folder / STORED, rows, model)
    table = np.stack([features for features, _, _ in rows])
    malignant, patients = (np.array([row[k] for row in rows]) for k in (1, 2))
    return SegmentedCases({key: table[:, k] for k, key in enumerate(keys)}, malignant.astype(bool), patients)


def _regions(job: Job, recipe: CaseStudyRecipe) -> Iterable[BiopsiedRegion]:
    if job.data is not None:
        return stored_regions(job.data, recipe.regions, None if recipe.type == ALL_TYPES else recipe.type.upper())
    backgrounds = [load(s, recipe.regions.spacing_mm, job.folder / "backgrounds") for s in split(job.sources, True)]
    return simulated_regions(backgrounds, recipe.patients, recipe.seed, recipe.regions, recipe.separation)


def _stored(path: Path, model: str) -> list[tuple[np.ndarray, bool, str]]:
    """Return features, malignancy and patient of the regions of an earlier run with the same weights."""
    if not path.is_file():
        return []
    with np.load(path, allow_pickle=False) as arrays:
        if str(arrays["model"]) != model:
            return []
        return [
            (f, bool(m), str(p))
            for f, m, p in zip(arrays["features"], arrays["malignant"], arrays["patients"], strict=True)
        ]


def _store(path: Path, rows: Sequence[tuple[np.ndarray, bool, str]], model: str) -> None:
    with written_whole(path) as temporary, temporary.open("wb") as stream:
        features = np.stack([row[0] for row in rows]) if rows else np.zeros((0, 0, len(FEATURES)))
        malignant, patients = (np.array([row[k] for row in rows]) for k in (1, 2))
        np.savez(stream, features=features, malignant=malignant, patients=patients, model=model)


def _notes(job: Job, recipe: CaseStudyRecipe, cases: SegmentedCases, empty: Mapping[str, float]) -> tuple[str, ...]:
    of_data = (
        "all types"
        if recipe.type == ALL_TYPES
        else f"{recipe.type} where the set says the type of each lesion, else all types"
    )
    simulated = (
        f"simulated regions with amorphous calcifications, whose looks tell the pathology by {recipe.separation:g} of 1"
    )
    kind = f"annotated regions ({of_data})" if job.data else simulated
    shares = ", ".join(f"{NAMES[name]} {100 * share:.0f} %" for name, share in empty.items())
    return (
        (
            f"{len(cases.malignant)} {kind}, {int(cases.malignant.sum())} malignant, {len(set(cases.patients))}"
            " patients; mean ± SD over the folds."
        ),
        (
            "Of several p_thr the one of the greatest AUC is shown, as the paper keeps the configuration of the"
            " greatest AUC: a little optimistic."
        ),
        f"Regions in which nothing was segmented, whose features are imputed: {shares}.",
    )


def _row(name: str, threshold: float | None, validation: CrossValidation) -> Row:
    return Row(
        (NAMES[name], "" if threshold is None else f"{threshold:.2g}"),
        _flat(validation.summary()),
        _flat(CASE_STUDY.get(name, {})),
    )


def _flat(summary: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    return {key: value for name, (mean, sd) in summary.items() for key, value in ((name, mean), (f"{name}_sd", sd))}


def _figures(cases: SegmentedCases, chosen: Mapping[str, tuple[float | None, CrossValidation]]) -> dict[str, Any]:
    from MicrocalcTrainLib.metrics.figures import folds_figure

    def curves(*names: str) -> dict[str, list[Roc]]:
        return {NAMES[name]: _rocs(chosen[name][1], cases.malignant) for name in names}

    drawn = {"methods": (BOTH, MORPHOLOGICAL), "parts": (BOTH, NETWORK, BLOBS)}
    return {f"amorphous-case-study-{name}": folds_figure(curves(*some)) for name, some in drawn.items()}


def _rocs(validation: CrossValidation, malignant: np.ndarray) -> list[Roc]:
    folds = (validation.fold_of == fold for fold in np.unique(validation.fold_of))
    return [roc(validation.scores[inside], malignant[inside]) for inside in folds]
