"""Which files a batch works on, which it leaves out and why, and how their results are named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from batch_material import write_plain
from breast_pictures import breast_picture, stored
from dicom_files import write_mammogram
from MicrocalcCADLib.batch.identifiers import identifying_words
from MicrocalcCADLib.batch.inputs import find_inputs
from MicrocalcCADLib.batch.privacy import pseudonym, without
from MicrocalcCADLib.batch.task import read_item
from MicrocalcCADLib.batch.worklist import read_worklist
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import file_name
from pydicom.uid import generate_uid

PIXELS = stored(breast_picture((160, 128)), 12)


def write_dicom(path: Path, number: int = 0, **attributes: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    uid = generate_uid(entropy_srcs=["batch", str(number)])
    return write_mammogram(
        path, PIXELS, **{"SOPInstanceUID": uid, "StudyInstanceUID": f"1.2.3.{number // 2}", **attributes}
    )


def found(folder: Path, *inputs: Path, identifiers: bool = False) -> tuple[list[str], dict[str, str]]:
    result = find_inputs(inputs or [folder], folder / "out", identifiers)
    return [item.name for item in result.items], {one.name: one.reason for one in result.left_out}


def test_a_folder_is_searched_with_all_below_but_not_its_results_nor_hidden_files(tmp_path: Path) -> None:
    write_plain(tmp_path, "a")
    write_plain(tmp_path / "deep" / "er", "b", "c")
    write_plain(tmp_path / "out", "result")
    write_plain(tmp_path / ".hidden", "h")
    write_plain(tmp_path / "deep", ".x")
    (tmp_path / "a.nrrd").write_bytes((tmp_path / "out" / "result.nrrd").read_bytes() + b"\0")
    assert found(tmp_path)[0] == ["a", "b", "c"]


def test_the_views_of_a_study_lie_in_one_folder_whatever_tree_they_came_in(tmp_path: Path) -> None:
    for number, name in enumerate(["s1/RCC", "s2/RMLO", "s3/LCC"]):
        write_dicom(tmp_path / f"{name}.dcm", number)
    first, second = pseudonym("study", "1.2.3.0"), pseudonym("study", "1.2.3.1")
    assert found(tmp_path)[0] == sorted([f"{first}/RCC", f"{first}/RMLO", f"{second}/LCC"])
    assert "1.2.3.0/RCC" in found(tmp_path, identifiers=True)[0]


def test_a_second_file_of_an_instance_or_of_the_same_bytes_is_a_duplicate(tmp_path: Path) -> None:
    write_dicom(tmp_path / "a.dcm", 1)
    write_dicom(tmp_path / "b.dcm", 1, BodyPartThickness=50)
    (picture,) = write_plain(tmp_path, "x")
    shutil.copy(picture, tmp_path / "y.nrrd")
    names, left_out = found(tmp_path)
    assert [name.rpartition("/")[2] for name in names] == ["a", "x"]
    assert left_out == {"b": f"the same image as {names[0]}", "y.nrrd": "the same image as x"}


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"Modality": "CT"}, "it is of modality CT, not a mammogram"),
        ({"Modality": "SR", "Rows": None, "Columns": None}, "it is of modality SR, not a mammogram"),
        ({"NumberOfFrames": 60}, "it is a tomosynthesis or multi-frame image of 60 frames"),
        ({"PhotometricInterpretation": "RGB"}, "it is in colour (RGB)"),
    ],
)
def test_dicom_objects_that_are_no_mammograms_are_left_out_with_the_reason(
    tmp_path: Path, attributes: dict, reason: str
) -> None:
    write_dicom(tmp_path / "other.dcm", **attributes)
    write_plain(tmp_path, "a")
    assert found(tmp_path) == (["a"], {"other": reason})


def test_other_files_are_left_out_and_damaged_images_are_kept_so_that_they_fail(tmp_path: Path) -> None:
    write_plain(tmp_path, "a", "b.truth", "c.labels")
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "empty.dcm").touch()
    (tmp_path / "damaged.png").write_bytes(b"no picture")
    names, left_out = found(tmp_path)
    assert names == ["a", "damaged", "empty"]
    assert set(left_out) == {"b.truth.nrrd", "c.labels.nrrd", "notes.txt"}
    assert left_out["notes.txt"] == "not an image that Microcalc reads"


@pytest.mark.parametrize("of_images", [".", "images"])
def test_masks_of_a_labelled_folder_are_no_images(tmp_path: Path, of_images: str) -> None:
    write_plain(tmp_path / of_images, "a", "b")
    for folder, name in (("masks", "a"), ("regions", "b"), ("masks", "other")):
        write_plain(tmp_path / folder, name)
        (tmp_path / folder / f"{name}.nrrd").write_bytes(
            (tmp_path / folder / f"{name}.nrrd").read_bytes() + name.encode()
        )
    names, left_out = found(tmp_path)
    assert sorted(names) == ["a", "b", "other"], "what has no image beside it may be one"
    assert left_out == {"a.nrrd": "the truth of the image of its name", "b.nrrd": "the truth of the image of its name"}
    assert found(tmp_path, tmp_path / "masks")[0] == ["a", "other"], "as it is asked for"
    assert "a" in found(tmp_path, tmp_path / "masks" / "a.nrrd")[0]


def test_alike_names_are_told_apart_and_a_further_file_changes_no_other_name(tmp_path: Path) -> None:
    for number, folder in enumerate("ab"):
        write_dicom(tmp_path / folder / "IM1.dcm", number)
    write_plain(tmp_path / "p", "x")
    before = found(tmp_path)[0]
    assert len(set(before)) == 3
    (tmp_path / "q").mkdir()
    np.save(tmp_path / "q" / "x.npy", PIXELS)
    write_dicom(tmp_path / "0" / "IM0.dcm", 0, SOPInstanceUID="1.2.9")
    assert set(before) < set(found(tmp_path)[0])


def test_names_do_not_depend_on_the_order_of_the_inputs(tmp_path: Path) -> None:
    paths = [
        *write_plain(tmp_path / "a", "x", "y"),
        *[p.rename(p.with_name("x.mha")) for p in write_plain(tmp_path / "b", "z")],
    ]
    paths[2].write_bytes(paths[0].read_bytes() + b"\0")
    forward, backward = (find_inputs(order, tmp_path / "out") for order in (paths, paths[::-1]))
    assert forward.items == backward.items
    assert len({item.name.casefold() for item in forward.items}) == 3


def test_images_of_one_place_in_several_folders_are_named_apart(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write_dicom(tmp_path / name / "image.dcm", SOPInstanceUID=f"1.2.{ord(name)}")
    names, left_out = found(tmp_path, *(tmp_path / name for name in ("a", "b", "c")))
    assert len(set(names)) == 3 and not left_out
    assert set(found(tmp_path, *(tmp_path / name for name in ("c", "a", "b")))[0]) == set(names)


def test_headers_alike_beside_other_pixels_are_no_duplicates(tmp_path: Path) -> None:
    for name, pixels in (("a", PIXELS), ("b", PIXELS[::-1])):
        (tmp_path / name).mkdir()
        sitk.WriteImage(sitk.GetImageFromArray(np.ascontiguousarray(pixels)), str(tmp_path / name / "x.mhd"))
    assert len(found(tmp_path)[0]) == 2


def test_facts_of_a_worklist_count_whatever_else_is_given(tmp_path: Path) -> None:
    write_plain(tmp_path, "a")
    (tmp_path / "list.csv").write_text("path,name,spacing_mm\na.nrrd,fine,0.05\na.nrrd,coarse,0.1\n")
    for order in ((tmp_path, tmp_path / "list.csv"), (tmp_path / "list.csv", tmp_path)):
        result = find_inputs(order, tmp_path / "out")
        assert [(item.name, item.spacing_mm) for item in result.items] == [("coarse", 0.1), ("fine", 0.05)]
        assert "a.nrrd" in [one.name for one in result.left_out]


def test_identifiers_of_the_header_stay_out_of_names_unless_asked_for(tmp_path: Path) -> None:
    write_dicom(tmp_path / "SECRET-ID" / "secret_rcc.dcm", PatientName="Secret^Name")
    write_dicom(tmp_path / "1.2.77.dcm", 1, SOPInstanceUID="1.2.77")
    names = found(tmp_path)[0]
    assert not any("secret" in name.lower() or "1.2.77" in name for name in names)
    assert any(name.endswith("/secret_rcc") for name in found(tmp_path, identifiers=True)[0])


def test_identifying_words_are_the_parts_of_names_and_numbers() -> None:
    from pydicom.dataset import Dataset

    header = Dataset()
    header.PatientName, header.PatientID, header.StudyID = "Doe^Jane Ann", "PID-123456", "7"
    words = identifying_words(header)
    assert {"Doe", "Jane", "Ann", "PID-123456"} <= set(words)
    assert "7" not in words
    assert without("file of DOE^jane ann (PID-123456) failed", words, "it") == "file of it (it) failed"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\"b'c\n<d>", "a_b_c__d_"),
        (".hidden", "hidden"),
        ("", "image"),
        ("ä b", "ä b"),
        ("1: full", "1_ full"),
        ("con.x", "_con.x"),
    ],
)
def test_names_of_files_are_those_that_every_file_system_takes(name: str, expected: str) -> None:
    assert file_name(name) == expected
    assert len(file_name("é" * 300).encode()) <= 120


def test_a_worklist_gives_names_and_facts_and_its_own_folder_is_the_root(tmp_path: Path) -> None:
    write_plain(tmp_path / "images", "a", "b")
    worklist = tmp_path / "list.csv"
    worklist.write_text(
        "path,name,spacing_mm,full_scale,invert\nimages/a.nrrd,first,0.05,4095,no\nimages/b.nrrd,,,,\nmissing.png,,,,\n"
    )
    items = {item.name: item for item in find_inputs([worklist], tmp_path / "out").items}
    assert list(items) == ["b", "first", "missing"]
    assert (items["first"].spacing_mm, items["first"].full_scale, items["first"].invert) == (0.05, 4095.0, False)
    assert items["b"].path == tmp_path / "images" / "b.nrrd"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("file\na.png\n", r"no column named path .found 'file'"),
        ("sep=;\nfile;name\na.png;b\n", r"no column named path .found 'file', 'name'"),
        ("path,PATH\na.png,b.png\n", "the column path twice"),
        ("path\n.\n", "Line 2 .* is a folder, not an image"),
        ("sep=;\npath;spacing_mm\na.png;wide\n", "Line 3"),
        ("path,colour\na.png,red\n", "unknown column 'colour'"),
        ("path,spacing_mm\na.png,wide\n", "Line 2"),
        ("path,spacing_mm\na.png,1.0\n", "pixel spacing of 1 mm"),
        ("path,invert\na.png,maybe\n", "invert is yes or no"),
        ("path\na.png,b,c\n", "does not have the columns"),
    ],
)
def test_a_worklist_that_cannot_be_meant_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(InputError, match=sentence):
        find_inputs([tmp_path / "list.csv"], tmp_path / "out")


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\npath;name;spacing_mm\na.nrrd;first;0,05\n",
        '"SEP=,"\r\nPath,NAME,Spacing_mm\r\na.nrrd,first,0.05\r\n',
        "\ufeffsep=\t\n PATH \tName\tSpacing_MM\na.nrrd\tfirst\t0,05\n",
        "sep=|\npath|name|spacing_mm\na.nrrd|first|0.05\n",
    ],
)
def test_a_worklist_is_read_as_a_spreadsheet_of_any_language_writes_it(tmp_path: Path, text: str) -> None:
    write_plain(tmp_path, "a")
    (tmp_path / "list.csv").write_bytes(text.encode("utf-8"))
    (entry,) = read_worklist(tmp_path / "list.csv")
    assert (entry.path, entry.name, entry.spacing_mm) == (tmp_path / "a.nrrd", "first", 0.05)


def test_a_worklist_in_another_encoding_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes("path\nä.png\n".encode("utf-16"))
    with pytest.raises(InputError, match="is not in UTF-8: save it as CSV UTF-8"):
        read_worklist(tmp_path / "list.csv")


def test_nothing_to_look_at_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No files"):
        find_inputs([tmp_path], tmp_path / "out")
    with pytest.raises(InputError, match="does not exist"):
        find_inputs([tmp_path / "gone"], tmp_path / "out")


def test_different_images_of_one_uid_are_different_and_the_same_pixels_in_another_syntax_are_not(
    tmp_path: Path,
) -> None:
    uid = generate_uid(entropy_srcs=["an anonymiser"])
    images = {
        "a": PIXELS,
        "b": PIXELS[:, ::-1].copy(),
        "c": PIXELS[::-1].copy(),
        "e": PIXELS.reshape(PIXELS.shape[0] // 2, -1),
    }
    for name, pixels in images.items():
        write_mammogram(tmp_path / f"{name}.dcm", pixels, SOPInstanceUID=uid, StudyInstanceUID="1.2.3")
    again = pydicom.dcmread(tmp_path / "b.dcm")
    again.compress(pydicom.uid.RLELossless, generate_instance_uid=False)
    again.save_as(tmp_path / "d.dcm")
    names, left_out = found(tmp_path)
    assert [name.rpartition("/")[2] for name in names] == ["a", "b", "c", "e"]
    (reason,) = left_out.values()
    assert reason.startswith("the same image as")


def test_a_link_that_leads_nowhere_and_a_folder_that_cannot_be_listed_are_images_that_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dicom(tmp_path / "in" / "a.dcm")
    (tmp_path / "in" / "dead").symlink_to(tmp_path / "gone")
    (tmp_path / "in" / "closed").mkdir()
    scandir = os.scandir

    def refusing(path: str | os.PathLike):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    items = find_inputs([tmp_path / "in"], tmp_path / "out").items
    assert sorted(item.name.rpartition("/")[2] for item in items) == ["a", "closed", "dead"]
    for name, sentence in (("closed", "cannot be listed"), ("dead", "does not exist")):
        (item,) = (item for item in items if item.name.endswith(name))
        with pytest.raises(InputError, match=sentence):
            read_item(item, DetectionOptions(tmp_path))


def test_a_file_that_may_not_be_read_fails_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dicom(tmp_path / "in" / "IM0001")
    opened = Path.open

    def refusing(path: Path, *arguments, **options):
        if path.name == "IM0001":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)
    found = find_inputs([tmp_path / "in"], tmp_path / "out")
    assert ([item.name for item in found.items], found.left_out) == (["IM0001"], ())
    with pytest.raises(InputError, match="cannot be opened"):
        read_item(found.items[0], DetectionOptions(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
def test_an_input_that_is_no_file_is_named_as_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dead").symlink_to(tmp_path / "gone")
    for name, words in (
        ("pipe", "is a pipe or a device"),
        ("dead", "is a link to a file"),
        ("nothing", "does not exist"),
    ):
        with pytest.raises(InputError, match=words):
            find_inputs([tmp_path / name], tmp_path / "out")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_worklist_is_read_as_spreadsheets_of_any_language_write_it(tmp_path: Path, separator: str) -> None:
    number = '"0,07"' if separator == "," else "0,07"
    lines = [separator.join(("path", "name", "spacing_mm")), separator.join(("a.dcm", "one", number))]
    (tmp_path / "list.csv").write_bytes("\ufeff".encode() + "\r\n".join(lines).encode())
    (entry,) = read_worklist(tmp_path / "list.csv")
    assert (entry.path, entry.name, entry.spacing_mm) == (tmp_path / "a.dcm", "one", 0.07)
