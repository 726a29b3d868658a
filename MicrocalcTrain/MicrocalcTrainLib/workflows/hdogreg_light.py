"""The recipe of the shipped bundle `hdogreg-light`: region network, candidate network, operating points, model card."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from MicrocalcCADLib.detectors.candidates import scorer
from MicrocalcCADLib.detectors.hdogreg import METHOD, NETWORKS, Hdogreg, HdogregParameters
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.light_unet import DETAIL_FILTERS

from ..simulation.backgrounds import Background, BackgroundSource, load, split
from ..simulation.images import ImageParameters, at_spacing, simulate_set
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from ..simulation.patches import PatchParameters
from .bundle import joined_state, plain, section, write_bundle
from .bundle_configs import light_networks
from .candidates import CandidateTraining, collect, train_candidates
from .loop import read_curves
from .measuring import choose_operating_points, measure, normal_mammograms
from .model_card import write_model_card
from .ranks import leads
from .region import RegionTraining, train

log = logging.getLogger(__name__)
NAME, VERSION = "hdogreg-light", "1.0.0"
CANDIDATES = "candidates.npz"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."


DETAIL = RegionTraining(
    epochs=32,
    filters=DETAIL_FILTERS,
    patches=PatchParameters(
        spacing_mm=0.07, size_px=96, margin_px=32, cluster_share=0.65, single_share=0.3, looks=replace(LookParameters(), coarse_share=0.3)
    ),
)


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

    region: RegionTraining = field(default_factory=lambda: RegionTraining(epochs=30))
    detail: RegionTraining = DETAIL
    candidates: CandidateTraining = field(default_factory=CandidateTraining)
    candidate_images: int = 160
    candidate_spacings_mm: tuple[float, ...] = (0.07, 0.1, 0.05, 0.2)
    test_images: int = 20
    test_spacings_mm: tuple[float, ...] = (0.07, 0.05)
    seed: int = 1


RECIPE = LightRecipe()
TRAININGS = ("region", "detail")
OPTIONS = {
    "epochs": ("region.epochs",),
    "steps": ("region.steps",),
    "candidate_images": ("candidate_images",),
    "test_images": ("test_images",),
    "workers": ("region.workers", "detail.workers"),
    "seed": ("seed", "region.seed", "detail.seed"),
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
    held_in_detail, held_out_detail = (detail_backgrounds(s, recipe, cache) for s in (held_in, held_out))
    detail = train(folder / "detail", held_in_detail, held_out_detail, recipe.detail, device)
    del held_in_detail, held_out_detail
    if not leads():
        return folder / NAME
    networks = {"region": network, "detail": detail, "candidate": scorer()}
    detector = detector_of(networks, device)
    table, labels = _candidates(folder, detector, held_in, recipe, cache)
    networks["candidate"] = train_candidates(table, labels, recipe.candidates)
    detector = detector_of(networks, device)
    points, curve = choose_operating_points(detector, normal_mammograms(held_in))
    figures = measure(detector, held_out, recipe.test_images, recipe.test_spacings_mm, recipe.seed, cache, points["balanced"])
    training = {"command": command, "recipe": plain(recipe), "figures": figures}
    metadata = write_bundle(
        folder / NAME,
        (NAME, VERSION),
        "Light region, detail and candidate networks of the method hdogreg.",
        light_networks(),
        joined_state(networks),
        section(METHOD, detector.parameters, INTENSITY, training, points, curve),
    )
    write_model_card(folder / NAME, metadata, read_curves(folder / "region"))
    return folder / NAME


def detector_of(networks: Mapping[str, torch.nn.Module], device: str, parameters: HdogregParameters | None = None) -> Hdogreg:
    """Return the detector that works with these networks, region, detail and candidate, as they are in PyTorch."""
    return Hdogreg(*(TorchNetwork(networks[name], device) for name in NETWORKS), parameters or HdogregParameters(), None, device)


def detail_backgrounds(sources: Sequence[BackgroundSource], recipe: LightRecipe, cache: Path) -> list[Background]:
    """Return backgrounds at the detail network's spacing; what is interpolated to it gets noise, always the same for a seed."""
    result = []
    for index, source in enumerate(sources):
        own = min(source.spacing_mm, recipe.region.patches.spacing_mm)
        rng = np.random.default_rng((recipe.seed, index))
        result.append(at_spacing(load(source, own, cache), own, recipe.detail.patches.spacing_mm, rng, ImageParameters()))
    return result


def _candidates(
    folder: Path, detector: Hdogreg, sources: Sequence[BackgroundSource], recipe: LightRecipe, cache: Path
) -> tuple[np.ndarray, np.ndarray]:
    stored = folder / CANDIDATES
    if stored.exists():
        with np.load(stored) as arrays:
            return arrays["table"], arrays["labels"]
    looks = replace(LookParameters(), coarse_share=0.0)
    parameters = ImageParameters(clusters=(2, 4), singles=(0, 6), empty_share=0.2, looks=looks, lesions=LesionParameters(contrast=(3.0, 16.0)))
    images = simulate_set(sources, recipe.candidate_images, recipe.candidate_spacings_mm, recipe.seed, parameters, cache)
    table, labels = collect(detector, images)
    with written_whole(stored) as temporary, temporary.open("wb") as stream:
        np.savez(stream, table=table, labels=labels)
    return table, labels
