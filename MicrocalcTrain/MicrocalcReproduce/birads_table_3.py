"""The rating's ablation and the sweep of its loss's alpha (Zhang 2021, Table 3, Figs. 2 and 3)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.assessment.attention_roi import ATTENTION, PATCH_ALONE
from MicrocalcCADLib.assessment.birads_scale import categories
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, write_text
from MicrocalcTrainLib.datasets.splits import TEST, TRAIN, VALIDATION
from MicrocalcTrainLib.losses import MalignancyAdjustedMSE
from MicrocalcTrainLib.recipes.birads import BiradsRecipe
from MicrocalcTrainLib.simulation.backgrounds import load, of_part
from MicrocalcTrainLib.simulation.rated_regions import PARTS, RatedParameters, RatedRegions, rated_regions
from MicrocalcTrainLib.workflows.birads import measure, network_of, train, with_channels
from MicrocalcTrainLib.workflows.birads_table import MAMSE, NAMES, PUBLISHED
from MicrocalcTrainLib.workflows.on_data.birads import marked_regions as regions_of_set
from MicrocalcTrainLib.workflows.on_data.training_set import opened_set

from .job import Job, Report
from .published import BIRADS_TABLE_3_SOURCE
from .recipes import RatingTableRecipe
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
REGIONS = {ATTENTION: "attention", PATCH_ALONE: "patch alone"}
KEYS = {"qwk": "QWK", "maqwk_malignant": "MAQWK-M", "maqwk_benign": "MAQWK-B"}
MEASURES = (*(Measure(key, title, "{:.4f}") for key, title in KEYS.items()), Measure("accuracy", "accuracy"))


RECIPE = RatingTableRecipe()


def reproduce(job: Job, recipe: RatingTableRecipe) -> Report:
    """Train and measure what is not measured yet, each in a file of its own, and return both tables.

    The network of alpha 1 with attention is that of the plain squared error: it is trained again, as a check.
    """
    network_of(recipe.rating)  # a file of another network is refused before anything is simulated
    regions = _regions(job, recipe.rating)
    ablation = {variant: _measured(job, recipe.rating, regions, *variant, recipe.rating.alpha) for variant in PUBLISHED}
    sweep = {alpha: _measured(job, recipe.rating, regions, MAMSE, ATTENTION, alpha) for alpha in recipe.alphas}
    rows = tuple(
        Row((NAMES[loss], REGIONS[channels]), ablation[loss, channels]["figures"], dict(zip(KEYS, values, strict=True)))
        for (loss, channels), values in PUBLISHED.items()
    )
    tested = regions.of("test")
    notes = (
        (
            f"{recipe.rating.regions.classes} classes; {recipe.rating.training.epochs} epochs of {recipe.rating.steps}"
            f" minibatches; tested on {len(tested)} regions of {len({regions.facts[i].patient for i in tested})}"
            " patients."
        ),
        "The paper's numbers are on its own real patients.",
        *(("One label a lesion; where the set does not tell lesions apart, that of the image.",) if job.data else ()),
    )
    table = Table("birads-table-3", "BI-RADS rating", ("loss", "region"), MEASURES, rows, BIRADS_TABLE_3_SOURCE, notes)
    alphas = tuple(Row((f"{alpha:g}",), one["figures"]) for alpha, one in sweep.items())
    text = ("The paper's Fig. 3 gives no numbers; its text: stable from 0.2 to 0.5, falling towards 1.",)
    return Report(
        (table, Table("birads-alpha", "Malignancy-adjusted loss", ("alpha",), MEASURES, alphas, notes=text)),
        _figures(recipe, ablation, sweep),
    )


def _regions(job: Job, rating: BiradsRecipe) -> RatedRegions:
    if job.data is not None:
        return marked_regions(job, rating.regions)
    cache, spacing = job.folder / "backgrounds", rating.regions.roi.spacing_mm
    backgrounds = {
        part: [load(s, spacing, cache) for s in of_part(job.sources, own)]
        for part, own in zip(PARTS, (TRAIN, VALIDATION, TEST), strict=True)
    }
    return rated_regions(job.folder / "regions", backgrounds, rating.regions)


def marked_regions(job: Job, parameters: RatedParameters) -> RatedRegions:
    """Return the regions of the job's data set as the recipe learns from them; raises `InputError` if a
    part has none.
    """
    assert job.data is not None
    regions = regions_of_set(job.folder / "marked-regions.npz", opened_set(job.data, job.folder), parameters)
    if not regions.of(PARTS[2]):
        raise InputError(
            f"{job.data} has no calcification with a BI-RADS category in its part test: import more patients."
        )
    return regions


def _measured(
    job: Job, rating: BiradsRecipe, regions: RatedRegions, loss: str, channels: int, alpha: float
) -> dict[str, Any]:
    name = f"{loss}-{channels}" + (f"-alpha{alpha:g}" if loss == MAMSE else "")
    path = job.folder / "results" / f"{name}.json"
    if path.is_file():
        return read_json(path)
    recipe, seen = replace(rating, alpha=alpha), with_channels(regions, channels)
    network, curves = train(job.folder / "networks" / name, seen, loss, recipe, job.device)
    found = asdict(measure(network, seen, loss, recipe, job.device))
    log.info("%s: %s", name, found)
    confusion = found.pop("confusion")
    write_text(path, json.dumps({"figures": found, "confusion": confusion, "curves": curves}))
    return read_json(path)


def _figures(
    recipe: RatingTableRecipe, ablation: Mapping[tuple[str, int], Any], sweep: Mapping[float, Any]
) -> dict[str, Any]:
    from MicrocalcTrainLib.metrics.figures import confusion_figure, epochs_figure, panels_figure, sweep_figure

    curves = {
        f"{NAMES[loss]}{' + attention' if channels == ATTENTION else ''}": one["curves"]
        for (loss, channels), one in ablation.items()
    }
    values = {title: [one["figures"][key] for one in sweep.values()] for key, title in KEYS.items()}
    names = categories(recipe.rating.regions.classes)
    return {
        "birads-loss": panels_figure(loss_panels(recipe.rating.alpha, names), "predicted risk", 3),
        "birads-alpha": sweep_figure(list(sweep), values, "alpha"),
        "birads-confusion": confusion_figure(np.array(ablation[MAMSE, ATTENTION]["confusion"]), names),
        "birads-training": epochs_figure(curves, "loss"),
        "birads-validation": epochs_figure(curves, "validation_qwk"),
    }


def loss_panels(alpha: float, names: Sequence[str]) -> dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Return weight and loss over the predicted risk, for each category as the truth, by what biopsy said (Zhang 2021,
    Fig. 2).

    Parameters
    ----------
    names
        Of the categories, the risk of the n-th of N being (2 n - 1) / 2 N.
    """
    loss, at = MalignancyAdjustedMSE(alpha), torch.linspace(0, 1, 201, dtype=torch.float64)
    targets = [torch.full_like(at, (2 * n + 1) / (2 * len(names))) for n in range(len(names))]

    def curves(malignancy: float, weighted: bool, squared: bool) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        weights = [
            loss.weights(at, target, torch.full_like(at, malignancy)) if weighted else torch.ones_like(at)
            for target in targets
        ]
        values = [w * (target - at) ** 2 if squared else w for w, target in zip(weights, targets, strict=True)]
        return {name: (at.numpy(), value.numpy()) for name, value in zip(names, values, strict=True)}

    return {
        "(a) squared error": curves(0.5, False, True),
        "(b) weight, benign": curves(0.0, True, False),
        "(c) weight, malignant": curves(1.0, True, False),
        "(d) loss, no biopsy": curves(0.5, True, True),
        "(e) loss, benign": curves(0.0, True, True),
        "(f) loss, malignant": curves(1.0, True, True),
    }
