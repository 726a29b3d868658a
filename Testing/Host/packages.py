"""`slicer.packaging` (Slicer 5.12) as far as this extension uses it: it checks for real and installs nothing."""

from __future__ import annotations

import types
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import slicer
import slicer.util
from packaging.requirements import Requirement


def load_requirements(path: str) -> list[Requirement]:
    """Return the requirements of a file; lines that begin with # or - are passed over."""
    lines = (line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def pip_check(requirements: Requirement | list[Requirement]) -> bool:
    """Return whether all requirements are met, versions included."""
    return all(_is_met(one) for one in (requirements if isinstance(requirements, list) else [requirements]))


def pip_ensure(requirements: list[Requirement], constraints: str | None = None, requester: str | None = None) -> None:
    """Ask the user, but not in testing mode, where nothing is installed; an answer of yes installs nothing either."""
    del constraints
    missing = [one for one in requirements if not pip_check(one)]
    if not missing or slicer.app.testingEnabled():
        return
    names = "\n".join(f"- {one}" for one in missing)
    if not slicer.util.confirmOkCancelDisplay("Continue?", f"{requester} - Install", detailedText=names):
        raise RuntimeError("User declined package installation")


def packaging_module() -> types.ModuleType:
    """Return the module `slicer.packaging`."""
    module = types.ModuleType("slicer.packaging")
    module.load_requirements, module.pip_check, module.pip_ensure = load_requirements, pip_check, pip_ensure
    return module


def _is_met(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False
