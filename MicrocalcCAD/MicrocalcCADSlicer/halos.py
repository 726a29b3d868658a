"""A dark rim under each outline, so that it is seen on bright tissue: a display of the same curve, drawn before that of
its line.

Slicer's views draw the displays of a curve in their order. A model of the rims would lie over the lines: views draw
models in the order in which they came, and add all of them again after each batch of changes.
"""

from __future__ import annotations

import slicer

# A line of this thickness is about 3 points of the screen wide: one more is dark at each side of it.
WIDER, OPACITY, COLOUR = 2 / 3, 0.7, (0.0, 0.0, 0.0)


def addRim(curve) -> None:
    """Give a new curve, which has no display yet, a rim: its first display."""
    display = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsDisplayNode", "Microcalc rim")
    display.SetColor(*COLOUR)
    display.SetSelectedColor(*COLOUR)
    display.SetActiveColor(*COLOUR)
    display.SetOpacity(OPACITY)
    display.SetPropertiesLabelVisibility(False)
    display.SetPointLabelsVisibility(False)
    curve.AddAndObserveDisplayNodeID(display.GetID())


def addLine(curve):
    """Give a new curve the display of its line, over its rim if it has one, and return it."""
    if curve.GetNumberOfDisplayNodes() == 0:
        curve.CreateDefaultDisplayNodes()
    else:
        curve.AddAndObserveDisplayNodeID(slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsDisplayNode").GetID())
    return lineOf(curve)


def rimOf(curve):
    """Return the display of a curve's rim, None if it has none."""
    return curve.GetNthDisplayNode(0) if curve.GetNumberOfDisplayNodes() > 1 else None


def lineOf(curve):
    """Return the display of a curve's line and label, None if it has none."""
    return curve.GetNthDisplayNode(curve.GetNumberOfDisplayNodes() - 1) if curve.GetNumberOfDisplayNodes() else None


def setThickness(curve, thickness: float) -> None:
    """Draw a curve with a line of this thickness, and its rim that much wider."""
    line, rim = lineOf(curve), rimOf(curve)
    if line is not None:
        line.SetLineThickness(thickness)
    if rim is not None:
        rim.SetLineThickness(thickness + WIDER)
