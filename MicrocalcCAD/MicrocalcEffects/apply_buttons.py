"""The button *Apply*, and a second one, below the sliders of an effect with a preview."""

from __future__ import annotations

from collections.abc import Callable

import qt
from slicer.i18n import tr as _


class ApplyButtons:
    """Two buttons, of use only while there is a preview; the second one clears it unless it is named otherwise."""

    def __init__(
        self,
        scriptedEffect,
        apply: Callable[[], None],
        clear: Callable[[], None],
        applyToolTip: str | None = None,
        clearText: str | None = None,
    ) -> None:
        self._effect, self._apply, self._clear = scriptedEffect, apply, clear
        self._toolTip = applyToolTip or _("Add what the preview shows to the selected segment.")
        self._clearText = clearText or _("Clear")
        self.apply = self.clear = None

    def build(self) -> None:
        """Add the buttons to the options frame."""
        self.apply, self.clear = qt.QPushButton(_("Apply")), qt.QPushButton(self._clearText)
        self.apply.toolTip = self._toolTip
        self.apply.connect("clicked()", self._apply)
        self.clear.connect("clicked()", self._clear)
        for button in (self.apply, self.clear):
            self._effect.addOptionsWidget(button)
        self.enable(False)

    def enable(self, enabled: bool) -> None:
        """Let the buttons be clicked, or not."""
        for button in (self.apply, self.clear):
            if button is not None:
                button.setEnabled(enabled)
