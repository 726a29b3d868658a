"""``<stem>.report.pdf``: pages to print or to file: the picture, a table of the clusters, and what was used."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import RESEARCH_ONLY
from ..analysis import Analysis
from ..errors import OutputError
from ..files import in_letters_of_fonts, in_utf_8, written_whole
from ..findings import Cluster, Findings
from ..kinds.arterial import arterial_calcification
from ..mammogram import Mammogram
from ..palette import colour_of_group
from .overlay import density_text, draw_overlay, summary, vessel_text
from .picture import group_text, rank

if TYPE_CHECKING:
    from PIL.Image import Image

MARGIN_MM = 15
_COLUMNS = ("No.", "Kind", "Count", "Area (mm²)", "Per cm²", "Row", "Column", "Rating", "Malignancy")


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the report; raises `OutputError` if reportlab is not installed."""
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.units import mm
        from reportlab.platypus import SimpleDocTemplate
    except ImportError as error:
        raise OutputError(
            "A PDF report needs the package reportlab: pip install reportlab, or save html and print it."
        ) from error
    name = in_utf_8(Path(mammogram.source.path).name) if mammogram.source.path else "mammogram"
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN_MM * mm)
    # Invariant: without the date of the moment, so that the same findings give the same bytes.
    facts = {"title": f"Microcalc: {name}", "author": "Microcalc", "subject": RESEARCH_ONLY, "invariant": 1}
    with written_whole(path) as temporary:
        document = SimpleDocTemplate(str(temporary), pagesize=A4, **margins, **facts)
        document.build(
            _story(findings, draw_overlay(findings, analysis, mammogram), name, document.width, document.height)
        )


def _story(findings: Findings, picture: Image, name: str, width: float, height: float) -> list[Any]:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, Spacer

    styles = getSampleStyleSheet()
    story = [
        Paragraph(f"Calcifications in {escape(in_letters_of_fonts(name))}", styles["Title"]),
        Paragraph(f"<b>{escape(RESEARCH_ONLY)}</b>", styles["BodyText"]),
        Paragraph(escape(summary(findings)) + ".", styles["BodyText"]),
        Spacer(1, 8),
        _picture(picture, width, 0.72 * height),
        PageBreak(),
        Paragraph("Clusters", styles["Heading2"]),
        _cluster_table(findings),
        *(Paragraph(escape(line), styles["BodyText"]) for line in _sentences(findings)),
        Spacer(1, 12),
        *_vascular(findings, styles),
        Paragraph("What was used", styles["Heading2"]),
    ]
    return story + [Paragraph(escape(line), styles["BodyText"]) for line in _used(findings)]


def _picture(picture: Image, width: float, height: float) -> Any:
    from reportlab.platypus import Image as Placed

    stream = BytesIO()
    picture.convert("RGB").save(stream, "JPEG", quality=88)
    stream.seek(0)
    scale = min(width / picture.width, height / picture.height)
    return Placed(stream, picture.width * scale, picture.height * scale)


def _cluster_table(findings: Findings) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Table

    order = next((rank(cluster)[0] for cluster in findings.reported_clusters), "score")
    columns = (_COLUMNS[0], order.capitalize(), *_COLUMNS[1:])
    rows = [columns, *map(_row, findings.reported_clusters)]
    style = [
        ("FONTSIZE", (0, 0), (-1, -1), 8),
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.lightgrey),
        *(
            ("BACKGROUND", (0, n), (0, n), colors.HexColor(colour_of_group(c)))
            for n, c in enumerate(findings.reported_clusters, 1)
        ),
    ]
    return Table(rows, repeatRows=1, style=style, hAlign="LEFT")


def _vascular(findings: Findings, styles: Any) -> list[Any]:
    """Return the lines about calcified vessels, none where there are none."""
    from reportlab.platypus import Paragraph, Spacer

    if not findings.vessels:
        return []
    lines = [f"Vessel {v.id}: {vessel_text(v)}, segments: {v.segments}." for v in findings.vessels]
    lines.append(f"Together: {vessel_text(arterial_calcification(findings.vessels))}.")
    return [
        Paragraph("Vascular", styles["Heading2"]),
        *(Paragraph(escape(line), styles["BodyText"]) for line in lines),
        Spacer(1, 12),
    ]


def _sentences(findings: Findings) -> list[str]:
    """Return what is said of each group, under its number."""
    return [f"{c.id}. {_named(c)}{c.sentence}" for c in findings.reported_clusters if c.morphologies or c.sentence]


def _named(cluster: Cluster) -> str:
    if not cluster.morphologies or cluster.morphology in cluster.sentence.lower():
        return ""
    return f"Kind: {cluster.morphology}; distribution: {cluster.distribution}. "


def _row(cluster: Cluster) -> tuple[str, ...]:
    rating = (
        "abstains" if (cluster.birads or {}).get("abstains") else str((cluster.birads or {}).get("category") or "-")
    )
    malignancy = "-" if cluster.malignancy is None else f"{cluster.malignancy:.2f}"
    measures = (
        f"{cluster.area_mm2:.0f}",
        density_text(cluster).split(" ")[0] or "-",
        f"{cluster.row:.0f}",
        f"{cluster.column:.0f}",
    )
    kind = cluster.morphology if cluster.morphologies else group_text(cluster)
    return (str(cluster.id), f"{rank(cluster)[1]:.2f}", kind, str(cluster.count), *measures, rating, malignancy)


def _used(findings: Findings) -> list[str]:
    point, image = findings.operating_point, findings.image
    model = (
        f"model {findings.model.name} {findings.model.version} (SHA-256 {findings.model.sha256})"
        if findings.model
        else "no model"
    )
    return [
        f"Method {findings.method}, {model}.",
        f"Operating point {point.name}: {point.by} from {point.threshold:g}.",
        (
            f"Image of {image.rows} x {image.columns} pixels of {image.spacing_mm[0]:g} x {image.spacing_mm[1]:g} mm"
            f" (from {image.spacing_from})."
        ),
        f"Sizes are millimetres in the plane of the {image.spacing_plane}; positions are 0-based pixels.",
        *(notice.text for notice in findings.notices),
        "Versions: " + ", ".join(f"{name} {version}" for name, version in findings.versions.items()) + ".",
    ]
