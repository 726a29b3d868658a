"""Writing the malignancy model as a bundle: text weights, metadata, model card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MicrocalcCADLib.assessment.malignancy import METHOD, MalignancyModel
from MicrocalcCADLib.models import SECTION

from .boosting import CrossValidation
from .bundle import plain, section, write_text_bundle
from .model_card import opening

if TYPE_CHECKING:
    from ..recipes.malignancy import MalignancyRecipe

INTENSITY = "Intensities within calcifications in units of the full scale, bright is dense."
SIMULATED_NOTICE = (
    "Malignancy was learned from simulated calcifications only: it shows how the rating works and says nothing about"
    " this patient."
)
SIMULATED_DATA = (
    "Simulated calcifications on {backgrounds}; descriptions and pathology drawn from the joint frequencies of"
    " CBIS-DDSM's tables (Lee et al. 2016, CC BY 3.0)."
)


@dataclass(frozen=True)
class LearnedFrom:
    """What a malignancy model was learned from.

    Parameters
    ----------
    name
        Of the bundle.
    about
        ``training_data``, ``licence`` and ``notices`` of its section, where they are others than those of shipped
        models.
    measured
        Further facts of its training, such as figures of a held-out part.
    comparable
        What the card says of the published figures beside its own.
    lines
        Of the card, below the cross-validation.
    """

    name: str
    about: Mapping[str, Any]
    measured: Mapping[str, Any] = field(default_factory=dict)
    comparable: str = ""
    lines: tuple[str, ...] = ()


def simulation(name: str, backgrounds: str) -> LearnedFrom:
    """Return what a model of simulated regions says of them."""
    about = {"training_data": SIMULATED_DATA.format(backgrounds=backgrounds), "notices": [SIMULATED_NOTICE]}
    return LearnedFrom(
        name,
        about,
        comparable="The two are not comparable: here a label depends on the lesion's type and distribution alone.",
    )


def table_of_features(name: str, count: int) -> LearnedFrom:
    """Return what a model of a given table says of it."""
    about = {"training_data": f"Features of {count} regions given as a table.", "notices": []}
    return LearnedFrom(name, about, comparable="The two are of different regions.")


def write_malignancy_bundle(
    folder: Path,
    source: LearnedFrom,
    version: str,
    model: MalignancyModel,
    validation: CrossValidation,
    table: str,
    recipe: MalignancyRecipe,
    command: str,
) -> Path:
    """Write the bundle into a folder of its name and return that.

    Parameters
    ----------
    table
        Table of the cross-validation as Markdown, for the card.
    """
    training = {
        "command": command,
        "recipe": plain(recipe),
        "regions": len(validation.scores),
        "figures": {
            name: {"mean": round(mean, 4), "sd": round(sd, 4)} for name, (mean, sd) in validation.summary().items()
        },
        "importance": {name: round(mean, 4) for name, (mean, _) in validation.importance.items()},
        **source.measured,
    }
    points = {"balanced": model.threshold}
    content = section(
        METHOD, recipe.boosting, INTENSITY, training, points, spacing_mm=recipe.regions.spacing_mm
    ) | dict(source.about)
    write_text_bundle(
        folder / source.name,
        (source.name, version),
        "Rating of clusters of calcifications as benign or malignant",
        "Gradient tree boosting on the 31 features of Marasinou 2023's case study.",
        model,
        content,
        lambda metadata: card(metadata, table, source.comparable, source.lines),
        {"lightgbm_version": version_of("lightgbm")},
    )
    return folder / source.name


def card(metadata: Mapping[str, Any], table: str, comparable: str, lines: Sequence[str] = ()) -> str:
    """Return the model card as Markdown, every figure from the metadata, the table and the lines of `LearnedFrom`."""
    section = metadata[SECTION]
    first = list(section["training"]["importance"].items())[:10]
    points = (
        f"Rates clusters that any method reports; canonical spacing {section['spacing_mm']} mm. {section['intensity']}",
        f"Training data: {section['training_data']}",
        f"Licence of the weights: {section['licence']}. Weights are LightGBM's text within JSON: numbers, no code.",
        *section["notices"],
        "A cluster with a feature further than a tenth of its range beyond the training set is not rated.",
    )
    text = [
        *opening(metadata, points),
        "## Five-fold cross-validation by patient",
        "",
        table,
        (
            "Mean ± standard deviation over the folds; imputation and standardisation are fitted on the training folds,"
            " the threshold is"
        ),
        (
            "that of each fold with the sensitivity nearest to 0.9. *Published* is Marasinou 2023, Table 4: 674 regions"
            " of real amorphous"
        ),
        f"calcifications. {comparable}",
        "",
        f"Threshold of the model: {section['operating_points']['balanced']:.3f} (pooled scores of the folds).",
        "",
        *lines,
        "## Importance",
        "",
        "| feature | share of the gain |",
        "|---|---|",
        *(f"| {name} | {share:.3f} |" for name, share in first),
        "",
    ]
    return "\n".join(text)
