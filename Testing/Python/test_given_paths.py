"""Paths as shells and people give them: empty ones, names as long as a file system takes, a home that is not there,
files without rights.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from MicrocalcCADLib.__main__ import main
from MicrocalcCADLib.detection import LONGEST_STEM_BYTES, stems
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.files import write_text
from MicrocalcCADLib.models import find_bundle, method_of, models_folder
from MicrocalcCADLib.reporting import SUFFIXES
from MicrocalcTrainLib.__main__ import main as train_main

LONGEST_NAME_BYTES = 255  # of most file systems


@pytest.mark.parametrize(
    "arguments",
    [
        ["detect", "", "-o", "out"],
        ["detect", "a.dcm", "-o", ""],
        ["batch", "", "-o", "out"],
        ["batch", "in", "-o", ""],
        ["send", "", "--to", "A@b:1"],
        ["models", "import", "", "-o", "m"],
    ],
)
def test_an_empty_path_is_not_the_current_folder(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "an empty path names no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", "", "-o", "x"],
        ["queue", "", "-o", "x"],
        ["import", "folder", "", "-o", "x"],
        ["train", "kinds", "-o", ""],
    ],
)
def test_nor_is_it_in_training(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        train_main(arguments)
    assert "an empty path names no file" in capsys.readouterr().err


def test_an_empty_name_is_no_model(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model '' for hdogreg"):
        find_bundle("", "hdogreg")
    assert method_of("") is None
    assert train_main(["export", "", "-o", str(tmp_path / "m.zip")]) == 1
    assert "There is no model ''" in capsys.readouterr().err


def test_a_name_that_the_system_refuses_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("x" * 300, "a\0b", f"{__file__}/m"):
        with pytest.raises(ModelError, match=r"There is no model .* for hdogreg"):
            find_bundle(name, "hdogreg")
        with pytest.raises(ModelError, match="There is no model folder"):
            find_bundle(Path(name), "hdogreg")
        assert method_of(name) is None


def test_a_model_in_a_home_is_found_and_that_of_nobody_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(models_folder()))
    monkeypatch.setenv("USERPROFILE", str(models_folder()))
    assert find_bundle("~/odds-cbis-ddsm", "odds").folder == (models_folder() / "odds-cbis-ddsm").resolve()
    with pytest.raises(ModelError, match="There is no model '~nobody-of-that-name/m'"):
        find_bundle("~nobody-of-that-name/m", "odds")
    assert method_of("~nobody-of-that-name/m") is None


@pytest.mark.parametrize("letter", ["x", "ü", "左"])
def test_a_result_fits_behind_the_longest_name(letter: str, tmp_path: Path) -> None:
    longest = letter * ((LONGEST_NAME_BYTES - len(".dcm")) // len(letter.encode()))
    names = stems([Path("a") / f"{longest}.dcm", Path("b") / f"{longest}.dcm"])
    assert len(set(names)) == 2
    assert all(len(os.fsencode(name + suffix)) <= LONGEST_NAME_BYTES for name in names for suffix in SUFFIXES)
    for suffix in SUFFIXES:
        write_text(tmp_path / (names[1] + suffix), "")
    assert longest.startswith(names[0])
    assert len(os.fsencode(names[0])) > LONGEST_STEM_BYTES - 4


def test_what_may_not_be_read_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as context:
        context.setattr(Path, "read_bytes", forbidden)
        with pytest.raises(ModelError, match=r"cannot be read \(Permission denied\): check its permissions"):
            find_bundle(models_folder() / "odds-cbis-ddsm", "odds")
    monkeypatch.setattr("MicrocalcCADLib.environment.checks", lambda: forbidden(tmp_path / "some\nfile"))
    assert main(["check"]) == 2
    assert f"{tmp_path / 'some?file'} cannot be used (Permission denied)" in capsys.readouterr().err


def test_an_error_that_names_no_file_is_not_explained_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> None:
        raise OSError("a fault of the program")

    monkeypatch.setattr("MicrocalcCADLib.environment.checks", failing)
    with pytest.raises(OSError, match="a fault of the program"):
        main(["check"])
