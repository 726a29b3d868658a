"""The recipe of the BI-RADS rating on a data set: its calcifications, with the categories and pathologies that it
knows.

Where the set tells lesions apart, as CBIS-DDSM does, each has its own label, which is that of all its calcifications;
else they have that of their image. Where it outlines lesions alone, their calcifications are those that the detector
outlines.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.assessment.birads_scale import categories, class_named
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import json_of
from scipy.cluster.hierarchy import fcluster, linkage

from ...datasets.lesions import malignancy_of, owners
from ...datasets.outlined import outlined_by_detector
from ...datasets.splits import SPLITS
from ...datasets.store_file import connected
from ...datasets.stored_images import StoredImage
from ...datasets.truth import on_grid
from ...datasets.truth_image import TruthImage, whole_images, without_gaps
from ...kept_arrays import read_arrays, write_arrays
from ...simulation.rated_regions import BEYOND, MOST_OBJECTS, PARTS, Facts, RatedParameters, RatedRegions
from .training_set import TrainingSet

log = logging.getLogger(__name__)
LINKING_MM = 10.0


def marked_regions(path: Path, data: TrainingSet, parameters: RatedParameters) -> RatedRegions:
    """Return regions about the groups of marked calcifications in rated images; what an earlier run made is taken."""
    wanted = f"{data.sha256} {parameters!r}"
    made = _made_before(path, wanted, parameters)
    if made is not None:
        return made
    found = list(_regions(data, parameters))
    for part, split in zip(PARTS[:2], SPLITS, strict=False):
        if not any(one.part == part for _, _, one in found):
            names = ", ".join(categories(parameters.classes))
            raise InputError(
                f"No image of the part {split} has both a BI-RADS category ({names}) and calcifications, marked by"
                " themselves or outlined by the detector in a lesion with a category: give the categories when"
                " importing, or train on simulated lesions.",
                option="without --data",
            )
    codes, objects = (np.stack(planes) for planes in list(zip(*found, strict=True))[:2])
    facts = {"made_of": wanted, "regions": [asdict(one) for _, _, one in found]}
    write_arrays(path, {"codes": codes, "objects": objects, "facts": np.array(json.dumps(facts))})
    return RatedRegions(codes, objects, tuple(one for _, _, one in found), parameters)


def _made_before(path: Path, wanted: str, parameters: RatedParameters) -> RatedRegions | None:
    """Return the regions of an earlier run; None where there are none, or of other images, or the file is damaged: they
    are made again.
    """
    stored = read_arrays(path)
    try:
        facts = json_of(str(stored["facts"])) if stored else {}
        if stored and facts["made_of"] == wanted:
            return RatedRegions(
                stored["codes"], stored["objects"], tuple(Facts(**one) for one in facts["regions"]), parameters
            )
    except (ValueError, KeyError, TypeError) as error:
        log.warning("%s is damaged (%s): its regions are made again", path, error)
    return None


def rated_images(data: TrainingSet) -> Mapping[str, tuple[str | None, str | None]]:
    """Return category and pathology of the set's images, as text, by name."""
    with connected(data.store) as connection:
        rows: Sequence[tuple[Any, ...]] = connection.execute(
            "SELECT name, birads, pathology FROM images WHERE failure IS NULL"
        ).fetchall()
    return {name: (birads, pathology) for name, birads, pathology in rows}


def linked_groups(
    image: TruthImage, linking_mm: float = LINKING_MM, among: Sequence[int] | None = None
) -> list[list[int]]:
    """Return numbers of calcifications, of all or `among` some, that are linked by steps of at most so many mm."""
    every = image.calcifications
    numbers = np.array(range(1, len(every) + 1) if among is None else among, int)
    places = np.array([(every[number - 1].row, every[number - 1].column) for number in numbers])
    if len(places) < 2:
        return [numbers.tolist()] if len(places) else []
    membership = fcluster(linkage(places * image.mammogram.mean_spacing_mm, "single"), linking_mm, "distance")
    return [numbers[membership == one].tolist() for one in np.unique(membership)]


def _regions(data: TrainingSet, parameters: RatedParameters) -> Iterator[tuple[np.ndarray, np.ndarray, Facts]]:
    ratings, patients = rated_images(data), dict[str, int]()
    for split, part in zip(SPLITS, PARTS, strict=True):
        if not data.counts[split][1]:
            continue
        for stored in data.images(split):
            for image, group, birads, pathology in _rated_groups(stored, *ratings[stored.name], parameters):
                codes, objects = _region(image, group, parameters)
                patient, rating = (
                    patients.setdefault(stored.patient, len(patients)),
                    class_named(birads, parameters.classes),
                )
                assert rating is not None
                yield codes, objects, Facts(patient, part, rating, malignancy_of(pathology), int(objects.max()))
                log.info("%s: BI-RADS %s", stored.name, birads)


def _rated_groups(
    stored: StoredImage, birads: str | None, pathology: str | None, parameters: RatedParameters
) -> Iterator[tuple[TruthImage, list[int], str | None, str | None]]:
    """Yield an image, numbers of calcifications, and their category and pathology, for each group whose category the
    scale has.
    """
    lesions = [
        (k, one)
        for k, one in enumerate(stored.lesions, start=1)
        if class_named(one.birads, parameters.classes) is not None
    ]
    if not stored.lesions and (not stored.calcifications or class_named(birads, parameters.classes) is None):
        return
    if stored.lesions and not lesions:
        return
    (image,) = whole_images([stored], parameters.roi.spacing_mm)
    if not stored.lesions:
        for group in linked_groups(image):
            yield image, group, birads, pathology
        return
    outlines = stored.truth().lesions
    if outlines is None:
        return
    plane = on_grid(outlines, image.truth.shape)
    if not stored.calcifications:
        found = outlined_by_detector(stored.mammogram(), outlines)
        image = replace(image, truth=without_gaps(on_grid(found, image.truth.shape)))
    owner = owners(image.truth, plane)
    for number, lesion in lesions:
        for group in linked_groups(image, among=np.flatnonzero(owner == number).tolist()):
            yield image, group, lesion.birads, lesion.pathology


def _region(image: TruthImage, group: Sequence[int], parameters: RatedParameters) -> tuple[np.ndarray, np.ndarray]:
    roi, side = parameters.roi, int(np.ceil(BEYOND * parameters.roi.size_px))
    where = np.argwhere(np.isin(image.truth, group))
    axes = [np.arange(side) - side // 2 + round(float(c)) for c in where.mean(axis=0)]
    low, high = roi.contrast.clip
    window = np.ix_(*(np.clip(axis, 0, n - 1) for axis, n in zip(axes, image.truth.shape, strict=True)))
    contrast = local_contrast(np.ascontiguousarray(image.mammogram.pixels[window]), roi.spacing_mm, roi.contrast)
    inside = np.logical_and.outer(*((axis >= 0) & (axis < n) for axis, n in zip(axes, image.truth.shape, strict=True)))
    labels = np.where(inside & np.isin(image.truth[window], group), image.truth[window], 0)
    present = np.unique(labels[labels > 0])[: MOST_OBJECTS - 1]
    objects = np.where(np.isin(labels, present), np.searchsorted(present, labels) + 1, 0)
    return np.round((contrast - low) * (255 / (high - low))).astype(np.uint8), objects.astype(np.uint8)
