"""A DICOM mammogram with findings, and the validators of other people that its results are shown to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from report_material import make_analysis, make_mammogram, make_spots

# PixelMed's templates are larger than Java's limits for style sheets.
JAVA_OPTIONS = (
    "-Djdk.xml.xpathTotalOpLimit=0 -Djdk.xml.xpathExprOpLimit=0 -Djdk.xml.xpathExprGrpLimit=0 -Djava.awt.headless=true"
)
DEBIAN = {
    "dciodvfy": "dicom3tools",
    "dcmp2pgm": "dcmtk",
    "dsrdump": "dcmtk",
    "storescp": "dcmtk",
    "storescu": "dcmtk",
    "DicomSRValidator": "pixelmed-apps",
}


@dataclass(frozen=True, eq=False)
class Case:
    """One image and what was found in it: a reported cluster of 9, a fainter one of 9, and three single
    calcifications.
    """

    path: Path
    mammogram: Mammogram
    analysis: Analysis
    findings: Findings


def make_case(folder: Path, **attributes: Any) -> Case:
    """Write a mammogram with these DICOM attributes into the folder, and mark places in it."""
    pixels = (make_mammogram().pixels * 4095).astype(np.uint16)
    given = {
        "StudyDate": "20250102",
        "StudyTime": "101112",
        "PatientOrientation": ["P", "L"],
        "StudyID": "7",
        **attributes,
    }
    path = write_mammogram(folder / "breast.dcm", pixels, **given)
    mammogram = read_mammogram(path)
    spots = [*make_spots([(250, 120), (380, 200)], 9, 25), (150, 60), (300, 30), (450, 60)]
    scores = [float(s) for s in (*np.linspace(0.95, 0.75, 9), *np.linspace(0.45, 0.3, 9), 0.9, 0.85, 0.05)]
    analysis = make_analysis(mammogram, spots, scores)
    return Case(path, mammogram, analysis, decide(analysis, "balanced"))


def installed(program: str) -> str:
    """Return the path of Debian's program, and not of pynetdicom's of the same name in an active environment; else skip
    the test.
    """
    own = Path(sys.executable).parent
    folders = [folder for folder in os.get_exec_path() if Path(folder) != own]
    found = shutil.which(program, path=os.pathsep.join(folders))
    if found is None:
        pytest.skip(f"{program} is not installed (Debian: {DEBIAN[program]})")
    return found


def run_validator(program: str, *arguments: Path | str) -> str:
    """Return all that a validator says; skips the test where it is not installed."""
    program = installed(program)
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": JAVA_OPTIONS}
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False, env=environment, errors="replace"
    )
    return done.stdout + done.stderr
