"""The recipe of patch-learning (Kahnouei 2022): balanced patches, a residual network, slope-1 operating
point, bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.patch_learning import METHOD, PatchLearningParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.model_import import read_state
from MicrocalcCADLib.networks.resnet import ResNet, freeze, load_imagenet

from ..datasets.splits import TRAIN, VALIDATION
from ..metrics.roc import Roc, area_delong, roc, slope_one_point
from ..numbered import Patches
from ..recipes.patch_learning import PatchLearningRecipe
from ..simulation.backgrounds import load
from ..simulation.labelled_patches import GROUP, OVERLAP, LabelledPatches
from .best_epoch import Task, train_best
from .bundle import plain, stored_once
from .distributed import first_then_all, leads
from .material import Material, Simulated, Trained, write_trained
from .on_data.grid import GridImage, GridSquares, GroupCrops, on_network_grid
from .on_data.training_set import TrainingSet

NAME = "patch-learning"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."
VALIDATION_SEED, TEST_SEED = 1_000_000, 2_000_000
SENSITIVE, SPECIFIC = 0.99, 0.005
CALLED = 0.5
FROM_RANDOM_LAST_SHARE = 0.02


@dataclass(frozen=True, eq=False)
class PatchSet:
    """Patches float32 (n, 1, size, size) and whether each is positive, bool (n,)."""

    images: np.ndarray
    positive: np.ndarray


def make(folder: Path, material: Material, recipe: PatchLearningRecipe, device: str, command: str) -> Path:
    """Train, choose operating points on validation patches, measure on held-out ones and write the bundle; return its
    folder.

    Raises
    ------
    InputError
        If an epoch has fewer patches than a minibatch, or a part of a data set has no group of calcifications and no
        region.
    ModelError
        If the ImageNet weights are those of another network.
    """
    if recipe.epoch_patches < recipe.training.batch:
        raise InputError(
            f"{recipe.epoch_patches} patches an epoch are fewer than a minibatch of {recipe.training.batch}: give more"
            " images.",
            option="--images",
        )
    network_of(recipe)  # a file of another network is refused before anything is simulated

    def patches(part: str, count: int, seed: int) -> Patches:
        return patches_of(folder, material, part, recipe, count, recipe.seed + seed)

    training, aside = (
        patches(TRAIN, recipe.epoch_patches, 0),
        drawn(to_measure_on(patches(VALIDATION, recipe.validation_patches, VALIDATION_SEED))),
    )
    network, curves = train(folder / "patches", training, aside, recipe, device)
    if not leads():
        return folder / material.name_of(NAME)
    points, curve = points_on_roc(roc(scores(network, aside.images, device), aside.positive))
    by_definition = measured_by_definition(
        network,
        lambda own: patches_of(
            folder, material, material.held_out, own, recipe.test_patches, recipe.seed + TEST_SEED, alone=True
        ),
        recipe,
        points,
        device,
    )
    figures = {**by_definition[recipe.definition], "by_definition": by_definition}
    result = Trained(
        METHOD,
        f"Residual network ({recipe.network}, width {recipe.width}) of the method patch-learning (Kahnouei 2022).",
        INTENSITY,
        {"_target_": "MicrocalcCADLib.networks.resnet.ResNet", "name": recipe.network, "width": recipe.width},
        stored_once(network.state_dict()),
        PatchLearningParameters(recipe.patches.spacing_mm, recipe.patches.size_px, recipe.network, recipe.width),
        points,
        curve,
        figures,
    )
    lines = card_lines(figures, points, recipe, simulated=isinstance(material, Simulated))
    training_facts = {"command": command, "recipe": plain(recipe)}
    return write_trained(
        folder, NAME, material, result, training_facts, {"patches": curves}, lines=lines, of_images=False
    )


def patches_of(
    folder: Path,
    material: Material,
    part: str,
    recipe: PatchLearningRecipe,
    length: int,
    seed: int,
    alone: bool = False,
) -> Patches:
    """Return patches of a part, every second one positive: crops of a data set's images, or simulated ones on the
    part's backgrounds.

    Parameters
    ----------
    alone
        Whether the first process alone asks, as when it measures: the others have ended.
    """
    p = recipe.patches
    if isinstance(material, TrainingSet):

        def images_on_grid() -> list[GridImage]:
            return on_network_grid(material.images(part), p.spacing_mm, folder / "images")

        images = images_on_grid() if alone else first_then_all(images_on_grid)
        return (GridSquares if recipe.definition == OVERLAP else GroupCrops)(images, length, seed, p, part)
    backgrounds = [load(source, p.spacing_mm, folder / "backgrounds") for source in material.images(part)]
    return LabelledPatches(backgrounds, length, seed, p, recipe.least_contrast, recipe.definition)


def to_measure_on(patches: Patches) -> Patches:
    """Return patches of which none is another one's like: those of a data set each at most once, which may be fewer
    than were asked for; simulated ones are all different.
    """
    return patches.once() if isinstance(patches, GridSquares | GroupCrops) else patches


def train(
    folder: Path,
    patches: Patches,
    validation: PatchSet,
    recipe: PatchLearningRecipe,
    device: str,
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train the network by binary cross-entropy; return it with the weights of the epoch of the greatest validation
    AUC, and the curves.
    """
    network = network_of(recipe)
    training = recipe.training if recipe.imagenet else replace(recipe.training, last_share=FROM_RANDOM_LAST_SHARE)
    task = Task(
        torch.nn.BCEWithLogitsLoss(),
        lambda net: validated(net, validation, device),
        best_by="validation_auc",
        measures={"accuracy": _accuracy},
    )
    return train_best(folder, network, patches, task, training, device, stop_after)


def network_of(recipe: PatchLearningRecipe) -> ResNet:
    """Return the network before training, random or with ImageNet weights and its first layers frozen; raises
    `ModelError` for another network's.
    """
    torch.manual_seed(recipe.seed)
    network = ResNet(recipe.network, width=recipe.width)
    if recipe.imagenet:
        load_imagenet(network, read_state(recipe.imagenet), recipe.imagenet.name)
        freeze(network, recipe.frozen_layers)
    return network


def drawn(patches: Patches) -> PatchSet:
    """Return all of the patches in memory."""
    items = [patches[index] for index in range(len(patches))]
    return PatchSet(np.stack([item["image"] for item in items]), np.array([bool(item["label"][0]) for item in items]))


def scores(network: torch.nn.Module, images: np.ndarray, device: str, batch: int = 32) -> np.ndarray:
    """Return the probability that each patch (n, 1, size, size) is positive, float64 (n,)."""
    network.eval()
    with torch.inference_mode():
        parts = [
            torch.from_numpy(images[i : i + batch]).to(device, memory_format=torch.channels_last)
            for i in range(0, len(images), batch)
        ]
        return np.concatenate([network(part)[:, 0].double().sigmoid().cpu().numpy() for part in parts])


def validated(network: torch.nn.Module, validation: PatchSet, device: str) -> dict[str, float]:
    """Return cross-entropy, accuracy at a probability of 0.5 (Kahnouei 2022, Fig. 5) and area under the ROC over the
    validation patches.
    """
    probability = np.clip(scores(network, validation.images, device), 1e-12, 1 - 1e-12)
    loss = -np.log(np.where(validation.positive, probability, 1 - probability)).mean()
    right = (probability > CALLED) == validation.positive
    area = roc(probability, validation.positive).area
    return {"validation_loss": float(loss), "validation_accuracy": float(right.mean()), "validation_auc": area}


def _accuracy(answer: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    """Return the share of patches on the right side of a probability of 0.5, while the network learns from them."""
    return ((answer.sigmoid() > CALLED) == (label > CALLED)).float().mean()


def measured_by_definition(
    network: torch.nn.Module,
    held_out: Callable[[PatchLearningRecipe], Patches],
    recipe: PatchLearningRecipe,
    points: Mapping[str, float],
    device: str,
) -> dict[str, dict[str, Any]]:
    """Return the figures at the balanced threshold by each definition of a positive patch; none where there are no such
    patches.
    """
    found = {}
    for definition in (OVERLAP, GROUP):
        try:
            some = drawn(to_measure_on(held_out(replace(recipe, definition=definition))))
        except InputError:
            if definition == recipe.definition:
                raise
            continue
        found[definition] = measure(scores(network, some.images, device), some.positive, points["balanced"])
    return found


def points_on_roc(curve: Roc) -> tuple[dict[str, float], list[dict[str, float]]]:
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
    rows = [
        {"threshold": float(t), "false_positive_rate": round(float(f), 4), "true_positive_rate": round(float(s), 4)}
        for t, f, s in rates
    ]
    return {name: float(value) for name, value in points.items()}, rows


def measure(probability: np.ndarray, positive: np.ndarray, threshold: float) -> dict[str, Any]:
    """Return the paper's figures: AUC with DeLong's 95 % interval, and accuracy, sensitivity and specificity at a
    threshold.
    """
    area, called = area_delong(probability, positive), probability >= threshold
    return {
        "patches": len(positive),
        "auc": round(area.value, 4),
        "auc_95": [round(area.low, 4), round(area.high, 4)],
        "accuracy": round(float((called == positive).mean()), 4),
        "sensitivity": round(float(called[positive].mean()), 4),
        "specificity": round(float((~called[~positive]).mean()), 4),
    }


def card_lines(
    figures: Mapping[str, Any], points: Mapping[str, float], recipe: PatchLearningRecipe, simulated: bool
) -> list[str]:
    """Return the lines of the card on what was measured, beside the paper's figures on its own real patches."""
    faint, strong = recipe.patches.lesions.contrast
    seen = (
        f" that show {recipe.least_contrast:g} of them after a random look (fainter ones no reader would annotate)"
        if recipe.least_contrast
        else ""
    )
    drawn_as = (
        f"Clusters have a typical peak contrast of {faint:g} to {strong:g} standard deviations of the local fine"
        f" texture{seen}. *Overlap*: a positive patch overlaps the box about a cluster at all, as in the paper and in"
        " use; *group*: it holds at least three of its calcifications. A negative patch holds none of a cluster."
        f" Trained by: {recipe.definition}. "
        if simulated
        else (
            "*Overlap*: a positive patch is a square with any part of what is marked; *group*: it holds at least three"
            " marked calcifications, or part of a marked region. A negative one holds nothing that is marked. Trained"
            f" by: {recipe.definition}. "
        )
    )
    kind = "simulated patches from held-out backgrounds and seeds" if simulated else "patches of the held-out part"
    return [
        f"## Measured on {figures['patches']} {kind}",
        "",
        "| | AUC (95 % interval) | accuracy | sensitivity | specificity |",
        "|---|---|---|---|---|",
        *(_figures_row(f"this model, {definition}", one) for definition, one in figures["by_definition"].items()),
        "| Kahnouei 2022, real patches of one hospital | 0.988 | 0.967 | 0.967 | 0.967 |",
        "",
        (
            f"{drawn_as}The two rows are different data and do not compare methods. Accuracy by age group needs ages,"
            " which are not known here."
        ),
        "",
        "## Operating points",
        "",
        (
            "Chosen on validation patches: *balanced* where a line of slope 1 touches the ROC, *sensitive* at a"
            " sensitivity of 0.99, *specific* at a false positive rate of 0.005."
        ),
        "",
        "| name | threshold |",
        "|---|---|",
        *(f"| {name} | {value:.4f} |" for name, value in points.items()),
        "",
        "The whole curve is in `configs/metadata.json`.",
        "",
    ]


def _figures_row(name: str, one: Mapping[str, Any]) -> str:
    (low, high), rest = (
        one["auc_95"],
        " | ".join(f"{one[key]:.3f}" for key in ("accuracy", "sensitivity", "specificity")),
    )
    return f"| {name} | {one['auc']:.4f} ({low:.4f} to {high:.4f}) | {rest} |"
