"""``<stem>.findings.json``: everything that is known, one finding a line."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from ..analysis import Analysis
from ..files import write_text
from ..findings import Findings
from ..mammogram import Mammogram

LISTS = ("calcifications", "clusters", "vessels", "patches")


def write(findings: Findings, analysis: Analysis | None, mammogram: Mammogram | None, path: Path) -> None:
    """Write the findings; neither the analysis nor the image is needed."""
    del analysis, mammogram
    write_text(path, to_text(findings))


def to_text(findings: Findings) -> str:
    """Return the findings as JSON text: keys in the order of the schema, findings in the order of their ids."""
    parts = []
    for key, value in findings.to_dict().items():
        if key in LISTS and value:
            text = "[\n  " + ",\n  ".join(_line(item) for item in value) + "\n ]"
        else:
            text = _line(value)
        parts.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(_finite(value), allow_nan=False, ensure_ascii=False)


def _finite(value: Any) -> Any:
    """Replace numbers that JSON does not have (NaN, infinity) by null: other readers refuse them."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
