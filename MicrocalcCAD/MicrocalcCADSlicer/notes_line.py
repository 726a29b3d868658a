"""What must be known of the results, in one line: how many notes there are, and a link that unfolds them."""

from __future__ import annotations

from collections.abc import Sequence

import qt
from MicrocalcCADLib.notices import IMAGE, Notice
from slicer.i18n import tr as _

from .counted import counted
from .library_words import said


class NotesLine:
    """Fills ``notesLabel``, the line, and ``noticesLabel``, all notes, which is hidden until the link is clicked."""

    def __init__(self, ui) -> None:
        self.ui, self._isOpen = ui, False
        self._notices: tuple[Notice, ...] = ()
        ui.notesLabel.connect("linkActivated(QString)", lambda _link: self._toggle())

    def show(self, notices: Sequence[Notice]) -> None:
        """Show other notes; those of the image come first."""
        self._notices = tuple(sorted(notices, key=lambda notice: notice.scope != IMAGE))
        ui, isAny = self.ui, bool(self._notices)
        ui.noticesLabel.text = "\n".join(f"• {said(notice.text)}" for notice in self._notices)
        ui.noticesLabel.setVisible(self._isOpen and isAny)
        ui.notesLabel.setVisible(isAny)
        link = linkIn(ui.notesLabel, _("Hide") if self._isOpen else _("Details"))
        ui.notesLabel.text = f"{self._line()} {link}" if isAny else ""

    def _toggle(self) -> None:
        self._isOpen = not self._isOpen
        self.show(self._notices)

    def _line(self) -> str:
        ofImage = sum(notice.scope == IMAGE for notice in self._notices)
        all_ = counted(len(self._notices), _("1 note"), _("{count} notes"))
        return _("{all}, {count} on this image.").format(all=all_, count=ofImage) if ofImage else f"{all_}."


def linkIn(label, text: str) -> str:
    """Return a link for a label, in the colour of its text: a link's own blue cannot be read in Slicer's dark style."""
    return f'<a href="link" style="color:{label.palette.color(qt.QPalette.WindowText).name()}">{text}</a>'
