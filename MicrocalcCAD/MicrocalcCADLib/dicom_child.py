"""Writing, sending and receiving DICOM in a process of its own, as Slicer starts it; see `child`.

A line ``{"arrived": FILE}`` tells of each file that was received. What is done is a list of paths (export), a number of
files (send, receive), or null (echo).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import child
from .analysis import Analysis
from .child import STOP, Emit
from .detection_child import REQUEST, DetectorChoice, read_request, write_request
from .dicom_peer import Peer, echo, send
from .dicom_receiver import Receiver, receiving
from .files import read_json
from .findings import Findings
from .mammogram import Mammogram
from .progress import Progress

DICOM_REQUEST, FINDINGS, ANALYSIS = "dicom.json", "findings.json", "analysis.npz"
EXPORT, SEND, ECHO, RECEIVE = "export", "send", "echo", "receive"
_LOOK_EVERY_S = 0.1


def export_request(
    folder: Path,
    results: tuple[Findings, Analysis, Mammogram],
    output: Path,
    stem: str,
    formats: Sequence[str],
    peer: Peer | None = None,
) -> Path:
    """Write a request to write results, and to send what is DICOM among them to a peer; raises `OutputError`."""
    findings, analysis, mammogram = results
    write_request(folder, mammogram, DetectorChoice())
    analysis.save(folder / ANALYSIS)
    child.write_request(folder / FINDINGS, findings.to_dict())
    return _requested(
        folder, EXPORT, output=str(output), stem=stem, formats=list(formats), peer=asdict(peer) if peer else None
    )


def send_request(folder: Path, peer: Peer, files: Sequence[Path | str]) -> Path:
    """Write a request to send DICOM files."""
    return _requested(folder, SEND, peer=asdict(peer), files=[str(path) for path in files])


def echo_request(folder: Path, peer: Peer) -> Path:
    """Write a request to ask whether a node answers."""
    return _requested(folder, ECHO, peer=asdict(peer))


def receive_request(folder: Path, output: Path, receiver: Receiver) -> Path:
    """Write a request to accept files until the stop."""
    return _requested(folder, RECEIVE, output=str(output), receiver=asdict(receiver))


def run(request: Path, emit: Emit) -> int:
    """Work on a request, report through `emit`, and return the exit status."""
    works = {EXPORT: _export, SEND: _send, ECHO: _echo, RECEIVE: _receive}

    def done(progress: Progress) -> Any:
        work, content = child.read_request(request, lambda content: (works[content["action"]], content), "it")
        return work(content, request.parent, progress, emit)

    return child.answer(request, emit, done, "This")


def _export(content: Mapping[str, Any], folder: Path, progress: Progress, emit: Emit) -> list[str]:
    del emit
    from .files import prepared_folder
    from .reporting import check_formats, write

    mammogram, _ = read_request(folder / REQUEST)
    check_formats(mammogram, content["formats"])
    findings, analysis = Findings.from_dict(read_json(folder / FINDINGS)), Analysis.load(folder / ANALYSIS)
    paths: list[Path] = []
    output = prepared_folder(Path(content["output"]))
    for number, name in enumerate(content["formats"]):
        progress(0.8 * number / len(content["formats"]), f"writing {name}")
        paths += write(findings, analysis, mammogram, output, content["stem"], [name]).values()
    if content["peer"]:
        send(Peer(**content["peer"]), [path for path in paths if path.suffix == ".dcm"], progress.part(0.8, 1.0))
    return [str(path) for path in paths]


def _send(content: Mapping[str, Any], folder: Path, progress: Progress, emit: Emit) -> int:
    del folder, emit
    return send(Peer(**content["peer"]), content["files"], progress)


def _echo(content: Mapping[str, Any], folder: Path, progress: Progress, emit: Emit) -> None:
    del folder, progress, emit
    echo(Peer(**content["peer"]))


def _receive(content: Mapping[str, Any], folder: Path, progress: Progress, emit: Emit) -> int:
    """Accept files until the stop, or until nobody listens any more to what is reported."""
    from .files import prepared_folder

    arrived: list[Path] = []
    output = prepared_folder(Path(content["output"]))
    receiver = Receiver(**{**content["receiver"], "callers": tuple(content["receiver"]["callers"])})
    with receiving(output, receiver, arrived.append) as port:
        progress(0.0, f"listening on port {port} of {receiver.address}")
        told = 0
        while not (folder / STOP).exists() and folder.exists():
            while told < len(arrived):
                emit({"arrived": str(arrived[told])})
                told += 1
            time.sleep(_LOOK_EVERY_S)
    return len(arrived)


def _requested(folder: Path, action: str, **content: Any) -> Path:
    return child.write_request(folder / DICOM_REQUEST, {"action": action, **content})


def main(arguments: list[str] | None = None) -> int:
    """Run ``python -u -m MicrocalcCADLib.dicom_child DICOM.json``."""
    return child.main("dicom_child", arguments, run)


if __name__ == "__main__":
    sys.exit(main())
