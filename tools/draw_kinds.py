"""Draws Docs/screenshots/kinds.jpg: a simulated lesion of each kind on real films, and what the program says of it.

Run by `make kinds-picture`. Each tile shows one lesion without marks, then with the program's; below it the kind that
was drawn, and the kind that the program named at its default operating point.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import NOT_DETERMINED, Calcification, Findings
from MicrocalcCADLib.kinds.system import create
from MicrocalcCADLib.kinds.vocabulary import KINDS, VASCULAR
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.simulation.backgrounds import Background, film_sources, load, split
from MicrocalcTrainLib.simulation.kinds.lesions import InsertedLesion, insert_kind
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import binary_erosion, distance_transform_edt

PICTURE = Path(__file__).resolve().parents[1] / "Docs" / "screenshots" / "kinds.jpg"
SPACING_MM, SIDE, CAPTION, COLUMNS, SEED = 0.1, 300, 44, 5, 7
DEEP_MM, LONGEST_MM, SMALLEST_TILE_MM = 14.0, 24.0, 10.0
INK, PAPER, BENIGN, SUSPICIOUS, OTHER = "#f2f4f7", "#0b0d10", "#cc79a7", "#ffbe3c", "#9aa4b2"


def main() -> None:
    """Draw one tile a kind and write the picture."""
    films = [load(source, SPACING_MM) for source in split(film_sources(), True)]
    detector = create()
    tiles = [tile(number, films[number % len(films)], detector) for number in range(1, len(KINDS) + 1)]
    rows = -(-len(tiles) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (SIDE + 8), rows * (2 * SIDE + CAPTION + 12)), PAPER)
    for number, one in enumerate(tiles):
        sheet.paste(one, (number % COLUMNS * (SIDE + 8), number // COLUMNS * (2 * SIDE + CAPTION + 12)))
    sheet.save(PICTURE, quality=60, optimize=True, progressive=True)
    print(PICTURE)


def tile(number: int, film: Background, detector) -> Image.Image:
    """Return the two pictures of a kind with their caption."""
    image, lesion = with_lesion(number, film)
    mammogram = Mammogram(image, (SPACING_MM, SPACING_MM), "simulated")
    findings = decide(detector.analyse(mammogram))
    top, left, side = window(lesion, image.shape)
    part = image[top : top + side, left : left + side]
    low, high = np.quantile(part, (0.02, 0.998))
    grey = (np.clip((part - low) / (high - low), 0, 1) * 255).astype(np.uint8)
    bare = Image.fromarray(grey).resize((SIDE, SIDE), Image.Resampling.BICUBIC).convert("RGB")
    marked = bare.copy()
    draw_marks(marked, findings, top, left, SIDE / side)
    result = Image.new("RGB", (SIDE, 2 * SIDE + CAPTION + 4), PAPER)
    result.paste(bare, (0, 0))
    result.paste(marked, (0, SIDE + 4))
    draw, font = ImageDraw.Draw(result), ImageFont.load_default(15)
    word = KINDS[number - 1].word
    draw.text((4, 2 * SIDE + 6), f"drawn: {word}", fill=INK, font=font)
    draw.text(
        (4, 2 * SIDE + 25),
        f"named: {named(findings, lesion)}",
        fill=INK if named(findings, lesion) == word else OTHER,
        font=font,
    )
    return result


def with_lesion(number: int, film: Background) -> tuple[np.ndarray, InsertedLesion]:
    """Return a film with one lesion deep in the breast."""
    rng = np.random.default_rng((SEED, number))
    deep = distance_transform_edt(binary_erosion(film.mask)) * SPACING_MM > DEEP_MM
    places = np.argwhere(deep)
    while True:
        image = film.image.copy()
        centre = places[rng.integers(len(places))]
        lesion = insert_kind(
            image, SPACING_MM, number, tuple(centre), rng, texture(image, SPACING_MM), longest_mm=LONGEST_MM
        )
        if lesion and max(np.ptp(lesion.rows), np.ptp(lesion.columns)) * SPACING_MM <= LONGEST_MM:
            return np.clip(image, 0, 1), lesion


def window(lesion: InsertedLesion, shape: tuple[int, ...]) -> tuple[int, int, int]:
    """Return top, left and side of a square about a lesion."""
    extent = max(np.ptp(lesion.rows), np.ptp(lesion.columns))
    side = int(min(max(1.3 * extent, SMALLEST_TILE_MM / SPACING_MM), *shape))
    corner = [
        int(np.clip((v.min() + v.max()) / 2 - side / 2, 0, n - side))
        for v, n in zip((lesion.rows, lesion.columns), shape, strict=True)
    ]
    return *corner, side


def draw_marks(picture: Image.Image, findings: Findings, top: int, left: int, scale: float) -> None:
    """Draw vessels' centre lines, groups' outlines and a circle about each calcification of a score of 0.3."""
    draw = ImageDraw.Draw(picture)

    def at(place: tuple[float, float]) -> tuple[float, float]:
        return (place[1] + 0.5 - left) * scale, (place[0] + 0.5 - top) * scale

    for vessel in findings.vessels:
        draw.line([at(place) for place in vessel.polyline], fill=BENIGN, width=2)
    for cluster in findings.clusters:
        if cluster.reported or (cluster.typically_benign and cluster.score >= 0.3):
            points = [at(place) for place in cluster.outline]
            draw.line([*points, points[0]], fill=BENIGN if cluster.typically_benign else SUSPICIOUS, width=2)
    for one in findings.calcifications:
        if one.score >= 0.3:
            x, y = at((one.row, one.column))
            r = max(4.0, (one.major_axis_mm / 2 + 0.15) / SPACING_MM * scale)
            colour = BENIGN if one.suspicion < one.score / 2 else SUSPICIOUS
            draw.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=2)


def _away_mm(one: Calcification, lesion: InsertedLesion) -> float:
    """Return how far a mark's centre is from a lesion: that of a hook lies beside it."""
    return float(np.hypot(lesion.rows - one.row, lesion.columns - one.column).min()) * SPACING_MM


def named(findings: Findings, lesion: InsertedLesion) -> str:
    """Return the kind of what the program found on a lesion: of a vessel or group there, else of its largest mark."""
    truth = set(zip(lesion.rows.tolist(), lesion.columns.tolist(), strict=True))
    if any((round(row), round(column)) in truth for vessel in findings.vessels for row, column in vessel.polyline):
        return VASCULAR
    on = [
        one
        for one in findings.calcifications
        if one.score >= 0.05 and _away_mm(one, lesion) <= max(SPACING_MM, one.major_axis_mm / 2)
    ]
    groups = {one.cluster for one in on if one.cluster}
    words = [cluster.morphology for cluster in findings.clusters if cluster.id in groups]
    words += [one.morphology for one in sorted(on, key=lambda one: -one.major_axis_mm)]
    return next((word for word in words if word != NOT_DETERMINED), NOT_DETERMINED if on else "not found")


if __name__ == "__main__":
    main()
