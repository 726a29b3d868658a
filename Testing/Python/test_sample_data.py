"""The sample mammograms are shipped, small, unaltered, and load from Slicer's Sample Data module without a network."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.files import sha256_of
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from PIL import Image

pytest_plugins = ["slicer_fixtures"]
RESOURCES = Path(__file__).resolve().parents[2] / "MicrocalcCAD" / "Resources"
REAL, SIMULATED = "MammogramWithCluster", "SimulatedMammogram"
IMAGES = {
    REAL: RESOURCES / "SampleData" / "cesm_LEFT_CC.nrrd",
    SIMULATED: RESOURCES / "SampleData" / "simulated_LEFT_CC.nrrd",
}
SPACING_MM = {REAL: 0.094, SIMULATED: 0.07}
LARGEST_BYTES = {REAL: 1_300_000, SIMULATED: 2_000_000}
NAMES = pytest.mark.parametrize("name", [REAL, SIMULATED])


@pytest.fixture
def samples(application: Any) -> Any:
    """The module Sample Data once Slicer has started."""
    import SampleData

    import MicrocalcCAD

    MicrocalcCAD.MicrocalcCAD(SimpleNamespace(path=MicrocalcCAD.__file__))
    application.complete_startup()
    return SampleData


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return json.loads((RESOURCES / "SampleData" / "cesm_LEFT_CC.truth.json").read_text(encoding="utf-8"))


@NAMES
def test_a_sample_is_small_and_states_spacing_side_and_view(name: str) -> None:
    assert IMAGES[name].stat().st_size < LARGEST_BYTES[name]
    mammogram = read_mammogram(IMAGES[name])
    assert mammogram.spacing_mm == pytest.approx((SPACING_MM[name],) * 2)
    assert (mammogram.spacing_from, mammogram.laterality, mammogram.view) == ("header", "L", "CC")


@NAMES
def test_the_sample_module_offers_it_with_a_thumbnail(samples: Any, name: str) -> None:
    source = samples.SampleDataLogic().sourceForSampleName(name)
    with Image.open(source.thumbnailFileName) as picture:
        assert picture.size == (280, 260)


@NAMES
@pytest.mark.parametrize("way", ["button", "console"])
def test_button_and_console_load_the_pixels_of_the_file_and_show_them(
    samples: Any, application: Any, name: str, way: str
) -> None:
    from MicrocalcCADSlicer.volume import mammogramOf

    volume = samples.downloadSample(name) if way == "console" else samples.SampleDataLogic().click(name)[0]
    in_scene, in_file = mammogramOf(volume), read_mammogram(IMAGES[name])
    assert volume.GetName() == name
    assert in_scene.spacing_mm == pytest.approx(in_file.spacing_mm)
    assert np.array_equal(in_scene.pixels, in_file.pixels)
    assert (in_scene.laterality, in_scene.view) == ("L", "CC")
    assert in_scene.notices == in_file.notices and volume.GetStorageNode() is None
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()


def test_a_sample_that_was_altered_is_not_loaded(samples: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import slicer
    from MicrocalcCADSlicer.sample_data import SAMPLES, registerSampleData

    slicer.mrmlScene.GetCacheManager().SetRemoteCacheDirectory(str(tmp_path / "cache"))
    monkeypatch.setattr(slicer.modules, "sampleDataSources", {})
    (tmp_path / "SampleData").mkdir()
    for sample in SAMPLES:
        (tmp_path / sample.file).write_bytes((RESOURCES / sample.file).read_bytes() + b"\0")
    registerSampleData(lambda name: str(tmp_path / name))
    assert [samples.SampleDataLogic().downloadSamples(name) for name in IMAGES] == [[], []]


@NAMES
def test_a_loaded_sample_is_the_chosen_mammogram_of_the_panel(samples: Any, widget: Any, name: str) -> None:
    volume = samples.downloadSample(name)
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is volume


def test_the_truth_of_the_real_sample_lies_on_what_is_bright_in_it(truth: dict[str, Any]) -> None:
    pixels = read_mammogram(IMAGES[REAL]).pixels
    simulated = truth["simulated"]
    assert len(simulated["calcifications"]) == 16
    brighter = 0
    for place in simulated["calcifications"]:
        row, column = round(place["row"]), round(place["column"])
        assert np.hypot(row - simulated["row"], column - simulated["column"]) * truth["spacing_mm"] < 8
        around = pixels[row - 12 : row + 13, column - 12 : column + 13]
        brighter += bool(pixels[row - 1 : row + 2, column - 1 : column + 2].max() > np.median(around))
    assert brighter == 16
    assert {place["kind"] for place in truth["real"]} == {"vascular", "round or punctate"}


def test_the_real_sample_names_its_source_and_licence(truth: dict[str, Any]) -> None:
    notice = (RESOURCES.parents[1] / "NOTICE").read_text(encoding="utf-8")
    assert "doi:10.7937/29kw-ae92" in truth["source"] and "doi:10.7937/29kw-ae92" in notice
    assert "CC BY 4.0" in truth["licence"]
    assert IMAGES[REAL].name in notice


def test_the_tool_makes_the_real_sample_of_its_source_alone(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """With other backgrounds it draws the same cluster; another file than the source is refused before anything is
    written.
    """
    import sys

    sys.path.append(str(RESOURCES.parents[1] / "tools"))
    import make_real_sample

    grey = np.full((900, 900), 120, np.uint8) + np.random.default_rng(1).integers(0, 8, (900, 900)).astype(np.uint8)
    drawn, lesion = make_real_sample.with_cluster(grey)
    again, _ = make_real_sample.with_cluster(grey)
    assert np.array_equal(drawn, again)
    assert len(make_real_sample.truth(lesion)["simulated"]["calcifications"]) == 16
    changed = np.argwhere(drawn != grey)
    assert np.hypot(*(changed.mean(axis=0) - make_real_sample.CENTRE)) < 60
    Image.fromarray(grey).save(tmp_path / "other.png")
    before = sha256_of(IMAGES[REAL])
    assert make_real_sample.main(tmp_path / "other.png") == 1
    assert "another image" in capsys.readouterr().err
    assert sha256_of(IMAGES[REAL]) == before


@pytest.fixture(scope="module")
def real() -> Mammogram:
    return read_mammogram(IMAGES[REAL])


def test_the_cluster_is_found_as_suspicious_and_the_vessel_as_benign(truth: dict[str, Any], real: Mammogram) -> None:
    import microcalc

    found = microcalc.detect(real).findings
    (suspicious,) = found.reported_clusters
    simulated, vessel = truth["simulated"], truth["real"][0]
    assert (
        np.hypot(suspicious.row - simulated["row"], suspicious.column - simulated["column"]) * truth["spacing_mm"] < 3
    )
    assert suspicious.morphology == simulated["kind"]
    longest = max(found.vessels, key=lambda one: one.length_mm)
    line = np.array(longest.polyline)
    at = np.interp(vessel["column"], *line[np.argsort(line[:, 1])].T[::-1])  # it runs from left to right
    assert abs(at - vessel["row"]) * truth["spacing_mm"] < 2
    assert longest.length_mm > 15
