"""Draws Docs/screenshots/effect-*.png: each Segment Editor effect at work, its options beside the slice view with the
preview.

The image is the one of `screenshots`; clicks, strokes and sliders go through the stand-in's editor, so the marks are
those that the effects make in Slicer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import vtk
from PIL import Image
from scipy.ndimage import gaussian_filter
from screenshots import CENTRES, FOLDER, SECONDS, SPACING_MM, real_mammogram_with_clusters, show
from slicer_host import start_host
from small_pictures import save_small

VIEW_PX, OPTIONS_PX = (700, 820), (380, 820)
FIELD_MM = 9.0
SEGMENT = "Calcifications"
Press, Move, Release = (
    vtk.vtkCommand.LeftButtonPressEvent,
    vtk.vtkCommand.MouseMoveEvent,
    vtk.vtkCommand.LeftButtonReleaseEvent,
)


def open_editor(application: Any, volume: Any) -> Any:
    """Return the Segment Editor on a volume, with one empty segment, zoomed to the first inserted cluster."""
    import slicer
    from Host.segment_editor import SegmentEditor
    from MicrocalcCADSlicer.segmentation import COLORS
    from MicrocalcEffects import registerEffects

    registerEffects()
    segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "Segmentation")
    segmentation.CreateDefaultDisplayNodes()
    segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    segmentation.GetSegmentation().AddEmptySegment(SEGMENT, SEGMENT, COLORS[SEGMENT])
    application.slice_view.composite.SetBackgroundVolumeID(volume.GetID())
    application.slice_view.fit()
    look_at(application, volume, CENTRES[0], FIELD_MM)
    return SegmentEditor(segmentation, volume, SEGMENT)


def look_at(application: Any, volume: Any, centre: tuple[float, float], field_mm: float) -> None:
    """Centre the slice view on a pixel, so many mm wide."""
    from MicrocalcCADSlicer.geometry import pixelToWorld

    node = application.slice_view.node
    node.SetFieldOfView(field_mm, field_mm * VIEW_PX[1] / VIEW_PX[0], 1)
    node.JumpSliceByCentering(*pixelToWorld(volume, *centre))


def save(application: Any, effect: Any, name: str) -> Path:
    """Write the effect's options and the slice view, side by side, into one picture."""
    view, options = FOLDER / ".view.png", FOLDER / ".options.png"
    application.slice_view.save_picture(view, [actor for _view, actor in effect.scriptedEffect.actors])
    frame = effect.scriptedEffect.optionsFrame()
    frame.resize(OPTIONS_PX[0] - 20, min(frame.sizeHint().height(), OPTIONS_PX[1]))
    frame.show()
    application.processEvents()
    frame.grab().save(str(options))
    frame.hide()
    with Image.open(view) as right, Image.open(options) as left:
        picture = Image.new("RGB", (OPTIONS_PX[0] + VIEW_PX[0], VIEW_PX[1]), left.convert("RGB").getpixel((1, 1)))
        picture.paste(left.convert("RGB"), (10, 10))
        picture.paste(right.convert("RGB"), (OPTIONS_PX[0], 0))
        save_small(picture, FOLDER / f"effect-{name}.png")
    view.unlink()
    options.unlink()
    return FOLDER / f"effect-{name}.png"


def calcified_places(image: np.ndarray, count: int) -> list[tuple[int, int]]:
    """Return the places that stand out most around the first inserted cluster, at least 0.6 mm apart."""
    row, column = CENTRES[0]
    reach, apart = round(2.5 / SPACING_MM), round(0.6 / SPACING_MM)
    window = image[row - reach : row + reach, column - reach : column + reach].astype(float)
    window = gaussian_filter(window, 0.1 / SPACING_MM) - gaussian_filter(window, 0.4 / SPACING_MM)
    places = []
    for _ in range(count):
        r, c = np.unravel_index(int(window.argmax()), window.shape)
        places.append((int(r) + row - reach, int(c) + column - reach))
        window[max(r - apart, 0) : r + apart, max(c - apart, 0) : c + apart] = 0
    return places


def click(application: Any, editor: Any, image: np.ndarray) -> Path:
    """Three calcifications are added, the pointer rests on a fourth."""
    effect = editor.choose("Calcification click")
    *added, pointed = calcified_places(image, 4)
    for place in added:
        editor.click(*place)
    editor.send(Move, *pointed)
    return save(application, effect, "click")


def brush(application: Any, editor: Any) -> Path:
    """A stroke over a part of the cluster, and what it would add."""
    effect = editor.choose("Calcification brush")
    row, column = CENTRES[0]
    editor.send(Press, row - 25, column - 25)
    for step in range(0, 60, 5):
        editor.send(Move, row - 25 + step, column - 25 + step / 2)
    editor.send(Release, row + 30, column + 2)
    effect.scriptedEffect.setParameter("ContrastPercent", "3.5")
    effect.options.show()
    effect.onOptionsChanged()
    return save(application, effect, "brush")


def region(application: Any, editor: Any) -> Path:
    """The detector's marks in the view, at its default operating point; then they are added."""
    effect = editor.choose("Detect in region")
    effect.detectButton.click()
    application.wait_until(lambda: effect._process is None, SECONDS)
    path = save(application, effect, "region")
    effect.onApply()
    return path


def regroup(application: Any, editor: Any, volume: Any) -> Path:
    """The groups of what was added, with a small linking distance."""
    effect = editor.choose("Split / merge clusters")
    look_at(application, volume, CENTRES[0], 1.5 * FIELD_MM)
    effect.scriptedEffect.setParameter("LinkingDistanceMm", "1.5")
    effect.options.show()
    effect.onPreview()
    return save(application, effect, "regroup")


def main() -> None:
    """Write one picture an effect."""
    application = start_host()
    image = real_mammogram_with_clusters()[1]
    volume = show(image, "MG left CC")
    editor = open_editor(application, volume)
    FOLDER.mkdir(parents=True, exist_ok=True)
    paths = [
        click(application, editor, image),
        brush(application, editor),
        region(application, editor),
        regroup(application, editor, volume),
    ]
    editor.effect.deactivate()
    print(*paths, sep="\n")


if __name__ == "__main__":
    main()
