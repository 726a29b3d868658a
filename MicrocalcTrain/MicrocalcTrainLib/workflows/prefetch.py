"""Minibatches made ahead of time by a thread, so that a graphics card does not wait for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
END = object()


def prefetched(items: Iterable[T], most: int = 3) -> Iterator[T]:
    """Yield the items in their order; up to `most` wait while the last one is worked on. What making them raises is
    raised here.
    """
    # its iterator is begun here: a data loader draws its seed then, from the numbers that the training draws from
    iterator = iter(items)
    waiting: Queue[Any] = Queue(most)
    Thread(target=_make, args=(iterator, waiting), daemon=True).start()
    while (found := waiting.get())[0] is not END:
        yield found[0]
    if found[1] is not None:
        raise found[1]


def _make(iterator: Iterator[Any], waiting: Queue[Any]) -> None:
    try:
        for item in iterator:
            waiting.put((item, None))
    except Exception as error:
        waiting.put((END, error))
    else:
        waiting.put((END, None))
