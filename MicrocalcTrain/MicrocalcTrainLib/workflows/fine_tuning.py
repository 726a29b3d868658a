"""Fine-tuning of `hdogreg` on a data set, its light networks or the paper's: a new bundle, figures before and after."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.detectors.hdogreg import METHOD, Hdogreg, create, modules_of
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.models import Bundle
from MicrocalcCADLib.progress import Progress

from ..datasets.splits import SPLITS, TEST, TRAIN, VALIDATION
from ..datasets.stored_images import StoredImage, stored_images
from ..datasets.truth_image import TruthImage, whole_images, with_single_calcifications
from ..losses import RegionLoss
from ..metrics.figures import froc_figure, save_figure
from ..metrics.froc import FreeResponse
from ..metrics.one_to_one import one_to_one_froc
from ..recipes.hdogreg_fpn import FpnRecipe
from ..recipes.hdogreg_light import DETAIL
from ..recipes.trainings import CandidateTraining, RunOptions
from ..simulation.backgrounds import BackgroundSource, load, split
from ..simulation.images import ImageParameters, simulate_set
from ..simulation.lesions import LesionParameters
from ..simulation.patches import PatchParameters, SimulatedPatches
from .bundle import joined_state, plain, stored_once
from .bundle_configs import light_networks
from .candidates import collect, train_candidates
from .fine_tuning_card import card
from .fpn_tuning import fpn_recipe, tuned_fpn
from .hdogreg_light import STAGES, detector_of
from .loop import patch_minibatches, read_curves
from .measuring import choose_operating_points, froc_rows, matched_image, rates_of
from .model_card import write_curves, write_documents
from .on_data.grid import RegionCrops, on_network_grid
from .region import one_cycle_plan, region_figures
from .same_run import check_same_run
from .tuned import tune, tuned_of, without_corrected, write_report, write_tuned
from .tuning_patches import MixedPatches, backgrounds

log = logging.getLogger(__name__)
FEWEST_NORMALS = 5
FROC = "froc.svg"
NOTICE = (
    "Fine-tuned on a data set of its user: figures on the model card of the model that it started from do not hold"
    " for it."
)


@dataclass(frozen=True)
class FineTuning:
    """Everything that decides the outcome.

    Parameters
    ----------
    epochs, steps, batch
        Epochs of `steps` minibatches for each of the two light networks, half from the data set's images and half
        simulated on their tissue and on films. The paper's network sees every patch once an epoch instead, in the
        paper's minibatches and at its rate. 40 epochs as in Marasinou 2023 (both data sets together); 8 often do.
    learning_rate
        Peak of the one-cycle schedule: a tenth of the training's from the beginning.
    validation_patches
        From the validation part; the epoch with the lowest loss on them is kept, the start included.
    simulated_images
        For the candidate network, beside the training part's images.
    """

    epochs: int = 40
    steps: int = 25
    batch: int = 16
    learning_rate: float = 3e-4
    weight_decay: float = 1e-4
    validation_patches: int = 96
    simulated_images: int = 12
    seed: int = 1
    patches: PatchParameters = field(default_factory=PatchParameters)
    detail_patches: PatchParameters = DETAIL.patches
    run: RunOptions = field(default_factory=RunOptions)
    candidates: CandidateTraining = field(default_factory=CandidateTraining)


def fine_tune(
    data: Path,
    folder: Path,
    sources: Sequence[BackgroundSource],
    parameters: FineTuning,
    model: str | None,
    device: str,
    command: str,
) -> Mapping[str, Any]:
    """Start from a bundle, train on the data set's training part and write a new bundle; return figures before and
    after.

    Parameters
    ----------
    data
        Data set of `microcalc-train import`, in which single calcifications are marked.
    folder
        Gets the bundle (``<name of the model>-tuned``), checkpoints, curves, the report, and the FROC before and after
        in one figure (Marasinou 2023, Fig. 6); an interrupted run goes on. The model that it starts from is not
        touched.
    sources
        Films and mammograms for simulated patches, beside the data set's own images; those that are images of the data
        set, by their pixels, are left out: what is held out would be learned, and calcifications as tissue.

    Raises
    ------
    InputError
        If the data set lacks a part, or marked calcifications in one, or the folder holds another run.
    ModelError
        If the model is none of the method hdogreg.
    """
    detector = create(model, device)
    p = parameters
    held_out, held_out_part = _held_out(data)
    start = detector.bundle
    assert start is not None  # it was made of one
    check_same_run(folder, f"fine-tune {start.identity.name}", asdict(p), tuned_of(start, data, sources))
    sources = without_corrected(sources, _images_of(data))
    froc_before = froc_of(detector, held_out)
    tuned_detector: Hdogreg | HdogregFpn
    recipe: FineTuning | FpnRecipe
    definition: Mapping[str, Any]
    if isinstance(detector, HdogregFpn):
        tuned_detector, state, recipe = _tuned_fpn(data, folder, sources, p, detector)
        definition = {"_target_": "MicrocalcCADLib.networks.fpn.FpnInceptionV4", "divisor": recipe.divisor}
    else:
        tuned_detector, state = _tuned_light(data, folder, sources, p, detector, start)
        recipe, definition = p, light_networks()
    points, curve, points_from = _operating_points(tuned_detector, start, stored_images(data, TRAIN))
    froc_after = froc_of(tuned_detector, held_out)
    before, after = figures_of(froc_before), figures_of(froc_after)
    result = {"held_out": held_out_part, "before": before, "after": after, "operating_points_from": points_from}
    training = {"command": command, "recipe": plain(recipe), **result, "figures": after}
    content = {"method": METHOD, "operating_points": dict(points), "operating_curve": curve}
    bundle, metadata = write_tuned(folder, start, "on a data set", definition, state, training, NOTICE, content)
    _write_card(folder, bundle, metadata)
    for place in (folder, bundle / "docs"):
        save_figure(froc_figure({"before": froc_before, "after": froc_after}), place / FROC)
    write_report(folder, result)
    return result


def _write_card(folder: Path, bundle: Path, metadata: Mapping[str, Any]) -> None:
    curves = {stage: read_curves(folder / stage) for stage in STAGES if (folder / stage).is_dir()}
    first, *others = curves
    write_documents(bundle, card(metadata, curves), curves[first])
    for stage in others:
        write_curves(bundle, f"curves-{stage}", curves[stage])


def _tuned_fpn(
    data: Path, folder: Path, sources: Sequence[BackgroundSource], p: FineTuning, detector: HdogregFpn
) -> tuple[HdogregFpn, Mapping[str, torch.Tensor], FpnRecipe]:
    recipe = fpn_recipe(detector, p.epochs, p.simulated_images, p.seed)
    network = tuned_fpn(folder, detector, _known(data, TRAIN), _known(data, VALIDATION), sources, recipe)
    return (
        HdogregFpn(network, detector.parameters, None, detector.device),
        stored_once(network.state_dict()),
        recipe,
    )


def _tuned_light(
    data: Path, folder: Path, sources: Sequence[BackgroundSource], p: FineTuning, detector: Hdogreg, start: Bundle
) -> tuple[Hdogreg, Mapping[str, torch.Tensor]]:
    networks = modules_of(start)
    networks["region"] = tuned(folder / "region", networks["region"], data, sources, p, p.patches, detector.device)
    networks["detail"] = tuned(
        folder / "detail", networks["detail"], data, sources, p, p.detail_patches, detector.device
    )
    detector = detector_of(networks, detector.device, detector.parameters)
    training = _known(data, TRAIN)
    table, labels = collect(
        detector, chain(whole_images(training), _simulated(sources, training, p, folder / "backgrounds"))
    )
    networks["candidate"] = train_candidates(table, labels, p.candidates)
    return detector_of(networks, detector.device, detector.parameters), {**start.state(), **joined_state(networks)}


def tuned(
    folder: Path,
    network: torch.nn.Module,
    data: Path,
    sources: Sequence[BackgroundSource],
    p: FineTuning,
    patches: PatchParameters,
    device: str,
) -> torch.nn.Module:
    """Return the network of the epoch with the lowest validation loss, which may be the one it starts from.

    Parameters
    ----------
    folder
        Gets checkpoint and curves of this network; goes on where an earlier run of it was stopped.
    patches
        Spacing and size of the network's patches.
    """
    training, validation = (
        on_network_grid(_known(data, part), patches.spacing_mm, folder.parent / "images")
        for part in (TRAIN, VALIDATION)
    )
    films = [load(source, patches.spacing_mm, folder.parent / "backgrounds") for source in split(sources, False)]
    half = p.steps * p.batch // 2
    simulated = SimulatedPatches([*backgrounds(training, patches), *films], half, p.seed, patches)
    mixed = MixedPatches(RegionCrops(training, half, p.seed, patches), simulated)
    held_out = RegionCrops(validation, p.validation_patches, p.seed + 1_000_000, patches)
    loss = RegionLoss().to(device)
    plan = one_cycle_plan(p, loss, lambda net: region_figures(net, held_out, p.batch, loss, device), "validation_loss")
    return tune(folder, network, patch_minibatches(mixed, p.batch, 0), plan, device).network


def froc_of(detector: Hdogreg | HdogregFpn, images: Sequence[StoredImage]) -> FreeResponse:
    """Return the FROC of single calcifications on images whose calcifications are known."""
    truths = ((image, image.truth()) for image in images)
    return one_to_one_froc(
        [
            matched_image(detector.analyse(image.mammogram(), Progress()), truth.labels, truth.uncertain).marks
            for image, truth in truths
        ]
    )


def figures_of(curve: FreeResponse) -> dict[str, Any]:
    """Return the rates at which true calcifications are found at 0.4 and 1 false ones a square centimetre, and the
    FROC.
    """
    return {
        "images": len(curve.truths),
        "true_calcifications": int(curve.truths.sum()),
        **rates_of(curve),
        "froc": froc_rows(curve),
    }


def _held_out(data: Path) -> tuple[list[StoredImage], str]:
    """Return the test part, or the validation part where there is no test; images with regions only are left out."""
    stored_images(data, TRAIN)  # which says so where it is no data set
    for part in (TEST, VALIDATION):
        try:
            return _known(data, part), part
        except InputError:
            continue
    raise InputError(
        f"Neither the test nor the validation part of {data} has a marked calcification: import more patients."
    )


def _images_of(data: Path) -> list[StoredImage]:
    """Return the images of all parts."""
    images: list[StoredImage] = []
    for part in SPLITS:
        try:
            images += stored_images(data, part)
        except InputError as error:
            log.info("%s", error)
    return images


def _known(data: Path, part: str) -> list[StoredImage]:
    """Return the images of a part whose calcifications are marked one by one, and the normal ones; others
    are left out.
    """
    images = stored_images(data, part)
    known = with_single_calcifications(images, part, "fine-tuning")
    if len(known) < len(images):
        log.info(
            "%d images of the part %s are left out: only regions are marked in them", len(images) - len(known), part
        )
    return known


def _simulated(
    sources: Sequence[BackgroundSource], training: Sequence[StoredImage], p: FineTuning, cache: Path
) -> Iterator[TruthImage]:
    spacings = sorted({round(image.mammogram().mean_spacing_mm, 4) for image in training})
    parameters = ImageParameters(empty_share=0.25, lesions=LesionParameters(contrast=(3.0, 16.0)))
    return simulate_set(split(sources, False), p.simulated_images, spacings, p.seed, parameters, cache)


def _operating_points(
    detector: Hdogreg | HdogregFpn, start: Bundle, images: Sequence[StoredImage]
) -> tuple[Mapping[str, float], Any, str]:
    normals = [
        image for image in images if not image.calcifications and not image.regions and not image.truth().doubtful.any()
    ]
    if len(normals) < FEWEST_NORMALS:
        log.info(
            "%d normal images are too few to choose operating points on: those of the model are kept", len(normals)
        )
        return start.operating_points, start.section.get("operating_curve", []), "the model that it started from"
    return (
        *choose_operating_points(detector, whole_images(normals)),
        f"{len(normals)} normal images of the training part",
    )
