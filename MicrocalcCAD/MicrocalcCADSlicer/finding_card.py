"""The chosen finding, closer: its real pixels, what a report says of it, its kind and distribution to be corrected, the
decision.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from MicrocalcCADLib.findings import NOT_DETERMINED, Cluster
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, KINDS
from MicrocalcCADLib.listed import SINGLE
from MicrocalcCADLib.reader_words import Words
from MicrocalcCADLib.sentence import FEWER, MORE, NEW, UNCHANGED
from slicer.i18n import tr as _

from .close_up import closeUp
from .findings_table import ratingsOf
from .key_map import keys
from .library_words import said
from .review import ACCEPTED, REJECTED, UNSEEN, UNSURE
from .settings_widgets import setQuietly
from .slice_views import turned

AS_DETECTED = ""
DECISIONS = ("accept", "reject", "unsure")
ZOOMS = (1, 2, 4)
FIRST_ZOOM = 2
WIDEST_PX = 800


class FindingCard:
    """Fills the widgets below the list.

    Parameters
    ----------
    onNamed
        Called with the words that the user has chosen.
    """

    def __init__(self, ui, onNamed: Callable[[Words], None]) -> None:
        self.ui, self._onNamed = ui, onNamed
        self._shown: tuple = (None, None)
        self._tips = {name: getattr(ui, f"{name}Button").toolTip for name in DECISIONS}
        self._height = ui.closeUpLabel.maximumHeight
        for zoom in ZOOMS:
            ui.closeUpZoomSelector.addItem(f"{zoom}:1", zoom)
        ui.closeUpZoomSelector.setCurrentIndex(ZOOMS.index(FIRST_ZOOM))
        ui.closeUpZoomSelector.connect("currentIndexChanged(int)", lambda _index: self.draw())
        for selector, kinds in ((ui.findingKindSelector, KINDS), (ui.findingDistributionSelector, DISTRIBUTIONS)):
            selector.addItem(_("as detected"), AS_DETECTED)
            for kind in kinds:
                selector.addItem(said(kind.word), kind.word)
                selector.setItemData(selector.count - 1, said(kind.definition), 3)  # Qt::ToolTipRole
            selector.addItem(_("not determined"), NOT_DETERMINED)
            selector.connect("currentIndexChanged(int)", lambda _index: self._name())

    def show(
        self, volumeNode, finding: Cluster | None, sentence: str = "", state: str = UNSEEN, change: str = ""
    ) -> None:
        """Show a finding of a volume with its sentence, state of review and change since the prior; None hides the
        card.
        """
        ui, self._shown = self.ui, (volumeNode, finding)
        ui.findingCard.setVisible(finding is not None)
        for button, own in ((ui.acceptButton, ACCEPTED), (ui.rejectButton, REJECTED), (ui.unsureButton, UNSURE)):
            button.setEnabled(finding is not None)
            setQuietly(button, "setChecked", finding is not None and state == own)
        if finding is None:
            return
        known = keys()
        for name, tip in self._tips.items():
            button = getattr(ui, f"{name}Button")
            button.toolTip = _("{what} (key {key})").format(what=tip, key=known[name]) if known[name] else tip
        told = " ".join([said(sentence), *(f"{line}." for line in ratingsOf(finding))]).strip()
        ui.sentenceLabel.text = f"<b>{_changes()[change]}.</b> {escape(told)}" if change else told
        _choose(ui.findingKindSelector, finding.morphology)
        _choose(ui.findingDistributionSelector, NOT_DETERMINED if finding.kind == SINGLE else finding.distribution)
        ui.findingDistributionSelector.setEnabled(finding.kind != SINGLE)
        self.draw()

    def draw(self) -> None:
        """Show the real pixels again, turned as the slice view shows the image now."""
        volumeNode, finding = self._shown
        if finding is None or volumeNode is None or volumeNode.GetImageData() is None:
            return
        label, zoom = (
            self.ui.closeUpLabel,
            self.ui.closeUpZoomSelector.itemData(self.ui.closeUpZoomSelector.currentIndex),
        )
        # larger than any panel shows: the label shows the middle of it, however wide it is now or later
        label.setPixmap(
            closeUp(volumeNode, finding.row, finding.column, WIDEST_PX, self._height, zoom, turned(volumeNode))
        )

    def _name(self) -> None:
        ui, (_volumeNode, finding) = self.ui, self._shown
        if finding is None:
            return
        kind, distribution = (
            s.itemData(s.currentIndex) for s in (ui.findingKindSelector, ui.findingDistributionSelector)
        )
        self._onNamed(
            Words(
                _given(kind, finding.morphology, "morphology" in finding.by_reader),
                (
                    None
                    if finding.kind == SINGLE
                    else _given(distribution, finding.distribution, "distribution" in finding.by_reader)
                ),
            )
        )


def _changes() -> dict[str, str]:
    return {
        NEW: _("New since the prior"),
        MORE: _("More than in the prior"),
        FEWER: _("Fewer than in the prior"),
        UNCHANGED: _("Unchanged since the prior"),
    }


def _choose(selector, word: str) -> None:
    setQuietly(selector, "setCurrentIndex", max(0, selector.findData(word)))


def _given(word: str, shown: str, isReaders: bool) -> str | None:
    """Return the word as the reader's own; None where it is still the detector's, or is to be again."""
    return None if word == AS_DETECTED or (word == shown and not isReaders) else word
