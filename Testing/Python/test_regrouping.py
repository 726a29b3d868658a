"""A segment's calcifications are found, measured and grouped as those of a detection."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.regrouping import cluster_areas, mask_objects, regroup, segment_candidates
from report_material import make_mammogram
from scipy import ndimage

SPACING_MM = 0.1


@pytest.fixture(scope="module")
def picture() -> Mammogram:
    return make_mammogram(600, 480, SPACING_MM)


def squares(shape: tuple[int, int], places: list[tuple[int, int]]) -> np.ndarray:
    mask = np.zeros(shape, bool)
    for row, column in places:
        mask[row - 1 : row + 2, column - 1 : column + 2] = True
    return mask


def line(column: int, first_row: int, count: int, step: int = 10) -> list[tuple[int, int]]:
    return [(first_row + step * i, column) for i in range(count)]


@pytest.mark.parametrize("density", [0.02, 0.3, 0.6, 0.9])
def test_objects_are_the_4_connected_parts(density: float) -> None:
    mask = np.random.default_rng(5).random((60, 47)) < density
    labels, count = ndimage.label(mask)
    objects = mask_objects(mask)
    assert len(objects) == count
    for i in range(count):
        np.testing.assert_array_equal(objects[i], np.flatnonzero(labels == i + 1))


def test_an_empty_mask_has_no_objects(picture: Mammogram) -> None:
    assert len(mask_objects(np.zeros((5, 5), bool))) == 0
    assert regroup(segment_candidates(np.zeros(picture.shape, bool), picture), picture).clusters == ()


def test_objects_are_measured_in_millimetres(picture: Mammogram) -> None:
    candidates = segment_candidates(squares(picture.shape, [(300, 100)]), picture)
    assert candidates.column("row")[0] == 300
    assert candidates.column("area_mm2")[0] == pytest.approx(0.09)
    assert candidates.column("score")[0] == 1


def test_a_smaller_linking_distance_splits_a_group_and_a_larger_one_merges(picture: Mammogram) -> None:
    mask = squares(picture.shape, [*line(100, 200, 4), *line(140, 200, 5), (500, 30)])  # 4 mm apart
    candidates = segment_candidates(mask, picture)
    merged, split = (regroup(candidates, picture, ClusterParameters(distance)) for distance in (5.0, 2.0))
    assert [c.count for c in merged.clusters] == [9]
    assert sorted(c.count for c in split.clusters) == [4, 5]
    assert merged.alone == split.alone == 1
    assert merged.clusters[0].kind == "cluster"


def test_all_groups_are_reported(picture: Mammogram) -> None:
    mask = squares(picture.shape, line(100, 200, 3))
    (cluster,) = regroup(segment_candidates(mask, picture), picture).clusters
    assert cluster.reported
    assert cluster.kind == "few"


def test_the_areas_hold_the_calcifications_of_their_clusters_only(picture: Mammogram) -> None:
    members, single = squares(picture.shape, line(100, 200, 4)), squares(picture.shape, [(500, 30)])
    areas = cluster_areas(regroup(segment_candidates(members | single, picture), picture).clusters, picture.shape)
    assert areas[members].all()
    assert not areas[single].any()
    assert areas.sum() * SPACING_MM**2 == pytest.approx(
        regroup(segment_candidates(members, picture), picture).clusters[0].area_mm2, rel=0.1
    )


def test_a_segment_on_another_grid_is_refused(picture: Mammogram) -> None:
    with pytest.raises(InputError, match="grid"):
        segment_candidates(np.zeros((3, 3), bool), picture)
