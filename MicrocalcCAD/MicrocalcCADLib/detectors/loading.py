"""What every detector does before its first image: weights, parameters, versions."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from .. import __version__
from ..errors import ModelError

if TYPE_CHECKING:
    import torch
    from torch import nn

T = TypeVar("T")


def load_part(network: nn.Module, state: Mapping[str, torch.Tensor], prefix: str, name: str) -> None:
    """Load the entries of `state` under `prefix` into a network; raises `ModelError` where they do not fit."""
    part = {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
    try:
        network.load_state_dict(part)
    except RuntimeError as error:
        raise ModelError(f"The weights of model {name} do not fit its network ({prefix.rstrip('.')}): get the model again.") from error


def with_values(parameters: T, values: Mapping[str, Any], name: str) -> T:
    """Return a (nested) parameter dataclass with the values that a bundle states; unknown names are a `ModelError`."""
    known = {f.name for f in fields(parameters)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ModelError(f"Model {name} states the unknown parameter {unknown[0]!r}: update Microcalc or choose another model.")
    changed = {}
    for key, value in values.items():
        current = getattr(parameters, key)
        if is_dataclass(current):
            changed[key] = with_values(current, value, name)
        else:
            changed[key] = tuple(value) if isinstance(value, list) else value
    return replace(parameters, **changed)


def versions() -> dict[str, str]:
    """Return the versions that decide the result; of ONNX Runtime and PyTorch those that are loaded."""
    import numpy
    import scipy

    engines = {name: module.__version__ for name in ("onnxruntime", "torch") if (module := sys.modules.get(name)) is not None}
    return {"microcalc": __version__, "python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__, **engines}
