"""One image of a batch, the same for local workers and for Dask: read it, detect, make it durable, tell what became."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any

from ..clusters import ClusterParameters
from ..compiled import insist
from ..detection import Detected, DetectionOptions, DetectionResult, find_in, write_detected
from ..detection_child import PIXELS, REQUEST, DetectorChoice, read_request
from ..detectors import Detector
from ..errors import Cancelled, InputError, MicrocalcError, OutputError
from ..kinds import system
from ..kinds.arterial import arterial_calcification
from ..listed import benign_count, few_count
from ..mammogram import Mammogram
from ..notices import stored_notices
from ..progress import Progress
from ..reading import read_mammogram
from ..reading.volume_header import sha256_of_image
from ..reporting import files_of
from .items import CANCELLED, DONE, FAILED, Item, Outcome
from .privacy import facts_without, without
from .summary import BENIGN, GROUPS_OF_FEW, VESSEL_FACTS

# The next image will meet these as well.
HOPELESS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
THREADS = 1


@dataclass(frozen=True)
class Setup:
    """What a worker needs before its first image."""

    options: DetectionOptions
    choice: DetectorChoice

    def to_dict(self) -> dict[str, Any]:
        """Return the setup as plain JSON types."""
        return {"options": {**asdict(self.options), "folder": str(self.options.folder)}, "choice": asdict(self.choice)}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Setup:
        """Rebuild what `to_dict` gave, also after a way through JSON."""
        options = dict(content["options"])
        clusters: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in options["clusters"].items()
        }
        options |= {
            "folder": Path(options["folder"]),
            "formats": tuple(options["formats"]),
            "clusters": ClusterParameters(**clusters),
        }
        options["ratings"] = None if options.get("ratings") is None else tuple(options["ratings"])
        return cls(DetectionOptions(**options), DetectorChoice(**content["choice"]))


def loaded_detector(choice: DetectorChoice) -> Detector:
    """Return the detector, on one thread.

    The work is spread by processes, and findings do not depend on how many there are.
    """
    insist()
    return system.create(choice.method, choice.model, choice.device, THREADS, choice.kinds)


def input_file(item: Item) -> Path:
    """Return the file whose SHA-256 says whether the image is still the same."""
    return item.path.with_name(PIXELS) if item.path.name == REQUEST else item.path


def read_item(item: Item, options: DetectionOptions) -> Mammogram:
    """Return the mammogram of an item; raises `InputError`."""
    if item.path.name == REQUEST:
        return read_request(item.path)[0]
    if item.path.is_dir():
        raise InputError(
            f"The folder {item.path} cannot be listed, so its images were not seen: check its permissions."
        )
    own = item.options(options)
    mammogram = read_mammogram(item.path, spacing_mm=own.spacing_mm, full_scale=own.full_scale, invert=own.invert)
    return mammogram if options.identifiers else _nameless(mammogram, item.words)


def _nameless(mammogram: Mammogram, words: tuple[str, ...]) -> Mammogram:
    """Return the mammogram without the words of its header in what is said of it."""
    said = tuple(replace(one, text=without(one.text, words)) for one in mammogram.notices)
    return replace(mammogram, facts=facts_without(mammogram.facts, words), notices=said)


def work_on(
    item: Item,
    mammogram: Mammogram,
    reading_s: float,
    detector: Detector,
    options: DetectionOptions,
    progress: Progress,
) -> Outcome:
    """Detect in one image, write, and return what became of it; only a request to stop the process itself is raised."""
    return written(item, detected(item, mammogram, reading_s, detector, options, progress), options)


def detected(
    item: Item,
    mammogram: Mammogram,
    reading_s: float,
    detector: Detector,
    options: DetectionOptions,
    progress: Progress,
) -> Detected | Outcome:
    """Return what is to be written of an image, or the outcome of one that ended here."""
    try:
        return find_in(mammogram, item.path, item.name, detector, item.options(options), progress, reading_s)
    except Exception as error:
        return failed(item, error, options.identifiers)


def written(item: Item, found: Detected | Outcome, options: DetectionOptions) -> Outcome:
    """Write what was found, make it durable and return what became of the image; an outcome is returned as it is."""
    if isinstance(found, Outcome):
        return found
    try:
        return _done(item, write_detected(found, item.options(options)), found.mammogram, options)
    except Exception as error:
        return failed(item, error, options.identifiers)


def failed(item: Item, error: Exception, identifiers: bool) -> Outcome:
    """Return the outcome of an image that ended with an error, told without identifiers unless they are asked for."""
    if isinstance(error, Cancelled):
        return Outcome(item.name, CANCELLED)
    words = () if identifiers else (str(item.path), str(item.path.parent), item.path.name, *item.words)
    option = ""
    if isinstance(error, MicrocalcError):
        reason, option = str(error), error.option
    elif isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        reason = "There is not enough memory for this image: use fewer workers, or the device cpu."
    else:
        reason = f"Unexpected {type(error).__name__} ({error}) in {_place(error)}: please report it."
    return Outcome(
        item.name, FAILED, reason=without(reason, words, item.name), option=option, hopeless=_is_hopeless(error)
    )


def _place(error: Exception) -> str:
    """Return file and line where an error arose, without folders."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"


def _is_hopeless(error: Exception) -> bool:
    cause = error.__cause__ if isinstance(error, OutputError) else error
    return isinstance(cause, OSError) and cause.errno in HOPELESS


def _done(item: Item, result: DetectionResult, mammogram: Mammogram, options: DetectionOptions) -> Outcome:
    findings = result.findings
    return Outcome(
        name=item.name,
        status=DONE,
        sha256=findings.source.sha256 or sha256_of_image(input_file(item)),
        outputs={
            path.relative_to(options.folder).as_posix(): _durable(path)
            for name, first in result.paths.items()
            for path in files_of(name, first)
        },
        seconds=round(result.seconds, 3),
        clusters=len(findings.reported_clusters) - few_count(findings),
        calcifications=len(findings.reported_calcifications),
        top_score=max((c.score for c in findings.clusters), default=None),
        top_suspicion=max((c.suspicion for c in findings.clusters), default=None),
        facts=_facts(item, findings, mammogram, options.identifiers),
    )


def _facts(item: Item, findings: Any, mammogram: Mammogram, identifiers: bool) -> dict[str, Any]:
    image, model = findings.image, findings.model
    facts = {
        "rows": image.rows,
        "columns": image.columns,
        "spacing_mm": round(mammogram.mean_spacing_mm, 6),
        "laterality": image.laterality,
        "view": image.view,
        "model": f"{model.name} {model.version}" if model else None,
        "threshold": findings.operating_point.threshold,
        GROUPS_OF_FEW: few_count(findings),
        BENIGN: benign_count(findings),
        **dict(zip(VESSEL_FACTS, astuple(arterial_calcification(findings.vessels)), strict=True)),
        "notices": stored_notices(findings.notices),
    }
    own = {"path": str(item.path), "sop_instance_uid": mammogram.source.sop_instance_uid} if identifiers else {}
    return facts | own


def _durable(path: Path) -> int:
    """Bring a file to the disk, so that what the journal calls done outlives a power loss, and return its size."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
        return os.fstat(stream.fileno()).st_size
