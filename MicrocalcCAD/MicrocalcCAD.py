"""Microcalc CAD: finds, segments, groups and measures calcifications in mammograms. Research only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import slicer
import slicer.util
import vtk
from MicrocalcCADSlicer import self_test
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleWidget,
)
from slicer.util import VTKObservationMixin

if TYPE_CHECKING:
    from MicrocalcCADSlicer.logic import Detection
    from MicrocalcCADSlicer.panel_choices import PanelChoices

# Slicer loads this file at every start: whatever takes time is imported where it is used.
REQUIREMENTS, DICOM_REQUIREMENTS = "MicrocalcCAD-requirements.txt", "MicrocalcCAD-requirements-dicom.txt"
TERMINOLOGY = "SegmentationCategoryTypeModifier-Microcalc.term.json"


class MicrocalcCAD(ScriptedLoadableModule):
    """What Slicer shows about the module."""

    def __init__(self, parent) -> None:
        ScriptedLoadableModule.__init__(self, parent)
        self.parent.title = _("Microcalc CAD")
        self.parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        self.parent.dependencies = ["Segmentations", "Markups", "Terminologies"]
        self.parent.contributors = ["The Microcalc authors"]
        self.parent.helpText = _(
            "Finds calcifications in mammograms, segments each of them, groups them into clusters and lists the"
            " clusters. Research only: not a medical device, not for diagnosis."
        )
        self.parent.acknowledgementText = _(
            "The method follows Marasinou et al., Improving the quantitative analysis of breast microcalcifications,"
            " 2023."
        )
        slicer.app.connect("startupCompleted()", self.onStartupCompleted)

    def onStartupCompleted(self) -> None:
        """Offer our Segment Editor effects and the sample mammogram, and make the names of our segments known."""
        from MicrocalcCADSlicer.startup import loadTerminology, runSteps

        def offerEffects() -> None:
            from MicrocalcEffects import registerEffects

            registerEffects()

        def offerSample() -> None:
            from MicrocalcCADSlicer.sample_data import registerSampleData

            registerSampleData(self.resourcePath)

        def keepMarksOnTheirImages() -> None:
            from MicrocalcCADSlicer.view_marks import follow

            follow()

        runSteps(
            [
                ("keeping marks on their images", keepMarksOnTheirImages),
                ("offering the Segment Editor effects", offerEffects),
                ("offering the sample mammogram", offerSample),
                ("loading the terminology", lambda: loadTerminology(self.resourcePath(TERMINOLOGY))),
            ]
        )


class MicrocalcCADWidget(ScriptedLoadableModuleWidget, VTKObservationMixin):
    """The panel's life in Slicer; what it does is in `MicrocalcCADSlicer.panel`."""

    def __init__(self, parent=None) -> None:
        ScriptedLoadableModuleWidget.__init__(self, parent)
        VTKObservationMixin.__init__(self)
        self.parts: tuple = ()
        self.listeners: tuple = ()

    def setup(self) -> None:
        """Build the panel from its ``.ui`` file and follow the scene."""
        from MicrocalcCADSlicer.batch_panel import BatchPanel
        from MicrocalcCADSlicer.dicom_panel import DicomPanel
        from MicrocalcCADSlicer.environment_panel import EnvironmentPanel
        from MicrocalcCADSlicer.exam_panel import ExamPanel
        from MicrocalcCADSlicer.install_panel import InstallPanel
        from MicrocalcCADSlicer.mark_clicks import MarkClicks
        from MicrocalcCADSlicer.panel import Panel
        from MicrocalcCADSlicer.reading import Reading
        from MicrocalcCADSlicer.tour import Tour
        from MicrocalcCADSlicer.view_marks import follow

        follow()  # a module that was added to a running Slicer is told of no start
        ScriptedLoadableModuleWidget.setup(self)
        uiWidget = slicer.util.loadUI(self.resourcePath("UI/MicrocalcCAD.ui"))
        self.layout.addWidget(uiWidget)
        self.ui = slicer.util.childWidgetVariables(uiWidget)
        uiWidget.setMRMLScene(slicer.mrmlScene)
        self.logic = MicrocalcCADLogic()
        self.panel = Panel(self.ui, self.logic.getParameterNode(), self.resourcePath(REQUIREMENTS))
        self.exam = ExamPanel(self.ui, self.panel, self.resourcePath(REQUIREMENTS))
        self.dicom = DicomPanel(self.ui, self.resourcePath(DICOM_REQUIREMENTS))
        self.batch = BatchPanel(self.ui, self.panel.choices, self.resourcePath(REQUIREMENTS))
        self.environment = EnvironmentPanel(self.ui)
        self.install = InstallPanel(self.ui)
        self.tour = Tour(self.ui, self.resourcePath)
        self.reading = Reading(self.panel)
        self.clicks = MarkClicks(self.panel.findings.onMarkClicked, self.panel.findings.volume)
        self.parts, self.listeners = (
            (self.panel, self.exam, self.dicom, self.batch, self.environment, self.tour),
            (
                self.reading,
                self.clicks,
            ),
        )
        scene = slicer.mrmlScene
        self.addObserver(scene, scene.StartCloseEvent, self.onSceneStartClose)
        self.addObserver(scene, scene.EndCloseEvent, self.onSceneChanged)
        self.addObserver(scene, scene.StartImportEvent, self.onSceneStartImport)
        self.addObserver(scene, scene.EndImportEvent, self.onSceneChanged)
        self.addObserver(scene, scene.NodeAddedEvent, self.onNodeAdded)
        self.addObserver(scene, scene.NodeRemovedEvent, self.onNodeRemoved)

    def enter(self) -> None:
        """Start with the mammogram that is on view, and listen to the keys of the reading and to clicks on marks."""
        self.panel.enter()
        self.exam.enter()
        self.reading.install(self.parent.window())
        self.clicks.install()

    def exit(self) -> None:
        """Leave keys and clicks to other modules."""
        if self.parts:
            self.panel.exit()
        for listener in self.listeners:
            listener.remove()

    def cleanup(self) -> None:
        """Stop a detection that runs and let go of the scene."""
        self.removeObservers()
        self.exit()
        for part in self.parts:
            part.cleanup()

    def onSceneStartClose(self, _caller, _event) -> None:
        """Stop before the volume goes."""
        self.panel.onSceneClosing()
        self.exam.onSceneClosing()
        self.reading.views.forget()

    def onSceneStartImport(self, _caller, _event) -> None:
        """Keep nothing of what the widgets show while nodes come one by one."""
        self.panel.release()

    def onSceneChanged(self, _caller, _event) -> None:
        """Take the choices that the scene keeps."""
        self.panel.restore(self.logic.getParameterNode())
        self.exam.onTabChanged()

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def onNodeAdded(self, _caller, _event, node) -> None:
        """Let the panel know what was loaded."""
        self.panel.onNodeAdded(node)
        self.exam.onVolumesChanged(node)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def onNodeRemoved(self, _caller, _event, node) -> None:
        """Let the panel know which node is gone."""
        self.panel.onNodeRemoved(node)
        self.exam.onNodeRemoved(node)


class MicrocalcCADLogic(ScriptedLoadableModuleLogic):
    """What the Python console uses; see the README for a loop over volumes."""

    def getParameterNode(self) -> PanelChoices:
        """Return what the panel keeps with the scene, by typed fields: ``logic.getParameterNode().method``."""
        from MicrocalcCADSlicer.panel_choices import PanelChoices

        return PanelChoices(super().getParameterNode())

    def detect(
        self,
        volumeNode,
        spacing=None,
        method="hdogreg",
        model=None,
        operatingPoint="balanced",
        device="auto",
        progress=None,
        clusters=None,
        **more,
    ) -> Detection:
        """Detect calcifications in a volume node and put the results into the scene; see
        `MicrocalcCADSlicer.logic.detect`.

        For many volumes::

            logic = MicrocalcCADLogic()
            for volumeNode in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"):
                detection = logic.detect(volumeNode)
                print(volumeNode.GetName(), len(detection.findings.reported_clusters))
        """
        from MicrocalcCADSlicer.logic import detect

        return detect(volumeNode, spacing, method, model, operatingPoint, device, progress, clusters, **more)

    def processBatch(self, inputs, outputFolder, **options):
        """Detect in all images of folders, worklists, files or volume nodes; see
        `MicrocalcCADSlicer.logic.processBatch`::

        result = MicrocalcCADLogic().processBatch("/data/study", "/data/results", workers=4, save="json,html")
        print(len(result.done), result.failed, result.page)
        """
        from MicrocalcCADSlicer.logic import processBatch

        return processBatch(inputs, outputFolder, **options)


class MicrocalcCADTest(self_test.SelfTest):
    """Where Slicer looks for the self test."""

    widgetClass = MicrocalcCADWidget


class MicrocalcEffectsTest(self_test.EffectsSelfTest):
    """The self test of the Segment Editor effects, which are no module of their own: run with that of the module."""
