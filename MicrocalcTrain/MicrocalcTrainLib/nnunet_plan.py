"""nnU-Net's rules for a two-dimensional U-Net (Isensee 2021, version 2 of its planner), from a data set's sizes and
spacings alone.

Written from the published rules; nothing here is tuned for mammograms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.errors import InputError

BASE_FEATURES, MOST_FEATURES = 32, 512
CONVOLUTIONS_PER_STAGE = 2
LEAST_EDGE_PX = 4
LARGEST_PX = 2048
CLASSES = 2
REFERENCE_FEATURES, REFERENCE_BATCH, REFERENCE_GB = 85_000_000, 12, 8.0
LEAST_BATCH = 2
MOST_OF_DATA_SET = 0.05
LEAST_GB = 0.02


@dataclass(frozen=True)
class Topology:
    """Strides and kernels of each stage, the first one at full resolution, and what a patch's sides must
    be divided by.
    """

    strides: tuple[tuple[int, int], ...]
    kernels: tuple[tuple[int, int], ...]
    divisor: tuple[int, int]

    @property
    def features(self) -> tuple[int, ...]:
        """Channels of each stage."""
        return tuple(min(MOST_FEATURES, BASE_FEATURES * 2**stage) for stage in range(len(self.strides)))


@dataclass(frozen=True)
class NetworkPlan:
    """A two-dimensional configuration: sides of a patch in pixels, patches in a minibatch, and the network."""

    patch_px: tuple[int, int]
    batch: int
    topology: Topology


def plan_of(
    shapes: Sequence[tuple[int, int]], spacing_mm: tuple[float, float], memory_gb: float = REFERENCE_GB
) -> NetworkPlan:
    """Return the plan for a data set.

    The patch begins as large as the median image, at most as 2048 x 2048 pixels, and the axis that is longest by the
    image's own shape is shortened until two patches fit the memory. What memory is left makes the minibatch larger, up
    to a twentieth of the data set.

    Parameters
    ----------
    shapes
        Of the training images (rows, columns), at `spacing_mm`.
    spacing_mm
        Of rows and columns: the median of the data set.
    memory_gb
        That the training may take; 8 is the published plan.

    Raises
    ------
    InputError
        If there is no image, or less memory than the smallest network takes.
    """
    if not len(shapes):
        raise InputError("A plan needs the sizes of the training images, and there are none: give images to train on.")
    if memory_gb < LEAST_GB:
        raise InputError(
            f"A network for {memory_gb:g} GB cannot be planned: give {LEAST_GB:g} GB or more.", option="--memory"
        )
    median = np.median(np.asarray(shapes, float), axis=0)
    per_mm = 1 / np.asarray(spacing_mm, float)
    largest = [round(side) for side in per_mm * math.sqrt(LARGEST_PX**2 / per_mm.prod())]
    topology = topology_of([min(a, b) for a, b in zip(largest, median, strict=True)], spacing_mm)
    patch = padded([min(a, b) for a, b in zip(largest, median, strict=True)], topology.divisor)
    reference = REFERENCE_FEATURES * memory_gb / REFERENCE_GB
    while feature_values(patch, topology) / REFERENCE_BATCH * LEAST_BATCH > reference:
        patch, topology = _shortened(patch, topology, int(np.argsort(np.asarray(patch) / median)[-1]), spacing_mm)
    fitting = round(reference / feature_values(patch, topology) * REFERENCE_BATCH)
    of_data_set = round(float(median.prod()) * len(shapes) * MOST_OF_DATA_SET / math.prod(patch))
    return NetworkPlan(patch, max(min(fitting, of_data_set), LEAST_BATCH), topology)


def topology_of(patch_px: Sequence[float], spacing_mm: Sequence[float]) -> Topology:
    """Return the network for a patch: axes are halved as long as 4 pixels remain, coarser ones once the others have
    come within a factor of 2.

    A kernel is 1 along an axis that is coarser by 2 or more, else 3, and 3 in the deepest stage.
    """
    spacing, size = list(spacing_mm), [float(side) for side in patch_px]
    strides, kernels, kernel = [(1, 1)], [], [1, 1]
    while True:
        long = [axis for axis in (0, 1) if size[axis] >= 2 * LEAST_EDGE_PX]
        if not long:
            break
        finest = min(spacing[axis] for axis in long)
        halved = [axis for axis in long if spacing[axis] / finest < 2]
        if len(halved) == 1 and size[halved[0]] < 3 * LEAST_EDGE_PX:
            break
        kernel = [3 if kernel[axis] == 3 or spacing[axis] / min(spacing) < 2 else 1 for axis in (0, 1)]
        kernels.append((kernel[0], kernel[1]))
        for axis in halved:
            spacing[axis] *= 2
            size[axis] = math.ceil(size[axis] / 2)
        strides.append((2 if 0 in halved else 1, 2 if 1 in halved else 1))
    divisor = [math.prod(stride[axis] for stride in strides) for axis in (0, 1)]
    return Topology(tuple(strides), (*kernels, (3, 3)), (divisor[0], divisor[1]))


def padded(patch_px: Sequence[float], divisor: Sequence[int]) -> tuple[int, int]:
    """Return sides rounded up to multiples."""
    rows, columns = (int(math.ceil(side / by) * by) for side, by in zip(patch_px, divisor, strict=True))
    return rows, columns


def feature_values(patch_px: Sequence[int], topology: Topology, classes: int = CLASSES) -> int:
    """Return how many values all convolutions of the network answer for one patch: what nnU-Net takes for the memory of
    a training.
    """
    sizes, size = [], list(patch_px)
    for stride in topology.strides:
        size = [side // by for side, by in zip(size, stride, strict=True)]
        sizes.append(math.prod(size))
    down = [features * pixels for features, pixels in zip(topology.features, sizes, strict=True)]
    up = down[:-1]  # a transposed convolution and two more, on the way up to each stage but the deepest
    return CONVOLUTIONS_PER_STAGE * sum(down) + (CONVOLUTIONS_PER_STAGE + 1) * sum(up) + classes * sizes[0]


def _shortened(
    patch: tuple[int, int], topology: Topology, axis: int, spacing_mm: Sequence[float]
) -> tuple[tuple[int, int], Topology]:
    """Return a patch that is one step shorter along an axis, and its network; the step is what the shorter patch is
    divided by.
    """
    tried = [side - topology.divisor[axis] * (a == axis) for a, side in enumerate(patch)]
    shorter = [side - topology_of(tried, spacing_mm).divisor[axis] * (a == axis) for a, side in enumerate(patch)]
    topology = topology_of(shorter, spacing_mm)
    return padded(shorter, topology.divisor), topology
