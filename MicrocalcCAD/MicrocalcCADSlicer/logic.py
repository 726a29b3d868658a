"""Detection in this process: what the Python console calls, and what the panel does with a finished analysis."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from MicrocalcCADLib import detectors
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment.choice import verified_ratings
from MicrocalcCADLib.batch.run import BatchOptions, BatchResult
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.kinds import system
from MicrocalcCADLib.operating_point import DEFAULT
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reporting import ALWAYS, chosen_formats

from .batch_process import runBatch
from .carried_over import carriedOver
from .result_nodes import ResultNodes
from .scene_state import State
from .session import storeResults
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
    ratings: Sequence[str] | None = None,
    kinds: str | None = None,
) -> Detection:
    """Detect calcifications in a volume node and put the results into the scene, with what holds on of a review of
    earlier ones, see `carried_over`.

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
    ratings
        Names of ratings or of their models, folders of bundles, or ``["none"]``; None for the odds of real lesions.
    kinds
        Name or folder of the model that names kinds, or ``none``; None for the one that ships.

    Raises
    ------
    MicrocalcError
        With one sentence for the user; the scene and earlier results stay as they were.
    """
    verified_ratings(ratings, method)
    mammogram = mammogramOf(volumeNode, spacing)
    progress = progress if isinstance(progress, Progress) else Progress(progress) if progress else Progress()
    analysis = system.create(method, model, device, kinds=kinds).analyse(mammogram, progress)
    state = State(operatingPoint, clusters or ClusterParameters(), ratings=None if ratings is None else tuple(ratings))
    carried = carriedOver(volumeNode, analysis)
    if carried.lost:
        logging.warning("Microcalc: %s", carried.sentence)
    session = storeResults(volumeNode, analysis, replace(state, **carried.settings))
    return Detection(session.nodes, session.findings, analysis)


def processBatch(
    inputs,
    outputFolder: str | Path,
    spacing: float | None = None,
    method: str = detectors.DEFAULT,
    model: str | None = None,
    operatingPoint: str | float = DEFAULT,
    device: str = "auto",
    save: str = ALWAYS,
    clusters: ClusterParameters | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    memory: float | None = None,
    resume: bool = False,
    identifiers: bool = False,
    ratings: Sequence[str] | None = None,
    progress: Progress | Callable[[float, str], None] | None = None,
    kinds: str | None = None,
) -> BatchResult:
    """Detect in many images, as ``microcalc batch`` does, in a child process; the scene stays as it is.

    Parameters
    ----------
    inputs
        A path (folder, image, or worklist ``.csv``) or volume node, or a list of these.
    save
        Formats of the results, as for ``microcalc detect --save``.
    workers, scheduler
        Local processes, or the address of a Dask scheduler.
    memory
        Most memory of one local worker in GB.
    resume
        Do only what an earlier run in the folder has not done.
    identifiers
        Write paths, UIDs and file names as they are.
    ratings, kinds
        As for `detect`.
    progress
        Called with a fraction and a text; a `Progress` can cancel as well.

    Raises
    ------
    MicrocalcError
        With one sentence for the user; images that fail are told in the result instead.
    """
    detection = DetectionOptions(
        Path(outputFolder).absolute(),
        chosen_formats(save),
        operatingPoint,
        clusters or ClusterParameters(),
        spacing,
        identifiers=identifiers,
        ratings=None if ratings is None else tuple(ratings),
    )
    choice = DetectorChoice(method, model, device, kinds)
    options = BatchOptions(detection, choice, workers, scheduler, None if memory is None else 1024 * memory, resume)
    progress = progress if isinstance(progress, Progress) else Progress(progress) if progress else Progress()
    return runBatch(inputs if isinstance(inputs, (list, tuple)) else [inputs], options, progress, spacing)
