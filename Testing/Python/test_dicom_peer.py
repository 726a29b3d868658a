"""Sending to and receiving from other DICOM nodes, on the loopback interface."""

from __future__ import annotations

import shutil
import socket
import ssl
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
from MicrocalcCADLib.dicom_peer import Peer, PeerError, Tls, echo, send
from MicrocalcCADLib.dicom_receiver import Receiver, receiving, titles
from pynetdicom import AE, evt


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
    return {
        str(d.SOPInstanceUID): d for d in (pydicom.dcmread(p) for p in folder.iterdir() if not p.name.startswith("."))
    }


def test_what_is_sent_arrives_equal(files: list[Path], tmp_path: Path) -> None:
    arrived: list[Path] = []
    with receiving(tmp_path, arrived=arrived.append) as port:
        peer = Peer("127.0.0.1", port, "MICROCALC")
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
            peer = Peer("127.0.0.1", port, "MICROCALC")
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
        said = run_validator(
            "storescu", "-aec", "MICROCALC", "--propose-lossless", "127.0.0.1", str(port), files[0], files[2]
        )
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
        send(Peer("127.0.0.1", port, "MICROCALC"), [*files, tmp_path / "notes.txt"])
    assert not list((tmp_path / "in").iterdir())


def test_sending_stops_between_two_files_when_cancelled(files: list[Path], tmp_path: Path) -> None:
    calls: list[float] = []
    progress = Progress(lambda fraction, text: calls.append(fraction), lambda: len(calls) > 1)
    with receiving(tmp_path) as port, pytest.raises(Cancelled):
        send(Peer("127.0.0.1", port, "MICROCALC"), files, progress)
    assert 0 < len(list(tmp_path.iterdir())) < 3


def test_a_node_that_takes_no_reports_is_told_with_the_file(files: list[Path]) -> None:
    entity = AE()
    entity.add_supported_context("1.2.840.10008.1.1")
    entity.add_supported_context("1.2.840.10008.5.1.4.1.1.7")
    server = entity.start_server(("127.0.0.1", 0), block=False)
    try:
        with pytest.raises(PeerError, match=r"takes no Mammography CAD SR Storage.*report\.dcm was not sent"):
            send(Peer("127.0.0.1", server.socket.getsockname()[1]), files[1:])
    finally:
        server.shutdown()


def test_the_command_line_sends_and_tells_a_node_that_is_not_there(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with receiving(tmp_path) as port:
        assert main(["send", *map(str, files), "--to", f"MICROCALC@127.0.0.1:{port}"]) == 0
    assert capsys.readouterr().out == f"3 files sent to MICROCALC@127.0.0.1:{port}\n"
    assert main(["send", str(files[1]), "--to", f"PACS@127.0.0.1:{free_port()}"]) == 1
    assert main(["send", str(files[1]), "--to", "nowhere"]) == 2
    assert "write TITLE@HOST:PORT" in capsys.readouterr().err


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with (
        receiving(tmp_path) as port,
        pytest.raises(PeerError, match="choose another"),
        receiving(tmp_path, Receiver(port=port)),
    ):
        pass


@pytest.mark.parametrize(
    "text", ["host", "host:0", "host:99999", "A@B", "TITLE-OF-TOO-MANY-LETTERS@host:104", "@host:104"]
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Peer.parsed(text)


def test_an_address_is_read_with_and_without_title() -> None:
    assert Peer.parsed("ORTHANC@localhost:4242") == Peer("localhost", 4242, "ORTHANC")
    assert Peer.parsed("[::1]:104") == Peer("::1", 104)


def served(entity: AE, **handlers: Callable) -> tuple[object, Peer]:
    """Start a node on a free port of this machine."""
    server = entity.start_server(
        ("127.0.0.1", 0), block=False, evt_handlers=[(getattr(evt, name), one) for name, one in handlers.items()]
    )
    return server, Peer("127.0.0.1", server.socket.getsockname()[1])


def test_a_node_of_implicit_little_endian_alone_gets_everything(files: list[Path]) -> None:
    entity, stored = AE(), []
    for path in files:
        entity.add_supported_context(pydicom.dcmread(path).SOPClassUID, "1.2.840.10008.1.2")
    server, peer = served(entity, EVT_C_STORE=lambda event: stored.append(event.dataset) or 0x0000)
    try:
        assert send(peer, files) == 3
    finally:
        server.shutdown()
    sent = {str(dataset.SOPInstanceUID): dataset for dataset in map(pydicom.dcmread, files)}
    for dataset in stored:
        assert dataset.PatientID == sent[str(dataset.SOPInstanceUID)].PatientID
        assert len(stored) == 3


def test_what_is_compressed_is_decompressed_for_a_node_that_takes_it_only_so(files: list[Path], tmp_path: Path) -> None:
    compressed = pydicom.dcmread(files[0])
    pixels = compressed.pixel_array
    compressed.compress(pydicom.uid.RLELossless)
    compressed.save_as(tmp_path / "rle.dcm")
    entity, stored = AE(), []
    entity.add_supported_context(compressed.SOPClassUID, "1.2.840.10008.1.2")

    def keep(event: evt.Event) -> int:
        dataset = event.dataset
        dataset.file_meta = event.file_meta
        stored.append(dataset.pixel_array)
        return 0x0000

    server, peer = served(entity, EVT_C_STORE=keep)
    try:
        send(peer, [tmp_path / "rle.dcm"])
    finally:
        server.shutdown()
    assert (stored[0] == pixels).all()


def test_a_host_without_an_address_is_named(files: list[Path]) -> None:
    with pytest.raises(PeerError, match=r"The host no-such-host\.invalid is not known here: check its name"):
        send(Peer("no-such-host.invalid", 104), files)


def test_a_node_that_answers_and_takes_none_of_the_kinds_is_not_said_to_be_silent(files: list[Path]) -> None:
    entity = AE()
    entity.add_supported_context("1.2.840.10008.1.1")
    server, peer = served(entity)
    try:
        with pytest.raises(PeerError, match=r"answers, but takes none of these: .*Mammography CAD SR Storage"):
            send(peer, files)
    finally:
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "is a folder"), ("gone.dcm", "does not exist"), ("link.dcm", "is a link to a file that does not")],
)
def test_what_is_not_there_is_not_called_no_dicom_file(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "link.dcm").symlink_to(tmp_path / "gone.dcm")
    with pytest.raises(InputError, match=sentence):
        send(Peer("127.0.0.1", free_port()), [tmp_path / name])


def test_a_node_that_fills_up_says_how_much_has_arrived(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    entity, stored = AE(), []
    for sop_class in {str(pydicom.dcmread(path).SOPClassUID) for path in files}:
        entity.add_supported_context(sop_class)

    def keep(event: evt.Event) -> int:
        stored.append(event.dataset.SOPInstanceUID)
        return 0xA700 if len(stored) == 3 else 0

    server, peer = served(entity, EVT_C_STORE=keep)
    try:
        with pytest.raises(
            PeerError, match=r"did not store capture\.dcm \(status A700\).*Arrived before: 2 of 3 files\.$"
        ):
            send(peer, files)
        assert main(["send", str(files[0]), "--to", f"PACS@127.0.0.1:{peer.port}"]) == 0
    finally:
        server.shutdown()
    assert capsys.readouterr().out.startswith("1 file sent")


def test_only_this_machine_reaches_a_receiver_that_is_not_told_otherwise() -> None:
    assert Receiver().address == "127.0.0.1"


@pytest.mark.parametrize(
    ("called", "calling", "heard"),
    [("MICROCALC", "PACS", True), ("OTHER", "PACS", False), ("MICROCALC", "STRANGER", False)],
)
def test_a_receiver_hears_who_calls_it_by_name_and_is_on_its_list(
    tmp_path: Path, called: str, calling: str, heard: bool
) -> None:
    with receiving(tmp_path, Receiver(callers=titles("PACS, ARCHIVE"))) as port:
        peer = Peer("127.0.0.1", port, called, calling)
        if heard:
            echo(peer)
        else:
            with pytest.raises(
                PeerError,
                match="has another title than OTHER" if called == "OTHER" else "refuses the connection of STRANGER",
            ):
                echo(peer)


def test_an_object_of_a_known_uid_and_other_content_is_refused_and_the_first_one_stays(
    files: list[Path], tmp_path: Path
) -> None:
    arrived: list[Path] = []
    with receiving(tmp_path / "in", arrived=arrived.append) as port:
        peer = Peer("127.0.0.1", port, "MICROCALC")
        send(peer, files[1:2])
        first = arrived[0].read_bytes()
        send(peer, files[1:2])
        other = pydicom.dcmread(files[1])
        other.PatientID = "somebody else"
        other.save_as(tmp_path / "other.dcm")
        with pytest.raises(PeerError, match=r"did not store other\.dcm \(status 0111\)"):
            send(peer, [tmp_path / "other.dcm"])
    assert arrived[0].read_bytes() == first
    assert len(list((tmp_path / "in").iterdir())) == 1


def test_the_same_object_in_another_transfer_syntax_is_accepted_once_more(files: list[Path], tmp_path: Path) -> None:
    implicit = pydicom.dcmread(files[1])
    implicit.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    implicit.save_as(tmp_path / "implicit.dcm", implicit_vr=True, little_endian=True)
    with receiving(tmp_path / "in") as port:
        peer = Peer("127.0.0.1", port, "MICROCALC")
        assert send(peer, files[1:2]) == send(peer, [tmp_path / "implicit.dcm"]) == 1
    assert len(list((tmp_path / "in").iterdir())) == 1


def test_objects_that_are_too_large_or_have_no_valid_uid_are_refused(files: list[Path], tmp_path: Path) -> None:
    with (
        receiving(tmp_path / "in", Receiver(largest_bytes=1000)) as port,
        pytest.raises(PeerError, match="status A700"),
    ):
        send(Peer("127.0.0.1", port, "MICROCALC"), files[:1])
    odd = pydicom.dcmread(files[1])
    odd.SOPInstanceUID = odd.file_meta.MediaStorageSOPInstanceUID = "1.2.03.x"
    odd.save_as(tmp_path / "odd.dcm")
    with receiving(tmp_path / "in") as port, pytest.raises(PeerError, match="status 0117"):
        send(Peer("127.0.0.1", port, "MICROCALC"), [tmp_path / "odd.dcm"])
    assert list((tmp_path / "in").glob("*")) == []


def test_idle_connections_do_not_keep_others_away(tmp_path: Path) -> None:
    with receiving(tmp_path, Receiver(idle_s=1.0, most_connections=3)) as port:
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(12)]
        assert waited_for(lambda: _answers(Peer("127.0.0.1", port, "MICROCALC")), 10)
        for one in idle:
            one.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine, signed by itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "node.pem", folder / "key.pem"
    request = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    subprocess.run(["openssl", *request, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


def test_a_connection_is_encrypted_and_only_with_a_node_that_is_trusted(
    files: list[Path], certificate: tuple[Path, Path]
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    entity, stored = AE(), []
    entity.add_supported_context(pydicom.dcmread(files[1]).SOPClassUID)
    handlers = [(evt.EVT_C_STORE, lambda event: stored.append(event) or 0)]
    server = entity.start_server(("127.0.0.1", 0), block=False, ssl_context=context, evt_handlers=handlers)
    try:
        peer = Peer("127.0.0.1", server.socket.getsockname()[1], tls=Tls(certificate[0]))
        assert send(peer, files[1:2]) == len(stored) == 1
        with pytest.raises(PeerError, match="certificate that is trusted"):
            send(Peer(peer.host, peer.port, tls=Tls()), files[1:2])
    finally:
        server.shutdown()
    with pytest.raises(InputError, match="give PEM files"):
        Tls(Path("no.pem")).context()
