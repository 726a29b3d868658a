"""The recipe of the shipped bundle `kinds-simulated`: a network that names the kinds of calcification, from simulated lesions of each kind."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from MicrocalcCADLib.analysis import CERTAINTY
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.kinds.kind_map import network_input
from MicrocalcCADLib.kinds.lone import LoneParameters
from MicrocalcCADLib.kinds.naming import METHOD, NETWORK, NamingParameters
from MicrocalcCADLib.kinds.vocabulary import KINDS, NO_CALCIFICATION, SURELY_BENIGN
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.kind_unet import kind_unet
from scipy.ndimage import binary_dilation
from sklearn.metrics import confusion_matrix, roc_auc_score
from torch.utils.data import DataLoader

from ..datasets.splits import TEST
from ..losses import KindLoss
from ..recipes.kinds import KindsRecipe
from ..simulation.backgrounds import Background, BackgroundSource, load, split
from ..simulation.kinds.patches import KindPatches
from ..simulation.kinds.read_places import UNKNOWN, places_on
from .bundle import Purpose, joined_state, plain, section, write_bundle
from .distributed import leads
from .lesion_kinds import kinds_of_lesion
from .lone_specks import fitted, specks
from .loop import Plan, fit, patch_minibatches, read_curves
from .material import Simulated
from .model_card import SIMULATED, head, write_documents
from .region import one_cycle

log = logging.getLogger(__name__)
NAME, VERSION = "kinds-simulated", "1.0.0"
INTENSITY = "Fine and broad local contrast: see MicrocalcCADLib.kinds.kind_map; input in [0, 1] of the full scale, bright is dense."
TRAINING_DATA = (
    "Simulated calcifications of thirteen kinds on CBIS-DDSM films (CC BY 3.0), CDD-CESM images (CC BY 4.0), Hologic images of the MONAI model zoo "
    "(Apache-2.0) and of a public exam (BSD-2-Clause), and procedural texture; places of these images that were read by eye (no radiologist)."
)
TARGET = {"_target_": "MicrocalcCADLib.networks.kind_unet.kind_unet"}
PURPOSE = Purpose(
    "Naming of calcifications in mammograms", "naming", {"_target_": "MicrocalcCADLib.kinds.naming.Namer.load", "choice": "$@bundle_root"}
)
NOTICE = "Kinds are named by a network that learned from simulated calcifications: a word is a suggestion, not a reading."


def make(folder: Path, material: Simulated, recipe: KindsRecipe, device: str, command: str) -> Path:
    """Train, measure on held-out backgrounds and write the bundle; return its folder."""
    network = train(folder, material.sources, recipe, device)
    if not leads():
        return folder / NAME
    cache, spacing = folder / "backgrounds", recipe.kinds.patches.spacing_mm
    held_out = [load(source, spacing, cache) for source in material.images(TEST)]
    nothing = [np.zeros(background.image.shape, bool) for background in held_out]
    patches = KindPatches(held_out, nothing, recipe.test_patches, recipe.seed + 2_000_000, recipe.kinds.patches)
    figures = measured(network, patches, device)
    lone, of_lone = fitted(specks(split(material.sources, False), LoneParameters(), folder / "analyses"), LoneParameters())
    training = {"command": command, "recipe": plain(recipe), "figures": figures, "lone_specks": of_lone}
    content = section(METHOD, replace(NamingParameters(), lone=lone), INTENSITY, training, {}, [])
    content |= {"training_data": TRAINING_DATA, "notices": [NOTICE], "operating_points": {"named": CERTAINTY}}
    description = "Kind network: which of thirteen kinds of calcification, or none, each place of a mammogram shows."
    metadata = write_bundle(folder / NAME, (NAME, VERSION), description, TARGET, joined_state({NETWORK: network}), content, PURPOSE)
    curves = read_curves(folder / "kinds")
    write_documents(folder / NAME, card(metadata, curves), curves)
    return folder / NAME


@torch.no_grad()
def measured(network: torch.nn.Module, patches: KindPatches, device: str) -> dict[str, Any]:
    """Return how often a simulated lesion gets its kind, and how well benign and suspicious ones are told apart.

    A lesion whose centre lies in the patch counts; its kind is the likeliest of the average over its true pixels, as `Namer` averages over
    a candidate's.
    """
    p, network = patches.parameters, network.eval().to(device)
    truth, found = [], []
    for index in range(len(patches)):
        image, _, lesions = patches.drawn(index)
        inner = slice(p.margin_px, p.margin_px + p.size_px)
        given = network_input(image, p.spacing_mm)[:, inner, inner]
        answer = network(torch.from_numpy(np.ascontiguousarray(given))[None].to(device)).softmax(dim=1)[0].cpu().numpy()
        for lesion in lesions:
            kinds, share = kinds_of_lesion(answer, lesion, p.margin_px)
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
        "confusion": {word: {words[k]: int(n) for k, n in enumerate(row) if n} for word, row in zip(words, table, strict=True)},
    }


def card(metadata: Mapping[str, Any], curves: Sequence[Mapping[str, float]]) -> str:
    """Return the card as Markdown, every figure taken from the metadata and the curves."""
    training = metadata["microcalc"]["training"]
    figures = training["figures"]
    rows = [f"| {word} | {sum(row.values())} | {row.get(word, 0)} | {_most(row, word)} |" for word, row in figures["confusion"].items()]
    return "\n".join(
        [
            *head(metadata, curves, replace(SIMULATED, parts="")),
            *([training["note"], ""] if "note" in training else []),
            "## Measured on simulated lesions on held-out backgrounds",
            "",
            f"{figures['lesions']} lesions of which at least half lies in the patch, by the average over their true pixels:",
            "",
            f"- likeliest kind right (of 13): {figures['top_1']:.3f}",
            f"- benign by look against all others: AUC {figures['benign_auc']:.3f}",
            f"- benign ones called so (probability of at least {CERTAINTY:g}): {figures['benign_called_benign']:.3f}",
            f"- others called benign by look: {figures['suspicious_called_benign']:.3f}",
            "",
            "Benign by look are all typically benign kinds but round or punctate ones, of which a tight group is still to be looked at.",
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


def _on_lone_specks(figures: Mapping[str, Any]) -> list[str]:
    """Return the part of the card on the regression for small marks without company, where there is one."""
    if "auc_by_folds_of_images" not in figures:
        return []
    return [
        "## Lone specks",
        "",
        "A small mark without others near it is judged by size, contrast and score (`MicrocalcCADLib.kinds.lone`): a logistic regression on "
        f"{figures['marks']} marks of the shipped detector in {figures['images']} real images, {figures['calcifications']} of them calcifications, "
        f"read by eye. AUC by folds of images: {figures['auc_by_folds_of_images']:.3f}.",
        "",
    ]


def _lines(title: str, lines: Sequence[str]) -> list[str]:
    """Return a part of the card, where there is one: lines of `microcalc-train evaluate`, and others."""
    return [f"## {title}", "", *lines, ""] if lines else []


def _most(row: Mapping[str, int], word: str) -> str:
    others = {other: n for other, n in row.items() if other != word}
    return max(others, key=lambda other: others[other]) if others else "-"


def train(folder: Path, sources: Sequence[BackgroundSource], recipe: KindsRecipe, device: str, stop_after: int | None = None) -> torch.nn.Module:
    """Train on simulated patches, or go on where `folder` holds a checkpoint, and return the network; see `loop.fit`."""
    p, spacing, cache = recipe.kinds, recipe.kinds.patches.spacing_mm, folder / "backgrounds"
    held_in, held_out = ([load(s, spacing, cache) for s in split(sources, part)] for part in (False, True))
    reach = (recipe.unknown_score, recipe.unknown_mm)
    unknown_in, unknown_out = (unknown_places(part, spacing, *reach, folder / "unknown") for part in (held_in, held_out))
    read = [places_on(background) for background in held_in]
    patches = KindPatches(held_in, unknown_in, p.steps * p.batch, p.seed, p.patches, read)
    validation = KindPatches(held_out, unknown_out, p.validation_patches, p.seed + 1_000_000, p.patches)
    kept = list(DataLoader(validation, batch_size=p.batch, num_workers=p.workers))
    loss = KindLoss().to(device)
    plan = Plan(
        p,
        p.steps,
        loss,
        lambda weights: torch.optim.AdamW(weights, lr=p.learning_rate, weight_decay=p.weight_decay),
        lambda epoch, step, rows: p.learning_rate * one_cycle(step / (p.epochs * p.steps)),
        lambda net: validated(net, kept, loss, device),
    )
    return fit(folder / "kinds", kind_unet(p.filters), patch_minibatches(patches, p.batch, p.workers), plan, device, stop_after)[0]


def unknown_places(backgrounds: Sequence[Background], spacing_mm: float, unknown_score: float, unknown_mm: float, cache: Path) -> list[np.ndarray]:
    """Return for each background a bool image of its shape: the surroundings of what the shipped detector marks there; see `KindsRecipe`."""
    detector, result = None, []
    cache.mkdir(parents=True, exist_ok=True)
    for background in backgrounds:
        stored = cache / f"{Path(background.name).stem}-{background.image.shape[0]}x{background.image.shape[1]}.npy"
        if not stored.exists():
            detector = detector or create("hdogreg", device="cpu")
            analysis = detector.analyse(Mammogram(background.image, (spacing_mm, spacing_mm), "given"))
            marks = np.flatnonzero(analysis.candidates.column("score") >= unknown_score) + 1
            places = binary_dilation(analysis.label_map(marks) > 0, iterations=round(unknown_mm / spacing_mm))
            with written_whole(stored) as temporary, temporary.open("wb") as stream:
                np.save(stream, places)
        result.append(np.load(stored))
    return result


@torch.no_grad()
def validated(network: torch.nn.Module, minibatches: Sequence[dict[str, torch.Tensor]], loss: torch.nn.Module, device: str) -> dict[str, float]:
    """Return the loss, the Dice coefficient of calcium of any kind, and how often the kind is right, mean over kinds, where there is calcium."""
    network.eval()
    total, n, table = 0.0, 0, np.zeros((NO_CALCIFICATION + 1,) * 2)
    for part in minibatches:
        label = part["label"].to(device)
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
    return {"validation_loss": total / n, "validation_dice": float(2 * both / max(truth + found, 1)), "validation_kind": kinds}
