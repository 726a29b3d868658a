"""Small synthetic mammograms with drawn calcifications, and the analysis that a perfect detector would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from MicrocalcCADLib.analysis import Analysis, Candidates
from MicrocalcCADLib.detectors.result import image_facts
from MicrocalcCADLib.findings import ModelIdentity
from MicrocalcCADLib.mammogram import Mammogram, Source
from MicrocalcCADLib.notices import of_model
from MicrocalcCADLib.objects import Objects
from scipy.ndimage import gaussian_filter

MODEL = ModelIdentity("test-model", "1.2.3", "ab" * 32)
POINTS = {"sensitive": 0.2, "balanced": 0.5, "specific": 0.8}


def make_mammogram(
    rows: int = 600, columns: int = 480, spacing_mm: float = 0.1, seed: int = 1, path: str = "breast.png"
) -> Mammogram:
    """Return a half-elliptic breast with texture on a black ground, without calcifications."""
    generator = np.random.default_rng(seed)
    row, column = np.mgrid[0:rows, 0:columns]
    inside = ((row - rows / 2) / (rows * 0.42)) ** 2 + (column / (columns * 0.75)) ** 2 < 1
    texture = sum(gaussian_filter(generator.standard_normal((rows, columns)), s) * s for s in (2, 8, 24))
    pixels = np.where(inside, 0.4 + 0.07 * texture, 0.02)
    return Mammogram(
        np.clip(pixels, 0, 1).astype(np.float32),
        (spacing_mm, spacing_mm),
        "given",
        laterality="L",
        view="CC",
        source=Source(path, None, "cd" * 32),
        facts={"modality": "MG"},
    )


def make_spots(
    centres: list[tuple[float, float]], count: int, spread_px: float, seed: int = 1
) -> list[tuple[int, int]]:
    """Return `count` places scattered around each centre."""
    generator = np.random.default_rng(seed)
    return [
        tuple(np.round(np.array(c) + generator.uniform(-spread_px, spread_px, 2)).astype(int).tolist())
        for c in centres
        for _ in range(count)
    ]


def make_analysis(mammogram: Mammogram, spots: list[tuple[int, int]], scores: list[float] | None = None) -> Analysis:
    """Return an analysis whose candidates are 3 x 3 squares at the spots."""
    columns = mammogram.shape[1]
    square = np.array([[r, c] for r in (-1, 0, 1) for c in (-1, 0, 1)])
    pixels = [((np.array(spot) + square) @ [columns, 1]) for spot in spots]
    size = mammogram.mean_spacing_mm * 3
    scores = scores or [0.9] * len(spots)
    measures = np.array(
        [(r, c, s, size**2, size, size, 0.0, 0.8, 0.2) for (r, c), s in zip(spots, scores, strict=True)]
    ).reshape(-1, 9)
    mask = mammogram.pixels > 0.1
    return Analysis(
        source=mammogram.source,
        image=replace(image_facts(mammogram, mask), breast_area_cm2=42.0),
        method="hdogreg",
        model=MODEL,
        operating_points=POINTS,
        candidates=Candidates(measures, Objects.of(pixels)),
        breast_mask=mask,
        timings_s={"blobs": 0.25},
        versions={"microcalc": "0.1.0"},
        notices=of_model("Trained on simulated calcifications."),
    )
