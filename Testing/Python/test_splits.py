"""Splits by patient: seeded, stratified, kept, never mixed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.case import Case, CaseImage, DataSet, Mark, Meaning
from MicrocalcTrainLib.datasets.splits import SplitRule, Splits, chosen_split, split_patients


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
