"""Errors of the library whose remedy is a field of the panel: the sentence says which, and the field is brought on
view.

The library names no widget; it names the option of the command line that mends an error, and the panel has a field for
some.
"""

from __future__ import annotations

from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

from .highlight import reveal
from .library_words import said

FIELDS = {"--spacing": "spacingSpinBox", "--full-scale": "fullScaleSpinBox"}


def toldWithRemedy(error: MicrocalcError) -> str:
    """Return what an error says in the language of the application, and which field of the panel mends it."""
    places = {
        "--spacing": _("The field is Pixel spacing, under Advanced."),
        "--full-scale": _("The field is Full scale, under Advanced."),
    }
    return " ".join(filter(None, (said(error), places.get(_optionOf(error), ""))))


def revealRemedy(error: MicrocalcError, ui) -> None:
    """Open what hides the field that mends an error, and let the reader type; nothing happens where no field does."""
    name = FIELDS.get(_optionOf(error))
    if name is not None:
        field = getattr(ui, name)
        reveal(field, ui.tabs)
        field.setFocus()
        field.selectAll()


def _optionOf(error: MicrocalcError) -> str:
    return error.option.partition(" ")[0]
