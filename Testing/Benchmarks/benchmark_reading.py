"""Reading a 4084 x 3328 px mammogram by keys in the test host: hide marks, next of 200 findings, lens, slider over
2,000 candidates.

Four slice views follow the scene, as those of an exam do in Slicer; each of the other three shows an image of its own
with some findings. The reference beside each is a copy of the image's pixels in memory in the same run, which tells how
fast the machine is at the moment.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from synthetic import synthetic_mammogram
from timing import best_time

SHAPE, SPACING_MM, FINDINGS, PER_FINDING, ROUNDS = (4084, 3328), 0.07, 200, 10, 7
OTHER_VIEWS, OTHER_FINDINGS = ("Second", "Third", "Fourth"), 20
TESTS = Path(__file__).resolve().parents[1] / "Python"
HIDE, SHOW, NEXT, LENS, SLIDER = (
    "hide all marks",
    "show them again",
    "next finding",
    "lens to another place, painted",
    "slider to image",
)
LIST = "list, a moment after the slider"
LIMITS_S = {HIDE: 0.03, SHOW: 0.05, NEXT: 0.05, LENS: 0.05, SLIDER: 0.05, LIST: 0.1}


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    sys.path.insert(0, str(TESTS))
    from slicer_host import close_panel, open_panel, start_host

    application = start_host()
    widget = open_panel()
    views, pixels = _prepare(widget, application)
    findings, rows = widget.panel.findings.session.findings, widget.ui.clusterTable.rowCount
    yield (
        f"{len(findings.reported_calcifications)} calcifications, {len(findings.reported_clusters)} groups, {rows}"
        f" rows, {len(views)} views"
    )
    drawing = [best_time(view.render, 3) * 1000 for view in views]
    yield (
        f"drawing the large view once: {drawing[0]:.0f} ms, the other three: {sum(drawing[1:]):.0f} ms, in none of the"
        " following"
    )
    reference = best_time(pixels.copy, ROUNDS)
    for name, (before, action) in _actions(application, widget).items():
        times, cpu = [], []
        for _ in range(ROUNDS):
            before()
            start, start_cpu = time.perf_counter(), time.process_time()
            action()
            times.append(time.perf_counter() - start)
            cpu.append(time.process_time() - start_cpu)
        yield (
            f"{name}: {min(times) * 1000:.1f} ms, {min(cpu) * 1000:.1f} ms of processor time (median"
            f" {np.median(cpu) * 1000:.1f} ms, limit {LIMITS_S[name] * 1000:.0f} ms), {min(times) / reference:.1f}"
            " copies of the image"
        )
    widget.reading.magnifier.end()
    close_panel(widget)


def _actions(application: Any, widget: Any) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return what is done before each round, and what is timed."""
    from MicrocalcCADSlicer.view_marks import hideMarks

    slider, findings = widget.ui.thresholdSlider, widget.panel.findings
    positions, others = (iter(first + 0.01 * np.arange(ROUNDS)) for first in (0.6, 0.605))  # as a hand moves it
    return {
        HIDE: (lambda: hideMarks(False), lambda: hideMarks(True)),
        SHOW: (lambda: hideMarks(True), lambda: hideMarks(False)),
        NEXT: (lambda: None, findings.nextFinding),
        LENS: (lambda: None, _lens(application, widget)),
        SLIDER: (lambda: None, lambda: slider.setValue(float(next(positions)))),
        LIST: (lambda: slider.setValue(float(next(others))), findings.listNow),
    }


def _lens(application: Any, widget: Any) -> Callable[[], None]:
    """Return what moves the mouse and lets the lens be painted; a lens that is not painted, or shows what it showed, is
    an error.
    """
    from PySide6 import QtCore

    places, magnifier, painted = iter(150 + 10 * np.arange(ROUNDS + 1)), widget.reading.magnifier, []

    class Watch(QtCore.QObject):
        def eventFilter(self, _watched: Any, event: Any) -> bool:
            if event.type() == QtCore.QEvent.Type.Paint:
                painted.append(magnifier.label.pixmap.cacheKey())
            return False

    watch = Watch()

    def move() -> None:
        place, before = float(next(places)), len(painted)
        application.move_mouse("Red", place, place)
        application.processEvents()
        if len(painted) == before or (before and painted[-1] == painted[before - 1]):
            raise RuntimeError("The lens was not painted at its new place.")

    magnifier.label.installEventFilter(watch)
    magnifier.toggle()
    move()  # the first time it comes up as a window
    return lambda: (watch, move())[1]


def _prepare(widget: Any, application: Any) -> tuple[list[Any], np.ndarray]:
    """Show the large image with its findings in the view *Red* and smaller results in three more views; return all
    views, and the image.
    """
    from Host.slice_view import SliceView

    pixels = np.round(synthetic_mammogram(SHAPE)[0] * 4095).astype(np.uint16)
    views = [SliceView(application.applicationLogic(), 350, 410, name=name) for name in OTHER_VIEWS]
    for view in views:
        view.composite.SetBackgroundVolumeID(
            _stored(widget, view.node.GetName(), pixels, OTHER_FINDINGS, show=False).GetID()
        )
        view.fit()
    _stored(widget, "benchmark", pixels, FINDINGS, show=True)
    return [application.slice_view, *views], pixels


def _stored(widget: Any, name: str, pixels: np.ndarray, findings: int, show: bool) -> Any:
    """Put an image into the scene with a detection of groups of 10 squares of 3 x 3 px, scores spread over the whole
    range.
    """
    import slicer.util
    from MicrocalcCADSlicer.volume import mammogramOf
    from report_material import make_analysis, make_spots

    volume = slicer.util.addVolumeFromArray(pixels[None], name=name)
    volume.SetSpacing(SPACING_MM, SPACING_MM, 1.0)
    centres = [(row, column) for row in range(200, 3950, 230) for column in range(150, 3200, 230)][:findings]
    spots = list(dict.fromkeys(make_spots(centres, PER_FINDING, 30)))
    scores = np.random.default_rng(0).permutation(np.linspace(0.25, 1.0, len(spots)))
    if show:
        widget.ui.volumeSelector.setCurrentNode(volume)
    widget.panel.findings.store(
        volume, _named(make_analysis(mammogramOf(volume), spots, scores.tolist()), scores), None, show=show
    )
    return volume


def _named(analysis: Any, scores: np.ndarray) -> Any:
    """Return an analysis whose candidates have kinds, suspicious ones alone, as those of a detection have: a list with
    words takes longer.
    """
    from MicrocalcCADLib.analysis import Naming
    from MicrocalcCADLib.kinds.naming import WORDS

    likely = ("amorphous", "coarse heterogeneous", "fine pleomorphic", "fine linear or branching")
    columns = [WORDS.index(word) for word in likely]
    kinds = np.zeros((len(scores), len(WORDS)), np.float32)
    kinds[:, columns] = np.random.default_rng(1).dirichlet(np.ones(len(columns)), len(scores))
    return replace(analysis, candidates=replace(analysis.candidates, naming=Naming(WORDS, kinds, scores)))
