"""Putting lesions into an image with a contrast that fits the place, and keeping the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects

from .lesions import LesionParameters, Placed, _log_uniform
from .shapes import render

TRUTH_LEVEL = 0.5
ANNOTATABLE = 4.0


@dataclass(frozen=True, eq=False)
class Inserted:
    """One simulated calcification in an image.

    `pixels` are the (rows, columns) at which it shows at least half of its peak contrast, which is its truth.
    """

    row: float
    column: float
    lesion: int
    morphology: str
    contrast: float
    rows: np.ndarray
    columns: np.ndarray


def insert(
    image: np.ndarray,
    spacing_mm: float,
    lesion: Sequence[Placed],
    number: int,
    centre: tuple[float, float],
    rng: np.random.Generator,
    parameters: LesionParameters,
    noise: np.ndarray | None = None,
) -> list[Inserted]:
    """Add a lesion to `image` in place and return what was added.

    Parameters
    ----------
    image
        float32 (rows, columns); bright is dense.
    number
        The lesion's number, kept in `Inserted.lesion`.
    centre
        The lesion's centre (row, column) in pixels; calcifications that fall outside the image are left out.
    noise
        What `texture` returned; computed on the surroundings when None.
    """
    contrast = _log_uniform(rng, *parameters.contrast)
    psf = rng.uniform(*parameters.psf_mm)
    noise = texture(image, spacing_mm) if noise is None else noise
    inserted = []
    for placed in lesion:
        position = np.asarray(centre) + placed.offset_mm / spacing_mm
        nearest = np.round(position).astype(int)
        if (nearest < 0).any() or (nearest >= image.shape).any():
            continue
        profile, half = render(placed.shape, spacing_mm, position - nearest, psf)
        times = contrast * placed.contrast
        target, source = _overlap(nearest, half, image.shape)
        profile = profile[source]
        image[target] += np.float32(times * noise[nearest[0], nearest[1]]) * profile
        rows, columns = np.nonzero(profile >= TRUTH_LEVEL)
        if rows.size:
            inserted.append(
                Inserted(
                    position[0],
                    position[1],
                    number,
                    placed.shape.morphology,
                    times,
                    rows + target[0].start,
                    columns + target[1].start,
                )
            )
    return inserted


def _overlap(centre: np.ndarray, half: int, shape: tuple[int, ...]) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    start = np.maximum(centre - half, 0)
    stop = np.minimum(centre + half + 1, shape)
    first = start - (centre - half)
    return (
        (slice(start[0], stop[0]), slice(start[1], stop[1])),
        (slice(first[0], first[0] + stop[0] - start[0]), slice(first[1], first[1] + stop[1] - start[1])),
    )


def shown_contrast(
    image: np.ndarray, inserted: Sequence[Inserted], spacing_mm: float, signal: np.ndarray | None = None
) -> np.ndarray:
    """Return, float64 (n,), the mean contrast that calcifications show in an image, in standard deviations of the local
    fine texture.

    From about `ANNOTATABLE` on a reader sees them (Rose's criterion is 3 to 5): fainter ones nobody would annotate.

    Parameters
    ----------
    image
        float32 (rows, columns), as it looks in the end.
    signal
        float32 (rows, columns), what the contrast is measured in, the texture being that of `image`; None: `image`, in
        which tissue that happens to be brighter there counts too.
    """
    if not inserted:
        return np.zeros(0)
    objects = Objects.of(one.rows * image.shape[1] + one.columns for one in inserted)
    noise = texture(image, spacing_mm)
    contrast = measure_objects(objects, image if signal is None else signal, (spacing_mm, spacing_mm))[:, 8]
    return contrast / np.array([float(noise[one.rows, one.columns].mean()) for one in inserted])
