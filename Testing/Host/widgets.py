"""Stand-ins for the ctk and qMRML widgets that the ``.ui`` files of this extension name."""

from __future__ import annotations

import sys
import types
from typing import Any

import slicer
import vtk
from PySide6 import QtCore, QtWidgets

from .plot_view import QMRMLPlotView
from .pythonqt import PythonQtObject, build_qt


class QMRMLWidget(PythonQtObject, QtWidgets.QWidget):
    """Hands the scene to every widget in it that wants one, as the connections in the ``.ui`` file do in Slicer."""

    def setMRMLScene(self, scene: Any) -> None:
        for child in self.findChildren(QtWidgets.QWidget):
            if hasattr(child, "setMRMLScene"):
                child.setMRMLScene(scene)


class NodeFilter:
    """``qMRMLSortFilterProxyModel``: takes nodes out of a list by their IDs."""

    def __init__(self, selector: QMRMLNodeComboBox) -> None:
        self._selector, self._hidden = selector, ()

    @property
    def hiddenNodeIDs(self) -> tuple[str, ...]:
        return self._hidden

    @hiddenNodeIDs.setter
    def hiddenNodeIDs(self, identifiers: list[str]) -> None:
        if tuple(identifiers) != self._hidden:
            self._hidden = tuple(identifiers)
            self._selector._refill()


class QMRMLNodeComboBox(PythonQtObject, QtWidgets.QComboBox):
    """A list of the scene's nodes of some classes; follows the scene, and without one, as when it is taken down,
    chooses none.
    """

    currentNodeChanged = QtCore.Signal(object)
    nodeTypes = QtCore.Property(
        "QStringList", lambda self: self._types, lambda self, value: self._set("_types", list(value))
    )
    showChildNodeTypes = QtCore.Property(
        bool, lambda self: self._children, lambda self, value: self._set("_children", value)
    )
    noneEnabled = QtCore.Property(bool, lambda self: self._none, lambda self, value: self._set("_none", value))
    addEnabled = QtCore.Property(bool, lambda self: False, lambda self, value: None)
    removeEnabled = QtCore.Property(bool, lambda self: False, lambda self, value: None)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._types, self._children, self._none = [], True, False
        self._filter = NodeFilter(self)
        self._scene, self._nodes, self._node, self._wanted, self._tags = None, [], None, None, []
        self.currentIndexChanged.connect(self._on_index)

    def _set(self, name: str, value: Any) -> None:
        setattr(self, name, value)

    def setMRMLScene(self, scene: Any) -> None:
        for tag in self._tags:
            self._scene.RemoveObserver(tag)
        self._scene, self._tags = scene, []
        if scene is not None:
            self._tags = [
                scene.AddObserver(event, self._on_node) for event in (scene.NodeAddedEvent, scene.NodeRemovedEvent)
            ]
            self._tags += [
                scene.AddObserver(event, self._on_scene) for event in (scene.EndCloseEvent, scene.EndBatchProcessEvent)
            ]
        self._refill()

    def sortFilterProxyModel(self) -> NodeFilter:
        return self._filter

    def currentNode(self) -> Any:
        return self._node

    def setCurrentNode(self, node: Any) -> None:
        """Choose a node; one that is not listed yet is chosen as soon as it is, as in Slicer."""
        self._wanted = None if node in self._nodes else node
        self.setCurrentIndex(self._nodes.index(node) if node in self._nodes else 0)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _on_node(self, caller: Any, event: str, node: Any) -> None:
        if any(node.IsA(kind) for kind in self._types):
            self._on_scene(caller, event)

    def _on_scene(self, _caller: Any, _event: str) -> None:
        if not self._scene.IsBatchProcessing():
            self._refill()

    def _refill(self) -> None:
        chosen = self._wanted or self._node
        nodes = dict.fromkeys(node for kind in self._types for node in _nodes(self._scene, kind))
        self._nodes = ([None] if self._none else []) + [node for node in nodes if self._accepts(node)]
        was_blocked = self.blockSignals(True)
        self.clear()
        self.addItems([node.GetName() if node else "None" for node in self._nodes])
        self.setCurrentIndex(self._nodes.index(chosen) if chosen in self._nodes else 0)
        self.blockSignals(was_blocked)
        self._on_index()

    def _accepts(self, node: Any) -> bool:
        exact = node.GetClassName() in self._types
        hidden = node.GetHideFromEditors() or node.GetID() in self._filter.hiddenNodeIDs
        return not hidden and (exact or (self._children and any(node.IsA(kind) for kind in self._types)))

    def _on_index(self, _index: int = 0) -> None:
        index = QtWidgets.QComboBox.currentIndex(self) if not self._nodes else self.currentIndex
        node = self._nodes[index] if 0 <= index < len(self._nodes) else None
        self._wanted = None if node is self._wanted else self._wanted
        if node is not self._node:
            self._node = node
            self.currentNodeChanged.emit(node)


def _nodes(scene: Any, kind: str) -> list:
    found = scene.GetNodesByClass(kind) if scene is not None else None
    if found is None:
        return []
    found.UnRegister(None)
    return [found.GetItemAsObject(i) for i in range(found.GetNumberOfItems())]


class CtkCollapsibleButton(PythonQtObject, QtWidgets.QFrame):
    """A heading that hides what is below it."""

    contentsCollapsed = QtCore.Signal(bool)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._heading = QtWidgets.QToolButton(self)
        self._heading.setToolButtonStyle(QtCore.Qt.ToolButtonTextBesideIcon)
        self._heading.setAutoRaise(True)
        self._heading.clicked.connect(lambda: self._collapse(not self._collapsed))
        self._collapsed = False
        self._show_state()

    def _collapse(self, collapsed: bool) -> None:
        self._collapsed = collapsed
        self._show_state()
        self.contentsCollapsed.emit(collapsed)

    def _show_state(self) -> None:
        self._heading.setArrowType(QtCore.Qt.RightArrow if self._collapsed else QtCore.Qt.DownArrow)
        for child in self.findChildren(QtWidgets.QWidget, options=QtCore.Qt.FindDirectChildrenOnly):
            if child is not self._heading:
                child.setVisible(not self._collapsed)
        height = self._heading.sizeHint().height()
        self.setContentsMargins(0, height, 0, 0)
        self.setMaximumHeight(height + 2 if self._collapsed else 16777215)
        self._heading.resize(max(self._heading.sizeHint().width(), QtWidgets.QWidget.width(self)), height)

    def minimumSizeHint(self) -> Any:
        """Return what ctk does: no less than its contents would like to have, so the widest sentence widens the whole
        panel.
        """
        hint, layout = QtWidgets.QFrame.minimumSizeHint(self), QtWidgets.QWidget.layout(self)
        return (
            hint.expandedTo(QtCore.QSize(layout.sizeHint().width(), 0))
            if layout is not None and not self._collapsed
            else hint
        )

    def childEvent(self, event: Any) -> None:
        QtWidgets.QFrame.childEvent(self, event)
        if event.added() and getattr(self, "_collapsed", False) and event.child().isWidgetType():
            QtCore.QTimer.singleShot(0, self._show_state)

    def _get_text(self) -> str:
        return self._heading.text()

    def _set_text(self, text: str) -> None:
        self._heading.setText(text)
        self._show_state()

    text = QtCore.Property(str, _get_text, _set_text)
    collapsed = QtCore.Property(bool, lambda self: self._collapsed, _collapse)


class TableWidget(PythonQtObject, QtWidgets.QTableWidget):
    """A table whose header, as in Slicer's Qt, forgets that its last section stretches when its columns are fitted."""

    def resizeColumnsToContents(self) -> None:
        QtWidgets.QTableWidget.resizeColumnsToContents(self)
        self.horizontalHeader().setStretchLastSection(False)


class CtkSliderWidget(PythonQtObject, QtWidgets.QWidget):
    """A slider and a number box that show the same value."""

    valueChanged = QtCore.Signal(float)
    STEPS = 1000

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._slider, self._box = QtWidgets.QSlider(QtCore.Qt.Horizontal), QtWidgets.QDoubleSpinBox()
        self._slider.setRange(0, self.STEPS)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._slider)
        row.addWidget(self._box)
        self._slider.valueChanged.connect(
            lambda step: self._box.setValue(self._box.minimum() + step / self.STEPS * self._range())
        )
        self._box.valueChanged.connect(self._on_value)

    def _range(self) -> float:
        return self._box.maximum() - self._box.minimum()

    def _on_value(self, value: float) -> None:
        was_blocked = self._slider.blockSignals(True)
        self._slider.setValue(round((value - self._box.minimum()) / max(self._range(), 1e-9) * self.STEPS))
        self._slider.blockSignals(was_blocked)
        self.valueChanged.emit(value)

    def setValue(self, value: float) -> None:
        self._box.setValue(value)

    value = QtCore.Property(float, lambda self: self._box.value(), setValue)
    minimum = QtCore.Property(float, lambda self: self._box.minimum(), lambda self, v: self._box.setMinimum(v))
    maximum = QtCore.Property(float, lambda self: self._box.maximum(), lambda self, v: self._box.setMaximum(v))
    singleStep = QtCore.Property(float, lambda self: self._box.singleStep(), lambda self, v: self._box.setSingleStep(v))
    pageStep = QtCore.Property(float, lambda self: 0.0, lambda self, v: None)
    decimals = QtCore.Property(int, lambda self: self._box.decimals(), lambda self, v: self._box.setDecimals(v))


def install_qt() -> None:
    """Put ``qt`` and ``ctk`` among the modules and the qMRML widgets into ``slicer``."""
    ctk_classes = {"ctkCollapsibleButton": CtkCollapsibleButton, "ctkSliderWidget": CtkSliderWidget}
    mrml_classes = {"qMRMLWidget": QMRMLWidget, "qMRMLNodeComboBox": QMRMLNodeComboBox, "qMRMLPlotView": QMRMLPlotView}
    sys.modules["qt"] = build_qt({**ctk_classes, **mrml_classes, "QTableWidget": TableWidget})
    sys.modules["ctk"] = types.ModuleType("ctk")
    for name, kind in ctk_classes.items():
        setattr(sys.modules["ctk"], name, kind)
    for name, kind in mrml_classes.items():
        setattr(slicer, name, kind)
    vtk.vtkObject.GlobalWarningDisplayOff()
