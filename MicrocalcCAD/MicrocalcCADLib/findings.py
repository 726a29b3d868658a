"""Findings: what a detector reports about one mammogram, the same for the scene, the files and the tests.

The layout of the file is fixed (`microcalc-findings/1`): positions are 0-based pixels of the original image,
rows down, columns right; sizes are millimetres in the plane of the spacing (`image.spacing_plane`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from .errors import InputError
from .mammogram import DETECTOR_PLANE, Source

SCHEMA = "microcalc-findings/1"


@dataclass(frozen=True)
class ImageFacts:
    """Geometry and view of the image that was analysed; `spacing_plane` as in `Mammogram`."""

    rows: int
    columns: int
    spacing_mm: tuple[float, float]
    spacing_from: str
    laterality: str | None = None
    view: str | None = None
    breast_area_cm2: float = 0.0
    spacing_plane: str = DETECTOR_PLANE


@dataclass(frozen=True)
class ModelIdentity:
    """Which weights gave the scores."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class OperatingPoint:
    """A name and the lowest score that is reported under it."""

    name: str
    threshold: float


@dataclass(frozen=True)
class Calcification:
    """One calcification. Lengths in mm, intensities in units of the full scale; `birads` as in `assessment.birads_scale.rating`."""

    id: int
    row: float
    column: float
    score: float
    area_mm2: float
    major_axis_mm: float
    minor_axis_mm: float
    eccentricity: float
    mean_intensity: float
    contrast: float
    cluster: int | None
    reported: bool
    birads: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Cluster:
    """A group of calcifications.

    `kind` is ``cluster`` (more than 5 calcifications in a square centimetre) or ``few`` (3 to 5);
    `vascular` flags a group that follows a line as a calcified vessel does; `outline` is a closed polygon
    of (row, column) points.
    """

    id: int
    row: float
    column: float
    bounding_box: tuple[int, int, int, int]
    score: float
    count: int
    area_mm2: float
    density_per_cm2: float
    reported: bool
    kind: str = "cluster"
    vascular: bool = False
    outline: tuple[tuple[float, float], ...] = ()
    birads: Mapping[str, Any] | None = None
    malignancy: float | None = None


@dataclass(frozen=True)
class Patch:
    """A square marked as a whole by a method that does not outline calcifications."""

    row: float
    column: float
    size: int
    score: float
    reported: bool


@dataclass(frozen=True)
class Findings:
    """Everything that is known about one image after `decide`."""

    source: Source
    image: ImageFacts
    method: str
    model: ModelIdentity | None
    operating_point: OperatingPoint
    calcifications: tuple[Calcification, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    patches: tuple[Patch, ...] = ()
    timings_s: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def reported_calcifications(self) -> tuple[Calcification, ...]:
        """The calcifications that pass the operating point."""
        return tuple(c for c in self.calcifications if c.reported)

    @property
    def reported_clusters(self) -> tuple[Cluster, ...]:
        """The clusters that pass the operating point, most suspicious first."""
        return tuple(sorted((c for c in self.clusters if c.reported), key=lambda c: (-c.score, c.id)))

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain JSON types, schema first."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Findings:
        """Rebuild findings from `to_dict` or a parsed ``findings.json``; unknown keys are ignored.

        Raises
        ------
        InputError
            If the schema is another one or a required part is missing.
        """
        if not isinstance(content, Mapping) or content.get("schema") != SCHEMA:
            raise InputError(f"This is not a findings file of schema {SCHEMA}: choose a file that Microcalc wrote.")
        try:
            return cls(
                source=_read(Source, content["source"]),
                image=_read(ImageFacts, content["image"]),
                method=content["method"],
                model=_read(ModelIdentity, content["model"]) if content.get("model") else None,
                operating_point=_read(OperatingPoint, content["operating_point"]),
                calcifications=tuple(_read(Calcification, c) for c in content["calcifications"]),
                clusters=tuple(_read(Cluster, c) for c in content["clusters"]),
                patches=tuple(_read(Patch, p) for p in content.get("patches", ())),
                timings_s=dict(content.get("timings_s", {})),
                versions=dict(content.get("versions", {})),
                notices=tuple(content.get("notices", ())),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"The findings file is incomplete ({error}): write it again with Microcalc.") from error


def is_of_model(notice: str) -> bool:
    """Return whether a notice holds for all that a model finds, and is said once, or for one image."""
    return any(word in notice.lower() for word in ("trained", "learned", "research"))


def _read(kind: type, content: Mapping[str, Any]) -> Any:
    known = {f.name for f in fields(kind)}
    return kind(**{name: _frozen(value) for name, value in content.items() if name in known})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value
