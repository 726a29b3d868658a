"""A text that reads like a number is none: in the functions for Python, in options and in what a model or a file
states.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import microcalc
import numpy as np
import pytest
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.assessment.birads import BiradsModel
from MicrocalcCADLib.assessment.malignancy import MalignancyModel
from MicrocalcCADLib.assessment.odds import DescribedLesion, OddsModel
from MicrocalcCADLib.batch.run import BatchOptions
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.dicom_peer import Peer
from MicrocalcCADLib.errors import InputError, MicrocalcError, ModelError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.kinds.naming import Namer
from MicrocalcCADLib.models import METADATA, find_bundle, models_folder
from report_material import make_analysis, make_mammogram, make_spots

PIXELS = np.tile(np.arange(300, dtype=np.uint16), (400, 1))
OUT = Path("out")
CALLS: dict[str, Callable[[Any], object]] = {
    "full_scale": lambda value: microcalc.read(PIXELS, spacing_mm=0.07, full_scale=value),
    "spacing_mm": lambda value: microcalc.read(PIXELS, spacing_mm=value),
    "spacing_mm of two": lambda value: microcalc.read(PIXELS, spacing_mm=(0.07, value)),
    "threads": lambda value: microcalc.load_model("morphological", threads=value),
    "linking_distance_mm": lambda value: microcalc.detect(make_mammogram(), linking_distance_mm=value),
    "nipple": lambda value: detection().with_nipple((250.0, value)),
    "only": lambda value: microcalc.rate(detection(), [value]),
    "options: spacing_mm": lambda value: DetectionOptions(OUT, spacing_mm=value),
    "options: full_scale": lambda value: DetectionOptions(OUT, full_scale=value),
    "options: linking": lambda value: ClusterParameters(linking_distance_mm=value),
    "batch: workers": lambda value: BatchOptions(DetectionOptions(OUT), workers=value),
    "batch: memory": lambda value: BatchOptions(DetectionOptions(OUT), memory_mb=value),
    "node: port": lambda value: Peer("host", value),
    "lesion: size": lambda value: DescribedLesion(frozenset(), frozenset(), value),
    "lesion: density": lambda value: DescribedLesion(frozenset(), frozenset(), 5.0, value),
}


def detection() -> microcalc.Detection:
    mammogram = make_mammogram()
    analysis = make_analysis(mammogram, make_spots([(250, 120)], 9, 20), [0.95] * 9)
    return microcalc.Detection(mammogram, analysis, decide(analysis, "balanced"), 5.0)


@pytest.mark.parametrize("value", ["4", "0.07", True, [], object()], ids=repr)
@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_number_is_refused_in_one_sentence(name: str, value: object) -> None:
    if value is True and name in ("only", "lesion: density"):
        pytest.skip("True is the 1 that stands there")
    with pytest.raises(InputError) as caught:
        CALLS[name](value)
    assert str(caught.value).endswith(".") and len(str(caught.value)) < 250


@pytest.mark.parametrize("kind", [int, float, np.float32, np.int16])
def test_numbers_of_numpy_are_numbers(kind: Callable[[float], Any]) -> None:
    assert microcalc.read(PIXELS, spacing_mm=0.07, full_scale=kind(4095)).pixels.max() < 0.1
    assert ClusterParameters(linking_distance_mm=kind(5)).linking_distance_mm == 5


def numbers_in(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the places of numbers in a document, of lists those of the first value."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from numbers_in(value, (*path, key))
    elif isinstance(content, list):
        yield from numbers_in(content[0], (*path, 0)) if content else ()
    elif isinstance(content, int | float) and not isinstance(content, bool):
        yield path


def with_text(content: Any, path: tuple[Any, ...]) -> Any:
    """Return a copy of a document in which the number at a place is a text."""
    changed = deepcopy(content)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = str(place[path[-1]])
    return changed


def test_findings_with_a_text_for_any_number_are_refused() -> None:
    mammogram = make_mammogram()
    analysis = make_analysis(mammogram, make_spots([(250, 120)], 9, 20), [0.95] * 9)
    rated = assess(analysis, decide(analysis, "balanced"), mammogram)
    rating = {"category": "4", "risk": 0.6, "nearest_boundary": 0.5, "neighbour": "3"}
    rated = replace(rated, clusters=(replace(rated.clusters[0], birads=rating),), timings_s={"blobs": 1.5})
    content = json.loads(json.dumps(rated.to_dict()))
    assert Findings.from_dict(content).clusters
    places = list(numbers_in(content))
    assert {"timings_s", "image", "clusters", "calcifications", "operating_point"} <= {path[0] for path in places}
    for path in places:
        with pytest.raises(InputError):
            Findings.from_dict(with_text(content, path))
            pytest.fail(f"accepted: {path}")


@pytest.mark.parametrize("load", [OddsModel.load, MalignancyModel.load], ids=lambda load: load.__self__.__name__)
def test_a_model_in_text_with_a_text_for_any_number_is_refused(load: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(load().identity and find_bundle(None, load.__func__.__module__.rpartition(".")[2]).folder, folder)
    for file in (folder / "models" / "model.json", folder / METADATA):
        content = json.loads(file.read_text())
        stated = ("spacing_mm", "operating_points")
        places = [
            path for path in numbers_in(content) if file.name == "model.json" or (path[1:2] and path[1] in stated)
        ]
        assert places
        for path in {path[:2]: path for path in places}.values():
            file.write_text(json.dumps(with_text(content, path)))
            with pytest.raises(ModelError):
                load(folder)
        file.write_text(json.dumps(content))
    assert load(folder)


LOADERS: dict[str, Callable[[Path], object]] = {"kinds": Namer.load, "birads": BiradsModel.load}


@pytest.mark.parametrize("name", ["hdogreg-light", "two-stage", "kinds-simulated", "birads-simulated"])
def test_a_network_that_states_a_text_for_any_number_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(models_folder() / name, folder)
    content = json.loads((folder / METADATA).read_text())
    method = content["microcalc"]["method"]
    places = [
        path
        for path in numbers_in(content)
        if path[1:2] and path[1] in ("spacing_mm", "operating_points", "parameters", "operating_curve")
    ]
    for path in places:
        (folder / METADATA).write_text(json.dumps(with_text(content, path)))
        with pytest.raises(MicrocalcError):
            LOADERS.get(method, partial(create, method))(folder)
