"""Corrected cases with lesions of a kind that a reader has named, as the panel would keep them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.kinds.vocabulary import channel_of
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.named_kinds import SHIFT
from MicrocalcTrainLib.datasets.scene import ReviewedCase, read_scene, write_case
from MicrocalcTrainLib.datasets.splits import SplitRule, Splits
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.truth import Truth
from MicrocalcTrainLib.simulation.kinds.lesions import insert_kind
from MicrocalcTrainLib.simulation.kinds.patches import KindPatchParameters
from MicrocalcTrainLib.workflows.kind_tuning import KindTuning
from set_material import breast

DATE = "2024-05-06T07:08:09"
SPACING_MM = 0.1
SMALL = KindPatchParameters(size_px=128, margin_px=16, counts=(0.0, 0.5, 0.5), procedural_share=0.5)
TINY = KindTuning(
    epochs=4,
    steps=8,
    batch=6,
    learning_rate=2e-3,
    close_ups=8,
    drawn=12,
    validation_patches=12,
    test_patches=24,
    patches=SMALL,
)
PLACES = ((180, 130), (330, 220), (470, 120))


def corrected_case(name: str, patient: str, seed: int, drawn: str, word: str | None) -> ReviewedCase:
    """A breast with three lesions of a kind, each named by the reader with a word, or accepted without one; and a
    rejected square.
    """
    rng = np.random.default_rng(seed)
    pixels = (breast(seed) / 4095).astype(np.float32)
    truth = Truth(np.zeros(pixels.shape, np.uint32), *(np.zeros(pixels.shape, bool) for _ in range(3)))
    kinds, noise, count = np.zeros(pixels.shape, np.uint32), texture(pixels, SPACING_MM), 0
    for number, place in enumerate(PLACES, start=1):
        lesion = insert_kind(pixels, SPACING_MM, channel_of(drawn), place, rng, noise, longest_mm=10.0)
        for rows, columns in lesion.objects if lesion else ():
            count += 1
            truth.labels[rows, columns] = count
            kinds[rows, columns] = number << SHIFT | channel_of(word) if word else 0
    truth.rejected[560:564, 60:64] = True
    mammogram = Mammogram(np.clip(pixels, 0, 1), (SPACING_MM, SPACING_MM), "given", laterality="L", view="CC")
    kept = Truth(
        truth.labels, truth.regions, truth.doubtful, truth.rejected & (truth.labels == 0), kinds=kinds if word else None
    )
    return ReviewedCase(name, patient, mammogram, kept, marks={"accepted": 3, "rejected": 1})


def corrected_set(folder: Path, drawn: str, words: Sequence[str | None], parts: Sequence[str]) -> Path:
    """Import a case a patient, with these words, into a data set whose parts are given, and return its folder."""
    for number, word in enumerate(words):
        write_case(
            folder / "cases", corrected_case(f"image-{number}", f"patient-{number}", number, drawn, word), "", DATE
        )
    splits = Splits({f"patient-{number}": part for number, part in enumerate(parts)}, SplitRule())
    import_set(read_scene(folder / "cases"), folder / "data", splits, StoreParameters(21, per_image=(9, 9, 9, 9)))
    return folder / "data"
