"""What is equal and what can be put in a set: one rule for every dataclass of the library, see Docs/developing.md."""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import microcalc
import MicrocalcCADLib
import pytest
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Findings
from report_material import make_analysis, make_mammogram, make_spots

# of a field that makes an object one of its kind: it has pixels or weights, or works
ARRAYS = re.compile(r"\b(ndarray|Tensor|Module|Network|Analysis|Mammogram)\b")
MAPPING, LIST = re.compile(r"\b(dict|Mapping)\b"), re.compile(r"\b(list|Sequence|(?<!frozen)set|bytearray)\b")


def dataclasses_of(package: object) -> Iterator[type]:
    """Yield the public dataclasses of a package."""
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if info.name.rpartition(".")[2] == "__main__":
            continue
        for name, one in vars(import_module(info.name)).items():
            own = inspect.isclass(one) and one.__module__ == info.name and not name.startswith("_")
            if own and dataclasses.is_dataclass(one):
                yield one


PUBLIC = [*dataclasses_of(MicrocalcCADLib), *dataclasses_of(microcalc)]


@pytest.mark.parametrize("one", PUBLIC, ids=lambda one: one.__name__)
def test_every_public_dataclass_is_frozen_and_can_be_put_in_a_set(one: type) -> None:
    parameters = one.__dataclass_params__
    assert parameters.frozen and one.__hash__ is not None
    for field in dataclasses.fields(one) if parameters.eq else ():
        assert not ARRAYS.search(str(field.type)), f"{field.name}: an array has no equality, so eq=False"
        assert not LIST.search(str(field.type)), f"{field.name}: a list has no hash, so a tuple"
        assert not MAPPING.search(str(field.type)) or field.hash is False, f"{field.name}: a mapping has no hash"


def test_findings_are_equal_by_value_and_can_be_put_in_a_set() -> None:
    def findings() -> Findings:
        mammogram = make_mammogram()
        return decide(make_analysis(mammogram, make_spots([(250, 120)], 9, 20), [0.95] * 9), "balanced")

    one, same = findings(), findings()
    assert one.clusters and one == same and hash(one) == hash(same)
    assert {*one.clusters, *same.clusters} == set(one.clusters)
    assert len({*one.calcifications, *same.calcifications}) == 9
    changed = dataclasses.replace(one.clusters[0], odds={"n": 3})
    assert changed != one.clusters[0] and len({changed, one.clusters[0]}) == 2


def test_what_has_pixels_is_equal_to_itself_alone() -> None:
    one, other = make_mammogram(), make_mammogram()
    assert one != other and len({one, other, one}) == 2
