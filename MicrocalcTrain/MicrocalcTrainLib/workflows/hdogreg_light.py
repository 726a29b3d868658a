"""The recipe of the shipped bundle `hdogreg-light`: region network, candidate network, operating points, model card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from MicrocalcCADLib.detectors.candidates import scorer
from MicrocalcCADLib.detectors.hdogreg import METHOD, NETWORKS, Hdogreg, HdogregParameters
from MicrocalcCADLib.networks.engine import TorchNetwork

from ..datasets.splits import TRAIN, VALIDATION
from ..datasets.truth_image import TruthImage, spread, whole_images, with_single_calcifications
from ..kept_arrays import kept_arrays
from ..numbered import Patches
from ..recipes.hdogreg_light import LightRecipe
from ..simulation.backgrounds import COARSEST_MM, load
from ..simulation.images import ImageParameters, backgrounds_at, simulate_set
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from ..simulation.patches import PatchParameters, SimulatedPatches
from .bundle import joined_state, plain
from .bundle_configs import light_networks
from .candidates import collect, train_candidates
from .distributed import first_then_all, leads
from .loop import read_curves
from .material import Material, Trained, check_normal_mammograms, points_and_figures, write_trained
from .on_data.grid import RegionCrops, on_network_grid
from .on_data.training_set import TrainingSet
from .region import RegionTraining, train_on

NAME, STAGES = "hdogreg-light", ("region", "detail")
CANDIDATES = "candidates.npz"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."


def make(folder: Path, material: Material, recipe: LightRecipe, device: str, command: str) -> Path:
    """Train the three networks, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If there is no normal mammogram to choose operating points on, or the training or the validation part of a data
        set has no calcification that is marked by itself.
    """
    check_normal_mammograms(material)
    networks: dict[str, torch.nn.Module] = {stage: trained(folder, material, stage, recipe, device) for stage in STAGES}
    if not leads():
        return folder / material.name_of(NAME)
    table, labels = _candidates(folder, detector_of({**networks, "candidate": scorer()}, device), material, recipe)
    networks["candidate"] = train_candidates(table, labels, recipe.candidates)
    detector = detector_of(networks, device)
    result = Trained(
        METHOD,
        "Light region, detail and candidate networks of the method hdogreg.",
        INTENSITY,
        light_networks(),
        joined_state(networks),
        detector.parameters,
        *points_and_figures(folder, material, detector, recipe, None),
    )
    curves = {stage: read_curves(folder / stage) for stage in STAGES}
    return write_trained(folder, NAME, material, result, {"command": command, "recipe": plain(recipe)}, curves)


def trained(
    folder: Path, material: Material, stage: str, recipe: LightRecipe, device: str, stop_after: int | None = None
) -> torch.nn.Module:
    """Train the region or the detail network, or go on where `folder` holds a checkpoint of it."""
    p: RegionTraining = getattr(recipe, stage)
    patches = patches_of(folder, material, TRAIN, p.patches, p.steps * p.batch, p.seed)
    held_out = patches_of(folder, material, VALIDATION, p.patches, p.validation_patches, p.seed + 1_000_000)
    return train_on(folder / stage, patches, held_out, p, device, stop_after)


def patches_of(
    folder: Path, material: Material, part: str, parameters: PatchParameters, length: int, seed: int
) -> Patches:
    """Return patches of a part: crops of a data set's images, or simulated ones on the part's backgrounds."""
    spacing = parameters.spacing_mm
    if isinstance(material, TrainingSet):
        images = with_single_calcifications(material.images(part), part, NAME)
        return RegionCrops(
            first_then_all(lambda: on_network_grid(images, spacing, folder / "images")), length, seed, parameters
        )
    sources, cache = material.images(part), folder / "backgrounds"
    if spacing >= COARSEST_MM:
        return SimulatedPatches([load(source, spacing, cache) for source in sources], length, seed, parameters)
    return SimulatedPatches(backgrounds_at(sources, spacing, (seed,), cache), length, seed, parameters)


def detector_of(
    networks: Mapping[str, torch.nn.Module], device: str, parameters: HdogregParameters | None = None
) -> Hdogreg:
    """Return the detector that works with these networks, region, detail and candidate, as they are in PyTorch."""
    region, detail, candidate = (TorchNetwork(networks[name], device) for name in NETWORKS)
    return Hdogreg(region, detail, candidate, parameters or HdogregParameters(), None, device)


def _candidates(
    folder: Path, detector: Hdogreg, material: Material, recipe: LightRecipe
) -> tuple[np.ndarray, np.ndarray]:
    """Return the candidates' measures and which are true, see `collect`; what an earlier run collected is taken."""

    def collected() -> dict[str, np.ndarray]:
        table, labels = collect(detector, _candidate_images(folder, material, recipe))
        return {"table": table, "labels": labels}

    arrays = kept_arrays(folder / CANDIDATES, collected)
    return arrays["table"], arrays["labels"]


def _candidate_images(folder: Path, material: Material, recipe: LightRecipe) -> Iterable[TruthImage]:
    if isinstance(material, TrainingSet):
        return whole_images(
            spread(with_single_calcifications(material.images(TRAIN), TRAIN, NAME), recipe.candidate_images)
        )
    looks = replace(LookParameters(), coarse_share=0.0)
    parameters = ImageParameters(
        clusters=(2, 4), singles=(0, 6), empty_share=0.2, looks=looks, lesions=LesionParameters(contrast=(3.0, 16.0))
    )
    sources, spacings = material.images(TRAIN), recipe.candidate_spacings_mm
    return simulate_set(sources, recipe.candidate_images, spacings, recipe.seed, parameters, folder / "backgrounds")
