"""The report of an exam: what is said of each image on one page, with links to the pages of the images, and the same as text to paste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from .. import RESEARCH_ONLY, __version__
from ..files import write_text
from ..findings import Findings
from .overlay import summary
from .page_style import opening


@dataclass(frozen=True)
class ImageReport:
    """What an exam's report says of one image.

    Parameters
    ----------
    title
        Side and view, such as ``R MLO``.
    findings
        As they stand after review, with sentences (`sentence.described`).
    page
        Name of the image's own page (`reporting.page`) in the same folder.
    """

    title: str
    findings: Findings
    page: str

    @property
    def lines(self) -> tuple[str, ...]:
        """How much there is, then the sentence of each reported group, most suspicious first."""
        sentences = (cluster.sentence for cluster in self.findings.reported_clusters)
        return f"{summary(self.findings)}.", *(sentence for sentence in sentences if sentence)


def write(title: str, images: Sequence[ImageReport], path: Path) -> None:
    """Write the page; raises `OutputError` if that cannot be done."""
    write_text(path, to_html(title, images))


def to_html(title: str, images: Sequence[ImageReport]) -> str:
    """Return the page as text; it opens without a network."""
    start = opening(f"{title}: calcifications")
    return f"""{start}<header>
<h1>{escape(title)}</h1>
<p class="research">{escape(RESEARCH_ONLY)}</p>
</header>
{"".join(map(_section, images))}
<footer>Microcalc {escape(__version__)}. {escape(RESEARCH_ONLY)} Lengths and areas are those in the detector plane.</footer>
</body>
</html>
"""


def to_text(title: str, images: Sequence[ImageReport]) -> str:
    """Return the report as plain text, a paragraph an image."""
    paragraphs = ["\n".join((f"{image.title}: {image.lines[0]}", *image.lines[1:])) for image in images]
    return "\n\n".join([title, *paragraphs, RESEARCH_ONLY]) + "\n"


def _section(image: ImageReport) -> str:
    first, *sentences = (escape(line) for line in image.lines)
    said = "".join(f"<li>{sentence}</li>" for sentence in sentences)
    said = f"<ol>{said}</ol>" if said else ""
    return f'<section><h2>{escape(image.title)}</h2><p>{first} <a href="{quote(image.page)}">Pictures and measures</a></p>{said}</section>\n'
