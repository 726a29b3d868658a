"""The list of findings with its filter by kind and the tick that unfolds what is typically benign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import qt
from MicrocalcCADLib.findings import Calcification, Cluster, Findings
from MicrocalcCADLib.listed import few_single, listed, members
from MicrocalcCADLib.sentence import sizes_mm
from slicer.i18n import tr as _

from .findings_table import fillTable, setUpTable
from .library_words import said
from .outlines import colorOf
from .review import UNSEEN
from .selection import Selection

ALL = ""


class FindingsList:
    """Fills the table and its filter, and knows which finding is chosen.

    Parameters
    ----------
    onFiltered
        Called when the user chooses another kind.
    onBenign
        Called with whether typically benign findings are to be shown.
    """

    def __init__(self, ui, onFiltered: Callable[[], None], onBenign: Callable[[bool], None]) -> None:
        self.ui, self._onFiltered = ui, onFiltered
        self.selection = Selection(ui.clusterTable)
        self._sizes: dict[tuple, tuple[float, float] | None] = {}
        self._filled: list = []
        setUpTable(ui.clusterTable)
        ui.kindFilter.addItem(_("All kinds"), ALL)
        ui.kindFilter.connect("currentIndexChanged(int)", lambda _index: self._onFiltered())
        ui.benignCheckBox.connect("toggled(bool)", onBenign)

    def fill(self, findings: Findings | None, states: Mapping[int, str]) -> None:
        """List findings, None empties the list; what a reader has decided or named stays listed whatever it is."""
        found = listed(findings) if findings else ()
        ids = members(findings) if findings else {}
        self.selection.remember()
        unfolded = self.ui.benignCheckBox.checked
        isRead = {one.id: states[one.id] != UNSEEN or bool(one.by_reader) for one in found}
        folded = [one for one in found if not one.reported and not isRead[one.id]]
        shown = [one for one in found if unfolded or one.reported or isRead[one.id]]
        self._offerKinds(shown)
        wanted = self.kind()
        rows = few_single([one for one in shown if wanted in (ALL, one.morphology)], isRead)
        blocked = self.ui.clusterTable.blockSignals(True)  # rows that come and go choose others for a moment
        self._filled = fillTable(self.ui.clusterTable, rows, states, self._sizesOf(rows, ids, findings), self._filled)
        self.ui.clusterTable.blockSignals(blocked)
        self.selection.show(rows, ids)
        self.ui.benignCheckBox.text = _("Show typically benign ({count})").format(count=len(folded))
        self._sayBelow(len(shown) - len(rows) if wanted == ALL else 0, findings is not None and not shown)

    def kind(self) -> str:
        """Return the kind that is listed alone, `ALL` for all."""
        return self.ui.kindFilter.itemData(self.ui.kindFilter.currentIndex) or ALL

    def listAllKinds(self) -> None:
        """List no kind alone any more."""
        self.ui.kindFilter.setCurrentIndex(0)

    def _sayBelow(self, hidden: int, isEmpty: bool) -> None:
        """Say what the list does not show, or that it was looked and nothing found: an empty list may mean either."""
        text = ""
        if hidden:
            text = _(
                "{count} single calcifications of lower suspicion are not listed: move the slider to the right."
            ).format(count=hidden)
        elif isEmpty:
            text = _("Nothing is reported here at this operating point.")
        self.ui.moreLabel.text = text
        self.ui.moreLabel.setVisible(bool(text))

    def _offerKinds(self, shown: Sequence[Cluster]) -> None:
        """Offer the kinds that are there, with their counts and colours; the chosen one stays."""
        selector, wanted = self.ui.kindFilter, self.kind()
        counts = Counter(one.morphology for one in shown)
        colors = {one.morphology: colorOf(one) for one in {one.morphology: one for one in shown}.values()}
        if wanted != ALL:
            counts.setdefault(wanted, 0)
        blocked = selector.blockSignals(True)
        while selector.count > 1:
            selector.removeItem(1)
        for word, count in counts.items():
            selector.addItem(_("{kind} ({count})").format(kind=said(word), count=count), word)
            if word in colors:
                pixmap = qt.QPixmap(12, 12)
                pixmap.fill(qt.QColor.fromRgbF(*colors[word]))
                selector.setItemIcon(selector.count - 1, qt.QIcon(pixmap))
        selector.setCurrentIndex(max(0, selector.findData(wanted)))
        selector.blockSignals(blocked)

    def _sizesOf(self, rows: Sequence[Cluster], ids: Mapping[int, frozenset[int]], findings: Findings | None) -> dict:
        """Return length and width of each, measured anew only where the calcifications are others than before."""
        known: dict[int, Calcification] = {}
        sizes, kept = {}, {}
        for one in rows:
            key = (ids[one.id], one.area_mm2)
            if key not in self._sizes:
                known = known or {c.id: c for c in findings.calcifications}
                self._sizes[key] = _inBreast(
                    sizes_mm([known[i] for i in ids[one.id]], findings.image), findings.image.view_magnification
                )
            sizes[one.id] = kept[key] = self._sizes[key]
        self._sizes = kept
        return sizes


def _inBreast(sizes: tuple[float, float] | None, magnification: float) -> tuple[float, float] | None:
    """Return length and width as the sentence states them."""
    return None if sizes is None else (sizes[0] / magnification, sizes[1] / magnification)
