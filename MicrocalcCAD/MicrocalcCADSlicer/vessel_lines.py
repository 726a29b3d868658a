"""Open curves along the calcified vessels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from MicrocalcCADLib.findings import Vessel
from MicrocalcCADLib.palette import VESSEL_COLOUR, rgb
from slicer.i18n import tr as _

from .decimals import Decimal
from .geometry import hasPoints, setPoints
from .outlines import fillOutlineNode, paint, showLabel
from .result_nodes import NUMBER_ATTRIBUTE, VESSEL, VESSEL_CLASS, ResultNodes, addNode, volumeTitle


def addVesselNodes(volumeNode, vessels: Sequence[Vessel], one: str) -> tuple:
    """Add a curve for each vessel of a detection's set to the scene, not yet in its folder; vessels do not depend on
    the operating point.
    """
    nodes = []
    for vessel in vessels:
        title = _("{volume} vessel {id}").format(volume=volumeTitle(volumeNode), id=vessel.id)
        node = addNode(volumeNode, VESSEL, one, vessel.id, className=VESSEL_CLASS, title=title)
        fillOutlineNode(node)
        _draw(node, volumeNode, vessel)
        nodes.append(node)
    return tuple(nodes)


def correctVesselNodes(nodes: ResultNodes, vessels: Sequence[Vessel]) -> None:
    """Draw curves again that lie elsewhere than their vessels, as where a file has replaced theirs."""
    byNumber = {str(vessel.id): vessel for vessel in vessels}
    for node in nodes.vessels:
        vessel = byNumber.get(node.GetAttribute(NUMBER_ATTRIBUTE) or "")
        if vessel is not None and not hasPoints(node, nodes.volume, np.array(vessel.polyline)):
            _draw(node, nodes.volume, vessel)


def _draw(node, volumeNode, vessel: Vessel) -> None:
    node.SetLocked(False)
    setPoints(node, volumeNode, np.array(vessel.polyline))
    showLabel(node, vessel.polyline, _("Vessel {id}").format(id=vessel.id))
    node.SetLocked(True)
    text = _("vascular: {length:.1f} mm, {calcified:.1f} mm of it calcified, {area:.1f} mm²")
    lengths = {"length": Decimal(vessel.length_mm), "calcified": Decimal(vessel.calcified_mm)}
    node.SetDescription(text.format(**lengths, area=Decimal(vessel.area_mm2)))
    paint(node, rgb(VESSEL_COLOUR))
