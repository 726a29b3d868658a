"""Opening the panel of MicrocalcTrain on the stand-in application, and a set and an evaluation to show in it."""

from __future__ import annotations

import sys
from typing import Any

from slicer_host import REPOSITORY


def open_train_panel(entry: str | None = None) -> Any:
    """Set up the module as Slicer does, and return its widget; child processes call `entry` where it is given."""
    import slicer

    folder = str(REPOSITORY / "MicrocalcTrain")
    if folder not in sys.path:
        sys.path.insert(0, folder)

    from Host.modules import module_parent

    import MicrocalcTrain

    widget = MicrocalcTrain.MicrocalcTrainWidget(module_parent())
    widget.setup()
    if entry is not None:
        for page in (widget.panel.dataSet, widget.panel.queue, widget.panel.train, widget.panel.evaluate):
            page._entry = entry
    slicer.app.processEvents()
    return widget


def show_page(widget: Any, name: str) -> None:
    """Click the tab of a page."""
    tabs = widget.ui.tabs
    tabs.setCurrentIndex([tabs.tabText(i).partition(" ")[2] for i in range(tabs.count)].index(name))
