"""The command `microcalc-train evaluate`: a labelled set, the shipped model or a fake one, and the table that comes
out.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis, Candidates
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.labelled_folder import labelled_folder
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.stored_images import labelled_images
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set, write_set
from MicrocalcTrainLib.workflows import evaluation as running
from PIL import Image
from report_material import make_analysis
from set_material import write_folder

pytest.importorskip("matplotlib")
TOOL = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score_clusters.py"
SPACING = 0.1


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small images at 0.1 mm; the first has no cluster."""
    folder = tmp_path_factory.mktemp("set")
    parameters = ImageParameters(procedural_mm=40, empty_share=0.25, procedural_share=1)
    write_set(folder, simulate_set([], 3, [SPACING], 5, parameters), 3)
    return folder


@pytest.fixture(scope="module")
def evaluated(labelled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an evaluation with the shipped model."""
    folder = tmp_path_factory.mktemp("out")
    assert main(["evaluate", str(labelled), "-o", str(folder), "--device", "cpu"]) == 0
    return folder


class Oracle:
    """Marks every calcification of the truth, or only two pixels of each, with a score of 0.9, and false
    ones with 0.2.
    """

    bundle = None

    def __init__(self, folder: Path, false_marks: int = 0) -> None:
        self.truths = {image.path.name: image.truth() for image in labelled_folder(folder)}
        self.false_marks, self.shrink, self.calls = false_marks, False, 0

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        self.calls += 1
        truth = self.truths[Path(mammogram.source.path).name]
        numbers = np.unique(truth[truth > 0])
        runs = [np.flatnonzero(truth == n)[: 2 if self.shrink else None] for n in numbers] + [
            np.array([i]) for i in range(self.false_marks)
        ]
        scores = [0.9] * len(numbers) + [0.2] * self.false_marks
        base = make_analysis(mammogram, [(0, 0)] * len(runs), scores)
        measures = base.candidates.measures.copy()
        measures[:, :2] = [np.mean(np.divmod(r, truth.shape[1]), axis=1) for r in runs]
        candidates = Candidates(measures, Objects.of(runs))
        return replace(base, model=None, candidates=candidates)


class Failing:
    bundle = None

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        raise InputError("No breast was found: is this a mammogram?")


class Patches:
    """Marks the same five patches in every image."""

    bundle = None

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        patches = [
            (0, 0, 100, 0.4),
            (100, 100, 100, 0.9),
            (100, 200, 100, 0.8),
            (200, 100, 100, 0.7),
            (200, 200, 100, 0.6),
        ]
        candidates = replace(Candidates.none(), patches=np.array(patches, float))
        return replace(make_analysis(mammogram, []), model=None, candidates=candidates)


def run(monkeypatch: pytest.MonkeyPatch, detector: object, *arguments: object) -> int:
    monkeypatch.setattr(running, "create", lambda *_, **__: detector)
    return main(["evaluate", *map(str, arguments)])


def result(folder: Path) -> dict:
    (system,) = json.loads((folder / "evaluation.json").read_text())["systems"]
    return system


def test_table_csv_json_figures_and_one_analysis_an_image_are_written(evaluated: Path):
    names = {p.name for p in evaluated.iterdir()}
    assert names >= {
        "evaluation.txt",
        "evaluation.csv",
        "evaluation.json",
        "images.csv",
        "froc.svg",
        "cluster_froc.svg",
        "reliability.svg",
    }
    assert {p.name for p in (evaluated / "hdogreg").iterdir()} == {
        f"sim000{i}.{kind}" for i in range(3) for kind in ("analysis.npz", "findings.json")
    }
    (row,) = csv.DictReader((evaluated / "evaluation.csv").open())
    assert (row["method"], row["images"], row["failed"]) == ("hdogreg", "3", "0")
    assert float(row["seconds_per_image"]) > 0 and float(row["processor_seconds_per_image"]) > 0
    assert len(list(csv.DictReader((evaluated / "images.csv").open()))) == 3


def test_a_set_gets_no_files_of_its_evaluation(labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(labelled), "-o", f"{labelled}/../{labelled.name}"]) == 1
    assert "is what is evaluated" in capsys.readouterr().err
    assert not (labelled / "evaluation.json").exists()


def test_the_shipped_model_finds_most_calcifications_of_the_set(evaluated: Path):
    row = result(evaluated)
    assert row["calcifications"] > 20 and row["model"].startswith("hdogreg-light")
    assert row["tpr_at_0.4_fp_per_cm2"] > 0.6
    assert 0.3 < row["iou_per_object"] < 1
    assert 0.5 < row["iou_per_image"] <= 1


def test_the_table_has_the_columns_of_the_readme(evaluated: Path):
    header, row, *_ = (evaluated / "evaluation.txt").read_text().splitlines()
    for title in ("sens. 0.25 FP/image", "0.5 FP", "1 FP", "TPR 0.4 FP/cm²", "pAUC", "IoU/object", "s/image"):
        assert title in header
    assert row.startswith("hdogreg")
    assert "esearch only" in (evaluated / "evaluation.txt").read_text()


@pytest.mark.skipif(not TOOL.is_file(), reason="the scoring tool is not at hand")
def test_cluster_figures_are_those_of_the_scoring_tool(evaluated: Path, labelled: Path):
    command = [sys.executable, str(TOOL), str(evaluated / "hdogreg"), str(labelled / "truth.json")]
    expected = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    row = result(evaluated)
    for limit in (0.25, 0.5, 1):
        assert row[f"sensitivity_at_{limit:g}_fp_per_image"] == pytest.approx(
            expected["sensitivity_at_fp_per_image"][str(float(limit))], abs=1e-5
        )
    assert row["image_auc"] == (
        None if expected["image_auc"] is None else pytest.approx(expected["image_auc"], abs=1e-5)
    )


def test_a_second_run_takes_the_analyses_up_and_gives_the_same_table(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    oracle = Oracle(labelled)
    assert run(monkeypatch, oracle, labelled, "-o", tmp_path) == 0
    first = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    assert oracle.calls == 3
    (tmp_path / "hdogreg" / "sim0001.analysis.npz").write_bytes(b"torn")
    assert run(monkeypatch, oracle, labelled, "-o", tmp_path) == 0
    assert oracle.calls == 4
    # The seconds of the image that was analysed again differ.
    second = {p.name: p.read_bytes() for p in tmp_path.glob("*.svg")}
    assert second and second == {name: content for name, content in first.items() if name.endswith(".svg")}


def test_an_analysis_of_another_image_or_method_is_not_taken_up(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    changed = tmp_path / "set"
    shutil.copytree(labelled, changed)
    oracle = Oracle(changed)
    run(monkeypatch, oracle, changed, "-o", tmp_path / "out")
    shutil.copyfile(changed / "sim0001.nrrd", changed / "sim0000.nrrd")
    run(monkeypatch, oracle, changed, "-o", tmp_path / "out")
    assert oracle.calls == 4


def test_an_analysis_at_another_spacing_is_not_taken_up(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    changed = tmp_path / "set"
    shutil.copytree(labelled, changed)
    oracle, truth = Oracle(changed), changed / "images" / "truth.json"
    truth = truth if truth.is_file() else changed / "truth.json"
    stated = json.loads(truth.read_text())
    for calls, spacing in enumerate((0.05, 0.05, 0.1), start=1):
        truth.write_text(json.dumps({**stated, "spacings_mm": dict.fromkeys(stated["images"], spacing)}))
        run(monkeypatch, oracle, changed, "-o", tmp_path / "out")
        analyses = [Analysis.load(path) for path in (tmp_path / "out").rglob("*.analysis.npz")]
        assert {one.image.spacing_mm for one in analyses} == {(spacing, spacing)}
        assert oracle.calls == 3 * (calls - (calls > 1))


def test_an_analysis_of_an_image_that_was_read_otherwise_is_not_taken_up(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    """A full scale or polarity that was corrected left all figures as they were."""
    changed = tmp_path / "set"
    shutil.copytree(labelled, changed)
    oracle, stated = Oracle(changed), json.loads((changed / "truth.json").read_text())
    facts = ({"full_scale": 65535}, {"full_scale": 65535}, {"full_scale": 70000}, {"full_scale": 70000, "invert": True})
    for calls, fact in zip((3, 3, 6, 9), facts, strict=True):
        (changed / "truth.json").write_text(json.dumps({**stated, **fact}))
        run(monkeypatch, oracle, changed, "-o", tmp_path / "out")
        assert oracle.calls == calls


def test_an_image_of_a_data_set_that_was_changed_or_is_gone_fails_by_itself(tmp_path: Path):
    """The changed one was measured by the truth of the old one, within a circle whose radius was in pixels; the one
    that was gone ended the evaluation.
    """
    names = ["a_L_CC", "b_L_CC", "c_L_CC"]
    source = write_folder(tmp_path / "source", names)
    (source / "regions").mkdir()
    for name in names:
        shutil.copyfile(source / "masks" / f"{name}.png", source / "regions" / f"{name}.png")
    import_set(read_folder(source, 0.07), tmp_path / "store", SplitRule((1.0, 0.0, 0.0)), StoreParameters())
    (source / names[0]).with_suffix(".png").unlink()
    with Image.open(source / f"{names[1]}.png") as picture:
        picture.rotate(180).save(source / f"{names[1]}.png")
    images = labelled_images(tmp_path / "store", "train")
    e = running.evaluate(images, running.System("morphological"), Patches(), tmp_path / "out")
    said = [one.failure or "" for one in e.images]
    assert names[0] in said[0] and "was changed since it was imported" in said[1] and not said[2]


def test_outlined_calcifications_without_a_region_make_no_cluster_false_and_no_image_a_negative(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    """Sets of the corrected cases of a scene have no regions; what nobody decided is neither right nor false."""
    images = [
        replace(image, lesions=np.zeros((0, 2)), radii_mm=np.zeros(0), clusters_known=False)
        for image in labelled_folder(labelled)
    ]
    known = [replace(image, clusters_known=True) for image in images]
    for some, false in ((images, 0), (known, 1)):
        e = running.evaluate(some, running.System("oracle"), Oracle(labelled), tmp_path / str(false))
        assert sum(len(one.clusters.false) for one in e.images) == false
        assert [one.clusters.known for one in e.images] == [some is known] * 3


def test_a_detector_that_marks_the_truth_has_perfect_figures(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    assert run(monkeypatch, Oracle(labelled, false_marks=2), labelled, "-o", tmp_path) == 0
    row = result(tmp_path)
    assert (row["tpr_at_0.4_fp_per_cm2"], row["pauc"], row["pauc_2sd"]) == (1, 1, 0)
    assert (row["iou_per_object"], row["iou_per_image"], row["pixel_accuracy"]) == (1, 1, 1)
    assert row["threshold"] == 0.9


def test_outlines_are_measured_where_the_user_says(monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path):
    assert run(monkeypatch, Oracle(labelled), labelled, "-o", tmp_path, "--outlines-at", "0.95") == 0
    assert (result(tmp_path)["threshold"], result(tmp_path)["iou_per_object"]) == (0.95, 0)


def test_methods_stand_side_by_side_with_a_paired_test_of_their_outlines(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path, capsys
):
    detectors = {"hdogreg": Oracle(labelled), "other": Oracle(labelled, false_marks=3)}
    detectors["other"].shrink = True
    monkeypatch.setattr(running, "KNOWN", detectors)
    monkeypatch.setattr(running, "create", lambda method, *_, **__: detectors[method])
    assert main(["evaluate", str(labelled), "-o", str(tmp_path), "--method", "hdogreg", "other"]) == 0
    content = json.loads((tmp_path / "evaluation.json").read_text())
    first, second = content["systems"]
    assert (first["method"], second["method"]) == ("hdogreg", "other")
    assert first["iou_per_object"] == 1 > second["iou_per_object"]
    (test,) = content["paired_wilcoxon"]
    assert (test["first"], test["second"]) == ("hdogreg", "other") and test["p"] < 0.01
    assert "paired Wilcoxon" in capsys.readouterr().out


@pytest.mark.parametrize("point", ["nearest", "balanced"])
def test_images_that_fail_count_as_nothing_found_and_are_named(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path, point: str
):
    assert run(monkeypatch, Failing(), labelled, "-o", tmp_path, "--outlines-at", point) == 1
    row = result(tmp_path)
    assert row["failed"] == 3 and "No breast" in row["failures"]["sim0000"]
    assert (row["tpr_at_0.4_fp_per_cm2"], row["sensitivity_at_1_fp_per_image"], row["iou_per_object"]) == (0, 0, 0)
    assert row["calcifications"] == sum(len(np.unique(image.truth())) - 1 for image in labelled_folder(labelled))
    assert row["seconds_per_image"] is None


def test_a_method_that_marks_patches_has_figures_of_clusters_only(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    assert run(monkeypatch, Patches(), labelled, "-o", tmp_path) == 0
    row = result(tmp_path)
    assert row["tpr_at_0.4_fp_per_cm2"] is None and row["iou_per_object"] is None and row["froc"] is None
    assert row["clusters"] > 0
    assert not (tmp_path / "froc.svg").exists() and (tmp_path / "cluster_froc.svg").exists()


def test_a_set_without_outlines_gives_figures_of_clusters_only(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    plain = tmp_path / "set"
    (plain / "images").mkdir(parents=True)
    for path in labelled.glob("sim000?.nrrd"):
        shutil.copyfile(path, plain / "images" / path.name)
    shutil.copyfile(labelled / "truth.json", plain / "truth.json")
    assert run(monkeypatch, Oracle(labelled), plain, "-o", tmp_path / "out") == 0
    assert result(tmp_path / "out")["pauc"] is None and result(tmp_path / "out")["calcifications"] is None
    assert result(tmp_path / "out")["clusters"] > 0


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "truth.json").unlink(), "cannot be read"),
        (lambda folder: (folder / "truth.json").write_text("{"), "is not JSON"),
        (lambda folder: (folder / "truth.json").write_text("[" * 100_000), "is not JSON"),
        (lambda folder: (folder / "truth.json").write_text('{"images": {}}'), "names no images"),
        (
            lambda folder: (folder / "truth.json").write_text('{"images": {"sim0000": [{"row": 1}]}}'),
            "A cluster of sim0000",
        ),
        (lambda folder: (folder / "sim0002.nrrd").unlink(), "0 images named sim0002"),
    ],
    ids=["no truth", "broken truth", "deep truth", "no images", "no radius", "missing image"],
)
def test_a_set_that_is_not_laid_out_right_is_refused_in_one_sentence(
    damage, message, labelled: Path, tmp_path: Path, capsys
):
    shutil.copytree(labelled, tmp_path / "set")
    damage(tmp_path / "set")
    assert main(["evaluate", str(tmp_path / "set"), "-o", str(tmp_path / "out")]) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--method", "nonesuch"], "is no method"),
        (["--method", "hdogreg", "hdogreg", "nonesuch"], "is no method"),
        (["--outlines-at", "1.5"], "is no operating point"),
        (["--model", "nonesuch"], "There is no model"),
        (["--method", "hdogreg", "morphological", "--model", "x"], "belongs to one method"),
        (["--method", "hdogreg=nonesuch"], "There is no model"),
        (["--method", "hdogreg", "hdogreg"], "would be called hdogreg"),
        (["--method", "hdogreg=a/model", "hdogreg=b/model"], "would be called hdogreg-model"),
    ],
)
def test_what_cannot_be_run_is_said_before_anything_is(
    arguments: list[str], message: str, labelled: Path, tmp_path: Path, capsys
):
    assert main(["evaluate", str(labelled), "-o", str(tmp_path / "out"), *arguments]) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_labels_of_another_size_than_the_image_fail_that_image_only(
    monkeypatch: pytest.MonkeyPatch, labelled: Path, tmp_path: Path
):
    import SimpleITK as sitk

    shutil.copytree(labelled, tmp_path / "set")
    oracle = Oracle(tmp_path / "set")
    sitk.WriteImage(sitk.GetImageFromArray(np.zeros((10, 12), np.uint32)), str(tmp_path / "set" / "sim0001.truth.nrrd"))
    assert run(monkeypatch, oracle, tmp_path / "set", "-o", tmp_path / "out") == 1
    assert list(result(tmp_path / "out")["failures"]) == ["sim0001"]
