"""The configurations of a bundle that `python -m monai.bundle run --config_file configs/NAME.json` runs in the bundle's
folder.

``inference``: one image (`--image`, `--output_dir`). ``evaluate``: a part of a data set (`--data`, `--part`).
``train``: the network of ``network_def`` on a data set (`run training --dataset_dir DIR --epochs 3`), or the whole
recipe (`run new_bundle`). Values of the command line replace those of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from MicrocalcCADLib.networks.light_unet import DETAIL_FILTERS
from MicrocalcCADLib.networks.sizes import CONTEXT_PX

from ..recipes import NETWORKS_ON_DATA, recipe_of

NETWORKS = "MicrocalcCADLib.networks"
RATINGS_IN_TEXT = {
    "malignancy": "MicrocalcCADLib.assessment.malignancy.MalignancyModel.load",
    "odds": "MicrocalcCADLib.assessment.odds.OddsModel.load",
}
WORKFLOWS = "MicrocalcTrainLib.workflows"
JOINED = f"{NETWORKS}.joined.Joined"
PATH, PROGRESS = "$from pathlib import Path", "$from MicrocalcCADLib.progress import Progress"


PATCHES = {
    "_target_": f"{WORKFLOWS}.loop.patch_minibatches",
    "patches": "@train#dataset",
    "batch": "@batch",
    "workers": "@workers",
}
WHOLE = {"_target_": f"{WORKFLOWS}.classifier.whole_minibatches", "training": "@train#dataset"}
ADAM = {"_target_": "torch.optim.Adam"}
HALVED = {
    "lr_scheduler": {
        "_target_": "torch.optim.lr_scheduler.ReduceLROnPlateau",
        "optimizer": "@optimizer",
        "factor": 0.5,
        "patience": 1,
    },
    "step_transform": "$lambda engine: @validate#evaluator.state.metrics['validation_loss']",
}


def _scheduled(share: str, by_step: bool = False) -> dict[str, Any]:
    """Return a schedule that multiplies the rate by an expression of ``n``, epochs or steps that are done."""
    return {
        "lr_scheduler": {
            "_target_": "torch.optim.lr_scheduler.LambdaLR",
            "optimizer": "@optimizer",
            "lr_lambda": f"$lambda n: {share}",
        },
        "epoch_level": not by_step,
    }


@dataclass(frozen=True)
class Training:
    """What a recipe's training configuration has of its own; the values are those of the recipe."""

    values: Mapping[str, Any]
    loss: Any
    schedule: Mapping[str, Any]
    optimizer: Mapping[str, Any] = field(default_factory=lambda: ADAM)
    minibatches: Mapping[str, Any] = field(default_factory=lambda: PATCHES)


def _values(training: Any, validation_patches: int, steps: int | None = None) -> dict[str, Any]:
    return {
        "epochs": training.epochs,
        "steps": steps or training.steps,
        "batch": training.batch,
        "learning_rate": training.learning_rate,
        "validation_patches": validation_patches,
        "workers": getattr(training, "workers", 0),
        "seed": training.seed,
    }


LIGHT, FPN, GROUPS, CLASSES, CANDIDATES, RATED = (recipe_of(name) for name in NETWORKS_ON_DATA)
TRAININGS = {
    "hdogreg-light": Training(
        _values(LIGHT.region, LIGHT.region.validation_patches),
        {"_target_": "MicrocalcTrainLib.losses.RegionLoss"},
        _scheduled("one_cycle(n / (@epochs * @steps))", by_step=True),
        {"_target_": "torch.optim.AdamW", "weight_decay": LIGHT.region.weight_decay},
    ),
    "hdogreg-fpn": Training(
        _values(FPN.training, 60, 40),
        {"_target_": "monai.losses.DiceLoss", "sigmoid": True, "batch": True, "smooth_nr": 1, "smooth_dr": 1},
        _scheduled("1.0"),
    ),
    "patch-learning": Training(
        _values(GROUPS.training, GROUPS.validation_patches, GROUPS.epoch_patches // GROUPS.training.batch),
        {"_target_": "torch.nn.BCEWithLogitsLoss"},
        _scheduled("0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * n / max(1, @epochs - 1)))"),
    ),
    "two-stage": Training(
        _values(CLASSES.detector, 4000), {"_target_": "torch.nn.CrossEntropyLoss"}, HALVED, minibatches=WHOLE
    ),
    "context": Training(
        _values(CANDIDATES.network, 4000), {"_target_": "torch.nn.CrossEntropyLoss"}, HALVED, minibatches=WHOLE
    ),
    "birads": Training(
        _values(RATED.training, 400, RATED.steps),
        {"_target_": f"{WORKFLOWS}.birads.loss_of", "name": "mamse", "alpha": RATED.alpha},
        _scheduled(f"{RATED.fall} ** (n // {RATED.fall_epochs})"),
        {"_target_": "torch.optim.SGD", "momentum": RATED.momentum},
    ),
}


def joined(**networks: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``network_def`` of a bundle with several networks, the main one first."""
    return {"_target_": JOINED, **{name: dict(one) for name, one in networks.items()}}


def light_networks() -> dict[str, Any]:
    """Return ``network_def`` of the light networks of `hdogreg`."""
    light = f"{NETWORKS}.light_unet.light_unet"
    return joined(
        region={"_target_": light},
        detail={"_target_": light, "filters": list(DETAIL_FILTERS)},
        candidate={"_target_": "MicrocalcCADLib.detectors.candidates.scorer"},
    )


def patch_networks(detector: Mapping[str, Any], segmentator: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``network_def`` of `two-stage`'s networks of these forms."""
    target = {"_target_": f"{NETWORKS}.two_stage.PatchNetwork"}
    return joined(detector=target | dict(detector), segmentator=target | dict(segmentator))


def context_network() -> dict[str, Any]:
    """Return ``network_def`` of `context`."""
    return joined(context={"_target_": f"{NETWORKS}.context.ContextNetwork"})


def configurations(
    name: str, network: Mapping[str, Any], key: str, loader: Mapping[str, Any], method: str | None
) -> dict[str, dict[str, Any]]:
    """Return the documents by file name.

    Parameters
    ----------
    name
        Of the bundle; the recipe is known by its beginning.
    network
        ``network_def``: ``_target_`` and arguments.
    key, loader
        Under which the inference configuration makes what, see `bundle.Purpose`.
    method
        Of a detector; None for a model that is none.
    """
    common = {"bundle_root": ".", "network_def": dict(network), key: dict(loader)}
    recipe = next((one for one in NETWORKS_ON_DATA if name == one or name.startswith(f"{one}-")), None)
    documents = {"inference.json": common | (_inference(key) if method else {"run": [f"$print(@{key})"]})}
    if recipe:
        documents["evaluate.json"] = common | _evaluate(key, method)
        documents["train.json"] = {"bundle_root": ".", "network_def": dict(network)} | _train(recipe, network)
    return documents


def own_configurations(metadata: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the documents for a bundle of a known method from its description alone, as for one whose own
    configurations are not trusted.
    """
    section = metadata["microcalc"]
    method, parameters = section["method"], section.get("parameters", {})
    if method in RATINGS_IN_TEXT:
        return {"inference.json": {"model": {"_target_": RATINGS_IN_TEXT[method]}}}
    if method == "birads":
        network = {
            "_target_": f"{NETWORKS}.resnet.ResNet",
            "name": "resnet18",
            "channels": 3,
            "outputs": 1,
            "width": parameters.get("width", 64),
        }
        loader = {"_target_": "MicrocalcCADLib.assessment.birads.BiradsModel.load", "choice": "$@bundle_root"}
        return configurations(str(metadata["name"]), network, "rating", loader, None)
    if method == "kinds":
        loader = {"_target_": "MicrocalcCADLib.kinds.naming.Namer.load", "choice": "$@bundle_root"}
        return configurations(
            str(metadata["name"]), {"_target_": f"{NETWORKS}.kind_unet.kind_unet"}, "naming", loader, None
        )
    loader = {"_target_": "MicrocalcCADLib.detectors.create", "method": method, "model": "$@bundle_root"}
    return configurations(str(metadata["name"]), _network_of(method, section, parameters), "detector", loader, method)


def _network_of(method: str, section: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    if method == "hdogreg" and section.get("network", "light-unet") != "light-unet":
        return {"_target_": f"{NETWORKS}.fpn.FpnInceptionV4", "divisor": parameters.get("divisor", 1)}
    return {
        "hdogreg": light_networks(),
        "two-stage": patch_networks(parameters.get("detector", {}), parameters.get("segmentator", {})),
        "context": context_network(),
        "patch-learning": {
            "_target_": f"{NETWORKS}.resnet.ResNet",
            "name": parameters.get("network", "resnet50"),
            "width": parameters.get("width", 64),
        },
    }[method]


def data_format(section: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``network_data_format`` of a bundle's metadata: what the main network takes and answers."""
    method, parameters = section["method"], section.get("parameters", {})
    low, high = parameters.get("contrast", {}).get("clip", (-8.0, 16.0))
    if method == "birads":
        roi = parameters["roi"]
        return _format(roi["channels"], [roi["size_px"]] * 2, (0.0, 1.0), {"0": "risk"})
    if method == "hdogreg":
        light = section.get("network", "light-unet") == "light-unet"
        return (
            _format(1, ["8*n"] * 2, (low, high), {"0": "proximity", "1": "calcification"})
            if light
            else _format(1, ["128*n"] * 2, (-1.0, 1.0), {"0": "proximity"})
        )
    if method == "patch-learning":
        return _format(1, [parameters["size_px"]] * 2, (low, high), {"0": "group of calcifications"})
    size = parameters["detector"]["size_px"] if method == "two-stage" else CONTEXT_PX
    return _format(1, [size] * 2, (low, high), {"0": "no calcification", "1": "calcification"})


def _format(
    channels: int, shape: Sequence[Any], values: tuple[float, float], answers: Mapping[str, str]
) -> dict[str, Any]:
    common = {"format": "magnitude", "dtype": "float32", "is_patch_data": True}
    names = {
        str(number): name
        for number, name in enumerate(("image", "calcifications of the group", "rated calcification")[:channels])
    }
    image = {
        "type": "image",
        "modality": "MG",
        "num_channels": channels,
        "spatial_shape": list(shape),
        "value_range": list(values),
        "channel_def": names,
    }
    pred = {
        "type": "logits",
        "num_channels": len(answers),
        "spatial_shape": list(shape),
        "value_range": [],
        "channel_def": dict(answers),
    }
    return {"inputs": {"image": common | image}, "outputs": {"pred": common | pred}}


def _inference(key: str) -> dict[str, Any]:
    return {
        "imports": [
            PATH,
            PROGRESS,
            *(f"$from MicrocalcCADLib.detection import {name}" for name in ("detect_image", "prepared_folder")),
        ],
        "image": "image.dcm",
        "output_dir": "output",
        "spacing_mm": None,
        "operating_point": "balanced",
        "formats": ["json"],
        "options": {
            "_target_": "MicrocalcCADLib.detection.DetectionOptions",
            "folder": "$Path(@output_dir)",
            "formats": "$tuple(@formats)",
            "choice": "@operating_point",
            "spacing_mm": "@spacing_mm",
        },
        "run": [
            "$prepared_folder(@options.folder)",
            f"$detect_image(Path(@image), Path(@image).stem, @{key}, @options, Progress())",
        ],
    }


def _evaluate(key: str, method: str | None) -> dict[str, Any]:
    function = "evaluate_detector" if method else "evaluate_rating"
    return {
        "imports": [f"$from MicrocalcTrainLib.workflows.bundle_runs import {function}"],
        "data": "dataset",
        "part": "test",
        "output_dir": "evaluation",
        "run": [f"$print({function}(@{key}, @data, @part, @output_dir))"],
    }


def _train(recipe: str, network: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration of a training as MONAI's model zoo lays it out: everything is built from its
    ``_target_``.
    """
    training = TRAININGS[recipe]
    joined = network.get("_target_") == JOINED
    patches = {name: f"@{name}" for name in ("stage", "dataset_dir", "output_dir", "seed")} | {
        "recipe": recipe,
        "options": "@patch_options",
    }
    answers = "$monai.handlers.from_engine(['pred', 'label'])"
    loss = {"validation_loss": {"_target_": "ignite.metrics.Loss", "loss_fn": "@loss", "output_transform": answers}}
    return {
        "imports": [
            *(f"$import {name}" for name in ("math", "monai", "torch")),
            f"$from {WORKFLOWS}.region import one_cycle",
            f"$from {WORKFLOWS}.bundle_runs import new_bundle",
        ],
        "dataset_dir": "dataset",
        "output_dir": "training",
        "device": "$torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
        "stage": next(name for name in network if name != "_target_") if joined else recipe,
        **training.values,
        "patch_options": {},
        "network": "$(getattr(@network_def, @stage) if hasattr(@network_def, @stage) else @network_def).to(@device)",
        "loss": training.loss,
        "optimizer": {"params": "$@network.parameters()", "lr": "@learning_rate", **training.optimizer},
        "train": {
            "dataset": {
                "_target_": f"{WORKFLOWS}.on_data.bundle_patches.training_patches",
                **patches,
                "steps": "@steps",
                "batch": "@batch",
            },
            "dataloader": {
                "_target_": f"{WORKFLOWS}.loop.Minibatches",
                "of_epoch": training.minibatches,
                "steps": "@steps",
                "device": "$str(@device)",
            },
            "handlers": [
                {"_target_": "monai.handlers.ValidationHandler", "validator": "@validate#evaluator", "interval": 1},
                {"_target_": "monai.handlers.LrScheduleHandler", "print_lr": False, **training.schedule},
                {"_target_": "monai.handlers.StatsHandler", "iteration_log": False},
                {
                    "_target_": "monai.handlers.TensorBoardStatsHandler",
                    "log_dir": "$@output_dir + '/tensorboard'",
                    "iteration_log": False,
                },
                {
                    "_target_": "monai.handlers.CheckpointSaver",
                    "save_dir": "@output_dir",
                    "save_dict": {"network": "@network", "optimizer": "@optimizer"},
                    "save_final": True,
                    "final_filename": "final.pt",
                },
            ],
            "trainer": {
                "_target_": f"{WORKFLOWS}.trainer.PartwiseTrainer",
                "device": "@device",
                "max_epochs": "@epochs",
                "epoch_length": "@steps",
                "train_data_loader": "@train#dataloader",
                "network": "@network",
                "optimizer": "@optimizer",
                "loss_function": "@loss",
                "key_train_metric": {
                    "loss": {"_target_": "ignite.metrics.Average", "output_transform": "$lambda output: output['loss']"}
                },
                "train_handlers": "@train#handlers",
            },
        },
        "validate": {
            "dataset": {
                "_target_": f"{WORKFLOWS}.on_data.bundle_patches.validation_patches",
                **patches,
                "count": "@validation_patches",
            },
            "dataloader": {"_target_": "monai.data.DataLoader", "dataset": "@validate#dataset", "batch_size": "@batch"},
            "handlers": [
                {"_target_": "monai.handlers.StatsHandler", "iteration_log": False},
                {
                    "_target_": "monai.handlers.CheckpointSaver",
                    "save_dir": "@output_dir",
                    "save_dict": {"network": "@network"},
                    "save_key_metric": True,
                    "key_metric_filename": "model.pt",
                    "key_metric_negative_sign": True,
                },
            ],
            "evaluator": {
                "_target_": "monai.engines.SupervisedEvaluator",
                "device": "@device",
                "val_data_loader": "@validate#dataloader",
                "network": "@network",
                "inferer": {"_target_": "monai.inferers.SimpleInferer"},
                "key_val_metric": loss,
                "metric_cmp_fn": "$lambda current, best: current < best",
                "val_handlers": "@validate#handlers",
                "decollate": False,
            },
        },
        "initialize": ["$monai.utils.set_determinism(@seed)"],
        "training": ["$@train#trainer.run()"],
        "run": ["$@train#trainer.run()"],
        "new_bundle_options": {"seed": "@seed"},
        "new_bundle": [f"$print(new_bundle({recipe!r}, @dataset_dir, @output_dir, @device.type, @new_bundle_options))"],
    }
