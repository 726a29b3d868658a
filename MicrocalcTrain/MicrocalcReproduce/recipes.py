"""The recipes of `microcalc-reproduce`: all that decides a table, a frozen dataclass a table. Nothing here needs
PyTorch.

What a recipe does is `reproduce(job, recipe)` in the module of its table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters
from MicrocalcTrainLib.metrics.tsne import TsneParameters
from MicrocalcTrainLib.recipes.birads import BiradsRecipe
from MicrocalcTrainLib.recipes.boosting import BoostingParameters
from MicrocalcTrainLib.recipes.hdogreg_fpn import FpnRecipe
from MicrocalcTrainLib.recipes.options import (
    ABLATION,
    ALPHA,
    CLASSES,
    IMAGES,
    KEY,
    PADDING,
    SEED,
    SEPARATION,
    SIZE,
    SPACING,
    TEST_IMAGES,
    WORKERS,
    Declared,
    Option,
    options_in,
    part,
)
from MicrocalcTrainLib.recipes.patch_learning import PatchLearningRecipe
from MicrocalcTrainLib.recipes.trainings import RegionTraining
from MicrocalcTrainLib.recipes.two_stage import TwoStageRecipe
from MicrocalcTrainLib.simulation.regions import RegionParameters

from .published import ALPHA as ALPHAS
from .published import XI_PX

ANEW = Option("train", bool, "train anew instead of taking a model")
TYPE = Option("type", str, "of calcifications in a data set: amorphous, or all", metavar="WORD")
NAMES = Option("methods", tuple, "of the benchmark (default: all)", metavar="NAME")
AMORPHOUS = "amorphous"


@dataclass(frozen=True)
class GridRecipe(Declared):
    """Everything that decides the grid.

    Parameters
    ----------
    network
        Network and training; its xi and alpha are those of the cell.
    test_images
        Simulated images, on the backgrounds of the validation part, that a cell is measured on.
    """

    network: FpnRecipe = part(
        FpnRecipe(), {IMAGES: ("images", "validation_images"), SPACING: ("patches.spacing_mm",)}, without=(TEST_IMAGES,)
    )
    test_images: int = TEST_IMAGES(30)
    xi_px: tuple[int, ...] = XI_PX
    alpha: tuple[float, ...] = ALPHAS


@dataclass(frozen=True)
class TargetsRecipe(Declared):
    """Everything that decides the grid of the light network.

    Parameters
    ----------
    training
        Of each cell, from the model's weights on; every epoch takes the same patches.
    test_images
        Simulated images, on the backgrounds of the validation part, that a cell is measured on.
    """

    training: RegionTraining = part(
        RegionTraining(epochs=10, steps=80, learning_rate=1e-3, validation_patches=64), without=(WORKERS,)
    )
    test_images: int = TEST_IMAGES(30)
    spacing_mm: float = SPACING(0.07)
    xi_px: tuple[int, ...] = XI_PX
    alpha: tuple[float, ...] = ALPHAS


@dataclass(frozen=True)
class OverlapRecipe(Declared):
    """Everything that decides the sweep of o_thr.

    Parameters
    ----------
    test_images
        Simulated images, on the backgrounds of the validation part.
    overlaps
        o_thr, those of the paper.
    """

    test_images: int = TEST_IMAGES(40)
    spacing_mm: float = SPACING(0.07)
    overlaps: tuple[float, ...] = (0.2, 0.3, 0.4, 0.5, 0.6)
    seed: int = SEED(1)


@dataclass(frozen=True)
class Table3Recipe(Declared):
    """Everything that decides the table.

    Parameters
    ----------
    train
        Train the paper's network instead of taking a model.
    test_images
        Simulated images of each of the two parts.
    """

    train: bool = ANEW(False)
    network: FpnRecipe = part(
        FpnRecipe(), {IMAGES: ("images", "validation_images"), SPACING: ("patches.spacing_mm",)}, without=(TEST_IMAGES,)
    )
    test_images: int = TEST_IMAGES(40)
    spacing_mm: float = SPACING(0.07)
    seed: int = SEED(1)


@dataclass(frozen=True)
class Table2Recipe(Declared):
    """Everything that decides the table.

    Parameters
    ----------
    base
        Patches, trainings and counts; size and padding are those of a variant.
    variants
        Sides of the patches in pixels with their padding; *valid* convolutions leave nothing of a patch below 42 px.
    test_images
        Simulated mammograms that the whole system runs on.
    points
        Patches of which the features are drawn.
    """

    base: TwoStageRecipe = part(
        TwoStageRecipe(regions=2000),
        {IMAGES: ("regions", "validation_regions", "test_regions")},
        without=(SIZE, PADDING, TEST_IMAGES),
    )
    variants: tuple[tuple[int, str], ...] = ((49, "same"), (49, "valid"), (39, "same"), (29, "same"))
    channels: tuple[int, ...] = PatchNetworkParameters().channels
    test_images: int = TEST_IMAGES(10)
    points: int = 800
    tsne: TsneParameters = field(default_factory=TsneParameters)


@dataclass(frozen=True)
class PatchTableRecipe(Declared):
    """Everything that decides the figures.

    Parameters
    ----------
    train
        Train anew instead of taking a model.
    network
        Patches and training; of a model, only its counts and seed are used.
    """

    train: bool = ANEW(False)
    network: PatchLearningRecipe = part(PatchLearningRecipe(), {IMAGES: ("epoch_patches", "validation_patches")})


def _six_classes(recipe: BiradsRecipe) -> BiradsRecipe:
    return replace(recipe, regions=replace(recipe.regions, classes=6))


@dataclass(frozen=True)
class RatingTableRecipe(Declared):
    """Everything that decides the table.

    Parameters
    ----------
    rating
        Regions, network and training; six classes, as in the paper.
    alphas
        Of the malignancy-adjusted loss with attention; the paper's Fig. 3 has no numbers, its text says that 0.2 to 0.5
        are stable and that both measures fall towards 1, the plain squared error.
    """

    rating: BiradsRecipe = part(_six_classes(BiradsRecipe()), without=(ABLATION, ALPHA, CLASSES))
    alphas: tuple[float, ...] = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)


def for_case_study(parameters: RegionParameters) -> RegionParameters:
    """Return parameters without the errors that the malignancy recipe draws into a segmentation: here segmentation is
    what is compared.
    """
    return replace(parameters, missed=0.0, rim=0.0, false_objects=(0, 0))


@dataclass(frozen=True)
class CaseStudyRecipe(Declared):
    """Everything that decides the table.

    Parameters
    ----------
    patients
        Simulated patients with biopsied amorphous calcifications; the paper has 284 cases.
    thresholds
        p_thr that are tried for the network's region.
    folds, sensitivity
        Of the cross-validation by patient, and where its thresholds lie.
    type
        Which calcifications of a data set are taken: ``amorphous``, as in the paper, or ``all``; simulated ones are
        amorphous.
    separation
        How far the looks of simulated ones tell benign from malignant (see `simulation.graded`): with 0 a lesion looks
        as its type and distribution say, and these hardly tell.
    """

    patients: int = IMAGES(284)
    thresholds: tuple[float, ...] = (10**-3.5, 0.01, 0.1, 0.5)
    folds: int = 5
    sensitivity: float = 0.9
    regions: RegionParameters = part(for_case_study(RegionParameters()), {SPACING: ("spacing_mm",)})
    boosting: BoostingParameters = part(BoostingParameters(), {SEED: ("seed",)})
    seed: int = SEED(1)
    type: str = TYPE(AMORPHOUS)
    separation: float = SEPARATION(0.5)


@dataclass(frozen=True)
class BenchmarkRecipe(Declared):
    """What the methods are compared on.

    Parameters
    ----------
    images
        Simulated test images; more than in an earlier run of the same folder are added to it.
    """

    images: int = field(default=200, metadata={KEY: {IMAGES: ("",), TEST_IMAGES: ("",)}})
    spacing_mm: float = SPACING(0.07)
    methods: tuple[str, ...] = NAMES(tuple(METHODS))
    seed: int = SEED(1)


# by the name of the table
TABLES: dict[str, Any] = {
    "hdogreg-table-1": GridRecipe,
    "hdogreg-targets": TargetsRecipe,
    "hdogreg-overlap": OverlapRecipe,
    "hdogreg-table-3": Table3Recipe,
    "two-stage-table-2": Table2Recipe,
    "patch-learning": PatchTableRecipe,
    "birads-table-3": RatingTableRecipe,
    "amorphous-case-study": CaseStudyRecipe,
    "benchmark": BenchmarkRecipe,
}
# tables that train on simulated patches alone
WITHOUT_DATA = ("hdogreg-targets",)


def options_of_table(name: str) -> dict[str, tuple[str, ...]]:
    """Return the options that a table takes, by name, with the fields that each sets, as dotted paths."""
    return {option.name: paths for option, paths in options_in(TABLES[name]).items()}
