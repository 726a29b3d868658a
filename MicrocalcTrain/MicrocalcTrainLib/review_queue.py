"""The order in which unseen images are best reviewed: those first that a model is least sure of."""

from __future__ import annotations

import csv
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.batch.inputs import find_inputs
from MicrocalcCADLib.batch.items import Item
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.operating_point import DEFAULT
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.given import Given
from MicrocalcCADLib.spreadsheet import as_named, write_csv

from .datasets.scene import image_key, reviewed_keys
from .kept_analyses import ANALYSIS, analysed

log = logging.getLogger(__name__)
FILE = "queue.csv"
MOST_CLUSTERS = 10
LEAST = 1e-4


@dataclass(frozen=True)
class Queued:
    """An image of the queue.

    Parameters
    ----------
    uncertainty
        See `uncertainty_of`; 0 where nothing was found.
    clusters
        That were found at any score.
    spacing_mm
        With which it was read.
    failure
        Why it could not be analysed; empty otherwise. Such images come last.
    """

    image: str
    path: str
    uncertainty: float
    clusters: int
    spacing_mm: float
    failure: str = ""


def make_queue(
    inputs: Sequence[Path],
    folder: Path,
    detector: Detector,
    reviewed: Path | None = None,
    spacing_mm: float | None = None,
    method: str | None = None,
) -> list[Queued]:
    """Analyse images, or take the analyses that are there, and write their order into ``queue.csv``.

    Parameters
    ----------
    inputs
        Images, folders with all below, worklists; what is in it twice is taken once.
    folder
        Gets ``<image>.analysis.npz`` and the order, which is written again after each image.
    reviewed
        Folder of corrected cases (`datasets.scene`): images among them are left out, they have been seen.
    spacing_mm
        Of images that do not say it.
    method
        Of the detector: analyses of an earlier run by another method are made again. None takes those of any.

    Raises
    ------
    InputError
        If there is no image.
    """
    found = find_inputs(inputs, folder)
    if not found.items:
        reason = f" ({found.left_out[0].name}: {found.left_out[0].reason})" if found.left_out else ""
        raise InputError(f"There is no mammogram in {inputs[0]}{reason}: give a folder of mammograms.")
    for left_out in found.left_out:
        log.info("left out: %s: %s", left_out.name, left_out.reason)
    seen = reviewed_keys(reviewed) if reviewed is not None else frozenset()
    queue: list[Queued] = []
    for number, item in enumerate(found.items, start=1):
        one = _queued(item, folder, detector, seen, spacing_mm, method)
        log.info(
            "%d/%d %s%s",
            number,
            len(found.items),
            item.name,
            "" if one is None else f": {one.failure or f'{one.uncertainty:.2f} bit'}",
        )
        if one is not None:
            queue.append(one)
            queue.sort(key=lambda image: (bool(image.failure), -image.uncertainty, image.image))
            write_csv(folder / FILE, [field.name for field in fields(Queued)], map(asdict, queue))
    if not queue:
        raise InputError(f"All {len(found.items)} images have been reviewed: give a folder with others.")
    return queue


def uncertainty_of(analysis: Analysis) -> tuple[float, int]:
    """Return how many bits a reader's decisions about the image would tell, and the number of clusters.

    The entropies of the `MOST_CLUSTERS` least certain clusters are added. The suspicion s of a cluster becomes the
    probability p with logit p = logit s - logit t, so that one at the operating point t is even. Without clusters,
    single marks count instead.
    """
    findings = decide(analysis, DEFAULT)
    marks = findings.clusters or findings.patches or findings.calcifications
    scores = np.array([getattr(mark, findings.operating_point.by, mark.score) for mark in marks])
    odds = _logit(scores) - _logit(np.array(findings.operating_point.threshold))
    p = 1 / (1 + np.exp(-odds))
    bits = -p * np.log2(np.maximum(p, LEAST)) - (1 - p) * np.log2(np.maximum(1 - p, LEAST))
    return float(np.sort(bits)[::-1][:MOST_CLUSTERS].sum()), len(findings.clusters)


def read_queue(folder: Path) -> list[Queued]:
    """Return the queue in a folder, none where there is none; raises `InputError` if it is damaged."""
    if not (folder / FILE).is_file():
        return []
    try:
        with (folder / FILE).open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        return [
            Queued(
                as_named(r["image"]),
                as_named(r["path"]),
                float(r["uncertainty"]),
                int(r["clusters"]),
                float(r["spacing_mm"]),
                r["failure"],
            )
            for r in rows
        ]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise InputError(f"{folder / FILE} cannot be read ({error}): make the queue again.") from error


def _logit(scores: np.ndarray) -> np.ndarray:
    inside = np.clip(scores, LEAST, 1 - LEAST)
    return np.log(inside / (1 - inside))


def _queued(
    item: Item, folder: Path, detector: Detector, seen: frozenset[str], spacing_mm: float | None, method: str | None
) -> Queued | None:
    """Return the image with its uncertainty; None if it has been reviewed."""
    try:
        mammogram = read_mammogram(
            item.path, spacing_mm=item.spacing_mm or spacing_mm, full_scale=item.full_scale, invert=item.invert
        )
        if image_key(mammogram) in seen:
            return None
        given = Given.checked(None, item.full_scale, item.invert)
        analysis = analysed(item.path, mammogram, detector, method, folder / f"{item.name}{ANALYSIS}", given=given)
    except MicrocalcError as error:
        return Queued(item.name, str(item.path.absolute()), 0.0, 0, 0.0, str(error))
    uncertainty, clusters = uncertainty_of(analysis)
    return Queued(item.name, str(item.path.absolute()), round(uncertainty, 4), clusters, mammogram.mean_spacing_mm)
