"""Ratings of the clusters in the panel: what an edit did not touch keeps its rating, the others are looked at again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.findings import Cluster, Findings, ImageFacts, changed
from MicrocalcCADLib.landmarks import Landmarks
from MicrocalcCADLib.listed import members
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.nipple import decided, estimated
from MicrocalcCADLib.sentence import Prior, change_of, place_of, sentence, since_prior, sizes_mm, with_sentences


@dataclass(frozen=True)
class _Rating:
    cluster: Cluster
    calcifications: dict[int, Any]
    change: str
    nipple: tuple[float, float] | None


class Ratings:
    """Remembers the rating of each group of calcifications, by their ids, measures and kinds.

    Parameters
    ----------
    choice
        Which ratings are made, see `assessment.choice.chosen_ratings`.

    `prior` is what the sentences compare with; set anew it counts from the next rating on. `changes` says what has
    become of the groups of the findings that were returned last since then, by their ids (`sentence.change_of`).
    """

    def __init__(self, choice: tuple[str, ...] | None = None) -> None:
        self.choice = choice
        self.prior: Prior | None = None
        self.changes: dict[int, str] = {}
        self._known: dict[tuple, _Rating] = {}
        self._estimate: tuple[np.ndarray, Landmarks | None] | None = None

    def carried(self, findings: Findings) -> Findings:
        """Return the findings with the ratings that are known; cheap enough for a slider.

        Where the nipple is another one than when they were rated, their sentences are made again.
        """
        known = {cluster.id: self._known.get(key) for cluster, key in _keys(findings)}
        ratings = {identifier: rating for identifier, rating in known.items() if rating is not None}
        self.changes = {identifier: rating.change for identifier, rating in ratings.items()}
        found, birads = (
            findings.calcifications,
            {i: value for rating in ratings.values() for i, value in rating.calcifications.items()},
        )
        if not ratings:
            return findings
        known = replace(
            findings,
            clusters=tuple(_rated(c, ratings[c.id]) if c.id in ratings else c for c in findings.clusters),
            calcifications=(
                tuple(changed(c, birads=birads[c.id]) if c.id in birads else c for c in found) if birads else found
            ),
        )
        if all(rating.nipple == findings.image.nipple for rating in ratings.values()):
            return known
        said = self._said(replace(known, clusters=tuple(replace(c, sentence="") for c in known.clusters)))
        self._remember(said, ratings.keys())
        return said

    def ofChanged(self, analysis: Analysis, findings: Findings, mammogram: Mammogram) -> Findings:
        """Return the findings with all ratings; only clusters that were not rated yet are looked at."""
        new = {
            cluster.id
            for cluster, key in _keys(findings)
            if key not in self._known or _lacks(self._known[key], cluster)
        }
        if new:
            self._remember(self._described(analysis, assess(analysis, findings, mammogram, new, self.choice)), new)
        return self.carried(findings)

    def ofAll(self, analysis: Analysis, findings: Findings, mammogram: Mammogram) -> Findings:
        """Return the findings as `assess` rates them, with what there is to say about the ratings."""
        rated = self._described(analysis, assess(analysis, findings, mammogram, None, self.choice))
        self._known.clear()
        self._remember(rated)
        return rated

    def sentenceOf(self, finding: Cluster, findings: Findings) -> str:
        """Return the sentence about a listed finding; one that has none yet, as a single calcification, is described
        now.
        """
        if finding.sentence:
            return finding.sentence
        marks, ids = self._landmarks(findings.image), members(findings)[finding.id]
        place = place_of(marks, (finding.row, finding.column)) if marks else None
        return sentence(
            finding,
            findings.image,
            sizes_mm([c for c in findings.calcifications if c.id in ids], findings.image),
            place,
        )

    def landmarksOf(self, analysis: Analysis) -> Landmarks | None:
        """Return `nipple.landmarks_of` an analysis; nipple and chest wall are looked for once a breast mask."""
        if self._estimate is None or self._estimate[0] is not analysis.breast_mask:
            self._estimate = analysis.breast_mask, estimated(analysis)
        return self._landmarks(analysis.image)

    def _landmarks(self, image: ImageFacts) -> Landmarks | None:
        return decided(image, self._estimate[1] if self._estimate else None)

    def _described(self, analysis: Analysis, findings: Findings) -> Findings:
        """Return the findings with their sentences."""
        self.landmarksOf(analysis)
        return self._said(findings)

    def _said(self, findings: Findings) -> Findings:
        marks = self._landmarks(findings.image)
        compared = since_prior(findings, marks, self.prior)
        self.changes = {c.id: change_of(c.count, compared[c.id]) for c in findings.clusters if c.id in compared}
        return with_sentences(findings, marks, compared)

    def _remember(self, rated: Findings, only: Collection[int] | None = None) -> None:
        members: dict[int | None, dict[int, Any]] = {}
        for c in rated.calcifications:
            if c.reported and c.birads:
                members.setdefault(c.cluster, {})[c.id] = c.birads
        for cluster, key in _keys(rated):
            if only is not None and cluster.id not in only:
                continue
            change = self.changes.get(cluster.id, "")
            self._known[key] = _Rating(cluster, members.get(cluster.id, {}), change, rated.image.nipple)


def _lacks(rating: _Rating, cluster: Cluster) -> bool:
    """Return whether a rating was made while its group was not reported, without what only reported groups get."""
    return cluster.reported and not rating.cluster.reported


_MEASURED = attrgetter("id", "row", "column", "area_mm2", "mean_intensity", "contrast")


def _keys(findings: Findings) -> list[tuple[Cluster, tuple]]:
    """Return each cluster with the ids and measures of its calcifications, and what it may be.

    Whether it is reported is left out: what its kind tells, as its odds, holds while a slider moves.
    """
    members: dict[int | None, list] = {}
    for c in findings.calcifications:
        members.setdefault(c.cluster, []).append(_MEASURED(c))
    return [(cluster, (*members.get(cluster.id, ()), _kinds(cluster))) for cluster in findings.clusters]


def _kinds(cluster: Cluster) -> tuple:
    return cluster.morphology, tuple(cluster.morphologies.items()), cluster.distribution, cluster.typically_benign


def _rated(cluster: Cluster, rating: _Rating) -> Cluster:
    known = rating.cluster
    return changed(cluster, malignancy=known.malignancy, birads=known.birads, odds=known.odds, sentence=known.sentence)
