"""The sample mammogram is shipped, small, unaltered, and loads from Slicer's Sample Data module without a network."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from MicrocalcCADLib.reading import read_mammogram
from PIL import Image

pytest_plugins = ["slicer_fixtures"]
RESOURCES = Path(__file__).resolve().parents[2] / "MicrocalcCAD" / "Resources"
IMAGE = RESOURCES / "SampleData" / "simulated_LEFT_CC.nrrd"


@pytest.fixture
def samples(application: Any) -> Any:
    """The module Sample Data once Slicer has started."""
    import SampleData

    import MicrocalcCAD

    MicrocalcCAD.MicrocalcCAD(SimpleNamespace())
    application.complete_startup()
    return SampleData


def test_the_sample_is_small_and_states_spacing_side_and_view() -> None:
    assert IMAGE.stat().st_size < 2_000_000
    mammogram = read_mammogram(IMAGE)
    assert mammogram.spacing_mm == pytest.approx((0.07, 0.07))
    assert (mammogram.spacing_from, mammogram.laterality, mammogram.view) == ("header", "L", "CC")


def test_the_sample_module_offers_it_with_a_thumbnail(samples: Any) -> None:
    source = samples.SampleDataLogic().sourceForSampleName("SimulatedMammogram")
    with Image.open(source.thumbnailFileName) as picture:
        assert picture.size == (280, 260)


@pytest.mark.parametrize("way", ["button", "console"])
def test_button_and_console_load_the_pixels_of_the_file_and_show_them(samples: Any, application: Any, way: str) -> None:
    import numpy as np
    from MicrocalcCADSlicer.volume import mammogramOf

    volume = samples.downloadSample("SimulatedMammogram") if way == "console" else samples.SampleDataLogic().click("SimulatedMammogram")[0]
    in_scene, in_file = mammogramOf(volume), read_mammogram(IMAGE)
    assert volume.GetName() == "SimulatedMammogram"
    assert in_scene.spacing_mm == pytest.approx(in_file.spacing_mm)
    assert np.array_equal(in_scene.pixels, in_file.pixels)
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()


def test_a_sample_that_was_altered_is_not_loaded(samples: Any, tmp_path: Path) -> None:
    from MicrocalcCADSlicer.sample_data import FILE, registerSampleData

    (tmp_path / "SampleData").mkdir()
    (tmp_path / FILE).write_bytes(IMAGE.read_bytes() + b"\0")
    registerSampleData(lambda name: str(tmp_path / name))
    assert samples.SampleDataLogic().downloadSamples("SimulatedMammogram") == []


def test_a_loaded_sample_is_the_chosen_mammogram_of_the_panel(samples: Any, widget: Any) -> None:
    volume = samples.downloadSample("SimulatedMammogram")
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is volume
