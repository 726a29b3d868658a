"""What the training configuration of a bundle trains on and validates with: patches of a data set, as its recipe makes
them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.files import json_of

from ...datasets.splits import TRAIN, VALIDATION
from ..same_run import check_same_run
from .training_set import TrainingSet, opened_set

VALIDATION_SEED = 1_000_000
# of an epoch's steps, minibatch and seed; of a number of patches and a seed
Drawn = tuple[Callable[[int, int, int], Any], Callable[[int, int], Any]]


def training_patches(
    recipe: str,
    stage: str,
    dataset_dir: str,
    output_dir: str,
    steps: int,
    batch: int,
    seed: int,
    options: Mapping[str, Any] | None = None,
) -> Any:
    """Return the patches of an epoch of `steps` minibatches, single ones or whole minibatches, for `loop.Minibatches`.

    Parameters
    ----------
    stage
        Which network of a recipe that has several.
    output_dir
        Gets what is computed once of the images.
    options
        Fields of what the recipe says of its patches, such as ``spacing_mm`` or ``size_px``.

    Raises
    ------
    InputError
        If the data set lacks what the recipe needs, or the output holds what was computed of another one.
    """
    data = _opened(recipe, dataset_dir, output_dir, json.dumps(options or {}, sort_keys=True))
    training, _ = _RECIPES[recipe](data, Path(output_dir), stage, options or {})
    return training(steps, batch, seed)


def validation_patches(
    recipe: str,
    stage: str,
    dataset_dir: str,
    output_dir: str,
    count: int,
    seed: int,
    options: Mapping[str, Any] | None = None,
) -> list[Any]:
    """Return up to so many patches of the validation part, always the same."""
    data = _opened(recipe, dataset_dir, output_dir, json.dumps(options or {}, sort_keys=True))
    _, validation = _RECIPES[recipe](data, Path(output_dir), stage, options or {})
    found = validation(count, seed + VALIDATION_SEED)
    return [found[i] for i in np.linspace(0, len(found) - 1, min(count, len(found))).round().astype(int).tolist()]


@cache
def _opened(recipe: str, dataset_dir: str, output_dir: str, options: str) -> TrainingSet:
    data = opened_set(Path(dataset_dir), Path(output_dir))
    decides = (json_of(options), {"data": data.sha256}, "made-of-training.json")
    check_same_run(Path(output_dir), f"{recipe} (training)", *decides)
    return data


def _light(data: TrainingSet, folder: Path, stage: str, options: Mapping[str, Any]) -> Drawn:
    from ...recipes.hdogreg_light import RECIPE
    from ..hdogreg_light import patches_of

    p = replace(getattr(RECIPE, stage).patches, **options)
    return (
        lambda steps, batch, seed: patches_of(folder, data, TRAIN, p, steps * batch, seed),
        lambda count, seed: patches_of(folder, data, VALIDATION, p, count, seed),
    )


def _groups(data: TrainingSet, folder: Path, _: str, options: Mapping[str, Any]) -> Drawn:
    from ...recipes.patch_learning import RECIPE
    from ..patch_learning import patches_of, to_measure_on

    recipe = replace(RECIPE, patches=replace(RECIPE.patches, **options))
    return (
        lambda steps, batch, seed: patches_of(folder, data, TRAIN, recipe, steps * batch, seed),
        lambda count, seed: to_measure_on(patches_of(folder, data, VALIDATION, recipe, count, seed)),
    )


def _cut(data: TrainingSet, folder: Path, _: str, options: Mapping[str, Any]) -> Drawn:
    from ...recipes.hdogreg_fpn import RECIPE
    from ..hdogreg_fpn import cut_patches
    from ..region_patches import ChangedPatches

    recipe = replace(RECIPE, patches=replace(RECIPE.patches, **options))

    def changed(part: str, seed: int) -> ChangedPatches:
        return ChangedPatches(cut_patches(folder, part, data, recipe), recipe.patches, seed)

    return lambda steps, batch, seed: changed(TRAIN, seed), lambda count, seed: changed(VALIDATION, seed)


def _classes(data: TrainingSet, _: Path, stage: str, options: Mapping[str, Any]) -> Drawn:
    from ...datasets.minibatches import balanced_batches
    from ...datasets.patch_store import PatchStore
    from ..two_stage import MOST_OF_A_CLASS, POSITIVES

    store, positives = PatchStore(data.store), POSITIVES[stage]
    return (
        lambda steps, batch, seed: balanced_batches(store, TRAIN, positives, batch, steps, seed, **options),
        lambda count, seed: _items(*store.all_of(VALIDATION, MOST_OF_A_CLASS), positives),
    )


def _candidates(data: TrainingSet, folder: Path, _: str, options: Mapping[str, Any]) -> Drawn:
    from ...datasets.minibatches import BalancedBatches
    from ...recipes.context import RECIPE
    from ..context import CALCIFICATION, SYMMETRIES, candidate_database

    database, positives = candidate_database(folder, data, replace(RECIPE, **options)), (CALCIFICATION,)
    return (
        lambda steps, batch, seed: BalancedBatches(database, TRAIN, positives, batch, steps, seed, SYMMETRIES),
        lambda count, seed: _items(*database.all_of(VALIDATION), positives),
    )


def _rated(data: TrainingSet, folder: Path, _: str, options: Mapping[str, Any]) -> Drawn:
    from MicrocalcCADLib.assessment.attention_roi import ATTENTION

    from ...recipes.birads import RECIPE
    from ...simulation.rated_samples import BalancedSamples, attention_roi, samples_of
    from ..birads import regions_of, with_channels

    chosen = replace(RECIPE.regions, roi=replace(RECIPE.regions.roi, **options))
    regions = with_channels(regions_of(folder, data, replace(RECIPE, regions=chosen)), ATTENTION)

    def validation(count: int, seed: int) -> list[dict[str, Any]]:
        pairs = zip(*samples_of(regions, "validation", 1), strict=True)
        return [
            {"image": attention_roi(regions, *sample).stacked(ATTENTION), "label": label} for sample, label in pairs
        ]

    return lambda steps, batch, seed: BalancedSamples(regions, steps * batch, seed), validation


def _items(patches: np.ndarray, classes: np.ndarray, positives: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {"image": patch[None], "label": np.int64(one in positives)} for patch, one in zip(patches, classes, strict=True)
    ]


_RECIPES = {
    "hdogreg-light": _light,
    "hdogreg-fpn": _cut,
    "patch-learning": _groups,
    "two-stage": _classes,
    "context": _candidates,
    "birads": _rated,
}
