"""What a batch is made of: the images to work on, what was left out and why, and what became of each image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..detection import DetectionOptions
from ..errors import InputError
from ..notices import read_notices

DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
STOPPED = "Cancelled: what was written before is complete, and the run can go on."


@dataclass(frozen=True)
class Item:
    """One image to work on.

    Parameters
    ----------
    name
        Name of its results under the output folder, without suffix; ``study-1a2b3c4d5e/IM0001`` or ``IM0001``.
    path
        The image, or a request that `worker.write_request` wrote for a loaded volume.
    words
        Words of the DICOM header that name the patient or the object; kept out of everything that is written.
    spacing_mm, full_scale, invert
        Facts that a worklist states for this image; None where it does not.
    """

    name: str
    path: Path
    words: tuple[str, ...] = ()
    spacing_mm: float | None = None
    full_scale: float | None = None
    invert: bool | None = None

    def options(self, options: DetectionOptions) -> DetectionOptions:
        """Return the options of the run with the facts of this image."""
        facts = {name: getattr(self, name) for name in ("spacing_mm", "full_scale", "invert")}
        return replace(options, **{name: value for name, value in facts.items() if value is not None})

    def to_dict(self) -> dict[str, Any]:
        """Return the item as plain JSON types."""
        return {**asdict(self), "path": str(self.path)}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Item:
        """Rebuild what `to_dict` gave."""
        return cls(**{**content, "path": Path(content["path"]), "words": tuple(content["words"])})


@dataclass(frozen=True)
class LeftOut:
    """A file that is no image to work on, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Inputs:
    """What was found: the images in the order of their names, and the files left out."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one image.

    Parameters
    ----------
    status
        ``done``, ``failed`` or ``cancelled``.
    sha256
        Of the input's bytes; None where it could not be read.
    outputs
        Bytes of every file written, by its path under the output folder.
    top_score
        Highest score of a cluster among all, reported or not; None without one.
    top_suspicion
        The same of suspicion; None also where a journal is older than kinds.
    reason
        Why it failed, in one sentence.
    option
        The option of the command line that is the remedy, see `errors.MicrocalcError`.
    hopeless
        Whether the next image must fail as well, as on a full disk.
    facts
        Further columns of the table of images.
    """

    name: str
    status: str
    sha256: str | None = None
    outputs: Mapping[str, int] = field(default_factory=dict, hash=False)
    seconds: float = 0.0
    clusters: int = 0
    calcifications: int = 0
    top_score: float | None = None
    reason: str | None = None
    option: str = ""
    hopeless: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    top_suspicion: float | None = None

    @property
    def most_suspicious(self) -> float | None:
        """How suspicious the most suspicious cluster is; its score where nothing else is known."""
        return self.top_score if self.top_suspicion is None else self.top_suspicion

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Outcome:
        """Rebuild what `to_dict` gave; unknown keys are ignored, a missing name or status is a `KeyError`, what is of
        another type a `TypeError`.
        """
        known = {name: content[name] for name in cls.__dataclass_fields__ if name in content}
        if not all(isinstance(known.get(name, {}), Mapping) for name in ("outputs", "facts")):
            raise TypeError(f"outputs and facts of {content['name']} are no tables")
        try:
            read_notices(known.get("facts", {}).get("notices", ()))
        except InputError as error:
            raise TypeError(f"the notices of {content['name']} are none") from error
        if any(
            PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in known.get("outputs", ())
        ):
            raise TypeError(f"an output of {content['name']} lies outside the folder of the results")
        return cls(**{**known, "name": content["name"], "status": content["status"]})
