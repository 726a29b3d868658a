"""Files of other people are read, and nothing in them becomes code, a path, or a place in the memory that they do not
need.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path

import MicrocalcCADLib
import numpy as np
import pytest
import torch
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.batch import local
from MicrocalcCADLib.child_python import OURS, python_command, safe_environment
from MicrocalcCADLib.edits import Edits
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.models import check_name, find_bundle, models_folder
from MicrocalcCADLib.networks.stored_names import without_shared_prefix
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.folder import shared_prefixes
from MicrocalcTrainLib.model_folders import described, export_model, import_model_zip, keep_model, known_models
from MicrocalcTrainLib.processes import launch_detached

PLANTED = "raise SystemExit('planted code ran')"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return Path(shutil.copytree(models_folder() / "odds-cbis-ddsm", tmp_path / "model"))


def renamed(folder: Path, name: object) -> Path:
    path = folder / "configs" / "metadata.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "name": name}))
    return folder


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with modules that end whoever imports them."""
    for name in ("json", "numpy", "subprocess", "MicrocalcCADLib"):
        (tmp_path / f"{name}.py").write_text(PLANTED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import json, numpy, MicrocalcCADLib; print('safe',"
        " *sys.argv[1:])"
    ],
)
def test_a_child_takes_no_module_from_the_working_folder(planted: Path, code: str) -> None:
    command = python_command(code, ["x"])
    done = subprocess.run(command, capture_output=True, text=True, env=safe_environment(), check=False)
    assert (done.stdout, done.returncode) == ("safe x\n", 0), done.stderr
    unsafe = subprocess.run([sys.executable, "-c", code, OURS], capture_output=True, text=True, check=False)
    assert "planted code ran" in unsafe.stderr


def test_workers_and_trainings_are_started_so(planted: Path) -> None:
    assert local._command()[1] == "-P"
    assert local._environment()["PYTHONSAFEPATH"] == "1"
    log = planted / "log.txt"
    pid = launch_detached(["-P", "-c", "import json; print('safe')"], log, sys.executable)
    assert pid > 1
    for _ in range(100):
        if log.read_text().strip():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert log.read_text().strip() == "safe"


@pytest.mark.parametrize("name", ["../../x", "/tmp/x", ".hidden", "a b", "x" * 65, "", "a\\b", "-o", 7, None])
def test_a_name_that_is_no_name_is_refused(name: object) -> None:
    with pytest.raises(ModelError, match="is no name of a model"):
        check_name(name, "metadata.json")


@pytest.mark.parametrize("name", ["../../x", "/tmp/x", "a/b"])
def test_a_model_that_names_itself_out_of_its_folder_is_neither_loaded_listed_kept_nor_exported(
    bundle: Path, tmp_path: Path, name: str
) -> None:
    hostile = renamed(bundle, name)
    with pytest.raises(ModelError, match="is no name of a model"):
        find_bundle(hostile, "odds")
    assert described(hostile) is None
    assert all(model.shipped for model in known_models((tmp_path,)))


def test_links_in_a_model_are_refused_wherever_it_is_copied(bundle: Path, tmp_path: Path) -> None:
    private = tmp_path / "private.txt"
    private.write_text("private")
    (bundle / "docs" / "notes.txt").symlink_to(private)
    model = described(bundle)
    for copy in (lambda: keep_model(model, tmp_path / "kept"), lambda: export_model(model, tmp_path / "m.zip")):
        with pytest.raises(ModelError, match="holds a link"):
            copy()
    assert not (tmp_path / "m.zip").exists()


def test_an_exported_model_is_taken_in_again_with_our_configurations(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(["export", "hdogreg-light", "-o", str(tmp_path / "m.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "m.zip") as archive:
        names = archive.namelist()
    assert {
        "hdogreg-light/models/model.pt",
        "hdogreg-light/models/model.onnx",
        "hdogreg-light/configs/metadata.json",
    } <= set(names)
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(tmp_path / "m.zip") as archive, zipfile.ZipFile(hostile, "w") as changed:
        for name in names:
            content = archive.read(name)
            changed.writestr(
                name,
                json.dumps({"run": ["$__import__('os').system('true')"]}) if name.endswith("train.json") else content,
            )
    kept = import_model_zip(hostile, tmp_path / "models")
    ours = json.loads((kept.folder / "configs" / "train.json").read_text())
    assert "os" not in json.dumps(ours["run"])
    assert "system" in (kept.folder / "configs" / "foreign" / "train.json.txt").read_text()
    shipped = json.loads((models_folder() / "hdogreg-light" / "configs" / "inference.json").read_text())
    assert json.loads((kept.folder / "configs" / "inference.json").read_text()) == shipped
    assert main(["export", "nothing-of-that-name", "-o", str(tmp_path / "n.zip")]) == 1
    assert "give the folder of a bundle" in capsys.readouterr().err


def test_what_is_loaded_is_what_was_hashed(bundle: Path) -> None:
    found = find_bundle(bundle, "odds")
    path = bundle / "models" / "model.json"
    before = found.document()
    path.write_text("{}")
    assert found.document() == before


def test_weights_that_unpack_to_more_than_they_are_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models_folder() / "hdogreg-light", tmp_path / "copy"))
    with zipfile.ZipFile(folder / "models" / "model.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"\0" * 50_000_000)
    with pytest.raises(ModelError, match="unpacks to 47 MB, which no weights do"):
        find_bundle(folder, "hdogreg").state()


def of_unknown_version(content: bytes) -> bytes:
    """Return a zip whose entries say that they need a program of version 12.7."""
    for place in [found.start() for found in re.finditer(b"PK\x01\x02", content)]:
        content = content[: place + 6] + (127).to_bytes(2, "little") + content[place + 8 :]
    return content


def test_weights_analyses_and_edits_in_a_zip_of_unknown_version_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models_folder() / "hdogreg-light", tmp_path / "copy"))
    weights = folder / "models" / "model.pt"
    weights.write_bytes(of_unknown_version(weights.read_bytes()))
    with pytest.raises(ModelError, match="damaged"):
        find_bundle(folder, "hdogreg").state()
    stream = io.BytesIO()
    np.savez(stream, header=np.zeros(3))
    content = of_unknown_version(stream.getvalue())
    with pytest.raises(InputError, match="cannot be read"):
        Edits.from_text(base64.b64encode(content).decode("ascii"))
    (tmp_path / "analysis.npz").write_bytes(content)
    with pytest.raises(InputError):
        Analysis.load(tmp_path / "analysis.npz")


def test_a_few_bytes_of_a_pickle_do_not_ask_for_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(b"\x80\x02Nr\xff\xff\xff\x0f.")
    # In a process of its own: a system keeps only the most memory that a process ever had.
    code = """import resource, sys
from pathlib import Path
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.pickled_model import read_pickled_model
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_pickled_model(Path(sys.argv[1]))
except ModelError:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)"""
    environment = {**os.environ, "PYTHONPATH": str(Path(MicrocalcCADLib.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, env=environment
    )
    assert int(done.stdout) < 1000, done.stderr


@pytest.mark.parametrize("prefix", ["", "module.", "model.", "_orig_mod.", "model.module."])
def test_any_prefix_that_all_weights_share_is_taken_off(prefix: str) -> None:
    names = ["encoder.weight", "decoder.weight"]
    state = {f"{prefix}{key}": torch.zeros(1) for key in names}
    assert list(without_shared_prefix(state, "encoder.weight")) == names
    mixed = {**state, "other.weight": torch.zeros(1)}
    assert list(without_shared_prefix(mixed, "encoder.weight")) == list(mixed)


@pytest.mark.parametrize(
    "change", [{"pid": "1"}, {"pid": 1}, {"identity": 5}, {"arguments": [1]}, {"epochs_before": []}, {"began": "now"}]
)
def test_a_state_of_other_types_is_no_run(tmp_path: Path, change: dict) -> None:
    write_state(tmp_path, **change)
    assert runs.read_state(tmp_path) is None


def write_state(folder: Path, **change: object) -> None:
    (folder / runs.PLACE).mkdir(exist_ok=True)
    state = asdict(
        runs.RunState(
            ("train", "context", "-o", "/elsewhere"), os.getpid(), runs.identity_of(os.getpid()) or "", 0.0, {}
        )
    )
    (folder / runs.PLACE / runs.STATE).write_text(json.dumps({**state, **change}))


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs the process file system")
def test_a_planted_state_ends_no_process_of_others(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        write_state(tmp_path, pid=other.pid, identity=runs.identity_of(other.pid))
        with pytest.raises(InputError, match="is not its training: it was not ended"):
            runs.stop(tmp_path)
        assert other.poll() is None
        other.kill()


def test_a_run_is_resumed_into_its_own_folder_whatever_its_state_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(runs, "start", lambda folder, arguments, *rest: started.append(arguments))
    write_state(tmp_path, pid=2**22 + 1, identity="gone")
    runs.resume(tmp_path)
    assert started == [("train", "context", "-o", str(tmp_path))]


def test_names_of_patient_and_image_give_the_patient() -> None:
    names = [f"{10000 + patient}_{100000 + 7 * patient + image}" for patient in range(8) for image in range(4)]
    assert len(set(shared_prefixes(names).values())) == 8
    assert shared_prefixes(["p1_L_CC", "p1_R_CC"]) == {}
    assert shared_prefixes(["a", "b"]) == {}
    assert shared_prefixes(["img_1", "img_2"]) == {}
    assert shared_prefixes(["a_1", "b_1"]) == {}


def test_weights_in_a_zip_file_of_several_disks_are_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models_folder() / "hdogreg-light", tmp_path / "copy"))
    weights = folder / "models" / "model.pt"
    content = weights.read_bytes()
    end = content.rfind(b"PK\5\6")
    locator = b"PK\6\7" + (0).to_bytes(4, "little") + (0).to_bytes(8, "little") + (2).to_bytes(4, "little")
    weights.write_bytes(content[:end] + locator + content[end:])
    with pytest.raises(ModelError, match=r"is damaged \(zipfiles that span multiple disks"):
        find_bundle(folder, "hdogreg").state()


def zipped(folder: Path, path: Path, **changes: object) -> Path:
    """Write a model as a zip file, with changes of its metadata; None takes a key away."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                content = file.read_bytes()
                if file.name == "metadata.json":
                    content = json.dumps(
                        {k: v for k, v in {**json.loads(content), **changes}.items() if v is not None}
                    ).encode()
                archive.writestr(f"m/{file.relative_to(folder).as_posix()}", content)
    return path


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "../../x"}, r"configs/metadata.json of m names the model '../../x', which is no name of a model"),
        ({"name": 7}, "names the model '7'"),
        ({"microcalc": None}, "states no method, so it is no model of Microcalc"),
        ({"microcalc": {"method": "odds"}}, "lacks 'intended_use'"),
    ],
)
def test_a_zip_file_that_is_refused_names_the_true_cause_and_no_folder_of_the_moment(
    bundle: Path, tmp_path: Path, changes: dict, sentence: str
) -> None:
    path = zipped(bundle, tmp_path / "m.zip", **changes)
    with pytest.raises(ModelError, match=sentence) as refused:
        import_model_zip(path, tmp_path / "models")
    assert re.search(r"[0-9a-f]{32}", str(refused.value)) is None
    assert list((tmp_path / "models").iterdir()) == []


def test_a_model_that_states_no_name_has_that_of_its_folder(bundle: Path, tmp_path: Path) -> None:
    kept = import_model_zip(zipped(bundle, tmp_path / "m.zip", name=None), tmp_path / "models")
    assert (kept.name, kept.folder.name) == ("m", "m")


def test_weights_that_are_damaged_are_named_by_the_zip_file_they_came_in(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models_folder() / "hdogreg-light", tmp_path / "copy"))
    (folder / "models" / "model.pt").write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"^m\.zip/models/model\.pt is not a plain state dict"):
        import_model_zip(zipped(folder, tmp_path / "m.zip"), tmp_path / "models")
