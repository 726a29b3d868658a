"""The odds of groups: what became of real lesions that were described as a group was named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..analysis import Analysis
from ..findings import NOT_DETERMINED, Cluster, Findings
from ..kinds.vocabulary import distribution_of, kind_of
from ..mammogram import Mammogram
from .kept_models import kept
from .odds import METHOD, DescribedLesion, Odds, OddsModel
from .rated import with_rating

LEAST_DESCRIBED = 0.5


def loaded(choice: str | None = None) -> OddsModel:
    """Return the model that a name or folder stands for, None being the catalogue's first; raises `ModelError` as
    `OddsModel.load` does.
    """
    return kept(OddsModel.load, METHOD, choice)


def rate(
    analysis: Analysis,
    findings: Findings,
    mammogram: Mammogram,
    model: OddsModel | str | None = None,
    only: Collection[int] | None = None,
) -> Findings:
    """Return the findings with odds of each group whose kind is known or possible, and a sentence that says them.

    The model joins the versions, and what it has to say the notices.

    Parameters
    ----------
    model
        A loaded model, or the name or folder of one; None for the default of the catalogue.
    only
        Ids of the groups that are rated; None: all.

    Raises
    ------
    InputError
        If a word is no kind or distribution.
    ModelError
        If the model is missing, altered or incomplete.
    """
    del analysis
    clusters = [c for c in findings.clusters if _words(c) and (only is None or c.id in only)]
    if not clusters:
        return findings
    model = model if isinstance(model, OddsModel) else loaded(model)
    spacing = findings.image.spacing_mm
    rated = {
        c.id: odds_of(_words(c), c.distribution, longest_side_mm(c, spacing, mammogram.magnification), model)
        for c in clusters
    }
    known = {c.id: _with_odds(c, odds) for c in clusters if (odds := rated[c.id]) is not None}
    return with_rating(findings, METHOD, model, known) if known else findings


def odds_of(morphologies: Mapping[str, float], distribution: str, size_mm: float, model: OddsModel) -> Odds | None:
    """Return the mean odds over what a group may be, with the expected assessments of readers; None where less than
    `LEAST_DESCRIBED` of what it may be is of kinds that CBIS-DDSM describes: the odds of the rest are not the group's.

    Parameters
    ----------
    morphologies
        Probability of each kind; they need not add up to 1.
    distribution
        A word for it, or `NOT_DETERMINED`: then as often each as the table has it for the kind.
    size_mm
        Longest side in the breast.
    """
    possible = [
        (DescribedLesion(frozenset({name}), distributions, size_mm), probability * share)
        for word, probability in morphologies.items()
        for name, distributions, share in _described(word, distribution, model)
    ]
    if sum(probability for _, probability in possible) < LEAST_DESCRIBED:
        return None
    return replace(model.mixed(possible), assessments=model.assessed(possible))


def longest_side_mm(cluster: Cluster, spacing_mm: tuple[float, float], magnification: float) -> float:
    """Return the longer side of a group's box in the breast, in mm; that of a pixel at least."""
    first_row, first_column, last_row, last_column = cluster.bounding_box
    sides = ((last_row - first_row) * spacing_mm[0], (last_column - first_column) * spacing_mm[1])
    return max(*sides, *spacing_mm) / magnification


def _words(cluster: Cluster) -> Mapping[str, float]:
    """Return the probability of each kind; a word without probabilities, as a reader gives it, is certain."""
    return cluster.morphologies or ({} if cluster.morphology == NOT_DETERMINED else {cluster.morphology: 1.0})


def _described(word: str, distribution: str, model: OddsModel) -> Iterator[tuple[str, frozenset[str], float]]:
    """Give how CBIS-DDSM describes a kind, type, distributions and share, each type as often as the table
    has it alone.
    """
    table = {name: model.distributions_of(name) for name in kind_of(word).cbis}
    total = sum(sum(counts.values()) for counts in table.values())
    for name, counts in table.items():
        regions = sum(counts.values())
        of_type = regions / total if total else 1 / len(table)
        if distribution != NOT_DETERMINED:
            yield name, frozenset({distribution_of(distribution).cbis}), of_type
            continue
        for words, n in (counts or {frozenset(): 1}).items():
            yield name, words, of_type * n / max(regions, 1)


def _with_odds(cluster: Cluster, odds: Odds) -> Cluster:
    values: dict[str, Any] = {
        "malignant": round(odds.malignant, 4),
        "low": round(odds.low, 4),
        "high": round(odds.high, 4),
        "n": odds.n,
    }
    if (
        odds.assessments and not cluster.typically_benign
    ):  # a benign group gets no category, not even those of some readers
        values["assessments"] = {category: round(share, 4) for category, share in odds.assessments.items()}
    return replace(cluster, odds=values, sentence=Odds(**values).sentence)
