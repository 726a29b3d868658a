"""Unseen images in the order in which a review tells most."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.system import NamingDetector
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.scene import ReviewedCase, write_case
from MicrocalcTrainLib.datasets.truth import Truth
from MicrocalcTrainLib.review_queue import make_queue, read_queue, uncertainty_of
from PIL import Image
from report_material import make_analysis, make_spots
from set_material import breast

POINTS = {"sensitive": 0.2, "balanced": 0.5, "specific": 0.8}


class ScoredByName:
    """Finds one cluster in each image, whose score depends on the image."""

    bundle = None

    def __init__(self, *scores: float) -> None:
        self.scores, self.calls = list(scores), 0

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        self.calls += 1
        score = self.scores.pop(0)
        analysis = make_analysis(mammogram, make_spots([(320, 150)], 8, 20), [score] * 8)
        return replace(analysis, operating_points=POINTS, model=None)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Three images, a to c."""
    (tmp_path / "images").mkdir()
    for number, name in enumerate("abc"):
        Image.fromarray(breast(number)).save(tmp_path / "images" / f"{name}.png")
    return tmp_path / "images"


def test_a_queue_that_was_made_in_one_folder_is_read_in_another(
    images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make_queue([Path("images")], Path("queue"), ScoredByName(0.9, 0.5, 0.8), spacing_mm=0.07)
    monkeypatch.chdir("/")
    assert all(Path(one.path).is_file() for one in read_queue(tmp_path / "queue"))


def test_names_with_signs_and_two_spaces_are_read_as_they_were(images: Path, tmp_path: Path) -> None:
    for old, new in (("a", "-a"), ("b", "b  two"), ("c", "'=c")):
        (images / f"{old}.png").rename(images / f"{new}.png")
    queue = make_queue([images], tmp_path / "queue", ScoredByName(0.9, 0.5, 0.8), spacing_mm=0.07)
    assert read_queue(tmp_path / "queue") == queue and {one.image for one in queue} == {"-a", "b  two", "_=c"}


def test_the_image_whose_cluster_is_nearest_to_the_operating_point_comes_first(images: Path, tmp_path: Path) -> None:
    queue = make_queue([images], tmp_path / "queue", ScoredByName(0.99, 0.5, 0.8), spacing_mm=0.07)
    assert [one.image for one in queue] == ["b", "c", "a"] and read_queue(tmp_path / "queue") == queue
    assert queue[0].uncertainty == pytest.approx(1, abs=0.02) and queue[0].clusters == 1 and queue[2].uncertainty < 0.3


def test_a_second_run_takes_the_analyses_that_are_there(images: Path, tmp_path: Path) -> None:
    first = make_queue([images], tmp_path / "queue", ScoredByName(0.9, 0.5, 0.8), spacing_mm=0.07)
    detector = ScoredByName()
    assert make_queue([images], tmp_path / "queue", detector, spacing_mm=0.07) == first and detector.calls == 0


def test_analyses_of_another_method_without_a_model_are_made_again(images: Path, tmp_path: Path) -> None:
    make_queue([images], tmp_path / "queue", ScoredByName(0.9, 0.5, 0.8), spacing_mm=0.07)
    detector = ScoredByName(0.5, 0.5, 0.5)
    make_queue([images], tmp_path / "queue", detector, spacing_mm=0.07, method="morphological")
    assert detector.calls == 3


def test_analyses_by_another_model_of_kinds_of_one_name_are_made_again(images: Path, tmp_path: Path) -> None:
    base = ScoredByName(*[0.9] * 6)
    for weights, calls in (("a", 3), ("a", 3), ("b", 6)):
        bundle = SimpleNamespace(identity=SimpleNamespace(name="kinds-tuned", version="1.0.0", sha256=weights))
        namer: Any = SimpleNamespace(bundle=bundle, name=lambda analysis, *_: analysis)
        make_queue([images], tmp_path / "queue", NamingDetector(base, namer), spacing_mm=0.07)
        assert base.calls == calls


def test_reviewed_images_are_left_out_whatever_they_are_called(images: Path, tmp_path: Path) -> None:
    from MicrocalcCADLib.reading import read_mammogram

    mammogram = read_mammogram(images / "b.png", spacing_mm=0.07)
    empty = Truth(np.zeros(mammogram.shape, np.uint32), *(np.zeros(mammogram.shape, bool) for _ in range(3)))
    write_case(tmp_path / "cases", ReviewedCase("other", "p", mammogram, empty), "", "2024-01-01")
    queue = make_queue([images], tmp_path / "queue", ScoredByName(0.9, 0.8), tmp_path / "cases", 0.07)
    assert [one.image for one in queue] == ["c", "a"]
    for name in "ac":
        (images / f"{name}.png").unlink()
    with pytest.raises(InputError, match="have been reviewed"):
        make_queue([images], tmp_path / "queue", ScoredByName(), tmp_path / "cases", 0.07)


def test_images_that_fail_come_last_with_their_reason_and_an_empty_folder_is_told(images: Path, tmp_path: Path) -> None:
    queue = make_queue([images], tmp_path / "queue", ScoredByName())
    assert all("spacing" in one.failure for one in queue) and len(queue) == 3
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="give a folder of mammograms"):
        make_queue([tmp_path / "empty"], tmp_path / "queue", ScoredByName())
    (tmp_path / "queue" / "queue.csv").write_text("image\nx\n")
    with pytest.raises(InputError, match="make the queue again"):
        read_queue(tmp_path / "queue")


def test_a_folder_of_corrected_cases_that_is_not_there_is_told(
    images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped --reviewed let every image into the queue again, reviewed or not."""
    assert main(["queue", str(images), "-o", str(tmp_path / "queue"), "--reviewed", str(tmp_path / "nope")]) == 1
    assert "nope: give one of corrected cases (--reviewed)." in capsys.readouterr().err
    assert not (tmp_path / "queue").exists()


@pytest.mark.parametrize("text", ["image\n" + "x" * 200_000 + "\n", "image,path\na,b\n"])
def test_a_damaged_queue_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "queue.csv").write_text(text)
    with pytest.raises(InputError, match="make the queue again"):
        read_queue(tmp_path)


def test_uncertainty_is_one_bit_a_cluster_at_the_operating_point_and_falls_to_both_sides() -> None:
    mammogram = Mammogram((breast() / 4095).astype(np.float32), (0.07, 0.07), "given")

    def bits(score: float) -> float:
        return uncertainty_of(ScoredByName(score).analyse(mammogram, Progress()))[0]

    assert bits(0.5) == pytest.approx(1, abs=0.01)
    assert bits(0.5) > bits(0.7) > bits(0.9) and bits(0.5) > bits(0.3) > bits(0.1)


def test_one_cluster_is_one(
    images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("MicrocalcCADLib.detectors.create", lambda *choice: ScoredByName(0.99, 0.5, 0.8))
    assert main(["queue", str(images), "-o", str(tmp_path / "queue"), "--spacing", "0.07"]) == 0
    assert re.findall(r"1 clusters?$", capsys.readouterr().out, re.MULTILINE) == ["1 cluster"] * 3


def test_the_command_orders_a_folder_with_a_method_that_needs_no_model(
    images: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["queue", str(images), "-o", str(tmp_path / "queue"), "--method", "morphological", "--spacing", "0.07"]
    assert main(command) == 0
    assert len(read_queue(tmp_path / "queue")) == 3 and capsys.readouterr().out.count(" bit ") == 3
