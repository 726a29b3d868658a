"""Whether bright stored values are thin tissue: one decision from everything in a header that turns grey
values round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .elements import number, text
from .lookup_tables import table_in
from .polarity import looks_inverted

if TYPE_CHECKING:
    from pydicom import Dataset

# each of these turns the picture round once
POLARITY_ELEMENTS = (
    "PhotometricInterpretation",
    "PresentationLUTShape",
    "RescaleSlope",
    "ModalityLUTSequence",
    "VOILUTSequence",
)
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
TURNED = "The picture was taken as inverted (bright background) and turned round."
TURNED_BACK = "By its header the picture would be inverted, with a bright background, so it was left as it is."
LOOKS_INVERTED = "The background is brighter than the breast: if the picture is inverted, read it with invert=True."


@dataclass(frozen=True)
class Stated:
    """What the header says: whether dense is dark, and whether it says so without contradiction."""

    inverted: bool
    sure: bool


def stated_polarity(dataset: Dataset) -> Stated:
    """Return the polarity by photometric interpretation, Modality LUT or slope, VOI LUT and Presentation LUT Shape.

    MONOCHROME1 with INVERSE is one inversion, not two (PS3.3 C.8.11.3.1.2); one without the other is not sure, nor is a
    falling VOI LUT beside a window, which rises.
    """
    photometric, shape = (
        text(dataset, "PhotometricInterpretation").upper(),
        text(dataset, "PresentationLUTShape").upper(),
    )
    inverse = photometric == "MONOCHROME1" or shape == "INVERSE"
    # programs that make a secondary capture write MONOCHROME2 whatever the picture
    converted = text(dataset, "SOPClassUID").startswith(SECONDARY_CAPTURE)
    sure = (
        not converted
        and photometric in ("MONOCHROME1", "MONOCHROME2")
        and shape in ("", "INVERSE" if photometric == "MONOCHROME1" else "IDENTITY")
    )
    modality, voi = table_in(dataset, "ModalityLUTSequence"), table_in(dataset, "VOILUTSequence")
    falls = modality.falls if modality is not None else (number(dataset, "RescaleSlope") or 1.0) < 0
    if voi is not None and voi.falls:
        if number(dataset, "WindowWidth") is None:
            falls = not falls
        else:
            sure = False
    return Stated(inverse != falls, sure)


def decided(stated: Stated, given: bool | None, stored: np.ndarray) -> tuple[bool, tuple[str, ...]]:
    """Return whether dense is dark, and a note: what the user says, else a header that is sure, else the border of the
    picture.

    Parameters
    ----------
    stored
        float32 (rows, columns), as stored, 0 for the lowest value of the range.
    """
    if given is not None:
        return given, ()
    shown = 1 - stored if stated.inverted else stored
    if not looks_inverted(shown):
        return stated.inverted, ()
    if stated.sure:
        return stated.inverted, (LOOKS_INVERTED,)
    return not stated.inverted, (TURNED_BACK if stated.inverted else TURNED,)
