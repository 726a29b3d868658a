"""Names of weights in files: training programs wrap a network, once or several times, and put that before each name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def without_shared_prefix(state: Mapping[str, T], first: str) -> dict[str, T]:
    """Return weights by the names of the network, without what stands before all of them (``module.``, ``model.``,
    ``_orig_mod.``, ...).

    Parameters
    ----------
    first
        Name that the network itself gives one of its weights; what stands before it in the file is taken off where it
        stands before every name.
    """
    names = [str(key) for key in state]
    prefixes = [name.removesuffix(first) for name in names if name.endswith(first)]
    prefix = next((one for one in prefixes if all(name.startswith(one) for name in names)), "")
    return {name.removeprefix(prefix): value for name, value in zip(names, state.values(), strict=True)}
