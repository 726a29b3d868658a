"""From a volume node to a mammogram: spacing and its source, and every node that is none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError

pytest_plugins = ["slicer_fixtures"]


def add_volume(
    array: np.ndarray, spacing: tuple[float, float] = (0.07, 0.07), kind: str = "vtkMRMLScalarVolumeNode"
) -> Any:
    import slicer.util

    matrix = np.diag([-spacing[1], -spacing[0], 1.0, 1.0])
    return slicer.util.addVolumeFromArray(array, ijkToRAS=matrix, name="MG", nodeClassName=kind)


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(100, 4000, shape).astype(np.uint16)


def test_rows_and_columns_keep_their_spacing(application: Any) -> None:
    from MicrocalcCADSlicer.volume import mammogramOf

    mammogram = mammogramOf(add_volume(noise(1, 90, 80), (0.08, 0.05)))
    assert mammogram.shape == (90, 80)
    assert (mammogram.spacing_mm, mammogram.spacing_from) == ((0.08, 0.05), "header")


def test_the_spacing_that_the_caller_gives_goes_before_that_of_the_node(application: Any) -> None:
    from MicrocalcCADSlicer.volume import mammogramOf

    mammogram = mammogramOf(add_volume(noise(1, 90, 80)), 0.05)
    assert (mammogram.spacing_mm, mammogram.spacing_from) == ((0.05, 0.05), "given")


def test_imager_pixel_spacing_and_view_come_from_the_dicom_database(
    application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer
    from MicrocalcCADSlicer.volume import mammogramOf

    values = {"0018,1164": "0.08\\0.06", "0028,0101": "13", "0020,0062": "R", "0018,5101": "MLO"}
    database = SimpleNamespace(instanceValue=lambda uid, tag: values.get(tag, "") if uid == "1.2.3" else "")
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    node = add_volume(noise(1, 90, 80), (1.0, 1.0))
    node.SetAttribute("DICOM.instanceUIDs", "1.2.3")
    mammogram = mammogramOf(node)
    assert (mammogram.spacing_mm, mammogram.spacing_from) == ((0.08, 0.06), "ImagerPixelSpacing")
    assert (mammogram.laterality, mammogram.view, mammogram.full_scale) == ("R", "MLO", 8191.0)
    assert mammogram.source.sop_instance_uid == "1.2.3"


@pytest.mark.parametrize("spacing", [1.0, 0.5, 0.001])
def test_a_spacing_that_no_mammogram_has_counts_as_unknown(application: Any, spacing: float) -> None:
    from MicrocalcCADSlicer.volume import mammogramOf

    with pytest.raises(InputError, match=r"spacing of MG is not known: enter it in mm"):
        mammogramOf(add_volume(noise(1, 90, 80), (spacing, spacing)))


def test_the_spacing_of_a_picture_file_is_not_believed(application: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.volume import spacingOf

    node = add_volume(noise(1, 90, 80), (0.0847, 0.0847))
    node.SetAndObserveStorageNodeID(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLVolumeArchetypeStorageNode").GetID())
    node.GetStorageNode().SetFileName("/data/scan.png")
    assert spacingOf(node).mm is None


def test_a_given_spacing_is_kept_with_the_volume(application: Any) -> None:
    from MicrocalcCADSlicer.volume import setGivenSpacing, spacingOf

    node = add_volume(noise(1, 90, 80), (1.0, 1.0))
    setGivenSpacing(node, (0.05, 0.05))
    assert (spacingOf(node).mm, spacingOf(node).source) == ((0.05, 0.05), "given")
    setGivenSpacing(node, None)
    assert spacingOf(node).source == "missing"


def with_nan() -> np.ndarray:
    array = noise(1, 90, 80).astype(np.float32)
    array[0, 5, 5] = np.nan
    return array


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (noise(3, 90, 80), "MG has 3 slices: choose a single projection mammogram"),
        (np.zeros((1, 90, 80), np.uint16), "whole image is black"),
        (noise(1, 20, 80), "only 80 x 20 pixels"),
        (with_nan(), "not numbers"),
        ((noise(1, 90, 80) % 4).astype(np.uint8), "only a few different values"),
    ],
)
def test_an_image_that_is_no_mammogram_gets_one_clear_sentence(
    application: Any, array: np.ndarray, sentence: str
) -> None:
    from MicrocalcCADSlicer.volume import mammogramOf

    with pytest.raises(InputError, match=sentence):
        mammogramOf(add_volume(array))


def test_a_label_map_a_colour_image_and_no_volume_are_refused(application: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.volume import mammogramOf

    label_map = add_volume(noise(1, 90, 80), kind="vtkMRMLLabelMapVolumeNode")
    colour = add_volume(noise(1, 90, 80, 3).astype(np.uint8), kind="vtkMRMLVectorVolumeNode")
    table = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLTableNode", "T")
    empty = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", "E")
    sentences = [
        (label_map, "is a label map"),
        (colour, "is a colour image"),
        (table, "is no volume"),
        (empty, "has no pixels"),
        (None, "No volume"),
    ]
    for node, words in sentences:
        with pytest.raises(InputError, match=words):
            mammogramOf(node)
