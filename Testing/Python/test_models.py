"""The model catalogue: what is accepted, and what is refused with which sentence."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
import torch
from bundles import SECTION, write_bundle, write_catalog
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.models import find_bundle, list_models, models_folder, weights_of


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Models"
    sha256 = write_bundle(folder / "tiny")
    write_catalog(folder, sha256)
    monkeypatch.setenv("MICROCALC_MODELS", str(folder))
    return folder


@pytest.mark.parametrize("choice", [None, "tiny"])
def test_a_model_is_found_by_method_and_by_name(catalog: Path, choice: str | None) -> None:
    bundle = find_bundle(choice, "hdogreg")
    assert (bundle.identity.name, bundle.identity.version) == ("tiny", "0.3.0")
    assert bundle.identity.sha256 == list_models()[0].sha256
    assert bundle.operating_points["balanced"] == 0.5
    assert bundle.folder == catalog / "tiny"


def test_the_state_is_loaded_as_tensors_on_the_cpu(catalog: Path) -> None:
    state = find_bundle("tiny", "hdogreg").state()
    assert list(state) == ["weight"]
    assert state["weight"].tolist() == [0.0, 1.0, 2.0]
    assert state["weight"].device.type == "cpu"


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_folder_outside_the_catalogue_is_a_model(catalog: Path, tmp_path: Path, as_type: type) -> None:
    sha256 = write_bundle(tmp_path / "mine", state={"weight": torch.zeros(2)})
    bundle = find_bundle(as_type(tmp_path / "mine"), "hdogreg")
    assert (bundle.identity.name, bundle.identity.sha256) == ("mine", sha256)


def test_a_folder_needs_no_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path / "nowhere"))
    write_bundle(tmp_path / "mine")
    assert find_bundle(str(tmp_path / "mine"), "hdogreg").identity.name == "mine"


def test_a_missing_catalogue_names_the_place_and_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match=r"nowhere.*MICROCALC_MODELS"):
        models_folder()


@pytest.mark.parametrize("by_folder", [False, True])
def test_altered_weights_of_the_catalogue_are_refused(catalog: Path, by_folder: bool) -> None:
    with (catalog / "tiny" / "models" / "model.pt").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(ModelError, match="altered or is damaged"):
        find_bundle(catalog / "tiny" if by_folder else "tiny", "hdogreg")


def test_a_model_for_comparison_only_says_so_wherever_models_are_listed(
    catalog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from MicrocalcCADLib.__main__ import main

    (entry,) = list_models()
    assert not entry.comparison_only and entry.use == ""
    path = catalog / "catalog.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["models"][0]["comparison_only"] = True
    path.write_text(json.dumps(content), encoding="utf-8")
    assert main(["models"]) == 0 and capsys.readouterr().out.rstrip().endswith("\tfor comparison only")


def test_the_shipped_patch_model_misses_its_aim_on_real_film_and_is_for_comparison(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MICROCALC_MODELS", raising=False)
    assert [entry.name for entry in list_models() if entry.comparison_only] == ["patch-learning"]
    card = (models_folder() / "patch-learning" / "docs" / "README.md").read_text(encoding="utf-8")
    assert "for comparison only" in card.casefold() and "2.75 marks on a normal image" in card


def test_missing_weights_are_named(catalog: Path) -> None:
    (catalog / "tiny" / "models" / "model.pt").unlink()
    with pytest.raises(ModelError, match=r"tiny has no models/model.pt"):
        find_bundle("tiny", "hdogreg")


def test_an_unknown_name_lists_the_known_ones(catalog: Path) -> None:
    with pytest.raises(ModelError, match=r"'tinny'.*there is: tiny"):
        find_bundle("tinny", "hdogreg")


def test_a_missing_folder_is_no_model(catalog: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        find_bundle(tmp_path / "gone", "hdogreg")


def test_a_model_of_another_method_is_refused(catalog: Path) -> None:
    with pytest.raises(ModelError, match="made for method hdogreg, not for context"):
        find_bundle("tiny", "context")


def test_a_method_without_a_model_says_so(catalog: Path) -> None:
    with pytest.raises(ModelError, match="no model for method context"):
        find_bundle(None, "context")


class _RunsCode:
    def __reduce__(self) -> tuple:
        return os.mkdir, ("ran-code",)


def test_a_pickle_that_runs_code_is_refused_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_bundle(tmp_path / "evil", state={"weight": _RunsCode()})
    with pytest.raises(ModelError, match="might run code"):
        find_bundle(tmp_path / "evil", "hdogreg").state()
    assert not (tmp_path / "ran-code").exists()


def _zipped(**entries: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in entries.items():
            archive.writestr(f"model/{name.replace('_', '.')}", content)
    return written.getvalue()


_CUT_STRING, _WRONG_VERSION = (
    _zipped(data_pkl=b"\x80\x02}q\x00X\x01", version=b"3\n"),
    _zipped(data_pkl=b"\x80\x02}.", version=b"x\n"),
)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off", _CUT_STRING, _WRONG_VERSION])
def test_broken_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    write_bundle(tmp_path / "broken")
    (tmp_path / "broken" / "models" / "model.pt").write_bytes(content)
    with pytest.raises(ModelError, match="get the model again"):
        find_bundle(tmp_path / "broken", "hdogreg").state()


@pytest.mark.parametrize("state", [[torch.zeros(1)], {"weight": 3}])
def test_anything_but_tensors_by_name_is_refused(tmp_path: Path, state: object) -> None:
    write_bundle(tmp_path / "odd", state=state)
    with pytest.raises(ModelError, match="other than tensors"):
        find_bundle(tmp_path / "odd", "hdogreg").state()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    write_bundle(
        tmp_path / "diverged", state={"count": torch.ones(1, dtype=torch.int64), "weight": torch.tensor([value])}
    )
    with pytest.raises(ModelError, match=r"not numbers \(NaN or infinite\)"):
        find_bundle(tmp_path / "diverged", "hdogreg").state()


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        (SECTION | {"surprise": 1}, "unknown key 'surprise'"),
        ({k: v for k, v in SECTION.items() if k != "spacing_mm"}, "lacks 'spacing_mm'"),
        (SECTION | {"operating_points": {}}, "thresholds from 0 to 1"),
        (SECTION | {"operating_points": {"balanced": 1.5}}, "thresholds from 0 to 1"),
        (SECTION | {"operating_points": {"balanced": "high"}}, "thresholds from 0 to 1"),
        ([], "no section 'microcalc'"),
    ],
)
def test_a_wrong_section_is_refused(tmp_path: Path, section: dict, sentence: str) -> None:
    write_bundle(tmp_path / "wrong", section=section)
    with pytest.raises(ModelError, match=sentence):
        find_bundle(tmp_path / "wrong", "hdogreg")


@pytest.mark.parametrize(("text", "sentence"), [("{", "cannot be read"), ("[]", "not hold a JSON object")])
def test_broken_metadata_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    write_bundle(tmp_path / "broken")
    (tmp_path / "broken" / "configs" / "metadata.json").write_text(text)
    with pytest.raises(ModelError, match=sentence):
        find_bundle(tmp_path / "broken", "hdogreg")


def test_a_catalogue_with_an_unknown_or_missing_key_is_refused(catalog: Path) -> None:
    write_catalog(catalog, "00", surprise=1)
    with pytest.raises(ModelError, match="unknown key 'surprise'"):
        list_models()
    (catalog / "catalog.json").write_text('{"models": [{"name": "tiny"}]}')
    with pytest.raises(ModelError, match="incomplete"):
        list_models()


def test_every_shipped_model_is_as_the_catalogue_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MICROCALC_MODELS", raising=False)
    shipped = Path(__file__).parents[2] / "Resources" / "Models"
    if not (shipped / "catalog.json").is_file():
        pytest.skip("no model is shipped yet")
    assert models_folder().resolve() == shipped.resolve()
    for entry in list_models():
        bundle = find_bundle(entry.name, entry.method)
        assert bundle.metadata["version"] == entry.version
        assert bundle.document() if weights_of(bundle.folder).suffix == ".json" else bundle.state()
        assert "research" in bundle.section["intended_use"].lower()
    assert sum(path.stat().st_size for path in shipped.rglob("*") if path.is_file()) < 60e6
