"""Ratings of the clusters in the panel: they look at the pixels, so they wait until the slider rests."""

from __future__ import annotations

from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings

from .volume import mammogramOf


def rated(volumeNode, analysis: Analysis, findings: Findings) -> Findings:
    """Return the findings with the ratings that there are models for; as they are where the volume is another image by now."""
    try:
        mammogram = mammogramOf(volumeNode, analysis.image.spacing_mm)
    except InputError:
        return findings
    if mammogram.shape != (analysis.image.rows, analysis.image.columns):
        return findings
    return assess(analysis, findings, mammogram)
