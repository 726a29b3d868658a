"""Fine-tuning of the paper's network of `hdogreg` on a data set: its patches and simulated ones together, from the
weights of a bundle.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn
from MicrocalcCADLib.errors import InputError

from ..datasets.splits import TRAIN, VALIDATION
from ..datasets.stored_images import StoredImage
from ..datasets.truth_image import whole_images
from ..recipes.hdogreg_fpn import FpnRecipe, RegionPatchParameters
from ..recipes.trainings import EpochTraining
from ..simulation.backgrounds import BackgroundSource, of_part
from ..simulation.images import simulate_set
from .best_epoch import Task, plan_of
from .hdogreg_fpn import soft_dice_of_logits, validated
from .loop import patch_minibatches
from .region_patches import ChangedPatches, CutPatches, cut
from .tuned import tune

log = logging.getLogger(__name__)


def fpn_recipe(detector: HdogregFpn, epochs: int, simulated_images: int, seed: int) -> FpnRecipe:
    """Return the recipe of the network's training with its own spacing and width; the rate and the minibatch are those
    of the paper.
    """
    recipe = FpnRecipe()
    p = detector.parameters
    return replace(
        recipe,
        training=EpochTraining(epochs=epochs, seed=seed, workers=0),
        patches=replace(recipe.patches, spacing_mm=p.spacing_mm),
        images=simulated_images,
        divisor=p.divisor,
        seed=seed,
    )


def tuned_fpn(
    folder: Path,
    detector: HdogregFpn,
    training: Sequence[StoredImage],
    validation: Sequence[StoredImage],
    sources: Sequence[BackgroundSource],
    recipe: FpnRecipe,
) -> torch.nn.Module:
    """Return the network of the epoch with the greatest IoU on the validation patches, which may be the one it starts
    from.

    Parameters
    ----------
    folder
        Gets patches, checkpoint and curves; goes on where an earlier run was stopped.
    training, validation
        Images whose calcifications are marked one by one.
    sources
        Backgrounds of the simulated images that are learned from beside the data set.

    Raises
    ------
    InputError
        If there are fewer patches than a minibatch, or none to validate on.
    """
    p = recipe.patches
    own, others = (
        CutPatches.kept(folder / f"{part}.npz", partial(_cut, images, p))
        for part, images in ((TRAIN, training), (VALIDATION, validation))
    )
    simulated = CutPatches.kept(folder / "simulated.npz", lambda: _simulated(folder, sources, recipe))
    both = CutPatches(np.concatenate([own.images, simulated.images]), np.concatenate([own.truth, simulated.truth]))
    log.info(
        "%d patches of the data set and %d simulated ones; %d to validate on",
        len(own.images),
        len(simulated.images),
        len(others.images),
    )
    if not len(own.images) or not len(others.images):
        raise InputError(
            "The training or the validation part has no patch with a marked calcification: import more images."
        )
    if len(both.images) < recipe.training.batch:
        raise InputError(
            f"{len(both.images)} patches are fewer than a minibatch of {recipe.training.batch}: import more images."
        )
    task = Task(soft_dice_of_logits, lambda net: validated(net, others, p, detector.device), best_by="validation_iou")
    patches, t = ChangedPatches(both, p, recipe.seed), recipe.training
    plan = plan_of(task, t, len(patches))
    return tune(
        folder / "region", detector.network, patch_minibatches(patches, t.batch, t.workers), plan, detector.device
    ).network


def _cut(images: Sequence[StoredImage], parameters: RegionPatchParameters) -> CutPatches:
    return cut(whole_images([image for image in images if image.calcifications], parameters.spacing_mm), parameters)


def _simulated(folder: Path, sources: Sequence[BackgroundSource], recipe: FpnRecipe) -> CutPatches:
    backgrounds, spacings = of_part(sources, TRAIN), [recipe.patches.spacing_mm]
    return cut(
        simulate_set(backgrounds, recipe.images, spacings, recipe.seed, recipe.simulation, folder / "backgrounds"),
        recipe.patches,
    )
