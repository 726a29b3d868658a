"""Checks `microcalc batch` on real and simulated mammograms: rate, whole results, kill -9 and --resume, Dask with a
worker killed.

    python Testing/batch_check.py FOLDER... -o DIR --count 200 --spacing 0.05

Takes the images of the folders (or files, or worklists), adds simulated mammograms up to the count, and prints a line a
check. Exit status 1 if one fails. `--spacing` is for images that do not state theirs, as those of CBIS-DDSM films.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from MicrocalcCADLib.batch.inputs import find_inputs
from MicrocalcCADLib.findings import Findings

SHAPE = (1600, 1200)
BATCH = (sys.executable, "-m", "MicrocalcCADLib", "batch")
FORMATS = "json,labels,csv,html"


@dataclass(frozen=True)
class Check:
    """The worklist, the folder that receives one folder a run, the number of images, and the arguments of every run."""

    worklist: Path
    folder: Path
    images: int
    arguments: tuple[str, ...]

    def command(self, name: str, *more: object) -> list[str]:
        """Return the command that works into the folder `name`."""
        return [
            *BATCH,
            str(self.worklist),
            "-o",
            str(self.folder / name),
            "--save",
            FORMATS,
            "--quiet",
            *self.arguments,
            *map(str, more),
        ]

    def run(self, name: str, *more: object) -> float:
        """Run a batch to its end and return images a minute; raise where it ends with an error."""
        start = time.perf_counter()
        ended = subprocess.run(self.command(name, *more), stdout=subprocess.DEVNULL, check=False)
        if ended.returncode not in (0, 1):  # 1: an image failed, which the check of the results tells
            raise RuntimeError(f"The batch {name} ended with exit status {ended.returncode}.")
        return 60 * self.images / (time.perf_counter() - start)


def checks(check: Check, scheduler: bool) -> Iterator[tuple[bool, str]]:
    """Yield for every check whether it holds and what was measured."""
    rates = [check.run(f"workers-{workers}", "--workers", workers) for workers in (1, 2)]
    yield True, f"{rates[0]:.1f} images a minute with 1 worker, {rates[1]:.1f} with 2: ratio {rates[1] / rates[0]:.2f}"
    expected = results(check.folder / "workers-1")
    yield _all_valid(check.folder / "workers-1", check.images)
    yield expected == results(check.folder / "workers-2"), "2 workers write what 1 writes"
    done = _killed(check)
    check.run("killed", "--workers", 2, "--resume")
    yield expected == results(check.folder / "killed"), f"the same after kill -9 with {done} images done, and --resume"
    if scheduler:
        done, killed = _on_dask(check)
        yield (
            killed == 1 and expected == results(check.folder / "dask"),
            f"the same on Dask, {killed} worker killed with {done} images done",
        )


def results(folder: Path) -> dict[str, bytes]:
    """Return what a run wrote for its images, by name, timings aside: findings, label images and tables.

    Pages are left out, which tell timings in their text, and so are journal and summary.
    """
    own = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.parent != folder or path.name != "images.csv"
    }
    tables = {name: path.read_bytes() for name, path in own.items() if name.endswith((".labels.nrrd", ".csv"))}
    return tables | {name: _without_timings(path) for name, path in own.items() if name.endswith(".findings.json")}


def _without_timings(path: Path) -> bytes:
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["timings_s"]
    return json.dumps(content).encode()


def _all_valid(folder: Path, images: int) -> tuple[bool, str]:
    """Return whether every image has a row that is done, findings that can be read, and every file the
    journal names.
    """
    with (folder / "images.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["status"] == "done"]
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [
        name
        for line in lines
        for name, size in line.get("outputs", {}).items()
        if (folder / name).stat().st_size != size
    ]
    for row in rows:
        Findings.from_dict(json.loads((folder / f"{row['name']}.findings.json").read_text(encoding="utf-8")))
    hidden = [path.name for path in folder.rglob(".*") if path.name != ".microcalc-batch.lock"]
    holds = len(rows) == images and not wrong and not hidden and (folder / "summary.html").is_file()
    return (
        holds,
        (
            f"{len(rows)} of {images} images done, all files whole ({len(wrong)} of another size, {len(hidden)}"
            " half-written)"
        ),
    )


def _killed(check: Check) -> int:
    """Start a run, end it by kill -9 at a random moment between its first and its last image, and return how many were
    done.
    """
    journal, moment = check.folder / "killed" / "journal.jsonl", random.randrange(1, max(2, check.images - 2))
    with subprocess.Popen(check.command("killed", "--workers", 2), stdout=subprocess.DEVNULL) as process:
        _wait(lambda: _done(journal) >= moment or process.poll() is not None)
        time.sleep(random.random())
        process.send_signal(signal.SIGKILL)
    return _done(journal)


def _on_dask(check: Check) -> tuple[int, int]:
    """Run on two Dask workers, of which one is killed at work in the middle; return how many images were done then, and
    workers killed.
    """
    import dask
    from distributed import LocalCluster

    journal = check.folder / "dask" / "journal.jsonl"
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
        ) as cluster,
        subprocess.Popen(
            check.command("dask", "--scheduler", cluster.scheduler_address), stdout=subprocess.DEVNULL
        ) as process,
    ):
        _wait(lambda: _done(journal) >= max(1, check.images // 3) or process.poll() is not None)
        done, busy = (
            _done(journal),
            {worker.address for worker in cluster.scheduler.workers.values() if worker.processing},
        )
        killed = [nanny.pid for nanny in cluster.workers.values() if nanny.worker_address in busy][:1]
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        process.wait()
    return done, len(killed)


def _wait(condition) -> None:
    while not condition():
        time.sleep(0.05)


def _done(journal: Path) -> int:
    return journal.read_bytes().count(b'"event": "image"') if journal.exists() else 0


def write_worklist(inputs: list[Path], folder: Path, count: int, spacing: float | None, shape: tuple[int, int]) -> Path:
    """Write a worklist of at most `count` real images, and simulated ones for the rest, and return its path."""
    sys.path.append(str(Path(__file__).parent / "Python"))
    from batch_material import write_simulated

    real = find_inputs(inputs, folder).items[:count] if inputs else ()
    simulated = write_simulated(folder / "simulated", count - len(real), *shape)
    with (folder / "images-to-do.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(("path", "name", "spacing_mm"))
        table.writerows(
            (item.path.absolute(), f"real{number:03d}", item.spacing_mm or spacing) for number, item in enumerate(real)
        )
        table.writerows((path.absolute(), path.stem, None) for path in simulated)
    print(f"{len(real)} real and {len(simulated)} simulated mammograms", flush=True)
    return folder / "images-to-do.csv"


def main() -> int:
    """Run the checks and return 0 if all hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="*", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True, help="new folder")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument(
        "--spacing", type=float, help="pixel spacing in mm of the real images; without, that of their headers"
    )
    parser.add_argument(
        "--shape", type=int, nargs=2, default=SHAPE, metavar=("ROWS", "COLUMNS"), help="of the simulated images"
    )
    parser.add_argument("--method", default="hdogreg")
    parser.add_argument("--no-dask", action="store_true")
    options = parser.parse_args()
    options.output.mkdir(parents=True)
    worklist = write_worklist(options.inputs, options.output, options.count, options.spacing, tuple(options.shape))
    check, failed = Check(worklist, options.output, options.count, ("--method", options.method, "--device", "cpu")), 0
    for holds, text in checks(check, not options.no_dask):
        failed += not holds
        print(f"{'ok    ' if holds else 'FAILED'} {text}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
