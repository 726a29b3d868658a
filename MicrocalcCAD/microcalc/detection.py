"""What `microcalc.detect` returns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Calcification, Cluster, Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.real_numbers import is_number


@dataclass(frozen=True, eq=False, repr=False)
class Detection:
    """One mammogram, what was computed of it, and what is reported at an operating point.

    Parameters
    ----------
    mammogram
        The image as the detector saw it.
    analysis
        Everything that was computed once: all candidates with their pixels, score map, breast mask, timings.
    findings
        What is written to ``findings.json``: all calcifications and clusters, those that are reported marked as such.
    linking_distance_mm
        Largest gap within a cluster, in mm.
    """

    mammogram: Mammogram
    analysis: Analysis
    findings: Findings
    linking_distance_mm: float

    def __repr__(self) -> str:
        """Return the image and what was found in it, in words; the arrays are left out."""
        return f"<Detection in {self.mammogram.source.path or 'an array'}: {self.findings!r}>"

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The reported clusters, most suspicious first; positions in pixels of the image, from 0, rows down."""
        return self.findings.reported_clusters

    @property
    def calcifications(self) -> tuple[Calcification, ...]:
        """The reported calcifications."""
        return self.findings.reported_calcifications

    @property
    def breast_mask(self) -> np.ndarray:
        """bool (rows, columns): where the breast is."""
        return self.analysis.breast_mask

    def label_map(self) -> np.ndarray:
        """Return a uint32 image (rows, columns) whose pixel value is the id of a reported calcification, 0
        elsewhere.
        """
        return self.analysis.label_map([calcification.id for calcification in self.calcifications])

    def at(self, operating_point: str | float, by: str | None = None) -> Detection:
        """Return the same detection at another operating point, without ratings; takes milliseconds, no network runs.

        Parameters
        ----------
        operating_point, by
            See `microcalc.detect`; None: what it acted on before.

        Raises
        ------
        InputError
            If the name is unknown, the number is outside [0, 1], or `by` is neither.
        """
        return replace(
            self,
            findings=decided(
                self.analysis, operating_point, by or self.findings.operating_point.by, self.linking_distance_mm
            ),
        )

    def with_nipple(self, place: tuple[float, float]) -> Detection:
        """Return the same detection with the nipple where a reader sees it, without ratings and sentences:
        `microcalc.rate` makes them again.

        Distances in the sentences are from there, and which group is segmental.

        Parameters
        ----------
        place
            (row, column) in pixels.

        Raises
        ------
        InputError
            If it is not on the breast or within 10 mm of it, or the image shows two breasts.
        """
        from MicrocalcCADLib.nipple import check_nipple, with_nipple

        check_nipple(self.analysis, place)
        point = self.findings.operating_point
        choice = point.name if point.name in self.analysis.operating_points else point.threshold
        return replace(self, analysis=with_nipple(self.analysis, place)).at(choice, point.by)


def decided(analysis: Analysis, operating_point: str | float, by: str, linking_distance_mm: float) -> Findings:
    """Return the findings of an analysis; raises `InputError` for an impossible operating point or distance."""
    from MicrocalcCADLib.clusters import ClusterParameters
    from MicrocalcCADLib.decide import decide

    return decide(
        analysis, operating_point, ClusterParameters(linking_distance_mm=check_distance(linking_distance_mm)), by=by
    )


def check_distance(linking_distance_mm: float) -> float:
    """Return a linking distance as a plain number; raises `InputError` for an impossible one, which is known before a
    long analysis.
    """
    from MicrocalcCADLib.clusters import ClusterParameters

    if not is_number(linking_distance_mm):
        raise InputError(
            f"{linking_distance_mm!r} is no linking distance: give the largest gap within a cluster in mm, for"
            " example 5."
        )
    return ClusterParameters(linking_distance_mm=float(linking_distance_mm)).linking_distance_mm
