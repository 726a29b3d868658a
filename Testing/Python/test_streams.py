"""Windows through a network some at a time: their order, and what is left when the loop is left."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest
from MicrocalcCADLib.detectors.streams import in_streams


@pytest.fixture(params=[1, 2, 4])
def streams(request: pytest.FixtureRequest) -> int:
    return request.param


def test_answers_come_in_the_order_of_the_windows_whichever_is_done_first(streams: int) -> None:
    def slow_for_even(n: int) -> int:
        time.sleep(0.02 * (n % 2 == 0))
        return n * n

    assert list(in_streams(slow_for_even, range(9), streams)) == [n * n for n in range(9)]
    assert list(in_streams(slow_for_even, [], streams)) == []


def test_as_many_windows_are_worked_on_at_a_time_as_there_are_streams(streams: int) -> None:
    at_work, most, lock = [], [], threading.Lock()

    def answer(n: int) -> str:
        with lock:
            at_work.append(n)
            most.append(len(at_work))
        time.sleep(0.02)
        with lock:
            at_work.remove(n)
        return threading.current_thread().name

    names = set(in_streams(answer, range(12), streams))
    assert max(most) == streams
    assert (names == {threading.current_thread().name}) == (streams == 1)


def test_leaving_the_loop_leaves_the_rest_undone(streams: int) -> None:
    begun: list[int] = []
    with closing(in_streams(lambda n: begun.append(n) or n, range(100), streams)) as answers:
        assert next(answers) == 0
    assert 1 <= len(begun) <= 2 * streams


def test_an_error_of_one_window_reaches_the_caller(streams: int) -> None:
    with pytest.raises(ZeroDivisionError), closing(in_streams(lambda n: 1 // (2 - n), range(50), streams)) as answers:
        list(answers)
