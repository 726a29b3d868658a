"""Hostile files and names: nothing runs, nothing is written elsewhere, and no connection is opened."""

from __future__ import annotations

import ast
import html.parser
import json
import pickle
import socket
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from bundles import write_bundle
from dicom_files import write_mammogram
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.detection import DetectionOptions, DetectionResult, detect_image
from MicrocalcCADLib.errors import InputError, MicrocalcError, ModelError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.model_import import read_state
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.content_tree import read_report
from MicrocalcCADLib.reading.dicom_seg import modality_of, read_dicom_seg
from MicrocalcTrainLib.datasets.inbreast_plist import read_marks
from PIL import Image
from report_material import make_analysis, make_mammogram

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = "<script>alert(1)</script>"
FORMATS = ("json", "csv", "html", "seg", "labels")
NAMES = [
    'it\'s "quoted"',
    "two  spaces ",
    "Brüste 乳房 💥",
    "line\nbreak",
    SCRIPT.replace("/", "\u2215"),
    "-rf",
    "$(id)",
    "a&b;c|d",
    "%s%n",
]
TEXTS = [SCRIPT, '"><img src=x onerror=alert(1)>', "'onload='alert(1)", "line\nbreak", "乳房"]


class Marker:
    """A detector that marks two places."""

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        return make_analysis(mammogram, [(50, 40), (52, 44)])


@pytest.fixture
def pixels() -> np.ndarray:
    return np.round(make_mammogram(200, 160).pixels * 4095).astype(np.uint16)


class Tags(html.parser.HTMLParser):
    """What a browser would see: the elements, their attributes and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))


def assert_no_script_runs(page: str) -> None:
    """The page has no script that it does not have for a harmless image, no event handlers, nothing from elsewhere."""
    tags = Tags()
    tags.feed(page)
    for tag, attributes in tags.elements:
        assert tag not in {"script", "iframe", "object", "embed", "base"}, tag
        assert [name for name in attributes if name.startswith("on")] == []
        for name in ("src", "href", "action"):
            assert not (attributes.get(name) or "").lower().startswith(("javascript:", "http:", "//")), attributes


def detect(path: Path, folder: Path, **options: object) -> DetectionResult:
    return detect_image(path, path.stem, Marker(), DetectionOptions(folder, FORMATS, **options), Progress())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(sys.platform == "win32", reason="these are no names on Windows")
def test_results_of_an_image_with_a_hostile_name_lie_in_the_folder_and_run_nothing(
    name: str, pixels: np.ndarray, tmp_path: Path
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    Image.fromarray(pixels).save(folder / f"{name}.png")
    result = detect(folder / f"{name}.png", tmp_path / "out" / name, spacing_mm=0.1)
    assert {path.parent for path in result.paths.values()} == {tmp_path / "out" / name}
    written = [path.name for path in (tmp_path / "out" / name).iterdir()]
    assert len(written) == len(FORMATS) + 2  # three tables
    assert [file for file in written if not file.startswith(f"{name}.")] == []
    assert (
        len(list(tmp_path.rglob("*"))) == len(written) + 4
    )  # two folders of that name, the image, the folder of all results
    assert json.loads(result.paths["json"].read_text(encoding="utf-8"))["source"]["path"] == str(folder / f"{name}.png")
    assert_no_script_runs(result.paths["html"].read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", TEXTS)
def test_text_of_a_dicom_file_runs_nothing_in_the_report(text: str, pixels: np.ndarray, tmp_path: Path) -> None:
    keywords = ["PatientName", "Manufacturer", "ManufacturerModelName", "StudyDescription"]
    keywords += ["SOPInstanceUID", "ViewPosition", "ImageLaterality"] if text.isascii() else []
    before = pydicom.config.settings.writing_validation_mode, pydicom.config.settings.reading_validation_mode
    pydicom.config.settings.writing_validation_mode = pydicom.config.settings.reading_validation_mode = (
        pydicom.config.IGNORE
    )
    try:
        path = write_mammogram(
            tmp_path / "image.dcm", pixels, SpecificCharacterSet="ISO_IR 192", **dict.fromkeys(keywords, text)
        )
        result = detect(path, tmp_path / "out")
    finally:
        pydicom.config.settings.writing_validation_mode, pydicom.config.settings.reading_validation_mode = before
    assert_no_script_runs(result.paths["html"].read_text(encoding="utf-8"))
    json.loads(result.paths["json"].read_text(encoding="utf-8"))


def test_the_check_of_pages_sees_scripts_and_handlers() -> None:
    for page in (f"<p>{SCRIPT}</p>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>'):
        with pytest.raises(AssertionError):
            assert_no_script_runs(page)


class Payload:
    """Writes a file when it is unpickled by an ordinary reader."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("packed", ["plain", "zip"])
def test_a_pickle_among_a_models_weights_is_refused_and_does_not_run(packed: str, tmp_path: Path) -> None:
    write_bundle(tmp_path / "tiny")
    weights, trace = tmp_path / "tiny" / "models" / "model.pt", tmp_path / "ran"
    content = pickle.dumps({"weight": Payload(trace)})
    if packed == "plain":
        weights.write_bytes(content)
    else:
        with zipfile.ZipFile(weights, "w") as archive:
            archive.writestr("model/data.pkl", content)
            archive.writestr("model/version", "3\n")
    for read in (lambda: find_bundle(tmp_path / "tiny", "hdogreg").state(), lambda: read_state(weights)):
        with pytest.raises(ModelError):
            read()
    assert not trace.exists()
    pickle.loads(content)
    assert trace.exists()  # the payload does work


def test_entries_of_a_zip_that_point_outside_are_not_written_there(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    for name in ("../escaped", str(tmp_path / "absolute"), "x/../../../escaped"):
        with zipfile.ZipFile(place / "model.pt", "w") as archive:
            archive.writestr(name, b"escaped")
            archive.writestr(f"{name}.npy", b"escaped")
        for read in (read_state, Analysis.load):
            with pytest.raises(MicrocalcError):
                read(place / "model.pt")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b", "model.pt"]


def test_a_bomb_in_a_stored_analysis_is_refused(tmp_path: Path) -> None:
    mammogram = make_mammogram(200, 160)
    analysis = make_analysis(mammogram, [(50, 40)])
    huge = replace(
        analysis, image=replace(analysis.image, rows=10**6, columns=10**6), breast_mask=np.zeros((1, 8), bool)
    )
    huge.save(tmp_path / "analysis.npz")
    with pytest.raises(InputError, match="not an analysis"):
        Analysis.load(tmp_path / "analysis.npz")


@pytest.mark.parametrize("size", [(60000, 60000), (20000, 20000)])
def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "bomb.pgm"
    path.write_bytes(b"P5 %d %d 65535\n" % size + b"\0" * 1000)
    with pytest.raises(InputError, match="than any mammogram"):
        read_mammogram(path, spacing_mm=0.07)


def test_a_volume_that_states_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.nrrd"
    path.write_bytes(
        b"NRRD0004\ntype: ushort\ndimension: 2\nsizes: 90000 90000\nspacings: 0.07 0.07\nencoding: gzip\nendian:"
        b" little\n\n"
    )
    with pytest.raises(InputError, match="more than any mammogram"):
        read_mammogram(path)


@pytest.mark.parametrize("change", [None, "bomb", "damaged"])
def test_a_deflated_dicom_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(
    change: str | None, pixels: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADLib.reading import deflated

    plain, path = write_mammogram(tmp_path / "plain.dcm", pixels), tmp_path / "deflated.dcm"
    dataset = pydicom.dcmread(plain)
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.DeflatedExplicitVRLittleEndian
    if change == "bomb":
        dataset.add_new(0x00091010, "OB", bytes(2 * 10**7))
    dataset.save_as(path)
    monkeypatch.setattr(deflated, "LARGEST_BYTES", 10**7)
    if change is None:
        assert np.array_equal(read_mammogram(path).pixels, read_mammogram(plain).pixels)
        return
    if change == "damaged":
        path.write_bytes(path.read_bytes()[:-500])
    monkeypatch.setattr(pydicom, "dcmread", lambda *_, **__: pytest.fail("unpacked"))
    for read in (read_mammogram, read_report, read_dicom_seg):
        with pytest.raises(InputError, match="unpacks to more than any mammogram"):
            read(path)
    assert modality_of(path) == ""


def test_no_source_file_reads_a_pickle_or_unpacks_an_archive_unseen() -> None:
    loads = []
    for path in [*REPOSITORY.glob("MicrocalcCAD/**/*.py"), *REPOSITORY.glob("MicrocalcTrain/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = f"{ast.unparse(node.func.value)}.{node.func.attr}"
                options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                assert name not in {"pickle.load", "pickle.loads", "joblib.load"} and node.func.attr not in {
                    "extractall",
                    "unpack_archive",
                }, path
                assert name != "torch.load" or options.get("weights_only") == "True", path
                assert options.get("allow_pickle", "False") == "False", path
                loads += [name] if name in {"torch.load", "np.load"} else []
    assert len(loads) >= 5  # the search does find them


def test_entities_of_a_property_list_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    for declared in (f'<!ENTITY l0 "ha">{laughs}', f'<!ENTITY l9 SYSTEM "file://{tmp_path}/secret.txt">'):
        path = tmp_path / "marks.xml"
        path.write_text(
            f'<?xml version="1.0"?><!DOCTYPE plist [{declared}]><plist version="1.0"><string>&l9;</string></plist>'
        )
        with pytest.raises(InputError) as refusal:
            read_marks(path)
        assert "secret" not in str(refusal.value).replace("secret.txt", "")


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What asked for the network; each request fails as it would without one."""
    asked: list[object] = []

    def refuse(*arguments: object, **_options: object) -> None:
        asked.append(arguments)
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    yield asked


def test_reading_detecting_writing_and_the_check_of_the_environment_open_no_connection(
    pixels: np.ndarray, tmp_path: Path, connections: list[object]
) -> None:
    from MicrocalcCADLib.environment import checks

    detect(write_mammogram(tmp_path / "image.dcm", pixels), tmp_path / "out")
    assert list(checks())
    assert connections == []
    with pytest.raises(OSError, match="unreachable"):
        socket.create_connection(("example.org", 80), 1)
    assert connections


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_results_are_not_writable_by_others(pixels: np.ndarray, tmp_path: Path) -> None:
    result = detect(write_mammogram(tmp_path / "image.dcm", pixels), tmp_path / "out")
    assert [path.name for path in result.paths.values() if path.stat().st_mode & 0o022] == []


def test_the_check_of_the_environment_names_no_patient_user_or_machine() -> None:
    import getpass
    import platform

    from MicrocalcCADLib.environment import checks

    report = "\n".join(f"{check.name} {check.text}" for check in checks() if check.name != "models")
    assert platform.node() not in report
    assert getpass.getuser() == "root" or getpass.getuser() not in report
