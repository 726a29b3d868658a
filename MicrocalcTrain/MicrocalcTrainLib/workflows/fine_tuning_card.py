"""The card of a model of `hdogreg` that was fine-tuned on a data set, and what is said of it in two lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .model_card import SIMULATED, Rows, head, operating_points

NO_BETTER = (
    "The tuned model is no better on the held-out part: keep the one that it started from, or tune on more images."
)


def as_text(result: Mapping[str, Any]) -> str:
    """Return before and after in two lines, and a warning where it got worse."""
    rates = {when: result[when]["tpr_at_0.4_fp_per_cm2"] for when in ("before", "after")}
    lines = [
        f"{when}: TPR {rate:.3f} at 0.4 FP/cm2 ({result['held_out']}, {result[when]['images']} images)"
        for when, rate in rates.items()
    ]
    return "\n".join([*lines, *_warning(result)])


def card(metadata: Mapping[str, Any], curves: Mapping[str, Rows]) -> str:
    """Return the card as Markdown, every figure taken from the metadata and the curves, by network, the main one
    first.
    """
    section = metadata["microcalc"]
    training = section["training"]
    started = f"{training['started_from']['name']} {training['started_from']['version']}"
    words = replace(SIMULATED, parts=f"Then a data set of its user, from {started} on.")
    points = f"From {training['operating_points_from']}."
    first, *others = curves
    return "\n".join(
        [
            *head(metadata, curves[first], words),
            *(line for stage in others for line in (f"![Training curves, {stage}](curves-{stage}.svg)", "")),
            *(f"**{line}**\n" for line in _warning(training)),
            *_before_and_after(training),
            # an imported model has operating points without a measured curve
            *(operating_points(section, replace(SIMULATED, points=points)) if section["operating_curve"] else []),
        ]
    )


def _warning(result: Mapping[str, Any]) -> list[str]:
    before, after = (result[when]["tpr_at_0.4_fp_per_cm2"] for when in ("before", "after"))
    return [NO_BETTER] if after <= before else []


def _before_and_after(training: Mapping[str, Any]) -> list[str]:
    rows = [
        f"| {when} | {one['tpr_at_0.4_fp_per_cm2']:.3f} | {one['tpr_at_1_fp_per_cm2']:.3f} |"
        for when, one in ((when, training[when]) for when in ("before", "after"))
    ]
    one = training["before"]
    return [
        f"## Measured on the part {training['held_out']}, before and after",
        "",
        (
            f"{one['true_calcifications']} calcifications in {one['images']} images of patients that were not trained"
            " on. Matching as in Marasinou 2023 (0.35 mm, or IoU of at least 0.3), one mark to one calcification: a"
            " second mark on it is false."
        ),
        "",
        "| | TPR at 0.4 FP/cm² | TPR at 1 FP/cm² |",
        "|---|---|---|",
        *rows,
        "",
        "![FROC before and after](froc.svg)",
        "",
    ]
