"""The detector hdogreg with the shipped model, end to end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from MicrocalcCADLib import detectors
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.candidates import FEATURES, features, scorer
from MicrocalcCADLib.detectors.hdogreg import Hdogreg, HdogregParameters
from MicrocalcCADLib.detectors.loading import with_values
from MicrocalcCADLib.errors import Cancelled, InputError, ModelError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.engine import choose_device
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.datasets.truth_image import TruthImage
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set
from MicrocalcTrainLib.simulation.lesions import LesionParameters

CLEAR = ImageParameters(
    clusters=(1, 1),
    singles=(0, 0),
    empty_share=0,
    vessel_share=0,
    procedural_share=1,
    procedural_mm=50,
    lesions=LesionParameters(diameter_mm=(0.25, 0.4), contrast=(10, 10), count=(12, 12), spread_mm=(2, 2)),
)


@pytest.fixture(scope="module")
def detector() -> Hdogreg:
    return detectors.create("hdogreg", device="cpu")


def simulated(spacing_mm: float, seed: int = 11) -> TruthImage:
    return next(iter(simulate_set([], 1, [spacing_mm], seed, CLEAR)))


@pytest.mark.parametrize("spacing_mm", [0.05, 0.07, 0.1, 0.2])
def test_a_clear_cluster_is_found_and_outlined_at_every_spacing(detector, spacing_mm):
    image = simulated(spacing_mm)
    analysis = detector.analyse(image.mammogram)
    findings = decide(analysis, "sensitive")
    ((row, column, radius),) = image.clusters
    distances = [np.hypot(c.row - row, c.column - column) * spacing_mm for c in findings.reported_clusters]
    assert min(distances, default=np.inf) <= radius + 3
    truth = image.truth
    overlapping = np.unique(truth[analysis.label_map([c.id for c in findings.reported_calcifications]) > 0])
    assert len(overlapping) - 1 >= 0.6 * len(image.calcifications)


def test_the_same_image_gives_the_same_findings_twice(detector):
    image = simulated(0.1).mammogram
    first, second = (replace(decide(detector.analyse(image)), timings_s={}) for _ in range(2))
    assert first == second


def test_a_mirrored_image_has_its_cluster_at_the_mirrored_place(detector):
    image = simulated(0.1)
    mirrored = replace(image.mammogram, pixels=np.ascontiguousarray(image.mammogram.pixels[:, ::-1]))
    one, other = (
        max(decide(detector.analyse(m), "sensitive").clusters, key=lambda c: c.score)
        for m in (image.mammogram, mirrored)
    )
    assert (one.row, image.mammogram.shape[1] - 1 - one.column) == pytest.approx((other.row, other.column), abs=15)


def test_cancelling_stops_the_analysis(detector):
    calls = iter([False] * 3 + [True] * 1000)
    with pytest.raises(Cancelled):
        detector.analyse(simulated(0.1).mammogram, Progress(cancelled=lambda: next(calls)))


def test_progress_rises_to_one(detector):
    seen = []
    detector.analyse(simulated(0.2).mammogram, Progress(report=lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) > 4


def test_the_notice_about_simulated_training_is_in_the_findings(detector):
    findings = decide(detector.analyse(simulated(0.2).mammogram))
    assert any("simulated" in notice.text for notice in findings.notices)
    assert findings.model.name == "hdogreg-light" and len(findings.model.sha256) == 64


def test_an_image_without_candidates_gives_empty_findings(detector):
    flat = np.full((300, 300), 0.02, np.float32)
    rows, columns = np.indices(flat.shape)
    flat += 0.48 / (1 + np.exp(np.hypot(rows - 150, columns) - 120)).astype(
        np.float32
    )  # thins out at the skin, as a breast does
    findings = decide(detector.analyse(Mammogram(flat, (0.2, 0.2), "given")))
    assert findings.reported_calcifications == () and findings.clusters == ()


def test_candidate_features_are_finite_for_extreme_candidates():
    n = 3
    table = features(
        np.tile([0.0, 0.5, 1.0], (4, 1)),
        np.tile([0.0, 0.5, 1.0], (4, 1)),
        np.array([0.0, 0.1, 1.0]),
        np.full(n, 0.1),
        np.array([0.0, 1e-3, 1.0]),
        np.zeros((n, 9)),
        np.zeros((n, 2)),
    )
    assert table.shape == (n, len(FEATURES)) and np.isfinite(table).all()
    assert scorer().eval()(torch.from_numpy(table)).shape == (n, 1)


def test_a_bundles_parameters_replace_the_defaults_and_unknown_ones_are_refused():
    changed = with_values(HdogregParameters(), {"overlap": 0.4, "blobs": {"threshold": 0.004}}, "m")
    assert changed.overlap == 0.4 and changed.blobs.threshold == 0.004 and changed.blobs.ratio == 1.6
    with pytest.raises(ModelError, match="unknown parameter 'colour'"):
        with_values(HdogregParameters(), {"blobs": {"colour": 1}}, "m")


def test_unknown_methods_models_and_devices_are_refused_in_one_sentence():
    with pytest.raises(InputError, match="no method"):
        detectors.create("magic")
    with pytest.raises(ModelError, match="magic"):
        detectors.create("hdogreg", "magic")
    with pytest.raises(InputError, match="no device"):
        choose_device("abacus")
