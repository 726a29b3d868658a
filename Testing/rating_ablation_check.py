"""Which order of losses can the rating's ablation have at best? Trees that know what is drawn, in place of the
networks.

Zhang 2021, Table 3, has the multi-class loss below the mean squared error (MSE) and that below the malignancy-adjusted
one (MAMSE). Trees under the same three losses, each class weighing the same as in the networks' minibatches, are given
the measures of each region of interest, or these and the words for type and distribution that the lesion was simulated
from: no network can see more. Their agreement on the test patients, the scale in equal parts as in the paper, says what
the simulated population itself prefers; how much the difference between two losses scatters in samples of as many
patients as the paper tests on says what its table can tell. With `--training-patients 425`, three fifths of the paper's
708, it is repeated on so few training patients, drawn six times.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import lightgbm
import numpy as np
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcCADLib.assessment.birads_scale import centre
from MicrocalcTrainLib.metrics.rating import confusion_matrix, quadratic_weighted_kappa
from MicrocalcTrainLib.simulation.graded import class_index
from MicrocalcTrainLib.simulation.rated_regions import RatedParameters, RatedRegions, planned, rated_regions
from MicrocalcTrainLib.simulation.rated_samples import samples_of
from MicrocalcTrainLib.workflows.birads import measures_of
from MicrocalcTrainLib.workflows.birads_table import MAMSE, MSE, MULTI_CLASS, NAMES, rating_figures
from scipy.special import expit

ALPHA = {MSE: 1.0, MAMSE: 0.2}
ROUNDS = 300
FORM = {
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
}
PAPER_TEST_PATIENTS = 142
DRAWS, TRAINING_DRAWS = 1000, 6


@dataclass(frozen=True)
class Samples:
    """Calcifications of a part of the patients: measures, words, class from 0, malignancy, patient; rows agree."""

    measures: np.ndarray
    words: np.ndarray
    classes: np.ndarray
    malignancy: np.ndarray
    patients: np.ndarray


def samples(regions: RatedRegions, part: str, per_region: int, classes: int) -> Samples:
    """Return the calcifications of a part, with the words that their lesions were simulated from as numbers."""
    plan = planned(regions.parameters)
    types, distributions = (sorted({getattr(d, word) for _, _, d in plan}) for word in ("type", "distribution"))
    chosen, labels = samples_of(regions, part, per_region)
    descriptions = [plan[index][2] for index, _ in chosen]
    return Samples(
        measures_of(regions, chosen),
        np.array([(types.index(d.type), distributions.index(d.distribution)) for d in descriptions], float),
        np.array([class_index(d, classes) for d in descriptions]),
        labels[:, 2],
        np.array([plan[index][0] for index, _ in chosen]),
    )


def drawn_patients(training: Samples, count: int | None) -> list[Samples]:
    """Return the samples of `count` patients, drawn anew `TRAINING_DRAWS` times; all patients once for None."""
    if count is None:
        return [training]
    patients, draws = np.unique(training.patients), []
    for seed in range(TRAINING_DRAWS):
        kept = np.isin(
            training.patients, np.random.default_rng(seed).choice(patients, min(count, len(patients)), replace=False)
        )
        draws.append(Samples(*(getattr(training, field.name)[kept] for field in fields(Samples))))
    return draws


def objective(
    alpha: float, malignancy: np.ndarray
) -> Callable[[np.ndarray, lightgbm.Dataset], tuple[np.ndarray, np.ndarray]]:
    """Return gradient and curvature, by the logit, of the malignancy-adjusted squared error of a risk."""

    def slopes(logit: np.ndarray, data: lightgbm.Dataset) -> tuple[np.ndarray, np.ndarray]:
        risk, wanted = expit(logit), data.get_label()
        weight = 2 * alpha ** np.sign(-(wanted - risk) * (malignancy - 0.5)) * data.get_weight()
        steep = risk * (1 - risk)
        return weight * (risk - wanted) * steep, np.maximum(weight * steep**2, 1e-6)

    return slopes


def predicted(loss: str, training: Samples, test: Samples, words: bool, classes: int) -> np.ndarray:
    """Return the classes of the test samples by trees fitted under a loss."""
    columns = [np.column_stack([s.measures, s.words]) if words else s.measures for s in (training, test)]
    weight = 1 / np.bincount(training.classes, minlength=classes)[training.classes]
    label = training.classes if loss == MULTI_CLASS else np.array([centre(c, classes) for c in training.classes])
    named = list(range(training.measures.shape[1], columns[0].shape[1])) or "auto"
    data = lightgbm.Dataset(columns[0], label, weight=weight / weight.mean(), categorical_feature=named)
    if loss == MULTI_CLASS:
        return (
            lightgbm.train(FORM | {"objective": "multiclass", "num_class": classes}, data, ROUNDS)
            .predict(columns[1])
            .argmax(axis=1)
        )
    trees = lightgbm.train(FORM | {"objective": objective(ALPHA[loss], training.malignancy)}, data, ROUNDS)
    return np.minimum(classes * expit(trees.predict(columns[1])), classes - 1).astype(int)


def scatter(one: np.ndarray, other: np.ndarray, test: Samples, classes: int) -> tuple[float, float, float]:
    """Return mean and standard deviation of the gain in QWK of one prediction over another, and how often it is one, in
    small samples.
    """
    rng, patients = np.random.default_rng(1), np.unique(test.patients)
    gains = []
    for _ in range(DRAWS):
        drawn = np.isin(test.patients, rng.choice(patients, min(PAPER_TEST_PATIENTS, len(patients)), replace=False))
        first, second = (
            quadratic_weighted_kappa(confusion_matrix(test.classes[drawn], p[drawn], classes)) for p in (one, other)
        )
        gains.append(first - second)
    return float(np.mean(gains)), float(np.std(gains)), float(np.mean(np.array(gains) > 0))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR", help="output folder of `microcalc-train train birads`")
    parser.add_argument("--images", type=int, default=8000, help="as given to it")
    parser.add_argument("--spacing", type=float, default=0.14, metavar="MM", help="as given to it")
    parser.add_argument("--size", type=int, default=128, metavar="PX", help="as given to it")
    parser.add_argument("--training-patients", type=int, metavar="N", help="train on so few")
    parser.add_argument("--classes", type=int, default=4, choices=(4, 6), help="that the table is about")
    options = parser.parse_args()
    parameters = RatedParameters(
        patients=options.images, roi=RoiParameters(spacing_mm=options.spacing, size_px=options.size)
    )
    regions = rated_regions(options.folder / "regions", {}, parameters)
    training, test = (samples(regions, part, n, options.classes) for part, n in (("training", 2), ("test", 4)))
    draws = drawn_patients(training, options.training_patients)
    for words in (False, True):
        print(
            f"\ntrees on {'measures and words' if words else 'measures'}, {options.classes} classes,"
            f" {len(test.classes)} calcifications of the test"
        )
        answers = {loss: [predicted(loss, draw, test, words, options.classes) for draw in draws] for loss in NAMES}
        for loss, some in answers.items():
            measured = [rating_figures(test.classes, one, test.malignancy, options.classes) for one in some]
            qwk, malignant, benign = (
                [getattr(f, name) for f in measured] for name in ("qwk", "maqwk_malignant", "maqwk_benign")
            )
            spread = f" (standard deviation {np.std(qwk):.3f})" if len(draws) > 1 else ""
            print(
                f"  {NAMES[loss]:24} QWK {np.mean(qwk):.3f}{spread}   MAQWK-M {np.mean(malignant):.3f}   MAQWK-B"
                f" {np.mean(benign):.3f}"
            )
        for one, other in ((MSE, MULTI_CLASS), (MAMSE, MSE)) if len(draws) == 1 else ():
            mean, spread, often = scatter(answers[one][0], answers[other][0], test, options.classes)
            between = f"{NAMES[one]} above {NAMES[other]} by {mean:+.3f} (standard deviation {spread:.3f})"
            print(f"  {between}, in {100 * often:.0f} % of samples of {PAPER_TEST_PATIENTS} patients")


if __name__ == "__main__":
    main()
