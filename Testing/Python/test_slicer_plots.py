"""Plots of the review: tables, series and charts in the scene, made by a click."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.findings import ModelIdentity
from MicrocalcCADLib.models import models_folder
from panel_material import choose, status

pytest_plugins = ["slicer_fixtures"]


def charts() -> list[Any]:
    import slicer.util

    return slicer.util.getNodesByClass("vtkMRMLPlotChartNode")


def column(series: Any, name: str) -> np.ndarray:
    import slicer.util

    return slicer.util.arrayFromTableColumn(series.GetTableNode(), name)


def series_of(chart: Any) -> list[Any]:
    return [chart.GetNthPlotSeriesNode(i) for i in range(chart.GetNumberOfPlotSeriesNodes())]


@pytest.fixture
def shown(application: Any) -> Callable[[], list[Any]]:
    """A function that returns the charts that the plot views of the layout show."""

    def charts_on_view() -> list[Any]:
        nodes = [view.GetPlotChartNode() for view in application.layoutManager().plot_views]
        return [node for node in nodes if node is not None]

    return charts_on_view


@pytest.fixture
def modelled(widget: Any, detected: Callable) -> Callable[[str], Any]:
    """A function that makes the findings those of a shipped model, and returns its metadata."""

    def build(name: str) -> Any:
        detected()
        folder = models_folder() / name
        metadata = json.loads((folder / "configs" / "metadata.json").read_text(encoding="utf-8"))
        entries = json.loads((models_folder() / "catalog.json").read_text(encoding="utf-8"))["models"]
        entry = next(e for e in entries if e["name"] == name)
        session = widget.panel.findings.session
        identity = ModelIdentity(name, entry["version"], entry["sha256"])
        session._setFindings(replace(session.findings, method=entry["method"], model=identity))
        return metadata["microcalc"]

    return build


def test_distributions_of_the_chosen_cluster_are_three_charts_of_two_series(
    widget: Any, detected: Callable, shown: Callable, application: Any
) -> None:
    detected()
    choose(widget, 1)
    widget.ui.distributionsButton.click()
    made = charts()
    assert [chart.GetXAxisTitle().split(" ")[0] for chart in made] == ["Diameter", "Eccentricity", "Contrast"]
    for chart in made:
        chosen, others = series_of(chart)
        assert (chosen.GetName(), others.GetName()) == ("Cluster 2", "All others")
        assert column(chosen, "cluster").sum() == pytest.approx(1)
        assert column(others, "others").sum() == pytest.approx(1)
    assert shown() == [made[0]]
    assert application.layoutManager().names_on_view() == ["Red"]  # the image beside it, and no black view


def test_charts_of_another_cluster_take_the_place_of_the_first_ones(
    widget: Any, detected: Callable, shown: Callable
) -> None:
    import slicer
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    nodes = detected()
    for row in (0, 1):
        choose(widget, row)
        widget.ui.distributionsButton.click()
    assert [series_of(chart)[0].GetName() for chart in charts()] == ["Cluster 2"] * 3
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    assert {hierarchy.GetItemParent(hierarchy.GetItemByDataNode(chart)) for chart in charts()} == {
        folderOf(nodes.volume)
    }


def test_without_a_chosen_cluster_or_findings_a_sentence_says_what_to_do(
    widget: Any, detected: Callable, shown: Callable
) -> None:
    widget.ui.distributionsButton.click()
    assert "click Detect calcifications first" in status(widget)
    detected()
    widget.ui.distributionsButton.click()
    assert "No cluster is chosen: click one in the list" in status(widget)
    assert charts() == shown() == []


def test_the_froc_of_the_model_has_the_operating_point_on_it(widget: Any, modelled: Callable, shown: Callable) -> None:
    rows = modelled("hdogreg-light")["training"]["figures"]["0.07 mm"]["froc"]
    middle = rows[len(rows) // 4]
    session = widget.panel.findings.session
    point = replace(session.findings.operating_point, threshold=middle["threshold"])
    session._setFindings(replace(session.findings, operating_point=point))
    widget.ui.curveButton.click()
    (chart,) = charts()
    curve, point = series_of(chart)
    for name in ("false_calcifications_per_cm2", "sensitivity"):
        assert column(curve, name).tolist() == [row[name] for row in rows]
        assert column(point, name) == pytest.approx([middle[name]])
    assert "FROC" in chart.GetTitle() and "0.07 mm" in chart.GetTitle()
    assert (chart.GetXAxisTitle(), chart.GetYAxisTitle()) == ("False calcifications per cm²", "Sensitivity")
    assert shown() == [chart]
    assert (point.GetLineStyle(), curve.GetLineStyle()) == (
        point.LineStyleNone,
        curve.LineStyleSolid,
    )  # no line through one point


def test_a_model_that_states_its_sensitivity_gets_that_against_the_false_positives(
    widget: Any, modelled: Callable, shown: Callable
) -> None:
    modelled("patch-learning")
    widget.ui.curveButton.click()
    (chart,) = charts()
    curve, point = series_of(chart)
    assert (chart.GetXAxisTitle(), chart.GetYAxisTitle()) == ("False positive rate", "True positive rate")
    x, y = column(curve, "false_positive_rate"), column(curve, "true_positive_rate")
    assert x.min() <= column(point, "false_positive_rate")[0] <= x.max()
    assert y.min() <= column(point, "true_positive_rate")[0] <= y.max()


@pytest.mark.parametrize("kind", ["flat", "none"])
def test_a_fine_tuned_model_has_the_froc_of_its_data_and_one_that_was_not_measured_its_false_clusters(
    kind: str, widget: Any, detected: Callable, shown: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    import types

    from MicrocalcCADSlicer import plots

    detected()
    identity = widget.panel.findings.session.findings.model
    froc = [{"threshold": t, "sensitivity": 1 - t, "false_calcifications_per_cm2": 1 - t**2} for t in (0.1, 0.5, 0.9)]
    clusters = [{"threshold": t, "false_clusters_per_image": 2 - 2 * t} for t in (0.1, 0.5, 0.9)]
    section = {
        "training": {"figures": {"images": 3, "froc": froc} if kind == "flat" else {}},
        "operating_curve": clusters,
    }
    monkeypatch.setattr(
        plots, "find_bundle", lambda name, method: types.SimpleNamespace(identity=identity, section=section)
    )
    widget.ui.curveButton.click()
    (chart,) = charts()
    x, y = {"flat": ("false_calcifications_per_cm2", "sensitivity"), "none": ("threshold", "false_clusters_per_image")}[
        kind
    ]
    rows = {"flat": froc, "none": clusters}[kind]
    assert column(series_of(chart)[0], x).tolist() == [row[x] for row in rows]
    assert column(series_of(chart)[0], y).tolist() == [row[y] for row in rows]


def test_a_model_that_is_not_at_hand_any_more_has_no_curve_and_the_panel_says_why(
    widget: Any, detected: Callable, shown: Callable
) -> None:
    detected()
    widget.ui.curveButton.click()
    assert "The curve of model test-model cannot be shown" in status(widget)
    assert charts() == []


def test_another_detection_takes_the_plots_away(widget: Any, detected: Callable, shown: Callable) -> None:
    detected()
    choose(widget, 0)
    widget.ui.distributionsButton.click()
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert charts() == []


def test_plots_are_saved_with_the_scene(
    widget: Any, detected: Callable, shown: Callable, application: Any, tmp_path: Path
) -> None:
    import slicer

    detected()
    choose(widget, 0)
    widget.ui.distributionsButton.click()
    kept = [column(series_of(chart)[0], "cluster").tolist() for chart in charts()]
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True, None)
    assert [column(series_of(chart)[0], "cluster").tolist() for chart in charts()] == [
        pytest.approx(values) for values in kept
    ]
