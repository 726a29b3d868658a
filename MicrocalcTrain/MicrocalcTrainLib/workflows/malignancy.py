"""The recipe of the bundle `malignancy-simulated`: 31 features, boosted trees, the table of Marasinou 2023's case study."""

from __future__ import annotations

import csv
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from MicrocalcCADLib.assessment.malignancy import MalignancyModel
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.features import FEATURES, group_features
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.spreadsheet import harmless

from ..recipes.malignancy import MalignancyRecipe
from ..simulation.backgrounds import BackgroundSource, load, split
from ..simulation.regions import simulate_regions
from .boosting import CrossValidation, cross_validate, fit, load_lightgbm, metrics_at, table_text, threshold_for
from .malignancy_bundle import write_malignancy_bundle

if TYPE_CHECKING:
    from .material import Simulated

log = logging.getLogger(__name__)
NAME, VERSION = "malignancy-simulated", "1.0.0"
TABLE, RESULTS, IMPORTANCE = "features.csv", "table.md", "importance.csv"
COLUMNS = ("patient", "malignant", "type", *FEATURES)


@dataclass(frozen=True, eq=False)
class Cases:
    """Labelled features: (n, 31) float64, bool (n,), patients (n,) and calcification types (n,) as text."""

    table: np.ndarray
    malignant: np.ndarray
    patients: np.ndarray
    types: np.ndarray


def make(folder: Path, material: Simulated, recipe: MalignancyRecipe, device: str, command: str) -> Path:
    """Cross-validate, fit on all cases and write table, importance and bundle; return the bundle's folder.

    Parameters
    ----------
    folder
        Working folder; simulated features that an earlier run of the same recipe left there are used again.
    device
        Not used: trees grow on the processor.
    """
    del device
    load_lightgbm()
    cases = read_cases(recipe.features) if recipe.features else simulated_cases(folder, material.sources, recipe)
    whole = cross_validate(cases.table, cases.malignant, cases.patients, recipe.boosting, recipe.folds, recipe.sensitivity)
    validations = {f"all types ({len(cases.table)} regions)": whole} | _of_amorphous(cases, whole, recipe)
    text = table_text(validations)
    log.info("five-fold cross-validation by patient\n%s", text)
    _write(folder / RESULTS, text)
    _write_rows(folder / IMPORTANCE, ("feature", "mean share of gain", "sd"), [(name, *values) for name, values in whole.importance.items()])
    fitted = fit(cases.table, cases.malignant, recipe.boosting)
    model = MalignancyModel(
        trees=fitted.trees,
        mean=fitted.mean,
        scale=fitted.scale,
        low=np.nanmin(cases.table, axis=0),
        high=np.nanmax(cases.table, axis=0),
        threshold=threshold_for(whole.scores, cases.malignant, recipe.sensitivity),
    )
    return write_malignancy_bundle(folder, (NAME, VERSION) if not recipe.features else ("malignancy", VERSION), model, whole, text, recipe, command)


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
            features = group_features(*region.runs, region.image, (spacing, spacing))
            rows.append((f"sim{region.patient:04d}", int(region.description.malignant), region.description.type, *features))
            if len(rows) % 100 == 0:
                log.info("%d regions simulated", len(rows))
        _write_rows(path, COLUMNS, rows)
        _write(recorded, wanted)
    return read_cases(path)


def read_cases(path: Path) -> Cases:
    """Read labelled features from a CSV file; raises `InputError` for anything else."""
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        missing = [name for name in ("patient", "malignant", *FEATURES) if not rows or name not in rows[0]]
        if missing:
            raise InputError(f"{path.name} has no column {missing[0]!r}: write patient, malignant and the {len(FEATURES)} features, a region a row.")
        table = np.array([[float(row[name] or "nan") for name in FEATURES] for row in rows])
        malignant = np.array([int(row["malignant"]) for row in rows])
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}): give a CSV file of features.") from error
    except (ValueError, TypeError) as error:
        raise InputError(f"{path.name} holds something that is no number ({error}): correct it.") from error
    if not np.isin(malignant, (0, 1)).all():
        raise InputError(f"The column malignant of {path.name} holds something other than 0 and 1: correct it.")
    patients, types = (np.array([row.get(name) or "" for row in rows]) for name in ("patient", "type"))
    return Cases(table, malignant.astype(bool), patients, types)


def _of_amorphous(cases: Cases, whole: CrossValidation, recipe: MalignancyRecipe) -> dict[str, CrossValidation]:
    """Return the same cross-validation looked at in amorphous calcifications only, as the paper's cases are, where each fold has both classes."""
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


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_cell(value) for value in row] for row in rows])


def _cell(value: object) -> object:
    if not isinstance(value, float):
        return harmless(value)
    return "" if np.isnan(value) else f"{value:.9g}"
