"""The self test of the module inside Slicer; the full tests run on the stand-in for the application."""

from __future__ import annotations

from slicer.ScriptedLoadableModule import ScriptedLoadableModuleTest


class SelfTest(ScriptedLoadableModuleTest):
    """Runs on an empty scene; Slicer finds it by the name of its subclass in the module's file."""

    def runTest(self) -> None:
        """Run all tests."""
        for test in (
            self.test_detectionOfAnImageWithoutSpacingIsRefused,
            self.test_detectionPutsItsResultsIntoTheScene,
            self.test_resultsAndReviewComeBackWithTheScene,
            self.test_theEffectsAreMadeBySlicer,
        ):
            self.setUp()
            test()

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
