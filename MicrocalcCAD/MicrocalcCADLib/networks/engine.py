"""What answers for a network: ONNX Runtime on the processor; PyTorch on CUDA, and for bundles without an ONNX file.

A detector calls a `Network` with arrays and imports neither. A bundle has an ONNX file a network, each with one input
and one output.
"""

from __future__ import annotations

import ctypes
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ..errors import InputError, ModelError
from ..memory import give_back
from ..processors import processor_threads

if TYPE_CHECKING:
    import onnxruntime
    from torch import nn

    from ..models import Bundle

DEVICES = ("auto", "cpu", "cuda")
OLDEST_ONNXRUNTIME = (1, 17)
# More windows side by side than this need more memory than they save time.
MOST_STREAMS = 4
# Of an input whose sides are free: a light network's halo on either side, and a little between.
LEAST_SIDE_PX = 96
LOG_ERRORS = 3
# Of the memory that sessions share: what is asked for at once, and from which rest on a part is divided.
_PIECE_BYTES, _DIVIDED_BYTES = 1 << 28, 1 << 20
# Written into an ONNX file: SHA-256 of the weights that it was written from, and of which network.
WEIGHTS_KEY, NETWORK_KEY = "microcalc.weights_sha256", "microcalc.network"
_CUDA_DRIVERS = {"Linux": "libcuda.so.1", "Windows": "nvcuda.dll"}


class Network(Protocol):
    """A network ready to answer; `streams` calls at a time from as many threads keep the processor busy."""

    streams: int

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """Return the answer, float32, to a batch float32 (n, ...)."""
        ...


Modules = Callable[[], Mapping[str, "nn.Module"]]


def networks_of(
    bundle: Bundle,
    names: Sequence[str],
    modules: Modules,
    device: str,
    threads: int | None = None,
    most_streams: int = MOST_STREAMS,
) -> tuple[str, dict[str, Network]]:
    """Return where a bundle's networks run (``cpu`` or ``cuda``) and the networks by name.

    Parameters
    ----------
    names
        Of the networks that the method needs, the main one first.
    modules
        Makes the bundle's networks in PyTorch with their weights, for where ONNX Runtime does not serve.
    device
        ``auto`` (CUDA where PyTorch has it, else the processor), ``cpu`` or ``cuda``.
    threads
        Processor threads; None for as many as there are.
    most_streams
        How many windows there may be to answer at a time; 1 where one window is the whole picture, which the threads
        then share.

    Raises
    ------
    InputError
        If the device is unknown or cannot be had.
    ModelError
        If the ONNX file is damaged, of other weights, or neither it nor PyTorch is there.
    """
    files = {name: bundle.onnx(file) for name, file in zip(names, onnx_files(names), strict=True)}
    if any(files.values()) and not wants_torch(device):
        return "cpu", {
            name: _onnx_network(content, name, bundle, threads, most_streams) for name, content in files.items()
        }
    check_torch(bundle.identity.name)
    chosen = choose_device(device)
    return chosen, {name: TorchNetwork(module, chosen, threads) for name, module in modules().items()}


def check_torch(model: str) -> None:
    """Raise `ModelError` where PyTorch is not installed, which a model without an ONNX file needs."""
    if find_spec("torch") is None:
        raise ModelError(
            f"Model {model} has no ONNX file, so it needs PyTorch, which is not installed: "
            "install PyTorch (in Slicer the PyTorch extension), or choose another model.",
            option="--model",
        )


def wants_torch(device: str) -> bool:
    """Return whether PyTorch is to answer: CUDA is asked for, or is there for ``auto``; looks for the driver before the
    slow import.
    """
    if device not in DEVICES:
        raise InputError(f"{device!r} is no device: use auto, cpu or cuda.")
    if device == "auto":
        return find_spec("torch") is not None and _driver_is_there() and choose_device("auto") == "cuda"
    return device == "cuda" and choose_device(device) == "cuda"


def choose_device(device: str) -> str:
    """Return ``cpu`` or ``cuda`` for ``auto``, ``cpu`` or ``cuda`` as PyTorch has it; raises `InputError` where it
    cannot be had.
    """
    if device not in DEVICES:
        raise InputError(f"{device!r} is no device: use auto, cpu or cuda.")
    if device == "cpu":
        return "cpu"
    try:
        import torch
    except (ImportError, OSError) as error:
        if device == "auto":
            return "cpu"
        raise InputError(
            f"CUDA needs PyTorch, which cannot be imported ({error}): install it (in Slicer the PyTorch extension), or"
            " choose the device cpu.",
            option="--device cpu",
        ) from error
    if torch.cuda.is_available():
        return "cuda"
    if device == "cuda":
        raise InputError(
            "No CUDA GPU can be used here: choose the device cpu or auto, or install a CUDA build of PyTorch.",
            option="--device cpu",
        )
    return "cpu"


class OnnxNetwork:
    """A network in an ONNX session on the processor; `facts` are the texts that its file holds beside it."""

    def __init__(self, session: onnxruntime.InferenceSession, streams: int) -> None:
        self.streams, self.facts = streams, dict(session.get_modelmeta().custom_metadata_map)
        self._session, self._input = session, session.get_inputs()[0].name

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """Return the network's answer, float32; see `Network`."""
        return self._session.run(None, {self._input: np.ascontiguousarray(batch, np.float32)})[0]

    def release_memory(self) -> None:
        """Give the memory of earlier answers back to the system, that of this process's other sessions too; the next
        answer asks for it again.
        """
        options = load_onnxruntime().RunOptions()
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        shape = [
            1,
            *(side if isinstance(side, int) else LEAST_SIDE_PX for side in self._session.get_inputs()[0].shape[1:]),
        ]
        self._session.run(None, {self._input: np.zeros(shape, np.float32)}, options)


class TorchNetwork:
    """A PyTorch module in evaluation mode; its threads work together, so one window follows the other."""

    streams = 1

    def __init__(self, module: nn.Module, device: str, threads: int | None = None) -> None:
        import torch

        if threads is not None:
            torch.set_num_threads(threads)
        self.module, self.device = module, device
        self._ready = _folded(module).to(device, memory_format=torch.channels_last)

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """Return the module's answer, float32; see `Network`."""
        import torch

        with torch.inference_mode():
            given = torch.from_numpy(np.ascontiguousarray(batch, np.float32)).to(self.device)
            given = given.contiguous(memory_format=torch.channels_last) if given.dim() == 4 else given
            return self._ready(given).float().cpu().numpy()


def release_memory(network: Network) -> None:
    """Give back to the system what a network's answers took, 200 MB for a mammogram, where ONNX Runtime would keep it
    for the next.
    """
    if isinstance(network, OnnxNetwork):
        network.release_memory()
    give_back()


def onnx_files(names: Sequence[str]) -> list[str]:
    """Return the names of the ONNX files of a bundle's networks: ``model.onnx`` is the main one, the others bear their
    names.
    """
    return ["model.onnx", *(f"model-{name}.onnx" for name in names[1:])]


def _onnx_network(
    content: bytes | None, name: str, bundle: Bundle, threads: int | None, most_streams: int
) -> OnnxNetwork:
    model = bundle.identity.name
    if content is None:
        raise ModelError(
            f"Model {model} has no ONNX file of its network {name!r}, but of others: export the bundle again."
        )
    onnxruntime, threads = load_onnxruntime(), processor_threads() if threads is None else threads
    streams = max(1, min(threads, most_streams))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = max(1, threads // streams), 1
    options.add_session_config_entry(
        "session.intra_op.allow_spinning", "0"
    )  # threads that wait would take a fifth more processor time
    options.log_severity_level = LOG_ERRORS
    options.enable_mem_pattern = False  # windows of two sizes: a pattern for each is 100 MB more and no faster
    _share_memory(onnxruntime)
    options.add_session_config_entry("session.use_env_allocators", "1")
    try:
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime raises a dozen classes of its own for damaged bytes
        raise ModelError(
            f"The ONNX file of model {model} ({name}) cannot be read ({error}): get the model again."
        ) from error
    network = OnnxNetwork(session, streams)
    if (network.facts.get(WEIGHTS_KEY), network.facts.get(NETWORK_KEY)) != (bundle.identity.sha256, name):
        raise ModelError(
            f"The ONNX file of model {model} ({name}) was written from another network or other weights: export the"
            " bundle again."
        )
    return network


@cache
def _share_memory(onnxruntime: Any) -> None:
    """Let all sessions of this process take their memory from one place, instead of one each.

    It is asked for in one piece, of which the system gives what is used, and what a tensor leaves of its part serves
    others: in places that double as they grow, with parts not divided, the kind network takes half as much again.
    """
    place = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    settings = {
        "arena_extend_strategy": 0,
        "max_mem": 0,
        "initial_chunk_size_bytes": -1,
        "max_dead_bytes_per_chunk": _DIVIDED_BYTES,
        "initial_growth_chunk_size_bytes": _PIECE_BYTES,
    }
    onnxruntime.create_and_register_allocator(place, onnxruntime.OrtArenaCfg(settings))


def load_onnxruntime() -> Any:
    """Import ONNX Runtime, which is told to report nothing to its maker; raises `ModelError` where it is missing or too
    old.

    Recent versions otherwise keep a number of the computer in the home folder and send events to Microsoft.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is imported, see its Privacy.md
    try:
        import onnxruntime
    except (ImportError, OSError) as error:
        raise ModelError(
            f"ONNX Runtime is needed and cannot be imported ({error}): pip install onnxruntime."
        ) from error
    version = tuple(int(part) for part in onnxruntime.__version__.split(".")[:2])
    if version < OLDEST_ONNXRUNTIME:
        oldest = ".".join(map(str, OLDEST_ONNXRUNTIME))
        raise ModelError(f'ONNX Runtime {onnxruntime.__version__} is too old: pip install "onnxruntime>={oldest}".')
    onnxruntime.disable_telemetry_events()  # where another program imported it before us
    onnxruntime.set_default_logger_severity(LOG_ERRORS)
    return onnxruntime


def _folded(module: nn.Module) -> nn.Module:
    """Return a copy with the batch normalisations folded into the convolutions, where the module can be traced: the
    same answer, faster.
    """
    from torch.fx.experimental.optimization import fuse

    try:
        return fuse(module.eval())
    except Exception:  # torch.fx raises whatever the module's own code leads to
        return module.eval()


def _driver_is_there() -> bool:
    name = _CUDA_DRIVERS.get(platform.system())
    if name is None:
        return False
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
