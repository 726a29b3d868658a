"""Do trainings still write the same bytes? Every recipe at tiny size, on simulated images and on a data set, as hashes.

Hashes hold on one machine with one set of packages only, so they are not kept: write them before a change, compare
after it.

    PYTHONPATH=MicrocalcCAD:MicrocalcTrain:Testing/Python python Testing/frozen_trainings.py before.json
    python Testing/frozen_trainings.py after.json --against before.json
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from background_files import write_backgrounds
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.recipes import NETWORKS_ON_DATA, made, recipe_of
from MicrocalcTrainLib.workflows import bundle
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.on_data.training_set import opened_set
from set_material import write_folder

HELD_IN, HELD_OUT = 8, 1
PATIENTS = tuple(f"p{number}_L_CC" for number in range(6))
ONE = {"epochs": 1, "batch": 4}
SIMULATED = ("hdogreg-light", "hdogreg-fpn", "two-stage", "context", "patch-learning", "birads", "malignancy")


def tiny(name: str, on_data: bool) -> Any:
    """Return a recipe that takes seconds."""
    recipe = recipe_of(name)
    made = TINY[name](recipe)
    few = {"test_images": 1} | ({} if on_data else {"test_spacings_mm": (0.15,)})
    return replace(made, **few) if hasattr(made, "test_images") else made


def _light(recipe: Any) -> Any:
    stage = {"steps": 2, "validation_patches": 2, "workers": 0, **ONE}
    parts = {one: replace(getattr(recipe, one), **stage) for one in ("region", "detail")}
    return replace(
        recipe,
        **parts,
        candidates=replace(recipe.candidates, steps=5),
        candidate_images=2,
        candidate_spacings_mm=(0.15,),
    )


def _fpn(recipe: Any) -> Any:
    patches = replace(recipe.patches, spacing_mm=0.15, size_px=192, stride_px=160, crop_px=96)
    training = replace(recipe.training, workers=0, **{**ONE, "batch": 2})
    return replace(recipe, training=training, patches=patches, divisor=32, normals=1, images=8, validation_images=2)


def _two_stage(recipe: Any) -> Any:
    patches = replace(
        recipe.patches, regions=replace(recipe.patches.regions, spacing_mm=0.1, size_px=128, cluster_share=1.0)
    )
    forms = {
        form: replace(getattr(recipe, form), channels=(2, 4, 4, 4, 4, 4))
        for form in ("detector_form", "segmentator_form")
    }
    trainings = {
        part: replace(getattr(recipe, part), steps=2, **{**ONE, "batch": 8}) for part in ("detector", "segmentator")
    }
    return replace(
        recipe, patches=patches, **forms, **trainings, regions=8, validation_regions=6, test_regions=6, normals=1
    )


def _context(recipe: Any) -> Any:
    parameters = replace(recipe.parameters, spacing_mm=0.15, most_candidates=100)
    counts = {
        "images": 8,
        "validation_images": 1,
        "held_out_images": 1,
        "most_positives": 4,
        "negatives_per_positive": 2,
        "normals": 1,
    }
    return replace(recipe, parameters=parameters, network=replace(recipe.network, steps=2, **ONE), **counts)


def _patch_learning(recipe: Any) -> Any:
    patches = replace(recipe.patches, size_px=64, spacing_mm=0.2)
    small = {"width": 8, "network": "resnet18", "epoch_patches": 4, "validation_patches": 20, "test_patches": 20}
    return replace(recipe, training=replace(recipe.training, workers=0, **ONE), patches=patches, **small)


def _birads(recipe: Any) -> Any:
    regions = replace(recipe.regions, patients=40, roi=replace(recipe.regions.roi, size_px=32, spacing_mm=0.2))
    return replace(
        recipe, training=replace(recipe.training, **ONE), regions=regions, steps=2, width=8, per_region=(1, 2)
    )


def _malignancy(recipe: Any) -> Any:
    return replace(recipe, patients=40, boosting=replace(recipe.boosting, trees=5))


TINY: dict[str, Callable[[Any], Any]] = {
    "hdogreg-light": _light,
    "hdogreg-fpn": _fpn,
    "two-stage": _two_stage,
    "context": _context,
    "patch-learning": _patch_learning,
    "birads": _birads,
    "malignancy": _malignancy,
}


def data_set(folder: Path) -> Path:
    """Import a set of six patients with outlines, categories and pathologies, and return its folder."""
    images = write_folder(folder / "set", PATIENTS)
    rows = [
        f"{name},p{number},{'2345'[number % 4]},{('benign', 'malignant')[number % 2]},0.1"
        for number, name in enumerate(PATIENTS)
    ]
    (images / "images.csv").write_text("\n".join(["image,patient,birads,pathology,spacing_mm", *rows]) + "\n")
    import_set(read_folder(images, 0.1), folder / "clinic", SplitRule((0.5, 0.25, 0.25)), StoreParameters(size_px=49))
    return folder / "clinic"


def hashes(bundle: Path) -> dict[str, str]:
    """Return the SHA-256 of a bundle's weights, its section of the metadata, its curves and its card."""
    found = {
        "section": _hash(
            json.dumps(
                json.loads((bundle / "configs" / "metadata.json").read_text())["microcalc"], sort_keys=True
            ).encode()
        )
    }
    for path in sorted((bundle / "docs").glob("*")) + sorted((bundle / "models").glob("*")):
        if path.suffix == ".pt":
            state = torch.load(path, weights_only=True)
            content = b"".join(
                name.encode() + np.ascontiguousarray(value.numpy()).tobytes() for name, value in sorted(state.items())
            )
            found[path.name] = _hash(content)
        elif path.suffix != ".onnx":
            found[path.name] = _hash(path.read_bytes())
    return found


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def main() -> int:
    """Write the hashes, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--against", type=Path, help="hashes of an earlier run")
    parser.add_argument("--only", nargs="+", default=SIMULATED, metavar="RECIPE")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep what the trainings write, to look at what differs"
    )
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    bundle.write_onnx = lambda _: None  # takes most of the time, and follows from the weights
    torch.set_num_threads(1)
    found: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        place = options.keep or Path(temporary)
        (place / "backgrounds").mkdir(parents=True)
        sources, data = write_backgrounds(place / "backgrounds", HELD_IN, HELD_OUT), data_set(place)
        for name in options.only:
            for on_data in (False, True) if name in NETWORKS_ON_DATA else (False,):
                began, key = time.time(), f"{name} on data" if on_data else name
                folder = place / key
                material = opened_set(data, folder) if on_data else Simulated(sources)
                found[key] = hashes(made(name, folder, material, tiny(name, on_data), "cpu", "the command"))
                print(f"{key}: {time.time() - began:.0f} s", flush=True)
    options.output.write_text(json.dumps(found, indent=1) + "\n")
    before = json.loads(options.against.read_text()) if options.against else found
    changed = [
        f"{key}: {name}"
        for key, one in found.items()
        for name in {**before.get(key, {}), **one}
        if before.get(key, {}).get(name) != one.get(name)
    ]
    print("\n".join(["differs:", *changed]) if changed else "the same")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
