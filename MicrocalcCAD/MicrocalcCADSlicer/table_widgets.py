"""What every list of the panels does with its columns."""

from __future__ import annotations

NARROW_PX = 20


def fitColumns(table, isLastWrapped: bool = False) -> None:
    """Make each column as wide as its texts, and let the last one, the header's too, fill the rest.

    Slicer's Qt forgets the stretch when columns are counted or resized anew, so it is set again, last of all.

    Parameters
    ----------
    isLastWrapped
        Whether the last column has no more than the rest, its texts in as many lines as they need.
    """
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(False)
    table.resizeColumnsToContents()
    if isLastWrapped and table.columnCount:
        table.setColumnWidth(table.columnCount - 1, NARROW_PX)
    header.setStretchLastSection(True)
    if isLastWrapped:
        table.resizeRowsToContents()
