"""Running the paper's regression network over a mammogram: in the authors' overlapping windows, only where there is
breast.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..analysis import Analysis
from ..errors import InputError
from ..notices import of_installation
from ..progress import Progress

if TYPE_CHECKING:
    import torch
    from torch import nn

TEXT = "Looking for regions with calcifications"
BFLOAT16 = (
    "This processor computed the network in bfloat16, which is fast and coarse: scores differ by a few hundredths from"
    " those of a processor without it, so a mark close to the threshold may be reported on one computer and not on"
    " another."
)


@dataclass(frozen=True)
class WindowParameters:
    """The authors' windows in pixels: side, step, and what is cut off at a side where another window goes on."""

    size_px: int = 512
    stride_px: int = 256
    trim_px: int = 128

    def __post_init__(self) -> None:
        if self.size_px % 32 or not 0 < self.stride_px <= self.size_px - 2 * self.trim_px or self.trim_px < 0:
            raise InputError(
                f"Windows of {self.size_px} px at steps of {self.stride_px} px, trimmed by {self.trim_px} px, leave"
                " gaps or do not fit the network: give a side that 32 divides and a step of at most the side less"
                " twice the trim."
            )


def as_8_bit(pixels: np.ndarray) -> np.ndarray:
    """Return what the network sees, float32 in [-1, 1]: the upper 8 of 16 bits, x / 255, then (x - 0.5) / 0.5.

    Parameters
    ----------
    pixels
        float32 in [0, 1] of the full scale, which is taken for 16 bits.
    """
    upper = np.round(pixels * np.float32(65535)).astype(np.uint16) >> 8
    return (upper.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)


def window_map(
    network: nn.Module,
    image: np.ndarray,
    mask: np.ndarray,
    device: str,
    progress: Progress,
    parameters: WindowParameters | None = None,
) -> np.ndarray:
    """Return the proximity map, float32 (rows, columns) in [0, 1], 0 where only windows without breast would tell.

    The network's group normalisation makes its answer depend on the window, so the windows are part of the method: of
    each the middle is kept, and all up to the image's border where it lies there; the last of a row or column ends
    with the image. An image smaller than a window goes on as its mirror image.

    Parameters
    ----------
    image
        float32 (rows, columns) at the network's spacing, what `as_8_bit` returned.
    mask
        bool array of the same shape: windows whose kept part has no breast are left out.
    """
    import torch

    p = parameters or WindowParameters()
    padded = np.pad(image, [(0, max(0, p.size_px - side)) for side in image.shape], mode="symmetric")
    result = np.zeros(image.shape, np.float32)
    places = [(row, column) for row in _windows(image.shape[0], p) for column in _windows(image.shape[1], p)]
    places = [(row, column) for row, column in places if mask[row[1] : row[2], column[1] : column[2]].any()]
    for done, ((top, r0, r1), (left, c0, c1)) in enumerate(places):
        window = np.ascontiguousarray(padded[top : top + p.size_px, left : left + p.size_px])
        batch = torch.from_numpy(window)[None, None].to(device, memory_format=torch.channels_last)
        with torch.inference_mode(), _precision(device), _can_be_cancelled(network, progress, done / len(places)):
            answer = network(batch)
        proximity = answer[0, 0].float().sigmoid().cpu().numpy()
        result[r0:r1, c0:c1] = proximity[r0 - top : r1 - top, c0 - left : c1 - left]
    return result


def computes_in_bfloat16(device: str) -> bool:
    """Return whether `window_map` computes in bfloat16: on a CPU with instructions for it, where it is 2 to 5 times as
    fast.
    """
    return device == "cpu" and _cpu_has_bfloat16()


def with_precision(analysis: Analysis, device: str) -> Analysis:
    """Return the analysis, with a notice where its network computed in bfloat16."""
    return (
        replace(analysis, notices=(*analysis.notices, *of_installation(BFLOAT16)))
        if computes_in_bfloat16(device)
        else analysis
    )


def _precision(device: str) -> AbstractContextManager[Any]:
    import torch

    return torch.autocast("cpu", torch.bfloat16) if computes_in_bfloat16(device) else nullcontext()


def _cpu_has_bfloat16() -> bool:
    import torch

    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    if capabilities:
        return any(bool(capabilities.get(name)) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    # before PyTorch 2.10
    return bool(getattr(torch.cpu, "_is_avx512_bf16_supported", bool)())


def _windows(length: int, p: WindowParameters) -> list[tuple[int, int, int]]:
    """Return (start, first kept, end of kept) of the windows along one axis."""
    last = max(0, length - p.size_px)
    starts = [*range(0, last, p.stride_px), last]
    return [(s, s + p.trim_px if s else 0, length if s == last else s + p.size_px - p.trim_px) for s in starts]


@contextmanager
def _can_be_cancelled(network: nn.Module, progress: Progress, fraction: float) -> Iterator[None]:
    """Ask before every convolution whether to go on: a window can take more than a second."""
    from torch import nn

    def ask(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        del module, inputs
        progress(fraction, TEXT)

    handles = [module.register_forward_pre_hook(ask) for module in network.modules() if isinstance(module, nn.Conv2d)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
