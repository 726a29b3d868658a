"""Findings with what a rating model says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from ..findings import Calcification, Cluster, Findings, ModelIdentity
from ..notices import Notice


class RatingModel(Protocol):
    """What every rating model says of itself."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What must be said wherever the rating is shown."""

    @property
    def identity(self) -> ModelIdentity | None:
        """The bundle that it came from; None before it is one."""


def with_rating(
    findings: Findings,
    method: str,
    model: RatingModel,
    clusters: Mapping[int, Cluster],
    calcifications: Mapping[int, Calcification] | None = None,
    notices: Iterable[Notice] = (),
) -> Findings:
    """Return the findings with rated clusters and calcifications, by their ids, in place of those of before.

    The model joins the versions, and what it has to say the notices.
    """
    single, identity = calcifications or {}, model.identity
    versions = {method: f"{identity.name} {identity.version}, SHA-256 {identity.sha256}"} if identity else {}
    return replace(
        findings,
        calcifications=tuple(single.get(c.id, c) for c in findings.calcifications),
        clusters=tuple(clusters.get(c.id, c) for c in findings.clusters),
        notices=tuple(dict.fromkeys((*findings.notices, *model.notices, *notices))),
        versions={**findings.versions, **versions},
    )
