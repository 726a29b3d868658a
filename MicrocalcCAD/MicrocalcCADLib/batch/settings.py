"""What decides the findings of a run, as plain JSON and as a hash: an image is redone where either is another."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from .. import __version__
from ..assessment.choice import verified_ratings
from ..detectors import KNOWN
from ..errors import InputError
from ..findings import ModelIdentity
from ..kinds.system import kinds_identity
from ..models import find_bundle, list_models
from .items import Item
from .task import Setup


def model_identity(setup: Setup) -> ModelIdentity | None:
    """Return the model of a run, None for a method without.

    Raises
    ------
    InputError
        If the method is unknown.
    ModelError
        If the model is missing or altered.
    """
    choice = setup.choice
    if choice.method not in KNOWN:
        raise InputError(f"{choice.method!r} is no method: use one of {', '.join(KNOWN)}.")
    if choice.model is None and all(entry.method != choice.method for entry in list_models()):
        return None
    return find_bundle(choice.model, choice.method).identity


def settings_of(setup: Setup, model: ModelIdentity | None) -> dict[str, Any]:
    """Return the settings of a run; where it works (device, processes, folder) is none of them.

    Raises
    ------
    InputError, ModelError
        If a chosen rating is none, or its model or the one that names kinds is missing or altered.
    """
    options = asdict(setup.options)
    del options["folder"]
    options["ratings"] = (
        verified_ratings(setup.options.ratings, setup.choice.method) if setup.options.ratings is not None else None
    )
    kinds = kinds_identity(setup.choice.method, setup.choice.kinds)
    return {
        "microcalc": __version__,
        "method": setup.choice.method,
        "model": asdict(model) if model else None,
        "kinds": asdict(kinds) if kinds else None,
        **options,
    }


def answer_hash(settings: dict[str, Any], item: Item) -> str:
    """Return `settings_hash` without what only adds files, the formats: images of one have the same findings."""
    return settings_hash({**settings, "formats": None}, item)


def settings_hash(settings: dict[str, Any], item: Item) -> str:
    """Return the SHA-256 of the settings of a run with the facts that a worklist states for an image."""
    own = {name: getattr(item, name) for name in ("spacing_mm", "full_scale", "invert")}
    return hashlib.sha256(json.dumps([settings, own], sort_keys=True).encode()).hexdigest()
