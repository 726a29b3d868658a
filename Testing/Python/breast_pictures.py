"""Synthetic mammograms: a textured half disc of breast at the left border, on a dark smooth background."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

SPACING_MM = 0.2


def breast_truth(
    shape: tuple[int, int] = (500, 400), centre: float = 0.5, radii: tuple[float, float] = (0.35, 0.6)
) -> np.ndarray:
    """Return where the breast is: half an ellipse, centre and radii as fractions of the image's sides."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return ((rows + 0.5) / shape[0] - centre) ** 2 / radii[0] ** 2 + ((columns + 0.5) / shape[1]) ** 2 / radii[
        1
    ] ** 2 < 1


def breast_picture(shape: tuple[int, int] = (500, 400), seed: int = 0) -> np.ndarray:
    """Return float32 grey values in [0, 1]: background 0.02, fat about 0.3, dense tissue about 0.6."""
    generator = np.random.default_rng(seed)
    truth = breast_truth(shape)
    texture = ndimage.gaussian_filter(generator.standard_normal(shape), 4)
    depth = np.minimum(ndimage.distance_transform_edt(np.pad(truth, ((0, 0), (1, 0)), mode="edge"))[:, 1:] / 40, 1)
    tissue = 0.15 + 0.2 * depth + 0.3 * depth * (texture > 0) + 0.2 * texture + 0.01 * generator.standard_normal(shape)
    noise = 0.02 + 0.002 * generator.standard_normal(shape)
    return np.clip(np.where(truth, tissue, noise), 0, 1).astype(np.float32)


def stored(picture: np.ndarray, bits: int = 12) -> np.ndarray:
    """Return a picture as stored integers of so many bits."""
    return np.round(picture * (2**bits - 1)).astype(np.uint8 if bits <= 8 else np.uint16)
