"""The recipe of the method two-stage: patches of four classes, detector and segmentator, operating points, bundle."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.two_stage import METHOD, NETWORKS, PatchNetworkParameters, TwoStage, TwoStageParameters, modules_of, network_of
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.two_stage import PatchNetwork

from ..metrics.patch_classes import DETECTOR_POSITIVES, SEGMENTATOR_POSITIVES, patch_class_errors
from ..patch_database import BalancedBatches, PatchDatabase
from ..simulation.backgrounds import Background, BackgroundSource, load, split
from ..simulation.images import ImageParameters, at_spacing
from ..simulation.patch_classes import PatchClassParameters, patches_of
from ..simulation.patches import SimulatedPatches
from .bundle import joined_state, plain, section, write_bundle
from .bundle_configs import patch_networks
from .classifier import ClassifierTraining, labelled, probabilities, train_classifier
from .loop import read_curves
from .measuring import choose_operating_points, measure, normal_mammograms
from .model_card import head, measured_figures, operating_points, write_curves, write_documents
from .ranks import first_then_all, leads

log = logging.getLogger(__name__)
NAME, VERSION = "two-stage", "1.0.0"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."
POSITIVES = {"detector": DETECTOR_POSITIVES, "segmentator": SEGMENTATOR_POSITIVES}
VALIDATION_SHARE = 7
THRESHOLDS = tuple(round(0.05 * i, 2) for i in range(1, 20))
TRUTH = "calcifications that stand out by themselves"
# the paper does not give the channels; a calcification at the rim of the patch takes more than the network's own default
DETECTOR_CHANNELS = (16, 32, 64, 64, 64, 64)


@dataclass(frozen=True)
class TwoStageRecipe:
    """Everything that decides the bundle.

    Parameters
    ----------
    detector_form, segmentator_form
        Form of the networks. The segmentator's *valid* padding lets it be evaluated densely more than a hundred times faster than
        patch by patch.
    regions, validation_regions, test_regions
        Simulated regions that patches are taken from: on training backgrounds, on every seventh of them (which
        training then leaves out), and on held-out ones.
    normals
        Normal mammograms of the training split that operating points are chosen on.
    test_images, test_spacings_mm
        Whole simulated images on held-out backgrounds for the figures of the model card.
    """

    patches: PatchClassParameters = field(default_factory=PatchClassParameters)
    detector_form: PatchNetworkParameters = field(default_factory=lambda: PatchNetworkParameters(channels=DETECTOR_CHANNELS))
    segmentator_form: PatchNetworkParameters = field(default_factory=lambda: PatchNetworkParameters(padding="valid"))
    detector: ClassifierTraining = field(default_factory=ClassifierTraining)
    segmentator: ClassifierTraining = field(default_factory=ClassifierTraining)
    regions: int = 5000
    validation_regions: int = 200
    test_regions: int = 400
    normals: int = 12
    test_images: int = 10
    test_spacings_mm: tuple[float, ...] = (0.07,)
    seed: int = 1


RECIPE = TwoStageRecipe()
TRAININGS = ("detector", "segmentator")
OPTIONS = {
    "epochs": ("detector.epochs", "segmentator.epochs"),
    "steps": ("detector.steps", "segmentator.steps"),
    "batch": ("detector.batch", "segmentator.batch"),
    "learning_rate": ("detector.learning_rate", "segmentator.learning_rate"),
    "images": ("regions",),
    "test_images": ("test_images",),
    "spacing": ("patches.regions.spacing_mm",),
    "least_contrast": ("patches.least_contrast",),
    "size": ("patches.size_px", "detector_form.size_px", "segmentator_form.size_px"),
    "padding": ("detector_form.padding", "segmentator_form.padding"),
    "seed": ("seed", "detector.seed", "segmentator.seed"),
}


def make(folder: Path, sources: Sequence[BackgroundSource], recipe: TwoStageRecipe, device: str, command: str) -> Path:
    """Simulate patches, train both networks, choose operating points, measure and write the bundle; return its folder.

    Parameters
    ----------
    folder
        Working folder; what is there of an earlier, interrupted run is taken up.
    """
    forms = {"detector": recipe.detector_form, "segmentator": recipe.segmentator_form}
    for form in forms.values():
        network_of(form)  # refuses an impossible form before anything long
    cache = folder / "backgrounds"
    database = first_then_all(lambda: patch_database(folder / "patches.sqlite", sources, recipe, cache))
    networks = {part: _trained(folder / part, part, form, database, getattr(recipe, part), device) for part, form in forms.items()}
    if not leads():
        return folder / NAME
    threshold = decision_threshold(networks["detector"], *database.all_of("validation"), device)
    thresholds = {"detector": threshold, "segmentator": 0.5}
    test = database.all_of("test")
    tables = {part: class_errors_of(network, part, *test, device, thresholds[part]) for part, network in networks.items()}
    held_in, held_out = split(sources, False), split(sources, True)
    parameters = TwoStageParameters(spacing_mm=recipe.patches.regions.spacing_mm, **forms)
    detector = detector_of(networks, parameters, device)
    points, curve = choose_operating_points(detector, normal_mammograms(held_in)[: recipe.normals])
    figures = measure(detector, held_out, recipe.test_images, recipe.test_spacings_mm, recipe.seed, cache, points["balanced"])
    training = {"command": command, "recipe": plain(recipe), "patch_errors": tables, "figures": figures}
    metadata = write_bundle(
        folder / NAME,
        (NAME, VERSION),
        "Detector and segmentator of the method two-stage (Valvano 2019).",
        patch_networks(*(asdict(form) for form in forms.values())),
        joined_state(networks),
        section(METHOD, parameters, INTENSITY, training, points, curve),
    )
    curves = {part: read_curves(folder / part) for part in networks}
    write_documents(folder / NAME, card(metadata, curves["detector"]), curves["detector"])
    write_curves(folder / NAME, "curves-segmentator", curves["segmentator"])
    return folder / NAME


def detector_of(networks: Mapping[str, PatchNetwork], parameters: TwoStageParameters, device: str) -> TwoStage:
    """Return the detector that works with these networks, detector and segmentator, as they are in PyTorch."""
    modules = modules_of(*(networks[name] for name in NETWORKS))
    return TwoStage(*(TorchNetwork(modules[name], device) for name in NETWORKS), parameters, None, device)


def patch_database(path: Path, sources: Sequence[BackgroundSource], recipe: TwoStageRecipe, cache: Path) -> PatchDatabase:
    """Return the database with all splits: ``training``, ``validation`` and ``test``; what an earlier run made is kept."""
    p = recipe.patches
    database = PatchDatabase(path, p.size_px, {"patches": plain(p), "seed": recipe.seed, "truth": TRUTH})
    held_in = split(sources, False)
    if not held_in:
        raise InputError("There are no backgrounds to train on: install mammograms, or give a folder of images.", option="--backgrounds DIR")
    parts = {
        "training": ([s for i, s in enumerate(held_in) if i % VALIDATION_SHARE] or held_in, recipe.regions),
        "validation": (held_in[::VALIDATION_SHARE], recipe.validation_regions),
        "test": (split(sources, True), recipe.test_regions),
    }
    for number, (name, (chosen, count)) in enumerate(parts.items()):
        missing = [i for i in range(count) if not database.has(name, i)]
        if not missing:
            continue
        regions = SimulatedPatches(
            backgrounds_at(chosen, p.regions.spacing_mm, recipe.seed, cache), count, recipe.seed + number * 1_000_000, p.regions
        )
        for i in missing:
            database.add(name, i, *patches_of(regions, i, p))
            if i % 100 == 0:
                log.info("%s: patches of region %d of %d", name, i, count)
    return database


def backgrounds_at(sources: Sequence[BackgroundSource], spacing_mm: float, seed: int, cache: Path) -> list[Background]:
    """Return backgrounds at a spacing; those interpolated to a finer grid get noise, as simulated images do."""
    found = []
    for number, source in enumerate(sources):
        own = min(source.spacing_mm, 0.1)
        rng = np.random.default_rng((seed, number, 2))
        found.append(at_spacing(load(source, own, cache), own, spacing_mm, rng, ImageParameters()))
    return found


def decision_threshold(network: torch.nn.Module, patches: np.ndarray, classes: np.ndarray, device: str) -> float:
    """Return the probability, among `THRESHOLDS`, from which calling patches (n, size, size) positive is right most often.

    In the shares of the paper's test set, in which five of six patches are positive for the detector where minibatches have one of two.
    """
    positive = probabilities(network, patches, device)
    accuracies = [patch_class_errors(positive >= one, classes, DETECTOR_POSITIVES).published_accuracy for one in THRESHOLDS]
    return THRESHOLDS[int(np.argmax(accuracies))]


def class_errors_of(
    network: torch.nn.Module, part: str, patches: np.ndarray, classes: np.ndarray, device: str, threshold: float = 0.5
) -> dict[str, Any]:
    """Return the row of Valvano 2019's Table 2 in percent, for patches (n, size, size) and their classes (n,); None where a class has no patch."""
    errors = patch_class_errors(probabilities(network, patches, device) >= threshold, classes, POSITIVES[part])
    row: dict[str, Any] = {f"C{c}": None if np.isnan(e) else round(100 * e, 2) for c, e in zip((1, 2, 3, 4), errors.errors, strict=True)}
    accuracies = {"accuracy": errors.published_accuracy, "balanced_accuracy": errors.balanced_accuracy}
    row |= {name: round(100 * value, 2) for name, value in accuracies.items()} | {"patches": sum(errors.counts), "threshold": threshold}
    log.info("%s: errors in percent %s", part, row)
    return row


def card(metadata: dict[str, Any], detector_curves: Sequence[dict[str, float]]) -> str:
    """Return the model card as Markdown."""
    part = metadata["microcalc"]
    tables, recipe = part["training"]["patch_errors"], part["training"]["recipe"]
    patches = recipe["patches"]
    (least_mm, most_mm), (faint, strong) = (patches["regions"]["lesions"][name] for name in ("diameter_mm", "contrast"))
    columns = ("C1", "C2", "C3", "C4", "accuracy", "balanced_accuracy", "threshold", "patches")
    rows = [f"| {name}, {recipe[name + '_form']['padding']} | {' | '.join(str(table[c]) for c in columns)} |" for name, table in tables.items()]
    lines = [
        *head(metadata, detector_curves),
        "These are the detector's curves; the segmentator's:",
        "",
        "![Training curves of the segmentator](curves-segmentator.svg)",
        "",
        "## Errors in percent by patch class, on simulated patches from held-out backgrounds",
        "",
        "| network, padding | C1 | C2 | C3 | C4 | accuracy | balanced | positive from | patches |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
        "| Valvano 2019, detector, same | 0.09 | 0.47 | 7.84 | 2.09 | 98.22 | 97.55 | 0.5 | |",
        "| Valvano 2019, segmentator, same | 1.57 | 10.03 | 0.24 | 0.20 | 97.47 | 97.47 | 0.5 | |",
        "",
        f"Patches of {patches['size_px']} px at {part['spacing_mm']} mm. Calcifications of {least_mm} to {most_mm} mm, typical peak contrast",
        f"{faint:g} to {strong:g} standard deviations of the local fine texture before a random look (blur, noise, coarser scanner);",
        f"those that then show less than {patches['least_contrast']:g} on average count as not annotatable: patches that they touch belong",
        "to no class. Accuracy: half of the patches C1, the other classes a sixth each, which is the paper's draw: from its errors",
        "follow its four accuracies so and not otherwise. Balanced: positives and negatives, and the classes of each, in equal shares.",
        "The paper's figures are on its own, real patches. The detector's threshold is the one of the greatest accuracy on validation patches",
        "in these shares; in whole images, where few windows hold anything, it is 0.5, and a calcification is scored by the mean of its pixels'",
        f"probabilities times its window's log-odds over {part['parameters']['certain_odds']:g} (at most 1).",
        "",
        *measured_figures(part),
        *operating_points(part),
    ]
    return "\n".join(lines)


def _trained(
    folder: Path, part: str, form: PatchNetworkParameters, database: PatchDatabase, training: ClassifierTraining, device: str
) -> torch.nn.Module:
    batches = BalancedBatches(database, "training", POSITIVES[part], training.batch, training.steps, training.seed)
    validation = labelled(*database.all_of("validation"), POSITIVES[part])
    torch.manual_seed(training.seed)
    return train_classifier(folder, network_of(form), batches, validation, training, device)
