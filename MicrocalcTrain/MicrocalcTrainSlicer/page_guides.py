"""The line on top of each page, what it needs and what comes next, and the button that goes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import qt
from slicer.i18n import tr as _


@dataclass(frozen=True)
class Guide:
    """What a page is for.

    Parameters
    ----------
    page
        Name of the page's widget.
    text
        What it needs.
    next
        Text of the button to the next page; empty on the last.
    isReady
        Whether the page has made what the next one needs.
    """

    page: str
    text: str
    next: str
    isReady: Callable[[], bool]


class PageGuides:
    """Puts a line and a button on each page; the button is enabled once the page has made what the next one needs.

    Parameters
    ----------
    isReady
        Says it for the pages Data, Train and Evaluate, in this order.
    onNext
        Called with the page's name before the next one is shown.
    """

    def __init__(
        self,
        ui,
        isReady: tuple[Callable[[], bool], Callable[[], bool], Callable[[], bool]],
        onNext: Callable[[str], None],
    ) -> None:
        self.ui, self._onNext = ui, onNext
        self.guides = guides(isReady)
        self.buttons = [self._build(guide) for guide in self.guides]
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the pages have made."""
        for guide, button in zip(self.guides, self.buttons, strict=True):
            if button is not None:
                button.enabled = guide.isReady()

    def _build(self, guide: Guide):
        layout = getattr(self.ui, guide.page).layout()
        label = qt.QLabel(guide.text)
        label.objectName = f"{guide.page}GuideLabel"
        label.wordWrap = True
        label.setSizePolicy(qt.QSizePolicy.Ignored, qt.QSizePolicy.Preferred)
        layout.insertWidget(0, label)
        if not guide.next:
            return None
        button = qt.QPushButton(guide.next)
        button.objectName = f"{guide.page}NextButton"
        button.connect("clicked()", lambda: self._goOn(guide.page))
        layout.addWidget(button)
        return button

    def _goOn(self, page: str) -> None:
        self._onNext(page)
        self.ui.tabs.setCurrentIndex(self.ui.tabs.currentIndex + 1)


def guides(isReady: tuple[Callable[[], bool], Callable[[], bool], Callable[[], bool]]) -> tuple[Guide, ...]:
    """Return the guides of the four pages."""
    data, train, evaluate = isReady
    return (
        Guide(
            "dataSetTab",
            _(
                "Needs a folder of labelled mammograms, or findings that you reviewed in this scene. It becomes a data"
                " set to learn from."
            ),
            _("Next: 2 Train on this data set"),
            data,
        ),
        Guide(
            "trainTab",
            _("Needs a data set of page 1, or none: then it learns from simulated images. It makes a model."),
            _("Next: 3 Evaluate"),
            train,
        ),
        Guide(
            "evaluateTab",
            _("Needs a data set and a model. Says how much is found on patients that it never learned from."),
            _("Next: 4 Use"),
            evaluate,
        ),
        Guide(
            "modelsTab",
            _(
                "Needs a model of page 2, or one that ships. Use it in Microcalc CAD, keep it, compare it, or give it"
                " to others."
            ),
            "",
            evaluate,
        ),
    )
