"""Boosted trees as LightGBM writes them in text, walked with NumPy: LightGBM itself is needed only to grow them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from .errors import ModelError

MOST_TREES, MOST_NODES = 20_000, 2_000_000
# LightGBM's decision_type: bit 0 categorical, bit 1 the side of what is missing, bits 2 and 3 what counts as missing
_CATEGORICAL, _DEFAULT_LEFT = 1, 2
_MISSING_NONE, _MISSING_ZERO, _MISSING_NAN = range(3)
_ZERO = 1e-35


@dataclass(frozen=True, eq=False)
class BoostedTrees:
    """All nodes of all trees, one after the other.

    Parameters
    ----------
    roots
        int (t,): first node of each tree, or ``-leaf - 1`` of one that is a single leaf.
    feature, threshold, decision, left, right
        (n,) of inner nodes; children below 0 are leaves, ``-leaf - 1``.
    leaves
        float64 (l,) values of the leaves.
    gain
        float64 (n,) of the inner nodes' splits.
    features
        Number of features of a row.
    sigmoid
        Steepness of the logistic function that the sum of the leaves goes through; None for a regression.
    text
        What LightGBM wrote.
    """

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    decision: np.ndarray
    left: np.ndarray
    right: np.ndarray
    leaves: np.ndarray
    gain: np.ndarray
    features: int
    sigmoid: float | None
    text: str

    @classmethod
    def from_text(cls, text: str, name: str) -> BoostedTrees:
        """Return the trees of LightGBM's text; raises `ModelError` with the model's name for anything else.

        One answer a row, numerical splits, objectives whose answer is the sum of the leaves or its logistic function.
        """
        try:
            return _parsed(text)
        except (KeyError, ValueError, IndexError, OverflowError) as error:
            raise ModelError(f"The trees of model {name} cannot be read ({error}): get the model again.") from error

    def predict(self, table: np.ndarray) -> np.ndarray:
        """Return the answer of each row, float64 (n,), of a table float64 (n, features), of which values may be NaN."""
        table = np.asarray(table, np.float64)
        if table.ndim != 2 or table.shape[1] != self.features:
            raise ValueError(f"These trees take {self.features} features a row, not an array of shape {table.shape}.")
        node = np.repeat(self.roots[None], len(table), axis=0)
        while (inner := node >= 0).any():
            row, tree = np.nonzero(inner)
            at = node[row, tree]
            left = _goes_left(table[row, self.feature[at]], self.threshold[at], self.decision[at])
            node[row, tree] = np.where(left, self.left[at], self.right[at])
        total = self.leaves[-node - 1].sum(axis=1)
        return total if self.sigmoid is None else expit(self.sigmoid * total)

    def __len__(self) -> int:
        """The number of trees."""
        return len(self.roots)

    def gain_by_feature(self) -> np.ndarray:
        """Return the sum of the gains of the splits on each feature, float64 (features,)."""
        return np.bincount(self.feature, self.gain, self.features)


def _goes_left(values: np.ndarray, thresholds: np.ndarray, decisions: np.ndarray) -> np.ndarray:
    missing_kind = decisions >> 2 & 3
    nan = np.isnan(values)
    values = np.where(nan & (missing_kind != _MISSING_NAN), 0.0, values)
    missing = ((missing_kind == _MISSING_ZERO) & (np.abs(values) <= _ZERO)) | ((missing_kind == _MISSING_NAN) & nan)
    return np.where(missing, (decisions & _DEFAULT_LEFT) > 0, values <= thresholds)


def _parsed(text: str) -> BoostedTrees:
    head, *blocks = text.split("\nTree=")
    header = _fields(head)
    if header.get("num_class", "1") != "1" or header.get("num_tree_per_iteration", "1") != "1":
        raise ValueError("it has several classes")
    if not blocks or len(blocks) > MOST_TREES:
        raise ValueError(f"it has {len(blocks)} trees")
    if "average_output" in head.splitlines():
        raise ValueError("its answer is the average of its trees, as of a random forest")
    sigmoid = _sigmoid(*header.get("objective", "regression").split())
    features = int(header["max_feature_idx"]) + 1
    parts: dict[str, list[np.ndarray]] = {
        name: [] for name in ("feature", "threshold", "decision", "left", "right", "leaves", "gain")
    }
    roots, nodes, leaves = [], 0, 0
    for block in blocks:
        tree = _fields(block.split("\nend of trees")[0])
        count = int(tree["num_leaves"])
        values = _numbers(tree, "leaf_value", count)
        if count > 1:
            for name, key in (
                ("feature", "split_feature"),
                ("threshold", "threshold"),
                ("decision", "decision_type"),
                ("gain", "split_gain"),
            ):
                parts[name].append(_numbers(tree, key, count - 1))
            for name in ("left", "right"):
                child = _numbers(tree, f"{name}_child", count - 1).astype(np.int64)
                _check_children(child, np.arange(count - 1), count)
                parts[name].append(np.where(child >= 0, child + nodes, child - leaves))
        roots.append(nodes if count > 1 else -leaves - 1)
        parts["leaves"].append(values)
        nodes, leaves = nodes + count - 1, leaves + count
        if nodes > MOST_NODES:
            raise ValueError(f"it has more than {MOST_NODES} splits")
    joined = {name: np.concatenate(arrays) if arrays else np.zeros(0) for name, arrays in parts.items()}
    whole = {name: joined[name].astype(np.int64) for name in ("feature", "decision", "left", "right")}
    if (whole["decision"] & _CATEGORICAL).any() or "is_linear=1" in text:
        raise ValueError("it has categorical splits or linear leaves")
    if ((whole["feature"] < 0) | (whole["feature"] >= features)).any():
        raise ValueError("a split names a feature that is not there")
    return BoostedTrees(
        np.array(roots),
        **whole,
        threshold=joined["threshold"],
        leaves=joined["leaves"],
        gain=joined["gain"],
        features=features,
        sigmoid=sigmoid,
        text=text,
    )


def _sigmoid(objective: str, *options: str) -> float | None:
    """Return the steepness of the logistic function that an objective's answer goes through, None where it is the plain
    sum.
    """
    if "sqrt" in options:
        raise ValueError("its answer is the root of what it means (reg_sqrt)")
    if objective in ("regression", "regression_l1", "huber", "fair", "quantile", "mape"):
        return None
    if objective == "cross_entropy":
        return 1.0
    if objective != "binary":
        raise ValueError(f"its objective is {objective}")
    return float(dict(option.split(":", 1) for option in options if ":" in option).get("sigmoid", 1.0))


def _check_children(child: np.ndarray, parent: np.ndarray, leaves: int) -> None:
    """Raise `ValueError` unless children come after their parents, so that every walk ends."""
    if ((child >= 0) & (child <= parent)).any() or (child >= leaves - 1).any() or (child < -leaves).any():
        raise ValueError("its nodes do not form a tree")


def _fields(block: str) -> Mapping[str, str]:
    return dict(line.split("=", 1) for line in block.splitlines() if "=" in line)


def _numbers(tree: Mapping[str, str], key: str, count: int) -> np.ndarray:
    values = np.array(tree[key].split(), np.float64)
    # The threshold between all values and the missing ones is infinite.
    if len(values) != count or np.isnan(values).any() or (key != "threshold" and np.isinf(values).any()):
        raise ValueError(f"{key} does not hold {count} numbers")
    return values
