"""Everything a reader does by keys, put together: keys, what they do with findings and views, and the magnifier."""

from __future__ import annotations

import slicer
from MicrocalcCADLib.exam import exams
from slicer.i18n import tr as _

from .exam_images import examViews
from .key_map import SHOW_KEYS, keys
from .library_words import said
from .magnifier import Magnifier
from .notes_line import linkIn
from .reading_keys import ReadingKeys
from .view_controls import ViewControls
from .view_marks import hideMarks


class Reading:
    """Connects the keys with a panel.

    Parameters
    ----------
    panel
        The panel of the tab *Mammogram*.
    """

    def __init__(self, panel) -> None:
        self._selector, self._status = panel.ui.volumeSelector, panel.ui.statusLabel
        findings = panel.findings
        self.views = views = ViewControls(
            self._selector.currentNode, self._say, lambda: (findings.chosen(), findings.volume())
        )
        findings.moving, findings.hanging = views.link.jumping, views.hanging
        self.magnifier = Magnifier()
        self.keys = ReadingKeys(
            {
                "nextFinding": findings.nextFinding,
                "previousFinding": findings.previousFinding,
                "nextImage": lambda: self.stepImage(1),
                "previousImage": lambda: self.stepImage(-1),
                "accept": findings.acceptFinding,
                "reject": findings.rejectFinding,
                "unsure": findings.unsureFinding,
                "correct": findings.correct,
                "undo": findings.undo,
                "zoomFinding": findings.zoom,
                "fit": views.fit,
                "oneToOne": views.oneToOne,
                "twoToOne": views.twoToOne,
                "quadrant": views.quadrant,
                "large": views.large,
                "invert": views.invert,
                "windowBreast": views.windowBreast,
                "windowImage": views.windowImage,
                "windowDense": views.windowDense,
                "windowAll": views.windowAll,
                "magnifier": self.magnifier.toggle,
                "magnifierPower": self.magnifier.changePower,
                "link": views.toggleLink,
                "ruler": views.ruler,
            }
        )

        self._link = panel.ui.keysLabel
        self._link.connect("linkActivated(QString)", lambda _link: self.keys.showList())
        self._tellKey()

    def install(self, window) -> None:
        """Listen to the keys of a window; the panel says how to list them."""
        self.keys.install(window)
        self._tellKey()

    def remove(self) -> None:
        """Leave the keys to others, and leave nothing hidden, linked or magnified."""
        self.keys.remove()
        self.magnifier.end()
        self.views.end()
        hideMarks(False)

    def stepImage(self, offset: int) -> None:
        """Choose the image so many further, in the order in which exams hang, from the last to the first."""
        nodes = [
            slicer.mrmlScene.GetNodeByID(view.key) for exam in exams(examViews()) for view in (*exam.hung, *exam.others)
        ]
        if nodes:
            chosen = self._selector.currentNode()
            at = (nodes.index(chosen) + offset) % len(nodes) if chosen in nodes else 0
            self._selector.setCurrentNode(nodes[at])

    def _tellKey(self) -> None:
        """Say which key lists the keys, in the colour that texts have now."""
        self._link.text = linkIn(self._link, _("Keys ({key})").format(key=keys()[SHOW_KEYS]))

    def _say(self, sentence: str) -> None:
        self._status.text = said(sentence)
