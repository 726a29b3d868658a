"""What every detector does before its first image: device, weights, parameters, versions."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from .. import __version__
from ..errors import InputError, ModelError

if TYPE_CHECKING:
    import torch
    from torch import nn

T = TypeVar("T")


def choose_device(device: str) -> str:
    """Return ``cpu`` or ``cuda`` for ``auto``, ``cpu`` or ``cuda``; raises `InputError` where it cannot be had."""
    import torch

    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if device not in ("cpu", "cuda"):
        raise InputError(f"{device!r} is no device: use auto, cpu or cuda.")
    if device == "cuda" and not torch.cuda.is_available():
        raise InputError("No CUDA GPU can be used here: choose the device cpu or auto, or install a CUDA build of PyTorch.")
    return device


def placed(network: nn.Module, device: str) -> tuple[str, nn.Module]:
    """Return the device chosen by `choose_device` and the network there, ready to answer."""
    import torch

    chosen = choose_device(device)
    return chosen, network.to(chosen, memory_format=torch.channels_last).eval()


def load_part(network: nn.Module, state: Mapping[str, torch.Tensor], prefix: str, name: str) -> None:
    """Load the entries of `state` under `prefix` into a network; raises `ModelError` where they do not fit."""
    part = {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
    try:
        network.load_state_dict(part)
    except RuntimeError as error:
        raise ModelError(f"The weights of model {name} do not fit its network ({prefix.rstrip('.')}): get the model again.") from error


def for_inference(network: nn.Module, device: str) -> nn.Module:
    """Return a copy on `device` with its batch normalisations folded into the convolutions: the same answer, a fifth faster on a CPU."""
    import torch
    from torch.fx.experimental.optimization import fuse

    return fuse(network.eval()).to(device, memory_format=torch.channels_last)


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
    """Return the versions that decide the result."""
    import numpy
    import scipy
    import torch

    return {
        "microcalc": __version__,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "torch": torch.__version__,
    }
