"""The recipe of the method two-stage on the patches C1 to C4 of a data set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.two_stage import METHOD, TwoStageParameters, network_of
from MicrocalcCADLib.errors import InputError

from ...datasets.minibatches import balanced_batches
from ...datasets.patch_store import PatchStore
from ...datasets.splits import TRAIN, VALIDATION
from ...datasets.store_file import CONTRAST, connected
from ..bundle import joined_state, plain
from ..bundle_configs import patch_networks
from ..classifier import ClassifierTraining, LabelledPatches, labelled, train_classifier
from ..loop import read_curves
from ..ranks import leads
from ..two_stage import INTENSITY, NAME, POSITIVES, TwoStageRecipe, class_errors_of, detector_of
from .bundle import Trained, name_of, write
from .images import spread, whole_images
from .measuring import choose_operating_points, measure
from .training_set import TrainingSet

MOST_OF_A_CLASS = 2000


def make(folder: Path, data: TrainingSet, recipe: TwoStageRecipe, device: str, command: str) -> Path:
    """Train both networks on the set's patches, choose operating points, measure and write the bundle; return its folder.

    Raises
    ------
    InputError
        If the set's patches are of grey values, the networks cannot have their size, or a class has no patch.
    """
    store = PatchStore(data.store)
    recipe = fitted(recipe, store)
    forms = {"detector": recipe.detector_form, "segmentator": recipe.segmentator_form}
    networks = {part: trained(folder / part, part, store, recipe, device) for part in forms}
    if not leads():
        return folder / name_of(NAME, data)
    errors = {part: class_errors_of(network, part, *some_of(store, data.held_out), device) for part, network in networks.items()}
    spacing = recipe.patches.regions.spacing_mm
    detector = detector_of(networks, TwoStageParameters(spacing_mm=spacing, **forms), device)
    points, curve = choose_operating_points(detector, whole_images(spread(data.images(VALIDATION), recipe.normals)))
    held_out = spread([image for image in data.images(data.held_out) if image.calcifications], recipe.test_images)
    result = Trained(
        METHOD,
        "Detector and segmentator of the method two-stage (Valvano 2019).",
        INTENSITY,
        patch_networks(*(asdict(form) for form in forms.values())),
        joined_state(networks),
        detector.parameters,
        points,
        curve,
        measure(detector, whole_images(held_out), points["balanced"]),
    )
    curves = {part: read_curves(folder / part) for part in networks}
    training = {"command": command, "recipe": plain(recipe), "patch_errors": errors}
    return write(folder, NAME, data, result, training, curves, lines=_lines(errors))


def fitted(recipe: TwoStageRecipe, store: PatchStore) -> TwoStageRecipe:
    """Return the recipe with the size and the spacing of the store's patches."""
    p = store.parameters
    if p.content != CONTRAST:
        raise InputError(
            f"The patches of {store.folder} hold {p.content} values, not local contrast: import the set again as local contrast.",
            option="--content contrast",
        )
    patches = replace(recipe.patches, size_px=p.size_px, regions=replace(recipe.patches.regions, spacing_mm=spacing_of(store), margin_px=p.size_px))
    forms = {name: replace(getattr(recipe, name), size_px=p.size_px) for name in ("detector_form", "segmentator_form")}
    for form in forms.values():
        network_of(form)  # refuses an impossible form before anything long
    return replace(recipe, patches=patches, **forms)


def spacing_of(store: PatchStore) -> float:
    """Return the pixel spacing (mm) of a store's patches."""
    with connected(store.folder) as connection:
        (spacing,) = connection.execute("SELECT avg(spacing_mm) FROM images WHERE failure IS NULL").fetchone()
    return store.parameters.spacing_mm or round(float(spacing), 4)


def trained(folder: Path, part: str, store: PatchStore, recipe: TwoStageRecipe, device: str, stop_after: int | None = None) -> torch.nn.Module:
    """Train one of the networks, ``detector`` or ``segmentator``, or go on where `folder` holds a checkpoint."""
    training: ClassifierTraining = getattr(recipe, part)
    batches = balanced_batches(store, TRAIN, POSITIVES[part], training.batch, training.steps, training.seed)
    torch.manual_seed(training.seed)
    network = network_of(getattr(recipe, f"{part}_form"))
    return train_classifier(folder, network, batches, validation_of(store, part), training, device, stop_after)


def validation_of(store: PatchStore, part: str) -> LabelledPatches:
    """Return the patches of the validation part for one of the networks."""
    return labelled(*some_of(store, VALIDATION), POSITIVES[part])


def some_of(store: PatchStore, split: str, most: int = MOST_OF_A_CLASS) -> tuple[np.ndarray, np.ndarray]:
    """Return patches of a part, at most so many of each class, spread over all, float32 (n, size, size), and their classes (n,)."""
    by_class = store.identifiers(split)
    if not by_class:
        raise InputError(f"The part {split!r} of {store.folder} has no patch: import more patients, or give this part a larger fraction.")
    chosen = np.concatenate([numbers[np.linspace(0, len(numbers) - 1, min(most, len(numbers))).astype(int)] for numbers in by_class.values()])
    return store.read(chosen), store.classes(chosen)


def _lines(errors: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = [f"| {name} | {t['C1']} | {t['C2']} | {t['C3']} | {t['C4']} | {t['accuracy']} | {t['patches']} |" for name, t in errors.items()]
    heading = ["## Errors in percent by patch class, on patches of the held-out part", "", "| network | C1 | C2 | C3 | C4 | accuracy | patches |"]
    return [*heading, "|---|---|---|---|---|---|---|", *rows, ""]
