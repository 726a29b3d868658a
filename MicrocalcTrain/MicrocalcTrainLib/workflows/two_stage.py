"""The recipe of the method two-stage: patches of four classes, detector and segmentator, operating points, bundle."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.two_stage import METHOD, NETWORKS, TwoStage, TwoStageParameters, modules_of, network_of
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.two_stage import PatchNetwork

from ..datasets.minibatches import BalancedBatches, balanced_batches
from ..datasets.patch_database import PatchDatabase
from ..datasets.patch_store import PatchStore
from ..datasets.splits import SPLITS, TRAIN, VALIDATION
from ..datasets.store_file import CONTRAST
from ..metrics.patch_classes import DETECTOR_POSITIVES, SEGMENTATOR_POSITIVES, patch_class_errors
from ..recipes.two_stage import TwoStageRecipe
from ..simulation.images import backgrounds_at
from ..simulation.patch_classes import patches_of
from ..simulation.patches import SimulatedPatches
from .bundle import joined_state, plain
from .bundle_configs import patch_networks
from .classifier import ClassifierTraining, labelled, probabilities, train_classifier
from .curves import in_words
from .distributed import first_then_all, leads
from .loop import read_curves
from .material import Material, Simulated, Trained, check_normal_mammograms, points_and_figures, write_trained
from .on_data.training_set import TrainingSet

log = logging.getLogger(__name__)
NAME = "two-stage"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."
POSITIVES = {"detector": DETECTOR_POSITIVES, "segmentator": SEGMENTATOR_POSITIVES}
MOST_OF_A_CLASS = 2000
THRESHOLDS = tuple(round(0.05 * i, 2) for i in range(1, 20))
TRUTH = "calcifications that stand out by themselves"


@dataclass(frozen=True)
class ClassPatches:
    """Patches of four classes.

    Parameters
    ----------
    batches
        Balanced minibatches: of part, positive classes, minibatch, steps and seed.
    of
        ClassPatches (n, size, size) of a part and their classes (n,).
    """

    batches: Callable[[str, Sequence[int], int, int, int], BalancedBatches]
    of: Callable[[str], tuple[np.ndarray, np.ndarray]]


def make(folder: Path, material: Material, recipe: TwoStageRecipe, device: str, command: str) -> Path:
    """Collect patches, train both networks, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If the networks cannot have the size of the patches, a data set's patches are of grey values, or a class has no
        patch, or if there is no normal mammogram to choose operating points on.
    """
    check_normal_mammograms(material)
    if isinstance(material, TrainingSet):
        recipe = fitted(recipe, PatchStore(material.store))
    forms = {"detector": recipe.detector_form, "segmentator": recipe.segmentator_form}
    for form in forms.values():
        network_of(form)  # refuses an impossible form before anything long
    patches = patches_for(folder, material, recipe)
    networks = {part: trained(folder / part, part, patches, recipe, device) for part in forms}
    if not leads():
        return folder / material.name_of(NAME)
    spacing = recipe.patches.regions.spacing_mm
    parameters = TwoStageParameters(spacing, detector=recipe.detector_form, segmentator=recipe.segmentator_form)
    detector = detector_of(networks, parameters, device)
    whole = {"detector": detector.parameters.detector_threshold, "segmentator": detector.parameters.pixel_threshold}
    best = decision_threshold(networks["detector"], *patches.of(VALIDATION), device)
    test = patches.of(material.held_out)
    errors = {part: class_errors_of(network, part, *test, device, whole[part]) for part, network in networks.items()}
    at_best = class_errors_of(networks["detector"], "detector", *test, device, best)
    result = Trained(
        METHOD,
        "Detector and segmentator of the method two-stage (Valvano 2019).",
        INTENSITY,
        patch_networks(*(asdict(form) for form in forms.values())),
        joined_state(networks),
        detector.parameters,
        *points_and_figures(folder, material, detector, recipe, recipe.normals),
    )
    training = {"command": command, "recipe": plain(recipe), "patch_errors": errors, "detector_at_its_best": at_best}
    curves = {part: read_curves(folder / part) for part in networks}
    lines = errors_in_card(
        errors, at_best, training["recipe"], detector.parameters, simulated=isinstance(material, Simulated)
    )
    return write_trained(folder, NAME, material, result, training, curves, lines=lines)


def fitted(recipe: TwoStageRecipe, store: PatchStore) -> TwoStageRecipe:
    """Return the recipe with the size and the spacing of a data set's patches."""
    p = store.parameters
    if p.content != CONTRAST:
        raise InputError(
            f"The patches of {store.folder} hold {p.content} values, not local contrast: import the set again as local"
            " contrast.",
            option="--content contrast",
        )
    regions = replace(recipe.patches.regions, spacing_mm=store.mean_spacing_mm, margin_px=p.size_px)
    forms = {name: replace(getattr(recipe, name), size_px=p.size_px) for name in ("detector_form", "segmentator_form")}
    return replace(recipe, patches=replace(recipe.patches, size_px=p.size_px, regions=regions), **forms)


def patches_for(folder: Path, material: Material, recipe: TwoStageRecipe) -> ClassPatches:
    """Return the patches of all parts: those of a data set's store, or simulated ones."""
    if isinstance(material, TrainingSet):
        store = PatchStore(material.store)
        return ClassPatches(partial(balanced_batches, store), lambda part: store.all_of(part, MOST_OF_A_CLASS))
    database = first_then_all(
        lambda: patch_database(folder / "patches.sqlite", material, recipe, folder / "backgrounds")
    )
    return ClassPatches(partial(BalancedBatches, database), database.all_of)


def detector_of(networks: Mapping[str, PatchNetwork], parameters: TwoStageParameters, device: str) -> TwoStage:
    """Return the detector that works with these networks, detector and segmentator, as they are in PyTorch."""
    modules = modules_of(*(networks[name] for name in NETWORKS))
    detector, segmentator = (TorchNetwork(modules[name], device) for name in NETWORKS)
    return TwoStage(detector, segmentator, parameters, None, device)


def patch_database(path: Path, material: Simulated, recipe: TwoStageRecipe, cache: Path) -> PatchDatabase:
    """Return the database with the patches of all parts; what an earlier run made is kept."""
    p = recipe.patches
    database = PatchDatabase(path, p.size_px, {"patches": plain(p), "seed": recipe.seed, "truth": TRUTH})
    if not material.images(TRAIN):
        raise InputError(
            "There are no backgrounds to train on: install mammograms, or give a folder of images.",
            option="--backgrounds DIR",
        )
    counts = (recipe.regions, recipe.validation_regions, recipe.test_regions)
    for number, (part, count) in enumerate(zip(SPLITS, counts, strict=True)):
        missing = [i for i in range(count) if not database.has(part, i)]
        if not missing:
            continue
        backgrounds = backgrounds_at(material.images(part), p.regions.spacing_mm, (recipe.seed, 2), cache)
        regions = SimulatedPatches(backgrounds, count, recipe.seed + number * 1_000_000, p.regions)
        for i in missing:
            database.add(part, i, *patches_of(regions, i, p))
            if i % 100 == 0:
                log.info("%s: patches of region %d of %d", part, i, count)
    return database


def trained(
    folder: Path, part: str, patches: ClassPatches, recipe: TwoStageRecipe, device: str, stop_after: int | None = None
) -> torch.nn.Module:
    """Train one of the networks, ``detector`` or ``segmentator``, or go on where `folder` holds a checkpoint."""
    training: ClassifierTraining = getattr(recipe, part)
    batches = patches.batches(TRAIN, POSITIVES[part], training.batch, training.steps, training.seed)
    validation = labelled(*patches.of(VALIDATION), POSITIVES[part])
    torch.manual_seed(training.seed)
    return train_classifier(
        folder, network_of(getattr(recipe, f"{part}_form")), batches, validation, training, device, stop_after
    )


def decision_threshold(network: torch.nn.Module, patches: np.ndarray, classes: np.ndarray, device: str) -> float:
    """Return the probability, among `THRESHOLDS`, from which calling patches (n, size, size) positive is right most
    often.

    In the shares of the paper's test set, in which five of six patches are positive for the detector where minibatches
    have one of two.
    """
    positive = probabilities(network, patches, device)
    accuracies = [
        patch_class_errors(positive >= one, classes, DETECTOR_POSITIVES).published_accuracy for one in THRESHOLDS
    ]
    return THRESHOLDS[int(np.argmax(accuracies))]


def class_errors_of(
    network: torch.nn.Module, part: str, patches: np.ndarray, classes: np.ndarray, device: str, threshold: float = 0.5
) -> dict[str, Any]:
    """Return the row of Valvano 2019's Table 2 in percent, for patches (n, size, size) and their classes (n,); None
    where a class has no patch.
    """
    errors = patch_class_errors(probabilities(network, patches, device) >= threshold, classes, POSITIVES[part])
    row: dict[str, Any] = {
        f"C{c}": None if np.isnan(e) else round(100 * e, 2) for c, e in zip((1, 2, 3, 4), errors.errors, strict=True)
    }
    accuracies = {"accuracy": errors.published_accuracy, "balanced_accuracy": errors.balanced_accuracy}
    row |= {name: round(100 * value, 2) for name, value in accuracies.items()} | {
        "patches": sum(errors.counts),
        "threshold": threshold,
    }
    log.info("%s: errors in percent: %s", part, in_words(row))
    return row


def errors_in_card(
    errors: Mapping[str, Mapping[str, Any]],
    at_best: Mapping[str, Any],
    recipe: Mapping[str, Any],
    parameters: TwoStageParameters,
    simulated: bool,
) -> list[str]:
    """Return the lines of the card on the errors by patch class, at the thresholds of whole images and of the detector
    at its best one too.
    """
    patches = recipe["patches"]
    (least_mm, most_mm), (faint, strong) = (patches["regions"]["lesions"][name] for name in ("diameter_mm", "contrast"))
    columns = ("C1", "C2", "C3", "C4", "accuracy", "balanced_accuracy", "threshold", "patches")
    drawn = [
        (
            f"Calcifications of {least_mm} to {most_mm} mm, typical peak contrast {faint:g} to {strong:g} standard"
            " deviations of the local fine"
        ),
        (
            "texture before a random look (blur, noise, coarser scanner); those that then show less than "
            f"{patches['least_contrast']:g} on average count as"
        ),
        "not annotatable: patches that they touch belong to no class.",
    ]
    return [
        (
            "## Errors in percent by patch class, on"
            f" {'simulated patches from held-out backgrounds' if simulated else 'patches of the held-out part'}"
        ),
        "",
        "| network, padding | C1 | C2 | C3 | C4 | accuracy | balanced | positive from | patches |",
        "|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {name}, {recipe[name + '_form']['padding']} | {' | '.join(str(row[c]) for c in columns)} |"
            for name, row in [*errors.items(), ("detector", at_best)]
        ),
        "| Valvano 2019, detector, same | 0.09 | 0.47 | 7.84 | 2.09 | 98.22 | 97.55 | 0.5 | |",
        "| Valvano 2019, segmentator, same | 1.57 | 10.03 | 0.24 | 0.20 | 97.47 | 97.47 | 0.5 | |",
        "",
        f"Patches of {patches['size_px']} px at {parameters.spacing_mm} mm.",
        *(drawn if simulated else ()),
        "Accuracy: half of the patches C1, the other classes a sixth each, which is the paper's draw: from its errors",
        (
            "follow its four accuracies so and not otherwise. Balanced: positives and negatives, and the classes of"
            " each, in equal shares."
        ),
        (
            "The paper's figures are on its own, real patches. The first two rows are at the thresholds of whole"
            " images, the third one at that of the"
        ),
        (
            "greatest accuracy on validation patches in these shares. In whole images a calcification is scored by the"
            " mean of its pixels'"
        ),
        f"probabilities times its window's log-odds over {parameters.certain_odds:g} (at most 1).",
        "",
    ]
