"""Installs a release as a stranger would, into an empty environment that knows nothing of this checkout, and detects
with it.

``python tools/check_release.py wheel dist/*.whl`` installs the wheel with the films of the demo from the index and runs
the demo; ``python tools/check_release.py bundle dist/microcalc-*.zip`` installs the offline archive where there is no
network. Both detect in the sample mammogram, and say how long the installation took and how large it is.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CENTRE_OF_THE_SAMPLE, SPACING_MM, HIT_MM = (470, 260), 0.07, 5.0  # as in tools/make_sample.py
# What pip needs to reach its index; nothing else of this environment goes along.
FOR_THE_INDEX = ("PIP_", "SSL_CERT", "REQUESTS_CA", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
# Windows starts no process without these.
SYSTEM = ("SYSTEMROOT", "SystemRoot", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA")
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def main() -> int:
    """Run one check; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=("wheel", "bundle"))
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return _check(options.kind, options.file.resolve(), Path(folder).resolve())


def _check(kind: str, file: Path, folder: Path) -> int:
    online = {name: value for name, value in os.environ.items() if name.startswith(FOR_THE_INDEX)}
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / SCRIPTS / "python"
    start = time.perf_counter()
    if kind == "wheel":
        _run([python, "-m", "pip", "install", "--quiet", "--no-cache-dir", file], folder, online)
    else:
        with zipfile.ZipFile(file) as archive:
            archive.extractall(folder)
        _run([*without_network(), python, folder / file.stem / "install.py"], folder, {"PIP_NO_INDEX": "1"})
    seconds = time.perf_counter() - start
    print(f"Installed in {seconds:.0f} s: {size_mb(folder / 'venv'):.0f} MB with pip.", flush=True)
    cut = without_network()
    _run([*cut, python, "-m", "MicrocalcCADLib", "check"], folder, {})
    sample = _run([python, "-c", "import microcalc; print(microcalc.sample())"], folder, {}).strip()
    _run([*cut, folder / "venv" / SCRIPTS / "microcalc", "detect", sample, "-o", folder / "out", "--quiet"], folder, {})
    millimetres = distance_mm(folder / "out" / f"{Path(sample).stem}.findings.json")
    print(
        f"The best cluster of the sample lies {millimetres:.1f} mm from the simulated"
        f" one{', found without a network' if cut else ''}.",
        flush=True,
    )
    if millimetres > HIT_MM:
        return 1
    if kind == "wheel":
        _run([python, "-m", "pip", "install", "--quiet", "--no-cache-dir", f"{file}[demo]"], folder, online)
        shutil.copy2(ROOT / "Testing" / "demo.py", folder)
        print(_run([python, folder / "demo.py"], folder, {}).strip().splitlines()[-1])
    return 0


def without_network() -> list[str]:
    """Return what to write before a command so that it has no network, where this system lets us; else nothing."""
    cut = ["unshare", "--net"]
    can = shutil.which("unshare") and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    return cut if can else []


def distance_mm(findings: Path) -> float:
    """Return how far the most suspicious reported cluster lies from the one that was simulated."""
    clusters = [one for one in json.loads(findings.read_text(encoding="utf-8"))["clusters"] if one["reported"]]
    if not clusters:
        return math.inf
    best = max(clusters, key=lambda one: one["score"])
    return SPACING_MM * math.dist((best["row"], best["column"]), CENTRE_OF_THE_SAMPLE)


def size_mb(folder: Path) -> float:
    """Return the size of all files of a folder in MB (10^6 bytes)."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def _run(command: Sequence[str | Path], folder: Path, more: Mapping[str, str]) -> str:
    """Run a command that sees this folder and nothing of the checkout, and return what it prints; ends the check where
    it fails.
    """
    kept = {name: os.environ[name] for name in ("PATH", *SYSTEM) if name in os.environ}
    environment = {**kept, "HOME": str(folder), **more}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(f"Failed: {' '.join(map(str, command))}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
