"""The feature pyramid on Inception-v4: size, state names, ImageNet weights."""

from __future__ import annotations

import re

import pytest
import torch
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.networks.fpn import DROPOUT, FpnInceptionV4, initialise
from MicrocalcCADLib.networks.inception_v4 import CHANNELS, InceptionV4, load_imagenet
from torch import nn


@pytest.fixture(scope="module")
def network() -> FpnInceptionV4:
    with torch.device("meta"):
        return FpnInceptionV4()


@pytest.fixture
def narrow() -> FpnInceptionV4:
    torch.manual_seed(0)
    network = FpnInceptionV4(divisor=32)
    initialise(network)
    return network.eval()


def imagenet_file(divisor: int) -> dict[str, torch.Tensor]:
    """Return weights of three input channels with a classifier, as the published files have them."""
    torch.manual_seed(1)
    encoder = InceptionV4(3, divisor)
    initialise(encoder)
    return {
        **encoder.state_dict(),
        "last_linear.weight": torch.zeros(1001, 1536),
        "last_linear.bias": torch.zeros(1001),
    }


def test_the_network_has_the_published_number_of_parameters_and_state_entries(network):
    assert sum(p.numel() for p in network.parameters()) == 43_570_017
    assert len(network.state_dict()) == 925


def test_the_encoder_has_the_published_number_of_parameters():
    """42,679,816 of timm's inception_v4 with 1000 classes, less its classifier of 1536 x 1000 + 1000."""
    with torch.device("meta"):
        assert sum(p.numel() for p in InceptionV4(3).parameters()) == 42_679_816 - 1_537_000


def test_the_state_names_are_those_of_the_authors(network):
    forms = [
        r"encoder\.features\.(\d|1\d|2[01])\.\S+\.?(conv\.weight|bn\.(weight|bias|running_mean|running_var|num_batches_tracked))",
        r"encoder\.features\.[0-2]\.(conv\.weight|bn\.\w+)",
        r"decoder\.p5\.(weight|bias)",
        r"decoder\.p[432]\.skip_conv\.(weight|bias)",
        r"decoder\.seg_blocks\.[0-3]\.block\.[0-2]\.block\.(0\.weight|1\.(weight|bias))",
        r"segmentation_head\.0\.(weight|bias)",
    ]
    assert [name for name in network.state_dict() if not any(re.fullmatch(form, name) for form in forms)] == []
    state = network.state_dict()
    assert state["encoder.features.0.conv.weight"].shape == (32, 1, 3, 3)
    assert state["encoder.features.12.branch2.3.conv.weight"].shape == (224, 224, 7, 1)
    assert state["encoder.features.21.branch2_3b.conv.weight"].shape == (256, 512, 3, 1)
    assert state["decoder.seg_blocks.0.block.2.block.0.weight"].shape == (128, 128, 3, 3)


def test_the_maps_of_the_encoder_are_at_strides_2_to_32(network):
    maps = InceptionV4(divisor=32).eval()(torch.zeros(1, 1, 128, 192))
    assert [tuple(m.shape[2:]) for m in maps] == [(128 // s, 192 // s) for s in (2, 4, 8, 16, 32)]
    assert tuple(m.shape[1] for m in maps) == tuple(c // 32 for c in CHANNELS)
    assert network.encoder.channels == CHANNELS


def test_the_output_has_the_size_of_the_input(narrow):
    assert narrow(torch.zeros(2, 1, 64, 96)).shape == (2, 1, 64, 96)


def test_3x3_pooling_and_convolution_are_padded_by_one(network):
    kernels = {(m.kernel_size, m.padding) for m in network.encoder.modules() if isinstance(m, nn.Conv2d)}
    assert kernels == {
        ((1, 1), (0, 0)),
        ((3, 3), (1, 1)),
        ((1, 7), (0, 3)),
        ((7, 1), (3, 0)),
        ((1, 3), (0, 1)),
        ((3, 1), (1, 0)),
    }
    assert {m.padding for m in network.encoder.modules() if isinstance(m, nn.MaxPool2d)} == {1}


def test_whole_channels_drop_out_only_in_training(narrow):
    maps = [torch.rand(1, c, 64 >> level, 64 >> level) for level, c in enumerate(narrow.encoder.channels)]
    dropped = (narrow.decoder.train()(maps).abs().amax(dim=(0, 2, 3)) == 0).float().mean()
    assert 0 < float(dropped) < 3 * DROPOUT
    assert torch.equal(narrow.decoder.eval()(maps), narrow.decoder(maps))


def test_a_grey_image_gives_with_summed_weights_what_three_equal_channels_gave():
    state = imagenet_file(32)
    colour, grey = InceptionV4(3, 32).eval(), InceptionV4(1, 32).eval()
    load_imagenet(colour, state, "file")
    load_imagenet(grey, state, "file")
    image = torch.randn(1, 1, 64, 64)
    for expected, found in zip(colour(image.expand(-1, 3, -1, -1)), grey(image), strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)


def test_published_imagenet_files_load_with_and_without_batch_counters():
    state = imagenet_file(1)
    old = {f"module.{key}": value for key, value in state.items() if not key.endswith("num_batches_tracked")}
    encoder = InceptionV4()
    wrapped = {f"_orig_mod.encoder.{key}": value for key, value in state.items()}
    for layout in (state, old, wrapped):
        initialise(encoder)
        load_imagenet(encoder, layout, "file")
        assert torch.equal(encoder.features[20].branch1_1a.conv.weight, state["features.20.branch1_1a.conv.weight"])


@pytest.mark.parametrize(
    "change",
    [
        {"features.0.conv.weight": torch.zeros(32, 3, 5, 5)},
        {"features.0.conv.weight": torch.zeros(3)},
        {"fc.weight": torch.zeros(1)},
    ],
)
def test_weights_of_another_network_are_refused(change):
    state = imagenet_file(32) | change
    with pytest.raises(ModelError, match="Inception-v4 weights in the layout of timm or Cadene"):
        load_imagenet(InceptionV4(1, 32), state, "file")


def test_weights_of_the_same_network_at_another_width_are_called_so():
    with pytest.raises(
        ModelError, match="holds Inception-v4 of another width than this network: leave its channels undivided"
    ):
        load_imagenet(InceptionV4(1, 16), imagenet_file(32), "file")


def test_missing_weights_are_refused():
    state = imagenet_file(32)
    del state["features.3.conv.bn.running_var"]
    with pytest.raises(ModelError, match="Inception-v4"):
        load_imagenet(InceptionV4(1, 32), state, "file")


def test_initial_weights_have_the_variance_of_he_2015(narrow):
    weight = narrow.decoder.seg_blocks[0].block[0].block[0].weight
    assert float(weight.detach().var()) == pytest.approx(2 / (256 * 9), rel=0.02)
    assert not narrow.decoder.p5.bias.any()
