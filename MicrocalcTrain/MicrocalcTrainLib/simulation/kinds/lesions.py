"""A lesion of each kind: what it consists of, how much contrast it shows, and its truth in an image."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.kinds.vocabulary import KINDS
from scipy.ndimage import binary_dilation, gaussian_filter, map_coordinates

from ..lesions import Placed, _log_uniform
from ..shapes import MORPHOLOGIES, render
from . import drawings
from .canvas import STEP_MM, Drawing, course

WORDS = tuple(kind.word for kind in KINDS)
# what lies within this distance of a small calcification is labelled as it
RIM_MM = 0.12
Window = tuple[slice, slice]


@dataclass(frozen=True, eq=False)
class Part:
    """One calcification of a lesion: a drawing or a small shape, its place in mm from the lesion's centre, its relative
    contrast.
    """

    look: Drawing | Placed
    offset_mm: np.ndarray
    contrast: float


@dataclass(frozen=True)
class KindLook:
    """How a kind looks.

    Parameters
    ----------
    draw
        Returns the parts of a lesion; given a generator and the longest extent in mm that the field allows.
    contrast
        Peak contrast in standard deviations of the local fine texture (log-uniform).
    share
        How often it is drawn, relative to the others: about as often as a reader has to decide it.
    """

    draw: Callable[[np.random.Generator, float], list[Part]]
    contrast: tuple[float, float]
    share: float


@dataclass(frozen=True, eq=False)
class InsertedLesion:
    """A lesion in an image.

    Parameters
    ----------
    kind
        Index of the kind, 1 to 13 as in `KINDS`.
    row, column
        Centre in pixels.
    rows, columns
        Pixels of its truth.
    objects
        (rows, columns) of each calcification that shows at least half of its peak contrast.
    """

    kind: int
    row: float
    column: float
    rows: np.ndarray
    columns: np.ndarray
    objects: tuple[tuple[np.ndarray, np.ndarray], ...]
    contrast: float


def _alone(drawing: Drawing) -> list[Part]:
    return [Part(drawing, np.zeros(2), 1.0)]


def _several(
    rng: np.random.Generator, draw: Callable[[], Drawing], most: int, spread_mm: float, alone: float = 0.5
) -> list[Part]:
    n = 1 if rng.random() < alone else int(rng.integers(2, most + 1))
    offsets = rng.normal(0, spread_mm, (n, 2)) if n > 1 else np.zeros((1, 2))
    return [Part(draw(), offset, float(np.exp(rng.normal(0, 0.25)))) for offset in offsets]


def _rods(rng: np.random.Generator, longest_mm: float) -> list[Part]:
    towards_nipple = rng.uniform(0, 2 * np.pi)
    return _several(rng, lambda: drawings.rod(rng, towards_nipple), 6, 7.0, 0.4)


def _milk(rng: np.random.Generator, longest_mm: float) -> list[Part]:
    lateral = rng.random() < 0.5
    return _several(rng, lambda: drawings.teacup(rng, lateral), 12, rng.uniform(1.5, 5), 0.1)


def _in_a_scar(parts: list[Part], rng: np.random.Generator) -> list[Part]:
    """Return the parts with the scar that they lie in, which most show."""
    return [Part(drawings.scar(rng), rng.normal(0, 1.5, 2), 0.0), *parts] if rng.random() < 0.8 else parts


def _dystrophic(rng: np.random.Generator, longest_mm: float) -> list[Part]:
    return _in_a_scar(_several(rng, lambda: drawings.dystrophic(rng), 6, 4.0, 0.25), rng)


def _sutures(rng: np.random.Generator, longest_mm: float) -> list[Part]:
    return _in_a_scar(_several(rng, lambda: drawings.suture(rng), 4, 6.0, 0.4), rng)


def _skin(rng: np.random.Generator, longest_mm: float) -> list[Part]:
    return _several(rng, lambda: drawings.lucent_polygon(rng), 9, rng.uniform(1.2, 3.5), 0.1)


def _small(
    morphologies: Sequence[tuple[str, float]],
    diameter_mm: tuple[float, float],
    count: tuple[int, int],
    variety: float,
    layouts: Sequence[tuple[str, float]],
) -> Callable[[np.random.Generator, float], list[Part]]:
    """Return a drawer of groups of small calcifications; see `descriptors.Look`."""

    def draw(rng: np.random.Generator, longest_mm: float) -> list[Part]:
        n = round(_log_uniform(rng, *count))
        layout = rng.choice([name for name, _ in layouts], p=[p for _, p in layouts])
        offsets = LAYOUTS[layout](rng, n, longest_mm)
        typical = _log_uniform(rng, *diameter_mm)
        diameters = np.clip(typical * np.exp(rng.normal(0, variety, n)), 0.08, 2 * diameter_mm[1])
        parts = []
        for morphology, offset, diameter in zip(
            rng.choice([name for name, _ in morphologies], n, p=[p for _, p in morphologies]),
            offsets,
            diameters,
            strict=True,
        ):
            shape = MORPHOLOGIES[morphology](rng, float(diameter))
            times = float(np.clip((diameter / typical) ** 0.7 * np.exp(rng.normal(0, variety * 0.6)), 0.25, 2.5))
            parts.append(Part(Placed(shape, offset, 1.0), offset, times))
        return parts

    return draw


def _grouped(rng: np.random.Generator, n: int, longest_mm: float) -> np.ndarray:
    spread = rng.uniform(0.9, 3.5) * min(1.0, (n / 8) ** 0.5)
    turn, oval = rng.uniform(0, np.pi), rng.uniform(0.4, 1.0)
    offsets = rng.normal(0, spread, (n, 2)) * [1.0, oval]
    return offsets @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def _along_ducts(rng: np.random.Generator, n: int, longest_mm: float) -> np.ndarray:
    """Return places along a duct and its branches: linear where it has none, segmental where it has several."""
    length = rng.uniform(8, max(9.0, min(longest_mm, 28)))
    trunk = course(rng, length, rng.uniform(0.02, 0.12))
    courses = [trunk]
    for _ in range(rng.integers(0, 4)):
        start = trunk[rng.integers(len(trunk) // 5, len(trunk))]
        branch = course(rng, length * rng.uniform(0.25, 0.6), 0.1)
        courses.append(branch - branch[0] + start)
    places = np.concatenate(courses)
    return places[rng.integers(len(places), size=n)] + rng.normal(0, 0.2, (n, 2))


def _wide(rng: np.random.Generator, n: int, longest_mm: float) -> np.ndarray:
    return rng.uniform(-0.5, 0.5, (n, 2)) * rng.uniform(0.5, 1.0) * longest_mm


MOSTLY_GROUPED = (("grouped", 0.7), ("ducts", 0.2), ("wide", 0.1))
MOSTLY_DUCTS = (("grouped", 0.25), ("ducts", 0.75))
LAYOUTS = {"grouped": _grouped, "ducts": _along_ducts, "wide": _wide}

# Sizes after kinds of the BI-RADS atlas (5th edition) and the literature; contrasts span what shows in film and digital
# images.
LOOKS: dict[str, KindLook] = {
    "vascular": KindLook(lambda rng, longest: _alone(drawings.vessel(rng, longest)), (6.0, 45.0), 0.2),
    "coarse (popcorn)": KindLook(
        lambda rng, longest: _several(rng, lambda: drawings.popcorn(rng), 3, 6.0, 0.8), (12.0, 110.0), 0.1
    ),
    "large rod-like": KindLook(_rods, (7.0, 50.0), 0.09),
    "round or punctate": KindLook(
        _small((("punctate", 1.0),), (0.15, 0.95), (1, 14), 0.25, (("wide", 0.6), ("grouped", 0.4))), (4.0, 30.0), 0.14
    ),
    "rim": KindLook(lambda rng, longest: _several(rng, lambda: drawings.rim(rng), 4, 8.0, 0.6), (7.0, 80.0), 0.11),
    "dystrophic": KindLook(_dystrophic, (7.0, 50.0), 0.08),
    "milk of calcium": KindLook(_milk, (6.0, 25.0), 0.06),
    "suture": KindLook(_sutures, (8.0, 50.0), 0.07),
    "skin": KindLook(_skin, (6.0, 30.0), 0.05),
    "amorphous": KindLook(
        _small((("amorphous", 0.9), ("punctate", 0.1)), (0.1, 0.28), (8, 60), 0.2, MOSTLY_GROUPED),
        (4.0, 10.0),
        0.1,
    ),
    "coarse heterogeneous": KindLook(
        _small((("irregular", 0.85), ("coarse", 0.15)), (0.45, 0.9), (4, 20), 0.35, (("grouped", 0.8), ("ducts", 0.2))),
        (6.0, 30.0),
        0.09,
    ),
    "fine pleomorphic": KindLook(
        _small(
            (("irregular", 0.75), ("punctate", 0.2), ("fine linear", 0.05)),
            (0.14, 0.45),
            (5, 45),
            0.45,
            (("grouped", 0.75), ("ducts", 0.25)),
        ),
        (4.5, 20.0),
        0.12,
    ),
    "fine linear or branching": KindLook(
        _small(
            (("fine linear", 0.5), ("fine linear branching", 0.3), ("irregular", 0.2)),
            (0.15, 0.4),
            (6, 40),
            0.4,
            MOSTLY_DUCTS,
        ),
        (4.5, 20.0),
        0.09,
    ),
}


def draw_kind(rng: np.random.Generator) -> int:
    """Return a kind, 1 to 13, as often as `LOOKS` says."""
    shares = np.array([LOOKS[word].share for word in WORDS])
    return 1 + int(rng.choice(len(WORDS), p=shares / shares.sum()))


def insert_kind(
    image: np.ndarray,
    spacing_mm: float,
    kind: int,
    centre: tuple[float, float],
    rng: np.random.Generator,
    noise: np.ndarray,
    psf_mm: tuple[float, float] = (0.04, 0.09),
    longest_mm: float = 40.0,
) -> InsertedLesion | None:
    """Add a lesion of a kind to `image` in place; None where nothing of it lies within the image.

    Parameters
    ----------
    image
        float32 (rows, columns); bright is dense.
    kind
        1 to 13, as in `KINDS`.
    noise
        `contrast.texture` of the image, same shape.
    """
    look = LOOKS[WORDS[kind - 1]]
    at = tuple(int(np.clip(round(c), 0, n - 1)) for c, n in zip(centre, image.shape, strict=True))
    contrast, psf = _log_uniform(rng, *look.contrast), rng.uniform(*psf_mm)
    unit = np.float32(contrast * noise[at])
    truth = np.zeros(image.shape, bool)
    objects = []
    for part in look.draw(rng, longest_mm):
        position = np.asarray(centre) + part.offset_mm / spacing_mm
        if isinstance(part.look, Drawing):
            sampled = _sampled(part.look, spacing_mm, position, psf, image.shape)
            if sampled is None:
                continue
            window, profile, extent, tissue = sampled
            if tissue is not None:
                image[window] += np.float32(_log_uniform(rng, 1.0, 14.0) * noise[at]) * tissue
            shown = extent
        else:
            covered = _shape(part.look, spacing_mm, position, psf, image.shape)
            if covered is None:
                continue
            window, profile = covered
            shown = profile >= 0.5
            extent = binary_dilation(shown, iterations=max(1, round(RIM_MM / spacing_mm)))
        image[window] += unit * np.float32(part.contrast) * profile
        truth[window] |= extent
        rows, columns = np.nonzero(shown)
        if rows.size:
            objects.append((rows + window[0].start, columns + window[1].start))
    rows, columns = np.nonzero(truth)
    return (
        InsertedLesion(kind, float(centre[0]), float(centre[1]), rows, columns, tuple(objects), contrast)
        if rows.size
        else None
    )


def _sampled(
    drawing: Drawing, spacing_mm: float, position: np.ndarray, psf_mm: float, shape: tuple[int, ...]
) -> tuple[Window, np.ndarray, np.ndarray, np.ndarray | None] | None:
    """Return the window of an image that a drawing covers, and calcium, extent and tissue as the image shows them; None
    outside the image.
    """
    half_mm = drawing.calcium.shape[0] // 2 * STEP_MM
    first = np.maximum(np.ceil(position - half_mm / spacing_mm), 0).astype(int)
    last = np.minimum(np.floor(position + half_mm / spacing_mm), np.array(shape) - 1).astype(int)
    if (last < first).any():
        return None
    window = slice(first[0], last[0] + 1), slice(first[1], last[1] + 1)
    middle = drawing.calcium.shape[0] // 2
    axes = [
        (np.arange(f, t + 1) - p) * spacing_mm / STEP_MM + middle for f, t, p in zip(first, last, position, strict=True)
    ]
    grid = np.meshgrid(*axes, indexing="ij")
    blur = np.hypot(psf_mm, 0.29 * spacing_mm) / STEP_MM
    calcium = gaussian_filter(drawing.calcium, blur)
    peak = max(float(np.quantile(calcium[drawing.extent], 0.98)) if drawing.extent.any() else 0.0, 1e-6)
    profile = map_coordinates(calcium / np.float32(peak), grid, order=1, output=np.float32)
    extent = map_coordinates(drawing.extent.astype(np.float32), grid, order=1) > 0.5
    tissue = None if drawing.tissue is None else map_coordinates(drawing.tissue, grid, order=1, output=np.float32)
    return window, profile, extent, tissue


def _shape(
    placed: Placed, spacing_mm: float, position: np.ndarray, psf_mm: float, shape: tuple[int, ...]
) -> tuple[Window, np.ndarray] | None:
    """Return the window of an image that a small calcification covers, and its profile there; None outside
    the image.
    """
    nearest = np.round(position).astype(int)
    profile, half = render(placed.shape, spacing_mm, position - nearest, psf_mm)
    first, last = np.maximum(nearest - half, 0), np.minimum(nearest + half + 1, shape)
    if (last <= first).any():
        return None
    inner = first - (nearest - half)
    window = slice(first[0], last[0]), slice(first[1], last[1])
    return window, profile[inner[0] : inner[0] + last[0] - first[0], inner[1] : inner[1] + last[1] - first[1]]
