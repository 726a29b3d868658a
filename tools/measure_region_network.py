"""Train the light region network alone for some epochs, or take the shipped one, and measure it by nnU-Net's rule of
objects.

So two networks are compared that were trained equally long, with nothing after them: `hdogreg` has a detail and a
candidate network too.

    python tools/measure_region_network.py IMAGES -o DIR --backgrounds CDD-CESM --epochs 3     # trained anew
    python tools/measure_region_network.py IMAGES -o DIR                                       # as it ships

IMAGES is a labelled set, such as ``test/images`` of `microcalc-train reproduce benchmark`.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import torch
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.detectors.hdogreg import modules_of
from MicrocalcCADLib.detectors.nnunet import NnunetParameters, objects_of
from MicrocalcCADLib.detectors.region_map import region_map
from MicrocalcCADLib.detectors.result import Clock, analysis_of
from MicrocalcCADLib.detectors.working_grid import at_spacing, measured
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import Bundle, find_bundle
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.datasets.labelled_folder import labelled_folder
from MicrocalcTrainLib.recipes.hdogreg_light import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import all_sources
from MicrocalcTrainLib.workflows.evaluation import System, evaluate
from MicrocalcTrainLib.workflows.evaluation_report import write_report
from MicrocalcTrainLib.workflows.hdogreg_light import trained
from MicrocalcTrainLib.workflows.material import Simulated

METHOD, SPACING_MM = "hdogreg", RECIPE.region.patches.spacing_mm


class RegionAlone:
    """The region network's map of calcifications as a detector; see `MicrocalcCADLib.detectors.Detector`."""

    def __init__(self, network: torch.nn.Module, bundle: Bundle | None) -> None:
        self.network, self.bundle = TorchNetwork(network.eval(), "cpu"), bundle

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        """Return the objects of the map as `nnunet` makes them of its own."""
        clock, rule = Clock(), NnunetParameters()
        mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
        image, breast = at_spacing(mammogram, mask, SPACING_MM, rule.coarsest_mm, METHOD)
        probability = region_map(self.network, local_contrast(image, SPACING_MM), breast, progress)[1]
        clock.lap("network")
        objects, scores = objects_of(probability, rule.object_threshold, rule.faint_threshold)
        candidates = measured(objects, scores, probability.shape, mammogram, rule.most_candidates)
        return analysis_of(mammogram, mask, METHOD, self.bundle, candidates, clock, probability, SPACING_MM)


def main() -> None:
    """Train or load, measure, print the table and the processor minutes of the training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--backgrounds", type=Path)
    parser.add_argument("--backgrounds-spacing", type=float, default=0.094)
    parser.add_argument("--epochs", type=int)
    options = parser.parse_args()
    if options.epochs:
        torch.set_num_threads(1)
        recipe = replace(RECIPE, region=replace(RECIPE.region, epochs=options.epochs, workers=0))
        began = time.process_time()
        network = trained(
            options.output,
            Simulated(all_sources(options.backgrounds, options.backgrounds_spacing)),
            "region",
            recipe,
            "cpu",
        )
        print(
            f"trained for {options.epochs} epochs of {recipe.region.steps} steps:"
            f" {(time.process_time() - began) / 60:.1f} minutes of the processor"
        )
        detector, name = RegionAlone(network, None), "region-anew"
    else:
        bundle = find_bundle(None, METHOD)
        detector, name = RegionAlone(modules_of(bundle)["region"], bundle), "region-shipped"
    evaluation = evaluate(labelled_folder(options.images), System(METHOD, name), detector, options.output / "analyses")
    print(write_report(options.output, [evaluation], {"set": options.images.name, "outlines_at": "nearest"}), end="")


if __name__ == "__main__":
    main()
