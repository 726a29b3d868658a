"""Detection on real mammograms that training never saw; skipped where the images are not at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from MicrocalcCADLib.__main__ import main

SHARED = Path(__file__).resolve().parents[3] / "shared"
IMAGES = SHARED / "data" / "mias-dev"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IMAGES.is_dir(), reason="the development images are not at hand"),
]


def test_clusters_of_real_calcifications_are_found_with_few_false_ones(tmp_path):
    images = [str(p) for p in sorted((IMAGES / "images").glob("*.png"))]
    assert main(["detect", *images, "--spacing", "0.2", "-o", str(tmp_path), "--quiet"]) == 0
    tool = [sys.executable, str(SHARED / "tools" / "score_clusters.py"), str(tmp_path), str(IMAGES / "truth.json")]
    result = json.loads(subprocess.run(tool, check=True, capture_output=True, text=True).stdout)
    assert result["sensitivity_at_fp_per_image"]["1.0"] >= 0.90
    assert result["sensitivity_at_fp_per_image"]["0.25"] >= 0.75
    assert result["image_auc"] >= 0.95
