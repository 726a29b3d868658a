"""The Segment Editor: Slicer's own editing engine under a stand-in for the scripted effects' C++ side.

What an effect does to a segment goes through `vtkSlicerSegmentEditorLogic`, so masking, overwriting, undo and redo are
Slicer's; imitated are only the effect's object, its options frame, and the views that send events.
"""

from __future__ import annotations

import sys
import types
from importlib import import_module
from pathlib import Path
from typing import Any

import slicer
import vtk
from PySide6 import QtCore, QtGui

from .overloads import overloaded

IMAGE = "vtkOrientedImageData"
MODES = ("ModificationModeSet", "ModificationModeAdd", "ModificationModeRemove", "ModificationModeRemoveAll")


def _withAndWithout(last: type, signature: tuple) -> tuple[tuple, tuple]:
    return signature, (*signature, last)


class AbstractEffect:
    """``slicer.qSlicerSegmentEditorAbstractEffect``: the names of modes and answers."""

    ModificationModeSet, ModificationModeAdd, ModificationModeRemove, ModificationModeRemoveAll = range(4)
    NotConfirmed, ConfirmedWithoutDialog, ConfirmedWithDialog = range(3)


class EffectFactory:
    """Keeps the effects that modules have registered."""

    _instance: EffectFactory | None = None

    def __init__(self) -> None:
        self.effects: dict[str, ScriptedEffect] = {}

    @classmethod
    def instance(cls) -> EffectFactory:
        cls._instance = cls._instance or cls()
        return cls._instance

    def registerEffect(self, effect: ScriptedEffect) -> bool:
        self.effects[effect.name] = effect
        return True


class ScriptedEffect(AbstractEffect):
    """``qSlicerSegmentEditorScriptedEffect``, as far as the effects of this extension use it."""

    def __init__(self, _parent: Any = None) -> None:
        import qt

        self.name, self.title, self.perSegment = "", "", True
        self._frame, self._form = qt.QFrame(), qt.QFormLayout()
        self._frame.setLayout(self._form)
        self.actors: list[tuple[Any, Any]] = []
        self.editor: SegmentEditor | None = None

    def setPythonSource(self, path: str) -> bool:
        """Find the class named after the file in the package named after its folder, as Slicer does."""
        source = Path(path)
        if not source.is_file():
            raise FileNotFoundError(path)
        name = source.stem if source.stem.endswith("Effect") else f"{source.stem}Effect"
        self._self = getattr(import_module(source.parent.name), name)(self)
        return True

    def self(self) -> Any:
        return self._self

    def parameterSetNode(self) -> Any:
        return self.editor.node

    def optionsFrame(self) -> Any:
        return self._frame

    def addOptionsWidget(self, widget: Any) -> None:
        self._form.addRow(widget)

    def addLabeledOptionsWidget(self, label: str, widget: Any) -> Any:
        import qt

        shown = qt.QLabel(label)
        self._form.addRow(shown, widget)
        return shown

    def parameter(self, name: str) -> str:
        return self.editor.node.GetAttribute(f"{self.name}.{name}") or ""

    def doubleParameter(self, name: str) -> float:
        return float(self.parameter(name) or 0)

    @overloaded((str, str), (str, int), (str, float))
    def setParameter(self, name: str, value: str) -> None:
        self.editor.node.SetAttribute(f"{self.name}.{name}", str(value))

    @overloaded((str, str), (str, int), (str, float))
    def setParameterDefault(self, name: str, value: str) -> None:
        if not self.parameter(name):
            self.setParameter(name, value)

    def confirmCurrentSegmentVisible(self) -> int:
        return self.editor.confirmation

    def defaultModifierLabelmap(self) -> Any:
        self.editor.logic.ResetModifierLabelmapToDefault()
        return self.editor.logic.GetModifierLabelmap()

    def selectedSegmentLabelmap(self) -> Any:
        self.editor.logic.UpdateSelectedSegmentLabelmap()
        return self.editor.logic.GetSelectedSegmentLabelmap()

    def referenceGeometryImage(self) -> Any:
        self.editor.logic.UpdateReferenceGeometryImage()
        return self.editor.logic.GetReferenceGeometryImage()

    def maskLabelmap(self) -> Any:
        self.editor.logic.UpdateMaskLabelmap()
        return self.editor.logic.GetMaskLabelmap()

    def saveStateForUndo(self) -> None:
        self.editor.logic.SaveStateForUndo()

    @overloaded(*_withAndWithout(bool, (IMAGE, int)), *_withAndWithout(bool, (IMAGE, int, list)))
    def modifySelectedSegmentByLabelmap(self, labelmap: Any, mode: int, *rest: Any) -> None:
        node = self.editor.node
        self._modify(node.GetSegmentationNode(), node.GetSelectedSegmentID(), labelmap, mode, *rest)

    @overloaded(*_withAndWithout(bool, ("vtkMRMLSegmentationNode", str, IMAGE, int)))
    def modifySegmentByLabelmap(
        self, segmentationNode: Any, segmentID: str, labelmap: Any, mode: int, bypassMasking: bool = False
    ) -> None:
        self._modify(segmentationNode, segmentID, labelmap, mode, bypassMasking)

    def _modify(self, segmentationNode: Any, segmentID: str, labelmap: Any, mode: int, *rest: Any) -> None:
        extent = next((list(one) for one in rest if isinstance(one, list)), list(labelmap.GetExtent()))
        bypassMasking = next((one for one in rest if isinstance(one, bool)), False)
        logic = self.editor.logic
        logic.ModifySegmentByLabelmap(
            segmentationNode, segmentID, labelmap, getattr(logic, MODES[mode]), extent, self.perSegment, bypassMasking
        )

    @overloaded((object, "vtkActor2D"))
    def addActor2D(self, view: Any, actor: Any) -> None:
        self.actors.append((view, actor))

    @overloaded((object, "vtkActor2D"))
    def removeActor2D(self, view: Any, actor: Any) -> None:
        self.actors.remove((view, actor))

    def xyToIjk(self, xy: QtCore.QPoint, view: Any, image: Any, parentTransform: Any = None) -> QtGui.QVector3D:
        ijk = [0, 0, 0]
        slicer.vtkSlicerSegmentEditorLogic.XyToIjk([xy.x(), xy.y()], ijk, view.mrmlSliceNode(), image, parentTransform)
        return QtGui.QVector3D(*ijk)

    def scheduleRender(self, _view: Any) -> None:
        """Nothing is drawn before a test asks for it."""


class AbstractScriptedSegmentEditorEffect:
    """The base class of Slicer's package ``SegmentEditorEffects``."""

    def __init__(self, scriptedEffect: ScriptedEffect) -> None:
        self.scriptedEffect = scriptedEffect

    def register(self) -> None:
        slicer.qSlicerSegmentEditorEffectFactory.instance().registerEffect(self.scriptedEffect)

    def xyToIjk(self, xy: tuple[int, int], view: Any, image: Any, parentTransform: Any = None) -> list[int]:
        ijk = self.scriptedEffect.xyToIjk(QtCore.QPoint(xy[0], xy[1]), view, image, parentTransform)
        return [int(ijk.x()), int(ijk.y()), int(ijk.z())]


class SegmentEditor:
    """The editor with one segment chosen; effects are clones of the registered ones, as in Slicer."""

    def __init__(self, segmentation_node: Any, volume_node: Any, segment_id: str, node: Any = None) -> None:
        self.confirmation = AbstractEffect.ConfirmedWithoutDialog
        self.logic = slicer.vtkSlicerSegmentEditorLogic()
        self.logic.SetMRMLScene(slicer.mrmlScene)
        self.node = node or slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentEditorNode")
        self.logic.SetSegmentEditorNode(self.node)
        self.logic.SetSegmentationNode(segmentation_node)
        self.logic.SetSourceVolumeNode(volume_node)
        self.logic.SetCurrentSegmentID(segment_id)
        manager = slicer.app.layoutManager()
        self.view = manager.sliceWidget("Red") if manager is not None else None
        self.interactor = vtk.vtkRenderWindowInteractor()
        self.effect: Any = None

    def choose(self, name: str) -> Any:
        """Make an effect the active one, and return its Python object."""
        if self.effect is not None:
            self.effect.deactivate()
        scripted = slicer.qSlicerSegmentEditorEffectFactory.instance().effects[name].self().clone()
        scripted.editor = self
        self.effect = scripted.self()
        self.effect.setupOptionsFrame()
        self.effect.setMRMLDefaults()
        self.effect.updateGUIFromMRML()
        self.effect.activate()
        return self.effect

    def send(self, event: int, row: float, column: float, shift: bool = False, control: bool = False) -> bool:
        """Send an event of the mouse over a pixel of the source volume; returns whether the effect used it up."""
        from MicrocalcCADSlicer.geometry import pixelToWorld

        to_xy = vtk.vtkMatrix4x4()
        vtk.vtkMatrix4x4.Invert(self.view.mrmlSliceNode().GetXYToRAS(), to_xy)
        x, y = to_xy.MultiplyPoint((*pixelToWorld(self.node.GetSourceVolumeNode(), row, column), 1.0))[:2]
        self.interactor.SetEventInformation(round(x), round(y), int(control), int(shift))
        return self.effect.processInteractionEvents(self.interactor, event, self.view)

    def click(self, row: float, column: float, **keys: bool) -> bool:
        """Press and release the left button over a pixel."""
        used = self.send(vtk.vtkCommand.LeftButtonPressEvent, row, column, **keys)
        self.send(vtk.vtkCommand.LeftButtonReleaseEvent, row, column, **keys)
        return used


class EditorModule:
    """The module *Segment Editor*: ``slicer.modules.segmenteditor.widgetRepresentation().self()``; `editor` is its
    ``qMRMLSegmentEditorWidget``.

    An effect becomes active once segmentation, image and segment are chosen, and its options stand in `frame`. A newly
    chosen image is shown in all slice views, which is the worst that the widget does. While the module is open its keys
    work in the whole window: Esc leaves the effect, Space leaves it or takes it again, Z and Ctrl+Z undo, Y and Ctrl+Y
    redo.
    """

    def __init__(self) -> None:
        from PySide6 import QtWidgets

        self.frame = QtWidgets.QWidget()
        self._column = QtWidgets.QVBoxLayout(self.frame)
        self._column.addStretch(1)
        self._editor: SegmentEditor | None = None
        self._history: SegmentEditor | None = None  # whose steps are undone also while no effect is active
        self._segmentation = self._volume = None
        self._segment, self._last = "", ""
        self._keys: list[Any] = []

    def enter(self, window: Any) -> None:
        """Take the keys of the window, as entering the module does."""
        from PySide6 import QtGui

        keys = {
            "Esc": self.exit,
            "Space": self._toggle,
            "Z": self._undo,
            "Ctrl+Z": self._undo,
            "Y": self._redo,
            "Ctrl+Y": self._redo,
        }
        self._keys = [QtGui.QShortcut(QtGui.QKeySequence(key), window, slot) for key, slot in keys.items()]

    def leave(self) -> None:
        """Let go of the effect and of the keys."""
        self.exit()
        for key in self._keys:
            key.setParent(None)
            key.deleteLater()
        self._keys = []

    def _toggle(self) -> None:
        if self._editor is not None:
            self.exit()
        elif self._last:
            self.setActiveEffectByName(self._last)

    def _undo(self) -> None:
        if self._history is not None:
            self._history.logic.Undo()

    def _redo(self) -> None:
        if self._history is not None:
            self._history.logic.Redo()

    @property
    def editor(self) -> EditorModule:
        return self

    @property
    def effect(self) -> Any:
        """The active effect's Python object, None while there is none."""
        return self._editor.effect if self._editor is not None else None

    def setSegmentationNode(self, node: Any) -> None:
        self.exit()
        self._segmentation = node

    def setSourceVolumeNode(self, node: Any) -> None:
        self.exit()
        self._volume = node
        for name in slicer.app.layoutManager().names_on_view():
            slicer.app.layoutManager().sliceWidget(name).sliceLogic().GetSliceCompositeNode().SetBackgroundVolumeID(
                node.GetID()
            )

    def setCurrentSegmentID(self, segment_id: str) -> None:
        self.exit()
        self._segment = segment_id

    def setActiveEffectByName(self, name: str) -> None:
        self._editor = self._history = SegmentEditor(self._segmentation, self._volume, self._segment)
        self._last = name
        self._column.insertWidget(0, self._editor.choose(name).scriptedEffect.optionsFrame())
        self._editor.effect.scriptedEffect.optionsFrame().show()

    def exit(self) -> None:
        """Let go of the effect, as leaving the module does."""
        if self._editor is not None:
            frame = self._editor.effect.scriptedEffect.optionsFrame()
            self._editor.effect.deactivate()
            self._column.removeWidget(frame)
            frame.hide()
            frame.setParent(None)
            self._editor = None


class EditorWidget:
    """``qMRMLSegmentEditorWidget`` as scripts use it, without the module: it offers what is registered, and an unknown
    effect is none.
    """

    def __init__(self, _parent: Any = None) -> None:
        self._segmentation = self._volume = self._node = self._editor = None
        self._segment = ""

    def setMRMLScene(self, scene: Any) -> None:
        """Slicer wants it first."""
        self._scene = scene

    def setMRMLSegmentEditorNode(self, node: Any) -> None:
        self._node = node

    def setSegmentationNode(self, node: Any) -> None:
        self._segmentation = node

    def setSourceVolumeNode(self, node: Any) -> None:
        self._volume = node

    def setCurrentSegmentID(self, segment_id: str) -> None:
        self._segment = segment_id

    def setActiveEffectByName(self, name: str) -> None:
        if self.activeEffect() is not None:
            self._editor.effect.deactivate()
        self._editor = None
        if name in EffectFactory.instance().effects:
            self._editor = self._history = SegmentEditor(self._segmentation, self._volume, self._segment, self._node)
            self._editor.choose(name)

    def activeEffect(self) -> ScriptedEffect | None:
        return self._editor.effect.scriptedEffect if self._editor is not None else None

    def undo(self) -> None:
        self._history.logic.Undo()

    def redo(self) -> None:
        self._history.logic.Redo()


def install_segment_editor() -> None:
    """Publish the names that effects import."""
    slicer.qMRMLSegmentEditorWidget = EditorWidget
    slicer.qSlicerSegmentEditorAbstractEffect = AbstractEffect
    slicer.qSlicerSegmentEditorEffectFactory = EffectFactory
    scripted, bases = (
        types.ModuleType("qSlicerSegmentationsEditorEffectsPythonQt"),
        types.ModuleType("SegmentEditorEffects"),
    )
    scripted.qSlicerSegmentEditorScriptedEffect = ScriptedEffect
    bases.AbstractScriptedSegmentEditorEffect = AbstractScriptedSegmentEditorEffect
    for module in (scripted, bases):
        sys.modules[module.__name__] = module
