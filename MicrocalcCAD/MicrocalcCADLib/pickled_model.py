"""Tensors out of a whole pickled model, without running anything that the file asks for."""

from __future__ import annotations

import io
import math
import pickle
import pickletools
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ModelError

if TYPE_CHECKING:
    import torch

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
LEGACY_PROTOCOL = 1001
MODULES = frozenset(
    f"{module}.{name}"
    for module, names in {
        "pretrainedmodels.models.inceptionv4": (
            "BasicConv2d Mixed_3a Mixed_4a Mixed_5a Inception_A Reduction_A Inception_B Reduction_B Inception_C"
            " InceptionV4"
        ),
        "segmentation_models_pytorch.base.heads": "SegmentationHead",
        "segmentation_models_pytorch.base.modules": "Activation Identity",
        "segmentation_models_pytorch.encoders.inceptionv4": "InceptionV4Encoder",
        "segmentation_models_pytorch.fpn.decoder": "Conv3x3GNReLU FPNBlock SegmentationBlock MergeBlock FPNDecoder",
        "segmentation_models_pytorch.fpn.model": "FPN",
        "segmentation_models_pytorch.decoders.fpn.decoder": (
            "Conv3x3GNReLU FPNBlock SegmentationBlock MergeBlock FPNDecoder"
        ),
        "segmentation_models_pytorch.decoders.fpn.model": "FPN",
        "torch.nn.modules.activation": "ReLU Sigmoid",
        "torch.nn.modules.batchnorm": "BatchNorm2d",
        "torch.nn.modules.container": "Sequential ModuleList",
        "torch.nn.modules.conv": "Conv2d",
        "torch.nn.modules.dropout": "Dropout2d",
        "torch.nn.modules.linear": "Identity",
        "torch.nn.modules.normalization": "GroupNorm",
        "torch.nn.modules.pooling": "MaxPool2d AvgPool2d",
        "torch.nn.modules.upsampling": "UpsamplingBilinear2d",
    }.items()
    for name in names.split()
)
"""Classes of the authors' network; each becomes an inert container."""
STORAGES = {"FloatStorage": "float32", "DoubleStorage": "float64", "HalfStorage": "float16", "LongStorage": "int64"}


def read_pickled_model(path: Path) -> dict[str, torch.Tensor]:
    """Return the parameters and buffers of a model that was saved whole (``torch.save(model, path)``), by name.

    Neither PyTorch's loader nor the model's classes take part. Every global that the pickle names must be one of an
    exact list: the containers of `MODULES`, ordered dictionaries, sets, and PyTorch's two functions that put tensors
    together, for which own ones stand here. Zip files (PyTorch 1.6 and newer) and the older stream are read.

    Raises
    ------
    ModelError
        For anything else, before any of it is used.
    """
    try:
        model = _zip(path) if zipfile.is_zipfile(path) else _stream(path)
        return dict(_tensors(model, ""))
    except ModelError:
        raise
    except RecursionError as error:
        raise ModelError(f"{path.name} holds a model within itself: get the file again.") from error
    except Exception as error:
        # A pickle can fail in as many ways as it has instructions.
        raise ModelError(
            f"{path.name} is no saved PyTorch model that can be read ({type(error).__name__}: {error}): get the file"
            " again."
        ) from error


def _zip(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        names = {info.filename: info for info in archive.infolist()}
        pickles = [name for name in names if name.endswith("data.pkl")]
        if len(pickles) != 1 or any(info.compress_type != zipfile.ZIP_STORED for info in names.values()):
            raise ModelError(f"{path.name} is no file that PyTorch saved: get the file again.")
        root = pickles[0].removesuffix("data.pkl")
        if names.get(f"{root}byteorder") and archive.read(f"{root}byteorder") != b"little":
            raise ModelError(f"{path.name} was saved on a big-endian machine: save its state dict on another one.")
        return _restricted(
            io.BytesIO(archive.read(pickles[0])),
            lambda key, kind, count: _storage(archive.read(f"{root}data/{key}"), kind, count),
        )


def _stream(path: Path) -> Any:
    """Read the format before PyTorch 1.6: five pickles, then the storages that they refer to, filled in afterwards."""
    blank: dict[str, torch.Tensor] = {}

    def storage(key: str, kind: str, count: int) -> torch.Tensor:
        if key not in blank:
            if not 0 <= count <= path.stat().st_size:
                raise ModelError(f"{path.name} states more numbers than it holds: get the file again.")
            blank[key] = _storage(bytes(count * _size(kind)), kind, count)
        return blank[key]

    with path.open("rb") as stream:
        begins_as_pickle = stream.read(1) == pickle.PROTO
        stream.seek(0)
        if not begins_as_pickle or (_restricted(stream), _restricted(stream)) != (LEGACY_MAGIC, LEGACY_PROTOCOL):
            raise ModelError(
                f"{path.name} is no file that PyTorch saved: give the authors' checkpoint, or a state dict."
            )
        if not _restricted(stream).get("little_endian"):
            raise ModelError(f"{path.name} was saved on a big-endian machine: save its state dict on another one.")
        model = _restricted(stream, storage)
        for key in _restricted(stream):
            (count,) = struct.unpack("<q", stream.read(8))
            tensor = blank[key]
            if count != tensor.numel():
                raise ModelError(
                    f"{path.name} is damaged (a storage has another size than stated): get the file again."
                )
            tensor.copy_(
                _storage(stream.read(count * tensor.element_size()), str(tensor.dtype).removeprefix("torch."), count)
            )
    return model


def _storage(content: bytes, kind: str, count: int) -> torch.Tensor:
    """Return a flat tensor of `count` numbers; `kind` is a name of NumPy and PyTorch alike."""
    import torch

    if len(content) != count * _size(kind):
        raise ModelError("The file is damaged (a storage has another size than stated): get the file again.")
    return (
        torch.frombuffer(bytearray(content), dtype=getattr(torch, kind))
        if count
        else torch.zeros(0, dtype=getattr(torch, kind))
    )


def _size(kind: str) -> int:
    return {"float16": 2, "float32": 4, "float64": 8, "int64": 8}[kind]


def _restricted(stream: Any, storage: Callable[[str, str, int], torch.Tensor] | None = None) -> Any:
    """Return what one pickle describes. What it can name is made for this call, so that no change to it outlives the
    call.
    """

    class Container:
        """An inert stand-in for a module: keeps what the pickle put into it."""

    known = {
        ("collections", "OrderedDict"): OrderedDict,
        ("builtins", "set"): set,
        ("__builtin__", "set"): set,
        ("torch._utils", "_rebuild_tensor_v2"): lambda *parts: _rebuilt(*parts[:4]),
        ("torch._utils", "_rebuild_parameter"): lambda *parts: parts[0],
    }

    class Unpickler(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            if f"{module}.{name}" in MODULES:
                return Container
            if module == "torch" and name in STORAGES:
                return STORAGES[name]
            if (module, name) not in known:
                raise ModelError(
                    f"The file asks for {module}.{name}, which no network needs that Microcalc imports: it might run"
                    " code, get another."
                )
            return known[module, name]

        def persistent_load(self, identifier: Any) -> Any:
            if identifier[0] == "module":
                return identifier[1]
            word, kind, key, _, count, *view = identifier
            if word != "storage" or storage is None or kind not in STORAGES.values() or any(view):
                raise ModelError(
                    "The file refers to something other than tensors and was not loaded: get the file again."
                )
            return storage(str(key), kind, int(count))

    _check_memos(stream)
    return Unpickler(stream).load()


def _check_memos(stream: Any) -> None:
    """Raise `ModelError` if a pickle numbers what it remembers beyond its own length: nine bytes can ask for gigabytes
    that way.
    """
    start, longest = stream.tell(), 0
    try:
        for operation, value, place in pickletools.genops(stream):
            longest = max(
                longest, value if operation.name in ("PUT", "BINPUT", "LONG_BINPUT") and isinstance(value, int) else 0
            )
            if longest > (place or 0):
                raise ModelError("The file is damaged (its pickle remembers more than it holds): get the file again.")
    except ModelError:
        raise
    except Exception as error:  # pickletools raises whatever the damaged bytes lead to
        raise ModelError(f"The file is damaged ({error}): get the file again.") from error
    finally:
        stream.seek(start)


def _rebuilt(storage: torch.Tensor, offset: int, size: tuple[int, ...], stride: tuple[int, ...]) -> torch.Tensor:
    import torch

    if not isinstance(storage, torch.Tensor) or math.prod(size) > storage.numel():
        raise ModelError("A tensor of the file is larger than its storage: get the file again.")
    return torch.as_strided(storage, tuple(size), tuple(stride), int(offset))


def _tensors(module: Any, prefix: str) -> Iterable[tuple[str, torch.Tensor]]:
    """Yield the parameters and buffers of a container and of those within it, named as in a state dict."""
    import torch

    content = vars(module)
    for part in ("_parameters", "_buffers"):
        for name, value in content.get(part, {}).items():
            if isinstance(value, torch.Tensor):
                yield f"{prefix}{name}", value
    for name, child in content.get("_modules", {}).items():
        if child is not None:
            yield from _tensors(child, f"{prefix}{name}.")
