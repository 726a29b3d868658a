"""Writing what was trained, networks or numbers in text, as a MONAI bundle that `MicrocalcCADLib.models` reads."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.files import sha256_of, through_json, write_json, write_text, written_whole
from MicrocalcCADLib.models import METADATA, SECTION, TEXT_WEIGHTS, WEIGHTS

from .bundle_configs import configurations, data_format
from .evaluation_files import write_document
from .onnx_export import write_onnx

log = logging.getLogger(__name__)
SCHEMA = "https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20240725.json"
TRAINING_DATA = "Simulated calcifications."
DETECTION = "Detection of calcifications in mammograms"
PACKAGES = ("pytorch-ignite", "scipy", "scikit-image", "SimpleITK")
_SHARED_FROM = 64
INTENDED_USE = "Research only: not a medical device, not for diagnosis."
NOTICE = "Trained on simulated calcifications: scores order by suspicion, they are not probabilities of disease."


def plain(parameters: Any) -> Any:
    """Return a (nested) dataclass as plain JSON types, paths by their names alone."""
    return through_json(asdict(parameters), lambda value: value.name)


def joined_state(networks: Mapping[str, torch.nn.Module]) -> dict[str, torch.Tensor]:
    """Return the weights of several networks as one state dict, each under its name and a dot.

    Weights that a network has under two names (MONAI's DynUNet) are one tensor, so that they are stored once, in a
    resumed training too.
    """
    return stored_once(
        {f"{part}.{key}": value for part, network in networks.items() for key, value in network.state_dict().items()}
    )


def stored_once(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return weights with one tensor for all names whose weights are the same to the bit."""
    state: dict[str, torch.Tensor] = {}
    seen: dict[Any, list[torch.Tensor]] = {}
    for key, value in weights.items():
        tensor = value.detach().cpu().contiguous()
        if tensor.numel() >= _SHARED_FROM:
            alike = seen.setdefault((tensor.dtype, tensor.shape), [])
            same = next((one for one in alike if torch.equal(_bytes(one), _bytes(tensor))), None)
            if same is None:
                alike.append(tensor)
            tensor = tensor if same is None else same
        state[key] = tensor
    return state


def _bytes(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.reshape(-1).view(torch.uint8)


def section(
    method: str,
    parameters: Any,
    intensity: str,
    training: Mapping[str, Any],
    points: Mapping[str, float],
    curve: Any = None,
    spacing_mm: float | None = None,
) -> dict[str, Any]:
    """Return what the bundle says to Microcalc.

    Parameters
    ----------
    parameters
        The model's frozen dataclass.
    curve
        What the operating points were chosen on; None where they were not chosen by a curve.
    spacing_mm
        None: that of the parameters.
    """
    return {
        "method": method,
        "spacing_mm": parameters.spacing_mm if spacing_mm is None else spacing_mm,
        "intensity": intensity,
        "operating_points": dict(points),
        **({} if curve is None else {"operating_curve": curve}),
        "parameters": plain(parameters),
        "training": dict(training),
        "training_data": TRAINING_DATA,
        "licence": "Apache-2.0",
        "intended_use": INTENDED_USE,
        "notices": [NOTICE],
    }


def write_bundle(
    folder: Path,
    name_and_version: tuple[str, str],
    description: str,
    network: Mapping[str, Any],
    state: Mapping[str, torch.Tensor],
    content: Mapping[str, Any],
    task: str = DETECTION,
) -> dict[str, Any]:
    """Write weights (a plain state dict and, where the networks run in it, ONNX), metadata and configurations; return
    the metadata.

    Parameters
    ----------
    network
        ``network_def`` of the inference configuration: ``_target_`` and arguments.
    content
        What `section` returned.
    task
        MONAI's word for what the bundle is for.
    """
    with written_whole(folder / WEIGHTS) as temporary:
        torch.save(dict(state), temporary)
    metadata = _write_configurations(folder, name_and_version, task, description, network, {}, content)
    write_onnx(folder)
    log.info("bundle %s, SHA-256 of its weights %s", folder, sha256_of(folder / WEIGHTS))
    return metadata


def write_text_bundle(
    folder: Path,
    name_and_version: tuple[str, str],
    task: str,
    description: str,
    model: Any,
    content: Mapping[str, Any],
    card: Callable[[Mapping[str, Any]], str],
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write a model whose weights are numbers in text, such as trees, with its metadata, configuration and card.

    Parameters
    ----------
    model
        With ``to_document`` and ``load``.
    content
        What `section` returned.
    card
        Makes the card of the metadata.
    facts
        Further keys of the metadata.
    """
    write_json(folder / TEXT_WEIGHTS, model.to_document())
    metadata = _write_configurations(folder, name_and_version, task, description, None, facts or {}, content)
    write_text(folder / "docs" / "README.md", card(metadata))
    log.info("bundle %s, SHA-256 of its weights %s", folder, sha256_of(folder / TEXT_WEIGHTS))


def _write_configurations(
    folder: Path,
    name_and_version: tuple[str, str],
    task: str,
    description: str,
    network: Mapping[str, Any] | None,
    facts: Mapping[str, Any],
    content: Mapping[str, Any],
) -> dict[str, Any]:
    name, number = name_and_version
    metadata = {
        "schema": SCHEMA,
        "name": name,
        "version": number,
        "changelog": {number: "first version"},
        "task": task,
        "description": description,
        "authors": "The Microcalc developers",
        "copyright": "The Microcalc developers",
        "intended_use": "Research only.",
        "monai_version": version("monai"),
        "pytorch_version": version("torch").split("+")[0],
        "numpy_version": version("numpy"),
        "required_packages_version": {name: version(name) for name in PACKAGES},
        "network_data_format": data_format(content),
        **facts,
        SECTION: dict(content),
    }
    write_document(folder / METADATA, metadata)
    for file, document in configurations(name, network, content["method"]).items():
        write_json(folder / METADATA.parent / file, document)
    return metadata
