"""ONNX Runtime and PyTorch find the same on real and simulated mammograms: the groups that are reported, and scores
within a thousandth.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Candidates
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.detectors.hdogreg import HdogregParameters
from MicrocalcCADLib.kinds import system
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcTrainLib.datasets.splits import TEST
from MicrocalcTrainLib.recipes.hdogreg_light import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import CDD_CESM_SPACING_MM, all_sources, of_part
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set
from MicrocalcTrainLib.workflows.measuring import FIRST_TEST_SEED
from scipy.spatial import cKDTree

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FILMS, NORMAL = DATA / "mias-dev" / "images", DATA / "cdd-cesm-normal"
TOLERANCE = 1e-3
# of all images of a kind in the quick tests: with a cluster, with marks that are none
FEW = ("mdb209", "IM0041")

here = pytest.mark.skipif(not DATA.is_dir(), reason="the mammograms are not at hand")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Detector, Detector]:
    """The detector that ships, and the same in PyTorch, with kinds."""
    folder = tmp_path_factory.mktemp("models")
    without = {
        method: shutil.copytree(
            find_bundle(None, method).folder, folder / method, ignore=shutil.ignore_patterns("*.onnx")
        )
        for method in ("hdogreg", "kinds")
    }
    return system.create(device="cpu"), system.create(model=without["hdogreg"], kinds=without["kinds"], device="cpu")


def check(engines: tuple[Detector, Detector], name: str, mammogram: Mammogram) -> None:
    ours, theirs = (engine.analyse(mammogram) for engine in engines)
    lists = [
        [(c.kind, c.reported, c.count) for c in decide(analysis).clusters if c.reported] for analysis in (ours, theirs)
    ]
    assert lists[0] == lists[1]
    worst, alone = differences(ours.candidates, theirs.candidates)
    print(
        f"{name}: {len(ours.candidates)} candidates, {len(lists[0])} groups reported, scores differ by at most"
        f" {worst:.1e}, {alone} in one only"
    )
    assert worst <= TOLERANCE


def differences(one: Candidates, other: Candidates) -> tuple[float, int]:
    """Return the largest difference of score and suspicion, and how many candidates only one has: those may lie at the
    limit.
    """
    if not len(one) or not len(other):
        return _above_limit(one, np.arange(len(one))) + _above_limit(other, np.arange(len(other))), len(one) + len(
            other
        )
    places = [np.column_stack([candidates.column("row"), candidates.column("column")]) for candidates in (one, other)]
    distance, match = cKDTree(places[1]).query(places[0])
    near = np.flatnonzero(distance < 1.5)
    values = [np.stack([candidates.column("score"), candidates.suspicion]) for candidates in (one, other)]
    alone = np.setdiff1d(np.arange(len(one)), near), np.setdiff1d(np.arange(len(other)), match[near])
    together = float(np.abs(values[0][:, near] - values[1][:, match[near]]).max(initial=0))
    return max(together, *(_above_limit(c, rows) for c, rows in zip((one, other), alone, strict=True))), sum(
        map(len, alone)
    )


def _above_limit(candidates: Candidates, rows: np.ndarray) -> float:
    """Return how far candidates lie above the score below which none is kept."""
    return float((candidates.column("score")[rows] - HdogregParameters().lowest_score).max(initial=0))


def by_name(folder: Path, spacing_mm: float) -> dict[str, Callable[[], Mammogram]]:
    paths = sorted(path for path in folder.glob("*") if path.suffix in (".png", ".jpg")) if folder.is_dir() else []
    return {path.stem: lambda path=path: read_mammogram(path, spacing_mm=spacing_mm) for path in paths}


REAL = by_name(FILMS, 0.2) | by_name(NORMAL, CDD_CESM_SPACING_MM)


def simulated(count: int) -> Iterator[Mammogram]:
    """Yield images of the simulated test set of the shipped detector: held-out backgrounds and seeds."""
    sources = of_part(all_sources(NORMAL), TEST)
    images = simulate_set(sources, count, RECIPE.test_spacings_mm[:1], RECIPE.seed + FIRST_TEST_SEED, ImageParameters())
    return (image.mammogram for image in images)


@here
@pytest.mark.parametrize("name", FEW)
def test_on_a_few_real_mammograms(name: str, engines: tuple[Detector, Detector]) -> None:
    check(engines, name, REAL[name]())


@here
def test_on_a_simulated_mammogram(engines: tuple[Detector, Detector]) -> None:
    check(engines, "simulated 0", next(simulated(1)))


@here
@pytest.mark.slow
def test_on_the_simulated_test_set(engines: tuple[Detector, Detector]) -> None:
    for number, mammogram in enumerate(simulated(RECIPE.test_images)):
        check(engines, f"simulated {number}", mammogram)


@here
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in REAL if name not in FEW])
def test_on_all_real_mammograms(name: str, engines: tuple[Detector, Detector]) -> None:
    check(engines, name, REAL[name]())
