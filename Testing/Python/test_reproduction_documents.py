"""What stands in `Docs/reproduction` was written by one run, and the documents show its numbers."""

from __future__ import annotations

import csv
import re
from importlib import import_module
from pathlib import Path

import pytest
from MicrocalcReproduce import (
    amorphous_case_study,
    birads_table_3,
    hdogreg_overlap,
    hdogreg_table_1,
    hdogreg_table_3,
    hdogreg_targets,
    patch_learning,
    two_stage_table_2,
)
from MicrocalcReproduce.__main__ import OPTIONS, TABLES, parsed, recorded
from MicrocalcReproduce.hdogreg_overlap import PAPER, WHOLE
from MicrocalcReproduce.tables import PUBLISHED, Measure, Row, Table

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "Docs" / "reproduction"
MOST_BYTES = 1_600_000
CARD_OF_PATCHES = Path("Resources", "Models", "patch-learning", "docs", "README.md")
BESIDES = {
    "two-stage-table-2": {"two-stage-mammograms": two_stage_table_2.OF_MAMMOGRAMS},
    "patch-learning": {
        "patch-learning-by-age": (Measure("patches", "patches", "{:.0f}"), Measure("accuracy", "accuracy"))
    },
    "birads-table-3": {"birads-alpha": birads_table_3.MEASURES},
}


def kept_tables() -> list[str]:
    return [name for name in TABLES if (KEPT / name).is_dir()]


def read_table(name: str, key: str, measures: tuple[Measure, ...]) -> Table:
    """Return a table as its CSV file has it, where a sign at the beginning of a label is made harmless by an
    apostrophe.
    """
    with (KEPT / name / f"{key}.csv").open(newline="", encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    keys = [key for measure in measures for key in measure.keys]
    labels = tuple(column for column in lines[0] if column not in keys and not column.endswith(PUBLISHED))

    def values(line: dict[str, str], suffix: str) -> dict[str, float]:
        return {key: float(line[key + suffix]) for key in keys if line.get(key + suffix)}

    rows = tuple(
        Row(tuple(line[label].removeprefix("'") for label in labels), values(line, ""), values(line, PUBLISHED))
        for line in lines
    )
    return Table(key, "", labels, measures, rows)


def tables_of(name: str) -> list[Table]:
    measures = import_module(f"MicrocalcReproduce.{TABLES[name]}").MEASURES
    return [read_table(name, key, own) for key, own in {name: measures, **BESIDES.get(name, {})}.items()]


def test_the_output_of_every_table_is_kept() -> None:
    assert kept_tables() == list(TABLES)


@pytest.mark.parametrize("name", kept_tables())
def test_text_and_markdown_have_the_numbers_of_the_csv_file(name: str) -> None:
    markdown, text = ((KEPT / name / f"{name}.{suffix}").read_text(encoding="utf-8") for suffix in ("md", "txt"))
    shown = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]
    for table in tables_of(name):
        for line in table.cells():
            assert f"| {' | '.join(line)} |" in markdown.splitlines(), (table.key, line)
            assert [cell for cell in line if cell] in shown, (table.key, line)


@pytest.mark.parametrize("name", kept_tables())
def test_the_page_of_a_table_says_how_it_was_made(name: str) -> None:
    page = (KEPT / name / "README.md").read_text(encoding="utf-8")
    markdown = (KEPT / name / f"{name}.md").read_text(encoding="utf-8")
    command = re.findall(r"by `(microcalc-reproduce [^`]*)`", markdown)[-1]
    assert f"`{command}`" in page
    options = parsed(command.split()[1:])  # it is still a command of this version
    given = {option.name: getattr(options, option.name) for option in OPTIONS} | {"methods": None}
    assert recorded(options, given) == command
    for word in ("Commit", "Time", "What differs from the paper"):
        assert f"- {word}" in page, word
    pictures = {path.name for path in (KEPT / name).glob("*.png")}
    assert pictures and all(f"]({picture})" in page for picture in pictures)
    assert not re.search(r"/tmp|/work|/home|/root", page + markdown)


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in KEPT.rglob("*.png")) <= MOST_BYTES


def shown_numbers() -> list[str]:
    """Return the cells of measured numbers in the table of short runs of the documents."""
    (detector, *_), (same, valid) = (table.rows for table in tables_of("two-stage-table-2"))
    validation, test = (
        row for row in read_table("hdogreg-table-3", "hdogreg-table-3", hdogreg_table_3.MEASURES).rows[:2]
    )
    (patches,) = read_table("patch-learning", "patch-learning", patch_learning.MEASURES).rows
    (anew,) = read_table("patch-learning", "trained-anew", patch_learning.MEASURES).rows
    grid = [
        row.ours["pauc"]
        for row in read_table("hdogreg-table-1", "hdogreg-table-1", hdogreg_table_1.MEASURES).rows
        if "pauc" in row.ours
    ]
    shipped, *light = read_table("hdogreg-targets", "hdogreg-targets", hdogreg_targets.MEASURES).rows
    targets = {row.labels: row.ours["pauc"] for row in light if "pauc" in row.ours}
    sweep = {
        tuple(row.labels): row.ours
        for row in read_table("hdogreg-overlap", "hdogreg-overlap", hdogreg_overlap.MEASURES).rows
    }
    of_rules = [
        [values["pauc_at_20_thresholds"] for (own, _), values in sweep.items() if own == rule]
        for rule in (PAPER, WHOLE)
    ]
    ratings = read_table("birads-table-3", "birads-table-3", birads_table_3.MEASURES).rows
    study, *_ = tables_of("amorphous-case-study")
    plain = read_table("amorphous-case-study", "separation-0", amorphous_case_study.MEASURES)
    of_study = [f"{'' if number else 'AUC '}{row.ours['AUC']:.3f}" for number, row in enumerate(study.rows[:3])]
    return [
        f"pAUC {min(grid):.3f} to {max(grid):.3f}",
        f"pAUC {min(targets.values()):.3f} to {max(targets.values()):.3f}; as shipped {shipped.ours['pauc']:.3f}",
        f"pAUC {within(targets, '6')} at xi 6 and {within(targets, '12')} at xi 12",
        f"pAUC {validation.ours['pauc']:.3f} and {test.ours['pauc']:.3f}",
        *(f"pAUC {min(some):.3f} to {max(some):.3f}" for some in of_rules),
        f"detector's accuracy {detector.ours['accuracy']:.2f} %",
        (
            f"pixel accuracy {same.ours['pixel_accuracy']:.3f} % (*same*) and {valid.ours['pixel_accuracy']:.3f} %"
            " (*valid*)"
        ),
        *(f"AUC {row.ours['auc']:.3f}, accuracy {row.ours['accuracy']:.3f}" for row in (patches, anew)),
        f"QWK {min(row.ours['qwk'] for row in ratings):.3f} to {max(row.ours['qwk'] for row in ratings):.3f}",
        ", ".join(f"{told} ({row.labels[0]})" for told, row in zip(of_study, study.rows, strict=False)),
        "{}, {} and {} where they do not".format(*(f"{row.ours['AUC']:.3f}" for row in plain.rows[:3])),
    ]


def within(targets: dict[tuple[str, ...], float], xi: str) -> str:
    """Return the range of a measure over the values of alpha."""
    values = [value for (_, own), value in targets.items() if own == xi]
    return f"{min(values):.3f} to {max(values):.3f}"


def test_the_documents_show_the_numbers_of_the_kept_files() -> None:
    document = (ROOT / "Docs" / "reproduction.md").read_text(encoding="utf-8")
    assert [number for number in shown_numbers() if number not in document] == []
    for name in TABLES:
        assert f"(reproduction/{name}/README.md)" in document, name


def test_the_card_of_two_stage_shows_both_paddings() -> None:
    patches, whole = tables_of("two-stage-table-2")
    card = (ROOT / "Resources" / "Models" / "two-stage" / "docs" / "README.md").read_text(encoding="utf-8")
    of_patches = {
        row.labels[1]: row.ours["accuracy"]
        for row in patches.rows
        if row.labels[0] == "segmentator" and row.labels[2] == "49"
    }
    for row, padding in zip(whole.rows, ("same", "valid"), strict=True):
        assert row.labels[0].endswith(padding)
        numbers = [
            f"{of_patches[padding]:.2f}",
            f"{row.ours['pixel_accuracy']:.3f}",
            f"{row.ours['iou_per_object']:.3f}",
            f"{row.ours['seconds']:.1f}",
        ]
        assert f"| {padding} | {' | '.join(numbers)} |" in card


def test_the_readme_shows_the_figures_of_the_committed_benchmark() -> None:
    measured = read_table("benchmark", "benchmark", import_module("MicrocalcReproduce.benchmark").MEASURES).rows
    assert len(measured) == 5
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in measured:
        names = ("sensitivity_at_0.25_fp_per_image", "sensitivity_at_0.5_fp_per_image", "sensitivity_at_1_fp_per_image")
        shown = [f"{row.ours[name]:.3f}" for name in names]
        shown += [
            f"{row.ours[name]:.3f}" if name in row.ours else "-" for name in ("tpr_at_0.4_fp_per_cm2", "iou_per_object")
        ]
        line = " | ".join([f"| `{row.labels[0]}`", *shown, f"{row.ours['processor_seconds_per_image']:.1f} |"])
        assert line in readme, row.labels[0]


def card_rows(model: str, *first: str) -> list[list[str]]:
    """Return the cells of the rows of a card's tables that begin with these cells."""
    card = (ROOT / "Resources" / "Models" / model / "docs" / "README.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in card.splitlines() if line.startswith("| ")
    ]
    return [row for row in rows if tuple(row[: len(first)]) == first]


def numbers_of_cards() -> list[str]:
    """Return what the documents say that the cards say, with the cards' own numbers."""
    ((_, auc, accuracy, *_),), ((_, strict_auc, strict, *_),) = (
        card_rows("patch-learning", "overlap"),
        card_rows("patch-learning", "group"),
    )
    kept, slivers, faint = (
        card_rows("two-stage", name)[0]
        for name in ("as above", "slivers at the rim count", "slivers and faint ones count")
    )
    (near,), (usual,) = (
        card_rows("two-stage", "slivers count, C2 from 1 px", "segmentator"),
        card_rows("two-stage", "as on the card", "segmentator"),
    )
    (best,), (whole,) = (card_rows("two-stage", "as on the card", "detector", at) for at in ("0.15", "0.5"))
    (without,) = card_rows("birads-simulated", "malignancy-adjusted MSE + attention region")
    (trees,) = card_rows("birads-simulated", "the last with trees on it and on measures")
    (light,) = card_rows("hdogreg-light", "0.07 mm")
    return [
        f"{rounded(auc)} by *overlap* (accuracy {accuracy}) and {rounded(strict_auc)} by *group* ({strict})",
        f"C3 error: {kept[3]} % so, {slivers[3]} % with slivers; accuracy {kept[5]} and {slivers[5]} %",
        f"C2 error is {near[4]} % instead of {usual[4]} %",
        f"Detector with them: accuracy {faint[5]} %",
        f"accuracy {best[7]} and {whole[7]} %",
        f"QWK {rounded(without[1])} without, {rounded(trees[1])} with trees",
        f"{light[3]} of single calcifications at 0.4 FP/cm²",
    ]


def rounded(number: str) -> str:
    """Return the first number of a cell with three decimals."""
    return f"{float(number.split(maxsplit=1)[0]):.3f}"


def test_the_documents_show_the_numbers_of_the_cards() -> None:
    document = (ROOT / "Docs" / "reproduction.md").read_text(encoding="utf-8")
    assert [number for number in numbers_of_cards() if number not in document] == []


def test_the_documents_and_the_card_say_the_same_of_patch_learning_on_real_film() -> None:
    marks = re.search(
        r"finds 9 of 12 clusters with (\S+) marks on a normal image",
        (ROOT / CARD_OF_PATCHES).read_text(encoding="utf-8"),
    )
    document = (ROOT / "Docs" / "reproduction.md").read_text(encoding="utf-8")
    assert marks and f"at a sensitivity of 0.75: {marks[1]} marks on a normal image" in document


def test_the_page_of_the_network_from_elsewhere_has_the_numbers_of_its_files() -> None:
    folder = KEPT / "nnunet"
    table = read_table("nnunet", "benchmark", import_module("MicrocalcReproduce.benchmark").MEASURES)
    page, markdown = ((folder / name).read_text(encoding="utf-8") for name in ("README.md", "benchmark.md"))
    assert [row.labels[0] for row in table.rows] == ["hdogreg", "nnunet-nnunet"]
    for line, row in zip(table.cells()[1:], table.rows, strict=True):
        assert f"| {' | '.join(line)} |" in markdown.splitlines()
        found = " | ".join(f"{row.ours[f'sensitivity_at_{at}_fp_per_image']:.3f}" for at in ("0.25", "0.5", "1"))
        assert f"| {found} | {row.ours['tpr_at_0.4_fp_per_cm2']:.3f} | {row.ours['iou_per_object']:.3f} |" in page, (
            row.labels[0]
        )
    document = (ROOT / "Docs" / "reproduction.md").read_text(encoding="utf-8")
    hdogreg, nnunet = (f"{row.ours['tpr_at_0.4_fp_per_cm2']:.3f}" for row in table.rows)
    assert (
        f"{nnunet} of single calcifications at 0.4 FP/cm² where `hdogreg` has {hdogreg}" in document
        and "(reproduction/nnunet/README.md)" in document
    )
    assert not re.search(r"/tmp|/work|/home|/root", page + markdown)
    assert all(f"]({picture.name})" in page for picture in folder.glob("*.png"))
