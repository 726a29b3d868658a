"""Odds of malignancy from the words, size and density of real lesions."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.assessment.odds import COLUMNS, DISTRIBUTIONS, TYPES, DescribedLesion, Odds, OddsModel
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.workflows.odds import (
    NEEDED,
    OddsRecipe,
    Regions,
    fit,
    read_regions,
    validated,
    validated_assessments,
)

TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "cbis-ddsm-facts" / "calc_rois.csv"


def lesion(
    types: str, distribution: str = "CLUSTERED", size_mm: float = 15.0, density: int | None = None
) -> DescribedLesion:
    return DescribedLesion(frozenset(types.split("-")), frozenset({distribution} - {""}), size_mm, density)


@pytest.fixture(scope="module")
def shipped() -> OddsModel:
    return OddsModel.load()


def drawn_regions(n: int, seed: int = 0) -> tuple[Regions, np.ndarray]:
    """Regions whose pathology is drawn with known probabilities: 0.8 fine linear, 0.2 punctate."""
    rng = np.random.default_rng(seed)
    fine = rng.random(n) < 0.5
    probability = np.where(fine, 0.8, 0.2)
    lesions = [
        lesion("FINE_LINEAR_BRANCHING" if one else "PUNCTATE", size_mm=size)
        for one, size in zip(fine, rng.uniform(5, 40, n), strict=True)
    ]
    everything = np.ones(n, bool)
    patients = np.array([f"P_{i // 2:05d}" for i in range(n)])
    return (
        Regions(lesions, rng.random(n) < probability, everything, ~everything, rng.integers(2, 6, n), patients),
        probability,
    )


def test_known_probabilities_are_found_again_within_their_interval() -> None:
    regions, _ = drawn_regions(4000)
    model = fit(regions, 1.0)
    for words, truth in (("FINE_LINEAR_BRANCHING", 0.8), ("PUNCTATE", 0.2)):
        odds = model.odds(lesion(words, size_mm=20))
        assert odds.malignant == pytest.approx(truth, abs=0.03)
        assert odds.low <= odds.malignant <= odds.high


def test_the_interval_narrows_with_the_square_root_of_the_regions() -> None:
    widths = [
        (odds := fit(drawn_regions(n)[0], 1.0).odds(lesion("PUNCTATE"))).high - odds.low  # the same lesion each time
        for n in (500, 8000)
    ]
    assert widths[0] / widths[1] == pytest.approx(4, rel=0.35)


def test_regions_of_one_patient_do_not_count_as_so_many_patients() -> None:
    """Each region written four times tells no more: the interval stays, where one that took them as independent would
    halve.
    """
    regions, _ = drawn_regions(600)
    four = np.repeat(np.arange(600), 4)
    arrays = (regions.malignant, regions.biopsied, regions.test_part, regions.assessment, regions.patients)
    repeated = Regions([regions.lesions[i] for i in four], *(values[four] for values in arrays))
    once, often = (fit(r, 1e6).odds(lesion("PUNCTATE")) for r in (regions, repeated))
    assert often.high - often.low == pytest.approx(once.high - once.low, rel=0.02)


def test_expected_assessments_agree_where_words_decide_them_and_not_where_nothing_does() -> None:
    regions, _ = drawn_regions(600)
    of_words = np.array([5 if "FINE_LINEAR_BRANCHING" in one.types else 2 for one in regions.lesions])
    sure = validated_assessments(replace(regions, assessment=of_words), OddsRecipe())
    assert (
        (sure["QWK"], sure["same"]) == (1.0, 1.0) and sure["mean_absolute_error"] < 0.1 and sure["within_spread"] == 1.0
    )
    rng = np.random.default_rng(1)
    blind = validated_assessments(replace(regions, assessment=rng.choice([0, 2, 4, 5], 600)), OddsRecipe())
    assert abs(blind["QWK"]) < 0.15 and blind["same"] < 0.45 and blind["regions"] < 600, "0 is no assessment"


def test_an_uncertain_kind_gives_the_mean_over_its_probabilities(shipped: OddsModel) -> None:
    vessel, linear = lesion("VASCULAR"), lesion("FINE_LINEAR_BRANCHING")
    mixed = shipped.mixed([(vessel, 0.6), (linear, 0.2)])
    expected = 0.75 * shipped.odds(vessel).malignant + 0.25 * shipped.odds(linear).malignant
    assert mixed.malignant == pytest.approx(expected)
    assert mixed.low < mixed.malignant < mixed.high


def test_an_unknown_density_lies_between_the_densities(shipped: OddsModel) -> None:
    known = [shipped.odds(lesion("PLEOMORPHIC", density=d)).malignant for d in (1, 2, 3, 4)]
    assert min(known) < shipped.odds(lesion("PLEOMORPHIC")).malignant < max(known)


def test_what_is_typically_benign_is_assessed_lower_than_what_is_suspicious(shipped: OddsModel) -> None:
    vessel, linear = (shipped.assessment(lesion(word)) for word in ("VASCULAR", "FINE_LINEAR_BRANCHING"))
    assert max(vessel, key=vessel.get) == 2
    assert max(linear, key=linear.get) in (4, 5)
    assert sum(vessel.values()) == pytest.approx(1)


@pytest.mark.parametrize("size_mm", [1e-12, 1e12])
def test_sizes_far_from_the_tables_give_odds_within_their_interval(shipped: OddsModel, size_mm: float) -> None:
    odds = shipped.odds(DescribedLesion(frozenset({"PUNCTATE"}), frozenset({"CLUSTERED"}), size_mm))
    assert 0 <= odds.low <= odds.malignant <= odds.high <= 1


def test_the_sentence_names_the_source_the_number_and_the_interval(shipped: OddsModel) -> None:
    sentence = shipped.odds(lesion("PLEOMORPHIC")).sentence
    assert "CBIS-DDSM" in sentence
    assert "n = 584:" in sentence
    assert "4 of 10 were malignant" in sentence
    assert "biopsied or followed" in sentence


def test_words_with_few_regions_count_those_of_the_type_alone(shipped: OddsModel) -> None:
    assert shipped.alike(lesion("VASCULAR", "SEGMENTAL"))[0] == 57


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"types": "CRUSHED_STONE"}, "no descriptor"),
        ({"types": "PUNCTATE", "size_mm": 0.0}, "has no size"),
        ({"types": "PUNCTATE", "density": 5}, "no density"),
    ],
)
def test_an_impossible_description_is_refused(arguments: dict, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        lesion(**arguments)


def test_a_model_of_other_columns_or_sizes_is_refused(shipped: OddsModel) -> None:
    document = shipped.to_document()
    for damage in (
        {"columns": [*COLUMNS, "AGE"]},
        {"weights": [0.0]},
        {"counts": {"a": [1]}},
        {"intercept": float("nan")},
    ):
        with pytest.raises(ModelError):
            OddsModel.from_document({**document, **damage})


def test_a_model_comes_back_from_its_document(shipped: OddsModel) -> None:
    again = OddsModel.from_document(shipped.to_document())
    lesions = [lesion(t, d) for t in TYPES for d in DISTRIBUTIONS]
    np.testing.assert_array_equal(again.malignancy(lesions), shipped.malignancy(lesions))


def table_row(**changes: str) -> dict[str, str]:
    row = {
        "film": "Calc-Training_P_00001_LEFT_CC",
        "width_mm": "10",
        "height_mm": "12",
        "calc_type": "PUNCTATE",
        "distribution": "CLUSTERED",
    }
    return row | {"assessment": "4", "pathology": "BENIGN", "density": "2"} | changes


def write_table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, NEEDED)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_table_is_read_with_its_spellings(tmp_path: Path) -> None:
    rows = [
        table_row(calc_type="LUCENT_CENTERED-COARSE", distribution="NA", density=""),
        table_row(calc_type="", distribution=""),
    ]
    regions = read_regions(write_table(tmp_path / "t.csv", *rows))
    assert [one.types for one in regions.lesions] == [{"LUCENT_CENTER", "COARSE"}]
    assert regions.lesions[0].distributions == frozenset()
    assert regions.lesions[0].size_mm == 12
    assert regions.lesions[0].density is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"pathology": "UNPROVEN"}, "pathology"), ({"calc_type": "ODD"}, "ODD"), ({"width_mm": "x"}, "number")],
)
def test_a_wrong_cell_is_named(tmp_path: Path, changes: dict, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_regions(write_table(tmp_path / "t.csv", table_row(**changes)))


@pytest.mark.parametrize("rows", [[], [{"calc_type": "", "distribution": ""}]])
def test_a_table_that_describes_no_region_is_refused(tmp_path: Path, rows: list[dict]) -> None:
    table = write_table(tmp_path / "t.csv", *(table_row(**changes) for changes in rows))
    with pytest.raises(InputError, match=r"t\.csv describes no region: write film"):
        read_regions(table)


def test_fitting_without_a_table_says_what_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["train", "odds", "-o", str(tmp_path)]) == 1
    assert "--features" in capsys.readouterr().err


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of real regions is not here")
def test_the_shipped_model_is_what_its_command_makes_and_its_figures_are_measured_so(shipped: OddsModel) -> None:
    regions = read_regions(TABLE)
    np.testing.assert_allclose(fit(regions, OddsRecipe().strength).weights, shipped.weights, atol=1e-4)
    figures, scores = validated(regions, replace(OddsRecipe(), folds=5))
    ours = figures["all regions, folds by patient"]
    assert ours["regions"] == 1746
    assert ours["AUC"][0] > 0.83
    assert 0.9 <= ours["calibration slope"] <= 1.1
    assert len(scores) == 1746


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.21, 0.47, "2 to 5"), (0.27, 0.33, "2.7 to 3.3"), (0.0, 0.01, "0.0 to 0.1"), (0.24, 0.26, "2 to 3")],
)
def test_an_interval_always_has_two_ends(low: float, high: float, said: str) -> None:
    assert f"(95 % interval {said};" in Odds((low + high) / 2, low, high, 50).sentence
