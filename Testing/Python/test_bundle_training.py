"""A bundle as MONAI's own commands see it: its network trains from its configuration, is verified and is exported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.sizes import CONTEXT_PX
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.workflows.on_data.bundle_patches import training_patches
from monai.bundle import ConfigParser, ckpt_export, run, verify_metadata, verify_net_in_out
from set_material import write_folder

MODELS = Path(__file__).resolve().parents[2] / "Resources" / "Models"
# what makes the training of each network small
SMALL: dict[str, dict[str, Any]] = {
    "hdogreg-light": {"patch_options": {"size_px": 64}},
    "two-stage": {},
    "patch-learning": {"patch_options": {"spacing_mm": 0.2, "size_px": 64}},
    "context": {},
    "birads-simulated": {"patch_options": {"size_px": 32}},
}
NETWORKS = (*SMALL, "kinds-simulated")
SHIPPED = (*NETWORKS, "odds-cbis-ddsm", "malignancy-simulated")
# what MONAI's schema of metadata asks for, written from its documentation
TENSOR = {
    "type": "object",
    "required": ["type", "format", "num_channels", "spatial_shape", "dtype", "value_range"],
    "properties": {"num_channels": {"type": "integer"}, "spatial_shape": {"type": "array"}},
}
SCHEMA = {
    "type": "object",
    "required": [
        *("schema", "version", "monai_version", "pytorch_version", "numpy_version", "required_packages_version"),
        *("task", "description", "authors", "copyright", "network_data_format"),
    ],
    "properties": {
        "network_data_format": {
            "type": "object",
            "required": ["inputs", "outputs"],
            "additionalProperties": {"type": "object", "additionalProperties": TENSOR},
        }
    },
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("rated")
    names = [f"p{number}_L_CC" for number in range(6)]
    folder = write_folder(place / "set", names)
    rows = [
        f"{name},p{number},{'2345'[number % 4]},{('benign', 'malignant')[number % 2]},0.1"
        for number, name in enumerate(names)
    ]
    (folder / "images.csv").write_text("\n".join(["image,patient,birads,pathology,spacing_mm", *rows]) + "\n")
    import_set(read_folder(folder, 0.1), place / "clinic", SplitRule((0.5, 0.25, 0.25)), StoreParameters(size_px=49))
    return place / "clinic"


def train(name: str, dataset: Path, output: Path, **changes: Any) -> dict[str, torch.Tensor]:
    """Run the bundle's training for an epoch of two small steps, and return the weights that it wrote."""
    given = {
        "epochs": 1,
        "steps": 2,
        "batch": 4,
        "workers": 0,
        "validation_patches": 4,
        "device": "$torch.device('cpu')",
    }
    folder = {"bundle_root": str(MODELS / name), "dataset_dir": str(dataset), "output_dir": str(output)}
    run(
        run_id="training",
        config_file=str(MODELS / name / "configs" / "train.json"),
        **given,
        **folder,
        **SMALL[name],
        **changes,
    )
    return torch.load(output / "model.pt", weights_only=True)


def trained_network(name: str) -> torch.nn.Module:
    parser = ConfigParser()
    parser.read_config(str(MODELS / name / "configs" / "train.json"))
    network, stage = parser.get_parsed_content("network_def"), parser.get_parsed_content("stage")
    return getattr(network, stage, network)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "two-stage" else pytest.mark.slow) for name in SMALL]
)
def test_each_shipped_network_trains_for_an_epoch_from_its_configuration(
    name: str, dataset: Path, tmp_path: Path
) -> None:
    weights = train(name, dataset, tmp_path)
    expected = trained_network(name).state_dict()
    assert {key: value.shape for key, value in weights.items()} == {key: value.shape for key, value in expected.items()}
    assert all(value.isfinite().all() for value in weights.values())
    assert list((tmp_path / "tensorboard").iterdir())
    assert_exported(name, weights, tmp_path)


def assert_exported(name: str, weights: Mapping[str, torch.Tensor], folder: Path) -> None:
    """What a training wrote, one network's weights, becomes TorchScript by the command of Docs/training.md."""
    config = MODELS / name / "configs" / "train.json"
    network = trained_network(name).eval()
    network.load_state_dict(weights)
    channels, side = next(iter(weights.values())).shape[1], {"two-stage": 49, "context": CONTEXT_PX}.get(name, 64)
    ckpt_export(
        net_id="network",
        filepath=str(folder / "model.ts"),
        ckpt_file=str(folder / "model.pt"),
        config_file=str(config),
        use_trace=True,
        input_shape=[1, channels, side, side],
        bundle_root=str(MODELS / name),
        device="cpu",
    )
    image = torch.randn(1, channels, side, side)
    torch.testing.assert_close(torch.jit.load(folder / "model.ts")(image), network(image), rtol=1e-4, atol=1e-4)


def test_a_changed_value_of_the_network_changes_what_is_trained(dataset: Path, tmp_path: Path) -> None:
    changed = {"network_def::detector::channels": [8, 8, 8, 8, 8, 8], "learning_rate": 0.0}
    weights = train("two-stage", dataset, tmp_path / "b", **changed)
    assert weights["convolutions.0.weight"].shape == (8, 1, 3, 3)
    again = train("two-stage", dataset, tmp_path / "c", **changed)
    assert all(torch.equal(value, again[key]) for key, value in weights.items())
    learned = train("two-stage", dataset, tmp_path / "d", **{**changed, "learning_rate": 0.01})
    assert not torch.equal(learned["answer.weight"], weights["answer.weight"])


@pytest.mark.parametrize("name", SHIPPED)
def test_the_metadata_are_verified(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def schema_written(url: str, filepath: str, **_: Any) -> None:
        assert url.endswith("/meta_schema_20240725.json")
        Path(filepath).write_text(json.dumps(SCHEMA))

    monkeypatch.setattr("monai.bundle.scripts.download_url", schema_written)
    file = MODELS / name / "configs" / "metadata.json"
    verify_metadata(meta_file=str(file), filepath=str(tmp_path / "schema.json"))
    metadata = json.loads(file.read_text())
    assert metadata["version"] in metadata["changelog"] and metadata["intended_use"]
    formats = metadata["network_data_format"]
    for part in (*formats["inputs"].values(), *formats["outputs"].values()):
        assert part["num_channels"] == len(part["channel_def"])
    assert "Apache License" in (MODELS / name / "LICENSE").read_text()


def test_metadata_that_lack_something_are_not_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema of these tests asks for all that the one of the model zoo asks for."""
    monkeypatch.setattr(
        "monai.bundle.scripts.download_url", lambda url, filepath, **_: Path(filepath).write_text(json.dumps(SCHEMA))
    )
    metadata = json.loads((MODELS / "odds-cbis-ddsm" / "configs" / "metadata.json").read_text())
    del metadata["network_data_format"]["inputs"]["row"]["dtype"]
    (tmp_path / "metadata.json").write_text(json.dumps(metadata))
    with pytest.raises(ValueError, match="dtype"):
        verify_metadata(meta_file=str(tmp_path / "metadata.json"), filepath=str(tmp_path / "schema.json"))


@pytest.mark.parametrize("name", NETWORKS)
def test_the_network_takes_and_answers_what_the_metadata_say(name: str) -> None:
    configs = MODELS / name / "configs"
    files = {"meta_file": str(configs / "metadata.json"), "config_file": str(configs / "inference.json")}
    verify_net_in_out(net_id="network_def", device="cpu", bundle_root=str(MODELS / name), **files)


@pytest.mark.parametrize("traced", [True, False], ids=["traced", "scripted"])
@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "birads-simulated"])
def test_the_weights_are_those_of_the_network_and_are_exported(name: str, traced: bool, tmp_path: Path) -> None:
    """The verification of the model zoo scripts the network, where no trace is asked for."""
    folder = MODELS / name
    metadata = json.loads((folder / "configs" / "metadata.json").read_text())
    image_format = metadata["network_data_format"]["inputs"]["image"]
    channels = image_format["num_channels"]
    size = [64 if isinstance(n, str) else n for n in image_format["spatial_shape"]]
    ckpt_export(
        net_id="network_def",
        filepath=str(tmp_path / "model.ts"),
        ckpt_file=str(folder / "models" / "model.pt"),
        meta_file=str(folder / "configs" / "metadata.json"),
        config_file=str(folder / "configs" / "inference.json"),
        use_trace=traced,
        input_shape=[1, channels, *size],
        bundle_root=str(folder),
    )
    image = torch.randn(2, channels, *size)
    parser = ConfigParser()
    parser.read_config(str(folder / "configs" / "inference.json"))
    network = parser.get_parsed_content("network_def")
    network.load_state_dict(torch.load(folder / "models" / "model.pt", weights_only=True))
    torch.testing.assert_close(
        torch.jit.load(tmp_path / "model.ts")(image), network.eval()(image), rtol=1e-4, atol=1e-4
    )


def test_patches_of_other_options_need_another_folder(dataset: Path, tmp_path: Path) -> None:
    """Those that were cut at the first spacing were taken up, and their targets were drawn at the second."""
    stage = ("hdogreg-fpn", "hdogreg-fpn", str(dataset), str(tmp_path), 1, 1, 1)
    options = {"spacing_mm": 0.1, "size_px": 64, "stride_px": 64, "crop_px": 32}
    for _ in range(2):
        assert len(training_patches(*stage, options))
    with pytest.raises(InputError, match="with other settings: give the same ones, or another folder"):
        training_patches(*stage, {**options, "spacing_mm": 0.2})
