"""What every detector does before its first image: weights, parameters, versions."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from .. import __version__
from ..errors import InputError, ModelError
from ..networks.engine import check_torch, choose_device
from .stated_values import checked_value, refuse_unless_object

if TYPE_CHECKING:
    import torch
    from _typeshed import DataclassInstance
    from torch import nn

    from ..models import Bundle

T = TypeVar("T", bound="DataclassInstance")


def load_part(network: nn.Module, state: Mapping[str, torch.Tensor], prefix: str, name: str) -> None:
    """Load the entries of `state` under `prefix` into a network; raises `ModelError` where they do not fit."""
    part = {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
    try:
        network.load_state_dict(part)
    except RuntimeError as error:
        raise ModelError(
            f"The weights of model {name} do not fit its network ({prefix.rstrip('.')}): get the model again."
        ) from error


def opened(bundle: Bundle, defaults: T, made: Callable[[T], nn.Module], threads: int | None) -> tuple[nn.Module, T]:
    """Return the network of a bundle whose weights are of one PyTorch network, and the bundle's parameters.

    Parameters
    ----------
    made
        Makes the network of parameters, with any weights.
    threads
        Of PyTorch in this process; None leaves them.

    Raises
    ------
    ModelError
        Without PyTorch, and where weights or parameters do not fit.
    """
    check_torch(bundle.identity.name)
    import torch

    if threads is not None:
        torch.set_num_threads(threads)
    parameters = with_values(defaults, bundle.section.get("parameters", {}), bundle.identity.name)
    network = made(parameters)
    load_part(network, bundle.state(), "", bundle.identity.name)
    return network, parameters


def on_device(network: nn.Module, device: str) -> tuple[nn.Module, str]:
    """Return a PyTorch network ready to answer and where it does: ``cpu`` or ``cuda`` for a device, see
    `engine.choose_device`.
    """
    import torch

    chosen = choose_device(device)
    return network.to(chosen, memory_format=torch.channels_last).eval(), chosen


def with_values(parameters: T, values: Mapping[str, Any], name: str) -> T:
    """Return a (nested) parameter dataclass with the values that a bundle states.

    Raises
    ------
    ModelError
        For unknown names, other types, values out of their range (`stated_values.RANGES`) or that contradict each
        other.
    """
    known = {f.name: str(f.type) for f in fields(parameters)}
    refuse_unless_object(values, "parameters", name, known)
    changed = {}
    for key, value in values.items():
        current = getattr(parameters, key)
        nested = is_dataclass(current) and not isinstance(current, type)
        changed[key] = with_values(current, value, name) if nested else checked_value(key, value, known[key], name)
    try:
        return replace(parameters, **changed)
    except InputError as error:
        reason = str(error).partition(":")[0]
        raise ModelError(
            f"The parameters of model {name} contradict each other ({reason}): get the model again, or choose another."
        ) from error


def versions() -> dict[str, str]:
    """Return the versions that decide the result; of ONNX Runtime and PyTorch those that are loaded."""
    import numpy
    import scipy

    engines = {
        name: module.__version__ for name in ("onnxruntime", "torch") if (module := sys.modules.get(name)) is not None
    }
    return {
        "microcalc": __version__,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        **engines,
    }
