"""What is hard for the naming of kinds, each right or said in one clear sentence, at the command line and in the panel:

spacing too coarse, one view only, a magnified view, a breast with one huge calcification, an implant, nothing but
vessels, a kind that is none, and findings of schema 1 of which kinds are asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.analysis import Analysis, Candidates, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.result import image_facts
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings, Vessel
from MicrocalcCADLib.kinds import system
from MicrocalcCADLib.kinds.naming import WORDS, Namer
from MicrocalcCADLib.listed import listed
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reader_words import Words
from MicrocalcCADLib.sentence import described, sentence, sizes_mm
from report_material import make_analysis, make_mammogram, make_spots
from test_kinds_naming import Painted

pytest_plugins = ["slicer_fixtures"]

PLACES = make_spots([(300, 180)], 12, 20)


class Fake:
    """A detector that finds what it is told to."""

    def __init__(self, found: Callable[[Mammogram], Analysis]) -> None:
        self.found = found

    def analyse(self, mammogram: Mammogram, _progress: Any = None) -> Analysis:
        return self.found(mammogram)


@pytest.fixture
def line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str, dict[str, Any]]]:
    """A function that detects in a DICOM file by the command line; it returns the line, the notes, and the findings."""

    def run(
        found: Callable[[Mammogram], Analysis], spacing: float = 0.1, **header: Any
    ) -> tuple[str, str, dict[str, Any]]:
        monkeypatch.setattr(system, "create", lambda *_arguments, **_options: Fake(found))
        pixels = np.round(make_mammogram().pixels * 4095).astype(np.uint16)
        facts = {"ImageLaterality": "L", "ViewPosition": "CC", "ImagerPixelSpacing": [spacing, spacing], **header}
        image = write_mammogram(tmp_path / "case.dcm", pixels, **facts)
        assert command_line.main(["detect", str(image), "-o", str(tmp_path / "out"), "--quiet"]) == 0
        said = capsys.readouterr()
        return said.out, said.err, json.loads((tmp_path / "out" / "case.findings.json").read_text(encoding="utf-8"))

    return run


@pytest.fixture
def show(widget: Any) -> Callable[[Callable[[Mammogram], Analysis]], Any]:
    """A function that detects in the panel; it returns the panel."""

    def run(found: Callable[[Mammogram], Analysis]) -> Any:
        from panel_material import add_volume

        volume = add_volume(np.round(make_mammogram().pixels * 4095).astype(np.uint16), 0.1, name="L CC")
        widget.ui.volumeSelector.setCurrentNode(volume)
        widget.ui.detectButton.click()
        widget.started[-1].finish(found(widget.started[-1].mammogram))
        return widget

    return run


def with_kinds(analysis: Analysis, word: str, sure: float = 0.9) -> Analysis:
    """Return an analysis whose candidates all have this kind."""
    candidates = analysis.candidates
    kinds = np.zeros((len(candidates), len(WORDS)), np.float32)
    kinds[:, WORDS.index(word)] = sure
    benign = WORDS.index(word) < WORDS.index("amorphous")
    scores = candidates.column("score")
    return replace(
        analysis, candidates=replace(candidates, naming=Naming(WORDS, kinds, scores * (1 - sure) if benign else scores))
    )


def group_of(mammogram: Mammogram) -> Analysis:
    return with_kinds(make_analysis(mammogram, PLACES), "fine pleomorphic")


# Spacing too coarse for a kind ----------------------------------------------------------------------------------------


def fine_linear(mammogram: Mammogram) -> Analysis:
    """Name the group with a network that is sure of fine linear ones everywhere."""
    rows, columns = (round(side * mammogram.mean_spacing_mm / 0.2) for side in mammogram.shape)
    network = Painted(1 + WORDS.index("fine linear or branching"), np.ones((rows, columns), bool))
    return Namer(network).name(make_analysis(mammogram, PLACES), mammogram)


@pytest.mark.parametrize(("spacing", "word"), [(0.1, "fine linear or branching"), (0.2, "not determined")])
def test_a_coarse_image_cannot_show_fine_linear_ones_and_says_so(line: Callable, spacing: float, word: str) -> None:
    _out, notes, found = line(fine_linear, spacing)
    (group,) = [one for one in found["clusters"] if one["reported"]]
    assert group["morphology"] == word and {
        one["morphology"] for one in found["calcifications"] if one["reported"]
    } == {word}
    told = [text for text in notes.splitlines() if "amorphous and fine linear" in text]
    assert len(told) == (spacing > 0.15)
    assert not told or "called not determined. Use the original image" in told[0]


def test_the_panel_says_it_too(show: Callable) -> None:
    widget = show(lambda mammogram: fine_linear(replace(mammogram, spacing_mm=(0.2, 0.2))))
    assert "At 0.2 mm amorphous and fine linear calcifications cannot be told" in widget.ui.noticesLabel.text
    assert "fine linear" not in widget.ui.sentenceLabel.text


# One view only --------------------------------------------------------------------------------------------------------


def test_one_view_gives_a_half_and_no_quadrant_and_matches_nothing(line: Callable, show: Callable) -> None:
    _out, _notes, found = line(group_of)
    (text,) = [one["sentence"] for one in found["clusters"] if one["reported"]]
    assert (
        re.search(r"outer half|inner half|central", text)
        and "quadrant" not in text
        and "o'clock" not in text
        and "prior" not in text
    )
    widget = show(group_of)
    widget.ui.clusterTable.cellClicked.emit(0, 0)
    assert "quadrant" not in widget.ui.sentenceLabel.text and "from the nipple" in widget.ui.sentenceLabel.text
    widget.exam.refresh()
    widget.exam._listAll()
    assert [one.matches for one in widget.exam._listed] == [()]


# Magnified view -------------------------------------------------------------------------------------------------------


def test_a_magnified_view_is_measured_in_the_breast_and_the_sentence_says_so(line: Callable) -> None:
    def with_notices(mammogram: Mammogram) -> Analysis:
        return replace(group_of(mammogram), notices=mammogram.notices)

    _out, notes, found = line(with_notices, EstimatedRadiographicMagnificationFactor="1.8")
    findings = Findings.from_dict(found)
    (group,) = findings.reported_clusters
    length, width = (one / 1.8 for one in sizes_mm(findings.calcifications, findings.image))
    away = np.hypot(*(np.array([group.row, group.column]) - findings.image.nipple)) * 0.1 / 1.8
    assert (
        f"{length:.1f} × {width:.1f} mm, " in group.sentence
        and f"about {away:.0f} mm from the nipple" in group.sentence
    )
    assert "(nipple and chest wall estimated; mm in the breast: the image is magnified 1.8 times)." in group.sentence
    assert findings.image.magnification == 1.8 and findings.image.spacing_mm == (0.1, 0.1)
    assert "divide sizes by that for sizes in the breast, as the sentences do" in notes


@pytest.mark.parametrize(
    "header",
    [
        {"EstimatedRadiographicMagnificationFactor": "1.07"},
        {"ImagerPixelSpacing": None, "PixelSpacing": [0.1, 0.1], "PixelSpacingCalibrationType": "GEOMETRY",
         "EstimatedRadiographicMagnificationFactor": "1.8"},
    ],
)  # fmt: skip
def test_a_contact_view_and_a_spacing_of_the_breast_are_measured_as_they_are(
    line: Callable, header: dict[str, Any]
) -> None:
    findings = Findings.from_dict(line(group_of, **header)[2])
    length, width = sizes_mm(findings.calcifications, findings.image)
    (group,) = findings.reported_clusters
    assert f"{length:.1f} × {width:.1f} mm, " in group.sentence and "magnified" not in group.sentence


def test_a_group_is_grouped_by_what_it_measures_in_the_breast() -> None:
    # 26 mm in the image, 14 in the breast
    disc = [(r, c) for r in range(170, 431, 35) for c in range(50, 311, 35) if np.hypot(r - 300, c - 180) <= 130]
    analysis = make_analysis(replace(make_mammogram(), magnification=1.8), disc)
    contact = replace(analysis, image=replace(analysis.image, magnification=1.0))
    assert [one.distribution for one in decide(contact).clusters] == ["regional"]
    assert [one.distribution for one in decide(analysis).clusters] == ["grouped"]


def test_the_list_of_the_panel_has_the_length_that_the_sentence_has(show: Callable) -> None:
    widget = show(lambda mammogram: group_of(replace(mammogram, magnification=1.8)))
    widget.ui.clusterTable.cellClicked.emit(0, 0)
    shown, said = (
        widget.ui.clusterTable.item(0, 3).text(),
        re.search(r"([\d.]+) × [\d.]+ mm", widget.ui.sentenceLabel.text),
    )
    assert (
        float(shown) == pytest.approx(float(said[1]), abs=0.06)
        and "magnified 1.8 times" in widget.ui.sentenceLabel.text
    )


# A breast of a single huge calcification ------------------------------------------------------------------------------


def huge(mammogram: Mammogram) -> Analysis:
    """One rim of 12 mm."""
    y, x = np.mgrid[: mammogram.shape[0], : mammogram.shape[1]]
    objects = Objects.of([np.flatnonzero(np.hypot(y - 300, x - 180) < 60)])
    measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm)
    measures[:, 2] = 0.9
    return with_kinds(replace(make_analysis(mammogram, []), candidates=Candidates(measures, objects)), "rim")


def test_one_huge_calcification_is_counted_as_benign_and_no_group(line: Callable) -> None:
    out, _notes, found = line(huge)
    assert "\t0 clusters\t0 calcifications, 1 typically benign\t" in out
    (one,) = found["calcifications"]
    assert one["morphology"] == "rim" and not one["reported"] and one["major_axis_mm"] == pytest.approx(12, abs=0.5)
    assert found["clusters"] == []


def test_the_panel_unfolds_it_with_its_sentence(show: Callable) -> None:
    widget = show(huge)
    assert "no cluster, no calcification, 1 typically benign" in widget.ui.statusLabel.text
    assert widget.ui.clusterTable.rowCount == 0 and widget.ui.benignCheckBox.text == "Show typically benign (1)"
    widget.ui.benignCheckBox.click()
    widget.ui.clusterTable.cellClicked.emit(0, 0)
    assert re.match(r"Left breast, CC: Rim calcification, 12 × 12 mm, .* from the nipple", widget.ui.sentenceLabel.text)


# Implant --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"BreastImplantPresent": "YES"}, "The breast has an implant: its border can give false marks."),
        (
            {"ViewPosition": "CCID"},
            "This is a special view (implant displaced): the scores were calibrated on full views.",
        ),
    ],
)
def test_an_implant_is_said_at_the_command_line_and_in_the_file(
    line: Callable, header: dict[str, Any], sentence: str
) -> None:
    def found(mammogram: Mammogram) -> Analysis:
        return replace(group_of(mammogram), notices=mammogram.notices)

    _out, notes, content = line(found, **header)
    assert notes.count(sentence) == 1
    assert [one["scope"] for one in content["notices"] if one["text"] == sentence] == ["image"]


def test_the_panel_shows_the_notice_of_an_implant(show: Callable) -> None:
    from MicrocalcCADLib.notices import of_image

    text = "The breast has an implant: its border can give false marks."
    widget = show(lambda mammogram: replace(group_of(mammogram), notices=of_image(text)))
    assert text in widget.ui.noticesLabel.text and "1 note, 1 on this image" in widget.ui.notesLabel.text


# Nothing but vessels --------------------------------------------------------------------------------------------------


def vessels_alone(mammogram: Mammogram) -> Analysis:
    places = [(250 + 4 * (i % 2), 60 + 8 * i) for i in range(30)]
    course = Vessel(1, ((252.0, 60.0), (252.0, 292.0)), 23.2, 20.0, 2, 9.5)
    return replace(with_kinds(make_analysis(mammogram, places), "vascular"), vessels=(course,))


def test_a_field_of_vessels_has_nothing_to_be_looked_at_and_its_length_is_said(line: Callable) -> None:
    out, _notes, found = line(vessels_alone)
    assert "\t0 clusters\t0 calcifications, 1 typically benign, 1 calcified vessel, 20 mm\t" in out
    assert (
        not any(one["reported"] for one in (*found["clusters"], *found["calcifications"]))
        and len(found["vessels"]) == 1
    )
    (group,) = found["clusters"]
    assert (
        group["typically_benign"]
        and "Vascular calcifications" in group["sentence"]
        and (group["odds"] or {}).get("assessments") is None
    )


def test_the_panel_says_the_same(show: Callable) -> None:
    widget = show(vessels_alone)
    assert "no cluster, no calcification, 1 typically benign, 1 calcified vessel of 20 mm" in widget.ui.statusLabel.text
    assert widget.ui.vesselsCheckBox.enabled and widget.ui.clusterTable.rowCount == 0


# A kind that is none --------------------------------------------------------------------------------------------------


def test_a_word_that_is_no_kind_is_refused_with_the_words_that_are() -> None:
    with pytest.raises(
        InputError, match=r"^'glitter' is no kind of calcification: use vascular, .* fine linear or branching\.$"
    ):
        Words(morphology="glitter")
    with pytest.raises(InputError, match=r"^'everywhere' is no distribution of calcifications: use .*\.$"):
        Words(distribution="everywhere")


def test_a_scene_with_such_a_word_is_said_in_the_panel_and_can_be_begun_again(show: Callable) -> None:
    from MicrocalcCADSlicer.scene_state import STATE_ATTRIBUTE

    widget = show(group_of)
    nodes = widget.panel.findings.session.nodes
    widget.ui.clusterTable.cellClicked.emit(0, 0)
    widget.panel.findings.nameFinding(Words(morphology="rim"))
    for node in (nodes.segmentation, nodes.analysis):
        node.SetAttribute(STATE_ATTRIBUTE, node.GetAttribute(STATE_ATTRIBUTE).replace('"rim"', '"glitter"'))
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(nodes.volume)
    assert (
        "The stored review of this volume cannot be read: 'glitter' is no kind of calcification"
        in widget.ui.statusLabel.text
    )
    assert widget.ui.statusLabel.text.endswith("Click Detect calcifications to begin it again.")
    widget.ui.detectButton.click()
    widget.started[-1].finish(group_of(widget.started[-1].mammogram))
    assert widget.ui.statusLabel.text.startswith("Done") and widget.ui.clusterTable.rowCount == 1


# Schema 1 with kinds asked for ----------------------------------------------------------------------------------------


def schema_1(content: dict[str, Any]) -> dict[str, Any]:
    """Return findings as the version before kinds wrote them."""
    new = (
        "suspicion",
        "morphology",
        "morphologies",
        "distribution",
        "typically_benign",
        "odds",
        "sentence",
        "by_reader",
        "not_calcification",
        "left_out",
    )
    old = {key: value for key, value in content.items() if key != "vessels"} | {"schema": "microcalc-findings/1"}
    for part in ("calcifications", "clusters"):
        old[part] = [{key: value for key, value in one.items() if key not in new} for one in content[part]]
    old["operating_point"] = {key: value for key, value in content["operating_point"].items() if key != "by"}
    return old


def test_findings_of_schema_1_have_no_kinds_and_the_evaluation_of_kinds_says_so(line: Callable, tmp_path: Path) -> None:
    from MicrocalcTrainLib.workflows.kinds_evaluation import evaluate_kinds
    from MicrocalcTrainLib.workflows.kinds_report import as_text

    content = line(group_of)[2]
    old = Findings.from_dict(schema_1(content))
    assert {one.morphology for one in (*old.calcifications, *old.clusters)} == {"not determined"}
    assert sentence(old.clusters[0], old.image).startswith(
        "Left breast, CC: Calcifications of a kind that is not determined, "
    )
    entry = {
        "set": "s",
        "image": "case.dcm",
        "spacing_mm": 0.1,
        "row": 300,
        "column": 180,
        "radius_mm": 3,
        "kind": "fine pleomorphic",
    }
    (tmp_path / "list.json").write_text(
        json.dumps({"groups": [{**entry, "distribution": "grouped", "certainty": "sure"}]}), encoding="utf-8"
    )
    said = "Findings that know no kinds, all judged as not determined: 1. Detect again in these images for their kinds."
    for written, expected in ((content, False), (schema_1(content), True)):
        (tmp_path / "out" / "case.findings.json").write_text(json.dumps(written), encoding="utf-8")
        evaluation = evaluate_kinds(tmp_path / "out", tmp_path / "list.json")
        assert (said in as_text(evaluation)) is expected and len(evaluation.without_kinds) == expected
        assert evaluation.judged[0].named == ("not determined" if expected else "fine pleomorphic")


def test_results_without_kinds_say_so_in_the_panel_and_named_ones_do_not(show: Callable) -> None:
    said = (
        "This detection did not look at kinds, so that all are called not determined: click Detect calcifications for"
        " their kinds."
    )
    widget = show(lambda mammogram: make_analysis(mammogram, PLACES))
    assert said in widget.ui.noticesLabel.text
    assert [widget.ui.kindFilter.itemText(i) for i in range(widget.ui.kindFilter.count)] == [
        "All kinds",
        "not determined (1)",
    ]
    widget.ui.detectButton.click()
    widget.started[-1].finish(group_of(widget.started[-1].mammogram))
    assert said not in widget.ui.noticesLabel.text
    findings = widget.panel.findings.session.findings
    assert [one.morphology for one in listed(findings)] == ["fine pleomorphic"]
    assert described(make_analysis(make_mammogram(), PLACES), findings).notices == findings.notices
    assert image_facts(make_mammogram(), make_mammogram().pixels > 0.1).magnification == 1.0
