"""The 31 features of a group of calcifications that Marasinou 2023 classifies as benign or malignant."""

from __future__ import annotations

import numpy as np
from scipy.spatial import ConvexHull

from .measure import ellipses
from .objects import Objects

REGIONAL = (
    "foreground_area_mm2",
    "convex_hull_area_mm2",
    "major_axis_mm",
    "minor_axis_mm",
    "orientation_rad",
    "eccentricity",
    "solidity",
    "inertia_1_mm2",
    "inertia_2_mm2",
    *(f"hu_{i}" for i in range(1, 8)),
    "count",
)
INDIVIDUAL = ("area_mm2", "major_axis_mm", "minor_axis_mm", "maximum", "minimum", "mean", "eccentricity")
FEATURES = REGIONAL + tuple(f"{statistic}_of_{name}" for name in INDIVIDUAL for statistic in ("mean", "sd"))


def group_features(objects: Objects, image: np.ndarray, spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return the features of one group of calcifications, float64 (31,), in the order of `FEATURES`.

    Regional features take all calcifications as one region: areas, axes of the ellipse with its second moments,
    orientation of the major axis to the horizontal (in (-pi/2, pi/2], counter-clockwise positive), eccentricity,
    solidity (area over convex hull area), principal moments of inertia per area, Hu's moments, number. Individual ones
    are mean and standard deviation (of the population) over the calcifications. Intensities are in units of the full
    scale.

    Parameters
    ----------
    objects
        The n calcifications.
    image
        (rows, columns) in units of the full scale.
    spacing_mm
        (row, column) distance between pixel centres.

    Returns
    -------
    np.ndarray
        All NaN where there is no calcification, to be imputed as in the paper.

    References
    ----------
    Marasinou et al. 2023, "Case study: Identifying breast cancers among amorphous calcifications", here in mm instead
    of pixels. Hu 1962, doi:10.1109/TIT.1962.1057692.
    """
    pixels = objects.pixels
    if len(pixels) == 0:
        return np.full(len(FEATURES), np.nan)
    rows, columns = np.divmod(pixels, image.shape[1])
    regional = _regional(rows, columns, spacing_mm)
    individual = _individual(rows, columns, objects, image.ravel()[pixels].astype(float), spacing_mm)
    values = {**regional, "count": float(len(objects))}
    statistics = {
        f"{name}_of_{key}": function(individual[key])
        for key in INDIVIDUAL
        for name, function in (("mean", np.mean), ("sd", np.std))
    }
    return np.array([(values | statistics)[name] for name in FEATURES], float)


def hu_moments(rows: np.ndarray, columns: np.ndarray, spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return the seven moments of Hu 1962 of a set of pixels (row = y, column = x), float64 (7,)."""
    y, x = (rows - rows.mean()) * spacing_mm[0], (columns - columns.mean()) * spacing_mm[1]
    pixel = spacing_mm[0] * spacing_mm[1]
    area = len(rows) * pixel

    def eta(p: int, q: int) -> float:
        return float((x**p * y**q).sum() * pixel / area ** (1 + (p + q) / 2))

    n20, n02, n11, n30, n12, n21, n03 = eta(2, 0), eta(0, 2), eta(1, 1), eta(3, 0), eta(1, 2), eta(2, 1), eta(0, 3)
    a, b, c, d = n30 + n12, n21 + n03, n30 - 3 * n12, 3 * n21 - n03
    return np.array(
        [
            n20 + n02,
            (n20 - n02) ** 2 + 4 * n11**2,
            c**2 + d**2,
            a**2 + b**2,
            c * a * (a**2 - 3 * b**2) + d * b * (3 * a**2 - b**2),
            (n20 - n02) * (a**2 - b**2) + 4 * n11 * a * b,
            d * a * (a**2 - 3 * b**2) - c * b * (3 * a**2 - b**2),
        ]
    )


def _regional(rows: np.ndarray, columns: np.ndarray, spacing_mm: tuple[float, float]) -> dict[str, float]:
    area = len(rows) * spacing_mm[0] * spacing_mm[1]
    hull = _hull_area(rows, columns, spacing_mm)
    ellipse = {
        k: float(v[0])
        for k, v in ellipses(rows, columns, np.zeros(len(rows), int), np.array([len(rows)]), spacing_mm).items()
    }
    hu = hu_moments(rows, columns, spacing_mm)
    return {
        "foreground_area_mm2": area,
        "convex_hull_area_mm2": hull,
        "major_axis_mm": ellipse["major_axis_mm"],
        "minor_axis_mm": ellipse["minor_axis_mm"],
        "orientation_rad": _orientation(rows, columns, spacing_mm),
        "eccentricity": ellipse["eccentricity"],
        "solidity": area / hull,
        "inertia_1_mm2": (ellipse["major_axis_mm"] / 4) ** 2,
        "inertia_2_mm2": (ellipse["minor_axis_mm"] / 4) ** 2,
        **{f"hu_{i}": float(value) for i, value in enumerate(hu, start=1)},
    }


def _individual(
    rows: np.ndarray, columns: np.ndarray, objects: Objects, values: np.ndarray, spacing_mm: tuple[float, float]
) -> dict[str, np.ndarray]:
    size = objects.sizes
    shapes = ellipses(rows, columns, objects.owners, size, spacing_mm)
    return {
        "area_mm2": size * (spacing_mm[0] * spacing_mm[1]),
        "major_axis_mm": shapes["major_axis_mm"],
        "minor_axis_mm": shapes["minor_axis_mm"],
        "maximum": objects.reduced(np.maximum, values),
        "minimum": objects.reduced(np.minimum, values),
        "mean": objects.reduced(np.add, values) / size,
        "eccentricity": shapes["eccentricity"],
    }


def _orientation(rows: np.ndarray, columns: np.ndarray, spacing_mm: tuple[float, float]) -> float:
    up, right = (rows.mean() - rows) * spacing_mm[0], (columns - columns.mean()) * spacing_mm[1]
    across, down = np.mean(right**2) + spacing_mm[1] ** 2 / 12, np.mean(up**2) + spacing_mm[0] ** 2 / 12
    angle = 0.5 * float(np.arctan2(2 * np.mean(up * right), across - down))
    return angle if angle > -np.pi / 2 + 1e-12 else np.pi / 2


def _hull_area(rows: np.ndarray, columns: np.ndarray, spacing_mm: tuple[float, float]) -> float:
    """Return the area of the convex hull of the pixels' corners, in mm^2."""
    corners = np.concatenate([np.column_stack([rows + r, columns + c]) for r in (0, 1) for c in (0, 1)])
    return float(ConvexHull(np.unique(corners, axis=0) * spacing_mm).volume)
