"""Detection in this process: what the Python console calls, and what the panel does with a finished analysis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import slicer
from MicrocalcCADLib import detectors
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.operating_point import DEFAULT
from MicrocalcCADLib.progress import Progress

from .record import State
from .results import ResultNodes, createResults
from .volume import mammogramOf


@dataclass(frozen=True)
class Detection:
    """What a detection gives: the nodes in the scene, the findings, and the analysis for other operating points."""

    nodes: ResultNodes
    findings: Findings
    analysis: Analysis


def detect(
    volumeNode,
    spacing: float | tuple[float, float] | None = None,
    method: str = detectors.DEFAULT,
    model: str | None = None,
    operatingPoint: str | float = DEFAULT,
    device: str = "auto",
    progress: Progress | Callable[[float, str], None] | None = None,
    clusters: ClusterParameters | None = None,
) -> Detection:
    """Detect calcifications in a volume node and put the results into the scene.

    Parameters
    ----------
    volumeNode
        A mammogram: scalar volume of one slice.
    spacing
        True pixel spacing in mm, where the node does not know it; one number or (row, column).
    operatingPoint
        Name of an operating point of the model, or the lowest score that is reported, in [0, 1].
    progress
        Called with a fraction and a text; a `Progress` can cancel as well.

    Raises
    ------
    MicrocalcError
        With one sentence for the user; the scene and earlier results stay as they were.
    """
    mammogram = mammogramOf(volumeNode, spacing)
    progress = progress if isinstance(progress, Progress) else Progress(progress) if progress else Progress()
    analysis = detectors.create(method, model, device).analyse(mammogram, progress)
    state = State(operatingPoint, clusters or ClusterParameters())
    findings = state.findings(analysis)
    return Detection(createResults(volumeNode, analysis, state), findings, analysis)


def loadTerminology(path: str) -> None:
    """Make the names of our segments known to the Segment Editor; without that module there is nothing to do."""
    terminologies = getattr(slicer.modules, "terminologies", None)
    if terminologies is not None:
        terminologies.logic().LoadTerminologyFromFile(path)
