"""The command line: ``microcalc``, inside Slicer ``PythonSlicer -m MicrocalcCADLib``. Heavy imports come late."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from . import RESEARCH_ONLY, __version__
from .batch.command import DESCRIPTION, add_batch_arguments
from .batch.command import run as run_batch
from .command_options import add_result_arguments, detection_options, given_path
from .console import ConsoleProgress, counts_of, of_the_system, one_line, silenced_warnings, to_any_console
from .ending import ended_as_by_ctrl_c, status_of
from .errors import MicrocalcError, at_command_line
from .memory import share_heap
from .notices import IMAGE, Notice

if TYPE_CHECKING:
    from pathlib import Path

    from .detection import DetectionOptions
    from .detectors import Detector

DONE, SOME_FAILED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 if all was done, 1 if some image failed, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    share_heap()
    return to_any_console(lambda: _carried_out(options))


def _carried_out(options: argparse.Namespace) -> int:
    try:
        with ended_as_by_ctrl_c():
            return options.run(options)
    except MicrocalcError as error:
        print(f"microcalc {options.command}: {at_command_line(error)}", file=sys.stderr)
        return WRONG_USAGE
    except OSError as error:
        if not (told := of_the_system(error)):
            raise
        print(f"microcalc {options.command}: {told}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt as error:
        print("\nInterrupted: what was written before is complete.", file=sys.stderr)
        return status_of(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("microcalc", description=f"Calcifications in mammograms. {RESEARCH_ONLY}")
    parser.add_argument("--version", action="version", version=f"Microcalc {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    detect = commands.add_parser(
        "detect",
        help="detect calcifications in images",
        description="Detect calcifications; one line a result.",
        epilog=RESEARCH_ONLY,
    )
    _add_detect_arguments(detect)
    detect.set_defaults(run=_detect)
    batch = commands.add_parser(
        "batch", help="detect calcifications in folders, at any size", description=DESCRIPTION, epilog=RESEARCH_ONLY
    )
    add_batch_arguments(batch)
    add_result_arguments(batch)
    batch.set_defaults(run=run_batch)
    send = commands.add_parser(
        "send", help="send DICOM results to a node such as a PACS", description="Send DICOM files (C-STORE)."
    )
    send.add_argument(
        "files",
        nargs="+",
        type=given_path,
        metavar="FILE",
        help="DICOM files, made with --save dicom-seg,cad-sr,gsps,capture",
    )
    send.add_argument("--to", required=True, metavar="TITLE@HOST:PORT", help="for example ORTHANC@localhost:4242")
    send.add_argument("--tls", action="store_true", help="encrypt the connection")
    send.add_argument(
        "--tls-authorities",
        type=given_path,
        metavar="PEM",
        help="whose certificates are trusted; default: those that this system trusts",
    )
    send.add_argument(
        "--tls-certificate", type=given_path, metavar="PEM", help="our certificate, where the node asks for one"
    )
    send.add_argument(
        "--tls-key", type=given_path, metavar="PEM", help="its private key, where that is in another file"
    )
    send.set_defaults(run=_send)
    models = commands.add_parser(
        "models", help="list the models, or import one", description="List the models, or import one."
    )
    models.set_defaults(run=_models)
    _add_import(models.add_subparsers(dest="action", metavar="import"))
    for name, run, text in (
        ("methods", _methods, "list the methods"),
        ("check", _check, "check this installation: packages, decoders, device, models"),
    ):
        commands.add_parser(name, help=text, description=text.capitalize() + ".").set_defaults(run=run)
    return parser


def _add_detect_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "images", nargs="+", type=given_path, metavar="IMAGE", help="DICOM, PNG, JPEG, PGM, TIFF, NRRD or MHA"
    )
    add_result_arguments(parser)


def _add_import(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = (
        "Write a bundle for the method hdogreg with published weights: the checkpoint of Marasinou 2023, or a state"
        " dict of that network."
    )
    parser = actions.add_parser("import", help="make a bundle of published weights", description=text)
    parser.add_argument("file", type=given_path, metavar="FILE", help="the weights; nothing in the file is run")
    parser.add_argument(
        "-o", "--output", required=True, type=given_path, metavar="FOLDER", help="new folder for the bundle"
    )
    parser.add_argument("--name", help="name of the model; default: the folder's")
    parser.set_defaults(run=_import_model)


def _detect(options: argparse.Namespace) -> int:
    from .assessment.choice import verified_ratings
    from .detection import stems
    from .detectors import DEFAULT
    from .detectors.machine_code import IN_BACKGROUND, make_in_background
    from .files import folder_for_results
    from .kinds import system

    run = detection_options(options)
    method = DEFAULT if options.method is None else options.method
    verified_ratings(run.ratings, method)
    said: set[Notice] = set()
    with silenced_warnings(), folder_for_results(run.folder):
        detector = system.create(method, options.model, options.device, kinds=options.kinds)
        failed = [
            image
            for index, (image, stem) in enumerate(zip(options.images, stems(options.images), strict=True))
            if not _detect_one(
                image, stem, detector, run, ConsoleProgress(index, len(options.images), image.name, options.quiet), said
            )
        ]
    if method == DEFAULT and make_in_background():
        print(f"note: {IN_BACKGROUND}", file=sys.stderr)
    if failed:
        print(
            f"{len(failed)} of {len(options.images)} images failed: {', '.join(map(one_line, failed))}", file=sys.stderr
        )
    return SOME_FAILED if failed else DONE


def _detect_one(
    image: Path, stem: str, detector: Detector, run: DetectionOptions, console: ConsoleProgress, said: set[Notice]
) -> bool:
    """Detect in one image and print its line; False if it failed, which must not stop the others.

    A notice of the installation is printed once and joins those that were said.
    """
    from .detection import detect_image

    try:
        result = detect_image(image, stem, detector, run, console.progress)
    except MicrocalcError as error:
        console.clear()
        print(f"failed: {one_line(image)}: {one_line(at_command_line(error))}", file=sys.stderr)
        return False
    except Exception as error:
        console.clear()
        traceback.print_exc()
        print(
            f"failed: {one_line(image)}: unexpected {type(error).__name__} ({error}): please report it with the lines"
            " above.",
            file=sys.stderr,
        )
        return False
    console.clear()
    findings = result.findings
    for notice in result.notices:
        if notice not in said:
            print(
                f"note: {one_line(image)}: {notice.text}" if notice.scope == IMAGE else f"note: {notice.text}",
                file=sys.stderr,
            )
    said.update(notice for notice in result.notices if notice.scope != IMAGE)
    line = one_line(image), counts_of(findings), f"{result.seconds:.1f} s", one_line(result.paths["json"])
    print("\t".join(line), flush=True)
    return True


def _send(options: argparse.Namespace) -> int:
    from .dicom_peer import Peer, PeerError, Tls, send

    files = (options.tls_authorities, options.tls_certificate, options.tls_key)
    peer = replace(Peer.parsed(options.to), tls=Tls(*files) if options.tls or any(files) else None)
    try:
        count = send(peer, options.files)
        print(f"{count} file{'' if count == 1 else 's'} sent to {peer}")
    except PeerError as error:
        print(f"microcalc send: {error}", file=sys.stderr)
        return SOME_FAILED
    return DONE


def _models(options: argparse.Namespace) -> int:
    del options
    from .models import list_models, models_folder

    print(f"Models in {models_folder()}")
    for model in list_models():
        seconds = ", ".join(
            f"{value:g} s {device}"
            for device, value in (("CPU", model.cpu_seconds), ("GPU", model.gpu_seconds))
            if value
        )
        facts = (
            f"{model.name} {model.version}",
            model.method,
            seconds or "not timed",
            model.licence,
            f"sha256 {model.sha256}",
            model.use,
        )
        print("\t".join(filter(None, facts)))
    return DONE


def _import_model(options: argparse.Namespace) -> int:
    from .model_import import import_model

    bundle = import_model(options.file, options.output, options.name)
    print(f"{bundle.folder}\t{bundle.identity.name}\tsha256 {bundle.identity.sha256}")
    return DONE


def _methods(options: argparse.Namespace) -> int:
    del options
    from .detectors import DEFAULT, KNOWN

    for name, text in KNOWN.items():
        print(f"{name}\t{text}{' (default)' if name == DEFAULT else ''}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    del options
    from .environment import checks

    results = list(checks())
    for check in results:
        print(f"{'ok' if check.passed else 'MISSING' if check.required else 'absent':8}{check.name}: {check.text}")
    missing = [check.name for check in results if check.required and not check.passed]
    print(f"Not ready, see {', '.join(missing)} above." if missing else "Ready.")
    return SOME_FAILED if missing else DONE


if __name__ == "__main__":
    sys.exit(main())
