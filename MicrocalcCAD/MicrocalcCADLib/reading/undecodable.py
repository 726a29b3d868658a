"""The sentence for a file that a decoder gave up on, in which the decoder's own words are the cause."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import InputError

# ITK names the object of its own that failed, with its address
_OBJECT = re.compile(r"^(ITK ERROR: )?(\w+\(0x[0-9a-fA-F]+\): )?")


def undecodable(path: Path, error: BaseException) -> InputError:
    """Return the error for a file that could not be decoded."""
    # ITK ends with the last error of the system, which is often none
    lines = str(error).strip().removesuffix("Reason: Success").strip().splitlines()
    if lines and "change spacing" in lines[-1]:
        return InputError(
            f"{path.name} states a pixel spacing that no image has: correct its header, or export it again."
        )
    reason = _OBJECT.sub("", lines[-1].strip()).rstrip(".: ") if lines else type(error).__name__
    return InputError(f"{path.name} cannot be decoded ({reason}): it is truncated or damaged, export it again.")
