"""Bundles of networks that were trained on a data set: what they say of their data, and their card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ..bundle import section, write_bundle
from ..model_card import write_curves, write_documents
from .training_set import TrainingSet

VERSION = "1.0.0"
LICENCE = "not stated: decided by the owner of the data"
NOTICE = "Trained on a data set of its user: its scores order by suspicion there, and may not elsewhere."


@dataclass(frozen=True)
class Trained:
    """What a recipe made of a data set.

    Parameters
    ----------
    method, description
        As in a bundle on simulated images.
    intensity
        What the network's input is.
    network, state
        ``network_def`` of the configurations, and the weights.
    parameters
        The detector's frozen dataclass.
    figures
        What was measured on the held-out part, None or empty where nothing could be.
    """

    method: str
    description: str
    intensity: str
    network: Mapping[str, Any]
    state: Mapping[str, torch.Tensor]
    parameters: Any
    points: Mapping[str, float]
    curve: Sequence[Mapping[str, float]]
    figures: Mapping[str, Any]


def name_of(recipe: str, data: TrainingSet) -> str:
    """Return the name of the bundle: it never is that of a shipped one."""
    return f"{recipe}-on-{data.name}"


def write(
    folder: Path,
    recipe: str,
    data: TrainingSet,
    trained: Trained,
    training: Mapping[str, Any],
    curves: Mapping[str, Sequence[Mapping[str, float]]],
    extra: Mapping[str, Any] | None = None,
    lines: Sequence[str] = (),
) -> Path:
    """Write the bundle with its card and return its folder.

    Parameters
    ----------
    training
        Command and recipe.
    curves
        By network.
    extra
        Further keys of the bundle's section, such as its ``network``.
    lines
        Of the card, on figures that only this recipe has.
    """
    name = name_of(recipe, data)
    facts = {"data_sha256": data.sha256, "measured_on": data.held_out}
    content = section(
        trained.method,
        trained.parameters,
        trained.intensity,
        {**training, "figures": dict(trained.figures), **facts},
        trained.points,
        list(trained.curve),
    )
    content |= {"training_data": data.sentence, "licence": LICENCE, "notices": [NOTICE], **(extra or {})}
    metadata = write_bundle(folder / name, (name, VERSION), trained.description, trained.network, trained.state, content)
    for stage, rows in curves.items():
        write_curves(folder / name, f"curves-{stage}", rows)
    first = next(iter(curves.values()), ())
    write_documents(folder / name, card(metadata, data, list(curves), lines), first)
    return folder / name


def card(metadata: Mapping[str, Any], data: TrainingSet, stages: Sequence[str], lines: Sequence[str] = ()) -> str:
    """Return the model card as Markdown."""
    part = metadata["microcalc"]
    pictures = [line for stage in stages for line in (f"![Training curves of {stage}](curves-{stage}.svg)", "")]
    return "\n".join(
        [
            f"# {metadata['name']} {metadata['version']}",
            "",
            f"{metadata['description']} **{part['intended_use']}**",
            "",
            f"- Method `{part['method']}`, canonical spacing {part['spacing_mm']} mm. Input: {part['intensity']}",
            f"- Training data: {part['training_data']}",
            f"- Licence of the weights: {part['licence']}.",
            f"- {' '.join(part['notices'])}",
            "",
            "## Made by",
            "",
            f"    {part['training']['command']}",
            "",
            *pictures,
            *lines,
            *_figures(part, data),
            *_points(part),
        ]
    )


def _figures(part: Mapping[str, Any], data: TrainingSet) -> list[str]:
    figures = part["training"]["figures"]
    heading = [f"## Measured on the part {data.held_out}", ""]
    if "iou_per_object" not in figures:
        return [*heading, f"{figures}." if figures else "No single calcification is marked in it: nothing was measured.", ""]
    return [
        *heading,
        "| images | calcifications | TPR at 0.4 FP/cm² | TPR at 1 FP/cm² | IoU (nearest to perfect) | IoU (balanced) |",
        "|---|---|---|---|---|---|",
        f"| {figures['images']} | {figures['true_calcifications']} | {figures['tpr_at_0.4_fp_per_cm2']:.3f} | {figures['tpr_at_1_fp_per_cm2']:.3f} "
        f"| {figures['iou_per_object']:.3f} ± {figures['iou_per_object_sd']:.3f} | {figures['iou_per_object_at_balanced']:.3f} |",
        "",
    ]


def _points(part: Mapping[str, Any]) -> list[str]:
    return ["## Operating points", "", *(f"- {name}: {value:g}" for name, value in part["operating_points"].items()), ""]
