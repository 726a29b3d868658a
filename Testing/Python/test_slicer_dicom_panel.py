"""The tab DICOM, clicked: results written, sent to dcmtk's storescp and loaded again; each failure in one sentence."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pydicom
import pytest
from dicom_files import write_mammogram
from dicom_material import installed, run_validator
from slicer_host import example_analysis

pytest_plugins = ["slicer_fixtures"]
SECONDS = 600


@pytest.fixture
def dicom_volume(volume: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The example as if it were loaded from the DICOM database."""
    import slicer
    import slicer.util

    path = write_mammogram(tmp_path / "breast.dcm", slicer.util.arrayFromVolume(volume)[0], StudyDate="20250102")
    uid = str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID)
    values = {"0018,1164": "0.07\\0.07", "0028,0101": "12", "0020,0062": "R", "0018,5101": "MLO"}
    database = SimpleNamespace(
        instanceValue=lambda asked, tag: values.get(tag, "") if asked == uid else "",
        fileForInstance=lambda asked: str(path) if asked == uid else "",
    )
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    volume.SetAttribute("DICOM.instanceUIDs", uid)
    return volume


@pytest.fixture
def tab(widget: Any, tmp_path: Path) -> Any:
    """The panel with a folder for the files."""
    widget.ui.dicomFolderEdit.text = str(tmp_path / "out")
    return widget


@pytest.fixture
def detected(tab: Any, dicom_volume: Any) -> Any:
    """The volume after a detection."""
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    createResults(dicom_volume, example_analysis(mammogramOf(dicom_volume)), State())
    tab.ui.volumeSelector.setCurrentNode(dicom_volume)
    return dicom_volume


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def storescp(tab: Any, tmp_path: Path) -> Iterator[Path]:
    """A running storescp; the folder into which it writes, its address in the fields of the tab."""
    storescp = installed("storescp")
    folder, port = tmp_path / "pacs", free_port()
    folder.mkdir()
    tab.ui.dicomHostEdit.text = "127.0.0.1"
    tab.ui.dicomPortSpinBox.setValue(port)
    with subprocess.Popen([storescp, "--output-directory", str(folder), str(port)]) as server:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield folder
        server.terminate()


def status(tab: Any) -> str:
    return tab.ui.dicomStatusLabel.text


def ended(application: Any, tab: Any) -> str:
    application.wait_until(lambda: tab.dicom._process is None, SECONDS)
    return status(tab)


def sort_of(path: Path) -> str:
    return str(pydicom.dcmread(path, stop_before_pixels=True).Modality)


def test_export_writes_the_ticked_formats_in_a_child_process(
    application: Any, tab: Any, detected: Any, tmp_path: Path
) -> None:
    pytest.importorskip("highdicom")
    tab.ui.dicomGspsCheckBox.checked = True
    tab.ui.dicomExportButton.click()
    assert tab.ui.dicomExportButton.text == "Cancel"
    said = ended(application, tab)
    assert sorted(sort_of(path) for path in (tmp_path / "out").iterdir()) == ["PR", "SEG", "SR"]
    assert "Example.cad-sr.dcm" in said and str(tmp_path / "out") in said
    assert tab.ui.dicomExportButton.text == "Export"


@pytest.mark.parametrize("then", [None, "moved.dcm"])
def test_an_export_uses_the_file_that_the_database_knows_now(
    tab: Any, dicom_volume: Any, tmp_path: Path, then: str | None
) -> None:
    """As after a detection that was made while the database was closed, or before it was moved."""
    import slicer
    from MicrocalcCADSlicer.dicom_exchange import exportResults
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    analysis = example_analysis(mammogramOf(dicom_volume))
    gone = replace(analysis, source=replace(analysis.source, path=then and str(tmp_path / then)))
    createResults(dicom_volume, gone, State())
    assert exportResults(dicom_volume, tmp_path / "out", ("cad-sr",))["cad-sr"].is_file()
    assert slicer.dicomDatabase.fileForInstance(analysis.source.sop_instance_uid)


def test_an_export_has_a_name_that_every_system_takes(tab: Any, dicom_volume: Any, tmp_path: Path) -> None:
    """Slicer names volumes of DICOM ``1: description``."""
    from MicrocalcCADSlicer.dicom_exchange import exportResults
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    createResults(dicom_volume, example_analysis(mammogramOf(dicom_volume)), State())
    dicom_volume.SetName("1: full mammogram images")
    path = exportResults(dicom_volume, tmp_path / "out", ("cad-sr",))["cad-sr"]
    assert path.name == "1_ full mammogram images.cad-sr.dcm"
    assert path.is_file()


def test_what_is_exported_and_sent_arrives_and_loads_as_marks(
    application: Any, tab: Any, detected: Any, storescp: Path
) -> None:
    pytest.importorskip("highdicom")
    tab.ui.dicomSendButton.click()
    assert "sent to ANY-SCP@127.0.0.1" in ended(application, tab)
    arrived = sorted(storescp.iterdir(), key=sort_of)
    assert [sort_of(path) for path in arrived] == ["SEG", "SR"]
    tab.dicom.load([str(path) for path in arrived])
    assert status(tab) == "4 nodes loaded."  # a segmentation, two outlined clusters, the single calcifications
    tab.ui.dicomTestButton.click()
    assert "answers." in ended(application, tab)


def test_fields_that_are_empty_stand_for_what_they_hint_at(tab: Any) -> None:
    assert str(tab.dicom.peer()) == "ANY-SCP@localhost:4242"
    assert tab.dicom.peer().our_title == "MICROCALC"


def test_what_others_send_is_received_and_loaded_when_asked_for(
    application: Any, tab: Any, detected: Any, tmp_path: Path
) -> None:
    import slicer.util
    from MicrocalcCADSlicer.dicom_exchange import exportResults

    report = exportResults(detected, tmp_path / "elsewhere", ("cad-sr",))["cad-sr"]
    port = free_port()
    tab.ui.dicomReceivePortSpinBox.setValue(port)
    tab.ui.dicomReceiveButton.click()
    assert tab.ui.dicomReceiveButton.text == "Stop receiving"
    application.wait_until(lambda: f"listening on port {port}" in status(tab), SECONDS)
    before = len(slicer.util.getNodesByClass("vtkMRMLMarkupsNode"))
    assert "E: " not in run_validator("storescu", "-aec", "MICROCALC", "127.0.0.1", str(port), report)
    application.wait_until(lambda: "arrived in the folder" in status(tab), SECONDS)
    (path,) = (tmp_path / "out").iterdir()
    assert sort_of(path) == "SR"
    assert len(slicer.util.getNodesByClass("vtkMRMLMarkupsNode")) == before
    tab.dicom.load([str(path)])
    assert len(slicer.util.getNodesByClass("vtkMRMLMarkupsNode")) > before
    tab.ui.dicomReceiveButton.click()
    assert tab.ui.dicomReceiveButton.text == "Receive"


def test_a_node_that_does_not_answer_is_one_sentence(application: Any, tab: Any) -> None:
    pytest.importorskip("pynetdicom")
    tab.ui.dicomHostEdit.text = "127.0.0.1"
    tab.ui.dicomPortSpinBox.setValue(free_port())
    tab.ui.dicomTestButton.click()
    assert "does not answer: check host" in ended(application, tab)


def test_an_image_without_dicom_origin_is_told_and_offered_other_formats(tab: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    createResults(volume, example_analysis(mammogramOf(volume)), State())
    tab.ui.volumeSelector.setCurrentNode(volume)
    tab.ui.dicomExportButton.click()
    assert "no DICOM image" in status(tab) and "json" in status(tab)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda ui: setattr(ui.dicomFolderEdit, "text", " "), "No folder"),
        (lambda ui: [setattr(getattr(ui, f"dicom{n}CheckBox"), "checked", False) for n in ("Seg", "Sr")], "No format"),
        (
            lambda ui: setattr(ui.dicomTitleEdit, "text", "a title of more than sixteen characters"),
            "no application entity title",
        ),
        (lambda ui: setattr(ui.dicomOurTitleEdit, "text", "two\\values"), "no application entity title"),
    ],
)
def test_what_is_missing_is_said_before_anything_starts(
    tab: Any, detected: Any, spoil: Callable[[Any], Any], sentence: str
) -> None:
    spoil(tab.ui)
    tab.ui.dicomSendButton.click()
    assert sentence in status(tab)
    assert tab.dicom._process is None


def test_without_a_detection_nothing_is_written(tab: Any, dicom_volume: Any) -> None:
    tab.ui.volumeSelector.setCurrentNode(dicom_volume)
    tab.ui.dicomExportButton.click()
    assert "click Detect calcifications first" in status(tab)


def test_a_folder_that_cannot_be_written_is_one_sentence(
    application: Any, tab: Any, detected: Any, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("no folder", encoding="utf-8")
    tab.ui.dicomFolderEdit.text = str(tmp_path / "taken" / "out")
    tab.ui.dicomExportButton.click()
    assert "Cannot make the folder" in ended(application, tab)


def test_a_file_that_holds_no_marks_is_named(tab: Any, dicom_volume: Any, tmp_path: Path) -> None:
    tab.dicom.load([str(tmp_path / "breast.dcm")])
    assert "breast.dcm" in status(tab) and status(tab).startswith("0 nodes loaded.")


def test_addresses_and_folder_are_remembered(tab: Any, application: Any, detected: Any) -> None:
    from slicer_host import close_panel, open_panel

    tab.ui.dicomHostEdit.text = "pacs.example"
    tab.ui.dicomPortSpinBox.setValue(11113)
    tab.ui.dicomExportButton.click()
    tab.ui.dicomExportButton.click()
    assert "Cancelled" in status(tab)
    other = open_panel()
    assert (other.ui.dicomHostEdit.text, other.ui.dicomPortSpinBox.value) == ("pacs.example", 11113)
    assert other.ui.dicomFolderEdit.text == tab.ui.dicomFolderEdit.text
    close_panel(other)
