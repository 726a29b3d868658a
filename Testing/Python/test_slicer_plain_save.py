"""Slicer's Save dialog writes a file for each node, named like the node, in one folder: those of two mammograms differ,
and marks that a file has put elsewhere are drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume
from report_material import make_analysis, make_spots
from test_slicer_results import VESSELS

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def both(widget: Any, volume: Any) -> tuple[Any, Any]:
    """Two mammograms with results, each with clusters, a single calcification, vessels and the nipple's point."""
    import slicer.util

    array = slicer.util.arrayFromVolume(volume)
    other = add_volume(array, name="Second")
    for one, centres in ((volume, [(420, 240), (600, 150)]), (other, [(300, 180), (520, 300)])):
        detect(widget, one, centres)
    return volume, other


def detect(widget: Any, volume: Any, centres: list[tuple[int, int]]) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    (row, _), *_others = centres
    spots = [*make_spots(centres, 9, 20), (row + 300, 400)]
    shift = row - 300
    vessels = tuple(replace(v, polyline=tuple((r + shift, c) for r, c in v.polyline)) for v in VESSELS)
    analysis = make_analysis(widget.started[-1].mammogram, spots)
    widget.started[-1].finish(replace(analysis, vessels=vessels))
    widget.ui.nippleCheckBox.checked = False
    widget.ui.nippleCheckBox.click()


def storable() -> Iterator[Any]:
    """The nodes that Slicer's Save dialog has a row for."""
    import slicer

    for index in range(slicer.mrmlScene.GetNumberOfNodes()):
        node = slicer.mrmlScene.GetNthNode(index)
        if node.IsA("vtkMRMLStorableNode") and node.GetSaveWithScene() and not node.GetHideFromEditors():
            yield node


def save_as_the_dialog_does(folder: Path) -> list[str]:
    """Save the scene and return the names of all files of nodes, as often as one is written."""
    import slicer

    folder.mkdir()
    names = []
    for node in list(storable()):
        if node.GetStorageNode() is None and not (node.AddDefaultStorageNode() and node.GetStorageNode()):
            continue
        storage = node.GetStorageNode()
        names.append(f"{node.GetName()}.{storage.GetDefaultWriteFileExtension().lstrip('.')}")
        storage.SetFileName(str(folder / names[-1]))
        storage.WriteData(node)
    slicer.mrmlScene.SetURL(str(folder / "scene.mrml"))
    slicer.mrmlScene.SetRootDirectory(str(folder))
    slicer.mrmlScene.Commit()
    return names


def marks() -> dict[tuple[str, str, str], list[tuple[int, int]]]:
    """The pixels of the marks that are not put away, by their volume and name."""
    import slicer.util
    from MicrocalcCADSlicer.geometry import worldToPixel

    found = {}
    for node in slicer.util.getNodesByClass("vtkMRMLMarkupsNode"):
        if node.GetNumberOfControlPoints() and not node.GetHideFromEditors():
            volume = node.GetNodeReference("Microcalc.Volume")
            places = (node.GetNthControlPointPositionWorld(i) for i in range(node.GetNumberOfControlPoints()))
            pixels = [tuple(round(value) for value in worldToPixel(volume, place)) for place in places]
            found[node.GetClassName(), volume.GetName(), node.GetName()] = pixels
    return found


def test_no_file_of_one_mammogram_replaces_one_of_another_and_all_lie_where_they_were(
    both: tuple[Any, Any], widget: Any, application: Any, tmp_path: Path
) -> None:
    import slicer
    from MicrocalcCADSlicer.plots import plotDistributions
    from MicrocalcCADSlicer.results import resultsOf

    for one in both:
        widget.ui.volumeSelector.setCurrentNode(one)
        findings = widget.panel.findings.session.findings
        plotDistributions(resultsOf(one), findings, findings.reported_clusters[0])
    before = marks()
    assert len(before) == 2 * (2 + 1 + 2 + 1), "outlines, singles, vessels, nipple"
    names = save_as_the_dialog_does(tmp_path / "scene")
    assert sorted(names) == sorted(set(names)) and len(names) > len(before)
    application.clear_scene()
    slicer.mrmlScene.SetURL(str(tmp_path / "scene" / "scene.mrml"))
    slicer.mrmlScene.Import(None)
    assert marks() == before


def test_marks_that_a_file_has_put_elsewhere_are_drawn_again_once_their_mammogram_is_chosen(
    both: tuple[Any, Any], widget: Any
) -> None:
    import slicer.util

    first, second = both
    before = marks()
    nodes = {
        volume: [
            n
            for n in slicer.util.getNodesByClass("vtkMRMLMarkupsNode")
            if n.GetNodeReference("Microcalc.Volume") is volume
        ]
        for volume in both
    }
    for own, other in zip(nodes[first], nodes[second], strict=True):  # as by one file for both
        slicer.util.updateMarkupsControlPointsFromArray(own, slicer.util.arrayFromMarkupsControlPoints(other))
    assert marks() != before
    widget.ui.volumeSelector.setCurrentNode(first)
    assert marks() == before
    assert not widget.ui.undoButton.enabled, "no step"


def test_two_mammograms_of_one_name_share_no_file(both: tuple[Any, Any], widget: Any) -> None:
    both[1].SetName(both[0].GetName())
    detect(widget, both[1], [(300, 180)])
    names = [node.GetName() for node in storable() if node not in both]
    assert sorted(names) == sorted(set(names))
    assert "Example cluster 1" in names and "Example (2) cluster 1" in names


def test_marks_lie_on_a_mammogram_that_is_moved(widget: Any, volume: Any) -> None:
    import slicer
    import slicer.util
    from MicrocalcCADSlicer.geometry import hasPoints
    from MicrocalcCADSlicer.results import resultsOf

    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    moved = np.eye(4)
    moved[:3, 3] = (10, 20, 30)
    transform.SetMatrixTransformToParent(slicer.util.vtkMatrixFromArray(moved))
    volume.SetAndObserveTransformNodeID(transform.GetID())
    detect(widget, volume, [(420, 240), (600, 150)])
    nodes, findings = resultsOf(volume), widget.panel.findings.session.findings
    assert hasPoints(nodes.outlines[0], volume, np.array(findings.reported_clusters[0].outline))
    outline, vessel = (
        marks()[nodes.outlines[0].GetClassName(), "Example", nodes.outlines[0].GetName()],
        nodes.vessels[0],
    )
    assert outline == [tuple(map(round, place)) for place in findings.reported_clusters[0].outline]
    assert marks()[vessel.GetClassName(), "Example", vessel.GetName()][0] == (220, 50)
