"""Prints the errors of both networks of two-stage by patch class when the hardest patches count too: slivers at the
rim, a centre that lies beside a calcification, and faint ones.

Run from the repository's root: ``python tools/measure_patch_classes.py --backgrounds CDD-CESM -o DIR``. The first rows
are the model card's; the classes of Valvano 2019 know none of the exceptions. Of the detector, the second threshold is
that of whole images.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.detectors.loading import load_part
from MicrocalcCADLib.detectors.two_stage import TwoStageParameters, network_of
from MicrocalcCADLib.files import read_json
from MicrocalcCADLib.models import Bundle
from MicrocalcCADLib.networks.two_stage import PatchNetwork
from MicrocalcTrainLib.datasets.splits import TEST
from MicrocalcTrainLib.recipes.two_stage import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import all_sources
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.two_stage import class_errors_of, patch_database

METADATA = Path(__file__).resolve().parents[1] / "Resources" / "Models" / "two-stage" / "configs" / "metadata.json"
COLUMNS = ("C1", "C2", "C3", "C4", "accuracy", "balanced_accuracy", "patches")
VARIANTS = {
    "as on the card": {},
    "slivers at the rim count": {"rim_px": 0},
    "slivers count, C2 from 1 px": {"rim_px": 0, "near_px": (1.0, 3.0)},
    "slivers and faint ones count": {"rim_px": 0, "least_contrast": 0.0},
}


def main() -> None:
    """Draw the test patches in each way and measure both networks on them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backgrounds", type=Path, required=True, metavar="CDD-CESM")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--regions", type=int, help="that patches are taken from (default: as on the card)")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    training = read_json(METADATA)["microcalc"]["training"]
    recipe = with_plain(RECIPE, training["recipe"])
    recipe = replace(recipe, test_regions=options.regions or recipe.test_regions)
    method = create("two-stage", None, "cpu")
    networks, card = networks_in(method.bundle, method.parameters), training["patch_errors"]
    whole = {"detector": method.parameters.detector_threshold, "segmentator": method.parameters.pixel_threshold}
    print("| patches | network | positive from | " + " | ".join(COLUMNS) + " |")
    for name, changes in VARIANTS.items():
        drawn = replace(recipe, patches=replace(recipe.patches, **changes), regions=0, validation_regions=0)
        place = options.output / name.replace(" ", "-")
        place.mkdir(parents=True, exist_ok=True)
        material, cache = Simulated(all_sources(options.backgrounds)), options.output / "backgrounds"
        test = patch_database(place / "patches.sqlite", material, drawn, cache).all_of(TEST)
        for part, network in networks.items():
            best = (
                training.get("detector_at_its_best", card["detector"])["threshold"]
                if part == "detector"
                else whole[part]
            )
            for threshold in sorted({best, whole[part]}):
                row = class_errors_of(network, part, *test, "cpu", threshold)
                print(
                    f"| {name} | {part} | {threshold:g} | " + " | ".join(str(row[column]) for column in COLUMNS) + " |",
                    flush=True,
                )


def networks_in(bundle: Bundle, parameters: TwoStageParameters) -> dict[str, PatchNetwork]:
    """Return both networks of a bundle in PyTorch, each for patches by themselves."""
    networks = {"detector": network_of(parameters.detector), "segmentator": network_of(parameters.segmentator)}
    for name, network in networks.items():
        load_part(network, bundle.state(), f"{name}.", bundle.identity.name)
    return networks


def with_plain(value: Any, plain: dict[str, Any]) -> Any:
    """Return a dataclass with the values that a bundle's metadata keep of one."""
    given = {}
    for field in fields(value):
        if field.name in plain:
            now, kept = getattr(value, field.name), plain[field.name]
            given[field.name] = (
                with_plain(now, kept)
                if is_dataclass(now) and isinstance(kept, dict)
                else tuple(kept)
                if isinstance(kept, list)
                else kept
            )
    return replace(value, **given)


if __name__ == "__main__":
    main()
