"""Fits the regression for lone specks (`MicrocalcCADLib.kinds.lone`) to places of backgrounds that were read by eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.detectors import create
from MicrocalcCADLib.detectors.hdogreg import METHOD
from MicrocalcCADLib.kinds.lone import LoneParameters, features
from MicrocalcCADLib.kinds.naming import positions_mm
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.volume_header import sha256_of_image
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from ..kept_analyses import analysed
from ..simulation.backgrounds import BackgroundSource
from ..simulation.kinds.read_places import NONE, SHIPPED, read_places

# a mark this near to a read place is what was read
SAME_MM = 0.3
FOLDS, STRENGTH, FEWEST = 8, 0.1, 20


@dataclass(frozen=True, eq=False)
class Specks:
    """Small marks that were read: (n, 6) `lone.features`, whether each is a calcification, and its image."""

    features: np.ndarray
    real: np.ndarray
    image: np.ndarray


def specks(
    sources: Sequence[BackgroundSource], parameters: LoneParameters, cache: Path, table: Path = SHIPPED
) -> Specks:
    """Return the small marks of the shipped detector on backgrounds that lie on read places.

    Parameters
    ----------
    cache
        Analyses are kept there, so that an interrupted run need not detect again.
    """
    rows, real, images = [np.zeros((0, 6))], [], []
    detector, read = None, read_places(table)
    for source in sources:
        places = [row for row in read if row.image == source.path.name]
        if not places:
            continue
        # two backgrounds may have one name, and a table may correct the spacing of one
        stored = cache / f"{sha256_of_image(source.path)[:16]}-{source.spacing_mm:g}mm.npz"
        detector = detector or create(METHOD, device="cpu")
        read_it = partial(read_mammogram, source.path, spacing_mm=source.spacing_mm)
        analysis = analysed(source.path, read_it, detector, METHOD, stored)
        places = [row for row in places if row.shape == (analysis.image.rows, analysis.image.columns)]
        marks = positions_mm(analysis.candidates, analysis.image.spacing_mm)
        values, lengths = features(analysis.candidates), analysis.candidates.column("major_axis_mm")
        for place in places:
            away = np.hypot(*(marks - np.multiply(place.place, analysis.image.spacing_mm)).T)
            nearest = int(np.argmin(away)) if len(away) else -1
            if nearest >= 0 and away[nearest] <= SAME_MM and lengths[nearest] < parameters.speck_mm:
                rows.append(values[nearest][None])
                real.append(place.kind != NONE)
                images.append(source.path.name)
    return Specks(np.concatenate(rows), np.array(real, bool), np.array(images))


def fitted(read: Specks, parameters: LoneParameters) -> tuple[LoneParameters, dict[str, Any]]:
    """Return the parameters with the regression, and its figures: numbers of marks, and the AUC by folds of images.

    With fewer than `FEWEST` marks of either sort there is none.
    """
    n, of_real = len(read.real), int(read.real.sum())
    figures: dict[str, Any] = {"marks": n, "calcifications": of_real, "images": len(set(read.image.tolist()))}
    if min(of_real, n - of_real) < FEWEST:
        return parameters, figures
    folds = GroupKFold(min(FOLDS, figures["images"]))
    held_out = cross_val_predict(
        _regression(), read.features, read.real, groups=read.image, cv=folds, method="predict_proba"
    )[:, 1]
    figures["auc_by_folds_of_images"] = float(roc_auc_score(read.real, held_out))
    scaler, regression = (step for _, step in _regression().fit(read.features, read.real).steps)
    numbers = (scaler.mean_, scaler.scale_, regression.coef_[0])
    means, scales, weights = (tuple(round(float(v), 6) for v in values) for values in numbers)
    return (
        replace(
            parameters, means=means, scales=scales, weights=weights, intercept=round(float(regression.intercept_[0]), 6)
        ),
        figures,
    )


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000))
