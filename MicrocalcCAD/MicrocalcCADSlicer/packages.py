"""Python packages that Slicer does not bring: asked for when they are first needed, never at start."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

import slicer.util
from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

TORCH_VERSION = ">=2.2"


class PackageError(MicrocalcError):
    """A Python package is missing and was not installed."""


def ensurePackages(requirementsPath: str) -> None:
    """Install what is missing, after the user has agreed; raises `PackageError` if it stays missing.

    PyTorch comes from the extension of that name, because the right build depends on the graphics card.
    """
    _ensureTorch()
    ensureListed(requirementsPath)


def ensureListed(requirementsPath: str) -> None:
    """Install what a file lists and is missing, after the user has agreed; raises `PackageError` if it stays missing."""
    missing = [line for line in _requirements(requirementsPath) if not _isInstalled(line)]
    if not missing:
        return
    try:
        _install(requirementsPath, missing)
    except Exception as error:  # pip fails in many ways; each must reach the user as a sentence
        raise PackageError(
            _("The Python packages {names} were not installed ({error}): check the network and try again.").format(
                names=", ".join(missing), error=error
            )
        ) from error
    still = [line for line in missing if not _isInstalled(line)]
    if still:
        raise PackageError(_("The Python packages {names} are missing: try again and agree to install them.").format(names=", ".join(still)))


def _ensureTorch() -> None:
    if find_spec("torch") is not None:
        return
    try:
        import PyTorchUtils
    except ImportError as error:
        raise PackageError(_("PyTorch is missing: install the extension PyTorch in the Extensions Manager and restart Slicer.")) from error
    if PyTorchUtils.PyTorchUtilsLogic().installTorch(askConfirmation=True, torchVersionRequirement=TORCH_VERSION) is None:
        raise PackageError(_("PyTorch was not installed: install it in the module PyTorch Utils, then click Detect again."))


def _install(requirementsPath: str, missing: list[str]) -> None:
    try:
        from slicer import packaging
    except ImportError:  # Slicer before 5.12
        question = _("Microcalc needs the Python packages {names}. Install them now?").format(names=", ".join(missing))
        if slicer.util.confirmOkCancelDisplay(question):
            slicer.util.pip_install(missing)
        return
    packaging.pip_ensure(packaging.load_requirements(requirementsPath), requester="Microcalc")


def _requirements(path: str) -> list[str]:
    with open(path, encoding="utf-8") as stream:
        return [line.strip() for line in stream if line.strip() and not line.startswith(("#", "-"))]


def _isInstalled(requirement: str) -> bool:
    name = requirement.split(">=", maxsplit=1)[0].split(";", maxsplit=1)[0].strip()
    try:
        return distribution(name) is not None
    except PackageNotFoundError:
        return False
