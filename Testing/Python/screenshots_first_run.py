"""Draws Docs/screenshots/tour.png: the panel at the first step of the tour on the real sample, clicked on the stand-in
application.
"""

from __future__ import annotations

from PIL import Image
from screenshots import FOLDER
from slicer_host import close_panel, open_panel, start_host
from small_pictures import save_small

SIZE = (480, 620)


def main() -> None:
    """Write the picture."""
    application = start_host()
    widget = open_panel()
    widget.parent.resize(*SIZE)
    widget.parent.show()
    widget.tour.startButton.click()
    application.processEvents()
    widget.tour.look()
    application.processEvents()
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.parent.grab().save(str(FOLDER / "tour.png"))
    with Image.open(FOLDER / "tour.png") as picture:
        save_small(picture.copy(), FOLDER / "tour.png")
    widget.tour.end()
    close_panel(widget)
    print(FOLDER / "tour.png")


if __name__ == "__main__":
    main()
