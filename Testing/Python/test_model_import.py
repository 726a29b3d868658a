"""Published weights become a bundle; a file that asks for anything else is refused before anything in it is run."""

from __future__ import annotations

import builtins
import importlib
import json
import os
import pickle
import zipfile
from pathlib import Path

import pytest
import torch
from authors_checkpoint import save_as_the_authors_did
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib import model_import
from MicrocalcCADLib.errors import ModelError, OutputError
from MicrocalcCADLib.model_import import import_model
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.networks.fpn import FpnInceptionV4
from MicrocalcCADLib.pickled_model import read_pickled_model


@pytest.fixture
def narrow() -> FpnInceptionV4:
    torch.manual_seed(0)
    return FpnInceptionV4(divisor=32)


@pytest.fixture(scope="module")
def full() -> FpnInceptionV4:
    torch.manual_seed(0)
    return FpnInceptionV4()


def zipped(path: Path, content: bytes, compression: int = zipfile.ZIP_STORED) -> Path:
    """Write a file as `torch.save` lays it out, with this pickle in it."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("archive/data.pkl", content)
        archive.writestr("archive/version", "3\n")
        archive.writestr("archive/data/0", bytes(16))
    return path


class _Calls:
    def __init__(self, function: object, *arguments: object) -> None:
        self.call = function, arguments

    def __reduce__(self) -> tuple:
        return self.call


@pytest.mark.parametrize("old_format", [False, True])
def test_a_whole_pickled_model_gives_the_state_of_its_network(
    tmp_path: Path, narrow: FpnInceptionV4, old_format: bool
) -> None:
    expected = {name: value.clone() for name, value in narrow.state_dict().items()}
    save_as_the_authors_did(narrow, tmp_path / "model.pt", old_format)
    assert b"segmentation_models_pytorch.fpn.model" in (tmp_path / "model.pt").read_bytes()
    found = read_pickled_model(tmp_path / "model.pt")
    assert list(found) == list(expected)
    assert all(torch.equal(found[name], value) for name, value in expected.items())


def test_the_authors_checkpoint_becomes_a_bundle_of_hdogreg(
    tmp_path: Path, full: FpnInceptionV4, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = {name: value.clone() for name, value in full.state_dict().items()}
    save_as_the_authors_did(
        FpnInceptionV4().to(memory_format=torch.channels_last).requires_grad_(False), tmp_path / "other.pt"
    )
    torch.save({"state_dict": {f"module.{name}": value for name, value in expected.items()}}, tmp_path / "state.pt")
    assert command_line.main(["models", "import", str(tmp_path / "other.pt"), "-o", str(tmp_path / "authors")]) == 0
    assert capsys.readouterr().out.startswith(f"{tmp_path / 'authors'}\tauthors\tsha256 ")
    assert len(find_bundle(tmp_path / "authors", "hdogreg").state()) == 925
    bundle = import_model(tmp_path / "state.pt", tmp_path / "bundle", "mine")
    assert bundle.identity.name == "mine" and bundle.section["network"] == "fpn-inception-v4"
    assert bundle.operating_points["balanced"] == pytest.approx(10**-3.5)
    metadata = json.loads((tmp_path / "bundle" / "configs" / "metadata.json").read_text())["microcalc"]
    assert metadata["training"]["sha256"] == bundle.identity.sha256 and "research" in metadata["intended_use"].lower()
    state = bundle.state()
    assert list(state) == list(expected) and all(torch.equal(state[name], value) for name, value in expected.items())


PREFIXES = (
    "",
    "module.",
    "model.",
    "network.",
    "net.",
    "generator.",
    "_orig_mod.",
    "model.module.",
    "module.model.",
    "model._orig_mod.",
    "a.b.c.",
)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_programs_put_before_every_name_is_taken_off(prefix: str, full: FpnInceptionV4) -> None:
    state = full.state_dict()
    found = model_import._fitting({f"{prefix}{name}": value for name, value in state.items()}, "state.pt")
    assert list(found) == list(state) and all(torch.equal(found[name], value) for name, value in state.items())


@pytest.mark.parametrize("prefix", PREFIXES[1:])
def test_what_stands_before_some_names_only_is_another_network(prefix: str, full: FpnInceptionV4) -> None:
    state = full.state_dict()
    mixed = {name if number % 2 else f"{prefix}{name}": value for number, (name, value) in enumerate(state.items())}
    with pytest.raises(ModelError, match="is not of the network fpn-inception-v4"):
        model_import._fitting(mixed, "state.pt")
    with pytest.raises(ModelError, match="is not of the network fpn-inception-v4"):
        model_import._fitting(
            {f"{prefix}{name}": value for name, value in state.items()} | {"loss.weight": torch.zeros(1)}, "state.pt"
        )


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("state_dict",),
        ("model_state_dict",),
        ("model_state",),
        ("model",),
        ("network",),
        ("net",),
        ("state_dict", "model"),
        ("ema",),
        ("model", "ema"),
    ],
)
def test_weights_are_found_in_what_programs_put_around_them(keys: tuple[str, ...], tmp_path: Path) -> None:
    content: dict = {"module.weight": torch.arange(3.0)}
    for key in reversed(keys):
        content = {key: content, "epoch": 3, "optimizer": {"state": {}}}
    torch.save(content, tmp_path / "state.pt")
    assert torch.equal(model_import.read_state(tmp_path / "state.pt")["module.weight"], torch.arange(3.0))


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "notes").write_text("mine")
    (tmp_path / "state.pt").write_text("")
    with pytest.raises(OutputError, match="not empty"):
        import_model(tmp_path / "state.pt", tmp_path / "bundle")
    assert [path.name for path in (tmp_path / "bundle").iterdir()] == ["notes"]


@pytest.mark.parametrize("content", [{"weight": torch.zeros(2)}, {}, [torch.zeros(1)], torch.zeros(3)])
def test_weights_of_another_network_are_refused_and_no_folder_is_made(tmp_path: Path, content: object) -> None:
    torch.save(content, tmp_path / "state.pt")
    with pytest.raises(ModelError, match=r"give (weights of that network|a state dict)"):
        import_model(tmp_path / "state.pt", tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_a_narrow_network_is_not_taken_for_the_published_one(tmp_path: Path, narrow: FpnInceptionV4) -> None:
    save_as_the_authors_did(narrow, tmp_path / "model.pt")
    with pytest.raises(ModelError, match=r"encoder\.features\.0\.conv\.weight"):
        import_model(tmp_path / "model.pt", tmp_path / "bundle")


def test_weights_that_are_not_numbers_are_refused(tmp_path: Path, full: FpnInceptionV4) -> None:
    state = full.state_dict()
    state["decoder.p5.bias"] = torch.full((256,), float("nan"))
    torch.save(state, tmp_path / "state.pt")
    with pytest.raises(ModelError, match="not numbers"):
        import_model(tmp_path / "state.pt", tmp_path / "bundle")


@pytest.mark.parametrize(
    "call",
    [
        (os.mkdir, "ran"),
        (os.system, "mkdir ran"),
        (eval, "__import__('os').mkdir('ran')"),
        (exec, "import os; os.mkdir('ran')"),
        (builtins.getattr, torch.Tensor, "__init__"),
        (torch.load, "ran"),
        (torch.hub.load, "a/b", "c"),
        (importlib.import_module, "antigravity"),
        (pickle.loads, b"cos\nmkdir\n(S'ran'\ntR."),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_file_that_asks_for_code_is_refused_and_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple, stream: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    evil = pickle.dumps(_Calls(*call), protocol=2)
    if stream:
        header = [pickle.dumps(part, protocol=2) for part in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True})]
        Path("evil.pt").write_bytes(b"".join([*header, evil]))
    else:
        zipped(Path("evil.pt"), evil)
    assert command_line.main(["models", "import", "evil.pt", "-o", "bundle"]) == 2
    message = capsys.readouterr().err
    assert "might run code" in message and len(message.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["evil.pt"]


@pytest.mark.parametrize(
    "name",
    [
        "torch.nn.modules.container\nSequential.forward",
        "torch._utils\n_rebuild_tensor_v2.__globals__",
        "collections\nOrderedDict.fromkeys",
        "torch.nn.modules.container\nModuleDict",
        "torch\n_C",
        "segmentation_models_pytorch.fpn\nmodel",
    ],
)
def test_only_exact_names_are_allowed(tmp_path: Path, name: str) -> None:
    module, attribute = name.split("\n")
    by_line = f"c{name}\n.".encode()
    by_stack = (
        b"\x80\x04" + b"".join(b"\x8c" + bytes([len(part)]) + part.encode() for part in (module, attribute)) + b"\x93."
    )
    for content in (by_line, by_stack):
        with pytest.raises(ModelError, match="asks for"):
            read_pickled_model(zipped(tmp_path / "model.pt", content))


@pytest.mark.parametrize("target", ["torch.nn.modules.container\nSequential", "torch._utils\n_rebuild_tensor_v2"])
def test_a_pickle_cannot_change_what_later_files_meet(tmp_path: Path, narrow: FpnInceptionV4, target: str) -> None:
    """A state with slots sets attributes on whatever it is given, here on a class or a function of the list."""
    content = b"\x80\x02c" + target.encode() + b"\nN}X\x0c\x00\x00\x00__setstate__c__builtin__\nset\ns\x86b."
    assert read_pickled_model(zipped(tmp_path / "evil.pt", content)) == {}
    save_as_the_authors_did(narrow, tmp_path / "model.pt")
    assert len(read_pickled_model(tmp_path / "model.pt")) == 925


def test_a_tensor_larger_than_its_storage_is_refused(tmp_path: Path) -> None:
    for size, stride, offset in (((64,), (1,), 0), ((2,), (1,), 3), ((2,), (100,), 0)):
        with pytest.raises(ModelError):
            read_pickled_model(zipped(tmp_path / "model.pt", _tensor_pickle(size, stride, offset)))


def _tensor_pickle(size: tuple[int, ...], stride: tuple[int, ...], offset: int) -> bytes:
    """Return a pickle of a tensor on the four floats of `zipped`; with size (4,) it is a good one."""
    storage = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ"
    head = b"\x80\x02ctorch.nn.modules.container\nSequential\n)\x81}X\x0b\x00\x00\x00_parameters}X\x01\x00\x00\x00w"
    arguments = storage + b"".join(pickle.dumps(part, protocol=2)[2:-1] for part in (offset, size, stride, False))
    return head + b"ctorch._utils\n_rebuild_tensor_v2\n(" + arguments + b"tRssb."


def test_a_tensor_within_its_storage_is_read(tmp_path: Path) -> None:
    found = read_pickled_model(zipped(tmp_path / "model.pt", _tensor_pickle((2, 2), (2, 1), 0)))
    assert found["w"].tolist() == [[0, 0], [0, 0]]


def test_a_model_within_itself_is_refused(tmp_path: Path) -> None:
    content = (
        b"\x80\x02ctorch.nn.modules.container\nSequential\n)\x81q\x00}X\x08"
        b"\x00\x00\x00_modules}X\x01\x00\x00\x000h\x00ssb."
    )
    with pytest.raises(ModelError, match="within itself"):
        read_pickled_model(zipped(tmp_path / "model.pt", content))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.pt", b"", "is empty"),
        ("m.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "is a pointer of Git LFS"),
        ("m.pt", b"\n<!DOCTYPE html><html>404</html>", "is a web page"),
        ("m.pt.gz", b"\x1f\x8b\x08\0", "is packed with gzip"),
        ("m.safetensors", (2).to_bytes(8, "little") + b"{}" + bytes(8), "is of the form safetensors"),
        ("m.h5", b"\x89HDF\r\n\x1a\n", "is of Keras or ONNX"),
        ("m.onnx", b"\x08\x07\x12\x07pytorch", "is of Keras or ONNX"),
    ],
)
def test_what_is_met_under_the_name_of_weights_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"^{name} {words}"):
        import_model(tmp_path / name, tmp_path / "bundle")


@pytest.mark.parametrize("content", [b"", b"no pickle", b"PK\x03\x04 cut off", b"\x80\x02", pickle.dumps(3)])
def test_anything_else_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.pt").write_bytes(content)
    with pytest.raises(ModelError) as caught:
        import_model(tmp_path / "model.pt", tmp_path / "bundle")
    assert "\n" not in str(caught.value)


def test_compressed_archives_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no file that PyTorch saved"):
        read_pickled_model(zipped(tmp_path / "model.pt", b"." * 10_000, zipfile.ZIP_DEFLATED))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no file"):
        import_model(tmp_path / "none.pt", tmp_path / "bundle")
