"""Residual networks: torchvision's names, agreement with MONAI's, and what "the first 100 layers" are."""

from __future__ import annotations

import pytest
import torch
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.networks.resnet import ResNet, freeze, keras_layers, load_imagenet
from torch import nn


def names_of(network: nn.Module, modules: list[nn.Module | None]) -> list[str | None]:
    names = {module: name for name, module in network.named_modules()}
    return [None if module is None else names[module] for module in modules]


@pytest.mark.parametrize(
    ("name", "parameters", "entries"), [("resnet18", 11_689_512, 122), ("resnet50", 25_557_032, 320)]
)
def test_the_networks_have_the_published_size(name: str, parameters: int, entries: int) -> None:
    with torch.device("meta"):
        network = ResNet(name, channels=3, outputs=1000)
    assert sum(p.numel() for p in network.parameters()) == parameters
    assert len(network.state_dict()) == entries


def test_state_names_are_those_of_torchvision() -> None:
    with torch.device("meta"):
        small, large = ResNet("resnet18").state_dict(), ResNet("resnet50").state_dict()
    assert {
        "conv1.weight",
        "bn1.running_mean",
        "layer2.0.downsample.0.weight",
        "layer4.1.conv2.weight",
        "fc.bias",
    } <= set(small)
    assert {"layer1.0.downsample.1.running_var", "layer3.5.conv3.weight", "layer4.2.bn3.num_batches_tracked"} <= set(
        large
    )
    assert "layer1.0.downsample.0.weight" not in small


@pytest.mark.parametrize("name", ["resnet18", "resnet50"])
def test_the_answer_is_that_of_monais_network_with_the_same_weights(name: str) -> None:
    from monai.networks import nets

    torch.manual_seed(0)
    ours = ResNet(name, channels=3, outputs=5).eval()
    theirs = getattr(nets, name)(
        spatial_dims=2, n_input_channels=3, num_classes=5, conv1_t_stride=2, shortcut_type="B", bias_downsample=False
    )
    theirs.load_state_dict(ours.state_dict())
    image = torch.randn(2, 3, 64, 96)
    with torch.inference_mode():
        torch.testing.assert_close(ours(image), theirs.eval()(image), rtol=1e-4, atol=1e-4)


def test_imagenet_weights_load_into_a_network_of_one_channel_and_one_answer() -> None:
    torch.manual_seed(1)
    state = ResNet("resnet18", channels=3, outputs=1000).state_dict()
    network = ResNet("resnet18")
    last = network.fc.weight.clone()
    load_imagenet(network, state, "file")
    assert torch.equal(network.layer3[1].conv2.weight, state["layer3.1.conv2.weight"])
    assert torch.equal(network.fc.weight, last)
    torch.testing.assert_close(network.conv1.weight, state["conv1.weight"].sum(dim=1, keepdim=True))


@pytest.mark.parametrize("prefix", ["module.", "model.", "_orig_mod.", "backbone.", "module.model."])
def test_imagenet_weights_load_whatever_a_program_put_before_their_names(prefix: str) -> None:
    torch.manual_seed(1)
    state = ResNet("resnet18", channels=3, outputs=1000, width=8).state_dict()
    network = ResNet("resnet18", width=8)
    load_imagenet(network, {f"{prefix}{name}": value for name, value in state.items()}, "file")
    assert torch.equal(network.layer3[1].conv2.weight, state["layer3.1.conv2.weight"])


def test_weights_of_another_network_are_refused() -> None:
    with torch.device("meta"):
        other = {name: torch.zeros(value.shape) for name, value in ResNet("resnet50", channels=3).state_dict().items()}
    for state in (other, {}, {"conv1.weight": torch.zeros(3)}):
        with pytest.raises(ModelError, match="torchvision's layout"):
            load_imagenet(ResNet("resnet18", width=8), state, "file")


def test_the_sentence_says_which_network_the_file_is_of() -> None:
    with torch.device("meta"):
        files = {name: ResNet(name, channels=3).state_dict() for name in ("resnet18", "resnet50")}
    zeros = {name: {key: torch.zeros(value.shape) for key, value in state.items()} for name, state in files.items()}
    for held, wanted in (("resnet18", "resnet50"), ("resnet50", "resnet18")):
        with pytest.raises(ModelError, match=f"file holds {held}, not {wanted}: give ImageNet weights of {wanted}"):
            load_imagenet(ResNet(wanted), zeros[held], "file")
    with pytest.raises(ModelError, match="file holds resnet18, not resnet18 of width 16"):
        load_imagenet(ResNet("resnet18", width=16), zeros["resnet18"], "file")
    with pytest.raises(ModelError, match="file does not hold all weights of resnet18"):
        load_imagenet(
            ResNet("resnet18"),
            {key: value for key, value in zeros["resnet18"].items() if "layer4.1.bn2" not in key},
            "file",
        )


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(InputError, match="'resnet34' is no residual network"):
        ResNet("resnet34")


def test_layers_are_counted_as_keras_counts_its_resnet50() -> None:
    """Indices as in the summary of tf.keras.applications.ResNet50(include_top=False), which has 175 layers."""
    with torch.device("meta"):
        network = ResNet("resnet50")
    layers = names_of(network, keras_layers(network))
    assert len(layers) == 175
    assert {
        2: "conv1",
        3: "bn1",
        7: "layer1.0.conv1",
        13: "layer1.0.downsample.0",
        14: "layer1.0.conv3",
    }.items() <= dict(enumerate(layers)).items()
    assert {
        15: "layer1.0.downsample.1",
        16: "layer1.0.bn3",
        19: "layer1.1.conv1",
        81: "layer3.0.conv1",
    }.items() <= dict(enumerate(layers)).items()
    assert {99: "layer3.1.conv3", 100: "layer3.1.bn3", 171: "layer4.2.conv3", 172: "layer4.2.bn3"}.items() <= dict(
        enumerate(layers)
    ).items()
    weighted = {name for name, module in network.named_modules() if isinstance(module, nn.Conv2d | nn.BatchNorm2d)}
    assert weighted == set(layers) - {None}


def test_the_first_100_layers_end_before_the_last_normalisation_of_the_second_block_of_stage_3() -> None:
    with torch.device("meta"):
        network = ResNet("resnet50")
    freeze(network, 100)
    frozen = {name.rpartition(".")[0] for name, p in network.named_parameters() if not p.requires_grad}
    expected = {name for name, m in network.named_modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)}
    expected = {
        n for n in expected if n.startswith(("conv1", "bn1", "layer1.", "layer2.", "layer3.0.", "layer3.1."))
    } - {"layer3.1.bn3"}
    assert frozen == expected


def test_frozen_layers_do_not_change_in_training() -> None:
    torch.manual_seed(0)
    network = ResNet("resnet50", width=4)
    frozen = freeze(network, 100)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], lr=0.1)
    network.train()
    network(torch.randn(2, 1, 64, 64)).sum().backward()
    optimizer.step()
    names = tuple(f"{name}." for name in names_of(network, frozen))
    changed = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert changed and not {name for name in changed if name.startswith(names)}
    assert "layer3.1.bn3.running_mean" in changed and "layer3.1.bn2.running_mean" not in changed


def test_all_of_resnet18_has_fewer_than_100_layers() -> None:
    network = ResNet("resnet18", width=4)
    assert len(keras_layers(network)) == 69
