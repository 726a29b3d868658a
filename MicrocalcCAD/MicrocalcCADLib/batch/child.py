"""A whole batch in a process of its own, as Slicer starts it; see `..child`. What is done is what the run
has come to.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .. import child
from ..progress import Progress
from .run import BatchOptions, BatchResult, run_batch
from .task import Setup

BATCH_REQUEST = "batch.json"


def write_batch_request(folder: Path, inputs: Sequence[Path], options: BatchOptions) -> Path:
    """Write what `main` needs into an existing folder and return the path of the request; raises `OutputError`."""
    setup = Setup(options.detection, options.choice).to_dict()
    rest = {name: getattr(options, name) for name in ("workers", "scheduler", "memory_mb", "resume")}
    return child.write_request(
        folder / BATCH_REQUEST, {"inputs": [str(path) for path in inputs], "setup": setup, "options": rest}
    )


def read_batch_request(path: Path) -> tuple[list[Path], BatchOptions]:
    """Read what `write_batch_request` wrote; raises `InputError` for anything else."""

    def meaning(content: Any) -> tuple[list[Path], BatchOptions]:
        setup = Setup.from_dict(content["setup"])
        return [Path(name) for name in content["inputs"]], BatchOptions(
            setup.options, setup.choice, **content["options"]
        )

    return child.read_request(path, meaning, "the batch")


def result_to_dict(result: BatchResult) -> dict[str, Any]:
    """Return the result as plain JSON types."""
    return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(result).items()}


def result_from_dict(content: Mapping[str, Any]) -> BatchResult:
    """Rebuild what `result_to_dict` gave, also after a way through JSON."""
    paths = {name: Path(content[name]) for name in ("folder", "table", "page")}
    names = {name: tuple(content[name]) for name in ("done", "unchanged")}
    return BatchResult(**{**content, **paths, **names})


def run(request: Path, emit: child.Emit) -> int:
    """Work on a request, report through `emit`, and return the exit status."""

    def done(progress: Progress) -> dict[str, Any]:
        progress(0.0, "starting")
        return result_to_dict(run_batch(*read_batch_request(request), progress))

    return child.answer(request, emit, done, "The batch")


def main(arguments: list[str] | None = None) -> int:
    """Run ``python -u -m MicrocalcCADLib.batch.child BATCH.json``."""
    return child.main("batch.child", arguments, run)


if __name__ == "__main__":
    sys.exit(main())
