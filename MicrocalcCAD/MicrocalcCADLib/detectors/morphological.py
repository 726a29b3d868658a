"""Ciecholewski 2017: calcifications by mathematical morphology alone, without a model (see `morphology`)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy import ndimage

from ..analysis import MEASURES, Analysis, Candidates
from ..contrast import texture
from ..errors import ModelError
from ..mammogram import LARGEST_SPACING_MM, Mammogram
from ..measure import measure_objects
from ..morphology import MorphologyParameters, segment
from ..notices import of_model
from ..objects import Objects
from ..progress import Progress
from ..resample import canonical_shape, resample, sampled
from .result import analysis_of, begun
from .working_grid import at_spacing, to_image_grid

METHOD = "morphological"
# 0.7, 0.1 and 0.0 reported clusters an image in ten normal CDD-CESM mammograms of the training split
OPERATING_POINTS = {"sensitive": 0.4, "balanced": 0.45, "specific": 0.55}
NOTICE = (
    "Method without a model: scores are contrast over texture and order by how clearly an object stands out, they are"
    " not probabilities."
)


@dataclass(frozen=True)
class MorphologicalParameters:
    """Parameters of the method.

    Parameters
    ----------
    spacing_mm
        Spacing that images are brought to and at which the lengths of `morphology` hold: that of INbreast, on which
        Marasinou 2023 compared the method.
    texture_mm
        Spacing at which the texture is measured.
    half_score
        Contrast, in standard deviations of the local fine texture, that scores 0.5: from about 5 on an object is seen
        reliably (Rose criterion).
    most_candidates
        Of more objects the best are kept.
    """

    spacing_mm: float = 0.07
    texture_mm: float = 0.1
    half_score: float = 5.0
    most_candidates: int = 4000
    morphology: MorphologyParameters = field(default_factory=MorphologyParameters)


def create(model: str | Path | None, device: str, threads: int | None = None) -> Morphological:
    """Return the detector; raises `ModelError` if a model is asked for, since the method has none."""
    del device, threads
    if model is not None:
        raise ModelError(
            f"The method {METHOD} works without a model: leave out {str(model)!r}, or choose the method that it was"
            " made for.",
            option="--model",
        )
    return Morphological()


class Morphological:
    """The detector; see `detectors.Detector`."""

    def __init__(self, parameters: MorphologicalParameters | None = None) -> None:
        self.parameters = parameters or MorphologicalParameters()

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the objects with their scores and the breast mask; see `detectors.Detector`.

        Ciecholewski's method has no score: every object that it finds is a calcification, which is what the operating
        point 0 reports. Its objects are ranked here by how clearly they stand out (see `score`).
        """
        p = self.parameters
        progress, clock, mask = begun(mammogram, progress)
        image, breast = at_spacing(mammogram, mask, p.spacing_mm, LARGEST_SPACING_MM, METHOD)
        found = segment(np.clip(image, 0, 1), breast, p.morphology, progress.part(0.05, 0.9))
        clock.lap("morphology")
        candidates = self._scored(found, mammogram)
        clock.lap("score")
        progress(1.0, "Done")
        analysis = analysis_of(mammogram, mask, METHOD, None, candidates, clock)
        return replace(analysis, operating_points=OPERATING_POINTS, notices=(*analysis.notices, *of_model(NOTICE)))

    def _scored(self, found: np.ndarray, mammogram: Mammogram) -> Candidates:
        p = self.parameters
        objects, _ = to_image_grid(Objects.labelled(*ndimage.label(found)), found.shape, mammogram.shape)
        measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm)
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, p.texture_mm)
        deviation = texture(resample(mammogram.pixels, shape), p.texture_mm)
        local = sampled(deviation[None], measures[:, 0], measures[:, 1], mammogram.shape)[0]
        scores = score(measures[:, MEASURES.index("contrast")] / local, p.half_score)
        measures[:, MEASURES.index("score")] = scores
        kept = np.sort(np.argsort(-scores, kind="stable")[: p.most_candidates])
        return Candidates(measures[kept], objects.chosen(kept))


def score(contrast_per_texture: np.ndarray, half_score: float) -> np.ndarray:
    """Return c^2 / (c^2 + half^2) in [0, 1] for contrasts c above 0, else 0."""
    squared = np.square(np.maximum(contrast_per_texture, 0.0))
    return squared / (squared + half_score**2)
