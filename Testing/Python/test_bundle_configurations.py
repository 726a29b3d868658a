"""The configurations of a bundle run by `monai.bundle run`: inference, evaluation, training."""

from __future__ import annotations

import json
import os
import pydoc
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from MicrocalcCADLib.detectors.patch_learning import METHOD, PatchLearningParameters
from MicrocalcCADLib.networks.resnet import ResNet
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.workflows import bundle as bundles
from MicrocalcTrainLib.workflows.bundle import joined_state, section, stored_once, write_bundle
from MicrocalcTrainLib.workflows.bundle_configs import configurations, data_format, own_configurations
from PIL import Image
from set_material import breast, write_folder

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "Resources" / "Models"
SHIPPED = sorted(path.parent.parent.name for path in MODELS.glob("*/configs/metadata.json"))
# of those that detect nothing: what of the findings is theirs
ANSWERS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "odds-cbis-ddsm": lambda findings: all(one["odds"] for one in reported(findings)),
    "malignancy-simulated": lambda findings: any(one["malignancy"] is not None for one in reported(findings)),
    "birads-simulated": lambda findings: any(one["birads"] for one in reported(findings)),
    "kinds-simulated": lambda findings: any(one["morphologies"] for one in findings["calcifications"]),
}
NETWORK = {"_target_": "MicrocalcCADLib.networks.resnet.ResNet", "name": "resnet18", "width": 8}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("bundles") / "patch-learning"
    parameters = PatchLearningParameters(0.2, 64, "resnet18", 8)
    points = {"sensitive": 0.3, "balanced": 0.5, "specific": 0.7}
    content = section(METHOD, parameters, "Local contrast.", {"command": "none"}, points, [])
    write_bundle(
        folder, ("patch-learning", "1.0.0"), "A tiny one.", NETWORK, ResNet("resnet18", width=8).state_dict(), content
    )
    return folder


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("data")
    folder = write_folder(place / "set", [f"p{number}_L_CC" for number in range(4)])
    import_set(read_folder(folder, 0.1), place / "clinic", SplitRule((0.5, 0.25, 0.25)), StoreParameters())
    return place / "clinic"


def monai_run(bundle: Path, configuration: str, *arguments: object, what: str = "run") -> str:
    pytest.importorskip("fire", reason="monai.bundle needs it")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("MicrocalcCAD", "MicrocalcTrain")),
        "OMP_NUM_THREADS": "1",
    }
    call = [
        sys.executable,
        "-m",
        "monai.bundle",
        "run",
        what,
        "--config_file",
        f"configs/{configuration}.json",
        *map(str, arguments),
    ]
    done = subprocess.run(call, cwd=bundle, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def targets(content: object) -> Iterator[str]:
    """Yield every `_target_` of a configuration."""
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    if isinstance(content, dict) and "_target_" in content:
        yield content["_target_"]
    for part in parts:
        yield from targets(part)


def test_every_configuration_names_only_what_can_be_imported(bundle: Path) -> None:
    documents = {path.stem: json.loads(path.read_text()) for path in (bundle / "configs").glob("*.json")}
    assert documents.keys() == {"metadata", "inference", "evaluate", "train"}
    for name in ("inference", "evaluate", "train"):
        for line in documents[name].get("imports", ()):
            exec(line.removeprefix("$"), {})
        for target in targets(documents[name]):
            assert pydoc.locate(target) is not None, target
        assert documents[name]["network_def"] == NETWORK


def test_a_model_that_is_no_recipe_has_an_inference_configuration_only() -> None:
    assert set(configurations("something", NETWORK, "context")) == {"inference.json"}
    assert set(configurations("two-stage-on-clinic", NETWORK, "two-stage")) == {
        "inference.json",
        "evaluate.json",
        "train.json",
    }


@pytest.mark.slow
def test_inference_writes_the_findings_of_an_image(bundle: Path, tmp_path: Path) -> None:
    Image.fromarray(np.kron(breast(), np.ones((2, 2), np.uint16))).save(tmp_path / "one.png")
    monai_run(
        bundle, "inference", "--image", tmp_path / "one.png", "--spacing_mm", 0.1, "--output_dir", tmp_path / "out"
    )
    findings = json.loads((tmp_path / "out" / "one.findings.json").read_text())
    assert findings["method"] == METHOD
    assert findings["model"]["name"] == "patch-learning"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "odds-cbis-ddsm" else pytest.mark.slow) for name in SHIPPED]
)
def test_every_shipped_model_runs_on_an_image(name: str, tmp_path: Path) -> None:
    sample = ROOT / "MicrocalcCAD" / "Resources" / "SampleData" / "simulated_LEFT_CC.nrrd"
    monai_run(MODELS / name, "inference", "--image", sample, "--output_dir", tmp_path)
    findings = json.loads((tmp_path / f"{sample.stem}.findings.json").read_text())
    assert reported(findings) or name == "patch-learning"
    assert name in (findings["model"]["name"], *(text.split()[0] for text in findings["versions"].values()))
    assert ANSWERS.get(name, bool)(findings)


def reported(findings: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in findings["clusters"] if one["reported"]]


@pytest.mark.slow
def test_evaluate_measures_on_a_part_of_a_data_set(bundle: Path, dataset: Path, tmp_path: Path) -> None:
    table = monai_run(bundle, "evaluate", "--data", dataset, "--part", "validation", "--output_dir", tmp_path / "out")
    assert "patch-learning" in table
    assert any(path.suffix == ".json" for path in (tmp_path / "out").iterdir())


@pytest.mark.slow
def test_train_makes_a_new_bundle_in_two_steps(bundle: Path, dataset: Path, tmp_path: Path) -> None:
    options = {
        "epochs": 1,
        "batch": 2,
        "images": 4,
        "test_images": 4,
        "network": "resnet18",
        "width": 8,
        "size": 64,
        "spacing": 0.2,
        "workers": 0,
    }
    given = ("--dataset_dir", dataset, "--output_dir", tmp_path / "out", "--new_bundle_options", options)
    said = monai_run(bundle, "train", *given, what="new_bundle")
    made = tmp_path / "out" / "patch-learning-on-clinic"
    assert str(made) in said
    assert json.loads((tmp_path / "out" / "run.json").read_text())["curves"]["patches"][0]["epoch"] == 1
    assert (made / "configs" / "train.json").is_file()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_models_have_the_configurations_that_are_written_now(name: str) -> None:
    folder = MODELS / name / "configs"
    stored = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    metadata = stored.pop("metadata.json")
    method = metadata["microcalc"]["method"]
    assert stored == configurations(name, stored["inference.json"].get("network_def"), method)
    assert stored["inference.json"] == own_configurations(metadata)["inference.json"]
    assert metadata["network_data_format"] == json.loads(json.dumps(data_format(metadata["microcalc"])))


def test_weights_are_stored_once_only_where_they_are_the_same_to_the_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "hash", lambda _: 0, raising=False)  # a hash tells nothing for sure
    first, other, negative = torch.zeros(64), torch.ones(64), -torch.zeros(64)
    states = {
        "first": first,
        "other": other,
        "negative": negative,
        "again": first.clone(),
        "turned": torch.arange(64.0)[:, None],
    }
    network = torch.nn.ParameterDict(states)
    stored = joined_state({"one": network})
    assert all(torch.equal(stored[f"one.{name}"], value) for name, value in states.items())
    assert torch.signbit(stored["one.negative"]).all() and not torch.signbit(stored["one.first"]).any()
    assert stored["one.first"] is stored["one.again"]
    assert len({id(value) for value in stored.values()}) == 4


def test_no_shipped_model_stores_its_weights_twice() -> None:
    for path in sorted(MODELS.glob("*/models/model.pt")):
        once = {id(value): value.nbytes for value in stored_once(torch.load(path, weights_only=True)).values()}
        assert path.stat().st_size < 1.01 * sum(once.values()) + 1000 * len(once), path
