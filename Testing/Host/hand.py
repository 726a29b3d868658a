"""A hand at keyboard and mouse that counts: each press of a key and of a mouse button is one."""

from __future__ import annotations

from typing import Any

import slicer
import vtk
from PySide6 import QtCore, QtWidgets
from PySide6.QtTest import QTest

from .keyboard import Keyboard
from .main_window import TITLES, MainWindow

Press, Release = vtk.vtkCommand.LeftButtonPressEvent, vtk.vtkCommand.LeftButtonReleaseEvent


class Hand:
    """Does what a reader does in a window, and only that; what cannot be seen or is disabled cannot be clicked.

    Attributes
    ----------
    count
        Presses of keys and mouse buttons so far; a combination such as Shift+N is one, a double click two.
    log
        What was pressed, in order.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window, self._keyboard = window, Keyboard(window)
        self.count, self.log = 0, []

    def press(self, key: str) -> None:
        """Press a key, written as in ``Shift+N``, and let it go."""
        self._note(key)
        self._activate()
        self._keyboard.tap(key)
        QtWidgets.QApplication.processEvents()

    def click(self, widget: Any) -> None:
        """Click the middle of a widget; raises `AssertionError` where no hand could."""
        name = QtWidgets.QWidget.objectName(widget) or getattr(widget, "text", "") or type(widget).__name__
        name = name() if callable(name) else name
        assert not QtWidgets.QWidget.visibleRegion(widget).isEmpty(), f"{name} is not to be seen"
        assert QtWidgets.QWidget.isEnabled(widget), f"{name} is disabled"
        self._note(name)
        at = (
            QtCore.QPoint(12, QtWidgets.QWidget.height(widget) // 2)
            if isinstance(widget, QtWidgets.QCheckBox)
            else QtCore.QPoint()
        )
        QTest.mouseClick(widget, QtCore.Qt.LeftButton, QtCore.Qt.NoModifier, at)
        QtWidgets.QApplication.processEvents()

    def click_button(self, text: str) -> None:
        """Click a button of the dialog that is open, by what is written on it."""
        buttons = self._window.dialog.findChildren(QtWidgets.QPushButton)
        self.click(next(one for one in buttons if QtWidgets.QPushButton.text(one) == text))

    def click_item(self, items: QtWidgets.QListWidget, row: int = 0, double: bool = False) -> None:
        """Click an entry of a list, or double-click it."""
        place = items.visualItemRect(items.item(row)).center()
        self._note(items.item(row).text())
        QTest.mouseClick(items.viewport(), QtCore.Qt.LeftButton, QtCore.Qt.NoModifier, place)
        if double:
            self._note("double")
            QTest.mouseDClick(items.viewport(), QtCore.Qt.LeftButton, QtCore.Qt.NoModifier, place)
        QtWidgets.QApplication.processEvents()

    def open_module(self, name: str) -> None:
        """Open a module by the menu of modules: two clicks."""
        menu, title = self._window.menu, TITLES[name]
        self._note("Modules")
        menu.popup(
            self._window.mapToGlobal(QtCore.QPoint(0, 0))
        )  # what a press on the button does; its own loop would wait for ever
        self._note(title)
        action = next(one for one in menu.actions() if one.text() == title)
        QTest.mouseClick(menu, QtCore.Qt.LeftButton, QtCore.Qt.NoModifier, menu.actionGeometry(action).center())
        QtWidgets.QApplication.processEvents()

    def click_image(self, view: str, row: float, column: float) -> None:
        """Click a pixel of the image in a slice view; whoever listens to the view gets the event, the active effect
        first.
        """
        from MicrocalcCADSlicer.geometry import pixelToWorld

        widget = slicer.app.layoutManager().sliceWidget(view)
        volume = slicer.mrmlScene.GetNodeByID(widget.sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID())
        to_xy = vtk.vtkMatrix4x4()
        vtk.vtkMatrix4x4.Invert(widget.mrmlSliceNode().GetXYToRAS(), to_xy)
        x, y = to_xy.MultiplyPoint((*pixelToWorld(volume, row, column), 1.0))[:2]
        width, height = widget.mrmlSliceNode().GetDimensions()[:2]
        assert 0 <= x < width and 0 <= y < height, f"pixel ({row:.0f}, {column:.0f}) is not in the view {view}"
        self._note(f"image {view}")
        interactor, effect = widget.sliceView().interactor(), self._window.editor.effect
        for event in (Press, Release):
            interactor.SetEventInformation(round(x), round(y), 0, 0)
            if effect is None or not effect.processInteractionEvents(interactor, event, widget):
                interactor.InvokeEvent(event)

    def _activate(self) -> None:
        """Have the window active: a menu or dialog that has closed gives that back by itself, off screen only when
        asked to.
        """
        if QtWidgets.QApplication.activeWindow() is not self._window:
            self._window.activateWindow()
            slicer.app.wait_until(lambda: QtWidgets.QApplication.activeWindow() is self._window, 5)

    def _note(self, what: str) -> None:
        self.count += 1
        self.log.append(what)
