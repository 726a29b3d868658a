"""The recipe of the shipped bundle `hdogreg-light`: region network, candidate network, operating points, model card."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from MicrocalcCADLib.detectors.candidates import scorer
from MicrocalcCADLib.detectors.hdogreg import METHOD, Hdogreg, HdogregParameters
from MicrocalcCADLib.files import written_whole

from ..simulation.backgrounds import BackgroundSource, load, split
from ..simulation.images import ImageParameters, simulate_set
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from .bundle import joined_state, plain, section, write_bundle
from .candidates import CandidateTraining, collect, train_candidates
from .measuring import choose_operating_points, measure, normal_mammograms
from .model_card import write_model_card
from .region import CURVES, RegionTraining, train

log = logging.getLogger(__name__)
NAME, VERSION = "hdogreg-light", "1.0.0"
CANDIDATES = "candidates.npz"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."


@dataclass(frozen=True)
class LightRecipe:
    """Everything that decides the bundle.

    Parameters
    ----------
    candidate_images, candidate_spacings_mm
        Simulated images on training backgrounds for the candidate network.
    test_images, test_spacings_mm
        Simulated images on held-out backgrounds for the figures of the model card.
    """

    region: RegionTraining = field(default_factory=RegionTraining)
    candidates: CandidateTraining = field(default_factory=CandidateTraining)
    candidate_images: int = 60
    candidate_spacings_mm: tuple[float, ...] = (0.07, 0.1, 0.05, 0.2)
    test_images: int = 40
    test_spacings_mm: tuple[float, ...] = (0.07, 0.05)
    seed: int = 1


RECIPE = LightRecipe()
OPTIONS = {
    "epochs": ("region.epochs",),
    "steps": ("region.steps",),
    "candidate_images": ("candidate_images",),
    "test_images": ("test_images",),
    "workers": ("region.workers",),
    "seed": ("seed", "region.seed"),
}


def make(folder: Path, sources: Sequence[BackgroundSource], recipe: LightRecipe, device: str, command: str) -> Path:
    """Train, choose operating points, measure on held-out images and write the bundle; return its folder.

    Parameters
    ----------
    folder
        Working folder; what is there of an earlier, interrupted run is taken up.
    """
    cache = folder / "backgrounds"
    spacing = recipe.region.patches.spacing_mm
    held_in, held_out = split(sources, False), split(sources, True)
    network = train(folder / "region", [load(s, spacing, cache) for s in held_in], [load(s, spacing, cache) for s in held_out], recipe.region, device)
    detector = Hdogreg(network, scorer(), HdogregParameters(), None, device)
    table, labels = _candidates(folder, detector, held_in, recipe, cache)
    detector.candidate_network = train_candidates(table, labels, recipe.candidates)
    points, curve = choose_operating_points(detector, normal_mammograms(held_in))
    figures = measure(detector, held_out, recipe.test_images, recipe.test_spacings_mm, recipe.seed, cache, points["balanced"])
    training = {"command": command, "recipe": plain(recipe), "figures": figures}
    metadata = write_bundle(
        folder / NAME,
        (NAME, VERSION),
        "Light region network and candidate network of the method hdogreg.",
        {"_target_": "MicrocalcCADLib.networks.light_unet.light_unet"},
        joined_state({"region": detector.network, "candidate": detector.candidate_network}),
        section(METHOD, detector.parameters, INTENSITY, training, points, curve),
    )
    write_model_card(folder / NAME, metadata, json.loads((folder / "region" / CURVES).read_text())["curves"])
    return folder / NAME


def _candidates(
    folder: Path, detector: Hdogreg, sources: Sequence[BackgroundSource], recipe: LightRecipe, cache: Path
) -> tuple[np.ndarray, np.ndarray]:
    stored = folder / CANDIDATES
    if stored.exists():
        with np.load(stored) as arrays:
            return arrays["table"], arrays["labels"]
    looks = replace(LookParameters(), coarse_share=0.0)
    parameters = ImageParameters(empty_share=0.25, looks=looks, lesions=LesionParameters(contrast=(3.0, 16.0)))
    images = simulate_set(sources, recipe.candidate_images, recipe.candidate_spacings_mm, recipe.seed, parameters, cache)
    table, labels = collect(detector, images)
    with written_whole(stored) as temporary, temporary.open("wb") as stream:
        np.savez(stream, table=table, labels=labels)
    return table, labels
