"""The sample mammogram is shipped, small, unaltered, and loads from Slicer's Sample Data module without a network."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import read_mammogram
from PIL import Image

pytest_plugins = ["slicer_fixtures"]
RESOURCES = Path(__file__).resolve().parents[2] / "MicrocalcCAD" / "Resources"
IMAGE = RESOURCES / "SampleData" / "simulated_LEFT_CC.nrrd"


@pytest.fixture
def offered(application: Any) -> dict[str, Any]:
    """What the module Sample Data shows once Slicer has started."""
    import SampleData

    import MicrocalcCAD

    MicrocalcCAD.MicrocalcCAD(SimpleNamespace())
    application.complete_startup()
    return SampleData.SampleDataLogic.sources


def test_the_sample_is_small_and_states_spacing_side_and_view() -> None:
    assert IMAGE.stat().st_size < 2_000_000
    mammogram = read_mammogram(IMAGE)
    assert mammogram.spacing_mm == pytest.approx((0.07, 0.07))
    assert (mammogram.spacing_from, mammogram.laterality, mammogram.view) == ("header", "L", "CC")


def test_the_sample_module_offers_it_with_a_thumbnail(offered: dict[str, Any]) -> None:
    source = offered["SimulatedMammogram"]
    assert source["category"] == "Microcalc"
    with Image.open(source["thumbnail"]) as picture:
        assert picture.size == (280, 260)


def test_a_click_loads_the_pixels_of_the_file(offered: dict[str, Any]) -> None:
    import numpy as np
    import SampleData
    from MicrocalcCADSlicer.volume import mammogramOf

    assert offered
    volume = SampleData.SampleDataLogic().downloadSample("SimulatedMammogram")
    in_scene, in_file = mammogramOf(volume), read_mammogram(IMAGE)
    assert volume.GetName() == "SimulatedMammogram"
    assert in_scene.spacing_mm == pytest.approx(in_file.spacing_mm)
    assert np.array_equal(in_scene.pixels, in_file.pixels)


def test_a_sample_that_was_altered_is_refused(application: Any, tmp_path: Path) -> None:
    from MicrocalcCADSlicer.sample_data import loadSample

    (tmp_path / "sample.nrrd").write_bytes(IMAGE.read_bytes() + b"\0")
    with pytest.raises(InputError, match="install Microcalc again"):
        loadSample(str(tmp_path / "sample.nrrd"))
