"""Raw images (for processing): which they are, and from exposure to attenuation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from .elements import number, text
from .polarity import looks_inverted

if TYPE_CHECKING:
    from pydicom import Dataset

# SOP class: name, of images for processing
RAW_CLASSES = {
    "1.2.840.10008.5.1.4.1.1.1.2.1": "Digital Mammography X-Ray Image Storage - For Processing",
    "1.2.840.10008.5.1.4.1.1.1.1.1": "Digital X-Ray Image Storage - For Processing",
    "1.2.840.10008.5.1.4.1.1.13.1.5": "Breast Projection X-Ray Image Storage - For Processing",
}
_DARKEST = np.float32(1e-4)
RAW_ELEMENTS = ("PresentationIntentType", "SOPClassUID", "PixelIntensityRelationship", "PixelIntensityRelationshipSign")
NOTE = (
    "This is a raw image (for processing): it was brought to attenuation by a logarithm, scores were calibrated on"
    " images for presentation."
)
CONTRADICTION = "The header calls the image both for processing (SOP class) and for presentation: it was taken as raw."


def is_raw(dataset: Dataset) -> bool:
    """Return whether intent or SOP class say so or, where neither is stated, whether values are in proportion to
    exposure.
    """
    intent = text(dataset, "PresentationIntentType").upper()
    if intent == "FOR PROCESSING" or text(dataset, "SOPClassUID") in RAW_CLASSES:
        return True
    linear = (
        text(dataset, "PixelIntensityRelationship").upper() == "LIN"
        and number(dataset, "PixelIntensityRelationshipSign") == 1
    )
    return linear and not intent and "2" not in text(dataset, "PhotometricInterpretation")


def raw_notes(dataset: Dataset) -> tuple[str, ...]:
    """Return what the reader of a raw image's findings should know."""
    contradicts = text(dataset, "PresentationIntentType").upper() == "FOR PRESENTATION"
    return (NOTE, CONTRADICTION) if contradicts else (NOTE,)


def more_exposure_is_higher(dataset: Dataset, stored: np.ndarray, inverted: bool) -> bool:
    """Return whether high stored values mean much exposure: by the sign, else by the border, which is air, else by the
    polarity.

    Parameters
    ----------
    stored
        float32 (rows, columns) in [0, 1], as stored.
    inverted
        What `header_polarity.stated_polarity` says.
    """
    sign = number(dataset, "PixelIntensityRelationshipSign")
    if sign:
        return sign > 0
    if looks_inverted(np.log(stored + _DARKEST)):
        return True
    return inverted and not looks_inverted(np.log(1 + _DARKEST - stored))


def attenuation(dataset: Dataset, exposure: np.ndarray, span: float) -> np.ndarray:
    """Return log(full scale / exposure) / log(full scale): 0 where the beam met nothing, 1 where nothing came through.

    Parameters
    ----------
    exposure
        float32 (rows, columns) in [0, 1]; overwritten.
    span
        Number of steps between no and full exposure.
    """
    if text(dataset, "PixelIntensityRelationship").upper() == "LOG":
        return np.subtract(np.float32(1), exposure, out=exposure)
    np.maximum(exposure, np.float32(1.0 / span), out=exposure)
    np.log(exposure, out=exposure)
    exposure *= np.float32(-1.0 / math.log(span))
    return np.clip(exposure, 0.0, 1.0, out=exposure)
