"""Figures of single calcifications: every command counts them by the same matching and gives them the same name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis, Candidates
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.metrics.clusters import match_clusters
from MicrocalcTrainLib.metrics.froc import FreeResponse, rate_at
from MicrocalcTrainLib.metrics.one_to_one import one_to_one_froc
from MicrocalcTrainLib.metrics.segmentation import object_ious, pixel_counts
from MicrocalcTrainLib.workflows.evaluation import Evaluation, MeasuredImage, System
from MicrocalcTrainLib.workflows.evaluation_report import summary
from MicrocalcTrainLib.workflows.fine_tuning import figures_of, froc_of
from MicrocalcTrainLib.workflows.measuring import (
    choose_operating_points,
    detection_figures,
    froc_rows,
    matched_image,
    measure,
)
from MicrocalcTrainLib.workflows.model_card import measured_figures, operating_points, write_curves
from report_material import make_analysis, make_mammogram

TOOLS = Path(__file__).resolve().parents[2] / "tools"
SHAPE = (512, 256)
MARKS = [(100, 100), (102, 102), (200, 100), (300, 100), (203, 101), (400, 50)]
SCORES = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]
TRUE = [(101, 101), (200, 100), (301, 100), (450, 200)]


class Twice:
    """Marks two of the four calcifications twice, one once, and one place where there is nothing."""

    bundle = None

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        return make_analysis(mammogram, MARKS, SCORES)


@pytest.fixture(scope="module")
def picture() -> Mammogram:
    return make_mammogram(*SHAPE)


def truth() -> np.ndarray:
    labels = np.zeros(SHAPE, np.uint32)
    for number, (row, column) in enumerate(TRUE, start=1):
        labels[row - 1 : row + 2, column - 1 : column + 2] = number
    return labels


def evaluated(analysis: Analysis, labels: np.ndarray) -> dict[str, object]:
    """Return the row of `microcalc-train evaluate` for one image."""
    matched = matched_image(analysis, labels)
    curve = one_to_one_froc([matched.marks])
    threshold = detection_figures([matched], 0.5)["nearest_threshold"]
    outlines = analysis.label_map(np.flatnonzero(analysis.candidates.column("score") >= threshold) + 1)
    clusters = match_clusters(np.zeros((0, 2)), np.zeros(0), np.zeros((0, 2)), np.zeros(0), (0.1, 0.1))
    image = MeasuredImage("one", clusters, matched.marks, 1.0, 1.0, False)
    ious, pixels = object_ious(outlines, labels), pixel_counts(outlines, labels)
    return summary(
        Evaluation(System("hdogreg"), "", (image,), curve, threshold, ious, np.array([pixels.mean_iou]), pixels)
    )


def test_a_second_mark_on_one_calcification_is_false_in_the_figures_of_every_command(picture: Mammogram):
    detector, labels = Twice(), truth()
    analysis = detector.analyse(picture, Progress())
    stored = SimpleNamespace(
        mammogram=lambda: picture, truth=lambda: SimpleNamespace(labels=labels, uncertain=np.zeros(SHAPE, bool))
    )
    whole = SimpleNamespace(name="one", mammogram=picture, truth=labels, uncertain=np.zeros(SHAPE, bool))
    rates = {
        "training": detection_figures([matched_image(analysis, labels)], 0.5),
        "training on a data set": measure(detector, [whole], 0.5),
        "fine-tuning": figures_of(froc_of(detector, [stored])),
        "evaluation": evaluated(analysis, labels),
    }
    # 42 cm^2 with 3 false marks: 2 second ones and 1 in the wrong place
    assert rates["training"]["froc"][0] == {
        "threshold": 0.01,
        "false_calcifications_per_cm2": round(3 / 42, 4),
        "sensitivity": 0.75,
    }
    assert {name: row["tpr_at_0.4_fp_per_cm2"] for name, row in rates.items()} == dict.fromkeys(rates, 0.75)
    assert rates["training"] == rates["training on a data set"]
    assert rates["fine-tuning"]["froc"] == rates["training"]["froc"]
    for name in ("iou_per_object", "iou_per_object_sd"):
        assert (
            rates["training"][name] == pytest.approx(rates["evaluation"][name], abs=1e-4)
            and rates["training"][name] > 0
        )


def test_second_marks_use_up_the_false_ones_that_a_figure_allows(picture: Mammogram):
    small = replace(Twice().analyse(picture, Progress()).image, breast_area_cm2=2.0)
    analysis = replace(Twice().analyse(picture, Progress()), image=small)
    found = detection_figures([matched_image(analysis, truth())], 0.5)
    # at 0.8 the second mark on the first calcification is the only false one: 0.5 per cm^2
    assert (found["tpr_at_0.4_fp_per_cm2"], found["tpr_at_1_fp_per_cm2"]) == (0.25, 0.75)


def test_an_object_that_nothing_overlaps_counts_as_zero_and_a_point_annotation_not_at_all(picture: Mammogram):
    labels = truth()
    labels[20, 20] = 9
    analysis = Twice().analyse(picture, Progress())
    exact = replace(
        analysis,
        candidates=Candidates(analysis.candidates.measures[2:3], Objects.of([analysis.candidates.object_pixels(3)])),
    )
    image = matched_image(exact, labels)
    assert image.object_ious(0.5).tolist() == [0, 1, 0, 0]
    assert image.object_ious(0.95).tolist() == [0, 0, 0, 0]
    assert (
        detection_figures([image], 0.95)["iou_per_object_at_balanced"]
        == 0
        < detection_figures([image], 0.5)["iou_per_object_at_balanced"]
    )


def test_operating_points_are_never_chosen_on_nothing():
    """The mean over no image is no number, which no limit passes."""
    with pytest.raises(InputError, match="no image to choose operating points on: give mammograms"):
        choose_operating_points(Twice(), [])


def test_a_loss_that_is_no_number_is_null_in_the_curves_of_a_bundle(tmp_path: Path):
    """JSON knows no NaN: strict readers refuse the whole file."""
    write_curves(tmp_path, "curves", [{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": float("nan")}])
    text = (tmp_path / "docs" / "curves.json").read_text()
    assert "NaN" not in text and json.loads(text)[1] == {"epoch": 2, "loss": None}


def test_an_image_without_marks_has_figures_of_zero(picture: Mammogram):
    analysis = replace(Twice().analyse(picture, Progress()), candidates=Candidates.none())
    found = detection_figures([matched_image(analysis, truth())], 0.5)
    assert (found["true_calcifications"], found["tpr_at_1_fp_per_cm2"], found["iou_per_object"]) == (4, 0, 0)


def test_the_stored_froc_is_the_curve_at_set_thresholds():
    hits = np.array([[1, 2, 3]])
    rows = froc_rows(
        FreeResponse(np.array([0.9, 0.52, 0.2]), hits, np.array([[0, 1, 3]]), np.array([4]), np.array([2.0]))
    )
    at = {row["threshold"]: (row["false_calcifications_per_cm2"], row["sensitivity"]) for row in rows}
    assert (
        at[0.95] == (0.0, 0.0)
        and at[0.9] == (0.0, 0.25)
        and at[0.525] == (0.0, 0.25)
        and at[0.5] == (0.5, 0.5)
        and at[0.01] == (1.5, 0.75)
    )
    assert sorted(at) == list(at)


def test_the_rate_at_a_number_of_false_ones_is_the_best_that_stays_within_it():
    curve = FreeResponse(
        np.array([0.9, 0.5, 0.2]), np.array([[1, 2, 4]]), np.array([[0, 1, 2]]), np.array([4]), np.array([1.0])
    )
    assert [rate_at(curve, at) for at in (0.0, 1.0, 1.5, 2.0)] == [0.25, 0.5, 0.5, 1.0]


def test_measuring_a_model_again_replaces_the_measured_sections_of_its_card_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.syspath_prepend(str(TOOLS))
    from measure_models import with_sections

    row = {"images": 3, "true_calcifications": 9, "tpr_at_0.4_fp_per_cm2": 0.5, "tpr_at_1_fp_per_cm2": 0.6}
    row |= {"iou_per_object": 0.4, "iou_per_object_sd": 0.1, "iou_per_object_at_balanced": 0.3}
    point = {"threshold": 0.25, "false_clusters_per_image": 0.08, "candidates_per_cm2": 0.02}
    section = {
        "training": {"figures": {"0.07 mm": row}},
        "operating_points": {"balanced": 0.25},
        "operating_curve": [point],
    }
    card = "\n".join(
        [
            "# name",
            "",
            "By hand.",
            "",
            *measured_figures(section),
            *operating_points(section),
            "## By hand, too",
            "",
            "Last.",
            "",
        ]
    )
    old = card.replace("0.500", "0.900").replace("0.08", "0.33")
    assert old != card and with_sections(old, section) == card
    assert with_sections(old.partition("\n## By hand, too")[0], section) == card.partition("\n## By hand, too")[0]
