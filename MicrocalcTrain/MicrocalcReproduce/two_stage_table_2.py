"""Errors by patch class of detector and segmentator, by size and padding, and on whole mammograms (Valvano 2019, Table
2, Figs. 1 and 4 to 7).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters, TwoStageParameters, network_of
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.two_stage import PatchNetwork
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage
from MicrocalcTrainLib.datasets.minibatches import BalancedBatches, balanced_batches
from MicrocalcTrainLib.datasets.patch_database import PatchDatabase
from MicrocalcTrainLib.datasets.patch_store import PatchStore
from MicrocalcTrainLib.datasets.splits import TEST, TRAIN, VALIDATION
from MicrocalcTrainLib.datasets.stored_images import is_store
from MicrocalcTrainLib.kept_analyses import ANALYSIS
from MicrocalcTrainLib.metrics.patch_classes import patch_class_errors
from MicrocalcTrainLib.metrics.tsne import tsne
from MicrocalcTrainLib.workflows.classifier import labelled, probabilities, train_classifier
from MicrocalcTrainLib.workflows.evaluation import Evaluation, System, evaluate
from MicrocalcTrainLib.workflows.evaluation_report import summary
from MicrocalcTrainLib.workflows.loop import read_curves
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.two_stage import POSITIVES, detector_of, patch_database

from .feature_space import FeatureSpace, feature_space, nearest_of_errors, spread_sample
from .job import Job, Report
from .material import images_of
from .published import TWO_STAGE_MAMMOGRAMS, TWO_STAGE_TABLE_2, TWO_STAGE_TABLE_2_SOURCE
from .recipes import Table2Recipe
from .shown import REGION_MM, AtTheSkin, Outlined, nearest_false_mark, outlined, region, richest_region
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
PAPER_SIZE_PX = 49
THRESHOLD = 0.5
EVERY_OBJECT = "0"  # of what is above both thresholds, whatever its score: the paper has none
MEASURES = (
    *(Measure(f"C{c}", f"C{c} %", "{:.2f}") for c in (1, 2, 3, 4)),
    Measure("accuracy", "accuracy %", "{:.2f}"),
    Measure("patches", "n", "{:.0f}"),
)
OF_MAMMOGRAMS = (
    Measure("pixel_accuracy", "pixel accuracy %", "{:.3f}"),
    Measure("pixel_false_positive_rate", "false positive rate %", "{:.4f}"),
    Measure("tpr_at_0.4_fp_per_cm2", "TPR at 0.4 FP/cm²"),
    Measure("iou_per_object", "IoU per object"),
    Measure("seconds", "CPU s/image", "{:.1f}"),
)


RECIPE = Table2Recipe()


def reproduce(job: Job, recipe: Table2Recipe) -> Report:
    """Train both networks in every variant, and return errors by class, figures of whole mammograms, and views of the
    features.

    Raises
    ------
    InputError
        If the data set was imported with patches of a side that no variant has, or has none of a class.
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
            rows.append(
                Row(
                    (part, padding, str(size)),
                    _errors(network, patches, classes, positives, job.device),
                    _published(part, padding, size),
                )
            )
            if (size, padding) == variants[0]:
                spaces[part] = feature_space(network, patches, classes, positives, job.device), patches
    labels = ("network", "padding", "patch px")
    table = Table(
        "two-stage-table-2", "Errors by patch class", labels, MEASURES, tuple(rows), TWO_STAGE_TABLE_2_SOURCE, notes
    )
    whole, pictures = _mammograms(job, recipe, networks, variants)
    return Report((table, whole), _figures(recipe, curves, spaces) | pictures)


def _variants(job: Job, recipe: Table2Recipe) -> tuple[list[tuple[int, str]], tuple[str, ...]]:
    notes = (
        (
            "Accuracy: half of the patches C1, the other classes a sixth each, as in the paper. Its numbers are on its"
            " own real patches of 49 px."
        ),
    )
    if job.data is None:
        return list(recipe.variants), notes
    if not is_store(job.data):
        raise InputError(f"{job.data} is no data set with patches: make one with microcalc-train import.")
    size = PatchStore(job.data).size_px
    variants = [(own, padding) for own, padding in recipe.variants if own == size]
    if not variants:
        sizes = ", ".join(sorted({str(own) for own, _ in recipe.variants}, reverse=True))
        raise InputError(
            f"{job.data} holds patches of {size} px: import the set with patches of one of {sizes} px.", option="--size"
        )
    return variants, (
        *notes,
        f"The data set holds patches of {size} px; other sides need it imported anew with --size.",
    )


def _database(job: Job, recipe: Table2Recipe, size: int) -> PatchStore | PatchDatabase:
    if job.data is not None:
        return PatchStore(job.data)
    base = replace(recipe.base, patches=replace(recipe.base.patches, size_px=size))
    return patch_database(
        job.folder / f"patches-{size}.sqlite", Simulated(job.sources), base, job.folder / "backgrounds"
    )


def _trained(
    job: Job,
    recipe: Table2Recipe,
    name: str,
    part: str,
    form: PatchNetworkParameters,
    database: PatchStore | PatchDatabase,
) -> tuple[PatchNetwork, Sequence[Mapping[str, float]]]:
    training, folder = getattr(recipe.base, part), job.folder / "networks" / name
    of_set: Any = (
        balanced_batches if isinstance(database, PatchStore) else BalancedBatches
    )  # of a data set the error says what it lacks
    batches = of_set(database, TRAIN, POSITIVES[part], training.batch, training.steps, training.seed)
    torch.manual_seed(training.seed)
    validation = labelled(*database.all_of(VALIDATION), POSITIVES[part])
    network = train_classifier(folder, network_of(form), batches, validation, training, job.device)
    return network, read_curves(folder)


def _errors(
    network: PatchNetwork, patches: np.ndarray, classes: np.ndarray, positives: tuple[int, ...], device: str
) -> dict[str, float]:
    errors = patch_class_errors(probabilities(network, patches, device) >= THRESHOLD, classes, positives)
    found = {f"C{c}": 100 * e for c, e in zip((1, 2, 3, 4), errors.errors, strict=True)}
    return found | {"accuracy": 100 * errors.published_accuracy, "patches": float(sum(errors.counts))}


def _published(part: str, padding: str, size: int) -> Mapping[str, float]:
    return TWO_STAGE_TABLE_2.get((part, padding), {}) if size == PAPER_SIZE_PX else {}


def _mammograms(
    job: Job,
    recipe: Table2Recipe,
    networks: Mapping[tuple[str, int, str], PatchNetwork],
    variants: Sequence[tuple[int, str]],
) -> tuple[Table, dict[str, Any]]:
    """Run the system over mammograms with the first variant's detector and each segmentator of its size; return the
    table and pictures.

    Both work at the threshold of the table of patches.
    """
    size, padding = variants[0]
    spacing = recipe.base.patches.regions.spacing_mm if job.data is None else PatchStore(job.data).mean_spacing_mm
    images = images_of(job, TEST, recipe.test_images, spacing, recipe.base.seed)
    rows = []
    shown: dict[Any, Any] = {}
    for own in (one for one in variants if one[0] == size):
        forms = [PatchNetworkParameters(*one, recipe.channels) for one in (variants[0], own)]
        parameters = TwoStageParameters(
            spacing_mm=spacing,
            detector=forms[0],
            segmentator=forms[1],
            detector_threshold=THRESHOLD,
            pixel_threshold=THRESHOLD,
        )
        detector = detector_of(
            {"detector": networks["detector", size, padding], "segmentator": networks["segmentator", *own]},
            parameters,
            job.device,
        )
        place = job.folder / "analyses" / f"segmentator-{own[1]}"
        evaluation = evaluate(images, System("two-stage"), detector, place, EVERY_OBJECT)
        values = summary(evaluation)
        ours = {name: 100 * values[name] for name in ("pixel_accuracy", "pixel_false_positive_rate")}
        ours |= {name: values[name] for name in ("tpr_at_0.4_fp_per_cm2", "iou_per_object")} | {
            "seconds": values["processor_seconds_per_image"]
        }
        published = TWO_STAGE_MAMMOGRAMS if own[1] == padding else {}
        rows.append(Row((f"detector {padding}, segmentator {own[1]}", str(len(images))), ours, published))
        shown |= shown or _pictures(images, place / "two-stage", evaluation)
    notes = (
        (
            f"Pixels of whole images at both thresholds {THRESHOLD:g}, that of the patches above; the paper's seconds"
            " are those of a GTX 970."
        ),
    )
    table = Table(
        "two-stage-mammograms",
        "Whole mammograms",
        ("system", "images"),
        OF_MAMMOGRAMS,
        tuple(rows),
        TWO_STAGE_TABLE_2_SOURCE,
        notes,
    )
    return table, shown


def _pictures(images: Sequence[LabelledImage], place: Path, evaluation: Evaluation) -> dict[str, Any]:
    """Return a region with its outlines, and the false mark nearest to the skin (Valvano 2019, Figs. 1 and 7), where
    there are such.
    """
    from .picture_figures import pictures_figure

    figures: dict[str, Any] = {}
    nearest: tuple[AtTheSkin, Outlined] | None = None
    for image, one in zip(images, evaluation.images, strict=True):
        if one.failure is not None or image.labels is None:
            continue
        drawn = outlined(image, Analysis.load(place / f"{image.stem}{ANALYSIS}"), float(EVERY_OBJECT))
        where, mark = richest_region(drawn), nearest_false_mark(drawn)
        if where is not None and "two-stage-region" not in figures:
            figures["two-stage-region"] = pictures_figure([region(drawn, *where, f"{REGION_MM:g} mm of {image.stem}")])
        if mark is not None and (nearest is None or mark.distance_mm < nearest[0].distance_mm):
            nearest = mark, drawn
    if nearest is not None:
        mark, drawn = nearest
        title = f"false mark {mark.distance_mm:.1f} mm from the skin"
        figures["two-stage-false-at-skin"] = pictures_figure([region(drawn, mark.row, mark.column, title)])
    return figures


def _figures(
    recipe: Table2Recipe, curves: Mapping[str, Any], spaces: Mapping[str, tuple[FeatureSpace, np.ndarray]]
) -> dict[str, Any]:
    from MicrocalcTrainLib.metrics.figures import epochs_figure, pairs_figure, plane_figure

    drawn = {
        f"two-stage-{key}": epochs_figure(curves, key) for key in ("loss", "validation_loss", "validation_accuracy")
    }
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
