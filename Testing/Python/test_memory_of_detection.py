"""A whole mammogram takes a computer's memory within what is promised."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import MicrocalcCADLib
import numpy as np
import pytest
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.resample import resample
from PIL import Image

SAMPLE = Path(MicrocalcCADLib.__file__).parents[1] / "Resources" / "SampleData" / "simulated_LEFT_CC.nrrd"
ROWS, COLUMNS = 4096, 3328
MOST_MB = 620  # the aim is 600; what the system counts differs by 10 MB from run to run


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the most memory in use is read from /proc")
def test_a_mammogram_of_fourteen_megapixels_is_detected_in_600_mb(tmp_path: Path) -> None:
    sample = read_mammogram(SAMPLE).pixels
    enlarged = resample(sample, (ROWS, COLUMNS))
    Image.fromarray(np.round(enlarged / enlarged.max() * 65535).astype(np.uint16)).save(tmp_path / "image.png")
    code = """import re, sys
from pathlib import Path
from MicrocalcCADLib.__main__ import main
status = main(["detect", sys.argv[1], "-o", sys.argv[2], "--spacing", "0.065", "--device", "cpu", "--quiet"])
print(status, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) >> 10)"""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(MicrocalcCADLib.__file__).parents[1]),
        "OMP_NUM_THREADS": "2",
    }
    command = [sys.executable, "-c", code, str(tmp_path / "image.png"), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    status, most_mb = map(int, done.stdout.split()[-2:])
    assert status == 0
    assert most_mb <= MOST_MB
