"""``summary.html``: what a run has come to, on one page without scripts that opens without a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from .. import RESEARCH_ONLY, __version__
from ..files import written_whole
from ..kinds.arterial import ArterialCalcification, arterial_calcification
from ..notices import IMAGE, read_notices
from ..reporting.page_style import opening
from .items import Outcome
from .summary import PARQUET, TABLE, Summary, few_of, parquet_missing, vessels_of

PAGE = "summary.html"
BINS = 20
MOST_SUSPICIOUS, MOST_SLOW, MOST_FAILED, MOST_LEFT_OUT, MOST_VASCULAR = 100, 20, 1000, 1000, 1000
_WIDTH, _HEIGHT, _FOOT = 640, 160, 22
_OWN_STYLE = """
main { grid-template-columns: 1fr; } section { margin-bottom: 1.4rem; } .bars rect { fill: #3d7dd8; }
.bars text { fill: var(--muted); font-size: 11px; }
.counts td { font-size: 1.3rem; padding-right: 1.6rem; } .counts th { padding-right: 1.6rem; }
thead th { text-align: left; } .bars { max-width: 44rem; }
"""


def write_page(summary: Summary, path: Path) -> None:
    """Write the page; raises `OutputError`."""
    with written_whole(path) as temporary:
        temporary.write_text(to_html(summary), encoding="utf-8", errors="backslashreplace")


def to_html(summary: Summary) -> str:
    """Return the page as text."""
    stored = (read_notices(outcome.facts.get("notices", ())) for outcome in summary.done)
    notices = dict.fromkeys(notice.text for notices in stored for notice in notices if notice.scope != IMAGE)
    start = opening(f"Calcifications in {len(summary.outcomes)} mammograms", _OWN_STYLE)
    return f"""{start}<header>
<h1>Calcifications in {len(summary.outcomes)} mammograms</h1>
<p class="research">{escape(RESEARCH_ONLY)}</p>
{"".join(f'<p class="notice">{escape(notice)}</p>' for notice in notices)}
</header>
<main>
<section>{_counts(summary)}<p>All images: {_tables(summary)}</p></section>
{_failed(summary.failed)}
<section><h2>Suspicion of the most suspicious group of each image</h2>
{_histogram([o.most_suspicious or 0.0 for o in summary.done])}</section>
{_listed("Most suspicious", _by_suspicion(summary.done), MOST_SUSPICIOUS)}
{_listed("Slowest", sorted(summary.done, key=lambda o: (-o.seconds, o.name)), MOST_SLOW)}
{_vascular(summary.done)}
{_left_out(summary)}
</main>
<section class="facts">{_settings(summary)}</section>
<footer>Microcalc {escape(__version__)}. {escape(RESEARCH_ONLY)}</footer>
</body>
</html>
"""


def _tables(summary: Summary) -> str:
    """Return the links to the tables; the typed one is written where a run comes to its end."""
    missing = parquet_missing()
    links = " and ".join(
        f'<a href="{name}">{name}</a>' for name in (TABLE, *(() if missing or summary.waiting else (PARQUET,)))
    )
    return f"{links}. {escape(missing)}"


def _counts(summary: Summary) -> str:
    with_groups = sum(outcome.clusters + few_of(outcome) > 0 for outcome in summary.done)
    columns = [
        ("done", len(summary.done)),
        ("with reported groups", with_groups),
        ("failed", len(summary.failed)),
        ("waiting", summary.waiting),
        ("left out", len(summary.left_out)),
    ]
    heads, values = (
        "".join(f"<{tag}>{escape(str(c[i]))}</{tag}>" for c in columns) for i, tag in ((0, "th"), (1, "td"))
    )
    return f'<table class="counts"><thead><tr>{heads}</tr></thead><tr>{values}</tr></table>'


def _failed(failed: Sequence[Outcome]) -> str:
    if not failed:
        return ""
    rows = ((escape(outcome.name), escape(outcome.reason or "")) for outcome in islice(failed, MOST_FAILED))
    return f"<section><h2>Failed</h2>{_table(('Image', 'Reason'), rows)}{_more(len(failed), MOST_FAILED)}</section>"


def _left_out(summary: Summary) -> str:
    if not summary.left_out:
        return ""
    rows = ((escape(one.name), escape(one.reason)) for one in islice(summary.left_out, MOST_LEFT_OUT))
    return (
        "<section><h2>Left"
        f" out</h2>{_table(('File', 'Reason'), rows)}{_more(len(summary.left_out), MOST_LEFT_OUT)}</section>"
    )


def _listed(title: str, outcomes: Sequence[Outcome], most: int) -> str:
    if not outcomes:
        return ""
    rows = (
        (
            _link(o),
            str(o.clusters),
            str(few_of(o)),
            str(o.calcifications),
            "" if o.most_suspicious is None else f"{o.most_suspicious:.3f}",
            f"{o.seconds:.2f} s",
        )
        for o in islice(outcomes, most)
    )
    heads = ("Image", "Clusters", "Groups of few", "Calcifications", "Suspicion", "Time")
    return f"<section><h2>{escape(title)}</h2>{_table(heads, rows)}{_more(len(outcomes), most)}</section>"


def _vascular(outcomes: Sequence[Outcome]) -> str:
    """Return the sums of calcified vessels for each breast, none where there are none; images of one folder are one
    exam.
    """
    breasts: dict[tuple[str, str], list[ArterialCalcification]] = {}
    for outcome in outcomes:
        measured = vessels_of(outcome)
        if measured.vessels:
            exam = str(PurePosixPath(outcome.name).parent) if "/" in outcome.name else ""
            breasts.setdefault((exam, str(outcome.facts.get("laterality") or "?")), []).append(measured)
    if not breasts:
        return ""
    rows = (
        (exam, side, len(views), arterial_calcification(views))
        for (exam, side), views in islice(sorted(breasts.items()), MOST_VASCULAR)
    )
    cells = (
        (
            escape(exam),
            escape(side),
            str(n),
            str(a.vessels),
            *(f"{v:.1f}" for v in (a.length_mm, a.calcified_mm, a.area_mm2)),
        )
        for exam, side, n, a in rows
    )
    heads = ("Exam", "Side", "Views", "Vessels", "Length (mm)", "Calcified (mm)", "Area (mm²)")
    note = "<p>Sums over the views with calcified vessels; a vessel is seen in each view of its breast.</p>"
    return f"<section><h2>Vascular</h2>{note}{_table(heads, cells)}{_more(len(breasts), MOST_VASCULAR)}</section>"


def _by_suspicion(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda o: (-(o.most_suspicious or 0.0), o.name))


def _link(outcome: Outcome) -> str:
    """Return the name, linked to the image's page, or else to its first file."""
    files = sorted(outcome.outputs, key=lambda name: not name.endswith(".html"))
    return f'<a href="{quote(files[0].lstrip("/"))}">{escape(outcome.name)}</a>' if files else escape(outcome.name)


def _histogram(values: Sequence[float]) -> str:
    if not values:
        return '<p class="none">No image is done.</p>'
    counts = [0] * BINS
    for value in values:
        counts[min(int(value * BINS), BINS - 1)] += 1
    step = _WIDTH / BINS
    bars = "".join(_bar(i, count, max(counts), step) for i, count in enumerate(counts))
    ticks = "".join(
        f'<text x="{_WIDTH * i / 4:.0f}" y="{_HEIGHT + _FOOT - 6}" text-anchor="{_anchor(i)}">{i / 4:g}</text>'
        for i in range(5)
    )
    return (
        f'<svg class="bars" viewBox="0 0 {_WIDTH} {_HEIGHT + _FOOT}" role="img" aria-label="Histogram of'
        f' suspicion">{bars}{ticks}</svg>'
    )


def _bar(index: int, count: int, largest: int, step: float) -> str:
    height = (_HEIGHT - 14) * count / largest
    label = (
        f'<text x="{(index + 0.5) * step:.1f}" y="{_HEIGHT - height - 3:.1f}" text-anchor="middle">{count}</text>'
        if count
        else ""
    )
    return (
        f'<rect x="{index * step + 1:.1f}" y="{_HEIGHT - height:.1f}" width="{step - 2:.1f}"'
        f' height="{height:.1f}"/>{label}'
    )


def _anchor(tick: int) -> str:
    return {0: "start", 4: "end"}.get(tick, "middle")


def _settings(summary: Summary) -> str:
    model: Any = summary.settings.get("model") or {}
    rows = [
        ("Method", summary.settings.get("method")),
        ("Model", f"{model.get('name')} {model.get('version')}" if model else "none"),
        ("Model SHA-256", model.get("sha256")),
        ("Operating point", summary.settings.get("choice")),
        ("Acts on", summary.settings.get("by")),
        ("Workers", summary.workers),
        ("Time of this run", f"{summary.seconds:.1f} s"),
    ]
    return (
        "<div><h2>Settings</h2>"
        + _table((), ((escape(k), escape(str(v))) for k, v in rows if v is not None))
        + "</div>"
    )


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are HTML already."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}{body}</table>"


def _more(count: int, most: int) -> str:
    return f'<p class="none">{count - most} more are in {TABLE}.</p>' if count > most else ""
