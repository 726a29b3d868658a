"""What a recipe trains on, simulated images or a data set: its parts, what is measured on them, and the bundle that
comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import read_mammogram

from ..datasets.splits import TEST, TRAIN, VALIDATION
from ..datasets.truth_image import TruthImage, spread, whole_images, with_single_calcifications
from ..simulation.backgrounds import BackgroundSource, film_sources, in_words, of_part, split
from ..simulation.images import ImageParameters, simulate_set
from .bundle import section, write_bundle
from .measuring import FIRST_TEST_SEED, choose_operating_points, measure
from .model_card import SIMULATED, Words, card, write_curves, write_documents
from .on_data.training_set import TrainingSet
from .run_record import sources_facts

VERSION = "1.0.0"
VALIDATION_SEED = 250_000
RATINGS = ("birads", "malignancy")


@dataclass(frozen=True)
class Simulated:
    """Simulated calcifications on backgrounds, whose parts `of_part` decides."""

    sources: Sequence[BackgroundSource]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the record of a training says of the backgrounds."""
        return sources_facts(self.sources)

    @property
    def held_out(self) -> str:
        """The part that figures are measured on."""
        return TEST

    @property
    def about(self) -> Mapping[str, Any]:
        """What a bundle's section says of its training data, beside what every shipped model says."""
        return {"training_data": f"Simulated calcifications on {in_words(self.sources)}."}

    @property
    def measured_on(self) -> Mapping[str, Any]:
        """What a bundle says of the data that its figures come from."""
        return {}

    @property
    def words(self) -> Words:
        """What the card says of the parts, of what was measured and of the operating points."""
        return SIMULATED

    def images(self, part: str) -> list[BackgroundSource]:
        """Return the backgrounds of a part."""
        return of_part(self.sources, part)

    def name_of(self, recipe: str) -> str:
        """Return the name of a recipe's bundle."""
        return f"{recipe}-simulated" if recipe in RATINGS else recipe


Material = Simulated | TrainingSet


@dataclass(frozen=True)
class Trained:
    """What a recipe made of its material.

    Parameters
    ----------
    method, description, intensity
        What the bundle says of itself; `intensity` is what the network's input is.
    network, state
        ``network_def`` of the configurations, and the weights.
    parameters
        The detector's frozen dataclass.
    points, curve
        Operating points, and what was measured to choose them.
    figures
        What was measured on the held-out part, empty where nothing could be.
    """

    method: str
    description: str
    intensity: str
    network: Mapping[str, Any]
    state: Mapping[str, torch.Tensor]
    parameters: Any
    points: Mapping[str, float]
    curve: Sequence[Mapping[str, float]]
    figures: Mapping[str, Any]


def normal_mammograms(sources: Sequence[BackgroundSource]) -> list[BackgroundSource]:
    """Return the sources that are mammograms without findings: those that were given, not the CBIS-DDSM films."""
    films = {film.path for film in film_sources()}
    return [source for source in sources if source.path not in films]


def check_normal_mammograms(material: Material) -> None:
    """Raise `InputError` if simulated images have no normal mammogram to choose operating points on.

    Every recipe that ends in `points_and_figures` asks before it makes anything: the CBIS-DDSM films all show findings.
    """
    if isinstance(material, Simulated) and not normal_mammograms(split(material.sources, False)):
        raise InputError(
            "Operating points are chosen on normal mammograms: give a folder of normal ones.",
            option="--backgrounds DIR",
        )


def simulated_part(
    folder: Path, material: Simulated, part: str, recipe: Any, spacing_mm: float
) -> Iterator[TruthImage]:
    """Return simulated images of the part that is trained or validated on.

    Parameters
    ----------
    recipe
        With ``images``, ``validation_images``, ``simulation`` and ``seed``.
    """
    held_out = part != TRAIN
    count = recipe.validation_images if held_out else recipe.images
    seed = recipe.seed + VALIDATION_SEED * held_out
    return simulate_set(material.images(part), count, [spacing_mm], seed, recipe.simulation, folder / "backgrounds")


def normal_images(sources: Sequence[BackgroundSource]) -> Iterator[TruthImage]:
    """Yield the mammograms of sources in which nothing is marked."""
    for source in sources:
        yield TruthImage.certain(source.path.stem, read_mammogram(source.path, spacing_mm=source.spacing_mm))


def points_and_figures(
    folder: Path, material: Material, detector: Detector, recipe: Any, most: int | None
) -> tuple[dict[str, float], list[dict[str, float]], Mapping[str, Any]]:
    """Return operating points, the curve that they were chosen on, and figures of the held-out part.

    Operating points are chosen on up to `most` images that decide nothing else: normal mammograms of the training's
    backgrounds, or the validation part of a data set. Figures of simulated images are by spacing.

    Parameters
    ----------
    recipe
        With ``test_images``, ``test_spacings_mm`` and ``seed``.
    """
    if isinstance(material, TrainingSet):
        points, curve = choose_operating_points(
            detector, whole_images(spread(material.images(VALIDATION), most or recipe.test_images))
        )
        known = with_single_calcifications(material.images(material.held_out), material.held_out, "measuring")
        held_out = spread(known, recipe.test_images)
        return points, curve, measure(detector, whole_images(held_out), points["balanced"])
    held_in = [source for source in material.sources if not source.held_out]
    points, curve = choose_operating_points(detector, normal_images(normal_mammograms(held_in)[:most]))
    return points, curve, simulated_figures(folder / "backgrounds", material, detector, recipe, points["balanced"])


def simulated_figures(
    cache: Path | None, material: Simulated, detector: Detector, recipe: Any, threshold: float
) -> dict[str, Any]:
    """Return the figures by spacing on simulated images from held-out backgrounds and seeds."""
    figures = {}
    for spacing in recipe.test_spacings_mm:
        images = simulate_set(
            material.images(TEST),
            recipe.test_images,
            [spacing],
            recipe.seed + FIRST_TEST_SEED,
            ImageParameters(),
            cache,
        )
        separable = (TruthImage.certain(image.name, image.mammogram, image.separable_truth) for image in images)
        figures[f"{spacing:g} mm"] = measure(detector, separable, threshold)
    return figures


def write_trained(
    folder: Path,
    recipe_name: str,
    material: Material,
    trained: Trained,
    training: Mapping[str, Any],
    curves: Mapping[str, Sequence[Mapping[str, float]]],
    extra: Mapping[str, Any] | None = None,
    lines: Sequence[str] = (),
    of_images: bool = True,
) -> Path:
    """Write the bundle with its card and return its folder.

    Parameters
    ----------
    training
        Command and recipe, and figures that only this recipe has.
    curves
        By network, the main one first.
    extra
        Further keys of the bundle's section, such as its ``network``.
    lines
        Of the card, on figures that only this recipe has.
    of_images
        Whether figures and operating points are those of whole images, as `points_and_figures` gives them; else `lines`
        tell them.
    """
    name = material.name_of(recipe_name)
    training = {**training, "figures": dict(trained.figures), **material.measured_on}
    content = section(
        trained.method, trained.parameters, trained.intensity, training, trained.points, list(trained.curve)
    )
    content |= {**material.about, **(extra or {})}
    metadata = write_bundle(
        folder / name, (name, VERSION), trained.description, trained.network, trained.state, content
    )
    (_, first), *others = curves.items()
    write_documents(folder / name, card(metadata, curves, material.words, lines, of_images), first)
    for stage, rows in others:
        write_curves(folder / name, f"curves-{stage}", rows)
    return folder / name
