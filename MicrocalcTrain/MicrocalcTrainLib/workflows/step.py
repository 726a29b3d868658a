"""One step of a training: a minibatch in as many parts as memory asks for, in bfloat16 where that is wanted."""

from __future__ import annotations

import logging
from collections.abc import Callable

import torch
from MicrocalcCADLib.errors import MicrocalcError

from .ranks import average_gradients
from .run_options import RunOptions

log = logging.getLogger(__name__)
SHORT_OF_MEMORY = ("not enough memory", "out of memory", "can't allocate memory")


class NotEnoughMemoryError(MicrocalcError):
    """Not even one patch at a time fits."""


class Stepper:
    """Network and optimizer with what a step needs.

    Attributes
    ----------
    parts
        In which a minibatch goes through the network; doubled when memory runs out, so that the minibatch stays the same.
    """

    def __init__(
        self,
        network: torch.nn.Module,
        optimizer: torch.optim.Optimizer,
        loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
        run: RunOptions,
        device: str,
    ) -> None:
        self.network, self.optimizer, self.loss, self.device, self.parts = network, optimizer, loss, torch.device(device), run.accumulate
        self.amp = run.amp if run.amp is not None else self.device.type == "cuda"
        self.format = torch.channels_last if run.channels_last else torch.contiguous_format

    def step(self, images: torch.Tensor, labels: torch.Tensor, rate: float) -> torch.Tensor:
        """Change the weights by the gradient of a minibatch at a learning rate; return its loss, a scalar.

        Parameters
        ----------
        images
            (batch, channels, rows, columns).

        Raises
        ------
        NotEnoughMemoryError
            If memory does not suffice for a single patch.
        """
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        state = torch.get_rng_state()
        while (loss := self._gradient(images, labels)) is None:
            self._smaller(len(images))
            torch.set_rng_state(state)
        average_gradients([p for group in self.optimizer.param_groups for p in group["params"]])
        self.optimizer.step()
        return loss

    def _gradient(self, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor | None:
        """Compute the gradient and return the loss; None if memory ran out."""
        self.optimizer.zero_grad(set_to_none=True)
        total = torch.zeros((), device=self.device)
        try:
            for image, label in zip(images.tensor_split(self.parts), labels.tensor_split(self.parts), strict=True):
                if len(image):
                    total += self._part(image, label, len(image) / len(images))
        except RuntimeError as error:  # torch.cuda.OutOfMemoryError is one
            if not out_of_memory(error):
                raise
            return None
        return total

    def _part(self, image: torch.Tensor, label: torch.Tensor, share: float) -> torch.Tensor:
        image = image.to(self.device, memory_format=self.format, non_blocking=True)
        label = label.to(self.device, non_blocking=True)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.amp):
            answer = self.network(image)
        loss = self.loss(answer.float(), label) * share
        loss.backward()
        return loss.detach()

    def _smaller(self, batch: int) -> None:
        if self.parts >= batch:
            raise NotEnoughMemoryError(
                "There is not enough memory for one patch at a time: give smaller patches or a smaller network, or use another device.",
                option="--size",
            )
        self.parts = min(2 * self.parts, batch)
        self.optimizer.zero_grad(set_to_none=True)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        log.warning(
            "Memory ran out: minibatches of %d patches now go through the network in %d parts, and stay as large for the gradient.", batch, self.parts
        )


def out_of_memory(error: RuntimeError) -> bool:
    """Return whether an error says that memory ran out, on a graphics card or on the CPU."""
    return isinstance(error, torch.cuda.OutOfMemoryError) or any(words in str(error).casefold() for words in SHORT_OF_MEMORY)
