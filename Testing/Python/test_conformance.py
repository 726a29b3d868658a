"""The conformance statement says what the code does: its tables are made from the code, its claims on results hold for
written files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest
from dicom_material import Case, make_case
from MicrocalcCADLib.reading import facts, suitability, transfer_syntaxes
from MicrocalcCADLib.reporting import ANSWERS_TO_IMAGE, FORMATS, write
from pydicom import Dataset

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import make_conformance

WRITTEN = {option: (module, modality, names) for module, modality, option, _, names in make_conformance.WRITTEN}


@pytest.fixture(scope="module")
def page() -> str:
    return make_conformance.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("conformance"))


def test_the_tables_of_the_page_are_those_of_the_code(page: str) -> None:
    assert make_conformance.filled(page) == page, "run make conformance"


def test_a_transfer_syntax_that_is_new_in_the_code_changes_the_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(transfer_syntaxes.READ, "1.2.3", "Of tomorrow")
    assert "| Of tomorrow | 1.2.3 | no |" in make_conformance.filled(page)


@pytest.mark.parametrize("read", [("SOPClassUID", "PatientWeight"), ("SOPClassUID",)])
def test_an_element_without_words_and_words_without_an_element_are_errors(
    read: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(make_conformance.ELEMENTS, "kind", read)
    with pytest.raises(ValueError, match="read or described, not both"):
        make_conformance.tables()


def test_a_page_that_lacks_a_table_is_an_error(page: str) -> None:
    with pytest.raises(ValueError, match="limits"):
        make_conformance.filled(page.replace("<!-- table limits -->", ""))


@pytest.mark.parametrize("keyword", sorted({*facts.HEADER_ELEMENTS, *suitability.DECIDING_ELEMENTS}))
def test_every_element_that_a_database_is_asked_for_is_on_the_page(keyword: str, page: str) -> None:
    assert keyword in page


def test_every_dicom_format_is_on_the_page_in_a_series_of_its_own() -> None:
    assert set(WRITTEN) == set(ANSWERS_TO_IMAGE)
    assert len({module.SERIES_NUMBER for module, _, _ in WRITTEN.values()}) == len(WRITTEN)


@pytest.mark.parametrize("option", ANSWERS_TO_IMAGE)
def test_a_written_object_is_what_the_page_says(option: str, case: Case, tmp_path: Path) -> None:
    path = write(case.findings, case.analysis, case.mammogram, tmp_path, "result", [option])[option]
    made, (module, modality, names) = pydicom.dcmread(path), WRITTEN[option]
    assert path.name.endswith(FORMATS[option][1])
    assert (made.SOPClassUID, made.Modality, made.SeriesNumber) == (module.SOP_CLASS, modality, module.SERIES_NUMBER)
    assert (made.SpecificCharacterSet, made.file_meta.TransferSyntaxUID) == ("ISO_IR 192", "1.2.840.10008.1.2.1")
    for keyword in names:
        assert case.mammogram.source.sop_instance_uid in set(_referenced(made[keyword].value)), keyword


def _referenced(items: list[Dataset]) -> Iterator[str]:
    for item in items:
        yield from (element.value for element in item.iterall() if element.keyword == "ReferencedSOPInstanceUID")
