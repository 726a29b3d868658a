"""The layout manager: which slice views there are, by the descriptions that modules register with Slicer's
layout node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import slicer
import vtk

from .slice_view import SliceView

VIEW_SIZE = (350, 410)
START_LAYOUT = 6  # SlicerLayoutOneUpRedSliceView
# Slicer's own layouts that are used here, by the slice views in them: one-up, conventional, four-up.
SLICE_VIEWS = {6: ("Red",), 2: ("Red", "Yellow", "Green"), 3: ("Red", "Yellow", "Green")}


class SliceDrawing:
    """``qMRMLSliceView``, of which modules ask who sends its events."""

    def __init__(self, interactor: Any) -> None:
        self._interactor = interactor

    def interactor(self) -> Any:
        return self._interactor


class SliceWidget:
    """A slice view as modules see it."""

    def __init__(self, view: SliceView) -> None:
        self.view = view
        self._interactor = vtk.vtkRenderWindowInteractor()

    def sliceView(self) -> SliceDrawing:
        """Return what draws the view."""
        return SliceDrawing(self._interactor)

    def overlayCornerAnnotation(self) -> Any:
        """Return the text of the view's corners that is not Slicer's own."""
        return self.view.corners

    def className(self) -> str:
        return "qMRMLSliceWidget"

    def mrmlSliceNode(self) -> Any:
        return self.view.node

    def sliceLogic(self) -> Any:
        return self.view.logic


class LayoutManager:
    """*Red* alone, or the slice views of a registered layout; views that were once made stay, as in Slicer."""

    def __init__(self, red: SliceView, application_logic: Any) -> None:
        self._application_logic = application_logic
        self._widgets = {"Red": SliceWidget(red)}
        self._node = slicer.vtkMRMLLayoutNode()
        self._slots: list[Callable[[int], None]] = []
        self.plot_views: list[Any] = []
        self._arrange(START_LAYOUT, SLICE_VIEWS[START_LAYOUT])

    def connect(self, signature: str, slot: Callable[[int], None]) -> bool:
        """Call back when the layout has changed; there is no other signal here."""
        if signature != "layoutChanged(int)":
            raise ValueError(f"The layout manager has no signal {signature} here.")
        self._slots.append(slot)
        return True

    def layoutLogic(self) -> Any:
        return SimpleNamespace(GetLayoutNode=lambda: self._node)

    def setLayout(self, layout: int) -> None:
        """Make the views that a layout names; slice views of other layouts live on, but are in no layout."""
        if layout in SLICE_VIEWS:
            self.plot_views = []
            self._arrange(layout, SLICE_VIEWS[layout])
        elif self._node.IsLayoutDescription(layout):
            views = list(ElementTree.fromstring(self._node.GetLayoutDescription(layout)).iter("view"))
            self.plot_views = [
                _plot_view(view.get("singletontag")) for view in views if view.get("class") == "vtkMRMLPlotViewNode"
            ]
            self._arrange(
                layout, [view.get("singletontag") for view in views if view.get("class") == "vtkMRMLSliceNode"]
            )
        else:
            raise ValueError(f"There is no layout {layout}.")
        for slot in self._slots:
            slot(layout)

    def _arrange(self, layout: int, names: Sequence[str]) -> None:
        self.layout = layout
        for name in names:
            if name not in self._widgets:
                self._widgets[name] = SliceWidget(SliceView(self._application_logic, *VIEW_SIZE, name=name))
        for name, widget in self._widgets.items():
            widget.mrmlSliceNode().SetMappedInLayout(name in names)

    def names_on_view(self) -> list[str]:
        """Return the slice views of the layout."""
        return [name for name, widget in self._widgets.items() if widget.mrmlSliceNode().IsMappedInLayout()]

    def sliceViewNames(self) -> tuple[str, ...]:
        return tuple(self._widgets)

    def sliceWidget(self, name: str) -> SliceWidget | None:
        return self._widgets.get(name)

    def reset(self) -> None:
        """Go back to *Red* alone, for the next test."""
        for name in [n for n in self._widgets if n != "Red"]:
            self._widgets.pop(name).view.close()
        self._node = slicer.vtkMRMLLayoutNode()
        self._slots, self.plot_views = [], []
        self._arrange(START_LAYOUT, SLICE_VIEWS[START_LAYOUT])


def _plot_view(tag: str) -> Any:
    node = slicer.mrmlScene.GetSingletonNode(tag, "vtkMRMLPlotViewNode")
    if node is None:
        node = slicer.vtkMRMLPlotViewNode()
        node.SetSingletonTag(tag)
        node = slicer.mrmlScene.AddNode(node)
    return node
