"""Windows of an image through a network, some at a time on a processor of several cores."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Window = TypeVar("Window")
Answer = TypeVar("Answer")


def in_streams(
    answer: Callable[[Window], Answer], windows: Iterable[Window], streams: int
) -> Generator[Answer, None, None]:
    """Yield the answer to each window, in their order, worked on in `streams` threads.

    The small convolutions of a light network keep the cores busier with a window each than with a part of one. Where
    the loop may be left early, `contextlib.closing` sees to it that no more windows are begun.
    """
    if streams <= 1:
        yield from map(answer, windows)
        return
    ahead: deque[Future[Answer]] = deque()
    with ThreadPoolExecutor(streams, "microcalc-stream") as pool:
        try:
            for window in windows:
                ahead.append(pool.submit(answer, window))
                if len(ahead) > streams:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
