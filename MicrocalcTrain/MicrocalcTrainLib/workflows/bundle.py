"""Writing a trained detector as a MONAI bundle that `MicrocalcCADLib.models` reads."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.files import sha256_of, through_json, written_whole
from MicrocalcCADLib.models import METADATA, SECTION, WEIGHTS

from .bundle_configs import configurations, data_format
from .onnx_export import write_onnx

log = logging.getLogger(__name__)
SCHEMA = "https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20240725.json"
TRAINING_DATA = "Simulated calcifications on CBIS-DDSM films (CC BY 3.0), CDD-CESM images (CC BY 4.0) and procedural texture."
DETECTOR = "detector"
PACKAGES = ("pytorch-ignite", "scipy", "scikit-image", "SimpleITK")
_SHARED_FROM = 64
INTENDED_USE = "Research only: not a medical device, not for diagnosis."
NOTICE = "Trained on simulated calcifications: scores order by suspicion, they are not probabilities of disease."


@dataclass(frozen=True)
class Purpose:
    """What a bundle is for: MONAI's ``task``, and how its inference configuration makes it, under which key."""

    task: str
    key: str
    loader: Mapping[str, Any]


def plain(parameters: Any) -> Any:
    """Return a (nested) dataclass as plain JSON types, paths by their names alone."""
    return through_json(asdict(parameters), lambda value: value.name)


def joined_state(networks: Mapping[str, torch.nn.Module]) -> dict[str, torch.Tensor]:
    """Return the weights of several networks as one state dict, each under its name and a dot.

    Weights that a network has under two names (MONAI's DynUNet) are one tensor, so that they are stored once, in a resumed training too.
    """
    return stored_once({f"{part}.{key}": value for part, network in networks.items() for key, value in network.state_dict().items()})


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


def section(method: str, parameters: Any, intensity: str, training: Mapping[str, Any], points: Mapping[str, float], curve: Any) -> dict[str, Any]:
    """Return what the bundle says to Microcalc; `parameters` is the detector's frozen dataclass, with its `spacing_mm`."""
    return {
        "method": method,
        "spacing_mm": parameters.spacing_mm,
        "intensity": intensity,
        "operating_points": dict(points),
        "operating_curve": curve,
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
    purpose: Purpose | None = None,
) -> dict[str, Any]:
    """Write weights (a plain state dict and, where the networks run in it, ONNX), metadata and configurations; return the metadata.

    Parameters
    ----------
    network
        ``network_def`` of the inference configuration: ``_target_`` and arguments.
    content
        What `section` returned.
    purpose
        None for a detector.
    """
    purpose = purpose or Purpose("Detection of calcifications in mammograms", DETECTOR, _detector(content["method"]))
    for part in ("configs", "models", "docs"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with written_whole(folder / WEIGHTS) as temporary:
        torch.save(dict(state), temporary)
    metadata = {
        "schema": SCHEMA,
        "name": name_and_version[0],
        "version": name_and_version[1],
        "changelog": {name_and_version[1]: "first version"},
        "task": purpose.task,
        "description": description,
        "authors": "The Microcalc developers",
        "copyright": "The Microcalc developers",
        "intended_use": "Research only.",
        "monai_version": version("monai"),
        "pytorch_version": version("torch").split("+")[0],
        "numpy_version": version("numpy"),
        "required_packages_version": {name: version(name) for name in PACKAGES},
        "network_data_format": data_format(content),
        SECTION: dict(content),
    }
    method = content["method"] if purpose.key == DETECTOR else None
    documents = configurations(name_and_version[0], network, purpose.key, purpose.loader, method)
    files: dict[str, Any] = {str(METADATA): metadata, **{f"configs/{name}": document for name, document in documents.items()}}
    for path, document in files.items():
        with written_whole(folder / path) as temporary:
            temporary.write_text(json.dumps(document, indent=1) + "\n")
    write_onnx(folder)
    log.info("bundle %s, SHA-256 of its weights %s", folder, sha256_of(folder / WEIGHTS))
    return metadata


def _detector(method: str) -> dict[str, Any]:
    return {"_target_": "MicrocalcCADLib.detectors.create", "method": method, "model": "$@bundle_root"}
