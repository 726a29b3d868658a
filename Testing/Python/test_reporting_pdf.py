"""The PDF report."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import OutputError
from MicrocalcCADLib.findings import Findings, Vessel
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reporting import gsps, overlay, page, pdf


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages as plain text, so that a test can read them."""
    config = pytest.importorskip("reportlab.rl_config")
    monkeypatch.setattr(config, "pageCompression", 0)


def test_the_report_tells_clusters_model_operating_point_and_research_only(
    plain: None, findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    pdf.write(findings, analysis, mammogram, tmp_path / "a.report.pdf")
    said = (tmp_path / "a.report.pdf").read_bytes().decode("latin-1")
    assert said.startswith("%PDF")
    for words in (
        "Research only",
        "model test-model 1.2.3",
        "Operating point balanced: suspicion from 0.5",
        "simulated calcifications",
    ):
        assert words in said
    for cluster in findings.reported_clusters:
        assert f"({cluster.score:.2f})" in said


def test_a_named_group_has_its_suspicion_and_its_kind_in_pdf_page_overlay_and_presentation_state(
    plain: None, findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    named = tuple(
        replace(one, score=0.94, suspicion=0.41, morphology="fine pleomorphic", morphologies={"fine pleomorphic": 0.8})
        for one in findings.clusters
    )
    findings = replace(findings, clusters=named)
    pdf.write(findings, analysis, mammogram, tmp_path / "a.report.pdf")
    said = (tmp_path / "a.report.pdf").read_bytes().decode("latin-1")
    assert "(Suspicion)" in said and "(0.41)" in said and "(fine pleomorphic)" in said and "(0.94)" not in said
    text = page.to_html(findings, analysis, mammogram)
    assert "suspicion 0.41" in text and "score 0.94" not in text
    assert overlay.card_title(named[0]) == "suspicion 0.41   fine pleomorphic"
    pytest.importorskip("highdicom")
    assert gsps._label(named[0], ((1.0, 1.0), (1.0, 5.0), (5.0, 5.0))).UnformattedTextValue == f"{named[0].id}: 0.41"


def test_the_report_lists_vessels_with_their_sum(
    plain: None, findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    vessels = tuple(Vessel(number, ((450.0, 40.0), (450.0, 240.0)), 20.0, 15.0, 2, 24.0) for number in (1, 2))
    pdf.write(replace(findings, vessels=vessels), analysis, mammogram, tmp_path / "a.report.pdf")
    said = (tmp_path / "a.report.pdf").read_bytes().decode("latin-1")
    for words in ("(Vascular)", "Vessel 2: 20.0 mm, calcified 15.0 mm", "Together: 40.0 mm, calcified 30.0 mm"):
        assert words in said


def test_the_same_findings_give_the_same_bytes(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    pytest.importorskip("reportlab")
    for name in ("a.pdf", "b.pdf"):
        pdf.write(findings, analysis, mammogram, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_name_with_markup_in_it_is_text(
    plain: None, findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    odd = replace(mammogram, source=replace(mammogram.source, path="a<b>&.png"))
    pdf.write(findings, analysis, odd, tmp_path / "a.pdf")
    assert "a<b>&.png" in (tmp_path / "a.pdf").read_bytes().decode("latin-1")


def test_a_name_in_letters_that_the_font_lacks_is_told_from_another(
    plain: None, findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    for name, shown in (("ש.png", r"\\u05e9.png"), ("左.png", r"\\u5de6.png"), ("a\u202eb.png", r"a\\u202eb.png")):
        pdf.write(
            findings, analysis, replace(mammogram, source=replace(mammogram.source, path=name)), tmp_path / "a.pdf"
        )
        assert f"Calcifications in {shown}" in (tmp_path / "a.pdf").read_bytes().decode("latin-1")
    pdf.write(
        findings, analysis, replace(mammogram, source=replace(mammogram.source, path="Müller.png")), tmp_path / "a.pdf"
    )
    assert r"M\374ller.png" in (tmp_path / "a.pdf").read_bytes().decode("latin-1")


def test_without_reportlab_the_remedy_is_named(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "reportlab.platypus", None)
    with pytest.raises(OutputError, match="pip install reportlab"):
        pdf.write(findings, analysis, mammogram, tmp_path / "a.pdf")


def test_a_name_with_the_end_of_a_line_in_it_is_written(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    pytest.importorskip("reportlab")
    pdf.write(
        findings,
        analysis,
        replace(mammogram, source=replace(mammogram.source, path="left\nbreast.png")),
        tmp_path / "a.pdf",
    )
    assert (tmp_path / "a.pdf").stat().st_size > 1000
