"""Things of known kind in real images, listed in a JSON file, and findings of these images as `microcalc detect` wrote
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json
from MicrocalcCADLib.findings import Calcification, Cluster, Findings
from MicrocalcCADLib.kinds.vocabulary import KINDS, NO_CALCIFICATIONS, NOT_DETERMINED, kind_of

from ..metrics.kinds import NO_POLYLINE, VASCULAR, Found, FoundMark, MarkedGroup, Thing

ENDING = ".findings.json"
CERTAINTIES = ("sure", "likely", "unsure")
SINGLE = "single"
_BENIGN = {kind.word: kind.typically_benign for kind in KINDS}


def read_things(path: Path) -> list[Thing]:
    """Return what a list holds, in its order.

    Parameters
    ----------
    path
        JSON with ``groups``: a list of objects with ``set``, ``image``, ``spacing_mm`` (or ``spacing_row_mm`` and
        ``spacing_column_mm`` too), ``row``, ``column``, ``radius_mm``, ``kind``, ``distribution``, ``certainty``;
        vessels may have ``polyline`` and ``length_mm``.

    Raises
    ------
    InputError
        If the file cannot be read or an entry is not as it should be; the entry is named by its place, from 1.
    """
    try:
        entries = read_json(path)["groups"]
        if not isinstance(entries, list) or not entries:
            raise InputError(
                f"{path.name} lists nothing: give a list of things with their kinds.", option="--truth kinds-dev.json"
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = f"{path.name} is no list of kinds ({error}): give a JSON file with the things under 'groups'."
        raise InputError(text, option="--truth kinds-dev.json") from error
    return [_thing(number, entry, path) for number, entry in enumerate(entries, start=1)]


def images_of(things: Iterable[Thing]) -> dict[tuple[str, str], list[Thing]]:
    """Return the things of each image, (set, image) in the order of the list."""
    result: dict[tuple[str, str], list[Thing]] = {}
    for thing in things:
        result.setdefault((thing.set, thing.image), []).append(thing)
    return result


def read_findings(folder: Path, images: Sequence[tuple[str, str]]) -> tuple[dict[tuple[str, str], Found], list[str]]:
    """Return the findings of a folder by (set, image), and the paths of those that belong to no set of the list.

    An image is known by the end of its path; where several sets have an image of that name, and for images that the
    list does not hold, a folder of the path must be called as the set.

    Raises
    ------
    InputError
        If there are none, a file is damaged, or an image has two.
    """
    paths = sorted(folder.rglob(f"*{ENDING}"))
    if not paths:
        raise InputError(
            f"{folder} holds no findings: detect in the images first, with that folder for the results.",
            option="--kinds DIR",
        )
    found: dict[tuple[str, str], Found] = {}
    others = []
    seen: dict[Any, Any] = {}
    for path in paths:
        findings = _findings(path)
        source = findings.source.path or path.name.removesuffix(ENDING)
        key = _image_of(source, images)
        if key is None:
            others.append(source)
            continue
        if key in found:
            raise InputError(f"{seen[key]} and {path} are both of {key[1]}: give the folder of one run.")
        found[key], seen[key] = _found(findings), path
    return found, others


def _thing(number: int, entry: Any, path: Path) -> Thing:
    try:
        kind = str(entry["kind"])
        spacing = (
            float(entry.get("spacing_row_mm", entry["spacing_mm"])),
            float(entry.get("spacing_column_mm", entry["spacing_mm"])),
        )
        thing = Thing(
            number=number,
            set=str(entry["set"]),
            image=str(entry["image"]),
            place=(float(entry["row"]), float(entry["column"])),
            radius_mm=float(entry["radius_mm"]),
            spacing_mm=spacing,
            kind=kind if kind in NO_CALCIFICATIONS else kind_of(kind).word,
            certainty=str(entry["certainty"]),
            single=entry.get("distribution") == SINGLE,
            polyline=np.array(entry["polyline"], float).reshape(-1, 2) if entry.get("polyline") else NO_POLYLINE,
            length_mm=float(entry["length_mm"]) if entry.get("polyline") else float("nan"),
        )
    except InputError as error:
        raise InputError(f"Entry {number} of {path.name}: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"Entry {number} of {path.name} is incomplete or has a value of the wrong type ({error}): correct it."
        ) from error
    if thing.certainty not in CERTAINTIES:
        raise InputError(
            f"Entry {number} of {path.name} has the certainty {thing.certainty!r}: use {', '.join(CERTAINTIES)}."
        )
    line = thing.polyline
    if len(line) and not (len(line) > 1 and np.isfinite(line).all() and 0 < thing.length_mm < np.inf):
        raise InputError(
            f"Entry {number} of {path.name} has a polyline of one point, or a length that cannot be: correct it."
        )
    if not (min(spacing) > 0 and thing.radius_mm >= 0 and np.isfinite([*thing.place, thing.radius_mm, *spacing]).all()):
        raise InputError(f"Entry {number} of {path.name} has a spacing or radius that cannot be: correct it.")
    return thing


def _findings(path: Path) -> Findings:
    try:
        return Findings.from_dict(read_json(path))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} holds no findings that can be read ({error}): detect again with this version."
        ) from error


def _image_of(source: str, images: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    parts = PurePath(source.replace("\\", "/")).parts
    stem = PurePath(parts[-1]).stem

    def ends_with(image: str) -> bool:
        wanted = PurePath(image).parts
        return parts[-len(wanted) :] == wanted or (len(parts) == 1 and stem in (PurePath(image).stem, wanted[-1]))

    fitting = [key for key in images if ends_with(key[1])]
    inside = [key for key in fitting if key[0] in parts]
    if len(inside or fitting) == 1:
        return (inside or fitting)[0]
    named = next((part for part in reversed(parts[:-1]) if part in {one for one, _ in images}), None)
    return (named, parts[-1]) if named and not fitting else None


def _found(findings: Findings) -> Found:
    groups, marks = findings.clusters, findings.calcifications
    index = {group.id: number for number, group in enumerate(groups)}
    marked = tuple(_group(group) for group in groups)
    looked = not marks or "kinds" in findings.versions or any(one.morphologies for one in marks)
    return Found(
        tuple(_mark(one, index.get(-1 if one.cluster is None else one.cluster, -1), marked) for one in marks),
        marked,
        tuple(np.array(vessel.polyline, float).reshape(-1, 2) for vessel in findings.vessels),
        looked,
        (findings.image.rows, findings.image.columns),
    )


def check_size(found: Found, things: Iterable[Thing]) -> None:
    """Raise `InputError` if things lie outside the image that findings are of: they are of the image in
    another size.
    """
    for thing in things:
        if found.shape is not None and not all(
            0 <= place < side for place, side in zip(thing.place, found.shape, strict=True)
        ):
            size, place = " x ".join(map(str, found.shape)), f"row {thing.place[0]:.0f}, column {thing.place[1]:.0f}"
            raise InputError(
                f"The findings of {thing.image} are of an image of {size} pixels, and the list has something at"
                f" {place}: detect in the image that the list is of."
            )


def _group(group: Cluster) -> MarkedGroup:
    name = _named(group)
    benign = group.typically_benign or _BENIGN.get(name, False)
    return MarkedGroup((group.row, group.column), group.score, name, benign, group.reported, group.kind == SINGLE)


def _mark(one: Calcification, group: int, groups: Sequence[MarkedGroup]) -> FoundMark:
    benign = _BENIGN.get(one.morphology, False) or (group >= 0 and groups[group].benign)
    return FoundMark((one.row, one.column), one.score, one.major_axis_mm, one.morphology, benign, one.reported, group)


def _named(group: Cluster) -> str:
    """Return a group's word; of files of schema 1, which know no kinds, what was taken for a vessel."""
    return VASCULAR if group.morphology == NOT_DETERMINED and group.vascular else group.morphology
