"""The rating's ablation and the sweep of its loss's alpha (Zhang 2021, Table 3 and Fig. 3)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from MicrocalcCADLib.assessment.attention_roi import ATTENTION, PATCH_ALONE
from MicrocalcCADLib.assessment.birads_scale import categories
from MicrocalcCADLib.files import read_json, written_whole

from ..datasets.splits import TEST, TRAIN, VALIDATION
from ..recipes.birads import BiradsRecipe
from ..simulation.backgrounds import load, of_part
from ..simulation.rated_regions import PARTS, RatedRegions, rated_regions
from ..workflows.birads import measure, train, with_channels
from ..workflows.birads_table import MAMSE, NAMES, PUBLISHED
from .job import Job, Report
from .published import BIRADS_TABLE_3_SOURCE
from .stored_ratings import stored_ratings
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
REGIONS = {ATTENTION: "attention", PATCH_ALONE: "patch alone"}
KEYS = {"qwk": "QWK", "maqwk_malignant": "MAQWK-M", "maqwk_benign": "MAQWK-B"}
MEASURES = (*(Measure(key, title, "{:.4f}") for key, title in KEYS.items()), Measure("accuracy", "accuracy"))


@dataclass(frozen=True)
class RatingTableRecipe:
    """Everything that decides the table.

    Parameters
    ----------
    rating
        Regions, network and training; six classes, as in the paper.
    alphas
        Of the malignancy-adjusted loss with attention; the paper's Fig. 3 has no numbers, its text says that 0.2 to 0.5 are
        stable and that both measures fall towards 1, the plain squared error.
    """

    rating: BiradsRecipe = field(default_factory=lambda: _six_classes(BiradsRecipe()))
    alphas: tuple[float, ...] = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)


def _six_classes(recipe: BiradsRecipe) -> BiradsRecipe:
    return replace(recipe, regions=replace(recipe.regions, classes=6))


RECIPE = RatingTableRecipe()
OPTIONS = {
    "epochs": ("rating.training.epochs",),
    "steps": ("rating.steps",),
    "batch": ("rating.training.batch",),
    "workers": ("rating.training.workers",),
    "images": ("rating.regions.patients",),
    "spacing": ("rating.regions.roi.spacing_mm",),
    "width": ("rating.width",),
    "imagenet": ("rating.imagenet",),
    "seed": ("rating.seed", "rating.training.seed", "rating.regions.seed"),
}


def reproduce(job: Job, recipe: RatingTableRecipe) -> Report:
    """Train and measure what is not measured yet, each in a file of its own, and return both tables.

    The network of alpha 1 with attention is that of the plain squared error: it is trained again, as a check.
    """
    regions = _regions(job, recipe.rating)
    ablation = {variant: _measured(job, recipe.rating, regions, *variant, recipe.rating.alpha) for variant in PUBLISHED}
    sweep = {alpha: _measured(job, recipe.rating, regions, MAMSE, ATTENTION, alpha) for alpha in recipe.alphas}
    rows = tuple(
        Row((NAMES[loss], REGIONS[channels]), ablation[loss, channels]["figures"], dict(zip(KEYS, values, strict=True)))
        for (loss, channels), values in PUBLISHED.items()
    )
    tested = regions.of("test")
    notes = (
        f"{recipe.rating.regions.classes} classes; {recipe.rating.training.epochs} epochs of {recipe.rating.steps} minibatches; tested on "
        f"{len(tested)} regions of {len({regions.facts[i].patient for i in tested})} patients.",
        "The paper's numbers are on its own real patients.",
        *(("One label a lesion; where the set does not tell lesions apart, that of the image.",) if job.data else ()),
    )
    table = Table("birads-table-3", "BI-RADS rating", ("loss", "region"), MEASURES, rows, BIRADS_TABLE_3_SOURCE, notes)
    alphas = tuple(Row((f"{alpha:g}",), one["figures"]) for alpha, one in sweep.items())
    text = ("The paper's Fig. 3 gives no numbers; its text: stable from 0.2 to 0.5, falling towards 1.",)
    return Report(
        (table, Table("birads-alpha", "Malignancy-adjusted loss", ("alpha",), MEASURES, alphas, notes=text)), _figures(recipe, ablation, sweep)
    )


def _regions(job: Job, rating: BiradsRecipe) -> RatedRegions:
    if job.data is not None:
        return stored_ratings(job.data, rating.regions)
    cache, spacing = job.folder / "backgrounds", rating.regions.roi.spacing_mm
    backgrounds = {
        part: [load(s, spacing, cache) for s in of_part(job.sources, own)] for part, own in zip(PARTS, (TRAIN, VALIDATION, TEST), strict=True)
    }
    return rated_regions(job.folder / "regions", backgrounds, rating.regions)


def _measured(job: Job, rating: BiradsRecipe, regions: RatedRegions, loss: str, channels: int, alpha: float) -> dict[str, Any]:
    name = f"{loss}-{channels}" + (f"-alpha{alpha:g}" if loss == MAMSE else "")
    path = job.folder / "results" / f"{name}.json"
    if path.is_file():
        return read_json(path)
    recipe, seen = replace(rating, alpha=alpha), with_channels(regions, channels)
    network, curves = train(job.folder / "networks" / name, seen, loss, recipe, job.device)
    found = asdict(measure(network, seen, loss, recipe, job.device))
    log.info("%s: %s", name, found)
    confusion = found.pop("confusion")
    with written_whole(path) as temporary:
        temporary.write_text(json.dumps({"figures": found, "confusion": confusion, "curves": curves}), encoding="utf-8")
    return read_json(path)


def _figures(recipe: RatingTableRecipe, ablation: Mapping[tuple[str, int], Any], sweep: Mapping[float, Any]) -> dict[str, Any]:
    from ..metrics.figures import confusion_figure, epochs_figure, sweep_figure

    curves = {f"{NAMES[loss]}{' + attention' if channels == ATTENTION else ''}": one["curves"] for (loss, channels), one in ablation.items()}
    values = {title: [one["figures"][key] for one in sweep.values()] for key, title in KEYS.items()}
    names = categories(recipe.rating.regions.classes)
    return {
        "birads-alpha": sweep_figure(list(sweep), values, "alpha"),
        "birads-confusion": confusion_figure(np.array(ablation[MAMSE, ATTENTION]["confusion"]), names),
        "birads-training": epochs_figure(curves, "loss"),
        "birads-validation": epochs_figure(curves, "validation_qwk"),
    }
