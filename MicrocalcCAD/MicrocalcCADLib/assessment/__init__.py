"""Ratings of what was found, one module a rating; a separate step after `decide`, which stays cheap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from importlib import import_module

from ..analysis import Analysis
from ..errors import InputError, MicrocalcError
from ..findings import Findings
from ..mammogram import Mammogram
from ..notices import IMAGE, INSTALLATION, Notice
from .choice import RATINGS, Rating, chosen_ratings


def assess(
    analysis: Analysis,
    findings: Findings,
    mammogram: Mammogram,
    only: Collection[int] | None = None,
    ratings: Sequence[str] | None = None,
    strict: bool = False,
) -> Findings:
    """Return the findings with the chosen ratings, and without any other.

    A rating that cannot be made (a package is missing, a model is damaged) leaves a notice with the reason; the
    findings themselves stay. Nothing typically benign gets a BI-RADS category or a malignancy.

    Parameters
    ----------
    only
        Ids of the reported clusters that are rated, each as among all the others; None: all, and single calcifications.
    ratings
        See `choice.chosen_ratings`; None for the default, the odds of real lesions that are described alike.
    strict
        A rating that cannot be made raises its error instead.
    """
    if only is None:
        findings = without_ratings(findings, analysis)
    try:
        chosen = chosen_ratings(ratings, findings.method)
    except MicrocalcError as error:
        return _with_reason(findings, "calcifications", error)
    for rating in chosen:
        try:
            findings = _rated(rating, analysis, findings, mammogram, only)
        except MicrocalcError as error:
            if strict:
                raise
            findings = _with_reason(findings, rating.method, error)
    return findings


def without_ratings(findings: Findings, analysis: Analysis) -> Findings:
    """Return the findings of an analysis without what ratings have added to them; the same object where they added
    nothing.
    """
    rated = findings.rating or any(method in findings.versions for method in RATINGS)
    rated = (
        rated
        or any(c.odds or c.birads or c.malignancy is not None for c in findings.clusters)
        or any(c.birads for c in findings.calcifications)
    )
    if not rated:
        return findings
    return replace(
        findings,
        clusters=tuple(replace(c, odds=None, birads=None, malignancy=None, sentence="") for c in findings.clusters),
        calcifications=tuple(replace(c, birads=None) for c in findings.calcifications),
        notices=tuple(notice for notice in findings.notices if notice in analysis.notices),
        versions={name: version for name, version in findings.versions.items() if name not in RATINGS},
        rating=None,
    )


def _rated(
    rating: Rating, analysis: Analysis, findings: Findings, mammogram: Mammogram, only: Collection[int] | None
) -> Findings:
    module = import_module(f".{RATINGS[rating.method]}", __package__)
    rated = module.rate(analysis, findings, mammogram, rating.model, only)
    identity = module.loaded(rating.model).identity if rated is not findings and findings.rating is None else None
    return replace(rated, rating=asdict(identity)) if identity else rated


def _with_reason(findings: Findings, what: str, error: MicrocalcError) -> Findings:
    scope = IMAGE if isinstance(error, InputError) else INSTALLATION
    return replace(findings, notices=(*findings.notices, Notice(f"No rating of {what}: {error}", scope)))
