"""Splits by patient: seeded, stratified, kept in a file, and never mixed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, write_text

from .case import NORMAL, Case, DataSet

TRAIN, VALIDATION, TEST = SPLITS = ("train", "validation", "test")
SCHEMA = "microcalc-splits/1"
SPLIT_OPTION = "--split 0.7,0.15,0.15"


@dataclass(frozen=True)
class SplitRule:
    """How patients come to their part.

    Parameters
    ----------
    fractions
        Of the patients in training, validation and test; their sum is 1.
    published
        Keep the parts of the set's authors: their test patients are the test, the others are divided between training
        and validation in the proportion of `fractions`.
    """

    fractions: tuple[float, ...] = (0.7, 0.15, 0.15)
    seed: int = 1
    published: bool = False

    def __post_init__(self) -> None:
        if (
            len(self.fractions) != 3
            or min(self.fractions) < 0
            or self.fractions[0] <= 0
            or not math.isclose(sum(self.fractions), 1, abs_tol=1e-6)
        ):
            raise InputError(
                f"{self.fractions} are no fractions of a split: give three that add up to 1, for example 0.7, 0.15 and"
                " 0.15.",
                option=SPLIT_OPTION,
            )


@dataclass(frozen=True)
class Splits:
    """Which patient is in which part, and the rule that put the new ones there."""

    of_patient: Mapping[str, str]
    rule: SplitRule = field(default_factory=SplitRule)

    def patients(self, split: str) -> tuple[str, ...]:
        """Return the patients of a part by name."""
        return tuple(sorted(patient for patient, own in self.of_patient.items() if own == split))

    def save(self, path: Path) -> None:
        """Write the parts as JSON."""
        content = {
            "schema": SCHEMA,
            "seed": self.rule.seed,
            "fractions": list(self.rule.fractions),
            "published": self.rule.published,
        }
        write_text(
            path, json.dumps({**content, "patients": {split: self.patients(split) for split in SPLITS}}, indent=1)
        )

    @classmethod
    def load(cls, path: Path) -> Splits:
        """Read what `save` wrote.

        Raises
        ------
        InputError
            If the file is unreadable, names another part, or has a patient in two parts.
        """
        try:
            content = read_json(path)
            parts = {
                str(split): [str(patient) for patient in patients] for split, patients in content["patients"].items()
            }
            rule = SplitRule(
                tuple(float(f) for f in content["fractions"]),
                int(content["seed"]),
                bool(content.get("published", False)),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path} is no file of splits that can be read ({error}): correct it, or import into another folder."
            ) from error
        if unknown := set(parts) - set(SPLITS):
            raise InputError(f"{path} has the part {min(unknown)!r}: use {', '.join(SPLITS)}.")
        of_patient: dict[str, str] = {}
        for split, patients in parts.items():
            for patient in patients:
                if of_patient.setdefault(patient, split) != split:
                    raise InputError(
                        f"The patient {patient} is in {of_patient[patient]} and in {split} in {path.name}: leave the"
                        " patient in one."
                    )
        return cls(of_patient, rule)


def chosen_split(text: str, seed: int) -> SplitRule | Splits:
    """Return what ``0.7,0.15,0.15``, ``published`` or the path of a file of splits says; raises `InputError` for
    anything else.
    """
    if text == "published":
        return SplitRule(seed=seed, published=True)
    if text.casefold().endswith(".json"):
        return Splits.load(Path(text))
    try:
        first, second, third = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError(
            f"{text!r} is no split: give three fractions, for example 0.7, 0.15 and 0.15, the word published, or a"
            " file."
        ) from error
    return SplitRule((first, second, third), seed)


def split_patients(data: DataSet, rule: SplitRule, earlier: Splits | None = None) -> Splits:
    """Return the parts of a set: patients of `earlier` stay where they are, the others are dealt out.

    They are taken in random order within strata (pathology, else BI-RADS, else whether anything is marked) and each
    goes where most is lacking, so that every stratum is divided in the same proportion to within one patient or two.
    What is lacking is counted with the patients of `earlier`, all of them and those of the same stratum: so the parts
    approach the fractions where patients come one at a time, too.

    Raises
    ------
    InputError
        If the set's authors have a patient in two parts and `rule.published` asks to keep theirs.
    """
    known = dict(earlier.of_patient) if earlier else {}
    fractions = np.array(rule.fractions)
    new = [case for case in data.cases if case.patient not in known]
    if rule.published:
        known.update({case.patient: TEST for case in new if _published(case) == TEST})
        fractions = fractions * (1, 1, 0) / fractions[:2].sum()
        new = [case for case in new if case.patient not in known]
    stratum_of = {case.patient: _stratum(case) for case in data.cases}
    known.update(_dealt([case.patient for case in new], stratum_of, known, fractions, rule.seed))
    return Splits(known, rule)


def _dealt(
    patients: Sequence[str],
    stratum_of: Mapping[str, str],
    known: Mapping[str, str],
    fractions: np.ndarray,
    seed: int,
) -> Mapping[str, str]:
    """Return the part of each patient; patients that are `known` already may be of no known stratum."""
    dealt, within = np.zeros(3), {stratum: np.zeros(3) for stratum in stratum_of.values()}
    for patient, part in known.items():
        one = np.eye(3)[SPLITS.index(part)] * (fractions > 0)  # a part that gets nobody is no part of the proportion
        dealt += one
        if patient in stratum_of:
            within[stratum_of[patient]] += one
    balanced = {stratum for stratum, counts in within.items() if counts.any()}
    order = np.random.default_rng(seed).permutation(len(patients))
    result: dict[str, str] = {}
    for index in sorted(order, key=lambda i: stratum_of[patients[i]]):
        own = within[stratum := stratum_of[patients[index]]]
        lacking = _lacking(dealt, fractions) + (_lacking(own, fractions) if stratum in balanced else 0)
        place = int(np.argmax(lacking - (fractions == 0)))
        dealt[place] += 1
        own[place] += 1
        result[patients[index]] = SPLITS[place]
    return result


def _lacking(counts: np.ndarray, fractions: np.ndarray) -> np.ndarray:
    """Return how many patients each part lacks, once one more has come."""
    return fractions * (counts.sum() + 1) - counts


def _stratum(case: Case) -> str:
    pathologies = {image.pathology or "" for image in case.images} - {"", NORMAL}
    ratings = {image.birads for image in case.images if image.birads}
    return (
        f"{max(pathologies, default='')} {max(ratings, default='')[:1]} {any(image.is_marked for image in case.images)}"
    )


def _published(case: Case) -> str:
    parts = {image.published_split for image in case.images if image.published_split is not None}
    if any(image.published_split is None for image in case.images):
        raise InputError(
            "This set has no split of its authors: give three fractions, for example 0.7, 0.15 and 0.15.",
            option=SPLIT_OPTION,
        )
    if len(parts) > 1:
        both = " and ".join(sorted(parts))
        raise InputError(
            f"The authors have the patient {case.patient} in {both}: give three fractions, for example 0.7, 0.15 and"
            " 0.15.",
            option=SPLIT_OPTION,
        )
    return parts.pop()
