"""A plot of Slicer within a page: the views beside the panel stay as they are."""

from __future__ import annotations

import slicer
import slicer.util

ATTRIBUTE = "Microcalc.LivePlot"
HEIGHT_PX = 220


class LivePlot:
    """Shows a chart in a box of the page while there is one, and follows it.

    Parameters
    ----------
    box
        An empty widget with a layout; it is hidden while nothing is shown.
    """

    def __init__(self, box) -> None:
        self._box, self._isShown = box, False
        self.view = slicer.qMRMLPlotView()
        self.view.setMRMLScene(slicer.mrmlScene)
        self.view.setFixedHeight(HEIGHT_PX)
        box.layout().addWidget(self.view)
        box.setVisible(False)

    def show(self, chart, isNew: bool = False) -> None:
        """Show a chart node; None, as after the scene was closed, hides the plot. What is new is shown whole, else a
        zoom stays.
        """
        self._box.setVisible(chart is not None)
        if chart is None:
            self.view.setMRMLPlotViewNode(None)
            self._isShown = False
            return
        node = _viewNode()
        if node.GetPlotChartNodeID() != chart.GetID():
            node.SetPlotChartNodeID(chart.GetID())
        self.view.setMRMLPlotViewNode(node)
        if isNew or not self._isShown:
            self.view.fitToContent()
        self._isShown = True

    def cleanup(self) -> None:
        """Let go of the scene."""
        self.view.setMRMLPlotViewNode(None)
        self.view.setMRMLScene(None)


def _viewNode():
    """Return the node of the plot, made anew after the scene was closed; a parent of its own keeps it out of every
    layout.
    """
    known = [node for node in slicer.util.getNodesByClass("vtkMRMLPlotViewNode") if node.GetAttribute(ATTRIBUTE)]
    if known:
        return known[0]
    owner = slicer.vtkMRMLScriptedModuleNode()
    owner.SetName("Microcalc Train plot")
    owner.SetHideFromEditors(True)
    owner = slicer.mrmlScene.AddNode(owner)
    node = slicer.vtkMRMLPlotViewNode()
    node.SetName("Microcalc Train")
    node.SetLayoutName("MicrocalcTrain")
    node.SetAttribute(ATTRIBUTE, "1")
    node.SetAndObserveParentLayoutNodeID(owner.GetID())
    for one in (owner, node):
        one.SetSaveWithScene(False)
    return slicer.mrmlScene.AddNode(node)
