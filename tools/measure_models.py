"""Measures the figures of shipped detectors again, without training, and writes them into their metadata and model
cards.

Run from the repository's root: ``python tools/measure_models.py MODEL... --backgrounds CDD-CESM``. A model's recipe
says how many images; the operating points stay, only what is measured of them is written anew. Needed after a change of
anything between an image and its candidates.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.files import write_json, write_text
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource, all_sources, split
from MicrocalcTrainLib.workflows.material import Simulated, normal_images, normal_mammograms, simulated_figures
from MicrocalcTrainLib.workflows.measuring import choose_operating_points
from MicrocalcTrainLib.workflows.model_card import measured_figures, operating_points

MODELS = Path(__file__).resolve().parents[1] / "Resources" / "Models"
HEADINGS = ("## Measured on simulated images from held-out backgrounds and seeds", "## Operating points")


def main() -> None:
    """Measure the models named on the command line, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", metavar="MODEL")
    parser.add_argument("--backgrounds", type=Path, required=True, metavar="CDD-CESM")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keeps resampled backgrounds")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sources = all_sources(options.backgrounds)
    for name in options.models:
        print(measured_again(MODELS / name, sources, options.cache))


def measured_again(folder: Path, sources: Sequence[BackgroundSource], cache: Path | None) -> str:
    """Measure one bundle, write its metadata and its card, and return its new figures as text."""
    path = folder / "configs" / "metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    section = metadata["microcalc"]
    recipe, points = section["training"]["recipe"], section["operating_points"]
    detector = create(section["method"], str(folder), "cpu")
    counted = SimpleNamespace(**{name: recipe[name] for name in ("test_images", "test_spacings_mm", "seed")})
    section["training"]["figures"] = simulated_figures(cache, Simulated(sources), detector, counted, points["balanced"])
    normals = normal_mammograms(split(sources, False))[: recipe.get("normals")]
    _, section["operating_curve"] = choose_operating_points(detector, normal_images(normals))
    write_json(path, metadata)
    card = folder / "docs" / "README.md"
    text = with_sections(card.read_text(encoding="utf-8"), section)
    write_text(card, text)
    return "\n".join([*measured_figures(section), *operating_points(section)])


def with_sections(card: str, section: Mapping[str, Any]) -> str:
    """Return a card with the measured sections anew; what was written by hand stays."""
    for heading, lines in zip(HEADINGS, (measured_figures(section), operating_points(section)), strict=True):
        before, found, after = card.partition(heading + "\n")
        if not found:
            raise ValueError(f"The card has no section {heading!r}.")
        rest = after.partition("\n## ")
        card = before + "\n".join(lines).rstrip("\n") + "\n" + ("\n## " + rest[2] if rest[1] else "")
    return card


if __name__ == "__main__":
    main()
