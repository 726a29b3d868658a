"""`import microcalc`: five functions that give what the command line gives, errors of one kind, and a page whose
examples run.
"""

from __future__ import annotations

import inspect
import json
import os
import pickle
import re
import subprocess
import sys
import typing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import microcalc
import numpy as np
import pytest
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.progress import Progress
from report_material import make_analysis, make_mammogram, make_spots

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "Docs" / "python.md"
FUNCTIONS = (microcalc.read, microcalc.detect, microcalc.rate, microcalc.report, microcalc.load_model)
CENTRE_OF_THE_SAMPLE = (470, 260)  # as in tools/make_sample.py
TIMES = ("timings_s", "versions")


class Fake:
    """Finds a cluster of 9, and a faint one that only the sensitive operating point reports."""

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        progress(0.5, "looking")
        spots = [*make_spots([(250, 120)], 9, 20), *make_spots([(400, 120)], 9, 20)]
        return make_analysis(mammogram, spots, [0.95] * 9 + [0.3] * 9)


@pytest.fixture(scope="module")
def rated() -> microcalc.Detection:
    return microcalc.rate(microcalc.detect(microcalc.sample()), ratings=["odds", "birads"])


def test_the_cluster_of_the_sample_is_found_and_rated(rated: microcalc.Detection) -> None:
    best = rated.clusters[0]
    assert np.hypot(best.row - CENTRE_OF_THE_SAMPLE[0], best.column - CENTRE_OF_THE_SAMPLE[1]) * 0.07 < 5
    assert best.birads is not None and any("simulated" in notice.text for notice in rated.findings.notices)
    assert set(np.unique(rated.label_map())) == {0, *(c.id for c in rated.calcifications)}
    assert rated.breast_mask.shape == rated.mammogram.shape


def test_it_finds_what_the_command_line_finds(rated: microcalc.Detection, tmp_path: Path) -> None:
    arguments = ["detect", str(microcalc.sample()), "-o", str(tmp_path / "line"), "--save", "csv", "--quiet"]
    assert command_line.main([*arguments, "--rating", "odds", "--rating", "birads"]) == 0
    paths = microcalc.report(rated, tmp_path / "python", "csv")
    assert {path.name for path in (tmp_path / "python").iterdir()} == {
        path.name for path in (tmp_path / "line").iterdir()
    }
    line, ours = (
        json.loads((tmp_path / folder / paths["json"].name).read_text(encoding="utf-8"))
        for folder in ("line", "python")
    )
    assert {key: value for key, value in ours.items() if key not in TIMES} == {
        key: value for key, value in line.items() if key not in TIMES
    }


def test_another_operating_point_needs_no_second_analysis() -> None:
    detection = microcalc.detect(make_mammogram(), Fake())
    assert (len(detection.clusters), len(detection.at("sensitive").clusters), len(detection.at(0.99).clusters)) == (
        1,
        2,
        0,
    )
    assert detection.at("sensitive").analysis is detection.analysis


def test_what_the_operating_point_acts_on_is_kept_and_checked() -> None:
    detection = microcalc.detect(make_mammogram(), Fake(), by="score")
    assert detection.at("sensitive").findings.operating_point.by == "score"
    assert detection.at("sensitive", by="suspicion").findings.operating_point.by == "suspicion"
    with pytest.raises(microcalc.InputError, match="'size' orders nothing: use suspicion or score"):
        detection.at("sensitive", by="size")


def test_what_the_operating_point_acts_on_holds_at_every_operating_point() -> None:
    detection = microcalc.detect(make_mammogram(), Fake(), by="score")
    assert [found.findings.operating_point.by for found in (detection, detection.at("sensitive"))] == ["score", "score"]


def test_the_linking_distance_holds_at_every_operating_point() -> None:
    detection = microcalc.detect(make_mammogram(), Fake(), linking_distance_mm=0.01)
    assert detection.clusters == detection.at("sensitive").clusters == ()


def test_progress_is_told_and_cancelling_ends_the_work() -> None:
    told: list[str] = []
    microcalc.detect(make_mammogram(), Fake(), progress=lambda fraction, text: told.append(text))
    assert told == ["looking"]
    with pytest.raises(microcalc.Cancelled):
        microcalc.detect(make_mammogram(), Fake(), cancelled=lambda: True)


def test_an_array_is_read_like_the_file_that_holds_it(tmp_path: Path) -> None:
    from PIL import Image

    pixels = (make_mammogram().pixels * 65535).astype(np.uint16)
    Image.fromarray(pixels).save(tmp_path / "image.png")
    file = microcalc.read(tmp_path / "image.png", spacing_mm=0.07)
    array = microcalc.read(pixels, spacing_mm=0.07, laterality="R", view="MLO")
    assert np.array_equal(array.pixels, file.pixels)
    assert (array.laterality, array.view) == ("R", "MLO")


def test_reports_are_named_after_the_image_or_as_asked(tmp_path: Path) -> None:
    detection = microcalc.detect(make_mammogram(), Fake())
    nameless = replace(detection.mammogram, source=replace(detection.mammogram.source, path=None))
    assert microcalc.report(replace(detection, mammogram=nameless), tmp_path)["json"].name == "mammogram.findings.json"
    assert set(microcalc.report(detection, str(tmp_path), ["labels"], name="case 7")) == {"json", "labels"}
    assert (tmp_path / "case 7.labels.nrrd").is_file()


def test_any_object_for_paths_is_a_path(tmp_path: Path) -> None:
    """`pathlib` and `os.PathLike` alike, for images, models, ratings and folders."""

    class Place:
        def __init__(self, path: Path) -> None:
            self.path = path

        def __fspath__(self) -> str:
            return str(self.path)

    models = REPOSITORY / "Resources" / "Models"
    mammogram = microcalc.read(Place(microcalc.sample()))
    assert np.array_equal(mammogram.pixels, microcalc.read(microcalc.sample()).pixels)
    assert callable(microcalc.load_model("patch-learning", Place(models / "patch-learning")).analyse)
    detection = microcalc.detect(make_mammogram(), Fake())
    rated = microcalc.rate(detection, ratings=Place(models / "odds-cbis-ddsm"))
    assert rated.findings.rating == microcalc.rate(detection).findings.rating
    assert microcalc.report(detection, Place(tmp_path / "out"))["json"].parent == tmp_path / "out"


def test_objects_print_as_a_line_or_two() -> None:
    """In a notebook the last line's object is printed: a model was 16 million characters."""
    detection = microcalc.detect(make_mammogram(), Fake())
    for thing in (detection, detection.findings, detection.mammogram, microcalc.load_model("two-stage")):
        assert len(repr(thing)) < 2000
    assert "1 of 2 clusters and 9 of 18 calcifications reported at balanced (suspicion from" in repr(detection)


WRONG = {
    "no image": lambda d, t: microcalc.read(5),
    "missing file": lambda d, t: microcalc.read(t / "missing.dcm"),
    "no spacing": lambda d, t: microcalc.read(np.zeros((500, 500), np.uint16)),
    "spacing in words": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm="fine"),
    "full scale in words": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, full_scale="white"),
    "polarity in words": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, invert="no"),
    "laterality": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, laterality="left"),
    "colour": lambda d, t: microcalc.read(np.zeros((500, 500, 3)), spacing_mm=0.07),
    "lateralities in an array": lambda d, t: microcalc.read(
        make_mammogram().pixels, spacing_mm=0.07, laterality=np.array(["L", "R"])
    ),
    "view in an array": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, view=np.array(["CC"])),
    "array to detect in": lambda d, t: microcalc.detect(d.mammogram.pixels, Fake()),
    "orders in an array": lambda d, t: microcalc.detect(d.mammogram, Fake(), by=np.array(["score", "suspicion"])),
    "no such cluster": lambda d, t: microcalc.rate(d, [99]),
    "cluster by name": lambda d, t: microcalc.rate(d, ["1"]),
    "method": lambda d, t: microcalc.load_model("best"),
    "no method": lambda d, t: microcalc.load_model(3),
    "model": lambda d, t: microcalc.load_model("hdogreg", "none such"),
    "no model's name": lambda d, t: microcalc.load_model("hdogreg", 3),
    "device": lambda d, t: microcalc.load_model(device="tpu"),
    "threads": lambda d, t: microcalc.load_model(threads=0),
    "no model": lambda d, t: microcalc.detect(d.mammogram, "hdogreg"),
    "operating point": lambda d, t: microcalc.detect(d.mammogram, Fake(), operating_point="low"),
    "what it acts on": lambda d, t: microcalc.detect(d.mammogram, Fake(), by="size"),
    "no operating point": lambda d, t: microcalc.detect(d.mammogram, Fake(), operating_point=None),
    "other operating point": lambda d, t: d.at(2),
    "linking distance": lambda d, t: microcalc.detect(d.mammogram, Fake(), linking_distance_mm=-1),
    "linking distance in words": lambda d, t: microcalc.detect(d.mammogram, Fake(), linking_distance_mm="5 mm"),
    "no detection to rate": lambda d, t: microcalc.rate(d.findings),
    "no detection to report": lambda d, t: microcalc.report(d.findings, t),
    "format": lambda d, t: microcalc.report(d, t, "docx"),
    "no formats": lambda d, t: microcalc.report(d, t, None),
    "no folder": lambda d, t: microcalc.report(d, None),
    "folder is a file": lambda d, t: microcalc.report(d, Path(__file__)),
    "name with a folder": lambda d, t: microcalc.report(d, t, name="../other"),
    "empty name": lambda d, t: microcalc.report(d, t, name=""),
    "empty path": lambda d, t: microcalc.read(""),
    "view": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, view="craniocaudal"),
    "view as a number": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, view=5),
    "masked pixels": lambda d, t: microcalc.read(np.ma.masked_less(make_mammogram().pixels, 0.5), spacing_mm=0.07),
    "full scale as a truth": lambda d, t: microcalc.read(make_mammogram().pixels, spacing_mm=0.07, full_scale=True),
    "class instead of a model": lambda d, t: microcalc.detect(d.mammogram, Fake),
    "truth as an operating point": lambda d, t: d.at(True),
    "progress that is no function": lambda d, t: microcalc.detect(d.mammogram, Fake(), progress=5),
    "cancelled that is no function": lambda d, t: microcalc.detect(d.mammogram, Fake(), cancelled=True),
    "clusters that are no list": lambda d, t: microcalc.rate(d, 5),
    "ratings in the place of clusters": lambda d, t: microcalc.rate(d, "odds"),
    "no place of the nipple": lambda d, t: d.with_nipple(None),
    "nipple of one number": lambda d, t: d.with_nipple((100,)),
    "nipple in words": lambda d, t: d.with_nipple(("low", "left")),
    "empty folder": lambda d, t: microcalc.report(d, ""),
    "folder with a sign that no system takes": lambda d, t: microcalc.report(d, f"{t}/a\0b"),
    "name with a sign that no system takes": lambda d, t: microcalc.report(d, t, name="a\0b"),
    "DICOM of no DICOM image": lambda d, t: microcalc.report(d, t, "dicom-seg"),
}


@pytest.mark.parametrize("wrong", sorted(WRONG))
def test_bad_input_is_a_microcalc_error_of_one_sentence_without_options_of_the_command_line(
    wrong: str, tmp_path: Path
) -> None:
    detection = microcalc.detect(make_mammogram(), Fake())
    with pytest.raises(microcalc.MicrocalcError) as caught:
        WRONG[wrong](detection, tmp_path)
    assert re.fullmatch(r"[^\n]+[.]", str(caught.value)) and ": " in str(caught.value)
    assert "--" not in str(caught.value)


def test_one_model_serves_several_threads_and_what_it_finds_can_be_sent_to_another_process() -> None:
    model, sample = microcalc.load_model(), microcalc.read(microcalc.sample())
    turned = replace(sample, pixels=np.ascontiguousarray(sample.pixels[::-1]))

    def found(mammogram: Mammogram) -> dict[str, object]:
        return {**microcalc.detect(mammogram, model).findings.to_dict(), "timings_s": {}}

    one_by_one = [found(sample), found(turned)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(found, [sample, turned])) == one_by_one
    detection = microcalc.rate(microcalc.detect(sample, model))
    sent = pickle.loads(pickle.dumps(detection))
    assert sent.findings == detection.findings and np.array_equal(sent.label_map(), detection.label_map())
    assert sent.at("sensitive").findings == detection.at("sensitive").findings


def test_an_operating_point_is_refused_before_the_analysis() -> None:
    class Slow:
        def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
            raise AssertionError("was asked to analyse")

    with pytest.raises(microcalc.InputError, match="operating point"):
        microcalc.detect(make_mammogram(), Slow(), operating_point="low")
    with pytest.raises(microcalc.InputError, match="linking distance"):
        microcalc.detect(make_mammogram(), Slow(), linking_distance_mm=None)


def test_numbers_and_truths_of_numpy_are_as_good_as_those_of_python() -> None:
    assert callable(microcalc.load_model("morphological", threads=np.int64(1)).analyse)
    pixels = make_mammogram().pixels
    ours = microcalc.read(pixels, spacing_mm=0.07, full_scale=1.0, invert=False)
    for spacing in (np.float32(0.07), np.float64(0.07), np.array([0.07, 0.07]), [0.07, np.float32(0.07)]):
        read = microcalc.read(pixels, spacing_mm=spacing, full_scale=np.float32(1), invert=np.bool_(False))
        assert read.spacing_mm == pytest.approx(ours.spacing_mm)
        assert (read.pixels == ours.pixels).all()
    detection = microcalc.detect(ours, Fake(), operating_point=np.float32(0.5), linking_distance_mm=np.float32(5))
    assert len(detection.clusters) == 1
    json.dumps(detection.findings.to_dict())
    assert (
        microcalc.read(np.ma.array(pixels), spacing_mm=0.07).pixels == microcalc.read(pixels, spacing_mm=0.07).pixels
    ).all()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_every_function_says_its_types_and_its_errors(function) -> None:
    hints = typing.get_type_hints(function)
    assert set(hints) == {*inspect.signature(function).parameters, "return"}
    assert "Raises\n" in function.__doc__


def test_importing_it_is_light() -> None:
    code = (
        "import sys, microcalc; print(*({'scipy', 'SimpleITK', 'pydicom', 'PIL', 'numba', 'onnxruntime', 'torch'} &"
        " sys.modules.keys()))"
    )
    path = os.pathsep.join((str(REPOSITORY / "MicrocalcCAD"),))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": path}
    )
    assert done.stdout.split() == []


def examples() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_page_has_examples_and_names_every_function() -> None:
    assert len(examples()) >= 3
    assert [f.__name__ for f in FUNCTIONS if f"microcalc.{f.__name__}(" not in examples()[0]] == []


@pytest.mark.parametrize("number", range(3))
def test_the_examples_of_the_page_run_as_they_stand(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(examples()[number], f"{PAGE.name}, example {number}", "exec"), {"__name__": "example"})
    printed = capsys.readouterr().out
    assert (tmp_path / "out" / "simulated_LEFT_CC.html").is_file() == (number == 0)
    assert ("cluster of" in printed, "True" in printed, "missing.dcm does not exist: check the path." in printed)[
        number
    ]
