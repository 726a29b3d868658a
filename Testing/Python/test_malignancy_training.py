"""The recipe of the malignancy model: from described, simulated regions or a table of features to a bundle."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.assessment.malignancy import MalignancyModel
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.features import FEATURES
from MicrocalcCADLib.models import find_bundle
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.simulation.descriptors import (
    DISTRIBUTIONS,
    NOT_GIVEN,
    TYPES,
    VASCULAR,
    Description,
    described_lesion,
    draw_description,
    frequencies,
)
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from MicrocalcTrainLib.simulation.regions import RegionParameters, simulate_regions
from MicrocalcTrainLib.workflows.malignancy import read_cases

TABLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "cbis-ddsm-calc-csv"


def test_the_frequencies_are_those_of_the_1872_rows_and_say_where_they_come_from() -> None:
    descriptions, counts = frequencies()
    assert counts.sum() == 1546 + 326
    assert sum(n for d, n in zip(descriptions, counts, strict=True) if d.malignant) == 673
    assert {d.assessment for d in descriptions} == {0, 2, 3, 4, 5}


@pytest.mark.skipif(not TABLES.is_dir(), reason="CBIS-DDSM's tables are not here")
def test_the_frequencies_agree_with_the_tables() -> None:
    rows = [row for path in TABLES.glob("*.csv") for row in csv.DictReader(path.open())]
    descriptions, counts = frequencies()
    for wanted in ("AMORPHOUS", "FINE_LINEAR_BRANCHING"):
        ours = sum(n for d, n in zip(descriptions, counts, strict=True) if d.type == wanted and d.malignant)
        assert ours == sum(row["calc type"] == wanted and row["pathology"] == "MALIGNANT" for row in rows)


def test_every_description_can_be_drawn_as_a_lesion() -> None:
    rng = np.random.default_rng(0)
    for description in frequencies()[0]:
        placed = described_lesion(rng, description, LesionParameters())
        assert placed
        assert all(np.isfinite(one.offset_mm).all() for one in placed)


def test_every_term_of_the_tables_has_a_look_or_a_layout() -> None:
    descriptions, _ = frequencies()
    assert {term for d in descriptions for term in d.type.split("-")} == set(TYPES) | {VASCULAR}
    assert {term for d in descriptions if d.distribution != NOT_GIVEN for term in d.distribution.split("-")} | {
        NOT_GIVEN
    } == set(DISTRIBUTIONS)


def test_descriptions_are_drawn_as_often_as_they_are() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_description(rng) for _ in range(4000)]
    assert np.mean([d.malignant for d in drawn]) == pytest.approx(673 / 1872, abs=0.03)
    assert np.mean([d.type == "PLEOMORPHIC" for d in drawn]) == pytest.approx(814 / 1872, abs=0.03)


def spread_of(distribution: str) -> np.ndarray:
    """Return the mean spread along and across the main axis of 200 lesions, in mm."""
    rng = np.random.default_rng(0)
    description = Description("PLEOMORPHIC", distribution, 4, "BENIGN")
    spreads = []
    for _ in range(200):
        offsets = np.array([one.offset_mm for one in described_lesion(rng, description, LesionParameters())])
        if len(offsets) > 3:
            spreads.append(np.linalg.svd(offsets - offsets.mean(axis=0), compute_uv=False) / np.sqrt(len(offsets)))
    return np.mean(spreads, axis=0)


def test_distributions_have_their_layout() -> None:
    clustered, linear, segmental, regional, scattered = map(
        spread_of, ("CLUSTERED", "LINEAR", "SEGMENTAL", "REGIONAL", "DIFFUSELY_SCATTERED")
    )
    assert linear[0] > 4 * linear[1]
    assert clustered[0] < 2 * clustered[1]
    assert segmental[0] > 1.5 * segmental[1] > clustered[1]
    assert regional[1] > 2 * clustered[1]
    assert scattered.prod() > 4 * clustered.prod()


def test_types_have_their_morphologies() -> None:
    rng = np.random.default_rng(0)

    def morphologies(kind: str) -> set[str]:
        description = Description(kind, "CLUSTERED", 4, "BENIGN")
        return {
            one.shape.morphology for _ in range(30) for one in described_lesion(rng, description, LesionParameters())
        }

    assert morphologies("PUNCTATE") == {"punctate"}
    assert morphologies("AMORPHOUS") == {"amorphous", "punctate"}
    assert morphologies("FINE_LINEAR_BRANCHING") == {"fine linear", "fine linear branching", "irregular"}
    assert morphologies("COARSE-PUNCTATE") == {"coarse", "punctate"}


def test_a_patients_regions_share_their_description_and_are_always_the_same() -> None:
    parameters = RegionParameters(size_px=96, two_view_share=1.0)
    first, second = (list(simulate_regions([], 3, 5, parameters)) for _ in range(2))
    assert [r.patient for r in first] == [0, 0, 1, 1, 2, 2]
    assert all(first[i].description == first[i + 1].description for i in (0, 2, 4))
    assert all(
        np.array_equal(a.image, b.image) and np.array_equal(a.segmentation, b.segmentation)
        for a, b in zip(first, second, strict=True)
    )
    objects = first[0].objects
    assert first[0].segmentation.sum() == len(objects.pixels) == objects.starts[-1]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Features of 120 regions of 60 patients, in which the number of calcifications tells."""
    rng = np.random.default_rng(0)
    path = tmp_path / "mine.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["patient", "malignant", *FEATURES])
        for i in range(120):
            values = rng.random(len(FEATURES))
            values[FEATURES.index("count")] += i // 2 % 2
            writer.writerow([f"p{i // 2}", i // 2 % 2, *(["", *values[1:]] if i % 10 == 0 else values)])
    return path


def test_a_table_of_features_becomes_a_verified_bundle_with_card_and_table(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("lightgbm")
    assert main(["train", "malignancy", "-o", str(tmp_path / "work"), "--features", str(table)]) == 0
    folder = Path(capsys.readouterr().out.strip())
    bundle = find_bundle(folder, "malignancy")
    assert bundle.section["training"]["recipe"]["features"] == "mine.csv"
    assert (
        bundle.section["training"]["command"] == "microcalc-train train malignancy -o DIR --features mine.csv --seed 1"
    )
    assert str(tmp_path) not in json.dumps(bundle.metadata)
    assert bundle.section["notices"] == []
    model = MalignancyModel.load(folder)
    cases = read_cases(table)
    assert np.isnan(cases.table[0, 0])
    assert next(iter(model.importance())) == "count"
    assert model.probability(cases.table)[cases.malignant].mean() > 0.7
    assert not model.outside(cases.table).any()
    card = (folder / "docs" / "README.md").read_text(encoding="utf-8")
    assert "| AUC |" in card and "| count |" in card and "Research only" in card
    assert (tmp_path / "work" / "importance.csv").read_text().startswith("feature,mean share of gain,sd\ncount,")
    with pytest.raises(ModelError, match="made for method malignancy"):
        find_bundle(folder, "hdogreg")


def test_the_simulated_model_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lightgbm")
    from dataclasses import replace

    from MicrocalcTrainLib.recipes.boosting import BoostingParameters
    from MicrocalcTrainLib.recipes.malignancy import RECIPE
    from MicrocalcTrainLib.workflows.malignancy import make
    from MicrocalcTrainLib.workflows.material import Simulated

    recipe = replace(
        RECIPE,
        patients=40,
        regions=RegionParameters(size_px=96, two_view_share=0.0),
        boosting=BoostingParameters(trees=5, least_in_leaf=2),
    )
    folder = make(tmp_path, Simulated([]), recipe, "cpu", "microcalc-train train malignancy -o DIR")
    assert "simulated" in folder.name
    assert "simulated calcifications only" in " ".join(notice.text for notice in MalignancyModel.load(folder).notices)
    before = (tmp_path / "features.csv").stat().st_mtime_ns
    make(tmp_path, Simulated([]), recipe, "cpu", "microcalc-train train malignancy -o DIR")
    assert (tmp_path / "features.csv").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("patient,malignant\n1,0\n", "no column foreground_area_mm2"),
        ("", "no column patient"),
        (",".join(["patient", "malignant", *FEATURES]) + "\n1,0," + ",".join(["x"] * 31) + "\n", "no number"),
        (",".join(["patient", "malignant", *FEATURES]) + "\n1,2," + ",".join(["1"] * 31) + "\n", "other than 0 and 1"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=sentence):
        read_cases(path)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_cases(tmp_path / "none.csv")
