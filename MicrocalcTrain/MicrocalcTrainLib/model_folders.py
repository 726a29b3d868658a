"""Models as folders that can be listed, kept, handed on as one zip file, taken from one, and deleted."""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import uuid4

from MicrocalcCADLib.errors import InputError, MicrocalcError, ModelError, OutputError
from MicrocalcCADLib.files import read_json, write_json, written_whole
from MicrocalcCADLib.models import (
    METADATA,
    SECTION,
    TEXT_WEIGHTS,
    check_name,
    find_bundle,
    list_models,
    models_folder,
    weights_of,
)

CARD = Path("docs") / "README.md"
FOREIGN = "foreign"
SUFFIXES = frozenset({".json", ".yaml", ".pt", ".onnx", ".md", ".txt", ".svg", ".png", ".csv"})
LICENCE = "LICENSE"  # as MONAI names it
MOST_FILES, MOST_BYTES = 200, 2 << 30


@dataclass(frozen=True)
class KnownModel:
    """A model on this computer; `shipped` ones are in the catalogue and stay."""

    name: str
    version: str
    method: str
    folder: Path
    shipped: bool


def known_models(folders: Sequence[Path] = ()) -> tuple[KnownModel, ...]:
    """Return the models of the catalogue, then those that are, or lie in, the given folders; each once.

    Raises
    ------
    ModelError
        If the catalogue cannot be read.
    """
    place = models_folder()
    shipped = [KnownModel(e.name, e.version, e.method, (place / e.folder).resolve(), True) for e in list_models()]
    found = {model.folder: model for model in shipped}
    for folder in folders:
        for candidate in (folder, *sorted(folder.iterdir())) if folder.is_dir() else ():
            model = described(candidate)
            if model is not None:
                found.setdefault(model.folder, model)
    return tuple(found.values())


def described(folder: Path) -> KnownModel | None:
    """Return what a folder says of the model in it; None if it holds no model of ours. Nothing is verified."""
    try:
        return _described(folder)
    except ModelError:
        return None


def _described(folder: Path) -> KnownModel:
    """Return what a folder says of the model in it; raises `ModelError` with the reason why it is none of ours."""
    where = METADATA.as_posix()
    try:
        metadata = read_json(folder / METADATA)
    except FileNotFoundError as error:
        raise ModelError(
            f"{folder.name} holds no {where}, so no model of Microcalc: choose a MONAI bundle that Microcalc wrote."
        ) from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{where} of {folder.name} cannot be read ({error}): get the model again.") from error
    try:
        method = str(metadata[SECTION]["method"])
        name = metadata.get("name") or folder.name
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{where} of {folder.name} states no method, so it is no model of Microcalc: choose a MONAI bundle that"
            " Microcalc wrote."
        ) from error
    return KnownModel(
        check_name(name, f"{where} of {folder.name}"),
        str(metadata.get("version") or "0"),
        method,
        folder.resolve(),
        False,
    )


def card_of(model: KnownModel) -> str:
    """Return the model card, or the description where there is none."""
    try:
        return (model.folder / CARD).read_text(encoding="utf-8")
    except OSError:
        pass
    try:
        return str(read_json(model.folder / METADATA).get("description") or "")
    except (OSError, ValueError, AttributeError):
        return ""


def verified(folder: Path) -> KnownModel:
    """Return the model in a folder after its description, its hash and its weights were read; nothing in it is run.

    Raises
    ------
    ModelError
        If it is none of ours, incomplete, altered, or its weights are more than tensors by name.
    """
    _refuse_links(folder)
    model = _described(folder)
    bundle = find_bundle(folder, model.method)
    if weights_of(folder) == folder / TEXT_WEIGHTS:
        bundle.document()
    else:
        bundle.state()
    return model


def _refuse_links(folder: Path) -> None:
    """Raise `ModelError` if a model's folder holds a link, which would bring other files of this computer into a copy
    of it.
    """
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise ModelError(
                f"{folder.name} holds a link ({path.relative_to(folder)}) to other files of this computer: put the file"
                " in its place."
            )


def keep_model(model: KnownModel, place: Path) -> KnownModel:
    """Copy a model into a folder of models and return the copy.

    Raises
    ------
    ModelError
        If it is damaged.
    OutputError
        If a model of that name is there already, or the folder cannot be written.
    """
    _refuse_links(model.folder)
    with _new_folder(place, check_name(model.name, str(model.folder))) as temporary:
        shutil.copytree(model.folder, temporary, dirs_exist_ok=True, symlinks=True)
        with _named(temporary, model.folder.name):
            verified(temporary)
    return _at(place / model.name)


def export_model(model: KnownModel, path: Path) -> Path:
    """Write a verified model into one zip file and return its path; raises `ModelError` or `OutputError`."""
    verified(model.folder)
    files = [
        file
        for file in sorted(model.folder.rglob("*"))
        if file.is_file() and (file.suffix in SUFFIXES or file.name == LICENCE) and not file.name.startswith(".")
    ]
    with written_whole(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, (PurePosixPath(model.name) / file.relative_to(model.folder).as_posix()).as_posix())
    return path


def import_model_zip(path: Path, place: Path) -> KnownModel:
    """Take a model from a zip file into a folder of models; nothing stays of a file that is refused.

    Raises
    ------
    InputError
        If the file is no zip file, or is damaged, or leads out of its folder, or holds what no model has.
    ModelError
        If there is no model in it, or its weights are more than tensors by name.
    OutputError
        If a model of that name is there already, or the folder cannot be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _safe_members(archive, path.name)
            root = _root(members, path.name)
            name = check_name(root.name or path.stem, path.name)
            with _new_folder(place, name) as temporary:
                for member in members:
                    target = temporary / PurePosixPath(member.filename).relative_to(root)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(member) as source, target.open("wb") as stream:
                        _copy_at_most(source, stream, member.file_size, path.name)
                with _named(temporary, path.name):
                    verified(temporary)
                    use_own_configurations(temporary)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(f"{path.name} is no zip file, or is damaged ({error}): get it again.") from error
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}: choose the zip file of a model.") from error
    return _at(place / name)


def use_own_configurations(folder: Path) -> list[str]:
    """Put our configurations in the place of those that came with a model, and return the names of what was set aside.

    ``python -m monai.bundle run`` executes the expressions of a configuration. Those of others are kept to be read, as
    text in ``configs/foreign``; the metadata, which nothing executes, stays.

    Raises
    ------
    ModelError
        If the model's description is none of ours.
    """
    from .workflows.bundle_configs import own_configurations

    try:
        documents = own_configurations(read_json(folder / METADATA))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"The model's description does not say how it is run ({error}): export the model again."
        ) from error
    foreign = [
        path for path in sorted((folder / METADATA.parent).glob("*")) if path.is_file() and path.name != METADATA.name
    ]
    for path in foreign:
        kept = folder / METADATA.parent / FOREIGN / f"{path.name}.txt"
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.rename(kept)
    for name, document in documents.items():
        write_json(folder / METADATA.parent / name, document)
    return [path.name for path in foreign]


def delete_model(model: KnownModel) -> None:
    """Delete an own model; raises `OutputError` for one that ships, or that cannot be deleted."""
    if model.shipped:
        raise OutputError(f"{model.name} came with Microcalc and stays: choose an own model.")
    gone = model.folder.with_name(f".{uuid4().hex}")
    try:
        model.folder.rename(gone)  # at once, so that no half model is ever listed
        shutil.rmtree(gone)
    except OSError as error:
        raise OutputError(
            f"{model.folder} cannot be deleted ({error.strerror or error}): close what uses it."
        ) from error


def _safe_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
        raise InputError(
            f"{name} holds more than a model has ({MOST_FILES} files, 2 GB): choose the zip file of a model."
        )
    for member in members:
        parts = PurePosixPath(member.filename)
        outside = parts.is_absolute() or ".." in parts.parts or "\\" in member.filename or ":" in member.filename
        if outside or stat.S_ISLNK(member.external_attr >> 16):
            raise InputError(
                f"{name} would write outside its folder ({member.filename!r}) and was refused: get the model from a"
                " source you trust."
            )
        if parts.suffix.lower() not in SUFFIXES and parts.name != LICENCE:
            raise InputError(
                f"{name} holds {member.filename!r}, which no model has, and was refused: get the model from a source"
                " you trust."
            )
    return members


def _root(members: Sequence[zipfile.ZipInfo], name: str) -> PurePosixPath:
    """Return the folder of the zip file that the model lies in."""
    places = [
        PurePosixPath(m.filename).parents[1] for m in members if PurePosixPath(m.filename).match(METADATA.as_posix())
    ]
    if len(places) != 1 or any(places[0] not in PurePosixPath(m.filename).parents for m in members):
        raise ModelError(
            f"{name} does not hold one model ({METADATA.as_posix()} and what belongs to it): export the model again."
        )
    return places[0]


def _copy_at_most(source: IO[bytes], stream: IO[bytes], size: int, name: str) -> None:
    """Copy what a member declares; a file that unpacks to more than that is refused."""
    left = size
    while block := source.read(1 << 20):
        left -= len(block)
        if left < 0:
            raise InputError(
                f"{name} unpacks to more than it says and was refused: get the model from a source you trust."
            )
        stream.write(block)


@contextmanager
def _named(temporary: Path, name: str) -> Iterator[None]:
    """Let errors about a folder that has its name for a moment only speak of what it was made of."""
    try:
        yield
    except ModelError as error:
        sentence = str(error)
        for own in (str(temporary.resolve()), str(temporary)):
            sentence = sentence.replace(own, name)
        raise ModelError(sentence, error.option) from error


@contextmanager
def _new_folder(place: Path, name: str) -> Iterator[Path]:
    """Give an empty folder that gets its name once the block has ended without an error."""
    final, hidden = place / name, place / f".{uuid4().hex}"
    temporary = hidden / name  # a model without a name has that of its folder
    if final.exists():
        raise OutputError(f"{place} has a model {name} already: delete it first, or choose another folder.")
    try:
        temporary.mkdir(parents=True)
        yield temporary
        temporary.rename(final)
    except OSError as error:
        raise OutputError(
            f"Cannot write into {place} ({error.strerror or error}): choose another folder, or free some disk space."
        ) from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _at(folder: Path) -> KnownModel:
    model = described(folder)
    if model is None:
        raise MicrocalcError(f"{folder} was changed meanwhile: import the model again.")
    return model
