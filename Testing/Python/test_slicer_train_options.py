"""Advanced options of the Train page: all that recipes and tables of the papers declare, and nothing that they do not
take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce.__main__ import parsed as parsed_table
from MicrocalcReproduce.recipes import ANEW, TABLES, TYPE, options_of_table
from MicrocalcTrainLib.__main__ import _parser
from MicrocalcTrainLib.recipes import options_of, recipe_of
from MicrocalcTrainLib.recipes.options import OPTIONS, Option, with_options
from train_host import open_train_panel

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def panel(application: Any, tmp_path: Path) -> Iterator[Any]:
    widget = open_train_panel("run_entry:training")
    widget.ui.trainFolderEdit.text = str(tmp_path / "run")
    yield widget
    widget.cleanup()


def choose(panel: Any, name: str) -> None:
    selector = panel.ui.trainNetworkSelector
    assert selector.findData(name) >= 0, name
    selector.setCurrentIndex(selector.findData(name))


def row(panel: Any, name: str) -> Any:
    return panel.panel.train.options.rows[name]


def arguments(panel: Any) -> list[str]:
    from MicrocalcTrainSlicer.training_arguments import trainingArguments

    return trainingArguments(panel.ui, panel.panel.train.options, Path("run"))


def test_every_option_of_every_recipe_and_table_has_a_widget(panel: Any) -> None:
    from MicrocalcTrainSlicer.training_arguments import networkChoices, takenBy, widgetsOf

    own = {option.name for option, _ in widgetsOf(panel.ui)} | {"data", "model", "imagenet"}
    rows = panel.panel.train.options.rows
    for _, name in networkChoices():
        # which methods the benchmark compares is a list
        assert takenBy(name) - own - set(rows) <= {"methods"}, name
    assert not own & set(rows)


def another_value(option: Option, own: Any) -> Any:
    """Return a value of an option that is not the recipe's own."""
    if option.kind is bool:
        return not own
    if option.choices:
        return next(value for value in option.choices if value != own)
    if option.name == "size":
        return own - 10  # odd sides stay odd, and within what is simulated
    if option.kind is int:
        return (own or 0) + max(1, option.least or 0)
    return (own or 0.5) / 2 if option.kind is float else option.kind("another")


def change(panel: Any, option: Option, value: Any) -> None:
    """Choose a value where the page offers the option."""
    from MicrocalcTrainSlicer.training_arguments import widgetsOf

    own = {one.name: widget for one, widget in widgetsOf(panel.ui)}
    if option.name == "imagenet":
        panel.ui.trainWeightsEdit.text = str(value)
    elif option.name in own:
        assert own[option.name].isEnabled(), option.name
        own[option.name].setChecked(True) if option.kind is bool else own[option.name].setValue(value)
    else:
        one = row(panel, option.name)
        assert one.whole.isVisibleTo(panel.ui.trainAdvancedSection), option.name
        if one.isChoice:
            one.widget.setCurrentIndex(one.widget.findData(value))
        else:
            one.widget.text = str(value)


def values_at(recipe: Any, paths: Iterable[str]) -> list[Any]:
    return [reduce(getattr, path.split("."), recipe) for path in paths]


def test_every_option_of_every_recipe_and_table_can_be_chosen_and_changes_what_is_run(panel: Any) -> None:
    from MicrocalcTrainSlicer.training_arguments import networkChoices, tableOf, takenBy, tunedBy

    panel.ui.trainAdvancedSection.collapsed = False
    tried = set()
    for _, name in networkChoices():
        if tunedBy(name):
            continue
        table = tableOf(name)
        recipe, places = (TABLES[table](), options_of_table(table)) if table else (recipe_of(name), options_of(name))
        for option in (*OPTIONS, ANEW, TYPE):
            if option.name not in takenBy(name):
                continue
            choose(panel, next(other for _, other in networkChoices() if other != name))
            choose(panel, name)  # which leaves nothing of the option before
            change(panel, option, another_value(option, values_at(recipe, places[option.name])[0]))
            given_by_page = arguments(panel)
            options = parsed_table(given_by_page[1:]) if table else _parser().parse_args(given_by_page)
            changed = with_options(recipe, {option.name: getattr(options, option.name)}, places, name)
            before, after = values_at(recipe, places[option.name]), values_at(changed, places[option.name])
            assert before != after, (name, option.name, before)
            tried.add(option.name)
    asked_for = {
        "network",
        "width",
        "size",
        "spacing",
        "padding",
        "classes",
        "optimizer",
        "alpha",
        "ablation",
        "features",
    }
    assert asked_for <= tried and {option.name for option in (*OPTIONS, ANEW, TYPE)} == tried


def test_what_a_recipe_takes_is_shown_with_its_own_value_and_becomes_arguments(panel: Any) -> None:
    choose(panel, "birads")
    assert row(panel, "classes").isChoice and row(panel, "classes").widget.itemText(0) == "the recipe's own (4)"
    assert row(panel, "alpha").widget.placeholderText == "the recipe's own (0.2)"
    row(panel, "classes").widget.setCurrentIndex(row(panel, "classes").widget.findData(6))
    row(panel, "optimizer").widget.setCurrentIndex(row(panel, "optimizer").widget.findData("adamw"))
    row(panel, "ablation").widget.setCurrentIndex(row(panel, "ablation").widget.findData(True))
    row(panel, "alpha").widget.text = "0.5"
    row(panel, "width").widget.text = "32"
    options = _parser().parse_args(arguments(panel))
    assert (options.classes, options.optimizer, options.ablation, options.alpha, options.width) == (
        6,
        "adamw",
        True,
        0.5,
        32,
    )
    assert options.separation is None and options.size is None
    choose(panel, "two-stage")
    panel.ui.trainAdvancedSection.collapsed = False
    shown = {
        name
        for name, one in panel.panel.train.options.rows.items()
        if one.whole.isVisibleTo(panel.ui.trainAdvancedSection)
    }
    assert {"padding", "size", "spacing", "least_contrast"} <= shown and not shown & {
        "classes",
        "alpha",
        "width",
        "type",
        "train",
    }
    assert not {"--classes", "--alpha", "--width"} & set(arguments(panel))


def test_a_table_of_a_paper_is_run_with_the_options_of_its_trainings(panel: Any) -> None:
    choose(panel, "reproduce birads-table-3")
    panel.ui.trainEpochsSpinBox.setValue(2)
    panel.ui.trainBackgroundsEdit.text = "films"
    row(panel, "size").widget.text = "96"
    row(panel, "width").widget.text = "8"
    command, *others = arguments(panel)
    options = parsed_table(others)
    assert (command, options.table, options.epochs, options.size, options.width) == (
        "reproduce",
        "birads-table-3",
        2,
        96,
        8,
    )
    given = {name: getattr(options, name) for name in options_of_table("birads-table-3")}
    assert (
        with_options(
            TABLES["birads-table-3"](), given, options_of_table("birads-table-3"), "birads-table-3"
        ).rating.regions.roi.size_px
        == 96
    )
    choose(panel, "reproduce amorphous-case-study")
    panel.ui.trainDataEdit.text = "data"
    row(panel, "type").widget.text = "all"
    options = parsed_table(arguments(panel)[1:])
    assert (options.table, options.type, str(options.data), options.epochs) == (
        "amorphous-case-study",
        "all",
        "data",
        None,
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("spacing", "0", "Pixel spacing (mm) is at least 0.02."),
        ("spacing", "nan", "Pixel spacing (mm) is a number, not 'nan'."),
        ("separation", "3", "Separation by looks is at most 1."),
    ],
)
def test_a_number_beyond_its_range_is_refused_before_anything_runs(panel: Any, name: str, text: str, told: str) -> None:
    choose(panel, "birads")
    row(panel, name).widget.text = text
    with pytest.raises(InputError) as error:
        arguments(panel)
    assert str(error.value) == told


def test_a_table_that_takes_no_data_set_is_offered_none(panel: Any) -> None:
    panel.ui.trainDataEdit.text = "data"
    choose(panel, "reproduce hdogreg-targets")
    assert not panel.ui.trainDataEdit.isEnabled() and "--data" not in arguments(panel)
    choose(panel, "reproduce hdogreg-overlap")
    assert panel.ui.trainDataEdit.isEnabled() and "--data" in arguments(panel)


@pytest.mark.parametrize(
    ("name", "text", "sentence"), [("alpha", "much", "is a number, not 'much'"), ("width", "2", "Width is at least 8")]
)
def test_what_is_no_value_is_told_in_a_sentence(panel: Any, name: str, text: str, sentence: str) -> None:
    choose(panel, "birads")
    row(panel, name).widget.text = text
    panel.ui.trainStartButton.click()
    assert sentence in panel.ui.trainStatusLabel.text


def test_a_run_of_a_table_is_known_again(panel: Any) -> None:
    from MicrocalcTrainSlicer.forms import chosenOf
    from MicrocalcTrainSlicer.training_arguments import showNetworkOf

    showNetworkOf(panel.ui, ["reproduce", "two-stage-table-2", "-o", "DIR"])
    assert chosenOf(panel.ui.trainNetworkSelector) == "reproduce two-stage-table-2"


def test_a_table_is_started_and_resumed_by_the_package_of_the_tables_and_a_training_is_not(
    panel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcTrainLib import runs
    from MicrocalcTrainSlicer import train_page

    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(train_page, "ensureForTraining", lambda _: None)
    monkeypatch.setattr(runs, "start", lambda folder, given, entry, python: asked.append((given[0], entry)))
    for name in ("reproduce birads-table-3", "birads"):
        choose(panel, name)
        panel.ui.trainStartButton.click()
    folder = Path(panel.ui.trainFolderEdit.text)
    earlier = runs.RunState(("reproduce", "benchmark", "-o", str(folder)), 2, "", 0.0)
    monkeypatch.setattr(runs, "read_state", lambda _: earlier)
    panel.panel.train.onResume()
    assert asked == [
        ("reproduce", "MicrocalcReproduce.__main__:main_of_a_run"),
        ("train", "run_entry:training"),
        ("reproduce", "MicrocalcReproduce.__main__:main_of_a_run"),
    ]


def test_the_package_of_the_tables_takes_what_the_page_gives_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from MicrocalcReproduce.__main__ import main_of_a_run

    assert main_of_a_run(["reproduce", "amorphous-case-study", "-o", str(tmp_path / "out"), "--epochs", "3"]) == 1
    assert "has no epochs: it takes images" in capfd.readouterr().err
