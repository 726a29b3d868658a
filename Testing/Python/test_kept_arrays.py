"""What is computed once and kept in a file: taken from it, and made again where the file is damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from MicrocalcTrainLib.kept_arrays import kept_arrays, read_arrays
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource, load
from PIL import Image

WANTED = {"table": np.arange(12.0).reshape(3, 4), "labels": np.array([True, False, True])}


def test_arrays_are_made_once_and_are_then_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "arrays.npz"
    assert read_arrays(path) is None
    for found in (kept_arrays(path, lambda: WANTED), kept_arrays(path, pytest.fail), read_arrays(path)):
        assert found is not None and found.keys() == WANTED.keys()
        for name, array in WANTED.items():
            np.testing.assert_array_equal(found[name], array, strict=True)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[: len(content) // 2], id="cut off"),
        pytest.param(lambda content: b"something else", id="another file"),
        pytest.param(lambda content: content[:80] + bytes(40) + content[120:], id="other bytes"),
    ],
)
def test_a_damaged_file_is_made_again(
    tmp_path: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "arrays.npz"
    kept_arrays(path, lambda: WANTED)
    path.write_bytes(damage(path.read_bytes()))
    again = kept_arrays(path, lambda: WANTED)
    np.testing.assert_array_equal(again["table"], WANTED["table"])
    assert "is damaged" in caplog.text and read_arrays(path) is not None


def test_a_damaged_background_of_an_earlier_run_is_read_anew(tmp_path: Path) -> None:
    pixels = np.zeros((400, 300), np.uint16)
    pixels[50:350, :200] = 20_000 + np.random.default_rng(1).integers(0, 4_000, (300, 200))
    Image.fromarray(pixels).save(tmp_path / "film.png")
    source = BackgroundSource(tmp_path / "film.png", 0.1, False)
    first = load(source, 0.1, tmp_path / "cache")
    (stored,) = (tmp_path / "cache").iterdir()
    stored.write_bytes(stored.read_bytes()[:100])
    again = load(source, 0.1, tmp_path / "cache")
    np.testing.assert_array_equal(again.image, first.image)
    np.testing.assert_array_equal(again.mask, first.mask)
