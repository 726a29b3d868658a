"""Python packages that Slicer does not bring: asked for when they are first needed, never at start."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

TORCH_VERSION = ">=2.2"
# What Slicer and its PyTorch extension bring: another version of these could break what the application has loaded.
KEPT = ("numpy", "scipy", "SimpleITK", "pydicom", "highdicom", "torch")


class PackageError(MicrocalcError):
    """A Python package is missing and was not installed."""


def ensureForTraining(requirementsPath: str) -> None:
    """Install what a file lists, and PyTorch, after the user has agreed; raises `PackageError` if it stays missing.

    PyTorch comes from the extension of that name, because the right build depends on the graphics card.
    """
    _ensureTorch()
    ensureListed(requirementsPath)


def ensureForDetection(requirementsPath: str, device: str) -> None:
    """Install what a file lists, after the user has agreed, and PyTorch only where CUDA is asked for; raises
    `PackageError`.
    """
    if device == "cuda":
        _ensureTorch()
    ensureListed(requirementsPath)


def ensureListed(requirementsPath: str) -> None:
    """Install what a file lists and is missing or too old, after the user has agreed; raises `PackageError` if it stays
    so.

    What Slicer brings (`KEPT`) stays as it is.
    """
    packaging = slicerPackaging()
    requirements = packaging.load_requirements(requirementsPath)
    if packaging.pip_check(requirements):
        return
    names = ", ".join(str(one) for one in requirements if not packaging.pip_check(one))
    try:
        with _kept(requirements) as constraints:
            packaging.pip_ensure(requirements, constraints=constraints, requester="Microcalc")
    except Exception as error:  # pip fails in many ways; each must reach the user as a sentence
        raise PackageError(
            _("The Python packages {names} were not installed ({error}): check the network, then {remedy}").format(
                names=names, error=error, remedy=_remedy()
            )
        ) from error
    if not packaging.pip_check(requirements):
        raise PackageError(_("The Python packages {names} are missing: {remedy}").format(names=names, remedy=_remedy()))


def _remedy() -> str:
    return _("click Install what is missing in the tab Installation of Microcalc CAD, and agree.")


@contextmanager
def _kept(requirements: Iterable[Any]) -> Iterator[str]:
    """Give the path of a file that tells pip to leave `KEPT` at their versions, but for those that are asked for by
    name.
    """
    asked = {one.name.lower() for one in requirements}
    lines = []
    for name in KEPT:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if name.lower() not in asked:
            lines.append(f"{name}=={version}\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "constraints.txt")
        path.write_text("".join(lines), encoding="utf-8")
        yield str(path)


def _ensureTorch() -> None:
    if find_spec("torch") is not None:
        return
    try:
        import PyTorchUtils
    except ImportError as error:
        raise PackageError(
            _("PyTorch is missing: install the extension PyTorch in the Extensions Manager and restart Slicer.")
        ) from error
    try:
        torch = PyTorchUtils.PyTorchUtilsLogic().installTorch(
            askConfirmation=True, torchVersionRequirement=TORCH_VERSION
        )
    except Exception as error:  # pip fails in many ways; each must reach the user as a sentence
        raise PackageError(
            _(
                "PyTorch was not installed ({error}): check the network, then install it in the module PyTorch Utils."
            ).format(error=error)
        ) from error
    if torch is None:
        raise PackageError(_("PyTorch was not installed: install it in the module PyTorch Utils, then try again."))


def slicerPackaging() -> ModuleType:
    """Return the module `slicer.packaging`; raises `PackageError` for an older Slicer, which has none."""
    try:
        from slicer import packaging
    except ImportError as error:
        raise PackageError(
            _("Microcalc needs 3D Slicer 5.12 or newer: install it from https://download.slicer.org.")
        ) from error
    return packaging
