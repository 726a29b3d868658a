"""The dense evaluation of the two-stage method's segmentator against the same network patch by patch, in one run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import torch
from MicrocalcCADLib.networks.dense import DenseNetwork
from MicrocalcCADLib.networks.two_stage import CHANNELS, PatchNetwork
from timing import best_time

REGION_PX = 96
SAMPLE = 1024
BATCH = 256
WIDE_THEN_NARROW = (32, 32, 16, 16, 16, 16)


def benchmark() -> Iterator[str]:
    """Yield the lines of the report (target: at least 20 times faster with the padding that ships, *valid*); raise
    where the answers differ.
    """
    torch.set_num_threads(1)
    yield (
        f"region of {REGION_PX} x {REGION_PX} px, one thread, processor time; patch by patch in batches of {BATCH},"
        " channels last"
    )
    for size_px, padding, channels in (
        (49, "valid", CHANNELS),
        (49, "same", CHANNELS),
        (49, "same", WIDE_THEN_NARROW),
        (29, "same", CHANNELS),
    ):
        yield _compared(_network(size_px, padding, channels), channels)


def _network(size_px: int, padding: str, channels: tuple[int, ...]) -> PatchNetwork:
    torch.manual_seed(0)
    network = PatchNetwork(size_px, padding, channels)
    with torch.no_grad():
        for _ in range(3):
            network.train()(torch.randn(16, 1, size_px, size_px))
    return network.to(memory_format=torch.channels_last).eval()


def _compared(network: PatchNetwork, channels: tuple[int, ...]) -> str:
    size_px = network.size_px
    window = torch.randn(REGION_PX + size_px - 1, REGION_PX + size_px - 1)
    patches = window.unfold(0, size_px, 1).unfold(1, size_px, 1).reshape(-1, 1, size_px, size_px)
    sample = torch.randperm(len(patches))[:SAMPLE]
    batches = [patches[part].contiguous(memory_format=torch.channels_last) for part in sample.split(BATCH)]
    dense = DenseNetwork(network)
    with torch.inference_mode():
        difference = (dense(window).reshape(2, -1)[:, sample].T - torch.cat([network(b) for b in batches])).abs().max()
        if difference > 1e-3:
            raise AssertionError(f"the dense answer differs by {difference:.2g}")
        ours = best_time(partial(dense, window), 5, time.process_time)
        theirs = best_time(lambda: [network(b) for b in batches], 3, time.process_time) * len(patches) / SAMPLE
    return (
        f"{size_px} px, {network.padding}, channels {'-'.join(map(str, channels))}: dense"
        f" {1e6 * ours / len(patches):.1f} us a pixel, patch by patch {1e6 * theirs / len(patches):.0f} us, ratio"
        f" {theirs / ours:.1f}; largest difference of the logits {difference:.1g}"
    )
