"""A checkpoint of the form that the authors of HDoGReg published: a whole pickled model of classes that are not here.

The classes are made under the original module paths for the time of saving only.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import torch
from MicrocalcCADLib.networks.fpn import FpnInceptionV4
from torch import nn

INCEPTION = "pretrainedmodels.models.inceptionv4"
BLOCKS = {3: "Mixed_3a", 4: "Mixed_4a", 5: "Mixed_5a", 10: "Reduction_A", 18: "Reduction_B"}
BLOCKS |= (
    dict.fromkeys(range(6, 10), "Inception_A")
    | dict.fromkeys(range(11, 18), "Inception_B")
    | dict.fromkeys(range(19, 22), "Inception_C")
)
FPN = "segmentation_models_pytorch.fpn"
ORIGINALS = {
    "FpnInceptionV4": (f"{FPN}.model", "FPN"),
    "InceptionV4": ("segmentation_models_pytorch.encoders.inceptionv4", "InceptionV4Encoder"),
    "ConvolutionNormReLU": (INCEPTION, "BasicConv2d"),
    "PyramidDecoder": (f"{FPN}.decoder", "FPNDecoder"),
    "PyramidLevel": (f"{FPN}.decoder", "FPNBlock"),
    "SegmentationBlock": (f"{FPN}.decoder", "SegmentationBlock"),
    "ConvolutionGroupNorm": (f"{FPN}.decoder", "Conv3x3GNReLU"),
}


def save_as_the_authors_did(network: FpnInceptionV4, path: Path, old_format: bool = False) -> None:
    """Save a network whole, its classes under the names of the libraries that the authors used."""
    with _registered() as make, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.save(_disguised(network, "", make), path, _use_new_zipfile_serialization=not old_format)


@contextmanager
def _registered() -> Iterator:
    classes: dict[tuple[str, str], type] = {}
    before = set(sys.modules)

    def make(module: str, name: str) -> type:
        if (module, name) not in classes:
            classes[module, name] = type(name, (nn.Module,), {"__module__": module})
            parts = module.split(".")
            for end in range(1, len(parts) + 1):
                sys.modules.setdefault(".".join(parts[:end]), ModuleType(".".join(parts[:end])))
            setattr(sys.modules[module], name, classes[module, name])
        return classes[module, name]

    yield make
    for name in set(sys.modules) - before:
        del sys.modules[name]


def _disguised(module: nn.Module, path: str, make) -> nn.Module:
    kind = type(module).__name__
    if kind in ("Branches", "InceptionC"):
        disguise = make(INCEPTION, BLOCKS[int(path.rpartition(".")[2])])()
    elif kind in ORIGINALS:
        disguise = make(*ORIGINALS[kind])()
        disguise.name, disguise.mean, disguise._out_channels = "fpn-inceptionv4", [0.5, 0.5, 0.5], (1, 64, 192)
    else:
        disguise = module
    disguise._parameters, disguise._buffers = module._parameters, module._buffers
    disguise._modules = {
        name: _disguised(child, f"{path}.{name}".strip("."), make) for name, child in module._modules.items()
    }
    return disguise
