"""What is kept in the scene besides the marks: the analysis, so that the slider works after loading, and the findings."""

from __future__ import annotations

import base64
import binascii
import json
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.operating_point import DEFAULT
from slicer.i18n import tr as _

from .review import Review

STATE_ATTRIBUTE = "Microcalc.State"
STATE_FIELDS = ("linking_distance_mm", "more_than_per_cm2", "few")


@dataclass(frozen=True)
class State:
    """What the user has set for one image: operating point, grouping, decisions about clusters."""

    operatingPoint: str | float = DEFAULT
    clusters: ClusterParameters = field(default_factory=ClusterParameters)
    review: Review = field(default_factory=Review)

    def findings(self, analysis: Analysis) -> Findings:
        """Return the findings of an analysis under these settings."""
        return decide(analysis, self.operatingPoint, self.clusters)

    def toJson(self) -> str:
        """Return the state as text for the scene."""
        clusters = {name: value for name, value in asdict(self.clusters).items() if name in STATE_FIELDS}
        return json.dumps({"operatingPoint": self.operatingPoint, "clusters": clusters, "review": self.review.toJson()})

    @classmethod
    def fromJson(cls, text: str) -> State:
        """Rebuild what `toJson` gave; raises `InputError` for anything else."""
        try:
            content = json.loads(text)
            return cls(content["operatingPoint"], ClusterParameters(**content["clusters"]), Review.fromJson(content["review"]))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(_("The stored settings of this volume cannot be read ({error}): detect again.").format(error=error)) from error


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
            raise InputError(_("The stored analysis of this volume is damaged: detect again.")) from error
        return Analysis.load(path)


def readState(node) -> State:
    """Return the state kept with a record node."""
    text = node.GetAttribute(STATE_ATTRIBUTE)
    return State.fromJson(text) if text else State()


def writeState(node, state: State) -> None:
    """Keep the state with a record node."""
    node.SetAttribute(STATE_ATTRIBUTE, state.toJson())


def writeFindings(node, findings: Findings) -> None:
    """Put the findings, as in ``findings.json``, into a text node."""
    node.SetText(json.dumps(findings.to_dict()))


def readFindings(node) -> Findings:
    """Return the findings of a text node."""
    return Findings.from_dict(json.loads(node.GetText() or "null"))
