"""Why a mark was left out as no calcification: what lies or looks so where it is, as far as that can be told.

The kind network says only that a mark is no calcification, the regression of lone specks that one is too small and
faint. What else speaks for it is told here by plain rules: where it lies, how large and white it is, how sharp its
edges. Dust, crossings and texture look alike on most films and are not told apart. A reason is for the reader: it
decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..analysis import CERTAINTY, Candidates
from ..mammogram import FILM_PLANE, Mammogram

BORDER, SKIN, MARKER, DUST, DEFECT = (
    "image border",
    "skin line",
    "marker, clip or label",
    "film dust or scratch",
    "detector defect",
)
ALONE, LOOK = "alone, small and faint", "dust, crossing or texture"
REASONS = (BORDER, SKIN, MARKER, DUST, DEFECT, ALONE, LOOK)
_DIGITAL = "MG"
_GRID_MM = 0.5
_AROUND_PX = 8
# Of the difference of two neighbours in noise of standard deviation 1: its median.
_MEDIAN_STEP = 0.954


@dataclass(frozen=True)
class ReasonParameters:
    """Where one reason ends and the next begins.

    Parameters
    ----------
    least_score
        What the detector gave less is no mark at any operating point, and gets no reason.
    border_mm, skin_mm
        Nearest distance to the image's border, and to the breast's outline against air.
    marker_mm, white
        A marker, clip or label is at least this long, and its middle at least this share of the image's white.
    sharp, sharp_below_mm
        The largest step between neighbours, of the mark's contrast: what a calcification cannot reach behind the blur
        of focus, film and screen, or detector, which is about a tenth of a millimetre wide. Above this pixel spacing
        every edge is as sharp.
    above_noise
        Noise has sharp edges, too: a mark's contrast is at least so many standard deviations of it, else its edges tell
        nothing.
    scratch_mm, scratch_width_mm
        A scratch is at least this long, and at most this wide.
    """

    least_score: float = 0.05
    border_mm: float = 1.0
    skin_mm: float = 2.0
    marker_mm: float = 1.5
    white: float = 0.97
    sharp: float = 0.8
    sharp_below_mm: float = 0.075
    above_noise: float = 8.0
    scratch_mm: float = 3.0
    scratch_width_mm: float = 0.35


def reasons(
    candidates: Candidates,
    none: np.ndarray,
    alone: np.ndarray,
    mammogram: Mammogram,
    breast: np.ndarray,
    markers: np.ndarray | None = None,
    parameters: ReasonParameters | None = None,
) -> np.ndarray:
    """Return why each candidate was left out, str (n,): one of `REASONS`, empty for what was not left out or is no mark
    anyway.

    Parameters
    ----------
    candidates
        With the scores that the detector gave.
    none
        (n,) the probability that each is no calcification.
    alone
        (n,) that probability by the regression of lone specks (`lone.no_calcification`) alone.
    breast
        bool, of the mammogram's shape.
    markers
        bool (n,): which are known to be markers; None for none.
    """
    p = parameters or ReasonParameters()
    found = np.full(len(candidates), "", f"<U{max(map(len, REASONS))}")
    chosen = np.flatnonzero(
        (none >= CERTAINTY) & (candidates.column("score") >= p.least_score) & (candidates.objects.sizes > 0)
    )
    if not len(chosen):
        return found
    to_air, steps = _to_air(breast, mammogram.spacing_mm)
    white = float(mammogram.pixels.max())
    for number in chosen.tolist():
        if markers is not None and markers[number]:
            found[number] = MARKER
            continue
        rows, columns = np.divmod(candidates.objects[number], mammogram.shape[1])
        air = float(to_air[rows // steps[0], columns // steps[1]].min())
        length, width = (float(candidates.column(name)[number]) for name in ("major_axis_mm", "minor_axis_mm"))
        found[number] = _evidence(mammogram, rows, columns, (length, width), air, white, p) or (
            ALONE if alone[number] >= CERTAINTY else LOOK
        )
    return found


def counted_reasons(words: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many marks were left out for each reason, the most frequent first; what was not left out has none."""
    return sorted(Counter(word for word in words if word).items(), key=lambda one: (-one[1], one[0]))


def _evidence(
    mammogram: Mammogram,
    rows: np.ndarray,
    columns: np.ndarray,
    size_mm: tuple[float, float],
    air_mm: float,
    white: float,
    p: ReasonParameters,
) -> str:
    """Return the reason that place, size, brightness or edges of a mark give; empty where they give none."""
    ends = zip((rows, columns), mammogram.shape, mammogram.spacing_mm, strict=True)
    if min(min(int(at.min()), side - 1 - int(at.max())) * mm for at, side, mm in ends) < p.border_mm:
        return BORDER
    length, width = size_mm
    if length >= p.marker_mm and float(np.median(mammogram.pixels[rows, columns])) >= p.white * white:
        return MARKER
    is_sharp = (
        mammogram.mean_spacing_mm <= p.sharp_below_mm and _sharpness(mammogram, rows, columns, p.above_noise) >= p.sharp
    )
    if is_sharp or (length >= p.scratch_mm and width <= p.scratch_width_mm):
        digital = mammogram.facts.get("modality") == _DIGITAL and mammogram.spacing_plane != FILM_PLANE
        return DEFECT if digital else DUST
    return SKIN if air_mm < p.skin_mm else ""


def _to_air(breast: np.ndarray, spacing_mm: tuple[float, float]) -> tuple[np.ndarray, tuple[int, int]]:
    """Return the distance to air in mm on a coarser grid, and how many pixels one of it stands for; the image's border
    is no air.
    """
    steps = (max(1, round(_GRID_MM / spacing_mm[0])), max(1, round(_GRID_MM / spacing_mm[1])))
    small = breast[:: steps[0], :: steps[1]]
    if small.all():
        return np.full(small.shape, np.inf), steps
    return ndimage.distance_transform_edt(small, sampling=(spacing_mm[0] * steps[0], spacing_mm[1] * steps[1])), steps


def _sharpness(mammogram: Mammogram, rows: np.ndarray, columns: np.ndarray, above_noise: float) -> float:
    """Return the largest step between neighbours on a mark's edge, as a share of its contrast to what is about it; 0
    for one as faint as noise.
    """
    box = [slice(max(0, int(at.min()) - _AROUND_PX), int(at.max()) + _AROUND_PX + 1) for at in (rows, columns)]
    pixels = mammogram.pixels[tuple(box)].astype(np.float64)
    own = np.zeros(pixels.shape, bool)
    own[rows - box[0].start, columns - box[1].start] = True
    near = ndimage.binary_dilation(own)
    contrast = float(pixels[own].max() - np.median(pixels[~near])) if not near.all() else 0.0
    steps = [np.abs(np.diff(pixels, axis=axis)) for axis in (0, 1)]
    around = np.concatenate([step[_both(~near, axis)] for axis, step in enumerate(steps)])
    noise = float(np.median(around)) / _MEDIAN_STEP if len(around) else 0.0
    if contrast <= above_noise * noise or contrast <= 0:
        return 0.0
    own_steps = [step[_both(near, axis)] for axis, step in enumerate(steps)]
    return max((float(one.max()) for one in own_steps if one.size), default=0.0) / contrast


def _both(mask: np.ndarray, axis: int) -> np.ndarray:
    first, second = (np.delete(mask, end, axis=axis) for end in (-1, 0))
    return first & second
