"""Reading a 4084 x 3328 px mammogram by keys in the test host: hide marks, next of 200 findings, lens, slider over 2,000 candidates.

The reference beside each is a copy of the image's pixels in memory in the same run, which tells how fast the machine is at the moment.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from synthetic import synthetic_mammogram
from timing import best_time

SHAPE, SPACING_MM, FINDINGS, PER_FINDING, ROUNDS = (4084, 3328), 0.07, 200, 10, 7
TESTS = Path(__file__).resolve().parents[1] / "Python"
LIMITS_S = {"hide all marks": 0.03, "next finding": 0.05, "lens to another place": 0.05, "slider to image": 0.05}


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    sys.path.insert(0, str(TESTS))
    from slicer_host import close_panel, open_panel, start_host

    application = start_host()
    widget = open_panel()
    view, pixels = application.slice_view, _prepare(widget)
    with tempfile.TemporaryDirectory() as folder:
        view.save_picture(Path(folder) / "view.png")  # from now on the view follows the scene as on a screen
    findings, rows = widget.panel.findings.session.findings, widget.ui.clusterTable.rowCount
    yield f"{len(findings.reported_calcifications)} calcifications, {len(findings.reported_clusters)} groups, {rows} rows"
    yield f"drawing the view once: {best_time(view.render, ROUNDS) * 1000:.0f} ms, in none of the following"
    reference = best_time(pixels.copy, ROUNDS)
    for name, action in _actions(application, widget, view).items():
        seconds = best_time(action, ROUNDS)
        cpu = best_time(action, ROUNDS, time.process_time)
        yield (
            f"{name}: {seconds * 1000:.0f} ms, {cpu * 1000:.0f} ms of processor time (limit {LIMITS_S[name] * 1000:.0f} ms), "
            f"{seconds / reference:.1f} copies of the image"
        )
    widget.reading.magnifier.end()
    close_panel(widget)


def _actions(application: Any, widget: Any, view: Any) -> dict[str, Callable[[], object]]:
    from MicrocalcCADSlicer.view_marks import hideMarks, marksAreHidden

    panel, slider = widget.panel.findings, widget.ui.thresholdSlider
    positions = iter(0.6 + 0.01 * np.arange(2 * ROUNDS))  # as a hand moves it

    def hide() -> None:
        hideMarks(not marksAreHidden())

    def move() -> None:
        slider.setValue(float(next(positions)))

    places = iter(150 + 10 * np.arange(2 * ROUNDS))
    widget.reading.magnifier.toggle()

    def lens() -> None:
        place = float(next(places))
        application.move_mouse("Red", place, place)

    return {"hide all marks": hide, "next finding": panel.nextFinding, "lens to another place": lens, "slider to image": move}


def _prepare(widget: Any) -> np.ndarray:
    """Show a detection of 200 groups of 10 squares of 3 x 3 px, scores spread over the whole range, and return the image."""
    import slicer.util
    from MicrocalcCADSlicer.volume import mammogramOf
    from report_material import make_analysis, make_spots

    pixels = np.round(synthetic_mammogram(SHAPE)[0] * 4095).astype(np.uint16)
    volume = slicer.util.addVolumeFromArray(pixels[None], name="benchmark")
    volume.SetSpacing(SPACING_MM, SPACING_MM, 1.0)
    centres = [(row, column) for row in range(200, 3950, 230) for column in range(150, 3200, 230)][:FINDINGS]
    spots = list(dict.fromkeys(make_spots(centres, PER_FINDING, 30)))
    scores = np.random.default_rng(0).permutation(np.linspace(0.25, 1.0, len(spots)))
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.panel.findings.store(volume, _named(make_analysis(mammogramOf(volume), spots, scores.tolist()), scores), None, show=True)
    return pixels


def _named(analysis: Any, scores: np.ndarray) -> Any:
    """Return an analysis whose candidates have kinds, suspicious ones alone, as those of a detection have: a list with words takes longer."""
    from MicrocalcCADLib.analysis import Naming
    from MicrocalcCADLib.kinds.naming import WORDS

    likely = ("amorphous", "coarse heterogeneous", "fine pleomorphic", "fine linear or branching")
    columns = [WORDS.index(word) for word in likely]
    kinds = np.zeros((len(scores), len(WORDS)), np.float32)
    kinds[:, columns] = np.random.default_rng(1).dirichlet(np.ones(len(columns)), len(scores))
    return replace(analysis, candidates=replace(analysis.candidates, naming=Naming(WORDS, kinds, scores)))
