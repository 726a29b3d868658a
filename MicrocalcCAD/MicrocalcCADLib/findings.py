"""Findings: what a detector reports about one mammogram, the same for the scene, the files and the tests.

The layout of the file is fixed (`microcalc-findings/2`): positions are 0-based pixels of the original image,
rows down, columns right; sizes are millimetres in the plane of the spacing (`image.spacing_plane`).
Files of `microcalc-findings/1`, which knew no kinds, are read as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from .errors import InputError
from .mammogram import DETECTOR_PLANE, MAGNIFIED, Source
from .notices import Notice, read_notices
from .real_numbers import is_number, is_whole

SCHEMA = "microcalc-findings/2"
READ_SCHEMAS = ("microcalc-findings/1", SCHEMA)
# Word of the kind, or of the distribution, of what is not certain enough to be named, or was not looked at for it.
NOT_DETERMINED = "not determined"
# Who says where the nipple is.
ESTIMATE, READER = "estimate", "reader"
# What an operating point's threshold acts on.
SUSPICION, SCORE = "suspicion", "score"
REPORTED, OUTLINE = "reported", "outline"  # of `by_reader`, beside names of kinds
FEW = "few"


Record = TypeVar("Record", "Calcification", "Cluster")


@dataclass(frozen=True)
class ImageFacts:
    """Geometry and view of the image that was analysed; `spacing_plane` as in `Mammogram`.

    `nipple` is where the nipple is, (row, column) in pixels; None where nobody knows. `nipple_from` says who knows:
    `ESTIMATE`, from the breast's outline, or `READER`. `magnification` is what sizes in the plane of the spacing are
    divided by for sizes in the breast. `upside_down` is whether the first row shows the lower or inner part.
    """

    rows: int
    columns: int
    spacing_mm: tuple[float, float]
    spacing_from: str
    laterality: str | None = None
    view: str | None = None
    breast_area_cm2: float = 0.0
    spacing_plane: str = DETECTOR_PLANE
    nipple: tuple[float, float] | None = None
    nipple_from: str = ESTIMATE
    magnification: float = 1.0
    upside_down: bool = False

    @property
    def view_magnification(self) -> float:
        """The magnification of a magnified view; 1 for a contact view, whose millimetres are stated as they are."""
        return self.magnification if self.magnification >= MAGNIFIED else 1.0

    @property
    def breast_spacing_mm(self) -> tuple[float, float]:
        """The pixel spacing by which sentences measure, (row, column): in a magnified view that in the breast."""
        row, column = self.spacing_mm
        return row / self.view_magnification, column / self.view_magnification


@dataclass(frozen=True)
class ModelIdentity:
    """Which weights gave the scores."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class OperatingPoint:
    """A name, the lowest value that is reported under it, and of what: `SUSPICION` or `SCORE`."""

    name: str
    threshold: float
    by: str = SUSPICION

    def value(self, found: Calcification | Cluster) -> float:
        """Return what of a finding its threshold acts on."""
        return found.suspicion if self.by == SUSPICION else found.score


@dataclass(frozen=True)
class Calcification:
    """One calcification. Lengths in mm, intensities in units of the full scale; `birads` as in
    `assessment.birads_scale.rating`.

    `score` says that it is a calcification, `suspicion` that a reader should look (NaN or None when made: that of the
    score); both are in [0, 1] and only order. `morphology` is a word of the kinds or `NOT_DETERMINED`, `morphologies`
    the probability of each word that is possible. `by_reader` names the fields that a reader has given: of these, the
    reader's word stands here; `REPORTED` where a reader has rejected it, `OUTLINE` where one has drawn it.
    `not_calcification` is the probability that it is none, but dust, a marker, a crossing or texture: why its score is
    low; `left_out` is what one that is left out for that looks like instead (`kinds.left_out.REASONS`), empty for all
    others.
    """

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
    birads: Mapping[str, Any] | None = field(default=None, hash=False)
    suspicion: float = math.nan
    morphology: str = NOT_DETERMINED
    morphologies: Mapping[str, float] = field(default_factory=dict, hash=False)
    by_reader: tuple[str, ...] = ()
    not_calcification: float = 0.0
    left_out: str = ""

    def __post_init__(self) -> None:
        _without_kinds_as_suspicious_as_sure(self)


@dataclass(frozen=True)
class Cluster:
    """A group of calcifications.

    `kind` is ``cluster`` (more than 5 calcifications in a square centimetre) or ``few`` (3 to 5);
    `vascular` flags a group that follows a line as a calcified vessel does; `outline` is a closed polygon
    of (row, column) points. `score`, `suspicion`, `morphology`, `morphologies` and `by_reader` as in `Calcification`;
    `distribution` is a word or `NOT_DETERMINED`; a `typically_benign` group is never reported. `odds` holds
    ``malignant``, ``low``, ``high``, ``n`` and ``assessments`` of real lesions described so, `sentence` what is said of
    the group.
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
    birads: Mapping[str, Any] | None = field(default=None, hash=False)
    malignancy: float | None = None
    suspicion: float = math.nan
    morphology: str = NOT_DETERMINED
    morphologies: Mapping[str, float] = field(default_factory=dict, hash=False)
    distribution: str = NOT_DETERMINED
    typically_benign: bool = False
    odds: Mapping[str, Any] | None = field(default=None, hash=False)
    sentence: str = ""
    by_reader: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _without_kinds_as_suspicious_as_sure(self)


def changed(record: Record, **values: Any) -> Record:
    """Return a copy of a record with other values, without the checks of a frozen class's constructor, which would cost
    a slider most of its time.
    """
    copy = object.__new__(type(record))
    copy.__dict__.update(record.__dict__, **values)
    return copy


@dataclass(frozen=True)
class Vessel:
    """A calcified vessel: its centre line as (row, column) points, its length, the calcified part of it, in how many
    segments and of which area.
    """

    id: int
    polyline: tuple[tuple[float, float], ...]
    length_mm: float
    calcified_mm: float
    segments: int
    area_mm2: float


@dataclass(frozen=True)
class Patch:
    """A square marked as a whole by a method that does not outline calcifications."""

    row: float
    column: float
    size: int
    score: float
    reported: bool


@dataclass(frozen=True, repr=False)
class Findings:
    """Everything that is known about one image after `decide`; `rating` has the name of what rated the clusters, and
    more.
    """

    source: Source
    image: ImageFacts
    method: str
    model: ModelIdentity | None
    operating_point: OperatingPoint
    calcifications: tuple[Calcification, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    vessels: tuple[Vessel, ...] = ()
    patches: tuple[Patch, ...] = ()
    notices: tuple[Notice, ...] = ()
    timings_s: Mapping[str, float] = field(default_factory=dict, hash=False)
    versions: Mapping[str, str] = field(default_factory=dict, hash=False)
    rating: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def reported_calcifications(self) -> tuple[Calcification, ...]:
        """The calcifications that pass the operating point."""
        return tuple(c for c in self.calcifications if c.reported)

    @property
    def reported_clusters(self) -> tuple[Cluster, ...]:
        """The clusters that pass the operating point, most suspicious first."""
        return tuple(sorted((c for c in self.clusters if c.reported), key=lambda c: (-c.suspicion, -c.score, c.id)))

    def __repr__(self) -> str:
        """Return how much is reported, in words: of a film there are a thousand candidates."""
        point = self.operating_point
        return (
            f"<Findings by {self.method}: {len(self.reported_clusters)} of {len(self.clusters)} clusters and"
            f" {len(self.reported_calcifications)} of {len(self.calcifications)} calcifications reported at"
            f" {point.name} ({point.by} from {point.threshold:g})>"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain JSON types, schema first."""
        content = _in_order(
            {"schema": SCHEMA, **asdict(self)}, ("schema", "source", "image", "method", "model", "rating")
        )
        return content | {key: [_in_order(one, order) for one in content[key]] for key, order in _ORDER.items()}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Findings:
        """Rebuild findings from `to_dict` or a parsed ``findings.json`` of any of `READ_SCHEMAS`; unknown keys are
        ignored.

        A file of schema 1 knew no kinds: what it holds is as suspicious as it is sure to be a calcification, its kinds
        are `NOT_DETERMINED`, and its operating point acted on the score.

        Raises
        ------
        InputError
            If the schema is another one, a required part is missing, or one has a value that it cannot have.
        """
        if not isinstance(content, Mapping) or content.get("schema") not in READ_SCHEMAS:
            raise InputError(
                f"This is not a findings file of schema {' or '.join(READ_SCHEMAS)}: choose a file that Microcalc"
                " wrote."
            )
        try:
            return cls(
                source=_read(Source, content["source"]),
                image=_read(ImageFacts, content["image"]),
                method=content["method"],
                model=_read(ModelIdentity, content["model"]) if content.get("model") else None,
                operating_point=_read(
                    OperatingPoint, {**_OF_SCHEMA_1.get(content["schema"], {}), **content["operating_point"]}
                ),
                calcifications=tuple(_read(Calcification, c) for c in content["calcifications"]),
                clusters=tuple(_read(Cluster, c) for c in content["clusters"]),
                vessels=tuple(_read(Vessel, v) for v in content.get("vessels", ())),
                patches=tuple(_read(Patch, p) for p in content.get("patches", ())),
                notices=read_notices(content.get("notices", ())),
                timings_s=_timings(content.get("timings_s", {})),
                versions=dict(content.get("versions", {})),
                rating=content.get("rating"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(
                f"The findings file is incomplete or damaged ({error}): write it again with Microcalc."
            ) from error


_KINDS = ("score", "suspicion", "morphology", "morphologies")
# Where the order in the file is not that of the fields, which have their defaults last.
_ORDER = {
    "calcifications": ("id", "row", "column", *_KINDS, "not_calcification", "left_out"),
    "clusters": (
        "id",
        "row",
        "column",
        "bounding_box",
        "score",
        "suspicion",
        "kind",
        *_KINDS[2:],
        "distribution",
        "typically_benign",
        "vascular",
    ),
}
_OF_SCHEMA_1 = {READ_SCHEMAS[0]: {"by": SCORE}}


def _without_kinds_as_suspicious_as_sure(found: Calcification | Cluster) -> None:
    if found.suspicion is None or math.isnan(found.suspicion):
        object.__setattr__(found, "suspicion", found.score)


def _in_order(content: Mapping[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    return {key: content[key] for key in (*first, *(key for key in content if key not in first))}


def _timings(content: Mapping[str, Any]) -> dict[str, float]:
    if not _are_figures(content):
        raise TypeError("timings_s are no numbers")
    return dict(content)


def _read(kind: type, content: Mapping[str, Any]) -> Any:
    known = {f.name: f.type for f in fields(kind)}
    values = {name: _frozen(value) for name, value in content.items() if name in known}
    forms = {name: _may_be_unknown for name, of_type in known.items() if of_type in ("int", "float", "float | None")}
    for name, fits in (forms | _FORMS.get(kind, {})).items():
        if name in values and not fits(values[name]):
            raise TypeError(f"{name} is {repr(values[name])[:40]}")
    return kind(**values)


def _is_number(value: Any) -> bool:
    return is_number(value) and math.isfinite(value)


def _may_be_unknown(value: Any) -> bool:
    """A number, or what is written for one that is not known: null."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or _is_number(value)


def _is_size(value: Any) -> bool:
    return is_whole(value) and value > 0


def _is_spacing(value: Any) -> bool:
    return _are_numbers(value, 2) and min(value) > 0


def _are_numbers(value: Any, count: int) -> bool:
    return isinstance(value, tuple) and len(value) == count and all(map(_is_number, value))


def _are_points(value: Any) -> bool:
    return isinstance(value, tuple) and all(_are_numbers(one, 2) for one in value)


def _are_figures(value: Any) -> bool:
    """A mapping whose values are numbers, as far as they are known, or none."""
    return value is None or (isinstance(value, Mapping) and all(map(_may_be_unknown, value.values())))


def _is_rating(value: Any) -> bool:
    """A mapping whose figures are numbers, as far as it has them, or none."""
    if value is None:
        return True
    return (
        isinstance(value, Mapping)
        and all(_may_be_unknown(value.get(name)) for name in _OF_RATINGS)
        and _are_figures(value.get("assessments"))
    )


_PLACE: dict[str, Callable[[Any], bool]] = {**dict.fromkeys(("row", "column", "score"), _is_number), "id": is_whole}
_OF_RATINGS = ("risk", "nearest_boundary", "malignant", "low", "high", "n")
_MAPPINGS = {"birads": _is_rating, "odds": _is_rating, "morphologies": _are_figures}
_MARK: dict[str, Callable[[Any], bool]] = {**_PLACE, **_MAPPINGS}
_FORMS: dict[type, dict[str, Callable[[Any], bool]]] = {
    ImageFacts: {
        "rows": _is_size,
        "columns": _is_size,
        "spacing_mm": _is_spacing,
        "nipple": lambda value: value is None or _are_numbers(value, 2),
    },
    OperatingPoint: {"threshold": _is_number},
    Calcification: {**_MARK, "cluster": lambda value: value is None or is_whole(value)},
    Cluster: {
        **_MARK,
        "count": is_whole,
        "bounding_box": lambda value: _are_numbers(value, 4),
        "outline": _are_points,
    },
    Vessel: {"polyline": _are_points, **dict.fromkeys(("length_mm", "calcified_mm", "area_mm2"), _is_number)},
    Patch: dict.fromkeys(("row", "column", "size", "score"), _is_number),
}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value
