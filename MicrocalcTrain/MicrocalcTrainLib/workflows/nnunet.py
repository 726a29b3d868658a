"""nnU-Net's two-dimensional plan on the project's simulation (Isensee 2021): images, plan, training, operating points,
bundle.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.detectors.nnunet import METHOD, Nnunet, NnunetParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.nnunet import nnunet
from monai.losses import DiceCELoss
from torch.nn.functional import interpolate

from ..datasets.splits import TRAIN, VALIDATION
from ..nnunet_patches import DrawnPatches, NormalisedImages
from ..nnunet_plan import NetworkPlan, plan_of
from ..recipes.nnunet import PLANNED_STEPS, NnunetRecipe, NnunetTraining
from . import loop
from .bundle import plain, stored_once
from .bundle_configs import nnunet_network
from .distributed import first_then_all, leads
from .loop import fit, patch_minibatches
from .material import (
    VALIDATION_SEED,
    Material,
    Simulated,
    Trained,
    check_normal_mammograms,
    points_and_figures,
    simulated_part,
    write_trained,
)
from .on_data.training_set import TrainingSet
from .validation import loss_and_dice

log = logging.getLogger(__name__)
NAME = "nnunet"
INTENSITY = "Grey values less their mean over their standard deviation, both in the breast; 0 outside of it."


def make(folder: Path, material: Material, recipe: NnunetRecipe, device: str, command: str) -> Path:
    """Plan, train, choose operating points, measure on held-out images and write the bundle; return its folder.

    Raises
    ------
    InputError
        If there is no normal mammogram to choose operating points on.
    """
    if isinstance(material, TrainingSet):
        raise InputError(f"The recipe {NAME} takes no data set: train it on simulated images, or use nnU-Net itself.")
    check_normal_mammograms(material)
    images, others = (
        first_then_all(partial(images_of, folder, part, material, recipe)) for part in (TRAIN, VALIDATION)
    )
    plan = plan_of(images.shapes, (recipe.spacing_mm, recipe.spacing_mm), recipe.memory_gb)
    log.info(
        "plan: patches of %d x %d px, %d a minibatch, features %s", *plan.patch_px, plan.batch, plan.topology.features
    )
    network, curves = train(folder / "network", images, others, plan, recipe.training, device)
    if not leads():
        return folder / NAME
    detector = Nnunet(network, parameters_of(plan, recipe.spacing_mm), None, device)
    result = Trained(
        METHOD,
        "nnU-Net's two-dimensional plan (Isensee 2021): a U-Net that nobody here designed, to compare with.",
        INTENSITY,
        nnunet_network(detector.parameters.features, detector.parameters.strides),
        stored_once(network.state_dict()),
        detector.parameters,
        *points_and_figures(folder, material, detector, recipe, recipe.normals),
    )
    steps, (rows, columns) = recipe.training.epochs * recipe.training.steps, plan.patch_px
    share = (
        f"{steps} of nnU-Net's {PLANNED_STEPS} steps, planned for {recipe.memory_gb:g} GB: {plan.batch} patches of"
        f" {rows} x {columns} px a step."
    )
    record = {"command": command, "recipe": plain(recipe)}
    return write_trained(folder, NAME, material, result, record, {"network": curves}, lines=(share,))


def parameters_of(plan: NetworkPlan, spacing_mm: float) -> NnunetParameters:
    """Return what the detector must know of a plan."""
    rows, columns = zip(*plan.topology.strides, strict=True)
    of_network: dict[str, Any] = {"features": plan.topology.features, "row_strides": rows, "column_strides": columns}
    return replace(NnunetParameters(), spacing_mm=spacing_mm, patch_px=plan.patch_px, **of_network)


def images_of(folder: Path, part: str, material: Simulated, recipe: NnunetRecipe) -> NormalisedImages:
    """Return the simulated images of a part; what an earlier run made is taken."""
    return NormalisedImages.kept(
        folder / f"{part}.npz",
        lambda: NormalisedImages.of(simulated_part(folder, material, part, recipe, recipe.spacing_mm)),
    )


def train(
    folder: Path,
    images: NormalisedImages,
    others: NormalisedImages,
    plan: NetworkPlan,
    parameters: NnunetTraining,
    device: str,
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train, or go on where `folder` holds a checkpoint, and return the network with the last epoch's weights, and the
    curves.
    """
    p, loss = parameters, SupervisedLoss(plan.topology.strides)
    torch.manual_seed(p.seed)
    patches = DrawnPatches(
        images, p.steps * plan.batch, p.seed, plan.patch_px, plan.batch, p.foreground_share, p.changes
    )
    held_out = DrawnPatches(
        others, p.validation_patches, p.seed + VALIDATION_SEED, plan.patch_px, plan.batch, p.foreground_share, None
    )
    training = loop.Plan(
        p,
        p.steps,
        loss,
        lambda weights: LimitedSGD(weights, p),
        lambda epoch, step, rows: p.learning_rate * (1 - (epoch - 1) / p.epochs) ** p.power,
        lambda network: loss_and_dice(
            network, held_out, plan.batch, loss, device, _likelier, lambda _, label: label[:, 0] > 0.5
        ),
    )
    return fit(
        folder,
        nnunet(plan.topology.features, plan.topology.strides),
        patch_minibatches(patches, plan.batch, p.workers),
        training,
        device,
        stop_after,
    )


class LimitedSGD(torch.optim.SGD):
    """Gradient descent with Nesterov's momentum; a gradient of a greater norm than the largest is scaled down to it."""

    def __init__(self, weights: Iterable[torch.nn.Parameter], parameters: NnunetTraining) -> None:
        p = parameters
        super().__init__(weights, lr=p.learning_rate, momentum=p.momentum, weight_decay=p.weight_decay, nesterov=True)
        self.largest = p.largest_gradient

    def step(self, closure: Any = None) -> Any:
        """Limit the gradient and change the weights."""
        torch.nn.utils.clip_grad_norm_(
            [weight for group in self.param_groups for weight in group["params"]], self.largest
        )
        return super().step(closure)


class SupervisedLoss(torch.nn.Module):
    """Dice of the calcifications over the minibatch plus cross-entropy, of every head at its own resolution; each
    coarser one weighs half.

    Input: logits (batch, heads, 2, rows, columns), the coarser heads repeated to full resolution, or (batch, 2, rows,
    columns), and labels (batch, 1, rows, columns), 0 or 1.

    Parameters
    ----------
    strides
        Of the network's stages along rows and columns.
    """

    def __init__(self, strides: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        self.steps = list(accumulate(strides, lambda one, other: (one[0] * other[0], one[1] * other[1])))
        self.both = DiceCELoss(
            include_background=False, to_onehot_y=True, softmax=True, batch=True, smooth_nr=1e-5, smooth_dr=1e-5
        )

    def forward(self, logits: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the loss, a scalar."""
        heads = logits[:, None] if logits.ndim == label.ndim else logits
        weights = [0.5**level for level in range(heads.shape[1])]
        losses = [
            weight * self._of_head(heads[:, level], label, self.steps[level]) for level, weight in enumerate(weights)
        ]
        return torch.stack(losses).sum() / sum(weights)

    def _of_head(self, logits: torch.Tensor, label: torch.Tensor, step: tuple[int, int]) -> torch.Tensor:
        own = logits[:, :, :: step[0], :: step[1]]
        return self.both(own, interpolate(label, own.shape[2:], mode="nearest-exact"))


def _likelier(logits: torch.Tensor, _: torch.Tensor) -> torch.Tensor:
    """Return where a calcification is the likelier class, as nnU-Net measures in training."""
    return logits[:, 1] > logits[:, 0]
