"""Small stand-ins for large images, for decisions that need no fine detail."""

from __future__ import annotations

import numpy as np


def block_means(pixels: np.ndarray, factors: tuple[int, int]) -> np.ndarray:
    """Return the mean of each block of (rows, columns) factors, shape (ceil(r / f), ceil(c / g)); blocks at the end may
    be smaller.
    """
    return _row_means(_row_means(pixels, factors[0]).T, factors[1]).T


def _row_means(pixels: np.ndarray, factor: int) -> np.ndarray:
    if factor == 1:
        return pixels
    whole = pixels.shape[0] // factor * factor
    means = pixels[:whole].reshape(-1, factor, pixels.shape[1]).mean(axis=1, dtype=np.float32)
    return means if whole == pixels.shape[0] else np.vstack([means, pixels[whole:].mean(axis=0, dtype=np.float32)])


def repeated(small: np.ndarray, factors: tuple[int, int], shape: tuple[int, int]) -> np.ndarray:
    """Return the image of this shape whose blocks have the values of `small`: the way back from `block_means`."""
    return np.repeat(np.repeat(small, factors[1], axis=1)[:, : shape[1]], factors[0], axis=0)[: shape[0]]


def otsu_threshold(values: np.ndarray, bins: int = 256) -> float:
    """Return the threshold that separates values into the two classes of largest variance between them (Otsu 1979)."""
    counts, edges = np.histogram(values, bins)
    centres = (edges[1:] + edges[:-1]) / 2
    below, moment = np.cumsum(counts)[:-1], np.cumsum(counts * centres)[:-1]
    above, total = counts.sum() - below, (counts * centres).sum()
    between = np.where(
        (below > 0) & (above > 0), (total * below - moment * counts.sum()) ** 2 / np.maximum(below * above, 1.0), 0.0
    )
    # all thresholds in an empty gap between the classes are equally good: take its middle
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float((edges[best[0] + 1] + edges[best[-1] + 1]) / 2)
