"""A tiny training for the tests of the loop, which they also run in processes of their own."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from MicrocalcTrainLib.workflows.loop import Plan, fit, patch_minibatches
from MicrocalcTrainLib.workflows.ranks import join, leave
from MicrocalcTrainLib.workflows.run_options import RunOptions
from torch import nn

BATCH, EPOCH_PATCHES = 4, 8


@dataclass(frozen=True)
class Parameters:
    epochs: int = 3
    learning_rate: float = 0.05
    seed: int = 1
    run: RunOptions = field(default_factory=RunOptions)


class Numbers:
    """Item i shows noise of its own about its number."""

    offset = 0

    def __len__(self) -> int:
        return EPOCH_PATCHES

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(self.offset + index)
        image = rng.normal(size=(1, 6, 6)).astype(np.float32)
        return {"image": image, "label": image.mean(axis=(1, 2)) + rng.integers(2)}


def network(dropout: float = 0.3, normalised: bool = True) -> nn.Module:
    torch.manual_seed(0)
    middle = nn.BatchNorm2d(4) if normalised else nn.Identity()
    return nn.Sequential(nn.Conv2d(1, 4, 3), middle, nn.ReLU(), nn.Dropout(dropout), nn.Flatten(), nn.Linear(64, 1))


def squared(answer: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    return ((answer - label) ** 2).mean()


def run(folder: Path, parameters: Parameters | None = None, net: nn.Module | None = None, pause_s: float = 0.0, **changes):
    """Train; `pause_s` is spent in every step, so that there is time to kill the process in one."""
    parameters = parameters or Parameters()

    def loss(answer: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        time.sleep(pause_s)
        return squared(answer, label)

    def validate(net: nn.Module) -> dict[str, float]:
        held_out = [Numbers()[i] for i in range(1000, 1004)]
        images, labels = (torch.from_numpy(np.stack([one[name] for one in held_out])).float() for name in ("image", "label"))
        with torch.no_grad():
            return {"validation_loss": float(squared(net(images), labels))}

    content = {
        "parameters": parameters,
        "steps": EPOCH_PATCHES // BATCH,
        "loss": loss,
        "optimizer": torch.optim.Adam,
        "rate": lambda epoch, step, rows: parameters.learning_rate,
        "validate": validate,
        "best_by": "validation_loss",
    }
    return fit(folder, net or network(), patch_minibatches(Numbers(), BATCH, 0), Plan(**{**content, **changes}), "cpu")


def main() -> None:
    """Train in the folder that is the first argument; write this process's last weights into the second."""
    torch.set_num_threads(1)
    join("cpu")
    epochs, pause_s = int(sys.argv[3]), float(sys.argv[4])
    net, _ = run(Path(sys.argv[1]), Parameters(epochs=epochs, run=RunOptions(deterministic=True)), pause_s=pause_s)
    rank = torch.distributed.get_rank() if torch.distributed.is_initialized() else 0
    torch.save(net.state_dict(), Path(sys.argv[2]) / f"weights-{rank}.pt")
    leave()


if __name__ == "__main__":
    main()
