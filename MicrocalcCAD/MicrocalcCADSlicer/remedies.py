"""Errors whose remedy is a field of the panel: the sentence says which, and the field is brought on view.

The library names no widget; it names the option of the command line that mends an error, here and in its child
processes, and the tabs of the panel have fields for some.
"""

from __future__ import annotations

from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

from .highlight import reveal
from .library_words import said

MAMMOGRAM, BATCH, DICOM = "mammogram", "batch", "dicom"
_OF_BOTH = {
    "--method": "methodSelector",
    "--model": "modelSelector",
    "--kinds": "kindsSelector",
    "--device": "deviceSelector",
    "--rating": "ratingSelector",
}
# By the tab that shows the error, and the option.
FIELDS = {
    MAMMOGRAM: _OF_BOTH | {"--spacing": "spacingSpinBox", "--full-scale": "fullScaleSpinBox"},
    BATCH: _OF_BOTH
    | {
        "--spacing": "batchSpacingSpinBox",
        "--resume": "batchResumeCheckBox",
        "--workers": "batchWorkersSpinBox",
        "-o": "batchOutputEdit",
    },
    DICOM: {"-o": "dicomFolderEdit", "--to": "dicomHostEdit"},
}


def toldWithRemedy(error: MicrocalcError, tab: str = MAMMOGRAM) -> str:
    """Return what an error says in the language of the application, and which field of the panel mends it."""
    return " ".join(filter(None, (said(error), placeOf(fieldOf(error, tab)))))


def revealRemedy(error: MicrocalcError, ui, tab: str = MAMMOGRAM) -> None:
    """Open what hides the field that mends an error, and let the reader type; nothing happens where no field does."""
    name = fieldOf(error, tab)
    if name:
        field = getattr(ui, name)
        reveal(field, ui.tabs)
        field.setFocus()
        if hasattr(field, "selectAll"):
            field.selectAll()


def fieldOf(error: MicrocalcError, tab: str) -> str:
    """Return the name of the widget that mends an error in a tab, empty where none does."""
    return FIELDS[tab].get(error.option.partition(" ")[0].rstrip(","), "")


def placeOf(field: str) -> str:
    """Return the sentence that says where a widget is, empty for none."""
    places = {
        "methodSelector": _("The field is Method, under Advanced in the tab Mammogram."),
        "modelSelector": _("The field is Model, under Advanced in the tab Mammogram."),
        "kindsSelector": _("The field is Kinds, under Advanced in the tab Mammogram."),
        "deviceSelector": _("The field is Device, under Advanced in the tab Mammogram."),
        "ratingSelector": _("The field is Rating, under Advanced in the tab Mammogram."),
        "spacingSpinBox": _("The field is Pixel spacing, under Advanced."),
        "fullScaleSpinBox": _("The field is Full scale, under Advanced."),
        "batchSpacingSpinBox": _("The field is Pixel spacing."),
        "batchResumeCheckBox": _("Tick Go on with an earlier run."),
        "batchWorkersSpinBox": _("The field is Workers."),
        "batchOutputEdit": _("Click Browse... beside Results."),
        "dicomFolderEdit": _("Click the button beside Folder."),
        "dicomHostEdit": _("The fields are Host and Port, under DICOM node."),
    }
    return places.get(field, "")
