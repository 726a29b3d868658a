"""The report of an exam: what is said of each image on one page, with links to the pages of the images, and the same as
text to paste.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from .. import RESEARCH_ONLY, __version__
from ..files import write_text
from ..findings import Findings
from ..mammogram import PLANES
from .overlay import summary
from .page_style import SEVERAL_PLANES, opening, plane_text

Say = Callable[[str], str]
DETAILS, CALCIFICATIONS = "Pictures and measures", "calcifications"


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


def write(title: str, images: Sequence[ImageReport], path: Path, say: Say = str) -> None:
    """Write the page; raises `OutputError` if that cannot be done.

    Parameters
    ----------
    say
        Turns each sentence, and each count, into the language of the reader; the title and what the images are called
        are names.
    """
    write_text(path, to_html(title, images, say))


def keys() -> tuple[str, ...]:
    """Return what a page says beside the sentences of its findings, as keys with values in braces: what a translation
    needs.
    """
    things = {
        "cluster": "clusters",
        "group of few": "groups of few",
        "calcification": "calcifications",
        "calcified vessel": "calcified vessels",
    }
    counts = [text for one, many in things.items() for text in (f"1 {one}", f"{{count}} {many}")]
    return DETAILS, CALCIFICATIONS, *map(plane_text, PLANES), SEVERAL_PLANES, *counts, "{count} typically benign"


def to_html(title: str, images: Sequence[ImageReport], say: Say = str) -> str:
    """Return the page as text; it opens without a network."""
    start = opening(f"{title}: {say(CALCIFICATIONS)}")
    return f"""{start}<header>
<h1>{escape(title)}</h1>
<p class="research">{escape(say(RESEARCH_ONLY))}</p>
</header>
{"".join(_section(image, say) for image in images)}
<footer>Microcalc {escape(__version__)}. {escape(say(RESEARCH_ONLY))} {escape(say(_planes(images)))}</footer>
</body>
</html>
"""


def _planes(images: Sequence[ImageReport]) -> str:
    found = {image.findings.image.spacing_plane for image in images}
    return plane_text(found.pop()) if len(found) == 1 else SEVERAL_PLANES


def to_text(title: str, images: Sequence[ImageReport], say: Say = str) -> str:
    """Return the report as plain text, a paragraph an image."""
    lines = [_said(image, say) for image in images]
    paragraphs = [
        "\n".join((f"{image.title}: {first}", *others)) for image, (first, *others) in zip(images, lines, strict=True)
    ]
    return "\n\n".join([title, *paragraphs, say(RESEARCH_ONLY)]) + "\n"


def _said(image: ImageReport, say: Say) -> list[str]:
    """Return the lines about an image in the language of the reader; the first one is counts in a row."""
    first, *sentences = image.lines
    return [f"{', '.join(say(count) for count in first.removesuffix('.').split(', '))}.", *map(say, sentences)]


def _section(image: ImageReport, say: Say) -> str:
    first, *sentences = (escape(line) for line in _said(image, say))
    numbers = [cluster.id for cluster in image.findings.reported_clusters if cluster.sentence]
    said = "".join(f'<li value="{n}">{sentence}</li>' for n, sentence in zip(numbers, sentences, strict=True))
    said = f"<ol>{said}</ol>" if said else ""
    return (
        f"<section><h2>{escape(image.title)}</h2><p>{first} <a"
        f' href="{quote(image.page)}">{escape(say(DETAILS))}</a></p>{said}</section>\n'
    )
