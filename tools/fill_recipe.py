"""Writes the conda-forge recipe of a release: ``python tools/fill_recipe.py dist/slicer_microcalc-1.2.3.tar.gz``.

Version and SHA-256 are those of the sdist; the rest is ``packaging/conda-forge/recipe.yaml`` as it stands. The recipe
goes into ``dist/conda-forge``.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

RECIPE = Path(__file__).resolve().parents[1] / "packaging" / "conda-forge" / "recipe.yaml"


def filled(recipe: str, sdist: Path) -> str:
    """Return the recipe with version and SHA-256 of an sdist; raises `ValueError` where the recipe has no place for
    them.
    """
    values = {
        "@VERSION@": sdist.name.removesuffix(".tar.gz").rpartition("-")[2],
        "@SHA256@": hashlib.sha256(sdist.read_bytes()).hexdigest(),
    }
    for place, value in values.items():
        if recipe.count(place) != 1:
            raise ValueError(f"{RECIPE.name} has {recipe.count(place)} places {place}, not one")
        recipe = recipe.replace(place, value)
    return recipe


def main() -> None:
    """Write the recipe and say where."""
    sdist = Path(sys.argv[1])
    target = sdist.parent / "conda-forge" / RECIPE.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(filled(RECIPE.read_text(encoding="utf-8"), sdist), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
