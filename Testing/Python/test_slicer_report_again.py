"""A report that is made again from a loaded scene is the same, byte by byte, apart from a date."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panel_material import choose, paint, states, texts

pytest_plugins = ["slicer_fixtures"]

FORMATS = ("json", "csv", "html", "labels", "seg")
DATE = re.compile(rb"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?")


def report(volume: Any, folder: Path) -> dict[str, bytes]:
    from MicrocalcCADSlicer.dicom_exchange import exportResults

    folder.mkdir()
    exportResults(volume, folder, FORMATS)
    return {path.name: DATE.sub(b"", path.read_bytes()) for path in sorted(folder.iterdir())}


@pytest.fixture
def reviewed(widget: Any, detected: Callable[[], Any]) -> Any:
    """The results after an edit, a rejection and an acceptance; returns their volume."""
    nodes = detected()
    paint(nodes, (440, 444, 240, 244), (750, 753, 150, 153), (755, 758, 160, 163), (745, 748, 165, 168))
    widget.panel.findings.onEdited()
    choose(widget, states(widget).index("unseen"))
    widget.ui.rejectButton.click()
    choose(widget, states(widget).index("edited"))
    widget.ui.acceptButton.click()
    return nodes.volume


def test_a_report_from_the_loaded_scene_is_the_same(
    application: Any, widget: Any, reviewed: Any, tmp_path: Path
) -> None:
    import slicer
    import slicer.util

    widget.panel.findings.settleNow()
    before = report(reviewed, tmp_path / "before")
    listed = texts(widget)
    assert sorted(states(widget)) == ["accepted", "added", "rejected"]
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True, None)
    assert texts(widget) == listed
    after = report(slicer.util.getNode("Example"), tmp_path / "after")
    assert list(before) == [
        f"Example.{end}"
        for end in (
            "calcifications.csv",
            "clusters.csv",
            "findings.json",
            "html",
            "labels.nrrd",
            "seg.nrrd",
            "vessels.csv",
        )
    ]
    assert [name for name in before if before[name] != after[name]] == []


def test_the_report_has_the_edits_and_not_what_was_rejected(reviewed: Any, widget: Any, tmp_path: Path) -> None:
    import json

    content = json.loads(report(reviewed, tmp_path / "out")["Example.findings.json"])
    reported = [c for c in content["clusters"] if c["reported"]]
    assert sorted(c["count"] for c in reported) == [3, 10]
    assert sum(c["reported"] for c in content["calcifications"]) == 13 + 1  # and the single one
    assert any("4 added" in notice["text"] for notice in content["notices"])


def test_the_report_tells_an_edit_that_the_panel_has_not_seen(widget: Any, reviewed: Any, tmp_path: Path) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    widget.ui.volumeSelector.setCurrentNode(None)
    paint(resultsOf(reviewed), (470, 474, 270, 274))
    assert b"5 added" in report(reviewed, tmp_path / "out")["Example.html"]


@pytest.mark.usefixtures("real_ratings")
def test_the_report_rates_clusters_as_the_list_does(widget: Any, reviewed: Any, tmp_path: Path) -> None:
    import json

    widget.panel.findings.chooseRating("malignancy-simulated")
    widget.panel.findings.settleNow()
    listed = {c.id: c.malignancy for c in widget.panel.findings.session.findings.reported_clusters}
    content = json.loads(report(reviewed, tmp_path / "out")["Example.findings.json"])
    assert {c["id"]: c["malignancy"] for c in content["clusters"] if c["reported"]}.items() <= listed.items()
    assert any(value is not None for value in listed.values())


def test_the_full_scale_of_the_detection_holds_even_if_another_is_given_later(
    widget: Any, reviewed: Any, tmp_path: Path
) -> None:
    before = report(reviewed, tmp_path / "before")
    widget.ui.fullScaleSpinBox.setValue(65535)
    assert report(reviewed, tmp_path / "after") == before
