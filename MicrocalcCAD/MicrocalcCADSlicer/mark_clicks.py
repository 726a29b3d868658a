"""Clicks on marks in the slice views: the cluster around the clicked pixel is chosen in the list."""

from __future__ import annotations

from collections.abc import Callable

import slicer
import vtk

from .geometry import worldToPixel

STILL_PX = 3


class MarkClicks:
    """Listens to the slice views while the module is shown; what a click does there otherwise, it still does.

    Parameters
    ----------
    onClicked
        Called with row and column of the clicked pixel.
    volume
        Returns the volume whose marks are shown, None if there is none.
    """

    def __init__(self, onClicked: Callable[[float, float], None], volume: Callable[[], object]) -> None:
        self._onClicked, self._volume = onClicked, volume
        self._observed: list[tuple] = []
        self._pressedAt: tuple[int, int] | None = None
        self._followsLayout = False

    def install(self) -> None:
        """Listen to all slice views that there are now; without a window there are none."""
        self.remove()
        layout = slicer.app.layoutManager()
        if layout and not self._followsLayout:
            self._followsLayout = layout.connect("layoutChanged(int)", self._onLayoutChanged) is not False
        for name in layout.sliceViewNames() if layout else ():
            widget = layout.sliceWidget(name)
            interactor = widget.sliceView().interactor() if widget else None
            if interactor is None:
                continue
            released = self._releasedIn(widget)
            for event, slot in (
                (vtk.vtkCommand.LeftButtonPressEvent, self._onPressed),
                (vtk.vtkCommand.LeftButtonReleaseEvent, released),
            ):
                self._observed.append((interactor, interactor.AddObserver(event, slot)))

    def remove(self) -> None:
        """Listen to nothing."""
        for interactor, tag in self._observed:
            interactor.RemoveObserver(tag)
        self._observed, self._pressedAt = [], None

    def _onLayoutChanged(self, _layout: int = 0) -> None:
        """Listen to the views of another layout too, such as that of an exam."""
        if self._observed:
            self.install()

    def _onPressed(self, interactor, _event) -> None:
        self._pressedAt = tuple(interactor.GetEventPosition())

    def _releasedIn(self, widget) -> Callable:
        def onReleased(interactor, _event) -> None:
            pressed, self._pressedAt = self._pressedAt, None
            position = tuple(interactor.GetEventPosition())
            isClick = (
                pressed is not None and max(abs(a - b) for a, b in zip(pressed, position, strict=True)) <= STILL_PX
            )
            if isClick and not _isPlacing():
                self._clicked(widget, position)

        return onReleased

    def _clicked(self, widget, position: tuple[int, int]) -> None:
        volumeNode = self._volume()
        composite = widget.sliceLogic().GetSliceCompositeNode()
        if volumeNode is None or composite is None or composite.GetBackgroundVolumeID() != volumeNode.GetID():
            return
        place = widget.mrmlSliceNode().GetXYToRAS().MultiplyPoint((*position, 0.0, 1.0))[:3]
        self._onClicked(*worldToPixel(volumeNode, place))


def _isPlacing() -> bool:
    """Return whether the click puts a markup somewhere."""
    interaction = slicer.app.applicationLogic().GetInteractionNode()
    return interaction is not None and interaction.GetCurrentInteractionMode() == interaction.Place
