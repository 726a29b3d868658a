"""Rating clusters as malignant: the model's text, the training range, and what the findings say."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.assessment.malignancy import MalignancyModel, cluster_features, rate
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.features import FEATURES, group_features
from MicrocalcCADLib.files import sha256_of
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.notices import MODEL, Notice
from MicrocalcCADLib.objects import Objects
from MicrocalcTrainLib.recipes.boosting import BoostingParameters
from MicrocalcTrainLib.workflows.boosting import fit

pytest.importorskip("lightgbm")
CHOSEN = ("malignancy",)
NOTICE = Notice("Malignancy was learned from simulated calcifications only.", MODEL)


def trained(low: float = -1e9, high: float = 1e9) -> MalignancyModel:
    """Return a model that calls many calcifications malignant."""
    rng = np.random.default_rng(0)
    table = rng.normal(size=(200, len(FEATURES)))
    table[:, FEATURES.index("count")] = rng.integers(1, 40, 200)
    fitted = fit(table, table[:, FEATURES.index("count")] > 12, BoostingParameters(trees=30))
    bounds = np.full(len(FEATURES), low), np.full(len(FEATURES), high)
    return MalignancyModel(fitted.trees, fitted.mean, fitted.scale, *bounds, threshold=0.4, notices=(NOTICE,))


@pytest.fixture(scope="module")
def model() -> MalignancyModel:
    return trained()


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: MalignancyModel) -> Path:
    """A catalogue with the one model, written as a bundle."""
    folder = tmp_path / "Models" / "rating"
    for part in ("configs", "models"):
        (folder / part).mkdir(parents=True)
    section = {
        "method": "malignancy",
        "spacing_mm": 0.07,
        "operating_points": {"balanced": 0.4},
        "intended_use": "research only",
        "notices": [NOTICE.text],
    }
    (folder / "configs" / "metadata.json").write_text(
        json.dumps({"name": "rating", "version": "1", "microcalc": section})
    )
    (folder / "models" / "model.json").write_text(json.dumps(model.to_document()))
    entry = {
        "name": "rating",
        "version": "1",
        "method": "malignancy",
        "folder": "rating",
        "sha256": sha256_of(folder / "models" / "model.json"),
    }
    (tmp_path / "Models" / "catalog.json").write_text(json.dumps({"models": [entry]}))
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path / "Models"))
    return folder


def test_every_reported_cluster_gets_a_probability_and_nothing_else_changes(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, model: MalignancyModel
) -> None:
    rated = rate(analysis, findings, mammogram, model)
    assert findings.reported_clusters
    for before, after in zip(findings.clusters, rated.clusters, strict=True):
        assert after == replace(before, malignancy=after.malignancy)
        assert (after.malignancy is not None) == before.reported
        assert after.malignancy is None or 0 <= after.malignancy <= 1
    assert rated.calcifications == findings.calcifications
    assert rated.notices == (*findings.notices, NOTICE)
    assert Findings.from_dict(json.loads(json.dumps(rated.to_dict()))) == rated


def test_a_cluster_unlike_the_training_is_not_rated_and_a_notice_says_so(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    rated = rate(analysis, findings, mammogram, trained(low=1e6, high=1e7))
    assert {c.malignancy for c in rated.clusters} == {None}
    assert f"{len(findings.reported_clusters)} clusters are unlike" in rated.notices[-1].text


def test_the_training_range_reaches_a_tenth_beyond_the_extremes() -> None:
    model = trained(low=0.0, high=10.0)
    table = np.full((3, len(FEATURES)), 5.0)
    table[1, 4], table[2, 4] = 10.9, 11.1
    assert model.outside(table).tolist() == [False, False, True]
    assert not model.outside(np.full((1, len(FEATURES)), np.nan)).any()


def test_no_cluster_no_rating(analysis: Analysis, mammogram: Mammogram, model: MalignancyModel) -> None:
    nothing = decide(analysis, 1.0)
    assert rate(analysis, nothing, mammogram, model) == nothing


def test_the_features_are_of_the_reported_members_within_the_region(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    cluster = findings.reported_clusters[0]
    members = [c.id for c in findings.calcifications if c.cluster == cluster.id and c.reported]
    runs = [analysis.candidates.object_pixels(m) for m in members]
    expected = group_features(Objects.of(runs), mammogram.pixels, mammogram.spacing_mm)
    np.testing.assert_array_equal(cluster_features(analysis, findings, cluster, mammogram), expected)
    far = replace(cluster, row=cluster.row + 9.0 / mammogram.spacing_mm[0] + 60)
    assert cluster_features(analysis, findings, far, mammogram)[FEATURES.index("count")] != len(members)


def test_a_model_is_the_same_after_writing_and_reading_it_as_text(model: MalignancyModel) -> None:
    again = MalignancyModel.from_document(json.loads(json.dumps(model.to_document())), (), "again")
    table = np.random.default_rng(3).normal(size=(50, len(FEATURES)))
    table[::7, 3] = np.nan
    np.testing.assert_array_equal(again.probability(table), model.probability(table))
    assert again.importance() == model.importance()


def test_missing_features_count_as_the_training_mean(model: MalignancyModel) -> None:
    table = np.tile(model.mean, (2, 1))
    table[1, :10] = np.nan
    assert model.probability(table)[0] == model.probability(table)[1]


def test_importance_is_a_share_and_names_what_decides(model: MalignancyModel) -> None:
    importance = model.importance()
    assert next(iter(importance)) == "count"
    assert sum(importance.values()) == pytest.approx(1)
    assert set(importance) == set(FEATURES)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"features": ["count"]}, "other features"),
        ({"mean": [0.0]}, "does not describe 31"),
        ({"booster": "tree\nversion=v4\nnonsense"}, "cannot be read"),
        ({"booster": ""}, "cannot be read"),
        ({"scale": "much"}, "incomplete"),
        ({"scale": [0.0] * 31}, "no training gives"),
        ({"mean": [float("inf")] * 31}, "no training gives"),
        ({"threshold": 7.0}, "no training gives"),
    ],
)
def test_a_damaged_document_is_refused(model: MalignancyModel, change: dict, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        MalignancyModel.from_document(model.to_document() | change, (), "damaged")


def test_an_assessment_uses_the_catalogues_model(
    catalog: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    rated = assess(analysis, findings, mammogram, ratings=CHOSEN)
    assert all(c.malignancy is not None for c in rated.reported_clusters)
    assert NOTICE in rated.notices
    assert rated.versions["malignancy"] == f"rating 1, SHA-256 {sha256_of(catalog / 'models' / 'model.json')}"


def test_an_altered_model_leaves_a_notice_and_the_findings(
    catalog: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    with (catalog / "models" / "model.json").open("a") as stream:
        stream.write(" ")
    assessed = assess(analysis, findings, mammogram, ratings=CHOSEN)
    assert assessed.clusters == findings.clusters
    assert "No rating of malignancy" in assessed.notices[-1].text
    assert "altered or is damaged" in assessed.notices[-1].text


def test_the_model_is_loaded_once_for_many_images(
    catalog: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []
    monkeypatch.setattr(
        MalignancyModel,
        "load",
        staticmethod(lambda choice=None, load=MalignancyModel.load: loaded.append(1) or load(choice)),
    )
    first = assess(analysis, findings, mammogram, ratings=CHOSEN)
    assert assess(analysis, findings, mammogram, ratings=CHOSEN) == first
    assert len(loaded) == 1


def test_a_changed_model_is_loaded_anew(
    catalog: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram, model: MalignancyModel
) -> None:
    assess(analysis, findings, mammogram, ratings=CHOSEN)
    weights, listed = catalog / "models" / "model.json", catalog.parent / "catalog.json"
    weights.write_text(json.dumps(model.to_document() | {"low": [0.0] * len(FEATURES), "high": [0.0] * len(FEATURES)}))
    assert "altered or is damaged" in assess(analysis, findings, mammogram, ratings=CHOSEN).notices[-1].text
    (entry,) = json.loads(listed.read_text())["models"]
    listed.write_text(json.dumps({"models": [entry | {"version": "2", "sha256": sha256_of(weights)}]}))
    rated = assess(analysis, findings, mammogram, ratings=CHOSEN)
    assert rated.versions["malignancy"] == f"rating 2, SHA-256 {sha256_of(weights)}"
    assert all(c.malignancy is None for c in rated.reported_clusters)
    weights.unlink()
    assert "No rating of malignancy" in assess(analysis, findings, mammogram, ratings=CHOSEN).notices[-1].text


def test_ratings_need_no_lightgbm(
    catalog: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = assess(analysis, findings, mammogram, ratings=CHOSEN)
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    assert assess(analysis, findings, mammogram, ratings=CHOSEN) == expected
    assert all(c.malignancy is not None for c in expected.reported_clusters)


def test_without_a_catalogue_nothing_is_rated(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path / "nowhere"))
    assert assess(analysis, findings, mammogram) == findings
