"""What is counted in words is the same in every line, page and table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from MicrocalcCADLib.console import counts_of, counts_text
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.reporting.overlay import summary
from report_material import make_analysis, make_mammogram

FIVE = [(150, 150), (160, 160), (155, 140), (162, 150), (145, 158)]


@pytest.mark.parametrize(("spots", "groups"), [(FIVE, "0 clusters, 1 group of few"), (FIVE[:1], "0 clusters")])
def test_a_group_of_few_is_called_a_cluster_nowhere(spots: list[tuple[int, int]], groups: str) -> None:
    analysis = make_analysis(make_mammogram(), spots, [0.99] * len(spots))
    findings = decide(analysis, "balanced")
    assert counts_of(findings).split("\t")[0] == groups
    assert summary(findings) == counts_of(findings).replace("\t", ", ")


def test_one_and_many_of_each_are_named() -> None:
    assert counts_text(1, 1, 1) == "1 cluster, 1 group of few\t1 calcification"
    assert counts_text(2, 3, 4, 5) == "2 clusters, 3 groups of few\t4 calcifications, 5 typically benign"
    assert counts_text(0, 0, 0) == "0 clusters\t0 calcifications"
    assert replace(decide(make_analysis(make_mammogram(), []), "balanced"), vessels=()).vessels == ()
