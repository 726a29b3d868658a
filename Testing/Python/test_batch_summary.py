"""Journal, table and page: what remains of a run, whole after a power loss and harmless whatever names say."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from MicrocalcCADLib.batch import summary as summary_module
from MicrocalcCADLib.batch.command import _print
from MicrocalcCADLib.batch.items import DONE, FAILED, LeftOut, Outcome
from MicrocalcCADLib.batch.journal import JOURNAL, Journal, earlier_outcomes
from MicrocalcCADLib.batch.lock import locked
from MicrocalcCADLib.batch.page import BINS, to_html
from MicrocalcCADLib.batch.summary import PARQUET, Summary, parquet_missing, write_parquet, write_table
from MicrocalcCADLib.console import ConsoleProgress
from MicrocalcCADLib.errors import OutputError

NASTY = "\"><script>alert('x')</script>\n=cmd|' /C calc'!A0"


def outcome(name: str, score: float | None = 0.5, **values: object) -> Outcome:
    return Outcome(name, DONE, "ab" * 32, {f"{name}.findings.json": 10}, 1.5, 1, 9, score, **values)


def test_what_is_added_is_read_again_and_the_last_word_on_an_image_counts(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.add("start", {"settings": {}})
        journal.add("image", {**Outcome("a", FAILED, reason="damaged").to_dict(), "settings": "s1"})
        journal.add("image", {**outcome("a").to_dict(), "settings": "s2"})
        journal.add("image", {**outcome("ä/b").to_dict(), "settings": "s2"})
    assert earlier_outcomes(tmp_path) == {"a": (outcome("a"), "s2"), "ä/b": (outcome("ä/b"), "s2")}


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_cut_short_counts_for_nothing_and_does_not_spoil_the_next(tmp_path: Path, cut: int) -> None:
    for name in ("a", "b"):
        with Journal(tmp_path) as journal:
            journal.add("image", {**outcome(name).to_dict(), "settings": "s"})
    path = tmp_path / JOURNAL
    os.truncate(path, path.stat().st_size - cut)
    assert set(earlier_outcomes(tmp_path)) == {"a"} | ({"b"} if cut == 1 else set())
    with Journal(tmp_path) as journal:
        journal.add("image", {**outcome("c").to_dict(), "settings": "s"})
    assert set(earlier_outcomes(tmp_path)) == {"a", "c"}
    assert all(json.loads(line) for line in path.read_text().splitlines())


def test_lines_of_zeros_as_a_power_loss_leaves_them_are_passed_over(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.add("image", {**outcome("a").to_dict(), "settings": "s"})
    with (tmp_path / JOURNAL).open("ab") as stream:
        stream.write(b"\0" * 100 + b'\n[1]\n{"event": "image"}\n' + b"[" * 100_000 + b"\n")
    assert set(earlier_outcomes(tmp_path)) == {"a"}


@pytest.mark.parametrize(
    "changed", [{"outputs": ["a"]}, {"facts": 3}, {"outputs": {"../../x.html": 1}}, {"outputs": {"/etc/x.html": 1}}]
)
def test_lines_that_name_other_places_or_hold_other_types_count_for_nothing(tmp_path: Path, changed: dict) -> None:
    with Journal(tmp_path) as journal:
        journal.add("image", {**outcome("a").to_dict(), **changed, "settings": "s"})
        journal.add("image", {**outcome("b").to_dict(), "settings": "s"})
    assert set(earlier_outcomes(tmp_path)) == {"b"}


def test_every_line_is_on_the_disk_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: sizes.append(os.fstat(descriptor).st_size))
    with Journal(tmp_path) as journal:
        for name in ("a", "b"):
            journal.add("image", {**outcome(name).to_dict(), "settings": "s"})
    assert len(sizes) == 2 and sizes[1] == 2 * sizes[0]


def test_a_journal_on_a_full_disk_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Journal(tmp_path) as journal:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match=r"No space left on device.*go on"):
            journal.add("start", {})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_line_that_does_not_fit_on_the_disk_is_told(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal, open("/dev/full", "wb", buffering=0) as full:
        journal._stream.close()
        journal._stream = full
        with pytest.raises(OutputError, match="No space left"):
            journal.add("start", {})


def test_the_lock_keeps_a_second_run_out_until_the_first_ends(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(OutputError, match="Another run works in"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_the_table_has_every_image_and_file_and_no_formula(tmp_path: Path) -> None:
    facts = {"rows": 10, "path": "/home/x.dcm"}
    summary = Summary([outcome("a", facts=facts), Outcome(NASTY, FAILED, reason="-1+1")], [LeftOut("=b", "no image")])
    write_table(summary, tmp_path / "t.csv")
    rows = read_table(tmp_path / "t.csv")
    assert [row["status"] for row in rows] == ["done", "failed", "left out"]
    assert rows[0]["rows"] == "10" and "path" not in rows[0]
    assert rows[1]["reason"] == "'-1+1" and rows[2]["name"] == "'=b"
    write_table(summary, tmp_path / "t.csv", identifiers=True)
    assert read_table(tmp_path / "t.csv")[0]["path"] == "/home/x.dcm"


def test_the_typed_table_has_the_same_rows_as_they_are(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    done = outcome("a", facts={"rows": 10, "threshold": 0.5, "path": "/home/x.dcm", "notices": ["n"]})
    summary = Summary([done, Outcome("b\udcff", FAILED, reason="-1+1")], [LeftOut("=b", "no image")])
    write_parquet(summary, tmp_path / "t.parquet")
    rows = parquet.read_table(tmp_path / "t.parquet").to_pylist()
    write_table(summary, tmp_path / "t.csv")
    assert [(row["name"], row["status"], row["reason"]) for row in rows] == [
        ("a", "done", None),
        ("b\\udcff", "failed", "-1+1"),
        ("=b", "left out", "no image"),
    ]
    assert (rows[0]["rows"], rows[0]["top_score"], rows[1]["rows"]) == (10, 0.5, None)
    assert list(rows[0]) == list(read_table(tmp_path / "t.csv")[0])
    write_parquet(summary, tmp_path / "t.parquet", identifiers=True)
    assert parquet.read_table(tmp_path / "t.parquet")["path"][0].as_py() == "/home/x.dcm"


def test_without_pyarrow_the_page_says_that_there_is_no_typed_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_module, "find_spec", lambda name: None)
    write_parquet(Summary([outcome("a")]), tmp_path / "t.parquet")
    page = to_html(Summary([outcome("a")]))
    assert not (tmp_path / "t.parquet").exists()
    assert (
        "images.parquet is not written as pyarrow is not installed: pip install pyarrow" in page
        and 'href="images.parquet"' not in page
    )


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)


def test_no_name_or_reason_becomes_markup_or_leaves_the_folder(tmp_path: Path) -> None:
    nasty = Outcome(
        NASTY, DONE, None, {"javascript:alert(1).html": 1}, facts={"notices": [{"text": "for <b>", "scope": "model"}]}
    )
    page = to_html(
        Summary([nasty, Outcome(NASTY, FAILED, reason=NASTY)], [LeftOut(NASTY, NASTY)], settings={"choice": NASTY})
    )
    tags = _Tags(page)
    assert "script" not in tags.tags and "b" not in tags.tags
    assert set(tags.links) - {PARQUET} == {"images.csv", "javascript%3Aalert%281%29.html"}
    assert (PARQUET in tags.links) == (not parquet_missing())
    assert "default-src 'none'" in page


def test_the_most_suspicious_image_is_first_and_older_journals_tell_by_score() -> None:
    vessel = outcome("vessel", 0.95, top_suspicion=0.02)
    old = Outcome.from_dict(
        {key: value for key, value in outcome("old", 0.4).to_dict().items() if key != "top_suspicion"}
    )
    page = to_html(Summary([vessel, old, outcome("cluster", 0.5, top_suspicion=0.45)]))
    listed = page.split("Most suspicious")[1].split("Slowest")[0]
    assert [name for _, name in sorted((listed.index(name), name) for name in ("vessel", "old", "cluster"))] == [
        "cluster",
        "old",
        "vessel",
    ]
    assert "0.020" in listed and "0.950" not in listed


def test_the_page_counts_and_links_and_names_the_slowest_and_failed() -> None:
    done = [
        outcome("fast"),
        Outcome("slow", DONE, None, {"s/slow.findings.json": 1, "s/slow.html": 2}, 99.0, 0, 0, None),
    ]
    page = to_html(Summary([*done, Outcome("bad", FAILED, reason="It is damaged: copy it again.")], waiting=4))
    counts = re.findall(r"<td>(\d+)</td>", page.split('<table class="counts">')[1].split("</table>")[0])
    assert counts == ["2", "1", "1", "4", "0"]
    assert "It is damaged: copy it again." in page and 'href="s/slow.html"' in page
    assert page.split("Slowest")[1].index("slow") < page.split("Slowest")[1].index("fast")


def test_the_histogram_counts_each_image_once() -> None:
    scores = [0.0, 0.04, 0.05, 0.999, 1.0, None]
    page = to_html(Summary([outcome(str(i), score) for i, score in enumerate(scores)]))
    bars = re.findall(r'text-anchor="middle">(\d+)<', page)
    assert sum(int(n) for n in bars if n in "123456") >= len(scores) and page.count("<rect") == BINS


def test_a_page_for_very_many_images_stays_small() -> None:
    page = to_html(
        Summary(
            [outcome(f"image{i}") for i in range(20000)]
            + [Outcome(f"bad{i}", FAILED, reason="x") for i in range(20000)]
        )
    )
    assert len(page) < 300_000
    assert "19000 more are in images.csv" in page


def test_vessels_are_summed_for_each_breast_of_an_exam() -> None:
    facts = {"laterality": "L", "vessels": 2, "vessels_mm": 30.0, "vessels_calcified_mm": 20.5, "vessels_mm2": 25.0}
    views = [
        outcome("study-1/a", facts=facts),
        outcome("study-1/b", facts=facts),
        outcome("study-1/c", facts={**facts, "laterality": "R"}),
    ]
    text = to_html(
        Summary(
            [
                *views,
                outcome("study-2/a", facts={"laterality": "L"}),
                outcome("odd", facts={**facts, "vessels": "many"}),
            ]
        )
    )
    assert "<td>study-1</td><td>L</td><td>2</td><td>4</td><td>60.0</td><td>41.0</td><td>50.0</td>" in text
    assert "<td>study-1</td><td>R</td><td>1</td><td>2</td><td>30.0</td><td>20.5</td><td>25.0</td>" in text
    assert "<td>study-2</td>" not in text
    assert "many" not in text
    assert "Vascular" not in to_html(Summary([outcome("a")]))


def test_the_table_has_what_is_typically_benign_and_the_sums_of_vessels(tmp_path: Path) -> None:
    facts = {"typically_benign": 3, "vessels": 2, "vessels_mm": 30.0, "vessels_calcified_mm": 20.5, "vessels_mm2": 25.0}
    write_table(Summary([outcome("a", facts=facts), outcome("b")]), tmp_path / "images.csv")
    first, second = read_table(tmp_path / "images.csv")
    assert [first[name] for name in facts] == ["3", "2", "30.0", "20.5", "25.0"]
    assert [second[name] for name in facts] == [""] * 5


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        (
            {
                "typically_benign": 3,
                "vessels": 2,
                "vessels_mm": 30.0,
                "vessels_calcified_mm": 20.5,
                "vessels_mm2": 25.0,
            },
            ", 3 typically benign, 2 ",
        ),
        (
            {"typically_benign": 0, "vessels": 0, "vessels_mm": 0.0, "vessels_calcified_mm": 0.0, "vessels_mm2": 0.0},
            "9 calcifications\t",
        ),
        ({}, "9 calcifications\t"),
    ],
)
def test_the_line_of_an_image_counts_what_is_not_reported_too(
    facts: dict[str, object], counts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _print(outcome("a", facts=facts), ConsoleProgress(0, 1, "a", quiet=True))
    assert counts in capsys.readouterr().out
