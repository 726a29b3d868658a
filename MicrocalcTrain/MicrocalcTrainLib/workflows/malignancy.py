"""The recipe of the bundle `malignancy-simulated`: 31 features, boosted trees, the table of Marasinou 2023's case
study.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from MicrocalcCADLib.assessment.malignancy import MalignancyModel
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.features import FEATURES, group_features
from MicrocalcCADLib.files import write_text, written_whole
from MicrocalcCADLib.kinds import system
from MicrocalcCADLib.spreadsheet import harmless

from ..datasets.splits import TEST, TRAIN, VALIDATION
from ..datasets.tables import read_table
from ..metrics.roc import area_delong
from ..recipes.malignancy import MalignancyRecipe
from ..simulation.backgrounds import BackgroundSource, in_words, load, split
from ..simulation.regions import simulate_regions
from .boosting import CrossValidation, cross_validate, fit, load_lightgbm, metrics_at, table_text, threshold_for
from .malignancy_bundle import LearnedFrom, simulation, table_of_features, write_malignancy_bundle
from .on_data.malignancy import found_cases
from .on_data.training_set import TrainingSet

if TYPE_CHECKING:
    from .material import Material

log = logging.getLogger(__name__)
NAME, VERSION = "malignancy", "1.0.0"
TABLE, RESULTS, IMPORTANCE = "features.csv", "table.md", "importance.csv"
COLUMNS = ("patient", "malignant", "type", *FEATURES)


@dataclass(frozen=True, eq=False)
class Cases:
    """Labelled features: (n, 31) float64, bool (n,), patients (n,) and calcification types (n,) as text."""

    table: np.ndarray
    malignant: np.ndarray
    patients: np.ndarray
    types: np.ndarray


def make(folder: Path, material: Material, recipe: MalignancyRecipe, device: str, command: str) -> Path:
    """Cross-validate, fit on all cases and write table, importance and bundle; return the bundle's folder.

    Of a data set the cases are those of the parts train and validation; the part test, where it has both kinds, is
    measured beside.

    Parameters
    ----------
    folder
        Working folder; simulated features that an earlier run of the same recipe left there are used again, and
        analyses of a data set.
    device
        Of the detector, for a data set; trees grow on the processor.

    Raises
    ------
    InputError
        If there are too few cases, a data set has no biopsied lesion, or a table is given beside a data set.
    """
    load_lightgbm()
    if isinstance(material, TrainingSet):
        if recipe.features:
            raise InputError(
                "Features come from the data set's images or from a table, not from both: give one of them.",
                option="--features or --data",
            )
        return _on_data(folder, material, recipe, device, command)
    cases = read_cases(recipe.features) if recipe.features else simulated_cases(folder, material.sources, recipe)
    source = (
        table_of_features(NAME, len(cases.table))
        if recipe.features
        else simulation(material.name_of(NAME), in_words(material.sources))
    )
    return _made(folder, cases, source, recipe, command)


def _on_data(folder: Path, data: TrainingSet, recipe: MalignancyRecipe, device: str, command: str) -> Path:
    detector = system.create(device=device)
    found = found_cases(folder, data, (TRAIN, VALIDATION), detector)
    log.info("%d of %d biopsied lesions were found", len(found.rows), found.lesions)
    _write_rows(
        folder / TABLE,
        COLUMNS,
        [(patient, malignant, kind, *features) for patient, malignant, kind, features in found.rows],
    )
    about = (
        f"{data.sentence} Features of what the detector outlined in {len(found.rows)} of {found.lesions} biopsied"
        " lesions."
    )
    missed = (
        f"Of {found.lesions} biopsied lesions {found.missed} are not learned from: the detector missed them, or their"
        " kind is typically benign."
    )
    source = LearnedFrom(
        data.name_of(NAME),
        {**data.about, "training_data": about},
        {"data_sha256": data.sha256, "lesions": found.lesions, "missed": found.missed},
        "The two are of different patients.",
        (missed, ""),
    )
    cases = read_cases(folder / TABLE)
    return _made(folder, cases, _with_held_out(folder, data, detector, cases, source, recipe), recipe, command)


def _with_held_out(
    folder: Path, data: TrainingSet, detector: Detector, cases: Cases, source: LearnedFrom, recipe: MalignancyRecipe
) -> LearnedFrom:
    """Return the source with figures of the part test, where that has benign and malignant cases."""
    if not data.counts[TEST][1]:
        return source
    try:
        found = found_cases(folder, data, (TEST,), detector)
    except InputError as error:
        log.info("the part test is not measured: %s", error)
        return source
    malignant = np.array([row[1] for row in found.rows], bool)
    if malignant.all() or not malignant.any():
        return source
    fitted = fit(cases.table, cases.malignant, recipe.boosting)
    area = area_delong(fitted.probability(np.stack([row[3] for row in found.rows])), malignant)
    figures = {
        "auc": round(area.value, 4),
        "low": round(area.low, 4),
        "high": round(area.high, 4),
        "cases": len(malignant),
        "missed": found.missed,
    }
    line = (
        f"On the part test, which nothing was learned from: AUC {area.value:.3f} (95 % {area.low:.3f} to"
        f" {area.high:.3f}) of {len(malignant)} lesions, {int(malignant.sum())} malignant; {found.missed} more were"
        " missed or are typically benign."
    )
    return replace(source, measured={**source.measured, "held_out": figures}, lines=(*source.lines, line, ""))


def _made(folder: Path, cases: Cases, source: LearnedFrom, recipe: MalignancyRecipe, command: str) -> Path:
    whole = cross_validate(
        cases.table, cases.malignant, cases.patients, recipe.boosting, recipe.folds, recipe.sensitivity
    )
    validations = {f"all types ({len(cases.table)} regions)": whole} | _of_amorphous(cases, whole, recipe)
    text = table_text(validations)
    log.info("five-fold cross-validation by patient\n%s", text)
    write_text(folder / RESULTS, text)
    _write_rows(
        folder / IMPORTANCE,
        ("feature", "mean share of gain", "sd"),
        [(name, *values) for name, values in whole.importance.items()],
    )
    fitted = fit(cases.table, cases.malignant, recipe.boosting)
    model = MalignancyModel(
        trees=fitted.trees,
        mean=fitted.mean,
        scale=fitted.scale,
        low=np.nanmin(cases.table, axis=0),
        high=np.nanmax(cases.table, axis=0),
        threshold=threshold_for(whole.scores, cases.malignant, recipe.sensitivity),
    )
    return write_malignancy_bundle(folder, source, VERSION, model, whole, text, recipe, command)


def simulated_cases(folder: Path, sources: Sequence[BackgroundSource], recipe: MalignancyRecipe) -> Cases:
    """Return the features of simulated regions, kept in ``features.csv`` of the working folder."""
    path, wanted = folder / TABLE, repr((recipe.patients, recipe.regions, recipe.seed))
    recorded = path.with_suffix(".recipe.txt")
    if not (path.is_file() and recorded.is_file() and recorded.read_text(encoding="utf-8") == wanted):
        folder.mkdir(parents=True, exist_ok=True)
        spacing = recipe.regions.spacing_mm
        backgrounds = [load(source, spacing, folder / "backgrounds") for source in split(sources, False)]
        rows = []
        for region in simulate_regions(backgrounds, recipe.patients, recipe.seed, recipe.regions):
            features = group_features(region.objects, region.image, (spacing, spacing))
            rows.append(
                (f"sim{region.patient:04d}", int(region.description.malignant), region.description.type, *features)
            )
            if len(rows) % 100 == 0:
                log.info("%d regions simulated", len(rows))
        _write_rows(path, COLUMNS, rows)
        write_text(recorded, wanted)
    return read_cases(path)


def read_cases(path: Path) -> Cases:
    """Read labelled features from a CSV file; raises `InputError` for anything else."""
    rows = [row.cells for row in read_table(path, ("patient", "malignant", *FEATURES))]
    try:
        table = np.array([[float(row[name] or "nan") for name in FEATURES] for row in rows])
        malignant = np.array([int(row["malignant"]) for row in rows])
    except (ValueError, KeyError) as error:
        raise InputError(f"{path.name} holds something that is no number ({error}): correct it.") from error
    if not np.isin(malignant, (0, 1)).all():
        raise InputError(f"The column malignant of {path.name} holds something other than 0 and 1: correct it.")
    patients, types = (np.array([row.get(name) or "" for row in rows]) for name in ("patient", "type"))
    return Cases(table, malignant.astype(bool), patients, types)


def _of_amorphous(cases: Cases, whole: CrossValidation, recipe: MalignancyRecipe) -> dict[str, CrossValidation]:
    """Return the same cross-validation looked at in amorphous calcifications only, as the paper's cases are, where each
    fold has both classes.
    """
    amorphous = np.char.find(np.char.upper(cases.types.astype(str)), "AMORPHOUS") >= 0
    folds = []
    for fold in range(recipe.folds):
        chosen = amorphous & (whole.fold_of == fold)
        scores, malignant = whole.scores[chosen], cases.malignant[chosen]
        if malignant.all() or not malignant.any():
            return {}
        folds.append(metrics_at(scores, malignant, threshold_for(scores, malignant, recipe.sensitivity)))
    title = f"of these amorphous ({int(amorphous.sum())})"
    return {title: CrossValidation(tuple(folds), whole.scores[amorphous], whole.fold_of[amorphous], whole.importance)}


def _write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with (
        written_whole(path) as temporary,
        temporary.open("w", newline="", encoding="utf-8", errors="backslashreplace") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_cell(value) for value in row] for row in rows])


def _cell(value: object) -> object:
    if not isinstance(value, float):
        return harmless(value)
    return "" if np.isnan(value) else f"{value:.9g}"
