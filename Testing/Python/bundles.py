"""A tiny catalogue with one model, made on disk."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import torch

SECTION = {
    "method": "hdogreg",
    "spacing_mm": 0.07,
    "intensity": "fraction of the full scale",
    "operating_points": {"sensitive": 0.2, "balanced": 0.5, "specific": 0.8},
    "training": "none",
    "intended_use": "research only",
}


def write_bundle(folder: Path, section: dict | None = None, state: object = None) -> str:
    """Write a bundle and return the SHA-256 of its weights."""
    (folder / "configs").mkdir(parents=True)
    (folder / "models").mkdir()
    metadata = {"name": folder.name, "version": "0.3.0", "microcalc": SECTION if section is None else section}
    (folder / "configs" / "metadata.json").write_text(json.dumps(metadata))
    weights = folder / "models" / "model.pt"
    torch.save({"weight": torch.arange(3.0)} if state is None else state, weights)
    return hashlib.sha256(weights.read_bytes()).hexdigest()


def write_catalog(folder: Path, sha256: str, **changes: object) -> None:
    """Write a catalogue with the one model ``tiny``."""
    entry = {
        "name": "tiny",
        "version": "0.3.0",
        "method": "hdogreg",
        "folder": "tiny",
        "sha256": sha256,
        "cpu_seconds": 1.5,
        "licence": "Apache-2.0",
    }
    (folder / "catalog.json").write_text(json.dumps({"models": [entry | changes]}))
