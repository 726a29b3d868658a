"""The layout manager: which slice views there are, by the descriptions that modules register with Slicer's layout node."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import slicer
import vtk

from .slice_view import SliceView

VIEW_SIZE = (350, 410)
START_LAYOUT = 6  # SlicerLayoutOneUpRedSliceView


class SliceWidget:
    """A slice view as modules see it."""

    def __init__(self, view: SliceView) -> None:
        self.view = view
        self._interactor = vtk.vtkRenderWindowInteractor()

    def sliceView(self) -> Any:
        """Return what draws the view, of which modules ask only who sends its events."""
        return SimpleNamespace(interactor=lambda: self._interactor)

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
        self.layout = START_LAYOUT
        self._slots: list[Callable[[int], None]] = []

    def connect(self, signature: str, slot: Callable[[int], None]) -> bool:
        """Call back when the layout has changed; there is no other signal here."""
        if signature != "layoutChanged(int)":
            raise ValueError(f"The layout manager has no signal {signature} here.")
        self._slots.append(slot)
        return True

    def layoutLogic(self) -> Any:
        return SimpleNamespace(GetLayoutNode=lambda: self._node)

    def setLayout(self, layout: int) -> None:
        """Make the slice views that a registered layout names."""
        if layout != START_LAYOUT and not self._node.IsLayoutDescription(layout):
            raise ValueError(f"There is no layout {layout}.")
        self.layout = layout
        description = self._node.GetLayoutDescription(layout) if self._node.IsLayoutDescription(layout) else "<layout/>"
        for view in ElementTree.fromstring(description).iter("view"):
            name = view.get("singletontag")
            if name not in self._widgets:
                self._widgets[name] = SliceWidget(SliceView(self._application_logic, *VIEW_SIZE, name=name))
        for slot in self._slots:
            slot(layout)

    def sliceViewNames(self) -> tuple[str, ...]:
        return tuple(self._widgets)

    def sliceWidget(self, name: str) -> SliceWidget | None:
        return self._widgets.get(name)

    def reset(self) -> None:
        """Go back to *Red* alone, for the next test."""
        for name in [n for n in self._widgets if n != "Red"]:
            self._widgets.pop(name).view.close()
        self._node = slicer.vtkMRMLLayoutNode()
        self.layout = START_LAYOUT
        self._slots = []
