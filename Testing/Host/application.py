"""`slicer.app`: what the modules ask of the application, and what tests need to drive it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import slicer
import slicer.util
from PySide6 import QtCore, QtWidgets

from .layout import LayoutManager
from .pythonqt import guarded
from .slice_view import SliceView

FOCUS_CHANGED = "focusChanged(QWidget*,QWidget*)"


class ModuleManager:
    """Tells a module's widget that the module is about to go."""

    def __init__(self) -> None:
        self._slots: list[Callable[[str], None]] = []

    def connect(self, signature: str, slot: Callable[[str], None]) -> bool:
        """Call back before a module is unloaded; there is no other signal here."""
        if signature != "moduleAboutToBeUnloaded(QString)":
            raise ValueError(f"the module manager has no signal {signature} here")
        self._slots.append(slot)
        return True

    def disconnect(self, signature: str, slot: Callable[[str], None]) -> bool:
        """Take a connection back."""
        known = signature == "moduleAboutToBeUnloaded(QString)" and slot in self._slots
        if known:
            self._slots.remove(slot)
        return known

    def unload(self, name: str) -> None:
        """Tell all widgets that a module goes."""
        for slot in list(self._slots):
            guarded(slot)(name)


class Application:
    """One application with one window-less panel at a time and one slice view, *Red*, until a layout asks for more."""

    majorVersion, minorVersion = 5, 13

    def __init__(self, logic: Any, temporary_folder: Path) -> None:
        self._qt = QtWidgets.QApplication.instance() or QtWidgets.QApplication(sys.argv[:1])
        self._logic = logic
        self.temporaryPath = str(temporary_folder)
        self.slice_view = SliceView(logic)
        self._layout_manager = LayoutManager(self.slice_view, logic)
        self._attach_three_d_view()
        self._startup: list[Callable[[], None]] = []
        self._focus_slots: dict[Callable, Callable] = {}
        self._translators: list[QtCore.QTranslator] = []
        self._module_manager = ModuleManager()

    def userSettings(self) -> Any:
        """Settings that outlive the application, here those of the temporary folder."""
        return QtCore.QSettings(str(Path(self.temporaryPath) / "Slicer.ini"), QtCore.QSettings.Format.IniFormat)

    def speak(self, *files: Path) -> None:
        """Take these ``.qm`` files for the language of the application in place of those before; English where there
        are none.

        Texts that stand already stay as they are: Slicer asks for a restart.
        """
        while self._translators:
            self._qt.removeTranslator(self._translators.pop())
        for file in files:
            translator = QtCore.QTranslator()
            if not translator.load(str(file)):
                raise ValueError(f"{file} holds no translations")
            self._qt.installTranslator(translator)
            self._translators.append(translator)

    def translate(self, context: str, text: str) -> str:
        return self._qt.translate(context, text)

    def applicationLogic(self) -> Any:
        return self._logic

    def layoutManager(self) -> LayoutManager:
        return self._layout_manager

    def moduleManager(self) -> ModuleManager:
        return self._module_manager

    def topLevelWidgets(self) -> list[Any]:
        return QtWidgets.QApplication.topLevelWidgets()

    def testingEnabled(self) -> bool:
        return True

    def processEvents(self) -> None:
        self._qt.processEvents()

    def startupEnvironment(self) -> Any:
        return QtCore.QProcessEnvironment.systemEnvironment()

    def connect(self, signature: str, slot: Callable) -> bool:
        """Call back at the end of the start, or when another widget has the focus; there is no other signal here."""
        if signature == "startupCompleted()":
            self._startup.append(slot)
        elif signature == FOCUS_CHANGED:
            self._focus_slots[slot] = guarded(slot)
            self._qt.focusChanged.connect(self._focus_slots[slot])
        else:
            raise ValueError(f"slicer.app has no signal {signature} here")
        return True

    def disconnect(self, signature: str, slot: Callable) -> bool:
        """Take a connection back."""
        if signature != FOCUS_CHANGED or slot not in self._focus_slots:
            return False
        self._qt.focusChanged.disconnect(self._focus_slots.pop(slot))
        return True

    def complete_startup(self) -> None:
        """Tell the modules that all are loaded; an exception ends the slot that raised it, and no other."""
        while self._startup:
            guarded(self._startup.pop(0))()

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60.0) -> None:
        """Let the application live until the condition holds; raises `TimeoutError`."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"not within {seconds:g} s")
            self._qt.processEvents()
            time.sleep(0.005)

    def move_mouse(self, view: str, x: float, y: float) -> None:
        """Move the mouse over a slice view, to a place in points from its lower left corner."""
        self.crosshair.SetCursorPositionXYZ([x, y, 0.0], self._layout_manager.sliceWidget(view).mrmlSliceNode())

    def plot_errors(self) -> list[str]:
        """Return what VTK would log at each redraw of the plots of the scene: it paints no line through less than two
        points.
        """
        series = slicer.util.getNodesByClass("vtkMRMLPlotSeriesNode")
        lined = [
            one for one in series if one.GetPlotType() != one.PlotTypeBar and one.GetLineStyle() != one.LineStyleNone
        ]
        tables = [(one.GetName(), one.GetTableNode()) for one in lined]
        return [
            f"{name}: Attempted to paint a line with < 2 points"
            for name, table in tables
            if table and table.GetNumberOfRows() < 2
        ]

    def clear_scene(self) -> None:
        """Close the scene as the menu File does, and give the one slice view back its nodes."""
        self._layout_manager.reset()
        slicer.mrmlScene.Clear(False)
        self.slice_view.attach()
        self._attach_three_d_view()

    def _attach_three_d_view(self) -> None:
        """Have the node of the 3-D view, in which everything is shown that does not name its views, and that of the
        mouse's place.
        """
        node = slicer.vtkMRMLViewNode()
        node.SetSingletonTag("1")
        self.three_d_view = slicer.mrmlScene.AddNode(node)
        crosshair = slicer.vtkMRMLCrosshairNode()
        crosshair.SetSingletonTag("default")
        self.crosshair = slicer.mrmlScene.AddNode(crosshair)
