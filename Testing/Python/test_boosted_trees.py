"""LightGBM's text walked with NumPy: the same answers as LightGBM's own."""

from __future__ import annotations

import json

import numpy as np
import pytest
from MicrocalcCADLib.boosted_trees import BoostedTrees
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.models import models_folder

lightgbm = pytest.importorskip("lightgbm")


def grown(objective: str, missing: str = "nan", **parameters: object) -> tuple:
    """Return (booster, table): trees on features of which some are missing or exactly zero."""
    rng = np.random.default_rng(1)
    table = rng.normal(size=(800, 6))
    table[rng.random(table.shape) < 0.2] = np.nan if missing == "nan" else 0.0
    target = np.nan_to_num(table[:, 0]) + np.nan_to_num(table[:, 1]) * np.nan_to_num(table[:, 2]) > 0.1
    options = {
        "objective": objective,
        "num_leaves": 9,
        "verbose": -1,
        "num_threads": 1,
        "zero_as_missing": missing == "zero",
        **parameters,
    }
    booster = lightgbm.train(options, lightgbm.Dataset(table, target.astype(float)), 40)
    return booster, table


@pytest.mark.parametrize(
    ("objective", "missing"), [("binary", "nan"), ("binary", "zero"), ("binary", "none"), ("regression", "nan")]
)
def test_every_answer_is_lightgbms(objective: str, missing: str) -> None:
    booster, table = grown(objective, missing)
    ours = BoostedTrees.from_text(booster.model_to_string(), "m")
    rows = np.concatenate([table, np.full((1, 6), np.nan), np.zeros((1, 6)), np.full((1, 6), 1e300)])
    np.testing.assert_allclose(ours.predict(rows), booster.predict(rows, num_threads=1), rtol=1e-12, atol=1e-12)


def test_values_on_a_threshold_go_where_lightgbm_sends_them() -> None:
    booster, _ = grown("binary")
    ours = BoostedTrees.from_text(booster.model_to_string(), "m")
    rows = np.tile(ours.threshold[:200, None], (1, 6))
    np.testing.assert_allclose(ours.predict(rows), booster.predict(rows, num_threads=1), rtol=1e-12)


def test_the_gain_of_the_features_is_lightgbms() -> None:
    booster, _ = grown("binary")
    np.testing.assert_allclose(
        BoostedTrees.from_text(booster.model_to_string(), "m").gain_by_feature(),
        booster.feature_importance("gain"),
        rtol=1e-4,
    )


def test_the_shipped_trees_answer_as_lightgbm_does() -> None:
    text = json.loads((models_folder() / "malignancy-simulated" / "models" / "model.json").read_text())["booster"]
    rows = np.random.default_rng(2).normal(size=(200, 31))
    expected = lightgbm.Booster(model_str=text).predict(rows, num_threads=1)
    np.testing.assert_allclose(BoostedTrees.from_text(text, "m").predict(rows), expected, rtol=1e-12)


def test_trees_of_a_single_leaf_answer_too() -> None:
    table = np.random.default_rng(0).normal(size=(50, 3))
    booster = lightgbm.train(
        {"objective": "regression", "verbose": -1, "min_data_in_leaf": 40}, lightgbm.Dataset(table, table[:, 0]), 3
    )
    ours = BoostedTrees.from_text(booster.model_to_string(), "m")
    np.testing.assert_allclose(ours.predict(table), booster.predict(table), rtol=1e-12)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("left_child=1", "left_child=0"), "form a tree"),
        (("split_feature=", "split_feature=99 "), "numbers"),
        (("leaf_value=", "leaf_value=nan "), "numbers"),
        (("num_class=1", "num_class=3"), "several classes"),
        (("\nTree=", "\nShrub="), "0 trees"),
        (("max_feature_idx=5", "max_feature_idx=0"), "not there"),
    ],
)
def test_damaged_text_is_refused_with_the_models_name(change: tuple[str, str], reason: str) -> None:
    head = ["num_class=1", "max_feature_idx=5", "objective=binary sigmoid:1", ""]
    tree = ["Tree=0", "num_leaves=3", "split_feature=0 5", "split_gain=1 1", "threshold=0 1", "decision_type=2 2"]
    text = "\n".join([*head, *tree, "left_child=1 -1", "right_child=-3 -2", "leaf_value=1 2 3", ""])
    assert BoostedTrees.from_text(text, "m").predict(np.zeros((1, 6))) == pytest.approx(1 / (1 + np.exp(-1)))
    with pytest.raises(ModelError, match=f"model m .*{reason}"):
        BoostedTrees.from_text(text.replace(*change), "m")


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7}, "average of its trees"),
        ({"objective": "regression", "reg_sqrt": True}, "reg_sqrt"),
    ],
)
def test_what_is_no_plain_sum_of_trees_is_refused(parameters: dict, reason: str) -> None:
    booster, _table = grown(**parameters)
    with pytest.raises(ModelError, match=reason):
        BoostedTrees.from_text(booster.model_to_string(), "m")


def test_a_row_of_other_features_is_refused() -> None:
    booster, _ = grown("binary")
    with pytest.raises(ValueError, match="6 features"):
        BoostedTrees.from_text(booster.model_to_string(), "m").predict(np.zeros((2, 5)))
