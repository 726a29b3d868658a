"""What the keys of the reading do, which key each action has, and which keys are left to Slicer and to text fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import qt
import slicer
from slicer.i18n import tr as _

SETTINGS_GROUP = "MicrocalcCAD/Keys"
HIDE_MARKS, SHOW_KEYS = "hideMarks", "showKeys"
# What slice views, lists, buttons, the main window and text fields do with these keys is theirs; names as Qt writes
# them.
TAKEN = frozenset(
    "Left Right Up Down PgUp PgDown Home End Space Tab Return Enter Esc Backspace Del Ins F1 B F V R G T [ ] { } "
    "Ctrl+A Ctrl+C Ctrl+V Ctrl+X Ctrl+Y Ctrl+F Ctrl+O Ctrl+S Ctrl+W Ctrl+P Ctrl+I Ctrl+H Ctrl+Q "
    "Ctrl+0 Ctrl+1 Ctrl+2 Ctrl+3 Ctrl+4 Ctrl+5 Ctrl+6".split()
)


@dataclass(frozen=True)
class Action:
    """One thing that a key does: its name in the settings, what it says in the list, and the key that it
    has at first.
    """

    name: str
    title: str
    key: str


def actions() -> tuple[Action, ...]:
    """Return all actions in the order of the list."""
    return (
        Action(HIDE_MARKS, _("hide all marks while held; tap to hide or show"), "H"),
        Action("nextFinding", _("next finding"), "N"),
        Action("previousFinding", _("previous finding"), "P"),
        Action("nextImage", _("next image"), "Shift+N"),
        Action("previousImage", _("previous image"), "Shift+P"),
        Action("accept", _("accept the finding and go on"), "A"),
        Action("reject", _("reject the finding and go on"), "X"),
        Action("unsure", _("not sure of the finding, go on"), "U"),
        Action("correct", _("correct by hand in the Segment Editor"), "C"),
        Action("undo", _("undo"), "Ctrl+Z"),
        Action("zoomFinding", _("whole mammogram and chosen finding in turn"), "Z"),
        Action("fit", _("whole mammogram"), "E"),
        Action("oneToOne", _("one pixel of the image on one of the screen"), "O"),
        Action("twoToOne", _("one pixel of the image on two by two of the screen"), "Shift+O"),
        Action("quadrant", _("quarters of the image, one after the other"), "Q"),
        Action("large", _("one view large, and back to all views"), "Shift+E"),
        Action("invert", _("black and white exchanged"), "I"),
        Action("windowBreast", _("window of the breast"), "W"),
        Action("windowImage", _("window of the image's file"), "1"),
        Action("windowDense", _("window of the dense tissue"), "2"),
        Action("windowAll", _("window of all values"), "3"),
        Action("magnifier", _("magnifier that follows the mouse"), "M"),
        Action("magnifierPower", _("magnifier 2 or 4 times"), "Shift+M"),
        Action("link", _("link pan, zoom and window of the views, or unlink them"), "L"),
        Action("ruler", _("ruler: two clicks"), "D"),
        Action(SHOW_KEYS, _("list of the keys"), "?"),
    )


def canonical(text: str) -> str:
    """Return a key as Qt writes it; empty for no key, an unknown one, or several in a row."""
    name = qt.QKeySequence(text.strip()).toString()
    return "" if ", " in name or not name.isascii() else name


def keys() -> dict[str, str]:
    """Return the key of each action, by name, as the user has set them."""
    settings = slicer.app.userSettings()
    return {one.name: str(settings.value(f"{SETTINGS_GROUP}/{one.name}", one.key) or one.key) for one in actions()}


def refusal(name: str, text: str, known: Mapping[str, str]) -> str:
    """Return why an action cannot have a key, empty if it can."""
    key = canonical(text)
    if not key:
        return _("{text} is no key: write one such as K, Shift+K or Ctrl+K.").format(text=text.strip() or _("Nothing"))
    if key in TAKEN:
        return _("{key} is needed by Slicer or by text fields: choose another key.").format(key=key)
    titles = {one.name: one.title for one in actions()}
    other = next((titles[action] for action, own in known.items() if own == key and action != name), None)
    return (
        _("{key} has an action already ({action}): give that another key first.").format(key=key, action=other)
        if other
        else ""
    )


def setKey(name: str, text: str) -> None:
    """Remember the key of an action, which `refusal` must have allowed."""
    slicer.app.userSettings().setValue(f"{SETTINGS_GROUP}/{name}", canonical(text))


def forgetKeys() -> None:
    """Go back to the keys that the actions have at first."""
    slicer.app.userSettings().remove(SETTINGS_GROUP)


def asMarkdown() -> str:
    """Return the table of the keys, as the documentation shows it."""
    rows = "".join(f"| {one.key} | {one.title} |\n" for one in actions())
    return f"| Key | What it does |\n|---|---|\n{rows}"
