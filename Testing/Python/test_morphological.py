"""The morphological detector: no model, a score for each object, millimetres at any spacing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib import detectors
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.morphological import OPERATING_POINTS, score
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.operating_point import NAMES
from MicrocalcTrainLib.datasets.truth_image import TruthImage
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from PIL import Image

CLEAR = ImageParameters(
    clusters=(1, 1),
    singles=(0, 0),
    empty_share=0,
    vessel_share=0,
    procedural_share=1,
    procedural_mm=40,
    lesions=LesionParameters(diameter_mm=(0.25, 0.4), contrast=(16, 16), count=(12, 12), spread_mm=(2, 2)),
)


def simulated(spacing_mm: float) -> TruthImage:
    return next(iter(simulate_set([], 1, [spacing_mm], 12, CLEAR)))


def analysed(mammogram: Mammogram) -> Analysis:
    return detectors.create("morphological").analyse(mammogram)


@pytest.mark.parametrize("spacing_mm", [0.05, 0.07, 0.1, 0.2])
def test_a_clear_cluster_is_found_at_every_spacing(spacing_mm: float) -> None:
    image = simulated(spacing_mm)
    analysis = analysed(image.mammogram)
    findings = decide(analysis, "sensitive")
    ((row, column, radius),) = image.clusters
    distances = [np.hypot(c.row - row, c.column - column) * spacing_mm for c in findings.reported_clusters]
    assert min(distances, default=np.inf) <= radius + 3
    shown = analysis.label_map([c.id for c in findings.reported_calcifications]) > 0
    assert len(np.unique(image.truth[shown])) - 1 >= 0.5 * len(image.calcifications)


def test_an_analysis_names_no_model_and_says_what_its_scores_are() -> None:
    analysis = analysed(simulated(0.1).mammogram)
    assert (analysis.method, analysis.model, analysis.score_map) == ("morphological", None, None)
    assert "not probabilities" in analysis.notices[-1].text
    assert analysis.operating_points == OPERATING_POINTS
    assert tuple(OPERATING_POINTS) == NAMES
    assert len(decide(analysis, 0.0).reported_calcifications) == len(analysis.candidates) > 0


def test_the_score_is_a_half_at_five_standard_deviations_and_0_for_what_is_no_brighter() -> None:
    np.testing.assert_allclose(score(np.array([-3.0, 0.0, 5.0, 15.0]), 5.0), [0, 0, 0.5, 0.9])


def test_a_model_for_it_is_refused() -> None:
    with pytest.raises(ModelError, match="works without a model"):
        detectors.create("morphological", "hdogreg-light")


def test_the_command_line_detects_without_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path / "none"))
    image = tmp_path / "case.png"
    Image.fromarray(np.round(simulated(0.1).mammogram.pixels * 65535).astype(np.uint16)).save(image)
    arguments = [
        "detect",
        str(image),
        "-o",
        str(tmp_path / "out"),
        "--method",
        "morphological",
        "--spacing",
        "0.1",
        "--quiet",
    ]
    assert command_line.main(arguments) == 0
    findings = json.loads((tmp_path / "out" / "case.findings.json").read_text())
    assert (findings["method"], findings["model"]) == ("morphological", None)
    assert any(c["reported"] for c in findings["calcifications"])
    command_line.main(["methods"])
    assert "morphological\t" in capsys.readouterr().out
