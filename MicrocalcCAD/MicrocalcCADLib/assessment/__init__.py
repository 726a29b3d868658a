"""Ratings of what was found, one module a rating; a separate step after `decide`, which stays cheap."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from importlib import import_module

from ..analysis import Analysis
from ..errors import InputError, MicrocalcError, ModelError
from ..findings import Findings
from ..mammogram import Mammogram
from ..models import list_models
from ..notices import IMAGE, INSTALLATION, Notice

# Module of each rating's method, in the order in which they are made.
RATINGS = {"odds": "group_odds", "malignancy": "malignancy", "birads": "birads"}


def assess(analysis: Analysis, findings: Findings, mammogram: Mammogram, only: Collection[int] | None = None) -> Findings:
    """Return the findings with every rating that the catalogue has a model for.

    A rating that cannot be made (a package is missing, a model is damaged) leaves a notice with the reason; the
    findings themselves stay. Nothing typically benign gets a BI-RADS category or a malignancy.

    Parameters
    ----------
    only
        Ids of the reported clusters that are rated, each as among all the others; None: all, and single calcifications.
    """
    for rating in _available():
        module = import_module(f".{RATINGS[rating]}", __package__)
        try:
            findings = module.rate(analysis, findings, mammogram, only=only)
        except MicrocalcError as error:
            scope = IMAGE if isinstance(error, InputError) else INSTALLATION
            findings = replace(findings, notices=(*findings.notices, Notice(f"No rating of {rating}: {error}", scope)))
    return findings


def _available() -> list[str]:
    try:
        methods = {entry.method for entry in list_models()}
    except ModelError:
        return []
    return [rating for rating in RATINGS if rating in methods]
