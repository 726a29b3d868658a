"""One vocabulary of kinds and distributions: files, lists, CBIS-DDSM and DICOM codes mean the same by it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from MicrocalcCADLib.assessment.odds import DISTRIBUTIONS as CBIS_DISTRIBUTIONS
from MicrocalcCADLib.assessment.odds import TYPES
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.vocabulary import (
    BACKGROUND,
    CHANNELS,
    DISTRIBUTIONS,
    KINDS,
    NO_CALCIFICATION,
    NO_CALCIFICATIONS,
    NOT_DETERMINED,
    channel_of,
    colour_of,
    distribution_of,
    kind_of,
    kinds_of,
    typically_benign,
)

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import make_kinds_page

REPOSITORY = Path(__file__).resolve().parents[2]
LIST = REPOSITORY.parent / "shared" / "data" / "kinds-dev.json"


def test_the_kinds_have_the_order_of_the_networks_channels() -> None:
    assert [kind.word for kind in KINDS] == [
        *(
            "vascular",
            "coarse (popcorn)",
            "large rod-like",
            "round or punctate",
            "rim",
            "dystrophic",
            "milk of calcium",
            "suture",
            "skin",
        ),
        *("amorphous", "coarse heterogeneous", "fine pleomorphic", "fine linear or branching"),
    ]
    assert [channel_of(kind.word) for kind in KINDS] == list(range(1, 14))
    assert (BACKGROUND, NO_CALCIFICATION, CHANNELS) == (0, 14, 15)


def test_four_kinds_are_suspicious_and_what_is_not_known_is_never_called_benign() -> None:
    suspicious = [kind.word for kind in KINDS if not kind.typically_benign]
    assert suspicious == ["amorphous", "coarse heterogeneous", "fine pleomorphic", "fine linear or branching"]
    assert typically_benign("vascular") and not typically_benign("fine pleomorphic")
    assert not typically_benign(NOT_DETERMINED) and not typically_benign(None)


def test_no_word_means_two_kinds_but_pleomorphic_in_cbis_ddsm() -> None:
    words = [word for kind in KINDS for word in (kind.word, *kind.dev)] + [
        word for one in DISTRIBUTIONS for word in (one.word, *one.dev)
    ]
    assert sorted(words) == sorted(set(words))
    assert [word for word in TYPES if len(kinds_of(word)) > 1] == ["PLEOMORPHIC"]


def test_every_word_of_cbis_ddsm_has_its_kind_and_every_kind_but_suture_its_words() -> None:
    assert {word for kind in KINDS for word in kind.cbis} == set(TYPES)
    assert {one.cbis for one in DISTRIBUTIONS} == set(CBIS_DISTRIBUTIONS)
    assert [kind.word for kind in KINDS if not kind.cbis] == ["suture"]
    assert kind_of("EGGSHELL") == kind_of("LUCENT_CENTER") == kind_of("rim")
    assert distribution_of("CLUSTERED").word == "grouped"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        (" Popcorn ", "coarse (popcorn)"),
        ("LARGE_RODLIKE", "large rod-like"),
        ("Punctate", "round or punctate"),
        ("fine linear", "fine linear or branching"),
    ],
)
def test_a_kind_is_known_by_its_other_names(word: str, kind: str) -> None:
    assert kind_of(word).word == kind


@pytest.mark.parametrize("word", ["", "oval", NOT_DETERMINED, "film dust or scratch"])
def test_a_word_that_means_no_kind_is_one_clear_sentence(word: str) -> None:
    with pytest.raises(InputError, match=r"is no kind of calcification: use vascular, coarse \(popcorn\), .*\.$"):
        kind_of(word)


def test_a_word_that_means_several_kinds_is_an_error_that_names_them() -> None:
    with pytest.raises(
        InputError, match="'pleomorphic' may mean coarse heterogeneous or fine pleomorphic: use one of these words"
    ):
        kind_of("pleomorphic")


def test_a_distribution_that_is_none_is_one_clear_sentence() -> None:
    with pytest.raises(InputError, match=r"'round' is no distribution of calcifications: use diffuse, regional, .*\.$"):
        distribution_of("round")


def test_the_codes_are_those_of_the_standard() -> None:
    from pydicom.sr.codedict import codes

    types, distributions = (set(getattr(codes, group).concepts.values()) for group in ("cid6010", "cid6012"))
    assert len({kind.code for kind in KINDS} & types) == len(KINDS)
    assert len({one.code for one in DISTRIBUTIONS} & distributions) == len(DISTRIBUTIONS)
    assert kind_of("fine pleomorphic").code.scheme_designator == "DCM"
    assert distribution_of("grouped").code.meaning == "Grouped calcification distribution"


def test_the_words_cost_nothing_to_import() -> None:
    code = "import sys, MicrocalcCADLib.kinds.vocabulary; print(*({'pydicom', 'numpy', 'scipy'} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(REPOSITORY / "MicrocalcCAD")},
    )
    assert done.stdout.split() == []


def test_the_tables_of_the_page_are_those_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_kinds_page.PAGE.read_text(encoding="utf-8")
    assert make_kinds_page.filled(page) == page, "run make kinds"
    monkeypatch.setattr(make_kinds_page, "NO_CALCIFICATIONS", (*NO_CALCIFICATIONS, "a hair"))
    assert "| a hair |" in make_kinds_page.filled(page)


def test_every_word_of_the_list_of_real_things_is_known() -> None:
    if not LIST.is_file():
        pytest.skip("the list of real things is not here")
    things = json.loads(LIST.read_text(encoding="utf-8"))
    assert set(things["not_calcifications"]) == set(NO_CALCIFICATIONS)
    words = {thing["kind"] for thing in things["groups"]} - set(NO_CALCIFICATIONS)
    assert words and all(kind_of(word).word == word for word in words)
    assert all(
        distribution_of(word).word == word
        for word in {thing["distribution"] for thing in things["groups"]} - {"single"}
    )


def test_colours_of_different_kinds_are_told_apart_without_red_and_green() -> None:
    """Colour vision without one kind of cone after Machado et al. (2009), and CIE 1976 distances of the colours seen
    so.
    """
    import numpy as np
    from skimage.color import rgb2lab

    deuteranopia = np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    )
    protanopia = np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    )
    colours = sorted({kind.colour for kind in KINDS} | {colour_of(NOT_DETERMINED)})
    rgb = np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in colours])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    for matrix in (np.eye(3), deuteranopia, protanopia):
        seen = np.clip(linear @ matrix.T, 0, 1)
        seen = np.where(seen <= 0.0031308, 12.92 * seen, 1.055 * seen ** (1 / 2.4) - 0.055)
        lab = rgb2lab(seen[None])[0]
        apart = np.linalg.norm(lab[:, None] - lab[None], axis=2) + 1000 * np.eye(len(lab))
        assert apart.min() > 12, [(colours[i], colours[j]) for i, j in np.argwhere(apart <= 12)]
    warm, cool = ({kind.colour for kind in KINDS if kind.typically_benign is benign} for benign in (False, True))
    assert not warm & cool and len(warm) == 4
