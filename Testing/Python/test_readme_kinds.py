"""The README's figures of the kinds are those of the card, for the images that taught the network nothing
and for all.
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "Resources" / "Models" / "kinds-simulated"


def test_the_table_of_the_readme_is_that_of_the_card() -> None:
    lines = json.loads((BUNDLE / "configs" / "metadata.json").read_text(encoding="utf-8"))["microcalc"]["training"][
        "real_images"
    ]
    starts = [number for number, line in enumerate(lines) if line.endswith("sure and likely:")]
    parts = [lines[start + 1 : end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.split("| | such images | all images |")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert len(rows) >= 8 and len(parts) == 2
    for name, *counts in rows:
        for count, part in zip(counts, parts, strict=True):
            (line,) = [line for line in part if line.startswith(f"  {name}  ")]
            assert f" {count} " in line, f"{name}: the card says {line!r}"


def test_the_cards_text_is_made_of_the_same_lines() -> None:
    card = (BUNDLE / "docs" / "README.md").read_text(encoding="utf-8")
    training = json.loads((BUNDLE / "configs" / "metadata.json").read_text(encoding="utf-8"))["microcalc"]["training"]
    assert "\n".join(training["real_images"]) in card and "\n".join(training["simulated_images"]) in card
