"""Importing a labelled set into a patch store: read, split by patient, convert, count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import check_spacing
from MicrocalcCADLib.progress import Progress

from .case import DataSet
from .cbis_ddsm import read_cbis_ddsm
from .folder import read_folder
from .inbreast import read_inbreast
from .scene import read_scene
from .splits import SplitRule, Splits, split_patients
from .store_building import build
from .store_file import SPLITS_FILE, StoreParameters
from .summary import Summary, summary_of, write_summary

READERS: Mapping[str, Callable[[Path, float | None, float | None], DataSet]] = {
    "inbreast": read_inbreast,
    "cbis-ddsm": read_cbis_ddsm,
    "folder": read_folder,
    "scene": read_scene,
}


def read_data_set(kind: str, folder: Path, spacing_mm: float | None = None, full_scale: float | None = None) -> DataSet:
    """Return the labelled set of a kind (`READERS`) in a folder.

    Parameters
    ----------
    spacing_mm, full_scale
        True pixel spacing and the stored value that means white, for images of which the set says neither.

    Raises
    ------
    InputError
        If the kind is unknown or the folder is no set of that kind.
    """
    if kind not in READERS:
        raise InputError(f"{kind!r} is no kind of set: use {', '.join(READERS)}.")
    for spacing in (spacing_mm,) if spacing_mm is not None else ():
        check_spacing((spacing, spacing))
    return READERS[kind](Path(folder), spacing_mm, full_scale)


def import_set(
    data: DataSet,
    output: Path,
    rule: SplitRule | Splits,
    parameters: StoreParameters,
    workers: int = 1,
    progress: Progress | None = None,
) -> Summary:
    """Make or complete the store in `output` and return what it holds; patients that were split earlier stay in their
    part.

    Parameters
    ----------
    rule
        How new patients are split, or splits made before, whose rule then serves for patients that they lack.

    Raises
    ------
    InputError
        If the store was made with other options, splits contradict those of the store, or spacings are mixed.
    OutputError
        If the disk is full; the same call goes on from there.
    """
    file = output / SPLITS_FILE
    earlier = Splits.load(file) if file.is_file() else None
    if isinstance(rule, Splits):
        earlier = _joined(earlier, rule, output)
        rule = rule.rule
    build(data, split_patients(data, rule, earlier), output, parameters, workers, progress)
    summary = summary_of(output)
    write_summary(output, summary)
    return summary


def _joined(earlier: Splits | None, given: Splits, output: Path) -> Splits:
    known = earlier.of_patient if earlier else {}
    for patient in known.keys() & given.of_patient.keys():
        if known[patient] != given.of_patient[patient]:
            parts = f"{known[patient]}, the given splits in {given.of_patient[patient]}"
            raise InputError(f"{output} has the patient {patient} in {parts}: use another folder.")
    return Splits({**known, **given.of_patient}, given.rule)
