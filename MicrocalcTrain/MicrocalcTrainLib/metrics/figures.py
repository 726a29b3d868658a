"""Figures of the measures: FROC, ROC, confusion matrix, reliability, grids, planes, curves; the same input gives the
same file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
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

COLOURS = 10  # that matplotlib has before they come again
SIZE_INCHES = (5.6, 4.6)
_FEW_NAMES = 6
_TERMS = {"iou": "IoU", "auc": "AUC", "dice": "Dice", "qwk": "QWK"}
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
        if kind == "png":
            _store_smaller(temporary)


def _store_smaller(path: Path) -> None:
    """Store a picture with a palette of 256 colours, where that is smaller: a page shows it alike, in half
    the bytes.
    """
    from PIL import Image

    small = BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    if small.tell() < path.stat().st_size:
        path.write_bytes(small.getvalue())


def froc_figure(curves: Mapping[str, FreeResponse], unit: str = "cm²", limit: float = 2.0) -> Figure:
    """Draw FROC curves by name up to `limit` false positives a unit, each with its point nearest to (0, 1) (Marasinou
    2023, Fig. 5).
    """
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


def confusion_figure(confusion: np.ndarray, names: Sequence[str], called: Sequence[str] | None = None) -> Figure:
    """Draw a confusion matrix, rows = truth, coloured by the share of its row, with its counts.

    Parameters
    ----------
    names
        Of the rows.
    called
        Of the columns, where they are others than the rows.
    """
    figure, axes = _figure("Prediction", "Truth")
    counts, columns = np.asarray(confusion), names if called is None else called
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        if count or called is None:
            axes.text(
                column,
                row,
                f"{count:g}",
                ha="center",
                va="center",
                color="white" if shares[row, column] > 0.5 else "black",
            )
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(names)), names)
    if len(columns) > _FEW_NAMES:
        axes.tick_params(axis="x", rotation=90)
        figure.set_size_inches(2.6 + 0.42 * len(columns), 2.6 + 0.36 * len(names))
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
    """Draw training curves: one row an epoch with ``epoch`` and the named values; rows without a value are left out of
    its curve.
    """
    figure, axes = _figure("Epoch", "")
    for name in names:
        known = [row for row in curves if row.get(name) is not None]
        axes.plot([row["epoch"] for row in known], [row[name] for row in known], label=spoken(name))
    axes.set_ylim(bottom=0)
    axes.grid(color="0.9")
    axes.legend(frameon=False)
    return figure


def grid_figure(
    values: np.ndarray, rows: Sequence[str], columns: Sequence[str], titles: tuple[str, str], label: str
) -> Figure:
    """Draw a measure over two parameters as coloured cells with their numbers (Marasinou 2023, Tables 1 and 2).

    Parameters
    ----------
    values
        (rows, columns), NaN for a cell without a number.
    titles
        Of the columns' and of the rows' parameter.
    """
    figure, axes = _figure(*titles)
    shown = axes.imshow(values, cmap="viridis", aspect="auto")
    middle = float(np.nanmean(values)) if np.isfinite(values).any() else 0.0
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            axes.text(
                column, row, f"{value:.3f}", ha="center", va="center", color="white" if value < middle else "black"
            )
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    figure.colorbar(shown, ax=axes, label=label)
    return figure


def sweep_figure(at: Sequence[float], curves: Mapping[str, Sequence[float]], x: str) -> Figure:
    """Draw measures by name over a parameter, such as those of the rating over alpha (Zhang 2021, Fig. 3)."""
    figure, axes = _figure(x, "")
    for name, values in curves.items():
        axes.plot(at, values, marker="o", label=name)
    axes.grid(color="0.9")
    axes.legend(frameon=False)
    return figure


def folds_figure(curves: Mapping[str, Sequence[Roc]]) -> Figure:
    """Draw the mean ROC over the folds of a cross-validation by name, one standard deviation shaded (Marasinou 2023,
    Figs. 7 and 8).
    """
    figure, axes = _figure("1 - specificity", "Sensitivity")
    axes.plot([0, 1], [0, 1], color="0.8", linewidth=1)
    x = np.linspace(0, 1, 101)
    for name, folds in curves.items():
        # of several points at one false positive rate, the highest counts
        rates = np.array([np.interp(x, *_upper(one)) for one in folds])
        mean, spread = rates.mean(axis=0), rates.std(axis=0)
        areas = np.array([one.area for one in folds])
        (line,) = axes.plot(x, mean, label=f"{name}, AUC {areas.mean():.3f} ± {areas.std():.3f}")
        axes.fill_between(
            x,
            np.maximum(mean - spread, 0),
            np.minimum(mean + spread, 1),
            color=line.get_color(),
            alpha=0.15,
            linewidth=0,
        )
    _finish(axes, (0, 1), len(curves))
    return figure


def plane_figure(points: np.ndarray, groups: Mapping[str, np.ndarray]) -> Figure:
    """Draw points of a plane in the colours of their groups, small groups last (Valvano 2019, Fig. 4).

    Parameters
    ----------
    points
        (n, 2).
    groups
        By name, bool (n,).
    """
    figure, axes = _figure("", "")
    for name, inside in sorted(groups.items(), key=lambda item: -int(item[1].sum())):
        axes.plot(*points[inside].T, ".", markersize=4, label=f"{name} ({int(inside.sum())})")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.legend(frameon=False)
    return figure


def pairs_figure(pairs: Sequence[tuple[np.ndarray, str, np.ndarray, str]]) -> Figure:
    """Draw pairs of patches side by side, each with its title (Valvano 2019, Figs. 5 and 6)."""
    figure, axes = _figure("", "")
    axes.remove()
    figure.set_size_inches(2 * max(1, len(pairs)), 4.4)
    for column, (first, first_title, second, second_title) in enumerate(pairs):
        for row, (patch, title) in enumerate(((first, first_title), (second, second_title))):
            part = figure.add_subplot(2, len(pairs), row * len(pairs) + column + 1)
            part.imshow(patch, cmap="gray")
            part.set_title(title, fontsize=8)
            part.set_axis_off()
    return figure


def epochs_figure(curves: Mapping[str, Sequence[Mapping[str, float]]], key: str) -> Figure:
    """Draw one measure over the epochs of several trainings by name."""
    words = spoken(key)
    figure, axes = _figure("Epoch", words[0].upper() + words[1:])
    known = {name: rows for name, rows in curves.items() if rows}
    for number, (name, rows) in enumerate(known.items()):
        axes.plot(
            [row["epoch"] for row in rows], [row[key] for row in rows], ("-", "--")[number // COLOURS % 2], label=name
        )
    axes.grid(color="0.9")
    if len(known) > _FEW_NAMES:  # so many names would lie on the curves
        figure.legend(loc="outside right upper", frameon=False, fontsize=7)
    else:
        axes.legend(frameon=False, fontsize=7)
    return figure


def panels_figure(panels: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]], x: str, columns: int) -> Figure:
    """Draw panels by title, each with its curves (x, y) by name (Zhang 2021, Fig. 2); the first one has the names."""
    rows = -(-len(panels) // columns)
    figure = figure_of((2.6 * columns, 2.4 * rows))
    for number, (title, curves) in enumerate(panels.items()):
        axes = figure.add_subplot(rows, columns, number + 1)
        for name, (at, values) in curves.items():
            axes.plot(at, values, label=name, linewidth=1)
        axes.set_title(title, fontsize=8)
        axes.set_xlabel(x, fontsize=8)
        axes.tick_params(labelsize=7)
        axes.grid(color="0.9")
        if number == 0:
            axes.legend(frameon=False, fontsize=6)
    return figure


def spoken(name: str) -> str:
    """Return the name of a figure of the training in words."""
    return " ".join(_TERMS.get(word, word) for word in name.split("_"))


def _upper(curve: Roc) -> tuple[np.ndarray, np.ndarray]:
    x = np.unique(curve.false_positive_rate)
    return x, np.array([curve.true_positive_rate[curve.false_positive_rate == one].max() for one in x])


def figure_of(size_inches: tuple[float, float]) -> Figure:
    """Return an empty figure that belongs to no window; raises `MicrocalcError` without matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MicrocalcError("Figures need matplotlib: pip install matplotlib.") from error
    figure = Figure(figsize=size_inches, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _figure(x: str, y: str) -> tuple[Figure, Axes]:
    figure = figure_of(SIZE_INCHES)
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
