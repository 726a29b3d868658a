"""The recipe of hdogreg with the paper's network on a data set: patches with calcifications, cut from its images."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from MicrocalcCADLib.detectors.hdogreg_fpn import METHOD, NETWORK, HdogregFpn, HdogregFpnParameters
from MicrocalcCADLib.errors import InputError

from ...datasets.splits import TRAIN, VALIDATION
from ..bundle import plain
from ..hdogreg_fpn import INTENSITY, NAME, FpnRecipe, train
from ..ranks import first_then_all, leads
from ..region_patches import CutPatches, cut
from .bundle import Trained, name_of, write
from .images import spread, whole_images, with_single_calcifications
from .measuring import choose_operating_points, measure
from .training_set import TrainingSet


def make(folder: Path, data: TrainingSet, recipe: FpnRecipe, device: str, command: str) -> Path:
    """Train, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If the training or the validation part has no calcification that is marked by itself, or fewer patches than a minibatch.
    """
    patches, others = (first_then_all(lambda part=part: cut_patches(folder, part, data, recipe)) for part in (TRAIN, VALIDATION))
    if len(patches.images) < recipe.training.batch:
        raise InputError(
            f"{len(patches.images)} patches are fewer than a minibatch of {recipe.training.batch}: import more images, or give a smaller minibatch.",
            option="--batch",
        )
    network, curves = train(folder / "region", patches, others, recipe, device)
    if not leads():
        return folder / name_of(NAME, data)
    detector = HdogregFpn(network, replace(HdogregFpnParameters(), spacing_mm=recipe.patches.spacing_mm, divisor=recipe.divisor), None, device)
    points, curve = choose_operating_points(detector, whole_images(spread(data.images(VALIDATION), recipe.normals)))
    held_out = spread([image for image in data.images(data.held_out) if image.calcifications], recipe.test_images)
    result = Trained(
        METHOD,
        "Regression network of the method hdogreg: a feature pyramid on Inception-v4 (Marasinou 2023).",
        INTENSITY,
        {"_target_": "MicrocalcCADLib.networks.fpn.FpnInceptionV4", "divisor": recipe.divisor},
        {key: value.cpu().contiguous() for key, value in network.state_dict().items()},
        detector.parameters,
        points,
        curve,
        measure(detector, whole_images(held_out), points["balanced"]),
    )
    return write(folder, NAME, data, result, {"command": command, "recipe": plain(recipe)}, {"region": curves}, {"network": NETWORK})


def cut_patches(folder: Path, part: str, data: TrainingSet, recipe: FpnRecipe) -> CutPatches:
    """Return the patches of a part; what an earlier run cut is taken."""
    stored = folder / f"{part}.npz"
    if not stored.exists():
        images = [image for image in with_single_calcifications(data.images(part), part, NAME) if image.calcifications]
        cut(whole_images(images, recipe.patches.spacing_mm), recipe.patches).save(stored)
    return CutPatches.load(stored)
