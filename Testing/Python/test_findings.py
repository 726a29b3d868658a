"""Findings and their file format."""

from __future__ import annotations

import json

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import SCHEMA, Findings
from MicrocalcCADLib.reporting.findings_json import to_text


def test_findings_survive_the_way_through_json(findings: Findings) -> None:
    assert Findings.from_dict(json.loads(to_text(findings))) == findings


def test_the_file_has_the_fields_that_other_programs_rely_on(findings: Findings) -> None:
    content = json.loads(to_text(findings))
    assert content["schema"] == SCHEMA == "microcalc-findings/1"
    expected = ["source", "image", "method", "model", "operating_point", "calcifications", "clusters", "patches", "timings_s", "versions"]
    assert [key for key in content if key in expected] == expected
    assert {"path", "sha256", "sop_instance_uid"} <= content["source"].keys()
    assert {"rows", "columns", "spacing_mm", "spacing_from", "laterality", "view", "breast_area_cm2"} <= content["image"].keys()
    calcification = {"id", "row", "column", "score", "area_mm2", "major_axis_mm", "minor_axis_mm", "eccentricity", "mean_intensity", "contrast"}
    assert calcification | {"cluster", "reported"} <= content["calcifications"][0].keys()
    cluster = {"id", "row", "column", "bounding_box", "score", "count", "area_mm2", "density_per_cm2", "reported", "birads", "malignancy"}
    assert cluster <= content["clusters"][0].keys()


def test_candidates_below_the_operating_point_stay_in_the_file(findings: Findings) -> None:
    reported = [c["reported"] for c in json.loads(to_text(findings))["calcifications"]]
    assert len(reported) == 21
    assert sum(reported) == len(findings.reported_calcifications) == 20


def test_reported_clusters_come_most_suspicious_first(findings: Findings) -> None:
    scores = [c.score for c in findings.reported_clusters]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


def test_unknown_keys_of_a_later_version_are_ignored(findings: Findings) -> None:
    content = json.loads(to_text(findings))
    content["clusters"][0]["of_the_future"] = 1
    assert Findings.from_dict(content | {"also": 2}) == findings


@pytest.mark.parametrize("content", [{}, [], {"schema": "microcalc-findings/99"}])
def test_another_schema_is_refused(content: object) -> None:
    with pytest.raises(InputError, match="microcalc-findings/1"):
        Findings.from_dict(content)


@pytest.mark.parametrize("part", ["source", "image", "operating_point", "calcifications"])
def test_an_incomplete_file_is_refused(findings: Findings, part: str) -> None:
    content = json.loads(to_text(findings))
    del content[part]
    with pytest.raises(InputError, match=f"incomplete.*{part}"):
        Findings.from_dict(content)
