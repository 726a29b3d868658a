"""A synthetic mammogram for benchmarks: a breast on dark ground, glandular texture, fine grain and specks."""

from __future__ import annotations

import numpy as np
from scipy import ndimage


def synthetic_mammogram(shape: tuple[int, int], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return pixels, float32 in [0, 1], and the breast mask, both of `shape`; about 1 speck in 300 pixels."""
    random = np.random.default_rng(seed)
    rows, columns = shape
    r, c = np.ogrid[:rows, :columns]
    breast = ((r - rows / 2) / (0.47 * rows)) ** 2 + (c / (0.85 * columns)) ** 2 < 1
    coarse = ndimage.zoom(random.normal(size=(rows // 64 + 1, columns // 64 + 1)), 64, order=1)[:rows, :columns]
    grain = ndimage.gaussian_filter(random.normal(size=shape).astype(np.float32), 1.0)
    pixels = np.where(breast, 0.4 + 0.05 * coarse + 0.008 * grain / grain.std(), 0.02).astype(np.float32)
    specks = random.integers(0, [rows, columns], (rows * columns // 300, 2))
    spots = np.zeros(shape, np.float32)
    np.add.at(spots, tuple(specks.T), random.uniform(0.1, 1.0, len(specks)).astype(np.float32))
    pixels += np.where(breast, ndimage.gaussian_filter(spots, 1.2), 0)
    return np.clip(pixels, 0, 1, out=pixels), breast
