"""What is drawn beside lesions and is no calcification: label 14 where the picture shows that it is none, 0 where it is
tissue.
"""

from __future__ import annotations

import numpy as np
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION
from scipy.ndimage import binary_dilation, gaussian_filter

from .. import distractors

SHOWN = 2.5


def markers(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add a skin marker: a ball of lead, or a thin even ring of 6 to 16 mm around a nipple or scar."""
    r, c = int(rng.integers(image.shape[0])), int(rng.integers(image.shape[1]))
    y, x = np.ogrid[: image.shape[0], : image.shape[1]]
    distance = np.hypot(y - r, x - c) * spacing_mm
    if rng.random() < 0.6:
        _ball(image, distance, spacing_mm, float(image[r, c]), rng)
    else:
        times = rng.uniform(15, 80) * noise[r, c]
        radius, width = rng.uniform(3, 8), rng.uniform(0.15, 0.6)
        shape = np.exp(-0.5 * ((distance - radius) / width) ** 2 * 4)
        image += gaussian_filter((times * shape).astype(np.float32), 0.06 / spacing_mm)


def _ball(image: np.ndarray, distance: np.ndarray, spacing_mm: float, there: float, rng: np.random.Generator) -> None:
    """Cover a disc: lead lets nothing through, so that it is as bright all over, where a round calcification fades
    towards its edge.
    """
    brightest = float(image.max()) * rng.uniform(0.85, 1.1)
    radius, level = rng.uniform(0.6, 1.3), min(1.0, max(there + rng.uniform(0.25, 0.9), brightest))
    disc = (distance <= radius).astype(np.float32)
    if rng.random() < 0.3:  # sharpened by the unit's processing: a dark seam
        image -= (
            np.float32(rng.uniform(0.1, 0.6) * (level - there))
            * gaussian_filter(disc, rng.uniform(0.15, 0.4) / spacing_mm)
            * (1 - disc)
        )
    covered = gaussian_filter(disc, rng.uniform(0.03, 0.1) / spacing_mm)
    image += (np.float32(level) - image) * covered


def smeared_dust(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add film dust: specks and hairs sharper than any optics, with a smear along the scan."""
    across = rng.random() < 0.5
    for _ in range(rng.integers(1, 8)):
        r, c = int(rng.integers(2, image.shape[0] - 12)), int(rng.integers(2, image.shape[1] - 12))
        height, width = rng.integers(1, 4, 2)
        times = rng.uniform(6, 40) * noise[r, c]
        speck = (rng.random((height, width)) < 0.8) * rng.uniform(0.6, 1.0, (height, width))
        image[r : r + height, c : c + width] += (times * speck).astype(np.float32)
        if rng.random() < 0.4:
            tail = (times * 0.3 * np.exp(-np.arange(1, 9) / rng.uniform(1, 4))).astype(np.float32)
            if across:
                image[r, c + width : c + width + 8] += tail[: image.shape[1] - c - width]
            else:
                image[r + height : r + height + 8, c] += tail[: image.shape[0] - r - height]


def hairs(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add a thin sharp curve: a hair, fibre or wire, of even width over its whole length."""
    width, length, bend = rng.uniform(0.03, 0.3), rng.uniform(3, 40), rng.uniform(0, 0.06)
    distractors.add_line(
        image, spacing_mm, noise, rng, width_mm=width, length_mm=length, bend=bend, contrast=rng.uniform(4, 40)
    )


NONE_OF_THE_BREAST: dict[distractors.Adder, float] = {
    distractors.dust: 0.15,
    smeared_dust: 0.3,
    distractors.scratches: 0.15,
    hairs: 0.1,
    distractors.film_marks: 0.06,
    distractors.clips: 0.06,
    markers: 0.12,
}
TISSUE: dict[distractors.Adder, float] = {
    distractors.vessels: 0.4,
    distractors.masses: 0.25,
    distractors.noise_clumps: 0.2,
}


def add_artefacts(
    image: np.ndarray, label: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator
) -> None:
    """Add each kind with its own probability, in place; `label` gets `NO_CALCIFICATION` where something that is no
    tissue shows.
    """
    distractors.add_distractors(image, spacing_mm, noise, rng, TISSUE)
    for add, probability in NONE_OF_THE_BREAST.items():
        if rng.random() < probability:
            before = image.copy()
            add(image, spacing_mm, noise, rng)
            label[binary_dilation(np.abs(image - before) > SHOWN * noise)] = NO_CALCIFICATION
