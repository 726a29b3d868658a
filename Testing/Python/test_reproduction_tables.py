"""Tables with the paper's numbers beside ours, the record of a run, and the benchmark's table with methods made in
code.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from background_files import write_backgrounds
from MicrocalcCADLib.analysis import Analysis, Candidates
from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.objects import Objects
from MicrocalcReproduce import benchmark, material
from MicrocalcReproduce.__main__ import TABLES, main, table_module
from MicrocalcReproduce.benchmark import BenchmarkRecipe
from MicrocalcReproduce.job import Job, kept_settings, write_report
from MicrocalcReproduce.material import images_of
from MicrocalcReproduce.published import HDOGREG_PAUC, HDOGREG_TABLE_3, TWO_STAGE_TABLE_2
from MicrocalcReproduce.recipes import TABLES as RECIPES
from MicrocalcReproduce.recipes import options_of_table
from MicrocalcReproduce.tables import Measure, Row, Table, as_csv, as_json, as_markdown, as_text
from MicrocalcTrainLib.datasets.labelled_folder import labelled_folder
from MicrocalcTrainLib.recipes.options import with_options
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource, of_part
from MicrocalcTrainLib.simulation.images import ImageParameters
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from report_material import make_analysis

pytest.importorskip("matplotlib")
MEASURES = (Measure("auc", "AUC", spread="sd"), Measure("seconds", "s", "{:.1f}"))
ROWS = (
    Row(("a, b",), {"auc": 0.5, "sd": 0.25, "seconds": 2.04}, {"auc": 0.75}),
    Row(("c",), {"auc": math.nan}, {"auc": 0.7, "sd": 0.1}),
)
TABLE = Table("one", "A title", ("method",), MEASURES, ROWS, "Someone 2020, Table 1", ("A note.",))


def test_the_papers_number_stands_beside_ours_where_it_has_one() -> None:
    lines = [line.split() for line in as_text(TABLE).splitlines()]
    assert lines[:2] == [["A", "title"], ["method", "AUC", "paper", "s"]]
    assert lines[2] == ["a,", "b", "0.500", "±", "0.250", "0.750", "2.0"]
    assert lines[3] == ["c", "-", "0.700", "±", "0.100", "-"]
    assert as_text(TABLE).splitlines()[4:] == ["Published: Someone 2020, Table 1.", "A note."]


def test_csv_has_all_numbers_unrounded_and_empty_cells_for_missing_ones() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(TABLE))))
    assert rows[0] == {
        "method": "a, b",
        "auc": "0.5",
        "sd": "0.25",
        "seconds": "2.04",
        "auc_published": "0.75",
        "sd_published": "",
    }
    assert (rows[1]["auc"], rows[1]["sd_published"]) == ("", "0.1")


def test_json_and_markdown_hold_the_same_table() -> None:
    content = json.loads(json.dumps(as_json(TABLE), allow_nan=False))
    assert content["rows"][1] == {
        "labels": {"method": "c"},
        "ours": {"auc": None},
        "published": {"auc": 0.7, "sd": 0.1},
    }
    assert "| a, b | 0.500 ± 0.250 | 0.750 | 2.0 |" in as_markdown(TABLE).splitlines()


def test_the_papers_best_target_is_the_one_that_its_final_model_has() -> None:
    values = [[pair[0] for pair in row] for row in HDOGREG_PAUC.values]
    assert (
        max(max(row) for row in values)
        == HDOGREG_PAUC.at(10, 1.0)[0]
        == HDOGREG_TABLE_3["hdogreg", "validation"]["pauc"]
    )
    assert all(math.isnan(value) for value in HDOGREG_PAUC.at(7, 1.0))


@pytest.mark.parametrize(("padding", "accuracy"), [("same", 97.47), ("valid", 96.37)])
def test_the_accuracy_of_the_segmentator_follows_from_its_errors_by_class(padding: str, accuracy: float) -> None:
    row = TWO_STAGE_TABLE_2["segmentator", padding]
    assert (
        row["accuracy"]
        == accuracy
        == pytest.approx(100 - (row["C1"] + (row["C2"] + row["C3"] + row["C4"]) / 3) / 2, abs=0.01)
    )


def test_a_folder_is_taken_up_by_the_same_run_only(tmp_path: Path) -> None:
    recipe = BenchmarkRecipe(seed=3)
    for _ in range(2):
        with kept_settings(tmp_path, "benchmark", recipe, None):
            pass
    for name, other, data in (
        ("benchmark", replace(recipe, seed=4), None),
        ("other", recipe, None),
        ("benchmark", recipe, tmp_path),
    ):
        with (
            pytest.raises(InputError, match="with other settings: give the same ones, or another folder"),
            kept_settings(tmp_path, name, other, data),
        ):
            raise AssertionError("it was taken up")


def test_a_folder_is_not_taken_up_on_other_backgrounds(tmp_path: Path) -> None:
    sources, recipe = write_backgrounds(tmp_path, side=64), BenchmarkRecipe()
    for _ in range(2):
        with kept_settings(tmp_path / "run", "benchmark", recipe, None, sources):
            pass
    with (
        pytest.raises(InputError, match="with other settings: give the same ones, or another folder"),
        kept_settings(tmp_path / "run", "benchmark", recipe, None, sources[:2]),
    ):
        raise AssertionError("it was taken up")
    settings = json.loads((tmp_path / "run" / "settings.json").read_text())
    older = {name: settings[name] for name in ("table", "data", "recipe")}
    (tmp_path / "run" / "settings.json").write_text(json.dumps(older))
    with kept_settings(tmp_path / "run", "benchmark", recipe, None, sources):
        pass


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("hdogreg-targets", "--data", "."), "takes no data set"),
        (("amorphous-case-study", "--data", "."), "is no data set with pathologies"),
        (("benchmark", "--method", "x"), "'x' is no method"),
        (("benchmark", "--models", "nope"), "There is no folder nope"),
    ],
)
def test_a_run_that_is_refused_leaves_its_folder_to_another(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The settings of a refused run stayed, and the right command found "a run with other settings"."""
    monkeypatch.chdir(tmp_path)
    for there in (False, True):
        if there:
            (tmp_path / "out").mkdir()
        assert main([*arguments, "-o", "out"]) == 1
        assert told in capsys.readouterr().err
        assert list((tmp_path / "out").iterdir()) == [] if there else not (tmp_path / "out").exists()


def test_a_benchmark_takes_up_a_folder_with_more_images_or_other_methods(tmp_path: Path) -> None:
    for recipe in (BenchmarkRecipe(images=2, methods=("hdogreg",)), BenchmarkRecipe(images=200)):
        with kept_settings(tmp_path, "benchmark", benchmark.settings(recipe), None):
            pass


def test_no_background_is_in_two_parts() -> None:
    sources = [BackgroundSource(Path(str(i)), 0.1, i % 5 == 4) for i in range(40)]
    parts = [of_part(sources, part) for part in ("train", "validation", "test")]
    assert sum(map(len, parts)) == 40 and len({s.path for part in parts for s in part}) == 40
    assert [len(part) for part in parts] == [27, 5, 8] and all(s.held_out for s in parts[2])


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_recipe_whose_options_set_fields_that_exist(name: str) -> None:
    recipe = table_module(name).RECIPE
    assert type(recipe) is RECIPES[name]
    options = options_of_table(name)
    assert {"seed", "spacing"} <= set(options)
    for path in (path for paths in options.values() for path in paths):
        value = recipe
        for field in path.split("."):
            value = getattr(value, field)


def test_a_table_takes_the_options_of_the_training_that_it_makes() -> None:
    given = {
        "size": 96,
        "optimizer": "adamw",
        "learning_rate": 0.002,
        "width": 16,
        "images": 30,
        "seed": 5,
        "early_stopping": 3,
    }
    rating = with_options(
        RECIPES["birads-table-3"](), given, options_of_table("birads-table-3"), "birads-table-3"
    ).rating
    assert (rating.regions.roi.size_px, rating.optimizer, rating.training.learning_rate, rating.width) == (
        96,
        "adamw",
        0.002,
        16,
    )
    assert (
        rating.regions.patients,
        rating.regions.seed,
        rating.training.run.early_stopping,
        rating.regions.classes,
    ) == (30, 5, 3, 6)
    table = with_options(
        RECIPES["two-stage-table-2"](),
        {"images": 8, "epochs": 2},
        options_of_table("two-stage-table-2"),
        "two-stage-table-2",
    )
    assert (table.base.regions, table.base.test_regions, table.base.segmentator.epochs, table.test_images) == (
        8,
        8,
        2,
        10,
    )
    with pytest.raises(InputError, match="has no classes: it takes"):
        with_options(RECIPES["birads-table-3"](), {"classes": 4}, options_of_table("birads-table-3"), "birads-table-3")


def test_an_option_that_a_table_does_not_have_is_refused_with_those_that_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(["amorphous-case-study", "-o", str(tmp_path / "out"), "--epochs", "3"]) == 1
    assert "has no epochs: it takes images" in capsys.readouterr().err
    assert main(["birads-table-3", "-o", str(tmp_path / "out"), "--models", str(tmp_path)]) == 1
    assert "takes no model: give none, or use one of" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


class Oracle:
    """Marks every calcification of the truth, and as many places that are none, with lower scores."""

    bundle = None

    def __init__(self, truth: dict[str, np.ndarray]) -> None:
        self.truth, self.calls = truth, 0

    def analyse(self, mammogram: Mammogram, progress: object) -> Analysis:
        self.calls += 1
        truth = self.truth[Path(mammogram.source.path).name]
        numbers = np.unique(truth[truth > 0])
        runs = [np.flatnonzero(truth == n) for n in numbers] + [np.array([5 + i]) for i in range(len(numbers))]
        base = make_analysis(mammogram, [(0, 0)] * len(runs), [0.9] * len(numbers) + [0.2] * len(numbers))
        measures = base.candidates.measures.copy()
        measures[:, :2] = [np.mean(np.divmod(r, truth.shape[1]), axis=1) for r in runs]
        return replace(base, model=None, method="morphological", candidates=Candidates(measures, Objects.of(runs)))


class Patches:
    """Marks one square without anything in every image."""

    bundle = None

    def analyse(self, mammogram: Mammogram, progress: object) -> Analysis:
        patches = np.array([[0.0, 0.0, 10.0, 0.5]])
        return replace(
            make_analysis(mammogram, [], []),
            model=None,
            method="patch-learning",
            candidates=replace(Candidates.none(), patches=patches),
        )


@pytest.fixture
def small_images(monkeypatch: pytest.MonkeyPatch) -> None:
    clear = LesionParameters(contrast=(10, 16))
    monkeypatch.setattr(
        benchmark,
        "ImageParameters",
        lambda: ImageParameters(empty_share=0, procedural_share=1, procedural_mm=40, clusters=(1, 1), lesions=clear),
    )


@pytest.fixture
def job(tmp_path: Path, small_images: None) -> Iterator[Job]:
    (tmp_path / "sources").mkdir()
    yield Job(
        tmp_path / "out",
        tuple(write_backgrounds(tmp_path / "sources", side=64)),
        command="microcalc-reproduce benchmark",
    )


def with_methods(monkeypatch: pytest.MonkeyPatch, job: Job, recipe: BenchmarkRecipe) -> Oracle:
    images = images_of(job, "test", recipe.images, recipe.spacing_mm, recipe.seed, benchmark.ImageParameters())
    oracle = Oracle({image.path.name: image.truth() for image in images})
    made = {"morphological": oracle, "patch-learning": Patches()}
    monkeypatch.setattr(benchmark, "create", lambda method, model, device: made[method])
    monkeypatch.setattr(Job, "has_model", lambda self, method: method in made)
    return oracle


def test_the_benchmark_lists_every_method_with_weights_or_without(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = BenchmarkRecipe(images=2, spacing_mm=0.1)
    with_methods(monkeypatch, job, recipe)
    text = write_report(job, "benchmark", benchmark.reproduce(job, recipe))
    rows = {
        row["method"]: row for row in csv.DictReader((job.folder / "benchmark.csv").open(newline="", encoding="utf-8"))
    }
    assert list(rows) == list(METHODS)
    perfect = rows["morphological"]
    # single calcifications that lie together by chance are a group, and a false one
    assert float(perfect["sensitivity_at_1_fp_per_image"]) == 1
    assert [float(perfect[name]) for name in ("tpr_at_0.4_fp_per_cm2", "iou_per_object", "iou_per_object_sd")] == [
        1,
        1,
        0,
    ]
    assert float(perfect["seconds_per_image"]) >= 0
    assert (
        rows["patch-learning"]["sensitivity_at_1_fp_per_image"],
        rows["patch-learning"]["tpr_at_0.4_fp_per_cm2"],
    ) == ("0", "")
    assert (rows["context"]["model"], rows["context"]["iou_per_object"]) == ("no weights", "")
    assert "patch-learning: marks squares" in text and "context: no weights are installed" in text
    assert "2 images at 0.1 mm with 2 clusters, seed 1" in text and "0.2 to 0.2 megapixels" in text
    assert {"benchmark-clusters.png", "benchmark-froc.png", "benchmark.md", "benchmark.json"} <= {
        path.name for path in job.folder.iterdir()
    }


def test_an_interrupted_benchmark_goes_on_and_ends_with_the_same_table(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = BenchmarkRecipe(images=3, spacing_mm=0.1, methods=("morphological",))
    oracle = with_methods(monkeypatch, job, recipe)
    whole = oracle.analyse

    def interrupted(mammogram: Mammogram, progress: object) -> Analysis:
        if oracle.calls == 2:
            raise KeyboardInterrupt
        return whole(mammogram, progress)

    oracle.analyse = interrupted
    with pytest.raises(KeyboardInterrupt):
        benchmark.reproduce(job, recipe)
    oracle.analyse = whole
    resumed = benchmark.reproduce(job, recipe)
    assert oracle.calls == 3
    straight = benchmark.reproduce(replace(job, folder=job.folder / "again"), recipe)
    untimed = [
        {k: v for k, v in report.tables[0].rows[0].ours.items() if "seconds" not in k} for report in (resumed, straight)
    ]
    assert untimed[0] == untimed[1]


def test_more_images_are_added_to_those_that_are_there(job: Job) -> None:
    two, three = (images_of(job, "test", count, 0.1, 1, benchmark.ImageParameters()) for count in (2, 3))
    assert [image.stem for image in three[:2]] == [image.stem for image in two] and len(three) == 3
    assert np.array_equal(two[0].lesions, three[0].lesions)


def test_a_benchmark_on_a_folder_in_the_projects_layout_takes_all_of_its_images(job: Job) -> None:
    images_of(job, "test", 3, 0.1, 1, benchmark.ImageParameters())
    given = replace(job, data=job.folder / "test" / "images")
    assert [image.stem for image in benchmark.tested_images(given, BenchmarkRecipe())] == [
        "sim0000",
        "sim0001",
        "sim0002",
    ]


def test_an_unknown_method_is_refused_before_anything_is_simulated(job: Job) -> None:
    with pytest.raises(InputError, match="'nonesuch' is no method"):
        benchmark.reproduce(job, BenchmarkRecipe(methods=("nonesuch",)))
    assert not job.folder.exists()


def test_models_of_a_folder_are_found_by_their_method_and_come_before_installed_ones(tmp_path: Path) -> None:
    for name, method in (("mine", "context"), ("other", "context"), ("third", "two-stage")):
        (tmp_path / name / "configs").mkdir(parents=True)
        (tmp_path / name / "configs" / "metadata.json").write_text(json.dumps({"microcalc": {"method": method}}))
    job = Job(tmp_path, models=tmp_path)
    assert [path.name for path in job.bundles("context")] == ["mine", "other"]
    assert job.model("two-stage") == tmp_path / "third" and job.model("hdogreg") is None
    assert [system.model for system in benchmark.systems_of(job, "two-stage")] == [str(tmp_path / "third")]
    with pytest.raises(InputError, match="several models for context"):
        job.model("context")
    with pytest.raises(InputError, match="There is no folder"):
        Job(tmp_path, models=tmp_path / "nowhere").bundles("context")


def test_a_folder_in_the_projects_layout_is_split_3_to_1_to_1(job: Job) -> None:
    images_of(job, "test", 5, 0.1, 1, benchmark.ImageParameters())
    place = job.folder / "test" / "images"
    given = replace(job, data=place)
    parts = {
        part: [image.stem for image in images_of(given, part, 0, 0.1, 1)] for part in ("train", "validation", "test")
    }
    assert parts == {"train": ["sim0000", "sim0001", "sim0002"], "validation": ["sim0003"], "test": ["sim0004"]}
    marked = list(material.marked_images(labelled_folder(place)[:1], 0.2))
    assert marked[0].truth.shape == marked[0].mammogram.shape == (200, 200)
    assert set(np.unique(marked[0].truth)) == set(np.unique(labelled_folder(place)[0].truth()))
