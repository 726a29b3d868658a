"""`slicer.i18n` and the base classes of scripted modules, as far as this extension uses them."""

from __future__ import annotations

import inspect
import re
import sys
import types
import unittest
from functools import cache
from pathlib import Path
from typing import Any

import slicer
from PySide6 import QtCore, QtWidgets

from .application import Application
from .dicom import install_dicom
from .packages import packaging_module
from .parameter_nodes import parameter_node_module
from .sample_data import install_sample_data

_PLACEHOLDER = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")


class ScriptedLoadableModule:
    """Keeps the object that Slicer describes the module with."""

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    def resourcePath(self, name: str) -> str:
        return _resource(self, name)


class ScriptedLoadableModuleWidget:
    """Has a layout for the panel."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__()
        self.parent = parent or module_parent()
        self.layout = self.parent.layout()

    def setup(self) -> None:
        """Add what developers see, in Slicer; nothing here."""

    def resourcePath(self, name: str) -> str:
        return _resource(self, name)


class ScriptedLoadableModuleLogic:
    """Has one parameter node in the scene."""

    def __init__(self, parent: Any = None) -> None:
        self.moduleName = type(self).__name__.removesuffix("Logic")

    def getParameterNode(self) -> Any:
        tag = self.moduleName
        node = slicer.mrmlScene.GetSingletonNode(tag, "vtkMRMLScriptedModuleNode")
        if node is None:
            node = slicer.mrmlScene.CreateNodeByClass("vtkMRMLScriptedModuleNode")
            node.UnRegister(None)
            node.SetSingletonTag(tag)
            node.SetModuleName(tag)
            node.SetAttribute("ModuleName", tag)
            node = slicer.mrmlScene.AddNode(node)
        return node


class ScriptedLoadableModuleTest(unittest.TestCase):
    """Leaves the scene as it is: what a test needs is the module's own work."""


def module_parent() -> Any:
    """Return what the application puts a module's panel into."""
    parent = slicer.qMRMLWidget()
    QtWidgets.QVBoxLayout(parent).setContentsMargins(0, 0, 0, 0)
    return parent


def install_modules(application: Application) -> None:
    """Put the modules where an import finds them, and the application where modules look for it."""
    i18n = types.ModuleType("slicer.i18n")
    i18n.tr, i18n.translate = tr, translate
    bases = types.ModuleType("slicer.ScriptedLoadableModule")
    for kind in (
        ScriptedLoadableModule,
        ScriptedLoadableModuleWidget,
        ScriptedLoadableModuleLogic,
        ScriptedLoadableModuleTest,
    ):
        setattr(bases, kind.__name__, kind)
    install_sample_data()
    install_dicom()
    for module in (i18n, bases, packaging_module(), parameter_node_module()):
        sys.modules[module.__name__] = module
        setattr(slicer, module.__name__.rpartition(".")[2], module)
    slicer.app = application


def translate(context: str, text: str) -> str:
    """Return a text in the language of the application, see `Application.speak`."""
    return QtCore.QCoreApplication.translate(context, text)


def tr(text: str) -> str:
    """Return a text in the language of the application, its context being the file that calls, as in Slicer.

    A translation whose placeholders are others than those of the text is not taken.
    """
    translated = translate(_context_of(inspect.currentframe().f_back.f_code.co_filename), text)
    return translated if set(_PLACEHOLDER.findall(translated)) == set(_PLACEHOLDER.findall(text)) else text


@cache
def _context_of(path: str) -> str:
    """Return ``package.file`` for a file beside an ``__init__.py``, else the file's name, both without suffix."""
    file = Path(path)
    return f"{file.parent.name}.{file.stem}" if (file.parent / "__init__.py").is_file() else file.stem


def _resource(instance: Any, name: str) -> str:
    return str(Path(sys.modules[type(instance).__module__].__file__).parent / "Resources" / name)
