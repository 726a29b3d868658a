"""Figures of the measures: reproducible files that show what they were given."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcTrainLib.metrics.figures import (
    confusion_figure,
    epochs_figure,
    folds_figure,
    froc_figure,
    grid_figure,
    pairs_figure,
    plane_figure,
    reliability_figure,
    roc_figure,
    save_figure,
    sweep_figure,
    training_figure,
)
from MicrocalcTrainLib.metrics.froc import free_response
from MicrocalcTrainLib.metrics.reliability import reliability
from MicrocalcTrainLib.metrics.roc import roc, slope_one_point
from PIL import Image

pytest.importorskip("matplotlib")


def scored() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    positive = rng.random(200) < 0.4
    return np.clip(rng.normal(0.3 + 0.4 * positive, 0.2), 0, 1), positive


def figures() -> dict:
    scores, positive = scored()
    curve = roc(scores, positive)
    froc = free_response(scores, [scores[positive]], [scores[~positive]], [90], [50.0])
    return {
        "froc": froc_figure({"one method": froc}),
        "roc": roc_figure({"one method": curve}, {"one method": slope_one_point(curve)}),
        "confusion": confusion_figure(np.array([[37, 2], [1, 9]]), ["benign", "malignant"]),
        "reliability": reliability_figure({"one method": reliability(scores, positive)}),
        "grid": grid_figure(np.array([[0.25, np.nan], [0.5, 0.75]]), ["-1", "1"], ["6", "8"], ("xi", "alpha"), "pAUC"),
        "sweep": sweep_figure([0.1, 0.2], {"QWK": [0.5, 0.6]}, "alpha"),
        "folds": folds_figure({"both": [curve, roc(positive.astype(float), positive)]}),
        "plane": plane_figure(scores.reshape(-1, 2), {"right": positive[:100], "wrong": ~positive[:100]}),
        "pairs": pairs_figure([(np.eye(5), "wrong: C1", np.ones((5, 5)), "nearest: C4")]),
        "epochs": epochs_figure({"one training": [{"epoch": 1, "validation_loss": 0.5}]}, "validation_loss"),
        "training": training_figure(
            [{"epoch": 1, "loss": 1.0}, {"epoch": 2, "loss": 0.5, "validation_loss": 0.6}], ["loss", "validation_loss"]
        ),
    }


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_same_input_gives_the_same_file(suffix: str, tmp_path: Path):
    for again in ("a", "b"):
        for name, figure in figures().items():
            save_figure(figure, tmp_path / again / f"{name}{suffix}")
    for name in figures():
        assert (tmp_path / "a" / f"{name}{suffix}").read_bytes() == (tmp_path / "b" / f"{name}{suffix}").read_bytes(), (
            name
        )


def test_figures_say_what_they_show(tmp_path: Path):
    scores, positive = scored()
    area = roc(scores, positive).area
    expected = {
        "froc": ("False positives per cm²", "one method"),
        "roc": (f"one method, AUC {roc(scores, positive).area:.3f}",),
        "confusion": ("malignant", "37"),
        "reliability": ("Share of positives", "ECE"),
        "grid": ("0.250", "0.750", "pAUC", "alpha"),
        "sweep": ("QWK", "alpha"),
        "folds": (f"both, AUC {(area + 1) / 2:.3f} ± {(1 - area) / 2:.3f}",),
        "plane": (f"right ({positive[:100].sum()})",),
        "pairs": ("wrong: C1", "nearest: C4"),
        "epochs": ("one training", "Validation loss"),
        "training": ("validation loss",),
    }
    for name, figure in figures().items():
        save_figure(figure, tmp_path / f"{name}.svg")
        text = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert all(part in text for part in expected[name]), name


def test_the_confusion_matrix_has_truth_in_rows(tmp_path: Path):
    save_figure(confusion_figure(np.array([[0, 10], [0, 10]]), ["a", "b"]), tmp_path / "c.png")
    columns = np.asarray(Image.open(tmp_path / "c.png").convert("L"), float)
    left, right = columns[:, : columns.shape[1] // 2], columns[:, columns.shape[1] // 2 :]
    assert right.mean() < left.mean() - 50


def test_a_figure_of_another_kind_is_refused_and_nothing_is_left_behind(tmp_path: Path):
    with pytest.raises(MicrocalcError, match=r"\.svg or \.png"):
        save_figure(figures()["roc"], tmp_path / "roc.bmp")
    assert list(tmp_path.iterdir()) == []


def test_without_matplotlib_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MicrocalcError, match="pip install"):
        training_figure([], [])


def test_a_picture_of_a_figure_is_stored_with_a_palette_and_looks_alike(tmp_path: Path) -> None:
    figure = froc_figure({}, "cm²")
    save_figure(figure, tmp_path / "small.png")
    figure.savefig(tmp_path / "plain.png", dpi=150)
    with Image.open(tmp_path / "small.png") as small, Image.open(tmp_path / "plain.png") as plain:
        assert small.mode == "P" and small.size == plain.size
        assert np.abs(np.asarray(small.convert("RGB"), int) - np.asarray(plain.convert("RGB"), int)).mean() < 1
    assert (tmp_path / "small.png").stat().st_size < (tmp_path / "plain.png").stat().st_size
