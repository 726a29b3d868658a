"""What a presentation state draws over an image: outlines, lines, points and words, ours and those of other programs.

Its window, its displayed area, its shutters and its turns are for the viewer that it was made on and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .content_tree import points_of
from .deflated import check_deflated
from .elements import items, numbers, text

if TYPE_CHECKING:
    from pydicom import Dataset

SOFTCOPY_STATES = tuple(f"1.2.840.10008.5.1.4.1.1.11.{number}" for number in (1, 2, 3, 4))
_ROUND = ("CIRCLE", "ELLIPSE")
_PIXEL, _DISPLAY = "PIXEL", "DISPLAY"


@dataclass(frozen=True)
class Drawing:
    """One graphic or one word on one image.

    Parameters
    ----------
    image_uid
        SOP instance UID of the image.
    layer
        Name of the graphic layer.
    points
        (row, column), 0-based, whole numbers at pixel centres; one point where a word stands.
    closed
        Whether the last point is joined with the first.
    words
        What is written there; empty for a graphic.
    """

    image_uid: str
    layer: str
    points: tuple[tuple[float, float], ...]
    closed: bool = False
    words: str = ""


@dataclass(frozen=True)
class PresentationState:
    """A presentation state: its label, who made it, its drawings, and one sentence for each kind of thing that could
    not be used.
    """

    label: str
    manufacturer: str
    drawings: tuple[Drawing, ...]
    notes: tuple[str, ...] = ()


def read_presentation_state(path: Path | str) -> PresentationState:
    """Read the graphic annotations of a softcopy presentation state (PS3.3 C.10.5).

    Raises
    ------
    InputError
        If the file is no presentation state, or draws nothing.
    """
    from pydicom import dcmread

    path = Path(path)
    check_deflated(path)
    try:
        dataset = dcmread(path, force=True)
        if text(dataset, "Modality") != "PR":
            kind = text(dataset, "Modality") or "unknown kind"
            raise InputError(f"{path.name} is no presentation state ({kind}): choose a file of modality PR.")
        drawings, unplaced = [], 0
        for annotation in items(dataset, "GraphicAnnotationSequence"):
            found = list(_drawings(dataset, annotation))
            drawings += [one for one in found if one is not None]
            unplaced += found.count(None)
    except InputError:
        raise
    except Exception as error:  # pydicom raises whatever the damaged bytes lead to
        raise InputError(
            f"{path.name} cannot be read as a presentation state ({error}): copy or export it again."
        ) from error
    if not drawings:
        raise InputError(f"{path.name} draws nothing on an image: choose another presentation state.")
    notes = (f"{unplaced} graphics have no place on an image and were left out.",) if unplaced else ()
    return PresentationState(text(dataset, "ContentLabel"), text(dataset, "Manufacturer"), tuple(drawings), notes)


def _drawings(dataset: Dataset, annotation: Dataset) -> Iterator[Drawing | None]:
    """Yield what an annotation draws on each of its images, None for what has no usable place."""
    images = _images(annotation) or _images_of_all(dataset)
    layer = text(annotation, "GraphicLayer")
    for uid in images:
        for graphic in items(annotation, "GraphicObjectSequence"):
            points = _placed(points_of(graphic), text(graphic, "GraphicAnnotationUnits"), dataset, uid)
            yield Drawing(uid, layer, points, _is_closed(graphic)) if points else None
        for word in items(annotation, "TextObjectSequence"):
            points = _place_of_words(word, dataset, uid)
            yield Drawing(uid, layer, points, words=text(word, "UnformattedTextValue")) if points else None


def _is_closed(graphic: Dataset) -> bool:
    values = numbers(graphic, "GraphicData")
    repeated = len(values) > 4 and values[:2] == values[-2:]
    return repeated or text(graphic, "GraphicType") in _ROUND or text(graphic, "GraphicFilled") == "Y"


def _place_of_words(word: Dataset, dataset: Dataset, uid: str) -> tuple[tuple[float, float], ...]:
    for place, units in (
        ("AnchorPoint", "AnchorPointAnnotationUnits"),
        ("BoundingBoxTopLeftHandCorner", "BoundingBoxAnnotationUnits"),
    ):
        values = numbers(word, place)
        if len(values) == 2:
            return _placed(((values[1] - 0.5, values[0] - 0.5),), text(word, units), dataset, uid)
    return ()


def _placed(
    points: tuple[tuple[float, float], ...], units: str, dataset: Dataset, uid: str
) -> tuple[tuple[float, float], ...]:
    """Return points in pixels; shares of the displayed area are turned into pixels of the image."""
    if units in ("", _PIXEL) or not points:
        return points
    area = next(
        (one for one in items(dataset, "DisplayedAreaSelectionSequence") if uid in (_images(one) or (uid,))), None
    )
    corners = (
        [numbers(area, f"DisplayedArea{corner}HandCorner") for corner in ("TopLeft", "BottomRight")]
        if area is not None
        else []
    )
    if units != _DISPLAY or [len(corner) for corner in corners] != [2, 2]:
        return ()
    (left, top), (right, bottom) = corners  # 1-based numbers of the first and the last pixel
    shares = np.array(points) + 0.5
    shown = shares * (bottom - top + 1, right - left + 1) + (top - 1.5, left - 1.5)
    return tuple((float(row), float(column)) for row, column in shown)


def _images(item: Dataset) -> tuple[str, ...]:
    return tuple(
        uid for one in items(item, "ReferencedImageSequence") if (uid := text(one, "ReferencedSOPInstanceUID"))
    )


def _images_of_all(dataset: Dataset) -> tuple[str, ...]:
    return tuple(uid for series in items(dataset, "ReferencedSeriesSequence") for uid in _images(series))
