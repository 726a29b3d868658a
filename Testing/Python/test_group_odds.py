"""Odds of groups from their kinds: the mean over what each may be, said in one sentence everywhere; nothing benign gets
a category.
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess, group_odds
from MicrocalcCADLib.assessment.birads import BiradsParameters, chosen_calcifications
from MicrocalcCADLib.assessment.group_odds import longest_side_mm, odds_of, rate
from MicrocalcCADLib.assessment.odds import DescribedLesion, OddsModel
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import NOT_DETERMINED, Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reporting import page, pdf, tables

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import make_odds_page

MIXED = {"fine pleomorphic": 0.5, "amorphous": 0.3, "suture": 0.2}


@pytest.fixture(scope="module")
def model() -> OddsModel:
    return OddsModel.load()


def lesion(type_: str, distribution: str = "", size_mm: float = 15.0) -> DescribedLesion:
    return DescribedLesion(frozenset({type_}), frozenset({distribution} - {""}), size_mm)


def named(findings: Findings, **values: object) -> Findings:
    """Return the findings with the first reported group named."""
    first = findings.reported_clusters[0].id
    return replace(findings, clusters=tuple(replace(c, **values) if c.id == first else c for c in findings.clusters))


def of_first(findings: Findings):
    return findings.reported_clusters[0]


def test_odds_are_the_mean_over_what_a_group_may_be(model: OddsModel) -> None:
    odds = odds_of(MIXED, "grouped", 15.0, model)
    each = [model.odds(lesion(name, "CLUSTERED")).malignant for name in ("PLEOMORPHIC", "AMORPHOUS")]
    assert odds.malignant == pytest.approx((0.5 * each[0] + 0.3 * each[1]) / 0.8)
    assert odds.low < odds.malignant < odds.high


@pytest.mark.parametrize(
    "morphologies",
    [
        {"suture": 0.95, "fine pleomorphic": 0.01},
        {"round or punctate": 0.1},
        {"vascular": 0.12, "fine pleomorphic": 0.02},
    ],
)
def test_a_group_that_is_hardly_any_described_kind_has_no_odds(
    model: OddsModel, morphologies: dict[str, float]
) -> None:
    assert odds_of(morphologies, "grouped", 15.0, model) is None


def test_a_kind_of_several_types_has_each_as_often_as_the_table(model: OddsModel) -> None:
    alone = {
        name: sum(n for words, (n, _) in model.counts.items() if words.split("|")[0] == name)
        for name in ("PUNCTATE", "ROUND_AND_REGULAR")
    }
    odds = odds_of({"round or punctate": 1.0}, "grouped", 15.0, model)
    expected = sum(n * model.odds(lesion(name, "CLUSTERED")).malignant for name, n in alone.items()) / sum(
        alone.values()
    )
    assert odds.malignant == pytest.approx(expected)


def test_an_unknown_distribution_is_any_as_often_as_the_table_has_it(model: OddsModel) -> None:
    sure = {
        word: odds_of({"amorphous": 1.0}, word, 15.0, model).malignant
        for word in ("grouped", "segmental", "diffuse", "linear", "regional")
    }
    unknown = odds_of({"amorphous": 1.0}, NOT_DETERMINED, 15.0, model)
    assert min(sure.values()) < unknown.malignant < max(sure.values())
    counts = model.distributions_of("AMORPHOUS")
    assert counts[frozenset({"CLUSTERED"})] == model.counts["AMORPHOUS|CLUSTERED"][0]
    expected = sum(
        n * model.odds(DescribedLesion(frozenset({"AMORPHOUS"}), words, 15.0)).malignant for words, n in counts.items()
    )
    assert unknown.malignant == pytest.approx(expected / sum(counts.values()))


def test_a_vessel_has_low_odds_and_fine_linear_ones_high(model: OddsModel) -> None:
    assert odds_of({"vascular": 1.0}, "linear", 30.0, model).malignant < 0.05
    assert odds_of({"fine linear or branching": 1.0}, "segmental", 30.0, model).malignant > 0.6


def test_what_cbis_ddsm_does_not_describe_has_no_odds(model: OddsModel) -> None:
    assert odds_of({"suture": 1.0}, "linear", 15.0, model) is None


def test_a_word_that_is_no_kind_is_one_clear_sentence(model: OddsModel) -> None:
    with pytest.raises(InputError, match="'pebbles' is no kind of calcification"):
        odds_of({"pebbles": 1.0}, "grouped", 15.0, model)


def test_the_size_is_that_in_the_breast(findings: Findings) -> None:
    cluster = replace(of_first(findings), bounding_box=(100, 200, 150, 230))
    assert longest_side_mm(cluster, (0.1, 0.2), 1.0) == pytest.approx(6.0)
    assert longest_side_mm(cluster, (0.1, 0.2), 1.5) == pytest.approx(4.0)
    assert longest_side_mm(replace(cluster, bounding_box=(5, 5, 5, 5)), (0.1, 0.2), 1.0) == pytest.approx(0.2)


def test_a_group_of_known_kind_gets_odds_and_nothing_else_changes(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, model
) -> None:
    before = named(findings, morphologies=MIXED, morphology="fine pleomorphic", distribution="grouped")
    rated = rate(analysis, before, mammogram, model)
    first = of_first(rated)
    assert (
        set(first.odds) == {"malignant", "low", "high", "n", "assessments"}
        and 0 < first.odds["malignant"] < 1
        and first.odds["n"] > 100
    )
    assert first.sentence.startswith(f"Like lesions described so in CBIS-DDSM, n = {first.odds['n']}: ")
    assert "of 10 were malignant" in first.sentence and "biopsied or followed cases" in first.sentence
    for one, after in zip(before.clusters, rated.clusters, strict=True):
        assert after == replace(one, odds=after.odds, sentence=after.sentence)
        assert (after.odds is not None) == (after.id == first.id)
    assert rated.versions["odds"].startswith(model.identity.name)
    assert [notice.scope for notice in rated.notices if notice not in before.notices] == ["model"]
    assert Findings.from_dict(json.loads(json.dumps(rated.to_dict()))) == rated


def test_without_kinds_there_are_no_odds_and_no_word_of_them(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, model
) -> None:
    assert rate(analysis, findings, mammogram, model) is findings
    assert rate(analysis, named(findings, morphologies={"suture": 1.0}), mammogram, model).notices == findings.notices


def test_a_readers_word_alone_is_certain(analysis: Analysis, findings: Findings, mammogram: Mammogram, model) -> None:
    by_reader, sure = (
        rate(analysis, named(findings, **v), mammogram, model)
        for v in ({"morphology": "rim"}, {"morphologies": {"rim": 1.0}})
    )
    assert of_first(by_reader).odds == of_first(sure).odds is not None


def test_only_the_asked_groups_are_rated(analysis: Analysis, findings: Findings, mammogram: Mammogram, model) -> None:
    both = replace(findings, clusters=tuple(replace(c, morphologies=MIXED) for c in findings.clusters))
    chosen = of_first(findings).id
    assert [c.id for c in rate(analysis, both, mammogram, model, only=[chosen]).clusters if c.odds] == [chosen]


def test_nothing_typically_benign_gets_a_category(analysis: Analysis, findings: Findings, mammogram: Mammogram) -> None:
    """As where a reader has drawn in such a group: it is reported all the same."""
    benign = named(findings, typically_benign=True, morphology="vascular", morphologies={"vascular": 0.9})
    chosen = chosen_calcifications(benign, BiradsParameters())
    first, second = benign.reported_clusters
    assert {c.cluster for c in chosen} >= {second.id} and first.id not in {c.cluster for c in chosen}
    rated = assess(analysis, benign, mammogram, ratings=("odds", "malignancy", "birads"))
    first, second = rated.reported_clusters
    assert (first.birads, first.malignancy) == (None, None) and first.odds["malignant"] < 0.1
    assert second.birads is not None and second.malignancy is not None
    assert all(c.birads is None for c in rated.calcifications if c.cluster == first.id)


def test_one_alone_of_a_benign_kind_gets_no_category_but_round_ones_of_a_group_do(findings: Findings) -> None:
    grouped = {c.id for c in findings.reported_clusters}
    every = replace(
        findings, calcifications=tuple(replace(c, morphology="round or punctate") for c in findings.calcifications)
    )
    assert {c.cluster for c in chosen_calcifications(every, BiradsParameters())} == grouped
    assert None in {c.cluster for c in chosen_calcifications(findings, BiradsParameters())}


def test_page_and_tables_say_the_same_sentence(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, model, tmp_path: Path
) -> None:
    rated = rate(
        analysis,
        named(findings, morphologies=MIXED, morphology="fine pleomorphic", distribution="grouped"),
        mammogram,
        model,
    )
    first = of_first(rated)
    html = page.to_html(rated, analysis, mammogram)
    assert first.sentence in html and "<td>fine pleomorphic</td>" in html and "<td>grouped</td>" in html
    assert pdf._sentences(rated) == [f"1. Kind: fine pleomorphic; distribution: grouped. {first.sentence}"]
    said = replace(first, sentence=f"Fine pleomorphic calcifications, grouped. {first.sentence}")
    assert pdf._sentences(replace(rated, clusters=(said,))) == [f"1. {said.sentence}"], "nothing is said twice"
    tables.write(rated, None, None, tmp_path / "a.calcifications.csv")
    with (tmp_path / "a.clusters.csv").open(newline="", encoding="utf-8") as stream:
        row = next(row for row in csv.DictReader(stream) if row["id"] == str(first.id))
    assert (row["sentence"], row["morphology"], row["distribution"]) == (first.sentence, "fine pleomorphic", "grouped")
    assert float(row["odds_malignant"]) == first.odds["malignant"] and row["odds_n"] == str(first.odds["n"])
    assert float(row["suspicion"]) == first.suspicion


def test_the_tables_of_the_page_are_those_of_the_shipped_model(monkeypatch: pytest.MonkeyPatch) -> None:
    written = make_odds_page.PAGE.read_text(encoding="utf-8")
    assert make_odds_page.filled(written) == written, "run make odds"
    assert "| suture |" not in written and "| fine linear or branching |" in written
    monkeypatch.setitem(make_odds_page.USUAL_MM, "segmental", 5.0)
    assert make_odds_page.filled(written) != written


def test_the_odds_are_made_by_name_like_every_rating() -> None:
    from MicrocalcCADLib.assessment import RATINGS

    assert RATINGS["odds"] == group_odds.__name__.rpartition(".")[2]
