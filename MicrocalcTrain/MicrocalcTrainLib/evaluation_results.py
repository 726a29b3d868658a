"""What `microcalc-train evaluate` wrote, read back: measures by method, curves, images with the worst first."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json
from MicrocalcCADLib.spreadsheet import as_named

FILE, IMAGES = "evaluation.json", "images.csv"
CONFUSION = ("clusters_hit", "clusters_missed", "clusters_false", "calcifications_found", "calcifications_missed")


@dataclass(frozen=True)
class CurveForm:
    """Which columns of a curve are drawn."""

    x: str
    y: str


CURVES: Mapping[str, CurveForm] = {
    "froc": CurveForm("fp_per_cm2", "true_positive_rate"),
    "cluster_froc": CurveForm("fp_per_image", "true_positive_rate"),
    "roc": CurveForm("false_positive_rate", "true_positive_rate"),
    "reliability": CurveForm("score", "share_real"),
}


@dataclass(frozen=True)
class EvaluationResults:
    """Results of one folder.

    Parameters
    ----------
    systems
        As in ``evaluation.json``.
    images
        Rows of ``images.csv``, worst first.
    """

    systems: Sequence[Mapping[str, Any]]
    images: tuple[Mapping[str, str], ...]

    @property
    def measures(self) -> dict[str, dict[str, str]]:
        """Values as text by method and measure; - for what could not be measured."""
        return {
            system["method"]: {
                k: _text(v) for k, v in system.items() if not isinstance(v, (dict, list)) and k not in CURVES
            }
            for system in self.systems
        }

    @property
    def failures(self) -> dict[str, str]:
        """Why images failed, by their names."""
        return {image: reason for system in self.systems for image, reason in system.get("failures", {}).items()}

    def curves(self, key: str) -> dict[str, Mapping[str, Sequence[float]]]:
        """Return a curve (a key of `CURVES`) by method, where it was measured and has points."""
        form = CURVES[key]
        return {system["method"]: system[key] for system in self.systems if system.get(key) and system[key].get(form.x)}

    def confusions(self) -> dict[str, dict[str, int]]:
        """Return by method how many marks were true, missed and false: clusters at any score, calcifications where
        outlines are measured.
        """
        result: dict[str, dict[str, int]] = {}
        for row in self.images:
            counts = result.setdefault(row["method"], dict.fromkeys(CONFUSION, 0))
            hit, found = _number(row["clusters_hit_at_any_score"]), _number(row["calcifications_found"])
            values = (hit, _number(row["clusters"]) - hit, _number(row["false_clusters_at_any_score"]))
            for name, value in zip(CONFUSION, (*values, found, _number(row["calcifications"]) - found), strict=True):
                counts[name] += int(value)
        return result


def read_results(folder: Path) -> EvaluationResults | None:
    """Return the results in a folder; None if there are none.

    Raises
    ------
    InputError
        If they are damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        systems = read_json(path)["systems"]
        with (folder / IMAGES).open(newline="", encoding="utf-8") as stream:
            rows = [{**row, "image": as_named(row["image"])} for row in csv.DictReader(stream)]
        images = sorted(rows, key=_badness, reverse=True)
        return EvaluationResults(tuple(dict(system) for system in systems), tuple(images))
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise InputError(f"The results in {folder} cannot be read ({error}): evaluate again.") from error


def written_at(folder: Path) -> float:
    """Return when the results were written, seconds since 1970; 0 if there are none."""
    path = folder / FILE
    return path.stat().st_mtime if path.is_file() else 0.0


def _badness(row: Mapping[str, str]) -> tuple[bool, float, float, float]:
    """Failed images first, then by clusters missed, calcifications missed, false clusters."""
    clusters = _number(row["clusters"]) - _number(row["clusters_hit_at_any_score"])
    calcifications = _number(row["calcifications"]) - _number(row["calcifications_found"])
    return bool(row["failure"]), clusters, calcifications, _number(row["false_clusters_at_any_score"])


def _number(text: str) -> float:
    return float(text) if text else 0.0


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
