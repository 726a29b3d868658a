"""Weights that others published, made into a bundle: `microcalc models import`."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .detectors.hdogreg_fpn import METHOD, NETWORK, PAPER_THRESHOLD, HdogregFpnParameters
from .errors import ModelError, OutputError
from .files import sha256_of, write_json, written_whole
from .models import METADATA, SECTION, WEIGHTS, Bundle, check_name, find_bundle
from .pickled_model import read_pickled_model

if TYPE_CHECKING:
    import torch

# under which training programs save the weights
CONTAINERS = ("state_dict", "model_state_dict", "model", "network", "net")
_LONGEST_START, _DEEPEST = 64, 4
OPERATING_POINTS = {"sensitive": 1e-4, "balanced": PAPER_THRESHOLD, "specific": 0.1}
"""Balanced is p_thr of Marasinou 2023; the others are not from the paper."""
NOTICE = (
    "Imported weights: nothing was measured with them here, and scores are values of the proximity map, not"
    " probabilities."
)


def import_model(source: Path, folder: Path, name: str | None = None) -> Bundle:
    """Write a bundle for the method hdogreg with the weights of a file, and return it.

    Parameters
    ----------
    source
        The authors' checkpoint of Marasinou 2023 (a whole pickled model, see `read_pickled_model`), or a state dict of
        the same network.
    folder
        New folder for the bundle.
    name
        The model's name; None for the folder's.

    Raises
    ------
    ModelError
        If the file is missing, asks for code to run, or holds another network.
    OutputError
        If the folder is there already and not empty, or cannot be written.
    """
    if not source.is_file():
        raise ModelError(f"There is no file {source}: give the file that holds the weights.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} is there already and not empty: choose another folder.", option="-o")
    name = check_name(name or folder.name, str(folder))
    state = _fitting(read_state(source), source.name)
    _write(folder, state, _metadata(name, source))
    return find_bundle(folder, METHOD)


def read_state(source: Path) -> dict[str, Any]:
    """Return what a file of weights holds, by name; PyTorch's own reader of plain tensors comes first.

    Raises
    ------
    ModelError
        If there is no file, or it holds no weights by name, or asks for code to run.
    """
    import torch

    if not source.is_file():
        raise ModelError(f"There is no file {source}: give the file of the weights.")
    _refuse_other_files(source)
    try:
        with warnings.catch_warnings(action="ignore"):
            content = torch.load(source, map_location="cpu", weights_only=True)
    except Exception:  # PyTorch raises whatever bytes lead to that it does not take
        return read_pickled_model(source)
    for _ in range(_DEEPEST):
        inner = _part_with_weights(content) if isinstance(content, dict) else None
        content = content if inner is None else inner
    if not isinstance(content, dict):
        raise ModelError(f"{source.name} holds a {type(content).__name__} and no weights by name: give a state dict.")
    return content


def _part_with_weights(content: dict[str, Any]) -> dict[str, Any] | None:
    """Return the part of a checkpoint that holds the weights, whatever it is called; None where they are there by name,
    or nowhere.
    """
    import torch

    known = next((content[key] for key in CONTAINERS if isinstance(content.get(key), dict)), None)
    if known is not None or any(isinstance(value, torch.Tensor) for value in content.values()):
        return known
    parts = [
        part
        for part in content.values()
        if isinstance(part, dict) and any(isinstance(value, torch.Tensor) for value in part.values())
    ]
    return parts[0] if len(parts) == 1 else None


def _refuse_other_files(source: Path) -> None:
    """Raise `ModelError` for what is met under the name of weights and is none that PyTorch saved."""
    with source.open("rb") as stream:
        start = stream.read(_LONGEST_START)
    if not start:
        raise ModelError(f"{source.name} is empty: get the file again.")
    if start.startswith(b"version https://git-lfs"):
        raise ModelError(
            f"{source.name} is a pointer of Git LFS, not the weights: get the file itself with git lfs pull."
        )
    if start.lstrip().startswith(b"<"):
        raise ModelError(f"{source.name} is a web page, not weights: the download went wrong, get the file again.")
    if start.startswith(b"\x1f\x8b"):
        raise ModelError(f"{source.name} is packed with gzip: unpack it first.")
    if start[8:9] == b"{" and int.from_bytes(start[:8], "little") < source.stat().st_size:
        raise ModelError(
            f"{source.name} is of the form safetensors, which is not read here: save the weights with torch.save as a"
            " state dict."
        )
    if start.startswith(b"\x89HDF") or source.suffix.casefold() == ".onnx":
        raise ModelError(f"{source.name} is of Keras or ONNX: give weights that PyTorch saved, as a state dict.")


def _fitting(state: dict[str, Any], name: str) -> dict[str, torch.Tensor]:
    """Return the state in the order and types of the network; raises `ModelError` where it is that of another."""
    import torch

    from .networks.fpn import FpnInceptionV4
    from .networks.stored_names import without_shared_prefix

    with torch.device("meta"):
        expected = FpnInceptionV4().state_dict()
    found = without_shared_prefix(state, next(iter(expected)))
    shapes = {key: tuple(value.shape) for key, value in found.items() if isinstance(value, torch.Tensor)}
    for key, value in expected.items():
        if shapes.get(key) != tuple(value.shape):
            raise ModelError(
                f"{name} is not of the network {NETWORK} ({key} is missing or has another shape): give weights of that"
                " network."
            )
    extra = sorted(set(found) - set(expected))
    if extra:
        raise ModelError(
            f"{name} is not of the network {NETWORK} (it also has {extra[0]!r}): give weights of that network."
        )
    fitting = {key: found[key].detach().to("cpu", value.dtype).contiguous().clone() for key, value in expected.items()}
    if not all(bool(value.isfinite().all()) for value in fitting.values()):
        raise ModelError(f"{name} holds weights that are not numbers (NaN or infinite): get the file again.")
    return fitting


def _metadata(name: str, source: Path) -> dict[str, Any]:
    origin = f"Imported from {source.name}, SHA-256 {sha256_of(source)}."
    return {
        "name": name,
        "version": "1.0.0",
        "task": "Detection of calcifications in mammograms",
        "description": f"Regression network of Marasinou et al. 2023. {origin}",
        "intended_use": "Research only.",
        SECTION: {
            "method": METHOD,
            "network": NETWORK,
            "spacing_mm": HdogregFpnParameters().spacing_mm,
            "intensity": "Full scale to 8 bits, then (x - 0.5) / 0.5; bright is dense.",
            "operating_points": OPERATING_POINTS,
            "training": {"command": "none", "origin": origin},
            "training_data": "As the weights' authors state.",
            "licence": "As the weights' authors state; none was found in the file.",
            "intended_use": "Research only: not a medical device, not for diagnosis.",
            "notices": [NOTICE],
        },
    }


def _write(folder: Path, state: dict[str, torch.Tensor], metadata: dict[str, Any]) -> None:
    import torch

    with written_whole(folder / WEIGHTS) as temporary:
        torch.save(state, temporary)
    metadata[SECTION]["training"]["sha256"] = sha256_of(folder / WEIGHTS)
    write_json(folder / METADATA, metadata)
