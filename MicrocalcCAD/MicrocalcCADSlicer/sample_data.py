"""The sample mammogram in Slicer's Sample Data module: simulated, shipped with the extension, loaded without a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import slicer.util
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import sha256_of
from slicer.i18n import tr as _

CATEGORY = "Microcalc"
NAME = "SimulatedMammogram"
FILE = "SampleData/simulated_LEFT_CC.nrrd"
THUMBNAIL = "Icons/SimulatedMammogram.png"
# as tools/make_sample.py prints it
SHA256 = "63f0ca21a580198381cc7e69ed86d11ac4738a18b3edbfc39c4f1e395f3ef6c6"


def registerSampleData(resourcePath) -> None:
    """Offer the sample mammogram; `resourcePath` is that of the module."""
    import SampleData

    logic = SampleData.SampleDataLogic
    if hasattr(logic, "registerCustomSampleDataCategory"):  # Slicer 5.12
        logic.registerCustomSampleDataCategory(CATEGORY, title=_("Mammograms"))
    logic.registerCustomSampleDataSource(
        category=CATEGORY,
        sampleName=NAME,
        thumbnailFileName=resourcePath(THUMBNAIL),
        customDownloader=lambda _source: [loadSample(resourcePath(FILE))],
    )


def loadSample(path: str):
    """Add the sample mammogram to the scene and return its volume node.

    Raises
    ------
    InputError
        If the file is missing or is not the one that was shipped.
    """
    import SimpleITK as sitk

    if not Path(path).is_file() or sha256_of(path) != SHA256:
        raise InputError(_("The sample mammogram {path} is missing or damaged: install Microcalc again.").format(path=path))
    image = sitk.ReadImage(path)
    column_mm, row_mm = image.GetSpacing()
    # left breast, nipple to the right of the picture: columns run to the patient's left, rows to the feet
    matrix = np.diag([-column_mm, -row_mm, 1.0, 1.0])
    return slicer.util.addVolumeFromArray(sitk.GetArrayFromImage(image)[np.newaxis], ijkToRAS=matrix, name=NAME)
