"""The sample mammogram: simulated, shipped, read without a network."""

from __future__ import annotations

from pathlib import Path

import MicrocalcCADLib
from MicrocalcCADLib.errors import InputError

FILE = Path("Resources") / "SampleData" / "simulated_LEFT_CC.nrrd"


def sample() -> Path:
    """Return the path of the sample mammogram (left CC view, 0.07 mm, one simulated cluster, no patient).

    It lies inside the library in a wheel and beside it in Slicer and in a checkout.

    Raises
    ------
    InputError
        If it is missing.
    """
    library = Path(MicrocalcCADLib.__file__).resolve().parent
    for folder in (library, library.parent):
        if (folder / FILE).is_file():
            return folder / FILE
    raise InputError(f"The sample mammogram {FILE.name} is missing in {library}: install Microcalc again.")
