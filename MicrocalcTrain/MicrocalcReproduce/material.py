"""Images for a reproduction, by part: of a data set, or simulated on backgrounds of that part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.resample import canonical_shape, resample
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage, labelled_folder
from MicrocalcTrainLib.datasets.splits import TEST, TRAIN, VALIDATION
from MicrocalcTrainLib.datasets.stored_images import is_store, labelled_images, stored_images
from MicrocalcTrainLib.datasets.truth import on_grid
from MicrocalcTrainLib.datasets.truth_image import TruthImage, with_single_calcifications
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource, of_part
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set, write_set

from .job import Job

OF_FIVE = (TRAIN, TRAIN, TRAIN, VALIDATION, TEST)
SEEDS = {TRAIN: 0, VALIDATION: 250_000, TEST: 500_000}


def images_of(
    job: Job, part: str, count: int, spacing_mm: float, seed: int, parameters: ImageParameters | None = None
) -> tuple[LabelledImage, ...]:
    """Return the labelled images of a part: all of the data set's, or `count` simulated ones.

    A folder in the project's own layout knows no patients: of five images, by name, three train, one validates, one
    tests.

    Raises
    ------
    InputError
        If the part has no image.
    """
    if job.data is None:
        return simulated(
            job.folder / part,
            of_part(job.sources, part),
            count,
            spacing_mm,
            seed + SEEDS[part],
            parameters or ImageParameters(),
        )
    if is_store(job.data):
        return labelled_images(job.data, part)
    images = tuple(image for i, image in enumerate(labelled_folder(job.data)) if OF_FIVE[i % len(OF_FIVE)] == part)
    if not images:
        raise InputError(
            f"{job.data} has too few images for the part {part}: give five or more, or a data set of microcalc-train"
            " import."
        )
    return images


def check_calcifications(job: Job, parts: Sequence[str], table: str) -> None:
    """Raise `InputError` if a table that measures single calcifications is given a data set, or a part of one, where
    none is marked.
    """
    if job.data is None:
        return
    if is_store(job.data):
        for part in parts:
            with_single_calcifications(stored_images(job.data, part), part, f"the table {table}")
    elif not any(image.labels for image in labelled_folder(job.data)):
        raise InputError(
            f"No image of {job.data} has single calcifications outlined: the table {table} needs them, not only circles"
            " about clusters."
        )


def simulated(
    folder: Path,
    sources: Sequence[BackgroundSource],
    count: int,
    spacing_mm: float,
    seed: int,
    parameters: ImageParameters,
) -> tuple[LabelledImage, ...]:
    """Return simulated images, written into ``images`` of a folder; what is there already is kept."""
    place = folder / "images"
    images = simulate_set(sources, count, [spacing_mm], seed, parameters, folder / "backgrounds")
    known = labelled_folder(place) if (place / "truth.json").is_file() else ()
    if len(known) != count:
        write_set(place, images, count)
        known = labelled_folder(place)
    return known


def marked_images(images: Sequence[LabelledImage], spacing_mm: float) -> Iterator[TruthImage]:
    """Yield the images whose calcifications are outlined, brought to a spacing."""
    for image in images:
        if image.labels is None:
            continue
        mammogram, truth = image.mammogram(), image.truth()
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
        resampled = Mammogram(resample(mammogram.pixels, shape), (spacing_mm, spacing_mm), mammogram.spacing_from)
        yield TruthImage.certain(image.stem, resampled, on_grid(truth, shape))
