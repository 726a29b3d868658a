"""What a model states of itself is checked before it is used: types, ranges, texts."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from bundles import SECTION, write_bundle
from MicrocalcCADLib.assessment.birads import BiradsParameters
from MicrocalcCADLib.detectors.context import ContextParameters
from MicrocalcCADLib.detectors.hdogreg import HdogregParameters
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpnParameters
from MicrocalcCADLib.detectors.loading import with_values
from MicrocalcCADLib.detectors.patch_learning import PatchLearningParameters
from MicrocalcCADLib.detectors.stated_values import RANGES
from MicrocalcCADLib.detectors.two_stage import TwoStageParameters
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.models import find_bundle, models_folder
from MicrocalcCADLib.resample import canonical_shape

OF_METHODS: dict[str, Any] = {
    "hdogreg": HdogregParameters,
    "hdogreg with fpn": HdogregFpnParameters,
    "two-stage": TwoStageParameters,
    "context": ContextParameters,
    "patch-learning": PatchLearningParameters,
    "birads": BiradsParameters,
}


def numbers(parameters: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and default of every numeric parameter, also of those within."""
    for one in fields(parameters):
        value = getattr(parameters, one.name)
        if is_dataclass(value):
            yield from numbers(value)
        elif "str" not in str(one.type):
            yield one.name, value


@pytest.mark.parametrize("method", OF_METHODS)
def test_every_numeric_parameter_has_a_range_that_holds_its_default(method: str) -> None:
    for name, value in numbers(OF_METHODS[method]()):
        low, high = RANGES[name]
        assert all(low <= one <= high for one in (value if isinstance(value, tuple) else (value,))), name


@pytest.mark.parametrize(
    "path", sorted(models_folder().glob("*/configs/metadata.json")), ids=lambda path: path.parts[-3]
)
def test_what_the_shipped_models_state_is_taken_as_it_is(path: Path) -> None:
    section = json.loads(path.read_text(encoding="utf-8"))["microcalc"]
    if section["method"] in OF_METHODS:
        parameters = with_values(OF_METHODS[section["method"]](), section["parameters"], "m")
        assert (
            parameters.roi.spacing_mm
            if section["method"] == "birads"
            else parameters.spacing_mm == section["spacing_mm"]
        )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"spacing_mm": 0.004}, "spacing_mm = 0.004, which is no number from 0.02 to 1"),
        ({"spacing_mm": -0.07}, "no number from"),
        ({"spacing_mm": math.nan}, "spacing_mm = nan, which is no number"),
        ({"spacing_mm": math.inf}, "no number from"),
        ({"spacing_mm": "0.07"}, "no number from"),
        ({"spacing_mm": True}, "no number from"),
        ({"spacing_mm": None}, "no number from"),
        ({"spacing_mm": [0.07, 0.07]}, "no number from"),
        ({"most_candidates": 10**12}, "no whole number from 1 to 100000"),
        ({"most_candidates": 4000.5}, "no whole number"),
        ({"overlap": 1.5}, "no number from 0 to 1"),
        ({"contrast": 3}, "states no values by name"),
        ({"contrast": {"clip": [1]}}, "list of 2 values"),
        ({"contrast": {"clip": [1, "2"]}}, "no number from"),
        ({"contrast": {"clip": [3, -3]}}, "contradict each other"),
        ({"contrast": {"mean_mm": 0}}, "no number from 0.05"),
        (
            {"blobs": {"sigma_min_mm": 2.0, "sigma_max_mm": 1.0}},
            "contradict each other .Blob scales from 2 to 1 mm are no range",
        ),
        ({"blobs": {"ratio": 1.0001}}, "no number from 1.01"),
        ([], "states no values by name"),
        (7, "states no values by name"),
        ({"x" * 5000: 1}, "unknown parameter"),
    ],
)
def test_an_impossible_parameter_is_refused_in_one_sentence(values: Any, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence) as refused:
        with_values(HdogregParameters(), values, "m")
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("two-stage", {"detector": {"channels": [16, 10**9]}}),
        ("two-stage", {"detector": {"channels": [1] * 1000}}),
        ("two-stage", {"detector": {"channels": "16"}}),
        ("two-stage", {"detector": {"padding": "x" * 1000}}),
        ("patch-learning", {"size_px": 10**6}),
        ("patch-learning", {"width": 0}),
        ("hdogreg with fpn", {"windows": {"stride_px": 1}}),
        ("hdogreg with fpn", {"windows": {"size_px": 100}}),
        ("birads", {"roi": {"size_px": 10**5}}),
        ("birads", {"cuts": [0.1, math.nan]}),
        ("birads", {"inputs": [7]}),
        ("birads", {"orientations": 10**6}),
    ],
)
def test_sizes_that_no_machine_bears_are_refused_in_every_method(method: str, values: dict) -> None:
    with pytest.raises(ModelError):
        with_values(OF_METHODS[method](), values, "m")


@pytest.mark.parametrize(
    "changes",
    [
        {"notices": "a sentence"},
        {"notices": [1]},
        {"operating_curve": [1]},
        {"operating_curve": {"a": 1}},
        {"operating_curve": [{"threshold": "x"}]},
    ],
)
def test_notices_and_curves_of_other_types_are_refused(changes: dict, tmp_path: Path) -> None:
    write_bundle(tmp_path / "m", {**SECTION, **changes})
    with pytest.raises(ModelError, match="export the bundle again"):
        find_bundle(tmp_path / "m", "hdogreg")


def test_a_grid_that_no_mammogram_has_is_refused_before_it_is_made() -> None:
    assert canonical_shape((4000, 3000), (0.07, 0.07), 0.1) == (2800, 2100)
    with pytest.raises(InputError, match="more than any mammogram: check its pixel spacing"):
        canonical_shape((14000, 14000), (0.25, 0.25), 0.05)
