"""The recipe of the method context: candidates of simulated mammograms, the network, operating points, bundle."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.detectors.context import METHOD, Context, ContextParameters, candidate_spots, patches_at
from MicrocalcCADLib.detectors.dog_candidates import Spots
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.networks.context import ContextNetwork
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.sizes import CONTEXT_PX
from MicrocalcCADLib.progress import Progress
from scipy.spatial import cKDTree

from ..metrics.one_to_one import MATCHING_DISTANCE_MM
from ..patch_database import BalancedBatches, PatchDatabase
from ..simulation.backgrounds import BackgroundSource, split
from ..simulation.images import ImageParameters, SimulatedImage, simulate_set
from ..simulation.insertion import ANNOTATABLE
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from .bundle import joined_state, plain, section, write_bundle
from .bundle_configs import context_network
from .classifier import ClassifierTraining, labelled, probabilities, train_classifier
from .loop import read_curves
from .measuring import choose_operating_points, measure, normal_mammograms
from .model_card import head, measured_figures, operating_points, write_documents
from .ranks import first_then_all, leads

log = logging.getLogger(__name__)
NAME, VERSION = "context", "1.0.0"
INTENSITY = "Image less its mean over a disc of 7 px, in standard deviations within the breast; input in [0, 1], bright is dense."
CALCIFICATION, OTHER = 1, 0
SYMMETRIES = (0, 1, 2, 3, 4, 6)  # the patch itself and 5 rotations and flips
VALIDATION_SHARE = 7
DECIDES_CANDIDATES = ("parameters", "simulation", "most_positives", "negatives_per_positive", "least_contrast", "seed")


def _images() -> ImageParameters:
    looks = replace(LookParameters(), coarse_share=0.15, noise=(0.0, 0.5))
    lesions = LesionParameters(diameter_mm=(0.15, 0.55), contrast=(6.0, 24.0))
    return ImageParameters(clusters=(1, 3), empty_share=0.1, looks=looks, lesions=lesions)


@dataclass(frozen=True)
class ContextRecipe:
    """Everything that decides the bundle.

    Parameters
    ----------
    images, validation_images, held_out_images
        Simulated mammograms that candidates are taken from: on training backgrounds, on every seventh of them (which
        training then leaves out), and on held-out ones.
    most_positives, negatives_per_positive
        Candidates that are taken from one image.
    least_contrast
        A candidate at a calcification of less, in standard deviations of the local fine texture as it was inserted, is
        neither positive nor negative: no reader would annotate it.
    test_images, test_spacings_mm
        Whole simulated images on held-out backgrounds for the figures of the model card.
    """

    parameters: ContextParameters = field(default_factory=ContextParameters)
    simulation: ImageParameters = field(default_factory=_images)
    network: ClassifierTraining = field(default_factory=lambda: ClassifierTraining(steps=40, batch=64))
    images: int = 60
    validation_images: int = 8
    held_out_images: int = 12
    most_positives: int = 150
    negatives_per_positive: int = 20
    least_contrast: float = ANNOTATABLE
    normals: int = 12
    test_images: int = 10
    test_spacings_mm: tuple[float, ...] = (0.07,)
    seed: int = 1


RECIPE = ContextRecipe()
TRAININGS = ("network",)
OPTIONS = {
    "epochs": ("network.epochs",),
    "steps": ("network.steps",),
    "batch": ("network.batch",),
    "learning_rate": ("network.learning_rate",),
    "images": ("images",),
    "test_images": ("test_images",),
    "spacing": ("parameters.spacing_mm",),
    "seed": ("seed", "network.seed"),
}


def make(folder: Path, sources: Sequence[BackgroundSource], recipe: ContextRecipe, device: str, command: str) -> Path:
    """Collect candidates, train, choose operating points, measure and write the bundle; return its folder.

    Parameters
    ----------
    folder
        Working folder; what is there of an earlier, interrupted run is taken up.
    """
    cache = folder / "backgrounds"
    database = first_then_all(lambda: candidate_database(folder / "candidates.sqlite", sources, recipe, cache))
    batches = BalancedBatches(database, "training", (CALCIFICATION,), recipe.network.batch, recipe.network.steps, recipe.network.seed, SYMMETRIES)
    validation = labelled(*database.all_of("validation"), (CALCIFICATION,))
    torch.manual_seed(recipe.network.seed)
    network = train_classifier(folder / "network", ContextNetwork(), batches, validation, recipe.network, device)
    if not leads():
        return folder / NAME
    errors = candidate_errors(network, database, device)
    held_in, held_out = split(sources, False), split(sources, True)
    detector = Context(TorchNetwork(network, device), recipe.parameters, None, device)
    points, curve = choose_operating_points(detector, normal_mammograms(held_in)[: recipe.normals])
    figures = measure(detector, held_out, recipe.test_images, recipe.test_spacings_mm, recipe.seed, cache, points["balanced"])
    training = {"command": command, "recipe": plain(recipe), "candidate_errors": errors, "figures": figures}
    metadata = write_bundle(
        folder / NAME,
        (NAME, VERSION),
        "Network of the method context (Wang and Yang 2018).",
        context_network(),
        joined_state({"context": network}),
        section(METHOD, recipe.parameters, INTENSITY, training, points, curve),
    )
    curves = read_curves(folder / "network")
    write_documents(folder / NAME, card(metadata, curves), curves)
    return folder / NAME


def candidate_database(path: Path, sources: Sequence[BackgroundSource], recipe: ContextRecipe, cache: Path) -> PatchDatabase:
    """Return the database with the splits ``training``, ``validation`` and ``test``; what an earlier run made is kept."""
    database = PatchDatabase(path, CONTEXT_PX, {name: value for name, value in plain(recipe).items() if name in DECIDES_CANDIDATES})
    held_in = split(sources, False)
    parts = {
        "training": ([s for i, s in enumerate(held_in) if i % VALIDATION_SHARE] or held_in, recipe.images),
        "validation": (held_in[::VALIDATION_SHARE], recipe.validation_images),
        "test": (split(sources, True), recipe.held_out_images),
    }
    for number, (name, (chosen, count)) in enumerate(parts.items()):
        if all(database.has(name, i) for i in range(count)):
            continue
        images = simulate_set(chosen, count, [recipe.parameters.spacing_mm], recipe.seed + number * 1_000_000, recipe.simulation, cache)
        for i, image in enumerate(images):
            if not database.has(name, i):
                labels, patches = candidates_of(image, np.random.default_rng((recipe.seed, number, i)), recipe)
                database.add(name, i, labels, patches)
                log.info("%s: image %d of %d, %d candidates, %d of them true", name, i + 1, count, len(labels), labels.sum())
    return database


def candidates_of(
    image: SimulatedImage, rng: np.random.Generator, recipe: ContextRecipe, uncertain: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return labels (n,) and patches (n, 95, 95) of candidates in a simulated image; none where it shows no breast.

    At most `most_positives` positives, and `negatives_per_positive` times as many negatives, as many as for one where
    there is no positive. Where `uncertain`, bool (rows, columns), says so, nothing is negative.
    """
    mammogram = image.mammogram
    try:
        mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
    except MicrocalcError as error:
        log.warning("%s left out: %s", image.name, error)
        return np.zeros(0, int), np.zeros((0, CONTEXT_PX, CONTEXT_PX), np.float32)
    detail, spots = candidate_spots(mammogram.pixels, mask, recipe.parameters, Progress())
    labels = true_candidates(spots, image, recipe.least_contrast)
    if uncertain is not None:
        labels = np.where((labels == OTHER) & uncertain[spots.rows, spots.columns], -1, labels)
    positives, negatives = (rng.permutation(np.flatnonzero(labels == label)) for label in (CALCIFICATION, OTHER))
    positives = positives[: recipe.most_positives]
    negatives = negatives[: recipe.negatives_per_positive * max(1, len(positives))]
    chosen = np.concatenate([positives, negatives])
    return labels[chosen], patches_at(detail, spots.rows[chosen], spots.columns[chosen])


def true_candidates(spots: Spots, image: SimulatedImage, least_contrast: float) -> np.ndarray:
    """Return for each candidate 1 (in or at most 0.35 mm from the centre of a calcification), 0 (away from all) or -1 (doubtful).

    Doubtful are candidates at calcifications too faint to be annotated.
    """
    truth = image.truth[spots.rows, spots.columns]
    faint = np.array([False, *(one.contrast < least_contrast for one in image.calcifications)])
    if image.calcifications:
        centres = [(one.row, one.column) for one in image.calcifications]
        reach = MATCHING_DISTANCE_MM / image.mammogram.mean_spacing_mm
        distance, nearest = cKDTree(centres).query(np.column_stack([spots.rows, spots.columns]))
        truth = np.where((truth == 0) & (distance <= reach), nearest + 1, truth)
    return np.where(truth == 0, OTHER, np.where(faint[truth], -1, CALCIFICATION))


def candidate_errors(network: torch.nn.Module, database: PatchDatabase, device: str, part: str = "test") -> dict[str, Any]:
    """Return the network's errors on candidates of held-out backgrounds, in percent."""
    patches, labels = database.all_of(part)
    wrong = (probabilities(network, patches, device, batch=64) >= 0.5) != (labels == CALCIFICATION)
    missed, false = (float(wrong[labels == label].mean()) for label in (CALCIFICATION, OTHER))
    row = {"missed": round(100 * missed, 2), "false": round(100 * false, 2), "accuracy": round(100 - 50 * (missed + false), 2)}
    row["candidates"] = len(labels)
    log.info("errors in percent %s", row)
    return row


def card(metadata: dict[str, Any], curves: Sequence[dict[str, float]]) -> str:
    """Return the model card as Markdown."""
    part = metadata["microcalc"]
    errors, recipe = part["training"]["candidate_errors"], part["training"]["recipe"]
    (least_mm, most_mm), (faint, strong) = (recipe["simulation"]["lesions"][name] for name in ("diameter_mm", "contrast"))
    lines = [
        *head(metadata, curves),
        "## Candidates of simulated images on held-out backgrounds",
        "",
        f"Of {errors['candidates']} candidates {errors['missed']} % of the true ones are called false, {errors['false']} % of the others true;",
        f"accuracy with both in equal shares {errors['accuracy']} %. Calcifications of {least_mm} to {most_mm} mm, typical peak contrast",
        f"{faint:g} to {strong:g} standard deviations of the local fine texture; those below {recipe['least_contrast']:g} count as neither.",
        "",
        *measured_figures(part),
        *operating_points(part),
    ]
    return "\n".join(lines)
