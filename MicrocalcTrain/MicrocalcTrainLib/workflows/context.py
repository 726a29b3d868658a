"""The recipe of the method context: candidates of simulated mammograms, the network, operating points, bundle."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.detectors.context import METHOD, Context, candidate_spots, patches_at
from MicrocalcCADLib.detectors.dog_candidates import Spots
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.networks.context import ContextNetwork
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.sizes import CONTEXT_PX
from MicrocalcCADLib.progress import Progress
from scipy.spatial import cKDTree

from ..datasets.minibatches import BalancedBatches
from ..datasets.patch_database import PatchDatabase
from ..datasets.splits import SPLITS, TEST, TRAIN, VALIDATION
from ..datasets.truth_image import TruthImage, whole_images, with_single_calcifications
from ..metrics.one_to_one import MATCHING_DISTANCE_MM
from ..recipes.context import ContextRecipe
from ..simulation.images import simulate_set
from .bundle import joined_state, plain
from .bundle_configs import context_network
from .classifier import labelled, probabilities, train_classifier
from .curves import in_words
from .distributed import first_then_all, leads
from .loop import read_curves
from .material import Material, Simulated, Trained, check_normal_mammograms, points_and_figures, write_trained
from .on_data.training_set import TrainingSet

log = logging.getLogger(__name__)
NAME = "context"
INTENSITY = (
    "Image less its mean over a disc of 7 px, in standard deviations within the breast; input in [0, 1], bright is"
    " dense."
)
CALCIFICATION, OTHER = 1, 0
SYMMETRIES = (0, 1, 2, 3, 4, 6)  # the patch itself and 5 rotations and flips
DECIDES_CANDIDATES = ("parameters", "simulation", "most_positives", "negatives_per_positive", "least_contrast", "seed")


def make(folder: Path, material: Material, recipe: ContextRecipe, device: str, command: str) -> Path:
    """Collect candidates, train, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If there is no normal mammogram to choose operating points on, or a part of a data set has no calcification that
        is marked by itself.
    """
    check_normal_mammograms(material)
    database = first_then_all(lambda: candidate_database(folder, material, recipe))
    p = recipe.network
    batches = BalancedBatches(database, TRAIN, (CALCIFICATION,), p.batch, p.steps, p.seed, SYMMETRIES)
    validation = labelled(*database.all_of(VALIDATION), (CALCIFICATION,))
    torch.manual_seed(p.seed)
    network = train_classifier(folder / "network", ContextNetwork(), batches, validation, p, device)
    if not leads():
        return folder / material.name_of(NAME)
    errors = candidate_errors(network, database, device, material.held_out)
    detector = Context(TorchNetwork(network, device), recipe.parameters, None, device)
    result = Trained(
        METHOD,
        "Network of the method context (Wang and Yang 2018).",
        INTENSITY,
        context_network(),
        joined_state({"context": network}),
        recipe.parameters,
        *points_and_figures(folder, material, detector, recipe, recipe.normals),
    )
    training = {"command": command, "recipe": plain(recipe), "candidate_errors": errors}
    lines = errors_in_card(errors, recipe, simulated=isinstance(material, Simulated))
    return write_trained(
        folder, NAME, material, result, training, {"network": read_curves(folder / "network")}, lines=lines
    )


def candidate_database(folder: Path, material: Material, recipe: ContextRecipe) -> PatchDatabase:
    """Return the candidates of all parts; what an earlier run made is kept."""
    decides = {name: value for name, value in plain(recipe).items() if name in DECIDES_CANDIDATES}
    data = {"data": material.sha256} if isinstance(material, TrainingSet) else {}
    database = PatchDatabase(folder / "candidates.sqlite", CONTEXT_PX, decides | data)
    for number, part in enumerate(SPLITS):
        for i, image in enumerate(_images(folder, material, part, recipe, partial(database.has, part))):
            if image is not None:
                labels, patches = candidates_of(image, np.random.default_rng((recipe.seed, number, i)), recipe)
                database.add(part, i, labels, patches)
                log.info("%s: %s, %d candidates, %d of them true", part, image.name, len(labels), labels.sum())
    return database


def _images(
    folder: Path, material: Material, part: str, recipe: ContextRecipe, known: Callable[[int], bool]
) -> Iterator[TruthImage | None]:
    """Yield the images of a part in their order, None for those that are known already."""
    spacing = recipe.parameters.spacing_mm
    if isinstance(material, TrainingSet):
        stored = material.images(part) if material.counts[part][1] else ()
        for i, image in enumerate(stored if part == TEST else with_single_calcifications(stored, part, NAME)):
            yield None if known(i) else next(whole_images([image], spacing))
        return
    number, count = (
        SPLITS.index(part),
        dict(zip(SPLITS, (recipe.images, recipe.validation_images, recipe.held_out_images), strict=True))[part],
    )
    if all(known(i) for i in range(count)):
        return
    images = simulate_set(
        material.images(part),
        count,
        [spacing],
        recipe.seed + number * 1_000_000,
        recipe.simulation,
        folder / "backgrounds",
    )
    yield from (None if known(i) else image for i, image in enumerate(images))


def candidates_of(image: TruthImage, rng: np.random.Generator, recipe: ContextRecipe) -> tuple[np.ndarray, np.ndarray]:
    """Return labels (n,) and patches (n, 95, 95) of candidates in an image; none where it shows no breast.

    At most `most_positives` positives, and `negatives_per_positive` times as many negatives, as many as for one where
    there is no positive. Where the image is uncertain nothing is negative.
    """
    mammogram = image.mammogram
    try:
        mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
    except MicrocalcError as error:
        log.warning("%s left out: %s", image.name, error)
        return np.zeros(0, int), np.zeros((0, CONTEXT_PX, CONTEXT_PX), np.float32)
    detail, spots = candidate_spots(mammogram.pixels, mask, recipe.parameters, Progress())
    labels = true_candidates(spots, image, recipe.least_contrast)
    labels = np.where((labels == OTHER) & image.uncertain[spots.rows, spots.columns], -1, labels)
    positives, negatives = (rng.permutation(np.flatnonzero(labels == label)) for label in (CALCIFICATION, OTHER))
    positives = positives[: recipe.most_positives]
    negatives = negatives[: recipe.negatives_per_positive * max(1, len(positives))]
    chosen = np.concatenate([positives, negatives])
    return labels[chosen], patches_at(detail, spots.rows[chosen], spots.columns[chosen])


def true_candidates(spots: Spots, image: TruthImage, least_contrast: float) -> np.ndarray:
    """Return for each candidate 1 (in or at most 0.35 mm from the centre of a calcification), 0 (away from all) or -1
    (doubtful).

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


def candidate_errors(network: torch.nn.Module, database: PatchDatabase, device: str, part: str) -> dict[str, Any]:
    """Return the network's errors on the candidates of a part, in percent."""
    patches, labels = database.all_of(part)
    wrong = (probabilities(network, patches, device, batch=64) >= 0.5) != (labels == CALCIFICATION)
    missed, false = (float(wrong[labels == label].mean()) for label in (CALCIFICATION, OTHER))
    row = {
        "missed": round(100 * missed, 2),
        "false": round(100 * false, 2),
        "accuracy": round(100 - 50 * (missed + false), 2),
    }
    row["candidates"] = len(labels)
    log.info("errors in percent: %s", in_words(row))
    return row


def errors_in_card(errors: Mapping[str, Any], recipe: ContextRecipe, simulated: bool) -> list[str]:
    """Return the lines of the card on the candidates of the held-out part."""
    (least_mm, most_mm), (faint, strong) = recipe.simulation.lesions.diameter_mm, recipe.simulation.lesions.contrast
    drawn = [
        (
            f"Calcifications of {least_mm} to {most_mm} mm, typical peak contrast {faint:g} to {strong:g} standard"
            " deviations of the local fine"
        ),
        f"texture; those below {recipe.least_contrast:g} count as neither.",
    ]
    return [
        f"## Candidates of {'simulated images on held-out backgrounds' if simulated else 'the held-out part'}",
        "",
        (
            f"Of {errors['candidates']} candidates {errors['missed']} % of the true ones are called false,"
            f" {errors['false']} % of the others true;"
        ),
        f"accuracy with both in equal shares {errors['accuracy']} %.",
        *(drawn if simulated else ()),
        "",
    ]
