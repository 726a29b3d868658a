"""Sentences for users hold in the panel as on the command line; the options of the latter are named only there."""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from MicrocalcCADLib.__main__ import main
from MicrocalcCADLib.errors import InputError, at_command_line

REPOSITORY = Path(__file__).parents[2]
LIBRARIES = (REPOSITORY / "MicrocalcCAD" / "MicrocalcCADLib", REPOSITORY / "MicrocalcTrain" / "MicrocalcTrainLib")
# What only a command line runs.
COMMANDS = {"__main__.py", "command.py"}
OPTION = re.compile(r"(^|[\s`(])(--[a-z]|-[a-z]\b)")


def sentences(tree: ast.AST):
    """Give the texts of the errors that are made: the first argument of every call of a name that ends with Error or is
    Cancelled.
    """
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.args
            and re.fullmatch(r"\w+Error|Cancelled", node.func.id)
        ):
            yield node.lineno, text_of(node.args[0])


def text_of(tree: ast.AST) -> str:
    """Return the text of an expression, x for each value that is put into it."""
    if isinstance(tree, ast.Constant):
        return tree.value if isinstance(tree.value, str) else ""
    return (
        "x" if isinstance(tree, ast.FormattedValue) else "".join(text_of(part) for part in ast.iter_child_nodes(tree))
    )


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.name)
def test_no_error_of_the_library_names_an_option_of_the_command_line(library: Path) -> None:
    found = [
        f"{path.relative_to(library)}:{line}: {text}"
        for path in sorted(library.rglob("*.py"))
        if path.name not in COMMANDS
        for line, text in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if OPTION.search(text)
    ]
    assert found == []


def test_the_check_finds_an_option() -> None:
    named, put_in = (
        'raise InputError(f"{name} has no spacing: give it with --spacing 0.07.")',
        'raise InputError(f"There is no --{option}.")',
    )
    none = 'raise InputError(f"{name} has no spacing - give {it}.", option="--spacing 0.07")'
    assert [bool(OPTION.search(text)) for one in (named, put_in, none) for _, text in sentences(ast.parse(one))] == [
        True,
        True,
        False,
    ]


def test_the_command_line_names_the_option_that_helps() -> None:
    error = InputError("The picture has no spacing: give it in mm.", option="--spacing 0.07")
    assert str(error) == "The picture has no spacing: give it in mm."
    assert at_command_line(error) == "The picture has no spacing: give it in mm (--spacing 0.07)."
    assert at_command_line(pickle.loads(pickle.dumps(error))) == at_command_line(error)
    assert at_command_line(InputError("No.")) == "No."


def test_a_picture_without_spacing_is_refused_with_the_option_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image

    Image.new("L", (300, 300), 90).save(tmp_path / "a.png")
    assert (
        main(["detect", str(tmp_path / "a.png"), "-o", str(tmp_path / "out"), "--method", "morphological", "--quiet"])
        == 1
    )
    assert "does not say its pixel spacing: give it in mm (--spacing 0.07)." in capsys.readouterr().err


def test_a_run_of_the_panel_ends_in_the_sentence_without_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from MicrocalcTrainLib import runs
    from MicrocalcTrainLib.__main__ import main as train

    module, _, function = runs.COMMAND_LINE.partition(":")
    arguments = ["train", "odds", "-o", str(tmp_path / "odds")]
    assert getattr(import_module(module), function)(arguments) == 1
    assert (
        capsys.readouterr().err.splitlines()[-1]
        == "The odds need a table of real regions: see the model card, and give one."
    )
    assert train(arguments) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith("see the model card, and give one (--features FILE).")


def test_the_log_of_a_run_keeps_the_option_for_the_panel_and_shows_it_to_no_reader(tmp_path: Path) -> None:
    from MicrocalcTrainLib import runs

    runs.start(tmp_path, ["train", "odds", "-o", str(tmp_path)])
    end = time.monotonic() + 120
    while (status := runs.status(tmp_path)).running and time.monotonic() < end:
        time.sleep(0.2)
    assert (status.condition, status.option) == (runs.FAILED, "--features FILE")
    assert status.sentence == "The odds need a table of real regions: see the model card, and give one."
    assert runs.log_lines(tmp_path)[-1] == status.sentence
    assert not any("--features" in line for line in runs.log_lines(tmp_path))


@pytest.mark.parametrize(("missing", "name"), [("torch", "PyTorch"), ("monai", "MONAI")])
def test_training_without_its_packages_ends_in_one_sentence_that_says_what_to_install(
    missing: str, name: str, tmp_path: Path
) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; from MicrocalcTrainLib.__main__ import main;"
        " sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "train", "context", "-o", str(tmp_path / "new")]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    (sentence,) = ended.stderr.strip().splitlines()
    assert ended.returncode == 1
    assert sentence.startswith(f"This needs {name}, which is not installed: install PyTorch")
