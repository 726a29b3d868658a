"""*Calcification click*: the blob under the pointer is added; with Shift it is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import vtk
from MicrocalcCADSlicer.decimals import Decimal
from slicer.i18n import tr as _

from .base import Edit, MicrocalcEffect, isSliceView
from .options import NumberOption
from .outlines import outlineOf
from .view_regions import shows

if TYPE_CHECKING:
    from MicrocalcCADLib.picking import PickedObject

REACH = "ReachMm"


class CalcificationClickEffect(MicrocalcEffect):
    """Adds the Hessian-DoG object at its best scale near a click to the selected segment."""

    def __init__(self, scriptedEffect) -> None:
        super().__init__(scriptedEffect, "Calcification click", _("Calcification click"), _options)
        self._pointed: tuple | None = None

    def helpText(self) -> str:
        """Return what the editor shows above the options."""
        return _(
            "<html>Click near a calcification to add it to the selected segment; <b>Shift</b>-click removes the one"
            " under the pointer. The outline shows what a click would add.<p>Sizes are millimetres in the detector"
            " plane. Masking and <i>Modify other segments</i> hold as for other effects. Research only: check every"
            " outline.</html>"
        )

    def deactivate(self) -> None:
        """Leave nothing on the views."""
        self._pointed = None
        super().deactivate()

    def onOptionsChanged(self) -> None:
        """What is under the pointer has to be looked for again."""
        self._pointed = None

    def processInteractionEvents(self, callerInteractor, eventId, viewWidget) -> bool:
        """Outline what is under a moving pointer; add or remove at a click. Returns whether the event is used up."""
        if not isSliceView(viewWidget):
            return False
        if eventId == vtk.vtkCommand.MouseMoveEvent and (
            self.image.volumeNode is None or shows(viewWidget, self.image.volumeNode)
        ):
            self.attempt(self._outline, callerInteractor.GetEventPosition(), viewWidget)
        elif eventId in (vtk.vtkCommand.LeaveEvent, vtk.vtkCommand.MouseMoveEvent):
            self._pointed = None
            self.preview.clear()
        elif eventId == vtk.vtkCommand.LeftButtonPressEvent and not (
            callerInteractor.GetControlKey() or callerInteractor.GetAltKey()
        ):
            if self.mayEdit():
                work = self._remove if callerInteractor.GetShiftKey() else self._add
                self.attempt(work, callerInteractor.GetEventPosition(), viewWidget)
            return True
        return False

    def _outline(self, position: tuple[int, int], viewWidget) -> None:
        pixel = self.pixelAt(position, viewWidget)
        if (pixel, viewWidget) != self._pointed:
            self._pointed = (pixel, viewWidget)
            found = self._found(pixel)
            self.preview.show(viewWidget, self.image.volumeNode, [outlineOf(found.pixels)] if found else [])

    def _add(self, position: tuple[int, int], viewWidget) -> None:
        found = self._found(self.pixelAt(position, viewWidget))
        if found is None:
            self.say(
                _("There is no calcification within reach: raise the sensitivity, or widen the range of diameters.")
            )
            return
        self.image.write(found.pixels, Edit.ModificationModeAdd)
        area = len(found.pixels) * self.image.mammogram().pixel_area_mm2
        self.say(_("Added {area:.2f} mm².").format(area=Decimal(area)))

    def _remove(self, position: tuple[int, int], viewWidget) -> None:
        from MicrocalcCADLib.picking import object_near

        row, column = self.pixelAt(position, viewWidget)
        mask, (top, left) = self.image.selectedMask()
        reachPx = self.options.value(REACH) / self.image.mammogram().mean_spacing_mm
        pixels = object_near(mask, row - top, column - left, reachPx) if mask.size else None
        if pixels is None:
            self.say(_("The selected segment has nothing within reach to remove."))
            return
        self.image.write(pixels + np.array([top, left]), Edit.ModificationModeRemove)
        self.say(_("Removed {area:.2f} mm².").format(area=Decimal(len(pixels) * self.image.mammogram().pixel_area_mm2)))

    def _found(self, pixel: tuple[int, int]) -> PickedObject | None:
        from MicrocalcCADLib.picking import PickParameters, pick

        from .blob_options import blobParameters

        mammogram = self.image.mammogram()
        parameters = PickParameters(blobParameters(self.options), self.options.value(REACH))
        return pick(mammogram.pixels, mammogram.spacing_mm, *pixel, parameters)


def _options() -> tuple[NumberOption, ...]:
    from .blob_options import blobOptions

    reach = NumberOption(
        REACH, _("Reach (mm):"), 0.1, 1.0, 0.35, _("How far from the pointer a calcification is looked for.")
    )
    return *blobOptions(), reach
