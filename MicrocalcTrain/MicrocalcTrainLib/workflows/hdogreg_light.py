"""The recipe of the shipped bundle `hdogreg-light`: region network, candidate network, operating points, model card."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.candidates import scorer
from MicrocalcCADLib.detectors.hdogreg import METHOD, Hdogreg, HdogregParameters
from MicrocalcCADLib.files import sha256_of, written_whole
from MicrocalcCADLib.models import METADATA, WEIGHTS
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reading import read_mammogram

from ..metrics.individual import froc, iou_per_object, match, rate_at
from ..simulation.backgrounds import BackgroundSource, load, split
from ..simulation.images import ImageParameters, simulate_set
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from .candidates import CandidateTraining, collect, train_candidates
from .model_card import write_model_card
from .region import CURVES, RegionTraining, train

log = logging.getLogger(__name__)
NAME, VERSION = "hdogreg-light", "1.0.0"
CANDIDATES = "candidates.npz"
FALSE_CLUSTERS = {"sensitive": 1.0, "balanced": 0.1, "specific": 0.05}
NOTICE = "Trained on simulated calcifications: scores order by suspicion, they are not probabilities of disease."


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
    normals = [s for s in held_in if s.path.suffix.lower() != ".dcm"]
    points, curve = choose_operating_points(detector, normals)
    figures = measure(detector, held_out, recipe, cache, points["balanced"])
    bundle = write_bundle(folder / NAME, detector, points, curve, figures, recipe, command)
    metadata = json.loads((bundle / METADATA).read_text())
    write_model_card(bundle, metadata, json.loads((folder / "region" / CURVES).read_text())["curves"])
    return bundle


def choose_operating_points(detector: Hdogreg, normals: Sequence[BackgroundSource]) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return named thresholds by the reported clusters in normal training mammograms, and the measured curve."""
    analyses = [detector.analyse(read_mammogram(s.path, spacing_mm=s.spacing_mm)) for s in normals]
    thresholds = np.round(np.concatenate([np.linspace(0.05, 0.9, 35), np.linspace(0.91, 0.99, 9)]), 3)
    curve = []
    for t in thresholds:
        clusters = [len(decide(a, float(t), ClusterParameters()).reported_clusters) for a in analyses]
        calcifications = [int((a.candidates.column("score") >= t).sum()) / a.image.breast_area_cm2 for a in analyses]
        curve.append(
            {"threshold": float(t), "false_clusters_per_image": float(np.mean(clusters)), "candidates_per_cm2": float(np.mean(calcifications))}
        )
    points = {}
    for name, limit in FALSE_CLUSTERS.items():
        passing = [row["threshold"] for row in curve if row["false_clusters_per_image"] <= limit]
        points[name] = min(passing, default=float(thresholds[-1]))
    return points, curve


def measure(detector: Hdogreg, sources: Sequence[BackgroundSource], recipe: LightRecipe, cache: Path, threshold: float) -> dict[str, Any]:
    """Return the figures on simulated images from held-out backgrounds and seeds, one set a spacing."""
    figures = {}
    for spacing in recipe.test_spacings_mm:
        images = simulate_set(sources, recipe.test_images, [spacing], recipe.seed + 500_000, ImageParameters(), cache)
        matched = []
        for image in images:
            analysis = detector.analyse(image.mammogram, Progress())
            c = analysis.candidates
            matched.append(
                match(c.pixels, c.starts, c.measures[:, :2], c.column("score"), image.truth, spacing, analysis.image.breast_area_cm2, threshold)
            )
        thresholds, false_positives, rate = froc(matched)
        at = thresholds[false_positives <= 0.4].min(initial=1.0)
        iou = iou_per_object(matched)
        figures[f"{spacing:g} mm"] = {
            "images": len(matched),
            "true_calcifications": sum(m.truths for m in matched),
            "tpr_at_0.4_fp_per_cm2": round(rate_at(false_positives, rate, 0.4), 4),
            "threshold_at_0.4_fp_per_cm2": round(float(at), 4),
            "tpr_at_1_fp_per_cm2": round(rate_at(false_positives, rate, 1.0), 4),
            "iou_per_object_mean": round(iou[0], 4),
            "iou_per_object_sd": round(iou[1], 4),
        }
        log.info("%s mm: %s", spacing, figures[f"{spacing:g} mm"])
    return figures


def write_bundle(
    folder: Path,
    detector: Hdogreg,
    points: dict[str, float],
    curve: list[dict[str, float]],
    figures: dict[str, Any],
    recipe: LightRecipe,
    command: str,
) -> Path:
    """Write a MONAI bundle: weights as a plain state dict, metadata, inference configuration and model card."""
    state = {f"region.{k}": v.detach().cpu().contiguous() for k, v in detector.network.state_dict().items()}
    state |= {f"candidate.{k}": v.detach().cpu().contiguous() for k, v in detector.candidate_network.state_dict().items()}
    for part in ("configs", "models", "docs"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with written_whole(folder / WEIGHTS) as temporary:
        torch.save(state, temporary)
    metadata = {
        "schema": "https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20240725.json",
        "name": NAME,
        "version": VERSION,
        "task": "Detection of calcifications in mammograms",
        "description": "Light region network and candidate network of the method hdogreg.",
        "authors": "The Microcalc developers",
        "copyright": "The Microcalc developers",
        "intended_use": "Research only.",
        "monai_version": _version("monai"),
        "pytorch_version": _version("torch").split("+")[0],
        "numpy_version": _version("numpy"),
        "microcalc": {
            "method": METHOD,
            "spacing_mm": detector.parameters.spacing_mm,
            "intensity": "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense.",
            "operating_points": points,
            "operating_curve": curve,
            "parameters": json.loads(json.dumps(asdict(detector.parameters))),
            "training": {"command": command, "recipe": json.loads(json.dumps(asdict(recipe))), "figures": figures},
            "training_data": "Simulated calcifications on CBIS-DDSM films (CC BY 3.0), CDD-CESM images (CC BY 4.0) and procedural texture.",
            "licence": "Apache-2.0",
            "intended_use": "Research only: not a medical device, not for diagnosis.",
            "notices": [NOTICE],
        },
    }
    inference = {
        "network_def": {"_target_": "MicrocalcCADLib.networks.light_unet.light_unet"},
        "detector": {"_target_": "MicrocalcCADLib.detectors.create", "method": METHOD, "model": "$@bundle_root"},
        "bundle_root": ".",
    }
    for name, content in {"configs/metadata.json": metadata, "configs/inference.json": inference}.items():
        with written_whole(folder / name) as temporary:
            temporary.write_text(json.dumps(content, indent=1) + "\n")
    log.info("bundle %s, SHA-256 of its weights %s", folder, sha256_of(folder / WEIGHTS))
    return folder


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


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
