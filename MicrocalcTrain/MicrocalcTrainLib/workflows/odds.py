"""The recipe of the bundle `odds-cbis-ddsm`: pathology of real lesions from their descriptors, size and density."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from MicrocalcCADLib.assessment.odds import (
    ASSESSMENTS,
    COLUMNS,
    DISTRIBUTIONS,
    METHOD,
    TYPES,
    DescribedLesion,
    OddsModel,
    description_rows,
    words_key,
)
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.kind_map import SPACING_MM
from MicrocalcCADLib.kinds.naming import Namer
from MicrocalcCADLib.models import SECTION

from ..datasets.splits import TEST
from ..datasets.tables import read_table
from ..metrics.figures import reliability_figure, save_figure
from ..metrics.reliability import brier_score, calibration_line, reliability
from ..metrics.roc import area_delong
from ..recipes.odds import OddsRecipe
from ..simulation.backgrounds import BackgroundSource, load
from .bundle import plain, section, write_text_bundle
from .lesion_kinds import Model
from .model_card import opening
from .odds_of_images import drawable, odds_of_images

if TYPE_CHECKING:
    from .material import Simulated

log = logging.getLogger(__name__)
NAME, VERSION = "odds-cbis-ddsm", "1.0.0"
NEEDED = ("film", "width_mm", "height_mm", "calc_type", "distribution", "assessment", "pathology", "density")
NOTICE = (
    "Odds are those of real lesions that readers of CBIS-DDSM described so (screening films of the 1990s, many of them"
    " biopsied): they order, they do not diagnose."
)
DATA = (
    "Calcification regions of CBIS-DDSM (Lee et al. 2017, CC BY 3.0) with descriptors, assessment, pathology and"
    " density; longest side of each region from its mask and the true spacing of its film (DDSM, Heath et al. 2001)."
)
_OF_IMAGES = (
    (
        "For the simulated images, regions of one type were drawn as that kind on held-out backgrounds; kinds are the"
        " network's, size and distribution the table's."
    ),
    "",
)
# Spellings of the tables.
_SAME = {"LUCENT_CENTERED": "LUCENT_CENTER", "N/A": "", "NA": ""}


@dataclass(frozen=True, eq=False)
class Regions:
    """Regions with what readers said: lesions (n), malignant, biopsied and of the official test part bool (n,),
    assessment int (n,), patient (n,).
    """

    lesions: Sequence[DescribedLesion]
    malignant: np.ndarray
    biopsied: np.ndarray
    test_part: np.ndarray
    assessment: np.ndarray
    patients: np.ndarray


def make(folder: Path, material: Simulated, recipe: OddsRecipe, device: str, command: str) -> Path:
    """Cross-validate by patient, report the official test part, fit on all regions and write the bundle; return its
    folder.

    Raises
    ------
    InputError
        If no table of regions is given, or it lacks what is needed.
    """
    del device
    if recipe.regions is None:
        raise InputError(
            "The odds need a table of real regions: see the model card, and give one.", option="--features FILE"
        )
    regions = read_regions(recipe.regions)
    figures, scores = validated(regions, recipe)
    figures |= of_images(regions, recipe, material.images(TEST), folder / "backgrounds")
    model = fit(regions, recipe.strength)
    bundle = folder / NAME
    training = {
        "command": command,
        "recipe": plain(recipe),
        "regions": len(regions.lesions),
        "figures": figures,
        "assessments": validated_assessments(regions, recipe),
    }
    content = section(
        METHOD,
        recipe,
        "Looks at no pixel: words, size in mm and density.",
        training,
        {"balanced": 0.5},
        spacing_mm=0.05,
    )
    content |= {
        "parameters": {"folds": recipe.folds, "strength": recipe.strength},
        "training_data": DATA,
        "notices": [NOTICE],
    }
    write_text_bundle(
        bundle,
        (NAME, VERSION),
        "Odds of malignancy of a calcification lesion from its descriptors",
        "Logistic regression on the descriptors, size and density of real lesions of CBIS-DDSM.",
        model,
        content,
        lambda metadata: card(metadata, model, median_sizes(regions)),
    )
    save_figure(
        reliability_figure({"10 folds by patient": reliability(scores, regions.malignant)}),
        bundle / "docs" / "reliability.svg",
    )
    return bundle


def read_regions(path: Path) -> Regions:
    """Read the table; rows without any descriptor of their own (``calc_type`` and ``distribution`` both empty) are left
    out.

    Raises
    ------
    InputError
        If it cannot be read, lacks a column, or holds an unknown word.
    """
    cells = [row.cells for row in read_table(path, NEEDED)]
    try:
        rows = [row for row in cells if row["calc_type"] or row["distribution"]]
        lesions = [_lesion(row) for row in rows]
        assessment = np.array([int(row["assessment"]) for row in rows])
        patients = np.array(["_".join(row["film"].split("_")[1:3]) for row in rows])
    except (ValueError, KeyError) as error:
        raise InputError(f"{path.name} holds something that is no number ({error}): correct it.") from error
    if not rows:
        raise InputError(f"{path.name} describes no region: write {', '.join(NEEDED)}, a region a row.")
    pathology = np.array([row["pathology"] for row in rows])
    known = np.isin(pathology, ("MALIGNANT", "BENIGN", "BENIGN_WITHOUT_CALLBACK"))
    if not known.all():
        raise InputError(
            f"{path.name} has the pathology {pathology[~known][0]!r}: use MALIGNANT, BENIGN or BENIGN_WITHOUT_CALLBACK."
        )
    test_part = np.array(["test" in row["film"].split("_")[0].lower() for row in rows])
    return Regions(
        lesions, pathology == "MALIGNANT", pathology != "BENIGN_WITHOUT_CALLBACK", test_part, assessment, patients
    )


def _lesion(row: Mapping[str, str]) -> DescribedLesion:
    density = int(float(row["density"] or 0))
    return DescribedLesion(
        types=_words(row["calc_type"], TYPES),
        distributions=_words(row["distribution"], DISTRIBUTIONS),
        size_mm=max(float(row["width_mm"]), float(row["height_mm"])),
        density=density if 1 <= density <= 4 else None,
    )


def _words(text: str, known: Sequence[str]) -> frozenset[str]:
    words = {_SAME.get(word, word) for word in text.split("-")} - {""}
    unknown = sorted(words - set(known))
    if unknown:
        raise InputError(f"{unknown[0]!r} is no descriptor of CBIS-DDSM: use {', '.join(known)}.")
    return frozenset(words)


def fit(regions: Regions, strength: float) -> OddsModel:
    """Return the model of all given regions, with the covariance of its weights robust to several regions of a patient
    (Liang and Zeger 1986).
    """
    from sklearn.linear_model import LogisticRegression

    rows = description_rows(regions.lesions)
    known = ~np.isnan(rows)
    means = np.where(known, rows, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    centred = np.where(np.isnan(rows), 0.0, rows - means)
    fitted = LogisticRegression(C=strength, max_iter=10_000, tol=1e-8).fit(centred, regions.malignant)
    design = np.column_stack([np.ones(len(centred)), centred])
    expected = fitted.predict_proba(centred)[:, 1]
    penalty = np.diag([0.0, *np.full(len(COLUMNS), 1.0 / strength)])
    bread = np.linalg.inv((design * (expected * (1 - expected))[:, None]).T @ design + penalty)
    gradients = design * (regions.malignant - expected)[:, None]
    _, patient = np.unique(regions.patients, return_inverse=True)
    by_patient = np.stack([np.bincount(patient, column) for column in gradients.T], axis=1)
    return OddsModel(
        intercept=float(fitted.intercept_[0]),
        weights=fitted.coef_[0],
        means=means,
        covariance=bread @ (by_patient.T @ by_patient) @ bread,
        assessments=_assessments(centred, regions.assessment, strength),
        counts=_counts(regions),
    )


def _assessments(centred: np.ndarray, assessment: np.ndarray, strength: float) -> np.ndarray:
    """Return softmax weights (4, 25) of the readers' categories; category 0 (more images wanted) is no assessment of
    the lesion.
    """
    from sklearn.linear_model import LogisticRegression

    chosen = np.isin(assessment, ASSESSMENTS)
    fitted = LogisticRegression(C=strength, max_iter=10_000, tol=1e-8).fit(centred[chosen], assessment[chosen])
    weights = np.full((len(ASSESSMENTS), centred.shape[1] + 1), 0.0)
    weights[:, 0] = -50.0  # a category that no region has
    places = [ASSESSMENTS.index(int(value)) for value in fitted.classes_]
    if len(places) == 2:  # scikit-learn keeps one row for two classes
        weights[places[0]] = 0.0
        weights[places[1]] = np.concatenate([fitted.intercept_, fitted.coef_[0]])
    else:
        weights[places] = np.column_stack([fitted.intercept_, fitted.coef_])
    return weights


def _counts(regions: Regions) -> dict[str, tuple[int, int]]:
    keys = [words_key(lesion.types, lesion.distributions) for lesion in regions.lesions]
    all_of, malignant = Counter(keys), Counter(key for key, bad in zip(keys, regions.malignant, strict=True) if bad)
    return {key: (n, malignant[key]) for key, n in all_of.items()}


def validated(regions: Regions, recipe: OddsRecipe) -> tuple[dict[str, Any], np.ndarray]:
    """Return the figures of the cross-validation and of the official test part, and each region's score when its
    patient was left out, (n,).
    """
    from sklearn.model_selection import GroupKFold

    scores = np.zeros(len(regions.lesions))
    folds = GroupKFold(recipe.folds, shuffle=True, random_state=recipe.seed)
    for train, test in folds.split(scores, regions.malignant, regions.patients):
        scores[test] = fit(_part(regions, train), recipe.strength).malignancy([regions.lesions[i] for i in test])
    figures = {"all regions, folds by patient": _figures(scores, regions, np.ones(len(scores), bool))}
    figures["biopsied alone, folds by patient"] = _figures(scores, regions, regions.biopsied)
    ranked = regions.assessment.astype(float)
    figures["readers' own assessment"] = {"regions": len(ranked), "AUC": _area(ranked, regions.malignant)}
    if regions.test_part.any() and not regions.test_part.all():
        training = fit(_part(regions, np.flatnonzero(~regions.test_part)), recipe.strength)
        held_out = training.malignancy(regions.lesions)
        figures["official test part, fitted on the training part"] = _figures(held_out, regions, regions.test_part)
    return figures, scores


def of_images(regions: Regions, recipe: OddsRecipe, sources: Sequence[BackgroundSource], cache: Path) -> dict[str, Any]:
    """Return the figures of simulated images of the regions, kinds by the shipped network, and of the same regions by
    the readers' words.

    Each region by the fit without its patient; none where no region is of one type alone.
    """
    from sklearn.model_selection import GroupKFold

    rows = drawable(regions.lesions)
    if not rows:
        return {}
    rng = np.random.default_rng(recipe.seed)
    rows = [rows[i] for i in rng.permutation(len(rows))[: recipe.test_patches]]
    without: dict[int, OddsModel] = {}
    folds = GroupKFold(recipe.folds, shuffle=True, random_state=recipe.seed)
    for train, test in folds.split(regions.malignant, regions.malignant, regions.patients):
        without |= dict.fromkeys(test.tolist(), fit(_part(regions, train), recipe.strength))
    namer, models = Namer.load(), [without[one.row] for one in rows]
    backgrounds = [load(source, SPACING_MM, cache) for source in sources]
    seen = odds_of_images(
        Model(namer.network, namer.close_up, namer.parameters.close_up),
        regions.lesions,
        rows,
        models,
        backgrounds,
        recipe.seed,
    )
    known = ~np.isnan(seen)
    part = _part(regions, np.array([one.row for one in rows])[known])
    said = np.array([model.odds(regions.lesions[one.row]).malignant for one, model in zip(rows, models, strict=True)])[
        known
    ]
    if len(set(part.malignant.tolist())) < 2:
        return {}
    everything = np.ones(len(said), bool)
    name = f"{namer.bundle.identity.name} {namer.bundle.identity.version}" if namer.bundle else "a network"
    return {
        f"simulated images of regions of one type, kinds as {name} sees them": _figures(seen[known], part, everything),
        "the same regions by the readers' words": _figures(said, part, everything),
    }


def validated_assessments(regions: Regions, recipe: OddsRecipe) -> dict[str, Any]:
    """Return how the expected assessments agree with the readers' own, each region by the fit without its patient.

    ``same`` is the share whose likeliest category is the reader's, ``always_4`` what saying 4 of all would reach;
    ``within_spread`` the share whose category lies within one standard deviation, rounded up to a whole category, of
    the mean.
    """
    from sklearn.metrics import cohen_kappa_score
    from sklearn.model_selection import GroupKFold

    chosen = np.flatnonzero(np.isin(regions.assessment, ASSESSMENTS))
    known = _part(regions, chosen)
    shares = np.zeros((len(chosen), len(ASSESSMENTS)))
    for train, test in GroupKFold(recipe.folds, shuffle=True, random_state=recipe.seed).split(
        shares, None, known.patients
    ):
        model = fit(_part(known, train), recipe.strength)
        shares[test] = [list(model.assessment(known.lesions[i]).values()) for i in test]
    categories = np.array(ASSESSMENTS)
    mean = shares @ categories
    spread = np.sqrt((shares * (categories - mean[:, None]) ** 2).sum(axis=1))
    likeliest = categories[shares.argmax(axis=1)]
    return {
        "regions": len(chosen),
        "QWK": round(float(cohen_kappa_score(known.assessment, likeliest, weights="quadratic")), 3),
        "same": round(float((likeliest == known.assessment).mean()), 3),
        "always_4": round(float((known.assessment == 4).mean()), 3),
        "mean_absolute_error": round(float(np.abs(mean - known.assessment).mean()), 3),
        "within_spread": round(float((np.abs(mean - known.assessment) <= np.ceil(spread)).mean()), 3),
    }


def _part(regions: Regions, chosen: np.ndarray) -> Regions:
    arrays = (regions.malignant, regions.biopsied, regions.test_part, regions.assessment, regions.patients)
    return Regions([regions.lesions[i] for i in chosen], *(values[chosen] for values in arrays))


def _figures(scores: np.ndarray, regions: Regions, chosen: np.ndarray) -> dict[str, Any]:
    scores, malignant = scores[chosen], regions.malignant[chosen]
    slope, intercept = calibration_line(scores, malignant)
    return {
        "regions": int(chosen.sum()),
        "patients": len(set(regions.patients[chosen].tolist())),
        "malignant": int(malignant.sum()),
        "AUC": _area(scores, malignant),
        "calibration slope": round(slope, 3),
        "calibration intercept": round(intercept, 3),
        "Brier score": round(brier_score(scores, malignant), 4),
    }


def _area(scores: np.ndarray, malignant: np.ndarray) -> list[float]:
    interval = area_delong(scores, malignant)
    return [round(float(value), 4) for value in (interval.value, interval.low, interval.high)]


def median_sizes(regions: Regions) -> dict[str, float]:
    """Return the median longest side in mm of the regions of each distribution that the table has."""
    sides = {
        word: [lesion.size_mm for lesion in regions.lesions if word in lesion.distributions] for word in DISTRIBUTIONS
    }
    return {word: round(float(np.median(values))) for word, values in sides.items() if values}


def card(metadata: Mapping[str, Any], model: OddsModel, sizes_mm: Mapping[str, float]) -> str:
    """Return the model card as Markdown: figures, and the table of odds for regions of each distribution's
    usual size.
    """
    section = metadata[SECTION]
    points = (
        f"Data: {section['training_data']}",
        NOTICE,
        (
            "A kind that a network named is weighed by its probability. Words are those of radiologists: a network's"
            " are less certain."
        ),
        "The interval is that of the fit (95 %, robust to several regions of a patient), not of a single lesion.",
    )
    lines = [
        *opening(metadata, points),
        f"on {section['training']['regions']} regions. Columns of the table: {', '.join(NEEDED)}.",
        "",
        "## Figures",
        "",
        "| | regions | AUC (95 %) | calibration slope | intercept | Brier |",
        "|---|---|---|---|---|---|",
        *(_figure_row(name, values) for name, values in section["training"]["figures"].items()),
        "",
        *_OF_IMAGES[: 2 * any("simulated" in name for name in section["training"]["figures"])],
        "![Reliability](reliability.svg)",
        "",
        *_assessment_lines(section["training"]["assessments"]),
        "## Odds",
        "",
        (
            "For a region of each distribution's median longest side in a breast of average density; n: regions with"
            " exactly these words (with"
        ),
        "the type alone where fewer than 10). Where n is small the odds lean on the average of all regions.",
        "",
        *odds_table(model, sizes_mm),
    ]
    return "\n".join(lines) + "\n"


def _assessment_lines(one: Mapping[str, Any]) -> list[str]:
    return [
        "## Readers' assessments",
        "",
        (
            f"The shares of BI-RADS 2 to 5 that readers gave, on {one['regions']} regions with such a category, each by"
            " the fit without its patient: the"
        ),
        (
            f"likeliest category is the reader's in {100 * one['same']:.0f} % (always saying 4:"
            f" {100 * one['always_4']:.0f} %), quadratic weighted kappa {one['QWK']:.3f}; the mean is"
            f" {one['mean_absolute_error']:.2f}"
        ),
        (
            "categories off on average, and the reader's lies within its spread, rounded up, in"
            f" {100 * one['within_spread']:.0f} %."
        ),
        "",
    ]


def _figure_row(name: str, values: dict[str, Any]) -> str:
    area = "{:.3f} ({:.3f} to {:.3f})".format(*values["AUC"])
    rest = [
        f"{values[key]:.3f}" if key in values else "-"
        for key in ("calibration slope", "calibration intercept", "Brier score")
    ]
    return f"| {name} | {values['regions']} | {area} | {' | '.join(rest)} |"


def odds_table(model: OddsModel, sizes_mm: Mapping[str, float]) -> list[str]:
    """Return the odds of each type in each distribution, at that distribution's size, as lines of a Markdown table."""
    lines = [
        f"| type | {' | '.join(f'{word}, {size:g} mm' for word, size in sizes_mm.items())} |",
        "|---|" + "---|" * len(sizes_mm),
    ]
    for kind in TYPES:
        cells = []
        for distribution, size in sizes_mm.items():
            odds = model.odds(DescribedLesion(frozenset({kind}), frozenset({distribution}), size))
            cells.append(f"{odds.malignant:.2f} ({odds.low:.2f} to {odds.high:.2f}), n = {odds.n}")
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return lines
