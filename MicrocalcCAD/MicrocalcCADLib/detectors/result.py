"""What every detector does: it finds the breast first, and ends with times, image facts and the `Analysis`."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from ..analysis import Analysis, Candidates
from ..breast import breast_mask, is_pair, notices
from ..findings import ImageFacts
from ..mammogram import Mammogram
from ..models import Bundle
from ..nipple import estimate
from ..progress import Progress
from ..resample import as_half
from .loading import versions


class Clock:
    """Seconds that the steps of an analysis took, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """End the step `name`, which began where the one before ended."""
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 4)
        self._last = now


def begun(mammogram: Mammogram, progress: Progress | None) -> tuple[Progress, Clock, np.ndarray]:
    """Begin an analysis; return what it reports to, its clock, and the breast mask."""
    progress, clock = progress or Progress(), Clock()
    progress(0.0, "Looking for the breast")
    mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
    clock.lap("breast")
    return progress, clock, mask


def image_facts(mammogram: Mammogram, mask: np.ndarray) -> ImageFacts:
    """Return geometry and view of a mammogram with this breast mask (bool, the image's shape)."""
    image = ImageFacts(
        rows=mammogram.shape[0],
        columns=mammogram.shape[1],
        spacing_mm=mammogram.spacing_mm,
        spacing_from=mammogram.spacing_from,
        laterality=None if is_pair(mask) else mammogram.laterality,
        view=mammogram.view,
        breast_area_cm2=float(mask.sum()) * mammogram.pixel_area_mm2 / 100,
        spacing_plane=mammogram.spacing_plane,
        magnification=mammogram.magnification,
        upside_down=mammogram.upside_down,
    )
    marks = estimate(mask, image)
    return image if marks is None else replace(image, nipple=(float(marks.nipple[0]), float(marks.nipple[1])))


def inside(candidates: Candidates, mask: np.ndarray) -> Candidates:
    """Return the candidates of which at least half lies in the breast: black film and air hold no calcification."""
    kept = candidates.objects.within(mask)
    if len(kept) == len(candidates):
        return candidates
    naming = None if candidates.naming is None else candidates.naming.chosen(kept)
    return Candidates(candidates.measures[kept], candidates.objects.chosen(kept), candidates.patches, naming)


def analysis_of(
    mammogram: Mammogram,
    mask: np.ndarray,
    method: str,
    bundle: Bundle | None,
    candidates: Candidates,
    clock: Clock,
    score_map: np.ndarray | None = None,
    score_map_spacing_mm: float | None = None,
) -> Analysis:
    """Return the analysis of a mammogram, without what lies outside the breast; without a bundle (in training) its one
    operating point is 0.5.

    Parameters
    ----------
    score_map
        float (rows, columns) over the field of the image; kept as float16.
    """
    return Analysis(
        source=mammogram.source,
        image=image_facts(mammogram, mask),
        method=method,
        model=bundle.identity if bundle else None,
        operating_points=bundle.operating_points if bundle else {"balanced": 0.5},
        candidates=inside(candidates, mask),
        breast_mask=mask,
        score_map=None if score_map is None else as_half(score_map),
        score_map_spacing_mm=score_map_spacing_mm,
        timings_s=clock.laps,
        versions=versions(),
        notices=mammogram.notices + notices(mask) + (bundle.notices if bundle else ()),
    )
