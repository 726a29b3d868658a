"""What is known of each lesion of an image by itself: kept as facts of the store, and whose calcifications
are whose.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, fields

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import json_of

from .case import BENIGN, MALIGNANT, Lesion

# Without a biopsy nobody knows: half malignant (Zhang 2021).
MALIGNANCY = {MALIGNANT: 1.0, BENIGN: 0.0}
WITHOUT_BIOPSY = 0.5
MOST = 31
_FACT = "lesions of "


def malignancy_of(pathology: str | None) -> float:
    """Return 1 for a malignant lesion, 0 for one that a biopsy showed to be benign, 0.5 for any other."""
    return MALIGNANCY.get(pathology or "", WITHOUT_BIOPSY)


def enter_lesions(connection: sqlite3.Connection, name: str, lesions: tuple[Lesion, ...]) -> None:
    """Keep what is known of the lesions of an image; what was kept of it before goes."""
    connection.execute("DELETE FROM facts WHERE name = ?", (f"{_FACT}{name}",))
    if lesions:
        connection.execute(
            "INSERT INTO facts VALUES (?, ?)", (f"{_FACT}{name}", json.dumps([asdict(lesion) for lesion in lesions]))
        )


def kept_lesions(connection: sqlite3.Connection) -> Mapping[str, tuple[Lesion, ...]]:
    """Return the lesions of the images of a store, by name, where they are told apart; raises `InputError` where that
    is damaged.
    """
    rows = connection.execute(
        "SELECT name, value FROM facts WHERE substr(name, 1, ?) = ?", (len(_FACT), _FACT)
    ).fetchall()
    known = {f.name for f in fields(Lesion)}
    try:
        return {
            name[len(_FACT) :]: tuple(Lesion(**{key: one[key] for key in known}) for one in json_of(text))
            for name, text in rows
        }
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"What the data set says of its lesions is damaged ({error}): import the set again into another folder."
        ) from error


def owners(labels: np.ndarray, lesions: np.ndarray) -> np.ndarray:
    """Return the lesion that holds most of each calcification, int (count + 1,); 0 for those of none.

    Parameters
    ----------
    labels
        (rows, columns) numbers of the calcifications, 0 elsewhere.
    lesions
        (rows, columns) numbers of the lesions, from 1 in the order of the image's; 0 elsewhere.
    """
    count = int(labels.max())
    places = np.flatnonzero(labels)
    most = int(lesions.max()) + 1
    pairs = labels.ravel()[places].astype(np.int64) * most + lesions.ravel()[places]
    votes = np.bincount(pairs, minlength=(count + 1) * most).reshape(count + 1, most)
    result = votes[:, 1:].argmax(axis=1) + 1 if most > 1 else np.zeros(count + 1, int)
    return np.where(2 * votes[:, 1:].max(axis=1, initial=0) > votes.sum(axis=1), result, 0)
