"""The sample mammogram in Slicer's Sample Data module: simulated, shipped with the extension, loaded without a network."""

from __future__ import annotations

from pathlib import Path

from slicer.i18n import tr as _

CATEGORY = "Microcalc"
NAME = "SimulatedMammogram"
FILE = "SampleData/simulated_LEFT_CC.nrrd"
THUMBNAIL = "Icons/SimulatedMammogram.png"
# as tools/make_sample.py prints it
SHA256 = "63f0ca21a580198381cc7e69ed86d11ac4738a18b3edbfc39c4f1e395f3ef6c6"


def registerSampleData(resourcePath) -> None:
    """Offer the sample mammogram; `resourcePath` is that of the module.

    The address of the shipped file serves the button and `SampleData.downloadSample` alike, which asks no downloader of ours;
    Slicer checks the file, loads it as any volume and shows it.
    """
    import SampleData

    logic = SampleData.SampleDataLogic
    if hasattr(logic, "registerCustomSampleDataCategory"):  # Slicer 5.12
        logic.registerCustomSampleDataCategory(CATEGORY, title=_("Mammograms"))
    path = Path(resourcePath(FILE))
    logic.registerCustomSampleDataSource(
        category=CATEGORY,
        sampleName=NAME,
        uris=path.absolute().as_uri(),
        fileNames=path.name,
        nodeNames=NAME,
        checksums=f"SHA256:{SHA256}",
        thumbnailFileName=resourcePath(THUMBNAIL),
        loadFileTypes="VolumeFile",
    )
