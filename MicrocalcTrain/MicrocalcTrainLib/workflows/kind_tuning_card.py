"""The card of a kind network that was fine-tuned on a reader's words, and what is said of it in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from MicrocalcCADLib.analysis import CERTAINTY

from ..datasets.splits import SPLITS
from .kind_tuning_notes import SIMULATED_FIGURES
from .model_card import SIMULATED, head


def as_text(result: Mapping[str, Any]) -> str:
    """Return before and after in two lines, and the notes."""
    lines = []
    for when in ("before", "after"):
        one = result[when]
        right = round(one["named_right"] * one["groups"])
        where = f"{result['held_out']}, {_number(one['images'], 'image')}"
        simulated = f"of simulated lesions {one['simulated']['top_1']:.3f} named right"
        lines.append(
            f"{when}: {right} of {_number(one['groups'], 'group')} named as the reader did ({where}), {simulated}"
        )
    return "\n".join([*lines, *result["notes"]])


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def card(metadata: Mapping[str, Any], curves: Sequence[Mapping[str, float]]) -> str:
    """Return the card as Markdown, every figure taken from the metadata and the curves."""
    training = metadata["microcalc"]["training"]
    return "\n".join(
        [
            *head(metadata, curves, replace(SIMULATED, parts="")),
            *(f"**{note}**\n" for note in training["notes"]),
            *_corrections(training),
            *_held_out(training),
            *_simulated(training),
        ]
    )


def _corrections(training: Mapping[str, Any]) -> list[str]:
    lines = [
        "## What readers named",
        "",
        (
            f"Started from {training['started_from']['name']} {training['started_from']['version']}. Half of what it"
            " saw is about these groups and about marks that were rejected, half is simulated. Parts are by patient."
        ),
        "",
        "| part | kind | groups | images | patients |",
        "|---|---|---|---|---|",
    ]
    for part in SPLITS:
        own = training["corrections"][part]
        lines += [
            f"| {part} | {word} | {n['groups']} | {n['images']} | {n['patients']} |" for word, n in own["kinds"].items()
        ]
        lines += [
            f"| {part} | all | {sum(n['groups'] for n in own['kinds'].values())} | {own['images']} |"
            f" {own['patients']} |"
        ]
    rejected = ", ".join(f"{part} {training['corrections'][part]['rejected']}" for part in SPLITS)
    return [*lines, "", f"Marks that were rejected: {rejected}.", ""]


def _held_out(training: Mapping[str, Any]) -> list[str]:
    before, after = training["before"], training["after"]
    rows = [
        f"| {word} | {n} | {right} | {after['by_kind'][word][1]} |" for word, (n, right) in before["by_kind"].items()
    ]
    both = [round(one["named_right"] * one["groups"]) for one in (before, after)]
    return [
        f"## Measured on the corrections of the {training['held_out']} part, before and after",
        "",
        (
            f"{_number(before['images'], 'image')}, of patients that were not trained on. Right is a group whose"
            " likeliest kind, over its calcifications, is the reader's word."
        ),
        "",
        "| kind | groups | right before | right after |",
        "|---|---|---|---|",
        *rows,
        f"| all | {before['groups']} | {both[0]} | {both[1]} |",
        "",
        (
            f"Of {before['not_surely_benign']} groups that the reader did not call benign by look,"
            f" {before['of_them_called_benign']} were called so before, {after['of_them_called_benign']} after. Of"
            f" {before['rejected']} rejected marks {before['of_them_called_none']} were called no calcification"
            f" (probability of at least {CERTAINTY:g}) before, {after['of_them_called_none']} after."
        ),
        "",
    ]


def _simulated(training: Mapping[str, Any]) -> list[str]:
    before, after = (training[when]["simulated"] for when in ("before", "after"))
    confusion = {when: training[when]["simulated"]["confusion"] for when in ("before", "after")}
    kinds = [
        f"| {word} | {sum(row.values())} | {row.get(word, 0)} | {confusion['after'][word].get(word, 0)} |"
        for word, row in confusion["before"].items()
        if row
    ]
    return [
        "## Measured on simulated lesions on held-out backgrounds, before and after",
        "",
        f"{before['lesions']} lesions, the same ones:",
        "",
        "| | before | after |",
        "|---|---|---|",
        *(f"| {title} | {before[name]:.3f} | {after[name]:.3f} |" for name, title in SIMULATED_FIGURES.items()),
        "",
        "| kind | lesions | right before | right after |",
        "|---|---|---|---|",
        *kinds,
        "",
    ]
