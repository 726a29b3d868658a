"""BI-RADS of calcifications and clusters: regression of the risk from attention regions of interest (Zhang 2021).

A bundle may hold trees that give the risk from the network's answer and from measures of the region; without them it is
the answer's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

from ..analysis import Analysis
from ..boosted_trees import BoostedTrees
from ..detectors.loading import load_part, with_values
from ..detectors.streams import in_streams
from ..errors import InputError, ModelError
from ..findings import Calcification, Cluster, Findings, ModelIdentity
from ..kinds.vocabulary import typically_benign
from ..mammogram import Mammogram
from ..models import Bundle, find_bundle
from ..networks.engine import Network, OnnxNetwork, networks_of
from ..notices import Notice, of_image
from .attention_roi import Roi, RoiParameters, mask_of, patch_of, window_for
from .birads_scale import abstention, categories, on_scale, rating
from .kept_models import kept
from .rated import with_rating
from .roi_measures import MEASURES, roi_measures

if TYPE_CHECKING:
    import torch

    from ..networks.rating import RatingNetwork

METHOD = "birads"
NETWORK = "resnet18"
TREES = "trees"
RATING = "rating"
# Of the trees' text in an ONNX file.
TREES_KEY = "microcalc.trees"
INPUTS = ("logit", *MEASURES)
SIMULATED = "learned from simulated lesions"
TOO_COARSE = 1.5
BATCH = 16


@dataclass(frozen=True)
class BiradsParameters:
    """What the rating needs besides its weights; the defaults of region and network are the paper's.

    Parameters
    ----------
    width
        Channels of the first stage of ResNet-18.
    classes
        4, or 6 where category 4 is subdivided.
    cuts
        Outputs of the network at the boundaries between categories, see `birads_scale.on_scale`; none: its output is
        the risk.
    farthest
        Mahalanobis distance of the embedding from the training's beyond which the rating abstains.
    basis
        What the model was learned from, shown with each rating.
    orientations
        1, 2, 4 or 8: how many of a region's symmetries its embedding is the mean of.
    inputs
        What the trees are given, where there are any: `INPUTS`.
    per_cluster, most
        At most so many calcifications are rated of one cluster and of one image, those of the highest score.
    """

    roi: RoiParameters = field(default_factory=RoiParameters)
    width: int = 64
    classes: int = 4
    cuts: tuple[float, ...] = ()
    farthest: float = float("inf")
    basis: str = SIMULATED
    orientations: int = 1
    inputs: tuple[str, ...] = ()
    per_cluster: int = 8
    most: int = 64

    @property
    def spacing_mm(self) -> float:
        """Grid of the region of interest."""
        return self.roi.spacing_mm


@dataclass(frozen=True, eq=False)
class BiradsModel:
    """A trained model.

    Parameters
    ----------
    network
        Regions (n, channels, size, size) to (n, 2): logit of the risk, Mahalanobis distance from the training's; see
        `networks.rating`.
    trees
        Trees that give the risk from the network's logit and the measures of the region; None: the logit alone gives
        it.
    notices
        What must be said wherever the rating is shown.
    identity
        The bundle that it came from; None before it is one.
    """

    network: Network
    parameters: BiradsParameters
    trees: BoostedTrees | None = None
    notices: tuple[Notice, ...] = ()
    identity: ModelIdentity | None = None

    @classmethod
    def load(cls, choice: str | Path | None = None) -> BiradsModel:
        """Load a bundle of the method ``birads`` (None: the catalogue's first).

        Raises
        ------
        ModelError
            If it is missing, altered or incomplete.
        """
        bundle = find_bundle(choice, METHOD)
        name = bundle.identity.name
        parameters = checked_parameters(bundle.section.get("parameters", {}), name)
        _, networks = networks_of(
            bundle, (RATING,), lambda: {RATING: rating_network(bundle.state(), parameters, name)}, "cpu"
        )
        trees = _trees(bundle, networks[RATING]) if parameters.inputs else None
        return cls(networks[RATING], parameters, trees, bundle.notices, bundle.identity)

    def risks(self, rois: Sequence[Roi]) -> tuple[np.ndarray, np.ndarray]:
        """Return the risk of each region and whether it is outside the training range, both (n,)."""
        p = self.parameters
        logit, distances = self.answers(rois)
        measures = np.stack([roi_measures(roi, p.spacing_mm) for roi in rois]) if self.trees else None
        return on_scale(outputs(logit, measures, self.trees), p.cuts, p.classes), distances > p.farthest

    def answers(self, rois: Sequence[Roi]) -> tuple[np.ndarray, np.ndarray]:
        """Return the network's logit of each region and its distance from the training's, float64 (n,)."""
        channels = self.parameters.roi.channels
        batches = [rois[first : first + BATCH] for first in range(0, len(rois), BATCH)]

        def answer(some: Sequence[Roi]) -> np.ndarray:
            return self.network(np.stack([roi.stacked(channels) for roi in some])).astype(np.float64)

        logit, distances = np.concatenate(list(in_streams(answer, batches, self.network.streams))).T
        return logit, distances


def checked_parameters(values: Mapping[str, Any], name: str) -> BiradsParameters:
    """Return the parameters that a bundle states; raises `ModelError` for impossible ones."""
    parameters = with_values(BiradsParameters(), values, name)
    categories(parameters.classes)
    if parameters.cuts and len(parameters.cuts) != parameters.classes - 1:
        raise ModelError(
            f"Model {name} has {len(parameters.cuts)} cuts between {parameters.classes} categories: get the model"
            " again."
        )
    if not all(low < high for low, high in pairwise((0.0, *parameters.cuts, 1.0))):
        raise ModelError(f"The cuts of model {name} do not ascend between 0 and 1: get the model again.")
    if parameters.orientations not in (1, 2, 4, 8):
        raise ModelError(
            f"Model {name} asks for {parameters.orientations} orientations, not 1, 2, 4 or 8: get the model again."
        )
    if parameters.inputs not in ((), INPUTS):
        raise ModelError(
            f"The trees of model {name} do not fit these {len(INPUTS)} measures: train it again, or update Microcalc."
        )
    return parameters


def rating_network(state: Mapping[str, torch.Tensor], parameters: BiradsParameters, name: str) -> RatingNetwork:
    """Return the network in PyTorch with the weights of `RatingNetwork.to_state`; raises `ModelError` where they do not
    fit.
    """
    from ..networks.rating import NETWORK_PREFIX, RatingNetwork
    from ..networks.resnet import ResNet

    network = ResNet(NETWORK, parameters.roi.channels, 1, parameters.width)
    load_part(network, state, NETWORK_PREFIX, name)
    return RatingNetwork.from_state(network, state, parameters.orientations, name)


def _trees(bundle: Bundle, network: Network) -> BoostedTrees:
    text = network.facts.get(TREES_KEY) if isinstance(network, OnnxNetwork) else None
    return (
        BoostedTrees.from_text(text, bundle.identity.name) if text else trees_of(bundle.state(), bundle.identity.name)
    )


def trees_of(state: Mapping[str, torch.Tensor], name: str) -> BoostedTrees:
    """Return the trees whose text stands among a bundle's tensors, as bytes; raises `ModelError` where
    there are none.
    """
    if TREES not in state:
        raise ModelError(f"Model {name} states measures for trees and has none: get the model again.")
    return BoostedTrees.from_text(state[TREES].numpy().tobytes().decode(errors="replace"), name)


def outputs(logit: np.ndarray, measures: np.ndarray | None, trees: BoostedTrees | None) -> np.ndarray:
    """Return what is cut into categories, float64 (n,) in [0, 1], of logits (n,) and measures (n, 41), by the trees or
    without.
    """
    if trees is None:
        return expit(logit)
    assert measures is not None
    return trees.predict(np.column_stack([logit, measures]))


def loaded(choice: str | None = None) -> BiradsModel:
    """Return the model that a name or folder stands for, None being the catalogue's first; raises `ModelError` as
    `BiradsModel.load` does.
    """
    return kept(BiradsModel.load, METHOD, choice)


def rate(
    analysis: Analysis,
    findings: Findings,
    mammogram: Mammogram,
    model: BiradsModel | str | None = None,
    only: Collection[int] | None = None,
) -> Findings:
    """Return the findings with `birads` of the reported calcifications and clusters.

    A cluster's risk is the median over its rated calcifications; it abstains where more than half of them do.

    Parameters
    ----------
    model
        A loaded model, or the name or folder of one; None for the default of the catalogue.
    only
        Ids of the clusters that are rated, among all calcifications; None: all, and single ones.

    Raises
    ------
    InputError
        If the image is too coarse for the model.
    """
    if not findings.reported_calcifications:
        return findings
    model = model if isinstance(model, BiradsModel) else loaded(model)
    p = model.parameters
    if mammogram.mean_spacing_mm > TOO_COARSE * p.spacing_mm:
        pixel = f"pixels of {mammogram.mean_spacing_mm:.3g} mm show too little of a calcification's shape"
        raise InputError(f"{pixel}: give an image of {p.spacing_mm:g} mm.")
    chosen = [c for c in chosen_calcifications(findings, p) if only is None or c.cluster in only]
    if not chosen:
        return findings
    risks, outside = model.risks(attention_rois(analysis, findings, mammogram, chosen, p.roi))
    of_each = {c.id: (float(risk), bool(out)) for c, risk, out in zip(chosen, risks, outside, strict=True)}
    groups = [c for c in findings.reported_clusters if not c.typically_benign and (only is None or c.id in only)]
    of_cluster = {c.id: replace(c, birads=_cluster_rating(c, chosen, of_each, p)) for c in groups}
    single = {c.id: replace(c, birads=_rating(*of_each[c.id], p)) for c in chosen}
    return with_rating(findings, METHOD, model, of_cluster, single, _notices(findings, chosen, outside))


def chosen_calcifications(findings: Findings, parameters: BiradsParameters) -> list[Calcification]:
    """Return which reported calcifications are rated, none typically benign: the first of each cluster by score,
    clusters before single ones.
    """
    by_score = sorted(_not_benign(findings), key=lambda c: (-c.score, c.id))
    clusters = [cluster.id for cluster in findings.reported_clusters]
    members: dict[int | None, list[Calcification]] = {identifier: [] for identifier in clusters}
    single: list[Calcification] = []
    for calcification in by_score:
        members.get(calcification.cluster, single).append(calcification)
    grouped = [members[identifier][: parameters.per_cluster] for identifier in clusters]
    return [c for some in (*grouped, single) for c in some][: parameters.most]


def _not_benign(findings: Findings) -> list[Calcification]:
    """Return the reported calcifications that are not typically benign: in a group the group says so, alone their own
    kind.
    """
    benign: dict[int | None, bool] = {cluster.id: cluster.typically_benign for cluster in findings.reported_clusters}
    return [c for c in findings.reported_calcifications if not benign.get(c.cluster, typically_benign(c.morphology))]


def attention_rois(
    analysis: Analysis,
    findings: Findings,
    mammogram: Mammogram,
    chosen: Sequence[Calcification],
    parameters: RoiParameters,
) -> list[Roi]:
    """Return the region of interest of each calcification; neighbours share a patch."""
    candidates, columns = analysis.candidates, mammogram.shape[1]
    pixels = [candidates.object_pixels(c.id) for c in findings.reported_calcifications]
    every = np.divmod(np.concatenate([np.zeros(0, np.int64), *pixels]), columns)
    shared: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
    rois = []
    for one in chosen:
        window = window_for(one.row, one.column, mammogram.spacing_mm, parameters)
        if window.first not in shared:
            shared[window.first] = patch_of(mammogram.pixels, window, parameters), mask_of(*every, window, parameters)
        own = mask_of(*np.divmod(candidates.object_pixels(one.id), columns), window, parameters)
        rois.append(Roi(*shared[window.first], own))
    return rois


def _rating(risk: float, outside: bool, parameters: BiradsParameters) -> dict[str, Any]:
    return abstention(parameters.basis) if outside else rating(risk, parameters.classes, parameters.basis)


def _cluster_rating(
    cluster: Cluster,
    chosen: Sequence[Calcification],
    of_each: Mapping[int, tuple[float, bool]],
    parameters: BiradsParameters,
) -> dict[str, Any] | None:
    rated = [of_each[c.id] for c in chosen if c.cluster == cluster.id]
    if not rated:
        return None
    risks = [risk for risk, outside in rated if not outside]
    return _rating(float(np.median(risks)) if risks else 0.0, 2 * len(risks) < len(rated), parameters)


def _notices(findings: Findings, chosen: Sequence[Calcification], outside: np.ndarray) -> tuple[Notice, ...]:
    total, abstained = len(_not_benign(findings)), int(outside.sum())
    texts = []
    if len(chosen) < total:
        texts.append(
            f"BI-RADS was rated of {len(chosen)} of the {total} reported calcifications, those of the highest score."
        )
    if abstained:
        which = "1 calcification, which is" if abstained == 1 else f"{abstained} calcifications, which are"
        texts.append(f"The BI-RADS rating abstains on {which} unlike those that it was trained on.")
    return of_image(*texts)
