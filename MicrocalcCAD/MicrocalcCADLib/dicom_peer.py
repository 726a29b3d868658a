"""Another DICOM node, such as a PACS: is it there, send results to it, receive from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import InputError, MicrocalcError, OutputError
from .progress import Progress

if TYPE_CHECKING:
    from pydicom import Dataset
    from pynetdicom import AE, Association

OUR_TITLE = "MICROCALC"
PENDING, SUCCESS = 0xFF00, 0x0000
_WARNINGS = (0xB000, 0xB006, 0xB007)
_LONGEST_WAIT_S = 30.0


class PeerError(MicrocalcError):
    """A DICOM node does not answer, or refuses what it was asked for."""


@dataclass(frozen=True)
class Peer:
    """A DICOM node: address, port, and the application entity titles by which it knows itself and us."""

    host: str
    port: int
    title: str = "ANY-SCP"
    our_title: str = OUR_TITLE

    def __post_init__(self) -> None:
        if not self.host or not 0 < self.port < 65536:
            raise InputError(f"{self.host}:{self.port} is no address of a DICOM node: give a host and a port from 1 to 65535.")
        for title in (self.title, self.our_title):
            if not title.strip() or len(title) > 16 or not title.isascii() or "\\" in title:
                raise InputError(f"{title!r} is no application entity title: use 1 to 16 plain characters.")

    @classmethod
    def parsed(cls, text: str) -> Peer:
        """Return the node written as ``TITLE@HOST:PORT`` or ``HOST:PORT``; raises `InputError`."""
        found = re.fullmatch(r"(?:([^@]+)@)?(\[[^\]]+\]|[^:@]+):(\d+)", text.strip())
        if found is None:
            raise InputError(f"{text!r} is no DICOM node: write TITLE@HOST:PORT, for example ORTHANC@localhost:4242.")
        title, host, port = found.groups()
        return cls(host.strip("[]"), int(port), title or cls.title)

    def __str__(self) -> str:
        return f"{self.title}@{self.host}:{self.port}"


def echo(peer: Peer) -> None:
    """Ask whether the node answers (C-ECHO); raises `PeerError` that says why not."""
    with _association(peer, ["1.2.840.10008.1.1"]) as association:
        status = association.send_c_echo()
        if status.get("Status") != SUCCESS:
            raise PeerError(f"{peer} does not answer to C-ECHO{_code(status)}: ask its administrator to allow {peer.our_title}.")


def send(peer: Peer, paths: Iterable[Path | str], progress: Progress | None = None) -> int:
    """Send DICOM files (C-STORE) and return their number.

    Raises
    ------
    InputError
        If a file is no DICOM object; nothing has been sent then.
    PeerError
        If the node does not answer or refuses a file, which is named; those before it have arrived.
    Cancelled
        If the user asked for a stop, between two files.
    """
    progress = progress or Progress()
    objects = [(Path(path), _read(Path(path))) for path in paths]
    if not objects:
        raise InputError("There is nothing to send: choose DICOM files, made with --save dicom-seg,cad-sr.")
    classes = {str(dataset.SOPClassUID): set() for _, dataset in objects}
    for _, dataset in objects:
        classes[str(dataset.SOPClassUID)].add(str(dataset.file_meta.TransferSyntaxUID))
    with _association(peer, classes) as association:
        for number, (path, dataset) in enumerate(objects):
            progress(number / len(objects), f"sending {path.name}")
            _store(association, peer, path, dataset)
    progress(1.0, "sent")
    return len(objects)


@contextmanager
def receiving(folder: Path | str, port: int = 0, title: str = OUR_TITLE, arrived: Callable[[Path], None] | None = None) -> Iterator[int]:
    """Accept what other nodes send (C-STORE, C-ECHO) into a folder while the block runs; gives the port.

    Parameters
    ----------
    port
        0 for any free one.
    arrived
        Called, in another thread, with each file once it is complete. Files are named by their SOP instance UID.

    Raises
    ------
    PeerError
        If the port is taken or pynetdicom is not installed.
    """
    from .files import written_whole

    network = _pynetdicom()
    folder = Path(folder)

    def keep(event: Any) -> int:
        path = folder / f"{_safe_name(str(event.request.AffectedSOPInstanceUID))}.dcm"
        try:
            with written_whole(path) as temporary:
                temporary.write_bytes(event.encoded_dataset())  # as it came, not parsed and written again
        except OutputError:
            return 0xA700  # out of resources
        if arrived is not None:
            arrived(path)
        return SUCCESS

    entity = network.AE(ae_title=title)
    entity.supported_contexts = network.AllStoragePresentationContexts
    for context in entity.supported_contexts:
        context.transfer_syntax = network.ALL_TRANSFER_SYNTAXES
    entity.add_supported_context("1.2.840.10008.1.1")
    try:
        server = entity.start_server(("", port), block=False, evt_handlers=[(network.evt.EVT_C_STORE, keep)])
    except OSError as error:
        raise PeerError(f"Port {port} cannot be opened ({error.strerror}): choose another.") from error
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.shutdown()


def _pynetdicom() -> Any:
    try:
        import pynetdicom
    except ImportError as error:
        raise PeerError("Sending and receiving need the package pynetdicom: pip install pynetdicom (in Slicer's Python too).") from error
    return pynetdicom


@contextmanager
def _association(peer: Peer, classes: Iterable[str] | dict[str, set[str]]) -> Iterator[Association]:
    entity: AE = _pynetdicom().AE(ae_title=peer.our_title)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = entity.connection_timeout = _LONGEST_WAIT_S
    for sop_class in classes:
        syntaxes = sorted(classes[sop_class]) if isinstance(classes, dict) else None
        for syntax in syntaxes or [None]:
            entity.add_requested_context(sop_class, syntax) if syntax else entity.add_requested_context(sop_class)
    association = entity.associate(peer.host, peer.port, ae_title=peer.title)
    if not association.is_established:
        why = (
            f"refuses the connection of {peer.our_title}: ask its administrator to allow this title"
            if association.is_rejected
            else "does not answer: check host, port and that it runs"
        )
        raise PeerError(f"{peer} {why}.")
    try:
        yield association
    finally:
        association.release()


def _store(association: Association, peer: Peer, path: Path, dataset: Dataset) -> None:
    try:
        status = association.send_c_store(dataset)
    except (ValueError, RuntimeError, AttributeError) as error:
        raise PeerError(
            f"{peer} takes no {dataset.SOPClassUID.name} in this form, {path.name} was not sent ({error}): set up the node for it."
        ) from error
    if status.get("Status") not in (SUCCESS, *_WARNINGS):
        raise PeerError(f"{peer} did not store {path.name}{_code(status)}: see the log of that node.")


def _code(status: Dataset) -> str:
    return (
        f" (status {status.Status:04X}{': ' + status.ErrorComment if status.get('ErrorComment') else ''})"
        if "Status" in status
        else " (it broke off)"
    )


def _read(path: Path) -> Dataset:
    from pydicom import dcmread

    try:
        dataset = dcmread(path)
        known = bool(dataset.SOPClassUID and dataset.SOPInstanceUID and dataset.file_meta.TransferSyntaxUID)
    except Exception as error:  # pydicom raises whatever the bytes lead to
        raise InputError(f"{path.name} is no DICOM file that could be sent ({error}): choose files made with --save dicom-seg,cad-sr.") from error
    if not known:
        raise InputError(f"{path.name} has no class or instance UID: choose files made with --save dicom-seg,cad-sr.")
    return dataset


def _safe_name(uid: str) -> str:
    """Return a UID from the network as a name of a file: nothing but what a UID may hold."""
    return re.sub(r"[^0-9.]", "_", uid)[:64].strip(".") or "unnamed"
