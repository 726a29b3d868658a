"""Runs every `benchmark_*.py` of this folder, or those whose names are given, and prints what each yields.

    python Testing/Benchmarks [blobs ...]

A benchmark is a module with a function `benchmark()` that yields lines of text.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    """Run the benchmarks with these names; all for none."""
    for path in sorted(Path(__file__).parent.glob("benchmark_*.py")):
        name = path.stem.removeprefix("benchmark_")
        if not names or name in names:
            print(f"== {name}", flush=True)
            for line in import_module(path.stem).benchmark():
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
