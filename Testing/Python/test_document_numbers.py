"""Every decimal number of the cards and of the pages on the papers comes from a file that stands here, or is named
below with where it is from.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from statistics import fmean
from typing import Any

import pytest
from MicrocalcCADLib.assessment.odds import OddsModel
from MicrocalcReproduce import benchmark, published
from MicrocalcReproduce.__main__ import TABLES
from MicrocalcTrainLib.workflows import kinds, malignancy_bundle, model_card, odds, two_stage
from test_reproduction_documents import (
    CARD_OF_PATCHES,
    KEPT,
    ROOT,
    card_rows,
    numbers_of_cards,
    read_table,
    shown_numbers,
    tables_of,
)

DECIMAL = re.compile(r"(?<![\w.])[-+]?\d+\.\d+(?!\.?\d)")
MODELS = ROOT / "Resources" / "Models"
CARDS = sorted(MODELS.glob("*/docs/README.md"))
DOCUMENT = ROOT / "Docs" / "reproduction.md"

# Lines of cards, by their beginning, whose numbers no file of the bundle has: where they are from. A command must stand
# in the card.
BESIDES: dict[str, dict[str, str]] = {
    "birads-simulated": {
        "| malignancy-adjusted MSE + attention region |": "the training's own report",
        "type and distribution do not decide": "an assumption of the simulation",
        "Risk is cut into equal parts": "parameters",
        "The rating abstains beyond": "parameters",
        "within which 99.5 %": "how the parameter is chosen",
    },
    "context": {
        "accuracy 97.34 % as here": "microcalc-train train context",
    },
    "hdogreg-light": {
        "The detail network: 32 epochs": "the training's own report",
        "  computed on a coarser grid": "a comparison of two versions",
        "and the figures were looked at": "microcalc detect",
        "more or less is 0.08": "one of twelve regions",
        "| last epoch of the region network": "microcalc-train train hdogreg-light",
        "  weights, for the reason two lines below": "microcalc-train train hdogreg-light",
        "| TPR at 0.4 FP/cm², 0.07 and 0.05 mm |": "microcalc-train train hdogreg-light",
        "| IoU (nearest to perfect), 0.07 and 0.05 mm |": "microcalc-train train hdogreg-light",
        "| balanced operating point |": "microcalc-train train hdogreg-light",
        "| `mias-dev`: ": "microcalc detect",
        "| single marks of 0.6": "microcalc detect",
        "| marks on no calcification": "microcalc detect",
        "| ordered by |": "microcalc detect",
        "| score, without kinds |": "microcalc detect",
        "| suspicion, with kinds (default) |": "microcalc detect",
        "Normal CDD-CESM images:": "microcalc detect",
    },
    "kinds-simulated": {},
    "malignancy-simulated": {
        "**The command no longer": "microcalc-train train malignancy",
        "0.724 ± 0.026 (of": "microcalc-train train malignancy",
    },
    "odds-cbis-ddsm": {},
    "patch-learning": {
        "On 29 real films": "microcalc-train evaluate mias-dev",
        "| overlap |": "python tools/measure_patch_definitions.py",
        "| group |": "python tools/measure_patch_definitions.py",
        "Chosen on validation patches": "how the points are chosen",
    },
    "two-stage": {
        "Patches of 49 px": "the recipe",
        "in these shares;": "parameters",
        "| as above |": "python tools/measure_patch_classes.py",
        "| slivers": "python tools/measure_patch_classes.py",
        "| as on the card |": "python tools/measure_patch_classes.py",
        "Both networks on the patches": "python tools/measure_patch_classes.py",
        "| same |": "microcalc-reproduce two-stage-table-2",
        "| valid |": "microcalc-reproduce two-stage-table-2",
    },
}

# What reproduction.md says of methods, papers and commands: sizes, thresholds, rates.
SETTINGS = (
    "o_thr from 0.2 to 0.6",
    "so that 0.3 is no better",
    '"INbreast Release 1.0"',
    "counts 0.5",
    "`BENIGN_WITHOUT_CALLBACK` is 0.5",
    "0.07 mm",
    "0.1 mm",
    "0.050 mm",
    "`--spacing 0.05`",
    "0.35 mm",
    "IoU of 0.3",
    "0.25, 0.5 and 1 false marks",
    "probability above 0.5",
    "0.5 was the aim",
    "alpha 0.2",
    "decreases by 0.3 every 10 epochs",
    "SGD 0.99",
    "both 0.5 in `two-stage-table-2`",
    "whole images (0.5)",
    "both networks at 0.5",
    "at 0.3, INbreast",
    "momentum 0.99",
    "rate 0.01",
    ")^0.9",
    "from 0.7 to 1.5",
    "a part above 0.05",
    "above 0.5 is an object",
    "--spacing 0.14",
    "--learning-rate 0.002",
    "0.39 and 0.12 million parameters",
    "about 1.6 to 6 megapixels",
    "at 0.4 FP/cm²",
)
# Measured, of which the page says that no file of the run was kept.
NOT_KEPT = (
    "(before it: 0.61, 0.80 and 0.91 at",
    "takes 0.04 s of one core, *same* 1.7 s",
    "0.564, 0.556, 0.416 and 0.766, 0.729, 0.621 in the same order",
    "standard deviation of 0.012 to 0.018",
    "are 2.4 to 3.6 and 1.2 to 1.8 of these",
    "standard deviations of 0.006 to 0.015",
    "loss is 0.001 and 0.008",
)
ABLATION = "The files of these runs were not kept"


def flat(content: Any) -> Iterable[float]:
    """Yield all numbers of nested lists and dictionaries."""
    if isinstance(content, dict):
        for one in content.values():
            yield from flat(one)
    elif isinstance(content, (list, tuple)):
        for one in content:
            yield from flat(one)
    elif isinstance(content, (int, float)) and not isinstance(content, bool):
        yield float(content)


def is_shown(number: str, values: Iterable[float]) -> bool:
    """Return whether a number as written is one of the values rounded, or one of them in percent."""
    half = 0.5000001 * 10.0 ** -len(number.split(".")[1])
    return any(abs(factor * value - float(number)) <= half for value in values for factor in (1, 100))


def metadata_of(name: str) -> dict[str, Any]:
    return json.loads((MODELS / name / "configs" / "metadata.json").read_text(encoding="utf-8"))


def of_bundle(name: str) -> list[str]:
    """Return the lines of a card as the bundle's metadata, curves and weights give them."""
    metadata, curves_file = metadata_of(name), MODELS / name / "docs" / "curves.json"
    section, curves = (
        metadata["microcalc"],
        (json.loads(curves_file.read_text(encoding="utf-8")) if curves_file.exists() else []),
    )
    training, points = section["training"], section["operating_points"]
    if name == "kinds-simulated":
        return kinds.card(metadata, curves).splitlines()
    if name == "odds-cbis-ddsm":
        model = OddsModel.load()
        ((_, *columns),) = card_rows(name, "type")
        sizes = {word: float(size.removesuffix(" mm")) for word, size in (column.rsplit(", ", 1) for column in columns)}
        return odds.card(metadata, model, sizes).splitlines()
    if name == "malignancy-simulated":
        rows = [
            f"| {metric} | {own['mean']:.3f} ± {own['sd']:.3f} | {card_rows(name, metric)[0][2]} |"
            f" {published.CASE_STUDY['both'][metric][0]:.3f} |"
            for metric, own in training["figures"].items()
        ]
        return [*malignancy_bundle.card(metadata, "", "").splitlines(), *rows]
    lines = model_card.head(metadata, curves)
    if name == "birads-simulated":
        measures = ("qwk", "maqwk_malignant", "maqwk_benign")
        named = {
            "the last with trees on it and on measures": "figures",
            "the same, clusters by the median of theirs": "clusters",
        }
        return [
            *lines,
            *(
                f"| {row} | {' | '.join(f'{training[key][one]:.4f}' for one in measures)} |"
                for row, key in named.items()
            ),
        ]
    if name == "patch-learning":
        own, paper = training["figures"], published.PATCH_LEARNING
        shown = [
            f"{own['auc']:.4f} ({own['auc_95'][0]:.4f} to {own['auc_95'][1]:.4f})",
            *(f"{own[key]:.3f}" for key in paper if key != "auc"),
        ]
        lines += [
            f"| this model, simulated patches | {' | '.join(shown)} |",
            *(f"| {point} | {value:.4f} |" for point, value in points.items()),
        ]
        return [
            *lines,
            (
                "| Kahnouei 2022, real patches of one hospital |"
                f" {' | '.join(f'{value:.3f}' for value in paper.values())} |"
            ),
        ]
    lines += [*model_card.measured_figures(section), *model_card.operating_points(section)]
    if name == "context":
        e = training["candidate_errors"]
        lines += [
            f"Of {e['candidates']} candidates {e['missed']} % of the true ones are called false, {e['false']} % of the"
            " others true;"
        ]
        lesions = training["recipe"]["simulation"]["lesions"]
        drawn = (
            f"Calcifications of {lesions['diameter_mm'][0]} to {lesions['diameter_mm'][1]} mm, typical peak contrast"
        )
        lines += [f"accuracy with both in equal shares {e['accuracy']} %. {drawn}"]
    if name == "two-stage":
        columns = ("C1", "C2", "C3", "C4", "accuracy", "balanced_accuracy", "threshold", "patches")
        padding = {"detector": "same", "segmentator": "valid"}
        lines += [
            f"| {part}, {padding[part]} | {' | '.join(str(e[c]) for c in columns)} |"
            for part, e in training["patch_errors"].items()
        ]
        for part in padding:
            paper = published.TWO_STAGE_TABLE_2[part, "same"]
            errors = {c: paper[f"C{c}"] for c in (1, 2, 3, 4)}
            positive, negative = (
                fmean(e for c, e in errors.items() if (c in two_stage.POSITIVES[part]) is own) for own in (True, False)
            )
            numbers = [
                *errors.values(),
                paper["accuracy"],
                100 - (positive + negative) / 2 - 1e-9,
            ]  # 97.555 is written 97.55
            lines += [f"| Valvano 2019, {part}, same | {' | '.join(f'{number:.2f}' for number in numbers)} | 0.5 | |"]
    return lines


def test_the_numbers_of_every_card_are_looked_at() -> None:
    assert [card.parts[-3] for card in CARDS] == sorted(BESIDES)


@pytest.mark.parametrize("name", BESIDES)
def test_a_number_of_a_card_is_that_of_its_bundle_or_of_a_command_that_the_card_names(name: str) -> None:
    card = (MODELS / name / "docs" / "README.md").read_text(encoding="utf-8")
    given, besides = set(of_bundle(name)), BESIDES[name]
    left = [line for line in card.splitlines() if DECIMAL.search(line) and line not in given]
    assert [line for line in left if not line.startswith(tuple(besides))] == []
    assert [start for start in besides if not any(line.startswith(start) for line in left)] == []
    commands = [
        source
        for source in besides.values()
        if source.split()[0] in ("python", "microcalc", "microcalc-train", "microcalc-reproduce")
    ]
    assert [command for command in commands if command not in " ".join(card.split())] == []


def test_parameters_that_the_card_of_birads_names_are_those_of_its_bundle() -> None:
    card = (MODELS / "birads-simulated" / "docs" / "README.md").read_text(encoding="utf-8")
    parameters = list(flat(metadata_of("birads-simulated")["microcalc"]["parameters"]))
    (cuts,) = re.findall(r"stretched so that (\S+), (\S+) and (\S+) lie at the boundaries", card)
    assert all(
        is_shown(number, parameters) for number in (*cuts, re.findall(r"Mahalanobis distance of (\S+) from", card)[0])
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_number_of_a_tables_page_is_one_of_its_files(name: str) -> None:
    page = (KEPT / name / "README.md").read_text(encoding="utf-8")
    said = [line for line in page.splitlines() if not line.startswith(("- Command:", "- Time:"))]
    values = [
        float(cell)
        for path in (KEPT / name).glob("*.csv")
        for row in csv.reader(path.open(encoding="utf-8"))
        for cell in row
        if is_number(cell)
    ]
    spoken = re.sub(
        r"\d\.\d+ (mm|px)\b|o_thr from 0\.2 to 0\.6|its least p is 0\.25|0\.4 false marks per cm²", "", "\n".join(said)
    )
    assert [number for number in DECIMAL.findall(spoken) if not is_shown(number, values)] == []


def is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d+(\.\d+)?(e-?\d+)?", cell))


def of_papers() -> list[str]:
    """Return what reproduction.md quotes from the papers."""
    of_hdogreg, patches, detector = (
        published.HDOGREG_TABLE_3,
        published.PATCH_LEARNING,
        published.TWO_STAGE_TABLE_2["detector", "same"],
    )
    validation, test = (of_hdogreg["hdogreg", part] for part in ("validation", "test"))
    grid = [value for row in published.HDOGREG_PAUC.values for value, _ in row]
    return [
        f"(paper {min(grid):.3f} to {max(grid):.3f}, INbreast)",
        f"(paper {validation['pauc']:.3f} at 0.3, INbreast)",
        f"(paper {validation['pauc']:.3f} and {test['pauc']:.3f}, INbreast)",
        f"(paper {patches['auc']:.3f} and {patches['accuracy']:.3f})",
        f"paper {patches['auc']:.3f} ({patches['accuracy']:.3f})",
        f"(paper {published.CASE_STUDY['both']['AUC'][0]:.3f})",
        f"(paper {detector['C3']:.2f} and {detector['accuracy']:.2f})",
        f"published {test['tpr']:.3f} on INbreast",
    ]


def of_other_pages() -> list[str]:
    """Return what reproduction.md repeats from the cards and the page of the network from elsewhere."""
    made_again = re.search(
        r"AUC of (\S+) ± \S+ instead of (\S+) ±",
        " ".join((MODELS / "malignancy-simulated/docs/README.md").read_text().split()),
    )
    context = re.search(
        r"TPR (\S+) at 0.4 FP/cm² as here", (MODELS / "context/docs/README.md").read_text(encoding="utf-8")
    )
    minutes = re.search(
        r"\((\S+) minutes of one core\)", (MODELS / "malignancy-simulated/docs/README.md").read_text(encoding="utf-8")
    )
    marks = re.search(r"finds 9 of 12 clusters with (\S+) marks", (ROOT / CARD_OF_PATCHES).read_text(encoding="utf-8"))
    ((*_, best, _accuracy, _, _),) = (
        [row[2], *row[7:]] for row in card_rows("two-stage", "as on the card", "detector", "0.15")
    )
    hdogreg, nnunet = read_table("nnunet", "benchmark", benchmark.MEASURES).rows
    page = (KEPT / "nnunet" / "README.md").read_text(encoding="utf-8")
    (region,) = re.findall(
        r"^\| light region network alone, from scratch .*\| (\S+) \| (\S+) \| \S+ \|$", page, re.MULTILINE
    )
    assert made_again and context and minutes and marks and best
    ours, theirs = (
        {key: f"{row.ours[key]:.3f}" for key in ("tpr_at_0.4_fp_per_cm2", "iou_per_object")}
        for row in (nnunet, hdogreg)
    )
    return [
        f"in {minutes[1]} minutes: other trees, AUC {made_again[1]} instead of {made_again[2]}",
        f"`context`: other weights, TPR {context[1]} at 0.4 FP/cm² as before",
        f"at a sensitivity of 0.75: {marks[1]} marks",
        "has the detector at 0.15",
        (
            f"{ours['tpr_at_0.4_fp_per_cm2']} of single calcifications at 0.4 FP/cm² where `hdogreg` has"
            f" {theirs['tpr_at_0.4_fp_per_cm2']}"
        ),
        (
            f"trained about as long, {region[0]}; IoU per object {ours['iou_per_object']}, {theirs['iou_per_object']}"
            f" and {region[1]}"
        ),
    ]


def test_every_number_of_the_page_on_the_papers_is_accounted_for() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    text, start = page, page.index("## The rating's ablation")
    assert (
        ABLATION in " ".join(page[start:].split())
        and "microcalc-train train birads" in page
        and "rating_ablation_check.py" in page
    )
    for words in (*shown_numbers(), *numbers_of_cards(), *of_papers(), *of_other_pages(), *NOT_KEPT, *SETTINGS):
        assert words in page, words
        text = text.replace(words, "")
    (network_alone,) = card_rows("birads-simulated", "malignancy-adjusted MSE + attention region")
    text = text.replace(f"is at {float(network_alone[1]):.3f} after 80", "")
    of_paper = [row[0] for row in published_qwk()]
    text = text.replace(f"({of_paper[1] - of_paper[0]:.3f} and {of_paper[2] - of_paper[1]:.3f}, one split)", "")
    text = text.replace(f"where the paper has it {of_paper[2] - of_paper[1]:.3f} above", "")
    tables = re.compile(
        r"^\| (?:(?:malignancy-adjusted )?MSE|multi-class|measures).*$", re.MULTILINE
    )  # of the ablation, not kept
    assert len(tables.findall(text)) == 16
    assert [line for line in tables.sub("", text).splitlines() if DECIMAL.search(line)] == []


def published_qwk() -> list[tuple[float, ...]]:
    """Return the paper's figures with the attention region, by loss: multi-class, squared error,
    malignancy-adjusted.
    """
    from MicrocalcTrainLib.workflows.birads_table import PUBLISHED

    return list(PUBLISHED.values())[3:]


def test_the_tables_have_what_is_compared_with_the_page() -> None:
    assert all(tables_of(name)[0].rows for name in TABLES)
