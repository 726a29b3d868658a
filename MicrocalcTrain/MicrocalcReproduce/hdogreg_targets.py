"""The grid of regression targets with the light region network, a short training each from shipped weights on
(Marasinou 2023, Tables 1, 2).
"""

from __future__ import annotations

import copy
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import torch
from ignite.metrics import Average
from MicrocalcCADLib.detectors.hdogreg import METHOD, create, modules_of
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, write_text, written_whole
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcTrainLib.datasets.splits import TRAIN, VALIDATION
from MicrocalcTrainLib.metrics.froc import rate_at
from MicrocalcTrainLib.simulation.backgrounds import load, of_part
from MicrocalcTrainLib.simulation.patches import SimulatedPatches
from MicrocalcTrainLib.targets import distance_mm, proximity_at
from MicrocalcTrainLib.workflows.evaluation import System, evaluate
from MicrocalcTrainLib.workflows.evaluation_report import FALSE_POSITIVES_PER_CM2
from MicrocalcTrainLib.workflows.hdogreg_fpn import continuous_iou, soft_dice_of_logits
from MicrocalcTrainLib.workflows.loop import fit, patch_minibatches
from MicrocalcTrainLib.workflows.region import one_cycle_plan
from MicrocalcTrainLib.workflows.validation import metrics_of
from monai.data import DataLoader
from monai.utils.enums import CommonKeys as Keys

from .hdogreg_table_1 import MEASURES as OF_GRID
from .hdogreg_table_1 import PAPER_SPACING_MM, grid_figures, measured, published_at
from .job import Job, Report, keep_model
from .material import SEEDS, images_of
from .paper_rule import PaperRule, proximity_of
from .published import HDOGREG_PAUC
from .recipes import TargetsRecipe
from .tables import Measure, Row, Table

log = logging.getLogger(__name__)
START = "as shipped"
MEASURES = (*OF_GRID, Measure("tpr", "TPR at 0.4 FP/cm²"))


RECIPE = TargetsRecipe()


def reproduce(job: Job, recipe: TargetsRecipe) -> Report:
    """Train and measure the network for every target that is not measured yet; each cell is a file, written whole.

    Raises
    ------
    InputError
        If a data set is given, or a model of the paper's network.
    """
    if job.data is not None:
        raise InputError(
            "The table hdogreg-targets trains on simulated patches and takes no data set: use hdogreg-table-1.",
            option="without --data",
        )
    detector = create(job.model(METHOD), job.device)
    if isinstance(detector, HdogregFpn):
        raise InputError(
            "The table hdogreg-targets starts from the light networks, not from the paper's: give a model of"
            " hdogreg-light."
        )
    assert detector.bundle is not None
    region, identity = modules_of(detector.bundle)["region"], detector.bundle.identity
    keep_model(job.folder, identity)
    start = _cell(job, recipe, START, region, 1.0)
    cells = {
        (xi, alpha): _trained_cell(job, recipe, region, xi, alpha) for alpha in recipe.alpha for xi in recipe.xi_px
    }
    rows = (
        Row((START, ""), start["values"]),
        *(Row((f"{alpha:g}", str(xi)), cell["values"], published_at(xi, alpha)) for (xi, alpha), cell in cells.items()),
    )
    t = recipe.training
    notes = (
        (
            f"xi in pixels of {PAPER_SPACING_MM:g} mm. pAUC from 0 to 1 false positives per cm², at the paper's 20"
            " thresholds; IoU at the point of the FROC nearest to (0, 1); TPR of all scores. Objects and scores by the"
            " paper's rule: no detail and no candidate network."
        ),
        (
            f"Network: region network of {identity.name} {identity.version}, from its weights on {t.epochs} epochs of"
            f" {t.steps} minibatches of {t.batch} of the same {t.steps * t.batch} patches for every target, soft Dice"
            f" of the proximity map; {recipe.test_images} validation images."
        ),
        (
            f"{START}: before that training, thresholds of alpha 1. The paper's numbers: a network trained from"
            " ImageNet weights on INbreast."
        ),
    )
    table = Table(
        "hdogreg-targets",
        "Regression targets, light network",
        ("alpha", "xi"),
        MEASURES,
        rows,
        f"{HDOGREG_PAUC.source}; IoU from Table 2",
        notes,
    )
    return Report((table,), grid_figures("hdogreg-targets", recipe.xi_px, recipe.alpha, cells))


def _trained_cell(job: Job, recipe: TargetsRecipe, region: torch.nn.Module, xi_px: int, alpha: float) -> dict[str, Any]:
    name = f"xi{xi_px}_alpha{alpha:g}"
    if (job.folder / "cells" / f"{name}.json").is_file():
        return _cell(job, recipe, name, region, alpha)
    network, curves = trained(job, job.folder / "networks" / name, recipe, region, xi_px * PAPER_SPACING_MM, alpha)
    return _cell(job, recipe, name, network, alpha, curves)


def _cell(
    job: Job, recipe: TargetsRecipe, name: str, network: torch.nn.Module, alpha: float, curves: Any = ()
) -> dict[str, Any]:
    """Return values and training curves of a target, from its file where there is one."""
    path = job.folder / "cells" / f"{name.replace(' ', '-')}.json"
    if path.is_file():
        return read_json(path)
    images = images_of(job, VALIDATION, recipe.test_images, recipe.spacing_mm, recipe.training.seed)
    detector = PaperRule(proximity_of(TorchNetwork(copy.deepcopy(network).eval(), job.device)))
    e = evaluate(images, System(METHOD), detector, job.folder / "analyses" / path.stem)
    found = measured(e, alpha)
    values = found | {"tpr": rate_at(e.froc, FALSE_POSITIVES_PER_CM2)} if found and e.froc is not None else found
    log.info("%s: %s", name, values)
    write_text(path, json.dumps({"values": values, "curves": curves}, indent=1))
    return read_json(path)


def trained(
    job: Job, folder: Path, recipe: TargetsRecipe, region: torch.nn.Module, xi_mm: float, alpha: float
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Return the region network after some more steps towards a target; the epoch with the greatest IoU per patch is
    kept, as in the paper.
    """
    t = recipe.training
    patches = TargetPatches(stored_patches(job, TRAIN, recipe, t.steps * t.batch), xi_mm, alpha, t.seed)
    held_out = TargetPatches(stored_patches(job, VALIDATION, recipe, t.validation_patches), xi_mm, alpha, None)
    torch.manual_seed(t.seed)
    plan = one_cycle_plan(t, _soft_dice, lambda net: _figures_of(net, held_out, job.device), "validation_iou")
    return fit(folder, copy.deepcopy(region), patch_minibatches(patches, t.batch, 0), plan, job.device)


class TargetPatches:
    """A map-style data set of ``image`` and ``label``, float32 (1, size, size): local contrast, and the proximity
    function of one target.

    An epoch takes every patch once, in an order of its own; with no seed they come as they are.
    """

    def __init__(self, stored: tuple[np.ndarray, np.ndarray], xi_mm: float, alpha: float, seed: int | None) -> None:
        self.images, self.distances = stored
        self.xi_mm, self.alpha, self.seed, self.offset = xi_mm, alpha, seed, 0

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        epoch, place = divmod(self.offset + index, len(self))
        chosen = place if self.seed is None else np.random.default_rng((self.seed, epoch)).permutation(len(self))[place]
        return {
            "image": self.images[chosen][None],
            "label": proximity_at(self.distances[chosen], self.xi_mm, self.alpha)[None],
        }


def stored_patches(job: Job, part: str, recipe: TargetsRecipe, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return local contrast and distance in mm from the nearest calcification, both float32 (count, size, size), which
    no target changes.

    What the job's folder holds already is taken.
    """
    stored = job.folder / f"patches-{part}.npz"
    if not stored.exists():
        p = recipe.training.patches
        backgrounds = [load(source, p.spacing_mm, job.folder / "backgrounds") for source in of_part(job.sources, part)]
        drawn = SimulatedPatches(backgrounds, count, recipe.training.seed + SEEDS[part], p)
        images, distances = (np.stack(some) for some in zip(*(_drawn(drawn, i) for i in range(count)), strict=True))
        with written_whole(stored) as temporary, temporary.open("wb") as stream:
            np.savez(stream, images=images, distances=distances)
    with np.load(stored, allow_pickle=False) as arrays:
        return arrays["images"], arrays["distances"]


def _drawn(patches: SimulatedPatches, index: int) -> tuple[np.ndarray, np.ndarray]:
    contrast, truth, inner = patches.contrast_and_truth(index)
    distance = distance_mm(truth, patches.parameters.spacing_mm)
    return contrast[inner].astype(np.float32), distance[inner].astype(np.float32)


def _soft_dice(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return soft_dice_of_logits(logits[:, :1], target)


def _figures_of(network: torch.nn.Module, patches: TargetPatches, device: str) -> dict[str, float]:
    metrics = {
        "validation_loss": Average(lambda output: _soft_dice(output[Keys.PRED], output[Keys.LABEL])),
        "validation_iou": Average(lambda output: continuous_iou(output[Keys.PRED][:, :1] > 0, output[Keys.LABEL])),
    }
    return metrics_of(network, DataLoader(patches, batch_size=1), metrics, device)
