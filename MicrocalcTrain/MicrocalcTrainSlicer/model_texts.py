"""Facts of models in the user's language."""

from __future__ import annotations

import re

from MicrocalcCADSlicer.decimals import Decimal
from MicrocalcTrainLib.model_figures import NAMED, Change
from slicer.i18n import tr as _

from .library_words import said


def factTitle(key: str) -> str:
    """Return the title of a fact of `model_figures.facts_of`."""
    titles = {
        "version": _("Version"),
        "method": _("Method"),
        "spacing_mm": _("Pixel spacing (mm)"),
        "operating_points": _("Operating points"),
        "command": _("Made by"),
        "training_data": _("Training data"),
        "started_from": _("Started from"),
        "held_out": _("TPR at 0.4 FP/cm², before and after"),
        "named": _("Groups named as the reader did, before and after"),
        "licence": _("Licence"),
        "notices": _("Notices"),
    }
    return titles.get(key, key)


def beforeAndAfter(change: Change) -> str:
    """Return what fine-tuning changed as a sentence, with advice where it is no better; of kinds with what else must be
    known.
    """
    if change.of == NAMED:
        named = _(
            "Groups named as the reader did (part {part}, images: {count}): {before:.0f} % before, {after:.0f} % after"
            " fine-tuning."
        )
        share = {"before": 100 * change.before, "after": 100 * change.after}
        return "\n".join(
            [named.format(count=change.images, part=said(change.held_out), **share), *map(said, change.notes)]
        )
    sentence = _(
        "TPR at 0.4 FP/cm² on {count} images of the part {part}: {before:.3f} before, {after:.3f} after fine-tuning."
    ).format(
        count=change.images, part=said(change.held_out), before=Decimal(change.before), after=Decimal(change.after)
    )
    return (
        sentence
        if change.better
        else "\n".join([sentence, _("It is no better: keep the model that it started from, or tune on more images.")])
    )


def shownCard(card: str) -> str:
    """Return a model card without pictures, and with HTML as plain text: a card from elsewhere must not make the panel
    read files.
    """
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", re.sub(r"!\[[^\]]*\]\([^)]*\)", "", card))
