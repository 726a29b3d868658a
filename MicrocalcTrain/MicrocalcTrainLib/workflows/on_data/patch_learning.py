"""The recipe of patch-learning on a data set: crops with a group of calcifications or a region, and crops without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from MicrocalcCADLib.detectors.patch_learning import METHOD, PatchLearningParameters
from MicrocalcCADLib.errors import InputError

from ...datasets.splits import TRAIN, VALIDATION
from ...metrics.roc import roc
from ..bundle import plain
from ..patch_learning import (
    INTENSITY,
    NAME,
    TEST_SEED,
    VALIDATION_SEED,
    PatchLearningRecipe,
    PatchSet,
    choose_operating_points,
    measure,
    scores,
    train_on,
)
from ..ranks import first_then_all, leads
from .bundle import Trained, name_of, write
from .grid import GridImage, GroupCrops, on_network_grid
from .training_set import TrainingSet


def make(folder: Path, data: TrainingSet, recipe: PatchLearningRecipe, device: str, command: str) -> Path:
    """Train, choose operating points on crops of the validation part, measure on held-out ones and write the bundle.

    Raises
    ------
    InputError
        If a part has no group of calcifications and no region, or an epoch has fewer patches than a minibatch.
    """
    if recipe.epoch_patches < recipe.training.batch:
        raise InputError(
            f"{recipe.epoch_patches} patches an epoch are fewer than a minibatch of {recipe.training.batch}: give more images.", option="--images"
        )
    cache = folder / "images"
    training, validation = (first_then_all(lambda part=part: on_grid(part, data, recipe, cache)) for part in (TRAIN, VALIDATION))
    aside = drawn_set(GroupCrops(validation, recipe.validation_patches, recipe.seed + VALIDATION_SEED, recipe.patches, VALIDATION))
    patches = GroupCrops(training, recipe.epoch_patches, recipe.seed, recipe.patches, TRAIN)
    network, curves = train_on(folder / "patches", patches, aside, recipe, device)
    if not leads():
        return folder / name_of(NAME, data)
    points, curve = choose_operating_points(roc(scores(network, aside.images, device), aside.positive))
    images = on_grid(data.held_out, data, recipe, cache)
    held_out = drawn_set(GroupCrops(images, recipe.test_patches, recipe.seed + TEST_SEED, recipe.patches, data.held_out))
    p = recipe.patches
    result = Trained(
        METHOD,
        f"Residual network ({recipe.network}, width {recipe.width}) of the method patch-learning (Kahnouei 2022).",
        INTENSITY,
        {"_target_": "MicrocalcCADLib.networks.resnet.ResNet", "name": recipe.network, "width": recipe.width},
        {key: value.cpu().contiguous() for key, value in network.state_dict().items()},
        PatchLearningParameters(p.spacing_mm, p.size_px, recipe.network, recipe.width),
        points,
        curve,
        measure(scores(network, held_out.images, device), held_out.positive, points["balanced"]),
    )
    return write(folder, NAME, data, result, {"command": command, "recipe": plain(recipe)}, {"patches": curves})


def on_grid(part: str, data: TrainingSet, recipe: PatchLearningRecipe, cache: Path) -> list[GridImage]:
    """Return the images of a part on the network's grid."""
    return on_network_grid(data.images(part), recipe.patches.spacing_mm, cache)


def drawn_set(patches: GroupCrops) -> PatchSet:
    """Return all of the patches in memory."""
    items = [patches[index] for index in range(len(patches))]
    return PatchSet(np.stack([item["image"] for item in items]), np.array([bool(item["label"][0]) for item in items]))
