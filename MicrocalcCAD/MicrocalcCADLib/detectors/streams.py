"""Windows of an image through a network, two at a time on a processor of several cores."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

STREAMS = 2

Window = TypeVar("Window")
Answer = TypeVar("Answer")


def in_streams(answer: Callable[[Window], Answer], windows: Iterable[Window], device: str) -> Iterator[Answer]:
    """Yield the answer to each window, in their order.

    The small convolutions of a light network keep two cores busier with a window each than with half of one. The cores
    are shared out among `STREAMS` threads; PyTorch has all of them again when the iterator is exhausted or closed, which
    `contextlib.closing` sees to where the loop may be left early. On a GPU, or with one core, one window follows the other.
    """
    import torch

    cores = torch.get_num_threads()
    if device != "cpu" or cores < STREAMS:
        yield from map(answer, windows)
        return
    ahead: deque[Future[Answer]] = deque()
    with ThreadPoolExecutor(STREAMS, "microcalc-stream", torch.set_num_threads, (cores // STREAMS,)) as pool:
        try:
            for window in windows:
                ahead.append(pool.submit(answer, window))
                if len(ahead) > STREAMS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
            torch.set_num_threads(cores)
