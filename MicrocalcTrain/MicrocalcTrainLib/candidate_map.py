"""The candidates of an evaluation as points of a plane: near each other where their measures are alike (t-SNE)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from MicrocalcCADLib.analysis import MEASURES, Analysis
from MicrocalcCADLib.errors import InputError, MicrocalcError

FEATURES = tuple(name for name in MEASURES if name not in ("row", "column"))
LOGARITHMIC = ("area_mm2", "major_axis_mm", "minor_axis_mm", "contrast")
FEWEST = 10
ANALYSIS = ".analysis.npz"


def candidate_map(
    labelled: Path, evaluation: Path, rows: Sequence[Mapping[str, str]], most: int, method: str | None = None
) -> dict[bool, tuple[np.ndarray, np.ndarray]]:
    """Return x and y of true (key True) and false candidates, each (n,).

    Of each kind the `most` / 2 with the highest scores are mapped, by score, area, axes, eccentricity, intensity and
    contrast.

    Parameters
    ----------
    labelled, evaluation
        The set that was evaluated and the folder of the evaluation.
    rows
        Of ``images.csv``.
    method
        Whose candidates; by default those of the first row.

    Raises
    ------
    InputError
        If fewer than `FEWEST` candidates lie in images whose calcifications are outlined.
    """
    from .labelled_images import image_named
    from .metrics.tsne import tsne

    measures, real = [np.zeros((0, len(MEASURES)))], [np.zeros(0, bool)]
    for row in [row for row in rows if row["method"] == (method or rows[0]["method"])]:
        stored = evaluation / row["method"] / f"{row['image']}{ANALYSIS}"
        try:
            image = image_named(labelled, row["image"])
            if not stored.is_file() or image.labels is None:
                continue
            own, hit = _measured(Analysis.load(stored), image.truth())
        except MicrocalcError:  # an image that is told as failed in the list
            continue
        measures.append(own)
        real.append(hit)
    table, hits = np.concatenate(measures), np.concatenate(real)
    chosen = np.concatenate([_highest(table, hits == kind, most // 2) for kind in (True, False)])
    if len(chosen) < FEWEST:
        raise InputError(
            "Too few candidates lie in images whose calcifications are outlined: evaluate on more of them."
        )
    points = tsne(_features(table[chosen]))
    return {kind: tuple(points[hits[chosen] == kind].T) for kind in (True, False)}


def _measured(analysis: Analysis, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the measures of the candidates, and whether each has a pixel in a true calcification."""
    candidates = analysis.candidates
    return candidates.measures, candidates.objects.touching(truth)


def _highest(table: np.ndarray, of_kind: np.ndarray, most: int) -> np.ndarray:
    places = np.flatnonzero(of_kind)
    return places[np.argsort(-table[places, MEASURES.index("score")], kind="stable")[:most]]


def _features(table: np.ndarray) -> np.ndarray:
    columns = []
    for name in FEATURES:
        values = table[:, MEASURES.index(name)]
        values = np.log(np.maximum(values, 1e-6)) if name in LOGARITHMIC else values
        columns.append((values - values.mean()) / max(float(values.std()), 1e-9))
    return np.stack(columns, axis=1)
