"""Writing the BI-RADS rating as a bundle: weights with the training range, metadata, model card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from MicrocalcCADLib.assessment.birads import METHOD, NETWORK, TREES, BiradsModel
from MicrocalcCADLib.assessment.birads_scale import boundaries, categories

from .birads_table import PUBLISHED_CLASSES, RatingFigures, confusion_table
from .bundle import plain, section, write_bundle
from .material import Material, Simulated
from .model_card import head, write_documents

if TYPE_CHECKING:
    from ..recipes.birads import BiradsRecipe

BIRADS, VERSION = "birads", "1.0.0"
INTENSITY = "Local contrast: see MicrocalcCADLib.contrast; input in [0, 1] of the full scale, bright is dense."
TRAINING_DATA = (
    "Type, distribution, assessment and pathology are drawn from the joint frequencies of CBIS-DDSM's tables (Lee et"
    " al. 2016, CC BY 3.0)."
)
PUBLISHED_IS = "*Published* is Zhang 2021, Table 3: real calcifications of one hospital, in the same six classes."
NOTHING_PUBLISHED = (
    "No published figure is on like terms: Zhang 2021 rates real calcifications of one hospital in six classes."
)
NOTICE = (
    "BI-RADS was learned from simulated lesions only: it shows how the rating works and says nothing about this"
    " patient."
)


LOOKS = (
    (
        "type allows they have more calcifications, smaller, more unequal and closer together. This is an assumption;"
        " CBIS-DDSM's words for"
    ),
    (
        "type and distribution do not decide the category (a rating by them alone agrees to a QWK of 0.90 at best)."
        " Category 4 is not"
    ),
    (
        "subdivided in CBIS-DDSM: a model of six categories takes 4A, 4B and 4C from the share of malignant ones among"
        " those of the same"
    ),
    "words (up to 10 %, up to 50 %, above).",
    "",
)
TASK = "Rating of calcifications by BI-RADS category"


def write_birads_bundle(
    folder: Path,
    model: BiradsModel,
    figures: RatingFigures,
    clusters: RatingFigures,
    table: str,
    recipe: BiradsRecipe,
    curves: Sequence[Mapping[str, float]],
    command: str,
    material: Material,
) -> Path:
    """Write the bundle into a folder of its name and return that.

    Parameters
    ----------
    figures, clusters
        Of the test set's calcifications and of its clusters, as the bundle rates them.
    table
        Figures of the test set as Markdown, for the card.
    """
    training = {"command": command, "recipe": plain(recipe), "figures": asdict(figures), "clusters": asdict(clusters)}
    p = model.parameters
    content = section(METHOD, p, INTENSITY, training, boundaries(p.classes), [])
    content |= {"notices": [NOTICE], **material.about}
    if isinstance(material, Simulated):
        content["training_data"] += f" {TRAINING_DATA}"
    name = material.name_of(BIRADS)
    metadata = write_bundle(
        folder / name,
        (name, VERSION),
        f"ResNet-18 of width {p.width} on attention regions of {p.roi.size_mm:.3g} mm (Zhang 2021), categories"
        f" {', '.join(categories(p.classes))}.",
        {
            "_target_": "MicrocalcCADLib.networks.resnet.ResNet",
            "name": NETWORK,
            "channels": p.roi.channels,
            "outputs": 1,
            "width": p.width,
        },
        state_of(model),
        content,
        TASK,
    )
    lines = _lines(model, figures, table, recipe, isinstance(material, Simulated), measured_on(material))
    write_documents(folder / name, "\n".join([*head(metadata, curves, material.words), *lines]), curves)
    return folder / name


def state_of(model: BiradsModel) -> dict[str, torch.Tensor]:
    """Return a trained model as tensors by name; the trees are the bytes of LightGBM's own text, which holds numbers
    only, no code.
    """
    trees = {TREES: torch.frombuffer(bytearray(model.trees.text.encode()), dtype=torch.uint8)} if model.trees else {}
    network: Any = model.network
    return network.module.to_state() | trees


def measured_on(material: Material) -> str:
    """Return what completes "calcifications ..."."""
    return (
        "of simulated patients, on backgrounds that training never saw"
        if isinstance(material, Simulated)
        else f"of the part {material.held_out}"
    )


def _lines(
    model: BiradsModel, figures: RatingFigures, table: str, recipe: BiradsRecipe, simulated: bool, where: str
) -> list[str]:
    looks = (
        "Simulated lesions look the more suspicious the higher their category (separation"
        f" {recipe.regions.separation:g}): within what their"
    )
    return [
        f"## Measured on {sum(map(sum, figures.confusion))} calcifications {where}",
        "",
        table,
        confusion_table(figures),
        PUBLISHED_IS if len(figures.confusion) == PUBLISHED_CLASSES else NOTHING_PUBLISHED,
        "",
        *((looks, *LOOKS) if simulated else ()),
        "## Scale and training range",
        "",
        *_scale(model),
        "A cluster's risk is the median over its rated calcifications.",
        (
            f"The rating abstains beyond a Mahalanobis distance of {model.parameters.farthest:.1f} from the mean of the"
            " training's embeddings,"
        ),
        (
            "within which 99.5 % of the validation's calcifications lie, and on images whose pixels are more than half"
            " as wide again as its own."
        ),
        "",
    ]


def _scale(model: BiradsModel) -> list[str]:
    p = model.parameters
    answer = "network's output"
    lines = []
    if model.trees:
        answer = "trees' output"
        lines = [
            (
                f"The network learns from batches balanced by class; {len(model.trees)} boosted trees (LightGBM),"
                " fitted to training patients"
            ),
            (
                f"as often as they come, give the risk from its answer and {len(p.inputs) - 1} measures of the region"
                " (number, sizes, shapes, distances:"
            ),
            (
                "`MicrocalcCADLib.assessment.roi_measures`). This goes beyond Zhang 2021; the first row of the table is"
                " without it."
            ),
            "",
        ]
    if p.orientations > 1:
        lines.append(f"A region's embedding is the mean over {p.orientations} of its orientations.")
    return [
        *lines,
        (
            f"Risk is cut into equal parts, one a category. It is the {answer} stretched so that {_listed(p.cuts)} lie"
            " at the boundaries,"
        ),
        "where QWK on validation patients is greatest.",
    ]


def _listed(values: Sequence[float]) -> str:
    *most, last = (f"{value:.3g}" for value in values)
    return f"{', '.join(most)} and {last}"
