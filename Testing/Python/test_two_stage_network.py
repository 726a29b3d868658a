"""The patch network of the method two-stage, and its dense evaluation against the patch-by-patch answer."""

from __future__ import annotations

import pytest
import torch
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.dense import Axis, DenseNetwork
from MicrocalcCADLib.networks.two_stage import PatchNetwork, cells_after

EXTENT = (11, 7)


def trained(size_px: int, padding: str, channels: tuple[int, ...]) -> PatchNetwork:
    """Return a network whose batch normalisations have seen data and have gains and shifts of their own."""
    torch.manual_seed(0)
    network = PatchNetwork(size_px, padding, channels)
    for norm in (*network.norms, network.hidden_norm):
        torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
        torch.nn.init.normal_(norm.bias, 0, 0.3)
    with torch.no_grad():
        for _ in range(3):
            network.train()(1.5 * torch.randn(8, 1, size_px, size_px) + 0.3)
    return network.eval()


def patch_by_patch(network: PatchNetwork, window: torch.Tensor) -> torch.Tensor:
    patches = window.unfold(0, network.size_px, 1).unfold(1, network.size_px, 1)
    return network(patches.reshape(-1, 1, network.size_px, network.size_px)).T.reshape(2, *patches.shape[:2])


@pytest.mark.parametrize(
    ("size_px", "padding"),
    [(49, "valid"), (47, "valid"), (42, "valid"), (49, "same"), (39, "same"), (29, "same"), (20, "same"), (4, "same")],
)
def test_the_dense_answer_is_the_answer_for_the_patch_around_every_pixel(size_px, padding):
    network = trained(size_px, padding, (4, 6, 5, 7, 4, 6))
    window = 2 * torch.randn(EXTENT[0] + size_px - 1, EXTENT[1] + size_px - 1)
    with torch.inference_mode():
        dense, reference = DenseNetwork(network)(window), patch_by_patch(network, window)
    assert reference.std() > 0.05
    torch.testing.assert_close(dense, reference, rtol=1e-4, atol=1e-4)


def test_with_same_padding_two_patches_see_the_same_pixel_differently_at_their_borders():
    """Why one convolution over the whole region is not the answer patch by patch, and dense evaluation needs border
    maps.
    """
    network = trained(49, "same", (4,) * 6)
    window = 2 * torch.randn(50, 49)
    with torch.inference_mode():
        first, second = (network.convolutions[0](window[None, None, top : top + 49]) for top in (0, 1))
    torch.testing.assert_close(first[:, :, 2:48], second[:, :, 1:47])
    assert (first[:, :, 1] - second[:, :, 0]).abs().max() > 0.1


def test_same_padding_of_49_px_ends_with_eleven_maps_a_side_and_valid_padding_with_one():
    same, valid = Axis(10, 49, range(49), 1), Axis(10, 49, range(49), 1)
    for layer in range(6):
        same, valid = same.convolved(1), valid.convolved(0)
        if layer in (0, 1):
            same, valid = same.pooled(), valid.pooled()
    assert (same.count, len(list(same.cells())), same.step) == (12, 11, 4)
    assert (valid.count, len(list(valid.cells())), valid.length(0)) == (2, 1, 14)


def test_valid_padding_leaves_two_by_two_cells_of_49_px_as_in_the_paper():
    assert cells_after(49, "valid") == 2
    assert cells_after(49, "same") == 12


@pytest.mark.parametrize(("size_px", "padding"), [(41, "valid"), (39, "valid"), (29, "valid"), (3, "same")])
def test_patches_too_small_for_six_convolutions_are_refused_in_one_sentence(size_px, padding):
    with pytest.raises(InputError, match=f"{size_px} px is too small"):
        PatchNetwork(size_px, padding)


def test_an_unknown_padding_is_refused():
    with pytest.raises(InputError, match="no padding"):
        PatchNetwork(49, "reflect")


def test_every_layer_but_the_last_has_batch_normalisation_and_he_initialisation():
    torch.manual_seed(1)
    network = PatchNetwork(49, "same")
    assert len(network.norms) == 6 and isinstance(network.hidden_norm, torch.nn.BatchNorm1d)
    assert network.hidden.out_features == 64 and network.answer.out_features == 2 and network.dropout.p == 0.5
    for layer in network.convolutions[1:]:
        expected = (2 / layer.weight[0].numel()) ** 0.5
        assert float(layer.weight.std()) == pytest.approx(expected, rel=0.05)
