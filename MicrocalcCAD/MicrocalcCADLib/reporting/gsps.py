"""``<stem>.gsps.dcm``: Grayscale Softcopy Presentation State, outlines that a viewer lays over the mammogram itself.

For reading stations that show no CAD SR. Nothing is burned in: the viewer can switch the two layers off.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..analysis import Analysis
from ..errors import OutputError
from ..findings import Cluster, Findings
from ..mammogram import Mammogram
from ..reading.elements import numbers, text
from ..reading.lookup_tables import table_in
from .dicom_header import complete, derived_object, for_highdicom, save, source_for_highdicom, source_header
from .object_outline import object_outline
from .picture import rank

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.dataset import FileDataset

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.11.1"
SERIES_NUMBER = 9104
CALCIFICATIONS, CLUSTERS, VESSELS = "CALCIFICATIONS", "CLUSTERS", "VESSELS"


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the outlines of the reported calcifications and clusters, and the centre lines of the calcified vessels.

    Raises
    ------
    InputError
        If the image is no DICOM object.
    OutputError
        If highdicom is not installed.
    """
    source = source_header(mammogram)
    save(presentation_state(source, findings, analysis), path)


def presentation_state(source: Dataset, findings: Findings, analysis: Analysis) -> FileDataset:
    """Return the object; the image keeps its own first window, and MONOCHROME1 stays inverted (PS3.3 C.11.6)."""
    try:
        from highdicom import PresentationLUTTransformation, pr
    except ImportError as error:
        raise OutputError(
            "A presentation state needs the package highdicom: pip install highdicom (in Slicer's Python too)."
        ) from error
    header = derived_object(source, SOP_CLASS, "PR", "Microcalc outlines, research only", SERIES_NUMBER)
    image = source_for_highdicom(source, header, findings.image.spacing_mm)
    layers = [
        pr.GraphicLayer(CALCIFICATIONS, 1, "Calcifications, research only"),
        pr.GraphicLayer(CLUSTERS, 2, "Clusters, research only"),
    ]
    drawn = [_calcifications(findings, analysis), _clusters(findings)]
    if findings.vessels:
        layers.append(pr.GraphicLayer(VESSELS, 3, "Calcified vessels, research only"))
        drawn.append({"graphic_objects": [_polyline(vessel.polyline) for vessel in findings.vessels]})
    made = pr.GrayscaleSoftcopyPresentationState(
        referenced_images=[image],
        **for_highdicom(header),
        content_label=CALCIFICATIONS,
        content_description="Calcifications and clusters, research only",
        graphic_layers=layers,
        graphic_annotations=[
            pr.GraphicAnnotation([image], layer, **objects)
            for layer, objects in zip(layers, drawn, strict=True)
            if objects
        ],
        voi_lut_transformations=_voi_transformations(source),
        presentation_lut_transformation=PresentationLUTTransformation(
            "INVERSE" if _is_inverted(source) else "IDENTITY"
        ),
    )
    complete(made, header, source)
    made.PresentationCreationDate, made.PresentationCreationTime = header.ContentDate, header.ContentTime
    made.Laterality = findings.image.laterality or ""
    modality = table_in(source, "ModalityLUTSequence")
    if modality is not None:  # highdicom takes a slope from the image, but no table
        # its outputs and their bits stay as they are, since the window is one of them
        made.ModalityLUTSequence = [_table_item(modality.first, modality.values, modality.bits)]
        made.ModalityLUTSequence[0].ModalityLUTType = "US"  # unspecified
    for area in made.DisplayedAreaSelectionSequence:  # millimetres of the analysis, so that oblong pixels are shown so
        area.pop("PresentationPixelAspectRatio", None)
        area.PresentationPixelSpacing = [float(value) for value in findings.image.spacing_mm]
    if not any(drawn):  # the sequences must not be empty
        for keyword in ("GraphicAnnotationSequence", "GraphicLayerSequence"):
            made.pop(keyword, None)
    return made


def _voi_transformations(source: Dataset) -> list[Any] | None:
    """Return the window that the image is shown with first, or its table where it has no window; None where it states
    neither.

    An image may state several windows, and windows beside tables, to choose from; a presentation state applies one
    (PS3.3 C.11.8).
    """
    from highdicom import VOILUT, pr

    centers, widths = numbers(source, "WindowCenter"), numbers(source, "WindowWidth")
    if centers and widths and widths[0] >= 1:
        explanation = text(source, "WindowCenterWidthExplanation").split("\\")[0][:64]
        function = text(source, "VOILUTFunction").upper()
        return [
            pr.SoftcopyVOILUTTransformation(
                window_center=[centers[0]],
                window_width=[widths[0]],
                window_explanation=[explanation] if explanation else None,
                voi_lut_function=function if function in ("LINEAR", "LINEAR_EXACT", "SIGMOID") else None,
            )
        ]
    table = table_in(source, "VOILUTSequence")
    if table is None:
        return None
    # highdicom writes outputs of 16 bits: those of fewer would be nearly black
    outputs = np.clip(np.rint(table.values * (65535 / (2**table.bits - 1))), 0, 65535)
    made = pr.SoftcopyVOILUTTransformation(voi_luts=[VOILUT(max(int(table.first), 0), outputs.astype(np.uint16))])
    if table.first < 0:  # which highdicom writes none of
        made.VOILUTSequence = [_table_item(table.first, outputs, 16)]
    return [made]


def _table_item(first: float, outputs: np.ndarray, bits: int) -> Dataset:
    """Return the item of a look-up table, whose inputs may begin below zero."""
    from pydicom import Dataset

    made, signed, count = Dataset(), first < 0, len(outputs) % 65536
    descriptor = [count - 65536 if signed and count > 32767 else count, int(first), bits]
    made.add_new("LUTDescriptor", "SS" if signed else "US", descriptor)
    made.add_new("LUTData", "OW", np.asarray(outputs).astype("<u2").tobytes())
    return made


def _calcifications(findings: Findings, analysis: Analysis) -> dict[str, Any]:
    outlines = []
    for found in findings.reported_calcifications:
        pixels = analysis.candidates.object_pixels(found.id)
        if len(pixels):
            outlines.append(object_outline(*np.divmod(pixels, findings.image.columns)))
    return {"graphic_objects": [_polyline(outline) for outline in outlines]} if outlines else {}


def _clusters(findings: Findings) -> dict[str, Any]:
    clusters = findings.reported_clusters
    if not clusters:
        return {}
    outlines = [_outline(cluster) for cluster in clusters]
    texts = [_label(cluster, outline) for cluster, outline in zip(clusters, outlines, strict=True)]
    return {"graphic_objects": [_polyline(outline) for outline in outlines], "text_objects": texts}


def _outline(cluster: Cluster) -> Sequence[tuple[float, float]]:
    if len(cluster.outline) > 2:
        return [*cluster.outline, cluster.outline[0]]
    r0, c0, r1, c1 = cluster.bounding_box
    return [(r0, c0), (r0, c1), (r1, c1), (r1, c0), (r0, c0)]


def _polyline(outline: Sequence[tuple[float, float]]) -> Any:
    from highdicom import pr

    return pr.GraphicObject("POLYLINE", _points(outline), "PIXEL")


def _label(cluster: Cluster, outline: Sequence[tuple[float, float]]) -> Any:
    """Name the cluster at the upper right of its outline."""
    from highdicom import pr

    points = _points(outline)
    anchor = (float(points[:, 0].max()), float(points[:, 1].min()))
    return pr.TextObject(
        f"{cluster.id}: {rank(cluster)[1]:.2f}", "PIXEL", anchor_point=anchor, anchor_point_visible=False
    )


def _points(outline: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return (column, row) counted from the upper left corner of the first pixel (PS3.3 C.10.5.1.1)."""
    return np.array(outline, float)[:, ::-1] + 0.5


def _is_inverted(source: Dataset) -> bool:
    """Return whether the last step turns the picture round: that is one inversion, said in either way or in both."""
    return (
        text(source, "PhotometricInterpretation").upper() == "MONOCHROME1"
        or text(source, "PresentationLUTShape").upper() == "INVERSE"
    )
