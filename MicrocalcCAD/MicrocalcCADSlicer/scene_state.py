"""What is kept in the scene besides the marks: the analysis, so that the slider works after loading, and
the findings.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters, GroupMemory
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.edits import Edits, edited_analysis, with_drawn
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import json_of
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.nipple import with_nipple
from MicrocalcCADLib.operating_point import DEFAULT
from slicer.i18n import tr as _

from .library_words import said
from .review import Review

STATE_ATTRIBUTE, EDITS_ATTRIBUTE = "Microcalc.State", "Microcalc.Edits"
STATE_FIELDS = ("linking_distance_mm", "more_than_per_cm2", "few")


@dataclass(frozen=True)
class State:
    """What the user has set for one image: operating point, grouping, decisions about findings, edits of
    calcifications, ratings.

    `benign` says that typically benign groups are outlined too. `nipple` is where the reader has put the nipple, (row,
    column) in pixels; None where the estimate holds.
    """

    operatingPoint: str | float = DEFAULT
    clusters: ClusterParameters = field(default_factory=ClusterParameters)
    review: Review = field(default_factory=Review)
    edits: Edits = field(default_factory=Edits)
    ratings: tuple[str, ...] | None = None
    benign: bool = False
    nipple: tuple[float, float] | None = None

    def edited(self, analysis: Analysis) -> Analysis:
        """Return an analysis with the edits made, and the reader's nipple, which findings and files are about."""
        return with_nipple(edited_analysis(analysis, self.edits), self.nipple)

    def findings(self, analysis: Analysis, memory: GroupMemory | None = None, listedOnly: bool = False) -> Findings:
        """Return the findings of a detector's analysis under these settings, with the reader's words; clusters drawn in
        are always reported.

        Parameters
        ----------
        listedOnly
            Whether other groups than those that a list can show are left undescribed, see `decide`.
        """
        listedOnly = listedOnly and not len(self.edits)  # a reader's drawing can report any group
        detected = decide(self.edited(analysis), self.operatingPoint, self.clusters, memory, listed_only=listedOnly)
        return self.review.worded(with_drawn(detected, self.edits))

    def toJson(self) -> str:
        """Return the state as text for the scene, without the edits, which are kept by themselves."""
        clusters = {name: value for name, value in asdict(self.clusters).items() if name in STATE_FIELDS}
        content = {"operatingPoint": self.operatingPoint, "clusters": clusters, "review": self.review.toJson()}
        content |= {} if self.ratings is None else {"ratings": list(self.ratings)}
        content |= {} if self.nipple is None else {"nipple": list(self.nipple)}
        return json.dumps(content | ({"benign": True} if self.benign else {}))

    @classmethod
    def fromJson(cls, text: str) -> State:
        """Rebuild what `toJson` gave; raises `InputError` for anything else."""
        try:
            content = json_of(text)
            ratings = content.get("ratings")
            return cls(
                content["operatingPoint"],
                ClusterParameters(**content["clusters"]),
                Review.fromJson(content["review"]),
                ratings=None if ratings is None else tuple(map(str, ratings)),
                benign=content.get("benign") is True,
                nipple=_place(content.get("nipple")),
            )
        except InputError as error:  # a word that this version does not know
            sentence = _(
                "The stored review of this volume cannot be read: {error} Click Detect calcifications to begin it"
                " again."
            )
            raise InputError(sentence.format(error=error)) from error
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise InputError(
                _("The stored settings of this volume cannot be read ({error}): click Detect calcifications.").format(
                    error=said(error)
                )
            ) from error


def _place(content: object) -> tuple[float, float] | None:
    if content is None:
        return None
    row, column = map(float, content)
    if not (math.isfinite(row) and math.isfinite(column)):
        raise ValueError(f"nipple at {row:g}, {column:g}")
    return row, column


def encoded(analysis: Analysis | Path) -> str:
    """Return an analysis, or the file of one, as text that a scene can hold."""
    if isinstance(analysis, Path):
        return base64.b64encode(analysis.read_bytes()).decode("ascii")
    with tempfile.TemporaryDirectory(prefix="Microcalc-") as folder:
        path = Path(folder) / "analysis.npz"
        analysis.save(path)
        return encoded(path)


def decoded(text: str) -> Analysis:
    """Return the analysis that `encoded` gave as text; raises `InputError` for anything else."""
    with tempfile.TemporaryDirectory(prefix="Microcalc-") as folder:
        path = Path(folder) / "analysis.npz"
        try:
            path.write_bytes(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError) as error:
            raise InputError(
                _("The stored analysis of this volume is damaged: click Detect calcifications.")
            ) from error
        return Analysis.load(path)


def readState(nodes: Iterable) -> State:
    """Return the state, with its edits, of the first of some nodes that keeps one."""
    for node in nodes:
        text = node.GetAttribute(STATE_ATTRIBUTE) if node is not None else None
        if text:
            edits = node.GetAttribute(EDITS_ATTRIBUTE)
            return replace(State.fromJson(text), edits=Edits.from_text(edits) if edits else Edits())
    return State()


def writeState(nodes: Iterable, state: State) -> None:
    """Keep the state with each of some nodes, so that it outlives the deletion of one."""
    text, edits = state.toJson(), state.edits.to_text() if len(state.edits) else None
    for node in nodes:
        if node is not None:
            node.SetAttribute(STATE_ATTRIBUTE, text)
            if edits or node.GetAttribute(EDITS_ATTRIBUTE):
                node.SetAttribute(EDITS_ATTRIBUTE, edits or Edits().to_text())


def writeFindings(node, findings: Findings) -> None:
    """Put the findings, as in ``findings.json``, into a text node."""
    node.SetText(json.dumps(findings.to_dict()))


def readFindings(node) -> Findings:
    """Return the findings of a text node; raises `InputError` for any other text."""
    try:
        content = json_of(node.GetText() or "null")
    except ValueError as error:
        raise InputError(
            _("The stored findings of this volume cannot be read ({error}): click Detect calcifications.").format(
                error=said(error)
            )
        ) from error
    return Findings.from_dict(content)
