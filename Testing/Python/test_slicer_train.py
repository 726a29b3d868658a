"""The Train page, clicked: start, curves while it learns, stop, resume, found again; and a real training
in miniature.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from MicrocalcTrainLib import runs
from train_host import open_train_panel

pytest_plugins = ["slicer_fixtures"]
ENTRY = "run_entry:training"
SECONDS = 120


@pytest.fixture
def panel(application: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The panel; its trainings are those of `run_entry`, and a folder is chosen."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    widget = open_train_panel(ENTRY)
    widget.ui.trainFolderEdit.text = str(tmp_path / "run")
    widget.ui.trainEpochsSpinBox.setValue(3)
    yield widget
    if runs.status(tmp_path / "run") is not None:
        runs.stop(tmp_path / "run", 0.1)
    widget.cleanup()


def say(widget: Any) -> str:
    return widget.ui.trainStatusLabel.text


def chart() -> Any:
    import slicer.util

    charts = slicer.util.getNodesByClass("vtkMRMLPlotChartNode")
    return charts[0] if charts else None


def rows() -> int:
    return chart().GetNthPlotSeriesNode(0).GetTableNode().GetNumberOfRows()


def test_the_panel_has_four_pages_and_says_research_only(panel: Any) -> None:
    tabs = panel.ui.tabs
    assert [tabs.tabText(i) for i in range(tabs.count)] == ["1 Data", "2 Train", "3 Evaluate", "4 Use"]
    assert "esearch" in panel.ui.researchLabel.text


def test_a_training_runs_to_its_end_with_curves_and_log(panel: Any, application: Any) -> None:
    ui = panel.ui
    assert not ui.trainStopButton.enabled and not ui.trainResumeButton.enabled
    ui.trainStartButton.click()
    application.wait_until(lambda: say(panel).startswith("Done"), SECONDS)
    assert ui.trainLog.plainText.endswith("epoch 3") and ui.trainStartButton.enabled
    assert rows() == 3 and chart().GetNthPlotSeriesNode(0).GetYColumnName() == "loss"
    assert chart().GetNumberOfPlotSeriesNodes() == 2


def test_the_curves_are_in_the_page_itself_while_it_learns_and_the_views_stay(panel: Any, application: Any) -> None:
    import slicer.util

    ui, plot, layout = panel.ui, panel.panel.train.plot, application.layoutManager().layout
    panel.parent.show()
    panel.ui.tabs.setCurrentIndex(1)
    assert not ui.trainPlotBox.visible
    ui.trainStartButton.click()
    application.wait_until(lambda: say(panel).startswith("Done"), SECONDS)
    assert ui.trainPlotBox.visible
    assert [len(points) for points in plot.view.curves().values()] == [3, 3]
    assert application.layoutManager().layout == layout
    node = plot.view.shown_node()
    assert node.GetParentLayoutNode() is not None and not node.GetSaveWithScene()
    application.clear_scene()
    panel.panel.train.enter()
    assert not ui.trainPlotBox.visible and plot.view.curves() == {}
    ui.trainCurvesButton.click()
    assert ui.trainPlotBox.visible and len(plot.view.curves()) == 2
    assert (
        len(
            [
                one
                for one in slicer.util.getNodesByClass("vtkMRMLPlotViewNode")
                if one.GetAttribute("Microcalc.LivePlot")
            ]
        )
        == 1
    )
    assert application.layoutManager().plot_views
    ui.trainFolderEdit.text = ""
    assert not ui.trainPlotBox.visible
    panel.parent.hide()


def test_stop_keeps_the_last_epoch_and_resume_goes_on(
    panel: Any, application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUN_ENTRY", "waits")
    ui = panel.ui
    ui.trainStartButton.click()
    application.wait_until(lambda: "region: epoch 1 of 3, 45 % of the next" in say(panel), SECONDS)
    assert ui.trainStopButton.enabled and not ui.trainStartButton.enabled and ui.trainProgressBar.value == 483
    ui.trainStopButton.click()
    assert say(panel) == "Stopped. region: epoch 1 of 3 is kept: Resume goes on from there."
    assert ui.trainResumeButton.enabled and not ui.trainStopButton.enabled
    monkeypatch.delenv("RUN_ENTRY")
    ui.trainResumeButton.click()
    application.wait_until(lambda: say(panel).startswith("Done"), SECONDS)
    assert rows() == 3


def test_a_closed_panel_leaves_the_training_running_and_a_new_one_finds_it(
    panel: Any, application: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUN_ENTRY", "waits")
    panel.ui.trainNetworkSelector.setCurrentIndex(panel.ui.trainNetworkSelector.findData("two-stage"))
    panel.ui.trainStartButton.click()
    application.wait_until(lambda: "epoch 1 of 3" in say(panel), SECONDS)
    panel.cleanup()
    application.clear_scene()
    again = open_train_panel(ENTRY)
    assert again.ui.trainFolderEdit.text == str(tmp_path / "run")
    assert "epoch 1 of 3" in say(again) and rows() == 1
    assert again.ui.trainNetworkSelector.currentText == "two-stage"
    again.ui.trainStopButton.click()
    assert say(again).startswith("Stopped.")
    again.cleanup()


def test_a_failure_is_told_as_its_sentence(panel: Any, application: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUN_ENTRY", "fails")
    panel.ui.trainStartButton.click()
    application.wait_until(lambda: "choose others" in say(panel), SECONDS)
    assert say(panel) == "The images have no calcifications: choose others."


def test_every_value_of_an_option_can_be_chosen_beside_the_recipes_own(panel: Any) -> None:
    from MicrocalcTrainSlicer.training_arguments import widgetsOf

    spinBoxes = [(option, widget) for option, widget in widgetsOf(panel.ui) if option.kind is not bool]
    assert {option.name for option, _ in spinBoxes} >= {"seed", "workers", "epochs"}
    for option, widget in spinBoxes:
        assert widget.specialValueText == "the recipe's own", option.name
        assert widget.minimum < (1 if option.least is None else option.least), option.name


def test_what_is_chosen_becomes_the_command_line_and_what_a_recipe_does_not_take_is_closed(
    panel: Any, tmp_path: Path
) -> None:
    from MicrocalcTrainLib.__main__ import _parser
    from MicrocalcTrainSlicer.training_arguments import trainingArguments

    ui = panel.ui
    ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData("patch-learning"))
    assert ui.trainWeightsEdit.enabled and ui.trainLearningRateSpinBox.enabled and not ui.trainStepsSpinBox.enabled
    ui.trainStepsSpinBox.setValue(7)
    ui.trainLearningRateSpinBox.setValue(0.0005)
    assert "--seed" not in trainingArguments(ui, panel.panel.train.options, tmp_path), "the recipe has its own"
    ui.trainSeedSpinBox.setValue(0)
    ui.trainWeightsEdit.text = "weights.pt"
    ui.trainBackgroundsEdit.text = "films"
    options = _parser().parse_args(trainingArguments(ui, panel.panel.train.options, tmp_path))
    assert (options.name, options.epochs, options.steps, options.learning_rate, options.seed) == (
        "patch-learning",
        3,
        None,
        0.0005,
        0,
    )
    assert (str(options.imagenet), str(options.backgrounds), options.backgrounds_spacing, options.output) == (
        "weights.pt",
        "films",
        0.094,
        tmp_path,
    )
    ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData("hdogreg-light"))
    assert not ui.trainWeightsEdit.enabled and "--imagenet" not in trainingArguments(
        ui, panel.panel.train.options, tmp_path
    )


def test_a_data_set_is_learned_from_where_the_recipe_takes_one_and_fine_tuning_asks_for_it(
    panel: Any, tmp_path: Path
) -> None:
    from MicrocalcTrainLib.__main__ import _parser
    from MicrocalcTrainSlicer.training_arguments import TUNING, trainingArguments

    ui = panel.ui
    ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData("odds"))
    ui.trainDataEdit.text = "data"
    assert not ui.trainDataEdit.enabled and "--data" not in trainingArguments(ui, panel.panel.train.options, tmp_path)
    ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData("two-stage"))
    ui.trainDeterministicCheckBox.checked = True
    ui.trainEarlyStoppingSpinBox.setValue(4)
    options = _parser().parse_args(trainingArguments(ui, panel.panel.train.options, tmp_path))
    assert (
        ui.trainDataEdit.enabled
        and str(options.data) == "data"
        and options.deterministic
        and options.early_stopping == 4
    )
    ui.trainNetworkSelector.setCurrentIndex(ui.trainNetworkSelector.findData(TUNING))
    ui.trainWeightsEdit.text = "mine"
    options = _parser().parse_args(trainingArguments(ui, panel.panel.train.options, tmp_path))
    assert (options.command, options.name, str(options.data), options.model, options.epochs) == (
        "fine-tune",
        "hdogreg-light",
        "data",
        "mine",
        3,
    )
    ui.trainDataEdit.text = ""
    ui.trainStartButton.click()
    assert "Fine-tuning needs a data set" in say(panel)


def test_another_training_does_not_go_on_in_the_folder_of_one(panel: Any, application: Any) -> None:
    panel.ui.trainStartButton.click()
    application.wait_until(lambda: say(panel).startswith("Done"), SECONDS)
    panel.ui.trainEpochsSpinBox.setValue(4)
    panel.ui.trainStartButton.click()
    assert "a training with other choices" in say(panel)


def test_a_missing_folder_is_asked_for(panel: Any) -> None:
    panel.ui.trainFolderEdit.text = " "
    panel.ui.trainStartButton.click()
    assert say(panel) == "No folder for the training is chosen: click Choose... beside it."


def test_the_curves_come_back_after_the_scene_was_closed(panel: Any, application: Any) -> None:
    panel.ui.trainStartButton.click()
    application.wait_until(lambda: say(panel).startswith("Done"), SECONDS)
    application.clear_scene()
    assert chart() is None
    panel.ui.trainCurvesButton.click()
    assert rows() == 3


def test_a_curve_of_one_epoch_is_a_point_until_it_has_two(application: Any) -> None:
    """VTK logs an error at each redraw of a line through one point."""
    from MicrocalcTrainSlicer.charts import Axes, Curves, Style, updateChart

    for epochs in (1, 2):
        curves = [Curves("region", {"epoch": range(epochs), "loss": [0.5] * epochs})]
        series = updateChart("test", Axes("Test", "epoch", "loss"), curves, Style.LINES).GetNthPlotSeriesNode(0)
        assert (series.GetLineStyle() == series.LineStyleNone) is (epochs == 1)
        assert (series.GetMarkerStyle() == series.MarkerStyleNone) is (epochs == 2)
