"""What the user has decided about findings, kept while the operating point moves.

A group changes its number, and its members, with the operating point. So a decision is remembered with the
calcifications of the group, and holds for any group most of whose own calcifications were decided so, the latest
decision about each; that about a single calcification holds for it alone. A group that has grown by more than was
decided is unseen again, and so is one where a rejection meets another decision: nothing that is undecided or accepted
goes with what was rejected. An edit of a group's calcifications is a decision too: who has redrawn a group has seen it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from MicrocalcCADLib.findings import REPORTED, Cluster, Findings, Record, changed
from MicrocalcCADLib.listed import members
from MicrocalcCADLib.reader_words import Words, with_words

UNSEEN, ACCEPTED, REJECTED, UNSURE, EDITED, ADDED = "unseen", "accepted", "rejected", "unsure", "edited", "added"
STATES = (UNSEEN, ACCEPTED, REJECTED, UNSURE, EDITED, ADDED)
Given = TypeVar("Given")


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
        """Return the state of each listed finding by its key."""
        return self._statesOf(members(findings))

    def _statesOf(self, listed: Mapping[int, frozenset[int]]) -> dict[int, str]:
        states = dict.fromkeys(listed, UNSEEN)
        given = [(d.calcifications, d.state) for d in self.decisions if d.state != UNSEEN]
        for key, counts in _counted(listed, given).items():
            state = _ofMost(counts, len(listed[key]))
            if state is not None and (state != REJECTED or len(counts) == 1):
                states[key] = state
        return states

    def _wordsOf(self, listed: Mapping[int, frozenset[int]]) -> dict[int, Words]:
        if not any(decision.words for decision in self.decisions):
            return {}
        # A decision without words speaks for the detector's, but not against words given before to a part.
        given = [(d.calcifications, d.words) for d in sorted(self.decisions, key=lambda d: bool(d.words)) if _says(d)]
        words = {
            key: _ofMost(counts, len(listed[key])) if len(counts) == 1 else None
            for key, counts in _counted(listed, given).items()
        }
        return {key: own for key, own in words.items() if own}

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
        if not any(decision.words for decision in self.decisions):
            return findings  # as at most moves of a slider
        return with_words(findings, self._wordsOf(members(findings)))

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
            if found & ids or any(_isMost(one, found) for one in hit):
                review = review._with(found, state=ADDED if min(found) > detected else EDITED)
        return review

    def _with(self, ids: Collection[int], **changes: Any) -> Review:
        """Return the review with a decision about some calcifications in place of earlier ones about them; what it does
        not say stays.
        """
        own = frozenset(ids)
        words = self._wordsOf({0: own}).get(0, Words())
        new = replace(Decision(self._statesOf({0: own})[0], own, words), **changes)
        kept: list[Decision] = []
        for decision in self.decisions:
            if len(decision.calcifications) == 1 < len(own):  # about one alone, which this is not
                kept.append(decision)
                continue
            part = Decision(
                decision.state if "state" not in changes and new.state == UNSEEN else UNSEEN,
                decision.calcifications & own,
                decision.words if "words" not in changes and not new.words else Words(),
            )
            rest = replace(decision, calcifications=decision.calcifications - own)
            kept += [one for one in (rest, part) if one.calcifications and _says(one)]
        return Review((*kept, new) if _says(new) else tuple(kept))

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


def _says(decision: Decision) -> bool:
    return decision.state != UNSEEN or bool(decision.words)


def _counted(
    listed: Mapping[int, frozenset[int]], given: Collection[tuple[frozenset[int], Given]]
) -> dict[int, Counter[Given]]:
    """Return, by the keys of findings, what was given last to how many of their calcifications; findings to which
    nothing was given are left out.

    What was given to one calcification alone counts for it only where it is a finding of its own.
    """
    if not given:
        return {}
    alone: dict[int, Given] = {}
    grouped: dict[int, Given] = {}
    for ids, one in given:
        alone.update(dict.fromkeys(ids, one))
        if len(ids) > 1:
            grouped.update(dict.fromkeys(ids, one))
    counts = {}
    for key, ids in listed.items():
        known = alone if len(ids) == 1 else grouped
        if not ids.isdisjoint(known):
            counts[key] = Counter(known[i] for i in ids if i in known)
    return counts


def _ofMost(counts: Counter[Given], size: int) -> Given | None:
    """Return what was given to more than half of a finding's calcifications, None if nothing was."""
    given, count = counts.most_common(1)[0]
    return given if 2 * count > size else None


def _isMost(decided: frozenset[int], ids: Collection[int]) -> bool:
    """Return whether more than half of some calcifications were decided; one alone is no group that it is in."""
    return (len(decided) > 1 or len(ids) == 1) and 2 * len(decided.intersection(ids)) > len(ids)
