"""Features of a data set's biopsied lesions, of what the detector outlines in them: malignancy is learned from what is
rated in use.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment.malignancy import cluster_features
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import DEFAULT as METHOD
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.operating_point import DEFAULT as POINT

from ...datasets.lesions import MALIGNANCY, malignancy_of
from ...datasets.stored_images import StoredImage
from ...kept_analyses import ANALYSIS, analysed
from ..ratings_evaluation import NAMED, judged_lesions, known_lesions, members_of
from .training_set import TrainingSet

log = logging.getLogger(__name__)
ANALYSES = "analyses"
Row = tuple[str, int, str, np.ndarray]


@dataclass(frozen=True)
class FoundCases:
    """Rows of patient, malignant (0 or 1), type and 31 features, and how many biopsied lesions there are and how many
    of them were missed.

    A lesion is missed where no group is reported in it, or only a typically benign one: such are not rated in use
    either.
    """

    rows: tuple[Row, ...]
    lesions: int
    missed: int


def found_cases(folder: Path, data: TrainingSet, parts: Sequence[str], detector: Detector) -> FoundCases:
    """Detect in the images of some parts, and return the features of the group in each biopsied lesion.

    Parameters
    ----------
    folder
        Keeps the analyses; those of an earlier run are taken up.
    detector
        Of the default method, one that names kinds.

    Raises
    ------
    InputError
        If no lesion of these parts was biopsied.
    """
    images = [image for part in parts if data.counts[part][1] for image in data.images(part)]
    biopsied = [
        (image, known)
        for image in images
        if (known := [pair for pair in known_lesions(image) if pair[1].pathology in MALIGNANCY])
    ]
    if not biopsied:
        raise InputError(
            f"No lesion of the data set {data.name} is known to be benign or malignant by biopsy: import the set with"
            " its pathologies."
        )
    rows: list[Row] = []
    place = folder / ANALYSES / f"{METHOD}-{NAMED}"
    count: Counter[bool] = Counter()
    for number, (image, known) in enumerate(biopsied, start=1):
        mammogram = image.mammogram()
        stored = place / f"{image.name}{ANALYSIS}"
        analysis = analysed(image.path, mammogram, detector, METHOD, stored, given=image.given)
        findings = decide(analysis, POINT)
        for one in judged_lesions(image, known, findings, members_of(analysis, findings)):
            group = (
                one.group if one.group is not None and one.group.reported and not one.group.typically_benign else None
            )
            count[group is not None] += 1
            if group is not None:
                features = cluster_features(analysis, findings, group, mammogram)
                rows.append((image.patient, int(malignancy_of(one.lesion.pathology)), one.lesion.type or "", features))
        log.info("%d of %d images: %s", number, len(biopsied), _words(image, analysis))
    return FoundCases(tuple(rows), count.total(), count[False])


def _words(image: StoredImage, analysis: Analysis) -> str:
    return f"{image.name}, {len(analysis.candidates)} candidates"
