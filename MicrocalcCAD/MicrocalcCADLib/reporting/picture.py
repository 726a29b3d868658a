"""The pictures of a report: the mammogram in its display window, and close-ups of clusters with outlined objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import Analysis
from ..findings import Calcification, Cluster, Findings
from ..mammogram import Mammogram

if TYPE_CHECKING:
    from PIL.Image import Image

INSET_SMALLEST_MM = 12.0
INSET_MARGIN_MM = 2.5
INSET_PIXELS = 480
STAND_OFF = 4
GROUP_TEXTS = {"cluster": "cluster", "few": "few calcifications", "vascular": "possibly vascular"}


@dataclass(frozen=True, eq=False)
class Inset:
    """A close-up of one cluster.

    Parameters
    ----------
    top, left, rows, columns
        The part of the original image that is shown, in pixels, in millimetres a square; it may reach over the border
        (shown black).
    side_mm
        Length of its sides.
    picture
        Grey-scale square picture of it with its own contrast window.
    edges
        (n, 4) pixel edges (row, column, row, column) around the reported calcifications, as shares of the sides from 0
        to 1. They stand off by a few pixels of the picture, so that the object stays visible.
    """

    cluster: Cluster
    top: int
    left: int
    rows: int
    columns: int
    side_mm: float
    picture: Image
    edges: np.ndarray


def rank(found: Cluster | Calcification) -> tuple[str, float]:
    """Return what findings are ordered by and how much of it: suspicion, or the score where kinds are not named."""
    return ("suspicion", found.suspicion) if found.morphologies else ("score", found.score)


def rank_text(found: Cluster | Calcification) -> str:
    """Return `rank` in words."""
    name, value = rank(found)
    return f"{name} {value:.2f}"


def group_text(cluster: Cluster) -> str:
    """Return what a group is by its size alone: a cluster, few calcifications, or along a vessel."""
    return GROUP_TEXTS["vascular" if cluster.vascular else cluster.kind if cluster.kind in GROUP_TEXTS else "cluster"]


def window_of(pixels: np.ndarray, mask: np.ndarray | None = None) -> tuple[float, float]:
    """Return (low, high) that shows what lies in the mask: its 1st and 99.8th percentile, from a sample of pixels."""
    step = max(1, int(np.sqrt(pixels.size / 250_000)))
    sample = pixels[::step, ::step]
    inside = sample if mask is None else sample[mask[::step, ::step]]
    low, high = np.percentile(inside if inside.size else sample, (1.0, 99.8))
    return float(low), float(max(high, low + 1e-6))


def to_grey(pixels: np.ndarray, window: tuple[float, float]) -> np.ndarray:
    """Return the pixels as uint8, `window` spread over 0 to 255."""
    low, high = window
    scaled = np.subtract(pixels, low, dtype=np.float32)
    scaled *= 255.0 / max(high - low, 1e-6)
    return np.clip(scaled, 0.0, 255.0, out=scaled).astype(np.uint8)


def whole_picture(mammogram: Mammogram, analysis: Analysis, height: int) -> Image:
    """Return the mammogram in its display window (else that of the breast), at most `height` pixels tall."""
    from PIL import Image

    window = mammogram.display_window or window_of(mammogram.pixels, analysis.breast_mask)
    picture = Image.fromarray(to_grey(mammogram.pixels, window))
    # Pixels that are not square are shown square, at the finer of the two spacings.
    finest = min(mammogram.spacing_mm)
    rows, columns = (
        size * spacing / finest for size, spacing in zip(mammogram.shape, mammogram.spacing_mm, strict=True)
    )
    scale = min(1.0, height / rows)
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def insets(findings: Findings, analysis: Analysis, mammogram: Mammogram, limit: int) -> tuple[Inset, ...]:
    """Return close-ups of the reported clusters, most suspicious first, at most `limit`."""
    clusters = findings.reported_clusters[:limit]
    if not clusters:
        return ()
    labels = analysis.label_map([c.id for c in findings.reported_calcifications])
    return tuple(_inset(cluster, labels, mammogram) for cluster in clusters)


def _inset(cluster: Cluster, labels: np.ndarray, mammogram: Mammogram) -> Inset:
    from PIL import Image
    from scipy.ndimage import binary_dilation

    top, left, rows, columns = _square(cluster, mammogram)
    crop, shown = (_cut(image, top, left, rows, columns) for image in (mammogram.pixels, labels))
    grey = to_grey(crop, window_of(crop, crop > 0.0))
    picture = Image.fromarray(grey).resize((INSET_PIXELS, INSET_PIXELS), Image.Resampling.BICUBIC)
    distance = max(1, round(STAND_OFF * min(rows, columns) / INSET_PIXELS))
    edges = outline_edges(binary_dilation(shown > 0, iterations=distance)) / [rows, columns, rows, columns]
    return Inset(cluster, top, left, rows, columns, columns * mammogram.spacing_mm[1], picture, edges)


def _square(cluster: Cluster, mammogram: Mammogram) -> tuple[int, int, int, int]:
    """Return top, left, rows, columns of the square in millimetres around a cluster, moved inside the image as far as
    it fits.
    """
    first_row, first_column, last_row, last_column = cluster.bounding_box
    row_mm, column_mm = mammogram.spacing_mm
    extent = max((last_row - first_row) * row_mm, (last_column - first_column) * column_mm) + 2 * INSET_MARGIN_MM
    rows, columns = (int(np.ceil(max(extent, INSET_SMALLEST_MM) / spacing)) for spacing in (row_mm, column_mm))
    top, left = (
        min(max((first + last - side) // 2, 0), max(whole - side, 0))
        for first, last, side, whole in zip(
            (first_row, first_column), (last_row, last_column), (rows, columns), mammogram.shape, strict=True
        )
    )
    return int(top), int(left), rows, columns


def _cut(image: np.ndarray, top: int, left: int, rows: int, columns: int) -> np.ndarray:
    part = image[top : top + rows, left : left + columns]
    square = np.zeros((rows, columns), image.dtype)
    square[: part.shape[0], : part.shape[1]] = part
    return square


def outline_edges(labels: np.ndarray) -> np.ndarray:
    """Return the pixel edges between different labels, as (n, 4) row, column, row, column of pixel corners."""
    padded = np.pad(labels, 1)
    row, column = np.nonzero(padded[1:, 1:-1] != padded[:-1, 1:-1])
    level = np.stack([row, column, row, column + 1], axis=1)
    row, column = np.nonzero(padded[1:-1, 1:] != padded[1:-1, :-1])
    upright = np.stack([row, column, row + 1, column], axis=1)
    return np.concatenate([level, upright])


def corners(cluster: Cluster) -> tuple[tuple[float, float], ...]:
    """Return the outline of a cluster as (row, column) points; its bounding box where it has none."""
    if len(cluster.outline) > 2:
        return cluster.outline
    first_row, first_column, last_row, last_column = cluster.bounding_box
    return ((first_row, first_column), (first_row, last_column), (last_row, last_column), (last_row, first_column))


def nice_length_mm(available_mm: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 mm that takes at most a third of what is available."""
    return max((length for length in (1, 2, 5, 10, 20, 50) if length <= available_mm / 3), default=1)
