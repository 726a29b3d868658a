"""Fine-tuning of the light networks of `hdogreg` on a data set: region and candidate network, a new bundle, before and after."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.detectors.hdogreg import METHOD, NETWORK, Hdogreg, create
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.progress import Progress
from monai.data import DataLoader

from ..datasets.splits import TEST, TRAIN, VALIDATION
from ..datasets.stored_images import StoredImage, stored_images
from ..losses import RegionLoss
from ..metrics.individual import froc, match, rate_at
from ..simulation.backgrounds import Background, BackgroundSource, load, split
from ..simulation.images import ImageParameters, simulate_set
from ..simulation.lesions import LesionParameters
from ..simulation.patches import PatchParameters, SimulatedPatches
from .bundle import joined_state, plain, write_bundle
from .candidates import CandidateTraining, collect, train_candidates
from .measuring import choose_operating_points
from .region import evaluate, one_cycle
from .tuning_patches import ImagePatches, MixedPatches, TuningImage, backgrounds, tuning_images

log = logging.getLogger(__name__)
REPORT, CURVES = "fine-tuning.json", "curves.json"
FEWEST_NORMALS = 5
NOTICE = "Fine-tuned on a data set of its user: figures on the model card of the model that it started from do not hold for it."


@dataclass(frozen=True)
class FineTuning:
    """Everything that decides the outcome.

    Parameters
    ----------
    epochs, steps, batch
        Epochs of `steps` minibatches, half of each from the data set's images and half simulated on their tissue and on films.
    learning_rate
        Peak of the one-cycle schedule: a tenth of the training's from the beginning.
    validation_patches
        From the validation part; the epoch with the lowest loss on them is kept, the start included.
    simulated_images
        For the candidate network, beside the training part's images.
    """

    epochs: int = 10
    steps: int = 40
    batch: int = 16
    learning_rate: float = 3e-4
    weight_decay: float = 1e-4
    validation_patches: int = 96
    simulated_images: int = 40
    seed: int = 1
    patches: PatchParameters = field(default_factory=PatchParameters)
    candidates: CandidateTraining = field(default_factory=CandidateTraining)


def fine_tune(
    data: Path, folder: Path, sources: Sequence[BackgroundSource], parameters: FineTuning, model: str | None, device: str, command: str
) -> Mapping[str, Any]:
    """Start from a bundle, train on the data set's training part and write a new bundle; return figures before and after.

    Parameters
    ----------
    data
        Data set of `microcalc-train import`, in which single calcifications are marked.
    folder
        Gets the bundle (``<name of the model>-tuned``), curves and the report. The model that it starts from is not touched.
    sources
        Films and mammograms for simulated patches, beside the data set's own images.

    Raises
    ------
    InputError
        If the data set lacks a part, or marked calcifications in one.
    ModelError
        If the model is not one of the light networks.
    """
    detector = create(model, device)
    if not isinstance(detector, Hdogreg):
        raise ModelError(f"Only models with the network {NETWORK} can be fine-tuned: choose hdogreg-light.")
    p = parameters
    training, validation = (tuning_images(stored_images(data, part), p.patches) for part in (TRAIN, VALIDATION))
    held_out, held_out_part = _held_out(data)
    before = figures(detector, held_out)
    films = [load(source, p.patches.spacing_mm, folder / "backgrounds") for source in split(sources, False)]
    network, curves = tuned_region(detector.network, training, validation, films, p, detector.device)
    detector = Hdogreg(network, detector.detail_network, detector.candidate_network, detector.parameters, detector.bundle, detector.device)
    table, labels = collect(detector, [*training, *_simulated(sources, training, p, folder / "backgrounds")])
    detector.candidate_network = train_candidates(table, labels, p.candidates)
    points, curve, points_from = _operating_points(detector, stored_images(data, TRAIN))
    result = {"held_out": held_out_part, "before": before, "after": figures(detector, held_out), "operating_points_from": points_from}
    _write(folder, detector, {"command": command, "recipe": plain(p), **result}, points, curve, curves)
    with written_whole(folder / REPORT) as temporary:
        temporary.write_text(json.dumps(result, indent=1))
    return result


def tuned_region(
    network: torch.nn.Module,
    training: Sequence[TuningImage],
    validation: Sequence[TuningImage],
    films: Sequence[Background],
    p: FineTuning,
    device: str,
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Return the region network of the epoch with the lowest validation loss, which may be the one it starts from, and the curves."""
    torch.manual_seed(p.seed)
    half = p.steps * p.batch // 2
    simulated = SimulatedPatches([*backgrounds(training), *films], half, p.seed, p.patches)
    patches = MixedPatches(ImagePatches(training, half, p.seed, p.patches), simulated)
    held_out = ImagePatches(validation, p.validation_patches, p.seed + 1_000_000, p.patches)
    loss = RegionLoss().to(device)
    network = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=p.learning_rate, weight_decay=p.weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: one_cycle(step / (p.epochs * p.steps)))
    best, curves = copy.deepcopy(network), [{"epoch": 0, **evaluate(network, held_out, p.batch, loss, device)}]
    for epoch in range(1, p.epochs + 1):
        patches.move_to(epoch - 1)
        network.train()
        losses = []
        for batch in DataLoader(patches, batch_size=p.batch, num_workers=0, shuffle=False, drop_last=True):
            optimizer.zero_grad()
            value = loss(network(batch["image"].to(device)), batch["label"].to(device))
            value.backward()
            optimizer.step()
            schedule.step()
            losses.append(float(value.detach()))
        curves.append({"epoch": epoch, "loss": float(np.mean(losses)), **evaluate(network, held_out, p.batch, loss, device)})
        log.info("epoch %(epoch)d: loss %(loss).4f, validation loss %(validation_loss).4f, Dice %(validation_dice).4f", curves[-1])
        if curves[-1]["validation_loss"] <= min(row["validation_loss"] for row in curves):
            best = copy.deepcopy(network)
    return best.eval(), curves


def figures(detector: Hdogreg, images: Sequence[StoredImage]) -> dict[str, float]:
    """Return the rates at which true calcifications are found at 0.4 and 1 false ones a square centimetre."""
    matched = []
    for image in images:
        mammogram, labels = image.mammogram(), image.truth().labels
        analysis = detector.analyse(mammogram, Progress())
        c, facts = analysis.candidates, analysis.image
        scores = c.column("score")
        matched.append(match(c.pixels, c.starts, c.measures[:, :2], scores, labels, mammogram.mean_spacing_mm, facts.breast_area_cm2, 0.5))
    _, false_positives, rate = froc(matched)
    result = {f"tpr_at_{at:g}_fp_per_cm2": round(rate_at(false_positives, rate, at), 4) for at in (0.4, 1.0)}
    return {"images": len(matched), "true_calcifications": sum(m.truths for m in matched), **result}


def as_text(result: Mapping[str, Any]) -> str:
    """Return before and after in two lines, and a warning where it got worse."""
    rates = {when: result[when]["tpr_at_0.4_fp_per_cm2"] for when in ("before", "after")}
    lines = [f"{when}: TPR {rate:.3f} at 0.4 FP/cm2 ({result['held_out']}, {result[when]['images']} images)" for when, rate in rates.items()]
    if rates["after"] <= rates["before"]:
        lines.append("The tuned model is no better on the held-out part: keep the one that it started from, or tune on more images.")
    return "\n".join(lines)


def _held_out(data: Path) -> tuple[list[StoredImage], str]:
    """Return the test part, or the validation part where there is no test; images with regions only are left out."""
    for part in (TEST, VALIDATION):
        try:
            images = [image for image in stored_images(data, part) if image.calcifications or not image.regions]
        except InputError:
            continue
        if any(image.calcifications for image in images):
            return images, part
    raise InputError(f"Neither the test nor the validation part of {data} has a marked calcification: import more patients.")


def _simulated(sources: Sequence[BackgroundSource], training: Sequence[TuningImage], p: FineTuning, cache: Path):
    spacings = sorted({round(image.mammogram.mean_spacing_mm, 4) for image in training})
    parameters = ImageParameters(empty_share=0.25, lesions=LesionParameters(contrast=(3.0, 16.0)))
    return simulate_set(split(sources, False), p.simulated_images, spacings, p.seed, parameters, cache)


def _operating_points(detector: Hdogreg, images: Sequence[StoredImage]) -> tuple[Mapping[str, float], Any, str]:
    normals = [image for image in images if not image.calcifications and not image.regions]
    if len(normals) < FEWEST_NORMALS:
        log.info("%d normal images are too few to choose operating points on: those of the model are kept", len(normals))
        return detector.bundle.operating_points, detector.bundle.section.get("operating_curve", []), "the model that it started from"
    sources = [BackgroundSource(image.path, image.mammogram().mean_spacing_mm, False) for image in normals]
    return *choose_operating_points(detector, sources), f"{len(normals)} normal images of the training part"


def _write(folder: Path, detector: Hdogreg, training: Mapping[str, Any], points: Mapping[str, float], curve: Any, curves: list) -> None:
    start = detector.bundle
    name = f"{start.identity.name}-tuned"
    content = {**start.section, "method": METHOD, "operating_points": dict(points), "operating_curve": curve}
    content["training"] = {
        **training,
        "started_from": {"name": start.identity.name, "version": start.identity.version, "sha256": start.identity.sha256},
    }
    content["notices"] = [*start.section.get("notices", []), NOTICE]
    state = {**start.state(), **joined_state({"region": detector.network, "candidate": detector.candidate_network})}
    network = json.loads((start.folder / "configs" / "inference.json").read_text(encoding="utf-8"))["network_def"]
    write_bundle(folder / name, (name, "1.0.0"), f"{start.identity.name}, fine-tuned on a data set.", network, state, content)
    with written_whole(folder / CURVES) as temporary:
        temporary.write_text(json.dumps({"curves": curves}, indent=1))
