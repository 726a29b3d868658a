"""The self test of the module inside Slicer; the full tests run on the stand-in for the application.

Each test is of something that failed in the application while the stand-in was less strict.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from slicer.ScriptedLoadableModule import ScriptedLoadableModuleTest


@contextmanager
def entered(widgetClass: type) -> Iterator:
    """Open a panel as the application does, by a widget of its own, and let go of it in the end."""
    import qt
    import slicer

    parent = slicer.qMRMLWidget()
    parent.setLayout(qt.QVBoxLayout())
    parent.setMRMLScene(slicer.mrmlScene)
    widget = widgetClass(parent)
    widget.setup()
    try:
        widget.enter()
        yield widget
    finally:
        widget.cleanup()
        parent.setMRMLScene(None)


class EmptySceneTest(ScriptedLoadableModuleTest):
    """Begins each test with a closed scene, which Slicer leaves to the module."""

    def setUp(self) -> None:
        """Close the scene."""
        import slicer

        slicer.mrmlScene.Clear()


class SelfTest(EmptySceneTest):
    """Runs on an empty scene; Slicer finds it by the name of its subclass in the module's file, which says what the
    module's widget is.
    """

    widgetClass: type

    def runTest(self) -> None:
        """Run all tests."""
        for test in (
            self.test_detectionOfAnImageWithoutSpacingIsRefused,
            self.test_detectionPutsItsResultsIntoTheScene,
            self.test_resultsAndReviewComeBackWithTheScene,
            self.test_theSamplesComeFromTheConsoleToo,
            self.test_marksLieOnTheirOwnImageOnly,
            self.test_aDeletedSegmentIsDrawnAgainByUndo,
            self.test_whatIsOursIsNoMammogramToChoose,
            self.test_filesOfAnImageWithAColonInItsNameHaveNone,
            self.test_theViewsOfAnExamAreFound,
            self.test_theDicomPluginLeavesOtherImagesToSlicer,
            self.test_theOpenPanelChoosesWhatIsLoadedAndForgetsAClosedScene,
            self.test_thePanelAndTheTypedFieldsOfTheSceneFollowEachOther,
        ):
            self.setUp()
            test()
        EffectsSelfTest().runTest()

    def test_detectionOfAnImageWithoutSpacingIsRefused(self) -> None:
        """The default spacing of 1.0 mm is no spacing of a mammogram."""
        from MicrocalcCADLib.errors import InputError

        from .example import addExampleVolume
        from .logic import detect

        with self.assertRaises(InputError):
            detect(addExampleVolume(spacing_mm=1.0))

    def test_detectionPutsItsResultsIntoTheScene(self) -> None:
        """Nodes are made and belong to the volume."""
        from .example import addExampleVolume
        from .logic import detect

        detection = detect(addExampleVolume(), device="cpu")
        self.assertIsNotNone(detection.nodes.segmentation)
        self.assertEqual(detection.nodes.clusterTable.GetNumberOfRows(), len(detection.findings.reported_clusters))

    def test_resultsAndReviewComeBackWithTheScene(self) -> None:
        """Findings, marks and decisions are saved in one file and there again."""
        import tempfile
        from pathlib import Path

        import slicer
        import slicer.util

        from .example import addExampleVolume
        from .logic import detect
        from .results import resultsOf, storedFindings

        detection = detect(addExampleVolume(), device="cpu")
        found = [(one.id, one.count) for one in detection.findings.reported_clusters]
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "scene.mrb")
            self.assertTrue(slicer.mrmlScene.WriteToMRB(path, None))
            self.setUp()
            self.assertTrue(slicer.mrmlScene.ReadFromMRB(path, True, None))
        nodes = resultsOf(slicer.util.getNode("Example"))
        self.assertEqual([(one.id, one.count) for one in storedFindings(nodes).reported_clusters], found)
        self.assertEqual(len(nodes.outlines), len(found))

    def test_theSamplesComeFromTheConsoleToo(self) -> None:
        """Both samples are offered, and `SampleData` loads them by their address, with their spacing."""
        from pathlib import Path

        import SampleData

        from .sample_data import SAMPLES, registerSampleData
        from .volume import mammogramOf

        logic = SampleData.SampleDataLogic()
        if logic.sourceForSampleName(SAMPLES[0].name) is None:  # the module was added to a running Slicer
            registerSampleData(lambda name: str(Path(__file__).resolve().parents[1] / "Resources" / name))
        for sample in SAMPLES:
            volume = SampleData.downloadSample(sample.name)
            self.assertEqual(volume.GetName(), sample.name)
            self.assertLess(mammogramOf(volume).mean_spacing_mm, 0.2)

    def test_marksLieOnTheirOwnImageOnly(self) -> None:
        """No mark is in a view that shows another mammogram, nor in the 3-D view."""
        from .example import addDetectedExample, addExampleVolume
        from .view_marks import follow, sliceViews

        follow()
        nodes = addDetectedExample()
        other = addExampleVolume(name="Other")
        for _view, composite in sliceViews():
            composite.SetBackgroundVolumeID(other.GetID())
        ofOthers = {
            view.GetID()
            for view, composite in sliceViews()
            if composite.GetBackgroundVolumeID() != nodes.volume.GetID()
        }
        marks = [nodes.segmentation, *nodes.outlines, *nodes.singles]
        shown = [set(mark.GetDisplayNode().GetViewNodeIDs() or ()) for mark in marks]
        self.assertTrue(all(shown), "a mark that names no view is shown in every one")
        self.assertEqual([one for one in shown if one & ofOthers], [])

    def test_aDeletedSegmentIsDrawnAgainByUndo(self) -> None:
        """The list outlives its segment, and Undo draws it."""
        from .example import addDetectedExample
        from .segment_names import CALCIFICATIONS
        from .session import Session

        nodes = addDetectedExample()
        session = Session.of(nodes.volume)
        nodes.segmentation.GetSegmentation().RemoveSegment(CALCIFICATIONS)
        self.assertTrue(session.canUndo)
        self.assertTrue(session.undo())
        self.assertIsNotNone(nodes.segmentation.GetSegmentation().GetSegment(CALCIFICATIONS))

    def test_whatIsOursIsNoMammogramToChoose(self) -> None:
        """Heat maps are volumes, and not offered."""
        import slicer.util

        from .example import addDetectedExample
        from .volume_selector import isMammogram, onlyMammogram

        nodes = addDetectedExample()
        self.assertEqual(
            [node.GetName() for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if isMammogram(node)],
            ["Example"],
        )
        self.assertIs(onlyMammogram(), nodes.volume)

    def test_filesOfAnImageWithAColonInItsNameHaveNone(self) -> None:
        """Slicer names what it loads from DICOM so; Windows allows no colon."""
        import tempfile

        from .dicom_exchange import exportResults
        from .example import addDetectedExample

        nodes = addDetectedExample()
        nodes.volume.SetName("1: full mammogram")
        with tempfile.TemporaryDirectory() as folder:
            written = exportResults(nodes.volume, folder, ("json",))
            self.assertTrue(all(path.is_file() for path in written.values()))
            self.assertEqual([path.name for path in written.values() if ":" in path.name], [])

    def test_theViewsOfAnExamAreFound(self) -> None:
        """Side and view are read, and the four views are one exam."""
        from MicrocalcCADLib.exam import exams

        from .exam_images import examViews
        from .example import addExampleVolume

        for name in ("L MLO", "R CC", "L CC", "R MLO"):
            addExampleVolume(name=name)
        (exam,) = exams(examViews())
        self.assertEqual([view.title for view in exam.hung], ["R CC", "L CC", "R MLO", "L MLO"])

    def test_theDicomPluginLeavesOtherImagesToSlicer(self) -> None:
        """The plugin is made as the DICOM module makes it; of files that are none it offers nothing."""
        import MicrocalcDICOMPlugin
        import slicer

        from .example import addExampleVolume

        volume, hierarchy = (
            addExampleVolume(),
            slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene),
        )
        item = hierarchy.GetItemByDataNode(volume) or hierarchy.CreateItem(hierarchy.GetSceneItemID(), volume)
        plugin = MicrocalcDICOMPlugin.MicrocalcDICOMPluginClass()
        self.assertEqual(plugin.examineForImport([[__file__]]), [])
        self.assertEqual(plugin.examineForExport(item), [])

    def test_theOpenPanelChoosesWhatIsLoadedAndForgetsAClosedScene(self) -> None:
        """The panel follows the scene while it is open; what it said of a closed scene goes with it."""
        import slicer

        from .example import addExampleVolume

        with entered(self.widgetClass) as widget:
            self.assertFalse(widget.ui.detectButton.enabled)
            volume = addExampleVolume(spacing_mm=1.0)
            slicer.app.processEvents()
            self.assertIs(widget.ui.volumeSelector.currentNode(), volume)
            widget.ui.detectButton.click()
            self.assertIn("Example", widget.ui.statusLabel.text)  # its spacing is not known
            slicer.mrmlScene.Clear(0)
            self.assertEqual(widget.ui.statusLabel.text, "")
            self.assertFalse(widget.ui.detectButton.enabled)

    def test_thePanelAndTheTypedFieldsOfTheSceneFollowEachOther(self) -> None:
        """What is chosen is kept at once, what the console sets is shown, and titles stay those of the panel."""
        import slicer

        with entered(self.widgetClass) as widget:
            choices, selector, models = (
                widget.logic.getParameterNode(),
                widget.ui.methodSelector,
                widget.ui.modelSelector,
            )
            titles = [selector.itemText(i) for i in range(selector.count)]
            selector.setCurrentIndex(selector.findData("context"))
            self.assertEqual(choices.method, "context")
            self.assertEqual(choices.model, models.itemData(models.currentIndex))
            choices.method = "hdogreg"
            self.assertEqual(selector.currentText, titles[0])
            slicer.mrmlScene.Clear(0)
            self.assertEqual([selector.itemText(i) for i in range(selector.count)], titles)
            self.assertEqual(selector.currentText, titles[0])


class EffectsSelfTest(EmptySceneTest):
    """The effects of the Segment Editor, chosen in its widget as a user chooses them; none needs a view."""

    def runTest(self) -> None:
        """Run all tests."""
        for test in (
            self.test_theEffectsAreMadeBySlicer,
            self.test_theEditorOffersTheEffects,
            self.test_whatAClickFindsIsAddedAndUndone,
            self.test_theBrushAddsTheBlobsThatPass,
            self.test_detectInRegionAddsTheMarksOfTheScene,
            self.test_splitAndMergeDrawsGroupsThatTheListFollows,
        ):
            self.setUp()
            test()

    def test_theEffectsAreMadeBySlicer(self) -> None:
        """Each effect of the Segment Editor is found by its file, and says what it does."""
        from pathlib import Path

        import MicrocalcEffects
        import qSlicerSegmentationsEditorEffectsPythonQt as effects

        folder = Path(MicrocalcEffects.__file__).parent
        for kind in MicrocalcEffects.EFFECTS:
            scripted = effects.qSlicerSegmentEditorScriptedEffect(None)
            scripted.setPythonSource((folder / f"{kind.__name__}.py").as_posix())
            self.assertEqual(type(scripted.self()).__name__, kind.__name__)
            self.assertIn("<html>", scripted.self().helpText())

    def test_theEditorOffersTheEffects(self) -> None:
        """All four are in the Segment Editor under their names, with a picture, and let go without a trace."""
        editor = self._editor()
        for name in ("Calcification click", "Calcification brush", "Detect in region", "Split / merge clusters"):
            effect = self._chosen(editor, name)
            self.assertFalse(effect.icon().isNull())
            editor.setActiveEffectByName("")
            self.assertEqual(effect.preview.polygons, [])

    def test_whatAClickFindsIsAddedAndUndone(self) -> None:
        """One step for the editor's Undo."""
        import numpy as np
        import slicer
        from MicrocalcCADLib.blobs import HessianDogParameters
        from MicrocalcCADLib.picking import PickParameters, pick

        editor = self._editor()
        effect, before = self._chosen(editor, "Calcification click"), self._marked()
        image = effect.image.mammogram()
        free = np.where(before, 0, image.pixels)
        row, column = np.unravel_index(int(free.argmax()), free.shape)
        effect.image.write(
            np.array([[row, column], [row, column + 1]]), slicer.qSlicerSegmentEditorAbstractEffect.ModificationModeAdd
        )
        self.assertTrue(self._marked()[row, column])
        editor.undo()
        self.assertTrue((self._marked() == before).all())
        self.assertIsNotNone(
            pick(image.pixels, image.spacing_mm, *np.argwhere(before)[0], PickParameters(HessianDogParameters(), 1.0))
        )

    def test_theBrushAddsTheBlobsThatPass(self) -> None:
        """With the settings as they come, blobs in a painted region are added by Apply."""
        import numpy as np

        from .example import CLUSTER_COLUMN, CLUSTER_ROW

        effect = self._chosen(self._editor(), "Calcification brush")
        self._empty()
        effect._region = np.zeros(effect.image.mammogram().shape, bool)
        effect._region[CLUSTER_ROW - 30 : CLUSTER_ROW + 30, CLUSTER_COLUMN - 30 : CLUSTER_COLUMN + 30] = True
        effect._look()
        effect.onApply()
        self.assertTrue(
            self._marked()[CLUSTER_ROW - 40 : CLUSTER_ROW + 40, CLUSTER_COLUMN - 40 : CLUSTER_COLUMN + 40].any()
        )
        self.assertFalse(self._marked()[: CLUSTER_ROW - 100].any())

    def test_detectInRegionAddsTheMarksOfTheScene(self) -> None:
        """The analysis that the scene has is taken at once; the region is what masking lets one edit."""
        effect = self._chosen(self._editor(), "Detect in region")
        self._empty()
        effect.regionSelector.setCurrentIndex(effect.regionSelector.findData("editable"))
        effect.onDetectOrCancel()
        effect.onApply()
        self.assertTrue(self._marked().any())

    def test_splitAndMergeDrawsGroupsThatTheListFollows(self) -> None:
        """Apply draws the areas into the segment Clusters, and the findings have the new grouping."""
        from .segment_names import CLUSTERS
        from .session import Session

        effect = self._chosen(self._editor(), "Split / merge clusters")
        effect.scriptedEffect.setParameter("LinkingDistanceMm", "3.5")
        effect.onApply()
        self.assertEqual(effect.message.text[:5], "Drawn")
        self.assertIsNotNone(self.nodes.segmentation.GetSegmentation().GetSegment(CLUSTERS))
        self.assertEqual(Session.of(self.nodes.volume).state.clusters.linking_distance_mm, 3.5)

    def _editor(self):
        """Return the editor's widget on the marks of a detection."""
        import slicer

        from .example import addDetectedExample

        self.nodes = addDetectedExample()
        editor = slicer.qMRMLSegmentEditorWidget()
        editor.setMRMLScene(slicer.mrmlScene)
        editor.setMRMLSegmentEditorNode(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentEditorNode"))
        editor.setSegmentationNode(self.nodes.segmentation)
        editor.setSourceVolumeNode(self.nodes.volume)
        return editor

    def _chosen(self, editor, name: str):
        """Return the Python object of an effect that the editor was told to use."""
        from .segment_names import CALCIFICATIONS

        editor.setCurrentSegmentID(CALCIFICATIONS)
        editor.setActiveEffectByName(name)
        self.assertIsNotNone(editor.activeEffect(), f"{name} is not in the Segment Editor")
        return editor.activeEffect().self()

    def _marked(self):
        import slicer.util

        from .segment_names import CALCIFICATIONS

        return (
            slicer.util.arrayFromSegmentBinaryLabelmap(self.nodes.segmentation, CALCIFICATIONS, self.nodes.volume)[0]
            > 0
        )

    def _empty(self) -> None:
        """Take all marks away, to see what is added."""
        import numpy as np
        import slicer.util

        from .segment_names import CALCIFICATIONS

        nothing = np.zeros((1, *self._marked().shape), np.uint8)
        slicer.util.updateSegmentBinaryLabelmapFromArray(
            nothing, self.nodes.segmentation, CALCIFICATIONS, self.nodes.volume
        )
