"""The recipe of the BI-RADS rating (Zhang 2021): balanced attention regions, malignancy-adjusted regression, ablation,
bundle.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.assessment.attention_roi import ATTENTION, PATCH_ALONE, Roi
from MicrocalcCADLib.assessment.birads import INPUTS, NETWORK, BiradsModel, BiradsParameters, outputs
from MicrocalcCADLib.assessment.birads_scale import categories, class_of, on_scale
from MicrocalcCADLib.assessment.roi_measures import roi_measures
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.model_import import read_state
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.rating import RatingNetwork, distance, embedded
from MicrocalcCADLib.networks.resnet import ResNet, load_imagenet

from ..datasets.splits import SPLITS
from ..losses import MalignancyAdjustedMSE
from ..metrics.rating import confusion_matrix, quadratic_weighted_kappa
from ..recipes.birads import ADAMW, SGD, BiradsRecipe
from ..recipes.boosting import BoostingParameters
from ..simulation.backgrounds import load_both
from ..simulation.rated_regions import PARTS, RatedRegions, rated_regions
from ..simulation.rated_samples import BalancedSamples, attention_roi, samples_of, window_shift
from .best_epoch import EpochTraining, Task, train_best
from .birads_bundle import BIRADS, measured_on, write_birads_bundle
from .birads_table import (
    CALCIFICATIONS_FITTED,
    CLUSTERS_FITTED,
    MAMSE,
    MSE,
    MULTI_CLASS,
    RatingFigures,
    ablation_table,
    rating_figures,
)
from .boosting import grown
from .distributed import first_then_all, leads
from .material import Material
from .on_data.birads import marked_regions
from .on_data.training_set import TrainingSet

log = logging.getLogger(__name__)
TEST_PART = PARTS[2]
LOSSES = (MULTI_CLASS, MSE, MAMSE)
SHRINKAGE = 1e-3
WITHIN = 0.995
MOST_EMBEDDED = 20_000
TREES = BoostingParameters(trees=400, learning_rate=0.04, leaves=15, least_in_leaf=40, row_share=0.7, feature_share=0.5)
CUTS = np.round(np.arange(0.05, 0.951, 0.005), 3)
LEAST_PART, MOST_ROUNDS = 0.02, 10


def make(folder: Path, material: Material, recipe: BiradsRecipe, device: str, command: str) -> Path:
    """Train on rated calcifications, measure on patients that training never saw, and write the bundle; return its
    folder.

    Raises
    ------
    InputError
        If there are neither 4 nor 6 classes, too few patients, or a part of a data set has no calcifications with a
        category.
    ModelError
        If the ImageNet weights are those of another network.
    """
    categories(recipe.regions.classes)
    network_of(recipe)  # a file of another network is refused before anything is simulated
    regions = first_then_all(lambda: regions_of(folder, material, recipe))
    part = TEST_PART
    if isinstance(material, TrainingSet):
        part = dict(zip(SPLITS, PARTS, strict=True))[material.held_out]
        part = part if regions.of(part) else PARTS[1]
    variants = [(loss, channels) for channels in (PATCH_ALONE, ATTENTION) for loss in LOSSES] if recipe.ablation else []
    variants = [*(v for v in variants if v != (MAMSE, ATTENTION)), (MAMSE, ATTENTION)]
    measured: dict[tuple[str, int], RatingFigures] = {}
    for loss, channels in variants:
        seen = with_channels(regions, channels)
        network, curves = train(folder / f"{loss}-{channels}", seen, loss, recipe, device)
        if not leads():
            continue
        measured[loss, channels] = measure(network, seen, loss, recipe, device, part)
        log.info(
            "%s, %d channels: QWK %.3f, accuracy %.3f",
            loss,
            channels,
            measured[loss, channels].qwk,
            measured[loss, channels].accuracy,
        )
    if not leads():
        return folder / material.name_of(BIRADS)
    model = fitted_model(network, seen, recipe, device)
    figures, clusters = measure_model(model, seen, recipe, part)
    table = ablation_table(
        measured, recipe.regions.classes, {CALCIFICATIONS_FITTED: figures, CLUSTERS_FITTED: clusters}
    )
    log.info("calcifications %s\n%s", measured_on(material), table)
    return write_birads_bundle(folder, model, figures, clusters, table, recipe, curves, command, material)


def regions_of(folder: Path, material: Material, recipe: BiradsRecipe) -> RatedRegions:
    """Return regions with their categories: about the marked calcifications of a data set, or simulated on the
    backgrounds of each part.
    """
    if isinstance(material, TrainingSet):
        return marked_regions(folder / "regions.npz", material, recipe.regions)
    spacing, cache = recipe.regions.roi.spacing_mm, folder / "backgrounds"
    held_in, held_out = load_both(material.sources, spacing, cache)
    return rated_regions(
        folder / "regions", dict(zip(PARTS, (held_in, held_in, held_out), strict=True)), recipe.regions
    )


def with_channels(regions: RatedRegions, channels: int) -> RatedRegions:
    """Return the regions as they are seen with attention (3 channels), or as the patch alone (1)."""
    return replace(
        regions, parameters=replace(regions.parameters, roi=replace(regions.parameters.roi, channels=channels))
    )


def train(
    folder: Path, regions: RatedRegions, loss: str, recipe: BiradsRecipe, device: str, stop_after: int | None = None
) -> tuple[ResNet, list[dict[str, float]]]:
    """Train one network; return it with the weights of the epoch of the greatest validation QWK, and the curves."""
    network = network_of(
        recipe, regions.parameters.roi.channels, regions.parameters.classes if loss == MULTI_CLASS else 1
    )
    samples = BalancedSamples(regions, recipe.steps * recipe.training.batch, recipe.seed)
    task = Task(
        loss=loss_of(loss, recipe.alpha),
        validate=lambda net: _validated(net, regions, loss, recipe, device),
        best_by="validation_qwk",
        optimizer=partial(_optimizer, recipe=recipe),
        rate=partial(rate_of, recipe),
    )
    return train_best(folder, network, samples, task, recipe.training, device, stop_after)


def network_of(recipe: BiradsRecipe, channels: int = ATTENTION, outputs: int = 1) -> ResNet:
    """Return the network before training, random or with ImageNet weights; raises `ModelError` for those of another
    network.
    """
    torch.manual_seed(recipe.seed)
    network = ResNet(NETWORK, channels, outputs, recipe.width)
    if recipe.imagenet:
        load_imagenet(network, read_state(recipe.imagenet), recipe.imagenet.name)
    return network


def rate_of(recipe: BiradsRecipe, epoch: int, training: EpochTraining) -> float:
    """Return the learning rate of an epoch, counted from 1."""
    if recipe.optimizer == SGD:
        return training.learning_rate * recipe.fall ** ((epoch - 1) // recipe.fall_epochs)
    risen = min(1.0, epoch / max(1.0, recipe.warm_share * training.epochs))
    return training.learning_rate * risen * 0.5 * (1 + math.cos(math.pi * (epoch - 1) / training.epochs))


def loss_of(name: str, alpha: float) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """Return the loss of logits (batch, outputs) and labels (batch, 3): class, target risk, malignancy."""
    if name == MULTI_CLASS:
        return lambda logits, label: torch.nn.functional.cross_entropy(logits, label[:, 0].long())
    adjusted = MalignancyAdjustedMSE(alpha if name == MAMSE else 1.0)
    return lambda logits, label: adjusted(logits[:, 0].sigmoid(), label[:, 1], label[:, 2])


def answers(
    network: ResNet,
    regions: RatedRegions,
    samples: Sequence[tuple[int, int]],
    device: str,
    orientations: int = 1,
    batch: int = 32,
) -> tuple[np.ndarray, np.ndarray]:
    """Return logits (n, outputs) and embeddings (n, k), float64, of (region, object) samples."""
    network.eval()
    logits, embeddings, channels = [], [], regions.parameters.roi.channels
    with torch.inference_mode():
        for first in range(0, len(samples), batch):
            rois = np.stack([_roi(regions, sample).stacked(channels) for sample in samples[first : first + batch]])
            embedding = embedded(
                network, torch.from_numpy(rois).to(device, memory_format=torch.channels_last), orientations
            )
            logits.append(network.fc(embedding).double().cpu().numpy())
            embeddings.append(embedding.double().cpu().numpy())
    return np.concatenate(logits), np.concatenate(embeddings)


def predicted(logits: np.ndarray, loss: str, classes: int) -> np.ndarray:
    """Return the class of each answer: the largest logit of a multi-class network, else the part of the scale that
    holds the risk.
    """
    return logits.argmax(axis=1) if loss == MULTI_CLASS else class_of(outputs(logits[:, 0], None, None), classes)


def measure(
    network: ResNet, regions: RatedRegions, loss: str, recipe: BiradsRecipe, device: str, part: str = "test"
) -> RatingFigures:
    """Return QWK, MAQWK and the confusion matrix of a part of the patients, each class as often as it is."""
    samples, labels = samples_of(regions, part, recipe.per_region[part == "test"])
    logits, _ = answers(network, regions, samples, device)
    classes = regions.parameters.classes
    return rating_figures(labels[:, 0].astype(int), predicted(logits, loss, classes), labels[:, 2], classes)


def measure_model(
    model: BiradsModel, regions: RatedRegions, recipe: BiradsRecipe, part: str = "test"
) -> tuple[RatingFigures, RatingFigures]:
    """Return the figures of calcifications, and of clusters: rated as in findings, by the median risk of their
    calcifications.
    """
    samples, labels = samples_of(regions, part, recipe.per_region[1])
    classes = regions.parameters.classes
    logit, _ = model.answers([_roi(regions, sample) for sample in samples])
    measures = measures_of(regions, samples) if model.trees else None
    risk = on_scale(outputs(logit, measures, model.trees), model.parameters.cuts, classes)
    of_cluster = np.array([index for index, _ in samples])
    clusters, first = np.unique(of_cluster, return_index=True)
    medians = np.array([np.median(risk[of_cluster == index]) for index in clusters])
    of_calcifications, of_clusters = (
        rating_figures(truth[:, 0].astype(int), class_of(risks, classes), truth[:, 2], classes)
        for risks, truth in ((risk, labels), (medians, labels[first]))
    )
    return of_calcifications, of_clusters


def fitted_cuts(output: np.ndarray, truth: np.ndarray, classes: int) -> tuple[float, ...]:
    """Return the outputs at which cutting agrees best with the truth, by QWK: one cut after the other is moved until
    none gains.

    Batches are balanced by class, patients are not: equal parts, where it starts, give rare categories too much room.

    Parameters
    ----------
    output, truth
        (n,) outputs of the network in [0, 1], and classes from 0.
    """
    cuts = np.arange(1, classes) / classes
    for _ in range(MOST_ROUNDS):
        before = cuts.copy()
        for k in range(classes - 1):
            low, high = (0.0, *cuts, 1.0)[k], (0.0, *cuts, 1.0)[k + 2]
            places = [cuts[k], *CUTS[(CUTS > low + LEAST_PART) & (CUTS < high - LEAST_PART)]]
            agreements = [
                np.nan_to_num(_agreement(output, truth, (*cuts[:k], place, *cuts[k + 1 :])), nan=-1.0)
                for place in places
            ]
            cuts[k] = places[int(np.argmax(agreements))]
        if np.array_equal(cuts, before):
            break
    return tuple(round(float(cut), 3) for cut in cuts)


def _agreement(output: np.ndarray, truth: np.ndarray, cuts: Sequence[float]) -> float:
    return quadratic_weighted_kappa(confusion_matrix(truth, np.searchsorted(cuts, output, side="right"), len(cuts) + 1))


def fitted_model(network: ResNet, regions: RatedRegions, recipe: BiradsRecipe, device: str) -> BiradsModel:
    """Return the model with what is fitted to patients as they are: trees and cuts, mean and spread of the training's
    embeddings.

    Batches balanced by class teach the network what rare categories look like but give them too much room in its
    answer, and sizes, numbers and distances need not be learned by looking: trees on its logit and on the region's
    measures give the risk, where validation patients agree better with them. It abstains beyond the Mahalanobis
    distance within which 99.5 % of the validation's calcifications lie: one Gaussian of all classes, its covariance
    drawn a thousandth towards a sphere.
    """
    classes = regions.parameters.classes
    samples, of_training = samples_of(regions, "training", 2)
    every = slice(None, None, 1 + len(samples) // MOST_EMBEDDED)
    validation, labels = samples_of(regions, "validation", recipe.per_region[1])
    if len(samples[every]) < 2:
        raise InputError("One calcification spans no training range: simulate more images.", option="--images")
    (logit, seen, measures), (known, embeddings, measured) = (
        (*answers(network, regions, some, device, recipe.orientations), measures_of(regions, some))
        for some in (samples[every], validation)
    )
    covariance = np.atleast_2d(np.cov(seen.T))
    covariance += (SHRINKAGE * np.trace(covariance) / len(covariance) + 1e-9) * np.eye(len(covariance))
    mean = torch.from_numpy(seen.mean(axis=0)).float()
    whitening = torch.from_numpy(np.linalg.inv(np.linalg.cholesky(covariance))).float()
    grown_trees = grown(
        np.column_stack([logit, measures]),
        of_training[every][:, 1].astype(float),
        "cross_entropy",
        replace(TREES, seed=recipe.seed),
    )
    trees, cuts = chosen(
        [(one, outputs(known[:, 0], measured, one)) for one in (None, grown_trees)], labels[:, 0].astype(int), classes
    )
    parameters = BiradsParameters(
        roi=regions.parameters.roi,
        width=recipe.width,
        classes=classes,
        cuts=cuts,
        orientations=recipe.orientations,
        inputs=INPUTS if trees else (),
        farthest=float(torch.quantile(distance(torch.from_numpy(embeddings), mean, whitening), WITHIN)),
    )
    return BiradsModel(
        TorchNetwork(RatingNetwork(network.eval(), mean, whitening, recipe.orientations), device), parameters, trees
    )


def chosen(
    alternatives: Sequence[tuple[Any, np.ndarray]], truth: np.ndarray, classes: int
) -> tuple[Any, tuple[float, ...]]:
    """Return which of (name, outputs (n,)) agrees best with the truth (n,), and its cuts."""
    cuts = [fitted_cuts(output, truth, classes) for _, output in alternatives]
    agreements = [
        float(np.nan_to_num(_agreement(output, truth, own), nan=-1.0))
        for (_, output), own in zip(alternatives, cuts, strict=True)
    ]
    log.info(
        "QWK of validation patients by the network alone, and by trees on its answer and measures: %s",
        ", ".join(f"{one:.3f}" for one in agreements),
    )
    best = int(np.argmax(agreements))
    return alternatives[best][0], cuts[best]


def measures_of(regions: RatedRegions, samples: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return the measures (n, 41) of (region, object) samples."""
    return np.stack([roi_measures(_roi(regions, sample), regions.parameters.roi.spacing_mm) for sample in samples])


def _roi(regions: RatedRegions, sample: tuple[int, int]) -> Roi:
    return attention_roi(regions, *sample, window_shift(regions, *sample))


def _validated(
    network: ResNet, regions: RatedRegions, loss: str, recipe: BiradsRecipe, device: str
) -> dict[str, float]:
    figures = measure(network, regions, loss, recipe, device, "validation")
    return {"validation_qwk": float(np.nan_to_num(figures.qwk, nan=-1.0)), "validation_accuracy": figures.accuracy}


def _optimizer(weights: list[torch.nn.Parameter], rate: float, recipe: BiradsRecipe) -> torch.optim.Optimizer:
    if recipe.optimizer == ADAMW:
        return torch.optim.AdamW(weights, lr=rate, weight_decay=recipe.weight_decay)
    return torch.optim.SGD(weights, lr=rate, momentum=recipe.momentum)
