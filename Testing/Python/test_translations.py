"""The translation templates hold every text that a user of Slicer sees, and are up to date."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.append(str(REPOSITORY / "tools"))
from make_translations import FOLDERS, python_texts, template, ui_texts  # noqa: E402

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


def test_the_stored_template_knows_the_texts_of_the_module_file() -> None:
    stored = ElementTree.parse(TEMPLATES / "MicrocalcCAD_en-US.ts").getroot()
    sources = {message.findtext("source") for message in stored.iter("message")}
    texts = python_texts((REPOSITORY / "MicrocalcCAD" / "MicrocalcCAD.py").read_text(encoding="utf-8"))
    assert [text for text in texts if text not in sources] == []


@pytest.mark.parametrize("folder", FOLDERS["MicrocalcCAD"])
def test_no_text_of_the_panel_is_hidden_from_translators(folder: str) -> None:
    for path in sorted((REPOSITORY / "MicrocalcCAD" / folder).rglob("*.py")):
        python_texts(path.read_text(encoding="utf-8"))


def test_messages_to_the_user_are_translated() -> None:
    """What is put on a widget's `text` or title as a bare literal would stay English."""
    bare = []
    for path in sorted((REPOSITORY / "MicrocalcCAD" / "MicrocalcCADSlicer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_text = isinstance(node, ast.Assign) and any(isinstance(t, ast.Attribute) and t.attr in {"text", "toolTip"} for t in node.targets)
            if is_text and isinstance(node.value, ast.Constant) and str(node.value.value).strip():
                bare.append(f"{path.name}:{node.lineno}")
    assert bare == []


SHOWN = {"QPushButton", "QLabel", "QAction", "QGroupBox", "QCheckBox", "QToolButton", "setText", "setToolTip", "setTitle", "addTab", "addAction"}
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
        elif isinstance(node, ast.Assign) and any(isinstance(target, ast.Attribute) and target.attr in PROPERTIES for target in node.targets):
            shown = [node.value]
        else:
            continue
        bare += [ast.unparse(one) for one in shown if isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and _is_words(one.value))]
    return bare


def _is_words(value: object) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def test_a_bare_text_is_seen_wherever_it_stands() -> None:
    source = 'qt.QPushButton("Go")\nlabel.text = f"{n} images"\nraise InputError("No image.")\nqt.QLabel(_("fine"))\nlabel.text = "..."'
    assert sorted(bare_texts(source)) == ["'Go'", "'No image.'", "f'{n} images'"]


def test_everything_that_both_panels_the_effects_and_the_plugin_show_can_be_translated() -> None:
    folders = [(module, folder) for module, folders in FOLDERS.items() for folder in (".", *folders)]
    paths = [path for module, folder in folders for path in sorted((REPOSITORY / module / folder).glob("*.py"))]
    assert {"MicrocalcDICOMPlugin.py", "tour.py", "train_page.py", "CalcificationBrushEffect.py"} <= {path.name for path in paths}
    assert {path.name: bare for path in paths if (bare := bare_texts(path.read_text(encoding="utf-8")))} == {}
