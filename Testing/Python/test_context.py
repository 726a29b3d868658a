"""The detector context: network, candidates without overlap, patches, outlines, and its recipe in miniature."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from background_files import write_backgrounds
from MicrocalcCADLib import detectors
from MicrocalcCADLib.blobs import HessianDogParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.context import (
    Context,
    ContextParameters,
    candidate_spots,
    outlined,
    patches_at,
    without_background,
)
from MicrocalcCADLib.detectors.dog_candidates import Spots, discs, dog_spots, pruned, shared_fraction
from MicrocalcCADLib.errors import Cancelled
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.context import ContextNetwork
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcTrainLib.recipes.context import RECIPE
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from MicrocalcTrainLib.workflows.classifier import ClassifierTraining
from MicrocalcTrainLib.workflows.context import candidates_of, make, true_candidates
from MicrocalcTrainLib.workflows.material import Simulated


def spots(*rows: tuple[int, int, float, float]) -> Spots:
    row, column, radius, response = (np.array(part) for part in zip(*rows, strict=True))
    return Spots(row, column, radius.astype(float), response.astype(float))


def test_the_network_has_the_published_number_of_parameters_and_features():
    network = ContextNetwork()
    assert sum(p.numel() for p in network.parameters()) == 1_438_370
    patches = torch.zeros(2, 1, 95, 95)
    assert network.context(patches).flatten(1).shape == (2, 3200)
    assert network.local(patches[:, :, 43:52, 43:52]).flatten(1).shape == (2, 1024)


def test_the_local_window_is_the_central_nine_pixels():
    torch.manual_seed(0)
    network = ContextNetwork().eval()
    with torch.no_grad():
        network.joined[0].weight[:, 1024:] = 0  # deaf to the context
    patches = torch.randn(1, 1, 95, 95)
    outside, inside = patches.clone(), patches.clone()
    outside[:, :, :43], outside[:, :, 52:], outside[:, :, :, :43], outside[:, :, :, 52:] = 9, 9, 9, 9
    inside[:, :, 43, 51] += 1
    with torch.inference_mode():
        torch.testing.assert_close(network(outside), network(patches))
        assert (network(inside) - network(patches)).abs().max() > 1e-6


def test_the_shared_fraction_of_two_discs_is_what_counting_finds():
    y, x = np.mgrid[-6:6:0.01, -6:6:0.01]
    for distance, a, b in ((1.0, 2.0, 2.0), (2.5, 1.0, 2.0), (0.5, 1.0, 3.0), (4.1, 2.0, 2.0), (1.2, 1.0, 2.0)):
        first, second = y**2 + x**2 <= a**2, y**2 + (x - distance) ** 2 <= b**2
        expected = (first & second).sum() / min(first.sum(), second.sum())
        assert float(shared_fraction(np.array([distance]), np.array([a]), np.array([b]))[0]) == pytest.approx(
            expected, abs=0.01
        )


def test_of_two_spots_that_overlap_the_smaller_is_dropped_and_of_equal_ones_the_weaker():
    chain = spots(
        (10, 10, 2, 1.0), (10, 13, 4, 0.5), (10, 40, 3, 0.5), (10, 44, 3, 0.9), (10, 49, 3, 0.4), (30, 30, 2, 0.1)
    )
    kept = pruned(chain, 0.0)
    assert list(zip(kept.rows.tolist(), kept.columns.tolist(), strict=True)) == [(10, 13), (10, 44), (30, 30)]


def test_a_spot_dropped_by_one_does_not_drop_others():
    line = spots((0, 0, 3, 0.9), (0, 5, 3, 0.8), (0, 10, 3, 0.7))
    assert pruned(line, 0.0).columns.tolist() == [0, 10]


def test_an_allowed_overlap_of_one_keeps_all():
    assert len(pruned(spots((0, 0, 3, 0.9), (0, 0, 3, 0.8)), 1.0)) == 2


def test_candidates_are_found_at_bright_blobs_and_none_overlap():
    image = 0.05 * np.random.default_rng(0).standard_normal((150, 150)).astype(np.float32)
    y, x = np.indices(image.shape)
    for centre in ((40, 40), (100, 60)):
        image += 3 * np.exp(-((y - centre[0]) ** 2 + (x - centre[1]) ** 2) / (2 * 2**2)).astype(np.float32)
    found = dog_spots(image, 0.07, np.ones(image.shape, bool), HessianDogParameters(threshold=0.02), 0.0)
    strongest = np.argsort(-found.response)[:2]
    assert {(int(found.rows[i]), int(found.columns[i])) for i in strongest} == {(40, 40), (100, 60)}
    distance = np.hypot(found.rows[:, None] - found.rows, found.columns[:, None] - found.columns)
    radii = found.radius_px[:, None] + found.radius_px
    assert (distance + np.eye(len(found)) * 99 >= radii - 1e-9).all()


def test_discs_share_no_pixel_and_each_pixel_goes_to_the_nearer_spot():
    objects, owner = discs(spots((5, 5, 3, 1), (5, 9, 3, 1), (0, 0, 2, 1)), (12, 14))
    assert len(np.unique(objects.pixels)) == len(objects.pixels) and owner.tolist() == [0, 1, 2]
    columns = objects[1] % 14
    assert columns.min() >= 7 and (objects[2] // 14).max() == 2


def test_patches_are_centred_on_their_candidate_and_mirrored_at_the_border():
    image = np.arange(60 * 50, dtype=np.float32).reshape(60, 50)
    rows, columns = np.array([0, 30, 59]), np.array([0, 20, 49])
    expected = np.pad(image, 47, mode="symmetric")
    for patch, row, column in zip(patches_at(image, rows, columns), rows, columns, strict=True):
        np.testing.assert_array_equal(patch, expected[row : row + 95, column : column + 95])


def test_the_background_is_the_mean_over_a_disc_and_the_breast_has_spread_one():
    rng = np.random.default_rng(1)
    image, breast = rng.random((40, 40)).astype(np.float32), np.zeros((40, 40), bool)
    breast[5:30, 8:35] = True
    detail = without_background(image, breast, 7)
    assert (detail[breast].mean(), detail[breast].std()) == pytest.approx((0, 1), abs=1e-5)
    y, x = np.indices((40, 40))
    plain = [
        image[r, c] - image[(y - r) ** 2 + (x - c) ** 2 <= 3.5**2].mean() for r, c in ((10, 10), (20, 25), (15, 30))
    ]
    ours = [detail[r, c] for r, c in ((10, 10), (20, 25), (15, 30))]
    assert np.ptp(np.diff(plain) / np.diff(ours)) == pytest.approx(0, abs=1e-4)


def test_a_candidate_is_outlined_where_its_disc_shows_half_of_its_contrast():
    image = np.full((40, 40), 0.3, np.float32)
    image[19:22, 19:22] = 0.6
    objects, owner = outlined(spots((20, 20, 4, 1.0)), image, 0.07)
    assert sorted(objects.pixels.tolist()) == [r * 40 + c for r in (19, 20, 21) for c in (19, 20, 21)]
    assert objects.starts.tolist() == [0, 9] and owner.tolist() == [0]


CLEAR = ImageParameters(
    clusters=(1, 1),
    singles=(0, 0),
    empty_share=0,
    vessel_share=0,
    procedural_share=1,
    procedural_mm=40,
    lesions=LesionParameters(diameter_mm=(0.25, 0.4), contrast=(14, 14), count=(12, 12), spread_mm=(2, 2)),
)


class BrightCentre(ContextNetwork):
    """Stands in for a trained network: positive where the central pixels are bright."""

    def forward(self, patches: torch.Tensor) -> torch.Tensor:
        level = patches[:, 0, 46:49, 46:49].mean((1, 2))
        return torch.stack([torch.zeros_like(level), level - 4], dim=1)


@pytest.mark.parametrize("spacing_mm", [0.07, 0.1])
def test_with_a_network_that_likes_bright_centres_a_clear_cluster_has_the_best_candidates(spacing_mm):
    image = next(iter(simulate_set([], 1, [spacing_mm], 3, CLEAR)))
    analysis = Context(TorchNetwork(BrightCentre(), "cpu"), ContextParameters(), None, "cpu").analyse(image.mammogram)
    overlapping = np.unique(image.truth.ravel()[analysis.candidates.objects.pixels])
    assert len(overlapping) - 1 >= 0.6 * len(image.calcifications)
    candidates = analysis.candidates
    best = np.argsort(-candidates.column("score"), kind="stable")[: min(6, len(image.calcifications))] + 1
    assert all(image.truth.ravel()[candidates.object_pixels(i)].any() for i in best)


def test_the_step_at_the_skin_line_gives_no_candidates():
    pixels = np.full((300, 300), 0.02, np.float32)
    rows, columns = np.indices(pixels.shape)
    breast = (rows - 150) ** 2 + columns**2 < 130**2
    pixels[breast] = 0.5 + 0.004 * np.random.default_rng(0).standard_normal(breast.sum()).astype(np.float32)
    detail, found = candidate_spots(
        pixels, breast, ContextParameters(spacing_mm=0.1, dog=HessianDogParameters(threshold=0.3)), Progress()
    )
    assert len(found) and np.hypot(found.rows - 150, found.columns).max() <= 130 - 10 + 1
    assert detail[100:200, 20:80].std() == pytest.approx(1, abs=0.05)


def test_true_candidates_are_those_at_annotatable_calcifications():
    image = next(iter(simulate_set([], 1, [0.1], 3, CLEAR)))
    one = image.calcifications[0]
    away = (5, image.mammogram.shape[1] - 5)
    at = spots((int(one.rows[0]), int(one.columns[0]), 2, 1), (*away, 2, 1))
    assert true_candidates(at, image, 0.0).tolist() == [1, 0]
    assert true_candidates(at, image, 99.0).tolist() == [-1, 0]


def test_at_most_so_many_candidates_are_taken_from_an_image():
    image = next(iter(simulate_set([], 1, [0.07], 3, CLEAR)))
    recipe = replace(RECIPE, most_positives=3, negatives_per_positive=4)
    labels, patches = candidates_of(image, np.random.default_rng(0), recipe)
    assert (labels == 1).sum() == 3 and (labels == 0).sum() == 12 and patches.shape == (15, 95, 95)


def test_cancelling_stops_between_batches():
    image = next(iter(simulate_set([], 1, [0.1], 3, CLEAR))).mammogram
    texts = []
    with pytest.raises(Cancelled):
        Context(TorchNetwork(BrightCentre(), "cpu"), ContextParameters(), None, "cpu").analyse(
            image, Progress(lambda _, text: texts.append(text), cancelled=lambda: "Rating candidates" in texts)
        )


def test_an_image_without_candidates_gives_empty_findings():
    flat = np.full((300, 300), 0.02, np.float32)
    rows, columns = np.indices(flat.shape)
    flat[(rows - 150) ** 2 + columns**2 < 120**2] = 0.5
    parameters = ContextParameters(dog=HessianDogParameters(threshold=50.0))
    findings = decide(
        Context(TorchNetwork(BrightCentre(), "cpu"), parameters, None, "cpu").analyse(
            Mammogram(flat, (0.2, 0.2), "given")
        )
    )
    assert findings.calcifications == () and findings.clusters == ()


def test_the_recipe_in_miniature_writes_a_bundle_that_the_detector_loads_and_runs(tmp_path):
    sources = write_backgrounds(tmp_path)
    recipe = replace(
        RECIPE,
        parameters=replace(RECIPE.parameters, spacing_mm=0.1, most_candidates=40),
        simulation=replace(CLEAR, procedural_share=0),
        network=ClassifierTraining(epochs=1, steps=1, batch=4),
        images=1,
        validation_images=1,
        held_out_images=1,
        most_positives=4,
        negatives_per_positive=2,
        normals=1,
        test_images=1,
        test_spacings_mm=(0.2,),
    )
    folder = make(tmp_path / "work", Simulated(sources), recipe, "cpu", "microcalc-train train context")
    detector = detectors.create("context", folder, "cpu")
    assert detector.parameters.spacing_mm == 0.1 and detector.parameters.most_candidates == 40
    analysis = detector.analyse(read_mammogram(sources[0].path, spacing_mm=0.1))
    assert analysis.method == "context" and analysis.model.name == "context"
    errors = json.loads((folder / "configs" / "metadata.json").read_text())["microcalc"]["training"]["candidate_errors"]
    assert 0 < errors["candidates"] <= 12 and f"{errors['missed']} %" in (folder / "docs" / "README.md").read_text()
