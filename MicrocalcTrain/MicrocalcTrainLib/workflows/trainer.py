"""MONAI's trainer with a step of its own: a minibatch in as many parts as memory asks for, in bfloat16 where that is
wanted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import torch
from ignite.engine import Events
from MicrocalcCADLib.errors import MicrocalcError
from monai.engines import SupervisedTrainer
from monai.engines.utils import IterationEvents
from monai.utils.enums import CommonKeys as Keys

from ..recipes.trainings import RunOptions
from .distributed import average_gradients

log = logging.getLogger(__name__)
Measure = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
SHORT_OF_MEMORY = ("not enough memory", "out of memory", "can't allocate memory")


class NotEnoughMemoryError(MicrocalcError):
    """Not even one patch at a time fits."""


class PartwiseTrainer(SupervisedTrainer):
    """A `SupervisedTrainer` that splits a minibatch when memory runs out; the gradient stays that of the whole
    minibatch.

    MONAI's own step sends a minibatch through the network at once, and its mixed precision is CUDA's alone, the loss
    included. Here only the network computes in bfloat16, on any device. ``state.parts``, saved with the trainer, says
    in how many parts a minibatch goes through the network; it is doubled when memory runs out. Several processes
    (`ranks`) average their gradients.

    Parameters
    ----------
    run
        Precision, memory format and parts at the start.
    measures
        Further figures of a minibatch's answers and labels, by name: means over the patches, which are kept beside the
        loss. They are of the network as it is trained, before the step, so that they cost nothing.
    arguments
        Those of `SupervisedTrainer`; images are (batch, channels, rows, columns).
    """

    def __init__(
        self, *, run: RunOptions | None = None, measures: Mapping[str, Measure] | None = None, **arguments: Any
    ) -> None:
        super().__init__(**arguments, decollate=False)
        run = run or RunOptions()
        self.bfloat16 = run.amp if run.amp is not None else self.state.device.type == "cuda"
        if self.bfloat16 and self.state.device.type == "cpu" and without_bfloat16():
            log.warning("This processor has no bfloat16 units: mixed precision (--amp) makes training slower here.")
        self.format = torch.channels_last if run.channels_last else torch.contiguous_format
        self.state.parts = run.accumulate
        self.measures = dict(measures or {})
        self.state_dict_user_keys.append("parts")
        # what ends a run is raised, and told once by who catches it: a reader who stops a training sees no exception
        self.logger.setLevel(logging.CRITICAL)
        self.add_event_handler(Events.EPOCH_STARTED, lambda: self.network.train())  # noqa: PLW0108  the engine is no argument of it
        self.add_event_handler(IterationEvents.BACKWARD_COMPLETED, lambda: average_gradients(_weights(self.optimizer)))

    def _iteration(self, engine: SupervisedTrainer, batchdata: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Change the weights by the gradient of a minibatch; return its loss and its measures, scalars.

        Raises
        ------
        NotEnoughMemoryError
            If memory does not suffice for a single patch.
        """
        images, labels = batchdata[Keys.IMAGE], batchdata[Keys.LABEL]
        state = torch.get_rng_state()
        while (figures := self._gradient(images, labels)) is None:
            self._smaller(len(images))
            torch.set_rng_state(state)
        engine.fire_event(IterationEvents.BACKWARD_COMPLETED)
        self.optimizer.step()
        engine.fire_event(IterationEvents.MODEL_COMPLETED)
        return figures

    def _gradient(self, images: torch.Tensor, labels: torch.Tensor) -> dict[str, torch.Tensor] | None:
        """Compute the gradient and return the loss and the measures; None if memory ran out."""
        self.optimizer.zero_grad(set_to_none=True)
        total = {name: torch.zeros((), device=self.state.device) for name in (Keys.LOSS, *self.measures)}
        try:
            for image, label in zip(
                images.tensor_split(self.state.parts), labels.tensor_split(self.state.parts), strict=True
            ):
                if len(image):
                    for name, value in self._part(image, label, len(image) / len(images)).items():
                        total[name] += value
        except RuntimeError as error:  # torch.cuda.OutOfMemoryError is one
            if not out_of_memory(error):
                raise
            return None
        return total

    def _part(self, image: torch.Tensor, label: torch.Tensor, share: float) -> dict[str, torch.Tensor]:
        device = self.state.device
        image = image.to(device, memory_format=self.format, non_blocking=True)
        label = label.to(device, non_blocking=True)
        with torch.autocast(device.type, torch.bfloat16, enabled=self.bfloat16):
            answer = self.inferer(image, self.network)
        answer = answer.float()
        loss = self.loss_function(answer, label) * share
        loss.backward()
        measured = {name: measure(answer.detach(), label) * share for name, measure in self.measures.items()}
        return {Keys.LOSS: loss.detach(), **measured}

    def _smaller(self, batch: int) -> None:
        if self.state.parts >= batch:
            raise NotEnoughMemoryError(
                "There is not enough memory for one patch at a time: give smaller patches or a smaller network, or use"
                " another device.",
                option="--size",
            )
        self.state.parts = min(2 * self.state.parts, batch)
        self.optimizer.zero_grad(set_to_none=True)
        if self.state.device.type == "cuda":
            torch.cuda.empty_cache()
        log.warning(
            "Memory ran out: minibatches of %d patches now go through the network in %d parts, and stay as large for"
            " the gradient.",
            batch,
            self.state.parts,
        )


def without_bfloat16() -> bool:
    """Return whether this processor is known to have no units for bfloat16: PyTorch then computes it in others, which
    took a feature pyramid many times as long as single precision.
    """
    known: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()  # since PyTorch 2.9
    return bool(known) and not any("bf16" in name and has for name, has in known.items())


def out_of_memory(error: RuntimeError) -> bool:
    """Return whether an error says that memory ran out, on a graphics card or on the CPU."""
    return isinstance(error, torch.cuda.OutOfMemoryError) or any(
        words in str(error).casefold() for words in SHORT_OF_MEMORY
    )


def _weights(optimizer: torch.optim.Optimizer) -> list[torch.nn.Parameter]:
    return [weight for group in optimizer.param_groups for weight in group["params"]]
