"""The page of packages: its lists are those of pyproject.toml and of the modules, its licences and sizes those of what
is installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
import make_packages_page as packages  # noqa: E402

PAGE = packages.PAGE.read_text(encoding="utf-8")
FACTS = packages.facts_of(PAGE)


def test_the_tables_are_those_of_the_lists() -> None:
    assert packages.filled(PAGE, FACTS) == PAGE, "run make packages"


def test_a_new_package_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = packages.lists()
    monkeypatch.setattr(packages, "lists", lambda: {**lists, "pdf": [*lists["pdf"], "numpy>=99"]})
    assert packages.filled(PAGE, FACTS) != PAGE


def test_every_purpose_is_of_a_package_in_some_list_or_brought_by_one() -> None:
    listed = {
        canonicalize_name(packages.Requirement(line).name) for lines in packages.lists().values() for line in lines
    }
    brought = {name for name, purpose in packages.PURPOSES.items() if purpose.startswith("brought by")}
    assert set(packages.PURPOSES) == listed | brought
    assert brought == packages.closure(packages.lists()["core"]) - {
        canonicalize_name(packages.Requirement(line).name) for line in packages.lists()["core"]
    }


def test_every_package_of_users_has_licence_and_size() -> None:
    lists = packages.lists()
    users = {
        canonicalize_name(packages.Requirement(line).name)
        for extra, lines in lists.items()
        if extra not in packages.DEVELOPMENT
        for line in lines
    }
    assert users <= set(FACTS)
    assert [name for name in users if FACTS[name].size_mb <= 0 or FACTS[name].licence == "not stated"] == []


def test_licences_are_those_of_what_is_installed_and_sizes_within_a_factor_of_two() -> None:
    here = packages.facts_here(FACTS)
    assert {"numpy", "onnxruntime", "simpleitk"} <= set(here)
    assert {
        name: one.licence for name, one in here.items() if one.licence != FACTS[name].licence and name != "torch"
    } == {}
    assert {
        name for name, one in here.items() if one.size_mb > 5 and not 0.5 < one.size_mb / FACTS[name].size_mb < 2
    } - {"torch"} == set()


def test_only_the_extra_gpl_is_stated_as_gpl() -> None:
    assert {name for name, one in FACTS.items() if "GPL" in one.licence.replace("LGPL", "")} == {"pylibjpeg-libjpeg"}


def test_what_slicer_brings_is_in_no_list_of_ours_for_slicer_but_with_a_version_that_it_meets() -> None:
    for name, lines in packages.slicer_lists().items():
        assert name in packages.ASKED
        for line in lines:
            one = packages.Requirement(line)
            version = packages.SLICER_HAS.get(canonicalize_name(one.name))
            assert version is None or one.specifier.contains(version), line


def test_the_page_says_that_intel_macs_are_not_supported() -> None:
    (line,) = [line for line in PAGE.splitlines() if "Intel" in line and line.startswith("|")]
    assert "not supported" in line and "onnxruntime" in line and "numba" in line
