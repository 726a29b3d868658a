"""A file of ImageNet weights of another network is refused in one sentence before anything is simulated, by trainings
and by tables of the papers.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from background_files import write_backgrounds
from MicrocalcReproduce.__main__ import main as table
from MicrocalcReproduce.__main__ import main_of_a_run as table_of_a_panel
from MicrocalcTrainLib.__main__ import main as training
from MicrocalcTrainLib.__main__ import main_of_a_run as training_of_a_panel
from MicrocalcTrainLib.simulation import backgrounds

TRAININGS = [["patch-learning"], ["birads"], ["hdogreg-fpn"]]
OF_TABLES = [["patch-learning", "--train"], ["birads-table-3"], ["hdogreg-table-1"], ["hdogreg-table-3", "--train"]]
SENTENCES = {
    "another.pth": (
        r"another\.pth (holds no residual network in torchvision's layout, not resnet\d\d: give ImageNet weights of"
        r" resnet\d\d"
        r" in torchvision's layout|does not hold Inception-v4 weights in the layout of timm or Cadene: give such a"
        r" file)\."
    ),
    "text.pth": r"text\.pth is no file that PyTorch saved: give the authors' checkpoint, or a state dict\.",
    "missing.pth": r"There is no file \S+missing\.pth: give the file of the weights\.",
}


@pytest.fixture(params=SENTENCES)
def wrong(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    if path.stem == "another":
        torch.save({"features.0.weight": torch.zeros(3, 3)}, path)
    elif path.stem == "text":
        path.write_text("not weights")
    return path


@pytest.fixture
def normals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of backgrounds, none of which may be read."""

    def must_not_be_read(*_: object, **__: object) -> None:
        raise AssertionError("backgrounds are read before the file of weights")

    folder = tmp_path / "normals"
    folder.mkdir()
    write_backgrounds(folder)
    monkeypatch.setattr(backgrounds, "read_mammogram", must_not_be_read)
    return folder


@pytest.mark.parametrize(
    ("run", "first", "choices"), [(training, ["train"], TRAININGS), (table, [], OF_TABLES)], ids=("training", "table")
)
def test_by_command(
    run, first: list[str], choices: list[list[str]], wrong: Path, normals: Path, tmp_path: Path, capfd
) -> None:
    refused(run, first, choices, wrong, normals, tmp_path, capfd)


@pytest.mark.parametrize(
    ("run", "first", "choices"),
    [(training_of_a_panel, ["train"], TRAININGS), (table_of_a_panel, ["reproduce"], OF_TABLES)],
    ids=("training", "table"),
)
def test_as_a_panel_starts_it(
    run, first: list[str], choices: list[list[str]], wrong: Path, normals: Path, tmp_path: Path, capfd
) -> None:
    refused(run, first, choices, wrong, normals, tmp_path, capfd)


def refused(run, first: list[str], choices: list[list[str]], wrong: Path, normals: Path, tmp_path: Path, capfd) -> None:
    for number, (name, *options) in enumerate(choices):
        out = [
            "-o",
            str(tmp_path / f"out{number}"),
            "--imagenet",
            str(wrong),
            "--backgrounds",
            str(normals),
            "--device",
            "cpu",
        ]
        assert run([*first, name, *options, *out]) == 1
        said = [line for line in capfd.readouterr().err.splitlines() if not line.startswith("20")]
        assert len(said) == 1 and re.fullmatch(SENTENCES[wrong.name], said[0]), (name, said)


def test_a_table_names_a_folder_that_is_not_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("hdogreg-table-3", "two-stage-table-2", "birads-table-3", "amorphous-case-study", "benchmark"):
        assert table_of_a_panel(["reproduce", name, "-o", str(tmp_path / "out"), "--data", str(tmp_path / "none")]) == 1
        assert (
            f"There is no folder {tmp_path / 'none'}: give a data set, or a folder of images with their truth."
            in capfd.readouterr().err
        )
