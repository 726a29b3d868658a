"""A whole batch in a process of its own, as Slicer starts it; request, lines of report and STOP as in `worker`.

The last line is ``{"done": {...}}`` with what the run has come to, ``{"error": SENTENCE}`` or ``{"cancelled": true}``.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..errors import Cancelled, InputError, MicrocalcError
from ..files import read_json, written_whole
from ..progress import Progress
from ..worker import CANCELLED_STATUS, DONE_STATUS, FAILED_STATUS, STOP
from .run import BatchOptions, BatchResult, run_batch
from .task import Setup

BATCH_REQUEST = "batch.json"


def write_batch_request(folder: Path, inputs: Sequence[Path], options: BatchOptions) -> Path:
    """Write what `main` needs into an existing folder and return the path of the request; raises `OutputError`."""
    setup = Setup(options.detection, options.choice).to_dict()
    rest = {name: getattr(options, name) for name in ("workers", "scheduler", "memory_mb", "resume")}
    with written_whole(folder / BATCH_REQUEST) as temporary:
        temporary.write_text(json.dumps({"inputs": [str(path) for path in inputs], "setup": setup, "options": rest}), encoding="utf-8")
    return folder / BATCH_REQUEST


def read_batch_request(path: Path) -> tuple[list[Path], BatchOptions]:
    """Read what `write_batch_request` wrote; raises `InputError` for anything else."""
    try:
        content = read_json(path)
        setup = Setup.from_dict(content["setup"])
        return [Path(name) for name in content["inputs"]], BatchOptions(setup.options, setup.choice, **content["options"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is not a request of Microcalc ({error}): start the batch again.") from error


def result_to_dict(result: BatchResult) -> dict[str, Any]:
    """Return the result as plain JSON types."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(result).items()}


def result_from_dict(content: Mapping[str, Any]) -> BatchResult:
    """Rebuild what `result_to_dict` gave, also after a way through JSON."""
    paths = {name: Path(content[name]) for name in ("folder", "table", "page")}
    names = {name: tuple(content[name]) for name in ("done", "unchanged")}
    return BatchResult(**{**content, **paths, **names})


def run(request: Path, emit: Callable[[Mapping[str, Any]], None]) -> int:
    """Work on a request, report through `emit`, and return the exit status."""
    try:
        progress = Progress(lambda fraction, text: emit({"fraction": round(fraction, 4), "text": text}), (request.parent / STOP).exists)
        progress(0.0, "starting")
        inputs, options = read_batch_request(request)
        result = run_batch(inputs, options, progress)
    except Cancelled:
        emit({"cancelled": True})
        return CANCELLED_STATUS
    except MicrocalcError as error:
        emit({"error": str(error)})
        return FAILED_STATUS
    except Exception as error:  # the edge of the process: whatever failed must reach the user as a sentence
        traceback.print_exc()
        emit({"error": f"The batch failed ({type(error).__name__}: {error}): please report this with the application's log."})
        return FAILED_STATUS
    emit({"done": result_to_dict(result)})
    return DONE_STATUS


def main(arguments: list[str] | None = None) -> int:
    """Run ``python -u -m MicrocalcCADLib.batch.child BATCH.json``."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) != 1:
        print("usage: python -u -m MicrocalcCADLib.batch.child BATCH.json", file=sys.stderr)
        return 2
    return run(Path(arguments[0]), lambda message: print(json.dumps(message), flush=True))


if __name__ == "__main__":
    sys.exit(main())
