"""The model card of a bundle: what it is for, how it was made, what was measured, and its curves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from MicrocalcCADLib.files import write_text

WIDTH, HEIGHT, MARGIN = 640, 300, 48
Rows = Sequence[Mapping[str, float]]
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2")
MOST_APART = 170


@dataclass(frozen=True)
class Words:
    """What a card says of what was trained on.

    Parameters
    ----------
    parts
        Sentence on what is held out, behind that on the training data.
    measured, note
        Heading of the figures, and lines below them.
    points
        Sentence on how operating points were chosen.
    """

    parts: str
    measured: str
    note: tuple[str, ...]
    points: str


SIMULATED = Words(
    "One of the two CBIS-DDSM patients and every fifth other image are held out.",
    "Measured on simulated images from held-out backgrounds and seeds",
    (
        (
            "Simulated calcifications have peak contrasts of 4 to 16 standard deviations of the local fine texture"
            " (seen reliably from"
        ),
        (
            "about 4 on, the Rose criterion), times a spread of their own; their truth is where they show at least half"
            " of their peak"
        ),
        (
            "contrast, and those that touch are one object. Matching as in Marasinou 2023 (0.35 mm, or IoU of at least"
            " 0.3), one mark to one"
        ),
        "calcification: a second mark on it is false. IoU per object at the FROC point nearest to perfect.",
        "",
    ),
    "Chosen by the reported clusters in the images without findings that are not held out.",
)


def write_documents(folder: Path, card_text: str, curves: Rows) -> None:
    """Write a card's text and the training's curves into the bundle's ``docs``."""
    write_text(folder / "docs" / "README.md", card_text)
    write_curves(folder, "curves", curves)


def write_curves(folder: Path, name: str, curves: Rows) -> None:
    """Write a training's curves into the bundle's ``docs``, as JSON and as a picture (SVG)."""
    for suffix, text in {".json": json.dumps(list(curves), indent=1) + "\n", ".svg": plot(curves)}.items():
        write_text(folder / "docs" / f"{name}{suffix}", text)


def card(
    metadata: Mapping[str, Any],
    curves: Mapping[str, Rows],
    words: Words = SIMULATED,
    lines: Sequence[str] = (),
    of_images: bool = True,
) -> str:
    """Return the card of a detector as Markdown, every figure taken from the metadata and the curves.

    Parameters
    ----------
    curves
        By network, the main one first.
    lines
        On figures that only this recipe has.
    of_images
        Whether the section has figures and operating points of whole images.
    """
    section = metadata["microcalc"]
    first, *others = curves
    pictures = [
        line
        for stage in others
        for line in (f"Training curves of the network {stage}:", "", f"![{stage}](curves-{stage}.svg)", "")
    ]
    standard = [*measured_figures(section, words), *operating_points(section, words)] if of_images else []
    return "\n".join([*head(metadata, curves[first], words), *pictures, *lines, *standard])


def measured_figures(section: Mapping[str, Any], words: Words = SIMULATED) -> list[str]:
    """Return the lines on the figures of a bundle's whole detector."""
    heading, training = [f"## {words.measured}", ""], section["training"]
    figures = training["figures"]
    figures = {training["measured_on"]: figures} if "iou_per_object" in figures else figures
    figures = {name: one for name, one in figures.items() if one}
    if not figures:
        return [*heading, "No single calcification is marked there: nothing was measured.", ""]
    rows = [
        f"| {name} | {f['images']} | {f['true_calcifications']} | {f['tpr_at_0.4_fp_per_cm2']:.3f} |"
        f" {f['tpr_at_1_fp_per_cm2']:.3f} | {f['iou_per_object']:.3f} ± {f['iou_per_object_sd']:.3f} |"
        f" {f['iou_per_object_at_balanced']:.3f} |"
        for name, f in figures.items()
    ]
    return [
        *heading,
        (
            f"| {'part' if 'measured_on' in training else 'spacing'} | images | calcifications | TPR at 0.4 FP/cm² |"
            " TPR at 1 FP/cm² | IoU (nearest to perfect) | IoU (balanced) |"
        ),
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        *words.note,
    ]


def operating_points(section: Mapping[str, Any], words: Words = SIMULATED) -> list[str]:
    """Return the lines on a bundle's operating points and how they were chosen."""
    points, curve = section["operating_points"], section["operating_curve"]
    near = {name: min(curve, key=lambda row: abs(row["threshold"] - value)) for name, value in points.items()}
    return [
        "## Operating points",
        "",
        words.points,
        "",
        "| name | threshold | reported clusters per normal training image | reported calcifications per cm² |",
        "|---|---|---|---|",
        *(
            f"| {n} | {v:g} | {near[n]['false_clusters_per_image']:.2f} | {near[n]['candidates_per_cm2']:.2f} |"
            for n, v in points.items()
        ),
        "",
        "The whole curve is in `configs/metadata.json`.",
        "",
    ]


def opening(metadata: Mapping[str, Any], points: Sequence[str]) -> list[str]:
    """Return the lines with which every card begins: what it is for, `points` on what it was made from, and the
    command.
    """
    section = metadata["microcalc"]
    return [
        f"# {metadata['name']} {metadata['version']}",
        "",
        f"{metadata['description']} **{section['intended_use']}**",
        "",
        *(f"- {point}" for point in points),
        "",
        "## Made by",
        "",
        f"    {section['training']['command']}",
        "",
    ]


def head(metadata: Mapping[str, Any], curves: Rows, words: Words = SIMULATED) -> list[str]:
    """Return the lines with which the card of a trained network begins."""
    section = metadata["microcalc"]
    points = (
        f"Method `{section['method']}`, canonical spacing {section['spacing_mm']} mm. Input: {section['intensity']}",
        f"Training data: {section['training_data']} {words.parts}".rstrip(),
        f"Licence of the weights: {section['licence']}.",
        " ".join(section["notices"]),
    )
    return [
        *opening(metadata, points),
        (
            f"{len(curves)} epochs; last epoch:"
            f" {', '.join(f'{_spoken(name)} {curves[-1][name]:.3f}' for name in _names(curves))}."
            if curves
            else ""
        ),
        "",
        "![Training curves](curves.svg)",
        "",
    ]


def plot(curves: Rows) -> str:
    """Return the training curves as SVG."""
    top = max((row[name] for row in curves for name in _names(curves)), default=1.0)
    last = max((row["epoch"] for row in curves), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif"'
        ' font-size="12">'
    ]
    parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>')
    for tick in range(5):
        y = _y(top * tick / 4, top)
        parts.append(f'<line x1="{MARGIN}" y1="{y:.1f}" x2="{WIDTH - 10}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="6" y="{y + 4:.1f}">{top * tick / 4:.2f}</text>')
    names = _names(curves)
    apart = min(MOST_APART, (WIDTH - MARGIN) // max(1, len(names)))
    for i, name in enumerate(names):
        colour = COLOURS[i % len(COLOURS)]
        points = " ".join(
            f"{MARGIN + (WIDTH - MARGIN - 20) * row['epoch'] / last:.1f},{_y(row[name], top):.1f}" for row in curves
        )
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        parts.append(f'<text x="{MARGIN + apart * i}" y="{HEIGHT - 8}" fill="{colour}">{_spoken(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _names(curves: Rows) -> list[str]:
    """Return what the curves show, as every row of them has it."""
    return [name for name in curves[0] if name != "epoch"] if curves else []


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("iou", "IoU").replace("auc", "AUC").replace("dice", "Dice")


def _y(value: float, top: float) -> float:
    return HEIGHT - 40 - (HEIGHT - 60) * value / top
