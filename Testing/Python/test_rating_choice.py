"""Ratings are chosen like detectors: by name, by folder, several, none; what is no rating is refused in
one sentence.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import microcalc
import pytest
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess, without_ratings
from MicrocalcCADLib.assessment.choice import Rating, chosen_ratings
from MicrocalcCADLib.batch.settings import settings_of
from MicrocalcCADLib.batch.task import Setup
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.errors import InputError, MicrocalcError, ModelError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import METADATA, find_bundle, models_folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A rating bundle of the user: the shipped malignancy model under another name and version."""
    folder = tmp_path / "own"
    shutil.copytree(models_folder() / "malignancy-simulated", folder)
    path = folder / "configs" / "metadata.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"name": "own", "version": "7"}), encoding="utf-8"
    )
    return folder


def rated_by(findings: Findings) -> set[str]:
    clusters = findings.reported_clusters
    return {name for name in ("odds", "malignancy", "birads") if any(getattr(c, name) is not None for c in clusters)}


def kinds_known(findings: Findings) -> Findings:
    return replace(
        findings,
        clusters=tuple(replace(c, morphologies={"amorphous": 1.0}, morphology="amorphous") for c in findings.clusters),
    )


def test_names_models_and_folders_are_ratings_in_one_order(own: Path) -> None:
    assert chosen_ratings(None) == (Rating("odds"),)
    assert chosen_ratings(["birads", "odds"]) == (Rating("odds"), Rating("birads"))
    assert chosen_ratings(["birads-simulated", str(own)]) == (
        Rating("malignancy", str(own)),
        Rating("birads", "birads-simulated"),
    )
    assert chosen_ratings(["none"]) == ()


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (["hdogreg-light"], "hdogreg-light is a model for hdogreg, which rates nothing"),
        (["kinds-simulated"], "kinds-simulated is a model for kinds, which rates nothing"),
        (
            ["nonsense"],
            "There is no rating 'nonsense' .there is: malignancy-simulated, birads-simulated, odds-cbis-ddsm.",
        ),
        (["birads", "birads-simulated"], "Two ratings of birads are chosen"),
        (["none", "odds"], "together with others"),
        ([], "list of ratings is empty"),
        ("birads", "no list of ratings"),
    ],
)
def test_what_is_no_rating_is_one_sentence(choices: list[str], sentence: str) -> None:
    with pytest.raises(MicrocalcError, match=sentence) as raised:
        chosen_ratings(choices)
    assert "--" not in str(raised.value)


def test_a_folder_without_a_bundle_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"metadata\.json is missing"):
        chosen_ratings([str(tmp_path)])


def test_squares_are_nothing_that_a_chosen_rating_looks_at(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    with pytest.raises(InputError, match="patch-learning marks squares and outlines no calcifications"):
        chosen_ratings(["birads"], "patch-learning")
    assert chosen_ratings(None, "patch-learning") == (Rating("odds"),), "the default is in nobody's way"
    said = assess(analysis, replace(findings, method="patch-learning"), mammogram, ratings=["birads"]).notices[-1].text
    assert said.startswith("No rating of calcifications: The method patch-learning marks squares")


def test_odds_alone_are_the_default_and_the_simulated_ones_are_choosable(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, own: Path
) -> None:
    known = kinds_known(findings)
    default = assess(analysis, known, mammogram)
    assert rated_by(default) == {"odds"} and default.rating["name"] == "odds-cbis-ddsm"
    assert not any("simulated" in notice.text for notice in default.notices if notice not in known.notices)
    several = assess(analysis, known, mammogram, ratings=[str(own), "birads"])
    assert rated_by(several) == {"malignancy", "birads"} and several.rating == {
        **several.rating,
        "name": "own",
        "version": "7",
    }
    assert set(several.versions) >= {"malignancy", "birads"} and "odds" not in several.versions
    assert rated_by(assess(analysis, known, mammogram, ratings=["none"])) == set()


def test_another_choice_takes_the_place_of_the_one_before(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    known = kinds_known(findings)
    both = assess(analysis, known, mammogram, ratings=["malignancy", "birads"])
    assert assess(analysis, both, mammogram) == assess(analysis, known, mammogram)
    assert without_ratings(both, analysis) == known and without_ratings(known, analysis) is known


def test_readers_assessments_are_a_mean_with_its_spread_and_said_of_nothing_benign(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    rated = assess(analysis, kinds_known(findings), mammogram)
    first = rated.reported_clusters[0]
    shares = first.odds["assessments"]
    assert list(shares) == ["2", "3", "4", "5"] and sum(shares.values()) == pytest.approx(1, abs=1e-3)
    mean = sum(int(name) * share for name, share in shares.items())
    spread = sum((int(name) - mean) ** 2 * share for name, share in shares.items()) ** 0.5
    assert (
        f"Readers assessed these as BI-RADS {mean:.1f} on average (standard deviation {spread:.1f}): " in first.sentence
    )
    benign = replace(rated, clusters=tuple(replace(c, typically_benign=True) for c in kinds_known(findings).clusters))
    assert all(
        "assessments" not in c.odds and "BI-RADS" not in c.sentence
        for c in assess(analysis, benign, mammogram).clusters
    )


def test_a_batch_knows_its_ratings_and_another_one_redoes_it(own: Path, tmp_path: Path) -> None:
    options = DetectionOptions(tmp_path, ratings=(str(own), "birads"))
    setup = Setup(options, DetectorChoice())
    assert Setup.from_dict(json.loads(json.dumps(setup.to_dict()))) == setup
    ratings = settings_of(setup, None)["ratings"]
    assert set(ratings) == {"malignancy", "birads"} and ratings["malignancy"].startswith("own 7, SHA-256 ")
    assert settings_of(Setup(DetectionOptions(tmp_path), DetectorChoice()), None)["ratings"] is None
    with pytest.raises(ModelError, match="rates nothing"):
        settings_of(Setup(replace(options, ratings=("context",)), DetectorChoice()), None)


def test_a_batch_knows_what_names_its_kinds_and_another_model_redoes_it(tmp_path: Path) -> None:
    """A batch that went on with another model of kinds kept what the first had said."""

    def settings(kinds: str | None, method: str = DetectorChoice().method) -> dict[str, Any]:
        return settings_of(Setup(DetectionOptions(tmp_path), DetectorChoice(method, kinds=kinds)), None)

    own = tmp_path / "own"
    shutil.copytree(find_bundle(None, "kinds").folder, own)
    metadata = json.loads((own / METADATA).read_text())
    (own / METADATA).write_text(json.dumps({**metadata, "version": "9.0.0"}))
    default = settings(None)
    assert default["kinds"] == asdict(find_bundle(None, "kinds").identity)
    assert settings("kinds-simulated") == default
    assert settings("none")["kinds"] is settings(None, "patch-learning")["kinds"] is None
    assert settings(str(own))["kinds"]["version"] == "9.0.0"
    with pytest.raises(ModelError):
        settings("context")


@pytest.mark.parametrize("command", ["detect", "batch"])
def test_the_command_line_refuses_before_it_looks_at_an_image(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = command_line.main(
        [command, str(microcalc.sample()), "-o", str(tmp_path / "out"), "--rating", "two-stage", "--quiet"]
    )
    assert status == command_line.WRONG_USAGE
    assert capsys.readouterr().err.count("two-stage is a model for two-stage, which rates nothing") == 1


def test_python_takes_one_name_a_path_or_a_list_and_refuses_anything_else(
    own: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    detection = microcalc.Detection(mammogram, analysis, kinds_known(findings), 5.0)
    assert rated_by(microcalc.rate(detection).findings) == {"odds"}
    assert rated_by(microcalc.rate(detection, ratings="birads").findings) == {"birads"}
    assert rated_by(microcalc.rate(detection, ratings=own).findings) == {"malignancy"}
    assert rated_by(microcalc.rate(detection, ratings=["odds", own]).findings) == {"odds", "malignancy"}
    with pytest.raises(InputError, match="7 is no list of ratings"):
        microcalc.rate(detection, ratings=7)
    with pytest.raises(ModelError, match="rates nothing"):
        microcalc.rate(detection, ratings="context")
