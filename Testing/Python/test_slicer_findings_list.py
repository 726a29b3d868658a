"""The list of findings and the card of the chosen one, clicked: what is folded away, filtered, named by the reader,
shown closer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis, Naming
from MicrocalcCADLib.kinds.naming import WORDS
from panel_material import STATE_COLUMN, STATE_ROLE, choose
from PIL import Image
from report_material import make_analysis, make_spots
from slicer_host import close_panel, open_panel

pytest_plugins = ["slicer_fixtures"]
WORD_OF = ["fine pleomorphic"] * 8 + ["vascular"] * 8 + ["amorphous", "rim"]


def named_analysis(mammogram: Any) -> Analysis:
    """Return a cluster, a calcified vessel, a single suspicious calcification and a single rim."""
    spots = [*make_spots([(420, 240), (620, 150)], 8, 20), (200, 100), (200, 200)]
    found = make_analysis(mammogram, spots)
    kinds = np.zeros((len(spots), len(WORDS)), np.float32)
    for row, word in enumerate(WORD_OF):
        kinds[row, WORDS.index(word)] = 0.7
        kinds[row, WORDS.index("coarse heterogeneous")] += 0.2
    benign = np.array([word in ("vascular", "rim") for word in WORD_OF])
    naming = Naming(WORDS, kinds, np.where(benign, 0.1, 0.9))
    return replace(found, candidates=replace(found.candidates, naming=naming))


@pytest.fixture
def nodes(widget: Any, volume: Any) -> Any:
    """The results of a detection that named kinds."""
    from MicrocalcCADSlicer.results import resultsOf

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish(named_analysis(widget.started[-1].mammogram))
    return resultsOf(volume)


def kinds(widget: Any) -> list[str]:
    widget.panel.findings.listNow()
    table = widget.ui.clusterTable
    return [table.item(row, 1).text() for row in range(table.rowCount)]


def state(widget: Any, row: int) -> str:
    return widget.ui.clusterTable.item(row, STATE_COLUMN).data(STATE_ROLE)


def name(widget: Any, selector: str, word: str) -> None:
    box = getattr(widget.ui, selector)
    box.setCurrentIndex(box.findData(word))


def findings(widget: Any) -> Any:
    return widget.panel.findings.session.findings


def test_typically_benign_ones_are_folded_away_with_their_count_and_unfolded_after_the_others(
    widget: Any, nodes: Any
) -> None:
    from MicrocalcCADSlicer.halos import lineOf
    from MicrocalcCADSlicer.results import resultsOf

    assert kinds(widget) == ["fine pleomorphic", "amorphous"]
    assert widget.ui.benignCheckBox.text == "Show typically benign (2)"
    assert len(resultsOf(nodes.volume).outlines) == 1
    widget.ui.benignCheckBox.click()
    assert kinds(widget) == ["fine pleomorphic", "amorphous", "vascular", "rim"]
    outlines = resultsOf(nodes.volume).outlines
    colours = {tuple(round(255 * v) for v in lineOf(outline).GetSelectedColor()) for outline in outlines}
    assert colours == {(0xE6, 0x9F, 0x00), (0xCC, 0x79, 0xA7)}
    assert not widget.ui.undoButton.enabled, "folding is no step of the review"
    widget.ui.benignCheckBox.click()
    assert len(resultsOf(nodes.volume).outlines) == 1


def marked_singles(volume: Any) -> dict[str, list[tuple[int, int]]]:
    """Return the marked pixels of single calcifications that are seen, by the name of their list."""
    from MicrocalcCADSlicer.geometry import worldToPixel
    from MicrocalcCADSlicer.results import resultsOf

    def places(node: Any) -> list[tuple[int, int]]:
        points = (node.GetNthControlPointPositionWorld(i) for i in range(node.GetNumberOfControlPoints()))
        return [tuple(round(value) for value in worldToPixel(volume, point)) for point in points]

    return {node.GetName(): places(node) for node in resultsOf(volume).singles if node.GetDisplayVisibility()}


def test_single_calcifications_have_marks_in_the_colour_of_their_kind_typically_benign_ones_when_unfolded(
    application: Any, widget: Any, nodes: Any
) -> None:
    from MicrocalcCADLib.kinds.vocabulary import colour_of
    from MicrocalcCADLib.palette import rgb
    from MicrocalcCADSlicer.results import resultsOf

    assert marked_singles(nodes.volume) == {"Example single, amorphous": [(200, 100)]}
    widget.ui.benignCheckBox.click()
    assert marked_singles(nodes.volume) == {
        "Example single, amorphous": [(200, 100)],
        "Example single, rim": [(200, 200)],
    }
    for node, word in zip(resultsOf(nodes.volume).singles, ("amorphous", "rim"), strict=True):
        assert node.GetDisplayNode().GetSelectedColor() == pytest.approx(rgb(colour_of(word)))
        assert application.slice_view.shows(node)
    widget.ui.outlinesCheckBox.click()
    assert marked_singles(nodes.volume) == {}
    widget.ui.outlinesCheckBox.click()
    widget.ui.benignCheckBox.click()
    assert marked_singles(nodes.volume) == {"Example single, amorphous": [(200, 100)]}
    choose(widget, 1)
    widget.ui.rejectButton.click()
    assert marked_singles(nodes.volume) == {}
    widget.ui.undoButton.click()
    assert marked_singles(nodes.volume) == {"Example single, amorphous": [(200, 100)]}


def test_the_marks_of_a_single_calcification_leave_it_uncovered(
    application: Any, widget: Any, nodes: Any, tmp_path: Any
) -> None:
    choose(widget, 1)
    view, reach = (
        application.slice_view,
        12,
    )  # points of the screen: more than the calcification, less than the free middle

    def drawn(shown: bool) -> np.ndarray:
        for node in (*nodes.singles, *_singles(nodes.volume)):
            node.SetDisplayVisibility(shown)
        nodes.segmentation.SetDisplayVisibility(False)
        view.save_picture(tmp_path / "view.png")
        with Image.open(tmp_path / "view.png") as picture:
            return np.asarray(picture.convert("RGB"), int)

    different = np.abs(drawn(True) - drawn(False)).max(axis=-1) > 30
    row, column = (size // 2 for size in different.shape)
    assert not different[row - reach : row + reach, column - reach : column + reach].any()
    assert different[row - 250 : row + 250, column - 250 : column + 250].any()


def _singles(volume: Any) -> tuple:
    from MicrocalcCADSlicer.results import resultsOf

    return resultsOf(volume).singles


def test_a_filter_lists_one_kind_alone(widget: Any, nodes: Any) -> None:
    widget.ui.benignCheckBox.click()
    texts = [widget.ui.kindFilter.itemText(i) for i in range(widget.ui.kindFilter.count)]
    assert texts == ["All kinds", "fine pleomorphic (1)", "amorphous (1)", "vascular (1)", "rim (1)"]
    name(widget, "kindFilter", "vascular")
    assert kinds(widget) == ["vascular"]
    widget.ui.thresholdSlider.setValue(0.95)
    assert kinds(widget) == [], "the filter stays while the slider moves"
    widget.ui.thresholdSlider.setValue(0.5)
    name(widget, "kindFilter", "")
    assert len(kinds(widget)) == 4


def test_an_empty_list_says_that_nothing_was_found_and_one_of_no_detection_says_nothing(
    widget: Any, nodes: Any, volume: Any
) -> None:
    assert widget.ui.moreLabel.text == ""
    widget.ui.thresholdSlider.setValue(1.0)
    assert kinds(widget) == []
    assert widget.ui.moreLabel.text == "Nothing is reported here at this operating point."
    widget.ui.volumeSelector.setCurrentNode(None)
    assert widget.ui.moreLabel.text == ""


def test_the_tip_of_a_row_has_the_three_likeliest_kinds(widget: Any, nodes: Any) -> None:
    tip = widget.ui.clusterTable.item(0, 1).toolTip()
    assert tip.startswith("fine pleomorphic 70 %, coarse heterogeneous 20 %\n")
    assert "8 found" in tip and tip.endswith("unseen")


def test_single_calcifications_are_chosen_shown_and_decided_like_groups(widget: Any, nodes: Any) -> None:
    choose(widget, 1)
    assert "Amorphous calcification, 0.2 × 0.2 mm" in widget.ui.sentenceLabel.text
    assert not widget.ui.findingDistributionSelector.enabled
    before = nodes.calcificationTable.GetNumberOfRows()
    widget.ui.rejectButton.click()
    assert state(widget, 1) == "rejected" and widget.ui.rejectButton.checked
    assert nodes.calcificationTable.GetNumberOfRows() == before - 1
    widget.ui.rejectButton.click()
    assert state(widget, 1) == "unseen"


def test_a_click_on_a_single_calcification_chooses_it(widget: Any, nodes: Any) -> None:
    widget.panel.findings.onMarkClicked(204, 104)
    assert widget.panel.findings.chosen().id == -17


def test_the_readers_kind_and_distribution_are_stored_exported_undone_and_survive_saving(
    widget: Any, nodes: Any, tmp_path: Any
) -> None:
    from MicrocalcCADSlicer.results import storedFindings
    from MicrocalcCADSlicer.session import reviewed

    choose(widget, 0)
    name(widget, "findingKindSelector", "fine linear or branching")
    name(widget, "findingDistributionSelector", "linear")
    assert kinds(widget)[0] == "fine linear or branching" and state(widget, 0) == "edited"
    assert widget.ui.clusterTable.item(0, 0).toolTip().startswith("Kind named by the reader")
    widget.panel.findings.settleNow()
    kept = storedFindings(nodes).reported_clusters[0]
    assert (kept.morphology, kept.distribution, kept.by_reader) == (
        "fine linear or branching",
        "linear",
        ("morphology", "distribution"),
    )
    exported = reviewed(nodes.volume)[0].reported_clusters[0]
    assert (exported.morphology, exported.morphologies, exported.distribution) == (
        kept.morphology,
        {kept.morphology: 1.0},
        "linear",
    )
    assert "Fine linear or branching calcifications, linear" in exported.sentence
    again = open_panel()
    again.ui.volumeSelector.setCurrentNode(nodes.volume)
    assert kinds(again)[0] == "fine linear or branching"
    close_panel(again)
    widget.panel.findings.undo()
    assert findings(widget).reported_clusters[0].distribution != "linear"
    widget.panel.findings.undo()
    assert kinds(widget)[0] == "fine pleomorphic" and state(widget, 0) == "unseen"


def test_as_detected_gives_the_detectors_word_back(widget: Any, nodes: Any) -> None:
    choose(widget, 0)
    name(widget, "findingKindSelector", "coarse heterogeneous")
    name(widget, "findingKindSelector", "")
    assert kinds(widget)[0] == "fine pleomorphic" and findings(widget).reported_clusters[0].by_reader == ()
    assert widget.ui.findingKindSelector.currentText == "fine pleomorphic"


def test_what_a_reader_calls_benign_is_no_longer_reported_but_stays_in_the_list(widget: Any, nodes: Any) -> None:
    choose(widget, 0)
    name(widget, "findingKindSelector", "skin")
    assert findings(widget).reported_clusters == ()
    assert sorted(kinds(widget)) == ["amorphous", "skin"]
    assert widget.panel.findings.chosen().morphology == "skin"
    assert nodes.calcificationTable.GetNumberOfRows() == 1


def test_the_close_up_shows_real_pixels_in_the_window_of_the_view(widget: Any, nodes: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.close_up import closeUp

    volume = nodes.volume
    volume.CreateDefaultDisplayNodes()
    volume.GetDisplayNode().SetAutoWindowLevel(False)
    volume.GetDisplayNode().SetWindowLevelMinMax(0, 255)
    pixels = slicer.util.arrayFromVolume(volume)
    pixels[0, 300:310, 200:210] = 255
    pixels[0, 310:320, 200:210] = 51
    slicer.util.arrayFromVolumeModified(volume)
    picture = closeUp(volume, 310, 205, 40, 40, 2).toImage()
    assert (picture.width(), picture.height()) == (40, 40)
    assert [picture.pixelColor(20, y).red() for y in (0, 1, 2, 19, 20, 39)] == [255, 255, 255, 255, 51, 51]
    corner = closeUp(volume, 0, 0, 40, 40, 1).toImage()
    assert corner.pixelColor(5, 5).red() == 0, "black outside of the image"


def test_the_card_is_there_only_while_a_finding_is_chosen(widget: Any, nodes: Any) -> None:
    assert widget.ui.findingCard.isHidden()
    choose(widget, 0)
    assert not widget.ui.findingCard.isHidden()
    assert widget.ui.closeUpLabel.pixmap.height() == widget.ui.closeUpLabel.maximumHeight
    assert widget.ui.acceptButton.toolTip.endswith("(key A)")
    widget.ui.clusterTable.setCurrentCell(-1, -1)
    widget.panel.findings.clear()
    assert widget.ui.findingCard.isHidden()


def test_notes_are_one_line_until_their_details_are_asked_for(widget: Any, nodes: Any) -> None:
    assert widget.ui.notesLabel.text.startswith("1 note.") and ">Details</a>" in widget.ui.notesLabel.text
    assert widget.ui.noticesLabel.isHidden()
    widget.ui.notesLabel.linkActivated.emit("notes")
    assert not widget.ui.noticesLabel.isHidden()
    assert widget.ui.noticesLabel.text == "• Trained on simulated calcifications."
    widget.ui.notesLabel.linkActivated.emit("notes")
    assert widget.ui.noticesLabel.isHidden()


def test_a_list_of_very_many_single_calcifications_ends_with_their_number(
    widget: Any, volume: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("MicrocalcCADLib.listed.MOST_SINGLE", 2)
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    spots = [(100 + 120 * i, 60) for i in range(5)]
    widget.started[-1].finish(make_analysis(widget.started[-1].mammogram, spots, [0.9, 0.8, 0.7, 0.95, 0.6]))
    assert widget.ui.clusterTable.rowCount == 2
    assert widget.ui.moreLabel.text.startswith("3 single calcifications of lower suspicion")


def test_methods_have_plain_names_and_a_line_what_each_is_for(widget: Any) -> None:
    from MicrocalcCADLib.detectors import METHODS

    selector = widget.ui.methodSelector
    titles = {selector.itemData(i): selector.itemText(i) for i in range(selector.count)}
    assert list(titles) == list(METHODS)
    assert titles["hdogreg"] == "Standard (recommended)" and titles["patch-learning"].startswith("For comparison only")
    assert all(title.startswith("For comparison") for method, title in titles.items() if method != "hdogreg")
    lines = set()
    for method in METHODS:
        selector.setCurrentIndex(selector.findData(method))
        lines.add(widget.ui.methodLabel.text)
    assert len(lines) == len(METHODS)
    assert widget.ui.advancedSection.collapsed
