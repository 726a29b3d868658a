"""Models as folders: listed, kept, exported and imported as zip files, deleted; what a zip file may not hold."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from bundles import SECTION, write_bundle, write_catalog
from MicrocalcCADLib.errors import InputError, MicrocalcError, ModelError, OutputError
from MicrocalcTrainLib import model_folders
from MicrocalcTrainLib.model_folders import (
    KnownModel,
    card_of,
    delete_model,
    export_model,
    import_model_zip,
    keep_model,
    known_models,
)
from MicrocalcTrainLib.training_curves import _stage


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the one model that ships, tiny."""
    place = tmp_path / "shipped"
    sha256 = write_bundle(place / "tiny")
    write_catalog(place, sha256)
    monkeypatch.setenv("MICROCALC_MODELS", str(place))
    return place


@pytest.fixture
def own(catalogue: Path, tmp_path: Path) -> KnownModel:
    """A model of the user, in a folder of models."""
    write_bundle(tmp_path / "own" / "mine")
    return known_models([tmp_path / "own"])[1]


def content() -> dict[str, bytes]:
    """The files of a model by their name in a zip file."""
    weights = io.BytesIO()
    torch.save({"weight": torch.arange(3.0)}, weights)
    metadata = {"name": "given", "version": "2", "microcalc": SECTION}
    return {"given/configs/metadata.json": json.dumps(metadata).encode(), "given/models/model.pt": weights.getvalue()}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_shipped_and_own_models_are_listed_once_each(own: KnownModel, catalogue: Path, tmp_path: Path) -> None:
    models = known_models([tmp_path / "own", tmp_path / "own" / "mine", catalogue, tmp_path / "missing"])
    assert [(m.name, m.version, m.method, m.shipped) for m in models] == [
        ("tiny", "0.3.0", "hdogreg", True),
        ("mine", "0.3.0", "hdogreg", False),
    ]


def test_the_card_is_the_readme_or_else_the_description(own: KnownModel) -> None:
    assert card_of(own) == ""
    metadata = own.folder / "configs" / "metadata.json"
    metadata.write_text(json.dumps({**json.loads(metadata.read_text()), "description": "Short."}))
    assert card_of(own) == "Short."
    (own.folder / "docs").mkdir()
    (own.folder / "docs" / "README.md").write_text("# mine")
    assert card_of(own) == "# mine"


def test_what_was_exported_is_imported_byte_for_byte_beside_our_configurations(own: KnownModel, tmp_path: Path) -> None:
    (own.folder / ".cache").write_text("not of the model")
    other = import_model_zip(export_model(own, tmp_path / "mine.zip"), tmp_path / "other")
    assert (other.name, other.folder) == ("mine", tmp_path / "other" / "mine")
    names = {p.relative_to(other.folder).as_posix() for p in other.folder.rglob("*") if p.is_file()}
    own_configurations = {"configs/inference.json"}
    names -= own_configurations
    assert names == {"configs/metadata.json", "models/model.pt"}
    assert all((other.folder / name).read_bytes() == (own.folder / name).read_bytes() for name in names)


def test_a_zip_file_without_a_folder_inside_takes_the_name_of_the_file(tmp_path: Path) -> None:
    files = {name.removeprefix("given/"): data for name, data in content().items()}
    assert import_model_zip(zipped(tmp_path / "flat.zip", files), tmp_path / "own").folder == tmp_path / "own" / "flat"


def with_pickle(files: dict[str, bytes]) -> None:
    class Evil:
        def __reduce__(self) -> tuple:
            return print, ("ran",)

    stream = io.BytesIO()
    torch.save({"weight": Evil()}, stream)
    files["given/models/model.pt"] = stream.getvalue()


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        (lambda f: f.update({"../evil.json": b"{}"}), InputError, "outside its folder"),
        (lambda f: f.update({"/etc/evil.json": b"{}"}), InputError, "outside its folder"),
        (lambda f: f.update({"given\\..\\evil.json": b"{}"}), InputError, "outside its folder"),
        (lambda f: f.update({"C:/evil.json": b"{}"}), InputError, "outside its folder"),
        (lambda f: f.update({"given/run.py": b"print()"}), InputError, "which no model has"),
        (lambda f: f.update({"beside.json": b"{}"}), ModelError, "does not hold one model"),
        (lambda f: f.update({"other/configs/metadata.json": b"{}"}), ModelError, "does not hold one model"),
        (lambda f: f.pop("given/configs/metadata.json"), ModelError, "does not hold one model"),
        (lambda f: f.pop("given/models/model.pt"), ModelError, "has no models/model.pt"),
        (lambda f: f.update({"given/configs/metadata.json": b"[]"}), ModelError, "no model of Microcalc"),
        (with_pickle, ModelError, "might run code"),
    ],
)
def test_what_is_no_plain_model_is_refused_and_nothing_of_it_stays(
    change: Callable[[dict], object],
    kind: type[MicrocalcError],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture,
) -> None:
    files = content()
    change(files)
    with pytest.raises(kind, match=sentence):
        import_model_zip(zipped(tmp_path / "given.zip", files), tmp_path / "place" / "own")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / "given.zip"]
    assert "ran" not in capsys.readouterr().out


def test_a_link_in_a_zip_file_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "given.zip", content())
    link = zipfile.ZipInfo("given/docs/README.md")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InputError, match="outside its folder"):
        import_model_zip(path, tmp_path / "own")


def test_files_that_are_no_zip_file_or_damaged_or_missing_are_told(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", content()).read_bytes()
    (tmp_path / "text.zip").write_text("hello")
    (tmp_path / "damaged.zip").write_bytes(whole.replace(b'"given"', b'"taken"'))
    for name, sentence in {"text": "no zip file", "damaged": "is damaged", "missing": "There is no file"}.items():
        with pytest.raises(InputError, match=sentence):
            import_model_zip(tmp_path / f"{name}.zip", tmp_path / "own")


def test_too_large_a_zip_file_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_folders, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="more than a model has"):
        import_model_zip(zipped(tmp_path / "given.zip", content()), tmp_path / "own")


def test_a_model_is_kept_beside_others_and_never_over_one(own: KnownModel, catalogue: Path, tmp_path: Path) -> None:
    shipped = known_models()[0]
    assert keep_model(shipped, tmp_path / "own").folder == tmp_path / "own" / "tiny"
    with pytest.raises(OutputError, match="a model tiny already"):
        keep_model(shipped, tmp_path / "own")
    assert len(list((tmp_path / "own").iterdir())) == 2


def test_an_own_model_can_be_deleted_and_a_shipped_one_not(own: KnownModel, tmp_path: Path) -> None:
    delete_model(own)
    assert list((tmp_path / "own").iterdir()) == []
    with pytest.raises(OutputError, match="came with Microcalc"):
        delete_model(known_models()[0])
    assert len(known_models()) == 1


def test_a_model_nested_too_deeply_to_read_does_not_hide_the_others(own: KnownModel, tmp_path: Path) -> None:
    (tmp_path / "own" / "deep" / "configs").mkdir(parents=True)
    (tmp_path / "own" / "deep" / "configs" / "metadata.json").write_text("[" * 200_000)
    assert [m.name for m in known_models([tmp_path / "own"])] == ["tiny", "mine"]


def test_curves_nested_too_deeply_to_read_are_no_stage(tmp_path: Path) -> None:
    (tmp_path / "curves.json").write_text("[" * 200_000)
    assert _stage(tmp_path / "curves.json") is None


def test_two_programs_that_keep_a_model_at_the_same_time_leave_one_whole_model(
    own: KnownModel, catalogue: Path, tmp_path: Path
) -> None:
    """As when two Slicers share a folder of own models: one of them is told, and nothing is half written."""
    place, answers = tmp_path / "shared", []

    def keep() -> None:
        try:
            answers.append(keep_model(own, place))
        except MicrocalcError as error:
            answers.append(error)

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [answer for answer in answers if not isinstance(answer, MicrocalcError)]
    assert len(kept) == 1 and len(answers) == 4
    assert all("choose another folder" in str(answer) for answer in answers if isinstance(answer, MicrocalcError))
    assert [path.name for path in place.iterdir()] == [own.name]
    files = sorted(path.relative_to(own.folder) for path in own.folder.rglob("*") if path.is_file())
    assert (
        sorted(path.relative_to(place / own.name) for path in (place / own.name).rglob("*") if path.is_file()) == files
    )
