"""The map of t-SNE, and the nearest neighbours of errors by hand."""

from __future__ import annotations

import numpy as np
import torch
from MicrocalcCADLib.networks.two_stage import PatchNetwork
from MicrocalcReproduce.feature_space import FeatureSpace, Neighbour, feature_space, nearest_of_errors, spread_sample
from MicrocalcTrainLib.metrics.patch_classes import DETECTOR_POSITIVES, SEGMENTATOR_POSITIVES
from MicrocalcTrainLib.metrics.tsne import TsneParameters, tsne


def test_groups_that_lie_apart_lie_apart_in_the_plane_and_a_seed_gives_one_picture() -> None:
    rng = np.random.default_rng(0)
    features = np.concatenate([rng.normal(size=(30, 10)), rng.normal(size=(30, 10)) + 8])
    plane = tsne(features, TsneParameters(perplexity=10))
    owner = np.repeat([0, 1], 30)
    distance = np.hypot(*(plane[:, None] - plane).transpose(2, 0, 1)) + np.diag(np.full(60, np.inf))
    assert (owner[distance.argmin(axis=1)] == owner).all()
    np.testing.assert_array_equal(plane, tsne(features, TsneParameters(perplexity=10)))
    assert tsne(features[:2]).shape == (2, 2)


def test_the_nearest_neighbour_of_an_error_is_a_right_patch_of_what_it_was_taken_for() -> None:
    classes = np.array([1, 4, 4, 3, 4])
    probability = np.array([0.1, 0.2, 0.9, 0.8, 0.4])
    features = np.array([[0.0], [5.0], [0.1], [3.0], [2.0]])
    detector = FeatureSpace(features, probability, classes, DETECTOR_POSITIVES)
    # patch 0, missed, lies nearest to patch 2, but that one is an error itself; of the right ones of C4 patch 4 is
    # nearest
    assert nearest_of_errors(detector) == [Neighbour(0, 4), Neighbour(2, 3)]
    segmentator = FeatureSpace(features, probability, classes, SEGMENTATOR_POSITIVES)
    # patches 2 and 3 are marked wrongly, but no patch of C1 is right
    assert nearest_of_errors(segmentator) == [Neighbour(0, 4)]
    assert nearest_of_errors(detector, 1) == [Neighbour(0, 4)]


def test_features_are_those_that_the_last_layer_decides_on() -> None:
    torch.manual_seed(0)
    network = PatchNetwork(13, "same", (2, 4, 4, 4, 4, 4)).eval()
    patches = np.random.default_rng(0).normal(size=(300, 13, 13)).astype(np.float32)
    space = feature_space(network, patches, np.full(300, 4), DETECTOR_POSITIVES, "cpu")
    assert space.features.shape == (300, 64)
    with torch.inference_mode():
        expected = network(torch.from_numpy(patches)[:, None]).softmax(1)[:, 1].numpy()
    np.testing.assert_allclose(space.probability, expected, atol=1e-5)
    np.testing.assert_array_equal(space.wrong, space.probability >= 0.5)


def test_a_sample_of_the_plane_has_the_errors_and_equal_shares_of_the_classes() -> None:
    classes = np.repeat([1, 2, 3, 4], 100)
    probability = np.where(np.isin(classes, DETECTOR_POSITIVES), 0.9, 0.1)
    probability[[5, 350]] = 0.5 - 0.4, 0.9
    chosen = spread_sample(FeatureSpace(np.zeros((400, 1)), probability, classes, DETECTOR_POSITIVES), 82, 1)
    assert {5, 350} <= set(chosen.tolist()) and len(chosen) == len(set(chosen.tolist())) == 82
    assert [int((classes[np.setdiff1d(chosen, [5, 350])] == c).sum()) for c in (1, 2, 3, 4)] == [20] * 4
