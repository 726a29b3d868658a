"""``<stem>.overlay.png``: the mammogram with its marks, close-ups of the most suspicious clusters, scale and legend."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import RESEARCH_ONLY
from ..analysis import Analysis
from ..console import counts_of
from ..files import in_letters_of_fonts, written_whole
from ..findings import NOT_DETERMINED, Cluster, Findings, Vessel
from ..kinds.arterial import ArterialCalcification
from ..mammogram import Mammogram
from ..palette import (
    ATTENTION_COLOUR,
    PATCH_COLOUR,
    UNKNOWN_TEXT,
    VESSEL_COLOUR,
    colour_of_group,
    colour_of_single,
    legend,
)
from .picture import Inset, corners, group_text, insets, nice_length_mm, rank_text, whole_picture

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

HEIGHT = 1800
HEADER, HEADER_LINE, FOOTER, GAP = 76, 28, 44, 18
INSET_SIDE, INSET_CAPTION = 400, 58
SINGLE_RADIUS_MM = 1.5
BACKGROUND, PANEL, TEXT, MUTED = "#0b0d10", "#15191f", "#f2f4f7", "#9aa4b2"


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the picture as PNG, about 1900 px tall however large the mammogram is."""
    picture = draw_overlay(findings, analysis, mammogram)
    with written_whole(path) as temporary:
        picture.save(temporary, "PNG", compress_level=4)


def draw_overlay(findings: Findings, analysis: Analysis, mammogram: Mammogram) -> Image:
    """Return the composed RGB picture."""
    from PIL import Image, ImageDraw

    whole = marked(whole_picture(mammogram, analysis, HEIGHT).convert("RGB"), findings)
    rows = max(1, (whole.height + GAP) // (INSET_SIDE + INSET_CAPTION + GAP))
    closeups = insets(findings, analysis, mammogram, limit=2 * rows)
    columns = 0 if not closeups else 1 if len(closeups) <= rows else 2
    width = max(whole.width + columns * (INSET_SIDE + GAP) + 2 * GAP, 900)
    height = max(whole.height, min(rows, len(closeups)) * (INSET_SIDE + INSET_CAPTION + GAP))
    entries, lines = _legend_rows(findings, width), _header_lines(findings, width)
    top = HEADER + HEADER_LINE * (len(lines) - 1)
    canvas = Image.new("RGB", (width, top + height + FOOTER * len(entries)), BACKGROUND)
    canvas.paste(whole, (GAP, top))
    draw = ImageDraw.Draw(canvas)
    _draw_header(draw, findings, mammogram, lines, width)
    _draw_scale_bar(draw, GAP + 24, top + whole.height - 30, whole.width, mammogram.shape[1] * mammogram.spacing_mm[1])
    for index, inset in enumerate(closeups):
        left = whole.width + 2 * GAP + (index // rows) * (INSET_SIDE + GAP)
        _paste_inset(
            canvas,
            draw,
            inset,
            left,
            top + (index % rows) * (INSET_SIDE + INSET_CAPTION + GAP),
        )
    _draw_legend(draw, entries, width, top + height)
    return canvas


def marked(picture: Image, findings: Findings) -> Image:
    """Return the picture of the whole mammogram with outlines, numbers, circles and the vessels' centre lines drawn on
    it.
    """
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture, "RGBA")
    across, down = picture.width / findings.image.columns, picture.height / findings.image.rows
    grouped = {cluster.id for cluster in findings.reported_clusters}
    radius = max(5.0, SINGLE_RADIUS_MM / findings.image.spacing_mm[1] * across)
    for vessel in findings.vessels:
        line = [((column + 0.5) * across, (row + 0.5) * down) for row, column in vessel.polyline]
        draw.line(line, fill="#00000090", width=5, joint="curve")
        draw.line(line, fill=VESSEL_COLOUR, width=2, joint="curve")
    for calcification in findings.reported_calcifications:
        if calcification.cluster not in grouped:
            x, y = (calcification.column + 0.5) * across, (calcification.row + 0.5) * down
            draw.ellipse(
                (x - radius, y - radius, x + radius, y + radius),
                outline=colour_of_single(calcification) + "b0",
                width=2,
            )
    for patch in findings.patches:
        if patch.reported:
            corner = patch.column * across, patch.row * down
            draw.rectangle(
                (*corner, corner[0] + patch.size * across, corner[1] + patch.size * down),
                outline=PATCH_COLOUR + "90",
                width=2,
            )
    for cluster in reversed(findings.reported_clusters):
        _draw_cluster(draw, cluster, across, down)
    return picture


def _draw_cluster(draw: ImageDraw, cluster: Cluster, across: float, down: float) -> None:
    colour = colour_of_group(cluster)
    points = [((column + 0.5) * across, (row + 0.5) * down) for row, column in corners(cluster)]
    closed = [*points, points[0]]
    draw.line(closed, fill="#00000090", width=6, joint="curve")
    draw.line(closed, fill=colour, width=3, joint="curve")
    x, y = max(points, key=lambda point: point[0] - point[1])
    _badge(draw, str(cluster.id), min(x + 4, draw.im.size[0] - 50), max(y - 34, 2), colour, 26)


def _paste_inset(canvas: Image, draw: ImageDraw, inset: Inset, left: int, top: int) -> None:
    from PIL import Image, ImageDraw

    colour = colour_of_group(inset.cluster)
    picture = inset.picture.convert("RGB").resize((INSET_SIDE, INSET_SIDE), Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(picture, "RGBA")
    for row, column, to_row, to_column in inset.edges * INSET_SIDE:
        pen.line((column, row, to_column, to_row), fill=colour + "d0", width=1)
    _draw_scale_bar(pen, 14, INSET_SIDE - 16, INSET_SIDE, inset.side_mm)
    canvas.paste(picture, (left, top))
    draw.rectangle((left - 1, top - 1, left + INSET_SIDE, top + INSET_SIDE + INSET_CAPTION), outline=colour, width=2)
    _badge(draw, str(inset.cluster.id), left + 10, top + 10, colour, 26)
    draw.text(
        (left + 10, top + INSET_SIDE + 4),
        _shortened(draw, card_title(inset.cluster), INSET_SIDE - 20, 21),
        TEXT,
        _font(21),
    )
    _draw_with_squares(draw, left + 10, top + INSET_SIDE + 30, measures_text(inset.cluster), 18)


def card_title(cluster: Cluster) -> str:
    """Return what stands under a cluster's enlargement: how much it calls for a look and its kind, or without kinds its
    score.
    """
    known = cluster.morphology if cluster.morphology != NOT_DETERMINED else UNKNOWN_TEXT
    return f"{rank_text(cluster)}   {known if cluster.morphologies else group_text(cluster)}"


def measures_text(cluster: Cluster) -> str:
    """Return count, area and density of a cluster in words."""
    measures = f"{cluster.count} calcifications", f"{cluster.area_mm2:.0f} mm²", density_text(cluster)
    return ", ".join(filter(None, measures))


def density_text(cluster: Cluster) -> str:
    """Return the density of a cluster in words; empty where it is not known, as of a report without single marks."""
    density = cluster.density_per_cm2
    return "" if density is None or math.isnan(density) else f"{density:.1f} per cm²"


def vessel_text(measured: Vessel | ArterialCalcification) -> str:
    """Return length, calcified length and area of a vessel, or of several together, in words."""
    return f"{measured.length_mm:.1f} mm, calcified {measured.calcified_mm:.1f} mm and {measured.area_mm2:.1f} mm²"


def _header_lines(findings: Findings, width: int) -> list[str]:
    """Return what was found and by what, in lines that fit, so that nothing is cut."""
    point = findings.operating_point
    model = f"{findings.model.name} {findings.model.version}" if findings.model else "no model"
    words = (
        f"{summary(findings)}, operating point {point.name} ({point.by} from {point.threshold:.2f}), {findings.method},"
        f" {model}".split(" ")
    )
    font, lines = _font(20), words[:1]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= width - 2 * GAP:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _draw_header(draw: ImageDraw, findings: Findings, mammogram: Mammogram, lines: list[str], width: int) -> None:
    image = findings.image
    view = " ".join(part for part in (image.laterality, image.view) if part)
    name = in_letters_of_fonts(Path(mammogram.source.path).name) if mammogram.source.path else "mammogram"
    end = f"   {view}" if view else ""  # which a long name must not push out
    draw.text(
        (GAP, 8), _shortened(draw, name, width - 2 * GAP - draw.textlength(end, _font(28)), 28) + end, TEXT, _font(28)
    )
    for number, line in enumerate(lines):
        draw.text((GAP, 44 + HEADER_LINE * number), line, MUTED, _font(20))


def summary(findings: Findings) -> str:
    """Return the number of reported clusters, groups of few and calcifications, of typically benign findings, and of
    calcified vessels with their length, in words."""
    return counts_of(findings).replace("\t", ", ")


def _legend_rows(findings: Findings, width: int) -> list[list[tuple[int, str, str]]]:
    """Return left edge, colour and words of what the legend has, row by row, so that nothing is cut and the last row
    has room for the notice.
    """
    font = _font(18)
    rows: list[list[tuple[int, str, str]]] = [[]]
    x, entries = GAP, legend(findings)
    for colour, words in entries:
        wide = 52 + int(font.getlength(words))
        if rows[-1] and x + wide > width:
            rows.append([])
            x = GAP
        rows[-1].append((x, colour, words))
        x += wide
    if rows[-1] and x + font.getlength(RESEARCH_ONLY) + GAP > width:
        rows.append([])
    return rows


def _draw_legend(draw: ImageDraw, rows: list[list[tuple[int, str, str]]], width: int, top: int) -> None:
    font = _font(18)
    for row in rows:
        for x, colour, words in row:
            draw.rectangle((x, top + 15, x + 16, top + 31), outline=colour, width=3)
            draw.text((x + 24, top + 11), words, TEXT, font)
        top += FOOTER
    notice = _shortened(draw, RESEARCH_ONLY, width - 2 * GAP, 18)
    draw.text((width - GAP - draw.textlength(notice, font), top - FOOTER + 11), notice, ATTENTION_COLOUR, font)


def _draw_scale_bar(draw: ImageDraw, left: int, bottom: int, width_px: int, width_mm: float) -> None:
    length = nice_length_mm(width_mm)
    end = left + length * width_px / width_mm
    for offset, colour, thick in ((0, "#000000", 8), (0, "#ffffff", 4)):
        draw.line((left + offset, bottom, end, bottom), fill=colour, width=thick)
    draw.text((left, bottom - 28), f"{length} mm", "#ffffff", _font(18), stroke_width=2, stroke_fill="#000000")


def _badge(draw: ImageDraw, text: str, x: float, y: float, colour: str, size: int) -> None:
    font = _font(size)
    wide = draw.textlength(text, font) + 16
    draw.rounded_rectangle((x, y, x + wide, y + size + 6), 6, fill=colour)
    draw.text((x + wide / 2, y + size / 2 + 3), text, "#000000", font, anchor="mm")


def _draw_with_squares(draw: ImageDraw, x: float, y: float, text: str, size: int) -> None:
    """Draw text whose "²" the built-in font lacks, as a small raised 2."""
    for part in text.replace("²", "|²|").split("|"):
        font = _font(size * 2 // 3 if part == "²" else size)
        shown = part.replace("²", "2")
        draw.text((x, y), shown, MUTED, font)
        x += draw.textlength(shown, font)


def _shortened(draw: ImageDraw, text: str, width: float, size: int) -> str:
    font, text = _font(size), " ".join(text.splitlines())  # a file's name may hold the end of a line
    while len(text) > 4 and draw.textlength(text, font) > width:
        text = text[:-4] + "..."
    return text


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)
