"""The one list of words for calcifications: kinds and distributions with definitions, sizes and codes.

The terms are those of BI-RADS (American College of Radiology, 5th edition); the definitions are in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from pydicom.sr.coding import Code

NOT_DETERMINED = "not determined"
TYPES_GROUP, DISTRIBUTIONS_GROUP = "cid6010", "cid6012"


@dataclass(frozen=True)
class Kind:
    """A kind of calcification.

    Parameters
    ----------
    word
        What every file, table and picture calls it.
    typically_benign
        Whether it needs no attention by its look alone.
    sizes_mm
        Smallest and largest length of one calcification in the breast; of a calcified vessel, of its course.
    definition
        What it looks like, and what tells it from its double.
    code_meaning
        Meaning of its code in `pydicom.sr.codedict.codes.cid6010`, where it is looked up: pydicom renamed some codes,
        not their meanings.
    colour
        Of its marks, as ``#RRGGBB``; after Okabe and Ito, and told apart by readers who see no difference of red and
        green: warm and light where a reader should look. Kinds of one look share one.
    cbis
        Types of CBIS-DDSM that mean this kind; a region described so has one of them.
    dev
        Other words by which people and lists call it, in lower case.
    """

    word: str
    typically_benign: bool
    sizes_mm: tuple[float, float]
    definition: str
    code_meaning: str
    colour: str
    cbis: tuple[str, ...] = ()
    dev: tuple[str, ...] = ()

    @property
    def code(self) -> Code:
        """Its code of DICOM's context group 6010, Mammography Calcification Types."""
        return _code(TYPES_GROUP, self.code_meaning)


@dataclass(frozen=True)
class Distribution:
    """How the calcifications of a group lie; `word`, `definition`, `code_meaning` (of `cid6012`), `cbis` and `dev` as
    in `Kind`.
    """

    word: str
    definition: str
    code_meaning: str
    cbis: str
    dev: tuple[str, ...] = ()

    @property
    def code(self) -> Code:
        """Its code of DICOM's context group 6012, Mammography Calcification Distribution."""
        return _code(DISTRIBUTIONS_GROUP, self.code_meaning)


# The order is that of the kind network's channels 1 to 13.
KINDS = (
    Kind(
        "vascular",
        True,
        (5.0, 150.0),
        "Two broken parallel lines, or a row of beads, along the walls of a curved, branching vessel 1 to 4 mm wide."
        " Early ones are short rows of dots on one side. Fine linear ones are thinner, not paired, and lie in no tube"
        " of soft tissue.",
        "Vascular calcification",
        "#CC79A7",
        ("VASCULAR",),
        ("vessel", "calcified vessel", "arterial"),
    ),
    Kind(
        "coarse (popcorn)",
        True,
        (2.0, 15.0),
        "Very dense and lobulated, often inside an oval mass: a fibroadenoma that shrinks. It starts as a few irregular"
        " pieces at the mass's rim. Coarse heterogeneous ones are smaller and many, without a mass.",
        "Coarse (popcorn-like) calcification",
        "#56B4E9",
        ("COARSE",),
        ("coarse", "popcorn", "coarse popcorn", "coarse or popcorn", "coarse or popcorn-like"),
    ),
    Kind(
        "large rod-like",
        True,
        (3.0, 15.0),
        "Smooth, dense rods, 0.5 to 2 mm thick, straight or slightly bent, now and then hollow or branching, along"
        " ducts towards the nipple and mostly in both breasts. Fine linear ones are thinner than 0.5 mm and broken.",
        "Large rod-like calcification",
        "#56B4E9",
        ("LARGE_RODLIKE",),
        ("rod", "rods", "rod-like", "large rodlike", "large rod like", "secretory"),
    ),
    Kind(
        "round or punctate",
        True,
        (0.1, 1.0),
        "Smooth and round, 0.5 to 1 mm; below 0.5 mm they are called punctate. Scattered or few. A tight group of"
        " punctate ones that is new, or on the side of a cancer, is still to be looked at.",
        "Round shaped calcification",
        "#6F7FE8",
        ("PUNCTATE", "ROUND_AND_REGULAR"),
        ("round", "punctate", "round and regular", "round and punctate"),
    ),
    Kind(
        "rim",
        True,
        (1.0, 20.0),
        "A ring or shell, its wall 0.1 to 1 mm, around a lucent centre: an oil cyst, fat necrosis, or debris in a"
        " duct.",
        "Eggshell calcification",
        "#009E73",
        ("LUCENT_CENTER", "EGGSHELL"),
        ("eggshell", "lucent-centred", "lucent-centered", "lucent center", "lucent centre", "ring"),
    ),
    Kind(
        "dystrophic",
        True,
        (0.5, 20.0),
        "Coarse, irregular plates, mostly above 1 mm and with lucent centres, near a scar or after radiation. Coarse"
        " heterogeneous ones are smaller and lie in a group, without a scar.",
        "Dystrophic calcification",
        "#56B4E9",
        ("DYSTROPHIC",),
        (),
    ),
    Kind(
        "milk of calcium",
        True,
        (0.5, 3.0),
        "Calcium that settles in cysts: round and hazy from above (CC), a crescent or a level from the side (ML, MLO)."
        " In a CC view alone it looks like an amorphous one: compare the other view.",
        "Milk of calcium calcification",
        "#009E73",
        ("MILK_OF_CALCIUM",),
        ("teacup", "milk-of-calcium"),
    ),
    Kind(
        "suture",
        True,
        (5.0, 30.0),
        "Curved lines or tubes, 0.3 to 1 mm thick, with knots, along a scar.",
        "Calcified suture material",
        "#56B4E9",
        (),
        ("sutural",),
    ),
    Kind(
        "skin",
        True,
        (0.5, 1.5),
        "Lucent-centred and polygonal, in tight groups near the border, the fold, the areola or the axilla, at the same"
        " place in both views. A view along the skin proves it. Otherwise it may be a group of round ones inside.",
        "Calcified skin of breast",
        "#009E73",
        ("SKIN",),
        ("dermal",),
    ),
    Kind(
        "amorphous",
        False,
        (0.05, 0.2),
        "Like powder: each too small or too hazy for a shape.",
        "Amorphous calcification",
        "#FFF7C2",
        ("AMORPHOUS",),
        ("indistinct", "powdery"),
    ),
    Kind(
        "coarse heterogeneous",
        False,
        (0.5, 1.0),
        "Irregular and conspicuous, of varied size, with a tendency to run together; smaller than dystrophic ones.",
        "Heterogeneous calcification",
        "#F0E442",
        ("PLEOMORPHIC",),
        ("heterogeneous", "coarse-heterogeneous"),
    ),
    Kind(
        "fine pleomorphic",
        False,
        (0.1, 0.5),
        "Irregular, each of another shape, size and density, like crushed stone.",
        "Fine pleomorphic calcification",
        "#E69F00",
        ("PLEOMORPHIC",),
    ),
    Kind(
        "fine linear or branching",
        False,
        (0.5, 10.0),
        "Thin and irregular lines, below 0.5 mm wide, broken, with branches at angles: they fill a duct.",
        "Fine linear, branching (casting) calcification",
        "#D55E00",
        ("FINE_LINEAR_BRANCHING",),
        (
            "fine linear",
            "fine linear branching",
            "fine-linear branching",
            "fine linear or fine-linear branching",
            "casting",
            "linear branching",
        ),
    ),
)
UNKNOWN_COLOUR = "#7FE5F0"
BACKGROUND = 0
NO_CALCIFICATION = len(KINDS) + 1
VASCULAR, ROUND = "vascular", "round or punctate"
# Benign by their look, alone or in a group; a tight group of round ones is still to be looked at.
TYPICALLY_BENIGN = frozenset(kind.word for kind in KINDS if kind.typically_benign)
SURELY_BENIGN = TYPICALLY_BENIGN - {ROUND}
CHANNELS = len(KINDS) + 2

DISTRIBUTIONS = (
    Distribution(
        "diffuse",
        "Throughout the breast.",
        "Diffuse calcification distribution",
        "DIFFUSELY_SCATTERED",
        ("scattered", "diffusely scattered"),
    ),
    Distribution(
        "regional",
        "Over more than 2 cm, not along a duct.",
        "Regional calcification distribution",
        "REGIONAL",
    ),
    Distribution(
        "grouped",
        "At least 5 within 1 cm, in a place of at most 2 cm.",
        "Grouped calcification distribution",
        "CLUSTERED",
        ("clustered", "cluster"),
    ),
    Distribution(
        "linear",
        "In a line, as in a duct.",
        "Linear calcification distribution",
        "LINEAR",
    ),
    Distribution(
        "segmental",
        "A wedge with its tip towards the nipple: a duct and its branches.",
        "Segmental calcification distribution",
        "SEGMENTAL",
    ),
)
# What a mark may lie on instead, as a list of real marks calls it.
NO_CALCIFICATIONS = (
    "film dust or scratch",
    "marker, clip or label",
    "vessel or fibre crossing",
    "texture or noise",
    "image border",
    "outside the breast",
)


def kind_of(word: str) -> Kind:
    """Return the kind that a word means: one of `KINDS`, another name of it, or a type of CBIS-DDSM that means one kind
    only.

    Raises
    ------
    InputError
        If the word means no kind, or several.
    """
    found = kinds_of(word)
    if len(found) > 1:
        raise InputError(f"{word!r} may mean {' or '.join(kind.word for kind in found)}: use one of these words.")
    if not found:
        raise InputError(f"{word!r} is no kind of calcification: use {', '.join(kind.word for kind in KINDS)}.")
    return found[0]


def kinds_of(word: str) -> tuple[Kind, ...]:
    """Return the kinds that a word may mean, none where it means none; case, underscores and spaces around it do not
    matter.
    """
    plain = _plain(word)
    named = tuple(kind for kind in KINDS if plain in (kind.word, *kind.dev))
    return named or tuple(kind for kind in KINDS if plain in map(_plain, kind.cbis))


def channel_of(word: str) -> int:
    """Return the kind network's channel of a kind, 1 to 13; raises `InputError` as `kind_of` does."""
    return KINDS.index(kind_of(word)) + 1


def typically_benign(word: str | None) -> bool:
    """Return whether a kind needs no attention by its look; not so where none is known (None, `NOT_DETERMINED`).

    Raises
    ------
    InputError
        If the word means no kind, or several.
    """
    return word not in (None, NOT_DETERMINED) and kind_of(word).typically_benign


@cache
def colour_of(word: str | None) -> str:
    """Return the colour of the marks of a kind, `UNKNOWN_COLOUR` where none is known; raises `InputError` as `kind_of`
    does.
    """
    return UNKNOWN_COLOUR if word in (None, NOT_DETERMINED) else kind_of(word).colour


def distribution_of(word: str) -> Distribution:
    """Return the distribution that a word means: one of `DISTRIBUTIONS`, another name of it, or CBIS-DDSM's; raises
    `InputError` for any other.
    """
    plain = _plain(word)
    for one in DISTRIBUTIONS:
        if plain in (one.word, *one.dev, _plain(one.cbis)):
            return one
    raise InputError(
        f"{word!r} is no distribution of calcifications: use {', '.join(one.word for one in DISTRIBUTIONS)}."
    )


def _plain(word: str) -> str:
    return " ".join(str(word).replace("_", " ").lower().split())


def _code(group: str, meaning: str) -> Code:
    from pydicom.sr.codedict import codes  # takes a second: not before a code is asked for

    return next(code for code in getattr(codes, group).concepts.values() if code.meaning == meaning)
