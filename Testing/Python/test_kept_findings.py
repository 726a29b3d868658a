"""What the product says of twelve mammograms is what it said when that was last looked at (`make keep-findings`)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kept_findings import FAST, IMAGES, KEPT, found

# Processors and versions of ONNX Runtime round otherwise: answers may differ by this much, and by so few outlines.
SCORE, PLACE_PX, RELATIVE = 2e-3, 1.0, 0.02
OTHERWISE = 0.01
PARTS = ("clusters", "vessels", "calcifications")


def test_every_image_has_its_file() -> None:
    assert sorted(path.stem for path in KEPT.glob("*.json")) == sorted(IMAGES)


@pytest.mark.parametrize("name", [n if n in FAST else pytest.param(n, marks=pytest.mark.slow) for n in IMAGES])
def test_the_findings_are_those_that_were_kept(name: str) -> None:
    before, now = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8")), found(name)
    assert now["image"] == before["image"], "the image itself is another: reading or simulation changed"
    assert [_words(group) for group in now["clusters"]] == [_words(group) for group in before["clusters"]]
    assert {part: len(now[part]) for part in PARTS} == {part: len(before[part]) for part in PARTS}
    for part in PARTS:
        others = [pair for pair in zip(now[part], before[part], strict=True) if not _alike(*pair)]
        assert len(others) <= OTHERWISE * len(before[part]), (part, others[:3])


def _words(group: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in group.items() if isinstance(value, str | bool | int)}


def _alike(now: Any, before: Any, key: str = "") -> bool:
    if isinstance(now, dict):
        return now.keys() == before.keys() and all(_alike(now[k], before[k], k) for k in now)
    if isinstance(now, list):
        return len(now) == len(before) and all(_alike(a, b, key) for a, b in zip(now, before, strict=True))
    if isinstance(now, float):
        allowed = {"place": PLACE_PX, "score": SCORE, "suspicion": SCORE}.get(key, RELATIVE * abs(before))
        return abs(now - before) <= allowed
    return bool(now == before)
