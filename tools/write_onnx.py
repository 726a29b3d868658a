"""Write the ONNX files of every shipped model from its weights, and its SHA-256 into the catalogue: make onnx."""

from __future__ import annotations

import json
import sys
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "Resources" / "Models"


def main() -> int:
    """Write what is missing or of other weights; the catalogue is written last."""
    from MicrocalcCADLib.files import read_json, sha256_of, write_text
    from MicrocalcCADLib.models import CATALOG, WEIGHTS
    from MicrocalcTrainLib.workflows.onnx_export import write_onnx

    catalog = read_json(MODELS / CATALOG)
    for entry in catalog["models"]:
        folder = MODELS / entry["folder"]
        entry.pop("onnx_sha256", None)
        paths = write_onnx(folder) if (folder / WEIGHTS).is_file() else []
        if paths:
            entry["onnx_sha256"] = {path.name: sha256_of(path) for path in paths}
        for path in paths:
            print(f"{path.relative_to(MODELS)}: {path.stat().st_size / 1e6:.1f} MB")
    write_text(MODELS / CATALOG, json.dumps(catalog, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
