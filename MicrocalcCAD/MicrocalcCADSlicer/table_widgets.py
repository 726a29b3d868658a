"""What every list of the panels does with its columns."""

from __future__ import annotations


def fitColumns(table) -> None:
    """Make each column as wide as its texts, and let the last one, the header's too, fill the rest.

    Slicer's Qt forgets the stretch when columns are counted or resized anew, so it is set again, last of all.
    """
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(False)
    table.resizeColumnsToContents()
    table.horizontalHeader().setStretchLastSection(True)
