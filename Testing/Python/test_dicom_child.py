"""DICOM work in a process of its own: what it reports, also for requests that cannot be carried out."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pydicom
import pytest
from dicom_material import Case, make_case
from MicrocalcCADLib.child import CANCELLED_STATUS, DONE_STATUS, FAILED_STATUS, STOP
from MicrocalcCADLib.dicom_child import DICOM_REQUEST, echo_request, export_request, receive_request, run, send_request
from MicrocalcCADLib.dicom_peer import Peer, send
from MicrocalcCADLib.dicom_receiver import Receiver, receiving


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("case"))


def exported(case: Case, folder: Path, formats: tuple[str, ...], **options: Any) -> tuple[int, list[dict[str, Any]]]:
    folder.mkdir(exist_ok=True)
    messages: list[dict[str, Any]] = []
    request = export_request(
        folder, (case.findings, case.analysis, case.mammogram), folder / "out", "breast", formats, **options
    )
    return run(request, messages.append), messages


def test_an_export_tells_the_files_that_it_wrote(case: Case, tmp_path: Path) -> None:
    status, messages = exported(case, tmp_path, ("json", "cad-sr"))
    assert status == DONE_STATUS
    assert messages[-1] == {
        "done": [str(tmp_path / "out" / name) for name in ("breast.findings.json", "breast.cad-sr.dcm")]
    }
    written = pydicom.dcmread(tmp_path / "out" / "breast.cad-sr.dcm")
    assert written.StudyInstanceUID == pydicom.dcmread(case.path).StudyInstanceUID


def test_only_what_is_dicom_is_sent_after_the_export(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("pynetdicom")
    with receiving(tmp_path / "pacs") as port:
        status, _ = exported(case, tmp_path / "request", ("json", "cad-sr"), peer=Peer("127.0.0.1", port, "MICROCALC"))
    assert status == DONE_STATUS
    assert [pydicom.dcmread(path).Modality for path in (tmp_path / "pacs").iterdir()] == ["SR"]


def test_files_are_received_until_the_stop(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("pynetdicom")
    folder = tmp_path / "request"
    folder.mkdir()
    messages: list[dict[str, Any]] = []
    request = receive_request(folder, tmp_path / "in", Receiver())
    status: list[int] = []
    child = threading.Thread(target=lambda: status.append(run(request, messages.append)))
    child.start()
    port = int(waited(lambda: next((m["text"].split()[3] for m in messages if "listening" in m.get("text", "")), None)))
    send(Peer("127.0.0.1", port, "MICROCALC"), [case.path])
    arrived = waited(lambda: next((m["arrived"] for m in messages if "arrived" in m), None))
    assert pydicom.dcmread(arrived) == pydicom.dcmread(case.path)
    (folder / STOP).touch()
    child.join(10)
    assert status == [DONE_STATUS] and messages[-1] == {"done": 1}


def waited(value: Any, seconds: float = 30.0) -> Any:
    end = time.monotonic() + seconds
    while value() is None and time.monotonic() < end:
        time.sleep(0.05)
    return value()


def test_a_node_that_is_not_there_is_one_sentence(tmp_path: Path, case: Case) -> None:
    pytest.importorskip("pynetdicom")
    with receiving(tmp_path / "free") as port:
        pass
    for request in (
        echo_request(tmp_path, Peer("127.0.0.1", port, "MICROCALC")),
        send_request(tmp_path, Peer("127.0.0.1", port, "MICROCALC"), [case.path]),
    ):
        messages: list[dict[str, Any]] = []
        assert run(request, messages.append) == FAILED_STATUS
        assert "does not answer" in messages[-1]["error"]


def test_a_stop_before_the_work_cancels_it(case: Case, tmp_path: Path) -> None:
    (tmp_path / STOP).touch()
    status, messages = exported(case, tmp_path, ("cad-sr",))
    assert status == CANCELLED_STATUS and messages[-1] == {"cancelled": True}
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("content", ["no json", "[]", "{}", json.dumps({"action": "delete"})])
def test_what_is_no_request_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / DICOM_REQUEST
    path.write_text(content, encoding="utf-8")
    messages: list[dict[str, Any]] = []
    assert run(path, messages.append) == FAILED_STATUS
    assert "not a request of Microcalc" in messages[-1]["error"]
