"""The detail network's windows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from MicrocalcCADLib.borders import continued
from MicrocalcCADLib.contrast import ContrastParameters, local_contrast
from MicrocalcCADLib.detectors.detail_map import detail_map
from MicrocalcCADLib.errors import Cancelled
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.light_unet import DETAIL_FILTERS, light_unet
from MicrocalcCADLib.progress import Progress
from scipy.ndimage import gaussian_filter

SPACING = 0.07
SHAPE = (360, 420)


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    torch.manual_seed(2)
    network = light_unet(DETAIL_FILTERS)
    with torch.no_grad():
        for _ in range(3):
            network.train()(torch.randn(4, 1, 64, 64))
    return network.eval()


@pytest.fixture(scope="module")
def image() -> np.ndarray:
    return 0.4 + 0.1 * gaussian_filter(np.random.default_rng(1).standard_normal(SHAPE).astype(np.float32), 1)


def probabilities(network: torch.nn.Module, image: np.ndarray, regions: np.ndarray) -> np.ndarray:
    return detail_map(
        TorchNetwork(network, "cpu"), image, (SPACING, SPACING), regions, SPACING, ContrastParameters(), Progress()
    ).probabilities


@pytest.mark.parametrize("place", [(0, 0), (150, 200), (340, 400)])
def test_a_window_answers_as_the_network_on_the_whole_image(network, image, place):
    regions = np.zeros(SHAPE, bool)
    regions[place[0] : place[0] + 20, place[1] : place[1] + 20] = True
    found = probabilities(network, image, regions)
    padded = continued(local_contrast(image, SPACING), ((40, 40 + -SHAPE[0] % 8), (40, 40 + -SHAPE[1] % 8)))
    with torch.inference_mode():
        whole = (
            network(torch.from_numpy(padded)[None, None])[0, :, 40 : 40 + SHAPE[0], 40 : 40 + SHAPE[1]]
            .sigmoid()
            .numpy()
        )
    assert found[:, regions].astype(float) == pytest.approx(whole[:, regions].astype(float), abs=0.02)


def test_nothing_is_answered_away_from_the_regions(network, image):
    regions = np.zeros(SHAPE, bool)
    regions[100:110, 100:300] = True
    found = probabilities(network, image, regions)
    assert (found[:, ~regions] == 0).all() and (found[:, regions] > 0).all()
    assert (probabilities(network, image, np.zeros(SHAPE, bool)) == 0).all()


def test_regions_at_another_spacing_cover_the_same_field(network, image):
    regions = np.zeros((180, 210), bool)
    regions[50:60, 50:60] = True
    found = probabilities(network, image, regions)[1] > 0
    rows, columns = np.nonzero(found)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == pytest.approx((100, 119, 100, 119), abs=2)


def test_cancelling_is_honoured_between_windows(network, image):
    answers, cancelled = TorchNetwork(network, "cpu"), Progress(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        detail_map(answers, image, (SPACING, SPACING), np.ones(SHAPE, bool), SPACING, ContrastParameters(), cancelled)
