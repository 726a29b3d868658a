"""The recipe of hdogreg with the paper's network (Marasinou 2023): patches, training, operating points, bundle."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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

from ..losses import SoftDice
from ..simulation.backgrounds import BackgroundSource, split
from ..simulation.images import ImageParameters, simulate_set
from .best_epoch import EpochTraining, Task, train_best
from .bundle import plain, section, write_bundle
from .measuring import choose_operating_points, measure, normal_mammograms
from .model_card import write_model_card
from .ranks import first_then_all, leads
from .region_patches import ChangedPatches, CutPatches, RegionPatchParameters, WholePatches, cut
from .validation import figures_of

log = logging.getLogger(__name__)
NAME, VERSION = "hdogreg-fpn", "1.0.0"
INTENSITY = "Full scale to 8 bits, then (x - 0.5) / 0.5; bright is dense."
VALIDATION_SHARE = 7
VALIDATION_SEED = 250_000


@dataclass(frozen=True)
class FpnRecipe:
    """Everything that decides the bundle.

    Parameters
    ----------
    images, validation_images
        Simulated mammograms that patches are cut from; those for validation are on every seventh training background,
        which training then leaves out.
    imagenet
        File of ImageNet weights for the encoder, in the layout of timm or Cadene; None initialises all weights at random.
    normals
        Normal mammograms of the training split that operating points are chosen on.
    test_images, test_spacings_mm
        Simulated images on held-out backgrounds for the figures of the model card.
    divisor
        Divides the encoder's channels; 1 is the paper's network.
    """

    training: EpochTraining = field(default_factory=EpochTraining)
    patches: RegionPatchParameters = field(default_factory=RegionPatchParameters)
    simulation: ImageParameters = field(default_factory=lambda: ImageParameters(empty_share=0.0))
    images: int = 150
    validation_images: int = 30
    imagenet: Path | None = None
    normals: int = 20
    test_images: int = 20
    test_spacings_mm: tuple[float, ...] = (0.07,)
    divisor: int = 1
    seed: int = 1


RECIPE = FpnRecipe()
TRAININGS = ("training",)
OPTIONS = {
    "epochs": ("training.epochs",),
    "batch": ("training.batch",),
    "learning_rate": ("training.learning_rate",),
    "images": ("images",),
    "imagenet": ("imagenet",),
    "test_images": ("test_images",),
    "workers": ("training.workers",),
    "seed": ("seed", "training.seed"),
}


def make(folder: Path, sources: Sequence[BackgroundSource], recipe: FpnRecipe, device: str, command: str) -> Path:
    """Train, choose operating points, measure on held-out images and write the bundle; return its folder.

    Parameters
    ----------
    folder
        Working folder; what is there of an earlier, interrupted run is taken up.

    Raises
    ------
    InputError
        If there is no normal mammogram to choose operating points on, or the simulated images are too few to hold a
        whole minibatch of patches.
    ModelError
        If the ImageNet weights are those of another network.
    """
    cache = folder / "backgrounds"
    held_in, held_out = split(sources, False), split(sources, True)
    normals = normal_mammograms(held_in)[: recipe.normals]
    if not normals:
        raise InputError("Operating points are chosen on normal mammograms: give a folder of normal ones.", option="--backgrounds DIR")
    validation = held_in[VALIDATION_SHARE - 1 :: VALIDATION_SHARE]
    training = [s for s in held_in if s not in validation]
    patches = first_then_all(lambda: _patches(folder / "training.npz", training, recipe, recipe.images, recipe.seed, cache))
    aside, seed = validation or held_out, recipe.seed + VALIDATION_SEED
    others = first_then_all(lambda: _patches(folder / "validation.npz", aside, recipe, recipe.validation_images, seed, cache))
    if len(patches.images) < recipe.training.batch or not len(others.images):
        raise InputError(
            f"{len(patches.images)} patches for training and {len(others.images)} for validation are too few: give more images.", option="--images"
        )
    network, curves = train(folder / "region", patches, others, recipe, device)
    if not leads():
        return folder / NAME
    detector = HdogregFpn(network, replace(HdogregFpnParameters(), spacing_mm=recipe.patches.spacing_mm, divisor=recipe.divisor), None, device)
    points, curve = choose_operating_points(detector, normals)
    figures = measure(detector, held_out, recipe.test_images, recipe.test_spacings_mm, recipe.seed, cache, points["balanced"])
    content = section(METHOD, detector.parameters, INTENSITY, {"command": command, "recipe": plain(recipe), "figures": figures}, points, curve)
    metadata = write_bundle(
        folder / NAME,
        (NAME, VERSION),
        "Regression network of the method hdogreg: a feature pyramid on Inception-v4 (Marasinou 2023).",
        {"_target_": "MicrocalcCADLib.networks.fpn.FpnInceptionV4", "divisor": recipe.divisor},
        {key: value.cpu().contiguous() for key, value in network.state_dict().items()},
        {**content, "network": NETWORK},
    )
    write_model_card(folder / NAME, metadata, curves)
    return folder / NAME


def train(
    folder: Path, patches: CutPatches, validation: CutPatches, recipe: FpnRecipe, device: str, stop_after: int | None = None
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train the network and return it with its best epoch's weights, and the curves.

    Soft Dice over the whole minibatch; the epoch of the greatest mean IoU per patch on the validation patches is kept.
    """
    torch.manual_seed(recipe.seed)
    network = FpnInceptionV4(recipe.divisor)
    initialise(network)
    if recipe.imagenet:
        load_imagenet(network.encoder, read_state(recipe.imagenet), recipe.imagenet.name)
    task = Task(soft_dice_of_logits, lambda net: validated(net, validation, recipe.patches, device), best_by="validation_iou")
    return train_best(folder, network, ChangedPatches(patches, recipe.patches, recipe.seed), task, recipe.training, device, stop_after)


def soft_dice_of_logits(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the soft Dice loss of the proximity map whose logits these are."""
    return SoftDice()(logits.float().sigmoid(), target)


def validated(network: torch.nn.Module, validation: CutPatches, parameters: RegionPatchParameters, device: str) -> dict[str, float]:
    """Return mean loss and mean IoU per patch, over whole patches as they are.

    As in the authors' program the IoU is that of the answer at 0.5 with the continuous target.
    """
    metrics = {
        "validation_loss": Average(lambda output: soft_dice_of_logits(output[Keys.PRED], output[Keys.LABEL])),
        "validation_iou": Average(lambda output: continuous_iou(output[Keys.PRED] > 0, output[Keys.LABEL])),
    }
    return figures_of(network, DataLoader(WholePatches(validation, parameters), batch_size=1), metrics, device)


def continuous_iou(answer: torch.Tensor, target: torch.Tensor) -> float:
    """Return sum(A T) / (sum(A) + sum(T) - sum(A T)) of a binary answer A and a target T in [0, 1] of one shape."""
    both = float((answer * target).sum())
    return both / max(float(answer.sum() + target.sum()) - both, 1e-7)


def _patches(stored: Path, sources: Sequence[BackgroundSource], recipe: FpnRecipe, count: int, seed: int, cache: Path) -> CutPatches:
    if not stored.exists():
        images = simulate_set(sources, count, [recipe.patches.spacing_mm], seed, recipe.simulation, cache)
        cut(images, recipe.patches).save(stored)
    patches = CutPatches.load(stored)
    log.info("%s: %d patches with calcifications", stored.name, len(patches.images))
    return patches
