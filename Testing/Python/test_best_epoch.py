"""The training loop that keeps the best epoch: which patches it sees, and that an interruption changes nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcTrainLib.workflows.best_epoch import EpochTraining, Task, train_best
from torch import nn

PARAMETERS = EpochTraining(epochs=3, batch=2, learning_rate=0.1, workers=0)


class _Numbers:
    """Item i is the number of the patch, so that what was seen can be told from the loss."""

    def __init__(self) -> None:
        self.offset = 0

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        number = np.full((1, 1, 1), self.offset + index, np.float32)
        return {"image": number, "label": number}


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 8, 1), nn.Dropout2d(0.5), nn.Conv2d(8, 1, 1))


def run(
    folder: Path,
    parameters: EpochTraining = PARAMETERS,
    values: tuple[float, ...] = (1.0, 2.0, 3.0),
    stop_after: int | None = None,
):
    answers = iter(values)
    task = Task(
        lambda logits, label: 1e-3 * ((logits - label) ** 2).mean(),
        lambda net: {"value": next(answers)},
        best_by="value",
    )
    return train_best(folder, network(), _Numbers(), task, parameters, stop_after=stop_after)


@pytest.mark.parametrize("workers", [0, 1])
def test_every_epoch_sees_the_next_patches(tmp_path: Path, workers: int) -> None:
    class Constant(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(1))

        def forward(self, image: torch.Tensor) -> torch.Tensor:
            return 0 * self.weight * image

    task = Task(lambda logits, label: (label + logits).mean(), lambda net: {"value": 0.0}, best_by="value")
    _, curves = train_best(tmp_path, Constant(), _Numbers(), task, EpochTraining(epochs=3, batch=2, workers=workers))
    assert [row["loss"] for row in curves] == pytest.approx([1.5, 5.5, 9.5])


@pytest.mark.parametrize("workers", [0, 1])
def test_an_interruption_changes_nothing(tmp_path: Path, workers: int) -> None:
    parameters = EpochTraining(epochs=3, batch=2, learning_rate=0.1, last_share=0.1, workers=workers)
    straight, curves = run(tmp_path / "a", parameters)
    run(tmp_path / "b", parameters, stop_after=1)
    run(tmp_path / "b", parameters, (2.0,), stop_after=2)
    resumed, again = run(tmp_path / "b", parameters, (3.0,))
    assert again == curves
    assert all(torch.equal(value, resumed.state_dict()[name]) for name, value in straight.state_dict().items())


def test_the_weights_of_the_best_epoch_are_returned_and_a_finished_training_is_not_run_again(tmp_path: Path) -> None:
    best, _ = run(tmp_path / "a", values=(1.0, 5.0, 2.0))
    second, _ = run(tmp_path / "b", values=(1.0, 5.0), stop_after=2)
    last, _ = run(tmp_path / "c", values=(1.0, 2.0, 3.0))
    assert all(torch.equal(value, second.state_dict()[name]) for name, value in best.state_dict().items())
    assert not torch.equal(best[0].weight, last[0].weight)
    again, curves = run(tmp_path / "a", values=())
    assert torch.equal(again[0].weight, best[0].weight) and len(curves) == 3
