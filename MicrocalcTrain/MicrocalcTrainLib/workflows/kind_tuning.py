"""Fine-tuning of the kind network on the words that a reader gave to findings: a new bundle, figures
before and after.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import sha256_of
from MicrocalcCADLib.kinds.naming import CLOSE_UP, METHOD, NETWORK, WORDS, Namer, modules_of, parameters_of
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.networks.engine import TorchNetwork, choose_device
from scipy.ndimage import label
from torch.utils.data import DataLoader

from ..datasets.named_kinds import groups_of, is_plane
from ..datasets.splits import SPLITS, TEST, TRAIN, VALIDATION
from ..datasets.stored_images import StoredImage, is_store, stored_images
from ..datasets.truth_files import kinds_path
from ..losses import KindLoss
from ..recipes.trainings import RunOptions
from ..simulation.backgrounds import Background, BackgroundSource, background_on_grid, load, split
from ..simulation.kinds.close_ups import CloseUps, stored
from ..simulation.kinds.corrected import EIGHT, CorrectedCloseUps, CorrectedImage, CorrectedPatches, corrected_image
from ..simulation.kinds.patches import KindPatches, KindPatchParameters
from ..simulation.kinds.read_places import places_on
from .bundle import joined_state, plain
from .bundle_configs import kind_networks
from .corrected_kinds import judged
from .kind_tuning_card import card
from .kind_tuning_notes import notes
from .kinds import (
    CLOSE_UP_CURVES,
    TASK,
    measured,
    nothing_known,
    unknown_places,
    validated,
    validated_close_ups,
)
from .lesion_kinds import Model
from .loop import patch_minibatches
from .model_card import write_curves, write_documents
from .region import one_cycle_plan
from .same_run import check_same_run
from .tuned import Tuned, tune, tuned_of, without_corrected, write_report, write_tuned
from .tuning_patches import MixedPatches

log = logging.getLogger(__name__)
NOTICE = (
    "Its kinds were fine-tuned on words of its user: figures on the model card of the model that it started from do not"
    " hold for it."
)


@dataclass(frozen=True)
class KindTuning:
    """Everything that decides the outcome.

    Parameters
    ----------
    epochs, steps, batch
        Epochs of `steps` minibatches, half about what a reader named, rejected or accepted, and half simulated: on
        films, on the other backgrounds, and on the corrected images beside what is marked there.
    learning_rate
        Peak of the one-cycle schedule: a tenth of the training's from the beginning.
    patience
        Epochs without a better one after which it ends.
    close_ups
        In a minibatch of the close-up network, mixed alike.
    drawn
        Simulated patches whose calcifications the close-up network goes on learning from, and as many on held-out
        backgrounds to tell when to stop.
    validation_patches
        Of the corrected images of the validation part, and as many simulated ones on held-out backgrounds. The epoch
        with the lowest mean of both losses is kept, the start included.
    test_patches
        Simulated patches for the figures before and after.
    unknown_score, unknown_mm
        As in `KindsRecipe`.
    """

    epochs: int = 24
    steps: int = 30
    batch: int = 12
    learning_rate: float = 3e-4
    weight_decay: float = 1e-4
    patience: int = 8
    close_ups: int = 32
    drawn: int = 200
    validation_patches: int = 72
    test_patches: int = 200
    unknown_score: float = 0.1
    unknown_mm: float = 1.5
    seed: int = 1
    patches: KindPatchParameters = field(default_factory=KindPatchParameters)
    run: RunOptions = field(default_factory=RunOptions)


def tune_kinds(
    data: Path,
    folder: Path,
    sources: Sequence[BackgroundSource],
    parameters: KindTuning,
    model: str | None,
    device: str,
    command: str,
) -> Mapping[str, Any]:
    """Start from a bundle, train on the words of the data set's training part, write a new bundle and return figures
    before and after.

    Parameters
    ----------
    data
        Data set of `microcalc-train import scene`.
    folder
        Gets the bundle (``<name of the model>-tuned``), checkpoint, curves and the report; an interrupted run goes on.
        The model that it starts from is not touched.
    sources
        Films and mammograms for simulated patches; those that are images of the data set, by their pixels, are left
        out.

    Raises
    ------
    InputError
        If nobody has named a kind in the training or in the validation part, or the folder holds another run.
    ModelError
        If the model is none that names kinds.
    """
    start, device, p = find_bundle(model, METHOD), choose_device(device), parameters
    networks = {name: module.to(device).eval() for name, module in modules_of(start).items()}
    parts = {part: corrected_images(data, part) for part in SPLITS}
    _check_words(data, parts)
    files = {image.name: kinds_path(data, image.name) for own in parts.values() for image in own}
    words = {name: sha256_of(path) for name, path in files.items() if path.is_file()}
    check_same_run(folder, "fine-tune kinds", asdict(p), {**tuned_of(start, data, sources), "words": words})
    sources = without_corrected(sources, [image for images in parts.values() for image in images])
    images = {
        part: _in_breasts(part, [_corrected(image, p, folder) for image in parts[part]]) for part in (TRAIN, VALIDATION)
    }
    makers = {NETWORK: _tuned, CLOSE_UP: _tuned_close_up}
    tuned = {
        name: make(folder, networks[name], sources, images, p, device)
        for name, make in makers.items()
        if name in networks
    }
    held_out = TEST if _have_words(parts[TEST]) else VALIDATION
    naming = parameters_of(start)
    backgrounds = [load(source, p.patches.spacing_mm, folder / "backgrounds") for source in split(sources, True)]
    nothing = [np.zeros(one.image.shape, bool) for one in backgrounds]
    simulated = KindPatches(backgrounds, nothing, p.test_patches, p.seed + 2_000_000, p.patches)
    result: dict[str, Any] = {"held_out": held_out, "corrections": {part: counted(own) for part, own in parts.items()}}
    for when, modules in (("before", networks), ("after", {name: one.network for name, one in tuned.items()})):
        ready = {name: TorchNetwork(module.eval(), device) for name, module in modules.items()}
        namer = Namer(ready[NETWORK], None, naming, ready.get(CLOSE_UP))
        named = Model(namer.network, namer.close_up, naming.close_up)
        result[when] = {**judged(namer, parts[held_out]), "simulated": measured(named, simulated)}
    result["notes"] = notes(result, any(one.better for one in tuned.values()))
    training = {"command": command, "recipe": plain(p), **result, "figures": result["after"]["simulated"]}
    learned = result["corrections"][TRAIN]
    from_whom = (
        f"Fine-tuned on kinds that a reader named: {learned['images']} image(s), {learned['patients']} patient(s)."
    )
    content = {"training_data": " ".join([str(start.section.get("training_data", "")), from_whom]).strip()}
    state = joined_state({name: one.network for name, one in tuned.items()})
    bundle, metadata = write_tuned(
        folder,
        start,
        "on the words of a reader",
        kind_networks(CLOSE_UP in tuned),
        state,
        training,
        NOTICE,
        content,
        TASK,
    )
    write_documents(bundle, card(metadata, tuned[NETWORK].curves), tuned[NETWORK].curves)
    if CLOSE_UP in tuned:
        write_curves(bundle, CLOSE_UP_CURVES, tuned[CLOSE_UP].curves)
    write_report(folder, result)
    return result


def corrected_images(data: Path, part: str) -> list[StoredImage]:
    """Return the images of a part in which a reader has named or rejected something; none where the part is empty.

    Raises
    ------
    InputError
        If there is no data set, or what is said of an image cannot be read.
    """
    if not is_store(data):
        raise InputError(
            f"{data} is no data set of Microcalc: make one of corrected cases, on the page 1 Data of Microcalc Train."
        )
    try:
        images = stored_images(data, part)
    except InputError as error:
        log.info("%s", error)
        return []
    return [image for image in images if _has_words(image) or image.truth().rejected.any()]


def _has_words(image: StoredImage) -> bool:
    if not kinds_path(image.store, image.name).is_file():
        return False
    plane = image.truth().kinds
    if plane is None or not is_plane(plane):
        raise InputError(
            f"The kinds that were named in {image.name} are none of this version: import the set again into"
            f" {image.store}."
        )
    return bool(plane.any())


def _have_words(images: Sequence[StoredImage]) -> bool:
    return any(map(_has_words, images))


def _check_words(data: Path, parts: Mapping[str, Sequence[StoredImage]]) -> None:
    """Raise `InputError` if there is nothing to learn from, or to validate on."""
    if not any(map(_have_words, parts.values())):
        remedy = "give groups a kind in Microcalc CAD, and use the corrected cases again"
        raise InputError(f"Nobody has named a kind of calcification in {data}: {remedy}.")
    for part, why in ((TRAIN, "there is nothing to learn from"), (VALIDATION, "nobody can tell when to stop")):
        if not _have_words(parts[part]):
            raise InputError(
                f"No kind is named in the {part} part of {data}, so {why}: name kinds in cases of more patients."
            )


def counted(images: Sequence[StoredImage]) -> dict[str, Any]:
    """Return how many groups were named, by kind, and how many marks rejected, in how many images of how
    many patients.
    """
    of_kind: dict[str, list[StoredImage]] = {}
    rejected = 0
    for image in images:
        truth = image.truth()
        rejected += int(label(truth.rejected, EIGHT)[1])
        for channel in groups_of(truth.kinds).values() if truth.kinds is not None else ():
            of_kind.setdefault(WORDS[channel - 1], []).append(image)
    everywhere = {image.name: image for own in of_kind.values() for image in own}
    return {
        "images": len(everywhere),
        "patients": len({image.patient for image in everywhere.values()}),
        "kinds": {
            word: {
                "groups": len(own),
                "images": len({one.name for one in own}),
                "patients": len({one.patient for one in own}),
            }
            for word, own in sorted(of_kind.items(), key=lambda one: WORDS.index(one[0]))
        },
        "rejected": rejected,
    }


def _tuned(
    folder: Path,
    network: torch.nn.Module,
    sources: Sequence[BackgroundSource],
    images: Mapping[str, Sequence[CorrectedImage]],
    parameters: KindTuning,
    device: str,
) -> Tuned:
    """Return what came of the network that names each place."""
    p = parameters
    learned, kept = images[TRAIN], images[VALIDATION]
    (backgrounds, unknown), (held_out, unknown_out) = (
        _backgrounds(split(sources, part), p, folder) for part in (False, True)
    )
    read = [places_on(background) for background in backgrounds] + [[] for _ in learned]
    backgrounds, unknown = (
        [*backgrounds, *(one.background for one in learned)],
        [
            *unknown,
            *(one.labels != 0 for one in learned),
        ],
    )
    half = p.steps * p.batch // 2
    simulated = KindPatches(backgrounds, unknown, half, p.seed, p.patches, read)
    mixed = MixedPatches(CorrectedPatches(learned, half, p.seed, p.patches), simulated)
    seed = p.seed + 1_000_000
    validation = {
        "corrected": CorrectedPatches(kept, p.validation_patches, seed, p.patches),
        "simulated": KindPatches(held_out, unknown_out, p.validation_patches, seed, p.patches),
    }
    minibatches = {name: list(DataLoader(patches, batch_size=p.batch)) for name, patches in validation.items()}
    loss = KindLoss().to(device)

    def validate(net: torch.nn.Module) -> dict[str, float]:
        return _of_both({name: validated(net, own, loss, device) for name, own in minibatches.items()}, "validation_")

    plan = one_cycle_plan(p, loss, validate, "validation_loss", p.patience)
    return tune(folder / "kinds", network, patch_minibatches(mixed, p.batch, 0), plan, device)


def _in_breasts(part: str, images: list[CorrectedImage]) -> list[CorrectedImage]:
    """Return the images; raises `InputError` if none of what was named lies in a breast."""
    if not any(channel <= len(WORDS) for image in images for channel in image.things):
        raise InputError(
            f"Nothing that was named in the {part} part lies in a breast: name kinds of findings in the breast."
        )
    return images


def _tuned_close_up(
    folder: Path,
    network: torch.nn.Module,
    sources: Sequence[BackgroundSource],
    images: Mapping[str, Sequence[CorrectedImage]],
    parameters: KindTuning,
    device: str,
) -> Tuned:
    """Return what came of the close-up network."""
    p, spacing = parameters, parameters.patches.spacing_mm
    (backgrounds, _), (held_out, _) = (_backgrounds(split(sources, part), p, folder) for part in (False, True))
    half = p.steps * p.close_ups // 2
    drawn, kept = (
        KindPatches(one, nothing_known(one), p.drawn, p.seed + start, p.patches)
        for one, start in ((backgrounds, 3_000_000), (held_out, 4_000_000))
    )
    simulated = CloseUps(folder / "drawn-close-ups", drawn, half, p.seed)
    mixed = MixedPatches(CorrectedCloseUps(images[TRAIN], half, p.seed, spacing), simulated)
    corrected = CorrectedCloseUps(images[VALIDATION], p.validation_patches, p.seed + 1_000_000, spacing)
    own = [corrected[index] for index in range(len(corrected))]
    parts, labels = stored(folder / "held-out-close-ups", kept, every=False)
    sets = {
        "corrected": (np.stack([one["image"] for one in own]), np.array([one["label"] for one in own])),
        "simulated": (np.concatenate(parts), labels),
    }

    def validate(net: torch.nn.Module) -> dict[str, float]:
        return _of_both({name: validated_close_ups(net, *one, device) for name, one in sets.items()})

    plan = one_cycle_plan(p, torch.nn.CrossEntropyLoss(), validate, "validation_loss", p.patience)
    return tune(folder / "close-ups", network, patch_minibatches(mixed, p.close_ups, 0), plan, device)


def _of_both(rows: Mapping[str, Mapping[str, float]], before: str = "") -> dict[str, float]:
    """Return the mean loss on corrected and simulated ones, and the figures of each, `before` set before
    their names.
    """
    figures = {
        f"{before}{name}_{what}": row[f"validation_{what}"] for name, row in rows.items() for what in ("loss", "kind")
    }
    return {"validation_loss": sum(row["validation_loss"] for row in rows.values()) / len(rows), **figures}


def _corrected(image: StoredImage, p: KindTuning, folder: Path) -> CorrectedImage:
    """Return an image on the network's grid; what the detector marks in it is kept under the image's hash, as names may
    be given twice.
    """
    background = background_on_grid(image.mammogram(), p.patches.spacing_mm, image.sha256[:32])
    (unknown,) = unknown_places([background], p.patches.spacing_mm, p.unknown_score, p.unknown_mm, folder / "unknown")
    return corrected_image(background, image.truth(), unknown, p.patches, p.unknown_mm)


def _backgrounds(
    sources: Sequence[BackgroundSource], p: KindTuning, folder: Path
) -> tuple[list[Background], list[np.ndarray]]:
    backgrounds = [load(source, p.patches.spacing_mm, folder / "backgrounds") for source in sources]
    return backgrounds, unknown_places(
        backgrounds, p.patches.spacing_mm, p.unknown_score, p.unknown_mm, folder / "unknown"
    )
