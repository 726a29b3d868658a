"""PythonQt's choice among the overloads of a C++ method: by number and types of the arguments, and no other way in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any


def overloaded(*signatures: Sequence[type | str]) -> Callable:
    """Let a method be called only as one of the overloads; anything else is the ValueError that PythonQt raises.

    Parameters
    ----------
    signatures
        The types of the arguments, each a Python class or the name of a VTK class.
    """

    def decorate(method: Callable) -> Callable:
        @wraps(method)
        def call(self: Any, *arguments: Any) -> Any:
            if not any(_fits(arguments, signature) for signature in signatures):
                given = ", ".join(type(argument).__name__ for argument in arguments)
                raise ValueError(f"Could not find matching overload for given arguments: {method.__name__}({given})")
            return method(self, *arguments)

        return call

    return decorate


def _fits(arguments: Sequence[Any], signature: Sequence[type | str]) -> bool:
    return len(arguments) == len(signature) and all(
        _is(value, kind) for value, kind in zip(arguments, signature, strict=True)
    )


def _is(value: Any, kind: type | str) -> bool:
    if isinstance(kind, str):
        return value is None or (hasattr(value, "IsA") and bool(value.IsA(kind)))
    # a bool is an int to Python, but not to C++
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
