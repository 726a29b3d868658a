"""The self test of the module inside Slicer; the full tests run on the stand-in for the application."""

from __future__ import annotations

from slicer.ScriptedLoadableModule import ScriptedLoadableModuleTest


class SelfTest(ScriptedLoadableModuleTest):
    """Runs on an empty scene; Slicer finds it by the name of its subclass in the module's file."""

    def runTest(self) -> None:
        """Run both tests."""
        self.setUp()
        self.test_detectionOfAnImageWithoutSpacingIsRefused()
        self.setUp()
        self.test_detectionPutsItsResultsIntoTheScene()

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
