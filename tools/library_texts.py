"""Finds the sentences that the libraries have for a reader: errors, notices, progress, and the words for what is found.

A text with values is a key: ``f"{path} has no pixels: load it again."`` becomes
``{path} has no pixels: load it again.``, whose values are put in where it is shown
(`MicrocalcCADSlicer.library_words`). The libraries themselves speak English only.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from string import Formatter

NOTICES = {"of_image", "of_model", "of_installation"}
PROGRESS = {"progress", "report", "advance"}
NOT_OURS = {
    "ValueError",
    "KeyError",
    "TypeError",
    "OSError",
    "RuntimeError",
    "IndexError",
    "FileNotFoundError",
    "AttributeError",
    "MemoryError",
}
# What these say is for a shell, or stands in files and on model cards, which are in English.
SHELL = {"__main__.py", "command_options.py", "console.py", "command.py", "queue_command.py"}
FILES = {"reporting", "reproduction", "model_import.py", "model_card.py", "kinds_report.py", "run_options.py"}
CARDS = re.compile(r"(bundle|card|figures)\w*\.py$")
HELP = {"add_argument", "ArgumentParser", "add_parser", "Option", "option"}
FEWEST_LETTERS = 6
Constants = Mapping[str, ast.expr]


def library_texts(library: Path, *, sentences: bool = True) -> list[str]:
    """Return the keys of a library, each once, in the order of its files.

    Parameters
    ----------
    sentences
        Take each literal that is a sentence, beside what is raised, noted and told of progress. The library that trains
        has sentences for model cards and tables of papers, which are files.
    """
    found: dict[str, None] = {}
    for path in sorted(library.rglob("*.py")):
        if set(path.relative_to(library).parts) & (SHELL | FILES) or CARDS.search(path.name):
            continue
        found.update(
            dict.fromkeys(
                text for text in _texts(ast.parse(path.read_text(encoding="utf-8")), sentences) if _has_words(text)
            )
        )
    return list(found)


def notices_of_models(models: Path) -> list[str]:
    """Return what the shipped models say of their findings, each once."""
    found: dict[str, None] = {}
    for path in sorted(models.glob("*/configs/metadata.json")):
        section = json.loads(path.read_text(encoding="utf-8")).get("microcalc", {})
        found.update(dict.fromkeys(section.get("notices", ())))
    return list(found)


def keys(node: ast.expr, constants: Constants) -> list[str]:
    """Return what an expression can say, a key each: one of a literal, two of a choice between two; none of what is no
    text.
    """
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return keys(constants[node.id], constants) if node.id in constants else []
    if isinstance(node, ast.IfExp):
        return [*keys(node.body, constants), *keys(node.orelse, constants)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [first + second for first, second in product(keys(node.left, constants), keys(node.right, constants))]
    if isinstance(node, ast.JoinedStr):
        return _of_parts(node, constants)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return [_named(text) for text in keys(node.func.value, constants)]
    return []


def _of_parts(node: ast.JoinedStr, constants: Constants) -> list[str]:
    names: dict[str, str] = {}
    parts = [
        [part.value] if isinstance(part, ast.Constant) else _of_value(part.value, names, constants)
        for part in node.values
    ]
    return ["".join(one) for one in product(*parts)]


def _of_value(value: ast.expr, names: dict[str, str], constants: Constants) -> list[str]:
    """Return the words of a choice between words, else the name of the value in braces."""
    if isinstance(value, ast.IfExp) and (words := keys(value, constants)) and len(words) == 2:
        return words
    name, expression = _name(value), ast.unparse(value)
    number = 2
    while names.setdefault(name, expression) != expression:
        name, number = f"{_name(value)}{number}", number + 1
    return [f"{{{name}}}"]


def _name(value: ast.expr) -> str:
    if isinstance(value, ast.Name):
        return value.id.strip("_").lower()
    if isinstance(value, ast.Attribute):
        return value.attr.strip("_").lower()
    if isinstance(value, ast.Subscript | ast.Starred):
        return _name(value.value)
    if isinstance(value, ast.Call):
        inner = value.args[0] if value.args else value.func
        return _name(inner)
    return "value"


def _named(text: str) -> str:
    """Return a format with names where it has numbers or nothing."""
    parts = []
    for literal, field, _spec, _conversion in Formatter().parse(text):
        parts.append(
            literal if field is None else f"{literal}{{{field if field and not field.isdigit() else 'value'}}}"
        )
    return "".join(parts)


def _texts(tree: ast.Module, sentences: bool) -> Iterator[str]:
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    skipped = _without_sentences(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        yield from _values(function, constants, sentences)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for argument in _shown(node):
                yield from keys(argument, constants)
        elif sentences and id(node) not in skipped and isinstance(node, ast.Constant | ast.JoinedStr):
            yield from (text for text in keys(node, constants) if _is_sentence(text))


def _values(function: ast.FunctionDef, constants: Constants, sentences: bool) -> Iterator[str]:
    """Yield the texts that a function puts into its sentences by name: ``which = "1 cluster is"`` before
    ``f"{which} unlike ..."``.
    """
    said = [argument for node in ast.walk(function) if isinstance(node, ast.Call) for argument in _shown(node)]
    if sentences:
        said += [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.JoinedStr) and any(map(_is_sentence, keys(node, constants)))
        ]
    values = [node.value for one in said for node in ast.walk(one) if isinstance(node, ast.FormattedValue)]
    used = {value.id for value in values if isinstance(value, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in used:
            yield from keys(node.value, constants)


def _shown(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that a reader is shown."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in NOTICES:
        return [one for one in call.args if not isinstance(one, ast.Starred)]
    if name in PROGRESS:
        return call.args[1:2]
    is_error = name[:1].isupper() and name.endswith("Error") and name not in NOT_OURS
    return call.args[:1] if is_error or name in {"Notice", "Cancelled"} else []


def _without_sentences(tree: ast.Module) -> set[int]:
    """Return the nodes that are no sentence for a reader by themselves: docstrings, help of the command line, parts of
    f-strings and calls.
    """
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            skipped.update(id(inner) for inner in ast.walk(node) if inner is not node)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in HELP or name == "format" or _shown(node) or name in {"warning", "info", "error", "debug"}:
                skipped.update(id(inner) for inner in ast.walk(node))
    return skipped


def _is_sentence(text: str) -> bool:
    return (
        len(text.split()) >= 3 and "{:" not in text and bool(re.match(r"[A-Z{]", text)) and text.rstrip().endswith(".")
    )


def _has_words(text: str) -> bool:
    """Return whether a key has enough words of its own: one without would be found in every sentence."""
    literal = re.sub(r"{[^{}]*}", "", text)
    return sum(letter.isalpha() for letter in literal) >= (FEWEST_LETTERS if "{" in text else 1)
