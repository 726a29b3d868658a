"""Fixtures that several test files share."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib import compiled
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from report_material import make_analysis, make_mammogram, make_spots

compiled.insist()  # as on a computer on which machine code was made


@pytest.fixture(scope="session")
def mammogram() -> Mammogram:
    return make_mammogram()


@pytest.fixture(scope="session")
def analysis(mammogram: Mammogram) -> Analysis:
    """Two tight clusters, two single calcifications, and one candidate that no operating point reports."""
    spots = [*make_spots([(250, 120), (380, 200)], 9, 25), (150, 60), (300, 30), (450, 60)]
    scores = [*np.linspace(0.95, 0.75, 18), 0.9, 0.85, 0.05]
    return make_analysis(mammogram, spots, [float(s) for s in scores])


@pytest.fixture(scope="session")
def findings(analysis: Analysis) -> Findings:
    return decide(analysis, "balanced")
