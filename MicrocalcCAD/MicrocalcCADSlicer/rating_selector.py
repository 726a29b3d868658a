"""The choice of the rating: models of the catalogue and own bundles, or none."""

from __future__ import annotations

from collections.abc import Callable

from MicrocalcCADLib.assessment.choice import NONE, RATINGS
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.models import list_models
from slicer.i18n import tr as _

from .user_models import ownModels

# Several ratings, which only the console can choose, are one entry.
_BETWEEN = "\n"


class RatingSelector:
    """Fills, reads and sets ``ratingSelector``; what it sets is kept with the scene and calls nobody back."""

    def __init__(self, ui) -> None:
        self._selector, self._isShowing = ui.ratingSelector, False
        self.fill()

    def connect(self, onChosen: Callable) -> None:
        """Call back when the user chooses another rating."""

        def onIndex(_index: int) -> None:
            if not self._isShowing:
                onChosen()

        self._selector.connect("currentIndexChanged(int)", onIndex)

    def fill(self) -> None:
        """List what there is now, the same being chosen as before."""
        before = self.chosen()
        blocked = self._selector.blockSignals(True)
        self._selector.clear()
        for title, data in _entries():
            self._selector.addItem(title, data)
        self._selector.blockSignals(blocked)
        self.show(before)

    def chosen(self) -> tuple[str, ...] | None:
        """Return the chosen ratings, as `choice.chosen_ratings` takes them."""
        return chosenRatings(self._selector)

    def show(self, ratings: tuple[str, ...] | None) -> None:
        """Show a choice; one that is not listed is added."""
        data = "" if ratings is None else _BETWEEN.join(ratings)
        if self._selector.findData(data) < 0:
            self._selector.addItem(", ".join(ratings or ()), data)
        self._isShowing = True
        self._selector.setCurrentIndex(self._selector.findData(data))
        self._isShowing = False


def chosenRatings(selector) -> tuple[str, ...] | None:
    """Return what is chosen in a ``ratingSelector``; None for the default."""
    data = selector.itemData(selector.currentIndex) if selector.count else None
    return tuple(data.split(_BETWEEN)) if data else None


def _entries() -> list[tuple[str, str]]:
    try:
        listed = [entry.name for entry in list_models() if entry.method in RATINGS and entry.method != "odds"]
    except MicrocalcError:  # said where the detector's models are listed
        listed = []
    own = [one for method in RATINGS for one in ownModels(method)]
    return [(_("odds of real lesions"), ""), *((name, name) for name in listed), *own, (_("none"), NONE)]
