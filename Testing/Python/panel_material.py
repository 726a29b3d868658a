"""What tests of the panel do again and again: add volumes, edit the segment, choose rows, read the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

STATE_ROLE, STATE_COLUMN = 256, 5


def edit(nodes: Any, change: Callable[[np.ndarray], object]) -> None:
    """Change the segment of calcifications as an effect does: through its labelmap."""
    import slicer.util

    mask = slicer.util.arrayFromSegmentBinaryLabelmap(nodes.segmentation, "Calcifications", nodes.volume)[0].copy()
    change(mask)
    slicer.util.updateSegmentBinaryLabelmapFromArray(
        mask[np.newaxis], nodes.segmentation, "Calcifications", nodes.volume
    )


def paint(nodes: Any, *boxes: tuple[int, int, int, int], value: int = 1) -> None:
    """Set boxes (first row, end row, first column, end column)."""

    def change(mask: np.ndarray) -> None:
        for top, bottom, left, right in boxes:
            mask[top:bottom, left:right] = value

    edit(nodes, change)


def wipe(nodes: Any, session: Any, identifiers: list[int]) -> None:
    """Remove whole calcifications."""
    pixels = np.concatenate([session.state.edited(session.analysis).candidates.object_pixels(i) for i in identifiers])
    edit(nodes, lambda mask: mask.ravel().__setitem__(pixels, 0))


def choose(widget: Any, row: int) -> None:
    widget.ui.clusterTable.selectRow(row)
    widget.ui.clusterTable.cellClicked.emit(row, 0)


def groups(widget: Any) -> dict[int, Any]:
    """Return the groups by their rows, as they are listed a moment after a move of the slider; single calcifications
    are left out.
    """
    widget.panel.findings.listNow()
    table, rows = widget.ui.clusterTable, widget.panel.findings._list.selection.rows
    assert table.rowCount == len(rows)
    return {row: finding for row, finding in enumerate(rows) if finding.count > 1}


def texts(widget: Any) -> list[list[str]]:
    table = widget.ui.clusterTable
    return [[table.item(r, c).text() for c in range(table.columnCount)] for r in groups(widget)]


def counts(widget: Any) -> list[int]:
    return [finding.count for finding in groups(widget).values()]


def states(widget: Any) -> list[str]:
    table = widget.ui.clusterTable
    return [table.item(row, STATE_COLUMN).data(STATE_ROLE) for row in groups(widget)]


def status(widget: Any) -> str:
    return widget.ui.statusLabel.text


def pixels_of(nodes: Any) -> np.ndarray:
    import slicer.util

    return slicer.util.arrayFromSegmentBinaryLabelmap(nodes.segmentation, "Calcifications", nodes.volume)[0] > 0


def add_volume(
    array: np.ndarray, spacing: float = 0.07, kind: str = "vtkMRMLScalarVolumeNode", name: str = "MG"
) -> Any:
    import slicer.util

    return slicer.util.addVolumeFromArray(
        array, ijkToRAS=np.diag([-spacing, -spacing, 1.0, 1.0]), name=name, nodeClassName=kind
    )


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(100, 4000, shape).astype(np.uint16)
