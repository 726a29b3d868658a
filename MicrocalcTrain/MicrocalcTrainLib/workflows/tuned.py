"""What every fine-tuning does: a training from the weights of a bundle that keeps these where no epoch is better, and a
bundle that says so.
"""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.files import write_text
from MicrocalcCADLib.models import Bundle
from MicrocalcCADLib.reading import read_mammogram

from ..datasets.scene import image_key
from ..datasets.stored_images import StoredImage
from ..simulation.backgrounds import BackgroundSource
from .bundle import DETECTION, write_bundle
from .loop import Plan, Rows, fit
from .on_data.training_set import data_hash
from .run_record import sources_facts

log = logging.getLogger(__name__)
REPORT, VERSION = "fine-tuning.json", "1.0.0"


@dataclass(frozen=True, eq=False)
class Tuned:
    """The network of the best epoch, or that of the start where none is better; the curves; and whether one is."""

    network: torch.nn.Module
    curves: Rows
    better: bool


def tune(
    folder: Path,
    network: torch.nn.Module,
    minibatches: Callable[[int], Iterable[Mapping[str, torch.Tensor]]],
    plan: Plan,
    device: str,
) -> Tuned:
    """Train on from a network, which is not changed, or go on where `folder` holds a checkpoint; see `loop.fit`."""
    start = copy.deepcopy(network).to(device).eval()
    before = plan.validate(start)
    log.info("%s, before: %s", folder.name, ", ".join(f"{name} {value:.4f}" for name, value in before.items()))
    after, curves = fit(folder, copy.deepcopy(network), minibatches, plan, device)
    better = max(map(plan.goodness, curves)) > plan.goodness(before)
    return Tuned(after if better else start, curves, better)


def tuned_of(start: Bundle, data: Path, sources: Sequence[BackgroundSource]) -> dict[str, Any]:
    """Return what decides a fine-tuning beside its parameters: data, backgrounds and the model that it starts from."""
    return {"data": data_hash(data), "backgrounds": sources_facts(sources)["sha256"], "start": start.identity.sha256}


def without_corrected(sources: Sequence[BackgroundSource], images: Sequence[StoredImage]) -> list[BackgroundSource]:
    """Return the backgrounds that are none of some images, whatever their files are called: images are known by their
    pixels.
    """
    keys = {image_key(image.mammogram()) for image in images}
    kept = [
        source for source in sources if image_key(read_mammogram(source.path, spacing_mm=source.spacing_mm)) not in keys
    ]
    if len(kept) < len(sources):
        log.info(
            "%d backgrounds are images of the data set and are left out of the simulation", len(sources) - len(kept)
        )
    return kept


def write_tuned(
    folder: Path,
    start: Bundle,
    how: str,
    network: Mapping[str, Any],
    state: Mapping[str, torch.Tensor],
    training: Mapping[str, Any],
    notice: str,
    content: Mapping[str, Any],
    task: str = DETECTION,
) -> tuple[Path, dict[str, Any]]:
    """Write the bundle ``<name of the start>-tuned``; return its folder and its metadata.

    Parameters
    ----------
    how
        Completes its description, behind the name of the bundle that it started from.
    notice
        Added to those of the start.
    content
        Of the section, what differs from that of the start.
    network, state, task
        See `write_bundle`.
    """
    identity = start.identity
    name = f"{identity.name}-tuned"
    started = {"name": identity.name, "version": identity.version, "sha256": identity.sha256}
    section = {**start.section, **content, "training": {**training, "started_from": started}}
    section["notices"] = [*start.section.get("notices", []), notice]
    return folder / name, write_bundle(
        folder / name, (name, VERSION), f"{identity.name}, fine-tuned {how}.", network, state, section, task
    )


def write_report(folder: Path, result: Mapping[str, Any]) -> None:
    """Write what was measured before and after."""
    write_text(folder / REPORT, json.dumps(result, indent=1))
