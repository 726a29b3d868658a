"""Splits by patient: seeded, stratified, kept, never mixed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.case import Case, CaseImage, DataSet, Mark, Meaning
from MicrocalcTrainLib.datasets.splits import SPLITS, SplitRule, Splits, chosen_split, split_patients


def case(number: int, pathology: str | None = None, published: str | None = None) -> Case:
    mark = Mark(Meaning.CALCIFICATION, np.array([[1.0, 2.0]]))
    name = f"p{number:03d}"
    return Case(
        name, (CaseImage(f"{name}_L", Path(f"{name}.png"), (mark,), pathology=pathology, published_split=published),)
    )


def data(*cases: Case) -> DataSet:
    return DataSet("folder", Path("set"), cases)


MIXED = data(*(case(i, "malignant" if i % 4 == 0 else "benign") for i in range(80)))


def test_every_patient_is_in_exactly_one_part_of_the_asked_size():
    splits = split_patients(MIXED, SplitRule((0.7, 0.15, 0.15)))
    assert Counter(splits.of_patient.values()) == {"train": 56, "validation": 12, "test": 12}


def test_each_stratum_is_divided_in_the_same_proportion():
    splits = split_patients(MIXED, SplitRule((0.7, 0.15, 0.15)))
    malignant = [c.patient for c in MIXED.cases if c.images[0].pathology == "malignant"]
    counts = Counter(splits.of_patient[patient] for patient in malignant)
    assert all(
        abs(counts[split] - share * 20) <= 1 for split, share in (("train", 0.7), ("validation", 0.15), ("test", 0.15))
    )


def test_a_seed_gives_the_same_parts_and_another_seed_others():
    first, again, other = (split_patients(MIXED, SplitRule(seed=seed)).of_patient for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_patients_that_were_split_stay_where_they_are_when_others_come():
    earlier = split_patients(data(*MIXED.cases[:30]), SplitRule(seed=3))
    later = split_patients(MIXED, SplitRule(seed=9), earlier)
    assert {patient: later.of_patient[patient] for patient in earlier.of_patient} == earlier.of_patient
    assert len(later.of_patient) == 80


@pytest.mark.parametrize("fractions", [(0.7, 0.15, 0.15), (0.4, 0.3, 0.3), (0.8, 0.2, 0.0)])
@pytest.mark.parametrize("at_once", [1, 2, 3])
@pytest.mark.parametrize("kept", [True, False])
def test_patients_that_come_a_few_at_a_time_are_divided_too(
    fractions: tuple[float, ...], at_once: int, kept: bool
) -> None:
    """A review adds a patient or two at a time, and all of them went to the training part.

    `kept`: earlier patients are in the set again, so that their strata are known.
    """
    cases, splits = MIXED.cases, None
    for last in range(at_once, len(cases) + 1, at_once):
        before = dict(splits.of_patient) if splits else {}
        splits = split_patients(data(*cases[0 if kept else last - at_once : last]), SplitRule(fractions), splits)
        assert {patient: splits.of_patient[patient] for patient in before} == before
    assert splits is not None
    counts = Counter(splits.of_patient.values())
    assert all(
        abs(counts[part] - share * len(splits.of_patient)) <= 2 for part, share in zip(SPLITS, fractions, strict=True)
    )
    if kept:
        of_malignant = Counter(splits.of_patient[c.patient] for c in cases if c.images[0].pathology == "malignant")
        assert all(abs(of_malignant[part] - 20 * share) <= 2 for part, share in zip(SPLITS, fractions, strict=True))


def test_parts_that_are_out_of_proportion_fill_up_as_patients_come() -> None:
    first = split_patients(data(*MIXED.cases[:20]), SplitRule((1, 0, 0)))
    splits = split_patients(MIXED, SplitRule((0.5, 0.25, 0.25)), first)
    assert Counter(splits.of_patient.values()) == {"train": 40, "validation": 20, "test": 20}


def test_a_first_import_is_divided_as_ever() -> None:
    """Trainings that were published are made again from the parts that they had."""
    parts = split_patients(MIXED, SplitRule((0.7, 0.15, 0.15), seed=3)).of_patient
    letters = "".join(parts[case.patient][1] for case in MIXED.cases)
    assert letters == "raerarrrearrrrrrrearrrraererrrrrrrrrrarrraerrraereraererrarrrerrarrerrrrarrrrrrr"


def test_a_fraction_of_zero_gets_nobody():
    assert set(split_patients(MIXED, SplitRule((0.8, 0.2, 0.0))).of_patient.values()) == {"train", "validation"}


def test_splits_are_the_same_after_saving_and_loading(tmp_path: Path):
    splits = split_patients(MIXED, SplitRule(seed=5))
    splits.save(tmp_path / "splits.json")
    assert Splits.load(tmp_path / "splits.json") == splits


def test_a_patient_in_two_parts_is_an_error_that_names_the_patient(tmp_path: Path):
    path = tmp_path / "splits.json"
    split_patients(MIXED, SplitRule()).save(path)
    content = json.loads(path.read_text())
    patient = content["patients"]["train"][0]
    content["patients"]["test"].append(patient)
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=f"{patient} is in train and in test"):
        Splits.load(path)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "[" * 100_000, '{"patients": {}}', '{"patients": {"exam": ["a"]}, "fractions": [1, 0, 0], "seed": 1}'],
)
def test_a_file_that_is_no_split_is_refused(tmp_path: Path, content: str):
    (tmp_path / "splits.json").write_text(content)
    with pytest.raises(InputError, match="splits"):
        Splits.load(tmp_path / "splits.json")


def test_the_published_test_patients_are_the_test():
    published = data(*(case(i, published="test" if i < 10 else "train") for i in range(50)))
    splits = split_patients(published, SplitRule((0.7, 0.15, 0.15), published=True))
    assert splits.patients("test") == tuple(f"p{i:03d}" for i in range(10))
    assert Counter(splits.of_patient.values()) == {"train": 33, "validation": 7, "test": 10}


def test_a_patient_whom_the_authors_have_in_two_parts_is_an_error():
    images = case(1, published="test").images + case(2, published="train").images
    with pytest.raises(InputError, match="the patient both in test and train"):
        split_patients(data(Case("both", images)), SplitRule(published=True))


@pytest.mark.parametrize("text", ["0.7,0.3", "0.7,0.2,0.2", "a,b,c", "0,0.5,0.5"])
def test_fractions_that_are_none_are_refused(text: str):
    with pytest.raises(InputError, match=r"for example 0\.7, 0\.15 and 0\.15"):
        chosen_split(text, 1)


def test_a_patient_or_an_image_twice_in_a_set_is_an_error():
    with pytest.raises(InputError, match="The patient p001 is in the set twice"):
        data(case(1), case(1))
    with pytest.raises(InputError, match="The image p001_L is in the set twice"):
        data(case(1), Case("other", case(1).images))
