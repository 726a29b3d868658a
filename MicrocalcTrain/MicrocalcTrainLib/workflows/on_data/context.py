"""The recipe of the method context on the candidates of a data set's images."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import torch
from MicrocalcCADLib.detectors.context import METHOD, Context
from MicrocalcCADLib.networks.context import ContextNetwork
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.sizes import CONTEXT_PX

from ...datasets.splits import TEST, TRAIN, VALIDATION
from ...patch_database import BalancedBatches, PatchDatabase
from ..bundle import joined_state, plain
from ..bundle_configs import context_network
from ..classifier import labelled, train_classifier
from ..context import CALCIFICATION, DECIDES_CANDIDATES, INTENSITY, NAME, SYMMETRIES, ContextRecipe, candidate_errors, candidates_of
from ..loop import read_curves
from ..ranks import first_then_all, leads
from .bundle import Trained, name_of, write
from .images import spread, whole_images, with_single_calcifications
from .measuring import choose_operating_points, measure
from .training_set import TrainingSet

log = logging.getLogger(__name__)


def make(folder: Path, data: TrainingSet, recipe: ContextRecipe, device: str, command: str) -> Path:
    """Collect candidates, train, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If a part has no calcification that is marked by itself.
    """
    database = first_then_all(lambda: candidate_database(folder / "candidates.sqlite", data, recipe))
    p = recipe.network
    batches = BalancedBatches(database, TRAIN, (CALCIFICATION,), p.batch, p.steps, p.seed, SYMMETRIES)
    validation = labelled(*database.all_of(VALIDATION), (CALCIFICATION,))
    torch.manual_seed(p.seed)
    network = train_classifier(folder / "network", ContextNetwork(), batches, validation, p, device)
    if not leads():
        return folder / name_of(NAME, data)
    errors = candidate_errors(network, database, device, data.held_out)
    detector = Context(TorchNetwork(network, device), recipe.parameters, None, device)
    points, curve = choose_operating_points(detector, whole_images(spread(data.images(VALIDATION), recipe.normals)))
    held_out = spread([image for image in data.images(data.held_out) if image.calcifications], recipe.test_images)
    result = Trained(
        METHOD,
        "Network of the method context (Wang and Yang 2018).",
        INTENSITY,
        context_network(),
        joined_state({"context": network}),
        recipe.parameters,
        points,
        curve,
        measure(detector, whole_images(held_out), points["balanced"]),
    )
    curves = read_curves(folder / "network")
    return write(folder, NAME, data, result, {"command": command, "recipe": plain(recipe), "candidate_errors": errors}, {"network": curves})


def candidate_database(path: Path, data: TrainingSet, recipe: ContextRecipe) -> PatchDatabase:
    """Return the candidates of all parts; what an earlier run made is kept."""
    description = {name: value for name, value in plain(recipe).items() if name in DECIDES_CANDIDATES} | {"data": data.sha256}
    database = PatchDatabase(path, CONTEXT_PX, description)
    parts = [part for part in (TRAIN, VALIDATION, TEST) if data.counts[part][1]]
    for number, part in enumerate(parts):
        images = with_single_calcifications(data.images(part), part, NAME) if part != TEST else data.images(part)
        for i, image in enumerate(images):
            if not database.has(part, i):
                (whole,) = whole_images([image], recipe.parameters.spacing_mm)
                labels, patches = candidates_of(whole, np.random.default_rng((recipe.seed, number, i)), recipe, whole.uncertain)
                database.add(part, i, labels, patches)
                log.info("%s: %d candidates, %d of them true", image.name, len(labels), labels.sum())
    return database
