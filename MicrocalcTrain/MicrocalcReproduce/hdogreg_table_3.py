"""The final model against the other methods, on validation and test images (Marasinou 2023, Table 3, Figs. 4 and 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.detectors import Detector, create
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage
from MicrocalcTrainLib.datasets.splits import TEST, TRAIN, VALIDATION
from MicrocalcTrainLib.kept_analyses import ANALYSIS
from MicrocalcTrainLib.metrics.paired import paired_wilcoxon
from MicrocalcTrainLib.workflows.evaluation import Evaluation, System, evaluate
from MicrocalcTrainLib.workflows.evaluation_report import summary

from .hdogreg_training import trained
from .job import Job, Report
from .material import check_calcifications, images_of
from .picture_figures import Picture, pictures_figure
from .published import HDOGREG_TABLE_3, HDOGREG_TABLE_3_SOURCE
from .recipes import Table3Recipe
from .shown import side_by_side
from .tables import Measure, Row, Table

METHODS = {"hdogreg": "Marasinou 2023", "morphological": "Ciecholewski 2017", "context": "Wang and Yang 2018"}
PARTS = (VALIDATION, TEST)
SHOWN = {VALIDATION: 3, TEST: 2}
SEGMENTING = ("hdogreg", "morphological")
PATCHES, PATCH_PX = "hdogreg-table-3-patches", 256
MEASURES = (
    Measure("pauc", "pAUC (± 2 SD)", spread="pauc_2sd"),
    Measure("tpr", "TPR at 0.4 FP/cm²"),
    Measure("iou_per_image", "IoU per image", spread="iou_per_image_sd"),
    Measure("iou_per_object", "IoU per object", spread="iou_per_object_sd"),
)


RECIPE = Table3Recipe()


def reproduce(job: Job, recipe: Table3Recipe) -> Report:
    """Run the methods that have weights over both parts and return the table with the FROC of each part, and patches
    side by side.
    """
    check_calcifications(job, (TRAIN, *PARTS) if recipe.train else PARTS, "hdogreg-table-3")
    detectors, curves, notes = _detectors(job, recipe)
    evaluations: dict[tuple[str, str], Evaluation] = {}
    patches: list[tuple[Picture, ...]] = []
    for part in PARTS:
        images = images_of(job, part, recipe.test_images, recipe.spacing_mm, recipe.seed)
        for method, (system, detector) in detectors.items():
            evaluations[method, part] = evaluate(images, system, detector, job.folder / "analyses" / part)
        patches += _patches(
            images, job.folder / "analyses" / part, {m: e for (m, own), e in evaluations.items() if own == part}
        )
    rows = tuple(
        Row(
            (METHODS[method], _model(evaluations.get((method, part))), part),
            _ours(evaluations.get((method, part))),
            values,
        )
        for (method, part), values in HDOGREG_TABLE_3.items()
    )
    notes += [*_tests(evaluations), "The paper's numbers are on INbreast."]
    labels = ("method", "model", "part")
    table = Table(
        "hdogreg-table-3", "Detection and segmentation", labels, MEASURES, rows, HDOGREG_TABLE_3_SOURCE, tuple(notes)
    )
    return Report((table,), _figures(evaluations, curves) | ({PATCHES: pictures_figure(patches)} if patches else {}))


def _detectors(
    job: Job, recipe: Table3Recipe
) -> tuple[dict[str, tuple[System, Detector]], Sequence[Mapping[str, float]], list[str]]:
    found: dict[str, tuple[System, Detector]] = {}
    curves: Sequence[Mapping[str, float]] = ()
    notes = []
    if recipe.train:
        made = trained(job, job.folder / "network", recipe.network)
        found["hdogreg"], curves = (System("hdogreg"), made.detector), made.curves
        notes.append(
            f"hdogreg: trained here for {recipe.network.training.epochs} epochs (40 in the paper), "
            f"encoder's channels divided by {recipe.network.divisor} (1 in the paper)."
        )
    for method, author in METHODS.items():
        if method in found:
            continue
        if method == "morphological" or job.has_model(method):
            model = job.model(method)
            found[method] = System(method, str(model) if model else None), create(method, model, job.device)
        else:
            notes.append(f"{author}: no weights are installed; train {method} and give its folder with --models.")
    return found, curves, notes


def _model(e: Evaluation | None) -> str:
    if e is None:
        return "no weights"
    return e.model or ("none needed" if e.system.method == "morphological" else "trained here")


def _ours(e: Evaluation | None) -> dict[str, float]:
    if e is None:
        return {}
    values = summary(e)
    spread = float(e.image_ious.std()) if len(e.image_ious) else float("nan")
    names = ("pauc", "pauc_2sd", "iou_per_image", "iou_per_object", "iou_per_object_sd")
    return {name: values[name] for name in names} | {"tpr": values["tpr_at_0.4_fp_per_cm2"], "iou_per_image_sd": spread}


def _tests(evaluations: Mapping[tuple[str, str], Evaluation]) -> list[str]:
    notes = []
    for part in PARTS:
        ours, theirs = (evaluations.get((method, part)) for method in ("hdogreg", "morphological"))
        if (
            ours is None
            or theirs is None
            or not len(ours.object_ious)
            or len(ours.object_ious) != len(theirs.object_ious)
        ):
            continue
        objects, images = (
            paired_wilcoxon(getattr(ours, name), getattr(theirs, name)).p for name in ("object_ious", "image_ious")
        )
        notes.append(
            f"{part}: Marasinou against Ciecholewski, paired Wilcoxon, p = {objects:.2g} per object and {images:.2g}"
            " per image (paper: < 0.01)."
        )
    return notes


def _patches(
    images: Sequence[LabelledImage], place: Path, evaluations: Mapping[str, Evaluation]
) -> list[tuple[Picture, ...]]:
    """Return rows of patches of a part, as many as the paper's Fig. 4 has, each method at the score that its IoU is
    measured at.
    """
    rows = []
    methods = {method: evaluations[method] for method in SEGMENTING if method in evaluations}
    for number, image in enumerate(images):
        if image.labels is None or any(e.images[number].failure is not None for e in methods.values()):
            continue
        stored = {
            METHODS[m]: (Analysis.load(place / e.system.name / f"{image.stem}{ANALYSIS}"), e.threshold)
            for m, e in methods.items()
        }
        rows += [row] if (row := side_by_side(image, stored, PATCH_PX)) else []
        if len(rows) == SHOWN[place.name]:
            break
    return rows


def _figures(
    evaluations: Mapping[tuple[str, str], Evaluation], curves: Sequence[Mapping[str, float]]
) -> dict[str, Any]:
    from MicrocalcTrainLib.metrics.figures import froc_figure, training_figure

    drawn = {}
    for part in PARTS:
        frocs = {
            METHODS[method]: e.froc for (method, own), e in evaluations.items() if own == part and e.froc is not None
        }
        if frocs:
            drawn[f"hdogreg-table-3-froc-{part}"] = froc_figure(frocs)
    if curves:
        drawn["hdogreg-table-3-curves"] = training_figure(curves, ("loss", "validation_loss", "validation_iou"))
    return drawn
