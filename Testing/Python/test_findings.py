"""Findings and their file format."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from MicrocalcCADLib import findings as findings_module
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import SCHEMA, Cluster, Findings, Patch, Vessel
from MicrocalcCADLib.kinds import vocabulary
from MicrocalcCADLib.notices import Notice
from MicrocalcCADLib.reporting.findings_json import to_text, write


def test_findings_survive_the_way_through_json(findings: Findings) -> None:
    assert Findings.from_dict(json.loads(to_text(findings))) == findings


def test_the_file_has_the_fields_that_other_programs_rely_on(findings: Findings) -> None:
    content = json.loads(to_text(findings))
    assert content["schema"] == SCHEMA == "microcalc-findings/2"
    expected = [
        "schema",
        "source",
        "image",
        "method",
        "model",
        "rating",
        "operating_point",
        "calcifications",
        "clusters",
        "vessels",
        "patches",
    ]
    assert list(content) == [*expected, "notices", "timings_s", "versions"]
    assert {"path", "sha256", "sop_instance_uid"} <= content["source"].keys()
    assert {
        "rows",
        "columns",
        "spacing_mm",
        "spacing_from",
        "spacing_plane",
        "laterality",
        "view",
        "breast_area_cm2",
    } <= content["image"].keys()
    assert content["operating_point"] == {"name": "balanced", "threshold": 0.5, "by": "suspicion"}
    assert content["notices"] == [{"text": "Trained on simulated calcifications.", "scope": "model"}]
    calcification = {
        "id",
        "row",
        "column",
        "score",
        "area_mm2",
        "major_axis_mm",
        "minor_axis_mm",
        "eccentricity",
        "mean_intensity",
        "contrast",
    }
    assert (
        calcification | {"cluster", "reported", "suspicion", "morphology", "morphologies"}
        <= content["calcifications"][0].keys()
    )
    cluster = {
        "id",
        "row",
        "column",
        "bounding_box",
        "score",
        "count",
        "area_mm2",
        "density_per_cm2",
        "reported",
        "birads",
        "malignancy",
    }
    cluster |= {
        "suspicion",
        "kind",
        "morphology",
        "morphologies",
        "distribution",
        "typically_benign",
        "vascular",
        "odds",
        "sentence",
    }
    assert cluster <= content["clusters"][0].keys()
    assert list(content["calcifications"][0])[:7] == [
        "id",
        "row",
        "column",
        "score",
        "suspicion",
        "morphology",
        "morphologies",
    ]
    vessel = Vessel(1, ((1.0, 2.0), (3.0, 4.5)), 0.5, 0.25, 1, 0.1)
    assert json.loads(to_text(replace(findings, vessels=(vessel,))))["vessels"] == [
        {
            "id": 1,
            "polyline": [[1.0, 2.0], [3.0, 4.5]],
            "length_mm": 0.5,
            "calcified_mm": 0.25,
            "segments": 1,
            "area_mm2": 0.1,
        }
    ]


def test_the_page_about_the_file_names_all_that_it_holds(findings: Findings) -> None:
    page = (Path(__file__).resolve().parents[2] / "Docs" / "findings.md").read_text(encoding="utf-8")
    content = findings.to_dict()
    parts = [
        content,
        content["source"],
        content["image"],
        content["model"],
        content["operating_point"],
        content["calcifications"][0],
    ]
    keys = {key for part in (*parts, content["clusters"][0], content["notices"][0]) for key in part}
    keys |= {field.name for kind in (Vessel, Patch) for field in fields(kind)} | {"malignant", "low", "high", "n"}
    assert len(keys) > 60 and {key for key in keys if f"`{key}`" not in page} - {"schema"} == set()


def test_other_programs_score_clusters_by_suspicion_or_by_score(findings: Findings, tmp_path: Path) -> None:
    """As `score_clusters.py` of the shared tools reads the file: the value by its name, rows and columns."""
    first = findings.reported_clusters[0]
    low = replace(
        findings, clusters=tuple(replace(c, suspicion=0.01) if c.id == first.id else c for c in findings.clusters)
    )
    write(low, None, None, tmp_path / "a.findings.json")
    clusters = json.loads((tmp_path / "a.findings.json").read_text(encoding="utf-8"))["clusters"]
    assert min((c["suspicion"], c["row"], c["column"]) for c in clusters) == (0.01, first.row, first.column)
    assert max(c["score"] for c in clusters) == max(c.score for c in findings.clusters)


def test_kinds_vessels_and_odds_survive_the_way_through_json(findings: Findings) -> None:
    cluster = replace(
        findings.clusters[0],
        suspicion=0.25,
        morphology="rim",
        morphologies={"rim": 0.75, "skin": 0.25},
        distribution="grouped",
        typically_benign=True,
        odds={"malignant": 0.04, "low": 0.01, "high": 0.1, "n": 51},
        sentence="Typically benign.",
    )
    calcification = replace(findings.calcifications[0], suspicion=0.5, morphology="rim", morphologies={"rim": 1.0})
    known = replace(
        findings,
        clusters=(cluster,),
        calcifications=(calcification,),
        vessels=(Vessel(1, ((1.0, 2.0), (3.0, 4.5)), 5.0, 2.5, 1, 0.1),),
    )
    assert Findings.from_dict(json.loads(to_text(known))) == known


def test_findings_and_the_vocabulary_have_one_word_for_what_has_no_kind() -> None:
    assert findings_module.NOT_DETERMINED == vocabulary.NOT_DETERMINED


def test_what_has_no_kind_is_as_suspicious_as_it_is_sure(findings: Findings) -> None:
    for found in (*findings.calcifications, *findings.clusters):
        assert found.suspicion == found.score
        assert (found.morphology, dict(found.morphologies)) == ("not determined", {})
    made = Cluster(1, 5.0, 5.0, (0, 0, 9, 9), 0.75, 6, 1.0, 6.0, True)
    assert (made.suspicion, made.distribution, made.typically_benign, made.odds) == (
        0.75,
        "not determined",
        False,
        None,
    )


def test_a_file_of_schema_1_still_loads(findings: Findings) -> None:
    content = json.loads(to_text(findings))
    old = {
        **content,
        "schema": "microcalc-findings/1",
        "notices": ["Trained on simulated calcifications.", "An implant is present."],
    }
    del old["vessels"], old["operating_point"]["by"]
    for found in (*old["calcifications"], *old["clusters"]):
        for key in ("suspicion", "morphology", "morphologies", "distribution", "typically_benign", "odds", "sentence"):
            found.pop(key, None)
    read = Findings.from_dict(old)
    assert read.operating_point.by == "score"
    assert read.notices == (
        Notice("Trained on simulated calcifications.", "model"),
        Notice("An implant is present.", "image"),
    )
    unnamed = tuple(replace(cluster, distribution="not determined") for cluster in findings.clusters)
    assert replace(read, operating_point=findings.operating_point, notices=findings.notices) == replace(
        findings, clusters=unnamed
    )


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
    with pytest.raises(InputError, match="microcalc-findings/1 or microcalc-findings/2"):
        Findings.from_dict(content)


@pytest.mark.parametrize("part", ["source", "image", "operating_point", "calcifications"])
def test_an_incomplete_file_is_refused(findings: Findings, part: str) -> None:
    content = json.loads(to_text(findings))
    del content[part]
    with pytest.raises(InputError, match=f"incomplete.*{part}"):
        Findings.from_dict(content)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("calcifications", 0, "area_mm2"), "large"),
        (("calcifications", 0, "row"), None),
        (("calcifications", 0, "row"), float("nan")),
        (("calcifications", 0, "id"), "one"),
        (("calcifications", 0, "birads"), "4A"),
        (("clusters", 0, "score"), None),
        (("clusters", 0, "bounding_box"), [1, 2, 3]),
        (("clusters", 0, "outline"), [[1, 2], [3]]),
        (("clusters", 0, "odds"), 0.4),
        (("image", "spacing_mm"), [0.07, 0]),
        (("image", "rows"), "600"),
        (("operating_point", "threshold"), "balanced"),
        (("timings_s",), "long"),
        (("versions",), "1.0"),
    ],
)
def test_a_value_that_cannot_be_is_one_sentence(findings: Findings, place: tuple, value: object) -> None:
    content = json.loads(to_text(findings))
    where = content
    for key in place[:-1]:
        where = where[key]
    where[place[-1]] = value
    with pytest.raises(InputError, match="incomplete or damaged"):
        Findings.from_dict(content)


def test_numbers_that_a_report_does_not_hold_are_read_back_as_unknown(findings: Findings) -> None:
    content = json.loads(to_text(findings))
    content["calcifications"][0] |= {"mean_intensity": None, "contrast": None}
    assert Findings.from_dict(content).calcifications[0].contrast is None
