"""The sample mammograms in Slicer's Sample Data module: shipped with the extension, loaded without a network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from slicer.i18n import tr as _

CATEGORY = "Microcalc"
RESOURCES = Path(__file__).resolve().parents[1] / "Resources"


@dataclass(frozen=True)
class Sample:
    """One file of the module's resources, its rows and columns, its thumbnail, and its SHA-256 as the tool that made it
    printed it.
    """

    name: str
    file: str
    shape: tuple[int, int]
    thumbnail: str
    sha256: str


# A real image with calcified vessels and round calcifications of its own and a simulated cluster:
# tools/make_real_sample.py.
REAL = Sample(
    "MammogramWithCluster",
    "SampleData/cesm_LEFT_CC.nrrd",
    (1902, 1186),
    "Icons/CesmMammogram.png",
    "1c18c6a374fef86a7e1a6359cbcad1fa758819fc9e1277bb73d924aa9636ffe1",
)
# Computed, with no patient behind it: tools/make_sample.py.
SIMULATED = Sample(
    "SimulatedMammogram",
    "SampleData/simulated_LEFT_CC.nrrd",
    (1100, 760),
    "Icons/SimulatedMammogram.png",
    "63f0ca21a580198381cc7e69ed86d11ac4738a18b3edbfc39c4f1e395f3ef6c6",
)
SAMPLES = (REAL, SIMULATED)


def sampleFile(volumeNode) -> str:
    """Return the file that a volume of Sample Data was made of, empty for other volumes: Slicer takes the way to it
    from the volume, and with it side and view.
    """
    columns, rows, _slices = volumeNode.GetImageData().GetDimensions() if volumeNode.GetImageData() else (0, 0, 0)
    for sample in SAMPLES:
        if sample.shape == (rows, columns) and re.fullmatch(rf"{sample.name}(_\d+)?", volumeNode.GetName() or ""):
            return str(RESOURCES / sample.file)
    return ""


def registerSampleData(resourcePath) -> None:
    """Offer the sample mammograms; `resourcePath` is that of the module.

    The address of a shipped file serves the button and `SampleData.downloadSample` alike, which asks no downloader of
    ours; Slicer checks the file, loads it as any volume and shows it.
    """
    import SampleData

    logic = SampleData.SampleDataLogic
    if hasattr(logic, "registerCustomSampleDataCategory"):  # Slicer 5.12
        logic.registerCustomSampleDataCategory(CATEGORY, title=_("Mammograms"))
    for sample in SAMPLES:
        path = Path(resourcePath(sample.file))
        logic.registerCustomSampleDataSource(
            category=CATEGORY,
            sampleName=sample.name,
            uris=path.absolute().as_uri(),
            fileNames=path.name,
            nodeNames=sample.name,
            checksums=f"SHA256:{sample.sha256}",
            thumbnailFileName=resourcePath(sample.thumbnail),
            loadFileTypes="VolumeFile",
        )
