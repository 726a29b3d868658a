"""The grid of regression targets (Marasinou 2023, Tables 1 and 2): xi by alpha, a training each, on the validation
images.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from MicrocalcCADLib.files import read_json, write_text
from MicrocalcTrainLib.datasets.splits import TRAIN, VALIDATION
from MicrocalcTrainLib.metrics.froc import bootstrapped_partial_area
from MicrocalcTrainLib.metrics.one_to_one import one_to_one_froc, proximity_thresholds
from MicrocalcTrainLib.workflows.evaluation import Evaluation, System, evaluate

from .hdogreg_training import trained
from .job import Job, Report
from .material import check_calcifications, images_of
from .published import HDOGREG_IOU_PER_IMAGE, HDOGREG_IOU_PER_OBJECT, HDOGREG_PAUC
from .recipes import GridRecipe
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
PAPER_SPACING_MM = 0.07
PUBLISHED = {"pauc": HDOGREG_PAUC, "iou_per_image": HDOGREG_IOU_PER_IMAGE, "iou_per_object": HDOGREG_IOU_PER_OBJECT}
MEASURES = (
    Measure("pauc", "pAUC (± 2 SD)", spread="pauc_spread"),
    Measure("iou_per_image", "IoU per image", spread="iou_per_image_spread"),
    Measure("iou_per_object", "IoU per object", spread="iou_per_object_spread"),
)


RECIPE = GridRecipe()


def reproduce(job: Job, recipe: GridRecipe) -> Report:
    """Train and measure a network for every target that is not measured yet; each cell is a file, written whole."""
    check_calcifications(job, (TRAIN, VALIDATION), "hdogreg-table-1")
    cells = {(xi, alpha): _cell(job, recipe, xi, alpha) for alpha in recipe.alpha for xi in recipe.xi_px}
    rows = tuple(
        Row((f"{alpha:g}", str(xi)), cell["values"], published_at(xi, alpha)) for (xi, alpha), cell in cells.items()
    )
    notes = (
        (
            f"xi in pixels of {PAPER_SPACING_MM:g} mm. pAUC from 0 to 1 false positives per cm², at the paper's 20"
            " thresholds; IoU at the point of the FROC nearest to (0, 1)."
        ),
        (
            f"Network: feature pyramid on Inception-v4, channels of the encoder divided by {recipe.network.divisor} (1"
            f" in the paper), {recipe.network.training.epochs} epochs (40 in the paper). The paper's numbers are on"
            " INbreast."
        ),
    )
    table = Table(
        "hdogreg-table-1",
        "Regression targets",
        ("alpha", "xi"),
        MEASURES,
        rows,
        HDOGREG_PAUC.source + "; IoU from Table 2",
        notes,
    )
    return Report((table,), grid_figures("hdogreg-table-1", recipe.xi_px, recipe.alpha, cells))


def _cell(job: Job, recipe: GridRecipe, xi_px: int, alpha: float) -> dict[str, Any]:
    """Return values and training curves of a target, from its file where there is one."""
    name = f"xi{xi_px}_alpha{alpha:g}"
    path = job.folder / "cells" / f"{name}.json"
    if path.is_file():
        return read_json(path)
    patches = replace(recipe.network.patches, xi_mm=xi_px * PAPER_SPACING_MM, alpha=alpha)
    made = trained(job, job.folder / "networks" / name, replace(recipe.network, patches=patches))
    images = images_of(job, VALIDATION, recipe.test_images, patches.spacing_mm, recipe.network.seed)
    cell = {
        "values": measured(evaluate(images, System("hdogreg"), made.detector, job.folder / "analyses" / name), alpha),
        "curves": made.curves,
    }
    log.info("%s: %s", name, cell["values"])
    write_text(path, json.dumps(cell, indent=1))
    return read_json(path)


def measured(e: Evaluation, alpha: float) -> dict[str, float]:
    """Return pAUC and IoU with their spreads; nothing for what cannot be measured on these images."""
    marks = [image.candidates for image in e.images if image.candidates is not None]
    if not marks or not len(e.object_ious):
        return {}
    area, spread = bootstrapped_partial_area(one_to_one_froc(marks, proximity_thresholds(alpha)))
    return {
        "pauc": area,
        "pauc_spread": spread,
        "iou_per_image": float(e.image_ious.mean()),
        "iou_per_image_spread": float(e.image_ious.std()),
        "iou_per_object": float(e.object_ious.mean()),
        "iou_per_object_spread": float(e.object_ious.std()),
    }


def published_at(xi_px: int, alpha: float) -> dict[str, float]:
    """Return the paper's numbers of a target with their spreads, by the names of `measured`; NaN for a target that it
    does not have.
    """
    pairs = {name: grid.at(xi_px, alpha) for name, grid in PUBLISHED.items()}
    return {
        key: number for name, pair in pairs.items() for key, number in zip((name, f"{name}_spread"), pair, strict=True)
    }


def grid_figures(
    name: str, xi_px: Sequence[int], alphas: Sequence[float], cells: Mapping[tuple[int, float], Mapping[str, Any]]
) -> dict[str, Any]:
    """Return figures of a grid, named after its table: pAUC and IoU per object of each cell, and the curves of the
    trainings.
    """
    from MicrocalcTrainLib.metrics.figures import epochs_figure, grid_figure

    grids = {}
    for key, title in (("pauc", "pAUC"), ("iou_per_object", "IoU per object")):
        values = np.array([[cells[xi, alpha]["values"].get(key, np.nan) for xi in xi_px] for alpha in alphas])
        names = [f"{alpha:g}" for alpha in alphas], [str(xi) for xi in xi_px]
        grids[f"{name}-{key.replace('_', '-')}"] = grid_figure(values, *names, ("xi (px)", "alpha"), title)
    curves = {f"xi {xi}, alpha {alpha:g}": cell["curves"] for (xi, alpha), cell in cells.items()}
    return grids | {f"{name}-curves": epochs_figure(curves, "validation_iou")}
