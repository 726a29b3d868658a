"""The overlay picture and the page."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib import RESEARCH_ONLY, palette
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Cluster, Findings, Vessel
from MicrocalcCADLib.kinds.vocabulary import UNKNOWN_COLOUR, VASCULAR, colour_of
from MicrocalcCADLib.mammogram import PLANES, Mammogram, Source
from MicrocalcCADLib.notices import of_image
from MicrocalcCADLib.reporting import exam_page, overlay, page, pdf, picture
from MicrocalcCADLib.reporting.page_style import SEVERAL_PLANES
from PIL import Image, ImageColor, ImageDraw
from report_material import make_analysis, make_mammogram, make_spots


def test_edges_enclose_exactly_the_labelled_pixels() -> None:
    labels = np.zeros((6, 8), np.uint8)
    labels[2:4, 3:7] = 1
    labels[0, 0] = 2
    edges = {tuple(edge) for edge in picture.outline_edges(labels).tolist()}
    expected = set()
    padded = np.pad(labels, 1)
    for row in range(7):
        for column in range(9):
            if padded[row, column + 1] != padded[row + 1, column + 1] and column < 8:
                expected.add((row, column, row, column + 1))
            if padded[row + 1, column] != padded[row + 1, column + 1] and row < 6:
                expected.add((row, column, row + 1, column))
    assert edges == expected
    assert len(edges) == 12 + 4


def test_the_window_spans_the_display_range() -> None:
    pixels = np.array([[0.0, 0.25, 0.5, 0.75, 1.0]], np.float32)
    assert picture.to_grey(pixels, (0.25, 0.75)).tolist() == [[0, 0, 127, 255, 255]]


def test_the_window_of_the_file_is_used_for_display(mammogram: Mammogram, analysis: Analysis) -> None:
    shown = picture.whole_picture(replace(mammogram, display_window=(0.3, 0.6)), analysis, 600)
    expected = np.clip((mammogram.pixels.astype(float) - 0.3) / 0.3 * 255, 0, 255)
    assert np.abs(np.asarray(shown) - expected).max() <= 1


def test_pixels_that_are_not_square_are_shown_square(mammogram: Mammogram, analysis: Analysis) -> None:
    wide = picture.whole_picture(replace(mammogram, spacing_mm=(0.1, 0.2)), analysis, 300)
    assert wide.size == (480, 300)


@pytest.mark.parametrize("corner", [(0, 0), (599, 479)])
def test_a_close_up_at_the_border_stays_inside_the_image(
    mammogram: Mammogram, analysis: Analysis, findings: Findings, corner: tuple
) -> None:
    row, column = corner
    box = (max(row - 10, 0), max(column - 10, 0), row, column)
    cluster = Cluster(1, row, column, box, 0.9, 6, 1.0, 6.0, True)
    (inset,) = picture.insets(replace(findings, clusters=(cluster,)), analysis, mammogram, 5)
    assert 0 <= inset.top <= 600 - inset.rows
    assert 0 <= inset.left <= 480 - inset.columns
    assert inset.rows == inset.columns and inset.side_mm == pytest.approx(inset.columns * 0.1) and inset.side_mm >= 12.0


def test_a_close_up_of_oblong_pixels_is_square_in_millimetres_and_its_bar_is_right(
    mammogram: Mammogram, analysis: Analysis, findings: Findings
) -> None:
    oblong = replace(mammogram, spacing_mm=(0.05, 0.1))
    shown = replace(findings, image=replace(findings.image, spacing_mm=(0.05, 0.1)))
    for inset in picture.insets(shown, analysis, oblong, 5):
        assert inset.rows * 0.05 == pytest.approx(inset.columns * 0.1, abs=0.1) == pytest.approx(inset.side_mm)
        assert inset.picture.width == inset.picture.height and inset.edges.min() >= 0 and inset.edges.max() <= 1
        first_row, first_column, last_row, last_column = inset.cluster.bounding_box
        assert inset.top <= first_row and last_row < inset.top + inset.rows
        assert inset.left <= first_column and last_column < inset.left + inset.columns
    length = picture.nice_length_mm(inset.side_mm)
    assert f'style="width:{100 * length / inset.side_mm:.2f}%">{length} mm' in page.to_html(shown, analysis, oblong)


def test_a_group_has_one_number_in_every_output(
    mammogram: Mammogram, analysis: Analysis, findings: Findings, tmp_path: Path
) -> None:
    renumbered = tuple(
        replace(c, id=c.id + 6, sentence=f"Group {c.id + 6}.", outline=()) for c in findings.reported_clusters
    )
    shown = replace(
        findings,
        clusters=renumbered,
        calcifications=tuple(replace(c, cluster=c.cluster and c.cluster + 6) for c in findings.calcifications),
    )
    numbers = [str(c.id) for c in shown.reported_clusters]
    text = page.to_html(shown, analysis, mammogram)
    for pattern in (
        r'article id="cluster-(\d+)"',
        r'class="number">(\d+)<',
        r'href="#cluster-(\d+)"',
        r">(\d+)</text>",
    ):
        assert sorted(re.findall(pattern, text)) == sorted(numbers), pattern
    assert [line.split(".")[0] for line in pdf._sentences(shown)] == numbers
    assert [row[0] for row in map(pdf._row, shown.reported_clusters)] == numbers
    report = exam_page.to_html("Exam", [exam_page.ImageReport("L CC", shown, "page.html")])
    assert re.findall(r'<li value="(\d+)">Group \1\.', report) == numbers
    drawn: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlay, "_badge", lambda _draw, number, *_: drawn.append(number))
        overlay.draw_overlay(shown, analysis, mammogram)
    assert set(drawn) == set(numbers)


@pytest.mark.parametrize("plane", PLANES)
def test_the_pages_state_the_plane_of_the_image(
    mammogram: Mammogram, analysis: Analysis, findings: Findings, plane: str
) -> None:
    shown = replace(findings, image=replace(findings.image, spacing_plane=plane))
    footer = f"Lengths and areas are those in the plane of the {plane}."
    assert footer in page.to_html(shown, analysis, mammogram)
    own = exam_page.ImageReport("L CC", shown, "a.html")
    assert footer in exam_page.to_html("Exam", [own, own])
    other = exam_page.ImageReport("R CC", replace(shown, image=replace(shown.image, spacing_plane="other")), "b.html")
    assert SEVERAL_PLANES.replace("'", "&#x27;") in exam_page.to_html("Exam", [own, other])


def test_a_cluster_larger_than_the_image_is_shown_whole(
    mammogram: Mammogram, analysis: Analysis, findings: Findings
) -> None:
    cluster = Cluster(1, 300, 240, (0, 0, 599, 479), 0.9, 6, 1.0, 6.0, True)
    (inset,) = picture.insets(replace(findings, clusters=(cluster,)), analysis, mammogram, 5)
    assert (inset.top, inset.left) == (0, 0)
    assert inset.rows >= 600


def _count(image: Image.Image, colour: str) -> int:
    return int((np.asarray(image) == ImageColor.getrgb(colour)).all(axis=-1).sum())


def test_groups_are_outlined_in_the_colour_of_their_kind_and_the_legend_names_it(
    mammogram: Mammogram, analysis: Analysis, findings: Findings
) -> None:
    colours = {
        "punctate": colour_of("punctate"),
        "fine pleomorphic": colour_of("fine pleomorphic"),
        VASCULAR: colour_of(VASCULAR),
    }
    assert len(set(colours.values())) == 3
    for word, colour in colours.items():
        changed = replace(
            findings, clusters=tuple(replace(c, morphology=word, vascular=word == VASCULAR) for c in findings.clusters)
        )
        drawn = overlay.draw_overlay(changed, analysis, mammogram)
        assert _count(drawn, colour) > 300
        assert all(_count(drawn, other) == 0 for other in colours.values() if other != colour)
        assert (colour, word) in palette.legend(changed)
        text = page.to_html(changed, analysis, mammogram)
        assert f'stroke="{colour}"' in text and f'--colour:{colour}">{word}<' in text


def test_a_long_legend_goes_on_in_rows_and_leaves_the_notice_whole(
    mammogram: Mammogram, analysis: Analysis, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = overlay.draw_overlay(findings, analysis, mammogram)
    entries = [(f"#{n:02x}40{255 - n:02x}", f"a kind with rather long words, number {n}") for n in range(1, 9)]
    monkeypatch.setattr(overlay, "legend", lambda _: entries)
    drawn = overlay.draw_overlay(findings, analysis, mammogram)
    assert (
        drawn.width == usual.width
        and (drawn.height - usual.height) % overlay.FOOTER == 0
        and drawn.height > usual.height
    )
    assert all(_count(drawn, colour) > 50 for colour, _ in entries), "every kind has its square"
    foot = np.asarray(drawn)[-overlay.FOOTER :]
    seen = np.flatnonzero(
        (np.abs(foot.astype(int) - ImageColor.getrgb(overlay.ATTENTION_COLOUR)).sum(axis=2) < 60).any(axis=0)
    )
    assert seen.max() - seen.min() > 0.9 * overlay._font(18).getlength(RESEARCH_ONLY), "the notice is not cut"


def test_single_calcifications_are_circled_in_the_colour_of_their_kind(findings: Findings) -> None:
    singles = tuple(replace(c, morphology="round") if c.cluster is None else c for c in findings.calcifications)
    plain = Image.new("RGB", (480, 600))
    before, after = (
        _blue(overlay.marked(plain.copy(), one)) for one in (findings, replace(findings, calcifications=singles))
    )
    assert after != before
    assert (colour_of("round"), "round") in palette.legend(replace(findings, calcifications=singles))


def _blue(image: Image.Image) -> int:
    return int(np.asarray(image, int)[..., 2].sum())


VESSEL = Vessel(1, ((450.0, 40.0), (450.0, 240.0)), 20.0, 15.0, 2, 24.0)


def test_the_line_above_the_picture_goes_on_in_a_second_one_instead_of_being_cut(
    mammogram: Mammogram, analysis: Analysis, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = overlay.draw_overlay(findings, analysis, mammogram)
    drawn: list[str] = []
    draw = overlay._draw_header
    monkeypatch.setattr(
        overlay, "_draw_header", lambda pen, f, m, lines, width: (drawn.extend(lines), draw(pen, f, m, lines, width))
    )
    long = replace(
        findings,
        model=replace(findings.model, name="a-model-with-a-name-as-long-as-those-of-own-models-trained-on-a-data-set"),
    )
    picture = overlay.draw_overlay(long, analysis, mammogram)
    assert (
        len(drawn) == 2
        and " ".join(drawn).endswith(f"{long.model.name} {long.model.version}")
        and "..." not in "".join(drawn)
    )
    assert picture.height == before.height + overlay.HEADER_LINE
    rows = np.asarray(picture)[overlay.HEADER : overlay.HEADER + overlay.HEADER_LINE]
    assert rows.shape[0] == overlay.HEADER_LINE and rows.max() > 100  # the second line is there


def test_what_is_typically_benign_is_counted_above_the_picture(
    mammogram: Mammogram, analysis: Analysis, findings: Findings
) -> None:
    quiet = replace(
        findings,
        clusters=(),
        calcifications=(
            replace(
                findings.calcifications[0],
                cluster=None,
                reported=False,
                morphology="rim",
                morphologies={"rim": 0.9},
                score=0.9,
                suspicion=0.05,
            ),
        ),
    )
    assert overlay.summary(quiet) == "0 clusters, 0 calcifications, 1 typically benign"


def test_vessels_are_drawn_as_centre_lines_of_their_own_and_named_in_the_legend(
    mammogram: Mammogram, analysis: Analysis, findings: Findings
) -> None:
    assert _count(overlay.draw_overlay(findings, analysis, mammogram), palette.VESSEL_COLOUR) == 0
    changed = replace(findings, vessels=(VESSEL,))
    assert overlay.summary(changed) == overlay.summary(findings) + ", 1 calcified vessel, 15 mm"
    drawn = np.asarray(overlay.draw_overlay(changed, analysis, mammogram))
    rows, columns = np.nonzero((drawn == ImageColor.getrgb(palette.VESSEL_COLOUR)).all(axis=-1))
    on_line = rows == overlay.HEADER + 450
    assert on_line.sum() == pytest.approx(200, abs=4)
    assert columns[on_line].min() == pytest.approx(overlay.GAP + 40, abs=2)
    assert (rows > overlay.HEADER + 600).sum() > 20  # the square of the legend


def test_the_page_draws_and_lists_vessels_with_their_sum(
    mammogram: Mammogram, analysis: Analysis, findings: Findings
) -> None:
    assert "Vascular" not in page.to_html(findings, analysis, mammogram)
    text = page.to_html(replace(findings, vessels=(VESSEL, replace(VESSEL, id=2))), analysis, mammogram)
    assert text.count('<polyline points="40.5,450.5 240.5,450.5"') == 2
    assert "20.0 mm, calcified 15.0 mm and 24.0 mm²" in text
    assert "40.0 mm, calcified 30.0 mm and 48.0 mm²" in text


def test_single_calcifications_are_circled_and_those_in_clusters_are_not(
    mammogram: Mammogram, findings: Findings
) -> None:
    plain = Image.new("RGB", (480, 600))
    orange = tuple(replace(c, morphology="fine pleomorphic") for c in findings.clusters)
    drawn = np.asarray(overlay.marked(plain, replace(findings, clusters=orange)))
    ring = (drawn[..., 1] > 120) & (drawn[..., 0] < 100)
    singles = [c for c in findings.reported_calcifications if c.cluster is None]
    assert len(singles) == 2
    rows, columns = np.nonzero(ring)
    nearest = np.min([np.hypot(rows - c.row, columns - c.column) for c in singles], axis=0)
    assert len(rows) > 50 and nearest.max() < 20


def test_a_large_mammogram_gives_a_picture_of_reading_size(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    large = replace(mammogram, pixels=np.kron(mammogram.pixels, np.ones((6, 6), np.float32)), display_window=(0.2, 0.8))
    assert overlay.draw_overlay(findings, analysis, large).height < 2000


def test_close_ups_of_a_small_image_are_not_cut_off() -> None:
    small = make_mammogram(80, 90)
    analysis = make_analysis(small, make_spots([(40, 30)], 8, 8))
    drawn = overlay.draw_overlay(decide(analysis), analysis, small)
    assert drawn.height >= overlay.HEADER + overlay.INSET_SIDE + overlay.INSET_CAPTION + overlay.FOOTER
    framed = np.flatnonzero(
        (np.asarray(drawn) == ImageColor.getrgb(UNKNOWN_COLOUR)).all(axis=-1).sum(axis=1) >= overlay.INSET_SIDE
    )
    assert framed[0] >= overlay.HEADER - 2 and framed[-1] - framed[0] >= overlay.INSET_SIDE + overlay.INSET_CAPTION


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key in ("src", "href", "action", "data", "poster")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_needs_no_network_and_runs_no_script(
    findings: Findings, analysis: Analysis, mammogram: Mammogram
) -> None:
    text = page.to_html(findings, analysis, mammogram)
    parsed = _Page(text)
    assert all(link.startswith(("data:image/jpeg;base64,", "#cluster-")) for link in parsed.links)
    assert "script" not in parsed.tags
    assert not re.search(r"https?://|url\(|@import", text)
    pictures = [link for link in parsed.links if link.startswith("data:")]
    assert len(pictures) == 1 + len(findings.reported_clusters)
    for link in pictures:
        Image.open(io.BytesIO(base64.b64decode(link.split(",")[1]))).verify()


def test_the_page_says_what_it_is_and_what_the_model_learned_from(
    findings: Findings, analysis: Analysis, mammogram: Mammogram
) -> None:
    words = " ".join(
        _Page(page.to_html(findings, analysis, replace(mammogram, notices=of_image("An implant is present.")))).words
    )
    for expected in (
        RESEARCH_ONLY,
        "Trained on simulated calcifications.",
        "An implant is present.",
        "test-model 1.2.3",
        "ab" * 32,
        "balanced",
    ):
        assert expected in words


def test_a_notice_that_is_also_a_warning_of_the_image_stands_once(
    findings: Findings, analysis: Analysis, mammogram: Mammogram
) -> None:
    text = page.to_html(findings, analysis, replace(mammogram, notices=findings.notices))
    assert text.count("Trained on simulated calcifications.") == 1


def test_the_page_lists_clusters_by_score(findings: Findings, analysis: Analysis, mammogram: Mammogram) -> None:
    text = page.to_html(findings, analysis, mammogram)
    scores = [float(score) for score in re.findall(r"</span> score ([\d.]+)</h3>", text)]
    assert len(scores) == 2 and scores == sorted(scores, reverse=True)


def test_text_from_files_is_escaped(findings: Findings, analysis: Analysis, mammogram: Mammogram) -> None:
    evil = "<script>alert('x')</script>&"
    mine = replace(
        findings,
        notices=of_image(evil),
        versions={evil: evil},
        source=Source(evil, evil, evil),
        method=evil,
        model=replace(findings.model, name=evil, version=evil, sha256=evil),
        image=replace(findings.image, view=evil, spacing_from=evil),
        operating_point=replace(findings.operating_point, name=evil),
    )
    about = replace(mammogram, source=Source(evil), facts={evil: evil}, notices=of_image(evil))
    text = page.to_html(mine, analysis, about)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_page_without_findings_says_so(findings: Findings, analysis: Analysis, mammogram: Mammogram) -> None:
    nothing = replace(findings, calcifications=(), clusters=())
    assert "No cluster is reported" in page.to_html(nothing, analysis, mammogram)
    assert "0 clusters, 0 calcifications" in page.to_html(nothing, analysis, mammogram)


def test_the_overlay_is_a_png_that_opens(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    overlay.write(findings, analysis, mammogram, tmp_path / "a.overlay.png")
    with Image.open(tmp_path / "a.overlay.png") as image:
        assert image.format == "PNG"
        image.verify()


def test_a_name_with_the_end_of_a_line_in_it_gives_the_same_title_as_with_a_space(
    mammogram: Mammogram, analysis: Analysis, findings: Findings, tmp_path: Path
) -> None:
    for file, name in (("a.png", "left\nbreast.png"), ("b.png", "left breast.png")):
        overlay.write(
            findings, analysis, replace(mammogram, source=replace(mammogram.source, path=name)), tmp_path / file
        )
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_long_name_leaves_side_and_view_in_the_header_and_foreign_letters_have_codes(
    findings: Findings, mammogram: Mammogram, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    draw = ImageDraw.Draw(Image.new("RGB", (900, 76)))
    monkeypatch.setattr(draw, "text", lambda place, text, *rest: said.append(text))
    seen = replace(findings, image=replace(findings.image, laterality="R", view="MLO"))
    for name in ("x" * 240 + ".png", "\u05e9\u05e8\u05d4.png"):
        overlay._draw_header(draw, seen, replace(mammogram, source=replace(mammogram.source, path=name)), [], 900)
    assert said[0].endswith("...   R MLO")
    assert draw.textlength(said[0], overlay._font(28)) <= 900
    assert said[1] == r"\u05e9\u05e8\u05d4.png   R MLO"
