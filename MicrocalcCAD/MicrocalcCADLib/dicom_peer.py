"""Another DICOM node, such as a PACS: is it there, send results to it; `dicom_receiver` receives."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import InputError, MicrocalcError
from .progress import Progress
from .real_numbers import is_whole

if TYPE_CHECKING:
    from pydicom import Dataset
    from pynetdicom import AE, Association

OUR_TITLE = "MICROCALC"
# Explicit and implicit little endian.
UNCOMPRESSED = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")
PENDING, SUCCESS = 0xFF00, 0x0000
_WARNINGS = (0xB000, 0xB006, 0xB007)
_LONGEST_WAIT_S = 30.0
# Why a node refuses an association (PS3.8, table 9-21).
_SERVICE_USER, _CALLED_TITLE_UNKNOWN = 1, 7


class PeerError(MicrocalcError):
    """A DICOM node does not answer, or refuses what it was asked for."""


@dataclass(frozen=True)
class Tls:
    """How a connection is encrypted: who is trusted (None: whom this system trusts), and who we are where a node asks
    for that.
    """

    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def context(self) -> ssl.SSLContext:
        """Return the settings of the connection; raises `InputError` if a file cannot be used."""
        try:
            made = ssl.create_default_context(cafile=str(self.authorities) if self.authorities else None)
            if self.certificate:
                made.load_cert_chain(str(self.certificate), str(self.key) if self.key else None)
        except (OSError, ssl.SSLError) as error:
            raise InputError(
                f"The certificates for TLS cannot be used ({error.strerror or error}): give PEM files."
            ) from error
        return made


@dataclass(frozen=True)
class Peer:
    """A DICOM node: address, port, the application entity titles by which it knows itself and us, and how the
    connection is encrypted.
    """

    host: str
    port: int
    title: str = "ANY-SCP"
    our_title: str = OUR_TITLE
    tls: Tls | None = None

    def __post_init__(self) -> None:
        if not self.host or not (is_whole(self.port) and 0 < self.port < 65536):
            raise InputError(
                f"{self.host}:{self.port} is no address of a DICOM node: give a host and a port from 1 to 65535.",
                option="--to",
            )
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
            raise PeerError(
                f"{peer} does not answer to C-ECHO{_code(status)}: ask its administrator to allow {peer.our_title}."
            )


def send(peer: Peer, paths: Iterable[Path | str], progress: Progress | None = None) -> int:
    """Send DICOM files (C-STORE) and return their number.

    Raises
    ------
    InputError
        If a file is no DICOM object; nothing has been sent then.
    PeerError
        If the node does not answer or refuses a file, which is named, with how many before it have arrived.
    Cancelled
        If the user asked for a stop, between two files.
    """
    progress = progress or Progress()
    objects = [(Path(path), _read(Path(path))) for path in paths]
    if not objects:
        raise InputError(
            "There is nothing to send: choose DICOM files that Microcalc wrote.", option="--save dicom-seg,cad-sr"
        )
    with _association(peer, proposals(dataset for _, dataset in objects)) as association:
        for number, (path, dataset) in enumerate(objects):
            progress(number / len(objects), f"sending {path.name}")
            try:
                _store(association, peer, path, dataset)
            except PeerError as error:
                if not number:
                    raise
                raise PeerError(f"{error} Arrived before: {number} of {len(objects)} files.") from error
    progress(1.0, "sent")
    return len(objects)


def proposals(datasets: Iterable[Dataset]) -> dict[str, list[str]]:
    """Return what is proposed to a node: for each SOP class the transfer syntaxes, the file's own first.

    Every node takes implicit little endian (PS3.5, 10.1), so whatever can be sent uncompressed is offered so too.
    """
    wanted: dict[str, list[str]] = {}
    for dataset in datasets:
        syntaxes = wanted.setdefault(str(dataset.SOPClassUID), [])
        for syntax in (str(dataset.file_meta.TransferSyntaxUID), *UNCOMPRESSED):
            if syntax not in syntaxes:
                syntaxes.append(syntax)
    return wanted


def load_pynetdicom() -> Any:
    """Import pynetdicom; raises `PeerError` where it is missing."""
    try:
        import pynetdicom
    except ImportError as error:
        raise PeerError(
            "Sending and receiving need the package pynetdicom: pip install pynetdicom (in Slicer's Python too)."
        ) from error
    return pynetdicom


@contextmanager
def _association(peer: Peer, classes: Iterable[str] | Mapping[str, Sequence[str]]) -> Iterator[Association]:
    entity: AE = load_pynetdicom().AE(ae_title=peer.our_title)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = entity.connection_timeout = _LONGEST_WAIT_S
    for sop_class in classes:
        for syntax in classes[sop_class] if isinstance(classes, Mapping) else (None,):
            entity.add_requested_context(sop_class, syntax) if syntax else entity.add_requested_context(sop_class)
    tls = (peer.tls.context(), peer.host) if peer.tls else None
    _check_host(peer)
    association = entity.associate(peer.host, peer.port, ae_title=peer.title, tls_args=tls)
    if not association.is_established:
        raise PeerError(_why_not(association, peer))
    try:
        yield association
    finally:
        association.release()


def _check_host(peer: Peer) -> None:
    """Raise `PeerError` if the host has no address: only then is its name the cause."""
    try:
        socket.getaddrinfo(peer.host, peer.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PeerError(
            f"The host {peer.host} is not known here: check its name, or give its address.", option="--to"
        ) from error


def _why_not(association: Association, peer: Peer) -> str:
    if association.is_rejected and _unknown_title(association):
        return f"The node at {peer.host}:{peer.port} has another title than {peer.title}: ask its administrator for it."
    if association.is_rejected:
        return f"{peer} refuses the connection of {peer.our_title}: ask its administrator to allow this title."
    if association.rejected_contexts and not association.accepted_contexts:
        names = sorted({context.abstract_syntax.name for context in association.rejected_contexts})
        return f"{peer} answers, but takes none of these: {', '.join(names)}: ask its administrator to allow them."
    if association.is_aborted and association.acceptor.primitive is not None:
        return f"{peer} answered and broke off: see the log of that node."
    if peer.tls:
        return (
            f"{peer} does not answer: check host, port and that it runs, and that it speaks TLS with a certificate that"
            " is trusted here."
        )
    return f"{peer} does not answer: check host, port and that it runs."


def _unknown_title(association: Association) -> bool:
    """Return whether a node refused because it has another title than the one it was called by (PS3.8, 9.3.4)."""
    answer = association.acceptor.primitive
    return answer is not None and (answer.result_source, answer.diagnostic) == (_SERVICE_USER, _CALLED_TITLE_UNKNOWN)


def _store(association: Association, peer: Peer, path: Path, dataset: Dataset) -> None:
    name, syntax = dataset.SOPClassUID.name, dataset.file_meta.TransferSyntaxUID
    accepted = {
        str(c.transfer_syntax[0]) for c in association.accepted_contexts if c.abstract_syntax == dataset.SOPClassUID
    }
    if not accepted:
        raise PeerError(f"{peer} takes no {name}, so {path.name} was not sent: ask its administrator to allow it.")
    if str(syntax) not in accepted and syntax.is_compressed:
        _decompress(dataset, path, peer)
    try:
        status = association.send_c_store(dataset)
    except (ValueError, RuntimeError, AttributeError) as error:
        raise PeerError(
            f"{path.name} could not be sent to {peer} as it takes it ({type(error).__name__}): export it uncompressed,"
            " in explicit little endian."
        ) from error
    if "Status" not in status:
        raise PeerError(f"{peer} broke off while it was sent {path.name}: see the log of that node.")
    if status.Status not in (SUCCESS, *_WARNINGS):
        raise PeerError(f"{peer} did not store {path.name}{_code(status)}: see the log of that node.")


def _decompress(dataset: Dataset, path: Path, peer: Peer) -> None:
    try:
        dataset.decompress()
    except Exception as error:  # decoders raise whatever the bytes lead to
        raise PeerError(
            f"{peer} takes {dataset.SOPClassUID.name} only uncompressed, and {path.name} cannot be decompressed here:"
            " export it uncompressed."
        ) from error


def _code(status: Dataset) -> str:
    return (
        f" (status {status.Status:04X}{': ' + status.ErrorComment if status.get('ErrorComment') else ''})"
        if "Status" in status
        else " (it broke off)"
    )


def _read(path: Path) -> Dataset:
    from pydicom import dcmread

    from .reading import no_file

    if path.is_dir():
        raise InputError(f"{path} is a folder: choose the files in it.")
    if not path.is_file():
        raise no_file(path)
    try:
        dataset = dcmread(path)
        known = bool(dataset.SOPClassUID and dataset.SOPInstanceUID and dataset.file_meta.TransferSyntaxUID)
    except OSError as error:
        raise InputError(
            f"{path} cannot be opened ({error.strerror or error}): check the path and its permissions."
        ) from error
    except Exception as error:  # pydicom raises whatever the bytes lead to
        raise InputError(
            f"{path.name} is no DICOM file that could be sent ({error}): choose those that Microcalc wrote."
        ) from error
    if not known:
        raise InputError(f"{path.name} has no class or instance UID: choose those that Microcalc wrote.")
    return dataset
