"""Sets with lesions of every kind: the truth labels, the clusters, and the list of kinds agree, and detection is judged
by them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.kinds.vocabulary import KINDS, SURELY_BENIGN
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.listed_kinds import read_things
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.images import ImageParameters, framed, simulate_set, write_set
from MicrocalcTrainLib.simulation.kinds.images import KindImageParameters, listed, simulate_kinds, write_list

SPACING = 0.1
MANY = KindImageParameters(lesions=(30, 40))


@pytest.fixture(scope="module")
def image():
    background = framed(procedural(np.random.default_rng(1), (900, 800), SPACING), 40)
    return simulate_kinds(background, SPACING, np.random.default_rng(2), MANY)


def test_calcifications_have_the_words_of_their_kinds_and_lie_in_the_truth(image) -> None:
    words = {one.morphology for one in image.calcifications}
    assert words <= {kind.word for kind in KINDS} and len(words) >= 8
    assert all((image.truth[one.rows, one.columns] > 0).all() for one in image.calcifications)
    large = [
        len(one.rows) * SPACING**2
        for one in image.calcifications
        if one.morphology in ("rim", "coarse (popcorn)", "vascular")
    ]
    assert max(large) > 2, "large ones are outlined as a whole"


def test_only_groups_that_are_to_be_looked_at_are_clusters(image) -> None:
    by_lesion = {
        n: [c for c in image.calcifications if c.lesion == n] for n in {c.lesion for c in image.calcifications}
    }
    wanted = [own for own in by_lesion.values() if len(own) >= 3 and own[0].morphology not in SURELY_BENIGN]
    assert len(image.clusters) == len(wanted) > 0
    for row, column, radius in image.clusters:
        assert any(
            all(np.hypot(c.row - row, c.column - column) * SPACING <= radius + 1e-6 for c in own) for own in wanted
        )


def test_a_set_is_the_same_again_and_its_list_names_each_lesion(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        entries: list[dict[str, object]] = []
        images = simulate_set(
            [],
            2,
            [0.1, 0.2],
            3,
            ImageParameters(procedural_mm=50.0),
            None,
            lambda b, s, r: simulate_kinds(b, s, r, MANY),
        )
        write_set(tmp_path / folder, listed(images, entries), 2)
        write_list(tmp_path / folder, entries)
    for name in ("kinds.json", "truth.json", "sim0000.nrrd", "sim0001.truth.nrrd"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    things = read_things(tmp_path / "one" / "kinds.json")
    calcifications = json.loads((tmp_path / "one" / "truth.json").read_text())["calcifications"]
    benign = sum(c["morphology"] in SURELY_BENIGN for own in calcifications.values() for c in own)
    groups = sum(
        len({c["lesion"] for c in own if c["morphology"] not in SURELY_BENIGN}) for own in calcifications.values()
    )
    assert len(things) == benign + groups and min(benign, groups) > 5
    assert {thing.spacing_mm[0] for thing in things} == {0.1, 0.2}
    assert max(thing.radius_mm for thing in things) > 3


def test_evaluate_names_kinds_where_that_is_asked_for_and_takes_up_no_analysis_of_the_other_way(
    tmp_path: Path, capsys
) -> None:
    few = KindImageParameters(lesions=(2, 2))
    images = simulate_set(
        [], 1, [0.2], 5, ImageParameters(procedural_mm=40.0), None, lambda b, s, r: simulate_kinds(b, s, r, few)
    )
    write_set(tmp_path / "set", images, 1)
    for options, named in ((["--named"], True), ([], False), (["--named"], True)):
        assert main(["evaluate", str(tmp_path / "set"), "-o", str(tmp_path / "out"), "--device", "cpu", *options]) == 0
        analysis = Analysis.load(tmp_path / "out" / "hdogreg" / "sim0000.analysis.npz")
        assert (analysis.candidates.naming is not None) == named == ("kinds" in analysis.versions)
    assert "hdogreg" in capsys.readouterr().out
