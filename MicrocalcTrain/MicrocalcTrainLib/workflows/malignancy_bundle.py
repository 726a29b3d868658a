"""Writing the malignancy model as a bundle: text weights, metadata, model card."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MicrocalcCADLib.assessment.malignancy import METHOD, MalignancyModel
from MicrocalcCADLib.files import sha256_of, through_json, written_whole
from MicrocalcCADLib.models import METADATA, SECTION, TEXT_WEIGHTS

from .boosting import CrossValidation

if TYPE_CHECKING:
    from ..recipes.malignancy import MalignancyRecipe

log = logging.getLogger(__name__)
INTENDED_USE = "Research only: not a medical device, not for diagnosis."
SIMULATED_NOTICE = "Malignancy was learned from simulated calcifications only: it shows how the rating works and says nothing about this patient."
LICENCE = "Apache-2.0"
SIMULATED_DATA = (
    "Simulated calcifications on CBIS-DDSM films (CC BY 3.0) and procedural texture; descriptions and pathology drawn from the joint "
    "frequencies of CBIS-DDSM's tables (Lee et al. 2016, CC BY 3.0)."
)


@dataclass(frozen=True)
class LearnedFrom:
    """What a malignancy model was learned from.

    Parameters
    ----------
    name
        Of the bundle.
    about
        ``training_data``, ``licence`` and ``notices`` of its section.
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


def simulation(name: str) -> LearnedFrom:
    """Return what a model of simulated regions says of them."""
    about = {"training_data": SIMULATED_DATA, "licence": LICENCE, "notices": [SIMULATED_NOTICE]}
    return LearnedFrom(name, about, comparable="The two are not comparable: here a label depends on the lesion's type and distribution alone.")


def table_of_features(name: str, count: int) -> LearnedFrom:
    """Return what a model of a given table says of it."""
    about = {"training_data": f"Features of {count} regions given as a table.", "licence": LICENCE, "notices": []}
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
    bundle = folder / source.name
    metadata = _metadata(source, version, model, validation, recipe, command)
    documents = {
        TEXT_WEIGHTS: json.dumps(model.to_document(), indent=1) + "\n",
        METADATA: json.dumps(metadata, indent=1) + "\n",
        Path("configs") / "inference.json": json.dumps({"model": {"_target_": f"{MalignancyModel.__module__}.MalignancyModel.load"}}, indent=1)
        + "\n",
        Path("docs") / "README.md": card(metadata, table, source.comparable, source.lines),
    }
    for path, text in documents.items():
        (bundle / path).parent.mkdir(parents=True, exist_ok=True)
        with written_whole(bundle / path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    log.info("bundle %s, SHA-256 of its weights %s", bundle, sha256_of(bundle / TEXT_WEIGHTS))
    return bundle


def _metadata(
    source: LearnedFrom, version: str, model: MalignancyModel, validation: CrossValidation, recipe: MalignancyRecipe, command: str
) -> dict[str, Any]:
    from importlib.metadata import version as version_of

    figures = {name: {"mean": round(mean, 4), "sd": round(sd, 4)} for name, (mean, sd) in validation.summary().items()}
    importance = {name: round(mean, 4) for name, (mean, _) in validation.importance.items()}
    return {
        "name": source.name,
        "version": version,
        "task": "Rating of clusters of calcifications as benign or malignant",
        "description": "Gradient tree boosting on the 31 features of Marasinou 2023's case study.",
        "authors": "The Microcalc developers",
        "intended_use": "Research only.",
        "lightgbm_version": version_of("lightgbm"),
        SECTION: {
            "method": METHOD,
            "spacing_mm": recipe.regions.spacing_mm,
            "intensity": "Intensities within calcifications in units of the full scale, bright is dense.",
            "operating_points": {"balanced": model.threshold},
            "parameters": through_json(asdict(recipe.boosting)),
            "training": {
                "command": command,
                "recipe": through_json(asdict(recipe) | {"features": recipe.features and Path(recipe.features).name}),
                "regions": len(validation.scores),
                "figures": figures,
                "importance": importance,
                **source.measured,
            },
            "training_data": source.about["training_data"],
            "licence": source.about["licence"],
            "intended_use": INTENDED_USE,
            "notices": source.about["notices"],
        },
    }


def card(metadata: Mapping[str, Any], table: str, comparable: str, lines: Sequence[str] = ()) -> str:
    """Return the model card as Markdown, every figure from the metadata, the table and the lines of `LearnedFrom`."""
    section = metadata[SECTION]
    first = list(section["training"]["importance"].items())[:10]
    text = [
        f"# {metadata['name']} {metadata['version']}",
        "",
        f"{metadata['description']} **{section['intended_use']}**",
        "",
        f"- Rates clusters that any method reports; canonical spacing {section['spacing_mm']} mm. {section['intensity']}",
        f"- Training data: {section['training_data']}",
        f"- Licence of the weights: {section['licence']}. Weights are LightGBM's text within JSON: numbers, no code.",
        *(f"- {notice}" for notice in section["notices"]),
        "- A cluster with a feature further than a tenth of its range beyond the training set is not rated.",
        "",
        "## Made by",
        "",
        f"    {section['training']['command']}",
        "",
        "## Five-fold cross-validation by patient",
        "",
        table,
        "Mean ± standard deviation over the folds; imputation and standardisation are fitted on the training folds, the threshold is",
        "that of each fold with the sensitivity nearest to 0.9. *Published* is Marasinou 2023, Table 4: 674 regions of real amorphous",
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
