"""How likely a cluster is malignant: gradient tree boosting on its 31 features (Marasinou 2023, case study)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..analysis import Analysis
from ..boosted_trees import BoostedTrees
from ..errors import ModelError
from ..features import FEATURES, group_features
from ..findings import Cluster, Findings, ModelIdentity
from ..mammogram import Mammogram
from ..models import find_bundle
from ..notices import Notice, of_image
from ..real_numbers import float_array
from .kept_models import kept
from .rated import with_rating

METHOD = "malignancy"
REGION_MM = 256 * 0.07
BEYOND = 0.1


@dataclass(frozen=True, eq=False)
class MalignancyModel:
    """A trained model.

    Parameters
    ----------
    trees
        Trees on standardised features.
    mean, scale
        (31,) of the training set; a missing feature is imputed by its mean, which is 0 once standardised.
    low, high
        (31,) smallest and largest values of the training set.
    threshold
        Probability from which the training's sensitivity was nearest to 0.9.
    notices
        What must be said wherever the rating is shown.
    identity
        The bundle that it came from; None before it is one.
    """

    trees: BoostedTrees
    mean: np.ndarray
    scale: np.ndarray
    low: np.ndarray
    high: np.ndarray
    threshold: float
    notices: tuple[Notice, ...] = ()
    identity: ModelIdentity | None = None

    @classmethod
    def load(cls, choice: str | Path | None = None) -> MalignancyModel:
        """Load a bundle of the method ``malignancy`` (None: the catalogue's first).

        Raises
        ------
        ModelError
            If it is missing, altered or incomplete.
        """
        bundle = find_bundle(choice, METHOD)
        model = cls.from_document(bundle.document(), bundle.notices, bundle.identity.name)
        return replace(model, identity=bundle.identity)

    @classmethod
    def from_document(cls, document: Mapping[str, Any], notices: tuple[Notice, ...], name: str) -> MalignancyModel:
        """Return the model that `to_document` described."""
        if list(document.get("features", ())) != list(FEATURES):
            raise ModelError(
                f"Model {name} was made for other features than these {len(FEATURES)}: train it again, or update"
                " Microcalc."
            )
        try:
            numbers: dict[str, Any] = {key: float_array(document[key]) for key in ("mean", "scale", "low", "high")}
            threshold, text = float(float_array(document["threshold"])), str(document["booster"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"Model {name} is incomplete ({error}): get the model again.") from error
        if any(values.shape != (len(FEATURES),) for values in numbers.values()):
            raise ModelError(f"Model {name} does not describe {len(FEATURES)} features: get the model again.")
        sound = all(np.isfinite(values).all() for values in numbers.values()) and (numbers["scale"] > 0).all()
        if not (sound and (numbers["low"] <= numbers["high"]).all() and 0 <= threshold <= 1):
            raise ModelError(f"Model {name} holds numbers that no training gives: get the model again.")
        return cls(BoostedTrees.from_text(text, name), **numbers, threshold=threshold, notices=notices)

    def to_document(self) -> dict[str, Any]:
        """Return the model as plain JSON types; the trees are LightGBM's own text, which holds numbers
        only, no code.
        """
        numbers = {key: [float(v) for v in getattr(self, key)] for key in ("mean", "scale", "low", "high")}
        return {"features": list(FEATURES), **numbers, "threshold": self.threshold, "booster": self.trees.text}

    def probability(self, table: np.ndarray) -> np.ndarray:
        """Return the probability of malignancy, float64 (n,), of features (n, 31), of which some may be NaN."""
        return predict(self.trees, table, self.mean, self.scale)

    def outside(self, table: np.ndarray) -> np.ndarray:
        """Return which rows hold a feature further than a tenth of its range beyond what was trained on, bool (n,)."""
        margin = BEYOND * (self.high - self.low)
        return ((table < self.low - margin) | (table > self.high + margin)).any(axis=1)

    def importance(self) -> dict[str, float]:
        """Return each feature's share of the gain in all splits, largest first."""
        return gain_shares(self.trees)


def loaded(choice: str | None = None) -> MalignancyModel:
    """Return the model that a name or folder stands for, None being the catalogue's first; raises `ModelError` as
    `MalignancyModel.load` does.
    """
    return kept(MalignancyModel.load, METHOD, choice)


def rate(
    analysis: Analysis,
    findings: Findings,
    mammogram: Mammogram,
    model: MalignancyModel | str | None = None,
    only: Collection[int] | None = None,
) -> Findings:
    """Return the findings with `malignancy` of each reported cluster that is not typically benign, a probability, or
    None outside the training range.

    The model joins the versions, and what it has to say the notices.

    Parameters
    ----------
    model
        A loaded model, or the name or folder of one; None for the default of the catalogue.
    only
        Ids of the clusters that are rated; None: all.
    """
    clusters = [c for c in findings.reported_clusters if not c.typically_benign and (only is None or c.id in only)]
    if not clusters:
        return findings
    model = model if isinstance(model, MalignancyModel) else loaded(model)
    table = np.stack([cluster_features(analysis, findings, cluster, mammogram) for cluster in clusters])
    outside = model.outside(table) | np.isnan(table).all(axis=1)
    judged = zip(clusters, model.probability(table), outside, strict=True)
    rated = {c.id: replace(c, malignancy=None if out else float(p)) for c, p, out in judged}
    return with_rating(findings, METHOD, model, rated, notices=_notice_of_outside(outside))


def cluster_features(analysis: Analysis, findings: Findings, cluster: Cluster, mammogram: Mammogram) -> np.ndarray:
    """Return the features, float64 (31,), of a cluster's reported calcifications in the paper's region of interest.

    The region is a square of 256 px at 0.07 mm about the cluster's centre.
    """
    half = np.array([REGION_MM, REGION_MM]) / 2 / mammogram.spacing_mm
    members = [
        c.id
        for c in findings.calcifications
        if c.cluster == cluster.id
        and c.reported
        and abs(c.row - cluster.row) <= half[0]
        and abs(c.column - cluster.column) <= half[1]
    ]
    return group_features(
        analysis.candidates.objects.chosen(np.array(members, int) - 1), mammogram.pixels, mammogram.spacing_mm
    )


def predict(trees: BoostedTrees, table: np.ndarray, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return probabilities, float64 (n,): features imputed by the mean and standardised, then the trees."""
    return trees.predict((np.where(np.isnan(table), mean, table) - mean) / scale)


def gain_shares(trees: BoostedTrees) -> dict[str, float]:
    """Return each feature's share of the gain in all splits, largest first."""
    gain = trees.gain_by_feature()
    shares = gain / max(gain.sum(), 1e-12)
    return {FEATURES[i]: float(shares[i]) for i in np.argsort(-shares, kind="stable")}


def _notice_of_outside(outside: np.ndarray) -> tuple[Notice, ...]:
    n = int(outside.sum())
    if not n:
        return ()
    which = "1 cluster is" if n == 1 else f"{n} clusters are"
    return of_image(f"{which} unlike those that the malignancy rating was trained on, and not rated.")
