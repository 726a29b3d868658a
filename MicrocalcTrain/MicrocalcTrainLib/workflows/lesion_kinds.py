"""What the kind network says of a lesion that was drawn into its picture."""

from __future__ import annotations

import numpy as np
from MicrocalcCADLib.kinds.naming import NamingParameters, averaged
from MicrocalcCADLib.networks.kind_unet import DOWNSAMPLING
from MicrocalcCADLib.objects import Objects

from ..simulation.kinds.lesions import InsertedLesion


def kinds_of_lesion(answer: np.ndarray, lesion: InsertedLesion, margin_px: int) -> tuple[np.ndarray, float]:
    """Return the probability of each kind, (13,), averaged over a lesion's true pixels as `Namer` averages, and the share of them in the picture.

    Parameters
    ----------
    answer
        float32 (15, rows, columns): the network's probabilities for the picture without its margin of `margin_px`.
    """
    rows, columns = (lesion.rows - margin_px) // DOWNSAMPLING, (lesion.columns - margin_px) // DOWNSAMPLING
    inside = (rows >= 0) & (columns >= 0) & (rows < answer.shape[1]) & (columns < answer.shape[2])
    if not inside.any():
        return np.zeros(answer.shape[0] - 2, np.float32), 0.0
    kinds, _ = averaged(answer[:, rows[inside], columns[inside]], Objects.of([np.flatnonzero(inside)]), NamingParameters().doubt)
    return kinds[0], float(inside.mean())
