"""The paper's regression network for the tables of Marasinou 2023: patches of a part, and a training on them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn, HdogregFpnParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.splits import TRAIN, VALIDATION
from MicrocalcTrainLib.datasets.truth_image import TruthImage
from MicrocalcTrainLib.recipes.hdogreg_fpn import FpnRecipe
from MicrocalcTrainLib.simulation.backgrounds import of_part
from MicrocalcTrainLib.simulation.images import simulate_set
from MicrocalcTrainLib.workflows.hdogreg_fpn import network_of, train
from MicrocalcTrainLib.workflows.region_patches import CutPatches, cut

from .job import Job
from .material import SEEDS, images_of, marked_images

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Trained:
    """A detector with the trained network, and its curves."""

    detector: HdogregFpn
    curves: tuple[dict[str, float], ...]


def trained(job: Job, folder: Path, recipe: FpnRecipe) -> Trained:
    """Train on the patches of the part train, validate on those of validation; goes on where `folder` holds a
    checkpoint.

    Raises
    ------
    InputError
        If there are fewer patches than one minibatch.
    ModelError
        If the ImageNet weights are those of another network.
    """
    network_of(recipe)  # a file of another network is refused before anything is simulated
    training, validation = (
        patches_of(job, TRAIN, recipe, recipe.images),
        patches_of(job, VALIDATION, recipe, recipe.validation_images),
    )
    if len(training.images) < recipe.training.batch or not len(validation.images):
        raise InputError(
            f"{len(training.images)} patches for training and {len(validation.images)} for validation are too few: "
            "give more images, or a larger data set.",
            option="--images",
        )
    network, curves = train(folder, training, validation, recipe, job.device)
    parameters = replace(HdogregFpnParameters(), spacing_mm=recipe.patches.spacing_mm, divisor=recipe.divisor)
    return Trained(HdogregFpn(network, parameters, None, job.device), tuple(curves))


def patches_of(job: Job, part: str, recipe: FpnRecipe, count: int) -> CutPatches:
    """Return the patches with calcifications of a part, from the job's folder where they are there; they do not depend
    on the target.
    """
    spacing = recipe.patches.spacing_mm

    def images() -> Iterable[TruthImage]:
        if job.data is not None:
            return marked_images(images_of(job, part, count, spacing, recipe.seed), spacing)
        cache = job.folder / "backgrounds"
        return simulate_set(
            of_part(job.sources, part), count, [spacing], recipe.seed + SEEDS[part], recipe.simulation, cache
        )

    patches = CutPatches.kept(job.folder / f"{part}.npz", lambda: cut(images(), recipe.patches))
    log.info("%s: %d patches with calcifications", part, len(patches.images))
    return patches
