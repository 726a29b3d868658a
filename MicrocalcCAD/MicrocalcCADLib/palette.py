"""The colours of marks, the same in slice views, list, picture, page and PDF: those of the kinds (`kinds.vocabulary`).

They are after Okabe and Ito and told apart with any colour vision; warm and light is where a reader should look.
"""

from __future__ import annotations

from .findings import NOT_DETERMINED, Calcification, Cluster, Findings
from .kinds.vocabulary import UNKNOWN_COLOUR, VASCULAR, colour_of

VESSEL_COLOUR, PATCH_COLOUR = colour_of(VASCULAR), UNKNOWN_COLOUR
# No kind has it: the nipple is no finding.
NIPPLE_COLOUR = "#FFFFFF"
# Of the notice that this is research only.
ATTENTION_COLOUR = "#ffbe3c"
VESSEL_TEXT, UNKNOWN_TEXT = "calcified vessel", "kind not determined"


def colour_of_group(cluster: Cluster) -> str:
    """Return the colour of a group's kind as ``#RRGGBB``; a group along a vessel is vascular, whatever else it looks
    like.
    """
    return colour_of(VASCULAR if cluster.vascular else cluster.morphology)


def colour_of_single(calcification: Calcification) -> str:
    """Return the colour of the kind of a calcification that is in no group, as ``#RRGGBB``."""
    return colour_of(calcification.morphology)


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of ``#RRGGBB`` from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def legend(findings: Findings) -> tuple[tuple[str, str], ...]:
    """Return (colour, words) of what a picture of the reported findings shows; kinds of one colour share an entry."""
    grouped = {cluster.id for cluster in findings.reported_clusters}
    words: dict[str, list[str]] = {}
    marks = [(colour_of_group(c), VASCULAR if c.vascular else c.morphology) for c in findings.reported_clusters]
    marks += [(colour_of_single(c), c.morphology) for c in findings.reported_calcifications if c.cluster not in grouped]
    marks += [(VESSEL_COLOUR, VESSEL_TEXT)] if findings.vessels else []
    for colour, word in marks:
        known = words.setdefault(colour, [])
        said = UNKNOWN_TEXT if word in (None, NOT_DETERMINED) else word
        if said not in known:
            known.append(said)
    return tuple((colour, ", ".join(said)) for colour, said in words.items())
