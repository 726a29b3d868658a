"""hdogreg with the paper's network: the authors' windows, grey values and scores."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from bundles import SECTION, write_bundle
from MicrocalcCADLib import detectors
from MicrocalcCADLib.blobs import segment_blobs
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import window_map as window_module
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn, HdogregFpnParameters, object_scores
from MicrocalcCADLib.detectors.window_map import WindowParameters, as_8_bit, window_map
from MicrocalcCADLib.errors import Cancelled, InputError, ModelError
from MicrocalcCADLib.networks.fpn import FpnInceptionV4
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.progress import Progress
from report_material import make_mammogram
from torch import nn

SMALL = WindowParameters(size_px=64, stride_px=32, trim_px=16)


class _WindowMean(nn.Module):
    """Answers logits that depend on the whole window, as group normalisation makes the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.identity = nn.Conv2d(1, 1, 1)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.identity(image) + image.mean()


class _BrightIsCalcification(nn.Module):
    """Answers a high proximity where the image is bright."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return 20 * (image - 0.2)


def whole(shape: tuple[int, int]) -> np.ndarray:
    return np.ones(shape, bool)


def as_the_authors_do(network: nn.Module, image: np.ndarray) -> np.ndarray:
    """Return the map pixel by pixel: the last window in raster order that keeps a pixel decides."""
    result = np.zeros(image.shape, np.float32)
    starts = []
    for side in image.shape:
        steps = list(range(0, side, SMALL.stride_px))
        starts.append(sorted({min(s, side - SMALL.size_px) for s in steps}))
    for top in starts[0]:
        for left in starts[1]:
            window = image[top : top + SMALL.size_px, left : left + SMALL.size_px]
            answer = network(torch.from_numpy(window.copy())[None, None])[0, 0].sigmoid().detach().numpy()
            for r in range(SMALL.size_px):
                for c in range(SMALL.size_px):
                    outer = [
                        top == 0,
                        left == 0,
                        top + SMALL.size_px == image.shape[0],
                        left + SMALL.size_px == image.shape[1],
                    ]
                    cut = [
                        r < SMALL.trim_px,
                        c < SMALL.trim_px,
                        r >= SMALL.size_px - SMALL.trim_px,
                        c >= SMALL.size_px - SMALL.trim_px,
                    ]
                    if not any(is_cut and not is_outer for is_cut, is_outer in zip(cut, outer, strict=True)):
                        result[top + r, left + c] = answer[r, c]
    return result


@pytest.fixture
def single_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute as on a processor without bfloat16, whatever this one has."""
    monkeypatch.setattr(window_module, "_cpu_has_bfloat16", lambda: False)


@pytest.mark.parametrize("shape", [(64, 64), (65, 64), (96, 130), (201, 167)])
def test_windows_are_trimmed_stepped_and_anchored_as_the_authors_do(
    shape: tuple[int, int], single_precision: None
) -> None:
    torch.manual_seed(0)
    network, image = _WindowMean(), np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    found = window_map(network, image, whole(shape), "cpu", Progress(), SMALL)
    np.testing.assert_allclose(found, as_the_authors_do(network, image), atol=1e-6)


def test_the_published_windows_are_512_px_with_128_px_trimmed_and_steps_of_256() -> None:
    assert WindowParameters() == WindowParameters(512, 256, 128)
    assert [start for start, _, _ in window_module._windows(1300, WindowParameters())] == [0, 256, 512, 768, 788]
    assert [kept for _, *kept in window_module._windows(1000, WindowParameters())] == [
        [0, 384],
        [384, 640],
        [616, 1000],
    ]


def test_windows_without_breast_are_left_out_and_change_nothing_in_it() -> None:
    network, image = _WindowMean(), np.random.default_rng(0).standard_normal((300, 260)).astype(np.float32)
    mask = np.zeros(image.shape, bool)
    mask[100:140, :90] = True
    seen = []
    network.register_forward_hook(lambda *_: seen.append(1))
    part = window_map(network, image, mask, "cpu", Progress(), SMALL)
    few = len(seen)
    complete = window_map(network, image, whole(image.shape), "cpu", Progress(), SMALL)
    assert np.array_equal(part[mask], complete[mask])
    assert 3 * few < len(seen) - few
    assert not part[200:].any()


def test_an_image_smaller_than_a_window_goes_on_as_its_mirror_image() -> None:
    network, image = _WindowMean(), np.random.default_rng(0).random((40, 100), np.float32)
    mirrored = np.vstack([image, image[:-25:-1]])
    small = window_map(network, image, whole(image.shape), "cpu", Progress(), SMALL)
    assert np.array_equal(small, window_map(network, mirrored, whole(mirrored.shape), "cpu", Progress(), SMALL)[:40])


@pytest.mark.parametrize("wrong", [{"size_px": 500}, {"stride_px": 300}, {"trim_px": -1}, {"stride_px": 0}])
def test_windows_that_leave_gaps_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError, match="leave gaps or do not fit"):
        WindowParameters(**wrong)


def test_cancelling_stops_within_a_window() -> None:
    network = FpnInceptionV4(divisor=32).eval()
    calls = []
    progress = Progress(cancelled=lambda: len(calls) == 20 or calls.append(1))
    with pytest.raises(Cancelled):
        window_map(network, np.zeros((64, 64), np.float32), whole((64, 64)), "cpu", progress, SMALL)
    assert not any(module._forward_pre_hooks for module in network.modules())


def test_grey_values_are_the_upper_8_of_16_bits() -> None:
    stored = np.array([[0, 255, 256, 32768, 65535]], np.uint16)
    expected = ((stored >> 8) / 255 - 0.5) / 0.5
    np.testing.assert_allclose(as_8_bit((stored / 65535).astype(np.float32)), expected, atol=1e-6)


def test_an_object_passes_a_threshold_exactly_if_more_than_the_overlap_of_it_does() -> None:
    generator = np.random.default_rng(0)
    sizes = np.arange(1, 200)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    values = np.round(generator.random(starts[-1]), 2)
    for overlap in (0.0, 0.2, 0.3, 0.6):
        scores = object_scores(values, Objects(np.arange(len(values)), starts), overlap)
        for threshold in (0.0, 0.3, 0.5, 0.77):
            inside = [(values[a:b] > threshold).sum() / (b - a) > overlap for a, b in pairwise(starts)]
            assert np.array_equal(scores > threshold, inside)


def test_no_objects_have_no_scores() -> None:
    assert object_scores(np.zeros(0, np.float32), Objects.of([]), 0.3).shape == (0,)


def spotted(spacing_mm: float = 0.07):
    """Return a mammogram with bright round spots of 0.4 mm in a row, and their (row, column)."""
    mammogram = make_mammogram(*(520, 400) if spacing_mm > 0.06 else (780, 600), spacing_mm)
    rows, columns = np.indices(mammogram.shape)
    pixels, places = np.minimum(mammogram.pixels, 0.55), [(250, c) for c in range(60, 200, 20)]
    for row, column in places:
        pixels = np.maximum(pixels, 0.9 * (np.hypot(rows - row, columns - column) * spacing_mm < 0.2))
    return replace(mammogram, pixels=pixels.astype(np.float32)), places


def test_candidates_are_the_hessian_dog_objects_as_they_are() -> None:
    mammogram, places = spotted()
    detector = HdogregFpn(_BrightIsCalcification(), HdogregFpnParameters(), None, "cpu")
    analysis = detector.analyse(mammogram)
    labels = analysis.label_map()
    found = [labels[place] for place in places]
    assert all(found) and len(set(found)) == len(places)
    blobs = segment_blobs(mammogram.pixels, 0.07, breast_mask(mammogram.pixels, mammogram.spacing_mm))
    for place, identifier in zip(places, found, strict=True):
        assert np.array_equal(labels == identifier, blobs.labels == blobs.labels[place])
    measures = analysis.candidates.measures
    assert measures[[i - 1 for i in found], 2].min() > 0.9 and measures[:, 2].min() >= 1e-4
    assert analysis.score_map.shape == mammogram.shape and analysis.score_map_spacing_mm == 0.07


@pytest.mark.parametrize("spacing_mm", [0.05, 0.14])
def test_an_image_of_another_spacing_is_seen_at_that_of_the_network(spacing_mm: float) -> None:
    mammogram, places = spotted(spacing_mm)
    analysis = HdogregFpn(_BrightIsCalcification(), HdogregFpnParameters(), None, "cpu").analyse(mammogram)
    assert analysis.score_map.shape == tuple(round(side * spacing_mm / 0.07) for side in mammogram.shape)
    assert all(analysis.label_map()[place] for place in places)


def section(**changes: object) -> dict:
    points = {"sensitive": 1e-4, "balanced": 10**-3.5, "specific": 0.1}
    return (
        SECTION
        | {
            "network": "fpn-inception-v4",
            "operating_points": points,
            "parameters": {"divisor": 32, "windows": {"size_px": 128, "stride_px": 64, "trim_px": 32}},
        }
        | changes
    )


def test_the_bundle_decides_the_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    write_bundle(tmp_path / "fpn", section(), FpnInceptionV4(32).state_dict())
    detector = detectors.create("hdogreg", tmp_path / "fpn", "cpu")
    assert isinstance(detector, HdogregFpn)
    findings = decide(detector.analyse(make_mammogram(520, 400, 0.07), Progress()))
    assert findings.model.name == "fpn" and findings.operating_point.threshold == pytest.approx(10**-3.5)
    write_bundle(tmp_path / "other", section(network="transformer"), {})
    with pytest.raises(ModelError, match="network 'transformer'"):
        detectors.create("hdogreg", tmp_path / "other", "cpu")
    write_bundle(tmp_path / "misfit", section(parameters={}), FpnInceptionV4(32).state_dict())
    with pytest.raises(ModelError, match="do not fit its network"):
        detectors.create("hdogreg", tmp_path / "misfit", "cpu")


def test_progress_rises_to_one() -> None:
    seen = []
    detector = HdogregFpn(_BrightIsCalcification(), HdogregFpnParameters(), None, "cpu")
    detector.analyse(spotted()[0], Progress(report=lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_bfloat16_is_used_only_on_a_cpu_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = []
    network = nn.Conv2d(1, 1, 1)
    network.register_forward_hook(lambda module, inputs, output: kinds.append(output.dtype))
    for has in (False, True):
        monkeypatch.setattr(window_module, "_cpu_has_bfloat16", lambda has=has: has)
        found = window_map(network, np.ones((64, 64), np.float32), whole((64, 64)), "cpu", Progress(), SMALL)
        assert found.dtype == np.float32
    assert kinds == [torch.float32, torch.bfloat16]


def test_findings_say_where_the_processor_computed_in_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    detector, said = HdogregFpn(_BrightIsCalcification(), HdogregFpnParameters(), None, "cpu"), {}
    for has in (False, True):
        monkeypatch.setattr(window_module, "_cpu_has_bfloat16", lambda has=has: has)
        said[has] = any("bfloat16" in notice.text for notice in detector.analyse(spotted()[0], Progress()).notices)
    assert said == {False: False, True: True}


def test_bfloat16_changes_the_proximity_little() -> None:
    torch.manual_seed(0)
    network = FpnInceptionV4(32).eval().to(memory_format=torch.channels_last)
    image = torch.rand(1, 1, 64, 64)
    with torch.inference_mode():
        exact = network(image).sigmoid()
        with torch.autocast("cpu", torch.bfloat16):
            fast = network(image).float().sigmoid()
    assert float((exact - fast).abs().max()) < 0.02


@pytest.mark.slow
def test_a_window_of_the_published_network_takes_at_most_a_few_seconds_on_a_cpu() -> None:
    with torch.device("cpu"):
        network = FpnInceptionV4().eval().to(memory_format=torch.channels_last)
    start = time.perf_counter()
    window_map(network, np.zeros((512, 512), np.float32), whole((512, 512)), "cpu", Progress())
    assert time.perf_counter() - start < 20
