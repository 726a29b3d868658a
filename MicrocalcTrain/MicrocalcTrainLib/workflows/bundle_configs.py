"""The configurations of a bundle that `python -m monai.bundle run --config_file configs/NAME.json` runs in the bundle's folder.

``inference``: one image (`--image`, `--output_dir`). ``evaluate``: a part of a data set (`--data`, `--part`). ``train``: the recipe
on a data set (`--data`, `--options#epochs 3`). Values of the command line replace those of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .recipes import ON_DATA

NETWORKS = "MicrocalcCADLib.networks"
RATINGS_IN_TEXT = {
    "malignancy": "MicrocalcCADLib.assessment.malignancy.MalignancyModel.load",
    "odds": "MicrocalcCADLib.assessment.odds.OddsModel.load",
}
PATH, PROGRESS = "$from pathlib import Path", "$from MicrocalcCADLib.progress import Progress"


def configurations(name: str, network: Mapping[str, Any], key: str, loader: Mapping[str, Any], method: str | None) -> dict[str, dict[str, Any]]:
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
    recipe = next((one for one in ON_DATA if name == one or name.startswith(f"{one}-")), None)
    documents = {"inference.json": common | (_inference(key) if method else {"run": [f"$print(@{key})"]})}
    if recipe:
        documents["evaluate.json"] = common | _evaluate(key, method)
        documents["train.json"] = {"bundle_root": ".", "network_def": dict(network)} | _train(recipe)
    return documents


def own_configurations(metadata: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the documents for a bundle of a known method from its description alone, as for one whose own configurations are not trusted."""
    section = metadata["microcalc"]
    method, parameters = section["method"], section.get("parameters", {})
    if method in RATINGS_IN_TEXT:
        return {"inference.json": {"model": {"_target_": RATINGS_IN_TEXT[method]}}}
    if method == "birads":
        network = {"_target_": f"{NETWORKS}.resnet.ResNet", "name": "resnet18", "channels": 3, "outputs": 1, "width": parameters.get("width", 64)}
        loader = {"_target_": "MicrocalcCADLib.assessment.birads.BiradsModel.load", "choice": "$@bundle_root"}
        return configurations(str(metadata["name"]), network, "rating", loader, None)
    loader = {"_target_": "MicrocalcCADLib.detectors.create", "method": method, "model": "$@bundle_root"}
    return configurations(str(metadata["name"]), _network_of(method, section, parameters), "detector", loader, method)


def _network_of(method: str, section: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    if method == "hdogreg" and section.get("network", "light-unet") != "light-unet":
        return {"_target_": f"{NETWORKS}.fpn.FpnInceptionV4", "divisor": parameters.get("divisor", 1)}
    return {
        "hdogreg": {"_target_": f"{NETWORKS}.light_unet.light_unet"},
        "two-stage": {"_target_": f"{NETWORKS}.two_stage.PatchNetwork", **parameters.get("segmentator", {})},
        "context": {"_target_": f"{NETWORKS}.context.ContextNetwork"},
        "patch-learning": {
            "_target_": f"{NETWORKS}.resnet.ResNet",
            "name": parameters.get("network", "resnet50"),
            "width": parameters.get("width", 64),
        },
    }[method]


def _inference(key: str) -> dict[str, Any]:
    return {
        "imports": [PATH, PROGRESS, *(f"$from MicrocalcCADLib.detection import {name}" for name in ("detect_image", "prepared_folder"))],
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
        "run": ["$prepared_folder(@options.folder)", f"$detect_image(Path(@image), Path(@image).stem, @{key}, @options, Progress())"],
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


def _train(recipe: str) -> dict[str, Any]:
    return {
        "imports": ["$from MicrocalcTrainLib.workflows.bundle_runs import train"],
        "recipe": recipe,
        "data": "dataset",
        "output_dir": "training",
        "device": "auto",
        "options": {"seed": 1},
        "run": ["$print(train(@recipe, @data, @output_dir, @device, @options))"],
    }
