"""Models outside the catalogue that the panel offers: trained or imported on this computer, kept in
Slicer's settings.
"""

from __future__ import annotations

import json
from pathlib import Path

import slicer
from MicrocalcCADLib.files import json_of, read_json
from MicrocalcCADLib.models import METADATA, SECTION, CatalogEntry
from slicer.i18n import tr as _

FOLDERS, WANTED = "MicrocalcCAD/OwnModels", "MicrocalcCAD/WantedModel"


def wantModel(method: str, model: str) -> None:
    """Ask for a model, by its name in the catalogue or by its folder: it is chosen when the panel is shown next."""
    settings = slicer.app.userSettings()
    settings.setValue(WANTED, json.dumps([method, model]))
    if (Path(model) / METADATA).is_file():
        settings.setValue(FOLDERS, json.dumps([str(one) for one in ownModelFolders() if one != Path(model)] + [model]))


def removeOwnModel(folder: Path) -> None:
    """Offer a model no more."""
    slicer.app.userSettings().setValue(FOLDERS, json.dumps([str(one) for one in ownModelFolders() if one != folder]))


def ownModelFolders() -> list[Path]:
    """Return the folders that are there still."""
    try:
        folders = json_of(slicer.app.userSettings().value(FOLDERS) or "[]")
    except (ValueError, TypeError):
        return []
    listed = folders if isinstance(folders, list) else []
    return [Path(one) for one in listed if isinstance(one, str) and (Path(one) / METADATA).is_file()]


def ownModels(method: str) -> list[tuple[str, str]]:
    """Return (name, folder) of the own models of a method."""
    return [
        (_("{name} (own)").format(name=folder.name), str(folder))
        for folder in ownModelFolders()
        if methodOf(folder) == method
    ]


def titleOf(entry: CatalogEntry) -> str:
    """Return how a list names a model of the catalogue."""
    return _("{name} (for comparison only)").format(name=entry.name) if entry.comparison_only else entry.name


def takeWantedModel() -> tuple[str, str] | None:
    """Return (method, model) that was asked for since the last call."""
    settings = slicer.app.userSettings()
    try:
        method, model = json_of(settings.value(WANTED) or "")
    except (ValueError, TypeError):
        return None
    settings.setValue(WANTED, "")
    return (method, model) if isinstance(method, str) and isinstance(model, str) else None


def methodOf(folder: Path) -> str | None:
    """Return the method that a model is made for; None if the folder holds none."""
    try:
        return str(read_json(folder / METADATA)[SECTION]["method"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
