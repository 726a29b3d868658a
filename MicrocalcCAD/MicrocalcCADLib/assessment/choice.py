"""Which ratings are made: chosen like detectors, by the name of a rating, of a model in the catalogue, or by a bundle's
folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import InputError, ModelError
from ..kinds.system import WITHOUT_OUTLINES
from ..models import find_bundle, list_models, method_of

# Module of each rating's method, in the order in which they are made.
RATINGS = {"odds": "group_odds", "malignancy": "malignancy", "birads": "birads"}
DEFAULT = ("odds",)
NONE = "none"
OPTION = "--rating"


@dataclass(frozen=True)
class Rating:
    """A rating: its method, a key of `RATINGS`, and the name or folder of its model; None for the catalogue's first."""

    method: str
    model: str | None = None


def chosen_ratings(choices: Sequence[str] | None, detector: str = "") -> tuple[Rating, ...]:
    """Return the ratings that were chosen, in the order of `RATINGS`.

    Parameters
    ----------
    choices
        Names of ratings (`RATINGS`), names of models in the catalogue or folders of bundles, one of each method; or
        `NONE` alone. None: the default, as far as the catalogue has it.
    detector
        Method of the detector whose findings are rated.

    Raises
    ------
    InputError
        If two are of one method, or the detector outlines nothing that these ratings could look at.
    ModelError
        If there is no such model, or it is no rating.
    """
    if choices is None:
        return tuple(Rating(method) for method in DEFAULT if method in _methods_of_catalogue())
    if isinstance(choices, str):
        raise InputError(f"{choices!r} is no list of ratings: give the names in a list.")
    if NONE in choices:
        if len(choices) > 1:
            raise InputError(
                "No rating is chosen together with others: choose none alone, or leave it out.", option=OPTION
            )
        return ()
    if not choices:
        raise InputError("The list of ratings is empty: name one, or none.", option=OPTION)
    found: dict[str, Rating] = {}
    for choice in choices:
        rating = _rating(str(choice))
        if rating.method in found:
            raise InputError(f"Two ratings of {rating.method} are chosen: leave one of them out.", option=OPTION)
        found[rating.method] = rating
    if detector in WITHOUT_OUTLINES:
        sentence = (
            f"The method {detector} marks squares and outlines no calcifications to be rated: choose another method, or"
            " no rating."
        )
        raise InputError(sentence, option=f"{OPTION} {NONE}")
    return tuple(found[method] for method in RATINGS if method in found)


def verified_ratings(choices: Sequence[str] | None, detector: str = "") -> dict[str, str]:
    """Return name, version and SHA-256 of each rating's model, by its method, once all of them were read; errors as
    `chosen_ratings`.
    """
    if choices is None:  # what is wrong with a default is said with each image, and hinders nothing else
        return {}
    bundles = {rating.method: find_bundle(rating.model, rating.method) for rating in chosen_ratings(choices, detector)}
    return {
        method: f"{b.identity.name} {b.identity.version}, SHA-256 {b.identity.sha256}" for method, b in bundles.items()
    }


def _rating(choice: str) -> Rating:
    if choice in RATINGS:
        return Rating(choice)
    method = method_of(choice)
    if method is None:
        known = ", ".join(entry.name for entry in list_models() if entry.method in RATINGS) or NONE
        raise ModelError(
            f"There is no rating {choice!r} (there is: {known}): give one of these names, or the folder of a bundle.",
            option=OPTION,
        )
    if method not in RATINGS:
        raise ModelError(
            f"{choice} is a model for {method}, which rates nothing: choose a model for {' or '.join(RATINGS)}.",
            option=OPTION,
        )
    return Rating(method, choice)


def _methods_of_catalogue() -> set[str]:
    try:
        return {entry.method for entry in list_models()}
    except ModelError:
        return set()
