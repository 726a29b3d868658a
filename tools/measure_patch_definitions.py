"""Prints the figures of a model of patch-learning by both definitions of a positive patch, as tables of its card.

Run from the repository's root: ``python tools/measure_patch_definitions.py --backgrounds CDD-CESM -o DIR``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from measure_patch_classes import with_plain
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.detectors.patch_learning import METHOD, modules_of
from MicrocalcTrainLib.datasets.splits import TEST
from MicrocalcTrainLib.recipes.patch_learning import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import all_sources
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.patch_learning import TEST_SEED, measured_by_definition, patches_of


def main() -> None:
    """Draw held-out patches by both definitions and measure the installed model, or another one, on each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backgrounds", type=Path, required=True, metavar="CDD-CESM")
    parser.add_argument("--model", metavar="NAME|FOLDER")
    parser.add_argument("--patches", type=int, default=RECIPE.test_patches)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    detector = create(METHOD, options.model, "cpu")
    recipe = with_plain(RECIPE, detector.bundle.section["training"]["recipe"])
    network = modules_of(detector.bundle, detector.parameters)[METHOD]
    material = Simulated(all_sources(options.backgrounds))
    recipe = replace(recipe, test_patches=options.patches)

    def held_out(own):
        return patches_of(options.output, material, TEST, own, own.test_patches, own.seed + TEST_SEED)

    for definition, figures in measured_by_definition(
        network, held_out, recipe, detector.bundle.operating_points, "cpu"
    ).items():
        print(definition, figures, flush=True)


if __name__ == "__main__":
    main()
