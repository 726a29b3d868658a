"""Microcalc Train: trains, evaluates and hands on the networks of Microcalc. Research only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import slicer
import slicer.util
from MicrocalcTrainSlicer import self_test
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleWidget,
)

if TYPE_CHECKING:
    from MicrocalcTrainSlicer.panel import Panel

# Slicer loads this file at every start: whatever takes time is imported where it is used.


class MicrocalcTrain(ScriptedLoadableModule):
    """What Slicer shows about the module."""

    def __init__(self, parent) -> None:
        ScriptedLoadableModule.__init__(self, parent)
        self.parent.title = _("Microcalc Train")
        self.parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        self.parent.dependencies = ["MicrocalcCAD", "Plots", "Tables"]
        self.parent.contributors = ["The Microcalc authors"]
        self.parent.helpText = _(
            "Imports labelled mammograms, trains and evaluates the networks of Microcalc CAD, and lists their models. A"
            " training goes on when this panel or Slicer is closed. Research only: not a medical device, not for"
            " diagnosis."
        )
        self.parent.acknowledgementText = _("The methods follow the papers that the README names.")


class MicrocalcTrainWidget(ScriptedLoadableModuleWidget):
    """The panel's life in Slicer; what it does is in `MicrocalcTrainSlicer.panel`."""

    def __init__(self, parent=None) -> None:
        ScriptedLoadableModuleWidget.__init__(self, parent)
        self.panel: Panel | None = None

    def setup(self) -> None:
        """Build the panel from its ``.ui`` file."""
        from MicrocalcCADSlicer.view_marks import follow
        from MicrocalcTrainSlicer.panel import Panel

        follow()  # a module that was added to a running Slicer is told of no start
        ScriptedLoadableModuleWidget.setup(self)
        uiWidget = slicer.util.loadUI(self.resourcePath("UI/MicrocalcTrain.ui"))
        self.layout.addWidget(uiWidget)
        self.ui = slicer.util.childWidgetVariables(uiWidget)
        uiWidget.setMRMLScene(slicer.mrmlScene)
        self.logic = MicrocalcTrainLogic()
        self.panel = Panel(self.ui, self.resourcePath("MicrocalcTrain-requirements.txt"))

    def enter(self) -> None:
        """Find again what runs."""
        self.panel.enter()

    def cleanup(self) -> None:
        """Let go of what runs, which goes on."""
        if self.panel is not None:
            self.panel.cleanup()


class MicrocalcTrainLogic(ScriptedLoadableModuleLogic):
    """What the Python console uses."""

    def start(self, folder, *arguments):
        """Start a command of `microcalc-train` whose output folder is `folder`; see `MicrocalcTrainLib.runs`::

        MicrocalcTrainLogic().start("/data/run", "train", "hdogreg-light", "-o", "/data/run", "--epochs", "40")
        """
        from pathlib import Path

        from MicrocalcTrainLib import runs
        from MicrocalcTrainSlicer.forms import python

        return runs.start(Path(folder), list(arguments), python=python())


class MicrocalcTrainTest(self_test.SelfTest):
    """Where Slicer looks for the self test."""

    widgetClass = MicrocalcTrainWidget
