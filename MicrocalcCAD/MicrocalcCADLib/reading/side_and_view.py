"""Which breast, in which projection: from codes, elements and words, with a note where they contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .codes import BREASTS, MODIFIERS, SIDES, VIEWS, word_in_sequence, word_of
from .elements import items, text, words
from .names import modifiers_in, position, side_and_view, side_beside_view, side_in_word

if TYPE_CHECKING:
    from pydicom import Dataset

CC_VIEWS = ("CC", "XCC", "XCCL", "XCCM", "FB")
# in the order in which they are believed
SIDE_ELEMENTS = ("ImageLaterality", "FrameLaterality", "Laterality")
VIEW_ELEMENTS = ("ViewPosition", "PatientOrientation")
DESCRIPTIONS = ("SeriesDescription", "ProtocolName", "BodyPartExamined")
# CBIS-DDSM names film, side and view in it; a side without a view beside it is no side but a part of an identifier
IDENTIFIERS = ("PatientID",)


@dataclass(frozen=True)
class SideAndView:
    """``L`` or ``R``, the view, both None where unknown; modifiers in words; one sentence for each contradiction."""

    laterality: str | None
    view: str | None
    modifiers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def side_and_view_of(dataset: Dataset) -> SideAndView:
    """Return what the header says of side and view. The patient's name is not looked at: it may be Right."""
    views = items(dataset, "ViewCodeSequence")[:1]
    positions = {keyword: position(text(dataset, keyword)) for keyword in VIEW_ELEMENTS}
    described = side_and_view(*(text(dataset, keyword) for keyword in DESCRIPTIONS))
    identified = side_beside_view(" ".join(text(dataset, keyword) for keyword in IDENTIFIERS))
    sides = {keyword: side_in_word(text(dataset, keyword)) for keyword in SIDE_ELEMENTS}
    sides |= {keyword: side for keyword, (side, _view, _modifiers) in positions.items()}
    sides |= {
        "AnatomicRegionSequence": _side_of_region(dataset),
        "description": described[0],
        "PatientID": identified[0],
    }
    told = {"ViewCodeSequence": word_in_sequence(dataset, "ViewCodeSequence", VIEWS)}
    told |= {keyword: view for keyword, (_side, view, _modifiers) in positions.items()}
    told |= {"description": described[1], "PatientID": identified[1]}
    modifiers = [word for item in views for word in _modifiers(item)] + [
        word for *_, found in positions.values() for word in found
    ]
    modifiers += [word for keyword in DESCRIPTIONS for word in modifiers_in(text(dataset, keyword))]
    return SideAndView(
        next(filter(None, sides.values()), None),
        next(filter(None, told.values()), None),
        tuple(dict.fromkeys(modifiers)),
        (*_contradiction("side", sides), *_contradiction("view", told)),
    )


def orientation_of(dataset: Dataset) -> tuple[str, str] | None:
    """Return PatientOrientation (0020,0020), the directions of rows and columns; None where it is absent or something
    else.
    """
    directions = words(dataset, "PatientOrientation")
    valid = len(directions) == 2 and all(set(d) <= set("APRLHF") for d in directions)
    return (directions[0], directions[1]) if valid else None


def is_upside_down(laterality: str | None, view: str | None, orientation: tuple[str, str] | None) -> bool:
    """Return whether columns run to the head, or in a view from above to the outer side: the stored image does not have
    its upper or outer part on top.

    Parameters
    ----------
    orientation
        PatientOrientation (0020,0020), as of `orientation_of`; None tells nothing.
    """
    down = orientation[1][:1] if orientation else ""
    return down == "H" or (view in CC_VIEWS and bool(down) and down == laterality)


def _side_of_region(dataset: Dataset) -> str | None:
    for region in items(dataset, "AnatomicRegionSequence"):
        side = word_in_sequence(region, "AnatomicRegionModifierSequence", SIDES)
        if side or word_in_sequence(dataset, "AnatomicRegionSequence", BREASTS):
            return side or word_in_sequence(dataset, "AnatomicRegionSequence", SIDES)
    return None


def _modifiers(view: Dataset) -> list[str]:
    return [word for item in items(view, "ViewModifierCodeSequence") if (word := word_of(item, MODIFIERS))]


def _contradiction(what: str, told: dict[str, str | None]) -> tuple[str, ...]:
    """Return a sentence where elements differ."""
    known = {keyword: value for keyword, value in told.items() if value}
    taken = next(iter(known.values()), None)
    if len(set(known.values())) < 2 or all(
        value.startswith("XCC") for value in known.values()
    ):  # XCC leaves open which of them
        return ()
    listed = ", ".join(f"{keyword} {value}" for keyword, value in known.items())
    return (f"The header contradicts itself about the {what} ({listed}): {taken} was taken.",)
