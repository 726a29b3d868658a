"""Whole simulated mammograms with lesions of every kind, and the list of them that `microcalc-train evaluate --kinds`
judges by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.files import write_text
from MicrocalcCADLib.kinds.vocabulary import KINDS, SURELY_BENIGN
from MicrocalcCADLib.mammogram import Mammogram

from ...datasets.truth_image import TruthImage
from ..backgrounds import Background
from ..images import circle_of, drawn_image, places_within
from ..insertion import Inserted
from .lesions import InsertedLesion, draw_kind, insert_kind

LIST = "kinds.json"
# of a list's `set`: all images of a simulated set are of one
SET = "simulated"
FEWEST_OF_A_GROUP = 3


@dataclass(frozen=True)
class KindImageParameters:
    """What an image holds: least and greatest number of lesions, and the least distance of their centres from the edge
    of the breast in mm.
    """

    lesions: tuple[int, int] = (2, 5)
    edge_mm: float = 8.0


def simulate_kinds(
    background: Background, spacing_mm: float, rng: np.random.Generator, parameters: KindImageParameters | None = None
) -> TruthImage:
    """Return a mammogram at `spacing_mm` with lesions of every kind put into a background that has that spacing
    already.

    Its calcifications have the word of their kind as morphology; groups of `FEWEST_OF_A_GROUP` and more of kinds that
    are not benign by their look are its clusters.
    """
    p = parameters or KindImageParameters()
    image = background.image.copy()
    noise, places = texture(image, spacing_mm), places_within(background.mask, p.edge_mm / spacing_mm)
    calcifications: list[Inserted] = []
    circles = []
    for number in range(int(rng.integers(p.lesions[0], p.lesions[1] + 1))):
        row, column = places[rng.integers(len(places))]
        lesion = insert_kind(image, spacing_mm, draw_kind(rng), (float(row), float(column)), rng, noise)
        own = _calcifications(lesion, number) if lesion else []
        calcifications += own
        if len(own) >= FEWEST_OF_A_GROUP and own[0].morphology not in SURELY_BENIGN:
            circles.append(circle_of(own, spacing_mm))
    mammogram = Mammogram(np.clip(image, 0, 1).astype(np.float32), (spacing_mm, spacing_mm), "given")
    return drawn_image(background.name, mammogram, calcifications, circles)


def _calcifications(lesion: InsertedLesion, number: int) -> list[Inserted]:
    word = KINDS[lesion.kind - 1].word
    return [
        Inserted(float(rows.mean()), float(columns.mean()), number, word, lesion.contrast, rows, columns)
        for rows, columns in lesion.objects
    ]


def listed(images: Iterable[TruthImage], entries: list[dict[str, object]]) -> Iterator[TruthImage]:
    """Yield the images and add to `entries` what a list of kinds has of each lesion (see `datasets.listed_kinds`).

    Calcifications that are benign by their look are things of their own, as in lists that were read by eye; the others
    are so by the group.
    """
    for one in images:
        for number in sorted({c.lesion for c in one.drawn or ()}):
            own = [c for c in one.drawn or () if c.lesion == number]
            entries.extend(
                _entry(one, part) for part in ([[c] for c in own] if own[0].morphology in SURELY_BENIGN else [own])
            )
        yield one


def _entry(image: TruthImage, own: Sequence[Inserted]) -> dict[str, object]:
    spacing = image.mammogram.spacing_mm[0]
    rows, columns = (np.concatenate([getattr(one, name) for one in own]) for name in ("rows", "columns"))
    row, column = (float(values.min() + values.max()) / 2 for values in (rows, columns))
    return {
        "set": SET,
        "image": f"{image.name}.nrrd",
        "spacing_mm": spacing,
        "row": round(row, 1),
        "column": round(column, 1),
        "radius_mm": round(float(np.hypot(rows - row, columns - column).max() * spacing), 2),
        "kind": own[0].morphology,
        "distribution": "single" if len(own) == 1 else "",
        "certainty": "sure",
    }


def write_list(folder: Path, entries: Sequence[dict[str, object]]) -> Path:
    """Write the list of the lesions' kinds into a set's folder; return its path."""
    write_text(folder / LIST, json.dumps({"groups": list(entries)}, indent=1))
    return folder / LIST
