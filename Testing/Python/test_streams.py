"""Windows through a network two at a time: their order, what is left when the loop is left, PyTorch's threads."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest
import torch
from MicrocalcCADLib.detectors.streams import in_streams


@pytest.fixture(params=[1, 4])
def cores(request: pytest.FixtureRequest):
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    yield request.param
    assert torch.get_num_threads() == request.param
    torch.set_num_threads(before)


def test_answers_come_in_the_order_of_the_windows_whichever_is_done_first(cores):
    def slow_for_even(n: int) -> int:
        time.sleep(0.02 * (n % 2 == 0))
        return n * n

    assert list(in_streams(slow_for_even, range(9), "cpu")) == [n * n for n in range(9)]
    assert list(in_streams(slow_for_even, [], "cpu")) == []


def test_two_streams_share_the_cores_and_one_core_or_a_gpu_has_none(cores):
    seen = list(in_streams(lambda _: (threading.current_thread().name, torch.get_num_threads()), range(6), "cpu"))
    if cores == 1:
        assert set(seen) == {(threading.current_thread().name, 1)}
    else:
        assert all(name.startswith("microcalc-stream") and threads == 2 for name, threads in seen)
    assert list(in_streams(lambda _: threading.current_thread().name, range(3), "cuda")) == [threading.current_thread().name] * 3


def test_leaving_the_loop_leaves_the_rest_undone(cores):
    begun: list[int] = []
    with closing(in_streams(lambda n: begun.append(n) or n, range(100), "cpu")) as answers:
        assert next(answers) == 0
    assert 1 <= len(begun) <= 4


def test_an_error_of_one_window_reaches_the_caller(cores):
    with pytest.raises(ZeroDivisionError), closing(in_streams(lambda n: 1 // (2 - n), range(50), "cpu")) as answers:
        list(answers)
