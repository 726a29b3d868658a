"""Batch work in Slicer: the tab, clicked, and the Python console, which give what the command line gives."""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from batch_material import SPACING_MM, findings_without_timings, run, write_plain, write_simulated
from MicrocalcCADLib.batch.run import BatchResult
from MicrocalcCADLib.errors import Cancelled, InputError, MicrocalcError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.progress import Progress
from slicer_host import close_panel, open_panel

pytest_plugins = ["slicer_fixtures"]


class PendingBatch:
    """Stands for the child process: the test decides when and how it ends."""

    def __init__(self, inputs: list, options: Any, listener: Any, spacing: float | None) -> None:
        self.inputs, self.options, self.listener, self.spacing, self.cancelled = (
            inputs,
            options,
            listener,
            spacing,
            False,
        )

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def tab(widget: Any, tmp_path: Path) -> Any:
    """The panel; its batches are `PendingBatch`es, kept in `batches`, and a folder for results is chosen."""
    widget.batches = []

    def start(*arguments: Any) -> PendingBatch:
        widget.batches.append(PendingBatch(*arguments))
        return widget.batches[-1]

    widget.batch._startBatch = start
    widget.ui.batchInputEdit.text = str(tmp_path / "in")
    widget.ui.batchOutputEdit.text = str(tmp_path / "out")
    return widget


def status(widget: Any) -> str:
    return widget.ui.batchStatusLabel.text


def result(folder: Path) -> BatchResult:
    return BatchResult(
        folder, ("a", "b"), ("a",), {"c": "It is damaged."}, 3, 12.0, folder / "images.csv", folder / "summary.html"
    )


def test_the_batch_has_a_tab_of_its_own(widget: Any) -> None:
    tabs = widget.ui.tabs
    assert [tabs.tabText(i) for i in range(tabs.count)] == ["Mammogram", "Exam", "DICOM", "Batch", "Installation"]
    assert tabs.currentIndex == 0


def test_start_becomes_cancel_and_the_end_is_told_with_its_counts(tab: Any, tmp_path: Path) -> None:
    assert not tab.ui.batchSummaryButton.enabled
    tab.ui.batchButton.click()
    assert tab.ui.batchButton.text == "Cancel"
    tab.batches[-1].listener.progress(0.5, "2 of 4 images, 12.0 a minute, about 10 s remain")
    assert tab.ui.batchProgressBar.value == 500 and "about 10 s remain" in status(tab)
    tab.batches[-1].listener.finished(result(tmp_path / "out"))
    assert status(tab) == (
        "Done in 12 s: 2 images (1 before), 1 failed, 3 files left out. Click Open summary for the reasons."
    )
    tab.batch.onFinished(replace(result(tmp_path / "out"), done=("a",), unchanged=(), failed={}, left_out=1))
    assert status(tab) == "Done in 12 s: 1 image (0 before), 0 failed, 1 file left out."
    assert tab.ui.batchButton.text == "Start batch" and tab.ui.batchSummaryButton.enabled


def test_a_batch_gets_what_is_chosen_in_both_tabs(tab: Any, tmp_path: Path) -> None:
    ui = tab.ui
    ui.deviceSelector.setCurrentIndex(ui.deviceSelector.findData("cpu"))
    ui.operatingPointSelector.setCurrentIndex(ui.operatingPointSelector.findText("sensitive"))
    ui.linkingDistanceSpinBox.setValue(7.5)
    ui.batchSpacingSpinBox.setValue(0.05)
    ui.batchWorkersSpinBox.setValue(3)
    for box in (ui.batchResumeCheckBox, ui.batchSegmentationsCheckBox, ui.batchPagesCheckBox):
        box.click()
    ui.batchButton.click()
    batch = tab.batches[-1]
    assert batch.inputs == [str(tmp_path / "in")] and batch.spacing == 0.05
    assert (batch.options.workers, batch.options.resume, batch.options.choice.device) == (3, True, "cpu")
    detection = batch.options.detection
    assert (detection.folder, detection.formats, detection.choice) == (tmp_path / "out", ("json", "seg"), "sensitive")
    assert (detection.clusters.linking_distance_mm, detection.spacing_mm, detection.identifiers) == (7.5, 0.05, False)


def test_the_volumes_of_the_scene_take_the_place_of_a_folder(tab: Any, volume: Any, application: Any) -> None:
    tab.ui.batchVolumesCheckBox.click()
    assert not tab.ui.batchInputEdit.enabled
    tab.ui.batchButton.click()
    assert tab.batches[-1].inputs == [volume]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ("batchOutputEdit", "No folder for the results is chosen"),
        ("batchInputEdit", "No folder of mammograms is chosen"),
    ],
)
def test_what_is_not_chosen_is_asked_for_and_nothing_starts(tab: Any, edit: str, sentence: str) -> None:
    getattr(tab.ui, edit).text = " "
    tab.ui.batchButton.click()
    assert sentence in status(tab) and tab.batches == []
    assert tab.ui.batchButton.text == "Start batch"


def test_an_empty_scene_has_no_volumes_to_work_on(tab: Any) -> None:
    tab.ui.batchVolumesCheckBox.click()
    tab.ui.batchButton.click()
    assert "no volume in the scene" in status(tab) and tab.batches == []


def test_a_second_click_cancels_and_a_failure_is_told(tab: Any) -> None:
    tab.ui.batchButton.click()
    tab.ui.batchButton.click()
    assert tab.batches[-1].cancelled and status(tab).startswith("Cancelled: what was done")
    tab.ui.batchButton.click()
    tab.batches[-1].listener.failed(MicrocalcError("Another run works in the folder: wait."))
    assert status(tab) == "Another run works in the folder: wait." and tab.ui.batchButton.text == "Start batch"


def test_the_panel_at_its_end_stops_its_batch(tab: Any) -> None:
    tab.ui.batchButton.click()
    tab.cleanup()
    assert tab.batches[-1].cancelled


# The child process, really started, with the shipped model


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images")
    write_simulated(folder, 2)
    return folder


def logic() -> Any:
    import MicrocalcCAD

    return MicrocalcCAD.MicrocalcCADLogic()


def leftovers(application: Any) -> list[Path]:
    return list(Path(application.temporaryPath).glob("Microcalc-*"))


def test_console_tab_and_command_line_give_the_same_bytes(application: Any, images: Path, tmp_path: Path) -> None:
    told: list[str] = []
    console = logic().processBatch(
        images, tmp_path / "console", device="cpu", progress=lambda _, text: told.append(text)
    )
    assert console.done == ("sim00", "sim01") and any("of 2 images" in text for text in told)
    widget = open_panel()
    widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cpu"))
    widget.ui.batchInputEdit.text, widget.ui.batchOutputEdit.text = str(images), str(tmp_path / "tab")
    widget.ui.batchButton.click()
    application.wait_until(lambda: widget.ui.batchButton.text != "Cancel", 180)
    assert "2 images" in status(widget), status(widget)
    run(images, tmp_path / "library", identifiers=False)
    assert findings_without_timings(tmp_path / "console") == findings_without_timings(tmp_path / "library")
    assert findings_without_timings(tmp_path / "tab") == findings_without_timings(tmp_path / "library")
    assert (tmp_path / "tab" / "sim00.html").is_file()
    application.wait_until(lambda: leftovers(application) == [], 10)
    close_panel(widget)


def add_volume(path: Path) -> Any:
    import numpy as np
    import SimpleITK as sitk
    import slicer.util

    matrix = np.diag([-SPACING_MM, -SPACING_MM, 1.0, 1.0])
    return slicer.util.addVolumeFromArray(
        sitk.GetArrayFromImage(sitk.ReadImage(str(path)))[np.newaxis], ijkToRAS=matrix, name=path.stem
    )


def test_loaded_volumes_give_the_findings_of_their_files(application: Any, images: Path, tmp_path: Path) -> None:
    import json

    nodes = [add_volume(path) for path in sorted(images.iterdir())]
    done = logic().processBatch(nodes, tmp_path / "volumes", device="cpu")
    assert done.done == ("sim00", "sim01")
    run(images, tmp_path / "files", identifiers=False)
    for name in done.done:
        one, other = (
            Findings.from_dict(json.loads((tmp_path / kind / f"{name}.findings.json").read_text()))
            for kind in ("volumes", "files")
        )
        assert one.calcifications == other.calcifications and one.clusters == other.clusters


def test_a_ct_and_an_image_of_unknown_spacing_fail_with_their_reasons_and_the_mammogram_is_done(
    application: Any, images: Path, tmp_path: Path
) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume
    from panel_material import add_volume as add_array
    from panel_material import noise

    add_array(noise(5, 64, 48), name="CT")
    addExampleVolume(spacing_mm=1.0, name="Unknown")
    add_volume(sorted(images.iterdir())[0])
    widget = open_panel()
    widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cpu"))
    widget.ui.batchOutputEdit.text = str(tmp_path / "out")
    widget.ui.batchVolumesCheckBox.click()
    widget.ui.batchButton.click()
    application.wait_until(lambda: widget.ui.batchButton.text != "Cancel", 180)
    assert "1 image (0 before), 2 failed" in status(widget), status(widget)
    with (tmp_path / "out" / "images.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row["name"]: row for row in csv.DictReader(stream)}
    assert (rows["CT"]["status"], rows["Unknown"]["status"], rows["sim00"]["status"]) == ("failed", "failed", "done")
    assert "5 slices" in rows["CT"]["reason"] and "spacing" in rows["Unknown"]["reason"]
    close_panel(widget)


def test_volumes_are_named_after_their_nodes_and_a_missing_spacing_is_told_before_anything_starts(
    application: Any, tmp_path: Path
) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume

    with pytest.raises(InputError, match="spacing of Unknown is not known"):
        logic().processBatch([addExampleVolume(spacing_mm=1.0, name="Unknown")], tmp_path / "out")
    assert leftovers(application) == [] and not (tmp_path / "out").exists()


def test_cancelling_from_the_console_ends_the_child_within_two_seconds(application: Any, tmp_path: Path) -> None:
    write_plain(tmp_path / "in", *"abcdefgh")
    asked: list[float] = []
    texts: list[str] = []

    def cancelled() -> bool:
        if any("images to do" in text for text in texts):
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(Cancelled):
        logic().processBatch(
            tmp_path / "in",
            tmp_path / "out",
            device="cpu",
            progress=Progress(lambda _, text: texts.append(text), cancelled),
        )
    assert time.monotonic() - asked[0] < 2.5  # 2 s for the run, and the end of a process
    assert (tmp_path / "out" / "summary.html").is_file()


def test_an_error_of_the_run_reaches_the_console_as_its_sentence(application: Any, tmp_path: Path) -> None:
    from MicrocalcCADSlicer.batch_process import BatchError

    with pytest.raises(BatchError, match="does not exist: check the path"):
        logic().processBatch(tmp_path / "gone", tmp_path / "out")
