"""Layouts that leave a film room: one large view, or one beside a plot."""

from __future__ import annotations

import slicer

from .slice_views import fitVolume, showVolume

# Slicer's own layouts have numbers below 100; those of an exam are 6270 and 6271.
IMAGE_AND_PLOT_LAYOUT = 6272
# Slicer's layouts in which a film has a quarter of the window, beside planes that it has not and an empty 3-D view.
CROWDED_LAYOUTS = (
    "SlicerLayoutInitialView",
    "SlicerLayoutDefaultView",
    "SlicerLayoutConventionalView",
    "SlicerLayoutConventionalWidescreenView",
    "SlicerLayoutConventionalPlotView",
    "SlicerLayoutFourUpView",
    "SlicerLayoutFourUpPlotView",
    "SlicerLayoutFourUpTableView",
    "SlicerLayoutFourUpPlotTableView",
)
_DESCRIPTION = """<layout type="horizontal" split="true">
<item><view class="vtkMRMLSliceNode" singletontag="Red"><property name="orientation" action="default">Axial</property>
<property name="viewlabel" action="default">R</property>
<property name="viewcolor" action="default">#F34A33</property></view></item>
<item><view class="vtkMRMLPlotViewNode" singletontag="PlotView1">
<property name="viewlabel" action="default">P</property></view></item>
</layout>"""


def enlarge(volumeNode) -> None:
    """Show a film in one large view where Slicer gives it a quarter of the window; a layout that the user chose
    otherwise stays.
    """
    manager = slicer.app.layoutManager()
    if manager is None or manager.layout not in {getattr(slicer.vtkMRMLLayoutNode, name) for name in CROWDED_LAYOUTS}:
        return
    manager.setLayout(slicer.vtkMRMLLayoutNode.SlicerLayoutOneUpRedSliceView)
    slicer.app.processEvents()  # the view gets its size
    showVolume(volumeNode)
    fitVolume(volumeNode)


def showChart(chart) -> None:
    """Show a chart beside one slice view; without a window it is only the chosen one."""
    manager = slicer.app.layoutManager()
    if manager is not None and manager.layout != IMAGE_AND_PLOT_LAYOUT:
        layoutNode = manager.layoutLogic().GetLayoutNode()
        if not layoutNode.IsLayoutDescription(IMAGE_AND_PLOT_LAYOUT):
            layoutNode.AddLayoutDescription(IMAGE_AND_PLOT_LAYOUT, _DESCRIPTION)
        manager.setLayout(IMAGE_AND_PLOT_LAYOUT)
    logic = slicer.app.applicationLogic()
    logic.GetSelectionNode().SetActivePlotChartID(chart.GetID())
    logic.PropagatePlotChartSelection()
