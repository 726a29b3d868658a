"""The recipe of the light networks of `hdogreg` on a data set: region, detail and candidate network on its own images."""

from __future__ import annotations

from pathlib import Path

import torch
from MicrocalcCADLib.detectors.candidates import scorer
from MicrocalcCADLib.detectors.hdogreg import METHOD

from ...datasets.splits import TRAIN, VALIDATION
from ..bundle import joined_state, plain
from ..bundle_configs import light_networks
from ..candidates import collect, train_candidates
from ..hdogreg_light import INTENSITY, NAME, LightRecipe, detector_of
from ..loop import read_curves
from ..ranks import first_then_all, leads
from ..region import RegionTraining, train_on
from .bundle import Trained, name_of, write
from .grid import RegionCrops, on_network_grid
from .images import spread, whole_images, with_single_calcifications
from .measuring import choose_operating_points, measure
from .training_set import TrainingSet


def make(folder: Path, data: TrainingSet, recipe: LightRecipe, device: str, command: str) -> Path:
    """Train the three networks, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If the training or the validation part has no calcification that is marked by itself.
    """
    stages = {"region": recipe.region, "detail": recipe.detail}
    networks = {stage: trained(folder / stage, data, training, folder / "images", device) for stage, training in stages.items()}
    if not leads():
        return folder / name_of(NAME, data)
    images = with_single_calcifications(data.images(TRAIN), TRAIN, NAME)
    detector = detector_of({**networks, "candidate": scorer()}, device)
    table, labels = collect(detector, whole_images(spread(images, recipe.candidate_images)))
    candidates = train_candidates(table, labels, recipe.candidates)
    detector = detector_of({**networks, "candidate": candidates}, device)
    points, curve = choose_operating_points(detector, whole_images(spread(data.images(VALIDATION), recipe.test_images)))
    held_out = spread([image for image in data.images(data.held_out) if image.calcifications], recipe.test_images)
    result = Trained(
        METHOD,
        "Light region, detail and candidate networks of the method hdogreg.",
        INTENSITY,
        light_networks(),
        joined_state({**networks, "candidate": candidates}),
        detector.parameters,
        points,
        curve,
        measure(detector, whole_images(held_out), points["balanced"]),
    )
    curves = {stage: read_curves(folder / stage) for stage in stages}
    return write(folder, NAME, data, result, {"command": command, "recipe": plain(recipe)}, curves)


def trained(folder: Path, data: TrainingSet, training: RegionTraining, cache: Path, device: str, stop_after: int | None = None) -> torch.nn.Module:
    """Train the region or the detail network on crops of the set's images, or go on where `folder` holds a checkpoint."""
    p = training
    grids = {}
    for part in (TRAIN, VALIDATION):
        images = with_single_calcifications(data.images(part), part, NAME)
        grids[part] = first_then_all(lambda images=images: on_network_grid(images, p.patches.spacing_mm, cache))
    patches = RegionCrops(grids[TRAIN], p.steps * p.batch, p.seed, p.patches)
    held_out = RegionCrops(grids[VALIDATION], p.validation_patches, p.seed + 1_000_000, p.patches)
    return train_on(folder, patches, held_out, p, device, stop_after)
