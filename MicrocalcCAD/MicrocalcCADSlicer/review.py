"""What the user has decided about clusters, kept while the operating point moves.

A cluster changes its number, and its members, with the operating point. So a decision is remembered with the
calcifications of the cluster, and holds for the cluster that has most of them. An edit of a cluster's calcifications is a
decision too: who has redrawn a cluster has seen it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from MicrocalcCADLib.findings import Cluster, Findings

UNSEEN, ACCEPTED, REJECTED, UNSURE, EDITED, ADDED = "unseen", "accepted", "rejected", "unsure", "edited", "added"
STATES = (UNSEEN, ACCEPTED, REJECTED, UNSURE, EDITED, ADDED)


@dataclass(frozen=True)
class Decision:
    """A state and the ids of the calcifications of the cluster that it was given to."""

    state: str
    calcifications: frozenset[int]


@dataclass(frozen=True)
class Review:
    """All decisions about one image."""

    decisions: tuple[Decision, ...] = ()

    def states(self, findings: Findings) -> dict[int, str]:
        """Return the state of each reported cluster by its id; the latest decision wins."""
        members = _members(findings)
        states = dict.fromkeys(members, UNSEEN)
        for decision in self.decisions:
            for identifier in members:
                if _isSame(decision.calcifications, members[identifier]):
                    states[identifier] = decision.state
        return states

    def decided(self, findings: Findings, cluster: Cluster, state: str) -> Review:
        """Return the review with a cluster's state set; `UNSEEN` takes a decision back."""
        return self._with(_members(findings)[cluster.id], state)

    def edited(self, before: Findings, after: Findings, touched: Collection[int], detected: int) -> Review:
        """Return the review after an edit by hand: the clusters with a touched calcification are edited, or added if all of it is new.

        Parameters
        ----------
        touched
            Ids of the calcifications that the edit changed or removed.
        detected
            Number of the detector's candidates; higher ids are those that a reader has drawn.
        """
        ids = set(touched)
        hit = [frozenset(members) for members in _members(before).values() if members & ids]
        review = self
        for members in _members(after).values():
            if members & ids or any(_isSame(one, members) for one in hit):
                state = ADDED if min(members) > detected else EDITED
                review = review._with(members, state)
        return review

    def _with(self, members: Collection[int], state: str) -> Review:
        kept = tuple(d for d in self.decisions if not _isSame(d.calcifications, members))
        return Review(kept if state == UNSEEN else (*kept, Decision(state, frozenset(members))))

    def shown(self, findings: Findings) -> Findings:
        """Return the findings without the rejected clusters and their calcifications."""
        rejected = {identifier for identifier, state in self.states(findings).items() if state == REJECTED}
        if not rejected:
            return findings
        clusters = tuple(replace(c, reported=c.reported and c.id not in rejected) for c in findings.clusters)
        calcifications = tuple(replace(c, reported=c.reported and c.cluster not in rejected) for c in findings.calcifications)
        return replace(findings, clusters=clusters, calcifications=calcifications)

    def toJson(self) -> list[dict[str, Any]]:
        """Return the decisions as JSON types."""
        return [{"state": d.state, "calcifications": sorted(d.calcifications)} for d in self.decisions]

    @classmethod
    def fromJson(cls, content: Iterable[Mapping[str, Any]]) -> Review:
        """Rebuild what `toJson` gave; decisions of an unknown state are left out."""
        return cls(tuple(Decision(d["state"], frozenset(map(int, d["calcifications"]))) for d in content if d.get("state") in STATES))


def _members(findings: Findings) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {cluster.id: set() for cluster in findings.reported_clusters}
    for calcification in findings.calcifications:
        if calcification.cluster in members:
            members[calcification.cluster].add(calcification.id)
    return members


def _isSame(decided: frozenset[int], members: Collection[int]) -> bool:
    """Return whether the two have more than half of the smaller one in common."""
    return 2 * len(decided.intersection(members)) > min(len(decided), len(members))
