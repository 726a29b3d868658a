"""What Slicer wants of every effect, done once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import qSlicerSegmentationsEditorEffectsPythonQt as effects
import qt
import slicer
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADSlicer.library_words import said
from SegmentEditorEffects import AbstractScriptedSegmentEditorEffect
from slicer.i18n import tr as _

from .edited_image import EditedImage
from .options import NumberOption, NumberOptions
from .outlines import Outlines
from .view_regions import shows

ICONS = Path(__file__).resolve().parents[1] / "Resources" / "Icons"
PREVIEW_COLOR = (0.2, 1.0, 0.4)
Edit = slicer.qSlicerSegmentEditorAbstractEffect


class MicrocalcEffect(AbstractScriptedSegmentEditorEffect):
    """An effect with sliders, a sentence for the user, a preview, and the image as an array.

    Parameters
    ----------
    name
        Untranslated name, by which scripts choose the effect.
    options
        Returns the sliders, once they are wanted.
    perSegment
        Whether it changes only the selected segment.
    """

    def __init__(
        self,
        scriptedEffect,
        name: str,
        title: str,
        options: Callable[[], tuple[NumberOption, ...]],
        perSegment: bool = True,
    ) -> None:
        scriptedEffect.name, scriptedEffect.title, scriptedEffect.perSegment = name, title, perSegment
        AbstractScriptedSegmentEditorEffect.__init__(self, scriptedEffect)
        self.options = NumberOptions(scriptedEffect, options, self.onOptionsChanged)
        self.image = EditedImage(scriptedEffect)
        self.preview = Outlines(scriptedEffect, PREVIEW_COLOR)
        self.message = None

    def clone(self):
        """Return a new effect of this class for an editor."""
        cloned = effects.qSlicerSegmentEditorScriptedEffect(None)
        cloned.setPythonSource(Path(sys.modules[type(self).__module__].__file__).as_posix())
        return cloned

    def icon(self):
        """Return the picture on the effect's button; its file has the name of the class."""
        return qt.QIcon(str(ICONS / f"{type(self).__name__}.svg"))

    def setupOptionsFrame(self) -> None:
        """Build the sliders and, below them, the line for messages."""
        self.options.build()
        self.message = qt.QLabel()
        self.message.wordWrap = True
        self.message.setSizePolicy(
            qt.QSizePolicy.Ignored, qt.QSizePolicy.Preferred
        )  # a sentence must not widen the editor
        self.scriptedEffect.addOptionsWidget(self.message)

    def setMRMLDefaults(self) -> None:
        """Give the parameters their defaults."""
        self.options.setDefaults()

    def updateGUIFromMRML(self) -> None:
        """Show the parameters."""
        self.options.show()

    def updateMRMLFromGUI(self) -> None:
        """Keep the parameters."""
        self.options.store()

    def activate(self) -> None:
        """Begin with no preview; segments may overlap unless the user says otherwise; the image is read now, not at the
        first click.
        """
        self.image.offerOverlap()
        self.say("")
        if self.image.volumeNode is not None:
            self.attempt(self.image.mammogram)

    def deactivate(self) -> None:
        """Leave nothing on the views."""
        self.preview.clear()

    def sourceVolumeNodeChanged(self) -> None:
        """A preview belongs to the image it was made for."""
        self.preview.clear()

    def onOptionsChanged(self) -> None:
        """Do nothing; effects with a preview draw it again."""

    def processViewNodeEvents(self, _callerViewNode, _eventId, viewWidget) -> None:
        """Let the preview follow pan and zoom."""
        if isSliceView(viewWidget):
            self.preview.redraw(viewWidget)

    def say(self, sentence: str) -> None:
        """Show a sentence below the options."""
        if self.message is not None:
            self.message.text = said(sentence)

    def pixelAt(self, position: tuple[int, int], viewWidget) -> tuple[int, int]:
        """Return row and column of the pixel under a place on the screen.

        Raises
        ------
        InputError
            Without a mammogram, or where the view shows another one: all lie at the same place of the scene.
        """
        self.image.mammogram()
        if not shows(viewWidget, self.image.volumeNode):
            raise InputError(
                _(
                    "This view shows another image: work where it shows {name}, or choose segmentation and source"
                    " volume of the shown one."
                ).format(name=self.image.volumeNode.GetName())
            )
        segmentationNode = self.scriptedEffect.parameterSetNode().GetSegmentationNode()
        image = self.scriptedEffect.referenceGeometryImage()
        ijk = self.xyToIjk(position, viewWidget, image, segmentationNode.GetParentTransformNode())
        return int(ijk[1]), int(ijk[0])

    def mayEdit(self) -> bool:
        """Return whether the selected segment is visible, or the user wants to go on all the same; a dialog ends the
        click.
        """
        return self.scriptedEffect.confirmCurrentSegmentVisible() == Edit.ConfirmedWithoutDialog

    def attempt(self, work, *arguments) -> None:
        """Do something for the user, and show the sentence if it cannot be done."""
        try:
            work(*arguments)
        except MicrocalcError as error:
            self.say(str(error))


def isSliceView(viewWidget) -> bool:
    """Return whether a view shows slices."""
    return viewWidget.className() == "qMRMLSliceWidget"
