"""`slicer.parameterNodeWrapper` (Slicer 5.12) as far as this extension uses it.

Kept as in Slicer: how values are stored in the node, when defaults are written, that values are validated where they
are written and not where they are read, the cache that follows the node's ``ModifiedEvent``, what stock connectors do
to a selector, the order in which registered connectors are asked, and what `disconnectGui` lets go. An exception while
widgets follow the node is kept in `pythonqt.slot_errors`; Slicer prints it.
"""

from __future__ import annotations

import abc
import logging
import sys
import types
import typing
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import slicer
import slicer.util
import vtk

from .pythonqt import guarded

PROPERTY = "SlicerParameterName"
_serializers: list[type[Serializer]] = []
_registeredGuiConnectors: list[type[GuiConnector]] = []


# Validators -----------------------------------------------------------------------------------------------------------


class Validator(abc.ABC):
    """Refuses values, with an exception."""

    @abc.abstractmethod
    def validate(self, value: Any) -> None: ...


class NotNone(Validator):
    def validate(self, value: Any) -> None:
        if value is None:
            raise ValueError("Value must not be None")


class IsInstance(Validator):
    """Lets None pass, too."""

    def __init__(self, classtype: type) -> None:
        self.classtype = classtype

    def validate(self, value: Any) -> None:
        if not isinstance(value, (self.classtype, type(None))):
            raise TypeError(f"Value must be of type {self.classtype}, is {value!r}")


class Choice(Validator):
    def __init__(self, choices: typing.Sequence) -> None:
        self.choices = choices

    def validate(self, value: Any) -> None:
        if value not in self.choices:
            raise ValueError(f"Value is {value}, but must be in one of the following: {self.choices}")


# Serializers ----------------------------------------------------------------------------------------------------------


class Serializer(abc.ABC):
    """How values of a type are written into a parameter node and read from it."""

    canSerialize: Callable[[Any], bool]
    create: Callable[[Any], Any]

    @abc.abstractmethod
    def default(self) -> Any: ...

    def isIn(self, parameterNode: Any, name: str) -> bool:
        return parameterNode.HasParameter(name)

    @abc.abstractmethod
    def write(self, parameterNode: Any, name: str, value: Any) -> None: ...

    @abc.abstractmethod
    def read(self, parameterNode: Any, name: str) -> Any: ...

    def remove(self, parameterNode: Any, name: str) -> None:
        parameterNode.UnsetParameter(name)

    def supportsCaching(self) -> bool:
        return True


class ValidatedSerializer(Serializer):
    """Another serializer, which writes only what validators let pass."""

    def __init__(self, serializer: Serializer, validators: list[Validator]) -> None:
        nested = isinstance(serializer, ValidatedSerializer)
        self.serializer = serializer.serializer if nested else serializer
        self.validators = [*(serializer.validators if nested else ()), *validators]

    def default(self) -> Any:
        return self.serializer.default()

    def isIn(self, parameterNode: Any, name: str) -> bool:
        return self.serializer.isIn(parameterNode, name)

    def write(self, parameterNode: Any, name: str, value: Any) -> None:
        for validator in self.validators:
            validator.validate(value)
        self.serializer.write(parameterNode, name, value)

    def read(self, parameterNode: Any, name: str) -> Any:
        return self.serializer.read(parameterNode, name)

    def remove(self, parameterNode: Any, name: str) -> None:
        self.serializer.remove(parameterNode, name)

    def supportsCaching(self) -> bool:
        return self.serializer.supportsCaching()


def parameterNodeSerializer(kind: type[Serializer]) -> type[Serializer]:
    """Register a serializer; the first that says `canSerialize` is taken."""
    _serializers.append(kind)
    return kind


@parameterNodeSerializer
class StringSerializer(Serializer):
    @staticmethod
    def canSerialize(type_: Any) -> bool:
        return type_ is str

    @staticmethod
    def create(type_: Any) -> Serializer:
        return ValidatedSerializer(StringSerializer(), [NotNone(), IsInstance(type_)])

    def default(self) -> str:
        return ""

    def write(self, parameterNode: Any, name: str, value: Any) -> None:
        parameterNode.SetParameter(name, str(value))

    def read(self, parameterNode: Any, name: str) -> str:
        return parameterNode.GetParameter(name)


@parameterNodeSerializer
class NodeSerializer(Serializer):
    """A node reference of the field's name, and beside it an empty parameter that says that None was written."""

    @staticmethod
    def canSerialize(type_: Any) -> bool:
        return isinstance(type_, type) and issubclass(type_, slicer.vtkMRMLNode)

    @staticmethod
    def create(type_: Any) -> Serializer:
        return ValidatedSerializer(NodeSerializer(), [IsInstance(type_)])

    def default(self) -> None:
        return None

    def write(self, parameterNode: Any, name: str, value: Any) -> None:
        parameterNode.SetParameter(name, "")
        parameterNode.SetNodeReferenceID(name, value.GetID() if value is not None else None)

    def read(self, parameterNode: Any, name: str) -> Any:
        return parameterNode.GetNodeReference(name)

    def remove(self, parameterNode: Any, name: str) -> None:
        super().remove(parameterNode, name)
        parameterNode.RemoveNodeReferenceIDs(name)


# Connectors -----------------------------------------------------------------------------------------------------------


class GuiConnector(abc.ABC):
    """A widget as a value of a type, and whom to call when the user changes it."""

    canRepresent: Callable[[Any, Any], bool]
    create: Callable[[Any, Any], Any]

    def __init__(self) -> None:
        self._callback: Callable[[], None] | None = None

    def onChanged(self, callback: Callable[[], None] | None) -> None:
        self._callback = callback
        if callback is None:
            self._disconnect()
        else:
            self._connect()

    def changed(self) -> None:
        if self._callback:
            self._callback()

    @abc.abstractmethod
    def _connect(self) -> None: ...

    @abc.abstractmethod
    def _disconnect(self) -> None: ...

    @abc.abstractmethod
    def widget(self) -> Any: ...

    @abc.abstractmethod
    def read(self) -> Any: ...

    @abc.abstractmethod
    def write(self, value: Any) -> None: ...


def parameterNodeGuiConnector(kind: type[GuiConnector]) -> type[GuiConnector]:
    """Register a connector; the first that says `canRepresent` is taken, so a stock one cannot be replaced."""
    if not issubclass(kind, GuiConnector):
        raise TypeError("Must be a GuiConnector subclass")
    _registeredGuiConnectors.append(kind)
    return kind


def createGuiConnector(widget: Any, datatype: Any) -> GuiConnector:
    for kind in _registeredGuiConnectors:
        if kind.canRepresent(widget, datatype):
            return kind.create(widget, datatype)
    raise RuntimeError(f"Unable to create GUI connector from datatype '{datatype}' to widget type '{type(widget)}'.")


class _Stock(GuiConnector):
    """A connector of Slicer's own for one class of widgets."""

    signal = ""

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self._widget = widget

    def widget(self) -> Any:
        return self._widget

    def _connect(self) -> None:
        self._widget.connect(self.signal, self.changed)

    def _disconnect(self) -> None:
        self._widget.disconnect(self.signal, self.changed)


@parameterNodeGuiConnector
class QComboBoxToStringableConnector(_Stock):
    """Fills the selector anew with the choices as they are written: what was its text is lost."""

    signal = "currentIndexChanged(int)"

    @staticmethod
    def canRepresent(widget: Any, datatype: Any) -> bool:
        return type(widget) is sys.modules["qt"].QComboBox and _split(datatype)[0] in (int, float, str, bool)

    @staticmethod
    def create(widget: Any, datatype: Any) -> GuiConnector:
        choice = next((one for one in _split(datatype)[1] if isinstance(one, Choice)), None)
        if choice is None:
            raise RuntimeError("ComboBoxToStringableConnector requires the Choice annotation to be used.")
        return QComboBoxToStringableConnector(widget, choice.choices)

    def __init__(self, widget: Any, choices: typing.Sequence) -> None:
        super().__init__(widget)
        self._choices = list(choices)
        widget.clear()
        widget.addItems([str(choice) for choice in choices])

    def read(self) -> Any:
        return self._choices[self._widget.currentIndex]

    def write(self, value: Any) -> None:
        if value not in self._choices:
            raise ValueError(f"Unable to find value {value} in choices {self._choices}")
        self._widget.setCurrentIndex(self._choices.index(value))


@parameterNodeGuiConnector
class QMRMLNodeComboBoxToNodeConnector(_Stock):
    """Lists nodes of the field's class alone."""

    signal = "currentNodeChanged(vtkMRMLNode*)"

    @staticmethod
    def canRepresent(widget: Any, datatype: Any) -> bool:
        return type(widget) is slicer.qMRMLNodeComboBox and NodeSerializer.canSerialize(_split(datatype)[0])

    @staticmethod
    def create(widget: Any, datatype: Any) -> GuiConnector:
        widget.nodeTypes = [_split(datatype)[0]().GetClassName()]
        return QMRMLNodeComboBoxToNodeConnector(widget)

    def read(self) -> Any:
        return self._widget.currentNode()

    def write(self, value: Any) -> None:
        self._widget.setCurrentNode(value)


# Wrapper --------------------------------------------------------------------------------------------------------------


class _Value:
    """One field in one node: read once, and again when the node says that it was modified."""

    def __init__(self, name: str, serializer: Serializer, default: Any, node: Any) -> None:
        self.name, self.serializer, self.default, self.node = name, serializer, default, node
        self._isWriting = False
        self.value = self._stored()
        itself = weakref.ref(self)  # an observer that held it would keep it for ever
        self._tag = node.AddObserver(vtk.vtkCommand.ModifiedEvent, guarded(lambda *_: itself()._onModified()))

    def __del__(self) -> None:
        self.node.RemoveObserver(self._tag)

    def write(self, value: Any) -> None:
        self._isWriting = True
        try:
            with slicer.util.NodeModify(self.node):
                self.serializer.write(self.node, self.name, value)
                self.value = self._stored()
        finally:
            self._isWriting = False

    def _stored(self) -> Any:
        if not self.serializer.isIn(self.node, self.name):
            self.serializer.write(self.node, self.name, self.default)
        return self.serializer.read(self.node, self.name)

    def _onModified(self) -> None:
        if not self._isWriting:
            self.value = self._stored()


class _Wrapper:
    """What a decorated class can do beside its fields."""

    allParameters: typing.ClassVar[dict[str, tuple[Serializer, Any, Any]]]

    def __init__(self, parameterNode: Any) -> None:
        self.parameterNode = parameterNode
        self._values = {
            name: _Value(name, serializer, default, parameterNode)
            for name, (serializer, default, _type) in self.allParameters.items()
        }
        self._guis: dict[int, tuple[dict[str, GuiConnector], int]] = {}
        self._nextTag = 0
        self._isUpdating = False

    def getValue(self, name: str) -> Any:
        self._check(name)
        return self._values[name].value

    def setValue(self, name: str, value: Any) -> None:
        self._check(name)
        self._values[name].write(value)

    def dataType(self, name: str) -> Any:
        self._check(name)
        return self.allParameters[name][2]

    def connectGui(self, gui: Any) -> int:
        """Bind the widgets that have the property SlicerParameterName, below a widget or as attributes of an object,
        and return what `disconnectGui` takes.
        """
        below = gui.findChildren(sys.modules["qt"].QWidget) if hasattr(gui, "findChildren") else gui.__dict__.values()
        named = ((widget.property(PROPERTY), widget) for widget in below)
        return self.connectParametersToGui({name: widget for name, widget in named if name})

    def connectParametersToGui(self, mapping: dict[str, Any]) -> int:
        for name in mapping:
            self._check(name)
        connectors = {
            name: one if isinstance(one, GuiConnector) else createGuiConnector(one, self.dataType(name))
            for name, one in mapping.items()
        }
        tag, self._nextTag = self._nextTag, self._nextTag + 1
        for name, connector in connectors.items():
            connector.write(self.getValue(name))
            connector.onChanged(lambda name=name, connector=connector: self._onWidget(name, connector))
        observer = self.AddObserver(vtk.vtkCommand.ModifiedEvent, guarded(lambda *_: self._updateGui()))
        self._guis[tag] = (connectors, observer)
        return tag

    def disconnectGui(self, tag: int) -> None:
        """Let widgets and node go; a tag that is not known is let be."""
        connectors, observer = self._guis.pop(tag, ({}, None))
        for connector in connectors.values():
            connector.onChanged(None)
        if observer is not None:
            self.RemoveObserver(observer)

    def StartModify(self) -> int:
        return self.parameterNode.StartModify()

    def EndModify(self, wasModified: int) -> int:
        return self.parameterNode.EndModify(wasModified)

    def AddObserver(self, event: Any, callback: Callable, priority: float = 0.0) -> int:
        return self.parameterNode.AddObserver(event, callback, priority)

    def RemoveObserver(self, tag: int) -> None:
        self.parameterNode.RemoveObserver(tag)

    def Modified(self) -> None:
        self.parameterNode.Modified()

    def _onWidget(self, name: str, connector: GuiConnector) -> None:
        with slicer.util.NodeModify(self):
            if not self._isUpdating:
                self.setValue(name, connector.read())

    def _updateGui(self) -> None:
        if self._isUpdating:
            return
        self._isUpdating = True
        try:
            with slicer.util.NodeModify(self):
                for connectors, _observer in list(self._guis.values()):
                    for name, connector in connectors.items():
                        connector.write(self.getValue(name))
        finally:
            self._isUpdating = False

    def _check(self, name: str) -> None:
        if name not in self.allParameters:
            raise ValueError(f"Cannot find a param with the given name: {name}; there are {list(self.allParameters)}")


def parameterNodeWrapper(kind: type) -> type:
    """Make a class of typed fields one that keeps them in a parameter node."""
    fields = dict(_fields(kind))
    for name in fields:
        if hasattr(_Wrapper, name):
            raise ValueError(f"Cannot use reserved name '{name}' in a parameterNodeWrapper")
    properties = {
        name: property(
            lambda self, name=name: self.getValue(name), lambda self, value, name=name: self.setValue(name, value)
        )
        for name in fields
    }
    body = {"__doc__": kind.__doc__, "__module__": kind.__module__, "allParameters": fields, **properties}
    return type(kind.__name__, (_Wrapper, kind), body)


def _fields(kind: type) -> Iterator[tuple[str, tuple[Serializer, Any, Any]]]:
    for name, datatype in typing.get_type_hints(kind, include_extras=True).items():
        own, annotations = _split(datatype)
        validators = [one for one in annotations if isinstance(one, Validator)]
        given = [one for one in annotations if isinstance(one, Serializer)]
        if unused := [one for one in annotations if one not in validators + given]:
            logging.warning("Unused annotations: %s", unused)
        factory = next((one for one in _serializers if one.canSerialize(own)), None)
        if not given and factory is None:
            raise TypeError(f"Unable to create serializer for {kind} member {name}")
        serializer = ValidatedSerializer(given[0] if given else factory.create(own), validators)
        yield name, (serializer, getattr(kind, name, serializer.default()), datatype)


def unannotatedType(datatype: Any) -> Any:
    return _split(datatype)[0]


def _split(datatype: Any) -> tuple[Any, tuple]:
    """Return a type without its annotations, and these."""
    own, *annotations = typing.get_args(typing.Annotated[datatype, None])
    return own, tuple(annotations[:-1])


def parameter_node_module() -> types.ModuleType:
    """Return the module as Slicer has it."""
    module = types.ModuleType("slicer.parameterNodeWrapper")
    for item in (
        Choice,
        GuiConnector,
        IsInstance,
        NodeSerializer,
        NotNone,
        Serializer,
        StringSerializer,
        ValidatedSerializer,
        Validator,
        createGuiConnector,
        parameterNodeGuiConnector,
        parameterNodeSerializer,
        parameterNodeWrapper,
        unannotatedType,
    ):
        setattr(module, item.__name__, item)
    module.SlicerParameterNamePropertyName = PROPERTY
    return module
