"""Whole simulated mammograms with their truth, and the sets of them that `microcalc-train simulate` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.batch.privacy import pseudonym
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import write_text, written_whole
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.resample import canonical_shape, resample
from MicrocalcCADLib.spreadsheet import write_csv
from scipy.ndimage import binary_erosion

from ..datasets.truth_image import TruthImage
from .backgrounds import COARSEST_MM, Background, BackgroundSource, load, procedural
from .insertion import Inserted, insert
from .lesions import LesionParameters, cluster, single, vessel
from .looks import LookParameters, change_look

FULL_SCALE = 65535
PATIENTS = "images.csv"
# grey values and their share, of two images that are the same, made by two kinds of processors
ROUNDED, MOSTLY = 64, 0.9999


@dataclass(frozen=True)
class ImageParameters:
    """What a simulated image holds.

    Parameters
    ----------
    clusters, singles
        Least and greatest number of each.
    empty_share
        Share of the images without any cluster.
    vessel_share
        Share of the images with a calcified vessel.
    procedural_share
        Share of the images on procedural texture, of side `procedural_mm`.
    detector_noise
        White noise in units of the local fine texture, added where a background is interpolated to a finer grid.
    edge_mm
        Least distance of a lesion's centre from the edge of the breast.
    looks
        A random look for each image, or None for the background's own.
    """

    clusters: tuple[int, int] = (1, 2)
    singles: tuple[int, int] = (0, 4)
    empty_share: float = 0.3
    vessel_share: float = 0.1
    procedural_share: float = 0.2
    procedural_mm: float = 90.0
    detector_noise: tuple[float, float] = (0.3, 0.7)
    edge_mm: float = 8.0
    looks: LookParameters | None = None
    lesions: LesionParameters = field(default_factory=LesionParameters)


def simulate_image(
    background: Background, spacing_mm: float, rng: np.random.Generator, parameters: ImageParameters
) -> TruthImage:
    """Return a mammogram at `spacing_mm` with lesions put into a background that has that spacing already."""
    p = parameters
    image = background.image.copy()
    noise = texture(image, spacing_mm)
    places = places_within(background.mask, p.edge_mm / spacing_mm)
    groups: list[list[Inserted]] = []
    lesions = (
        []
        if rng.random() < p.empty_share
        else [cluster(rng, p.lesions) for _ in range(rng.integers(p.clusters[0], p.clusters[1] + 1))]
    )
    n_clusters = len(lesions)
    lesions += [single(rng, p.lesions) for _ in range(rng.integers(p.singles[0], p.singles[1] + 1))]
    lesions += [vessel(rng, p.lesions)] if rng.random() < p.vessel_share else []
    for number, lesion in enumerate(lesions):
        centre = places[rng.integers(len(places))]
        groups.append(
            insert(image, spacing_mm, lesion, number, (float(centre[0]), float(centre[1])), rng, p.lesions, noise)
        )
    if p.looks:
        image = change_look(image, spacing_mm, rng, p.looks)
    mammogram = Mammogram(np.clip(image, 0, 1).astype(np.float32), (spacing_mm, spacing_mm), "given")
    circles = tuple(circle_of(g, spacing_mm) for g in groups[:n_clusters] if len(g) >= 3)
    return drawn_image(background.name, mammogram, [one for g in groups for one in g], circles)


def drawn_image(
    name: str, mammogram: Mammogram, calcifications: Sequence[Inserted], clusters: Sequence[tuple[float, float, float]]
) -> TruthImage:
    """Return a simulated mammogram with its truth; of two calcifications over each other a pixel belongs to the later
    one.
    """
    labels = np.zeros(mammogram.shape, np.uint32)
    for number, one in enumerate(calcifications, start=1):
        labels[one.rows, one.columns] = number
    return TruthImage.certain(name, mammogram, labels, drawn=tuple(calcifications), clusters=tuple(clusters))


def simulate_set(
    sources: Sequence[BackgroundSource],
    count: int,
    spacings_mm: Sequence[float],
    seed: int,
    parameters: ImageParameters,
    cache: Path | None = None,
    simulated: Callable[[Background, float, np.random.Generator], TruthImage] | None = None,
) -> Iterator[TruthImage]:
    """Yield `count` simulated images; image i of a seed is always the same.

    Parameters
    ----------
    simulated
        What makes an image of a background at its spacing; None for `simulate_image`.
    """
    simulated = simulated or (
        lambda background, spacing_mm, rng: simulate_image(background, spacing_mm, rng, parameters)
    )
    for index in range(count):
        rng = np.random.default_rng((seed, index))
        spacing = float(spacings_mm[index % len(spacings_mm)])
        if not sources or rng.random() < parameters.procedural_share:
            side = round(parameters.procedural_mm / spacing)
            background, patient = framed(procedural(rng, (side, side), spacing), round(4 / spacing)), ""
        else:
            source = sources[int(rng.integers(len(sources)))]
            own = min(source.spacing_mm, COARSEST_MM)
            background = at_spacing(load(source, own, cache), own, spacing, rng, parameters)
            patient = source.patient or source.path.name
        image = simulated(background, spacing, rng)
        yield replace(image, name=f"sim{index:04d}", patient=patient)


def backgrounds_at(
    sources: Sequence[BackgroundSource], spacing_mm: float, seed: Sequence[int], cache: Path | None
) -> list[Background]:
    """Return backgrounds at a spacing; what is interpolated to a finer grid gets noise, always the same for the numbers
    of `seed`.

    The first of these numbers stands before, the others behind the number of the background.
    """
    found, (first, *others) = [], seed
    for number, source in enumerate(sources):
        own = min(source.spacing_mm, COARSEST_MM)
        rng = np.random.default_rng((first, number, *others))
        found.append(at_spacing(load(source, own, cache), own, spacing_mm, rng, ImageParameters()))
    return found


def at_spacing(
    background: Background, own_mm: float, spacing_mm: float, rng: np.random.Generator, parameters: ImageParameters
) -> Background:
    """Return a background at another spacing; noise is added where it was interpolated, so that its texture stays
    plausible.
    """
    shape = canonical_shape(background.image.shape, (own_mm, own_mm), spacing_mm)
    image = resample(background.image, shape)
    mask = resample(background.mask.astype(np.float32), shape) > 0.5
    if spacing_mm < own_mm * 0.95:
        image = image + texture(image, spacing_mm) * np.float32(
            rng.uniform(*parameters.detector_noise)
        ) * rng.standard_normal(shape, np.float32)
    return Background(np.clip(image, 0, 1).astype(np.float32), mask, background.name)


def framed(background: Background, width: int) -> Background:
    """Return a texture as a breast: dark around a half disc, so that a breast mask can be found in it."""
    rows, columns = background.image.shape
    y, x = np.ogrid[:rows, :columns]
    inside = ((y - rows / 2) / (rows / 2 - width)) ** 2 + (x / (columns - width)) ** 2 <= 1
    return Background(np.where(inside, background.image, np.float32(0.01)).astype(np.float32), inside, background.name)


def write_set(folder: Path, images: Iterator[TruthImage], count: int, progress: Progress | None = None) -> Path:
    """Write a labelled set: images (NRRD, 16 bit), truth labels (NRRD), ``truth.json`` and ``images.csv``; return the
    path of ``truth.json``.

    ``truth.json`` has the clusters as `tools/score_clusters.py` reads them, and the calcifications of each image.
    ``images.csv`` has the patients, so that what was drawn on the mammograms of one is in one part of a data set.
    Images that are there already are kept, so that an interrupted run goes on.

    Raises
    ------
    InputError
        If an image that is there is another one, as of another seed or spacing: the truth would not be its own.
    """
    progress = progress or Progress()
    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, Any] = {
        "full_scale": FULL_SCALE,
        "invert": False,
        "images": {},
        "spacings_mm": {},
        "calcifications": {},
    }
    patients = []
    for done, one in enumerate(images):
        progress(done / count, f"Simulating {one.name}")
        truth["images"][one.name] = [{"row": r, "column": c, "radius_mm": radius} for r, c, radius in one.clusters]
        patients.append({"image": one.name, "patient": pseudonym("patient", one.patient) if one.patient else one.name})
        truth["spacings_mm"][one.name] = one.mammogram.spacing_mm[0]
        truth["calcifications"][one.name] = [
            {
                "id": i,
                "row": c.row,
                "column": c.column,
                "lesion": c.lesion,
                "morphology": c.morphology,
                "contrast": round(c.contrast, 3),
            }
            for i, c in enumerate(one.drawn or (), start=1)
        ]
        _write_nrrd(folder / f"{one.name}.truth.nrrd", one.truth, one.mammogram.spacing_mm)
        _write_nrrd(
            folder / f"{one.name}.nrrd",
            np.round(one.mammogram.pixels * FULL_SCALE).astype(np.uint16),
            one.mammogram.spacing_mm,
        )
    write_csv(folder / PATIENTS, ["image", "patient"], patients)
    write_text(folder / "truth.json", json.dumps(truth, indent=1))
    return folder / "truth.json"


def _write_nrrd(path: Path, array: np.ndarray, spacing_mm: tuple[float, float]) -> None:
    import SimpleITK as sitk

    if path.exists():
        _check_same(path, array, spacing_mm)
        return
    image = sitk.GetImageFromArray(array)
    image.SetSpacing(spacing_mm[::-1])
    with written_whole(path) as temporary:
        sitk.WriteImage(image, str(temporary), useCompression=True)


def _check_same(path: Path, array: np.ndarray, spacing_mm: tuple[float, float]) -> None:
    """Raise `InputError` if a file holds another image than this one; another processor may round otherwise."""
    import SimpleITK as sitk

    try:
        there = sitk.ReadImage(str(path))
        pixels = sitk.GetArrayFromImage(there)
        same = pixels.shape == array.shape and np.allclose(there.GetSpacing(), spacing_mm[::-1])
        if array.dtype == np.uint32:  # numbers of calcifications are what they are
            same = same and np.array_equal(pixels, array)
        else:
            same = same and bool((np.abs(pixels.astype(np.int64) - array) <= ROUNDED).mean() > MOSTLY)
    except RuntimeError:
        same = False
    if not same:
        raise InputError(
            f"{path.parent} holds {path.name} of a set of other options already: choose another folder for this one."
        )


def places_within(mask: np.ndarray, edge_px: float) -> np.ndarray:
    """Return the (row, column) of places of a mask that lie at least so far from its edge, (n, 2); of all places where
    none does.
    """
    step = 8
    inner = binary_erosion(mask[::step, ::step], iterations=max(1, int(edge_px / step)), border_value=1)
    return np.argwhere(inner if inner.any() else mask[::step, ::step]) * step


def circle_of(group: Sequence[Inserted], spacing_mm: float) -> tuple[float, float, float]:
    """Return (row, column, radius in mm) of the circle about the mean place of calcifications that holds the centres of
    all.
    """
    points = np.array([(c.row, c.column) for c in group])
    centre = points.mean(axis=0)
    return float(centre[0]), float(centre[1]), float(np.hypot(*(points - centre).T).max() * spacing_mm)
