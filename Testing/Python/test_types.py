"""The types of both libraries are checked strictly, every module of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MYPY = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]


def test_no_module_of_ours_is_left_out() -> None:
    assert MYPY["strict"] is True
    assert {Path(one).name for one in MYPY["files"]} == {"MicrocalcCADLib", "MicrocalcTrainLib", "MicrocalcReproduce"}
    assert not any(name.startswith("Microcalc") for part in MYPY["overrides"] for name in part["module"])
    assert not any(part.get("ignore_errors") for part in MYPY["overrides"]) and "exclude" not in MYPY


def test_no_file_switches_its_checks_off() -> None:
    files = [path for folder in MYPY["files"] for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 300
    assert [path.name for path in files if "mypy: ignore-errors" in path.read_text(encoding="utf-8")] == []
