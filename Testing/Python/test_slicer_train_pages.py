"""The pages Data set, Evaluate and Models of MicrocalcTrain, clicked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bundles import write_bundle, write_catalog
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.devices import GraphicsCard, cards_of
from panel_material import add_volume, noise
from PIL import Image
from set_material import breast, write_folder
from train_host import open_train_panel, show_page

pytest_plugins = ["slicer_fixtures"]
SECONDS = 240


@pytest.fixture
def panel(application: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The panel with one shipped model, tiny, and one own, mine."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    place = tmp_path / "shipped"
    sha256 = write_bundle(place / "tiny")
    write_catalog(place, sha256)
    monkeypatch.setenv("MICROCALC_MODELS", str(place))
    write_bundle(tmp_path / "own" / "mine")
    widget = open_train_panel("run_entry:evaluating")
    widget.ui.modelsFolderEdit.text = str(tmp_path / "own")
    yield widget
    widget.cleanup()


def cells(table: Any) -> list[list[str]]:
    return [[table.item(row, column).text() for column in range(table.columnCount)] for row in range(table.rowCount)]


def choose_model(panel: Any, name: str) -> None:
    names = [row[0] for row in cells(panel.ui.modelsTable)]
    panel.ui.modelsTable.setCurrentCell(names.index(name), 0)


# Models


def test_the_models_are_listed_with_their_card_and_a_shipped_one_cannot_be_deleted(panel: Any, tmp_path: Path) -> None:
    ui = panel.ui
    assert cells(ui.modelsTable) == [
        ["tiny", "0.3.0", "hdogreg", "ships with Microcalc"],
        ["mine", "0.3.0", "hdogreg", str(tmp_path / "own" / "mine")],
    ]
    assert not ui.modelsDeleteButton.enabled
    (tmp_path / "own" / "mine" / "docs").mkdir()
    (tmp_path / "own" / "mine" / "docs" / "README.md").write_text(
        "# mine, research only\n\n![curves](curves.svg)\n\n<img src=other.png>"
    )
    choose_model(panel, "mine")
    assert ui.modelsCard.plainText == "mine, research only\n<img src=other.png>" and ui.modelsDeleteButton.enabled


def test_a_model_goes_out_as_a_zip_file_and_comes_in_from_one(
    panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import qt

    archive = tmp_path / "mine.zip"
    monkeypatch.setattr(qt.QFileDialog, "getSaveFileName", lambda *_: str(archive))
    monkeypatch.setattr(qt.QFileDialog, "getOpenFileName", lambda *_: str(archive))
    choose_model(panel, "mine")
    panel.ui.modelsExportButton.click()
    assert panel.ui.modelsStatusLabel.text == f"Exported to {archive}."
    panel.ui.modelsImportButton.click()
    assert "has a model mine already" in panel.ui.modelsStatusLabel.text
    panel.ui.modelsFolderEdit.text = str(tmp_path / "other")
    panel.ui.modelsImportButton.click()
    assert [row[0] for row in cells(panel.ui.modelsTable)] == [
        "tiny",
        "mine",
    ] and panel.ui.modelsTable.currentRow() == 1


def test_an_own_model_is_deleted_after_a_question(panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import slicer.util

    asked: list[str] = []
    choose_model(panel, "mine")
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda text: asked.append(text) or len(asked) > 1)
    panel.ui.modelsDeleteButton.click()
    assert (tmp_path / "own" / "mine").is_dir()
    panel.ui.modelsDeleteButton.click()
    assert not (tmp_path / "own" / "mine").exists() and [row[0] for row in cells(panel.ui.modelsTable)] == ["tiny"]


def test_a_model_in_use_is_offered_by_microcalc_cad_in_this_and_later_scenes(
    panel: Any, application: Any, tmp_path: Path
) -> None:
    import slicer
    from slicer_host import close_panel, open_panel

    shown: list[str] = []
    panel.panel.models._selectModule = shown.append
    choose_model(panel, "mine")
    panel.ui.modelsUseButton.click()
    assert shown == ["MicrocalcCAD"]
    cad = open_panel()
    cad.enter()
    assert cad.ui.modelSelector.currentText == "mine (own)"
    assert cad.panel.choices()[0].model == str(tmp_path / "own" / "mine")
    close_panel(cad)
    again = open_panel()  # the scene keeps the choice
    again.enter()
    assert again.ui.modelSelector.currentText == "mine (own)"
    close_panel(again)
    slicer.app.clear_scene()
    choose_model(panel, "tiny")
    panel.ui.modelsUseButton.click()
    later = open_panel()
    later.enter()
    assert [later.ui.modelSelector.itemText(i) for i in range(later.ui.modelSelector.count)] == ["tiny", "mine (own)"]
    assert later.ui.modelSelector.currentText == "tiny"
    close_panel(later)


def test_a_rating_can_be_taken_into_use_too(panel: Any, tmp_path: Path) -> None:
    import shutil

    from MicrocalcCADLib.models import list_models, models_folder
    from MicrocalcCADSlicer.user_models import takeWantedModel

    shown: list[str] = []
    panel.panel.models._selectModule = shown.append
    shipped = Path(__file__).resolve().parents[2] / "Resources" / "Models" / "malignancy-simulated"
    shutil.copytree(shipped, tmp_path / "own" / "rater")
    assert models_folder() != shipped.parent and not any(entry.method == "malignancy" for entry in list_models())
    panel.panel.models.refresh()
    choose_model(panel, "malignancy-simulated")
    assert panel.ui.modelsUseButton.enabled
    panel.ui.modelsUseButton.click()
    assert shown == ["MicrocalcCAD"] and takeWantedModel() == ("malignancy", str(tmp_path / "own" / "rater"))


def test_a_model_that_names_kinds_can_be_taken_into_use_and_says_what_got_worse_first(
    panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    import slicer.util
    from MicrocalcCADSlicer.user_models import takeWantedModel

    panel.panel.models._selectModule = lambda _name: None
    own = tmp_path / "own" / "namer"
    shutil.copytree(Path(__file__).resolve().parents[2] / "Resources" / "Models" / "kinds-simulated", own)
    path = own / "configs" / "metadata.json"
    metadata = json.loads(path.read_text())
    before, after = ({"images": 3, "named_right": share} for share in (0.2, 0.5))
    metadata["microcalc"]["training"] |= {
        "held_out": "test",
        "before": before,
        "after": after,
        "notes": ["On simulated lesions it got worse."],
    }
    path.write_text(json.dumps(metadata))
    asked: list[str] = []
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda text: not asked.append(text))
    panel.panel.models.refresh()
    choose_model(panel, "kinds-simulated")
    assert panel.ui.modelsUseButton.enabled
    panel.ui.modelsUseButton.click()
    assert asked[0].splitlines() == [
        "Groups named as the reader did (part test, images: 3): 20 % before, 50 % after fine-tuning.",
        "On simulated lesions it got worse.",
        "Use it all the same?",
    ]
    assert takeWantedModel() == ("kinds", str(own))


def test_a_damaged_own_model_is_not_taken_into_use(panel: Any, tmp_path: Path) -> None:
    (tmp_path / "own" / "mine" / "models" / "model.pt").write_bytes(b"no weights")
    choose_model(panel, "mine")
    panel.ui.modelsUseButton.click()
    assert "not a plain state dict" in panel.ui.modelsStatusLabel.text


def test_a_trained_model_is_kept_among_the_own_ones(panel: Any, tmp_path: Path) -> None:
    write_bundle(tmp_path / "run" / "trained")
    panel.ui.trainFolderEdit.text = str(tmp_path / "run")
    show_page(panel, "Use")
    choose_model(panel, "trained")
    assert panel.ui.modelsKeepButton.enabled
    panel.ui.modelsKeepButton.click()
    assert (tmp_path / "own" / "trained" / "models" / "model.pt").is_file() and not panel.ui.modelsKeepButton.enabled


def test_what_was_said_of_a_model_ends_with_the_choice_of_another(panel: Any) -> None:
    ui = panel.ui
    ui.modelsStatusLabel.text = "tiny was deleted."
    ui.modelsTable.setCurrentCell((ui.modelsTable.currentRow() + 1) % ui.modelsTable.rowCount, 0)
    assert ui.modelsStatusLabel.text == ""


def test_two_models_stand_side_by_side_and_the_card_comes_back(panel: Any) -> None:
    ui = panel.ui
    choose_model(panel, "mine")
    ui.modelsCompareSelector.setCurrentIndex(ui.modelsCompareSelector.findText("tiny 0.3.0"))
    rows = {row[0]: row[1:] for row in cells(ui.modelsCompareTable)}
    assert rows["Method"] == ["hdogreg", "hdogreg"] and rows["Version"] == ["0.3.0", "0.3.0"] and "Licence" not in rows
    assert ui.modelsCard.isHidden() and ui.modelsCompareTable.horizontalHeaderItem(2).text() == "tiny"
    ui.modelsCompareSelector.setCurrentIndex(0)
    assert not ui.modelsCard.isHidden() and ui.modelsCompareTable.isHidden()


def test_a_tuned_model_that_is_no_better_is_used_only_after_a_question(
    panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer.util

    path = tmp_path / "own" / "mine" / "configs" / "metadata.json"
    metadata = json.loads(path.read_text())
    figures = {"images": 5, "tpr_at_0.4_fp_per_cm2": 0.8}
    metadata["microcalc"]["training"] = {
        "held_out": "test",
        "before": figures,
        "after": {**figures, "tpr_at_0.4_fp_per_cm2": 0.7},
    }
    path.write_text(json.dumps(metadata))
    shown, asked = [], []
    panel.panel.models._selectModule = shown.append
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", lambda text: asked.append(text) or len(asked) > 1)
    panel.panel.models.refresh()
    choose_model(panel, "mine")
    panel.ui.modelsUseButton.click()
    assert "0.800 before, 0.700 after" in asked[0] and shown == []
    panel.ui.modelsUseButton.click()
    assert shown == ["MicrocalcCAD"]


# Evaluate


def test_an_evaluation_shows_its_table_its_curves_and_the_worst_image_first(
    panel: Any, application: Any, tmp_path: Path
) -> None:
    import slicer.util

    ui = panel.ui
    show_page(panel, "Evaluate")
    ui.evaluateSetEdit.text, ui.evaluateFolderEdit.text = str(tmp_path / "set"), str(tmp_path / "evaluation")
    ui.evaluateModelSelector.setCurrentIndex(ui.evaluateModelSelector.findText("hdogreg: mine"))
    ui.evaluateStartButton.click()
    application.wait_until(lambda: ui.evaluateStartButton.enabled, SECONDS)
    assert ui.evaluateStatusLabel.text == "Done.\nb: It is damaged."
    arguments = runs.read_state(tmp_path / "evaluation").arguments
    assert arguments[arguments.index("--method") + 1] == f"hdogreg={tmp_path / 'own' / 'mine'}"
    assert ["sensitivity at 1 FP per image", "0.750"] in cells(ui.evaluateTable) and ["pauc", "-"] in cells(
        ui.evaluateTable
    )
    assert [row[0] for row in cells(ui.evaluateImagesTable)] == ["b", "a"]
    offered = [ui.evaluateCurveSelector.itemText(i) for i in range(ui.evaluateCurveSelector.count)]
    assert offered == ["FROC of clusters", "Reliability", "Confusion of marks", "Map of candidates (t-SNE)"]
    ui.evaluateShowButton.click()
    (chart,) = slicer.util.getNodesByClass("vtkMRMLPlotChartNode")
    series = chart.GetNthPlotSeriesNode(0)
    table = series.GetTableNode()
    assert (chart.GetTitle(), series.GetName(), series.GetXColumnName()) == (
        "FROC of clusters",
        "hdogreg",
        "fp_per_image",
    )
    assert [float(table.GetCellText(i, 1)) for i in range(2)] == [0.5, 0.75]
    ui.evaluateCurveSelector.setCurrentIndex(2)
    ui.evaluateShowButton.click()
    chart = slicer.util.getNodesByClass("vtkMRMLPlotChartNode")[1]
    table = chart.GetNthPlotSeriesNode(0).GetTableNode()
    assert chart.GetNthPlotSeriesNode(0).GetPlotType() == chart.GetNthPlotSeriesNode(0).PlotTypeBar
    bars = {table.GetCellText(i, 2): float(table.GetCellText(i, 1)) for i in range(table.GetNumberOfRows())}
    assert bars == {
        "clusters hit": 1,
        "clusters missed": 2,
        "false clusters": 3,
        "calcifications found": 5,
        "calcifications missed": 4,
    }
    ui.evaluateCurveSelector.setCurrentIndex(3)
    ui.evaluateShowButton.click()
    assert (
        "truth.json cannot be read" in ui.evaluateStatusLabel.text
        or "Too few candidates" in ui.evaluateStatusLabel.text
    )


def test_an_evaluation_is_found_again_by_its_folder(panel: Any, application: Any, tmp_path: Path) -> None:
    ui = panel.ui
    ui.evaluateSetEdit.text, ui.evaluateFolderEdit.text = str(tmp_path / "set"), str(tmp_path / "evaluation")
    ui.evaluateStartButton.click()
    application.wait_until(lambda: ui.evaluateStartButton.enabled, SECONDS)
    ui.evaluateFolderEdit.text = str(tmp_path / "another")
    assert ui.evaluateTable.rowCount == 0 and not ui.evaluateShowButton.enabled
    ui.evaluateFolderEdit.text = str(tmp_path / "evaluation")
    assert ui.evaluateTable.rowCount > 0 and ui.evaluateStatusLabel.text.startswith("Done.")


def test_a_click_on_an_image_shows_it_with_its_truth_and_on_it_only(
    panel: Any, application: Any, tmp_path: Path
) -> None:
    import SimpleITK as sitk
    import slicer.util
    from MicrocalcTrainSlicer.corrected_cases import correctedCases

    other = add_volume(noise(1, 300, 200), name="other")

    folder, ui = tmp_path / "set", panel.ui
    folder.mkdir()
    Image.fromarray(breast(shape=(300, 200))).save(folder / "a.png")
    sitk.WriteImage(
        sitk.GetImageFromArray((np.arange(60000).reshape(300, 200) < 5).astype(np.uint16)), str(folder / "a.truth.nrrd")
    )
    (folder / "truth.json").write_text(json.dumps({"images": {"a": []}, "spacing_mm": 0.05, "full_scale": 4095}))
    from run_entry import evaluating

    (tmp_path / "evaluation").mkdir()
    evaluating(["-o", str(tmp_path / "evaluation"), "--method", "hdogreg"])
    ui.evaluateSetEdit.text, ui.evaluateFolderEdit.text = str(folder), str(tmp_path / "evaluation")
    for _ in range(2):
        ui.evaluateImagesTable.cellClicked.emit(1, 0)
    (loaded,) = (node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if node is not other)
    (marks,) = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    assert loaded.GetName() == "a" and loaded.GetSpacing()[:2] == pytest.approx((0.05, 0.05))
    assert slicer.util.arrayFromSegmentBinaryLabelmap(marks, "Truth", loaded).sum() == 5
    view = application.slice_view
    assert view.composite.GetBackgroundVolumeID() == loaded.GetID()
    assert view.shows(marks) and marks.GetDisplayNode().GetSegmentVisibility("Truth")
    view.composite.SetBackgroundVolumeID(other.GetID())
    assert not view.shows(marks)
    ui.evaluateImagesTable.cellClicked.emit(0, 0)
    assert "no image b any more" in ui.evaluateStatusLabel.text
    ui.evaluateImagesTable.cellClicked.emit(1, 0)
    assert "no image b any more" not in ui.evaluateStatusLabel.text  # what was said of the other image is over
    assert correctedCases() == ([], [])  # the truth of the set is nobody's correction


def test_what_an_evaluation_lacks_is_asked_for(panel: Any, tmp_path: Path) -> None:
    panel.ui.evaluateFolderEdit.text = ""
    panel.ui.evaluateStartButton.click()
    assert "No folder for the evaluation is chosen" in panel.ui.evaluateStatusLabel.text


# Data set


def test_thumbnails_have_room_for_picture_and_name(panel: Any, application: Any, tmp_path: Path) -> None:
    from MicrocalcTrainSlicer.data_set_page import THUMBNAIL

    (tmp_path / "thumbnails").mkdir()
    for name in ("p1_left_craniocaudal", "p2"):
        Image.new("RGB", THUMBNAIL).save(tmp_path / "thumbnails" / f"{name}.png")
    panel.panel.dataSet._showThumbnails(tmp_path / "thumbnails")
    panel.panel.dataSet._showBoxes(True)
    panel.ui.dataSetTable.setRowCount(12)
    panel.parent.resize(480, 520)  # what a small screen leaves
    panel.parent.show()
    application.processEvents()
    thumbnails = panel.ui.dataSetThumbnails
    area = thumbnails.visualItemRect(thumbnails.item(0))
    assert area.height() > THUMBNAIL[1] + 12 and area.width() > THUMBNAIL[0]
    assert thumbnails.viewport().rect().contains(area)
    panel.parent.hide()


@pytest.fixture(params=[1.0, 1.5], ids=["100 %", "150 %"])
def narrow(request: pytest.FixtureRequest, application: Any, panel: Any) -> Iterator[Any]:
    """The panel at 480 pixels, with its font at this size."""
    import qt

    before = qt.QApplication.font()
    font = qt.QFont(before)
    font.setPointSizeF(before.pointSizeF() * request.param)
    qt.QApplication.setFont(font)
    panel.parent.resize(480, 1000)
    panel.parent.show()
    yield panel
    panel.parent.hide()
    qt.QApplication.setFont(before)


def test_no_list_scrolls_sideways_and_what_is_shortened_is_whole_in_its_tip(
    narrow: Any, application: Any, tmp_path: Path
) -> None:
    from MicrocalcTrainLib.review_queue import make_queue
    from test_review_queue import ScoredByName

    ui, name = narrow.ui, "p1_L_CC_" + "a_name_that_somebody_has_given_to_an_image" * 2
    write_bundle(tmp_path / "own" / "mine-with-the-name-of-a-whole-project")
    start_import(narrow, tmp_path)
    application.wait_until(lambda: ui.dataSetImportButton.text == "Import", SECONDS)
    (tmp_path / "unseen").mkdir()
    Image.fromarray(breast(1)).save(tmp_path / "unseen" / f"{name}.png")
    make_queue([tmp_path / "unseen"], tmp_path / "queue", ScoredByName(0.95), spacing_mm=0.07)
    ui.queueOutputEdit.text = str(tmp_path / "queue")
    ui.evaluateSetEdit.text, ui.evaluateFolderEdit.text = str(tmp_path / "set"), str(tmp_path / "evaluation")
    ui.evaluateStartButton.click()
    application.wait_until(lambda: ui.evaluateStartButton.enabled, SECONDS)
    narrow.panel.models.refresh()
    ui.modelsCompareSelector.setCurrentIndex(1)
    ui.queueSection.collapsed = False
    names = ("dataSetTable", "queueTable", "evaluateTable", "evaluateImagesTable", "modelsTable", "modelsCompareTable")
    wrong, seen = [], []
    for page in range(ui.tabs.count):
        ui.tabs.setCurrentIndex(page)
        for _ in range(3):
            application.processEvents()
        for table in (getattr(ui, name) for name in names if getattr(ui, name).visible and getattr(ui, name).rowCount):
            seen.append(table.objectName)
            header, metrics = table.horizontalHeader(), table.fontMetrics()
            wrong += [f"{table.objectName} scrolls"] * (header.length() > table.viewport().width())
            for column in range(table.columnCount):
                texts = [table.item(row, column) for row in range(table.rowCount)]
                cut = [
                    one
                    for one in texts
                    if metrics.horizontalAdvance(one.text()) + 6 > header.sectionSize(column)
                    and one.toolTip() != one.text()
                ]
                wrong += [f"{table.objectName}: {one.text()}" for one in cut]
                isShort = any(metrics.horizontalAdvance(one.text()) + 6 > header.sectionSize(column) for one in texts)
                wrong += [f"{table.objectName}: column {column} of {header.sectionSize(column)} px"] * (
                    isShort and header.sectionSize(column) < 60
                )
    assert wrong == []
    assert tuple(seen) == names


def start_import(panel: Any, folder: Path) -> None:
    """Click *Import* for three images of as many patients, which are made."""
    ui = panel.ui
    panel.panel.dataSet._entry = runs.COMMAND_LINE
    write_folder(folder / "images", ["p1_L_CC", "p2_L_CC", "p3_L_CC"])
    ui.dataSetKindSelector.setCurrentIndex(ui.dataSetKindSelector.findText("folder"))
    ui.dataSetFolderEdit.text, ui.dataSetOutputEdit.text = str(folder / "images"), str(folder / "data")
    ui.dataSetSpacingSpinBox.setValue(0.07)
    ui.dataSetImportButton.click()


def test_a_set_is_imported_by_clicking_with_counts_and_thumbnails(panel: Any, application: Any, tmp_path: Path) -> None:
    ui = panel.ui
    start_import(panel, tmp_path)
    assert ui.dataSetImportButton.text == "Stop"
    application.wait_until(lambda: ui.dataSetImportButton.text == "Import", SECONDS)
    table = cells(ui.dataSetTable)
    header = [ui.dataSetTable.horizontalHeaderItem(i).text() for i in range(ui.dataSetTable.columnCount)]
    assert header == ["", "train", "validation", "test"], ui.dataSetStatusLabel.text
    counts = {row[0]: sum(int(cell.replace(",", "")) for cell in row[1:]) for row in table}
    assert (counts["images"], counts["calcifications"]) == (3, 9) and counts["C1"] > 0
    assert ui.dataSetThumbnails.count == 3


def test_an_import_that_cannot_be_is_told_as_its_sentence(panel: Any, application: Any, tmp_path: Path) -> None:
    ui = panel.ui
    panel.panel.dataSet._entry = runs.COMMAND_LINE
    ui.dataSetFolderEdit.text, ui.dataSetOutputEdit.text = str(tmp_path / "missing"), str(tmp_path / "data")
    ui.dataSetImportButton.click()
    application.wait_until(lambda: ui.dataSetImportButton.text == "Import", SECONDS)
    assert "missing" in ui.dataSetStatusLabel.text and "Traceback" not in ui.dataSetStatusLabel.text


def test_the_review_queue_lists_the_least_certain_first_and_a_click_loads_an_image_with_its_findings(
    panel: Any, tmp_path: Path
) -> None:
    import slicer.util
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcTrainLib.review_queue import make_queue
    from test_review_queue import ScoredByName

    (tmp_path / "images").mkdir()
    for number, name in enumerate("ab"):
        Image.fromarray(breast(number)).save(tmp_path / "images" / f"{name}.png")
    make_queue([tmp_path / "images"], tmp_path / "queue", ScoredByName(0.95, 0.5), spacing_mm=0.07)
    ui = panel.ui
    ui.queueOutputEdit.text = str(tmp_path / "queue")
    assert [row[0] for row in cells(ui.queueTable)] == ["b", "a"]
    for _ in range(2):
        ui.queueTable.cellClicked.emit(0, 0)
    (volume,) = [node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if node.GetName() == "b"]
    assert resultsOf(volume) is not None, ui.queueStatusLabel.text
    ui.queueFolderEdit.text = str(tmp_path / "images")
    ui.queueModelSelector.setCurrentIndex(ui.queueModelSelector.findText("hdogreg: mine"))
    ui.queueStartButton.click()
    arguments = runs.read_state(tmp_path / "queue").arguments
    runs.stop(tmp_path / "queue", 0.1)
    assert (
        arguments[:2] == ("queue", str(tmp_path / "images")) and arguments[5] == f"hdogreg={tmp_path / 'own' / 'mine'}"
    )


def test_a_folder_without_a_data_set_is_told(panel: Any, tmp_path: Path) -> None:
    panel.ui.dataSetOutputEdit.text = str(tmp_path)
    panel.ui.dataSetShowButton.click()
    assert str(tmp_path) in panel.ui.dataSetStatusLabel.text


def test_graphics_cards_are_read_from_the_answer_of_the_driver() -> None:
    assert cards_of("NVIDIA A10, 20480, 23028\n") == (GraphicsCard("NVIDIA A10", 20.0, 23028 / 1024),)
    assert cards_of("") == () and cards_of("No devices were found\n") == () and cards_of("X, [N/A], [N/A]\n") == ()
