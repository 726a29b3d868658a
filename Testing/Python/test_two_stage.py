"""The detector two-stage: regions from windows, pixels from the segmentator, with networks whose answers are known."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch
from MicrocalcCADLib.borders import continued
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.two_stage import (
    NETWORKS,
    PatchNetworkParameters,
    TwoStage,
    TwoStageParameters,
    _windows_with_breast,
    network_of,
    objects_above,
)
from MicrocalcCADLib.errors import Cancelled
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.workflows.two_stage import detector_of

FORMS = PatchNetworkParameters(49, "same", (2,) * 6), PatchNetworkParameters(49, "valid", (3,) * 6)


def passing_brightness(form: PatchNetworkParameters, bias: float) -> torch.nn.Module:
    """Return a network that answers positive where the middle of its patch is bright: every layer passes
    its centre on.
    """
    network = network_of(form).eval()
    state = network.state_dict()
    for name, value in state.items():
        if "running_var" in name or (name.endswith("weight") and "norm" in name):
            value.fill_(1)
        elif value.dtype.is_floating_point:
            value.zero_()
    for layer in network.convolutions:
        layer.weight.data[0, 0, 1, 1] = 1
    cells = network.cells
    middle = slice(cells // 2 - 1, cells // 2 + 1) if form.padding == "valid" else slice(0, cells)
    network.hidden.weight.data.reshape(64, -1, cells, cells)[0, 0, middle, middle] = 1
    network.answer.weight.data[1, 0] = 8
    network.answer.bias.data[1] = bias
    return network


@pytest.fixture(scope="module")
def detector() -> TwoStage:
    networks = [passing_brightness(form, bias) for form, bias in zip(FORMS, (-8.0, -130.0), strict=True)]
    parameters = TwoStageParameters(spacing_mm=0.1, detector=FORMS[0], segmentator=FORMS[1])
    return detector_of(dict(zip(NETWORKS, networks, strict=True)), parameters, "cpu")


def spotted(spacing_mm: float = 0.1, side: int = 400) -> Mammogram:
    """A half disc of breast with a little noise and six bright squares of 0.5 mm in a row."""
    pixels = np.full((side, side), 0.02, np.float32)
    rows, columns = np.indices(pixels.shape)
    breast = (rows - side / 2) ** 2 + columns**2 < (0.4 * side) ** 2
    pixels[breast] = 0.5 + 0.004 * np.random.default_rng(0).standard_normal(breast.sum()).astype(np.float32)
    for number in range(6):
        at = round((1.5 + 1.8 * number) / spacing_mm)
        size = round(0.5 / spacing_mm)
        pixels[side // 2 : side // 2 + size, at : at + size] = 0.9
    return Mammogram(pixels, (spacing_mm, spacing_mm), "given")


def test_every_pixel_of_the_breast_lies_in_the_middle_half_of_a_window():
    breast = np.ones((100, 73), bool)
    centres = np.array(list(_windows_with_breast(breast, 49)))
    rows, columns = np.indices(breast.shape)
    nearest = np.min([np.maximum(abs(rows - r), abs(columns - c)) for r, c in centres], axis=0)
    assert nearest.max() <= 12


def test_windows_without_breast_are_left_out_and_those_at_its_edge_are_not():
    breast = np.zeros((200, 200), bool)
    breast[100, 100] = True
    centres = np.array(list(_windows_with_breast(breast, 49)))
    assert len(centres) in (4, 6, 9) and (abs(centres - 100) <= 24).all()


def test_the_pixel_map_is_the_segmentators_answer_for_the_patch_around_every_pixel_of_the_regions(detector):
    contrast = np.random.default_rng(4).standard_normal((130, 140)).astype(np.float32) * 2.4
    regions = np.zeros(contrast.shape, bool)
    regions[0:20, 90:140] = regions[95:130, 93:99] = True
    found = detector.pixel_map(contrast, regions, Progress())
    network = passing_brightness(FORMS[1], -130.0)
    padded = continued(contrast, ((24, 24), (24, 24)))
    for row, column in np.argwhere(regions)[::37]:
        patch = torch.from_numpy(padded[row : row + 49, column : column + 49].copy())[None, None]
        assert found[row, column] == pytest.approx(float(network(patch).softmax(1)[0, 1]), abs=1e-4)
    assert not found[~regions].any() and 0.01 < found[regions].mean() < 0.99


def test_objects_are_eight_connected_and_score_their_mean_probability():
    probability = np.zeros((6, 6), np.float32)
    probability[1, 1], probability[2, 2], probability[4, 5] = 0.6, 0.8, 0.9
    objects, scores = objects_above(probability, 0.5)
    assert [sorted(pixels.tolist()) for pixels in objects] == [[7, 14], [29]]
    assert scores == pytest.approx([0.7, 0.9])


def test_a_calcification_is_scored_by_its_pixels_and_by_how_certain_the_surest_window_over_it_is(detector):
    sure, unsure, none = (replace(detector.parameters, certain_odds=odds) for odds in (1e-3, 1e4, 1e12))
    scores = []
    for parameters in (sure, unsure, none):
        weighed = copy.copy(detector)
        weighed.parameters = parameters
        scores.append(weighed.analyse(spotted()).candidates.column("score"))
    assert (
        scores[0].min() > 0.5
        and (scores[1] < scores[0] - 0.01).all()
        and (0 < scores[1]).all()
        and scores[2].max() < 1e-6
    )
    image = np.zeros((200, 200), np.float32)
    image[110:114, 97:101] = 9.0
    breast = np.ones(image.shape, bool)
    odds = detector.window_odds(image, breast, Progress())
    network = passing_brightness(FORMS[0], -8.0)
    padded = continued(image, ((24, 49), (24, 49)))
    by_hand = np.full(padded.shape, -np.inf)
    for row, column in _windows_with_breast(breast, 49):
        answer = network(torch.from_numpy(padded[row : row + 49, column : column + 49].copy())[None, None])[0]
        covered = by_hand[row : row + 49, column : column + 49]
        np.maximum(covered, float(answer[1] - answer[0]), out=covered)
    np.testing.assert_allclose(odds, by_hand[24:224, 24:224], atol=1e-4)
    assert detector.regions(odds)[112, 99] and not detector.regions(odds)[20, 20]


def test_bright_spots_are_found_outlined_and_form_a_cluster(detector):
    findings = decide(detector.analyse(spotted()), 0.5)
    spots = [c for c in findings.calcifications if abs(c.row - 202) < 4]
    assert len(spots) == 6
    assert [c.major_axis_mm for c in spots] == pytest.approx([0.5] * 6, abs=0.5)
    assert findings.clusters and findings.clusters[0].count >= 6


def test_the_same_spots_are_found_at_another_spacing(detector):
    findings = decide(detector.analyse(spotted(0.05, 800)), 0.5)
    spots = sorted(c.column * 0.05 for c in findings.calcifications if abs(c.row * 0.05 - 20.2) < 0.4)
    assert len(spots) == 6


def test_cancelling_stops_the_analysis_in_every_stage(detector):
    asked = []
    detector.analyse(spotted(), Progress(report=lambda fraction, text: asked.append(text)))
    assert {"Looking for regions with calcifications", "Outlining calcifications"} <= set(asked)
    for stop in range(len(asked)):
        calls = iter([False] * stop + [True])
        with pytest.raises(Cancelled):
            detector.analyse(spotted(), Progress(cancelled=lambda calls=calls: next(calls)))


def test_progress_rises_to_one(detector):
    seen = []
    detector.analyse(spotted(), Progress(report=lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen) and seen[-1] == 1.0
