"""Bundles Microcalc with all that it needs into one archive a platform, to be installed without a network:
``make wheelhouse``.

``python tools/make_wheelhouse.py [PLATFORM ...] [--python 3.12 ...] [-o dist]`` asks the index what the core and the
DICOM results need on each platform, loads those wheels by hash and packs them with the modules for Slicer, a list of
materials (CycloneDX) and an installer. With ``--list`` it only says what would be in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from make_packages_page import SLICER_HAS, licence, lists, slicer_lists
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = ROOT / "packaging" / "offline"
SLICER_PYTHON = "3.12"
# What Slicer finds when it is told the folder: modules, models, licence.
MODULES = ("MicrocalcCAD", "MicrocalcTrain", "Resources", "LICENSE.txt", "NOTICE")
_MANYLINUX = ("manylinux2014", "manylinux2010", "manylinux1", *(f"manylinux_2_{minor}" for minor in range(5, 29)))


@dataclass(frozen=True)
class Platform:
    """A system: what its wheels may be marked as, and what its Python says of itself in markers."""

    tags: tuple[str, ...]
    markers: Mapping[str, str]


PLATFORMS = {
    "linux-x86_64": Platform(
        tuple(f"{tag}_x86_64" for tag in _MANYLINUX),
        {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    ),
    "windows-amd64": Platform(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
    ),
    "macos-arm64": Platform(
        ("macosx_14_0_arm64",), {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"}
    ),
}


@dataclass(frozen=True)
class Wheel:
    """One package as the index has it for a platform."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    needs: tuple[str, ...]

    @property
    def pinned(self) -> str:
        """The line of a requirements file that takes this very file."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


class Unresolved(Exception):
    """The index has no wheels that fit together for a platform."""


def resolved(
    requirements: Sequence[str], target: Platform, python: str, constraints: Iterable[str] = ()
) -> tuple[Wheel, ...]:
    """Return the wheels that an installation on a platform would take, by name; raises `Unresolved`.

    pip looks at the markers of the machine that it runs on, so what another platform needs besides is added until
    nothing is missing.
    """
    wanted = list(requirements)
    while True:
        wheels = _asked(wanted, target, python, constraints)
        more = missing(wheels, target, python)
        if not more:
            return tuple(sorted(wheels, key=lambda wheel: wheel.name))
        wanted += more


def missing(wheels: Iterable[Wheel], target: Platform, python: str) -> list[str]:
    """Return the requirements that some wheels have on a platform and that none of them meets."""
    environment = {
        **default_environment(),
        "os_name": "posix",
        **target.markers,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "extra": "",
    }
    there = {wheel.name for wheel in wheels}
    needs = [Requirement(line) for wheel in wheels for line in wheel.needs]
    return [
        f"{one.name}{one.specifier}"
        for one in needs
        if canonicalize_name(one.name) not in there and (not one.marker or one.marker.evaluate(environment))
    ]


def _asked(requirements: Sequence[str], target: Platform, python: str, constraints: Iterable[str]) -> tuple[Wheel, ...]:
    with tempfile.TemporaryDirectory() as folder:
        fixed = Path(folder) / "constraints.txt"
        fixed.write_text("\n".join(constraints), encoding="utf-8")
        options = [
            "--dry-run",
            "--quiet",
            "--ignore-installed",
            "--report",
            "-",
            "--target",
            folder,
            "--constraint",
            str(fixed),
        ]
        done = _pip("install", *options, *_of(target, python), *requirements)
    if done.returncode:
        raise Unresolved(done.stderr.strip().splitlines()[-1])
    return tuple(map(_wheel, json.loads(done.stdout)["install"]))


def _wheel(entry: Mapping[str, Any]) -> Wheel:
    facts, found = entry["metadata"], entry["download_info"]
    message = message_from_bytes(b"")
    for key, header in (("license_expression", "License-Expression"), ("license", "License")):
        if facts.get(key):
            message[header] = facts[key].splitlines()[0]
    for classifier in facts.get("classifier", ()):
        message["Classifier"] = classifier
    return Wheel(
        canonicalize_name(facts["name"]),
        facts["version"],
        found["url"].rpartition("/")[2],
        found["archive_info"]["hashes"]["sha256"],
        licence(message),
        tuple(facts.get("requires_dist", ())),
    )


def loaded(wheels: Iterable[Wheel], target: Platform, python: str, folder: Path) -> None:
    """Load the wheels into a folder, each only if it has the SHA-256 that the index stated."""
    with tempfile.TemporaryDirectory() as scratch:
        pins = Path(scratch) / "pins.txt"
        pins.write_text("".join(f"{wheel.pinned}\n" for wheel in wheels), encoding="utf-8")
        done = _pip(
            "download",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "--dest",
            str(folder),
            *_of(target, python),
            "--requirement",
            str(pins),
        )
    if done.returncode:
        raise Unresolved(done.stderr.strip().splitlines()[-1])


def _of(target: Platform, python: str) -> list[str]:
    tags = [option for tag in target.tags for option in ("--platform", tag)]
    return ["--only-binary", ":all:", "--implementation", "cp", "--python-version", python, *tags]


def _pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False)


def outside(target: Platform, python: str) -> tuple[Wheel, ...]:
    """Return what the core and DICOM results need in a Python of its own."""
    required = lists()
    return resolved([*required["core"], *required["dicom"]], target, python)


def in_slicer(target: Platform) -> tuple[Wheel, ...]:
    """Return what Slicer needs besides what it brings, which is left as it is."""
    asked = [
        line
        for name, lines in slicer_lists().items()
        if name.startswith("MicrocalcCAD")
        for line in lines
        if not _slicer_has(Requirement(line))
    ]
    has = [f"{name}=={version}" for name, version in SLICER_HAS.items() if version]
    return tuple(wheel for wheel in resolved(asked, target, SLICER_PYTHON, has) if wheel.name not in SLICER_HAS)


def _slicer_has(one: Requirement) -> bool:
    return one.specifier.contains(SLICER_HAS.get(canonicalize_name(one.name)) or "0")


def bundled(name: str, pythons: Sequence[str], own: Path, output: Path) -> Path:
    """Write the archive of a platform and return its path."""
    target = PLATFORMS[name]
    by_python = {python: outside(target, python) for python in pythons}
    slicer = in_slicer(target)
    version = own.name.split("-")[1]
    archive = output / f"microcalc-{version}-{name}.zip"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / archive.stem
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        shutil.copy2(own, wheels)
        for python, some in (*by_python.items(), (SLICER_PYTHON, slicer)):
            loaded(some, target, python, wheels)
        pins = [f"slicer-microcalc=={version} --hash=sha256:{sha256_of(own)}"]
        for python, some in by_python.items():
            pins += [
                f'{wheel.name}=={wheel.version} ; python_version == "{python}" --hash=sha256:{wheel.sha256}'
                for wheel in some
            ]
        (folder / "requirements.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")
        (folder / "requirements-slicer.txt").write_text(
            "".join(f"{wheel.pinned}\n" for wheel in slicer), encoding="utf-8"
        )
        everything = {wheel.file: wheel for some in (*by_python.values(), slicer) for wheel in some}
        (folder / "sbom.cdx.json").write_text(bill_of_materials(version, own, everything.values()), encoding="utf-8")
        for path in OFFLINE.iterdir():
            shutil.copy2(path, folder)
        for module in MODULES:
            _copied(ROOT / module, folder / "slicer" / module)
        _zipped(folder, archive)
    return archive


def _copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.nbi", "*.nbc"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _zipped(folder: Path, archive: Path) -> None:
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            kind = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            packed.write(path, path.relative_to(folder.parent).as_posix(), kind)


def bill_of_materials(version: str, own: Path, wheels: Iterable[Wheel]) -> str:
    """Return a CycloneDX 1.6 document of the packages and models of a bundle, valid after its schema."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from packageurl import PackageURL

    def component(
        kind: ComponentType,
        name: str,
        number: str,
        terms: str,
        sha256: str,
        reference: str,
        url: PackageURL | None = None,
    ) -> Component:
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=sha256)]
        return Component(
            type=kind,
            name=name,
            version=number,
            bom_ref=reference,
            purl=url,
            licenses=[LicenseFactory().make_from_string(terms)],
            hashes=hashes,
        )

    bom = Bom()
    microcalc = component(
        ComponentType.APPLICATION,
        "slicer-microcalc",
        version,
        "Apache-2.0",
        sha256_of(own),
        own.name,
        PackageURL("pypi", name="slicer-microcalc", version=version),
    )
    bom.metadata.component = microcalc
    for wheel in sorted(wheels, key=lambda wheel: wheel.file):
        url = PackageURL("pypi", name=wheel.name, version=wheel.version)
        bom.components.add(
            component(ComponentType.LIBRARY, wheel.name, wheel.version, wheel.licence, wheel.sha256, wheel.file, url)
        )
    for model in json.loads((ROOT / "Resources" / "Models" / "catalog.json").read_text(encoding="utf-8"))["models"]:
        bom.components.add(
            component(
                ComponentType.MACHINE_LEARNING_MODEL,
                model["name"],
                model["version"],
                model["licence"],
                model["sha256"],
                f"model:{model['name']}",
            )
        )
    bom.register_dependency(microcalc, bom.components)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise ValueError(f"the bill of materials is not valid: {wrong}")
    return text


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def built(folder: Path) -> Path:
    """Build our own wheel into a folder and return its path."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(folder.glob("*.whl"))


def main() -> int:
    """Make the archives, or with ``--list`` say what they would hold; returns the exit status."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "platforms", nargs="*", metavar="PLATFORM", help=f"some of {', '.join(PLATFORMS)}; default: all"
    )
    parser.add_argument(
        "--python",
        nargs="+",
        default=sorted({SLICER_PYTHON, running}),
        metavar="X.Y",
        help=f"default: {SLICER_PYTHON}, Slicer's, and {running}",
    )
    parser.add_argument("--here", action="store_true", help="the platform that this runs on")
    parser.add_argument("--list", action="store_true", help="only say what would be in them")
    parser.add_argument("-o", "--output", type=Path, default=Path("dist"))
    options = parser.parse_args()
    unknown = sorted(set(options.platforms) - set(PLATFORMS))
    if unknown:
        parser.error(f"{unknown[0]} is no platform: use {', '.join(PLATFORMS)}")
    chosen = [here()] if options.here else options.platforms or list(PLATFORMS)
    try:
        if options.list:
            _say(chosen, options.python)
            return 0
        with tempfile.TemporaryDirectory() as folder:
            own = built(Path(folder))
            for name in chosen:
                archive = bundled(name, options.python, own, options.output)
                print(f"{archive}: {archive.stat().st_size / 1e6:.0f} MB, sha256 {sha256_of(archive)}", flush=True)
    except Unresolved as error:
        print(f"Not to be had from this index: {error}", file=sys.stderr)
        return 1
    return 0


def here() -> str:
    """Return the name of the platform that this runs on; raises `SystemExit` where there is none."""
    for name, one in PLATFORMS.items():
        if (one.markers["platform_system"], one.markers["platform_machine"]) == (platform.system(), platform.machine()):
            return name
    raise SystemExit(
        f"No archive is made for {platform.system()} on {platform.machine()}: use one of {', '.join(PLATFORMS)} as"
        " PLATFORM."
    )


def _say(platforms: Iterable[str], pythons: Iterable[str]) -> None:
    for name in platforms:
        for where, wheels in (
            *((f"Python {python}", outside(PLATFORMS[name], python)) for python in pythons),
            ("in Slicer", in_slicer(PLATFORMS[name])),
        ):
            print(f"{name}, {where}: {len(wheels)} packages")
            print("".join(f"  {wheel.file}\n" for wheel in wheels), end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
