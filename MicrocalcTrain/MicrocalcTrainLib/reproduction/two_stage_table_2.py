"""Errors by patch class of detector and segmentator, by size and padding, and on whole mammograms (Valvano 2019, Table 2, Figs. 4 to 6)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters, TwoStageParameters, network_of
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.two_stage import PatchNetwork

from ..datasets.patch_store import PatchStore
from ..datasets.splits import TEST, TRAIN, VALIDATION
from ..datasets.stored_images import is_store
from ..metrics.patch_classes import patch_class_errors
from ..patch_database import BalancedBatches, PatchDatabase
from ..recipes.two_stage import TwoStageRecipe
from ..workflows.classifier import labelled, probabilities, train_classifier
from ..workflows.evaluation import System, evaluate
from ..workflows.evaluation_report import summary
from ..workflows.loop import read_curves
from ..workflows.material import Simulated
from ..workflows.two_stage import POSITIVES, detector_of, patch_database
from .feature_space import FeatureSpace, feature_space, nearest_of_errors, spread_sample
from .job import Job, Report
from .material import images_of
from .published import TWO_STAGE_MAMMOGRAMS, TWO_STAGE_TABLE_2, TWO_STAGE_TABLE_2_SOURCE
from .tables import Measure, Row, Table
from .tsne import TsneParameters, tsne

log = logging.getLogger(__name__)
PAPER_SIZE_PX = 49
MEASURES = (
    *(Measure(f"C{c}", f"C{c} %", "{:.2f}") for c in (1, 2, 3, 4)),
    Measure("accuracy", "accuracy %", "{:.2f}"),
    Measure("patches", "n", "{:.0f}"),
)
OF_MAMMOGRAMS = (
    Measure("pixel_accuracy", "pixel accuracy %", "{:.3f}"),
    Measure("pixel_false_positive_rate", "false positive rate %", "{:.4f}"),
    Measure("seconds", "s/image", "{:.1f}"),
)


@dataclass(frozen=True)
class Table2Recipe:
    """Everything that decides the table.

    Parameters
    ----------
    base
        Patches, trainings and counts; size and padding are those of a variant.
    variants
        Sides of the patches in pixels with their padding; *valid* convolutions leave nothing of a patch below 42 px.
    test_images
        Simulated mammograms that the whole system runs on.
    points
        Patches of which the features are drawn.
    """

    base: TwoStageRecipe = field(default_factory=lambda: TwoStageRecipe(regions=2000))
    variants: tuple[tuple[int, str], ...] = ((49, "same"), (49, "valid"), (39, "same"), (29, "same"))
    channels: tuple[int, ...] = PatchNetworkParameters().channels
    test_images: int = 10
    points: int = 800
    tsne: TsneParameters = field(default_factory=TsneParameters)


RECIPE = Table2Recipe()
OPTIONS = {
    "epochs": ("base.detector.epochs", "base.segmentator.epochs"),
    "steps": ("base.detector.steps", "base.segmentator.steps"),
    "batch": ("base.detector.batch", "base.segmentator.batch"),
    "images": ("base.regions", "base.validation_regions", "base.test_regions"),
    "test_images": ("test_images",),
    "spacing": ("base.patches.regions.spacing_mm",),
    "seed": ("base.seed", "base.detector.seed", "base.segmentator.seed"),
}


def reproduce(job: Job, recipe: Table2Recipe) -> Report:
    """Train both networks in every variant, and return errors by class, figures of whole mammograms, and views of the features.

    Raises
    ------
    InputError
        If the data set was imported with patches of a side that no variant has.
    """
    variants, notes = _variants(job, recipe)
    rows, curves, spaces, networks = [], {}, {}, {}
    for size, padding in variants:
        database = _database(job, recipe, size)
        form = PatchNetworkParameters(size, padding, recipe.channels)
        for part, positives in POSITIVES.items():
            name = f"{part}-{padding}-{size}"
            network, curves[name] = _trained(job, recipe, name, part, form, database)
            networks[part, size, padding] = network
            patches, classes = database.all_of(TEST)
            rows.append(Row((part, padding, str(size)), _errors(network, patches, classes, positives, job.device), _published(part, padding, size)))
            if (size, padding) == variants[0]:
                spaces[part] = feature_space(network, patches, classes, positives, job.device), patches
    labels = ("network", "padding", "patch px")
    table = Table("two-stage-table-2", "Errors by patch class", labels, MEASURES, tuple(rows), TWO_STAGE_TABLE_2_SOURCE, notes)
    whole = _mammograms(job, recipe, networks, variants)
    return Report((table, whole), _figures(recipe, curves, spaces))


def _variants(job: Job, recipe: Table2Recipe) -> tuple[list[tuple[int, str]], tuple[str, ...]]:
    notes = ("Accuracy: half of the patches C1, the other classes a sixth each, as in the paper. Its numbers are on its own real patches of 49 px.",)
    if job.data is None:
        return list(recipe.variants), notes
    if not is_store(job.data):
        raise InputError(f"{job.data} is no data set with patches: make one with microcalc-train import.")
    size = PatchStore(job.data).size_px
    variants = [(own, padding) for own, padding in recipe.variants if own == size]
    if not variants:
        sizes = ", ".join(sorted({str(own) for own, _ in recipe.variants}, reverse=True))
        raise InputError(f"{job.data} holds patches of {size} px: import the set with patches of one of {sizes} px.", option="--size")
    return variants, (*notes, f"The data set holds patches of {size} px; other sides need it imported anew with --size.")


def _database(job: Job, recipe: Table2Recipe, size: int) -> PatchStore | PatchDatabase:
    if job.data is not None:
        return PatchStore(job.data)
    base = replace(recipe.base, patches=replace(recipe.base.patches, size_px=size))
    return patch_database(job.folder / f"patches-{size}.sqlite", Simulated(job.sources), base, job.folder / "backgrounds")


def _trained(
    job: Job, recipe: Table2Recipe, name: str, part: str, form: PatchNetworkParameters, database: PatchStore | PatchDatabase
) -> tuple[PatchNetwork, Sequence[Mapping[str, float]]]:
    training, folder = getattr(recipe.base, part), job.folder / "networks" / name
    batches = BalancedBatches(database, TRAIN, POSITIVES[part], training.batch, training.steps, training.seed)
    torch.manual_seed(training.seed)
    validation = labelled(*database.all_of(VALIDATION), POSITIVES[part])
    network = train_classifier(folder, network_of(form), batches, validation, training, job.device)
    return network, read_curves(folder)


def _errors(network: PatchNetwork, patches: np.ndarray, classes: np.ndarray, positives: tuple[int, ...], device: str) -> dict[str, float]:
    errors = patch_class_errors(probabilities(network, patches, device) >= 0.5, classes, positives)
    found = {f"C{c}": 100 * e for c, e in zip((1, 2, 3, 4), errors.errors, strict=True)}
    return found | {"accuracy": 100 * errors.published_accuracy, "patches": float(sum(errors.counts))}


def _published(part: str, padding: str, size: int) -> Mapping[str, float]:
    return TWO_STAGE_TABLE_2.get((part, padding), {}) if size == PAPER_SIZE_PX else {}


def _mammograms(job: Job, recipe: Table2Recipe, networks: Mapping[tuple[str, int, str], PatchNetwork], variants: Sequence[tuple[int, str]]) -> Table:
    """Run the system of the first variant's detector over mammograms; its segmentator is *valid*, which is fast, where there is one."""
    (size, padding), quick = variants[0], next((one for one in variants if one[1] == "valid"), variants[0])
    forms = [PatchNetworkParameters(*one, recipe.channels) for one in ((size, padding), quick)]
    spacing = recipe.base.patches.regions.spacing_mm if job.data is None else PatchStore(job.data).mean_spacing_mm
    parameters = TwoStageParameters(spacing_mm=spacing, detector=forms[0], segmentator=forms[1])
    detector = detector_of({"detector": networks["detector", size, padding], "segmentator": networks["segmentator", *quick]}, parameters, job.device)
    images = images_of(job, TEST, recipe.test_images, spacing, recipe.base.seed)
    values = summary(evaluate(images, System("two-stage"), detector, job.folder / "analyses", "0.5"))
    ours = {"pixel_accuracy": 100 * values["pixel_accuracy"], "pixel_false_positive_rate": 100 * values["pixel_false_positive_rate"]}
    row = Row(
        (f"detector {padding}, segmentator {quick[1]}", str(len(images))), ours | {"seconds": values["seconds_per_image"]}, TWO_STAGE_MAMMOGRAMS
    )
    notes = ("Pixels of whole images at both thresholds 0.5; the paper's seconds are those of a GTX 970.",)
    return Table("two-stage-mammograms", "Whole mammograms", ("system", "images"), OF_MAMMOGRAMS, (row,), TWO_STAGE_TABLE_2_SOURCE, notes)


def _figures(recipe: Table2Recipe, curves: Mapping[str, Any], spaces: Mapping[str, tuple[FeatureSpace, np.ndarray]]) -> dict[str, Any]:
    from ..metrics.figures import epochs_figure, pairs_figure, plane_figure

    drawn = {f"two-stage-{key}": epochs_figure(curves, key) for key in ("loss", "validation_loss", "validation_accuracy")}
    drawn = {name.replace("_", "-"): figure for name, figure in drawn.items()}
    for part, (space, patches) in spaces.items():
        chosen = spread_sample(space, recipe.points, recipe.base.seed)
        plane = tsne(space.features[chosen], recipe.tsne)
        classes, wrong = space.classes[chosen], space.wrong[chosen]
        drawn[f"two-stage-{part}-features"] = plane_figure(plane, {f"C{c}": classes == c for c in (1, 2, 3, 4)})
        drawn[f"two-stage-{part}-errors"] = plane_figure(plane, {"right": ~wrong, "wrong": wrong})
        pairs = [
            (patches[n.wrong], _title(space, n.wrong, "wrong"), patches[n.nearest], _title(space, n.nearest, "nearest"))
            for n in nearest_of_errors(space)
        ]
        if pairs:
            drawn[f"two-stage-{part}-neighbours"] = pairs_figure(pairs)
    return drawn


def _title(space: FeatureSpace, index: int, what: str) -> str:
    return f"{what}: C{space.classes[index]}, {space.probability[index]:.2f}"
