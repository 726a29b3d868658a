"""All methods side by side on the simulated benchmark, or on a data set: the table of the README."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from MicrocalcCADLib.detectors import KNOWN, create
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage, labelled_folder
from MicrocalcTrainLib.datasets.splits import TEST
from MicrocalcTrainLib.datasets.stored_images import is_store
from MicrocalcTrainLib.metrics.clusters import cluster_froc
from MicrocalcTrainLib.simulation.backgrounds import of_part
from MicrocalcTrainLib.simulation.images import ImageParameters
from MicrocalcTrainLib.workflows.evaluation import Evaluation, System, evaluate
from MicrocalcTrainLib.workflows.evaluation_report import summary, write_report

from .job import Job, Report
from .material import images_of
from .recipes import BenchmarkRecipe
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
WITHOUT_MODEL = "morphological"
MEASURES = (
    Measure("sensitivity_at_0.25_fp_per_image", "sensitivity at 0.25 FP/image"),
    Measure("sensitivity_at_0.5_fp_per_image", "at 0.5"),
    Measure("sensitivity_at_1_fp_per_image", "at 1"),
    Measure("tpr_at_0.4_fp_per_cm2", "TPR at 0.4 FP/cm²"),
    Measure("iou_per_object", "IoU per object", spread="iou_per_object_sd"),
    Measure("seconds_per_image", "s/image", "{:.1f}"),
    Measure("processor_seconds_per_image", "CPU s/image", "{:.1f}"),
)
PATCHES = (
    "{}: marks squares instead of calcifications; a square is right if it overlaps the circle about a cluster, and"
    " counts as one false mark if it overlaps none. It has no single calcifications, so neither TPR nor IoU."
)
NO_WEIGHTS = "{}: no weights are installed; train it and give its folder with --models."


RECIPE = BenchmarkRecipe()


def settings(recipe: BenchmarkRecipe) -> BenchmarkRecipe:
    """Return what must be the same for a folder to be taken up: not how many images, and which methods."""
    return replace(recipe, images=1, methods=())


def reproduce(job: Job, recipe: BenchmarkRecipe) -> Report:
    """Run every method that has weights over the images, or take the analyses that are there, and return the table.

    Each image of each method is one file, written whole. `evaluation.csv` and its companions hold all measures.

    Raises
    ------
    InputError
        If a method is unknown.
    """
    _check(recipe.methods)
    # all models are loaded first, so that a damaged one stops nothing halfway
    systems = {
        method: [(one, create(method, one.model, job.device)) for one in systems_of(job, method)]
        for method in recipe.methods
    }
    images = tested_images(job, recipe)
    evaluations: dict[str, list[Evaluation]] = {}
    for method, some in systems.items():
        evaluations[method] = [evaluate(images, system, detector, job.folder / "analyses") for system, detector in some]
    known = [one for some in evaluations.values() for one in some]
    if not known:
        raise InputError(
            f"None of {', '.join(recipe.methods)} has weights: give a folder of bundles.", option="--models FOLDER"
        )
    write_report(job.folder / "details", known, {"set": "benchmark", "outlines_at": "nearest"})
    return Report((table(evaluations, size_text(images, job, recipe)),), figures(known))


def tested_images(job: Job, recipe: BenchmarkRecipe) -> tuple[LabelledImage, ...]:
    """Return the test part of a data set, all images of a folder in the project's layout, or simulated ones."""
    if job.data is not None and not is_store(job.data):
        return labelled_folder(job.data)
    images = images_of(job, TEST, recipe.images, recipe.spacing_mm, recipe.seed, ImageParameters())
    return images if job.data else images[: recipe.images]


def systems_of(job: Job, method: str) -> tuple[System, ...]:
    """Return the systems of a method: a given bundle each, else the installed default; none where there
    are no weights.
    """
    bundles = job.bundles(method)
    if bundles:
        return tuple(System(method, str(folder)) for folder in bundles)
    return (System(method),) if method == WITHOUT_MODEL or job.has_model(method) else ()


def table(evaluations: Mapping[str, Sequence[Evaluation]], size: str) -> Table:
    """Return the table; a method without an evaluation is listed as one without weights."""
    rows, notes = [], [size]
    for method, some in evaluations.items():
        for one in some:
            values = summary(one)
            rows.append(
                Row((one.system.name, one.model or "none needed"), {k: values[k] for m in MEASURES for k in m.keys})
            )
            notes += _notes(one, values)
        if not some:
            rows.append(Row((method, "no weights"), {}))
            notes.append(NO_WEIGHTS.format(method))
    notes.append(
        "A cluster is found if a mark lies within its radius + 3 mm. IoU at the point of the FROC nearest to (0, 1)."
        " Seconds: medians."
    )
    return Table("benchmark", "Methods side by side", ("method", "model"), MEASURES, tuple(rows), notes=tuple(notes))


def size_text(images: Sequence[LabelledImage], job: Job, recipe: BenchmarkRecipe) -> str:
    """Return how many images there are, and how large."""
    import SimpleITK as sitk

    if job.data is not None:
        return f"{len(images)} images with {sum(len(image.lesions) for image in images)} annotated clusters."
    megapixels = []
    for image in images:
        reader = sitk.ImageFileReader()
        reader.SetFileName(str(image.path))
        reader.ReadImageInformation()
        megapixels.append(math.prod(reader.GetSize()) / 1e6)
    backgrounds = len(of_part(job.sources, TEST))
    clusters = sum(len(image.lesions) for image in images)
    return (
        f"{len(images)} images at {recipe.spacing_mm:g} mm with {clusters} clusters, seed {recipe.seed}, on"
        f" {backgrounds} held-out mammograms cut to the breast and on procedural texture, {min(megapixels):.1f} to"
        f" {max(megapixels):.1f} megapixels (mean {sum(megapixels) / len(images):.1f})."
    )


def figures(evaluations: Sequence[Evaluation]) -> dict[str, Any]:
    """Return the FROC of single calcifications and of clusters."""
    from MicrocalcTrainLib.metrics.figures import froc_figure

    single = {e.system.name: e.froc for e in evaluations if e.froc is not None}
    drawn = {
        "benchmark-clusters": froc_figure(
            {e.system.name: cluster_froc([i.clusters for i in e.images]) for e in evaluations}, "image", 4.0
        )
    }
    return drawn | ({"benchmark-froc": froc_figure(single)} if single else {})


def _notes(one: Evaluation, values: Mapping[str, Any]) -> list[str]:
    notes = (
        [f"{one.system.name}: {values['failed']} images failed and count as without a mark."]
        if values["failed"]
        else []
    )
    if any(image.marks_patches for image in one.images):
        notes.append(PATCHES.format(one.system.name))
    return notes


def _check(methods: Sequence[str]) -> None:
    unknown = [method for method in methods if method not in KNOWN]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no method: use some of {', '.join(KNOWN)}.")
