"""The sample mammograms in Slicer's Sample Data module: shipped with the extension, loaded without a network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from slicer.i18n import tr as _

CATEGORY = "Microcalc"


@dataclass(frozen=True)
class Sample:
    """One file of the module's resources, its thumbnail, and its SHA-256 as the tool that made it printed it."""

    name: str
    file: str
    thumbnail: str
    sha256: str


# A real image with calcified vessels and round calcifications of its own and a simulated cluster:
# tools/make_real_sample.py.
REAL = Sample(
    "MammogramWithCluster",
    "SampleData/cesm_LEFT_CC.nrrd",
    "Icons/CesmMammogram.png",
    "1c18c6a374fef86a7e1a6359cbcad1fa758819fc9e1277bb73d924aa9636ffe1",
)
# Computed, with no patient behind it: tools/make_sample.py.
SIMULATED = Sample(
    "SimulatedMammogram",
    "SampleData/simulated_LEFT_CC.nrrd",
    "Icons/SimulatedMammogram.png",
    "63f0ca21a580198381cc7e69ed86d11ac4738a18b3edbfc39c4f1e395f3ef6c6",
)
SAMPLES = (REAL, SIMULATED)


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
