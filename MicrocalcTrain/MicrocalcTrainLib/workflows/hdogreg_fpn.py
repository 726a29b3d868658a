"""The recipe of hdogreg with the paper's network (Marasinou 2023): patches, training, operating points, bundle."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
from ignite.metrics import Average
from MicrocalcCADLib.detectors.hdogreg_fpn import METHOD, NETWORK, HdogregFpn, HdogregFpnParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.model_import import read_state
from MicrocalcCADLib.networks.fpn import FpnInceptionV4, initialise
from MicrocalcCADLib.networks.inception_v4 import load_imagenet
from monai.data import DataLoader
from monai.utils.enums import CommonKeys as Keys

from ..datasets.splits import TRAIN, VALIDATION
from ..datasets.truth_image import TruthImage, whole_images, with_single_calcifications
from ..losses import SoftDice
from ..recipes.hdogreg_fpn import FpnRecipe, RegionPatchParameters
from .best_epoch import Task, train_best
from .bundle import plain, stored_once
from .distributed import first_then_all, leads
from .material import Material, Trained, check_normal_mammograms, points_and_figures, simulated_part, write_trained
from .on_data.training_set import TrainingSet
from .region_patches import ChangedPatches, CutPatches, WholePatches, cut
from .validation import metrics_of

log = logging.getLogger(__name__)
NAME = "hdogreg-fpn"
INTENSITY = "Full scale to 8 bits, then (x - 0.5) / 0.5; bright is dense."


def make(folder: Path, material: Material, recipe: FpnRecipe, device: str, command: str) -> Path:
    """Train, choose operating points, measure on held-out images and write the bundle; return its folder.

    Raises
    ------
    InputError
        If there is no normal mammogram to choose operating points on, no calcification that is marked by itself in a
        part of a data set, or fewer patches than a minibatch.
    ModelError
        If the ImageNet weights are those of another network.
    """
    check_normal_mammograms(material)
    network_of(recipe)  # a file of another network is refused before anything is simulated
    patches, others = (
        first_then_all(partial(cut_patches, folder, part, material, recipe)) for part in (TRAIN, VALIDATION)
    )
    if len(patches.images) < recipe.training.batch or not len(others.images):
        raise InputError(
            f"{len(patches.images)} patches for training and {len(others.images)} for validation are too few for a"
            f" minibatch of {recipe.training.batch}: give more images, or a smaller minibatch.",
            option="--images, --batch",
        )
    network, curves = train(folder / "region", patches, others, recipe, device)
    if not leads():
        return folder / material.name_of(NAME)
    detector = HdogregFpn(
        network,
        replace(HdogregFpnParameters(), spacing_mm=recipe.patches.spacing_mm, divisor=recipe.divisor),
        None,
        device,
    )
    result = Trained(
        METHOD,
        "Regression network of the method hdogreg: a feature pyramid on Inception-v4 (Marasinou 2023).",
        INTENSITY,
        {"_target_": "MicrocalcCADLib.networks.fpn.FpnInceptionV4", "divisor": recipe.divisor},
        stored_once(network.state_dict()),
        detector.parameters,
        *points_and_figures(folder, material, detector, recipe, recipe.normals),
    )
    return write_trained(
        folder,
        NAME,
        material,
        result,
        {"command": command, "recipe": plain(recipe)},
        {"region": curves},
        {"network": NETWORK},
    )


def train(
    folder: Path,
    patches: CutPatches,
    validation: CutPatches,
    recipe: FpnRecipe,
    device: str,
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train the network and return it with its best epoch's weights, and the curves.

    Soft Dice over the whole minibatch; the epoch of the greatest mean IoU per patch on the validation patches is kept.
    """
    network = network_of(recipe)
    task = Task(
        soft_dice_of_logits, lambda net: validated(net, validation, recipe.patches, device), best_by="validation_iou"
    )
    return train_best(
        folder, network, ChangedPatches(patches, recipe.patches, recipe.seed), task, recipe.training, device, stop_after
    )


def network_of(recipe: FpnRecipe) -> FpnInceptionV4:
    """Return the network before training, its encoder random or with ImageNet weights; raises `ModelError` for those of
    another network.
    """
    torch.manual_seed(recipe.seed)
    network = FpnInceptionV4(recipe.divisor)
    initialise(network)
    if recipe.imagenet:
        load_imagenet(network.encoder, read_state(recipe.imagenet), recipe.imagenet.name)
    return network


def soft_dice_of_logits(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the soft Dice loss of the proximity map whose logits these are."""
    return SoftDice()(logits.float().sigmoid(), target)


def validated(
    network: torch.nn.Module, validation: CutPatches, parameters: RegionPatchParameters, device: str
) -> dict[str, float]:
    """Return mean loss and mean IoU per patch, over whole patches as they are.

    As in the authors' program the IoU is that of the answer at 0.5 with the continuous target.
    """
    metrics = {
        "validation_loss": Average(lambda output: soft_dice_of_logits(output[Keys.PRED], output[Keys.LABEL])),
        "validation_iou": Average(lambda output: continuous_iou(output[Keys.PRED] > 0, output[Keys.LABEL])),
    }
    return metrics_of(network, DataLoader(WholePatches(validation, parameters), batch_size=1), metrics, device)


def continuous_iou(answer: torch.Tensor, target: torch.Tensor) -> float:
    """Return sum(A T) / (sum(A) + sum(T) - sum(A T)) of a binary answer A and a target T in [0, 1] of one shape."""
    both = float((answer * target).sum())
    return both / max(float(answer.sum() + target.sum()) - both, 1e-7)


def cut_patches(folder: Path, part: str, material: Material, recipe: FpnRecipe) -> CutPatches:
    """Return the patches of a part; what an earlier run cut is taken."""
    patches = CutPatches.kept(
        folder / f"{part}.npz", lambda: cut(_images(folder, part, material, recipe), recipe.patches)
    )
    log.info("%s: %d patches with calcifications", part, len(patches.images))
    return patches


def _images(folder: Path, part: str, material: Material, recipe: FpnRecipe) -> Iterable[TruthImage]:
    spacing = recipe.patches.spacing_mm
    if isinstance(material, TrainingSet):
        known = with_single_calcifications(material.images(part), part, NAME)
        return whole_images([image for image in known if image.calcifications], spacing)
    return simulated_part(folder, material, part, recipe, spacing)
