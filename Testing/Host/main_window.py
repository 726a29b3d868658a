"""The main window: the menu of modules, the panel of the one that is open, the DICOM browser, and saving and loading of
scenes.

All of it are widgets and keys that a hand can reach (`hand.Hand`), with as many clicks as in Slicer 5.13: a module is
two (menu, entry), a study of the database a double click, saving a scene a key, the button that packs it and *Save*,
loading one a key, *Choose File(s) to Add*, the file, *Open* and *OK*. Pictures of the slice views stand beside the
panel once `draw` is called.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import qt
import slicer
from PySide6 import QtCore, QtGui, QtWidgets

from .dicom import Browser
from .segment_editor import EditorModule

PANEL_WIDTH, HEIGHT = 480, 1040  # so much of the panel is seen on the screens of workstations
DICOM, EDITOR = "DICOM", "SegmentEditor"
TITLES = {"MicrocalcCAD": "Microcalc CAD", EDITOR: "Segment Editor", DICOM: "DICOM"}


class MainWindow(QtWidgets.QMainWindow):
    """Slicer's window around one scripted module.

    Parameters
    ----------
    widget
        The module's widget, set up.
    folder
        Where scenes are saved and looked for.
    """

    objectName = "qSlicerMainWindow"  # by which `slicer.util.mainWindow` finds it, a property in Slicer

    def __init__(self, widget: Any, folder: Path) -> None:
        super().__init__()
        self.folder, self.module = folder, ""
        self._widget, self.editor = widget, EditorModule()
        slicer.modules.segmenteditor = SimpleNamespace(
            widgetRepresentation=lambda: SimpleNamespace(self=lambda: self.editor)
        )
        self.browser = QtWidgets.QListWidget()
        self.browser.itemDoubleClicked.connect(
            lambda item: Browser().double_click(slicer.dicomDatabase.seriesForStudy(item.text()))
        )
        self.menu = QtWidgets.QMenu(self)
        self.moduleButton = QtWidgets.QToolButton()
        self.moduleButton.setMenu(self.menu)
        self.moduleButton.setPopupMode(QtWidgets.QToolButton.InstantPopup)
        self.moduleButton.setText("Modules")
        self._lay_out()
        self.dialog: QtWidgets.QDialog | None = None
        for key, slot in (
            ("Ctrl+S", self._save),
            ("Ctrl+O", self._load),
            ("Ctrl+W", lambda: slicer.mrmlScene.Clear(False)),
        ):
            QtGui.QShortcut(QtGui.QKeySequence(key), self, slot)
        self.resize(PANEL_WIDTH + HEIGHT, HEIGHT)
        self.show()

    def _lay_out(self) -> None:
        self.pages = {"MicrocalcCAD": self._widget.parent, EDITOR: self.editor.frame, DICOM: self.browser}
        self.stack = QtWidgets.QStackedWidget()
        for name, page in self.pages.items():
            area = qt.QScrollArea()  # as PythonQt gives it, which is asked for its height
            area.setWidgetResizable(True)
            area.setWidget(page)
            area.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarAlwaysOff)
            self.stack.addWidget(area)
            self.menu.addAction(TITLES[name], lambda name=name: self.selectModule(name))
        column, left = QtWidgets.QVBoxLayout(), QtWidgets.QWidget()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.moduleButton)
        column.addWidget(self.stack)
        left.setLayout(column)
        left.setFixedWidth(PANEL_WIDTH)
        self.views = QtWidgets.QLabel()
        row, whole = QtWidgets.QHBoxLayout(), QtWidgets.QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(left)
        row.addWidget(self.views, 1)
        whole.setLayout(row)
        self.setCentralWidget(whole)

    def moduleSelector(self) -> MainWindow:
        """Return what selects modules, as Slicer's window does."""
        return self

    def selectModule(self, name: str) -> None:
        """Leave the open module and enter another one."""
        if self.module == "MicrocalcCAD":
            self._widget.exit()
        if self.module == EDITOR:
            self.editor.leave()
        self.module = name
        if name == DICOM:
            self.browser.clear()
            self.browser.addItems(
                [s for p in slicer.dicomDatabase.patients() for s in slicer.dicomDatabase.studiesForPatient(p)]
            )
        self.stack.setCurrentIndex(list(self.pages).index(name))
        self.moduleButton.setText(TITLES[name])
        if name == "MicrocalcCAD":
            self._widget.enter()
        if name == EDITOR:
            self.editor.enter(self)

    def draw(self) -> None:
        """Stand the slice views of the layout beside the panel, as they are now."""
        manager = slicer.app.layoutManager()
        names = manager.names_on_view()
        columns = 1 if len(names) == 1 else 2
        width, height = manager.sliceWidget(names[0]).mrmlSliceNode().GetDimensions()[:2]
        canvas = QtGui.QPixmap(columns * width, -(-len(names) // columns) * height)
        painter = QtGui.QPainter(canvas)
        with tempfile.TemporaryDirectory() as folder:
            for number, name in enumerate(names):
                path = Path(folder) / "view.png"
                manager.sliceWidget(name).view.save_picture(path)
                painter.drawPixmap((number % columns) * width, (number // columns) * height, QtGui.QPixmap(str(path)))
        painter.end()
        self.views.setPixmap(canvas)
        self.resize(PANEL_WIDTH + canvas.width(), HEIGHT)

    def _save(self) -> None:
        """Ask as Slicer does: a scene is packed into one file by the button of its own, then *Save*."""

        def save() -> None:
            if pack.isChecked():
                assert slicer.mrmlScene.WriteToMRB(str(self.folder / "scene.mrb"), None)
                dialog.accept()

        dialog, pack, button = (
            QtWidgets.QDialog(self),
            QtWidgets.QPushButton("Pack into one file"),
            QtWidgets.QPushButton("Save"),
        )
        pack.setCheckable(True)
        button.clicked.connect(save)
        self._ask(dialog, [pack, button])

    def _load(self) -> None:
        """Ask as Slicer does: a window of files to add, and one over it to choose them."""
        dialog, choose, ok = (
            QtWidgets.QDialog(self),
            QtWidgets.QPushButton("Choose File(s) to Add"),
            QtWidgets.QPushButton("OK"),
        )
        added: list[str] = []

        def open_files() -> None:
            files, inner, button = QtWidgets.QListWidget(), QtWidgets.QDialog(dialog), QtWidgets.QPushButton("Open")
            files.setObjectName("files")
            files.addItems([path.name for path in sorted(self.folder.glob("*.mrb"))])
            button.clicked.connect(
                lambda: (added.extend(item.text() for item in files.selectedItems()), inner.accept(), ask_again())
            )
            self._ask(inner, [files, button])

        def ask_again() -> None:
            self.dialog = dialog

        def load() -> None:
            dialog.accept()
            for name in added:
                assert slicer.mrmlScene.ReadFromMRB(str(self.folder / name), True, None)

        choose.clicked.connect(open_files)
        ok.clicked.connect(load)
        self._ask(dialog, [choose, ok])

    def _ask(self, dialog: QtWidgets.QDialog, widgets: Sequence[QtWidgets.QWidget]) -> None:
        column = QtWidgets.QVBoxLayout(dialog)
        for one in widgets:
            column.addWidget(one)
        self.dialog = dialog
        dialog.show()

    def close_all(self) -> None:
        """Take the window away; the module's own widget goes on without it."""
        self._widget.parent.setParent(None)
        self.hide()
        self.deleteLater()
