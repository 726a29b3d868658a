"""Which values a model may state for a parameter: of the right type, finite, and no larger than a machine can bear."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from ..errors import ModelError
from ..real_numbers import is_number, is_whole

_SHARE = (0.0, 1.0)
_GRID_MM = (0.02, 1.0)  # at the finest, a film of 24 x 30 cm has as many pixels as the largest image that is read
LONGEST_TEXT, MOST_VALUES = 200, 256
# name of a parameter: least and largest value
RANGES: dict[str, tuple[float, float]] = {
    "spacing_mm": _GRID_MM,
    "detail_spacing_mm": _GRID_MM,
    "coarsest_mm": _GRID_MM,
    "edge_mm": (0.0, 50.0),
    "mean_mm": (0.05, 50.0),
    "spread_mm": (0.05, 50.0),
    "sigma_min_mm": (0.01, 10.0),
    "sigma_max_mm": (0.01, 10.0),
    "ratio": (1.01, 10.0),
    "threshold": (0.0, 1000.0),
    "hessian_threshold": (0.0, 1000.0),
    "floor": (1e-6, 1.0),
    "clip": (-1000.0, 1000.0),
    "overlap": _SHARE,
    "region_threshold": _SHARE,
    "detail_region_threshold": _SHARE,
    "detail_threshold": _SHARE,
    "detector_threshold": _SHARE,
    "pixel_threshold": _SHARE,
    "outline_level": _SHARE,
    "large_probability": _SHARE,
    "vessel_score": _SHARE,
    "along_vessel": _SHARE,
    "doubt": _SHARE,
    "close_up": _SHARE,
    "close_up_score": _SHARE,
    "most_close_ups": (1, 10_000),
    "large_mm": (0.1, 50.0),
    "largest_hole_mm": (0.0, 50.0),
    "coarsest_fine_mm": _GRID_MM,
    "lowest_score": _SHARE,
    "means": (-100.0, 100.0),
    "scales": (1e-6, 1000.0),
    "weights": (-1000.0, 1000.0),
    "intercept": (-1000.0, 1000.0),
    "speck_mm": (0.0, 50.0),
    "company": (0, 1000),
    "company_mm": (0.01, 100.0),
    "company_score": _SHARE,
    "company_sure": (0.0, 1000.0),
    "least_breast": _SHARE,
    "step_share": (0.01, 1.0),
    "cuts": _SHARE,
    "certain_odds": (0.01, 1000.0),
    "farthest": (0.0, math.inf),
    "background_px": (1, 255),
    "size_px": (8, 2048),
    "stride_px": (32, 2048),
    "trim_px": (0, 1024),
    "most_candidates": (1, 100_000),
    "divisor": (1, 64),
    "patch_px": (8, 2048),
    "features": (1, 1024),
    "row_strides": (1, 2),
    "column_strides": (1, 2),
    "window_overlap": (0.0, 0.9),
    "object_threshold": _SHARE,
    "faint_threshold": _SHARE,
    "width": (1, 512),
    "channels": (1, 1024),
    "classes": (2, 16),
    "orientations": (1, 8),
    "per_cluster": (1, 10_000),
    "most": (1, 10_000),
}
_WORDS = {"float": "number", "int": "whole number", "str": "text"}


def checked_value(key: str, value: Any, kind: str, model: str) -> Any:
    """Return a value that a model states, a list as a tuple; raises `ModelError` for another type or one out of its
    range.

    Parameters
    ----------
    kind
        As the parameter is annotated: ``float``, ``int``, ``str``, or a tuple of them.
    """
    if not kind.startswith("tuple["):
        return _checked(key, value, kind, model)
    one, _, others = kind.removeprefix("tuple[").removesuffix("]").partition(", ")
    fixed = None if others == "..." else 1 + len(others.split(", "))
    if (
        not isinstance(value, list | tuple)
        or len(value) != (len(value) if fixed is None else fixed)
        or len(value) > MOST_VALUES
    ):
        raise _refused(key, value, f"list of {fixed or 'some'} values, each a {_WORDS[one]}", model)
    return tuple(_checked(key, part, one, model) for part in value)


def refuse_unless_object(values: Any, what: str, model: str, known: Iterable[str]) -> None:
    """Raise `ModelError` unless a model states values by names that are known."""
    if not isinstance(values, dict):
        raise ModelError(f"Model {model} states no values by name as {what}: get the model again, or choose another.")
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise ModelError(
            f"Model {model} states the unknown parameter {unknown[0][:40]!r}: update Microcalc or choose another model."
        )


def _checked(key: str, value: Any, kind: str, model: str) -> Any:
    if kind == "str":
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise _refused(key, value, "short text", model)
        return value
    low, high = RANGES[key]
    if not (is_whole(value) if kind == "int" else is_number(value)) or not low <= value <= high:
        raise _refused(key, value, f"{_WORDS[kind]} from {low:g} to {high:g}", model)
    return value


def _refused(key: str, value: Any, wanted: str, model: str) -> ModelError:
    return ModelError(
        f"Model {model} states {key} = {str(value)[:40]}, which is no {wanted}: get the model again, or choose another."
    )
