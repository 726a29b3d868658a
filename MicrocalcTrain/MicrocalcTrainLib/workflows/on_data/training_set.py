"""The data set that a recipe trains on: one of `microcalc-train import`, or a folder that is imported first."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import sha256_of
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reading.given import Given

from ...datasets.importing import import_set, read_data_set
from ...datasets.lesions import kept_lesions
from ...datasets.splits import SPLITS, TEST, TRAIN, VALIDATION, SplitRule
from ...datasets.store_file import StoreParameters, connected, fact
from ...datasets.stored_images import StoredImage, is_store, stored_images
from ...datasets.summary import summary_of
from ...datasets.truth_files import truth_paths
from ..model_card import Words

log = logging.getLogger(__name__)
LICENCE = "not stated: decided by the owner of the data"
NOTICE = "Trained on a data set of its user: its scores order by suspicion there, and may not elsewhere."
IMPORTED = "dataset"
KIND = "folder"


@dataclass(frozen=True)
class TrainingSet:
    """An imported data set.

    Parameters
    ----------
    store
        Its folder.
    sha256
        Of its images, their truth, their parts and how patches are made; see `data_hash`.
    counts
        Patients and images of each part.
    """

    store: Path
    name: str
    kind: str
    sha256: str
    counts: Mapping[str, tuple[int, int]]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the record of a training says of the set."""
        return {
            "kind": self.kind,
            "sha256": self.sha256,
            "counts": {part: list(counts) for part, counts in self.counts.items()},
        }

    @property
    def sentence(self) -> str:
        """What the set is, for model cards; without names of patients or folders."""
        parts = ", ".join(
            f"{images} images of {patients} patients in {part}" for part, (patients, images) in self.counts.items()
        )
        return f"A data set of its user ({self.kind}; SHA-256 {self.sha256[:16]}): {parts}."

    @property
    def held_out(self) -> str:
        """The part that figures are measured on: the test, or the validation where there is no test."""
        return TEST if self.counts[TEST][1] else VALIDATION

    @property
    def about(self) -> Mapping[str, Any]:
        """What a bundle's section says of its training data."""
        return {"training_data": self.sentence, "licence": LICENCE, "notices": [NOTICE]}

    @property
    def measured_on(self) -> Mapping[str, Any]:
        """What a bundle says of the data that its figures come from."""
        return {"data_sha256": self.sha256, "measured_on": self.held_out}

    @property
    def words(self) -> Words:
        """What the card says of the parts, of what was measured and of the operating points."""
        return Words(
            "",
            f"Measured on the part {self.held_out}",
            (),
            f"Chosen by the reported clusters in the part {VALIDATION} that touch no mark.",
        )

    def name_of(self, recipe: str) -> str:
        """Return the name of a recipe's bundle: it never is that of a shipped one."""
        return f"{recipe}-on-{self.name}"

    def images(self, part: str) -> tuple[StoredImage, ...]:
        """Return the images of a part; raises `InputError` if it has none."""
        return stored_images(self.store, part)


def opened_set(path: Path, output: Path, seed: int = 1, full_scale: float | None = None) -> TrainingSet:
    """Return the data set in `path`, or import the folder of images and truth that lies there into `output`.

    Parameters
    ----------
    full_scale
        Stored value that means white, where the folder does not say it.

    Raises
    ------
    InputError
        If it is neither, its training or validation part has no image, or a full scale is impossible or given for what
        is imported already.
    """
    if full_scale is not None and is_store(path):
        raise InputError(
            f"{path} is imported already and keeps its full scale: give none, or import the images again with it.",
            option="without --full-scale",
        )
    Given.checked(None, full_scale, None)
    store = path if is_store(path) else _imported(path, output / IMPORTED, seed, full_scale)
    summary = summary_of(store)
    for one in summary.left_out:
        log.warning("%s is left out: %s", one.name, one.reason)
    counts = {part: (summary.counts[part]["patients"], summary.counts[part]["images"]) for part in SPLITS}
    for part in (TRAIN, VALIDATION):
        if not counts[part][1]:
            reason = f" ({summary.left_out[0].name}: {summary.left_out[0].reason})" if summary.left_out else ""
            raise InputError(
                f"The part {part} of {path} has no image{reason}: import more patients, or give this part a larger"
                " fraction."
            )
    return TrainingSet(store, safe_name(path), summary.kind, data_hash(store), counts)


def data_hash(store: Path) -> str:
    """Return a SHA-256 that changes with the pixels and how they are read, the truth, the parts and the parameters of a
    data set, and with nothing else.
    """
    digest = hashlib.sha256()
    query = (
        "SELECT json_extract(given, '$.full_scale'), json_extract(given, '$.invert'), name, sha256, split, birads,"
        " pathology FROM images JOIN patients USING (patient) WHERE failure IS NULL ORDER BY name"
    )
    with connected(store) as connection:
        rows: Sequence[tuple[Any, ...]] = connection.execute(query).fetchall()
        digest.update((fact(connection, "parameters") or "").encode())
        for name, lesions in sorted(kept_lesions(connection).items()):
            digest.update(repr((name, lesions)).encode())
    for full_scale, invert, *row in rows:
        hashes = [sha256_of(path) for path in truth_paths(store, row[0]) if path.is_file()]
        # the spacing is in the files of the truth
        read_with = [] if full_scale is None and invert is None else [full_scale, invert]
        digest.update(json.dumps([*row, *hashes, *read_with]).encode())
    return digest.hexdigest()


def safe_name(path: Path) -> str:
    """Return the folder's name as part of the name of a bundle."""
    return re.sub(r"[^a-z0-9]+", "-", path.resolve().name.casefold()).strip("-")[:40] or "data"


def _imported(folder: Path, store: Path, seed: int, full_scale: float | None) -> Path:
    if not folder.is_dir():
        raise InputError(
            f"{folder} is no folder: give a data set of microcalc-train import, or a folder of images with their truth."
        )
    log.info("%s is imported first, into %s", folder, store)
    progress = Progress(lambda _, text: log.info(text))
    import_set(
        read_data_set(KIND, folder, full_scale=full_scale),
        store,
        SplitRule(seed=seed),
        StoreParameters(seed=seed),
        1,
        progress,
    )
    return store
