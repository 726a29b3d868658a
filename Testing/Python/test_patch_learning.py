"""The detector patch-learning: squares side by side, each with a score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from bundles import SECTION, write_bundle
from MicrocalcCADLib import detectors
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.patch_learning import PatchLearning, PatchLearningParameters, squares
from MicrocalcCADLib.errors import Cancelled, ModelError
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.resnet import ResNet
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reporting.overlay import marked
from PIL import Image
from report_material import make_mammogram
from torch import nn

SMALL = PatchLearningParameters(spacing_mm=0.1, size_px=48, network="resnet18", width=4)


class _Brightest(nn.Module):
    """Answers a high logit where the patch has a pixel of great contrast."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images.amax(dim=(1, 2, 3))[:, None] - 10


def spotted(place: tuple[int, int], spacing_mm: float = 0.1):
    mammogram = make_mammogram(600, 480, spacing_mm)
    pixels = np.minimum(mammogram.pixels, 0.5)
    pixels[place[0] - 1 : place[0] + 2, place[1] - 1 : place[1] + 2] = 1.0
    return replace(mammogram, pixels=pixels.astype(np.float32))


def test_squares_lie_side_by_side_where_there_is_breast() -> None:
    breast = np.zeros((100, 70), bool)
    breast[20:60, 0:50] = True
    assert list(squares(breast, 32, 0.0)) == [(0, 0), (0, 32), (32, 0), (32, 32)]
    assert list(squares(breast, 32, 0.5)) == [(32, 0)]


def test_every_square_of_the_breast_is_scored_and_the_one_with_the_spot_marked() -> None:
    findings = decide(PatchLearning(TorchNetwork(_Brightest(), "cpu"), SMALL, None, "cpu").analyse(spotted((250, 130))))
    assert [(p.row, p.column, p.size) for p in findings.patches if p.reported] == [(240, 96, 48)]
    corners = {(p.row, p.column) for p in findings.patches}
    assert len(corners) == len(findings.patches) > 20
    assert all(row % 48 == 0 and column % 48 == 0 for row, column in corners)
    assert findings.calcifications == findings.clusters == ()


@pytest.mark.parametrize("spacing_mm", [0.05, 0.2])
def test_squares_are_given_in_pixels_of_an_image_of_another_spacing(spacing_mm: float) -> None:
    findings = decide(
        PatchLearning(TorchNetwork(_Brightest(), "cpu"), SMALL, None, "cpu").analyse(spotted((250, 130), spacing_mm))
    )
    side = round(48 * 0.1 / spacing_mm)
    best = max(findings.patches, key=lambda p: p.score)
    assert best.size == side
    assert best.row <= 250 < best.row + side and best.column <= 130 < best.column + side


def test_a_square_at_the_border_reaches_beyond_the_image() -> None:
    detector = PatchLearning(TorchNetwork(_Brightest(), "cpu"), replace(SMALL, size_px=64), None, "cpu")
    corners = {(p.row, p.column) for p in decide(detector.analyse(spotted((9, 9)))).patches}
    assert corners and max(row for row, _ in corners) + 64 <= 640


def test_the_analysis_survives_saving_and_is_drawn(tmp_path: Path) -> None:
    mammogram = spotted((250, 130))
    analysis = PatchLearning(TorchNetwork(_Brightest(), "cpu"), SMALL, None, "cpu").analyse(mammogram)
    analysis.save(tmp_path / "a.npz")
    again = decide(Analysis.load(tmp_path / "a.npz"))
    assert again.patches == decide(analysis).patches
    picture = Image.new("RGB", mammogram.shape[::-1])
    assert np.array(marked(picture, again)).any()


def test_a_bundle_states_network_and_spacing(tmp_path: Path) -> None:
    torch.manual_seed(0)
    section = SECTION | {"method": "patch-learning", "spacing_mm": 0.1}
    section["parameters"] = {"spacing_mm": 0.1, "size_px": 64, "network": "resnet18", "width": 4}
    write_bundle(tmp_path / "patches", section, ResNet("resnet18", width=4).state_dict())
    detector = detectors.create("patch-learning", tmp_path / "patches", "cpu")
    findings = decide(detector.analyse(make_mammogram(), Progress()))
    assert findings.method == "patch-learning" and findings.model.name == "patches" and findings.patches
    assert all(0 <= p.score <= 1 for p in findings.patches)
    write_bundle(tmp_path / "misfit", section, ResNet("resnet18", width=8).state_dict())
    with pytest.raises(ModelError, match="do not fit"):
        detectors.create("patch-learning", tmp_path / "misfit", "cpu")


def test_the_score_of_a_square_does_not_depend_on_the_batch_that_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    network, mammogram = ResNet("resnet18", width=4), make_mammogram()
    scores = []
    for batch in (1, 5):
        monkeypatch.setattr("MicrocalcCADLib.detectors.patch_learning.BATCH", {"cpu": batch})
        scores.append(
            PatchLearning(TorchNetwork(network, "cpu"), SMALL, None, "cpu").analyse(mammogram).candidates.patches[:, 3]
        )
    np.testing.assert_allclose(*scores, atol=1e-5)


def test_squares_are_scored_in_single_precision_on_every_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("MicrocalcCADLib.detectors.window_map._cpu_has_bfloat16", lambda: True)
    torch.manual_seed(0)
    images = np.random.default_rng(0).standard_normal((2, 1, 48, 48)).astype(np.float32)
    network = ResNet("resnet18", width=4).eval()
    exact = network.double()(torch.from_numpy(images).double()).detach().numpy()
    np.testing.assert_allclose(TorchNetwork(network.float(), "cpu")(images), exact, atol=1e-5)


def test_cancelling_stops_between_patches_and_progress_rises_to_one() -> None:
    detector, seen = PatchLearning(TorchNetwork(_Brightest(), "cpu"), SMALL, None, "cpu"), []
    detector.analyse(make_mammogram(), Progress(report=lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen) and seen[-1] == 1.0
    calls = iter([False] * 6 + [True] * 1000)
    with pytest.raises(Cancelled):
        detector.analyse(make_mammogram(), Progress(cancelled=lambda: next(calls)))
