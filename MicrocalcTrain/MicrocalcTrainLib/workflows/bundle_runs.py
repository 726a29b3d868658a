"""What the configurations of a bundle call: training and evaluation on a data set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MicrocalcCADLib.errors import InputError

if TYPE_CHECKING:
    from MicrocalcCADLib.assessment.birads import BiradsModel


def new_bundle(recipe: str, data: str, output: str, device: str, options: Mapping[str, Any]) -> Path | None:
    """Train as `microcalc-train train RECIPE --data DATA -o OUTPUT` does, and return the folder of the new bundle.

    Parameters
    ----------
    options
        Those of the command, by name with an underscore for a hyphen; true and false for options without a value.

    Raises
    ------
    MicrocalcError
        As the command.
    """
    from ..__main__ import parsed, train_bundle

    arguments = ["train", recipe, "--data", str(data), "-o", str(output), "--device", device]
    for name, value in options.items():
        option = f"--{'no-' if value is False else ''}{name.replace('_', '-')}"
        arguments += [option] if isinstance(value, bool) else [option, str(value)]
    return train_bundle(parsed(arguments))


def evaluate_detector(detector: Any, data: str, part: str, output: str) -> str:
    """Run a detector over a part of a data set as `microcalc-train evaluate` does, and return the table."""
    from ..datasets.stored_images import labelled_images
    from .evaluation import NEAREST, System, evaluate
    from .evaluation_report import write_report

    if detector.bundle is None:
        raise InputError("A detector without a bundle has no name: evaluate one that was made with a model.")
    images = labelled_images(Path(data), part)
    system = System(detector.bundle.section["method"], str(detector.bundle.folder))
    evaluation = evaluate(images, system, detector, Path(output))
    return write_report(Path(output), [evaluation], {"set": Path(data).resolve().name, "outlines_at": NEAREST})


def evaluate_rating(model: BiradsModel, data: str, part: str, output: str) -> str:
    """Rate the calcifications of a part of a data set whose categories are known, and return the agreement."""
    import json
    from dataclasses import asdict, replace

    from ..datasets.splits import SPLITS
    from ..recipes.birads import RECIPE
    from ..simulation.rated_regions import PARTS
    from .birads import measure_model
    from .on_data.birads import marked_regions
    from .on_data.training_set import opened_set
    from .same_run import check_same_run

    folder = Path(output)
    parameters = replace(RECIPE.regions, roi=model.parameters.roi, classes=model.parameters.classes)
    material = opened_set(Path(data), folder)
    check_same_run(folder, "rating", asdict(parameters), {"data": material.sha256}, "made-of-rating.json")
    regions = marked_regions(folder / "regions.npz", material, parameters)
    figures, _ = measure_model(model, regions, RECIPE, dict(zip(SPLITS, PARTS, strict=True))[part])
    (folder / "rating.json").write_text(json.dumps(asdict(figures), indent=1), encoding="utf-8")
    return f"QWK {figures.qwk:.3f}, accuracy {figures.accuracy:.3f}"
