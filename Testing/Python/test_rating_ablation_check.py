"""The check of the ablation's order: its slopes are those of the loss, and it runs on the regions that a
training left.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import torch
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcTrainLib.losses import MalignancyAdjustedMSE
from MicrocalcTrainLib.simulation.rated_regions import PARTS, RatedParameters, rated_regions

SCRIPT = Path(__file__).parents[1] / "rating_ablation_check.py"


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rating_ablation_check", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("alpha", [1.0, 0.2])
def test_slopes_are_those_of_the_loss(check: ModuleType, alpha: float) -> None:
    rng = np.random.default_rng(1)
    logit, wanted, weight = rng.normal(size=40), rng.uniform(0.1, 0.9, 40), rng.uniform(0.5, 2, 40)
    malignancy = rng.choice([0.0, 0.5, 1.0], 40)
    data = SimpleNamespace(get_label=lambda: wanted, get_weight=lambda: weight)
    gradient, curvature = check.objective(alpha, malignancy)(logit, data)
    leaf = torch.tensor(logit, requires_grad=True)
    loss = MalignancyAdjustedMSE(alpha)
    one_by_one = [
        loss(r, w, m)
        for r, w, m in zip(
            leaf.sigmoid()[:, None], *(torch.tensor(a)[:, None] for a in (wanted, malignancy)), strict=True
        )
    ]
    (torch.stack(one_by_one).ravel() * torch.tensor(weight)).sum().backward()
    np.testing.assert_allclose(gradient, leaf.grad.numpy(), rtol=1e-3, atol=1e-6)
    assert (curvature > 0).all()


def test_it_prints_both_tables(
    check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parameters = RatedParameters(patients=40, roi=RoiParameters(spacing_mm=0.14, size_px=64))
    rated_regions(tmp_path / "regions", dict.fromkeys(PARTS, ()), parameters)
    monkeypatch.setattr(sys, "argv", ["check", str(tmp_path), "--images", "40", "--size", "64"])
    monkeypatch.setattr(check, "ROUNDS", 5)
    monkeypatch.setattr(check, "DRAWS", 5)
    monkeypatch.setitem(check.FORM, "min_data_in_leaf", 5)
    check.main()
    printed = capsys.readouterr().out
    assert printed.count("MAQWK-M") == 6
    assert "trees on measures and words, 4 classes" in printed
    assert "malignancy-adjusted MSE above MSE by" in printed
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--training-patients", "12", "--classes", "6"])
    check.main()
    printed = capsys.readouterr().out
    assert printed.count("standard deviation") == 6
    assert "trees on measures, 6 classes" in printed and "above" not in printed
