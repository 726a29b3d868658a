"""Writes Resources/Translations: all texts that Slicer's user sees, as Slicer's own tool finds them, and the languages
that there are.

Run by ``make translations``. The context of a text is its file, as `slicer.i18n.tr` looks it up; texts of the ``.ui``
file are looked up by the name of its class, those of a library (`library_texts`) by the library's name.
``MODULE_en-US.ts`` is the template for translators. Each other ``MODULE_LANGUAGE.ts`` keeps what is translated, gets
what is new as unfinished, and loses what is gone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from library_texts import library_texts, notices_of_models
from MicrocalcCADLib import RESEARCH_ONLY
from MicrocalcCADLib.assessment.birads import SIMULATED
from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.kinds.left_out import REASONS
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, KINDS, NOT_DETERMINED
from MicrocalcCADLib.reporting.exam_page import keys as keys_of_report
from MicrocalcCADLib.sentence import phrases
from MicrocalcReproduce.recipes import ANEW, TYPE
from MicrocalcTrainLib.datasets.import_command import KINDS as SETS
from MicrocalcTrainLib.datasets.splits import SPLITS
from MicrocalcTrainLib.datasets.store_file import TRUTHS
from MicrocalcTrainLib.datasets.summary import COLUMNS
from MicrocalcTrainLib.recipes.options import OPTIONS
from MicrocalcTrainLib.workflows.kind_tuning_notes import SENTENCES

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDERS = {"MicrocalcCAD": ("MicrocalcCADSlicer", "MicrocalcEffects"), "MicrocalcTrain": ("MicrocalcTrainSlicer",)}
LIBRARIES = {"MicrocalcCAD": "MicrocalcCADLib", "MicrocalcTrain": "MicrocalcTrainLib"}
LIBRARY_FILE = "library_texts.py"
TRANSLATIONS = REPOSITORY / "Resources" / "Translations"
LANGUAGE = "en-US"
# What tells how a language writes decimal numbers, see `MicrocalcCADSlicer.decimals`.
DECIMAL = "1.5"
CONSTANTS = {"RESEARCH_ONLY": RESEARCH_ONLY}
Contexts = dict[str, list[str]]


def main() -> int:
    """Write what is to be translated and the languages that there are; say how many texts are missing; 1 where some
    cannot be translated.
    """
    problems: list[str] = []
    for module, folders in FOLDERS.items():
        texts = texts_of_library(module)
        (REPOSITORY / module / folders[0] / LIBRARY_FILE).write_text(
            library_file(LIBRARIES[module], texts), encoding="utf-8"
        )
        contexts = contexts_of(module, problems)
        TRANSLATIONS.mkdir(parents=True, exist_ok=True)
        for path in {TRANSLATIONS / f"{module}_{LANGUAGE}.ts", *TRANSLATIONS.glob(f"{module}_*.ts")}:
            language = path.stem.partition("_")[2]
            known = {} if language == LANGUAGE else translations(path)
            path.write_text(template(contexts, language, known), encoding="utf-8")
            lacking = sum((name, text) not in known for name in contexts for text in contexts[name])
            total = sum(map(len, contexts.values()))
            print(
                f"{path.relative_to(REPOSITORY)}: {total} texts"
                + ("" if language == LANGUAGE else f", {lacking} of them not translated")
            )
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def contexts_of(module: str, problems: list[str]) -> Contexts:
    """Return all that a user of a module sees, by context; what cannot be translated is added to the problems."""
    root, folders = REPOSITORY / module, FOLDERS[module]
    contexts = dict(_contexts(root, (*sorted(root.glob("*.py")), *_python_files(root, folders)), problems))
    for name, texts in map(ui_texts, sorted((root / "Resources" / "UI").glob("*.ui"))):
        contexts[name] = list(
            dict.fromkeys([*contexts.get(name, []), *texts])
        )  # the module file may have the same name
    return {**contexts, LIBRARIES[module]: list(texts_of_library(module))}


@cache
def texts_of_library(module: str) -> tuple[str, ...]:
    """Return the keys that a module's library can say, each once; those of the detectors' are not said again by the
    library that trains.
    """
    detecting = [
        *words(),
        *library_texts(REPOSITORY / "MicrocalcCAD" / "MicrocalcCADLib"),
        *notices_of_models(REPOSITORY / "Resources" / "Models"),
    ]
    if module == "MicrocalcCAD":
        return tuple(dict.fromkeys(detecting))
    training = [*training_words(), *library_texts(REPOSITORY / "MicrocalcTrain" / "MicrocalcTrainLib", sentences=False)]
    return tuple(dict.fromkeys(text for text in training if text not in set(detecting)))


def words() -> list[str]:
    """Return the words for what is found, which are no sentences: of kinds, distributions, headers, methods, ratings
    and edits.
    """
    of_kinds = [one.word for one in (*KINDS, *DISTRIBUTIONS)]
    of_ratings = [
        SIMULATED,
        "abstains",
        "{category} (risk {risk}, {neighbour} below {boundary})",
        "{category} (risk {risk}, {neighbour} from {boundary})",
    ]
    of_edits = ["{count} added", "{count} redrawn", "{count} removed"]
    of_headers = ["side", "view", "signed", "unsigned", DECIMAL]
    return [
        *of_kinds,
        *of_headers,
        *REASONS,
        NOT_DETERMINED,
        *METHODS.values(),
        *phrases(),
        *keys_of_report(),
        *of_ratings,
        *of_edits,
    ]


def training_words() -> list[str]:
    """Return what options of a recipe are for, what a data set counts, comes from, consists of and takes for true, and
    notes of a tuned model.
    """
    return [
        *(option.help for option in (*OPTIONS, ANEW, TYPE) if option.help),
        *COLUMNS,
        *SETS,
        *SPLITS,
        *TRUTHS,
        *SENTENCES,
    ]


def library_file(context: str, texts: Iterable[str]) -> str:
    """Return the file in which the panel finds the keys of a library again, marked as Slicer's own tool for translators
    wants it.
    """
    lines = "".join(f"    QT_TRANSLATE_NOOP({_quoted(context)}, {_quoted(text)}),\n" for text in texts)
    return f'''"""The sentences and words of {context}, as keys with their values in braces.

Written by ``make translations``: do not edit.
"""

# ruff: noqa: E501, RUF001, RUF100

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return the text; the tool that collects texts for translators knows this name."""
    return text


# fmt: off
CONTEXT = "{context}"
TEXTS = (
{lines})
# fmt: on
'''


def translations(path: Path) -> dict[tuple[str, str], str]:
    """Return the finished translations of a Qt Linguist file, by context and text."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text and translation.get("type") is None:
                found[context.findtext("name") or "", message.findtext("source") or ""] = translation.text
    return found


def python_texts(source: str) -> list[str]:
    """Return the texts in ``_()`` in their order, each once; raises `ValueError` for one that is neither a literal nor
    of `CONSTANTS`.
    """
    texts: dict[str, None] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
            text = (
                CONSTANTS.get(node.args[0].id)
                if isinstance(node.args[0], ast.Name)
                else getattr(node.args[0], "value", None)
            )
            if not isinstance(text, str):
                raise ValueError(
                    f"Line {node.lineno} translates what is no literal text: translators cannot see it, write the text"
                    " itself."
                )
            texts[text] = None
    return list(texts)


def ui_texts(path: Path) -> tuple[str, list[str]]:
    """Return the class of a ``.ui`` file and the texts that it shows."""
    root = ElementTree.parse(path).getroot()
    kept = {id(one) for all_ in root.iter("stringlist") if all_.get("notr") == "true" for one in all_}
    shown = (
        e.text
        for e in root.iter("string")
        if e.get("notr") != "true" and id(e) not in kept and e.text and e.text.strip()
    )
    return root.findtext("class") or path.stem, list(dict.fromkeys(shown))


def template(contexts: Contexts, language: str = LANGUAGE, known: Mapping[tuple[str, str], str] | None = None) -> str:
    """Return a Qt Linguist file; texts of which no translation is known wait for one."""
    root = ElementTree.Element("TS", version="2.1", sourcelanguage=LANGUAGE, language=language)
    for name in sorted(contexts):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in contexts[name]:
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = text
            translation = (known or {}).get((name, text))
            if translation is None:
                ElementTree.SubElement(message, "translation", type="unfinished")
            else:
                ElementTree.SubElement(message, "translation").text = translation
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _quoted(text: str) -> str:
    """Return a text as the formatter writes it: in double quotes, or in single ones where that needs fewer
    backslashes.
    """
    escaped = (
        text.encode("unicode_escape").decode() if any(ord(one) < 32 for one in text) else text.replace("\\", "\\\\")
    )
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', '\\"') + '"'


def _contexts(root: Path, paths: tuple[Path, ...], problems: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the context as `slicer.i18n.tr` forms it (``Package.file``, or the file's name alone) and its texts."""
    for path in paths:
        try:
            texts = python_texts(path.read_text(encoding="utf-8"))
        except ValueError as error:
            problems.append(f"{path.relative_to(REPOSITORY)}: {error}")
            continue
        if texts:
            yield ".".join(path.relative_to(root).with_suffix("").parts), texts


def _python_files(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((root / folder).rglob("*.py")) if path.name != LIBRARY_FILE)


if __name__ == "__main__":
    sys.exit(main())
