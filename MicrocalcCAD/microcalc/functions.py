"""The five functions; each passes its arguments to the library that the panel and the command line call."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.real_numbers import is_whole

from .detection import Detection, check_distance, decided


class Model(Protocol):
    """A method with its model loaded, as `load_model` returns it; any object with this method serves."""

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        """Return everything that is computed of one mammogram."""
        ...


def read(
    image: str | os.PathLike[str] | np.ndarray,
    *,
    spacing_mm: float | tuple[float, float] | None = None,
    full_scale: float | None = None,
    invert: bool | None = None,
    laterality: str | None = None,
    view: str | None = None,
) -> Mammogram:
    """Return the mammogram of a file or of an array.

    Parameters
    ----------
    image
        Path of a DICOM, PNG, JPEG, TIFF, PGM, NRRD or MHA file, or an array (rows, columns) of any number type.
    spacing_mm
        Distance of pixel centres in the plane of the detector in mm, one number or (row, column). Needed for an array
        and where the file does not state it; goes before what the file states.
    full_scale
        Stored value of full white, for example 4095; None: as the file declares it.
    invert
        True if bright is thin, False if bright is dense; None: as the file says, or decided from the picture's border.
    laterality, view
        ``L`` or ``R``; ``CC``, ``MLO`` ... ; go before what the file says.

    Raises
    ------
    InputError
        If it is no mammogram that can be analysed; the sentence says why and what to do.
    """
    from MicrocalcCADLib.reading.names import VIEWS

    if not _is_one_of(laterality, (None, "L", "R")):
        raise InputError(f"{_short(laterality)} is no laterality: give 'L' or 'R'.")
    if not _is_one_of(view, (None, *VIEWS)):
        raise InputError(f"{_short(view)} is no view: give one of {', '.join(VIEWS)}.")
    if isinstance(image, np.ndarray):
        mammogram = _of_array(image, spacing_mm, full_scale, invert)
    elif (path := _path(image)) is not None:
        from MicrocalcCADLib.reading import read_mammogram

        mammogram = read_mammogram(path, spacing_mm=spacing_mm, full_scale=full_scale, invert=invert)
    else:
        raise InputError(f"{_short(image)} is no image: give the path of a file or an array of its pixels.")
    return replace(mammogram, laterality=laterality or mammogram.laterality, view=view or mammogram.view)


def load_model(
    method: str = "hdogreg",
    model: str | os.PathLike[str] | None = None,
    *,
    device: str = "auto",
    threads: int | None = None,
) -> Model:
    """Return a method with its model loaded, to be used for many images.

    Parameters
    ----------
    method
        ``hdogreg``, ``two-stage``, ``patch-learning``, ``context`` or ``morphological``.
    model
        Name in the catalogue of shipped models or the folder of a bundle; None: the method's own.
    device
        ``auto`` (CUDA where PyTorch has it, else the processor), ``cpu`` or ``cuda``.
    threads
        Processor threads; None: as many as there are.

    Raises
    ------
    InputError
        If method or device is unknown, or the device cannot be had.
    ModelError
        If the model is missing, altered or made for another method.
    """
    from MicrocalcCADLib.kinds import system

    if not isinstance(method, str):
        raise InputError(f"{_short(method)} is no method: give its name, for example 'hdogreg'.")
    if isinstance(model, os.PathLike):
        model = _path(model)
    if model is not None and not isinstance(model, (str, Path)):
        raise ModelError(f"{_short(model)} is no model: give the name of one or the folder of a bundle.")
    if threads is not None and not (is_whole(threads) and threads >= 1):
        raise InputError(
            f"{_short(threads)} is no number of threads: give 1 or more, or None for as many as there are."
        )
    return system.create(method, model, device, None if threads is None else int(threads))


def detect(
    image: Mammogram | str | os.PathLike[str],
    model: Model | None = None,
    *,
    operating_point: str | float = "balanced",
    by: str = "suspicion",
    linking_distance_mm: float = 5.0,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Detection:
    """Find calcifications and clusters in one mammogram.

    Parameters
    ----------
    image
        What `read` returned, or the path of a file that states its pixel spacing.
    model
        What `load_model` returned; None loads the default, which costs a second for each call.
    operating_point
        ``sensitive``, ``balanced``, ``specific``, or the lowest value that is reported, 0 to 1.
    by
        What that value is: ``suspicion``, that a reader should look, or ``score``, that it is a calcification of any
        kind.
    linking_distance_mm
        Largest gap within a cluster, in mm.
    progress
        Called with a fraction from 0 to 1 and a short text.
    cancelled
        Asked several times a second; `Cancelled` is raised once it returns True.

    Raises
    ------
    InputError, ModelError, Cancelled
        With one sentence that says why and what to do.
    """
    from MicrocalcCADLib.operating_point import check_choice

    check_choice(operating_point, by)
    check_distance(linking_distance_mm)
    for name, function in (("progress", progress), ("cancelled", cancelled)):
        if function is not None and not callable(function):
            raise InputError(f"{_short(function)} is nothing to be called: give a function as {name}, or leave it out.")
    if isinstance(image, np.ndarray):
        raise InputError(
            "An array does not say its pixel spacing: read it first, with spacing_mm=..., and detect in that."
        )
    mammogram = image if isinstance(image, Mammogram) else read(image)
    model = load_model() if model is None else model
    if isinstance(model, type) or not callable(getattr(model, "analyse", None)):
        raise ModelError(f"{_short(model)} is no model: give what load_model returned.")
    told = Progress()
    if progress is not None:
        told = replace(told, report=progress)
    if cancelled is not None:
        told = replace(told, cancelled=cancelled)
    analysis = model.analyse(mammogram, told)
    return Detection(
        mammogram, analysis, decided(analysis, operating_point, by, linking_distance_mm), linking_distance_mm
    )


def rate(
    detection: Detection, only: Collection[int] | None = None, *, ratings: str | Iterable[str] | None = None
) -> Detection:
    """Return the detection with ratings and sentences of its reported clusters.

    A rating that cannot be made leaves a notice with the reason; what a model was learned from stands in
    `findings.notices`.

    Parameters
    ----------
    only
        Ids of the clusters that are rated; None: all reported ones.
    ratings
        ``odds`` (what became of real lesions that are described alike), ``malignancy`` or ``birads`` (both learned from
        simulated lesions), the name of a model of the catalogue or the folder of a rating's bundle; or several of
        these; or ``none``. None: the odds.

    Raises
    ------
    InputError
        If it is no detection, or two ratings of one kind are chosen.
    ModelError
        If a chosen rating is missing, altered, or the model of something else.
    """
    from MicrocalcCADLib.assessment import assess
    from MicrocalcCADLib.assessment.choice import verified_ratings
    from MicrocalcCADLib.sentence import described

    _check_detection(detection)
    if only is not None and (isinstance(only, str) or not isinstance(only, Collection)):
        raise InputError(
            f"{_short(only)} is no list of clusters: give their ids, for example [1, 2], and ratings by name"
            " (ratings=...)."
        )
    if only is not None:
        _check_ids(only, detection)
    chosen = _names(ratings)
    verified_ratings(chosen, detection.findings.method)
    rated = assess(detection.analysis, detection.findings, detection.mammogram, only, chosen)
    return replace(detection, findings=described(detection.analysis, rated))


def report(
    detection: Detection,
    folder: str | os.PathLike[str],
    formats: str | Iterable[str] = ("json",),
    name: str | None = None,
) -> dict[str, Path]:
    """Write the results of one image; each file whole or not at all.

    Parameters
    ----------
    folder
        Made if missing.
    formats
        Some of ``json labels seg csv overlay html pdf dicom-seg cad-sr gsps capture``, as names or one text with
        commas; ``json`` is always written. ``pdf`` needs the extra ``[pdf]``, the DICOM formats ``[dicom]`` and a DICOM
        image.
    name
        What the files' names begin with; None: the name of the image.

    Returns
    -------
    dict
        The path written, by format.

    Raises
    ------
    InputError
        If a format is unknown or cannot be written for this image.
    OutputError
        If a file could not be written.
    """
    from MicrocalcCADLib.detection import stems
    from MicrocalcCADLib.files import prepared_folder
    from MicrocalcCADLib.reporting import check_formats, chosen_formats, write

    _check_detection(detection)
    path = _path(folder)
    if path is None or "\0" in str(path):
        raise InputError(f"{_short(folder)} is no folder: give a path.")
    if not isinstance(formats, Iterable):
        raise InputError(f"{_short(formats)} is no list of formats: give names, for example 'json,html'.")
    chosen = chosen_formats(formats if isinstance(formats, str) else ",".join(map(str, formats)))
    stem = stems([Path(detection.mammogram.source.path or "mammogram")])[0] if name is None else name
    if not isinstance(stem, str) or not stem or Path(stem).name != stem or "\0" in stem:
        raise InputError(f"{_short(name)} is no name of a file: give one without folders, or leave it out.")
    check_formats(detection.mammogram, chosen)
    return write(detection.findings, detection.analysis, detection.mammogram, prepared_folder(path), stem, chosen)


def _of_array(
    array: np.ndarray, spacing_mm: float | tuple[float, float] | None, full_scale: float | None, invert: bool | None
) -> Mammogram:
    from MicrocalcCADLib.reading import mammogram_from_array
    from MicrocalcCADLib.reading.given import spacing_missing

    if spacing_mm is None:
        raise spacing_missing("An array")
    if np.ma.is_masked(array):
        raise InputError(
            "Pixels of the array are masked, and what is there is not known: fill them, for example with"
            " array.filled(0)."
        )
    return mammogram_from_array(np.asarray(array), spacing_mm, full_scale=full_scale, invert=invert)


def _check_detection(detection: Any) -> None:
    if not isinstance(detection, Detection):
        raise InputError(f"{_short(detection)} is no detection: give what detect returned.")


def _check_ids(only: Collection[int], detection: Detection) -> None:
    known = {cluster.id for cluster in detection.findings.clusters}
    unknown = [one for one in only if not is_whole(one) or one not in known]
    if unknown:
        raise InputError(
            f"There is no cluster {_short(unknown[0])} in this detection: give ids of its clusters, as"
            " detection.clusters has them."
        )


def _path(value: object) -> Path | None:
    """Return the path that a text or any object for paths holds; None where it holds none."""
    text = os.fspath(value) if isinstance(value, os.PathLike) else value
    return Path(text) if isinstance(text, str) and text else None


def _is_one_of(value: object, words: Collection[object]) -> bool:
    """Return whether a value is one of some words; an array of words is none."""
    return (value is None or isinstance(value, str)) and value in words


def _names(ratings: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if ratings is None:
        return None
    if isinstance(ratings, (str, os.PathLike)):
        return (str(os.fspath(ratings)),)
    names = tuple(ratings) if isinstance(ratings, Iterable) else (ratings,)
    if not isinstance(ratings, Iterable) or not all(isinstance(one, (str, os.PathLike)) for one in names):
        raise InputError(
            f"{_short(ratings)} is no list of ratings: give names, for example 'odds', or folders of bundles."
        )
    return tuple(str(os.fspath(one)) for one in names)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
