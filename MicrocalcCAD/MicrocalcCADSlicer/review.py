"""What the user has decided about findings, kept while the operating point moves.

A group changes its number, and its members, with the operating point. So a decision is remembered with the
calcifications of the group, and holds for the one that has most of them; that about a single calcification holds for it
alone. An edit of a group's calcifications is a decision too: who has redrawn a group has seen it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from MicrocalcCADLib.findings import REPORTED, Cluster, Findings, Record, changed
from MicrocalcCADLib.listed import members
from MicrocalcCADLib.reader_words import Words, with_words

UNSEEN, ACCEPTED, REJECTED, UNSURE, EDITED, ADDED = "unseen", "accepted", "rejected", "unsure", "edited", "added"
STATES = (UNSEEN, ACCEPTED, REJECTED, UNSURE, EDITED, ADDED)


@dataclass(frozen=True)
class Decision:
    """A state, the reader's own words, and the ids of the calcifications of the finding that they were given to."""

    state: str
    calcifications: frozenset[int]
    words: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Review:
    """All decisions about one image. Findings are known by their keys, see `listed.members`."""

    decisions: tuple[Decision, ...] = ()

    def states(self, findings: Findings) -> dict[int, str]:
        """Return the state of each listed finding by its key; the latest decision wins."""
        return self._statesOf(members(findings))

    def _statesOf(self, listed: Mapping[int, frozenset[int]]) -> dict[int, str]:
        states = dict.fromkeys(listed, UNSEEN)
        if self.decisions:
            finding = {identifier: key for key, ids in listed.items() for identifier in ids}
            for decision in self.decisions:
                for key in (
                    {finding[i] for i in decision.calcifications if i in finding} if decision.state != UNSEEN else ()
                ):
                    if _isSame(decision.calcifications, listed[key]):
                        states[key] = decision.state
        return states

    def decided(self, findings: Findings, finding: Cluster, state: str) -> Review:
        """Return the review with a finding's state set; `UNSEEN` takes a decision back."""
        return self._with(members(findings)[finding.id], state=state)

    def named(self, findings: Findings, finding: Cluster, words: Words) -> Review:
        """Return the review with a reader's words about a finding, who has seen it by that; words that are None take
        earlier ones back.
        """
        seen = {"state": EDITED} if words and self.states(findings)[finding.id] == UNSEEN else {}
        return self._with(members(findings)[finding.id], words=words, **seen)

    def worded(self, findings: Findings) -> Findings:
        """Return the findings with the reader's words in place of the detector's."""
        given = [decision for decision in self.decisions if decision.words]
        if not given:
            return findings
        listed = members(findings)
        return with_words(
            findings, {key: d.words for d in given for key, ids in listed.items() if _isSame(d.calcifications, ids)}
        )

    def edited(self, before: Findings, after: Findings, touched: Collection[int], detected: int) -> Review:
        """Return the review after an edit by hand: the findings with a touched calcification are edited, or added if
        all of it is new.

        Parameters
        ----------
        touched
            Ids of the calcifications that the edit changed or removed.
        detected
            Number of the detector's candidates; higher ids are those that a reader has drawn.
        """
        ids = set(touched)
        hit = [one for one in members(before).values() if one & ids]
        review = self
        for found in members(after).values():
            if found & ids or any(_isSame(one, found) for one in hit):
                review = review._with(found, state=ADDED if min(found) > detected else EDITED)
        return review

    def _with(self, ids: Collection[int], **changes: Any) -> Review:
        same = [d for d in self.decisions if _isSame(d.calcifications, ids)]
        decision = replace(
            same[-1] if same else Decision(UNSEEN, frozenset()), calcifications=frozenset(ids), **changes
        )
        kept = tuple(d for d in self.decisions if d not in same)
        return Review(kept if decision.state == UNSEEN and not decision.words else (*kept, decision))

    def shown(self, findings: Findings) -> Findings:
        """Return the findings without the rejected ones and their calcifications; those that no list shows at this
        operating point are rejected too, since files offer them at a more sensitive one.
        """
        if not self.decisions:
            return findings
        shown = members(findings)
        states = {**self._statesOf(_unlisted(findings, shown)), **self._statesOf(shown)}
        rejected = {identifier for identifier, state in states.items() if state == REJECTED}
        if not rejected:
            return findings
        clusters = tuple(_rejected(c) if c.id in rejected else c for c in findings.clusters)
        calcifications = tuple(
            _rejected(c) if c.cluster in rejected or -c.id in rejected else c for c in findings.calcifications
        )
        return replace(findings, clusters=clusters, calcifications=calcifications)

    def toJson(self) -> list[dict[str, Any]]:
        """Return the decisions as JSON types."""
        return [
            {
                "state": d.state,
                "calcifications": sorted(d.calcifications),
                **{name: getattr(d.words, name) for name in d.words.given},
            }
            for d in self.decisions
        ]

    @classmethod
    def fromJson(cls, content: Iterable[Mapping[str, Any]]) -> Review:
        """Rebuild what `toJson` gave; decisions of an unknown state are left out.

        Raises
        ------
        InputError
            If a reader's word is none of the vocabulary.
        """
        return cls(
            tuple(
                Decision(
                    d["state"],
                    frozenset(map(int, d["calcifications"])),
                    Words(d.get("morphology"), d.get("distribution")),
                )
                for d in content
                if d.get("state") in STATES
            )
        )


def _unlisted(findings: Findings, shown: Mapping[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """Return the ids of the calcifications of each finding that is not listed, by keys as in `listed.members`."""
    known = frozenset().union(*shown.values())
    groups: dict[int, set[int]] = {}
    for one in findings.calcifications:
        if one.id not in known:
            groups.setdefault(-one.id if one.cluster is None else one.cluster, set()).add(one.id)
    return {key: frozenset(ids) for key, ids in groups.items() if key not in shown}


def _rejected(one: Record) -> Record:
    return changed(one, reported=False, by_reader=(*one.by_reader, REPORTED))


def _isSame(decided: frozenset[int], ids: Collection[int]) -> bool:
    """Return whether the two have more than half of the smaller one in common; one calcification is no group that it is
    in.
    """
    if len(decided) == 1:
        return len(ids) == 1 and decided.issuperset(ids)
    return 2 * len(decided.intersection(ids)) > min(len(decided), len(ids))
