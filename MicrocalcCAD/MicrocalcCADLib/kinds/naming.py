"""Naming what a detector found: the kind of each calcification, large ones as one object, and how much each calls for a
look.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import MEASURES, Analysis, Candidates, Naming
from ..detectors.loading import load_part, with_values
from ..findings import Vessel
from ..mammogram import Mammogram
from ..measure import measure_objects
from ..memory import give_back
from ..models import Bundle, find_bundle
from ..networks.engine import Network, networks_of
from ..networks.kind_resnet import kind_resnet
from ..networks.kind_unet import kind_unet
from ..notices import IMAGE, Notice
from ..objects import Objects
from ..progress import Progress
from ..resample import sampled
from .balls import metal_balls
from .close_ups import kinds_close_up
from .kind_map import SPACING_MM, KindMap, kind_map
from .large import large_calcifications
from .left_out import reasons
from .lone import LoneParameters, no_calcification
from .vessels import members, trace
from .vocabulary import KINDS, NO_CALCIFICATION, SURELY_BENIGN, VASCULAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import nn

METHOD, NETWORK, CLOSE_UP = "kinds", "kinds", "close-up"
WORDS = tuple(kind.word for kind in KINDS)
# what a coarser picture cannot show
FINE = [WORDS.index(word) for word in ("amorphous", "fine linear or branching")]
SURELY = [word in SURELY_BENIGN for word in WORDS]
SCORE = MEASURES.index("score")


@dataclass(frozen=True)
class NamingParameters:
    """How the network's map is read.

    Parameters
    ----------
    large_probability
        From this probability of a kind that has a size or a shell (coarse, rod, rim, dystrophic, suture, skin, milk of
        calcium), summed, a place belongs to a large calcification.
    large_mm
        Least diameter of a disc of the area of an object that is taken as a whole.
    largest_hole_mm
        Diameter of a disc of the area of the largest hole that belongs to the object around it: what lies within a
        wider ring, a skin marker's for example, is something else.
    outline_level
        A large calcification reaches as far as it stands out of its surroundings by this part of its height.
    doubt
        What counts against any name where the map shows little: the share of a place without calcium that is as likely
        as none of the kinds.
    coarsest_fine_mm
        Above this spacing amorphous and fine linear ones cannot be told from others.
    vessel_score
        A vessel has at least one mark of the detector of this score along it; what only the map sees may be a fibre.
    along_vessel
        How much it counts that a calcification lies along a vessel that was traced; what the map shows at itself is the
        rest.
    close_up
        How much it counts what the close-up network says of a calcification, the rest being what the map says; 0 for a
        model without one.
    close_up_score, most_close_ups
        It looks at so many candidates at most, the surest first, and at none below this score.
    lone
        What a small mark without others near it is, by its measures.
    """

    spacing_mm: float = 0.1
    large_probability: float = 0.5
    large_mm: float = 0.9
    largest_hole_mm: float = 10.0
    outline_level: float = 0.25
    doubt: float = 0.02
    coarsest_fine_mm: float = 0.15
    vessel_score: float = 0.1
    along_vessel: float = 0.7
    close_up: float = 0.0
    close_up_score: float = 0.1
    most_close_ups: int = 200
    lone: LoneParameters = field(default_factory=LoneParameters)


def parameters_of(bundle: Bundle) -> NamingParameters:
    """Return how the bundle's networks are read; raises `ModelError` where a value cannot be."""
    return with_values(NamingParameters(), bundle.section.get("parameters", {}), bundle.identity.name)


def networks_in(parameters: NamingParameters) -> tuple[str, ...]:
    """Return the names of the networks that a model with these parameters has."""
    return (NETWORK, CLOSE_UP) if parameters.close_up else (NETWORK,)


def modules_of(bundle: Bundle) -> Mapping[str, nn.Module]:
    """Return the bundle's networks in PyTorch; raises `ModelError` where weights do not fit."""
    made = {NETWORK: kind_unet, CLOSE_UP: kind_resnet}
    modules = {name: made[name]() for name in networks_in(parameters_of(bundle))}
    for name, module in modules.items():
        load_part(module, bundle.state(), f"{name}.", bundle.identity.name)
    return modules


@dataclass(frozen=True, eq=False)
class Namer:
    """A model that names kinds, ready to use."""

    network: Network
    bundle: Bundle | None = None
    parameters: NamingParameters = field(default_factory=NamingParameters)
    close_up: Network | None = None

    @classmethod
    def load(cls, choice: str | Path | None = None, device: str = "auto", threads: int | None = None) -> Namer:
        """Return the model of a bundle of the method ``kinds`` (None: the catalogue's first).

        Raises
        ------
        ModelError
            If it is missing, altered or incomplete.
        """
        bundle = find_bundle(choice, METHOD)
        parameters = parameters_of(bundle)
        networks = networks_of(
            bundle, networks_in(parameters), lambda: modules_of(bundle), device, threads, most_streams=1
        )[1]
        return cls(networks[NETWORK], bundle, parameters, networks.get(CLOSE_UP))

    def name(self, analysis: Analysis, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the analysis with kinds, suspicion, vessels, and large calcifications as one object each.

        Parameters
        ----------
        analysis
            Of the same mammogram, by any detector that outlines calcifications.
        """
        progress, began = progress or Progress(), time.perf_counter()
        progress(0.0, "Naming calcifications")
        give_back()  # what the detector left
        answer = kind_map(
            self.network, mammogram.pixels, mammogram.spacing_mm, analysis.breast_mask, self.close_up is not None
        )
        progress(0.8, "Naming calcifications")
        vascular = answer.probabilities[1 + WORDS.index(VASCULAR)]
        traced = trace(vascular, answer.spacing_mm, mammogram.pixels, mammogram.spacing_mm, analysis.breast_mask)
        vessels = with_marks(traced, analysis.candidates, mammogram.spacing_mm, self.parameters.vessel_score)
        candidates = with_large(analysis.candidates, answer, mammogram, self.parameters, analysis.breast_mask, traced)
        alone = no_calcification(candidates, mammogram.spacing_mm, self.parameters.lone)
        naming = named(candidates, answer, mammogram, self.parameters, vessels, self.close_up, alone)
        balls = metal_balls(candidates, mammogram)
        naming = without(naming, balls)
        left_out = reasons(candidates, naming.none, alone, mammogram, analysis.breast_mask, balls)
        naming = replace(naming, left_out=left_out)
        measures = candidates.measures.copy()
        measures[:, SCORE] *= 1 - naming.none
        candidates = replace(candidates, measures=measures)
        notices, versions = analysis.notices, dict(analysis.versions)
        if self.bundle is not None:
            notices = (*notices, *(notice for notice in self.bundle.notices if notice not in notices))
            versions["kinds"] = f"{self.bundle.identity.name} {self.bundle.identity.version}"
        if mammogram.mean_spacing_mm > self.parameters.coarsest_fine_mm:
            notices = (*notices, Notice(_COARSE.format(mammogram.mean_spacing_mm), IMAGE))
        progress(1.0, "Naming calcifications")
        timings = {**analysis.timings_s, "kinds": round(time.perf_counter() - began, 3)}
        return replace(
            analysis,
            candidates=replace(candidates, naming=naming),
            vessels=vessels,
            notices=notices,
            timings_s=timings,
            versions=versions,
        )


_COARSE = (
    "At {:.2g} mm amorphous and fine linear calcifications cannot be told from others: they are called not determined. "
    "Use the original image where there is one."
)


def named(
    candidates: Candidates,
    answer: KindMap,
    mammogram: Mammogram,
    parameters: NamingParameters,
    vessels: Sequence[Vessel] = (),
    close_up: Network | None = None,
    alone: np.ndarray | None = None,
) -> Naming:
    """Return what each candidate may be, by the map at its pixels, weighed by how much calcium it sees at each, by a
    close-up, and by the vessels.

    A close-up says which kind; whether it is a calcification at all, and whether it is of a vessel, which is seen by
    its course, the map says. `alone` is what `no_calcification` says of the candidates, (n,); None to reckon it here.
    """
    if not len(candidates):
        return Naming(WORDS, np.zeros((0, len(WORDS)), np.float32), np.zeros(0))
    places = np.divmod(candidates.objects.pixels, mammogram.shape[1])
    values = sampled(answer.probabilities, *places, mammogram.shape)
    kinds, none = averaged(values, candidates.objects, parameters.doubt)
    if close_up is not None and answer.view is not None:
        kinds = _looked_at(kinds, none, candidates, answer.view, mammogram, parameters, close_up)
    speck = no_calcification(candidates, mammogram.spacing_mm, parameters.lone) if alone is None else alone
    kinds, none = kinds * (1 - speck)[:, None], none + (1 - none) * speck
    along = members(vessels, positions_mm(candidates, mammogram.spacing_mm), mammogram.spacing_mm) > 0
    kinds[along] *= 1 - parameters.along_vessel
    kinds[along, WORDS.index(VASCULAR)] += parameters.along_vessel
    none[along] *= 1 - parameters.along_vessel
    suspicion = candidates.column("score") * (1 - none) * (1 - kinds[:, SURELY].sum(axis=1))
    if mammogram.mean_spacing_mm > parameters.coarsest_fine_mm:
        kinds = kinds.copy()
        kinds[:, FINE] = 0
    return Naming(WORDS, kinds.astype(np.float32), np.clip(suspicion, 0, 1), np.clip(none, 0, 1))


def without(naming: Naming, none: np.ndarray) -> Naming:
    """Return the naming with what is certainly no calcification, bool (n,), as such."""
    kept = ~none
    return replace(
        naming,
        morphologies=naming.morphologies * kept[:, None],
        suspicion=naming.suspicion * kept,
        none=np.where(none, 1.0, naming.none),
    )


def _looked_at(
    kinds: np.ndarray,
    none: np.ndarray,
    candidates: Candidates,
    view: np.ndarray,
    mammogram: Mammogram,
    parameters: NamingParameters,
    close_up: Network,
) -> np.ndarray:
    """Return the probabilities of the kinds, (n, 13), with what the close-up network says of the surest candidates."""
    sure = candidates.column("score") * (1 - none)
    rows = np.argsort(-sure, kind="stable")[: parameters.most_close_ups]
    rows = np.sort(rows[sure[rows] >= parameters.close_up_score])
    places = positions_mm(candidates, mammogram.spacing_mm)[rows] / SPACING_MM
    places = np.clip(np.round(places).astype(int), 0, np.array(view.shape[1:]) - 1)
    result = kinds.copy()
    result[rows] = blended(kinds[rows], kinds_close_up(close_up, view, places), parameters.close_up)
    return result


def blended(kinds: np.ndarray, said: np.ndarray, share: float) -> np.ndarray:
    """Return what a map and a close-up say together of n calcifications, (n, 13); how much is vascular, and how much is
    any kind, stays the map's.

    Parameters
    ----------
    kinds, said
        Probabilities of the kinds by the map, (n, 13), and of all classes by the close-up, (n, 14).
    share
        Weight of the close-up.
    """
    others = np.array([word != VASCULAR for word in WORDS])
    named = said[:, : len(WORDS)][:, others]
    named = named / np.maximum(named.sum(axis=1, keepdims=True), 1e-9)
    result = kinds.copy()
    result[:, others] = (1 - share) * kinds[:, others] + share * kinds[:, others].sum(axis=1, keepdims=True) * named
    return result


def with_marks(
    vessels: Sequence[Vessel], candidates: Candidates, spacing_mm: tuple[float, float], least_score: float
) -> tuple[Vessel, ...]:
    """Return the vessels along which the detector marked a calcification of at least this score, numbered anew: a
    course alone may be a fibre's.
    """
    marked = candidates.column("score") >= least_score
    along = set(members(vessels, positions_mm(candidates, spacing_mm)[marked], spacing_mm).tolist())
    return tuple(
        replace(one, id=number) for number, one in enumerate((one for one in vessels if one.id in along), start=1)
    )


def positions_mm(candidates: Candidates, spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return row and column of the candidates in mm, (n, 2)."""
    return np.column_stack([candidates.column("row"), candidates.column("column")]) * spacing_mm


def averaged(values: np.ndarray, objects: Objects, doubt: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each kind, (n, 13), and of no calcification, (n,), of n objects from the map at their
    pixels.

    Pixels weigh by how much the map sees there beside background. What is left of 1 is that nothing is known.

    Parameters
    ----------
    values
        float32 (15, m) of the map at all pixels of the objects, one object after the other.
    doubt
        See `NamingParameters`.
    """
    weight = 1 - values[0] + 1e-4
    total = objects.reduced(np.add, weight)
    mean = np.stack([objects.reduced(np.add, channel * weight) / total for channel in values[1:]], axis=1)
    mean /= mean.sum(axis=1, keepdims=True) + doubt
    return mean[:, : len(WORDS)], mean[:, NO_CALCIFICATION - 1]


def with_large(
    candidates: Candidates,
    answer: KindMap,
    mammogram: Mammogram,
    parameters: NamingParameters,
    breast: np.ndarray | None = None,
    vessels: Sequence[Vessel] = (),
) -> Candidates:
    """Return the candidates with large calcifications as one object each, in place of the marks on their walls and
    lobules.

    The score of such an object is the greatest of those marks' scores, and of the map's mean probability over it.
    """
    p = parameters
    found = large_calcifications(
        answer, mammogram, p.large_probability, p.large_mm, p.largest_hole_mm, p.outline_level, breast, vessels
    )
    places, large, sure = found.places, found.outlines, found.sure
    if not len(sure):
        return candidates
    owner = np.zeros(mammogram.shape[0] * mammogram.shape[1], np.int32)
    owner[places.pixels] = places.owners + 1
    objects = candidates.objects
    share = objects.reduced(np.add, (owner[objects.pixels] > 0).astype(np.float64)) / objects.sizes
    within = share >= 0.5
    held_by = objects.reduced(np.maximum, owner[objects.pixels])
    scores = sure.copy()
    np.maximum.at(scores, held_by[within] - 1, candidates.column("score")[within])
    kept = np.flatnonzero(~within)
    old = objects.chosen(kept)
    # pixels belong to one object: what a small one shares with a large one stays the small one's
    free = ~np.isin(large.pixels, old.pixels, kind="table") if len(old.pixels) else np.ones(len(large.pixels), bool)
    sizes = large.reduced(np.add, free.astype(np.int64))
    alive = sizes > 0
    own = Objects(large.pixels[free], np.concatenate([[0], np.cumsum(sizes[alive])]))
    measures = measure_objects(own, mammogram.pixels, mammogram.spacing_mm)
    measures[:, SCORE] = scores[alive]
    both = Objects(
        np.concatenate([old.pixels, own.pixels]), np.concatenate([old.starts, len(old.pixels) + own.starts[1:]])
    )
    return replace(candidates, measures=np.concatenate([candidates.measures[kept], measures]), objects=both)
