"""Segment Editor effects for calcifications. Slicer finds a class by the name of its file in this package."""

from __future__ import annotations

from pathlib import Path

import qSlicerSegmentationsEditorEffectsPythonQt as effects

from .CalcificationBrushEffect import CalcificationBrushEffect
from .CalcificationClickEffect import CalcificationClickEffect
from .DetectInRegionEffect import DetectInRegionEffect
from .RegroupClustersEffect import RegroupClustersEffect

EFFECTS = (CalcificationClickEffect, CalcificationBrushEffect, DetectInRegionEffect, RegroupClustersEffect)


def registerEffects() -> None:
    """Offer the effects in the Segment Editor; done once, when Slicer has started."""
    for effect in EFFECTS:
        scripted = effects.qSlicerSegmentEditorScriptedEffect(None)
        scripted.setPythonSource((Path(__file__).parent / f"{effect.__name__}.py").as_posix())
        scripted.self().register()
