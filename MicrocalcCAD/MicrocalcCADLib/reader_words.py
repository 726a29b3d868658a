"""The kind and distribution that a reader has given to findings: they stand in place of the detector's, and say whose
they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .findings import NOT_DETERMINED, SUSPICION, Calcification, Cluster, Findings, OperatingPoint
from .kinds.vocabulary import SURELY_BENIGN, TYPICALLY_BENIGN, VASCULAR, distribution_of, kind_of
from .listed import members

MORPHOLOGY, DISTRIBUTION = "morphology", "distribution"


@dataclass(frozen=True)
class Words:
    """A kind and a distribution, `NOT_DETERMINED` where the reader cannot tell; None where the detector's word stays.

    Raises
    ------
    InputError
        If a word is none of the vocabulary.
    """

    morphology: str | None = None
    distribution: str | None = None

    def __post_init__(self) -> None:
        for name, known in ((MORPHOLOGY, kind_of), (DISTRIBUTION, distribution_of)):
            word = getattr(self, name)
            if word not in (None, NOT_DETERMINED):
                object.__setattr__(self, name, known(word).word)

    def __bool__(self) -> bool:
        return self.morphology is not None or self.distribution is not None

    @property
    def given(self) -> tuple[str, ...]:
        """Names of what the reader has said."""
        return tuple(name for name in (MORPHOLOGY, DISTRIBUTION) if getattr(self, name) is not None)


def with_words(findings: Findings, words: Mapping[int, Words]) -> Findings:
    """Return the findings with a reader's words.

    A finding that a reader calls benign by its look is no longer reported; one that the detector took for benign and
    the reader does not is reported, as suspicious as it is sure.

    Parameters
    ----------
    words
        By the keys of `listed.members`.
    """
    if not words:
        return findings
    of_one = {identifier: words[key] for key, ids in members(findings).items() if key in words for identifier in ids}
    alone = {-key for key in words if key < 0}
    point = findings.operating_point
    return replace(
        findings,
        clusters=tuple(_group(c, words[c.id]) if c.id in words else c for c in findings.clusters),
        calcifications=tuple(
            (
                _calcification(c, of_one[c.id], point, TYPICALLY_BENIGN if c.id in alone else SURELY_BENIGN)
                if c.id in of_one
                else c
            )
            for c in findings.calcifications
        ),
    )


def _group(cluster: Cluster, words: Words) -> Cluster:
    changed: dict[str, Any] = {"by_reader": words.given}
    if words.distribution is not None:
        changed["distribution"] = words.distribution
    if words.morphology is not None:
        benign = words.morphology in SURELY_BENIGN
        changed |= {
            "morphology": words.morphology,
            "morphologies": _certain(words.morphology),
            "vascular": words.morphology == VASCULAR,
        }
        changed |= {
            "typically_benign": benign,
            "reported": not benign and (cluster.reported or cluster.typically_benign),
        }
        if cluster.typically_benign and not benign:
            changed["suspicion"] = cluster.score
    return replace(cluster, **changed)


def _calcification(
    one: Calcification, words: Words, point: OperatingPoint, benign_words: Collection[str]
) -> Calcification:
    if words.morphology is None:
        return one
    benign = words.morphology in benign_words and point.by == SUSPICION
    suspicion = one.suspicion if one.reported or benign else one.score
    kind: dict[str, Any] = {
        "morphology": words.morphology,
        "morphologies": _certain(words.morphology),
        "by_reader": (*one.by_reader, MORPHOLOGY),
    }
    return replace(
        one, **kind, suspicion=suspicion, reported=not benign and (one.reported or one.score >= point.threshold)
    )


def _certain(word: str) -> dict[str, float]:
    return {} if word == NOT_DETERMINED else {word: 1.0}
