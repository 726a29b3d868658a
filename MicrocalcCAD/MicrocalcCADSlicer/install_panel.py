"""The upper part of the tab *Installation*: which packages are missing for which work, and one button that installs
them.
"""

from __future__ import annotations

import qt
from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

from .library_words import said
from .missing_packages import Need, needs, sizeOf
from .packages import slicerPackaging

CHECKED_AT_FIRST = 2  # training is for few, and large


class InstallPanel:
    """Puts a row for each kind of work above the check of the installation; looks at what is there whenever the tab is
    shown.
    """

    def __init__(self, ui) -> None:
        self.ui = ui
        self._needs = needs()
        self._missing: dict[Need, list[str]] = {}
        box = qt.QGroupBox(_("Python packages"))
        box.objectName = "installBox"
        rows = qt.QVBoxLayout(box)
        self.boxes = [qt.QCheckBox() for _need in self._needs]
        for number, check in enumerate(self.boxes):
            check.objectName = f"installCheckBox{number}"
            check.checked = number < CHECKED_AT_FIRST
            check.setSizePolicy(qt.QSizePolicy.Ignored, qt.QSizePolicy.Preferred)
            check.connect("toggled(bool)", self._showButton)
            rows.addWidget(check)
        self.button = qt.QPushButton()
        self.button.objectName = "installButton"
        self.button.connect("clicked()", self.onInstall)
        rows.addWidget(self.button)
        self.status = qt.QLabel()
        self.status.objectName = "installStatusLabel"
        self.status.wordWrap = True
        self.status.setSizePolicy(qt.QSizePolicy.Ignored, qt.QSizePolicy.Preferred)
        rows.addWidget(self.status)
        self._say("")
        ui.environmentTab.layout().insertWidget(0, box)
        ui.tabs.connect("currentChanged(int)", self.onTabChanged)
        self._showButton()

    def onTabChanged(self) -> None:
        """Look at what is there when the tab is shown."""
        if self.ui.tabs.currentWidget() is self.ui.environmentTab:
            self.refresh()

    def refresh(self) -> None:
        """Show what is there and what is missing."""
        try:
            packaging = slicerPackaging()
            self._missing = {need: need.missing(packaging) for need in self._needs}
        except (MicrocalcError, OSError) as error:
            self._missing = {}
            self._say(str(error))
        for need, check in zip(self._needs, self.boxes, strict=True):
            missing = self._missing.get(need, [])
            if missing:
                check.text = _("{work}: about {size} MB").format(work=need.title, size=sizeOf(missing))
                check.toolTip = _("Missing: {names}").format(names=", ".join(missing))
            else:
                isKnown = need in self._missing
                check.text = _("{work}: installed").format(work=need.title) if isKnown else need.title
                check.toolTip = ""
                check.checked = check.checked or isKnown  # an empty box beside "installed" would tell two things
            check.enabled = bool(missing)
        self._showButton()

    def onInstall(self) -> None:
        """Install what is ticked and missing; Slicer asks before it does."""
        self._say("")
        try:
            for need in self._chosen():
                need.install()
        except MicrocalcError as error:
            self._say(str(error))
        else:
            self._say(_("Everything that was ticked is installed."))
        self.refresh()

    def _say(self, sentence: str) -> None:
        self.status.text = said(sentence)
        self.status.visible = bool(sentence)

    def _chosen(self) -> list[Need]:
        return [
            need
            for need, check in zip(self._needs, self.boxes, strict=True)
            if check.checked and self._missing.get(need)
        ]

    def _showButton(self) -> None:
        names = [name for need in self._chosen() for name in self._missing[need]]
        self.button.enabled = bool(names)
        self.button.visible = any(self._missing.values()) or not self._missing
        self.button.text = (
            _("Install what is missing ({size} MB)").format(size=sizeOf(names))
            if names
            else _("Install what is missing")
        )
