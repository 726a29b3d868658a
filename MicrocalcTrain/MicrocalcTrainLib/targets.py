"""What the networks are trained to answer."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt

XI_MM = 0.7


def proximity_map(annotated: np.ndarray, spacing_mm: float, xi_mm: float = XI_MM, alpha: float = 1.0) -> np.ndarray:
    """Return the proximity function of Marasinou 2023, the regression target from points and contours alike.

    P(x, y) = max_i g(r_i), g(r) = (exp(alpha (1 - r / xi)) - 1) / (exp(alpha) - 1) for r <= xi, else 0;
    r is the distance to annotated pixel i. g falls with r, so the nearest annotated pixel decides.

    Parameters
    ----------
    annotated
        bool array (rows, columns): contours filled, points as single pixels.
    xi_mm
        Reach in mm (10 px at 0.07 mm in the paper).
    alpha
        Curvature; 0 is the limit 1 - r / xi.

    Returns
    -------
    float32 array (rows, columns) in [0, 1].
    """
    return proximity_at(distance_mm(annotated, spacing_mm), xi_mm, alpha)


def distance_mm(annotated: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return the distance of each pixel from the nearest annotated one, float64 (rows, columns); infinite where nothing
    is annotated.
    """
    if not annotated.any():
        return np.full(annotated.shape, np.inf)
    return np.asarray(distance_transform_edt(~annotated) * spacing_mm)


def proximity_at(distance: np.ndarray, xi_mm: float = XI_MM, alpha: float = 1.0) -> np.ndarray:
    """Return g of `proximity_map` at distances in mm from the nearest annotated pixel, float32 of the same shape."""
    closeness = 1.0 - np.minimum(distance / xi_mm, 1.0)
    if abs(alpha) < 1e-9:
        return closeness.astype(np.float32)
    return (np.expm1(alpha * closeness) / np.expm1(alpha)).astype(np.float32)
