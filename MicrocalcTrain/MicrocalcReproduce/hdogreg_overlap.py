"""The overlap o_thr from which a blob counts as a calcification, swept with weights as they are (Marasinou 2023, "Model
Selection").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar

import numpy as np
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.detectors.hdogreg import METHOD, Hdogreg, RegionMaps, create
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage, labelled_folder
from MicrocalcTrainLib.datasets.splits import VALIDATION
from MicrocalcTrainLib.datasets.stored_images import is_store
from MicrocalcTrainLib.metrics.clusters import cluster_froc
from MicrocalcTrainLib.workflows.evaluation import Evaluation, System, evaluate_side_by_side
from MicrocalcTrainLib.workflows.evaluation_report import summary

from .job import Job, Report, keep_model
from .material import images_of
from .paper_rule import PaperRule
from .published import HDOGREG_TABLE_3, MARASINOU
from .recipes import OverlapRecipe
from .tables import Measure, Row, Table

PAPER, WHOLE = "the paper's rule", "hdogreg as it ships"
FOLDERS = {PAPER: "paper", WHOLE: "whole"}
CHOSEN = 0.3
SOURCE = (
    f"{MARASINOU}, text to Fig. 5 and Table 3, validation images of INbreast at the o_thr that it chose; of other o_thr"
    " it has no figure"
)
MEASURES = (
    Measure("pauc_at_20_thresholds", "pAUC, 20 thresholds"),
    Measure("pauc", "pAUC, all scores (± 2 SD)", spread="pauc_2sd"),
    Measure("tpr", "TPR at 0.4 FP/cm²"),
    Measure("iou_per_object", "IoU per object", spread="iou_per_object_sd"),
    Measure("sensitivity_at_0.5_fp_per_image", "clusters found at 0.5 FP/image"),
    Measure("sensitivity_at_1_fp_per_image", "at 1"),
)
SHOWN = {
    "pauc_at_20_thresholds": "pAUC, 20 thresholds",
    "tpr": "TPR at 0.4 FP/cm²",
    "iou_per_object": "IoU per object",
    "sensitivity_at_0.5_fp_per_image": "clusters found at 0.5 FP/image",
    "sensitivity_at_1_fp_per_image": "clusters found at 1 FP/image",
}

T = TypeVar("T")
RECIPE = OverlapRecipe()


def reproduce(job: Job, recipe: OverlapRecipe) -> Report:
    """Run both rules at each o_thr over the validation images, or take the analyses that are there; of the paper's
    network there is one rule.

    Raises
    ------
    InputError
        If there is no image.
    """
    detector = create(job.model(METHOD), job.device)
    keep_model(job.folder, detector.bundle.identity if detector.bundle else None)
    images = validation_images(job, recipe)
    systems = {(rule, o): one for rule, swept in _rules(detector, recipe).items() for o, one in swept.items()}
    runs = [
        (System(METHOD), one, job.folder / "analyses" / f"{FOLDERS[rule]}-{overlap:g}")
        for (rule, overlap), one in systems.items()
    ]
    evaluations = dict(zip(systems, evaluate_side_by_side(images, runs), strict=True))
    rows = tuple(
        Row((rule, f"{overlap:g}"), _values(e), _published(rule, overlap)) for (rule, overlap), e in evaluations.items()
    )
    notes = (
        f"{len(images)} images with {sum(len(image.lesions) for image in images)} clusters; model {_name(detector)}.",
        (
            f"{PAPER}: Hessian-DoG objects as they are, scored by the greatest p_thr at which more than o_thr of them"
            " lies in the region mask."
        ),
        f"{WHOLE}: the detail network adds objects of its own whatever o_thr is, and the candidate network scores all.",
        "A figure of single calcifications needs them outlined. IoU at the point of the FROC nearest to (0, 1).",
    )
    table = Table("hdogreg-overlap", "Overlap with the region mask", ("rule", "o_thr"), MEASURES, rows, SOURCE, notes)
    return Report((table,), _figures(evaluations))


def validation_images(job: Job, recipe: OverlapRecipe) -> tuple[LabelledImage, ...]:
    """Return the validation part of a data set, all images of a folder in the project's layout, since nothing is
    trained, or simulated ones.
    """
    if job.data is not None and not is_store(job.data):
        return labelled_folder(job.data)
    return images_of(job, VALIDATION, recipe.test_images, recipe.spacing_mm, recipe.seed)


class OfLastImage(Generic[T]):
    """What is computed of an image and its breast mask; of the last image it is kept for those that ask again."""

    def __init__(self, computed: Callable[[Mammogram, np.ndarray, Progress], T]) -> None:
        self.computed = computed
        self.last: tuple[Mammogram, T] | None = None

    def __call__(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> T:
        if self.last is None or self.last[0] is not mammogram:
            self.last = None  # frees the memory of the one before
            self.last = mammogram, self.computed(mammogram, mask, progress)
        return self.last[1]


class _Light(Hdogreg):
    """hdogreg whose maps come from elsewhere."""

    def __init__(self, of: Hdogreg, maps: OfLastImage[RegionMaps], overlap: float) -> None:
        super().__init__(
            of.region, of.detail, of.candidate, replace(of.parameters, overlap=overlap), of.bundle, of.device
        )
        self.known = maps

    def maps(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> RegionMaps:
        return self.known(mammogram, mask, progress)


class _Fpn(HdogregFpn):
    """The paper's network, whose map comes from elsewhere."""

    def __init__(self, of: HdogregFpn, proximity: OfLastImage[np.ndarray], overlap: float) -> None:
        super().__init__(of.network, replace(of.parameters, overlap=overlap), of.bundle, of.device)
        self.known = proximity

    def proximity(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> np.ndarray:
        return self.known(mammogram, mask, progress)


def _rules(detector: Hdogreg | HdogregFpn, recipe: OverlapRecipe) -> dict[str, dict[float, Detector]]:
    """Return the detectors of each rule; those of one image share its maps, which no o_thr changes."""
    if isinstance(detector, HdogregFpn):
        proximity = OfLastImage(detector.proximity)
        return {PAPER: {o: _Fpn(detector, proximity, o) for o in recipe.overlaps}}
    maps = OfLastImage(detector.maps)

    def of_maps(mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> np.ndarray:
        return maps(mammogram, mask, progress).proximity

    return {
        PAPER: {o: PaperRule(of_maps, o) for o in recipe.overlaps},
        WHOLE: {o: _Light(detector, maps, o) for o in recipe.overlaps},
    }


def _name(detector: Hdogreg | HdogregFpn) -> str:
    return (
        f"{detector.bundle.identity.name} {detector.bundle.identity.version}" if detector.bundle else "without a name"
    )


def _values(e: Evaluation) -> dict[str, float]:
    values = summary(e)
    return {key: values[key] for measure in MEASURES for key in measure.keys if key != "tpr"} | {
        "tpr": values["tpr_at_0.4_fp_per_cm2"]
    }


def _published(rule: str, overlap: float) -> dict[str, float]:
    if rule != PAPER or overlap != CHOSEN:
        return {}
    values = HDOGREG_TABLE_3["hdogreg", "validation"]
    return {"pauc_at_20_thresholds": values["pauc"]} | {
        name: values[name] for name in ("tpr", "iou_per_object", "iou_per_object_sd")
    }


def _figures(evaluations: Mapping[tuple[str, float], Evaluation]) -> dict[str, Any]:
    from MicrocalcTrainLib.metrics.figures import froc_figure, panels_figure

    rules = list(dict.fromkeys(rule for rule, _ in evaluations))
    overlaps = list(dict.fromkeys(overlap for _, overlap in evaluations))
    panels: dict[str, dict[str, tuple[np.ndarray, np.ndarray]]] = {}
    for key, title in SHOWN.items():
        curves = {rule: np.array([_values(evaluations[rule, overlap])[key] for overlap in overlaps]) for rule in rules}
        known = {rule: (np.array(overlaps), values) for rule, values in curves.items() if np.isfinite(values).any()}
        panels |= {title: known} if known else {}
    of_paper = {f"o_thr {overlap:g}": evaluations[rules[0], overlap] for overlap in overlaps}
    drawn = {"hdogreg-overlap-sweep": panels_figure(panels, "o_thr", min(3, len(panels)))}
    if all(e.froc is not None for e in of_paper.values()):
        return drawn | {
            "hdogreg-overlap-froc": froc_figure({name: e.froc for name, e in of_paper.items() if e.froc is not None})
        }
    return drawn | {
        "hdogreg-overlap-froc": froc_figure(
            {n: cluster_froc([i.clusters for i in e.images]) for n, e in of_paper.items()}, "image", 4.0
        )
    }
