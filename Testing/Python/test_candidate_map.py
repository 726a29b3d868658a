"""The map of candidates: those that are alike lie together, true and false ones are told apart by the truth."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from MicrocalcCADLib.analysis import MEASURES
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.candidate_map import candidate_map
from PIL import Image
from report_material import make_analysis, make_spots
from set_material import breast

ROWS = [{"method": "hdogreg", "image": "a"}]


@pytest.fixture
def evaluated(tmp_path: Path) -> Path:
    """A set of one image and its analysis: twelve large, bright candidates that are real, twelve small, faint ones that
    are not.
    """
    pixels = breast()
    spots = make_spots([(200, 100), (450, 100)], 12, 30)
    analysis = make_analysis(
        Mammogram((pixels / 4095).astype(np.float32), (0.07, 0.07), "given"), spots, [0.9] * 12 + [0.5] * 12
    )
    for name, real, false in (("area_mm2", 0.2, 0.02), ("contrast", 0.3, 0.05)):
        analysis.candidates.measures[:, MEASURES.index(name)] = np.repeat([real, false], 12) * np.linspace(
            0.95, 1.05, 24
        )
    truth = np.zeros(pixels.shape, np.uint32)
    for identifier in range(1, 13):
        truth.flat[analysis.candidates.object_pixels(identifier)] = identifier
    (tmp_path / "set").mkdir()
    Image.fromarray(pixels).save(tmp_path / "set" / "a.png")
    sitk.WriteImage(sitk.GetImageFromArray(truth), str(tmp_path / "set" / "a.truth.nrrd"))
    (tmp_path / "set" / "truth.json").write_text(json.dumps({"images": {"a": []}, "spacing_mm": 0.07}))
    (tmp_path / "evaluation" / "hdogreg").mkdir(parents=True)
    analysis.save(tmp_path / "evaluation" / "hdogreg" / "a.analysis.npz")
    return tmp_path


def test_real_and_false_candidates_that_differ_lie_apart(evaluated: Path) -> None:
    mapped = candidate_map(evaluated / "set", evaluated / "evaluation", ROWS, 100)
    real, false = (np.stack(mapped[kind], axis=1) for kind in (True, False))
    assert len(real) == len(false) == 12
    distances = np.linalg.norm(real[:, None] - np.concatenate([real, false])[None], axis=2)
    distances[np.arange(12), np.arange(12)] = np.inf
    assert (distances.argmin(axis=1) < 12).all()


def test_at_most_half_of_each_kind_is_mapped_and_too_few_candidates_are_told(evaluated: Path) -> None:
    mapped = candidate_map(evaluated / "set", evaluated / "evaluation", ROWS, 12)
    assert [len(mapped[kind][0]) for kind in (True, False)] == [6, 6]
    with pytest.raises(InputError, match="Too few candidates"):
        candidate_map(evaluated / "set", evaluated / "evaluation", [{"method": "hdogreg", "image": "gone"}], 100)
