"""Minibatches of 49 px patches from a patch store, against the same minibatches from arrays in memory and in a training
step.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.minibatches import balanced_batches
from MicrocalcTrainLib.datasets.patch_store import PatchStore
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set, write_set
from timing import best_time

IMAGES, BATCH, SMALL_BATCH, STEPS = 8, 256, 32, 20
TARGET_A_SECOND = 2000


class InMemory:
    """The same patches as the store's, all of them in one array."""

    def __init__(self, store: PatchStore) -> None:
        self._store, self._patches = store, store.read(np.arange(len(store)))

    def identifiers(self, split: str) -> dict[int, np.ndarray]:
        return self._store.identifiers(split)

    def read(self, identifiers: np.ndarray) -> np.ndarray:
        return self._patches[identifiers]


def benchmark() -> Iterator[str]:
    """Yield the lines of the report (targets: 2,000 patches a second; a training step at least 0.95 as fast as from
    memory).
    """
    with tempfile.TemporaryDirectory() as folder:
        store, seconds = _store(Path(folder))
        yield f"building: {len(store):,} patches of {IMAGES} images in {seconds:.1f} s (1 process)"
        start = time.perf_counter()
        store = PatchStore(store.folder)
        yield f"opening: {time.perf_counter() - start:.2f} s"
        batches = balanced_batches(store, "train", (1, 2, 3), BATCH, STEPS, 1)
        from_memory = balanced_batches(InMemory(store), "train", (1, 2, 3), BATCH, STEPS, 1)
        if not all(torch.equal(batches[i]["image"], from_memory[i]["image"]) for i in range(STEPS)):
            raise AssertionError("the minibatches differ from those in memory")
        stored, memory = (
            _shortest(lambda source=source: [source[i] for i in range(STEPS)]) for source in (batches, from_memory)
        )
        rate = BATCH * STEPS / stored
        yield (
            f"minibatches of {BATCH}: {rate:,.0f} patches a second (target {TARGET_A_SECOND:,}); from memory"
            f" {BATCH * STEPS / memory:,.0f}"
        )
        batches, from_memory = (
            balanced_batches(source, "train", (1, 2, 3), SMALL_BATCH, STEPS, 1) for source in (store, InMemory(store))
        )
        step = _training_step()
        stored, memory = (
            _shortest(lambda source=source: [step(source[i]) for i in range(3)], 3) for source in (batches, from_memory)
        )
        ratio = f"throughput over that from memory {memory / stored:.3f} (target 0.95)"
        yield f"training step of the detector with {SMALL_BATCH} patches: {stored / 3:.2f} s; {ratio}"


def _store(folder: Path) -> tuple[PatchStore, float]:
    write_set(
        folder / "set", simulate_set([], IMAGES, [0.07], 1, ImageParameters(procedural_mm=60, empty_share=0)), IMAGES
    )
    start = time.perf_counter()
    import_set(read_folder(folder / "set"), folder / "store", SplitRule((0.75, 0.25, 0.0)), StoreParameters())
    return PatchStore(folder / "store"), time.perf_counter() - start


def _training_step() -> Callable[[dict[str, torch.Tensor]], None]:
    """Return the step of every training (`workflows.step`) of the detector."""
    from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters, network_of
    from MicrocalcTrainLib.workflows.trainer import PartwiseTrainer

    network = network_of(PatchNetworkParameters()).to(memory_format=torch.channels_last).train()
    trainer = PartwiseTrainer(
        device=torch.device("cpu"),
        max_epochs=1,
        train_data_loader=[],
        network=network,
        optimizer=torch.optim.Adam(network.parameters()),
        loss_function=torch.nn.CrossEntropyLoss(),
        epoch_length=1,
    )

    def step(batch: dict[str, torch.Tensor]) -> None:
        trainer._iteration(trainer, batch)

    return step


def _shortest(function: Callable[[], object], runs: int = 5) -> float:
    # processor time: what the store itself costs, whatever else the machine does
    return best_time(function, runs, time.process_time)
