"""*Calcification brush*: every blob in a painted region whose contrast passes a slider is added.

The brush is outlined under the pointer, and Shift with the wheel, + and - change its size, as in Slicer's *Paint*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import vtk
from MicrocalcCADSlicer.counted import counted
from slicer.i18n import tr as _

from .apply_buttons import ApplyButtons
from .base import Edit, MicrocalcEffect, isSliceView
from .options import NumberOption
from .outlines import Outlines, outlineOf
from .view_regions import shows

if TYPE_CHECKING:
    from MicrocalcCADLib.blobs_in_region import RegionObjects

DIAMETER, CONTRAST = "BrushDiameterMm", "ContrastPercent"
# what is painted over may stick out a little; a blob that goes on farther is something else, such as the wall of a
# vessel
REACH_MM = 0.5
BRUSH_COLOR = (0.6, 0.7, 0.75)
# One step of the wheel, or of the keys + and -: that of Slicer's Paint.
LARGER, SMALLER = 1.2, 0.8
KEYS = {"plus": LARGER, "equal": LARGER, "minus": SMALLER, "underscore": SMALLER}
CORNERS = 48


class CalcificationBrushEffect(MicrocalcEffect):
    """Paints a region, shows what is in it, and adds that to the selected segment on Apply."""

    def __init__(self, scriptedEffect) -> None:
        super().__init__(scriptedEffect, "Calcification brush", _("Calcification brush"), _options)
        self._strokes, self._brush = Outlines(scriptedEffect, BRUSH_COLOR), Outlines(scriptedEffect, BRUSH_COLOR)
        self._pointed: tuple | None = None
        self.buttons = ApplyButtons(scriptedEffect, self.onApply, self.onClear)
        self._forget()

    def helpText(self) -> str:
        """Return what the editor shows above the options."""
        return _(
            "<html>Paint over a group of calcifications with the left button; several strokes add up. The blobs in the"
            " painted region are outlined; move <i>Lowest contrast</i> until only calcifications are left, then click"
            " <i>Apply</i> to add them to the selected segment.<p><b>Shift</b> with the wheel, or <b>+</b> and"
            " <b>-</b>, change the size of the brush. Sizes are millimetres in the detector plane. Research only: check"
            " every outline.</html>"
        )

    def setupOptionsFrame(self) -> None:
        """Build the sliders, the buttons and the line for messages."""
        super().setupOptionsFrame()
        self.buttons.build()

    def deactivate(self) -> None:
        """Leave nothing on the views."""
        self.onClear()
        self._leave()
        super().deactivate()

    def sourceVolumeNodeChanged(self) -> None:
        """What was painted belongs to another image."""
        self.onClear()
        self._leave()

    def onOptionsChanged(self) -> None:
        """Look again where the sizes changed; a new contrast only chooses anew."""
        from .blob_options import blobParameters

        parameters = blobParameters(self.options)
        if self._found is not None and parameters != self._parameters:
            self.attempt(self._look)
        self._showPreview()
        self._showBrush()

    def processInteractionEvents(self, callerInteractor, eventId, viewWidget) -> bool:
        """Paint while the left button is down; look for blobs once it is up. Returns whether the event is used up."""
        if not isSliceView(viewWidget):
            return False
        if scale := _scaleOf(callerInteractor, eventId):
            self.options.setValue(DIAMETER, self.options.value(DIAMETER) * scale)
            self._showBrush()
            return True
        position = callerInteractor.GetEventPosition()
        if eventId == vtk.vtkCommand.MouseMoveEvent and (
            self.image.volumeNode is None or shows(viewWidget, self.image.volumeNode)
        ):
            self.attempt(self._point, position, viewWidget)
        elif eventId in (vtk.vtkCommand.LeaveEvent, vtk.vtkCommand.MouseMoveEvent):
            self._leave()
        if eventId == vtk.vtkCommand.LeftButtonPressEvent:
            if callerInteractor.GetControlKey() or callerInteractor.GetAltKey() or callerInteractor.GetShiftKey():
                return False
            if self.mayEdit():
                self.attempt(self._begin, position, viewWidget)
            return True
        if self._last is None:
            return False
        if eventId == vtk.vtkCommand.MouseMoveEvent:
            self.attempt(self._paint, position)
        elif eventId == vtk.vtkCommand.LeftButtonReleaseEvent:
            self._last = None
            self.attempt(self._look)
            self._showPreview()
        else:
            return False
        return True

    def processViewNodeEvents(self, callerViewNode, eventId, viewWidget) -> None:
        """Let strokes and preview follow pan and zoom."""
        super().processViewNodeEvents(callerViewNode, eventId, viewWidget)
        if isSliceView(viewWidget):
            self._strokes.redraw(viewWidget)
            self._brush.redraw(viewWidget)

    def onApply(self) -> None:
        """Add what the preview shows, as one step that can be undone."""
        chosen = self._chosen()
        if chosen:
            self.attempt(self.image.write, np.concatenate(chosen), Edit.ModificationModeAdd)
            self.onClear()
            self.say(counted(len(chosen), _("Added 1 calcification."), _("Added {count} calcifications.")))

    def onClear(self) -> None:
        """Forget what was painted."""
        self._forget()
        self.preview.clear()
        self._strokes.clear()
        self.buttons.enable(False)
        self.say("")

    def _forget(self) -> None:
        self._region: np.ndarray | None = None
        self._found: RegionObjects | None = None
        self._parameters = self._last = self._view = None

    def _point(self, position: tuple[int, int], viewWidget) -> None:
        pixel = self.pixelAt(position, viewWidget)
        if self._pointed is not None and self._pointed[1] is not viewWidget:
            self._leave()
        if (pixel, viewWidget) != self._pointed:
            self._pointed = (pixel, viewWidget)
            self._showBrush()

    def _showBrush(self) -> None:
        """Outline the brush where the pointer is."""
        if self._pointed is not None:
            pixel, viewWidget = self._pointed
            angles = np.linspace(0, 2 * np.pi, CORNERS + 1)
            radii = self.options.value(DIAMETER) / 2 / np.asarray(self.image.mammogram().spacing_mm)
            self._brush.show(
                viewWidget,
                self.image.volumeNode,
                [np.asarray(pixel) + radii * np.column_stack([np.sin(angles), np.cos(angles)])],
            )

    def _leave(self) -> None:
        self._pointed = None
        self._brush.clear()

    def _begin(self, position: tuple[int, int], viewWidget) -> None:
        mammogram = self.image.mammogram()
        if self._region is None or self._region.shape != mammogram.shape:
            self._region = np.zeros(mammogram.shape, bool)
        self._view, self._last = viewWidget, self.pixelAt(position, viewWidget)
        self._paint(position)

    def _paint(self, position: tuple[int, int]) -> None:
        from MicrocalcCADLib.strokes import (
            paint_stroke,
            region_outlines,
        )  # brings SciPy, which Slicer's start must not wait for

        spacing, diameter = self.image.mammogram().spacing_mm, self.options.value(DIAMETER)
        place = self.pixelAt(position, self._view)
        paint_stroke(self._region, spacing, self._last, place, diameter)
        self._last = place
        self._strokes.show(self._view, self.image.volumeNode, region_outlines(self._region))

    def _look(self) -> None:
        from MicrocalcCADLib.blobs_in_region import objects_in_region

        from .blob_options import blobParameters

        mammogram, self._parameters = self.image.mammogram(), blobParameters(self.options)
        self._found = objects_in_region(
            mammogram.pixels, mammogram.spacing_mm, self._region, self._parameters, REACH_MM
        )

    def _chosen(self) -> list[np.ndarray]:
        return self._found.above(self.options.value(CONTRAST) / 100) if self._found is not None else []

    def _showPreview(self) -> None:
        if self._found is None:
            return
        chosen = self._chosen()
        self.preview.show(self._view, self.image.volumeNode, [outlineOf(pixels) for pixels in chosen])
        self.buttons.enable(bool(chosen))
        self.buttons.clear.setEnabled(True)
        self.say(_("{count} of {all} blobs pass.").format(count=len(chosen), all=len(self._found.contrast)))


def _scaleOf(interactor, eventId: int) -> float:
    """Return by what an event of the wheel or of a key changes the size of the brush; 0 for all others."""
    if eventId == vtk.vtkCommand.KeyPressEvent:
        return KEYS.get(interactor.GetKeySym() or "", 0)
    wheel = {vtk.vtkCommand.MouseWheelForwardEvent: LARGER, vtk.vtkCommand.MouseWheelBackwardEvent: SMALLER}
    return wheel.get(eventId, 0) if interactor.GetShiftKey() else 0


def _options() -> tuple[NumberOption, ...]:
    from .blob_options import blobOptions

    return (
        NumberOption(
            DIAMETER,
            _("Brush diameter (mm):"),
            0.5,
            20.0,
            3.0,
            _("Diameter of the brush in the detector plane."),
            0.5,
            1,
        ),
        NumberOption(
            CONTRAST,
            _("Lowest contrast (%):"),
            0.0,
            20.0,
            2.0,
            _("Mean brightness of a blob above its surroundings, in percent of the full scale."),
            0.1,
            1,
        ),
        *blobOptions(),
    )
