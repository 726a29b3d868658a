"""What the panel keeps with the scene, and how its selectors show that."""

from __future__ import annotations

from typing import Annotated

import qt
import slicer
from MicrocalcCADLib import detectors
from slicer.parameterNodeWrapper import (
    Choice,
    GuiConnector,
    IsInstance,
    NodeSerializer,
    NotNone,
    StringSerializer,
    ValidatedSerializer,
    parameterNodeGuiConnector,
    parameterNodeSerializer,
    parameterNodeWrapper,
    unannotatedType,
)

DEVICES = ("auto", "cpu", "cuda")


class Listed(str):
    """A value from a list that the panel fills; empty where the scene says nothing.

    A type of its own, as Slicer's connector of selectors for `str` fills them anew, with the values in place of their
    translated titles, and raises for a value that is not listed.
    """


@parameterNodeSerializer
class ListedSerializer(StringSerializer):
    """Keeps a `Listed` as Slicer keeps `str`."""

    @staticmethod
    def canSerialize(type_) -> bool:
        """Return whether the type is `Listed`."""
        return type_ is Listed

    @staticmethod
    def create(type_) -> ValidatedSerializer:
        """Return the serializer; what it writes is text."""
        return ValidatedSerializer(ListedSerializer(), [NotNone(), IsInstance(str)])


class ReferenceSerializer(NodeSerializer):
    """A node reference, also one that was written without an empty parameter of its name beside it: Slicer's own takes
    that for missing and forgets it.
    """

    def isIn(self, parameterNode, name: str) -> bool:
        """Return True: a reference that is missing is None."""
        return True


@parameterNodeGuiConnector
class SelectorConnector(GuiConnector):
    """A selector whose items have the values as their data, titles being the panel's; a value that is not listed leaves
    what is shown.
    """

    @staticmethod
    def canRepresent(widget, datatype) -> bool:
        """Return whether a `Listed` is to be shown in a selector."""
        return type(widget) is qt.QComboBox and unannotatedType(datatype) is Listed

    @staticmethod
    def create(widget, datatype) -> SelectorConnector:
        """Return the connector of a selector."""
        return SelectorConnector(widget)

    def __init__(self, widget) -> None:
        super().__init__()
        self._widget = widget

    def _connect(self) -> None:
        self._widget.connect("currentIndexChanged(int)", self.changed)

    def _disconnect(self) -> None:
        self._widget.disconnect("currentIndexChanged(int)", self.changed)

    def widget(self):
        """Return the selector."""
        return self._widget

    def read(self) -> str:
        """Return the chosen value, empty if there is none."""
        return chosenIn(self._widget)

    def write(self, value: str) -> None:
        """Choose a value if it is listed."""
        choose(self._widget, value)


def chosenIn(selector) -> str:
    """Return the value that is chosen in a selector, empty if there is none."""
    return (selector.itemData(selector.currentIndex) if selector.count else None) or ""


def choose(selector, value: str) -> None:
    """Choose a value of a selector; nothing changes for an empty one and for one that is not listed."""
    index = selector.findData(value) if value else -1
    if index >= 0:
        selector.setCurrentIndex(index)


@parameterNodeWrapper
class PanelChoices:
    """What the panel keeps with the scene; the widgets name these fields in the property ``SlicerParameterName``.

    Models and ratings are names of the catalogue or folders of own models, of which there may be others on each
    computer; so any text is taken, and what is not listed gives way to what is shown when it is used. Operating point,
    grouping and decisions belong to one image and are kept with its results; folders and keys belong to the user and
    are kept in the settings of the application.
    """

    volume: Annotated[slicer.vtkMRMLScalarVolumeNode, ReferenceSerializer(), IsInstance(slicer.vtkMRMLScalarVolumeNode)]
    method: Annotated[Listed, Choice(("", *detectors.METHODS))]
    model: Listed
    kinds: Listed
    device: Annotated[Listed, Choice(("", *DEVICES))]
    rating: Listed
