"""What a detector computed once and expensively, and what `decide` needs to answer an operating point at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from .errors import InputError
from .files import json_of, written_whole
from .findings import NOT_DETERMINED, ImageFacts, ModelIdentity, Vessel
from .kinds.vocabulary import SURELY_BENIGN, TYPICALLY_BENIGN
from .mammogram import Source
from .notices import Notice, read_notices, stored_notices
from .objects import Objects

MEASURES = (
    "row",
    "column",
    "score",
    "area_mm2",
    "major_axis_mm",
    "minor_axis_mm",
    "eccentricity",
    "mean_intensity",
    "contrast",
)
# far above a full-size mammogram with its score map; a zip file can state more than it holds
LARGEST_BYTES = 2_000_000_000


CERTAINTY, LEAST_OF_WORD, LEAST_PROBABILITY = 0.5, 0.2, 0.005


@dataclass(frozen=True, eq=False)
class Naming:
    """What the candidates may be, each row that of the candidate of the same place.

    Parameters
    ----------
    words
        The k kinds.
    morphologies
        (n, k) float probability of each kind, in [0, 1]. A row adds up to at most 1, the rest being that it is none of
        them; a row of zeros is nothing known.
    suspicion
        (n,) float in [0, 1]: that a reader should look.
    none
        (n,) float in [0, 1]: that it is no calcification, but dust, a marker, a crossing or texture; from `CERTAINTY`
        on it is not reported. Zeros where it is not given.
    left_out
        (n,) str: what one that is not reported for that looks like instead, see `kinds.left_out`; empty for the others,
        and where it is not given.
    """

    words: tuple[str, ...]
    morphologies: np.ndarray
    suspicion: np.ndarray
    none: np.ndarray = None  # type: ignore[assignment]
    left_out: np.ndarray = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.none is None:
            object.__setattr__(self, "none", np.zeros(len(self.suspicion)))
        if self.left_out is None:
            object.__setattr__(self, "left_out", np.full(len(self.suspicion), ""))

    def chosen(self, rows: np.ndarray) -> Naming:
        """Return what some candidates may be, by their places or a bool array."""
        return Naming(self.words, self.morphologies[rows], self.suspicion[rows], self.none[rows], self.left_out[rows])

    @cached_property
    def of_each(self) -> tuple[tuple[str, dict[str, float], float, str], ...]:
        """Word of each candidate, all that it may be (`named`), the probability that it is none, and why it was left
        out; made once for a slider.
        """
        rows = zip(self.morphologies, self.none.round(4).tolist(), self.left_out.tolist(), strict=True)
        return tuple((*self.named(probabilities), none, why) for probabilities, none, why in rows)

    @property
    def surely_benign(self) -> np.ndarray:
        """(n,) bool: which are probably of a kind that is benign by its look, alone or in a group."""
        return self.share_of(SURELY_BENIGN) >= CERTAINTY

    @property
    def typically_benign(self) -> np.ndarray:
        """(n,) bool: which are probably of a typically benign kind, round ones too, which alone need no attention."""
        return self.share_of(TYPICALLY_BENIGN) >= CERTAINTY

    def share_of(self, words: Collection[str]) -> np.ndarray:
        """(n,) the probability that each is of one of some kinds."""
        return self.morphologies[:, [word in words for word in self.words]].sum(axis=1)

    def of_group(self, scores: np.ndarray) -> Naming:
        """Return what a group of all of them may be, one row: their average, the surer ones weighing more (n,)."""
        weights = scores / scores.sum() if scores.sum() > 0 else np.full(len(scores), 1 / max(len(scores), 1))
        return Naming(
            self.words,
            (weights @ self.morphologies)[None],
            *(np.array([weights @ of]) for of in (self.suspicion, self.none)),
        )

    def named(self, probabilities: np.ndarray) -> tuple[str, dict[str, float]]:
        """Return the word of what has these probabilities (k,), and all that it may be, the likeliest first.

        The word is that of the likeliest kind, if it has `LEAST_OF_WORD`, and it and those that a reader treats alike
        have `CERTAINTY` together: a rim that may be a coarse one is named, a rim that may be a pleomorphic one is not.
        Alike are the kinds that are benign by their look, and the others; as well the typically benign ones, and the
        others: round ones count on both sides, since alone they are benign and in a group they need a look.
        """
        order = np.argsort(-probabilities, kind="stable")
        possible = {
            self.words[i]: round(float(probabilities[i]), 4) for i in order if probabilities[i] >= LEAST_PROBABILITY
        }
        best = next(iter(possible), NOT_DETERMINED)
        alike = (
            [(word in benign) == (best in benign) for word in self.words]
            for benign in (SURELY_BENIGN, TYPICALLY_BENIGN)
        )
        together = max(round(float(probabilities[those].sum()), 4) for those in alike)
        sure = possible.get(best, 0.0) >= LEAST_OF_WORD and together >= CERTAINTY
        return (best if sure else NOT_DETERMINED), possible


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidate calcifications as arrays of one length n, in ascending order of id (1 to n).

    Parameters
    ----------
    measures
        (n, 9) float64 table, columns as in `MEASURES`: position in pixels, score in [0, 1], lengths in mm,
        intensities in units of the full scale.
    objects
        Their pixels; that of id i has the number i - 1.
    patches
        (m, 4) float64 table of marked patches: row, column (upper left corner), size in pixels, score.
    naming
        What they may be; None where nobody looked at their kinds.
    """

    measures: np.ndarray
    objects: Objects
    patches: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    naming: Naming | None = None

    def __len__(self) -> int:
        return len(self.measures)

    def column(self, name: str) -> np.ndarray:
        """Return one measure of all candidates, shape (n,)."""
        return self.measures[:, MEASURES.index(name)]

    @property
    def suspicion(self) -> np.ndarray:
        """(n,) how much each calls for a look, in [0, 1]; without kinds that is its score, and so it is for what a
        reader removed.
        """
        scores = self.column("score")
        return scores if self.naming is None else np.where(scores < 0, scores, self.naming.suspicion)

    def object_pixels(self, identifier: int) -> np.ndarray:
        """Return the flat pixel indices of the candidate with this id (1 to n)."""
        return self.objects[identifier - 1]

    @classmethod
    def none(cls) -> Candidates:
        """Return an empty set of candidates."""
        return cls(np.zeros((0, len(MEASURES))), Objects.of([]))


@dataclass(frozen=True, eq=False)
class Analysis:
    """The result of `Detector.analyse`.

    Parameters
    ----------
    score_map
        float16 array of the network's proximity map in [0, 1] on a grid of about `score_map_spacing_mm` that covers the
        same field as the image (pixel i of n is the part i / n to (i + 1) / n); None for a method that has none.
    breast_mask
        bool array of the image's shape.
    operating_points
        Named thresholds of the model.
    vessels
        Calcified vessels that were traced.
    """

    source: Source
    image: ImageFacts
    method: str
    model: ModelIdentity | None
    operating_points: Mapping[str, float]
    candidates: Candidates
    breast_mask: np.ndarray
    score_map: np.ndarray | None = None
    score_map_spacing_mm: float | None = None
    timings_s: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    vessels: tuple[Vessel, ...] = ()

    def label_map(self, identifiers: np.ndarray | list[int] | None = None) -> np.ndarray:
        """Return a uint32 image whose pixel value is the calcification's id, for all or the given ids."""
        candidates = self.candidates
        labels = np.arange(1, len(candidates) + 1, dtype=np.uint32)
        if identifiers is not None:
            labels[~np.isin(labels, np.asarray(identifiers, np.uint32))] = 0
        image = np.zeros(self.image.rows * self.image.columns, np.uint32)
        image[candidates.objects.pixels] = np.repeat(labels, candidates.objects.sizes)
        return image.reshape(self.image.rows, self.image.columns)

    def save(self, path: Path | str) -> None:
        """Write the analysis as one ``.npz`` without pickles, whole or not at all."""
        header: dict[str, Any] = {
            "source": asdict(self.source),
            "image": asdict(self.image),
            "method": self.method,
            "model": asdict(self.model) if self.model else None,
            "operating_points": dict(self.operating_points),
            "score_map_spacing_mm": self.score_map_spacing_mm,
            "timings_s": dict(self.timings_s),
            "versions": dict(self.versions),
            "notices": stored_notices(self.notices),
            "vessels": [asdict(vessel) for vessel in self.vessels],
        }
        naming = self.candidates.naming
        kinds = (
            {}
            if naming is None
            else {
                "morphologies": naming.morphologies,
                "suspicion": naming.suspicion,
                "none": naming.none,
                "left_out": naming.left_out,
            }
        )
        if naming is not None:
            header["words"] = list(naming.words)
        arrays: dict[str, Any] = {
            "header": np.frombuffer(json.dumps(header).encode(), np.uint8),
            "measures": self.candidates.measures,
            "pixels": self.candidates.objects.pixels,
            "starts": self.candidates.objects.starts,
            "patches": self.candidates.patches,
            "breast_mask": np.packbits(self.breast_mask, axis=None),
            "score_map": np.zeros((0, 0), np.float16) if self.score_map is None else self.score_map,
            **kinds,
        }
        with written_whole(path) as temporary, temporary.open("wb") as stream:
            np.savez_compressed(stream, **arrays)

    @classmethod
    def load(cls, path: Path | str) -> Analysis:
        """Read what `save` wrote; raises `InputError` for anything else."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                if sum(entry.file_size for entry in stored.zip.infolist()) > LARGEST_BYTES:
                    raise ValueError("it is larger than that of any mammogram")
                header = json_of(stored["header"].tobytes())
                pairs = {name: tuple(value) for name, value in header["image"].items() if isinstance(value, list)}
                image = ImageFacts(**{**header["image"], **pairs})
                size = image.rows * image.columns
                if stored["breast_mask"].size != -(-size // 8):
                    raise ValueError("its breast mask is not of the image's size")
                score_map = stored["score_map"]
                mask = np.unpackbits(stored["breast_mask"], count=size).astype(bool).reshape(image.rows, image.columns)
                if "nipple" not in header["image"]:  # of an earlier version
                    from .nipple import estimate  # SciPy: importing this module is light

                    marks = estimate(mask, image)
                    image = replace(image, nipple=None if marks is None else marks.nipple)
                return cls(
                    source=Source(**header["source"]),
                    image=image,
                    method=header["method"],
                    model=ModelIdentity(**header["model"]) if header["model"] else None,
                    operating_points=header["operating_points"],
                    candidates=Candidates(
                        stored["measures"],
                        Objects(stored["pixels"], stored["starts"]),
                        stored["patches"],
                        _naming(header, stored),
                    ),
                    breast_mask=mask,
                    score_map=score_map if score_map.size else None,
                    score_map_spacing_mm=header["score_map_spacing_mm"],
                    timings_s=header["timings_s"],
                    versions=header["versions"],
                    notices=read_notices(header["notices"]),
                    vessels=tuple(_vessel(vessel) for vessel in header.get("vessels", ())),
                )
        except Exception as error:  # zip, NumPy and JSON raise whatever the damaged bytes lead to
            raise InputError(
                f"{Path(path).name} is not an analysis that Microcalc wrote ({error}): detect again."
            ) from error


def _naming(header: Mapping[str, Any], stored: Mapping[str, np.ndarray]) -> Naming | None:
    """Return the kinds of a stored analysis, None for one that has none."""
    if "words" not in header:
        return None
    words, morphologies, suspicion = tuple(map(str, header["words"])), stored["morphologies"], stored["suspicion"]
    n = len(stored["measures"])
    none = stored["none"] if "none" in stored else np.zeros(n)  # of an earlier version
    left_out = stored["left_out"] if "left_out" in stored else np.full(n, "")
    if (
        morphologies.shape != (n, len(words))
        or {suspicion.shape, none.shape, left_out.shape} != {(n,)}
        or left_out.dtype.kind != "U"
    ):
        raise ValueError("its kinds do not fit its candidates")
    return Naming(words, morphologies, suspicion, none, left_out)


def _vessel(content: Mapping[str, Any]) -> Vessel:
    return Vessel(**{**content, "polyline": tuple((float(row), float(column)) for row, column in content["polyline"])})
