"""Sending to and receiving from other DICOM nodes, on the loopback interface."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from dicom_material import DEBIAN, Case, installed, make_case, run_validator
from MicrocalcCADLib.__main__ import main
from MicrocalcCADLib.errors import Cancelled, InputError
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reporting import cad_sr, capture

pytest.importorskip("pynetdicom")
from MicrocalcCADLib.dicom_peer import Peer, PeerError, echo, receiving, send


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A mammogram, its report and its capture."""
    case: Case = make_case(tmp_path_factory.mktemp("case"))
    paths = [case.path.with_name(name) for name in ("report.dcm", "capture.dcm")]
    for module, path in zip((cad_sr, capture), paths, strict=True):
        module.write(case.findings, case.analysis, case.mammogram, path)
    return [case.path, *paths]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def waited_for(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def by_uid(folder: Path) -> dict[str, pydicom.Dataset]:
    return {str(d.SOPInstanceUID): d for d in (pydicom.dcmread(p) for p in folder.iterdir() if not p.name.startswith("."))}


def test_what_is_sent_arrives_equal(files: list[Path], tmp_path: Path) -> None:
    arrived: list[Path] = []
    with receiving(tmp_path, arrived=arrived.append) as port:
        peer = Peer("127.0.0.1", port)
        echo(peer)
        assert send(peer, files) == 3
    received = by_uid(tmp_path)
    assert len(arrived) == len(received) == 3
    for path in files:
        sent = pydicom.dcmread(path)
        assert received[str(sent.SOPInstanceUID)] == sent


def test_a_round_trip_through_dcmtk_comes_back_equal(files: list[Path], tmp_path: Path) -> None:
    storescp = installed("storescp")
    port = free_port()
    (tmp_path / "pacs").mkdir()
    with subprocess.Popen([storescp, "--output-directory", str(tmp_path / "pacs"), str(port)]) as server:
        try:
            peer = Peer("127.0.0.1", port)
            assert waited_for(lambda: _answers(peer))
            assert send(peer, files) == 3
        finally:
            server.terminate()
    stored = by_uid(tmp_path / "pacs")
    for path in files:
        sent = pydicom.dcmread(path)
        assert stored[str(sent.SOPInstanceUID)] == sent


def test_what_dcmtk_sends_is_received_equal(files: list[Path], tmp_path: Path) -> None:
    with receiving(tmp_path) as port:
        said = run_validator("storescu", "--propose-lossless", "127.0.0.1", str(port), files[0], files[2])
    assert "E: " not in said, f"{DEBIAN['storescu']}: {said}"
    sent = pydicom.dcmread(files[0])
    assert by_uid(tmp_path)[str(sent.SOPInstanceUID)] == sent


def _answers(peer: Peer) -> bool:
    try:
        echo(peer)
    except PeerError:
        return False
    return True


def test_a_node_that_is_not_there_is_named_with_what_to_check(files: list[Path]) -> None:
    peer = Peer("127.0.0.1", free_port(), "PACS")
    for ask in (lambda: echo(peer), lambda: send(peer, files)):
        with pytest.raises(PeerError, match=r"PACS@127.0.0.1:\d+ does not answer: check host"):
            ask()


def test_nothing_is_sent_if_one_file_is_no_dicom(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no DICOM")
    (tmp_path / "in").mkdir()
    with receiving(tmp_path / "in") as port, pytest.raises(InputError, match=r"notes\.txt is no DICOM file"):
        send(Peer("127.0.0.1", port), [*files, tmp_path / "notes.txt"])
    assert not list((tmp_path / "in").iterdir())


def test_sending_stops_between_two_files_when_cancelled(files: list[Path], tmp_path: Path) -> None:
    calls: list[float] = []
    progress = Progress(lambda fraction, text: calls.append(fraction), lambda: len(calls) > 1)
    with receiving(tmp_path) as port, pytest.raises(Cancelled):
        send(Peer("127.0.0.1", port), files, progress)
    assert 0 < len(list(tmp_path.iterdir())) < 3


def test_a_node_that_takes_no_reports_is_told_with_the_file(files: list[Path]) -> None:
    from pynetdicom import AE

    entity = AE()
    entity.add_supported_context("1.2.840.10008.1.1")
    entity.add_supported_context("1.2.840.10008.5.1.4.1.1.7")
    server = entity.start_server(("127.0.0.1", 0), block=False)
    try:
        with pytest.raises(PeerError, match=r"takes no Mammography CAD SR Storage.*report\.dcm was not sent"):
            send(Peer("127.0.0.1", server.socket.getsockname()[1]), files[1:])
    finally:
        server.shutdown()


def test_the_command_line_sends_and_tells_a_node_that_is_not_there(files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with receiving(tmp_path) as port:
        assert main(["send", *map(str, files), "--to", f"PACS@127.0.0.1:{port}"]) == 0
    assert capsys.readouterr().out == f"3 files sent to PACS@127.0.0.1:{port}\n"
    assert main(["send", str(files[1]), "--to", f"PACS@127.0.0.1:{free_port()}"]) == 1
    assert main(["send", str(files[1]), "--to", "nowhere"]) == 2
    assert "write TITLE@HOST:PORT" in capsys.readouterr().err


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with receiving(tmp_path) as port, pytest.raises(PeerError, match="choose another"), receiving(tmp_path, port):
        pass


@pytest.mark.parametrize("text", ["host", "host:0", "host:99999", "A@B", "TITLE-OF-TOO-MANY-LETTERS@host:104", "@host:104"])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Peer.parsed(text)


def test_an_address_is_read_with_and_without_title() -> None:
    assert Peer.parsed("ORTHANC@localhost:4242") == Peer("localhost", 4242, "ORTHANC")
    assert Peer.parsed("[::1]:104") == Peer("::1", 104)
