"""Before there is anything to read: how to get a mammogram, the tour on the sample, and what is missing in
one click.
"""

from __future__ import annotations

from typing import Any

import pytest

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def shown(widget: Any, application: Any) -> Any:
    """The panel on the screen, 480 px wide."""
    widget.parent.resize(480, 900)
    widget.parent.show()
    application.processEvents()
    yield widget
    widget.parent.hide()


def buttons(widget: Any) -> list[str]:
    tour = widget.tour
    every = (tour.sampleButton, tour.startButton, tour.backButton, tour.nextButton, tour.endButton)
    return [button.text for button in every if button.isVisible()]


def marked(widget: Any, name: str) -> bool:
    """Whether the mark lies around a widget of the panel, and lets clicks through to it."""
    import qt

    target, frame = getattr(widget.ui, name), widget.tour._highlight.frame
    corner = target.mapTo(frame.parentWidget(), qt.QPoint(0, 0))
    around = frame.geometry.contains(qt.QRect(corner, target.size))
    return frame.isVisible() and around and frame.testAttribute(qt.Qt.WA_TransparentForMouseEvents)


def test_without_a_mammogram_the_panel_says_how_to_get_one(shown: Any) -> None:
    assert shown.tour.text.text.startswith("No mammogram is loaded: drop a file")
    assert buttons(shown) == ["Load the sample", "Tour (60 s)"]


def test_with_a_mammogram_there_is_nothing_of_it(shown: Any, application: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.example import addExampleVolume

    volume = addExampleVolume()
    assert not shown.tour.frame.isVisible()
    slicer.mrmlScene.RemoveNode(volume)
    assert shown.tour.frame.isVisible()


def test_one_click_loads_shows_and_chooses_the_real_sample(shown: Any, application: Any) -> None:
    shown.tour.sampleButton.click()
    volume = shown.ui.volumeSelector.currentNode()
    assert volume.GetName() == "MammogramWithCluster"
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()
    assert not shown.tour.frame.isVisible()


def test_the_tour_goes_from_detect_to_the_end_and_marks_what_it_speaks_of(shown: Any, application: Any) -> None:
    tour = shown.tour
    tour.startButton.click()
    assert buttons(shown) == ["Back", "Next", "End the tour"]
    assert tour.text.text.startswith("1 of 6.")
    tour.look()
    assert marked(shown, "detectButton")
    shown.ui.detectButton.click()
    shown.started[-1].finish()
    tour.look()  # as the timer does: the detection has come to its end
    assert tour.text.text.startswith("2 of 6.")
    names = ["clusterTable", "benignCheckBox", "thresholdSlider", "acceptButton", "tabs"]
    for name in names:
        application.processEvents()
        tour.look()
        assert marked(shown, name), name
        tour.nextButton.click()
    assert not tour.isRunning
    assert not tour.frame.isVisible() and not tour._highlight.frame.isVisible()


def test_the_timer_goes_on_by_itself_after_a_detection(shown: Any, application: Any) -> None:
    shown.tour.startButton.click()
    shown.ui.detectButton.click()
    shown.started[-1].finish()
    application.wait_until(lambda: shown.tour.text.text.startswith("2 of 6."), 10)


def test_the_tour_shows_the_tab_and_the_section_of_what_it_marks(shown: Any, application: Any) -> None:
    ui = shown.ui
    ui.tabs.setCurrentIndex(ui.tabs.count - 1)
    ui.findingsSection.collapsed = True
    shown.tour.againButton.click()
    application.processEvents()
    shown.tour.look()
    assert ui.tabs.currentWidget().isAncestorOf(ui.detectButton)
    assert marked(shown, "detectButton")
    shown.tour.nextButton.click()
    application.processEvents()
    shown.tour.look()
    assert not ui.findingsSection.collapsed
    assert marked(shown, "clusterTable")


def test_a_scene_that_is_closed_ends_the_tour(shown: Any, application: Any) -> None:
    import slicer

    shown.tour.startButton.click()
    slicer.mrmlScene.RemoveNode(shown.ui.volumeSelector.currentNode())
    shown.tour.look()
    assert not shown.tour.isRunning
    assert buttons(shown) == ["Load the sample", "Tour (60 s)"]


def test_a_second_tour_takes_the_sample_that_is_there(shown: Any) -> None:
    import slicer.util

    shown.tour.startButton.click()
    shown.tour.nextButton.click()
    shown.tour.backButton.click()
    assert shown.tour.text.text.startswith("1 of 6.")
    shown.tour.endButton.click()
    shown.tour.start()
    assert len(slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")) == 1


def test_a_sample_that_cannot_be_loaded_is_one_sentence(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import SampleData

    monkeypatch.setattr(SampleData.SampleDataLogic, "downloadSamples", lambda _self, _name: [])
    shown.tour.startButton.click()
    assert "install the extension again in the Extensions Manager" in shown.tour.text.text
    assert not shown.tour.isRunning


def test_the_tour_is_read_in_a_minute() -> None:
    pytest.importorskip("slicer")
    from slicer_host import start_host

    start_host()
    from MicrocalcCADSlicer.tour import steps

    words = sum(len(step.text.split()) for step in steps())
    assert words <= 140  # at 140 words a minute


def check_boxes(widget: Any) -> list[tuple[str, bool]]:
    return [(box.text, box.enabled) for box in widget.install.boxes]


def show_installation(widget: Any) -> None:
    widget.ui.tabs.setCurrentIndex(widget.ui.tabs.indexOf(widget.ui.environmentTab))


def test_what_is_installed_is_said_and_cannot_be_installed_again(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import slicer

    monkeypatch.setattr(slicer.packaging, "pip_check", lambda _requirements: True)
    show_installation(shown)
    assert check_boxes(shown)[0] == ("Detection: installed", False)
    assert all(box.checked for box in shown.install.boxes), "training too, which is not ticked while it is missing"
    assert shown.install.button.text == "Install what is missing"
    assert not shown.install.button.enabled


def test_what_is_missing_has_a_size_and_is_installed_by_one_click(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import slicer

    there: set[str] = set()
    asked: list[list[str]] = []

    def check(requirements: Any) -> bool:
        every = requirements if isinstance(requirements, list) else [requirements]
        return all(one.name in there for one in every)

    def ensure(requirements: Any, constraints: str, requester: str) -> None:
        asked.append([one.name for one in requirements])
        there.update(asked[-1])

    monkeypatch.setattr(slicer.packaging, "pip_check", check)
    monkeypatch.setattr(slicer.packaging, "pip_ensure", ensure)
    show_installation(shown)
    assert check_boxes(shown)[:2] == [
        ("Detection: about 296 MB", True),
        ("DICOM results, sending, receiving: about 38 MB", True),
    ]
    assert shown.install.button.text == "Install what is missing (334 MB)"
    shown.install.boxes[1].click()
    assert shown.install.button.text == "Install what is missing (296 MB)"
    shown.install.button.click()
    assert asked == [["numba", "onnxruntime"]]
    assert check_boxes(shown)[0] == ("Detection: installed", False)
    assert shown.install.status.text == "Everything that was ticked is installed."


def test_an_installation_that_fails_is_one_sentence_and_can_be_tried_again(
    shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer

    monkeypatch.setattr(slicer.packaging, "pip_check", lambda _requirements: False)
    show_installation(shown)
    shown.install.button.click()  # the stand-in's user declines
    assert shown.install.status.text.endswith(
        "click Install what is missing in the tab Installation of Microcalc CAD, and agree."
    )
    assert shown.install.button.enabled


def test_sizes_are_those_of_the_page_of_packages() -> None:
    pytest.importorskip("slicer")
    import sys

    from slicer_host import REPOSITORY, start_host

    start_host()
    sys.path.append(str(REPOSITORY / "tools"))
    import make_packages_page as page
    from MicrocalcCADSlicer.missing_packages import SIZES_MB, needs, sizeOf
    from packaging.utils import canonicalize_name

    facts = page.facts_of(page.PAGE.read_text(encoding="utf-8"))
    brought = {"numba": ("llvmlite",), "onnxruntime": ("flatbuffers", "protobuf")}
    stated = {
        name: sum(facts[canonicalize_name(one)].size_mb for one in (name, *brought.get(name, ()))) for name in SIZES_MB
    }
    assert {name: size for name, size in SIZES_MB.items() if abs(size - stated[name]) > 1} == {}
    listed = {one.name.lower() for need in needs() for one in page_requirements(need.path())}
    assert listed <= set(SIZES_MB)
    assert sizeOf(["numba", "onnxruntime"]) == 296


def page_requirements(path: str) -> list[Any]:
    import slicer

    return slicer.packaging.load_requirements(path)
