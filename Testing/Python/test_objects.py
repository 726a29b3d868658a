"""Many objects as two arrays: choosing, reducing over them, and where they lie."""

from __future__ import annotations

import numpy as np
from MicrocalcCADLib.objects import Objects
from scipy import ndimage

MASK = np.array([[1, 0, 1], [0, 1, 1], [1, 0, 0]], bool)


def test_objects_of_runs_give_them_back_one_by_one() -> None:
    runs = [np.array([3, 4]), np.array([], np.int64), np.array([9])]
    objects = Objects.of(runs)
    assert len(objects) == 3 and objects.sizes.tolist() == [2, 0, 1] and objects.owners.tolist() == [0, 0, 2]
    assert [pixels.tolist() for pixels in objects] == [[3, 4], [], [9]] and objects[2].tolist() == [9]
    assert len(Objects.of([])) == 0 and list(Objects.of([])) == []


def test_the_numbers_of_an_image_are_objects_and_a_number_that_is_nowhere_is_an_empty_one() -> None:
    objects = Objects.labelled(*ndimage.label(MASK))
    assert [pixels.tolist() for pixels in objects] == [[0], [2, 4, 5], [6]]
    assert Objects.labelled(np.array([[0, 3, 1]]), 3).sizes.tolist() == [1, 0, 1]
    assert Objects.labelled(np.zeros((2, 2), int), 0).starts.tolist() == [0]


def test_chosen_objects_are_those_of_the_numbers_in_their_order() -> None:
    chosen = Objects(np.arange(10), np.array([0, 3, 4, 8, 10])).chosen(np.array([2, 0]))
    assert chosen.pixels.tolist() == [4, 5, 6, 7, 0, 1, 2] and chosen.starts.tolist() == [0, 4, 7]


def test_values_are_reduced_over_each_object() -> None:
    objects = Objects(np.arange(10), np.array([0, 3, 4, 8, 10]))
    np.testing.assert_array_equal(objects.reduced(np.add, np.arange(10.0)), [3, 3, 22, 17])
    assert Objects.of([]).reduced(np.maximum, np.zeros(0, np.float32)).dtype == np.float32


def test_an_object_touches_a_mask_with_a_pixel_and_lies_within_it_with_half() -> None:
    objects = Objects.of([np.array([0, 1]), np.array([], np.int64), np.array([2, 4, 5]), np.array([8])])
    mask = np.array([[1, 0, 0], [0, 0, 1], [0, 0, 0]], bool)
    assert objects.touching(mask).tolist() == [True, False, True, False]
    full = objects.chosen(np.array([0, 2, 3]))
    assert full.within(mask).tolist() == [0]
