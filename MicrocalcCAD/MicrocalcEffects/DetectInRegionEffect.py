"""*Detect in region*: the marks of any detector in the view, a region of interest or the editable area."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import qt
import slicer
from MicrocalcCADLib import detectors
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.operating_point import DEFAULT
from MicrocalcCADSlicer.counted import counted
from MicrocalcCADSlicer.library_words import said
from MicrocalcCADSlicer.method_texts import methodTexts
from slicer.i18n import tr as _

from .apply_buttons import ApplyButtons
from .base import Edit, MicrocalcEffect
from .options import NumberOption
from .outlines import outlineOf
from .view_regions import inMask, inRoi, inView, viewsOf

if TYPE_CHECKING:
    from MicrocalcCADLib.analysis import Analysis
    from MicrocalcCADLib.errors import MicrocalcError
    from MicrocalcCADLib.mammogram import Mammogram
    from MicrocalcCADSlicer.process import DetectionProcess

THRESHOLD, METHOD, REGION, ROI = "Threshold", "Method", "Region", "Roi"
VIEW, EDITABLE, MARKUP = "view", "editable", "roi"
REQUIREMENTS = Path(__file__).resolve().parents[1] / "Resources" / "MicrocalcCAD-requirements.txt"
ROI_CLASS = "vtkMRMLMarkupsROINode"


class DetectInRegionEffect(MicrocalcEffect):
    """Detects in the whole image, so that scores mean the same everywhere, and adds what lies in the region."""

    def __init__(self, scriptedEffect) -> None:
        super().__init__(scriptedEffect, "Detect in region", _("Detect in region"), _options)
        self.startProcess = _startDetection
        self.buttons = ApplyButtons(scriptedEffect, self.onApply, self.onClear)
        self._analysis: Analysis | None = None
        self._detectedIn: Mammogram | None = None
        self._process: DetectionProcess | None = None

    def helpText(self) -> str:
        """Return what the editor shows above the options."""
        return _(
            "<html>Choose a detector and a region, click <i>Detect</i>, move <i>Lowest score</i> until the outlines"
            " suit, then <i>Apply</i>. The detector sees the whole image; only its marks in the region are added. If"
            " the image was analysed by this detector before, its marks are there at once.<p>Research only: scores"
            " order marks by suspicion.</html>"
        )

    def setupOptionsFrame(self) -> None:
        """Build the choices above the slider and the buttons below it."""
        titles = methodTexts()
        self.methodSelector, self.regionSelector = qt.QComboBox(), qt.QComboBox()
        self.methodSelector.setSizePolicy(
            qt.QSizePolicy.Ignored, qt.QSizePolicy.Fixed
        )  # a long name must not widen the editor
        for method, description in detectors.METHODS.items():
            self.methodSelector.addItem(titles[method][0], method)
            self.methodSelector.setItemData(self.methodSelector.count - 1, said(description), 3)  # Qt::ToolTipRole
        for region, title in (
            (VIEW, _("what the slice view shows")),
            (EDITABLE, _("editable area (masking)")),
            (MARKUP, _("region of interest")),
        ):
            self.regionSelector.addItem(title, region)
        self.roiSelector = slicer.qMRMLNodeComboBox()
        self.roiSelector.nodeTypes, self.roiSelector.noneEnabled, self.roiSelector.addEnabled = [ROI_CLASS], True, False
        self.roiSelector.setMRMLScene(slicer.mrmlScene)
        self.detectButton = qt.QPushButton(_("Detect"))
        for label, widget in (
            (_("Detector:"), self.methodSelector),
            (_("Region:"), self.regionSelector),
            (_("ROI:"), self.roiSelector),
        ):
            self.scriptedEffect.addLabeledOptionsWidget(label, widget)
        self.scriptedEffect.addOptionsWidget(self.detectButton)
        super().setupOptionsFrame()
        self.buttons.build()
        self.methodSelector.connect("currentIndexChanged(int)", self.onMethodChanged)
        self.regionSelector.connect("currentIndexChanged(int)", self.onRegionChanged)
        self.roiSelector.connect("currentNodeChanged(vtkMRMLNode*)", self.onRegionChanged)
        self.detectButton.connect("clicked()", self.onDetectOrCancel)

    def deactivate(self) -> None:
        """Stop a detection that runs and leave nothing on the views."""
        self.onClear()
        super().deactivate()

    def cleanup(self) -> None:
        """Let go of the scene."""
        self._stop()
        self.roiSelector.setMRMLScene(None)

    def sourceVolumeNodeChanged(self) -> None:
        """Marks belong to another image."""
        self.onClear()

    def onMethodChanged(self, _index: int = 0) -> None:
        """Marks of another detector are shown only once it has run."""
        self.onClear()

    def onRegionChanged(self, _choice=None) -> None:
        """Choose among the same marks anew."""
        self.attempt(self._showPreview)

    def onOptionsChanged(self) -> None:
        """Choose by score anew."""
        self.attempt(self._showPreview)

    def processViewNodeEvents(self, callerViewNode, eventId, viewWidget) -> None:
        """Let the preview follow pan and zoom, which also change what the view shows."""
        super().processViewNodeEvents(callerViewNode, eventId, viewWidget)
        if self._chosenRegion() == VIEW:
            self.attempt(self._showPreview)

    def onDetectOrCancel(self) -> None:
        """Take the analysis that the scene has, or start a detection; stop the one that runs."""
        if self._process is not None:
            self._stop()
            self.say(_("Cancelled: nothing was changed."))
            return
        self.attempt(self._detect)

    def onProgress(self, fraction: float, text: str) -> None:
        """Say how far the detection is."""
        self.say(_("Working: {percent:.0f} %, {text}").format(percent=100 * fraction, text=said(text)))

    def onFinished(self, analysis: Analysis, _text: str = "") -> None:
        """Show the marks at the detector's default operating point."""
        self._process, self._analysis = None, analysis
        self.detectButton.text = _("Detect")
        self.scriptedEffect.setParameter(THRESHOLD, str(analysis.operating_points.get(DEFAULT, 0.5)))
        self.options.show()
        self.attempt(self._showPreview)

    def onFailed(self, error: MicrocalcError) -> None:
        """Say why."""
        self._process = None
        self.detectButton.text = _("Detect")
        self.say(str(error))

    def onApply(self) -> None:
        """Add what the preview shows, as one step that can be undone."""
        self.attempt(self._apply)

    def onClear(self) -> None:
        """Forget the marks."""
        self._stop()
        self._analysis = self._detectedIn = None
        self.preview.clear()
        self.buttons.enable(False)
        self.say("")

    def _detect(self) -> None:
        from MicrocalcCADLib.detection_child import DetectorChoice
        from MicrocalcCADSlicer.packages import ensureListed
        from MicrocalcCADSlicer.process import Listener

        mammogram, method = self.image.mammogram(), self.methodSelector.itemData(self.methodSelector.currentIndex)
        self._detectedIn = mammogram
        kept = _analysisOf(self.image.volumeNode)
        if kept is not None and kept.method == method:
            self.onFinished(kept)
            return
        ensureListed(str(REQUIREMENTS))
        self._process = self.startProcess(
            mammogram, DetectorChoice(method), Listener(self.onProgress, self.onFinished, self.onFailed)
        )
        self.detectButton.text = _("Cancel")

    def _stop(self) -> None:
        if self._process is not None:
            self._process.cancel()
            self._process = None
            self.detectButton.text = _("Detect")

    def _apply(self) -> None:
        if self._analysis is not None and self.image.mammogram() is not self._detectedIn:
            self.onClear()
            raise InputError(
                _("The image in {volume} has changed since the detection: click Detect again.").format(
                    volume=self.image.volumeNode.GetName()
                )
            )
        chosen = self._chosen()
        if chosen and self.mayEdit():
            self.image.write(np.concatenate(chosen), Edit.ModificationModeAdd)
            self.onClear()
            self.say(counted(len(chosen), _("Added 1 calcification."), _("Added {count} calcifications.")))

    def _chosen(self) -> list[np.ndarray]:
        from MicrocalcCADLib.candidates_in_region import candidate_places, candidates_within

        if self._analysis is None:
            return []
        return candidates_within(
            self._analysis, self._inside(candidate_places(self._analysis)), self.options.value(THRESHOLD)
        )

    def _inside(self, places: np.ndarray) -> np.ndarray:
        volumeNode, region = self.image.volumeNode, self._chosenRegion()
        if region == EDITABLE:
            return inMask(self.image.editable(), places)
        if region == MARKUP:
            if self.roiSelector.currentNode() is None:
                raise InputError(_("No region of interest is chosen: place one in the module Markups and choose it."))
            return inRoi(self.roiSelector.currentNode(), volumeNode, places)
        views = viewsOf(volumeNode)
        if not views:
            raise InputError(
                _("No slice view shows {name}: show it, or choose another region.").format(name=volumeNode.GetName())
            )
        return np.any([inView(view.mrmlSliceNode(), volumeNode, places) for view in views], axis=0)

    def _chosenRegion(self) -> str:
        return self.regionSelector.itemData(self.regionSelector.currentIndex)

    def _showPreview(self) -> None:
        if self._analysis is None:
            return
        self.preview.clear()
        self.buttons.enable(False)
        chosen = self._chosen()
        for view in viewsOf(self.image.volumeNode):
            self.preview.show(view, self.image.volumeNode, [outlineOf(pixels) for pixels in chosen])
        self.buttons.apply.setEnabled(bool(chosen))
        self.buttons.clear.setEnabled(True)
        self.say(_("{count} of {all} candidates.").format(count=len(chosen), all=len(self._analysis.candidates)))


def _options() -> tuple[NumberOption, ...]:
    return (
        NumberOption(
            THRESHOLD, _("Lowest score:"), 0.0, 1.0, 0.5, _("Operating point: marks of lower score are left out."), 0.01
        ),
    )


def _analysisOf(volumeNode) -> Analysis | None:
    """Return the analysis that the scene has of the image that the volume holds now, None if there is none."""
    from MicrocalcCADSlicer.results import resultsOf, stored, storedImage

    nodes = resultsOf(volumeNode)
    kept = stored(nodes) if nodes else None
    if kept is None:
        return None
    try:
        storedImage(nodes, kept[0]).check()
    except InputError:  # it was replaced since: this one must be detected in
        return None
    return kept[0]


def _startDetection(*arguments) -> DetectionProcess:
    from MicrocalcCADSlicer.process import DetectionProcess

    return DetectionProcess(*arguments)
