"""Figures of the measures: FROC, ROC, confusion matrix, reliability, training curves; the same input gives the same file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.files import written_whole

from .froc import FreeResponse, nearest_to_perfect
from .reliability import Reliability
from .roc import Roc, RocPoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE_INCHES = (5.6, 4.6)
# Text stays text in SVG, and the names of its parts do not change from one run to the next.
REPRODUCIBLE = {"svg.hashsalt": "microcalc", "svg.fonttype": "none", "font.family": "DejaVu Sans"}
METADATA = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure as SVG or PNG by the suffix of `path`, whole or not at all, byte for byte the same each time."""
    import matplotlib

    kind = path.suffix[1:].lower()
    if kind not in METADATA:
        raise MicrocalcError(f"A figure cannot be written as {path.name}: give a name that ends in .svg or .png.")
    with matplotlib.rc_context(REPRODUCIBLE), written_whole(path) as temporary:
        figure.savefig(temporary, format=kind, dpi=150, metadata=METADATA[kind])


def froc_figure(curves: Mapping[str, FreeResponse], unit: str = "cm²", limit: float = 2.0) -> Figure:
    """Draw FROC curves by name up to `limit` false positives a unit, each with its point nearest to (0, 1) (Marasinou 2023, Fig. 5)."""
    figure, axes = _figure(f"False positives per {unit}", "True positive rate")
    for name, curve in curves.items():
        x, y = np.concatenate([[0.0], curve.false_rate]), np.concatenate([[0.0], curve.rate])
        (line,) = axes.plot(x, y, label=name, drawstyle="steps-post")
        if len(curve.thresholds):
            i = nearest_to_perfect(curve)
            axes.plot(curve.false_rate[i], curve.rate[i], "o", color=line.get_color())
    _finish(axes, (0, limit), len(curves))
    return figure


def roc_figure(curves: Mapping[str, Roc], points: Mapping[str, RocPoint] | None = None) -> Figure:
    """Draw ROC curves by name with their areas, and operating points of the same names (Kahnouei 2022, Fig. 6)."""
    figure, axes = _figure("1 - specificity", "Sensitivity")
    axes.plot([0, 1], [0, 1], color="0.8", linewidth=1)
    for name, curve in curves.items():
        (line,) = axes.plot(curve.false_positive_rate, curve.true_positive_rate, label=f"{name}, AUC {curve.area:.3f}")
        point = (points or {}).get(name)
        if point:
            axes.plot(point.false_positive_rate, point.true_positive_rate, "o", color=line.get_color())
    _finish(axes, (0, 1), len(curves))
    return figure


def confusion_figure(confusion: np.ndarray, names: Sequence[str]) -> Figure:
    """Draw a confusion matrix, rows = truth, coloured by the share of its row, with its counts."""
    figure, axes = _figure("Prediction", "Truth")
    counts = np.asarray(confusion)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        axes.text(column, row, f"{count:g}", ha="center", va="center", color="white" if shares[row, column] > 0.5 else "black")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    return figure


def reliability_figure(curves: Mapping[str, Reliability]) -> Figure:
    """Draw the share of positives against the score by name, with 95 % intervals and the expected calibration error."""
    figure, axes = _figure("Score", "Share of positives")
    axes.plot([0, 1], [0, 1], color="0.8", linewidth=1)
    for name, curve in curves.items():
        # The share is inside its interval but for rounding.
        bars = np.maximum([curve.observed - curve.low, curve.high - curve.observed], 0)
        label = f"{name}, ECE {curve.expected_calibration_error:.3f}"
        axes.errorbar(curve.predicted, curve.observed, yerr=bars, marker="o", capsize=2, label=label)
    _finish(axes, (0, 1), len(curves))
    return figure


def training_figure(curves: Sequence[Mapping[str, float]], names: Sequence[str]) -> Figure:
    """Draw training curves: one row an epoch with ``epoch`` and the named values; rows without a value are left out of its curve."""
    figure, axes = _figure("Epoch", "")
    for name in names:
        known = [row for row in curves if row.get(name) is not None]
        axes.plot([row["epoch"] for row in known], [row[name] for row in known], label=name.replace("_", " "))
    axes.set_ylim(bottom=0)
    axes.grid(color="0.9")
    axes.legend(frameon=False)
    return figure


def _figure(x: str, y: str) -> tuple[Figure, Axes]:
    """Return an empty figure that belongs to no window."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MicrocalcError("Figures need matplotlib: install it, for example by pip install 'slicer-microcalc[train]'.") from error
    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def _finish(axes: Axes, x_range: tuple[float, float], curves: int) -> None:
    margin = 0.01 * (x_range[1] - x_range[0])
    axes.set_xlim(x_range[0] - margin, x_range[1] + margin)
    axes.set_ylim(-0.01, 1.01)
    axes.grid(color="0.9")
    if curves:
        axes.legend(loc="lower right", frameon=False)
