"""The model card of a bundle: what it is for, how it was made, what was measured, and its curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from MicrocalcCADLib.files import write_text

from ..metrics.figures import save_figure, spoken, training_figure
from .evaluation_files import write_document

Rows = Sequence[Mapping[str, float]]


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
    write_document(folder / "docs" / f"{name}.json", list(curves))
    save_figure(training_figure(curves, _names(curves)), folder / "docs" / f"{name}.svg")


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
            f" {', '.join(f'{spoken(name)} {curves[-1][name]:.3f}' for name in _names(curves))}."
            if curves
            else ""
        ),
        "",
        "![Training curves](curves.svg)",
        "",
    ]


def _names(curves: Rows) -> list[str]:
    """Return what the curves show, as every row of them has it."""
    return [name for name in curves[0] if name != "epoch"] if curves else []
