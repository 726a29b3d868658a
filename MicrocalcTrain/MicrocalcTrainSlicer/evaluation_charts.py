"""The charts of an evaluation: its curves, the confusion of marks, and a map of the candidates."""

from __future__ import annotations

from pathlib import Path

from MicrocalcTrainLib.evaluation_results import CONFUSION, CURVES, EvaluationResults
from slicer.i18n import tr as _

from .charts import Axes, Curves, Style, updateChart

CONFUSION_KEY, MAP_KEY = "confusion", "map"
MOST_MAPPED = 400


def offered(results: EvaluationResults | None) -> list[tuple[str, str]]:
    """Return what can be drawn as (title, key)."""
    if results is None:
        return []
    curves = [(axesOf(key).title, key) for key in CURVES if results.curves(key)]
    return (
        [*curves, (axesOf(CONFUSION_KEY).title, CONFUSION_KEY), (axesOf(MAP_KEY).title, MAP_KEY)]
        if results.images
        else curves
    )


def axesOf(key: str) -> Axes:
    """Return the titles of a chart."""
    axes = {
        "froc": Axes(_("FROC of calcifications"), _("false positives per cm²"), _("true positive rate")),
        "cluster_froc": Axes(_("FROC of clusters"), _("false clusters per image"), _("sensitivity")),
        "roc": Axes(_("ROC of images"), _("1 - specificity"), _("sensitivity")),
        "reliability": Axes(_("Reliability"), _("mean score"), _("share that is real")),
        CONFUSION_KEY: Axes(_("Confusion of marks"), "", _("marks")),
        MAP_KEY: Axes(_("Map of candidates (t-SNE)"), "", ""),
    }
    return axes[key]


def drawn(key: str, results: EvaluationResults, labelled: Path, evaluation: Path):
    """Make the chart of a key, or bring it up to date, and return its node.

    Raises
    ------
    InputError
        If the candidates of the images cannot be mapped, as the set or the analyses have gone.
    """
    name = f"evaluation/{key}"
    if key == CONFUSION_KEY:
        return updateChart(name, axesOf(key), _bars(results), Style.BARS)
    if key == MAP_KEY:
        return updateChart(name, axesOf(key), _points(labelled, evaluation, results), Style.POINTS)
    form = CURVES[key]
    curves = [
        Curves(method, {form.x: curve[form.x], form.y: curve[form.y]}) for method, curve in results.curves(key).items()
    ]
    return updateChart(name, axesOf(key), curves)


def confusionTitles() -> list[str]:
    """Return the titles of `CONFUSION`, in its order."""
    return [
        _("clusters hit"),
        _("clusters missed"),
        _("false clusters"),
        _("calcifications found"),
        _("calcifications missed"),
    ]


def _bars(results: EvaluationResults) -> list[Curves]:
    confusions = results.confusions()
    return [
        Curves(method, {"mark": range(len(CONFUSION)), "marks": list(counts.values())}, confusionTitles())
        for method, counts in confusions.items()
    ]


def _points(labelled: Path, evaluation: Path, results: EvaluationResults) -> list[Curves]:
    from MicrocalcTrainLib.candidate_map import candidate_map

    mapped = candidate_map(labelled, evaluation, results.images, MOST_MAPPED)
    titles = {True: _("real"), False: _("false")}
    return [Curves(titles[real], {"x": x, "y": y}) for real, (x, y) in mapped.items() if len(x)]
