"""What a reader sees before there is anything to read: how to get a mammogram, and a tour of 60 seconds on
the sample.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import qt
import slicer
import slicer.util
from MicrocalcCADLib.errors import InputError
from slicer.i18n import tr as _

from .highlight import Highlight, reveal
from .layouts import enlarge
from .library_words import said
from .result_nodes import resultsOf
from .sample_data import REAL, registerSampleData
from .slice_views import showVolume
from .volume_selector import isMammogram

LOOK_EVERY_MS = 250


@dataclass(frozen=True)
class Step:
    """One stop of the tour.

    Parameters
    ----------
    text
        What is seen and done here.
    targets
        Names of the widgets to mark; the first that the panel has counts.
    isDone
        Whether the reader has done it, asked again and again; None where reading is all.
    """

    text: str
    targets: tuple[str, ...]
    isDone: Callable[[object], bool] | None = None


def steps() -> tuple[Step, ...]:
    """Return the stops in their order."""
    return (
        Step(
            _(
                "A real mammogram with calcified vessels of its own and one suspicious cluster that was simulated."
                " Click Detect calcifications."
            ),
            ("detectButton",),
            lambda volumeNode: resultsOf(volumeNode) is not None,
        ),
        Step(
            _("Findings, most suspicious first. Click the first row: the view goes to the simulated cluster."),
            ("clusterTable",),
        ),
        Step(
            _(
                "Calcified vessels are found too and called vascular: typically benign, so they are folded away until"
                " you tick this box."
            ),
            ("benignCheckBox", "vesselsCheckBox"),
        ),
        Step(
            _("More or fewer marks: move the slider. Nothing is computed again."),
            ("thresholdSlider", "operatingPointSelector"),
        ),
        Step(_("You decide: Accept or Reject the chosen finding. Undo takes it back."), ("acceptButton",)),
        Step(
            _("Save the scene to keep all this; the tab DICOM writes it for a PACS. Now take a mammogram of your own."),
            ("tabs",),
        ),
    )


class Tour:
    """A frame above the tabs: without a mammogram it says how to get one, during the tour it has the text of the step.

    Parameters
    ----------
    resourcePath
        Of the module: where the sample is.
    """

    def __init__(self, ui, resourcePath: Callable[[str], str]) -> None:
        self.ui, self._resourcePath = ui, resourcePath
        self._steps, self._number, self._volume = steps(), -1, None
        self._panel = ui.tabs.parentWidget()
        self._build()
        self._highlight = Highlight(self._panel)
        self._timer = qt.QTimer(self.frame)
        self._timer.interval = LOOK_EVERY_MS
        self._timer.connect("timeout()", self.look)
        scene = slicer.mrmlScene
        events = (scene.NodeAddedEvent, scene.NodeRemovedEvent, scene.EndCloseEvent, scene.EndImportEvent)
        self._observers = [scene.AddObserver(event, self._onScene) for event in events]
        self.refresh()

    @property
    def isRunning(self) -> bool:
        """Whether a step is shown."""
        return self._number >= 0

    def start(self) -> None:
        """Load the sample unless it is there, and go to the first step."""
        self._volume = self.loadSample()
        if self._volume is not None:
            self._go(0)

    def loadSample(self):
        """Load and choose the real sample mammogram, or choose the one that is there; return its node, None if it
        cannot be loaded.
        """
        there = [
            node
            for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")
            if node.GetName() == REAL.name and isMammogram(node)
        ]
        try:
            volumeNode = there[0] if there else self._loaded()
        except InputError as error:
            self.text.text = said(error)
            return None
        self.ui.volumeSelector.setCurrentNode(volumeNode)
        enlarge(volumeNode)
        showVolume(volumeNode)
        return volumeNode

    def next(self) -> None:
        """Go on, or end after the last step."""
        if self._number + 1 < len(self._steps):
            self._go(self._number + 1)
        else:
            self.end()

    def back(self) -> None:
        """Go one step back."""
        self._go(max(0, self._number - 1))

    def end(self) -> None:
        """Leave everything as it is and take the marks of the tour away."""
        self._number, self._volume = -1, None
        self._timer.stop()
        self._highlight.hide()
        self.refresh()

    def look(self) -> None:
        """Keep the mark where its widget is, and go on once the reader has done what the step asks for."""
        if not self.isRunning:
            return
        if self._volume is None or self._volume.GetScene() is None:
            self.end()
            return
        step = self._steps[self._number]
        self._highlight.show(self._target(step))
        if step.isDone is not None and step.isDone(self._volume):
            self.next()

    def refresh(self) -> None:
        """Show what fits: the step, or how to get a mammogram; nothing where there is one."""
        running = self.isRunning
        hasMammogram = any(isMammogram(node) for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"))
        self.frame.visible = running or not hasMammogram
        for button in (self.backButton, self.nextButton, self.endButton):
            button.visible = running
        for button in (self.sampleButton, self.startButton):
            button.visible = not running
        if running:
            step = self._steps[self._number]
            self.text.text = _("{number} of {count}. {text}").format(
                number=self._number + 1, count=len(self._steps), text=step.text
            )
            self.backButton.enabled = self._number > 0
            self.nextButton.text = _("Next") if self._number + 1 < len(self._steps) else _("Finish")
        else:
            self.text.text = _(
                "No mammogram is loaded: drop a file on the window, add it in the module DICOM, or take the sample."
            )

    def cleanup(self) -> None:
        """Let go of the scene before the panel goes."""
        self._timer.stop()
        for observer in self._observers:
            slicer.mrmlScene.RemoveObserver(observer)
        self._observers = []

    def _go(self, number: int) -> None:
        self._number = number
        self.refresh()
        target = self._target(self._steps[number])
        if target is not None:
            reveal(target, self.ui.tabs)
        self._highlight.show(target)
        self._timer.start()

    def _target(self, step: Step):
        return next((getattr(self.ui, name) for name in step.targets if hasattr(self.ui, name)), None)

    def _loaded(self):
        import SampleData

        logic = SampleData.SampleDataLogic()
        if (
            logic.sourceForSampleName(REAL.name) is None
        ):  # a module that was added to a running Slicer was told of no start
            registerSampleData(self._resourcePath)
        loaded = logic.downloadSamples(REAL.name)
        if not loaded:
            raise InputError(
                _("The sample mammogram cannot be loaded: install the extension again in the Extensions Manager.")
            )
        return loaded[0]

    def _onScene(self, _scene, _event) -> None:
        if self._observers and not self.isRunning:
            self.refresh()

    def _build(self) -> None:
        self.frame = qt.QFrame()
        self.frame.objectName = "tourFrame"
        self.frame.setFrameShape(qt.QFrame.StyledPanel)
        rows = qt.QVBoxLayout(self.frame)
        self.text = qt.QLabel()
        self.text.objectName = "tourLabel"
        self.text.wordWrap = True
        self.text.setSizePolicy(qt.QSizePolicy.Ignored, qt.QSizePolicy.Preferred)
        rows.addWidget(self.text)
        row = qt.QHBoxLayout()
        rows.addLayout(row)
        self.sampleButton = self._button(row, "tourSampleButton", _("Load the sample"), self.loadSample)
        self.startButton = self._button(row, "tourStartButton", _("Tour (60 s)"), self.start)
        self.backButton = self._button(row, "tourBackButton", _("Back"), self.back)
        self.nextButton = self._button(row, "tourNextButton", _("Next"), self.next)
        self.endButton = self._button(row, "tourEndButton", _("End the tour"), self.end)
        layout = self._panel.layout()
        layout.insertWidget(layout.indexOf(self.ui.tabs), self.frame)
        again = qt.QPushButton(_("Tour of 60 seconds on the sample"))
        again.objectName = "tourAgainButton"
        again.connect("clicked()", self.start)
        self.ui.environmentTab.layout().insertWidget(0, again)
        self.againButton = again

    def _button(self, row, name: str, text: str, slot: Callable[[], object]):
        button = qt.QPushButton(text)
        button.objectName = name
        button.connect("clicked()", slot)
        row.addWidget(button)
        return button
