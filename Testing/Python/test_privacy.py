"""Without identifiers: which words of a header are looked for, how they are found, and what results hold of them."""

from __future__ import annotations

import base64
import csv
import logging
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from batch_material import fake_start, run, write_plain
from breast_pictures import breast_picture, stored
from dicom_files import write_mammogram
from dicom_material import Case, make_case
from MicrocalcCADLib import reporting
from MicrocalcCADLib.batch import inputs, local, summary
from MicrocalcCADLib.batch.identifiers import IDENTIFYING, KnownWords, identifying_words
from MicrocalcCADLib.batch.inputs import find_inputs
from MicrocalcCADLib.batch.items import Item
from MicrocalcCADLib.batch.privacy import facts_without, holds_any, holds_date, without
from MicrocalcCADLib.batch.summary import PARQUET, parquet_missing
from MicrocalcCADLib.batch.task import read_item
from MicrocalcCADLib.console import silenced_warnings
from MicrocalcCADLib.detection import Detected, DetectionOptions, write_detected
from MicrocalcCADLib.reading.dicom_facts import acquisition_facts
from PIL import ImageDraw
from pydicom import Dataset, dcmread
from pydicom.datadict import tag_for_keyword

PIXELS = stored(breast_picture((160, 128)), 12)


def header(**elements: object) -> Dataset:
    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return made


WORDS = identifying_words(
    header(PatientName="Ng^Li", PatientBirthDate="19510203", PatientID="PID-123456", StudyInstanceUID="1.2.840.77")
)


SPELLINGS = (
    "Ng_Li_1951-02-03",
    "li-ng",
    "NgLi",
    "NG",
    "x_li_2",
    "PID123456",
    "pid 123_456",
    "1.2.840.77",
    "1_2_840_77",
)
SPELLINGS += (
    "19510203",
    "1951_2_3",
    "3.2.1951",
    "2-3-1951",
    "03021951",
    "02031951",
    "510203",
    "030251",
    "3Feb1951",
    "03-FEB-51",
    "Feb 3, 1951",
)
SPELLINGS += ("3. Februar 1951", "3 février 1951", "1951 Feb 03", "born19510203T10")
OTHERS = (
    "strong_link",
    "RCC_1",
    "image",
    "1951-03-02x4",
    "19510204",
    "1510203",
    "PID-123457",
    "single",
    "anglia",
    "1.2.840.78",
)


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_word_of_the_header_is_found_in_any_spelling(name: str) -> None:
    assert holds_any(name, WORDS)


@pytest.mark.parametrize(
    "name",
    [
        "strong_link",
        "RCC_1",
        "image",
        "1951-03-02x4",
        "19510204",
        "1510203",
        "PID-123457",
        "single",
        "anglia",
        "1.2.840.78",
    ],
)
def test_what_is_no_word_of_the_header_is_not(name: str) -> None:
    assert not holds_any(name, WORDS)


@pytest.mark.parametrize(
    ("person", "names"),
    [
        ("Müller^Änne", ["mueller", "MULLER_L", "Müller", "aenne", "Anne-Muller"]),
        ("Mueller^A", ["Müller", "muller"]),
        ("Yamada^Tarou=山田^太郎", ["山田太郎_L", "Yamada", "x山田"]),
        ("Li^李", ["李_1"]),
        ("O'Brien^Mary Ann", ["obrien_x", "O_Brien", "mary"]),
    ],
)
def test_names_are_found_with_and_without_accents_and_in_other_scripts(person: str, names: list[str]) -> None:
    words = identifying_words(header(PatientName=person))
    assert [name for name in names if not holds_any(name, words)] == []


@pytest.mark.parametrize(
    "keyword", ["OtherPatientNames", "PatientBirthName", "PatientMotherBirthName", "ResponsiblePerson", "OperatorsName"]
)
def test_names_of_all_elements_are_looked_for(keyword: str) -> None:
    assert holds_any("scan_quince", identifying_words(header(**{keyword: "Quince^Peter"})))


def test_numbers_places_and_comments_are_looked_for() -> None:
    other = header(PatientID="Q-77")
    made = header(OtherPatientIDs=["A-1234", "B-9999"], OtherPatientIDsSequence=[other], InstitutionName="St Elsewhere")
    made.PatientComments = "wife of Bottom"
    words = identifying_words(made)
    for name in ("a1234", "B_9999", "q77", "st_elsewhere_3", "wife of bottom"):
        assert holds_any(name, words), name
    assert not holds_any("st_2", words)


def test_every_element_that_is_looked_for_is_one_of_dicom() -> None:
    assert [keyword for keyword in IDENTIFYING if tag_for_keyword(keyword) is None] == []
    assert len(set(IDENTIFYING)) == len(IDENTIFYING)


@pytest.mark.parametrize("name", ["x_1951-02-03", "3.2.1951", "3Feb1951", "Feb-03-1951", "2019_05_03_RCC"])
def test_a_full_date_is_known_by_its_form(name: str) -> None:
    assert holds_date(name)


@pytest.mark.parametrize(
    "name", ["20190503", "1.2.840.2019.5.3.7", "IM_12_3", "20586908_MG_R_CC", "mar1_x", "2019-13-40"]
)
def test_other_numbers_are_no_dates(name: str) -> None:
    assert not holds_date(name)


def test_sentences_lose_the_words_and_keep_their_own() -> None:
    assert (
        without("Cannot read Ng_Li_1951-02-03.dcm of NG, born 3.2.1951.", WORDS, "it")
        == "Cannot read it_it.dcm of it, born it."
    )
    words = identifying_words(header(PatientName="Is^Ann"))
    assert (
        without("The image is cut, it cannot be read: Ann; or Is Ann.", words)
        == "The image is cut, it cannot be read: ...; or ...."
    )
    assert (
        without(r"C:\x\y.dcm is not there, in . or /.", (".", "..", "/", "\\"), "it")
        == r"C:\x\y.dcm is not there, in . or /."
    )
    assert without("Müller's file", identifying_words(header(PatientName="Muller^X"))) == "...'s file"


def test_words_of_others_are_found_whole() -> None:
    known = KnownWords(WORDS)
    assert [
        name for name in ("Ng_Li.pdf", "report li-ng", "a 1951_02_03", "PID.123456") if not known.are_in(name)
    ] == []
    assert not known.are_in("slice_12_anglian")


# Batch


def write(path: Path, number: int, **attributes: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_mammogram(
        path, PIXELS + number, **{"SOPInstanceUID": f"1.2.9.{number}", "StudyInstanceUID": "1.2.8.1", **attributes}
    )


def test_no_name_of_an_image_or_of_a_file_that_was_left_out_tells_of_a_patient(tmp_path: Path) -> None:
    write(tmp_path / "Ng_Li_1951-02-03.dcm", 1, PatientName="Ng^Li", PatientBirthDate="19510203")
    write(tmp_path / "anonymous 1962-11-30.dcm", 2)
    write(tmp_path / "Quince-Li-Ng.dcm", 3, Modality="CT", PatientName="Ng^Li")
    write(tmp_path / "fine.dcm", 4)
    write_plain(tmp_path, "Li_Ng_RCC")
    for name in ("letter to Ng Li.txt", "born 3 Feb 1951.pdf", "notes.txt", "x.Ng_Li"):
        (tmp_path / name).write_text(name)
    found = find_inputs([tmp_path], tmp_path / "out")
    named = [item.name.rpartition("/")[2] for item in found.items]
    assert "fine" in named and len(named) == 4
    shown = " ".join([*(item.name for item in found.items), *(f"{one.name} {one.reason}" for one in found.left_out)])
    assert re.search(r"\bli\b|ng_li|1951|1962|Quince", shown, re.IGNORECASE) is None
    assert sorted(one.name.partition(".")[2] for one in found.left_out) == ["", "", "pdf", "txt", "txt"]
    assert "notes.txt" in {one.name for one in found.left_out}
    kept = find_inputs([tmp_path], tmp_path / "out", identifiers=True)
    assert {"Ng_Li_1951-02-03", "Li_Ng_RCC"} <= {item.name.rpartition("/")[2] for item in kept.items}
    assert "letter to Ng Li.txt" in {one.name for one in kept.left_out}


def test_a_reason_for_leaving_out_quotes_no_name_that_stands_in_a_wrong_place(tmp_path: Path) -> None:
    write(tmp_path / "a.dcm", 1, Modality="NG LI", PatientName="Ng^Li")
    write_plain(tmp_path, "b")
    assert [one.reason for one in find_inputs([tmp_path], tmp_path / "out").left_out] == [
        "it is of modality ..., not a mammogram"
    ]


def test_facts_and_notices_lose_what_names_the_patient(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.dcm",
        1,
        PatientName="Quince^Peter",
        Manufacturer="Peter Quince & Co",
        ManufacturerModelName="Model 7",
        KVP="29",
        BodyPartExamined="QUINCE",
    )
    item = Item("a", path, identifying_words(dcmread(path)))
    nameless = read_item(item, DetectionOptions(tmp_path, identifiers=False))
    assert (
        "manufacturer" not in nameless.facts
        and nameless.facts["manufacturer_model"] == "Model 7"
        and nameless.facts["kvp"] == "29"
    )
    whole = read_item(item, DetectionOptions(tmp_path))
    assert whole.facts["manufacturer"] == "Peter Quince & Co"
    assert any("QUINCE" in one.text for one in whole.notices) and not any(
        "QUINCE" in one.text for one in nameless.notices
    )
    assert len(whole.notices) == len(nameless.notices)
    assert facts_without({"a": "born 3 Feb 1951", "b": "30"}, WORDS) == {"b": "30"}


def test_facts_are_numbers_codes_or_the_makers_name() -> None:
    facts = acquisition_facts(
        header(
            KVP="29.50", BitsStored=12, Modality="MG", PresentationIntentType="FOR PRESENTATION", Manufacturer="Maker"
        )
    )
    assert facts == {
        "modality": "MG",
        "presentation_intent": "FOR PRESENTATION",
        "manufacturer": "Maker",
        "bits_stored": "12",
        "kvp": "29.5",
    }
    wrong = Dataset()
    wrong.add_new(0x00080060, "LO", "Quince, Peter (born 1951)")
    wrong.add_new(0x00180060, "LO", "Quince")
    assert acquisition_facts(wrong) == {}


def test_a_link_to_a_folder_is_left_out_by_name(tmp_path: Path) -> None:
    write_plain(tmp_path / "in", "a")
    write_plain(tmp_path / "elsewhere", "b")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "up").symlink_to(tmp_path / "in")
    (tmp_path / "in" / ".hidden").symlink_to(tmp_path / "elsewhere")
    found = find_inputs([tmp_path / "in"], tmp_path / "in" / "out")
    assert [item.name for item in found.items] == ["a"]
    assert [(one.name, one.reason.partition(",")[0]) for one in found.left_out] == [
        ("linked", "a link to a folder"),
        ("up", "a link to a folder"),
    ]


# The console


def test_what_readers_of_files_warn_of_does_not_reach_the_console(
    capsys: pytest.CaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    from pydicom.valuerep import validate_value

    with silenced_warnings():
        warnings.simplefilter("always")
        made = Dataset()
        made.add_new(0x00100030, "DA", "Quince Peter")  # no date: pydicom warns with the value
        validate_value("DA", "Quince Peter", 1)
        logging.getLogger("pydicom").warning("Quince Peter")
        warnings.warn("of another library", UserWarning, stacklevel=1)
    printed = capsys.readouterr().err + " ".join(str(one.message) for one in recwarn)
    assert "Quince" not in printed
    assert "of another library" in printed


def test_a_format_that_fails_logs_the_place_and_not_what_the_error_quotes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, case: Case
) -> None:
    quoted = f"{case.mammogram.source.sop_instance_uid} is no valid name"

    def failing(*_: object) -> None:
        raise ValueError(quoted)

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("MicrocalcCADLib.reporting.tables.write", failing)
        with pytest.raises(reporting.OutputError):
            reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "a", ("csv",))
    assert "ValueError" in caplog.text and "in failing" in caplog.text and "is no valid name" not in caplog.text


# What results hold

SECRETS = {
    reporting.RESULT: ("named-result",),
    reporting.FOLDER: ("folder-of-secrets",),
    reporting.FILE_NAME: ("secret-file",),
    reporting.INSTANCE: ("1.2.826.0.1.77.1",),
    reporting.STUDY: ("1.2.826.0.1.77.2",),
    reporting.PATIENT: ("Quince", "PID-123456", "19510203", "ACC-778899"),
}
ATTRIBUTES = {
    "SOPInstanceUID": "1.2.826.0.1.77.1",
    "StudyInstanceUID": "1.2.826.0.1.77.2",
    "PatientName": "Quince^Peter",
    "PatientID": "PID-123456",
    "PatientBirthDate": "19510203",
    "AccessionNumber": "ACC-778899",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("material") / "folder-of-secrets"
    folder.mkdir()
    made = make_case(folder, **ATTRIBUTES)
    path = made.path.rename(made.path.with_name("secret-file.dcm"))
    source = replace(made.mammogram.source, path=str(path))
    return Case(
        path,
        replace(made.mammogram, source=source),
        replace(made.analysis, source=source),
        replace(made.findings, source=source),
    )


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that are drawn into pictures."""
    texts: list[str] = []
    text = ImageDraw.ImageDraw.text

    def recorded(self: object, place: object, words: str, *given: object, **more: object) -> object:
        texts.append(words)
        return text(self, place, words, *given, **more)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", recorded)
    yield texts


def held_in(content: str) -> tuple[str, ...]:
    return tuple(kind for kind, secrets in SECRETS.items() if any(one in content for one in secrets))


def content_of(path: Path) -> str:
    if path.suffix == ".dcm":
        return str(dcmread(path))
    content = path.read_bytes()
    streams = (
        re.findall(rb"/ASCII85Decode /FlateDecode.*?stream\n(.*?)~>endstream", content, re.DOTALL)
        if path.suffix == ".pdf"
        else []
    )
    return "".join(
        part.decode("latin-1") for part in [content, *(zlib.decompress(base64.a85decode(one)) for one in streams)]
    )


@pytest.mark.parametrize("name", reporting.FORMATS)
def test_each_format_holds_the_identifiers_that_the_conformance_page_states(
    name: str, case: Case, tmp_path: Path, drawn: list[str]
) -> None:
    if name == "pdf":
        pytest.importorskip("reportlab")
    found = Detected(case.path, "named-result", case.mammogram, case.analysis, case.findings, 0.1)
    for identifiers in (True, False):
        drawn.clear()
        options = DetectionOptions(tmp_path / str(identifiers), (name,), identifiers=identifiers)
        write_detected(found, options)
        written = "".join(content_of(path) for path in options.folder.iterdir()) + " ".join(drawn)
        assert held_in(written) == (reporting.IDENTIFIERS if identifiers else reporting.NAMELESS)[name]
    assert drawn or name not in ("overlay", "pdf", "capture")


def test_the_files_of_a_run_hold_the_identifiers_that_the_conformance_page_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder-of-secrets"
    monkeypatch.setattr(local, "START", fake_start())
    write(folder / "secret-file.dcm", 1, **ATTRIBUTES)
    write(folder / "secret-file-ct.dcm", 2, **{**ATTRIBUTES, "SOPInstanceUID": "1.2.9.2", "Modality": "CT"})
    (folder / "damaged Quince Peter.png").write_bytes(b"secret-file")
    for identifiers in (True, False):
        result = run(folder, tmp_path / str(identifiers), identifiers=identifiers)
        assert len(result.done) == 1 and len(result.failed) == 1 and result.left_out == 1
        for name, held in summary.IDENTIFIERS.items():
            if name == PARQUET and parquet_missing():
                continue
            content = text_of_parquet(result.folder / name) if name == PARQUET else content_of(result.folder / name)
            # one file has the patient's name; that of the other is the name of its result
            expected = {*held, reporting.PATIENT} if identifiers else {reporting.FILE_NAME}
            assert set(held_in(content)) == expected, name
    with (tmp_path / "False" / "images.csv").open(newline="") as stream:
        assert {row["status"] for row in csv.DictReader(stream)} == {"done", "failed", "left out"}


def text_of_parquet(path: Path) -> str:
    from pyarrow import parquet

    return str(parquet.read_table(path).to_pylist())


def test_the_elements_are_read_from_the_header() -> None:
    assert set(IDENTIFYING) <= set(inputs._HEADER)
