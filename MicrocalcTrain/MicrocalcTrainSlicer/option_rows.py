"""Rows under Advanced for what a recipe takes beside the options that the page itself has: built from the recipe's own
declaration.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import qt
from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce.recipes import ANEW, TYPE
from MicrocalcTrainLib.recipes.options import OPTIONS, Option
from slicer.i18n import tr as _

from .forms import beginOf, chosenOf, fillChoices, pathOf
from .library_words import said


@dataclass(frozen=True)
class OptionRow:
    """An option with its label and its widget: a selector for choices, a line of text for numbers and files, empty for
    the recipe's own.
    """

    option: Option
    label: object
    widget: object
    whole: object

    @property
    def isChoice(self) -> bool:
        """Whether it is chosen from a list."""
        return bool(self.option.choices) or self.option.kind is bool

    def arguments(self) -> list[str]:
        """Return it for the command line, nothing where it is left to the recipe; raises `InputError` for what is no
        value of it.
        """
        if self.isChoice:
            value = chosenOf(self.widget)
            return [] if value is None else self.option.written(value)
        text = self.widget.text.strip()
        if not text:
            return []
        if self.option.kind in (int, float):
            self._check(text)
        return [self.option.flag, text]

    def offer(self, own: object) -> None:
        """Say what the recipe's own value is."""
        known = own is not None and not isinstance(own, tuple)
        text = _("the recipe's own ({value})").format(value=_written(own)) if known else _("the recipe's own")
        if not self.isChoice:
            self.widget.placeholderText = text
            return
        values = (True, False) if self.option.kind is bool else self.option.choices
        fillChoices(self.widget, [(text, None), *((_written(value), value) for value in values)])

    def setVisible(self, visible: bool) -> None:
        """Show or hide the row."""
        self.label.setVisible(visible)
        self.whole.setVisible(visible)

    def _check(self, text: str) -> None:
        try:
            value = self.option.kind(text)
            if math.isnan(value):
                raise ValueError(text)
        except ValueError as error:
            raise InputError(
                _("{name} is a number, not {text!r}.").format(name=titleOf(self.option.name), text=text)
            ) from error
        if self.option.least is not None and value < self.option.least:
            raise InputError(
                _("{name} is at least {least}.").format(name=titleOf(self.option.name), least=self.option.least)
            )
        if self.option.most is not None and value > self.option.most:
            raise InputError(
                _("{name} is at most {most}.").format(name=titleOf(self.option.name), most=self.option.most)
            )


class OptionRows:
    """The rows of all options that have no widget of the page's own.

    Parameters
    ----------
    layout
        Form layout of a section. The rows are in a widget of their own there: a section that is opened shows all that
        is its own.
    others
        Names of the options that have a widget elsewhere.
    """

    def __init__(self, layout, others: Collection[str]) -> None:
        box = qt.QWidget()
        form = qt.QFormLayout(box)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(qt.QFormLayout.WrapLongRows)  # the panel may be narrow
        layout.addRow(box)
        self.rows = {option.name: _row(option, form) for option in (*OPTIONS, ANEW, TYPE) if option.name not in others}

    def show(self, own: Mapping[str, object]) -> None:
        """Show what a recipe takes: its options with their values."""
        for name, row in self.rows.items():
            row.setVisible(name in own)
            if name in own:
                row.offer(own[name])

    def arguments(self, taken: Collection[str]) -> list[str]:
        """Return what was chosen of the options that are taken; raises `InputError` for what is no value of one."""
        return [one for name, row in self.rows.items() if name in taken for one in row.arguments()]


def titleOf(name: str) -> str:
    """Return the label of an option."""
    titles = {
        "spacing": _("Pixel spacing (mm)"),
        "size": _("Side of patches (px)"),
        "padding": _("Padding"),
        "features": _("Table of features"),
        "network": _("Network"),
        "width": _("Width"),
        "divisor": _("Divisor of the channels"),
        "classes": _("Categories"),
        "separation": _("Separation by looks"),
        "alpha": _("Alpha of the loss"),
        "optimizer": _("Optimizer"),
        "momentum": _("Momentum"),
        "definition": _("Positive patch"),
        "least_contrast": _("Least contrast"),
        "ablation": _("Ablation"),
        "test_patches": _("Test patches"),
        "amp": _("Mixed precision"),
        "channels_last": _("Channels last"),
        "schedule": _("Schedule"),
        "memory": _("Memory to plan for (GB)"),
        "train": _("Train anew"),
        "type": _("Type of calcifications"),
    }
    return titles[name]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _row(option: Option, layout) -> OptionRow:
    choice = bool(option.choices) or option.kind is bool
    stem = "train" + "".join(map(str.capitalize, option.name.split("_")))
    widget = qt.QComboBox() if choice else qt.QLineEdit()
    widget.objectName = f"{stem}{'Selector' if choice else 'Edit'}"
    widget.toolTip = said(option.help or "")
    whole = widget
    if option.kind is Path:
        whole = qt.QWidget()
        line = qt.QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        button = qt.QPushButton(_("Choose..."))
        button.objectName = f"{stem}Button"
        button.connect("clicked()", lambda: _choose(widget))
        line.addWidget(widget)
        line.addWidget(button)
    label = qt.QLabel(_("{name}:").format(name=titleOf(option.name)))
    layout.addRow(label, whole)
    return OptionRow(option, label, widget, whole)


def _choose(edit) -> None:
    path = pathOf(qt.QFileDialog.getOpenFileName(None, _("Table of features"), beginOf(edit), "CSV (*.csv)"))
    if path:
        edit.text = path
