"""Figures of a network in evaluation, by MONAI's evaluators."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from ignite.engine import Events
from ignite.metrics import Average, Loss, Metric
from monai.data import DataLoader
from monai.engines import Evaluator, SupervisedEvaluator
from monai.engines.trainer import Trainer
from monai.handlers import from_engine
from monai.utils.enums import CommonKeys as Keys
from torch.utils.data import default_collate

from ..numbered import Patches
from .distributed import same_everywhere, told_by_first


class FunctionEvaluator(Evaluator):
    """An evaluator of the network in training whose metrics a function returns; the trainer gets them as its own.

    All processes call the function, and have the first one's figures.
    """

    def __init__(self, trainer: Trainer, figures: Callable[[torch.nn.Module], Mapping[str, float]]) -> None:
        super().__init__(trainer.state.device, [None], iteration_update=lambda *_: self._measure(), decollate=False)
        self.trainer, self.figures = trainer, figures
        self.logger.setLevel(logging.WARNING)
        self.add_event_handler(Events.EPOCH_COMPLETED, lambda: trainer.state.metrics.update(self.state.output))

    def _measure(self) -> Mapping[str, float]:
        network = self.trainer.network
        same_everywhere(network.buffers())
        return told_by_first(self.figures(network.eval()))


def metrics_of(
    network: torch.nn.Module,
    minibatches: Iterable[Mapping[str, torch.Tensor]],
    metrics: Mapping[str, Metric],
    device: str,
    **options: Any,
) -> dict[str, float]:
    """Return metrics of a network over minibatches of ``image`` and ``label``; they see the answers (``pred``) and
    labels.

    Parameters
    ----------
    options
        More of `monai.engines.SupervisedEvaluator`'s arguments, such as its ``inferer``.
    """
    first, *others = metrics.items()
    evaluator = SupervisedEvaluator(
        torch.device(device),
        minibatches,
        network,
        key_val_metric=dict([first]),
        additional_metrics=dict(others),
        decollate=False,
        **options,
    )
    evaluator.logger.setLevel(logging.WARNING)
    evaluator.run()
    return {name: float(evaluator.state.metrics[name]) for name in metrics}


Chosen = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def loss_and_dice(
    network: torch.nn.Module,
    patches: Patches,
    batch: int,
    loss: torch.nn.Module,
    device: str,
    found: Chosen,
    true: Chosen,
) -> dict[str, float]:
    """Return loss and Dice coefficient over all pixels of the patches together, 0 where there is nothing.

    Parameters
    ----------
    found, true
        Which pixels count, bool, of answers and labels.
    """
    both = [lambda output, chosen=chosen: chosen(output[Keys.PRED], output[Keys.LABEL]) for chosen in (found, true)]
    metrics = {
        "validation_loss": Loss(loss, from_engine([Keys.PRED, Keys.LABEL])),
        "both": Average(lambda output: 2.0 * (both[0](output) & both[1](output)).sum()),
        "either": Average(lambda output: (both[0](output).sum() + both[1](output).sum()).double()),
    }
    figures = metrics_of(network, DataLoader(patches, batch_size=batch, collate_fn=default_collate), metrics, device)
    return {
        "validation_loss": figures["validation_loss"],
        "validation_dice": figures["both"] / figures["either"] if figures["either"] else 0.0,
    }
