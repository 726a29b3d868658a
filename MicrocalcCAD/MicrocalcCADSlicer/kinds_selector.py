"""The choice of the model that names kinds: those of the catalogue and own ones, or none."""

from __future__ import annotations

from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.kinds.naming import METHOD
from MicrocalcCADLib.kinds.system import NO_KINDS
from MicrocalcCADLib.models import list_models
from slicer.i18n import tr as _

from .panel_choices import choose, chosenIn
from .user_models import ownModels


class KindsSelector:
    """Fills ``kindsSelector``."""

    def __init__(self, ui) -> None:
        self._selector = ui.kindsSelector
        self.fill()

    def fill(self) -> None:
        """List what there is now, the same being chosen as before."""
        before = chosenIn(self._selector)
        blocked = self._selector.blockSignals(True)
        self._selector.clear()
        for title, model in _entries():
            self._selector.addItem(title, model)
        choose(self._selector, before)
        self._selector.blockSignals(blocked)


def _entries() -> list[tuple[str, str]]:
    try:
        listed = [(entry.name, entry.name) for entry in list_models() if entry.method == METHOD]
    except MicrocalcError:  # said where the detector's models are listed
        listed = []
    none = (_("none"), NO_KINDS)
    return [*listed, *ownModels(METHOD), none] if listed else [none, *ownModels(METHOD)]
