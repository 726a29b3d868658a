"""Receiving from other DICOM nodes (C-STORE, C-ECHO): from this machine alone unless told otherwise, never over what is
there.
"""

from __future__ import annotations

import filecmp
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .dicom_peer import OUR_TITLE, SUCCESS, UNCOMPRESSED, PeerError, load_pynetdicom
from .errors import OutputError
from .files import written_whole

log = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"
OUT_OF_RESOURCES, INVALID_OBJECT, DUPLICATE = 0xA700, 0x0117, 0x0111
_LARGE = 1 << 20
_VERIFICATION = "1.2.840.10008.1.1"
_UID = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*))+")


@dataclass(frozen=True)
class Receiver:
    """Who may send what to us.

    Parameters
    ----------
    address
        Of the network that is listened on: this machine alone by default, ``0.0.0.0`` for all.
    port
        0 for any free one.
    title
        Ours: a node that calls another one is refused.
    callers
        Titles of the nodes that may send; empty for any.
    largest_bytes
        A larger object is refused.
    idle_s
        A connection on which nothing comes for so long is closed, so that it blocks no other.
    most_connections
        At a time.
    """

    address: str = LOOPBACK
    port: int = 0
    title: str = OUR_TITLE
    callers: tuple[str, ...] = ()
    largest_bytes: int = 500_000_000
    idle_s: float = 15.0
    most_connections: int = 20


@contextmanager
def receiving(
    folder: Path | str, receiver: Receiver | None = None, arrived: Callable[[Path], None] | None = None
) -> Iterator[int]:
    """Accept what other nodes send into a folder while the block runs; gives the port.

    Files are named by their SOP instance UID. An object of a UID that is there with other content is refused (status
    0111) and what is there stays; the same object once more is accepted. Objects go through a file, not through the
    memory.

    Parameters
    ----------
    arrived
        Called, in another thread, with each file once it is complete.

    Raises
    ------
    PeerError
        If the port is taken or pynetdicom is not installed.
    """
    network, r, folder = load_pynetdicom(), receiver or Receiver(), Path(folder)
    entity = network.AE(ae_title=r.title)
    entity.require_called_aet, entity.require_calling_aet = True, list(r.callers)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = r.idle_s
    entity.maximum_associations = r.most_connections
    entity.supported_contexts = network.AllStoragePresentationContexts
    for context in entity.supported_contexts:
        context.transfer_syntax = network.ALL_TRANSFER_SYNTAXES
    entity.add_supported_context(_VERIFICATION)
    chunked, network._config.STORE_RECV_CHUNKED_DATASET = network._config.STORE_RECV_CHUNKED_DATASET, True
    try:
        handlers = [(network.evt.EVT_C_STORE, lambda event: _kept(event, folder, r, arrived))]
        server = entity.start_server((r.address, r.port), block=False, evt_handlers=handlers)
    except OSError as error:
        network._config.STORE_RECV_CHUNKED_DATASET = chunked
        raise PeerError(f"Port {r.port} of {r.address} cannot be opened ({error.strerror}): choose another.") from error
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.shutdown()
        network._config.STORE_RECV_CHUNKED_DATASET = chunked


def _kept(event: Any, folder: Path, receiver: Receiver, arrived: Callable[[Path], None] | None) -> int:
    """Keep an object as it came, not parsed and written again, and return the status of the answer."""
    uid = str(event.request.AffectedSOPInstanceUID or "")
    if len(uid) > 64 or not _UID.fullmatch(uid):
        return INVALID_OBJECT
    size = event.dataset_path.stat().st_size
    if size > receiver.largest_bytes:
        log.warning(
            "An object of %d MB was refused: at most %d are accepted.",
            size // 1_000_000,
            receiver.largest_bytes // 1_000_000,
        )
        return OUT_OF_RESOURCES
    path = folder / f"{uid}.dcm"
    if path.exists():
        same = _is_same_object(path, event.dataset_path)
        if not same:
            log.warning("An object was refused: another one of its UID, %s, is here already.", uid)
        return SUCCESS if same else DUPLICATE
    try:
        with written_whole(path) as temporary:
            shutil.copyfile(event.dataset_path, temporary)
    except OutputError:
        return OUT_OF_RESOURCES
    if arrived is not None:
        arrived(path)
    return SUCCESS


def _is_same_object(path: Path, other: Path) -> bool:
    """Return whether two files hold one object: the same bytes, or the same elements in another uncompressed transfer
    syntax.
    """
    if filecmp.cmp(path, other, shallow=False):
        return True
    from pydicom import dcmread

    try:
        here, there = (dcmread(one, defer_size=_LARGE) for one in (path, other))
        uncompressed = all(one.file_meta.TransferSyntaxUID in UNCOMPRESSED for one in (here, there))
        return uncompressed and bool(here == there)
    except Exception:  # pydicom raises whatever damaged bytes lead to
        return False


def titles(text: str) -> tuple[str, ...]:
    """Return the application entity titles in a text, separated by commas or blanks."""
    return tuple(part for part in re.split(r"[,;\s]+", text) if part)
