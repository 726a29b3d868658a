"""What must be known of a kind network that was fine-tuned on a reader's words, before it is used; the panel says it in
its language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..datasets.splits import TRAIN

# a smaller change is chance with some hundred simulated lesions, of which the sentence has the number
LEAST_CHANGE = 0.01
SIMULATED_FIGURES = {
    "top_1": "likeliest kind right",
    "benign_auc": "AUC of benign by look against all others",
    "benign_called_benign": "benign ones called so",
    "suspicious_called_benign": "others called benign by look",
}
WORSE_IF_HIGHER = ("suspicious_called_benign",)
AS_BEFORE = "No epoch was better than the start on the validation part: the model is the one that it started from."
ONE_KIND = (
    "All that was named in the training part is {word}: the network may call too much so, until other kinds are named"
    " too."
)
NO_BETTER = (
    "It is no better on the held-out corrections: keep the model that it started from, or name kinds in more cases."
)
FALLEN = (
    "On {lesions} simulated lesions it got worse: {figures}; name other kinds in more cases, or keep the model before."
)
FIGURE = "{title} is {after} (before {before})"
# As keys for translators, with what is put into them.
SENTENCES = (AS_BEFORE, ONE_KIND, NO_BETTER, FALLEN, FIGURE, *SIMULATED_FIGURES.values())


def notes(result: Mapping[str, Any], better: bool) -> list[str]:
    """Return what a user must know before the model is used, a sentence each.

    Parameters
    ----------
    result
        With ``before``, ``after`` and ``corrections``, see `kind_tuning.tune_kinds`.
    better
        Whether an epoch was better than the start.
    """
    if not better:
        return [AS_BEFORE]
    return [note for note in (_of_one_kind(result["corrections"][TRAIN]), _worse(result), _fallen(result)) if note]


def _of_one_kind(learned: Mapping[str, Any]) -> str:
    kinds = learned["kinds"]
    return ONE_KIND.format(word=next(iter(kinds))) if len(kinds) == 1 else ""


def _worse(result: Mapping[str, Any]) -> str:
    before, after = (result[when]["named_right"] for when in ("before", "after"))
    return "" if after > before else NO_BETTER


def _fallen(result: Mapping[str, Any]) -> str:
    fallen = []
    for name, title in SIMULATED_FIGURES.items():
        before, after = (result[when]["simulated"][name] for when in ("before", "after"))
        if (after - before if name in WORSE_IF_HIGHER else before - after) > LEAST_CHANGE:
            fallen.append(FIGURE.format(title=title, after=f"{after:.3f}", before=f"{before:.3f}"))
    return FALLEN.format(lesions=result["after"]["simulated"]["lesions"], figures=", ".join(fallen)) if fallen else ""
