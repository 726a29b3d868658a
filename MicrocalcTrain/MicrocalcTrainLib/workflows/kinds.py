"""The recipe of the shipped bundle `kinds-simulated`: a network that names the kinds of calcification, from simulated
lesions of each kind.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.analysis import CERTAINTY
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.detectors.hdogreg import METHOD as DETECTOR
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.kinds.lone import LoneParameters
from MicrocalcCADLib.kinds.naming import CLOSE_UP, METHOD, NETWORK, NamingParameters
from MicrocalcCADLib.kinds.vocabulary import KINDS, NO_CALCIFICATION, SURELY_BENIGN
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.kind_resnet import kind_resnet
from MicrocalcCADLib.networks.kind_unet import kind_unet
from MicrocalcCADLib.progress import Progress
from scipy.ndimage import binary_dilation
from sklearn.metrics import confusion_matrix, roc_auc_score
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader

from ..datasets.splits import TEST
from ..losses import KindLoss
from ..recipes.kinds import KindsRecipe
from ..simulation.backgrounds import Background, BackgroundSource, in_words, load, load_both, split
from ..simulation.kinds.close_ups import CloseUps, stored
from ..simulation.kinds.patches import KindPatches
from ..simulation.kinds.read_places import UNKNOWN, places_on
from .bundle import joined_state, plain, section, write_bundle
from .bundle_configs import kind_networks
from .distributed import leads
from .lesion_kinds import Model, kinds_of_lesions
from .lone_specks import fitted, specks
from .loop import fit, patch_minibatches, read_curves
from .material import Simulated
from .model_card import SIMULATED, head, write_curves, write_documents
from .region import one_cycle_plan

log = logging.getLogger(__name__)
NAME, VERSION = "kinds-simulated", "1.1.0"
CLOSE_UP_CURVES = "curves-close-up"
INTENSITY = (
    "Fine and broad local contrast: see MicrocalcCADLib.kinds.kind_map; input in [0, 1] of the full scale, bright is"
    " dense."
)
TRAINING_DATA = (
    "Simulated calcifications of thirteen kinds on {backgrounds}; places that were read by eye (no radiologist), where"
    " they lie on these images."
)
TASK = "Naming of calcifications in mammograms"
NOTICE = (
    "Kinds are named by a network that learned from simulated calcifications: a word is a suggestion, not a reading."
)


def make(folder: Path, material: Simulated, recipe: KindsRecipe, device: str, command: str) -> Path:
    """Train, measure on held-out backgrounds and write the bundle; return its folder."""
    network = train(folder, material.sources, recipe, device)
    close_up = train_close_ups(folder, material.sources, recipe, device)
    if not leads():
        return folder / NAME
    cache, spacing = folder / "backgrounds", recipe.kinds.patches.spacing_mm
    held_out = [load(source, spacing, cache) for source in material.images(TEST)]
    nothing = [np.zeros(background.image.shape, bool) for background in held_out]
    patches = KindPatches(held_out, nothing, recipe.test_patches, recipe.seed + 2_000_000, recipe.kinds.patches)
    alone, both = (
        measured(Model(TorchNetwork(network, device), looks, recipe.close_up_share), patches)
        for looks in (None, TorchNetwork(close_up, device))
    )
    figures = {**both, "top_1_of_the_map_alone": alone["top_1"], "benign_auc_of_the_map_alone": alone["benign_auc"]}
    figures["close_ups"] = read_curves(folder / "close-ups")[-1]
    lone, of_lone = fitted(
        specks(split(material.sources, False), LoneParameters(), folder / "analyses"), LoneParameters()
    )
    training = {"command": command, "recipe": plain(recipe), "figures": figures, "lone_specks": of_lone}
    parameters = replace(NamingParameters(), lone=lone, close_up=recipe.close_up_share)
    content = section(METHOD, parameters, INTENSITY, training, {}, [])
    data = TRAINING_DATA.format(backgrounds=in_words(material.sources))
    content |= {"training_data": data, "notices": [NOTICE], "operating_points": {"named": CERTAINTY}}
    description = "Kind network: which of thirteen kinds of calcification, or none, each place of a mammogram shows."
    state = joined_state({NETWORK: network, CLOSE_UP: close_up})
    metadata = write_bundle(folder / NAME, (NAME, VERSION), description, kind_networks(), state, content, TASK)
    curves = read_curves(folder / "kinds")
    write_documents(folder / NAME, card(metadata, curves), curves)
    write_curves(folder / NAME, CLOSE_UP_CURVES, read_curves(folder / "close-ups"))
    return folder / NAME


def measured(model: Model, patches: KindPatches) -> dict[str, Any]:
    """Return how often a simulated lesion gets its kind, and how well benign and suspicious ones are told apart.

    A lesion of which at least half lies in the patch counts; its kind is the likeliest one, see `kinds_of_lesions`.
    """
    p = patches.parameters
    truth, found = [], []
    for index in range(len(patches)):
        image, _, lesions = patches.drawn(index)
        for lesion, (kinds, share) in zip(
            lesions, kinds_of_lesions(model, image, p.spacing_mm, lesions, p.margin_px), strict=True
        ):
            if share >= 0.5:
                truth.append(lesion.kind)
                found.append(kinds)
    return _figures(np.array(truth), np.array(found))


def _figures(truth: np.ndarray, found: np.ndarray) -> dict[str, Any]:
    words = [kind.word for kind in KINDS]
    benign = np.array([word in SURELY_BENIGN for word in words])
    best = found.argmax(axis=1) + 1
    surely = [word in SURELY_BENIGN for word in words]
    table = confusion_matrix(truth, best, labels=range(1, len(words) + 1))
    return {
        "lesions": len(truth),
        "top_1": float((best == truth).mean()),
        "benign_auc": float(roc_auc_score(benign[truth - 1], found[:, surely].sum(axis=1))),
        "suspicious_called_benign": float((found[~benign[truth - 1]][:, surely].sum(axis=1) >= CERTAINTY).mean()),
        "benign_called_benign": float((found[benign[truth - 1]][:, surely].sum(axis=1) >= CERTAINTY).mean()),
        "confusion": {
            word: {words[k]: int(n) for k, n in enumerate(row) if n} for word, row in zip(words, table, strict=True)
        },
    }


def card(metadata: Mapping[str, Any], curves: Sequence[Mapping[str, float]]) -> str:
    """Return the card as Markdown, every figure taken from the metadata and the curves."""
    training = metadata["microcalc"]["training"]
    figures = training["figures"]
    rows = [
        f"| {word} | {sum(row.values())} | {row.get(word, 0)} | {_most(row, word)} |"
        for word, row in figures["confusion"].items()
    ]
    return "\n".join(
        [
            *head(metadata, curves, replace(SIMULATED, parts="")),
            *([training["note"], ""] if "note" in training else []),
            "## Measured on simulated lesions on held-out backgrounds",
            "",
            (
                f"{figures['lesions']} lesions of which at least half lies in the patch, by the average over their true"
                " pixels and over close-ups of their calcifications:"
            ),
            "",
            f"- likeliest kind right (of 13): {figures['top_1']:.3f}{_by_the_map(figures, 'top_1')}",
            f"- benign by look against all others: AUC {figures['benign_auc']:.3f}{_by_the_map(figures, 'benign_auc')}",
            f"- benign ones called so (probability of at least {CERTAINTY:g}): {figures['benign_called_benign']:.3f}",
            f"- others called benign by look: {figures['suspicious_called_benign']:.3f}",
            "",
            (
                "Benign by look are all typically benign kinds but round or punctate ones, of which a tight group is"
                " still to be looked at."
            ),
            "",
            "| kind | lesions | right | most often taken for |",
            "|---|---|---|---|",
            *rows,
            "",
            *_on_lone_specks(training.get("lone_specks", {})),
            *_lines("Judged on whole simulated images", training.get("simulated_images", ())),
            *_lines("Judged on real images", training.get("real_images", ())),
        ]
    )


def _by_the_map(figures: Mapping[str, Any], name: str) -> str:
    alone = figures.get(f"{name}_of_the_map_alone")
    return "" if alone is None else f" (by the map alone {alone:.3f})"


def _on_lone_specks(figures: Mapping[str, Any]) -> list[str]:
    """Return the part of the card on the regression for small marks without company, where there is one."""
    if "auc_by_folds_of_images" not in figures:
        return []
    return [
        "## Lone specks",
        "",
        (
            "A small mark without others near it is judged by size, contrast and score (`MicrocalcCADLib.kinds.lone`):"
            f" a logistic regression on {figures['marks']} marks of the shipped detector in {figures['images']} real"
            f" images, {figures['calcifications']} of them calcifications, read by eye. AUC by folds of images:"
            f" {figures['auc_by_folds_of_images']:.3f}."
        ),
        "",
    ]


def _lines(title: str, lines: Sequence[str]) -> list[str]:
    """Return a part of the card, where there is one: lines of `microcalc-train evaluate`, and others."""
    return [f"## {title}", "", *lines, ""] if lines else []


def _most(row: Mapping[str, int], word: str) -> str:
    others = {other: n for other, n in row.items() if other != word}
    return max(others, key=lambda other: others[other]) if others else "-"


def train(
    folder: Path, sources: Sequence[BackgroundSource], recipe: KindsRecipe, device: str, stop_after: int | None = None
) -> torch.nn.Module:
    """Train on simulated patches, or go on where `folder` holds a checkpoint, and return the network; see
    `loop.fit`.
    """
    p, spacing, cache = recipe.kinds, recipe.kinds.patches.spacing_mm, folder / "backgrounds"
    held_in, held_out = load_both(sources, spacing, cache)
    reach = (recipe.unknown_score, recipe.unknown_mm)
    unknown_in, unknown_out = (
        unknown_places(part, spacing, *reach, folder / "unknown") for part in (held_in, held_out)
    )
    read = [places_on(background) for background in held_in]
    patches = KindPatches(held_in, unknown_in, p.steps * p.batch, p.seed, p.patches, read)
    validation = KindPatches(held_out, unknown_out, p.validation_patches, p.seed + 1_000_000, p.patches)
    kept = list(DataLoader(validation, batch_size=p.batch, num_workers=p.workers))
    loss = KindLoss().to(device)
    torch.manual_seed(p.seed)
    plan = one_cycle_plan(p, loss, lambda net: validated(net, kept, loss, device))
    return fit(
        folder / "kinds", kind_unet(p.filters), patch_minibatches(patches, p.batch, p.workers), plan, device, stop_after
    )[0]


def train_close_ups(
    folder: Path, sources: Sequence[BackgroundSource], recipe: KindsRecipe, device: str, stop_after: int | None = None
) -> torch.nn.Module:
    """Train the close-up network on simulated calcifications, or go on where `folder` holds a checkpoint, and return
    it; see `loop.fit`.
    """
    p, spacing, cache = recipe.close_ups, recipe.kinds.patches.spacing_mm, folder / "backgrounds"
    held_in, held_out = load_both(sources, spacing, cache)
    drawn = KindPatches(
        held_in,
        nothing_known(held_in),
        p.drawn,
        p.seed + 3_000_000,
        recipe.kinds.patches,
        [places_on(one) for one in held_in],
    )
    validation = KindPatches(
        held_out, nothing_known(held_out), p.validation_patches, p.seed + 4_000_000, recipe.kinds.patches
    )
    close_ups = CloseUps(folder / "drawn-close-ups", drawn, p.steps * p.batch, p.seed)
    parts, labels = stored(folder / "held-out-close-ups", validation, every=False)
    images = np.concatenate(parts)
    loss = torch.nn.CrossEntropyLoss(label_smoothing=p.smoothing)
    torch.manual_seed(p.seed)
    plan = one_cycle_plan(p, loss, lambda net: validated_close_ups(net, images, labels, device))
    return fit(
        folder / "close-ups", kind_resnet(), patch_minibatches(close_ups, p.batch, p.workers), plan, device, stop_after
    )[0]


def nothing_known(backgrounds: Sequence[Background]) -> list[np.ndarray]:
    """Return for each background a bool image of its shape in which no place is left out."""
    return [np.zeros(one.image.shape, bool) for one in backgrounds]


def validated_close_ups(
    network: torch.nn.Module, images: np.ndarray, labels: np.ndarray, device: str
) -> dict[str, float]:
    """Return the loss, how often the likeliest kind is right, and how well benign ones by their look are told from all
    others.
    """
    network.eval()
    with torch.no_grad():
        logits = torch.cat(
            [
                network(torch.from_numpy(part.astype(np.float32)).to(device)).cpu()
                for part in np.array_split(images, -(-len(images) // 64))
            ]
        )
    calcium = labels < len(KINDS)
    kinds, truth = logits[:, : len(KINDS)].softmax(dim=1).numpy()[calcium], labels[calcium]
    figures = {
        "validation_loss": float(cross_entropy(logits, torch.from_numpy(labels))),
        "validation_kind": float((kinds.argmax(axis=1) == truth).mean()) if len(truth) else 0.0,
    }
    benign = np.array([kind.word in SURELY_BENIGN for kind in KINDS])
    if 0 < benign[truth].sum() < len(truth):
        figures["validation_benign_auc"] = float(roc_auc_score(benign[truth], kinds[:, benign].sum(axis=1)))
    return figures


def unknown_places(
    backgrounds: Sequence[Background], spacing_mm: float, unknown_score: float, unknown_mm: float, cache: Path
) -> list[np.ndarray]:
    """Return for each background a bool image of its shape: the surroundings of what the shipped detector marks there;
    see `KindsRecipe`. What `cache` holds of the same pixels is taken, by whatever name they came.
    """
    decides = f"{spacing_mm} {unknown_score} {unknown_mm} {find_bundle(None, DETECTOR).identity.sha256}"
    detector, result = None, []
    cache.mkdir(parents=True, exist_ok=True)
    for background in backgrounds:
        digest = sha256(f"{decides} {background.image.shape}".encode())
        digest.update(background.image.tobytes())
        stored = cache / f"{digest.hexdigest()[:16]}.npy"
        if not stored.exists():
            detector = detector or create(DETECTOR, device="cpu")
            analysis = detector.analyse(Mammogram(background.image, (spacing_mm, spacing_mm), "given"), Progress())
            marks = np.flatnonzero(analysis.candidates.column("score") >= unknown_score) + 1
            places = binary_dilation(analysis.label_map(marks) > 0, iterations=round(unknown_mm / spacing_mm))
            with written_whole(stored) as temporary, temporary.open("wb") as stream:
                np.save(stream, places)
        result.append(np.load(stored))
    return result


def validated(
    network: torch.nn.Module, minibatches: Sequence[dict[str, torch.Tensor]], loss: torch.nn.Module, device: str
) -> dict[str, float]:
    """Return the loss, the Dice coefficient of calcium of any kind, and how often the kind is right, mean over kinds,
    where there is calcium.
    """
    network.eval()
    total, n, table = 0.0, 0, np.zeros((NO_CALCIFICATION + 1,) * 2)
    for part in minibatches:
        label = part["label"].to(device)
        with torch.no_grad():
            logits = network(part["image"].to(device))
        total, n = total + float(loss(logits, label)) * len(label), n + len(label)
        kind = label[:, 0].long()
        known = kind != UNKNOWN
        table += confusion_matrix(kind[known].cpu(), logits.argmax(1)[known].cpu(), labels=range(NO_CALCIFICATION + 1))
    calcium = slice(1, len(KINDS) + 1)
    both, truth, found = table[calcium, calcium].sum(), table[calcium].sum(), table[:, calcium].sum()
    named = table[calcium, calcium]
    right = np.diag(named)[named.sum(axis=1) > 0] / named.sum(axis=1)[named.sum(axis=1) > 0]
    kinds = float(right.mean()) if len(right) else 0.0
    return {
        "validation_loss": total / n,
        "validation_dice": float(2 * both / max(truth + found, 1)),
        "validation_kind": kinds,
    }
