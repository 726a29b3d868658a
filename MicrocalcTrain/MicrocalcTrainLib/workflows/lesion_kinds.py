"""What the kind network says of a lesion that was drawn into its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.kinds.close_ups import kinds_close_up
from MicrocalcCADLib.kinds.kind_map import network_input
from MicrocalcCADLib.kinds.naming import NamingParameters, averaged, blended
from MicrocalcCADLib.networks.engine import Network
from MicrocalcCADLib.networks.kind_unet import DOWNSAMPLING
from MicrocalcCADLib.objects import Objects

from ..simulation.kinds.lesions import InsertedLesion

# of a lesion so many calcifications are looked at
MOST_CLOSE_UPS = 12


@dataclass(frozen=True, eq=False)
class Model:
    """What names: the network of the map, and the close-up network with its weight, see `NamingParameters.close_up`;
    None for a model without.
    """

    network: Network
    close_up: Network | None = None
    share: float = 0.0


def kinds_of_lesions(
    model: Model, image: np.ndarray, spacing_mm: float, lesions: Sequence[InsertedLesion], margin_px: int
) -> list[tuple[np.ndarray, float]]:
    """Return for each lesion the probability of each kind, (13,), as `Namer` gives it to outlines, and the share of it
    in the picture.

    The map is averaged over its true pixels, close-ups over its calcifications.

    Parameters
    ----------
    image
        float32 (rows, columns), the picture with its margin of `margin_px`, which the map does not see.
    """
    inner = slice(margin_px, -margin_px)
    view = network_input(image, spacing_mm)
    answer = np.array(model.network(np.ascontiguousarray(view[None, :, inner, inner]))[0], np.float32)
    answer = np.exp(answer - answer.max(axis=0))
    answer /= answer.sum(axis=0)
    return [_kinds_of_lesion(model, answer, view, lesion, margin_px) for lesion in lesions]


def _kinds_of_lesion(
    model: Model, answer: np.ndarray, view: np.ndarray, lesion: InsertedLesion, margin_px: int
) -> tuple[np.ndarray, float]:
    rows, columns = (lesion.rows - margin_px) // DOWNSAMPLING, (lesion.columns - margin_px) // DOWNSAMPLING
    inside = (rows >= 0) & (columns >= 0) & (rows < answer.shape[1]) & (columns < answer.shape[2])
    if not inside.any():
        return np.zeros(answer.shape[0] - 2, np.float32), 0.0
    kinds, _ = averaged(
        answer[:, rows[inside], columns[inside]], Objects.of([np.flatnonzero(inside)]), NamingParameters().doubt
    )
    if model.close_up is not None and lesion.objects:
        centres = np.array([(rows.mean(), columns.mean()) for rows, columns in lesion.objects[:MOST_CLOSE_UPS]])
        said = kinds_close_up(model.close_up, view, np.round(centres).astype(int))
        kinds = blended(kinds, said.mean(axis=0, keepdims=True), model.share)
    return kinds[0], float(inside.mean())
