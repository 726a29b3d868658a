"""Sizes and sensitivity of the blobs that a reader picks or paints."""

from __future__ import annotations

import math

from MicrocalcCADLib.blobs import HessianDogParameters
from slicer.i18n import tr as _

from .options import NumberOption, NumberOptions

# A Gaussian spot of diameter d answers best at the scale d / (2 sqrt 2).
DIAMETER_PER_SIGMA = 2 * math.sqrt(2)
THRESHOLD_STEPS = 4.0
DEFAULTS = HessianDogParameters()
SMALLEST, LARGEST, SENSITIVITY = "SmallestDiameterMm", "LargestDiameterMm", "Sensitivity"


def blobOptions() -> tuple[NumberOption, ...]:
    """Return the sliders, with the paper's scales as defaults."""
    return (
        NumberOption(
            SMALLEST,
            _("Smallest diameter (mm):"),
            0.1,
            0.5,
            round(DEFAULTS.sigma_min_mm * DIAMETER_PER_SIGMA, 2),
            _("Diameter, in the detector plane, of the smallest calcifications that are looked for."),
            0.01,
        ),
        NumberOption(
            LARGEST,
            _("Largest diameter (mm):"),
            0.2,
            1.5,
            round(DEFAULTS.sigma_max_mm * DIAMETER_PER_SIGMA, 2),
            _("Diameter of the largest calcifications that are looked for."),
            0.05,
        ),
        NumberOption(
            SENSITIVITY,
            _("Sensitivity:"),
            0.0,
            1.0,
            0.75,
            _("Higher finds fainter calcifications; 0.5 is the detector's threshold."),
        ),
    )


def blobParameters(options: NumberOptions) -> HessianDogParameters:
    """Return what the sliders say; a range given the wrong way round counts as one size."""
    smallest = options.value(SMALLEST) / DIAMETER_PER_SIGMA
    largest = max(options.value(LARGEST) / DIAMETER_PER_SIGMA, smallest)
    threshold = DEFAULTS.threshold * THRESHOLD_STEPS ** (1 - 2 * options.value(SENSITIVITY))
    return HessianDogParameters(smallest, largest, threshold=threshold)
