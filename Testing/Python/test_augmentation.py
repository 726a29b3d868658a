"""The random changes of patches: which there are, and that a seed decides them."""

from __future__ import annotations

import numpy as np
from MicrocalcTrainLib.augmentation import RandLook, RandSymmetry, seed_of
from monai.transforms import Compose, Randomizable, Transform


def test_a_symmetry_is_one_of_eight_and_the_same_for_all_channels() -> None:
    image = np.arange(9).reshape(1, 3, 3)
    pair = np.concatenate([image, image + 100])
    expected = {np.rot90(one, turns).tobytes() for one in (image[0], image[0][:, ::-1]) for turns in range(4)}
    assert len(expected) == 8
    symmetry, seen = RandSymmetry(), set()
    symmetry.set_random_state(seed=1)
    for _ in range(200):
        first, second = symmetry(pair)
        assert np.array_equal(second, first + 100) and first.flags["C_CONTIGUOUS"]
        seen.add(first.tobytes())
    assert seen == expected


def test_a_seed_gives_the_same_changes_in_a_composition_and_another_seed_others() -> None:
    image = np.random.default_rng(0).random((32, 32)).astype(np.float32)
    look = RandLook(("image",), 1.0, (1.0, 4.0), 0.2, (0.8, 1.2))
    assert isinstance(look, Randomizable) and isinstance(look, Transform)
    changed = [Compose([look]).set_random_state(seed=seed)({"image": image})["image"] for seed in (5, 5, 6)]
    assert np.array_equal(changed[0], changed[1]) and not np.array_equal(changed[0], changed[2])


def test_seeds_differ_by_each_number_and_its_place() -> None:
    numbers = [(1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0), (0, 0, 1)]
    assert len({seed_of(*one) for one in numbers}) == len(numbers)
    assert seed_of(1, 2, 3) == seed_of(1, 2, 3)
