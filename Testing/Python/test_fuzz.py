"""Mutated files end in a result or one clear error: no crash, no hang, no 4 GB of memory, nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from mutations import mutated

pytest.importorskip("resource", reason="limits of memory and time are those of POSIX")

KINDS = ("dicom", "picture", "nrrd", "json", "bundle", "plist")
SCRIPT = Path(__file__).with_name("fuzzing.py")
REPOSITORY = SCRIPT.parents[2]
MOST_BYTES = 4 * 2**30
FILES, ALL_FILES = 60, 1700


def fuzz(kind: str, first: int, count: int, folder: Path) -> None:
    """Run mutations in a process of their own, as a crash would take this one along."""
    paths = os.pathsep.join(str(REPOSITORY / name) for name in ("MicrocalcCAD", "MicrocalcTrain", "Testing/Python"))
    environment = {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}
    arguments = [sys.executable, SCRIPT, kind, str(first), str(count), folder]
    ended = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    case = (folder / "case.txt").read_text() if (folder / "case.txt").exists() else "no case"
    assert ended.returncode == 0, f"ended with {ended.returncode} at {case}: {ended.stderr[-2000:]}"
    outcome = json.loads(ended.stdout.strip().splitlines()[-1])
    print(
        f"{kind}: {outcome['results']} results, {outcome['refused']} refused, {outcome['peak_bytes'] / 2**20:.0f} MiB"
    )
    assert outcome["failures"] == []
    assert outcome["peak_bytes"] < MOST_BYTES
    assert outcome["results"] + outcome["refused"] == count
    assert outcome["refused"] > 0


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files_give_a_result_or_one_clear_error(kind: str, tmp_path: Path) -> None:
    fuzz(kind, 0, FILES, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_mutated_files_give_a_result_or_one_clear_error(kind: str, tmp_path: Path) -> None:
    fuzz(kind, FILES, ALL_FILES, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutation_is_the_same_again_for_its_seed(kind: str) -> None:
    content = b'{"a": [1, 2.5], "b": "text"}' * 40
    first, second = (mutated(content, kind, np.random.default_rng(5)) for _ in range(2))
    assert first == second != content
