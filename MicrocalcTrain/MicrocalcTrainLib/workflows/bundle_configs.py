"""The configurations of a bundle that `python -m monai.bundle run --config_file configs/NAME.json` runs in the bundle's
folder.

``inference``: one image (`--image`, `--output_dir`), by the shipped detector where the model is none.
``evaluate``: a part of a data set (`--data`, `--part`). ``train``: the network of ``network_def`` on a data set
(`run training --dataset_dir DIR --epochs 3`), or the whole recipe (`run new_bundle`). Values of the command line
replace those of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from MicrocalcCADLib.assessment.choice import RATINGS
from MicrocalcCADLib.assessment.odds import COLUMNS
from MicrocalcCADLib.features import FEATURES
from MicrocalcCADLib.kinds.vocabulary import KINDS
from MicrocalcCADLib.networks.kind_unet import STRIDE_PX
from MicrocalcCADLib.networks.light_unet import DETAIL_FILTERS
from MicrocalcCADLib.networks.sizes import CONTEXT_PX

from ..recipes import NETWORKS_ON_DATA, recipe_of

NETWORKS = "MicrocalcCADLib.networks"
WORKFLOWS = "MicrocalcTrainLib.workflows"
JOINED = f"{NETWORKS}.joined.Joined"
ROOT = "$@bundle_root"
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


def kind_networks(close_up: bool = True) -> dict[str, Any]:
    """Return ``network_def`` of the networks that name kinds; older models have none of close-ups."""
    networks = {"kinds": {"_target_": f"{NETWORKS}.kind_unet.kind_unet"}}
    close_ups = {"close-up": {"_target_": f"{NETWORKS}.kind_resnet.kind_resnet"}}
    return joined(**networks, **(close_ups if close_up else {}))


def nnunet_network(features: Iterable[int], strides: Iterable[Sequence[int]]) -> dict[str, Any]:
    """Return ``network_def`` of `nnunet`'s network of this plan."""
    return {
        "_target_": f"{NETWORKS}.nnunet.nnunet",
        "features": list(features),
        "strides": [list(stride) for stride in strides],
    }


def configurations(name: str, network: Mapping[str, Any] | None, method: str) -> dict[str, dict[str, Any]]:
    """Return the documents by file name.

    Parameters
    ----------
    name
        Of the bundle; the recipe is known by its beginning.
    network
        ``network_def``: ``_target_`` and arguments; None for a model that is numbers in text.
    method
        Of the model: a detector, a rating, or ``kinds``.
    """
    common = {"bundle_root": ".", **({"network_def": dict(network)} if network else {})}
    documents = {"inference.json": common | _inference(method)}
    recipe = next((one for one in NETWORKS_ON_DATA if name == one or name.startswith(f"{one}-")), None)
    if network and recipe:
        documents["evaluate.json"] = common | _evaluate(method)
        documents["train.json"] = common | _train(recipe, network)
    return documents


def own_configurations(metadata: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the documents for a bundle of a known method from its description alone, as for one whose own
    configurations are not trusted.
    """
    section = metadata["microcalc"]
    method = section["method"]
    return configurations(
        str(metadata.get("name", "")), _network_of(method, section, section.get("parameters", {})), method
    )


def _network_of(method: str, section: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    if method in ("odds", "malignancy"):
        return None
    if method == "hdogreg" and section.get("network", "light-unet") != "light-unet":
        return {"_target_": f"{NETWORKS}.fpn.FpnInceptionV4", "divisor": parameters.get("divisor", 1)}
    if method == "nnunet":
        return nnunet_network(
            parameters["features"], zip(parameters["row_strides"], parameters["column_strides"], strict=True)
        )
    resnet = {"_target_": f"{NETWORKS}.resnet.ResNet"}
    return {
        "hdogreg": light_networks(),
        "two-stage": patch_networks(parameters.get("detector", {}), parameters.get("segmentator", {})),
        "context": context_network(),
        "patch-learning": {
            **resnet,
            "name": parameters.get("network", "resnet50"),
            "width": parameters.get("width", 64),
        },
        "birads": {**resnet, "name": "resnet18", "channels": 3, "outputs": 1, "width": parameters.get("width", 64)},
        "kinds": kind_networks(parameters.get("close_up", 0) > 0),
    }[method]


def data_format(section: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``network_data_format`` of a bundle's metadata: what the main network, or the model in text, takes and
    answers.
    """
    method, parameters = section["method"], section.get("parameters", {})
    low, high = parameters.get("contrast", {}).get("clip", (-8.0, 16.0))
    if method in ("odds", "malignancy"):
        return _table_format(COLUMNS if method == "odds" else FEATURES)
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
    if method == "kinds":
        words = ("background", *(kind.word for kind in KINDS), "no calcification")
        return _format(2, [f"{STRIDE_PX}*n"] * 2, (low, high), _numbered(words), ("fine contrast", "broad contrast"))
    two_classes = {"0": "no calcification", "1": "calcification"}
    if method == "nnunet":
        return _format(1, parameters["patch_px"], (), two_classes)
    size = parameters["detector"]["size_px"] if method == "two-stage" else CONTEXT_PX
    return _format(1, [size] * 2, (low, high), two_classes)


def _table_format(columns: Sequence[str]) -> dict[str, Any]:
    """Return the format of a model that takes rows of numbers and answers the probability of malignancy."""
    common = {"format": "magnitude", "dtype": "float64", "spatial_shape": []}
    row = {"type": "table", "num_channels": len(columns), "value_range": [], "channel_def": _numbered(columns)}
    pred = {"type": "probabilities", "num_channels": 1, "value_range": [0.0, 1.0], "channel_def": {"0": "malignant"}}
    return {"inputs": {"row": common | row}, "outputs": {"pred": common | pred}}


def _numbered(names: Sequence[str]) -> dict[str, str]:
    return {str(number): name for number, name in enumerate(names)}


def _format(
    channels: int,
    shape: Sequence[Any],
    values: Sequence[float],
    answers: Mapping[str, str],
    names: Sequence[str] = ("image", "calcifications of the group", "rated calcification"),
) -> dict[str, Any]:
    common = {"format": "magnitude", "dtype": "float32", "is_patch_data": True}
    image = {
        "type": "image",
        "modality": "MG",
        "num_channels": channels,
        "spatial_shape": list(shape),
        "value_range": list(values),
        "channel_def": _numbered(names[:channels]),
    }
    pred = {
        "type": "logits",
        "num_channels": len(answers),
        "spatial_shape": list(shape),
        "value_range": [],
        "channel_def": dict(answers),
    }
    return {"inputs": {"image": common | image}, "outputs": {"pred": common | pred}}


def _inference(method: str) -> dict[str, Any]:
    rating, system = method in RATINGS, {"_target_": "MicrocalcCADLib.kinds.system.create"}
    return {
        "detector": system if rating else system | {"kinds": ROOT} if method == "kinds" else _detector(method),
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
            **({"ratings": "$(@bundle_root,)"} if rating else {}),
        },
        "run": [
            "$prepared_folder(@options.folder)",
            "$detect_image(Path(@image), Path(@image).stem, @detector, @options, Progress())",
        ],
    }


def _detector(method: str) -> dict[str, Any]:
    return {"_target_": "MicrocalcCADLib.detectors.create", "method": method, "model": ROOT}


def _evaluate(method: str) -> dict[str, Any]:
    key, function, model = "detector", "evaluate_detector", _detector(method)
    if method in RATINGS:
        key, function = "rating", "evaluate_rating"
        model = {"_target_": "MicrocalcCADLib.assessment.birads.BiradsModel.load", "choice": ROOT}
    return {
        key: model,
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
