"""Residual networks (He 2016) of 18 and 50 layers under torchvision's state names, so that its ImageNet
weights load.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import torch
from torch import nn

from ..errors import InputError, ModelError
from .stored_names import without_shared_prefix

STAGES = {"resnet18": (2, 2, 2, 2), "resnet50": (3, 4, 6, 3)}
WIDTH = 64
EXPANSION = 4

# By whether the blocks are bottlenecks, and how many of them the four stages have.
_DEPTHS: dict[tuple[bool, tuple[int, ...]], str] = {
    (False, (2, 2, 2, 2)): "resnet18",
    (False, (3, 4, 6, 3)): "resnet34",
    (True, (3, 4, 6, 3)): "resnet50",
    (True, (3, 4, 23, 3)): "resnet101",
}


class BasicBlock(nn.Module):
    """Two 3 x 3 convolutions beside an identity (ResNet-18)."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        self.downsample = _shortcut(inputs, width, stride)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return float (batch, width, rows, columns), sides divided by the stride."""
        fine = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(image)))))
        return torch.relu(fine + (image if self.downsample is None else self.downsample(image)))


class Bottleneck(nn.Module):
    """1 x 1, 3 x 3 and 1 x 1 convolutions beside an identity (ResNet-50); the 3 x 3 one has the stride."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = EXPANSION * width
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample = _shortcut(inputs, outputs, stride)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return float (batch, 4 * width, rows, columns), sides divided by the stride."""
        fine = torch.relu(self.bn1(self.conv1(image)))
        fine = self.bn3(self.conv3(torch.relu(self.bn2(self.conv2(fine)))))
        return torch.relu(fine + (image if self.downsample is None else self.downsample(image)))


class ResNet(nn.Module):
    """The network: float (batch, channels, rows, columns) to logits (batch, outputs).

    Parameters
    ----------
    name
        ``resnet18`` or ``resnet50``.
    channels, outputs
        Of the image (1 or 3) and of the answer.
    width
        Channels of the first stage; 64 in the paper, fewer for a smaller network.

    Raises
    ------
    InputError
        If the name is unknown.

    References
    ----------
    He et al., *Deep Residual Learning for Image Recognition*, CVPR 2016, table 1; the stride of a bottleneck lies on
    its 3 x 3 convolution, as in torchvision, where Keras has it on the first 1 x 1.
    """

    def __init__(self, name: str = "resnet18", channels: int = 1, outputs: int = 1, width: int = WIDTH) -> None:
        super().__init__()
        if name not in STAGES:
            raise InputError(f"{name!r} is no residual network: use one of {', '.join(STAGES)}.")
        self.conv1, self.bn1 = nn.Conv2d(channels, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        block, inputs = (BasicBlock, width) if name == "resnet18" else (Bottleneck, width)
        for stage, count in enumerate(STAGES[name]):
            blocks = []
            for index in range(count):
                blocks.append(block(inputs, width << stage, 2 if stage and index == 0 else 1))
                inputs = (width << stage) * (1 if block is BasicBlock else EXPANSION)
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(inputs, outputs)
        self._initialise()

    def features(self, image: torch.Tensor) -> torch.Tensor:
        """Return what the last layer sees, float (batch, features): the mean over the last maps."""
        image = self.maxpool(torch.relu(self.bn1(self.conv1(image))))
        return self.layer4(self.layer3(self.layer2(self.layer1(image)))).mean(dim=(2, 3))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        return self.fc(self.features(image))

    def train(self, mode: bool = True) -> ResNet:
        """Set the network to training or evaluation; as in Keras a normalisation with frozen weights stays in
        evaluation.
        """
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d) and not module.weight.requires_grad:
                module.eval()
        return self

    def _initialise(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


def load_imagenet(network: ResNet, state: Mapping[str, torch.Tensor], name: str) -> None:
    """Load ImageNet weights of torchvision's layout, all but the last layer.

    For a network of one channel the first convolution is summed over the three colours.

    Raises
    ------
    ModelError
        If weights are missing, have another shape, or are none of this network.
    """
    state = without_shared_prefix(state, "conv1.weight")
    part = {key: value for key, value in state.items() if not key.startswith("fc.")}
    first = part.get("conv1.weight")
    if first is not None and network.conv1.in_channels == 1 and first.shape[1:2] == (3,):
        part["conv1.weight"] = first.sum(dim=1, keepdim=True)
    own = network.state_dict()
    kept = {key: value for key, value in own.items() if key.startswith("fc.") or key.endswith("num_batches_tracked")}
    try:
        network.load_state_dict(kept | part)
    except RuntimeError as error:
        held, wanted = named(state), named(own)
        cause = f"holds {held}, not {wanted}" if held != wanted else f"does not hold all weights of {wanted}"
        raise ModelError(f"{name} {cause}: give ImageNet weights of {wanted} in torchvision's layout.") from error


def named(state: Mapping[str, torch.Tensor]) -> str:
    """Return which residual network weights of torchvision's layout are of, with its width where that is not 64."""
    first = state.get("conv1.weight")
    if first is None or "layer1.0.conv1.weight" not in state:
        return "no residual network in torchvision's layout"
    depth = tuple(sum(f"layer{stage}.{block}.conv1.weight" in state for block in range(99)) for stage in (1, 2, 3, 4))
    name = _DEPTHS.get(
        ("layer1.0.conv3.weight" in state, depth), f"a residual network of {'-'.join(map(str, depth))} blocks"
    )
    return name if len(first) == 64 else f"{name} of width {len(first)}"


def keras_layers(network: ResNet) -> list[nn.Module | None]:
    """Return the layers in the order and count of Keras: ``model.layers`` of its ResNet50 without top is 175 long.

    Keras counts each convolution, normalisation, activation, zero padding, pooling and addition, and the input. None
    stands for those without weights. Where a block has a convolution on its shortcut, Keras lists that one before the
    third convolution and the two normalisations after it. ResNet-18, which Keras does not have, is counted alike.
    """
    layers: list[nn.Module | None] = [None, None, network.conv1, network.bn1, None, None, None]
    for stage in (network.layer1, network.layer2, network.layer3, network.layer4):
        for block in stage:
            layers += _keras_block(block)
    return layers


def freeze(network: ResNet, count: int) -> list[nn.Module]:
    """Take the first `count` layers, as Keras counts them, out of training and return those of them with weights.

    In ResNet-50 the first 100 (Kahnouei 2022) are ``conv1`` and ``bn1``, the whole of ``layer1`` and ``layer2``,
    ``layer3.0``, and of ``layer3.1`` all but ``bn3``.
    """
    frozen = [layer for layer in keras_layers(network)[:count] if layer is not None]
    for layer in frozen:
        layer.requires_grad_(False)
    network.train(network.training)
    return frozen


def _keras_block(block: BasicBlock | Bottleneck) -> Iterator[nn.Module | None]:
    yield from (block.conv1, block.bn1, None)
    if isinstance(block, Bottleneck):
        yield from (block.conv2, block.bn2, None)
    last, norm = (block.conv3, block.bn3) if isinstance(block, Bottleneck) else (block.conv2, block.bn2)
    if block.downsample is None:
        yield from (last, norm, None, None)
    else:
        yield from (block.downsample[0], last, block.downsample[1], norm, None, None)


def _shortcut(inputs: int, outputs: int, stride: int) -> nn.Module | None:
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
