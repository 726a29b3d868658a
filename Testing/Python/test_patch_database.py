"""Patches in SQLite, and the balanced minibatches drawn from them."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.minibatches import BalancedBatches, turned
from MicrocalcTrainLib.datasets.patch_database import PatchDatabase

SIZE = 7


def patches(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, SIZE, SIZE)).astype(np.float16).astype(np.float32)


@pytest.fixture
def database(tmp_path) -> PatchDatabase:
    """Classes 1 to 4 with 2, 3, 4 and 50 patches; every pixel of a patch is its class plus its number / 100."""
    database = PatchDatabase(tmp_path / "patches.sqlite", SIZE, {"made": "here"})
    classes = np.repeat([1, 2, 3, 4], [2, 3, 4, 50])
    values = classes + np.arange(len(classes)) / 128
    database.add("training", 0, classes, np.broadcast_to(values[:, None, None], (len(classes), SIZE, SIZE)))
    return database


def test_patches_come_back_in_the_order_asked_for(tmp_path):
    database = PatchDatabase(tmp_path / "p.sqlite", SIZE, {})
    stored = patches(1200)
    database.add("training", 0, np.ones(1200, int), stored)
    identifiers = database.identifiers("training")[1]
    order = np.random.default_rng(1).permutation(1200)
    np.testing.assert_array_equal(database.read(identifiers[order]), stored[order])


def test_a_database_is_taken_up_again_and_knows_which_origins_are_complete(tmp_path):
    PatchDatabase(tmp_path / "p.sqlite", SIZE, {"seed": 1}).add("test", 3, np.array([2]), patches(1))
    again = PatchDatabase(tmp_path / "p.sqlite", SIZE, {"seed": 1})
    assert again.has("test", 3) and not again.has("test", 2) and not again.has("training", 3)
    np.testing.assert_array_equal(again.all_of("test")[0], patches(1))


def test_an_origin_is_stored_whole_or_not_at_all(tmp_path):
    database = PatchDatabase(tmp_path / "p.sqlite", SIZE, {})
    with pytest.raises(ValueError, match="shorter"):
        database.add("training", 0, np.array([1, 2]), patches(1))
    assert not database.has("training", 0) and database.identifiers("training") == {}


def test_a_database_of_another_description_is_refused(tmp_path):
    PatchDatabase(tmp_path / "p.sqlite", SIZE, {"seed": 1})
    with pytest.raises(InputError, match="made in another way"):
        PatchDatabase(tmp_path / "p.sqlite", SIZE, {"seed": 2})


def test_minibatches_are_half_positive_with_the_classes_of_a_side_in_equal_shares(database):
    batches = BalancedBatches(database, "training", (1, 2, 3), 256, 40, 1)
    drawn = [batches[i] for i in range(40)]
    classes = np.concatenate([np.floor(b["image"][:, 0, 0, 0].numpy()) for b in drawn]).astype(int)
    labels = np.concatenate([b["label"].numpy() for b in drawn])
    np.testing.assert_array_equal(labels, classes != 4)
    assert labels.mean() == 0.5
    for one in (1, 2, 3):
        assert (classes == one).mean() == pytest.approx(1 / 6, abs=0.015)


def test_minibatch_i_of_a_seed_is_always_the_same_and_the_offset_shifts_it(database):
    first, again, other = (BalancedBatches(database, "training", (1,), 16, 5, seed) for seed in (1, 1, 2))
    assert (first[3]["image"] == again[3]["image"]).all()
    assert (first[3]["image"] != other[3]["image"]).any()
    again.offset = 2
    assert (first[3]["image"] == again[1]["image"]).all()


def test_a_split_without_positives_is_refused(database):
    with pytest.raises(InputError, match="lacks positive patches"):
        BalancedBatches(database, "training", (9,), 16, 5, 1)
    with pytest.raises(InputError, match="lacks negative patches"):
        BalancedBatches(database, "training", (1, 2, 3, 4), 16, 5, 1)


def test_the_eight_symmetries_are_eight_different_ones_and_keep_the_centre():
    patch = patches(1)
    turns = turned(np.repeat(patch, 8, axis=0), np.arange(8))
    assert len({t.tobytes() for t in turns}) == 8
    np.testing.assert_array_equal(turns[0], patch[0])
    np.testing.assert_array_equal(turns[2], patch[0, ::-1, ::-1])
    np.testing.assert_array_equal(turns[4], patch[0, :, ::-1])
    assert (turns[:, SIZE // 2, SIZE // 2] == patch[0, SIZE // 2, SIZE // 2]).all()
