"""The tab Installation: checked in a child process, shown as text that can be pasted into a bug report."""

from __future__ import annotations

from typing import Any

import pytest

pytest_plugins = ["slicer_fixtures"]


class Pending:
    """Stands for the child process: the test says what it prints and how it ends."""

    def __init__(self, arguments: list[str], on_line: Any, on_exit: Any) -> None:
        self.arguments, self.on_line, self.on_exit, self.killed = arguments, on_line, on_exit, False

    def poll(self) -> int | None:
        return None

    def kill(self) -> None:
        self.killed = True


@pytest.fixture
def clicked(widget: Any) -> Any:
    """The panel after a click on the button; the process is kept in `process`."""
    widget.environment._start = lambda *arguments: setattr(widget, "process", Pending(*arguments)) or widget.process
    widget.ui.environmentButton.click()
    return widget


def test_a_click_starts_the_same_check_as_the_command_line(clicked: Any) -> None:
    assert clicked.process.arguments[-1] == "check"
    assert not clicked.ui.environmentButton.enabled
    assert clicked.ui.environmentText.plainText.endswith("Checking")


def test_the_lines_appear_as_they_come_below_the_version_of_slicer(clicked: Any) -> None:
    clicked.process.on_line("ok      numpy: 2.0\n")
    clicked.process.on_line("Ready.")
    clicked.process.on_exit(0)
    lines = clicked.ui.environmentText.plainText.splitlines()
    assert lines[0].startswith("3D Slicer 5.")
    assert lines[-2:] == ["ok      numpy: 2.0", "Ready."]
    assert clicked.ui.environmentButton.enabled


def test_a_check_that_breaks_off_ends_in_a_sentence_and_can_be_started_again(clicked: Any) -> None:
    clicked.process.on_exit(-9)
    assert "exit status -9" in clicked.ui.environmentText.plainText
    assert clicked.ui.environmentButton.enabled


def test_leaving_the_panel_ends_the_check(clicked: Any) -> None:
    clicked.environment.cleanup()
    assert clicked.process.killed


@pytest.mark.slow
def test_the_real_check_says_ready(application: Any, widget: Any) -> None:
    widget.ui.environmentButton.click()
    application.wait_until(lambda: widget.ui.environmentButton.enabled, 300)
    assert widget.ui.environmentText.plainText.endswith("Ready.")
