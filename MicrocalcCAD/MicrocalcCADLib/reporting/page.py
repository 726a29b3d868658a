"""``<stem>.html``: one self-contained page. Pictures are inline, marks are SVG that can be switched off, no scripts."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import RESEARCH_ONLY, __version__
from ..analysis import Analysis
from ..assessment.birads_scale import rating_text
from ..files import write_text
from ..findings import Cluster, Findings, Vessel
from ..kinds.arterial import arterial_calcification
from ..mammogram import Mammogram
from ..palette import PATCH_COLOUR, VESSEL_COLOUR, colour_of_group, colour_of_single, legend
from .overlay import density_text, measures_text, summary, vessel_text
from .page_style import opening, plane_text
from .picture import Inset, corners, group_text, insets, nice_length_mm, rank_text, whole_picture

if TYPE_CHECKING:
    from PIL.Image import Image

HEIGHT = 1600
MOST_INSETS = 40
SINGLE_RADIUS_MM = 1.5


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the page; it opens without a network."""
    write_text(path, to_html(findings, analysis, mammogram))


def to_html(findings: Findings, analysis: Analysis, mammogram: Mammogram) -> str:
    """Return the page as text."""
    name = Path(mammogram.source.path).name if mammogram.source.path else "Mammogram"
    closeups = insets(findings, analysis, mammogram, MOST_INSETS)
    notices = "".join(
        f'<p class="notice">{escape(text)}</p>'
        for text in dict.fromkeys(notice.text for notice in (*findings.notices, *mammogram.notices))
    )
    start = opening(f"{name}: calcifications", pictures=True)
    return f"""{start}<header>
<h1>{escape(name)}</h1>
<p class="summary">{escape(summary(findings))} at the operating point <b>{escape(findings.operating_point.name)}</b>
({escape(findings.operating_point.by)} &ge; {findings.operating_point.threshold:.3g})</p>
<p class="research">{escape(RESEARCH_ONLY)}</p>
{notices}
</header>
<input type="checkbox" id="marks" checked><label for="marks">Show marks</label>{_legend(findings)}
<main>
{_whole(findings, analysis, mammogram)}
<section class="clusters">
<h2>Clusters, the most suspicious first</h2>
{_cards(findings, closeups)}
{_vascular(findings)}
</section>
</main>
<section class="facts">
{_facts(findings, mammogram)}
</section>
<footer>Microcalc {escape(__version__)}. {escape(RESEARCH_ONLY)}
{plane_text(findings.image.spacing_plane)}</footer>
</body>
</html>
"""


def _whole(findings: Findings, analysis: Analysis, mammogram: Mammogram) -> str:
    rows, columns = mammogram.shape
    grouped = {cluster.id for cluster in findings.reported_clusters}
    radius = SINGLE_RADIUS_MM / mammogram.mean_spacing_mm
    shapes = [_centre_line(vessel) for vessel in findings.vessels]
    shapes += [
        f'<circle cx="{c.column + 0.5:.1f}" cy="{c.row + 0.5:.1f}" r="{radius:.1f}" stroke="{colour_of_single(c)}">'
        f"<title>{rank_text(c)}</title></circle>"
        for c in findings.reported_calcifications
        if c.cluster not in grouped
    ]
    shapes += [
        f'<rect x="{p.column:g}" y="{p.row:g}" width="{p.size}" height="{p.size}" stroke="{PATCH_COLOUR}"/>'
        for p in findings.patches
        if p.reported
    ]
    shapes += [_mark(cluster, rows) for cluster in findings.reported_clusters]
    picture = _data_uri(whole_picture(mammogram, analysis, HEIGHT), quality=88)
    aspect = columns * mammogram.spacing_mm[1] / (rows * mammogram.spacing_mm[0])
    return (
        f'<figure class="whole" style="--aspect:{aspect:.5f}"><svg class="picture" viewBox="0 0 {columns} {rows}"'
        f' preserveAspectRatio="none"><image href="{picture}" width="{columns}" height="{rows}"'
        ' preserveAspectRatio="none"/><g'
        f' class="marks">{"".join(shapes)}</g></svg>{_scale_bar(columns * mammogram.spacing_mm[1])}</figure>'
    )


def _centre_line(vessel: Vessel) -> str:
    points = " ".join(f"{column + 0.5:.1f},{row + 0.5:.1f}" for row, column in vessel.polyline)
    hint = f"vessel {vessel.id}, {vessel.length_mm:.0f} mm, {vessel.calcified_mm:.0f} mm of it calcified"
    return f'<polyline points="{points}" stroke="{VESSEL_COLOUR}"><title>{hint}</title></polyline>'


def _legend(findings: Findings) -> str:
    return "".join(
        f'<span class="legend" style="--colour:{colour}">{escape(words)}</span>' for colour, words in legend(findings)
    )


def _vascular(findings: Findings) -> str:
    """Return the table of the calcified vessels, none where there are none."""
    if not findings.vessels:
        return ""
    total = arterial_calcification(findings.vessels)
    rows = [(f"Vessel {v.id}", f"{vessel_text(v)}, segments: {v.segments}") for v in findings.vessels]
    return f"<h2>Vascular</h2>{_table([*rows, ('Together', vessel_text(total))])}"


def _mark(cluster: Cluster, rows: int) -> str:
    outline = corners(cluster)
    points = " ".join(f"{column + 0.5:.1f},{row + 0.5:.1f}" for row, column in outline)
    colour, size = colour_of_group(cluster), rows / 45
    y, x = max(outline, key=lambda point: point[1] - point[0])
    hint = f"cluster {cluster.id}, {rank_text(cluster)}, {measures_text(cluster)}"
    return (
        f'<a href="#cluster-{cluster.id}"><polygon points="{points}"'
        f' stroke="{colour}"><title>{escape(hint)}</title></polygon><text x="{x + size / 4:.0f}" y="{y:.0f}"'
        f' font-size="{size:.0f}" style="fill:{colour}">{cluster.id}</text></a>'
    )


def _cards(findings: Findings, closeups: tuple[Inset, ...]) -> str:
    if not closeups:
        return '<p class="none">No cluster is reported at this operating point.</p>'
    left_out = len(findings.reported_clusters) - len(closeups)
    more = (
        f'<p class="none">{left_out} less suspicious clusters are marked in the picture and listed in the files.</p>'
        if left_out
        else ""
    )
    return "".join(_card(inset) for inset in closeups) + more


def _card(inset: Inset) -> str:
    cluster, colour, side = inset.cluster, colour_of_group(inset.cluster), inset.columns
    edges = (inset.edges * side).round(2).tolist()
    path = "".join(
        f"M{c:g} {r:g}h{to_c - c:.4g}" if r == to_r else f"M{c:g} {r:g}v{to_r - r:.4g}" for r, c, to_r, to_c in edges
    )
    rated = [("BI-RADS", _with_basis(cluster.birads))] if cluster.birads else []
    rated += [("Malignancy", f"{cluster.malignancy:.2f}")] if cluster.malignancy is not None else []
    named = [("Kind", cluster.morphology), ("Distribution", cluster.distribution)] if cluster.morphologies else []
    rows = [
        *named,
        ("Calcifications", str(cluster.count)),
        ("Area", f"{cluster.area_mm2:.1f} mm²"),
        ("Density", density_text(cluster) or "-"),
        ("Centre", f"row {cluster.row:.0f}, column {cluster.column:.0f}"),
        *rated,
    ]
    return (
        f'<article id="cluster-{cluster.id}" style="--colour:{colour}">'
        f'<figure><svg class="picture" viewBox="0 0 {side} {side}">'
        f'<image href="{_data_uri(inset.picture, quality=90)}" width="{side}" height="{side}"/>'
        f'<g class="marks"><path d="{path}" stroke="{colour}"/></g></svg>{_scale_bar(inset.side_mm)}</figure>'
        f'<div><h3><span class="number">{cluster.id}</span> {rank_text(cluster)}</h3>'
        f'<p class="kind">{group_text(cluster)}</p>{_table(rows)}{_sentence(cluster)}</div></article>'
    )


def _sentence(cluster: Cluster) -> str:
    return f'<p class="odds">{escape(cluster.sentence)}</p>' if cluster.sentence else ""


def _with_basis(birads: Mapping[str, Any]) -> str:
    return ", ".join(text for text in (rating_text(birads), birads.get("basis")) if text)


def _scale_bar(width_mm: float) -> str:
    length = nice_length_mm(width_mm)
    return f'<span class="scale" style="width:{100 * length / width_mm:.2f}%">{length} mm</span>'


def _facts(findings: Findings, mammogram: Mammogram) -> str:
    image, source, model = findings.image, findings.source, findings.model
    view = " ".join(part for part in (image.laterality, image.view) if part) or "unknown"
    about_image = [
        ("File", source.path or "none"),
        ("SHA-256", source.sha256 or "none"),
        ("SOP instance UID", source.sop_instance_uid or "none"),
        ("Size", f"{image.rows} rows, {image.columns} columns"),
        (
            "Pixel spacing",
            (
                f"{image.spacing_mm[0]:g} mm, {image.spacing_mm[1]:g} mm in the plane of the {image.spacing_plane}"
                f" (from {image.spacing_from})"
            ),
        ),
        ("Magnification", f"{mammogram.magnification:g}"),
        ("View", view),
        ("Breast area", f"{image.breast_area_cm2:.1f} cm²"),
        *((key, str(value)) for key, value in mammogram.facts.items()),
    ]
    about_method = [
        ("Method", findings.method),
        ("Model", f"{model.name} {model.version}" if model else "none"),
        ("Model SHA-256", model.sha256 if model else "none"),
        ("Candidates kept in the file", f"{len(findings.calcifications)}"),
        (
            "Operating point",
            (
                f"{findings.operating_point.name}, {findings.operating_point.by} from"
                f" {findings.operating_point.threshold:.4g}"
            ),
        ),
    ]
    timings = [(key, f"{seconds:.2f} s") for key, seconds in findings.timings_s.items()]
    tables = (
        ("Image", about_image),
        ("Method and model", about_method),
        ("Time", timings),
        ("Software", list(findings.versions.items())),
    )
    return "".join(f"<div><h2>{title}</h2>{_table(rows)}</div>" for title, rows in tables if rows)


def _table(rows: list[tuple[str, str]]) -> str:
    return (
        "<table>"
        + "".join(f"<tr><th>{escape(str(key))}</th><td>{escape(str(value))}</td></tr>" for key, value in rows)
        + "</table>"
    )


def _data_uri(picture: Image, quality: int) -> str:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode()
