"""Accuracy of the patch network at its slope-1 operating point, ROC, curves, age groups and marked mammograms (Kahnouei
2022, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.detectors.patch_learning import METHOD, PatchLearning, PatchLearningParameters, modules_of
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcTrainLib.datasets.splits import TEST, TRAIN, VALIDATION
from MicrocalcTrainLib.metrics.roc import AGE_GROUPS, Roc, accuracy_by_age, roc, slope_one_point
from MicrocalcTrainLib.recipes.patch_learning import PatchLearningRecipe
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.patch_learning import (
    TEST_SEED,
    VALIDATION_SEED,
    PatchSet,
    drawn,
    measure,
    network_of,
    scores,
    train,
)
from MicrocalcTrainLib.workflows.patch_learning import patches_of as simulated_patches

from .job import Job, Report
from .marked_patches import MarkedPatches, TurnedPatches, ages_of, patches_of
from .material import images_of
from .published import PATCH_LEARNING, PATCH_LEARNING_BY_AGE, PATCH_LEARNING_BY_AGE_SOURCE, PATCH_LEARNING_SOURCE
from .recipes import PatchTableRecipe
from .shown import marked_squares
from .tables import Measure, Row, Table

SHOWN = 2
ACCURACY = "accuracy"
MEASURES = (
    Measure("auc", "AUC"),
    Measure("auc_low", "95 % from"),
    Measure("auc_high", "to"),
    Measure("accuracy", "accuracy"),
    Measure("sensitivity", "sensitivity"),
    Measure("specificity", "specificity"),
)


RECIPE = PatchTableRecipe()


@dataclass(frozen=True, eq=False)
class Judged:
    """Probabilities of validation and of test patches with their truth, ages of the latter, the network in words, its
    curves.
    """

    validation: tuple[np.ndarray, np.ndarray]
    test: tuple[np.ndarray, np.ndarray]
    ages: np.ndarray
    network: str
    detector: PatchLearning
    curves: Sequence[Mapping[str, float]] = ()


def reproduce(job: Job, recipe: PatchTableRecipe) -> Report:
    """Train or take a network, choose the operating point on validation patches, and measure on test patches."""
    judged = _judged(job, recipe)
    # chosen on other patches than those that are measured
    threshold = min(slope_one_point(roc(*judged.validation)).threshold, 1.0)
    figures = measure(*judged.test, threshold)
    low, high = figures.pop("auc_95")
    count = figures.pop("patches")
    row = Row((judged.network, str(count)), figures | {"auc_low": low, "auc_high": high}, PATCH_LEARNING)
    notes = (
        (
            f"Operating point: threshold {threshold:.3f}, where a line of slope 1 touches the ROC of"
            f" {len(judged.validation[0])} validation patches."
        ),
        "The paper's numbers are on its own real patches, and its operating point was chosen on the test patches.",
        *(
            ()
            if all(ACCURACY in row for row in judged.curves)
            else ("This training was begun before accuracy was kept: of it there is no curve.",)
        ),
    )
    table = Table(
        "patch-learning",
        "Patches with and without calcifications",
        ("network", "patches"),
        MEASURES,
        (row,),
        PATCH_LEARNING_SOURCE,
        notes,
    )
    return Report(
        (table, _by_age(judged, threshold)),
        _figures(judged, threshold) | _mammograms(job, recipe, judged.detector, threshold),
    )


def _judged(job: Job, recipe: PatchTableRecipe) -> Judged:
    r = recipe.network
    given: Any = None if recipe.train else create(METHOD, job.model(METHOD), job.device)
    curves: Sequence[Mapping[str, float]] = ()
    if given is None:
        network_of(r)  # a file of another network is refused before anything is simulated
    if given is not None:
        p = given.parameters
        r = replace(r, patches=replace(r.patches, spacing_mm=p.spacing_mm, size_px=p.size_px))
        network, name = (
            modules_of(given.bundle, p)[METHOD],
            f"{given.bundle.identity.name} {given.bundle.identity.version}",
        )
    validation, test = (_patches(job, part, r) for part in (VALIDATION, TEST))
    if given is None:
        network, curves = _trained(job, r, validation)
        name = f"{r.network}, width {r.width}, {r.training.epochs} epochs"
        parameters = PatchLearningParameters(r.patches.spacing_mm, r.patches.size_px, r.network, r.width)
        given = PatchLearning(TorchNetwork(network, job.device), parameters, None, job.device)
    judged = [(scores(network, some.images, job.device), some.positive) for some in (validation, test)]
    return Judged(judged[0], judged[1], test.ages, name, given, curves)


def _patches(job: Job, part: str, r: PatchLearningRecipe) -> MarkedPatches:
    if job.data is not None:
        parameters = PatchLearningParameters(r.patches.spacing_mm, r.patches.size_px, r.network, r.width)
        return patches_of(images_of(job, part, 0, parameters.spacing_mm, r.seed), parameters, ages_of(job.data), r.seed)
    count, seed = (r.validation_patches, VALIDATION_SEED) if part == VALIDATION else (r.test_patches, TEST_SEED)
    simulated = drawn(simulated_patches(job.folder, Simulated(job.sources), part, r, count, r.seed + seed))
    return MarkedPatches(simulated.images, simulated.positive, np.full(count, np.nan))


def _trained(
    job: Job, r: PatchLearningRecipe, validation: MarkedPatches
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    known = PatchSet(validation.images, validation.positive)
    training = (
        simulated_patches(job.folder, Simulated(job.sources), TRAIN, r, r.epoch_patches, r.seed)
        if job.data is None
        else TurnedPatches(_patches(job, TRAIN, r), r.seed)
    )
    return train(job.folder / "network", training, known, r, job.device)


def _by_age(judged: Judged, threshold: float) -> Table:
    groups = accuracy_by_age((judged.test[0] >= threshold) == judged.test[1], judged.ages, AGE_GROUPS)
    rows = tuple(
        Row(
            (f"{g.youngest} to {g.oldest}",),
            {"accuracy": g.accuracy, "patches": float(g.count)},
            PATCH_LEARNING_BY_AGE.get((g.youngest, g.oldest), {}),
        )
        for g in groups
    )
    notes = () if np.isfinite(judged.ages).any() else ("No ages are known here.",)
    measures = (Measure("patches", "patches", "{:.0f}"), Measure("accuracy", "accuracy"))
    return Table(
        "patch-learning-by-age", "Accuracy by age", ("years",), measures, rows, PATCH_LEARNING_BY_AGE_SOURCE, notes
    )


def _figures(judged: Judged, threshold: float) -> dict[str, Any]:
    from MicrocalcTrainLib.metrics.figures import panels_figure, roc_figure

    curve = roc(*judged.test)
    drawn_now = {
        "patch-learning-roc": roc_figure({judged.network: curve}, {judged.network: _point_at(curve, threshold)})
    }
    if judged.curves:
        drawn_now["patch-learning-curves"] = panels_figure(_curves(judged.curves), "epoch", 3)
    return drawn_now


def _curves(rows: Sequence[Mapping[str, float]]) -> dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Return loss and accuracy of training and validation patches over the epochs (Kahnouei 2022, Fig. 5), and the
    validation's AUC.
    """
    at = np.array([row["epoch"] for row in rows])
    panels = {
        "accuracy": {"training": ACCURACY, "validation": "validation_accuracy"},
        "loss": {"training": "loss", "validation": "validation_loss"},
    }
    panels["area under the ROC"] = {"validation": "validation_auc"}
    drawn_ones = {
        title: {name: key for name, key in curves.items() if all(key in row for row in rows)}
        for title, curves in panels.items()
    }
    return {
        title: {name: (at, np.array([row[key] for row in rows])) for name, key in curves.items()}
        for title, curves in drawn_ones.items()
        if curves
    }


def _mammograms(job: Job, recipe: PatchTableRecipe, detector: PatchLearning, threshold: float) -> dict[str, Any]:
    """Return mammograms of the test part, what is annotated and what is marked (Kahnouei 2022, Fig. 7)."""
    from .picture_figures import pictures_figure

    images = images_of(job, TEST, SHOWN, detector.parameters.spacing_mm, recipe.network.seed)
    annotated = [image for image in images if len(image.lesions)][:SHOWN]
    rows = [marked_squares(image, detector.analyse(image.mammogram()), threshold) for image in annotated]
    return {"patch-learning-mammograms": pictures_figure(rows)} if rows else {}


def _point_at(curve: Roc, threshold: float) -> Any:
    from MicrocalcTrainLib.metrics.roc import RocPoint

    at = int(np.flatnonzero(curve.thresholds >= threshold)[-1])
    return RocPoint(threshold, float(curve.false_positive_rate[at]), float(curve.true_positive_rate[at]))
