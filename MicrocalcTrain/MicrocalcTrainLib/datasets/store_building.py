"""Building a patch store: images are converted by several processes, entered whole or not at all, and
taken up again.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcCADLib.progress import Progress

from .case import Case, CaseImage, DataSet, LeftOut
from .conversion import Converted, array_path, convert
from .lesions import enter_lesions
from .splits import Splits
from .store_file import SPLITS_FILE, THUMBNAILS, StoreParameters, connected, fact, file_in
from .summary import FROM_NAMES
from .truth_files import kinds_path, truth_paths

log = logging.getLogger(__name__)
SAME_SPACING = 0.02


def build(
    data: DataSet,
    splits: Splits,
    folder: Path,
    parameters: StoreParameters,
    workers: int = 1,
    progress: Progress | None = None,
) -> None:
    """Bring the store in `folder` to the state of the set: what is unchanged stays, the rest is converted or removed.

    An image that cannot be used is entered with the reason and tried again the next time.

    Raises
    ------
    InputError
        If the store was made with other parameters, or images have different pixel spacings and none to bring them to.
    OutputError
        If the disk is full. The store holds every image that was finished, and the same call goes on from there.
    """
    progress = progress or Progress()
    with connected(folder, create=True) as connection:
        _check_parameters(connection, parameters, folder)
        splits.save(folder / SPLITS_FILE)
        _enter_patients(connection, data, splits)
        waiting = _waiting(connection, data, folder)
        images = {image.name: (case, image) for case, image in data.images()}
        _enter_places(connection, [image for _, image in images.values()])
        old = set(waiting)
        for done, result in enumerate(_converted([images[name][1] for name in waiting], parameters, folder, workers)):
            progress(done / len(waiting), f"Image {done + 1} of {len(waiting)}: {result.name}")
            if isinstance(result, Converted) and parameters.spacing_mm is None:
                _check_spacing(connection, result, old)
            _enter(connection, *images[result.name], result, waiting[result.name], old)
            old.discard(result.name)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _check_parameters(connection: sqlite3.Connection, parameters: StoreParameters, folder: Path) -> None:
    with connection:
        connection.execute("INSERT OR IGNORE INTO facts VALUES ('parameters', ?)", (parameters.as_text(),))
    if fact(connection, "parameters") != parameters.as_text():
        raise InputError(
            f"{folder} holds patches that were made with {fact(connection, 'parameters')}: give the same options, or"
            " another folder."
        )


def _enter_patients(connection: sqlite3.Connection, data: DataSet, splits: Splits) -> None:
    rows = [(case.patient, case.age, splits.of_patient[case.patient]) for case in data.cases]
    with connection:
        connection.executemany(
            "INSERT INTO patients VALUES (?, ?, ?) ON CONFLICT (patient) DO UPDATE SET age = excluded.age, split ="
            " excluded.split",
            rows,
        )
        connection.execute("INSERT OR REPLACE INTO facts VALUES ('kind', ?)", (data.kind,))
        connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (FROM_NAMES, str(data.patients_from_names)))
        connection.execute(
            "INSERT OR REPLACE INTO facts VALUES ('left_out', ?)",
            (json.dumps([(one.name, one.reason) for one in data.left_out]),),
        )


def _waiting(connection: sqlite3.Connection, data: DataSet, folder: Path) -> Mapping[str, str]:
    """Remove images that the set no longer has, and return fingerprints by name of those that must be converted."""
    wanted = {image.name: fingerprint(image, case) for case, image in data.images()}
    stored = connection.execute("SELECT name, fingerprint, failure FROM images").fetchall()
    gone = [name for name, _, _ in stored if name not in wanted]
    with connection:
        connection.executemany("DELETE FROM images WHERE name = ?", [(name,) for name in gone])
        kept = json.dumps([case.patient for case in data.cases])
        connection.execute(
            "DELETE FROM patients WHERE patient NOT IN (SELECT patient FROM images UNION SELECT value FROM"
            " json_each(?))",
            (kept,),
        )
        for name in gone:
            enter_lesions(connection, name, ())
    for name in gone:
        for path in (*kept_files(folder, name), kinds_path(folder, name), file_in(folder, THUMBNAILS, name, ".png")):
            path.unlink(missing_ok=True)
    good = (name for name, own, failure in stored if failure is None and wanted.get(name) == own)
    named = {image.name for _, image in data.images() if image.kinds is not None}
    done = {
        name
        for name in good
        if all(path.is_file() for path in (*kept_files(folder, name), *([kinds_path(folder, name)] * (name in named))))
    }
    return {name: own for name, own in wanted.items() if name not in done}


def _enter_places(connection: sqlite3.Connection, images: Sequence[CaseImage]) -> None:
    """Enter where the images are now: the set may have been moved since an earlier import."""
    with connection:
        connection.executemany(
            "UPDATE images SET path = ? WHERE name = ?", [(_place(image), image.name) for image in images]
        )


def _place(image: CaseImage) -> str:
    # whole, since a data set is used from other folders than the one that it was imported from
    return str(image.path.absolute())


def kept_files(folder: Path, name: str) -> tuple[Path, ...]:
    """Return the files of an image without which it is converted again."""
    return array_path(folder, name), *truth_paths(folder, name)


def fingerprint(image: CaseImage, case: Case) -> str:
    """Return a text that changes with the patient, the image's file, and everything that is said or marked about it."""
    return json.dumps([case.patient, _plain(image)], sort_keys=True)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, np.ndarray):
        return [value.shape, sha256(np.ascontiguousarray(value, float).tobytes()).hexdigest()]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        found = value.stat() if value.exists() else None
        return [value.name, found.st_size, found.st_mtime_ns] if found else [value.name]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _converted(
    images: list[CaseImage], parameters: StoreParameters, folder: Path, workers: int
) -> Iterator[Converted | LeftOut]:
    if workers <= 1 or len(images) <= 1:
        yield from (_attempt(image, parameters, folder) for image in images)
        return
    # not forked: torch and numba may already run threads here
    with ProcessPoolExecutor(
        min(workers, len(images)), multiprocessing.get_context("spawn"), initializer=_one_thread
    ) as pool:
        futures = [pool.submit(_attempt, image, parameters, folder) for image in images]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool as error:
            raise OutputError(
                "A process that converts images was killed, often for lack of memory: import with fewer.",
                option="--workers",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


def _attempt(image: CaseImage, parameters: StoreParameters, folder: Path) -> Converted | LeftOut:
    try:
        return convert(image, parameters, folder)
    except InputError as error:
        return LeftOut(image.name, str(error))


def _enter(
    connection: sqlite3.Connection,
    case: Case,
    image: CaseImage,
    result: Converted | LeftOut,
    own_fingerprint: str,
    old: Collection[str],
) -> None:
    if isinstance(result, Converted):
        result = _same_file_elsewhere(connection, case, result, old) or result
    values: dict[str, Any] = {
        "name": image.name,
        "patient": case.patient,
        "path": _place(image),
        "fingerprint": own_fingerprint,
    }
    values |= {"birads": image.birads, "density": image.density, "pathology": image.pathology}
    values["given"] = json.dumps({name: getattr(image, name) for name in ("spacing_mm", "full_scale", "invert")})
    if isinstance(result, LeftOut):
        log.warning("%s: %s", result.name, result.reason)
        values |= {"failure": result.reason}
    else:
        values |= {
            name: getattr(result, name)
            for name in ("sha256", "spacing_mm", "laterality", "view", "calcifications", "regions")
        }
        values |= {"rows": result.shape[0], "columns": result.shape[1]}
    with connection:
        connection.execute("DELETE FROM images WHERE name = ?", (image.name,))
        marks = ", ".join("?" * len(values))
        number = connection.execute(
            f"INSERT INTO images ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
        ).lastrowid
        enter_lesions(connection, image.name, image.lesions if isinstance(result, Converted) else ())
        if isinstance(result, Converted):
            rows = [(number, *position) for position in result.positions.tolist()]
            connection.executemany("INSERT INTO patches (image, class, row, column) VALUES (?, ?, ?, ?)", rows)


def _check_spacing(connection: sqlite3.Connection, result: Converted, old: Collection[str]) -> None:
    """Raise `InputError` for an image of another spacing than the others; `old` are those that are still converted."""
    other = connection.execute(
        "SELECT name, spacing_mm FROM images WHERE failure IS NULL AND name NOT IN (SELECT value FROM json_each(?))"
        " LIMIT 1",
        (json.dumps([result.name, *old]),),
    ).fetchone()
    if other and abs(result.spacing_mm / other[1] - 1) > SAME_SPACING:
        raise InputError(
            f"{other[0]} has a pixel spacing of {other[1]:g} mm and {result.name} of {result.spacing_mm:g} mm: "
            f"resample all to one, for example {max(other[1], result.spacing_mm):g} mm, in another folder.",
            option=f"--resample {max(other[1], result.spacing_mm):g}",
        )


def _same_file_elsewhere(
    connection: sqlite3.Connection, case: Case, result: Converted, old: Collection[str]
) -> LeftOut | None:
    """Return why a file is left out that another patient has, too; `old` are images that are still converted, whose
    patient may be another one by now.
    """
    query = (
        "SELECT name, patient FROM images WHERE sha256 = ? AND patient <> ? AND name NOT IN (SELECT value FROM"
        " json_each(?))"
    )
    other = connection.execute(query, (result.sha256, case.patient, json.dumps([result.name, *old]))).fetchone()
    reason = (
        f"it is the same file as {other[0]} of the patient {other[1]}: remove one, or give both the same patient."
        if other
        else ""
    )
    return LeftOut(result.name, reason) if other else None
