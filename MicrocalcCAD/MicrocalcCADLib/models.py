"""The model catalogue: MONAI bundles, each verified by SHA-256 and loaded without running code from the file."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ModelError
from .files import json_of
from .findings import ModelIdentity
from .notices import Notice, of_model
from .real_numbers import is_number

if TYPE_CHECKING:
    import torch

ENVIRONMENT_VARIABLE = "MICROCALC_MODELS"
CATALOG = "catalog.json"
METADATA = Path("configs") / "metadata.json"
WEIGHTS = Path("models") / "model.pt"
TEXT_WEIGHTS = Path("models") / "model.json"
SECTION = "microcalc"
COMPARISON_ONLY = "for comparison only"
LARGEST_WEIGHTS = 4 << 30
# Of methods that are no detectors: what chooses their models on the command line.
_OPTIONS = {"kinds": "--kinds", **dict.fromkeys(("odds", "malignancy", "birads"), "--rating")}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
REQUIRED_KEYS = frozenset({"method", "spacing_mm", "operating_points", "intended_use"})
KNOWN_KEYS = REQUIRED_KEYS | {
    "calibration",
    "intensity",
    "licence",
    "network",
    "notices",
    "operating_curve",
    "parameters",
    "postprocessing",
    "recipe",
    "training",
    "training_data",
}


class FileState(NamedTuple):
    """What tells a file from the one that was there before, without reading it."""

    path: str
    number: int
    size: int
    changed_ns: int


@dataclass(frozen=True)
class CatalogEntry:
    """One line of the catalogue.

    `sha256` is that of ``models/model.pt``, or ``models/model.json`` of a model that is text, `onnx_sha256` those of
    the files ``models/*.onnx`` by name; the seconds are measured
    for a 4084 x 3328 px mammogram (None where not measured). A model that is `comparison_only` misses what is asked of
    one that is used, and ships so that its method can be compared.
    """

    name: str
    version: str
    method: str
    folder: str
    sha256: str
    cpu_seconds: float | None = None
    gpu_seconds: float | None = None
    licence: str = ""
    onnx_sha256: Mapping[str, str] = field(default_factory=dict, hash=False)
    comparison_only: bool = False

    @property
    def use(self) -> str:
        """What a list of models says beside its name, empty for one that is for use."""
        return COMPARISON_ONLY if self.comparison_only else ""


@dataclass(frozen=True, eq=False)
class Bundle:
    """A verified model.

    Parameters
    ----------
    metadata
        Parsed ``configs/metadata.json``: MONAI's keys and the section ``microcalc``.
    weights
        What the file of the weights held when it was hashed: what is loaded is what was verified.
    onnx_sha256
        What the catalogue says of the ONNX files, by name; empty where it says nothing.
    """

    identity: ModelIdentity
    folder: Path
    metadata: Mapping[str, Any] = field(repr=False)
    weights: bytes = field(default=b"", repr=False)
    onnx_sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def section(self) -> Mapping[str, Any]:
        """What the bundle says to Microcalc: spacing and intensity contract, operating points, training."""
        return self.metadata[SECTION]

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What must be said wherever its results are shown."""
        return of_model(*self.section.get("notices", ()))

    @property
    def operating_points(self) -> dict[str, float]:
        """Thresholds by name, in [0, 1]."""
        return {name: float(value) for name, value in self.section["operating_points"].items()}

    def state(self) -> dict[str, torch.Tensor]:
        """Load the weights on the CPU; raises `ModelError` for anything but a plain dictionary of tensors."""
        import torch

        path = self.folder / WEIGHTS
        _check_unpacked(self.weights, path)
        try:
            state = torch.load(BytesIO(self.weights), map_location="cpu", weights_only=True)
        except Exception as error:  # PyTorch raises whatever the damaged bytes lead to
            raise ModelError(
                f"{path} is not a plain state dict and was not loaded, it might run code: get the model again."
            ) from error
        if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
            raise ModelError(
                f"{path} holds something other than tensors by name: save the network's state_dict() as it is."
            )
        if not all(bool(value.isfinite().all()) for value in state.values()):
            raise ModelError(
                f"{path} holds weights that are not numbers (NaN or infinite): get the model again, or train it with a"
                " lower learning rate."
            )
        return dict(state)

    def onnx(self, name: str) -> bytes | None:
        """Return what an ONNX file of ``models`` holds, None where there is none; raises `ModelError` where it is not
        what the catalogue says.
        """
        path, expected = self.folder / WEIGHTS.parent / name, self.onnx_sha256.get(name)
        if not path.is_file():
            if expected:
                raise ModelError(f"{path} is missing: install the model again.")
            return None
        content = _content(path)
        if expected and hashlib.sha256(content).hexdigest() != expected:
            raise ModelError(
                f"{path} was altered or is damaged (its SHA-256 is not that of the catalogue): install the model again."
            )
        return content

    def document(self) -> Mapping[str, Any]:
        """Return the weights of a model that is text, a JSON object; raises `ModelError` for anything else."""
        return _object_of(self.weights, self.folder / TEXT_WEIGHTS)


def models_folder() -> Path:
    """Return the folder that holds the catalogue.

    The folder named by the environment variable MICROCALC_MODELS comes first, then ``Resources/Models`` inside the
    package (wheel), beside it (Slicer) and two levels up (checkout).

    Raises
    ------
    ModelError
        If there is no catalogue at any of these places.
    """
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    package = Path(__file__).resolve().parent
    places = (
        [Path(given)]
        if given
        else [parent / "Resources" / "Models" for parent in (package, package.parent, package.parent.parent)]
    )
    for place in places:
        if (place / CATALOG).is_file():
            return place
    raise ModelError(
        f"No {CATALOG} in {' or '.join(map(str, places))}: install Microcalc again, or set {ENVIRONMENT_VARIABLE} to"
        " its models."
    )


def list_models() -> tuple[CatalogEntry, ...]:
    """Return the entries of the catalogue in its order; the first of a method is that method's default."""
    path = models_folder() / CATALOG
    known = {f.name for f in fields(CatalogEntry)}
    entries = []
    for content in _json_object(path).get("models", ()):
        unknown = sorted(set(content) - known)
        if unknown:
            raise ModelError(f"{path} has the unknown key {unknown[0]!r}: correct it, or update Microcalc.")
        try:
            entries.append(CatalogEntry(**content))
        except TypeError as error:
            raise ModelError(f"An entry of {path} is incomplete ({error}): install Microcalc again.") from error
    return tuple(entries)


def find_bundle(choice: str | Path | None, method: str) -> Bundle:
    """Return a verified bundle.

    Parameters
    ----------
    choice
        Name in the catalogue, or the folder of a bundle (also one outside the catalogue); None for the method's
        default.
    method
        Method that will use it.

    Raises
    ------
    ModelError
        If the bundle is missing, incomplete, altered (wrong SHA-256) or made for another method.
    """
    entry = _entry(choice, method)
    if entry is None:
        folder = _folder(str(choice)).resolve()
        listed = next((e for e in _catalog_or_none() if (models_folder() / e.folder).resolve() == folder), None)
    else:
        folder, listed = models_folder() / entry.folder, entry
    metadata = _metadata(folder)
    if metadata[SECTION]["method"] != method:
        raise ModelError(
            f"Model {folder.name} is made for method {metadata[SECTION]['method']}, not for {method}: choose another"
            " model or method.",
            option=option_of(method),
        )
    weights = weights_of(folder)
    if not weights.is_file():
        raise ModelError(f"Model {folder.name} has no {WEIGHTS.as_posix()}: get the model again.")
    content = _read_weights(weights)
    sha256 = hashlib.sha256(content).hexdigest()
    if listed is not None and sha256 != listed.sha256:
        raise ModelError(
            f"{weights} was altered or is damaged (its SHA-256 is not that of the catalogue): install the model again."
        )
    stated = check_name(metadata.get("name") or folder.name, str(folder / METADATA))
    name, version = (entry.name, entry.version) if entry else (stated, str(metadata.get("version") or "0"))
    return Bundle(ModelIdentity(name, version, sha256), folder, metadata, content, listed.onnx_sha256 if listed else {})


def method_of(choice: str | Path) -> str | None:
    """Return the method that a model of the catalogue, or the bundle in a folder, is made for; None where there is
    neither.

    Raises
    ------
    ModelError
        If the folder holds no bundle of ours.
    """
    entry = next((entry for entry in _catalog_or_none() if entry.name == choice), None)
    if entry is not None or not _is_folder(choice):
        return entry.method if entry else None
    return str(_metadata(_folder(choice))[SECTION]["method"])


def bundle_files(choice: str | Path | None, method: str) -> tuple[FileState, ...]:
    """Return the state of every file that decides what `find_bundle` returns: equal as long as none has changed.

    Raises
    ------
    ModelError
        If there is no such model.
    """
    entry = _entry(choice, method)
    folder = models_folder() / entry.folder if entry else _folder(str(choice))
    catalogue = [models_folder() / CATALOG] if entry else []
    return tuple(
        state
        for path in (*catalogue, folder / METADATA, *sorted(folder.glob(f"{WEIGHTS.parent}/*")))
        if (state := _state(path))
    )


def _state(path: Path) -> FileState | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return FileState(str(path), found.st_ino, found.st_size, found.st_mtime_ns)


def weights_of(folder: Path) -> Path:
    """Return the file of a bundle's weights: tensors, or text where there are no tensors."""
    text = folder / TEXT_WEIGHTS
    return text if text.is_file() and not (folder / WEIGHTS).is_file() else folder / WEIGHTS


def _entry(choice: str | Path | None, method: str) -> CatalogEntry | None:
    """Return the catalogue's entry for a choice; None where the choice is a folder."""
    if isinstance(choice, Path) and not _is_folder(choice):
        raise ModelError(
            f"There is no model folder {choice}: give the name of a model or an existing folder.",
            option=option_of(method),
        )
    if isinstance(choice, Path):
        return None
    entries = _catalog_or_none() if choice is not None and _is_folder(choice) else list_models()
    for entry in entries:
        if entry.name == choice or (choice is None and entry.method == method):
            return entry
    if choice is None:
        raise ModelError(
            f"The catalogue has no model for method {method}: give the folder of one.",
            option=f"{option_of(method)} FOLDER",
        )
    if not _is_folder(choice):
        known = ", ".join(e.name for e in entries if e.method == method) or "none"
        raise ModelError(
            f"There is no model {choice!r} for {method} (there is: {known}): give one of these names, or the folder of"
            " a bundle.",
            option=option_of(method),
        )
    return None


def option_of(method: str) -> str:
    """Return the option of the command line that chooses a method's model."""
    return _OPTIONS.get(method, "--model")


def _is_folder(choice: str | Path) -> bool:
    """Return whether a choice is a folder and not a name; an empty one is neither, though Python takes it for the
    current folder.
    """
    return bool(str(choice)) and os.path.isdir(
        _folder(choice)
    )  # also False for names that the system refuses, and without rights


def _folder(choice: str | Path) -> Path:
    """Return the path of a choice with the user's home in place of ``~``, where there is one."""
    return Path(os.path.expanduser(choice))


def _catalog_or_none() -> tuple[CatalogEntry, ...]:
    """Return the catalogue, empty where none is installed: a bundle given by its folder does without."""
    try:
        models_folder()
    except ModelError:
        return ()
    return list_models()


def _metadata(folder: Path) -> Mapping[str, Any]:
    path = folder / METADATA
    metadata = _json_object(path)
    section = metadata.get(SECTION)
    if not isinstance(section, Mapping):
        raise ModelError(f"{path} has no section {SECTION!r}: this bundle was not made for Microcalc, choose another.")
    missing, unknown = sorted(REQUIRED_KEYS - set(section)), sorted(set(section) - KNOWN_KEYS)
    if missing:
        raise ModelError(f"{path} lacks {missing[0]!r} in its section {SECTION!r}: export the bundle again.")
    if unknown:
        raise ModelError(
            f"{path} has the unknown key {unknown[0]!r} in its section {SECTION!r}: update Microcalc, or export the"
            " bundle again."
        )
    if not is_number(section["spacing_mm"]):
        raise ModelError(f"{path} states a spacing that is no number: export the bundle again.")
    points = section["operating_points"]
    if not isinstance(points, Mapping) or not points or not all(_is_threshold(value) for value in points.values()):
        raise ModelError(
            f"The operating points of {path} are not thresholds from 0 to 1 by name: export the bundle again."
        )
    notices, curve = section.get("notices", ()), section.get("operating_curve") or ()
    if not isinstance(notices, list | tuple) or not all(isinstance(one, str) for one in notices):
        raise ModelError(f"The notices of {path} are not a list of sentences: export the bundle again.")
    if not isinstance(curve, list | tuple) or not all(
        isinstance(row, Mapping) and all(map(is_number, row.values())) for row in curve
    ):
        raise ModelError(f"The operating curve of {path} is not a list of figures by name: export the bundle again.")
    return metadata


def check_name(name: object, what: str) -> str:
    """Return a model's name, which becomes that of a folder; raises `ModelError` unless it is letters, digits, ``.``,
    ``-`` and ``_``.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        rule = "letters, digits, '.', '-' and '_', 64 at most, a letter or digit first"
        raise ModelError(
            f"{what} names the model {str(name)[:40]!r}, which is no name of a model ({rule}): give it another."
        )
    return name


def _read_weights(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_WEIGHTS:
            raise ModelError(f"{path} is larger than any model ({LARGEST_WEIGHTS >> 30} GB): get the model again.")
    except OSError as error:
        raise _unreadable(path, error) from error
    return _content(path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ModelError:
    return ModelError(f"{path} cannot be read ({error.strerror or error}): check its permissions.")


def _check_unpacked(content: bytes, path: Path) -> None:
    """Raise `ModelError` for weights that unpack to much more than they are: PyTorch stores them as they are."""
    try:
        if not zipfile.is_zipfile(BytesIO(content)):
            return
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise ModelError(f"{path} is damaged ({error}): get the model again.") from error
    if unpacked > 2 * len(content):
        raise ModelError(
            f"{path} unpacks to {unpacked >> 20} MB, which no weights do: get the model from a source you trust."
        )


def _is_threshold(value: object) -> bool:
    return is_number(value) and 0.0 <= value <= 1.0


def _json_object(path: Path) -> Mapping[str, Any]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"{path} is missing: get the model again.") from error
    except OSError as error:
        raise _unreadable(path, error) from error
    return _object_of(content, path)


def _object_of(encoded: bytes, path: Path) -> Mapping[str, Any]:
    try:
        content = json_of(encoded)
    except ValueError as error:
        raise ModelError(f"{path} cannot be read ({error}): get the model again.") from error
    if not isinstance(content, Mapping):
        raise ModelError(f"{path} does not hold a JSON object: get the model again.")
    return content
