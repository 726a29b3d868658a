"""The list of findings in the panel: narrow enough for it, the wide words wrapped, how suspicious each is as a bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import qt
from MicrocalcCADLib.assessment.birads_scale import rating_text
from MicrocalcCADLib.findings import NOT_DETERMINED, Cluster
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS
from MicrocalcCADLib.listed import SINGLE
from slicer.i18n import tr as _

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
    table, rows: Sequence[Cluster], states: Mapping[int, str], sizes: Mapping[int, tuple[float, float] | None], before: Sequence[tuple] = ()
) -> list[tuple]:
    """List findings; each row is two lines high, so that a long word is not cut. Return what the rows show.

    Parameters
    ----------
    states, sizes
        State of review, and length and width in mm, by the finding's key.
    before
        What the last call returned: rows that show the same now are left as they are.
    """
    entries = [(finding, states[finding.id], sizes.get(finding.id)) for finding in rows]
    table.setRowCount(len(rows))
    _fitColumns(table)
    table.verticalHeader().setDefaultSectionSize(2 * table.fontMetrics().lineSpacing() + 6)
    for row, (finding, state, size) in enumerate(entries):
        if row < len(before) and before[row] == entries[row]:
            continue
        toolTip = "\n".join([tipOf(finding), stateText(state)])
        for column, text in enumerate(_cells(finding, state, size)):
            item = qt.QTableWidgetItem(text)
            item.setToolTip(toolTip)
            if column in (NUMBER, SIZE, STATE):
                item.setTextAlignment(qt.Qt.AlignCenter)
            if state == REJECTED and column == KIND:
                font = item.font()
                font.setStrikeOut(True)
                item.setFont(font)
            table.setItem(row, column, item)
        _color(table.item(row, NUMBER), finding)
        bar = table.item(row, SUSPICION)
        bar.setIcon(_bar(finding.suspicion, colorOf(finding)))
        bar.setData(ACCESSIBLE_ROLE, f"{finding.suspicion:.2f}")
        table.item(row, STATE).setData(STATE_ROLE, state)
        table.item(row, STATE).setData(ACCESSIBLE_ROLE, stateText(state))
    return entries


def _fitColumns(table) -> None:
    """Make the columns as wide as their longest word can be in the font that there is, whatever rows there are."""
    metrics, titles = table.fontMetrics(), [title for title, _toolTip in _headers()]
    longest = {
        NUMBER: ["88"],
        DISTRIBUTION: [part for kind in DISTRIBUTIONS for part in kind.word.split()] + NOT_DETERMINED.split(),
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
    kinds = ", ".join(_("{kind} {share:.0f} %").format(kind=word, share=100 * share) for word, share in likeliest)
    lines = [
        _("Kind named by the reader") if "morphology" in finding.by_reader else kinds,
        _("Suspicion {suspicion:.2f}, calcification {score:.2f}").format(suspicion=finding.suspicion, score=finding.score),
        finding.sentence,
        *ratingsOf(finding),
    ]
    return "\n".join(filter(None, lines))


def ratingsOf(finding: Cluster) -> list[str]:
    """Return the ratings that are learned from simulated lesions, where they were chosen, a line each."""
    lines = []
    if finding.malignancy is not None:
        lines.append(_("Malignancy {value:.2f}").format(value=finding.malignancy))
    if finding.birads:
        basis = str(finding.birads.get("basis") or "")
        lines.append(", ".join(filter(None, [_("BI-RADS {rating}").format(rating=rating_text(finding.birads)), basis])))
    return lines


def stateText(state: str) -> str:
    """Return a state of review in words."""
    states = {ACCEPTED: _("accepted"), REJECTED: _("rejected"), UNSURE: _("not sure"), EDITED: _("edited"), ADDED: _("added"), UNSEEN: _("unseen")}
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
        finding.morphology,
        _("single") if alone else finding.distribution,
        "" if size is None else f"{size[0]:.1f}" if size[0] < LARGE_MM else f"{size[0]:.0f}",
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
