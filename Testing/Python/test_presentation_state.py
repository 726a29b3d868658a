"""Presentation states of any maker: their graphics and words as places in the image."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_material import make_case
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading.polygons import polygon_pixels
from MicrocalcCADLib.reading.presentation_state import read_presentation_state
from MicrocalcCADLib.reading.references import referenced_objects
from MicrocalcCADLib.reading.stored_like import stored_like
from MicrocalcCADLib.reporting import write
from pydicom import Dataset, dcmread


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    pytest.importorskip("highdicom")
    folder = tmp_path_factory.mktemp("state")
    case = make_case(folder)
    return case, write(case.findings, case.analysis, case.mammogram, folder, "breast", ("gsps",))["gsps"]


def graphic(kind: str, *values: float, units: str = "PIXEL") -> Dataset:
    item = Dataset()
    item.GraphicAnnotationUnits, item.GraphicDimensions, item.GraphicType = units, 2, kind
    item.NumberOfGraphicPoints, item.GraphicData = len(values) // 2, list(values)
    return item


def words(text: str, units: str, **place: list[float]) -> Dataset:
    item = Dataset()
    item.UnformattedTextValue = text
    for keyword, values in place.items():
        setattr(item, keyword, values)
        setattr(item, "AnchorPointAnnotationUnits" if keyword == "AnchorPoint" else "BoundingBoxAnnotationUnits", units)
    return item


def foreign(ours: tuple[Any, Path], folder: Path, *objects: Dataset) -> Path:
    """Our state with another annotation in place of ours, which names no image of its own."""
    dataset = dcmread(ours[1])
    annotation = Dataset()
    annotation.GraphicLayer = "LAYER 1"
    annotation.GraphicObjectSequence = [one for one in objects if "GraphicType" in one]
    annotation.TextObjectSequence = [one for one in objects if "GraphicType" not in one]
    dataset.GraphicAnnotationSequence = [annotation]
    area = dataset.DisplayedAreaSelectionSequence[0]
    area.DisplayedAreaTopLeftHandCorner, area.DisplayedAreaBottomRightHandCorner = (
        [11, 21],
        [
            110,
            220,
        ],
    )  # 100 columns, 200 rows
    dataset.save_as(folder / "foreign.dcm")
    return folder / "foreign.dcm"


def test_ours_comes_back_with_each_outline_and_each_word(ours: tuple[Any, Path]) -> None:
    case, path = ours
    state = read_presentation_state(path)
    assert {drawing.image_uid for drawing in state.drawings} == {case.mammogram.source.sop_instance_uid}
    clusters = [drawing for drawing in state.drawings if drawing.layer == "CLUSTERS" and not drawing.words]
    assert [drawing.closed for drawing in clusters] == [True] * len(case.findings.reported_clusters)
    assert np.allclose(clusters[0].points, case.findings.reported_clusters[0].outline, atol=1e-3)
    found = case.findings.reported_calcifications[0]
    pixels = np.column_stack(np.divmod(case.analysis.candidates.object_pixels(found.id), case.mammogram.shape[1]))
    outline = next(drawing for drawing in state.drawings if drawing.layer == "CALCIFICATIONS")
    assert np.array_equal(polygon_pixels(outline.points, case.mammogram.shape), pixels[np.lexsort(pixels.T[::-1])])
    assert [drawing.words.partition(":")[0] for drawing in state.drawings if drawing.words] == [
        str(c.id) for c in case.findings.reported_clusters
    ]


@pytest.mark.parametrize(
    ("drawn", "closed", "points"),
    [
        (graphic("POINT", 10.5, 20.5), False, [(20, 10)]),
        (graphic("POLYLINE", 10.5, 20.5, 30.5, 20.5, 30.5, 40.5), False, [(20, 10), (20, 30), (40, 30)]),
        (graphic("POLYLINE", 0, 0, 9, 0, 9, 9, 0, 0), True, [(-0.5, -0.5), (-0.5, 8.5), (8.5, 8.5)]),
        (graphic("INTERPOLATED", 10.5, 20.5, 30.5, 20.5, 30.5, 40.5), False, [(20, 10), (20, 30), (40, 30)]),
        (
            graphic("POLYLINE", 0.0, 0.0, 0.5, 0.5, 1.0, 1.0, units="DISPLAY"),
            False,
            [(19.5, 9.5), (119.5, 59.5), (219.5, 109.5)],
        ),
        (words("here", "PIXEL", AnchorPoint=[10.5, 20.5]), False, [(20, 10)]),
        (words("here", "DISPLAY", BoundingBoxTopLeftHandCorner=[0.5, 0.5]), False, [(119.5, 59.5)]),
    ],
)
def test_graphics_of_others_are_placed_in_pixels(
    ours: tuple[Any, Path], tmp_path: Path, drawn: Dataset, closed: bool, points: list[tuple[float, float]]
) -> None:
    (drawing,) = read_presentation_state(foreign(ours, tmp_path, drawn)).drawings
    assert drawing.closed is closed
    assert np.allclose(drawing.points, points)
    assert drawing.words == drawn.get("UnformattedTextValue", "")
    assert (
        drawing.image_uid == ours[0].mammogram.source.sop_instance_uid
    )  # of the whole state, where the annotation names none


def test_circles_are_polygons_of_their_radius(ours: tuple[Any, Path], tmp_path: Path) -> None:
    (drawing,) = read_presentation_state(foreign(ours, tmp_path, graphic("CIRCLE", 50.5, 60.5, 50.5, 70.5))).drawings
    assert drawing.closed
    assert np.allclose(np.hypot(*(np.array(drawing.points) - (60, 50)).T), 10)


def test_what_has_no_place_is_counted_and_left_out(ours: tuple[Any, Path], tmp_path: Path) -> None:
    unplaced = [graphic("POINT", 1, 1, units="MATRIX"), graphic("CIRCLE", 1, 1), words("nowhere", "PIXEL")]
    state = read_presentation_state(foreign(ours, tmp_path, graphic("POINT", 10.5, 20.5), *unplaced))
    assert len(state.drawings) == 1
    assert state.notes == ("3 graphics have no place on an image and were left out.",)


def test_a_state_that_draws_nothing_and_other_files_are_refused(ours: tuple[Any, Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="draws nothing"):
        read_presentation_state(foreign(ours, tmp_path))
    with pytest.raises(InputError, match=r"is no presentation state \(MG"):
        read_presentation_state(ours[0].path)
    (tmp_path / "noise.dcm").write_bytes(b"\0" * 128 + b"DICM" + bytes(range(200)))
    with pytest.raises(InputError, match=r"noise\.dcm"):
        read_presentation_state(tmp_path / "noise.dcm")


def test_references_name_the_image_and_its_class(ours: tuple[Any, Path]) -> None:
    case, path = ours
    assert referenced_objects(path) == {case.mammogram.source.sop_instance_uid: "1.2.840.10008.5.1.4.1.1.1.2"}


def test_pixels_of_a_polygon_are_those_whose_centres_a_ray_finds_inside() -> None:
    generator = np.random.default_rng(4)
    for _ in range(20):
        outline = generator.uniform(-5, 25, (generator.integers(3, 9), 2))
        expected = [(r, c) for r in range(20) for c in range(15) if _is_inside(r, c, outline)]
        assert polygon_pixels(outline, (20, 15)).tolist() == [list(place) for place in expected]


def _is_inside(row: float, column: float, outline: np.ndarray) -> bool:
    inside = False
    for (y0, x0), (y1, x1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if (y0 > row) != (y1 > row) and column < x0 + (row - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
    return inside


def test_voxels_are_the_values_of_the_file_or_levels_of_its_pixels(mammogram: Any) -> None:
    from dataclasses import replace

    stored = np.random.default_rng(1).integers(0, 4096, mammogram.shape)
    exact = replace(mammogram, pixels=(stored / 4095).astype(np.float32), full_scale=4095.0)
    values, white = stored_like(exact)
    assert (white, values.dtype) == (4095, np.uint16)
    assert np.array_equal(values, stored)
    values, white = stored_like(replace(exact, pixels=exact.pixels**2))
    assert white == 65535
    assert np.abs(values / white - exact.pixels**2).max() < 1e-5
