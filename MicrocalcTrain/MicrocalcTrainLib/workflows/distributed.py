"""Several processes that train one network together (`torchrun`), by ignite.distributed: who leads, and what they
share.

Without `torchrun` there is one process, which leads and has nobody to talk to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

import ignite.distributed as idist
import torch

T = TypeVar("T")
MEET_WITHIN = timedelta(minutes=10)
PATIENCE = timedelta(days=7)  # the others wait while the first simulates patches
barrier = idist.barrier


def join(device: str) -> str:
    """Join the processes that `torchrun` started, if it did, and return this one's device."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2 or idist.get_world_size() > 1:
        return device
    from torch.distributed import init_process_group
    from torch.distributed.rendezvous import rendezvous

    on_cuda = device.startswith("cuda")
    if on_cuda:
        device = f"cuda:{int(os.environ.get('LOCAL_RANK', '0')) % torch.cuda.device_count()}"
        torch.cuda.set_device(device)
    # met with less patience than they talk: `torchrun` may have ended meanwhile
    store, rank, size = next(rendezvous("env://", timeout=MEET_WITHIN))
    init_process_group("nccl" if on_cuda else "gloo", store=store, rank=rank, world_size=size, timeout=PATIENCE)
    idist.sync()
    return device


def leave() -> None:
    """End the conversation, if there is one."""
    idist.finalize()


def rank_and_size() -> tuple[int, int]:
    """Return this process's number, from 0, and how many there are."""
    return idist.get_rank(), idist.get_world_size()


def leads() -> bool:
    """Return whether this process is the one that writes and measures."""
    return idist.get_rank() == 0


def first_then_all(action: Callable[[], T]) -> T:
    """Let the first process act, and then the others, who find what it wrote; all of them must come here, before any
    returns.
    """
    if leads():
        result = action()
        barrier()
        return result
    barrier()
    return action()


def part_of(items: Sequence[T]) -> Sequence[T]:
    """Return this process's share of the items, in one piece."""
    rank, size = rank_and_size()
    return items[len(items) * rank // size : len(items) * (rank + 1) // size]


def told_by_first(value: T) -> T:
    """Return what the first process has."""
    return idist.all_gather(value)[0]


def same_everywhere(tensors: Iterable[torch.Tensor]) -> None:
    """Give every process the first one's values."""
    if idist.get_world_size() > 1:
        for tensor in tensors:
            # memory in another order than the first dimension's is sent as a copy
            tensor.data.copy_(idist.broadcast(tensor.detach().contiguous(), src=0))


def average_gradients(weights: Sequence[torch.nn.Parameter]) -> None:
    """Replace the gradients by their mean over the processes."""
    if idist.get_world_size() < 2:
        return
    gradients = [p.grad for p in weights if p.grad is not None]
    flat = idist.all_reduce(torch.cat([g.reshape(-1) for g in gradients])) / idist.get_world_size()
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(mean.view(gradient.shape))
