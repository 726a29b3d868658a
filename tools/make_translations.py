"""Writes MicrocalcCAD/Resources/Translations/*.ts templates: all texts in ``_()`` of what Slicer loads, as Slicer's own tool finds them.

Run by ``make translations``. The context of a text is its file, as `slicer.i18n.tr` looks it up; texts of the ``.ui`` file
are looked up by the name of its class.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from MicrocalcCADLib import RESEARCH_ONLY

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDERS = {"MicrocalcCAD": ("MicrocalcCADSlicer", "MicrocalcEffects"), "MicrocalcTrain": ("MicrocalcTrainSlicer",)}
LANGUAGE = "en-US"
CONSTANTS = {"RESEARCH_ONLY": RESEARCH_ONLY}


def main() -> int:
    """Write a template for each module that there is, and say how many texts it has; 1 where some cannot be translated."""
    problems: list[str] = []
    for module, folders in FOLDERS.items():
        root = REPOSITORY / module
        if not (root / f"{module}.py").is_file():
            continue
        contexts = dict(_contexts(root, (*sorted(root.glob("*.py")), *_python_files(root, folders)), problems))
        for name, texts in map(ui_texts, sorted((root / "Resources" / "UI").glob("*.ui"))):
            contexts[name] = list(dict.fromkeys([*contexts.get(name, []), *texts]))  # the module file may have the same name
        target = REPOSITORY / "Resources" / "Translations" / f"{module}_{LANGUAGE}.ts"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(template(contexts), encoding="utf-8")
        print(f"{target.relative_to(REPOSITORY)}: {sum(map(len, contexts.values()))} texts in {len(contexts)} contexts")
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def python_texts(source: str) -> list[str]:
    """Return the texts in ``_()`` in their order, each once; raises `ValueError` for one that is neither a literal nor of `CONSTANTS`."""
    texts: dict[str, None] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
            text = CONSTANTS.get(node.args[0].id) if isinstance(node.args[0], ast.Name) else getattr(node.args[0], "value", None)
            if not isinstance(text, str):
                raise ValueError(f"Line {node.lineno} translates what is no literal text: translators cannot see it, write the text itself.")
            texts[text] = None
    return list(texts)


def ui_texts(path: Path) -> tuple[str, list[str]]:
    """Return the class of a ``.ui`` file and the texts that it shows."""
    root = ElementTree.parse(path).getroot()
    shown = (e.text for e in root.iter("string") if e.get("notr") != "true" and e.text and e.text.strip())
    return root.findtext("class") or path.stem, list(dict.fromkeys(shown))


def template(contexts: dict[str, list[str]]) -> str:
    """Return a Qt Linguist file in which all texts wait for a translation."""
    root = ElementTree.Element("TS", version="2.1", sourcelanguage=LANGUAGE, language=LANGUAGE)
    for name in sorted(contexts):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in contexts[name]:
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = text
            ElementTree.SubElement(message, "translation", type="unfinished")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ElementTree.tostring(root, encoding="unicode")}\n'


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
        yield from sorted((root / folder).rglob("*.py"))


if __name__ == "__main__":
    sys.exit(main())
