"""Objects of a method's own grid brought back to the image's."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.detectors.working_grid import at_spacing, measured, to_image_grid
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.objects import Objects


def objects(*boxes: tuple[int, int, int, int], shape: tuple[int, int]) -> Objects:
    """Return filled boxes (row, column, height, width)."""
    return Objects.of((np.arange(r, r + h)[:, None] * shape[1] + np.arange(c, c + w)).ravel() for r, c, h, w in boxes)


def places(pixels: np.ndarray, columns: int) -> set[tuple[int, int]]:
    return set(zip(*(part.tolist() for part in np.divmod(pixels, columns)), strict=True))


def test_on_a_grid_twice_as_fine_an_object_has_four_times_the_pixels():
    found, kept = to_image_grid(objects((3, 4, 2, 3), shape=(10, 12)), (10, 12), (20, 24))
    assert places(found.pixels, 24) == {(r, c) for r in range(6, 10) for c in range(8, 14)}
    assert found.starts.tolist() == [0, 24] and kept.tolist() == [0]


def test_on_a_coarser_grid_every_object_keeps_a_pixel_unless_another_has_it():
    runs = objects((3, 3, 3, 3), (9, 0, 1, 1), (4, 4, 1, 1), shape=(12, 12))
    own = Objects.of([np.setdiff1d(runs[0], runs[2]), runs[1], runs[2]])
    found, kept = to_image_grid(own, (12, 12), (4, 4))
    assert kept.tolist() == [1, 2]  # the centre of pixel (1, 1) lies in the third, which leaves nothing for the first
    assert [places(pixels, 4) for pixels in found] == [{(3, 0)}, {(1, 1)}]


@pytest.mark.parametrize("image_shape", [(37, 41), (90, 70), (53, 53), (150, 20)])
def test_no_pixel_is_shared_and_objects_stay_in_place_at_any_ratio(image_shape):
    rng = np.random.default_rng(2)
    boxes = [(r, c, int(rng.integers(1, 4)), int(rng.integers(1, 4))) for r in range(2, 48, 6) for c in range(2, 48, 6)]
    found, kept = to_image_grid(objects(*boxes, shape=(53, 53)), (53, 53), image_shape)
    assert len(np.unique(found.pixels)) == len(found.pixels) and (found.sizes > 0).all()
    for i, k in enumerate(kept):
        centre = np.array([boxes[k][0] + boxes[k][2] / 2, boxes[k][1] + boxes[k][3] / 2]) / 53
        at = (np.array(np.divmod(found[i], image_shape[1])).mean(axis=1) + 0.5) / image_shape
        assert np.abs(at - centre).max() <= 1 / min(image_shape) + 1 / 53


def test_no_objects_give_no_candidates():
    image = Mammogram(np.linspace(0, 1, 400, dtype=np.float32).reshape(20, 20), (0.1, 0.1), "given")
    assert len(measured(Objects.of([]), np.zeros(0), (10, 10), image, 5)) == 0


def test_of_too_many_objects_the_best_stay_in_their_order():
    image = Mammogram(np.linspace(0, 1, 400, dtype=np.float32).reshape(20, 20), (0.1, 0.1), "given")
    given = objects((1, 1, 1, 1), (5, 5, 1, 1), (9, 9, 1, 1), shape=(20, 20))
    candidates = measured(given, np.array([0.5, 0.2, 0.9]), (20, 20), image, 2)
    assert candidates.column("score").tolist() == [0.5, 0.9] and candidates.column("row").tolist() == [1, 9]


def test_an_image_coarser_than_a_method_can_use_is_refused_in_one_sentence():
    image = Mammogram(np.linspace(0, 1, 400, dtype=np.float32).reshape(20, 20), (0.2, 0.23), "given")
    with pytest.raises(
        InputError, match=r"0.23 mm is too coarse for the method two-stage, which needs 0.21 mm or finer"
    ):
        at_spacing(image, np.ones((20, 20), bool), 0.07, 0.21, "two-stage")
