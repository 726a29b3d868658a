"""`evaluate --rating`: ratings of what was found against pathology and readers' categories, lesion by lesion."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from MicrocalcCADLib import assessment
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.assessment.birads_scale import class_named
from MicrocalcCADLib.errors import ModelError
from MicrocalcTrainLib import __main__ as command_line
from MicrocalcTrainLib.datasets.cbis_ddsm import read_cbis_ddsm
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.metrics.lesion_ratings import RatedLesion, agreement, area_by_patient, calibration
from MicrocalcTrainLib.metrics.rating import confusion_matrix, maqwk_malignant, quadratic_weighted_kappa
from MicrocalcTrainLib.metrics.reliability import brier_score
from MicrocalcTrainLib.metrics.roc import roc
from MicrocalcTrainLib.workflows import ratings_evaluation
from report_material import MODEL, make_analysis
from set_material import cbis_row, lesion_mask, write_cbis_image, write_cbis_table

WHERE = (slice(180, 240), slice(40, 100)), (slice(320, 380), slice(120, 180))


def lesions(seed: int = 0, count: int = 60) -> list[RatedLesion]:
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        malignancy = float(rng.choice([0.0, 0.5, 1.0]))
        score = float(np.clip(0.5 * malignancy + rng.normal(0.2, 0.2), 0.01, 0.99))
        category = "2345"[int(np.clip(4 * score, 0, 3))]
        found.append(
            RatedLesion(
                f"p{number // 2}",
                malignancy,
                str(rng.choice(list("02345"))),
                score if rng.random() < 0.9 else np.nan,
                category,
            )
        )
    return found


def test_the_area_is_that_of_biopsied_lesions_and_its_interval_draws_patients() -> None:
    every = lesions()
    known = [one for one in every if one.malignancy != 0.5 and np.isfinite(one.score)]
    area = area_by_patient(every)
    assert area.value == pytest.approx(
        roc(np.array([o.score for o in known]), np.array([o.malignancy == 1 for o in known])).area
    )
    assert area.low < area.value < area.high
    twice = area_by_patient(
        [*every, *every]
    )  # each patient with twice its lesions: no new patient, so no narrower interval
    assert twice.value == pytest.approx(area.value) and twice.high - twice.low == pytest.approx(
        area.high - area.low, abs=0.03
    )
    assert np.isnan(area_by_patient([one for one in every if one.malignancy != 1]).value)


def test_scores_that_are_probabilities_have_slope_1_and_others_do_not() -> None:
    rng = np.random.default_rng(3)
    chances = rng.uniform(0.02, 0.98, 4000)
    honest = [
        RatedLesion(str(i), float(rng.random() < chance), None, float(chance)) for i, chance in enumerate(chances)
    ]
    fitted = calibration(honest)
    assert fitted.slope == pytest.approx(1, abs=0.1) and fitted.intercept == pytest.approx(0, abs=0.1)
    assert fitted.brier == pytest.approx(brier_score(chances, np.array([one.malignancy for one in honest])))
    bold = [replace(one, score=float(np.clip(2 * one.score - 0.5, 0.01, 0.99))) for one in honest]
    assert calibration(bold).slope < 0.9 and calibration(bold).brier > fitted.brier
    assert calibration([one for one in honest if one.malignancy]) is None


def test_the_agreement_is_the_kappa_of_the_house_and_leaves_out_what_the_scale_lacks() -> None:
    every = lesions(1)
    known = [
        (class_named(one.truth, 4), "2345".index(one.category), one.malignancy) for one in every if one.truth != "0"
    ]
    truth, called, malignancy = (np.array(column) for column in zip(*known, strict=True))
    found = agreement(every)
    assert found.qwk == pytest.approx(quadratic_weighted_kappa(confusion_matrix(truth, called, 4)))
    assert found.maqwk_malignant == pytest.approx(maqwk_malignant(truth, called, malignancy, 4))
    assert (found.lesions, found.same) == (len(known), pytest.approx(np.mean(truth == called)))
    assert (
        class_named("4B", 4),
        class_named("4", 6),
        class_named("4a", 6),
        class_named("6", 6),
        class_named(None, 4),
    ) == (2, None, 2, None, None)
    six = agreement([RatedLesion("a", 1.0, "4A", 0.5, "4B"), RatedLesion("b", 0.0, "4", 0.5, "2")], 6)
    assert six.lesions == 1 and len(six.names) == 6
    never = agreement([RatedLesion("a", 1.0, "4A", 0.5, "3"), RatedLesion("b", 0.0, "2", 0.5, "2")], 6)
    assert never.lesions == 2 and len(never.names) == 6, "the scale is the rating's, whatever it answers"
    assert agreement([RatedLesion("a", 1.0, "4", 0.5, None)]) is None


class Finder:
    """Finds eight calcifications in both lesions of every image; of the third patient nothing in the second one."""

    def __init__(self) -> None:
        self.calls, self.bundle = 0, SimpleNamespace(identity=MODEL)

    def analyse(self, mammogram, progress):
        self.calls += 1
        second = not mammogram.source.path.replace("\\", "/").split("P_0000")[1].startswith("3")
        places = [(190 + 5 * i, 60) for i in range(8)] + [(330 + 5 * i, 150) for i in range(8) if second]
        return replace(make_analysis(mammogram, places), method="hdogreg", model=self.bundle.identity)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six test patients of CBIS-DDSM in small, each with a benign and a malignant lesion; of the first the benign one
    was not biopsied.
    """
    rows, tmp_path = [], tmp_path_factory.mktemp("store")
    for number in range(1, 7):
        study = f"Calc-Test_P_0000{number}_RIGHT_CC"
        rows.append(
            cbis_row(study, 1, assessment="3", pathology="BENIGN_WITHOUT_CALLBACK" if number == 1 else "BENIGN")
        )
        rows.append(cbis_row(study, 2, assessment="5", pathology="MALIGNANT"))
        write_cbis_image(tmp_path / "cbis", study, [lesion_mask(*WHERE[0]), lesion_mask(*WHERE[1])], seed=number)
    training = "Calc-Training_P_00009_RIGHT_CC"
    write_cbis_image(tmp_path / "cbis", training, [lesion_mask(*WHERE[0])])
    write_cbis_table(tmp_path / "cbis", "test", rows)
    write_cbis_table(tmp_path / "cbis", "train", [cbis_row(training, 1)])
    import_set(
        read_cbis_ddsm(tmp_path / "cbis", 0.05),
        tmp_path / "set",
        SplitRule(published=True),
        StoreParameters(per_image=(9, 9, 9, 9)),
    )
    return tmp_path / "set"


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Finder:
    """Ratings by where a group lies: the upper ones score 0.2 and are called 3, the lower ones 0.8 and 4."""
    from MicrocalcCADLib.kinds import system

    def rated(analysis, findings, mammogram, only=None, ratings=None, strict=False):
        def of(cluster):
            upper = cluster.row < 280
            return replace(
                cluster,
                malignancy=0.2 if upper else 0.8,
                birads={"category": "3" if upper else "4", "risk": 0.3 if upper else 0.6},
            )

        return replace(findings, clusters=tuple(map(of, findings.clusters)))

    finder = Finder()
    monkeypatch.setattr(system, "create", lambda *_, **__: finder)
    monkeypatch.setattr(ratings_evaluation, "assess", rated)
    return finder


def test_ratings_are_measured_by_lesion_and_a_second_run_takes_up_the_analyses(
    store: Path, finder: Finder, tmp_path: Path, capsys
) -> None:
    command = ["evaluate", str(store), "-o", str(tmp_path / "out"), "--rating", "malignancy", "birads"]
    assert command_line.main(command) == 0
    text = capsys.readouterr().out
    rows = {row["rating"]: row for row in json.loads((tmp_path / "out" / "ratings.json").read_text())["ratings"]}
    for row in rows.values():
        assert (row["lesions"], row["missed"], row["rated"], row["biopsied"], row["auc"]) == (12, 1, 11, 10, 1.0)
    assert rows["malignancy"]["brier"] == pytest.approx(0.04) and rows["malignancy"]["qwk"] is None
    truth, called = np.array([1] * 6 + [3] * 5), np.array([1] * 6 + [2] * 5)
    assert rows["birads"]["qwk"] == pytest.approx(
        quadratic_weighted_kappa(confusion_matrix(truth, called, 4)), abs=1e-5
    )
    assert rows["birads"]["same_category"] == pytest.approx(6 / 11, abs=1e-5) and rows["birads"]["brier"] is None
    assert "malignancy-simulated 1.0.0, SHA-256" in text and "the interval draws patients" in text
    with (tmp_path / "out" / "ratings_lesions.csv").open(newline="") as stream:
        listed = list(csv.DictReader(stream))
    missed = [row for row in listed if row["state"] == "missed"]
    assert len(listed) == 12 and [(row["image"], row["lesion"], row["malignancy_score"]) for row in missed] == [
        ("Calc-Test_P_00003_RIGHT_CC", "2", "")
    ]
    assert {path.name for path in (tmp_path / "out").glob("*.png")} == {
        "ratings_calibration.png",
        "ratings_birads_confusion.png",
    }
    calls = finder.calls
    assert command_line.main(command) == 0 and finder.calls == calls == 6


def test_analyses_of_other_weights_are_not_taken_up(store: Path, finder: Finder, tmp_path: Path) -> None:
    command = ["evaluate", str(store), "-o", str(tmp_path / "out"), "--rating", "malignancy"]
    assert command_line.main(command) == 0 and finder.calls == 6
    finder.bundle = SimpleNamespace(identity=replace(MODEL, version="2.0.0"))
    assert command_line.main(command) == 0 and finder.calls == 12


def test_a_rating_that_cannot_be_made_fails_its_image_by_name(
    store: Path, finder: Finder, tmp_path: Path, monkeypatch, capsys
) -> None:
    def broken(*_, **__):
        raise ModelError("A package is missing.")

    monkeypatch.setattr(ratings_evaluation, "assess", assess)
    monkeypatch.setattr(assessment, "_rated", broken)
    assert command_line.main(["evaluate", str(store), "-o", str(tmp_path / "out"), "--rating", "birads"]) == 1
    assert "failed: Calc-Test_P_00001_RIGHT_CC: A package is missing." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--rating", "context"], "context is a model for context, which rates nothing"),
        (["--rating", "birads", "--method", "patch-learning"], "marks squares and outlines no calcifications"),
        (["--rating", "birads", "--method", "hdogreg", "context"], "give one method"),
        (["--rating", "none"], "No rating is chosen"),
        (["--rating", "birads", "--split", "validation"], "The part validation of"),
    ],
)
def test_bad_ratings_are_one_sentence(
    store: Path, finder: Finder, tmp_path: Path, arguments: list[str], sentence: str, capsys
) -> None:
    assert command_line.main(["evaluate", str(store), "-o", str(tmp_path / "out"), *arguments]) == 1
    assert sentence in capsys.readouterr().err and not finder.calls


def test_a_folder_that_is_no_data_set_or_one_without_any_label_is_refused(
    store: Path, finder: Finder, tmp_path: Path, capsys, monkeypatch
) -> None:
    (tmp_path / "empty").mkdir()
    assert (
        command_line.main(["evaluate", str(tmp_path / "empty"), "-o", str(tmp_path / "out"), "--rating", "odds"]) == 1
    )
    assert "Ratings are measured on a data set with pathologies or BI-RADS categories" in capsys.readouterr().err
    monkeypatch.setattr(ratings_evaluation, "known_lesions", lambda image: [])
    assert command_line.main(["evaluate", str(store), "-o", str(tmp_path / "out"), "--rating", "odds"]) == 1
    assert "No lesion of the part test" in capsys.readouterr().err
