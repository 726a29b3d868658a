"""Writing a bundle's networks as ONNX, which is what runs: a file a network, see `MicrocalcCADLib.networks.engine`."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import torch
from MicrocalcCADLib.assessment import birads
from MicrocalcCADLib.detectors import context, hdogreg, patch_learning, two_stage
from MicrocalcCADLib.detectors.candidates import FEATURES
from MicrocalcCADLib.detectors.loading import with_values
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.files import read_json, written_whole
from MicrocalcCADLib.kinds import naming
from MicrocalcCADLib.models import METADATA, SECTION, WEIGHTS, Bundle, find_bundle
from MicrocalcCADLib.networks import kind_resnet
from MicrocalcCADLib.networks.engine import NETWORK_KEY, WEIGHTS_KEY, onnx_files
from MicrocalcCADLib.networks.kind_unet import CHANNELS_IN, STRIDE_PX
from MicrocalcCADLib.networks.sizes import CONTEXT_PX

from .onnx_unet import WithinHalo

OPSET = 17
SIDE_PX = 160


@dataclass(frozen=True)
class Graph:
    """A network, the shape of an input, which of its axes may have another length, and texts that belong to it."""

    module: torch.nn.Module
    shape: tuple[int, ...]
    free: tuple[int, ...] = (0,)
    facts: Mapping[str, str] = field(default_factory=dict)


def write_onnx(folder: Path) -> list[Path]:
    """Write the networks of a bundle as ``models/*.onnx`` from its weights, and return their paths; none where it runs
    in PyTorch alone.

    That is the paper's large network.

    Raises
    ------
    MicrocalcError
        If the package onnx is missing.
    """
    bundle = find_bundle(folder, str(read_json(folder / METADATA)[SECTION]["method"]))
    graphs = _GRAPHS[bundle.section["method"]](bundle) if bundle.section["method"] in _GRAPHS else {}
    paths = [folder / WEIGHTS.parent / file for file in onnx_files(list(graphs))] if graphs else []
    for old in set((folder / WEIGHTS.parent).glob("*.onnx")) - set(paths):
        old.unlink()
    for path, (name, graph) in zip(paths, graphs.items(), strict=True):
        with written_whole(path) as temporary:
            temporary.write_bytes(
                onnx_of(graph, {**graph.facts, WEIGHTS_KEY: bundle.identity.sha256, NETWORK_KEY: name})
            )
    return paths


def onnx_of(graph: Graph, facts: Mapping[str, str]) -> bytes:
    """Return a network as an ONNX file with some facts about it."""
    try:
        import onnx
    except ImportError as error:
        raise MicrocalcError(
            f"The package onnx is needed to write a bundle and cannot be imported ({error}): pip install onnx."
        ) from error
    buffer = BytesIO()
    free = {axis: f"axis_{axis}" for axis in graph.free}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter(
            "ignore"
        )  # of the exporter: dense evaluation has sides that are constants, as they should be
        torch.onnx.export(
            graph.module.eval(),
            (torch.zeros(graph.shape),),
            buffer,
            input_names=["input"],
            output_names=["logits"],
            dynamic_axes={"input": free, "logits": {0: "axis_0"} if 0 in free else {}},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load_from_string(buffer.getvalue())
    onnx.helper.set_model_props(model, dict(facts))
    return model.SerializeToString(deterministic=True)


def _of_hdogreg(bundle: Bundle) -> dict[str, Graph]:
    if bundle.section.get("network", hdogreg.NETWORK) != hdogreg.NETWORK:
        return {}
    modules, image = hdogreg.modules_of(bundle), (1, 1, SIDE_PX, SIDE_PX)
    return {
        name: Graph(module, (2, len(FEATURES))) if name == "candidate" else Graph(WithinHalo(module), image, (0, 2, 3))
        for name, module in modules.items()
    }


def _of_context(bundle: Bundle) -> dict[str, Graph]:
    return {name: Graph(module, (2, 1, CONTEXT_PX, CONTEXT_PX)) for name, module in context.modules_of(bundle).items()}


def _of_patch_learning(bundle: Bundle) -> dict[str, Graph]:
    parameters = with_values(
        patch_learning.PatchLearningParameters(), bundle.section.get("parameters", {}), bundle.identity.name
    )
    shape = (2, 1, parameters.size_px, parameters.size_px)
    return {name: Graph(module, shape) for name, module in patch_learning.modules_of(bundle, parameters).items()}


def _of_two_stage(bundle: Bundle) -> dict[str, Graph]:
    parameters = with_values(two_stage.TwoStageParameters(), bundle.section.get("parameters", {}), bundle.identity.name)
    modules, window = two_stage.loaded_modules(bundle, parameters), parameters.detector.size_px
    tile = two_stage.TILE_PX + parameters.segmentator.size_px - 1
    return {
        "detector": Graph(modules["detector"], (2, 1, window, window)),
        "segmentator": Graph(modules["segmentator"], (1, 1, tile, tile), ()),
    }


def _of_birads(bundle: Bundle) -> dict[str, Graph]:
    parameters = birads.checked_parameters(bundle.section.get("parameters", {}), bundle.identity.name)
    state, roi = bundle.state(), parameters.roi
    facts = {birads.TREES_KEY: birads.trees_of(state, bundle.identity.name).text} if parameters.inputs else {}
    module = birads.rating_network(state, parameters, bundle.identity.name)
    return {birads.RATING: Graph(module, (2, roi.channels, roi.size_px, roi.size_px), facts=facts)}


def _of_kinds(bundle: Bundle) -> dict[str, Graph]:
    side = 2 * STRIDE_PX
    shapes = {
        naming.NETWORK: (1, CHANNELS_IN, side, side),
        naming.CLOSE_UP: (2, kind_resnet.CHANNELS_IN, kind_resnet.SIDE_PX, kind_resnet.SIDE_PX),
    }
    free = {naming.NETWORK: (0, 2, 3), naming.CLOSE_UP: (0,)}
    return {name: Graph(module, shapes[name], free[name]) for name, module in naming.modules_of(bundle).items()}


_GRAPHS: Mapping[str, Callable[[Bundle], dict[str, Graph]]] = {
    hdogreg.METHOD: _of_hdogreg,
    context.METHOD: _of_context,
    patch_learning.METHOD: _of_patch_learning,
    two_stage.METHOD: _of_two_stage,
    birads.METHOD: _of_birads,
    naming.METHOD: _of_kinds,
}
