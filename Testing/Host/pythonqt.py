"""PythonQt's way with Qt objects, on top of PySide6.

In Slicer Qt properties are plain attributes (``button.text = "Detect"``, ``box.checked``), signals are connected by
their C++ signature (``button.connect("clicked()", f)``), surplus arguments of a signal are dropped, and an exception
in a slot is printed and swallowed. Here such an exception is kept in `slot_errors`, so that tests can fail on it.
"""

from __future__ import annotations

import inspect
import re
import traceback
import types
from collections.abc import Callable
from functools import cache
from typing import Any

from PySide6 import QtCore, QtGui, QtUiTools, QtWidgets

slot_errors: list[BaseException] = []
# Virtual functions that are properties as well: reading the property would call the virtual, and so on for ever.
VIRTUAL_PROPERTIES = frozenset({"sizeHint", "minimumSizeHint"})
# Classes of Qt that PythonQt does not show to Python (its wrappers for Qt 5.11, which Slicer is built with).
NOT_SHOWN = frozenset(
    {"QCalendar", "QColorSpace", "QLoggingCategory", "QMetaObject", "QMutexLocker", "QPluginLoader", "QReadLocker"}
    | {"QRecursiveMutex", "QThread", "QTreeWidgetItemIterator", "QVersionNumber", "QWriteLocker"}
)


@cache
def property_names(kind: type) -> frozenset[str]:
    """Return the names of all Qt properties of a class."""
    meta = kind.staticMetaObject
    virtual = VIRTUAL_PROPERTIES | ({"text"} if issubclass(kind, QtWidgets.QProgressBar) else set())
    return frozenset(meta.property(i).name() for i in range(meta.propertyCount())) - virtual


class PythonQtObject:
    """Mixed into every Qt class of the stand-in for the module ``qt``."""

    def __getattribute__(self, name: str) -> Any:
        # PySide6 looks up connect and disconnect in its own way, past the classes in between.
        if name in ("connect", "disconnect"):
            return types.MethodType(PythonQtObject.__dict__[name], self)
        if name in property_names(type(self)) or name == "name":
            return QtCore.QObject.property(self, "objectName" if name == "name" else name)
        return super().__getattribute__(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in property_names(type(self)):
            QtCore.QObject.setProperty(self, name, value)
        elif name.startswith("_") or _is_child_from_ui_file(name, value):
            super().__setattr__(name, value)
        else:
            raise AttributeError(f"{type(self).__name__} has no property {name!r}: PythonQt would not take it either.")

    def connect(self, signature: str, slot: Callable) -> bool:
        """Connect a signal, given as C++ writes it, to a callable."""
        wrapper = guarded(slot)
        self.__dict__.setdefault("_connections", []).append((signature, slot, wrapper))
        _signal(self, signature).connect(wrapper)
        return True

    def disconnect(self, signature: str, slot: Callable) -> bool:
        """Take one connection back."""
        for item in list(self.__dict__.get("_connections", [])):
            if item[:2] == (signature, slot):
                _signal(self, signature).disconnect(item[2])
                self._connections.remove(item)
        return True

    def className(self) -> str:
        """Return the class's name as C++ knows it."""
        return type(self).__name__


def _is_child_from_ui_file(name: str, value: Any) -> bool:
    """PySide6's loader also sets each widget as an attribute of the outermost one."""
    return isinstance(value, QtCore.QObject) and QtCore.QObject.property(value, "objectName") == name


def _signal(owner: PythonQtObject, signature: str) -> Any:
    match = re.fullmatch(r"(\w+)\((.*)\)", signature)
    if match is None:
        raise ValueError(f"{signature!r} is no signature of a signal, like 'clicked(bool)'")
    signal = super(PythonQtObject, owner).__getattribute__(match.group(1))
    try:
        return signal[match.group(2)] if match.group(2) else signal
    except (IndexError, KeyError, TypeError):
        return signal  # a signal of a stand-in, which carries Python objects


def guarded(slot: Callable) -> Callable:
    """Return the slot with surplus arguments dropped and its exceptions kept."""
    parameters = list(inspect.signature(slot).parameters.values())
    variadic = any(p.kind == p.VAR_POSITIONAL for p in parameters)
    count = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters)

    def call(*arguments: Any) -> None:
        try:
            slot(*(arguments if variadic else arguments[:count]))
        except BaseException as error:
            traceback.print_exc()
            slot_errors.append(error)

    return call


def pythonqt_class(kind: type) -> type:
    """Return a subclass of a PySide6 class that behaves as in PythonQt."""
    return type(kind.__name__, (PythonQtObject, kind), {"__module__": "qt"})


def build_qt(extra: dict[str, type]) -> types.ModuleType:
    """Return the module ``qt``; its `QUiLoader` also knows the classes in `extra` by name."""
    qt = types.ModuleType("qt")
    for source in (QtCore, QtGui, QtWidgets):
        for name in (n for n in dir(source) if not n.startswith("_") and n not in NOT_SHOWN):
            setattr(qt, name, _adapted(getattr(source, name)))

    class Loader(QtUiTools.QUiLoader):
        def createWidget(self, class_name: str, parent: Any = None, name: str = "") -> Any:
            kind = extra.get(class_name) or getattr(qt, class_name, None)
            if kind is None:
                raise AttributeError(f"The .ui file uses the class {class_name}, which the stand-in does not have.")
            widget = kind(parent)
            widget.setObjectName(name)
            return widget

    qt.QUiLoader = Loader
    return qt


def _adapted(item: Any) -> Any:
    is_object = (
        isinstance(item, type) and issubclass(item, QtCore.QObject) and not issubclass(item, QtCore.QCoreApplication)
    )
    if not is_object:
        return item
    try:
        return pythonqt_class(item)
    except TypeError:  # final in PySide6
        return item
