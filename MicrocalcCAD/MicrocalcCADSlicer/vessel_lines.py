"""Open curves along the calcified vessels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import vtk
from MicrocalcCADLib.findings import Vessel
from MicrocalcCADLib.palette import VESSEL_COLOUR, rgb
from slicer.i18n import tr as _

from .decimals import Decimal
from .geometry import pixelsToNode
from .outlines import fillOutlineNode, paint, showLabel
from .result_nodes import VESSEL, VESSEL_CLASS, addNode


def addVesselNodes(volumeNode, vessels: Sequence[Vessel], one: str) -> tuple:
    """Add a curve for each vessel of a detection's set to the scene, not yet in its folder; vessels do not depend on
    the operating point.
    """
    nodes = []
    for vessel in vessels:
        node = addNode(volumeNode, VESSEL, one, vessel.id, className=VESSEL_CLASS)
        fillOutlineNode(node)
        _draw(node, volumeNode, vessel)
        nodes.append(node)
    return tuple(nodes)


def _draw(node, volumeNode, vessel: Vessel) -> None:
    places = vtk.vtkPoints()
    for place in pixelsToNode(volumeNode, np.array(vessel.polyline)):
        places.InsertNextPoint(place)
    node.SetLocked(False)
    node.SetControlPointPositionsWorld(places)
    node.SetName(_("Vessel {id}").format(id=vessel.id))
    showLabel(node, vessel.polyline)
    node.SetLocked(True)
    text = _("vascular: {length:.1f} mm, {calcified:.1f} mm of it calcified, {area:.1f} mm²")
    lengths = {"length": Decimal(vessel.length_mm), "calcified": Decimal(vessel.calcified_mm)}
    node.SetDescription(text.format(**lengths, area=Decimal(vessel.area_mm2)))
    paint(node, rgb(VESSEL_COLOUR))
