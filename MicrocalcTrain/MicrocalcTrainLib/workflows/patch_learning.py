"""The recipe of patch-learning (Kahnouei 2022): balanced patches, a residual network, slope-1 operating point, bundle."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.patch_learning import METHOD, PatchLearningParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.model_import import read_state
from MicrocalcCADLib.networks.resnet import ResNet, freeze, load_imagenet

from ..metrics.roc import Roc, area_delong, roc, slope_one_point
from ..simulation.backgrounds import Background, BackgroundSource, load, split
from ..simulation.labelled_patches import LabelledPatches
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from ..simulation.patches import PatchParameters
from .best_epoch import EpochTraining, Patches, Task, train_best
from .bundle import plain, section, write_bundle
from .model_card import head, write_documents
from .ranks import leads

log = logging.getLogger(__name__)
NAME, VERSION = "patch-learning", "1.0.0"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."
VALIDATION_SHARE = 7
VALIDATION_SEED, TEST_SEED = 1_000_000, 2_000_000
SENSITIVE, SPECIFIC = 0.99, 0.005
FROM_RANDOM_LAST_SHARE = 0.02


@dataclass(frozen=True)
class PatchLearningRecipe:
    """Everything that decides the bundle, the defaults of Kahnouei 2022.

    Parameters
    ----------
    epoch_patches
        Patches an epoch, half of them positive (536 + 536 in the paper; here every epoch has new ones).
    imagenet
        File of ImageNet weights in torchvision's layout.
    frozen_layers
        Layers that are not trained, as Keras counts them, where there are ImageNet weights. Without them all weights
        are random, none is frozen, and the rate falls to a fiftieth.
    patches
        What patches are made of. Clusters have 5 to 40 calcifications of a typical peak contrast of 5 to 16 standard
        deviations of the local fine texture before a random look, which takes some of it.
    least_contrast
        What a calcification must show after it, on average, to be one of the three of a positive patch; 0: all count.
        Fainter ones than `insertion.ANNOTATABLE` no reader would annotate.
    """

    training: EpochTraining = field(default_factory=lambda: EpochTraining(epochs=120, batch=32))
    patches: PatchParameters = field(
        default_factory=lambda: PatchParameters(
            spacing_mm=0.07,
            size_px=224,
            lesions=LesionParameters(contrast=(5.0, 16.0), count=(5, 40)),
            looks=replace(LookParameters(), coarse_share=0.25),
        )
    )
    network: str = "resnet50"
    width: int = 64
    imagenet: Path | None = None
    frozen_layers: int = 100
    epoch_patches: int = 1072
    validation_patches: int = 400
    test_patches: int = 1000
    seed: int = 1
    least_contrast: float = 0.0


RECIPE = PatchLearningRecipe()
TRAININGS = ("training",)
OPTIONS = {
    "epochs": ("training.epochs",),
    "batch": ("training.batch",),
    "learning_rate": ("training.learning_rate",),
    "images": ("epoch_patches",),
    "test_images": ("test_patches",),
    "workers": ("training.workers",),
    "spacing": ("patches.spacing_mm",),
    "size": ("patches.size_px",),
    "least_contrast": ("least_contrast",),
    "network": ("network",),
    "width": ("width",),
    "imagenet": ("imagenet",),
    "seed": ("seed", "training.seed"),
}


@dataclass(frozen=True, eq=False)
class PatchSet:
    """Patches float32 (n, 1, size, size) and whether each is positive, bool (n,)."""

    images: np.ndarray
    positive: np.ndarray


def make(folder: Path, sources: Sequence[BackgroundSource], recipe: PatchLearningRecipe, device: str, command: str) -> Path:
    """Train, choose operating points on validation patches, measure on held-out ones and write the bundle; return its folder.

    Parameters
    ----------
    folder
        Working folder; what is there of an earlier, interrupted run is taken up.

    Raises
    ------
    InputError
        If an epoch has fewer patches than a minibatch.
    ModelError
        If the ImageNet weights are those of another network.
    """
    if recipe.epoch_patches < recipe.training.batch:
        raise InputError(
            f"{recipe.epoch_patches} patches an epoch are fewer than a minibatch of {recipe.training.batch}: give more images.", option="--images"
        )
    cache, spacing = folder / "backgrounds", recipe.patches.spacing_mm
    held_in, held_out = split(sources, False), split(sources, True)
    aside = held_in[VALIDATION_SHARE - 1 :: VALIDATION_SHARE]
    training, validation, test = ([load(s, spacing, cache) for s in some] for some in ([s for s in held_in if s not in aside], aside, held_out))
    validation_set = drawn(validation or training, recipe.validation_patches, recipe.seed + VALIDATION_SEED, recipe.patches, recipe.least_contrast)
    network, curves = train(folder / "patches", training, validation_set, recipe, device)
    if not leads():
        return folder / NAME
    points, curve = choose_operating_points(roc(scores(network, validation_set.images, device), validation_set.positive))
    test_set = drawn(test, recipe.test_patches, recipe.seed + TEST_SEED, recipe.patches, recipe.least_contrast)
    figures = measure(scores(network, test_set.images, device), test_set.positive, points["balanced"])
    parameters = PatchLearningParameters(spacing, recipe.patches.size_px, recipe.network, recipe.width)
    metadata = write_bundle(
        folder / NAME,
        (NAME, VERSION),
        f"Residual network ({recipe.network}, width {recipe.width}) of the method patch-learning (Kahnouei 2022).",
        {"_target_": "MicrocalcCADLib.networks.resnet.ResNet", "name": recipe.network, "width": recipe.width},
        {key: value.cpu().contiguous() for key, value in network.state_dict().items()},
        section(METHOD, parameters, INTENSITY, {"command": command, "recipe": plain(recipe), "figures": figures}, points, curve),
    )
    write_documents(folder / NAME, "\n".join([*head(metadata, curves), *card_lines(figures, points, recipe)]), curves)
    return folder / NAME


def train(
    folder: Path, backgrounds: Sequence[Background], validation: PatchSet, recipe: PatchLearningRecipe, device: str, stop_after: int | None = None
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train on simulated patches as `train_on` does."""
    patches = LabelledPatches(backgrounds, recipe.epoch_patches, recipe.seed, recipe.patches, recipe.least_contrast)
    return train_on(folder, patches, validation, recipe, device, stop_after)


def train_on(
    folder: Path, patches: Patches, validation: PatchSet, recipe: PatchLearningRecipe, device: str, stop_after: int | None = None
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train the network by binary cross-entropy; return it with the weights of the epoch of the greatest validation AUC, and the curves."""
    torch.manual_seed(recipe.seed)
    network = ResNet(recipe.network, width=recipe.width)
    training = replace(recipe.training, last_share=FROM_RANDOM_LAST_SHARE)
    if recipe.imagenet:
        load_imagenet(network, read_state(recipe.imagenet), recipe.imagenet.name)
        freeze(network, recipe.frozen_layers)
        training = recipe.training
    task = Task(torch.nn.BCEWithLogitsLoss(), lambda net: validated(net, validation, device), best_by="validation_auc")
    return train_best(folder, network, patches, task, training, device, stop_after)


def drawn(backgrounds: Sequence[Background], count: int, seed: int, parameters: PatchParameters, least_contrast: float = 0.0) -> PatchSet:
    """Return `count` patches, half of them positive."""
    patches = LabelledPatches(backgrounds, count, seed, parameters, least_contrast)
    items = [patches[index] for index in range(count)]
    return PatchSet(np.stack([item["image"] for item in items]), np.array([bool(item["label"][0]) for item in items]))


def scores(network: torch.nn.Module, images: np.ndarray, device: str, batch: int = 32) -> np.ndarray:
    """Return the probability that each patch (n, 1, size, size) is positive, float64 (n,)."""
    network.eval()
    with torch.inference_mode():
        parts = [torch.from_numpy(images[i : i + batch]).to(device, memory_format=torch.channels_last) for i in range(0, len(images), batch)]
        return np.concatenate([network(part)[:, 0].double().sigmoid().cpu().numpy() for part in parts])


def validated(network: torch.nn.Module, validation: PatchSet, device: str) -> dict[str, float]:
    """Return cross-entropy and area under the ROC over the validation patches."""
    probability = np.clip(scores(network, validation.images, device), 1e-12, 1 - 1e-12)
    loss = -np.log(np.where(validation.positive, probability, 1 - probability)).mean()
    return {"validation_loss": float(loss), "validation_auc": roc(probability, validation.positive).area}


def choose_operating_points(curve: Roc) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return named thresholds, and the curve.

    Balanced is where a line of slope 1 touches the ROC (Kahnouei 2022); sensitive is the highest threshold with a
    sensitivity of 0.99, specific the lowest with a false positive rate of 0.005.
    """
    thresholds = np.minimum(curve.thresholds, 1.0)
    points = {
        "sensitive": thresholds[curve.true_positive_rate >= SENSITIVE].max(),
        "balanced": min(slope_one_point(curve).threshold, 1.0),
        "specific": thresholds[curve.false_positive_rate <= SPECIFIC].min(),
    }
    rates = zip(thresholds, curve.false_positive_rate, curve.true_positive_rate, strict=True)
    rows = [{"threshold": float(t), "false_positive_rate": round(float(f), 4), "true_positive_rate": round(float(s), 4)} for t, f, s in rates]
    return {name: float(value) for name, value in points.items()}, rows


def measure(probability: np.ndarray, positive: np.ndarray, threshold: float) -> dict[str, Any]:
    """Return the paper's figures: AUC with DeLong's 95 % interval, and accuracy, sensitivity and specificity at a threshold."""
    area, called = area_delong(probability, positive), probability >= threshold
    return {
        "patches": len(positive),
        "auc": round(area.value, 4),
        "auc_95": [round(area.low, 4), round(area.high, 4)],
        "accuracy": round(float((called == positive).mean()), 4),
        "sensitivity": round(float(called[positive].mean()), 4),
        "specificity": round(float((~called[~positive]).mean()), 4),
    }


def card_lines(figures: Mapping[str, Any], points: Mapping[str, float], recipe: PatchLearningRecipe) -> list[str]:
    """Return the lines of the card on what was measured, beside the paper's figures on its own real patches."""
    low, high = figures["auc_95"]
    contrast = recipe.patches.lesions.contrast
    seen = (
        f" that show {recipe.least_contrast:g} of them after a random look (fainter ones no reader would annotate)" if recipe.least_contrast else ""
    )
    return [
        f"## Measured on {figures['patches']} simulated patches from held-out backgrounds and seeds",
        "",
        "| | AUC (95 % interval) | accuracy | sensitivity | specificity |",
        "|---|---|---|---|---|",
        f"| this model, simulated patches | {figures['auc']:.4f} ({low:.4f} to {high:.4f}) | {figures['accuracy']:.3f} "
        f"| {figures['sensitivity']:.3f} | {figures['specificity']:.3f} |",
        "| Kahnouei 2022, real patches of one hospital | 0.988 | 0.967 | 0.967 | 0.967 |",
        "",
        "A positive patch holds at least three calcifications of a cluster with a typical peak contrast of "
        f"{contrast[0]:g} to {contrast[1]:g} standard deviations of the local fine texture{seen}, a negative one none of a cluster. "
        "The two rows are different data and do not compare methods. Accuracy by age group needs ages, which simulated patches do not have.",
        "",
        "## Operating points",
        "",
        "Chosen on validation patches: *balanced* where a line of slope 1 touches the ROC, *sensitive* at a sensitivity of 0.99, "
        "*specific* at a false positive rate of 0.005.",
        "",
        "| name | threshold |",
        "|---|---|",
        *(f"| {name} | {value:.4f} |" for name, value in points.items()),
        "",
        "The whole curve is in `configs/metadata.json`.",
        "",
    ]
