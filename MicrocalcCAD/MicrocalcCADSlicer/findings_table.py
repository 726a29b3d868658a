"""The list of findings in the panel: narrow enough for it, the wide words wrapped, how suspicious each is as a bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import qt
from MicrocalcCADLib.assessment.birads_scale import rating_text
from MicrocalcCADLib.findings import NOT_DETERMINED, Cluster
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS
from MicrocalcCADLib.listed import SINGLE
from slicer.i18n import tr as _

from .decimals import Decimal
from .library_words import said
from .outlines import colorOf
from .review import ACCEPTED, ADDED, EDITED, REJECTED, UNSEEN, UNSURE

# Beside the texts of a cell; those of one word in the middle need less.
CELL_MARGIN, CENTRED_MARGIN = 5, 4
SYMBOLS = {UNSEEN: "", ACCEPTED: "✓", REJECTED: "✗", UNSURE: "?", EDITED: "✎", ADDED: "+"}
NUMBER, KIND, DISTRIBUTION, SIZE, SUSPICION, STATE = range(6)
# From this length on, a size has no decimal.
LARGE_MM = 10.0
# Qt::UserRole and Qt::AccessibleTextRole
STATE_ROLE, ACCESSIBLE_ROLE = 256, 11
BAR_WIDTH, BAR_HEIGHT, BAR_STEPS = 36, 10, 24
MOST_LIKELY = 3
_bars: dict[tuple[int, str], object] = {}


def setUpTable(table) -> None:
    """Give the table its columns, of which that of the kinds takes what the others leave."""
    headers = _headers()
    table.setColumnCount(len(headers))
    table.setHorizontalHeaderLabels([title for title, _toolTip in headers])
    for column, (_title, toolTip) in enumerate(headers):
        table.horizontalHeaderItem(column).setToolTip(toolTip)
    table.verticalHeader().setVisible(False)
    table.setWordWrap(True)
    table.setIconSize(qt.QSize(BAR_WIDTH, BAR_HEIGHT))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setMinimumSectionSize(20)
    for column in range(len(headers)):
        header.setSectionResizeMode(column, qt.QHeaderView.Stretch if column == KIND else qt.QHeaderView.Fixed)


def fillTable(
    table,
    rows: Sequence[Cluster],
    states: Mapping[int, str],
    sizes: Mapping[int, tuple[float, float] | None],
    before: Sequence[_Row] = (),
) -> list[_Row]:
    """List findings; each row is two lines high, so that a long word is not cut. Return what the rows show.

    Parameters
    ----------
    states, sizes
        State of review, and length and width in mm, by the finding's key.
    before
        What the last call returned: rows that show the same now are left as they are.
    """
    entries = [_Row(finding, states[finding.id], sizes.get(finding.id)) for finding in rows]
    own = _aligned(table, before, entries)
    _fitColumns(table)
    table.verticalHeader().setDefaultSectionSize(2 * table.fontMetrics().lineSpacing() + 6)
    for row, (entry, known) in enumerate(zip(entries, own, strict=True)):
        if known is None or not entry.isLike(known):
            _fillRow(table, row, entry, known)
    return entries


@dataclass(frozen=True, eq=False)
class _Row:
    """What a row shows."""

    finding: Cluster
    state: str
    size: tuple[float, float] | None

    @property
    def place(self) -> tuple:
        return self.finding.row, self.finding.column, self.finding.count

    def isLike(self, other: _Row) -> bool:
        return (self.finding, self.state, self.size) == (other.finding, other.state, other.size)

    @cached_property
    def cells(self) -> list[str]:
        return _cells(self.finding, self.state, self.size)

    @cached_property
    def tip(self) -> str:
        return "\n".join([tipOf(self.finding), stateText(self.state)])


def _aligned(table, before: Sequence[_Row], entries: Sequence[_Row]) -> list[_Row | None]:
    """Take rows out and put empty ones in until each finding that was listed has its own row again, and return what
    each row shows now.

    A slider makes a few findings come and go: without this all rows below would be written anew at each of its moves.
    """
    wanted = {entry.place for entry in entries}
    shown: list[_Row | None] = list(before)
    for row in reversed(range(len(shown))):
        if shown[row].place not in wanted:
            table.removeRow(row)
            del shown[row]
    known = {one.place for one in shown}
    for row, entry in enumerate(entries):
        if entry.place not in known:
            table.insertRow(row)
            shown.insert(row, None)
    table.setRowCount(len(entries))
    return (shown + [None] * len(entries))[: len(entries)]


def _fillRow(table, row: int, entry: _Row, known: _Row | None) -> None:
    """Write the cells of a row that are others than those that it shows."""
    for column, text in enumerate(entry.cells):
        item = table.item(row, column) if known is not None else None
        if item is None:
            item = qt.QTableWidgetItem(text)
            if column in (NUMBER, SIZE, STATE):
                item.setTextAlignment(qt.Qt.AlignCenter)
            table.setItem(row, column, item)
        elif text != known.cells[column]:
            item.setText(text)
        if known is None or entry.tip != known.tip:
            item.setToolTip(entry.tip)
    finding, state = entry.finding, entry.state
    if known is None or (state == REJECTED) != (known.state == REJECTED):
        font = table.item(row, KIND).font()
        font.setStrikeOut(state == REJECTED)
        table.item(row, KIND).setFont(font)
    if known is None or colorOf(finding) != colorOf(known.finding):
        _color(table.item(row, NUMBER), finding)
    if known is None or (finding.suspicion, colorOf(finding)) != (known.finding.suspicion, colorOf(known.finding)):
        bar = table.item(row, SUSPICION)
        bar.setIcon(_bar(finding.suspicion, colorOf(finding)))
        bar.setData(ACCESSIBLE_ROLE, f"{Decimal(finding.suspicion):.2f}")
    if known is None or state != known.state:
        table.item(row, STATE).setData(STATE_ROLE, state)
        table.item(row, STATE).setData(ACCESSIBLE_ROLE, stateText(state))


def _fitColumns(table) -> None:
    """Make the columns as wide as their longest word can be in the font that there is, whatever rows there are."""
    metrics, titles = table.fontMetrics(), [title for title, _toolTip in _headers()]
    longest = {
        NUMBER: ["88"],
        DISTRIBUTION: [
            part for word in (*(kind.word for kind in DISTRIBUTIONS), NOT_DETERMINED) for part in said(word).split()
        ],
        SIZE: ["188"],
        SUSPICION: [],
        STATE: list(SYMBOLS.values()),
    }
    for column, words in longest.items():
        texts = [titles[column], *words]
        margin = 2 * (CELL_MARGIN if column == DISTRIBUTION else CENTRED_MARGIN)
        width = max(metrics.boundingRect(text).width() for text in texts) + margin
        table.setColumnWidth(column, max(width, BAR_WIDTH + margin) if column == SUSPICION else width)


def tipOf(finding: Cluster) -> str:
    """Return what there is to say of a finding: what it may be, the report's sentence with its odds, its ratings."""
    likeliest = list(finding.morphologies.items())[:MOST_LIKELY]
    kinds = ", ".join(_("{kind} {share:.0f} %").format(kind=said(word), share=100 * share) for word, share in likeliest)
    lines = [
        _("Kind named by the reader") if "morphology" in finding.by_reader else kinds,
        _("Suspicion {suspicion:.2f}, calcification {score:.2f}").format(
            suspicion=Decimal(finding.suspicion), score=Decimal(finding.score)
        ),
        said(finding.sentence),
        *ratingsOf(finding),
    ]
    return "\n".join(filter(None, lines))


def ratingsOf(finding: Cluster) -> list[str]:
    """Return the ratings that are learned from simulated lesions, where they were chosen, a line each."""
    lines = []
    if finding.malignancy is not None:
        lines.append(_("Malignancy {value:.2f}").format(value=Decimal(finding.malignancy)))
    if finding.birads:
        basis = said(finding.birads.get("basis") or "")
        lines.append(
            ", ".join(filter(None, [_("BI-RADS {rating}").format(rating=said(rating_text(finding.birads))), basis]))
        )
    return lines


def stateText(state: str) -> str:
    """Return a state of review in words."""
    states = {
        ACCEPTED: _("accepted"),
        REJECTED: _("rejected"),
        UNSURE: _("not sure"),
        EDITED: _("edited"),
        ADDED: _("added"),
        UNSEEN: _("unseen"),
    }
    return states.get(state, state)


def _headers() -> list[tuple[str, str]]:
    """Return the titles, short enough for a narrow panel, and what they stand for."""
    return [
        (_("Nr"), _("Number of the outline, a dot for a single calcification; in the colour of the kind")),
        (_("Kind"), _("Kind of the calcifications, in the words of BI-RADS")),
        (_("Spread"), _("Distribution of the calcifications, in the words of BI-RADS")),
        (_("mm"), _("Length")),
        (_("Susp."), _("How much it calls for a look, from 0 to 1: it orders, it is no probability")),
        ("", _("What the reader has decided: ✓ accepted, ✗ rejected, ? not sure, ✎ edited, + added")),
    ]


def _cells(finding: Cluster, state: str, size: tuple[float, float] | None) -> list[str]:
    alone = finding.kind == SINGLE
    return [
        "•" if alone else str(finding.id),
        said(finding.morphology),
        _("single") if alone else said(finding.distribution),
        "" if size is None else f"{Decimal(size[0]):.1f}" if size[0] < LARGE_MM else f"{size[0]:.0f}",
        "",
        SYMBOLS[state],
    ]


def _color(item, finding: Cluster) -> None:
    item.setBackground(qt.QBrush(qt.QColor.fromRgbF(*colorOf(finding))))
    item.setForeground(qt.QBrush(qt.QColor(0, 0, 0)))


def _bar(value: float, color: tuple[float, float, float]):
    """Return the picture of a bar, the same object for the same length and colour."""
    steps = round(max(0.0, min(1.0, value)) * BAR_STEPS)
    full = qt.QColor.fromRgbF(*color)
    key = (steps, full.name())
    if key not in _bars:
        pixmap = qt.QPixmap(BAR_WIDTH, BAR_HEIGHT)
        pixmap.fill(qt.QColor(128, 128, 128, 70))
        painter = qt.QPainter(pixmap)
        painter.fillRect(0, 0, round(BAR_WIDTH * steps / BAR_STEPS), BAR_HEIGHT, full)
        painter.end()
        _bars[key] = qt.QIcon(pixmap)
    return _bars[key]
