"""Writing, sending and receiving DICOM in a process of its own, as Slicer starts it; request, reports and STOP as in `worker`.

Beside the lines of `worker`, ``{"arrived": FILE}`` tells of each file that was received. What is done is a list of paths
(export), a number of files (send, receive), or null (echo).
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .analysis import Analysis
from .dicom_peer import Peer, echo, send
from .dicom_receiver import Receiver, receiving
from .errors import Cancelled, InputError, MicrocalcError
from .files import read_json, written_whole
from .findings import Findings
from .mammogram import Mammogram
from .progress import Progress
from .worker import CANCELLED_STATUS, DONE_STATUS, FAILED_STATUS, REQUEST, STOP, DetectorChoice, read_request, write_request

DICOM_REQUEST, FINDINGS, ANALYSIS = "dicom.json", "findings.json", "analysis.npz"
EXPORT, SEND, ECHO, RECEIVE = "export", "send", "echo", "receive"
_LOOK_EVERY_S = 0.1
Emit = Callable[[Mapping[str, Any]], None]


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
    _write(folder / FINDINGS, findings.to_dict())
    return _requested(folder, EXPORT, output=str(output), stem=stem, formats=list(formats), peer=asdict(peer) if peer else None)


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
    progress = Progress(lambda fraction, text: emit({"fraction": round(fraction, 4), "text": text}), (request.parent / STOP).exists)
    works = {EXPORT: _export, SEND: _send, ECHO: _echo, RECEIVE: _receive}
    try:
        content = _content(request)
        done = works[content["action"]](content, request.parent, progress, emit)
    except Cancelled:
        emit({"cancelled": True})
        return CANCELLED_STATUS
    except MicrocalcError as error:
        emit({"error": str(error)})
        return FAILED_STATUS
    except Exception as error:  # the edge of the process: whatever failed must reach the panel as a sentence
        traceback.print_exc()
        emit({"error": f"This failed ({type(error).__name__}: {error}): please report it with the application's log."})
        return FAILED_STATUS
    emit({"done": done})
    return DONE_STATUS


def _export(content: Mapping[str, Any], folder: Path, progress: Progress, emit: Emit) -> list[str]:
    del emit
    from .files import prepared_folder
    from .reporting import check_formats, write

    mammogram, _ = read_request(folder / REQUEST)
    check_formats(mammogram, content["formats"])
    findings, analysis = Findings.from_dict(read_json(folder / FINDINGS)), Analysis.load(folder / ANALYSIS)
    output, paths = prepared_folder(Path(content["output"])), []
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
    _write(folder / DICOM_REQUEST, {"action": action, **content})
    return folder / DICOM_REQUEST


def _write(path: Path, content: Any) -> None:
    with written_whole(path) as temporary:
        temporary.write_text(json.dumps(content), encoding="utf-8")


def _content(request: Path) -> dict[str, Any]:
    try:
        content = read_json(request)
        if content["action"] not in (EXPORT, SEND, ECHO, RECEIVE):
            raise ValueError(f"unknown action {content['action']!r}")
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{request} is not a request of Microcalc ({error}): start it again.") from error
    return content


def main(arguments: list[str] | None = None) -> int:
    """Run ``python -u -m MicrocalcCADLib.dicom_child DICOM.json``."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) != 1:
        print("usage: python -u -m MicrocalcCADLib.dicom_child DICOM.json", file=sys.stderr)
        return 2
    return run(Path(arguments[0]), lambda message: print(json.dumps(message), flush=True))


if __name__ == "__main__":
    sys.exit(main())
