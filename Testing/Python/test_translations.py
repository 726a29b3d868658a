"""The translations hold every text that a user of Slicer sees, those of the libraries too; German is complete."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.append(str(REPOSITORY / "tools"))
from library_texts import keys, library_texts  # noqa: E402
from make_translations import (  # noqa: E402
    FOLDERS,
    LIBRARIES,
    LIBRARY_FILE,
    contexts_of,
    library_file,
    python_texts,
    template,
    texts_of_library,
    translations,
    ui_texts,
)

UI = REPOSITORY / "MicrocalcCAD" / "Resources" / "UI" / "MicrocalcCAD.ui"
TEMPLATES = REPOSITORY / "Resources" / "Translations"


def test_literal_texts_are_found_once_and_in_order() -> None:
    assert python_texts('_("b")\nprint(_("a {n}").format(n=1), _("b"), other("c"))') == ["b", "a {n}"]


@pytest.mark.parametrize("call", ['_(f"{x} images")', "_(name)", '_("a" + b)'])
def test_a_text_that_translators_cannot_see_is_an_error(call: str) -> None:
    with pytest.raises(ValueError, match="no literal text"):
        python_texts(call)


def test_texts_of_the_panel_are_found() -> None:
    name, texts = ui_texts(UI)
    assert name == ElementTree.parse(UI).getroot().findtext("class")
    assert "Detect calcifications" in texts


def test_the_template_is_xml_with_each_text_waiting_for_a_translation() -> None:
    root = ElementTree.fromstring(template({"b": ["<1 & 2>"], "a": ["x", "y"]}).partition("<!DOCTYPE TS>")[2])
    assert [context.findtext("name") for context in root] == ["a", "b"]
    assert [message.findtext("source") for message in root.iter("message")] == ["x", "y", "<1 & 2>"]
    assert {t.get("type") for t in root.iter("translation")} == {"unfinished"}


def test_names_of_classes_that_a_widget_is_given_are_no_texts() -> None:
    assert [text for text in ui_texts(UI)[1] if text.startswith("vtk")] == []


@pytest.mark.parametrize("module", FOLDERS)
def test_the_stored_template_is_up_to_date(module: str) -> None:
    stored = (TEMPLATES / f"{module}_en-US.ts").read_text(encoding="utf-8")
    assert stored == template(contexts_of(module, [])), "run make translations"


@pytest.mark.parametrize("module", FOLDERS)
def test_the_panel_knows_all_that_its_library_can_say(module: str) -> None:
    stored = (REPOSITORY / module / FOLDERS[module][0] / LIBRARY_FILE).read_text(encoding="utf-8")
    assert stored == library_file(LIBRARIES[module], texts_of_library(module)), "run make translations"


@pytest.mark.parametrize("module", FOLDERS)
def test_each_text_has_a_finished_german_translation_and_no_other_has(module: str) -> None:
    contexts = contexts_of(module, [])
    wanted = {(name, text) for name, texts in contexts.items() for text in texts}
    known = translations(TEMPLATES / f"{module}_de.ts")
    assert sorted(wanted - set(known)) == [], "translate these in Resources/Translations"
    assert (TEMPLATES / f"{module}_de.ts").read_text(encoding="utf-8") == template(contexts, "de", known), (
        "run make translations"
    )
    assert [text for text in known.values() if not text.strip()] == []


@pytest.mark.parametrize("module", FOLDERS)
def test_placeholders_tags_and_ends_are_the_same_in_german(module: str) -> None:
    kept = re.compile(r"{[^{}]*}|<[^>]*>|%")
    for (_context, source), translated in translations(TEMPLATES / f"{module}_de.ts").items():
        assert sorted(kept.findall(translated)) == sorted(kept.findall(source)), source
        assert (translated[0] == " ") == (source[0] == " "), source
        if len(source.split()) > 3 and not translated.endswith("klicken"):
            assert (translated[-1] in ":.") == (source[-1] in ":."), source


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('f"{path.name} has {len(rows)} rows: take {rows[0]}."', ["{name} has {rows} rows: take {rows2}."]),
        ('f"It is {a} or {a}."', ["It is {a} or {a}."]),
        ('"Yes." if x else "No."', ["Yes.", "No."]),
        ("f\"It is {'black' if x else 'white'}.\"", ["It is black.", "It is white."]),
        ('TEXT + " Now."', ["Wait. Now."]),
        ('"At {:.2g} mm.".format(x)', ["At {value} mm."]),
        ("other(x)", []),
    ],
)
def test_what_a_library_says_becomes_keys_with_names_for_their_values(code: str, expected: list[str]) -> None:
    constants = {"TEXT": ast.parse('"Wait."', mode="eval").body}
    assert keys(ast.parse(code, mode="eval").body, constants) == expected


def test_errors_notices_progress_and_what_they_are_put_together_of_are_found(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(
        '"""A sentence of no interest to readers."""\n'
        "def look(n, progress):\n"
        '    progress(0.5, "Looking about")\n'
        '    which = "1 cluster is" if n == 1 else f"{n} clusters are"\n'
        '    of_image(f"{which} cut off at the border.")\n'
        '    raise InputError(f"{n} is no number: give another.")\n'
        '    raise ValueError("Not for readers at all.")\n',
        encoding="utf-8",
    )
    assert library_texts(tmp_path, sentences=False) == [
        "1 cluster is",
        "{n} clusters are",
        "Looking about",
        "{which} cut off at the border.",
        "{n} is no number: give another.",
    ]


@pytest.mark.parametrize("folder", FOLDERS["MicrocalcCAD"])
def test_no_text_of_the_panel_is_hidden_from_translators(folder: str) -> None:
    for path in sorted((REPOSITORY / "MicrocalcCAD" / folder).rglob("*.py")):
        python_texts(path.read_text(encoding="utf-8"))


def test_messages_to_the_user_are_translated() -> None:
    """What is put on a widget's `text` or title as a bare literal would stay English."""
    bare = []
    for path in sorted((REPOSITORY / "MicrocalcCAD" / "MicrocalcCADSlicer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_text = isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Attribute) and t.attr in {"text", "toolTip"} for t in node.targets
            )
            if is_text and isinstance(node.value, ast.Constant) and str(node.value.value).strip():
                bare.append(f"{path.name}:{node.lineno}")
    assert bare == []


SHOWN = {
    "QPushButton",
    "QLabel",
    "QAction",
    "QGroupBox",
    "QCheckBox",
    "QToolButton",
    "setText",
    "setToolTip",
    "setTitle",
    "addTab",
    "addAction",
}
SHOWN |= {"errorDisplay", "infoDisplay", "warningDisplay", "confirmOkCancelDisplay", "showStatusMessage"}
ERRORS = {"InputError", "OutputError", "PackageError", "MicrocalcError"}
PROPERTIES = {"text", "toolTip", "placeholderText", "title", "windowTitle"}


def bare_texts(source: str) -> list[str]:
    """Return what is shown to the user, or raised for the user, as a text that no translator sees."""
    bare = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            shown = node.args[:2] if name in SHOWN else node.args[:1] if name in ERRORS else []
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr in PROPERTIES for target in node.targets
        ):
            shown = [node.value]
        else:
            continue
        bare += [
            ast.unparse(one)
            for one in shown
            if isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and _is_words(one.value))
        ]
    return bare


def _is_words(value: object) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def test_a_bare_text_is_seen_wherever_it_stands() -> None:
    source = (
        'qt.QPushButton("Go")\nlabel.text = f"{n} images"\nraise InputError("No'
        ' image.")\nqt.QLabel(_("fine"))\nlabel.text = "..."'
    )
    assert sorted(bare_texts(source)) == ["'Go'", "'No image.'", "f'{n} images'"]


def test_everything_that_both_panels_the_effects_and_the_plugin_show_can_be_translated() -> None:
    folders = [(module, folder) for module, folders in FOLDERS.items() for folder in (".", *folders)]
    paths = [path for module, folder in folders for path in sorted((REPOSITORY / module / folder).glob("*.py"))]
    assert {"MicrocalcDICOMPlugin.py", "tour.py", "train_page.py", "CalcificationBrushEffect.py"} <= {
        path.name for path in paths
    }
    assert {path.name: bare for path in paths if (bare := bare_texts(path.read_text(encoding="utf-8")))} == {}
