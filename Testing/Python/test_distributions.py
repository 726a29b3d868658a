"""Distributions of a cluster's calcifications beside the others: shares in common bins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.distributions import INTENSITY, SHAPE, SIZE, distributions
from MicrocalcCADLib.findings import Findings
from report_material import make_analysis, make_mammogram, make_spots


@pytest.fixture
def findings() -> Findings:
    """Two clusters of 16; those of the first have areas of 0.5, those of the second of 1.0 mm2, and
    contrasts in steps.
    """
    found = decide(make_analysis(make_mammogram(), make_spots([(200, 150), (400, 150)], 16, 20)))
    first = found.reported_clusters[0].id
    sized = [
        replace(
            c, area_mm2=np.pi / 16 if c.cluster == first else np.pi / 4, contrast=0.01 * (c.id % 4), eccentricity=0.5
        )
        for c in found.calcifications
    ]
    return replace(found, calcifications=tuple(sized))


def test_shares_of_both_sum_to_one_in_the_same_bins(findings: Findings) -> None:
    for found in distributions(findings, 1):
        assert found.centres.shape == found.chosen.shape == found.others.shape
        assert found.chosen.sum() == pytest.approx(1)
        assert found.others.sum() == pytest.approx(1)


def test_sizes_are_diameters_and_fall_into_their_bins(findings: Findings) -> None:
    size = distributions(findings, findings.reported_clusters[0].id)[0]
    assert size.quantity is SIZE
    width = size.centres[1] - size.centres[0]
    assert size.chosen[0] == size.others[-1] == 1
    assert (size.centres[0] - width / 2, size.centres[-1] + width / 2) == pytest.approx((0.5, 1.0))


def test_shape_and_intensity_are_those_of_the_calcifications(findings: Findings) -> None:
    _, shape, intensity = distributions(findings, 1)
    assert (shape.quantity, intensity.quantity) == (SHAPE, INTENSITY)
    assert shape.chosen.max() == 1  # all of one eccentricity
    assert np.count_nonzero(intensity.chosen) == 4
    assert intensity.chosen.max() == pytest.approx(0.25, abs=0.07)


def test_calcifications_that_are_not_reported_do_not_count(findings: Findings) -> None:
    only = {c.id for c in findings.calcifications if c.cluster == 1}
    fewer = replace(findings, calcifications=tuple(replace(c, reported=c.id in only) for c in findings.calcifications))
    assert distributions(fewer, 1)[0].others.sum() == 0


def test_a_cluster_that_is_not_there_has_no_shares_and_no_error(findings: Findings) -> None:
    assert all(found.chosen.sum() == 0 for found in distributions(findings, 99))
    assert all(len(found.centres) == 6 for found in distributions(replace(findings, calcifications=()), 1))
