"""The table of ratings: as text, CSV and JSON, every lesion by itself, calibration and confusion as figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from MicrocalcCADLib import RESEARCH_ONLY
from MicrocalcCADLib.files import prepared_folder, write_text

from ..metrics.lesion_ratings import NAN, Agreement, Calibration, agreement, area_by_patient, calibration
from .evaluation_files import write_csv, write_document
from .ratings_evaluation import MISSED, RatingsEvaluation, rated_lesions

# What is a probability of malignancy, and so has a calibration.
PROBABILITIES = ("odds", "malignancy")
COLUMNS = {
    "lesions": "lesions",
    "missed": "missed",
    "rated": "rated",
    "biopsied": "biopsied, rated",
    "auc": "AUC",
    "auc_low": "95 % from",
    "auc_high": "to",
    "calibration_slope": "slope",
    "calibration_intercept": "intercept",
    "brier": "Brier",
    "ece": "ECE",
    "with_category": "with category",
    "qwk": "QWK",
    "maqwk_malignant": "MAQWK-M",
    "maqwk_benign": "MAQWK-B",
    "same_category": "same",
}


def write_ratings_report(folder: Path, evaluation: RatingsEvaluation, facts: Mapping[str, Any]) -> str:
    """Write ``ratings.txt``, ``.csv``, ``.json``, ``ratings_lesions.csv``, the calibration and each confusion as PNG;
    return the text.
    """
    from ..metrics.figures import confusion_figure, reliability_figure, save_figure

    prepared_folder(folder)
    measured = {method: _measured(evaluation, method) for method in evaluation.models}
    rows = [{"rating": method, "model": evaluation.models[method], **row} for method, (row, _, _) in measured.items()]
    text = as_text(evaluation, {method: row for method, (row, _, _) in measured.items()})
    write_text(folder / "ratings.txt", text)
    write_csv(folder / "ratings.csv", rows)
    lesions = list(_lesion_rows(evaluation))
    write_csv(folder / "ratings_lesions.csv", lesions)
    confusions = {
        method: {"categories": a.names, "counts": a.confusion.tolist()} for method, (_, _, a) in measured.items() if a
    }
    document = {**facts, "ratings": rows, "confusion": confusions, "failures": evaluation.failures, "lesions": lesions}
    write_document(folder / "ratings.json", document)
    curves = {method: c.curve for method, (_, c, _) in measured.items() if c}
    if curves:
        save_figure(reliability_figure(curves), folder / "ratings_calibration.png")
    for method, (_, _, a) in measured.items():
        if a:
            save_figure(confusion_figure(a.confusion, a.names), folder / f"ratings_{method}_confusion.png")
    return text


def as_text(evaluation: RatingsEvaluation, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the table, a rating a column, with what the figures are of."""
    width = max(len(title) for title in COLUMNS.values())
    lines = [f"{'':{width}}  " + "  ".join(f"{method:>10}" for method in rows)]
    for key, title in COLUMNS.items():
        lines.append(f"{title:{width}}  " + "  ".join(f"{_number(row[key]):>10}" for row in rows.values()))
    lines += [
        "",
        (
            "A lesion's rating is that of the reported or typically benign group that has most pixels in it. AUC and"
            " calibration: biopsied"
        ),
        (
            "lesions with a rating; the interval draws patients. What was not biopsied counts in neither, and in"
            " neither MAQWK."
        ),
        *(f"{method}: {model}" for method, model in evaluation.models.items()),
        *(f"failed: {image}: {reason}" for image, reason in evaluation.failures.items()),
        RESEARCH_ONLY,
    ]
    return "\n".join(lines) + "\n"


def _measured(
    evaluation: RatingsEvaluation, method: str
) -> tuple[dict[str, Any], Calibration | None, Agreement | None]:
    lesions = rated_lesions(evaluation, method)
    rated = [one for one in lesions if math.isfinite(one.score)]
    area = area_by_patient(lesions)
    calibrated = calibration(lesions) if method in PROBABILITIES else None
    agreed = agreement(lesions, evaluation.classes.get(method, 4))
    row = {
        "lesions": len(lesions),
        "missed": sum(one.state == MISSED for one in evaluation.lesions),
        "rated": len(rated),
        "biopsied": sum(one.malignancy != 0.5 for one in rated),
        "auc": area.value,
        "auc_low": area.low,
        "auc_high": area.high,
        "calibration_slope": calibrated.slope if calibrated else NAN,
        "calibration_intercept": calibrated.intercept if calibrated else NAN,
        "brier": calibrated.brier if calibrated else NAN,
        "ece": calibrated.curve.expected_calibration_error if calibrated else NAN,
        "with_category": agreed.lesions if agreed else 0,
        "qwk": agreed.qwk if agreed else NAN,
        "maqwk_malignant": agreed.maqwk_malignant if agreed else NAN,
        "maqwk_benign": agreed.maqwk_benign if agreed else NAN,
        "same_category": agreed.same if agreed else NAN,
    }
    return (
        {key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()},
        calibrated,
        agreed,
    )


def _lesion_rows(evaluation: RatingsEvaluation) -> Iterator[dict[str, Any]]:
    said = {method: rated_lesions(evaluation, method) for method in evaluation.models}
    for index, one in enumerate(evaluation.lesions):
        row = {"image": one.image, "patient": one.patient, "lesion": one.number, "state": one.state}
        row |= {name: getattr(one.lesion, name) or "" for name in ("birads", "pathology", "type", "distribution")}
        row["group"] = one.group.id if one.group else ""
        for method, lesions in said.items():
            row |= {f"{method}_score": lesions[index].score, f"{method}_category": lesions[index].category or ""}
        yield row


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return "-" if math.isnan(value) else f"{value:.3f}"
