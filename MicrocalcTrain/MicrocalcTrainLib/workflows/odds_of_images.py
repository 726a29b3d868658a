"""Odds from what the kind network sees: regions of the real table drawn into images, named, and judged by the table's
pathology.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from MicrocalcCADLib.assessment.group_odds import odds_of
from MicrocalcCADLib.assessment.odds import DescribedLesion, OddsModel
from MicrocalcCADLib.findings import NOT_DETERMINED
from MicrocalcCADLib.kinds.kind_map import SPACING_MM
from MicrocalcCADLib.kinds.naming import WORDS
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, KINDS

from ..simulation.backgrounds import Background
from ..simulation.kinds.patches import KindPatches, KindPatchParameters, Wanted
from .lesion_kinds import Model, kinds_of_lesions

# of the picture of a region: what lies further out does not change what the network says of it
SIDE_PX = 416
LARGEST_MM = 36.0


@dataclass(frozen=True)
class Drawable:
    """A row of the table that can be drawn: its number, the number of its kind, and its distribution's word."""

    row: int
    kind: int
    distribution: str


def drawable(lesions: Sequence[DescribedLesion]) -> list[Drawable]:
    """Return the rows with one type that is a kind of ours and at most one distribution; the others describe no single
    picture.
    """
    kinds = {name: number for number, kind in enumerate(KINDS, start=1) for name in kind.cbis}
    words = {one.cbis: one.word for one in DISTRIBUTIONS}
    found = []
    for number, lesion in enumerate(lesions):
        types = [kinds[name] for name in lesion.types if name in kinds]
        if len(lesion.types) == len(types) == 1 and len(lesion.distributions) <= 1:
            found.append(Drawable(number, types[0], words.get(next(iter(lesion.distributions), ""), NOT_DETERMINED)))
    return found


class _Regions(KindPatches):
    """Images of chosen regions, one in the middle of each."""

    def __init__(self, backgrounds: Sequence[Background], wanted: Sequence[Wanted], seed: int) -> None:
        nothing = [np.zeros(background.image.shape, bool) for background in backgrounds]
        parameters = replace(KindPatchParameters(), size_px=SIDE_PX, spacing_mm=SPACING_MM)
        super().__init__(backgrounds, nothing, len(wanted), seed, parameters)
        self.regions = list(wanted)

    def wanted(self, number: int, rng: np.random.Generator) -> Iterable[Wanted]:
        """Return the one region."""
        del rng
        return [self.regions[number]]


def odds_of_images(
    model: Model,
    lesions: Sequence[DescribedLesion],
    chosen: Sequence[Drawable],
    models: Sequence[OddsModel],
    backgrounds: Sequence[Background],
    seed: int,
) -> np.ndarray:
    """Return the odds of malignancy of each chosen row, (n,), by the kinds that the network sees in a picture of it;
    NaN where it sees none.

    Kinds are drawn after the row's type, over at most its longest side; size and distribution are the row's.

    Parameters
    ----------
    models
        For each chosen row the model that its odds come from: one fitted without its patient.
    """
    middle = (SIDE_PX + 2 * KindPatchParameters().margin_px) / 2
    wanted = [
        Wanted(one.kind, (middle, middle), float(np.clip(lesions[one.row].size_mm, 1.0, LARGEST_MM))) for one in chosen
    ]
    images, result = _Regions(backgrounds, wanted, seed), np.full(len(chosen), np.nan)
    margin = images.parameters.margin_px
    for index, (one, row_model) in enumerate(zip(chosen, models, strict=True)):
        image, _, drawn = images.drawn(index)
        for kinds, share in kinds_of_lesions(model, image, SPACING_MM, drawn, margin):
            if not share:
                continue
            likely = {word: float(probability) for word, probability in zip(WORDS, kinds, strict=True)}
            odds = odds_of(likely, one.distribution, lesions[one.row].size_mm, row_model)
            result[index] = np.nan if odds is None else odds.malignant
    return result
