"""Review of a 4084 x 3328 px mammogram with 2,000 calcifications in the test host: choose, edit, remeasure; beside
measuring all again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import MEASURES, Candidates
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.measure import measure_objects
from synthetic import synthetic_mammogram

SHAPE, SPACING_MM, CLUSTERS, PER_CLUSTER, ROUNDS = (4084, 3328), 0.07, 80, 25, 5
TESTS = Path(__file__).resolve().parents[1] / "Python"
LIMIT_S = 0.3


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    sys.path.insert(0, str(TESTS))
    from slicer_host import close_panel, open_panel, start_host

    start_host()
    widget = open_panel()
    session = _prepared(widget)
    findings = session.findings
    yield f"{len(findings.reported_calcifications)} calcifications, {len(findings.reported_clusters)} clusters"
    panel = widget.panel.findings
    rows = iter(range(100))
    for name, action in (
        ("choose a cluster", lambda: panel.onClusterClicked(next(rows))),
        ("accept a cluster", lambda: panel.decideCluster("accepted")),
        ("undo", panel.undo),
    ):
        yield f"{name}: {_least(action)[0]:.3f} s"
    edit, edit_cpu = _least(panel.onEdited, _edits(session))
    full, full_cpu = _least(lambda: _measured_anew(session))
    yield (
        f"edit followed, list, marks and ratings included: {edit:.3f} s, {edit_cpu:.3f} s of processor time (limit"
        f" {LIMIT_S} s)"
    )
    yield (
        f"all measured, grouped and rated anew, nothing drawn: {full:.3f} s, {full_cpu:.3f} s; ratio"
        f" {edit_cpu / full_cpu:.2f} of processor time"
    )
    close_panel(widget)


def _prepared(widget: Any) -> Any:
    """Show a detection of clusters of 25 squares of 3 x 3 px."""
    import slicer.util
    from MicrocalcCADSlicer.volume import mammogramOf
    from report_material import make_analysis, make_spots

    pixels = np.round(synthetic_mammogram(SHAPE)[0] * 4095).astype(np.uint16)
    volume = slicer.util.addVolumeFromArray(pixels[None], name="benchmark")
    volume.SetSpacing(SPACING_MM, SPACING_MM, 1.0)
    centres = [(row, column) for row in range(250, 3900, 400) for column in range(250, 3250, 390)][:CLUSTERS]
    spots = make_spots(centres, PER_CLUSTER, 40)
    analysis = make_analysis(mammogramOf(volume), list(dict.fromkeys(spots)))
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.panel.findings.store(volume, analysis, None, show=True)
    return widget.panel.findings.session


def _edits(session: Any) -> Callable[[], None]:
    """Return a function that adds a calcification to another cluster each time, as an effect does."""
    import slicer.util

    places = iter([(260 + 400 * i, 300 + 390 * i) for i in range(8)])
    nodes = session.nodes
    mask = slicer.util.arrayFromSegmentBinaryLabelmap(nodes.segmentation, "Calcifications", nodes.volume).copy()

    def edit() -> None:
        row, column = next(places)
        mask[0, row : row + 4, column : column + 4] = 1
        slicer.util.updateSegmentBinaryLabelmapFromArray(mask, nodes.segmentation, "Calcifications", nodes.volume)

    return edit


def _measured_anew(session: Any) -> None:
    """Measure all calcifications, group them and rate all clusters, as if nothing were known."""
    mammogram, analysis = session.image.mammogram(), session.state.edited(session.analysis)
    old = analysis.candidates
    measures = measure_objects(old.objects, mammogram.pixels, mammogram.spacing_mm)
    score = MEASURES.index("score")
    measures[:, score] = old.measures[:, score]
    anew = replace(analysis, candidates=Candidates(measures, old.objects))
    assess(anew, decide(anew, session.state.operatingPoint, session.state.clusters), mammogram)


def _least(action: Callable[[], object], before: Callable[[], None] = lambda: None) -> tuple[float, float]:
    """Return the least of several times, and of processor times: those that other work disturbed least."""
    times = []
    for _ in range(ROUNDS):
        before()
        start, start_cpu = time.perf_counter(), time.process_time()
        action()
        times.append((time.perf_counter() - start, time.process_time() - start_cpu))
    return min(wall for wall, _ in times), min(cpu for _, cpu in times)
