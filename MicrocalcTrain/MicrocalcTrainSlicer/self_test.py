"""The self test of the module inside Slicer; the full tests run on the stand-in for the application.

It needs no package that only a training needs.
"""

from __future__ import annotations

import slicer
import slicer.util
from slicer.ScriptedLoadableModule import ScriptedLoadableModuleTest


class SelfTest(ScriptedLoadableModuleTest):
    """Runs on an empty scene; Slicer finds it by the name of its subclass in the module's file, which says what the
    module's widget is.
    """

    widgetClass: type

    def setUp(self) -> None:
        """Close the scene, which Slicer leaves to the module."""
        slicer.mrmlScene.Clear()

    def runTest(self) -> None:
        """Run all tests."""
        for test in (
            self.test_curvesBecomeAChart,
            self.test_aCurveOfOneEpochIsAPoint,
            self.test_theLogSpeaksInWords,
            self.test_marksOfAnEvaluatedImageLieOnItOnly,
            self.test_thePanelHasItsPagesInOrderAndFoldersToBeginWith,
        ):
            self.setUp()
            test()

    def test_curvesBecomeAChart(self) -> None:
        """Nodes are made once and then brought up to date."""
        for epochs in ([1], [1, 2]):
            chart = self._chart(epochs)
        self.assertEqual(slicer.mrmlScene.GetNumberOfNodesByClass("vtkMRMLPlotSeriesNode"), 1)
        self.assertEqual(chart.GetNthPlotSeriesNode(0).GetTableNode().GetNumberOfRows(), 2)

    def test_aCurveOfOneEpochIsAPoint(self) -> None:
        """A line through one point is an error in the log at each redraw."""
        series = self._chart([1]).GetNthPlotSeriesNode(0)
        self.assertEqual(series.GetLineStyle(), series.LineStyleNone)
        series = self._chart([1, 2]).GetNthPlotSeriesNode(0)
        self.assertEqual(series.GetLineStyle(), series.LineStyleSolid)

    def test_theLogSpeaksInWords(self) -> None:
        """Neither dictionaries nor names of variables are shown."""
        from .log_text import curveTitle, readableLine

        line = readableLine("2026-01-02 03:04:05,678 epoch 3: {'loss': 0.25, 'validation_dice': 0.5}")
        self.assertIn("epoch 3", line)
        self.assertFalse(any(sign in line + curveTitle("region", "validation_dice") for sign in "{}_'"), line)

    def test_marksOfAnEvaluatedImageLieOnItOnly(self) -> None:
        """Truth and findings name the views that they are in, and no view of another image."""
        import numpy as np
        from MicrocalcCADSlicer.example import addExampleVolume
        from MicrocalcCADSlicer.slice_views import showVolume
        from MicrocalcCADSlicer.view_marks import follow, sliceViews

        from .evaluated_image import TRUTH, addMarks

        follow()
        volume, other = addExampleVolume(), addExampleVolume(name="Other")
        showVolume(volume)
        for _view, composite in sliceViews()[1:]:
            composite.SetBackgroundVolumeID(other.GetID())
        mask = np.zeros(slicer.util.arrayFromVolume(volume).shape[1:], bool)
        mask[100:110, 100:110] = True
        marks = addMarks(volume, {TRUTH: mask}, "Example")
        own = {view.GetID() for view, composite in sliceViews() if composite.GetBackgroundVolumeID() == volume.GetID()}
        shown = set(marks.GetDisplayNode().GetViewNodeIDs())
        self.assertTrue(shown)
        self.assertTrue(shown == own or not own)

    def test_thePanelHasItsPagesInOrderAndFoldersToBeginWith(self) -> None:
        """The panel comes up, and nobody has to type a path."""
        from MicrocalcCADSlicer.self_test import entered

        with entered(self.widgetClass) as widget:
            tabs = widget.ui.tabs
            self.assertEqual([tabs.tabText(index)[0] for index in range(tabs.count)], ["1", "2", "3", "4"])
            for edit in (
                widget.ui.dataSetOutputEdit,
                widget.ui.trainFolderEdit,
                widget.ui.evaluateFolderEdit,
                widget.ui.modelsFolderEdit,
            ):
                self.assertTrue(edit.text.strip(), edit.objectName)

    def _chart(self, epochs: list[int]):
        from .charts import Axes, Curves, updateChart

        return updateChart(
            "test", Axes("Test", "epoch", "loss"), [Curves("region", {"epoch": epochs, "loss": [0.5] * len(epochs)})]
        )
