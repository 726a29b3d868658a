"""Fixtures for tests of the panels in another language; they come before the panel is opened, as Slicer takes a
language at its start.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from languages import fullwidth, invented, language

ENGLISH, GERMAN = "en", "de"


@pytest.fixture(scope="session")
def german_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The German translations, compiled once."""
    return language(GERMAN, tmp_path_factory.mktemp("german"))


@pytest.fixture(scope="session")
def invented_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A language in letters of full width: whatever is shown in others was not translated."""
    return invented(tmp_path_factory.mktemp("invented"), fullwidth)


@pytest.fixture(params=[ENGLISH, GERMAN])
def spoken(request: pytest.FixtureRequest, application: Any) -> Iterator[str]:
    """The language of the application: English, then German."""
    application.speak(*(request.getfixturevalue("german_files") if request.param == GERMAN else ()))
    yield request.param
    application.speak()


@pytest.fixture
def german(application: Any, german_files: list[Path]) -> Iterator[None]:
    """The application speaks German."""
    application.speak(*german_files)
    yield
    application.speak()


@pytest.fixture
def full_width(application: Any, invented_files: list[Path]) -> Iterator[None]:
    """The application speaks the invented language."""
    application.speak(*invented_files)
    yield
    application.speak()
