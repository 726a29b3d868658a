"""The two table nodes: calcifications and clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

import numpy as np
import vtk
from MicrocalcCADLib.assessment.birads_scale import rating_text
from MicrocalcCADLib.findings import Calcification, Cluster, Findings
from slicer.i18n import tr as _
from vtk.util.numpy_support import numpy_to_vtk

CALCIFICATION_COLUMNS = (
    "id",
    "row",
    "column",
    "score",
    "area_mm2",
    "major_axis_mm",
    "minor_axis_mm",
    "eccentricity",
    "mean_intensity",
    "contrast",
    "cluster",
    "suspicion",
    "morphology",
)
TEXTS, NUMBERS = (
    ("kind", "morphology", "distribution", "state", "birads", "birads_basis"),
    (
        "id",
        "count",
        "cluster",
        "vascular",
    ),
)
CLUSTER_COLUMNS = (
    "id",
    "row",
    "column",
    "score",
    "suspicion",
    "count",
    "area_mm2",
    "density_per_cm2",
    "kind",
    "morphology",
    "distribution",
    "vascular",
)


def updateCalcificationTable(node, shown: Findings) -> None:
    """Fill the table with the reported calcifications; those outside any cluster have cluster 0."""
    found = shown.reported_calcifications
    columns = (
        zip(*map(attrgetter(*CALCIFICATION_COLUMNS), found), strict=True)
        if found
        else [()] * len(CALCIFICATION_COLUMNS)
    )
    measures = dict(zip(CALCIFICATION_COLUMNS, columns, strict=True))
    measures["cluster"] = [identifier or 0 for identifier in measures["cluster"]]
    _fill(node, {**measures, **_ratings(found)})
    node.SetDescription(_("Calcifications above the operating point; sizes in mm in the plane of the image"))


def updateClusterTable(node, findings: Findings, states: Mapping[int, str]) -> None:
    """Fill the table with the reported clusters and their state of review."""
    columns = {name: [getattr(c, name) for c in findings.reported_clusters] for name in CLUSTER_COLUMNS}
    columns["vascular"] = [int(value) for value in columns["vascular"]]
    columns |= _ratings(findings.reported_clusters)
    if any(c.malignancy is not None for c in findings.reported_clusters):
        columns["malignancy"] = [np.nan if c.malignancy is None else c.malignancy for c in findings.reported_clusters]
    _fill(node, {**columns, "state": [states[c.id] for c in findings.reported_clusters]})
    node.SetDescription(_("Clusters above the operating point, most suspicious first"))


def _ratings(found: Sequence[Calcification] | Sequence[Cluster]) -> dict[str, list[str]]:
    """Return the columns of the BI-RADS rating and what it was learned from, none where nothing is rated."""
    if not any(one.birads for one in found):
        return {}
    return {
        "birads": [rating_text(one.birads) for one in found],
        "birads_basis": [(one.birads or {}).get("basis", "") for one in found],
    }


def _fill(node, columns: Mapping[str, Sequence]) -> None:
    modified = node.StartModify()
    node.RemoveAllColumns()
    for name, values in columns.items():
        array = _arrayOf(name, values)
        array.SetName(name)
        node.AddColumn(array)
    node.EndModify(modified)


def _arrayOf(name: str, values: Sequence):
    if name in TEXTS:
        array = vtk.vtkStringArray()
        for value in values:
            array.InsertNextValue(value)
        return array
    return numpy_to_vtk(np.array(values, np.int32 if name in NUMBERS else np.float64), deep=True)
