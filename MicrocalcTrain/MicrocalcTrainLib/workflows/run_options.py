"""When the learning rate of a training falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..recipes.options import STEP

HALVE_AFTER = 2
LEAST_GAIN = 1e-4


def scheduled_rate(
    schedule: str, first: float, epoch: int, epochs: int, curves: Sequence[Mapping[str, float]]
) -> float:
    """Return the learning rate of an epoch, counted from 1, under one of `SCHEDULES`."""
    if schedule == STEP:
        return first * 0.1 ** min(2, 3 * (epoch - 1) // epochs)
    return plateau_rate(first, [row["validation_loss"] for row in curves], HALVE_AFTER)


def plateau_rate(first: float, losses: Sequence[float], halve_after: int) -> float:
    """Return the rate after epochs with these validation losses: halved whenever `halve_after` in a row
    were no gain.
    """
    rate, best, without = first, float("inf"), 0
    for loss in losses:
        best, without = (loss, 0) if loss < best * (1 - LEAST_GAIN) else (best, without + 1)
        if without >= halve_after:
            rate, without = rate / 2, 0
    return rate
