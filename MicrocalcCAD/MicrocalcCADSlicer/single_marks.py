"""Marks of single calcifications: rays around a free middle, in the colour of the kind; one list of points a kind."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
import slicer
from MicrocalcCADLib.findings import NOT_DETERMINED, Cluster
from MicrocalcCADLib.kinds.naming import WORDS
from MicrocalcCADLib.listed import MARGIN_MM
from slicer.i18n import tr as _

from .geometry import hasPoints, setPoints
from .library_words import said
from .outlines import DRAWN_ATTRIBUTE, colorOf
from .result_nodes import (
    NUMBER_ATTRIBUTE,
    SINGLES,
    SINGLES_CLASS,
    ResultNodes,
    addNode,
    oneChange,
    setSpare,
    volumeTitle,
)
from .view_marks import showInOwnViews

# Between calcification and rays, and the share of the glyph's width that is free in its middle.
STAND_OFF_MM, FREE_SHARE = 0.25, 0.36
SMALLEST_MM, LARGEST_MM = 2.5, 9.0
LINE_THICKNESS = 0.7


def updateSingleMarks(nodes: ResultNodes, singles: Iterable[Cluster]) -> tuple[tuple, list]:
    """Mark single calcifications (`listed.single`), those of a kind with one size; what is marked so already is left
    alone.

    Returns
    -------
    tuple, list
        The lists of points, those that are empty put away, and those of them that are new.
    """
    byKind = _byKind(singles)
    known = {int(node.GetAttribute(NUMBER_ATTRIBUTE) or 0): node for node in nodes.singles}
    new = []
    for number in sorted(byKind.keys() - known.keys()):
        title = _titleOf(number, nodes.volume)
        known[number] = addNode(nodes.volume, SINGLES, nodes.set, number, className=SINGLES_CLASS, title=title)
        _fill(known[number])
        new.append(known[number])
    for number, node in known.items():
        _update(node, nodes.volume, byKind.get(number, []))
    return tuple(known.values()), new


def singlesAreMisplaced(nodes: ResultNodes, singles: Iterable[Cluster]) -> bool:
    """Return whether marks lie elsewhere than they were drawn, as where a file has replaced theirs."""
    byKind = _byKind(singles)
    own = {node: byKind.get(int(node.GetAttribute(NUMBER_ATTRIBUTE) or 0), []) for node in nodes.singles}
    return any(not hasPoints(node, nodes.volume, _placesOf(some)) for node, some in own.items())


def _byKind(singles: Iterable[Cluster]) -> dict[int, list[Cluster]]:
    byKind: dict[int, list[Cluster]] = {}
    for one in singles:
        byKind.setdefault(_numberOf(one), []).append(one)
    return byKind


def _placesOf(singles: list[Cluster]) -> np.ndarray:
    return np.array([(one.row, one.column) for one in singles]).reshape(-1, 2)


def isShownMark(node) -> bool:
    """Return whether a list of points marks anything now."""
    return node.GetNumberOfControlPoints() > 0


def _update(node, volumeNode, singles: list[Cluster]) -> None:
    places = _placesOf(singles)
    widthMm = _widthOf(volumeNode, singles)
    drawn = f"{zlib.crc32(places.tobytes()):08x} {widthMm:.2f}"
    if node.GetAttribute(DRAWN_ATTRIBUTE) == drawn and hasPoints(node, volumeNode, places):
        return
    with oneChange(node):
        setSpare(node, not singles)
        setPoints(node, volumeNode, places)
        node.SetAttribute(DRAWN_ATTRIBUTE, drawn)
        if singles:
            display = node.GetDisplayNode()
            display.SetSelectedColor(*colorOf(singles[0]))
            display.SetColor(*colorOf(singles[0]))
            display.SetGlyphSize(widthMm)


def _fill(node) -> None:
    node.CreateDefaultDisplayNodes()
    showInOwnViews(node)
    node.SetLocked(True)
    display = node.GetDisplayNode()
    display.SetPointLabelsVisibility(False)
    display.SetPropertiesLabelVisibility(False)
    display.SetGlyphType(slicer.vtkMRMLMarkupsDisplayNode.StarBurst2D)
    display.SetUseGlyphScale(False)
    display.SetLineThickness(LINE_THICKNESS)


def _widthOf(volumeNode, singles: list[Cluster]) -> float:
    """Return the width of the marks in mm, so that the largest of the calcifications lies within their free middle."""
    spacing = volumeNode.GetSpacing()[1]
    longest = max(
        ((one.bounding_box[2] - one.bounding_box[0]) * spacing - 2 * MARGIN_MM for one in singles), default=0.0
    )
    return float(np.clip((longest + 2 * STAND_OFF_MM) / FREE_SHARE, SMALLEST_MM, LARGEST_MM))


def _numberOf(one: Cluster) -> int:
    return WORDS.index(one.morphology) if one.morphology in WORDS else len(WORDS)


def _titleOf(number: int, volumeNode) -> str:
    word = WORDS[number] if number < len(WORDS) else NOT_DETERMINED
    return _("{volume} single, {kind}").format(volume=volumeTitle(volumeNode), kind=said(word))
