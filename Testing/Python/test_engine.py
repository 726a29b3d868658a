"""What answers for a network: ONNX Runtime where a bundle has ONNX files, PyTorch elsewhere; the same answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib import detectors
from MicrocalcCADLib.assessment.birads import BiradsModel
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import hdogreg
from MicrocalcCADLib.detectors.region_map import within_halo
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.memory import give_back
from MicrocalcCADLib.models import Bundle, find_bundle, list_models, models_folder
from MicrocalcCADLib.networks import engine
from MicrocalcCADLib.networks.engine import OnnxNetwork, TorchNetwork, choose_device, networks_of, wants_torch
from MicrocalcCADLib.networks.light_unet import HALO_PX
from report_material import make_mammogram

METHODS = ("hdogreg", "two-stage", "patch-learning", "context")
NAMES = hdogreg.NETWORKS


def without_onnx(bundle: Bundle, folder: Path) -> Path:
    """Copy a bundle without its ONNX files: PyTorch answers for it."""
    return Path(shutil.copytree(bundle.folder, folder / bundle.identity.name, ignore=shutil.ignore_patterns("*.onnx")))


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return find_bundle(None, "hdogreg")


@pytest.fixture
def copy(bundle: Bundle, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle.folder, tmp_path / "copy"))


def opened(folder: Path, device: str = "cpu"):
    bundle = find_bundle(folder, "hdogreg")
    return networks_of(bundle, NAMES, lambda: hdogreg.modules_of(bundle), device)


@pytest.mark.parametrize("method", METHODS)
def test_onnx_runtime_and_pytorch_give_the_same_findings(method: str, tmp_path: Path) -> None:
    mammogram = make_mammogram(600, 480, 0.07)
    model = without_onnx(find_bundle(None, method), tmp_path)
    ours, torch_s = (detectors.create(method, choice, "cpu").analyse(mammogram) for choice in (None, model))
    assert len(ours.candidates) == len(torch_s.candidates)
    np.testing.assert_allclose(ours.candidates.measures, torch_s.candidates.measures, atol=1e-3)
    np.testing.assert_allclose(ours.candidates.patches, torch_s.candidates.patches, atol=1e-3)
    assert len(ours.candidates) + len(ours.candidates.patches) > 0
    assert [c.reported for c in decide(ours).clusters] == [c.reported for c in decide(torch_s).clusters]


def test_every_network_of_the_catalogue_has_an_onnx_file_that_the_catalogue_hashes() -> None:
    for entry in list_models():
        weights = models_folder() / entry.folder / "models"
        files = {path.name for path in weights.glob("*.onnx")}
        assert files == set(entry.onnx_sha256)
        assert bool(files) == (weights / "model.pt").is_file()


def test_the_threads_do_not_change_the_answer(bundle: Bundle) -> None:
    batch = np.random.default_rng(0).standard_normal((1, 1, 160, 160)).astype(np.float32)
    answers = [networks_of(bundle, NAMES, dict, "cpu", threads)[1]["region"](batch) for threads in (1, 2, 8)]
    np.testing.assert_array_equal(answers[0], answers[1])
    np.testing.assert_allclose(answers[0], answers[2], atol=1e-5)


def test_streams_and_threads_share_the_processor(bundle: Bundle) -> None:
    streams = [networks_of(bundle, NAMES, dict, "cpu", threads)[1]["region"].streams for threads in (1, 2, 16)]
    assert streams == [1, 2, engine.MOST_STREAMS]
    kinds = find_bundle(None, "kinds")
    network = networks_of(kinds, ("kinds",), dict, "cpu", 2, most_streams=1)[1]["kinds"]
    options = network._session.get_session_options()
    assert (network.streams, options.intra_op_num_threads) == (1, 2)
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is read from /proc")
def test_the_memory_of_answers_is_given_back(bundle: Bundle) -> None:
    network = networks_of(bundle, NAMES, dict, "cpu", 1)[1]["region"]
    batch = np.zeros((1, 1, 640, 640), np.float32)
    answer = network(batch)
    before = resident_mb()
    engine.release_memory(network)
    assert before - resident_mb() > 40
    np.testing.assert_array_equal(network(batch), answer)


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the most memory in use is read from /proc")
def test_an_answer_of_the_kind_network_takes_at_most_95_bytes_a_pixel_after_another_network_has_answered() -> None:
    """In places of memory that begin small and are not divided it is 115: what one layer leaves is of no use to the
    next.
    """
    # In a process of its own: what other tests leave in memory would serve.
    code = """import re
from pathlib import Path
import numpy as np
from MicrocalcCADLib.kinds.naming import Namer
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.networks.engine import networks_of, release_memory
def memory(entry):
    return int(re.search(entry + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) << 10
names = ("region", "detail", "candidate")
first = networks_of(find_bundle(None, "hdogreg"), names, dict, "cpu", 1)[1]["region"]
second = Namer.load(device="cpu", threads=1).network
for side in (400, 384):
    first(np.zeros((1, 1, side, side), np.float32))
release_memory(first)
Path("/proc/self/clear_refs").write_text("5")
before = memory("VmRSS")
for side in (896, 864):
    second(np.zeros((1, 2, 960, side), np.float32))
print((memory("VmHWM") - before) / (960 * 896))"""
    environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert float(done.stdout) <= 95, done.stderr


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is read from /proc")
def test_memory_that_was_freed_between_what_is_in_use_is_given_back() -> None:
    blocks = [np.ones(2**13) for _ in range(2000)]
    kept = blocks[::400]
    del blocks
    before = resident_mb()
    give_back()
    assert before - resident_mb() > 60 and all(block.all() for block in kept)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is read from /proc")
def test_memory_that_threads_freed_is_given_back() -> None:
    # In a process of its own, which has no heaps of other threads.
    code = """import threading, time
from pathlib import Path
import numpy as np
from MicrocalcCADLib.memory import give_back, share_heap
share_heap()
def work():
    blocks = [np.ones(2**12) for _ in range(800)]
    del blocks
    done.set()
    time.sleep(60)
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20
np.ones(2**21)  # glibc keeps the more for later the more was freed
give_back()
before, done = resident(), threading.Event()
threading.Thread(target=work, daemon=True).start()
done.wait()
give_back()
print(resident() - before)"""
    environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert float(done.stdout) < 3, done.stderr


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what glibc asks of the system is read from /proc")
def test_a_process_that_trains_keeps_the_memory_that_it_frees() -> None:
    """A minibatch's large arrays came as new pages each time, which the system clears."""
    code = """import resource
import numpy as np
from MicrocalcCADLib.memory import keep_heap
if KEEP:
    keep_heap()
np.ones(2**24)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    np.ones(2**24)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)"""
    environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parents[2])}

    def faults(keep: bool) -> int:
        command = [sys.executable, "-c", code.replace("KEEP", str(keep))]
        return int(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)

    assert faults(True) < 0.2 * faults(False)


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_onnx_files_answer_within_the_halo_and_older_ones_for_it_too(bundle: Bundle) -> None:
    network = networks_of(bundle, NAMES, dict, "cpu", 1)[1]["region"]
    window = np.random.default_rng(0).standard_normal((144, 160)).astype(np.float32)
    older = TorchNetwork(hdogreg.modules_of(bundle)["region"], "cpu")
    assert network(window[None, None]).shape == (1, 2, 64, 80)
    assert older(window[None, None]).shape == (1, 2, 144, 160)
    np.testing.assert_allclose(within_halo(network, window), within_halo(older, window), atol=1e-4)


def test_the_rating_runs_without_pytorch() -> None:
    assert isinstance(BiradsModel.load().network, OnnxNetwork)


def test_a_detection_imports_neither_pytorch_nor_monai_nor_lightgbm(tmp_path: Path) -> None:
    program = """
import sys
import numpy as np
from MicrocalcCADLib.detection import DetectionOptions, detect_image
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.progress import Progress
from pathlib import Path
detect_image(Path(sys.argv[1]), "x", create(), DetectionOptions(Path(sys.argv[2]), spacing_mm=0.07), Progress())
print(sorted({"torch", "monai", "lightgbm", "SimpleITK", "skimage", "matplotlib"} & set(sys.modules)))
"""
    from PIL import Image

    Image.fromarray(np.round(make_mammogram(600, 480, 0.07).pixels * 255).astype(np.uint8)).save(tmp_path / "x.png")
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "x.png"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.strip() == "[]", ended.stderr


def test_a_bundle_without_onnx_runs_in_pytorch(bundle: Bundle, tmp_path: Path) -> None:
    device, networks = opened(without_onnx(bundle, tmp_path))
    assert device == "cpu"
    assert all(isinstance(network, TorchNetwork) for network in networks.values())


def test_without_onnx_and_pytorch_one_sentence_says_what_to_install(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="has no ONNX file, so it needs PyTorch, which is not installed"):
        opened(without_onnx(bundle, tmp_path))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda models: (models / "model.onnx").write_bytes(b"no onnx"), "cannot be read"),
        (
            lambda models: shutil.copy(models / "model-detail.onnx", models / "model.onnx"),
            "another network or other weights",
        ),
        (lambda models: (models / "model-detail.onnx").unlink(), "no ONNX file of its network 'detail'"),
    ],
)
def test_a_wrong_onnx_file_is_refused_with_the_models_name(copy: Path, damage, sentence: str) -> None:
    damage(copy / "models")
    with pytest.raises(ModelError, match=f"hdogreg-light.*{sentence}"):
        opened(copy)


def test_an_onnx_file_of_other_weights_is_refused(copy: Path) -> None:
    import torch

    state = torch.load(copy / "models" / "model.pt", weights_only=True)
    torch.save(
        {key: value + 1 if value.is_floating_point() else value for key, value in state.items()},
        copy / "models" / "model.pt",
    )
    with pytest.raises(ModelError, match="other weights"):
        opened(copy)


def test_an_onnx_file_that_the_catalogue_does_not_know_is_refused(bundle: Bundle) -> None:
    with pytest.raises(ModelError, match="altered or is damaged"):
        replace(bundle, onnx_sha256={"model.onnx": "0" * 64}).onnx("model.onnx")
    with pytest.raises(ModelError, match="missing"):
        replace(bundle, onnx_sha256={"model-other.onnx": "0" * 64}).onnx("model-other.onnx")


def test_a_missing_or_old_onnx_runtime_is_named_with_the_remedy(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    import onnxruntime

    monkeypatch.setattr(onnxruntime, "__version__", "1.2.0")
    with pytest.raises(ModelError, match=r"ONNX Runtime 1\.2\.0 is too old: pip install"):
        networks_of(bundle, NAMES, dict, "cpu")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"cannot be imported .*: pip install onnxruntime"):
        networks_of(bundle, NAMES, dict, "cpu")


def test_onnx_runtime_reports_nothing_to_its_maker_and_keeps_no_number_of_the_computer(tmp_path: Path) -> None:
    places = {
        name: str(tmp_path)
        for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    }
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"} | places
    program = (
        "from MicrocalcCADLib.networks.engine import load_onnxruntime as load; print(load().get_available_providers())"
    )
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)
    assert list(tmp_path.rglob("*")) == []


def test_devices_are_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="no device"):
        choose_device("abacus")
    with pytest.raises(InputError, match="no device"):
        wants_torch("abacus")
    assert not wants_torch("cpu")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(InputError, match="CUDA needs PyTorch, which cannot be imported"):
        choose_device("cuda")
    assert choose_device("auto") == "cpu"


def test_auto_looks_for_the_driver_before_the_slow_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_driver_is_there", lambda: False)
    monkeypatch.setattr(engine, "choose_device", lambda device: pytest.fail("PyTorch was asked"))
    assert not wants_torch("auto")


def test_a_trained_bundle_has_onnx_files_of_its_own_weights(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from MicrocalcTrainLib.workflows.onnx_export import write_onnx

    folder = without_onnx(find_bundle(None, "hdogreg"), tmp_path)
    assert [path.name for path in write_onnx(folder)] == ["model.onnx", "model-detail.onnx", "model-candidate.onnx"]
    batch = np.random.default_rng(0).standard_normal((2, 1, 144, 152)).astype(np.float32)
    reference = TorchNetwork(hdogreg.modules_of(find_bundle(folder, "hdogreg"))["region"], "cpu")
    inner = slice(HALO_PX, -HALO_PX)
    np.testing.assert_allclose(opened(folder)[1]["region"](batch), reference(batch)[..., inner, inner], atol=1e-4)


def test_what_has_no_onnx_loses_an_old_file(copy: Path) -> None:
    pytest.importorskip("onnx")
    from MicrocalcTrainLib.workflows.onnx_export import write_onnx

    path = copy / "configs" / "metadata.json"
    metadata = json.loads(path.read_text())
    metadata["microcalc"]["network"] = "fpn-inception-v4"
    path.write_text(json.dumps(metadata))
    assert write_onnx(copy) == []
    assert list((copy / "models").glob("*.onnx")) == []
