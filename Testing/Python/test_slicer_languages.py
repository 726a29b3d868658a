"""The panels in another language: nothing that a reader is shown stays English, and what is found keeps its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from languages import shown_texts
from MicrocalcCADLib.assessment.odds import Odds
from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.findings import Cluster, ImageFacts
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, KINDS, NOT_DETERMINED
from MicrocalcCADLib.models import list_models
from MicrocalcCADLib.notices import of_image, of_model
from MicrocalcCADLib.sentence import Comparison, Place, sentence
from MicrocalcTrainLib.model_figures import NAMED, Change
from MicrocalcTrainLib.recipes import RECIPES
from panel_material import add_volume, choose, noise
from test_slicer_panel_widths import every_kind

pytest_plugins = ["editor_fixtures", "language_fixtures", "slicer_fixtures"]
# What is the same in all languages: names of models, methods, papers' tables and networks, of files and folders, units
# and keys.
NAMES = {
    *METHODS,
    *RECIPES,
    "plateau",
    "step",
    "valid",
    "same",
    "sgd",
    "adamw",
    "overlap",
    "group",
    "resnet",
    "benchmark",
    "None",
    "Example",
    "NVIDIA",
}
NAMES |= {
    "hdogreg-table-1",
    "hdogreg-targets",
    "hdogreg-overlap",
    "hdogreg-table-3",
    "two-stage-table-2",
    "birads-table-3",
    "amorphous-case-study",
    "mm",
    "cm",
    "MB",
    "GB",
}
FIELDS = re.compile(r"(Folder|Output|folder|output)\w* text$|(modelsCard|environmentText) plainText$")
ENGLISH = re.compile(
    r"\b(the|of|is|are|and|not|to|from|with|which|this|that|were|by|it|has|have|than|again|choose|click|give)\b"
)


NOTICES = (
    *of_model("Trained on simulated calcifications: scores order by suspicion, they are not probabilities of disease."),
    *of_image(
        "The header contradicts itself about the side (L, R): L was taken.",
        "The breast has an implant: its border can give false marks.",
    ),
)


@pytest.fixture
def names() -> set[str]:
    return NAMES | {entry.name for entry in list_models()}


def read(widget: Any, volume: Any, application: Any) -> None:
    """Detect findings of every kind, choose the first one and unfold all."""
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish(replace(every_kind(widget.started[-1].mammogram), notices=NOTICES))
    widget.ui.benignCheckBox.setChecked(True)
    choose(widget, 0)
    widget.ui.notesLabel.linkActivated.emit("notes")
    widget.ui.acceptButton.click()
    application.processEvents()


def left_in(texts: Iterator[tuple[str, str]], names: set[str]) -> list[str]:
    """Return the texts with Latin letters that are no name."""
    known = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    return [
        f"{where}: {text}"
        for where, text in texts
        if not FIELDS.search(where) and re.search("[A-Za-z]{2}", known.sub("", text))
    ]


@pytest.fixture
def translated_widget(full_width: None, widget: Any) -> Any:
    """The panel, opened while the application speaks the invented language."""
    return widget


def test_nothing_in_the_panel_is_left_without_a_translation(
    translated_widget: Any, volume: Any, application: Any, names: set[str]
) -> None:
    read(translated_widget, volume, application)
    assert left_in(shown_texts(translated_widget.parent), names) == []


def test_no_sentence_of_an_error_is_left_without_a_translation(
    translated_widget: Any, application: Any, names: set[str]
) -> None:
    widget = translated_widget
    for array, kind in (
        (noise(3, 90, 80), "vtkMRMLScalarVolumeNode"),
        (noise(1, 90, 80), "vtkMRMLLabelMapVolumeNode"),
        (noise(1, 9, 9) * 0, ""),
    ):
        widget.ui.volumeSelector.setCurrentNode(add_volume(array, kind=kind or "vtkMRMLScalarVolumeNode"))
        widget.ui.detectButton.click()
        assert widget.ui.statusLabel.text
        if widget.started:
            widget.started[-1].listener.failed(
                MicrocalcError("All pixels have the same value, there is no breast to look at: choose another image.")
            )
        assert left_in(iter([("", widget.ui.statusLabel.text)]), {*names, "MG"}) == []
    for tab in range(widget.ui.tabs.count):
        widget.ui.tabs.setCurrentIndex(tab)
    for button in (
        widget.ui.reportButton,
        widget.ui.dicomExportButton,
        widget.ui.batchButton,
        widget.ui.examDetectButton,
        widget.ui.curveButton,
    ):
        button.click()
    application.processEvents()
    assert left_in(shown_texts(widget.parent), {*names, "MG"}) == []


def test_nothing_in_the_panel_of_the_training_is_left_without_a_translation(
    full_width: None, application: Any, names: set[str]
) -> None:
    from slicer_host import close_panel
    from train_host import open_train_panel

    opened = open_train_panel()
    try:
        assert left_in(shown_texts(opened.parent), names) == []
    finally:
        close_panel(opened)


@pytest.mark.parametrize(
    "name", ["Calcification click", "Calcification brush", "Detect in region", "Split / merge clusters"]
)
def test_nothing_of_an_effect_is_left_without_a_translation(
    full_width: None, editor: Any, name: str, names: set[str]
) -> None:
    effect = editor.choose(name)
    texts = [*shown_texts(effect.scriptedEffect.optionsFrame()), ("help", re.sub("<[^>]*>", "", effect.helpText()))]
    assert len(texts) > 5
    assert left_in(iter(texts), {*names, "MRMLScalarVolume", "MG"}) == []


def test_the_panel_speaks_german(german: None, widget: Any, volume: Any, application: Any) -> None:
    read(widget, volume, application)
    texts = list(shown_texts(widget.parent))
    assert [f"{where}: {text}" for where, text in texts if ENGLISH.search(text) and not FIELDS.search(where)] == []
    shown = {text for _where, text in texts}
    assert {
        "Verkalkungen suchen",
        "Annehmen",
        "fein pleomorph",
        "gruppiert",
        "amorph",
        "segmental",
        "Rückgängig",
    } <= shown
    assert widget.ui.sentenceLabel.text.startswith("Brust unbekannter Seite, Projektion unbekannt: ")
    assert "Mamille und Thoraxwand geschätzt" in widget.ui.sentenceLabel.text


PLACES = (None, Place(41.6, 18.0, 0.5), Place(12.0, -4.0, 0.9, by_reader=True))
PRIORS = (
    None,
    Comparison(None),
    Comparison(None, "2023-04-05"),
    Comparison(9),
    Comparison(2, "2023-04-05"),
    Comparison(40),
)
ODDS = (None, Odds(0.02, 0.0, 0.08, 312), Odds(0.61, 0.5, 0.7, 80, {"2": 0.1, "4": 0.6, "5": 0.3}))


def sentences() -> Iterator[str]:
    """Yield sentences of all kinds, sides, places, comparisons and odds."""
    for number, (kind, place, prior, odds) in enumerate(
        product([*(k.word for k in KINDS), NOT_DETERMINED], PLACES, PRIORS, ODDS)
    ):
        count = 1 if number % 5 == 0 else 9
        distribution = [*(one.word for one in DISTRIBUTIONS), NOT_DETERMINED][number % 6]
        image = ImageFacts(
            2000,
            1500,
            (0.07, 0.07),
            "header",
            "detector",
            ("L", "R", None)[number % 3],
            ("CC", "MLO", None)[number % 4 % 3],
            100.0,
        )
        cluster = Cluster(
            1, 10, 20, (0, 0, 5, 5), 0.9, count, 12.0, 4.0, True, morphology=kind, distribution=distribution
        )
        other = Place(40.0, -16.0, 0.4) if number % 2 else None
        text = sentence(cluster, image, (12.3, 8.1) if number % 7 else None, place, prior, other)
        yield f"{text} {odds.sentence}" if odds else text


def test_every_sentence_of_a_report_is_translated_with_its_values(full_width: None) -> None:
    from MicrocalcCADSlicer.library_words import said

    listed = list(sentences())
    assert len(listed) > 500
    for text in listed:
        translated = said(text)
        assert re.findall("[A-Za-z]{2,}", re.sub(r" mm| in (?=\d)|\b(CC|MLO)(?=:)", "", translated)) == [], text
        assert re.findall(r"\d+", translated) == re.findall(r"\d+", text)


def test_a_sentence_of_a_report_reads_as_a_radiologist_would_write_it(german: None) -> None:
    from MicrocalcCADSlicer.library_words import said

    assert (
        said(
            "Left breast, CC: Fine pleomorphic calcifications, grouped, 9 found, 12 × 8 mm, upper outer quadrant, 2"
            " o'clock, middle depth, about 42 mm from the nipple (nipple and chest wall estimated); more than in the"
            " prior of 2023-04-05 (9, before 4)."
        )
        == "Linke Brust, CC: Fein pleomorphe Verkalkungen, gruppiert, 9 gefunden, 12 × 8 mm, oberer äußerer Quadrant, 2"
        " Uhr, mittleres Drittel, etwa 42 mm von der Mamille (Mamille und Thoraxwand geschätzt); mehr als in der"
        " Voruntersuchung vom 2023-04-05 (9, vorher 4)."
    )


def test_the_note_of_a_magnified_view_is_translated_with_and_without_a_place(german: None) -> None:
    from MicrocalcCADSlicer.library_words import said

    assert (
        said(
            "Left breast, CC: Rim calcification, 4.0 × 3.1 mm, middle depth, about 42 mm from the nipple "
            "(nipple placed by the reader, chest wall estimated; mm in the breast: the image is magnified 1.8 times)."
        )
        == "Linke Brust, CC: Ringförmige Verkalkung, 4,0 × 3,1 mm, mittleres Drittel, etwa 42 mm von der Mamille "
        "(Mamille vom Befunder gesetzt, Thoraxwand geschätzt; mm in der Brust: die Aufnahme ist 1,8-fach vergrößert)."
    )
    assert said(
        "Left breast, CC: Rim calcification, 4 × 3 mm (mm in the breast: the image is magnified 1.8 times)."
    ).endswith("4 × 3 mm (mm in der Brust: die Aufnahme ist 1,8-fach vergrößert).")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.07", "0,07"),
        ("-12.5 mm", "-12,5 mm"),
        ("0.07 x 0.07 mm", "0,07 x 0,07 mm"),
        ("12", "12"),
        ("1.2.840", "1.2.840"),
        ("R CC 1.5", "R CC 1.5"),
    ],
)
def test_numbers_have_the_decimal_sign_of_the_language_and_other_texts_keep_theirs(
    german: None, text: str, shown: str
) -> None:
    from MicrocalcCADSlicer.decimals import Decimal, written

    assert written(text) == shown
    assert f"{Decimal(0.126):.2f}" == "0,13"


def test_the_panel_writes_numbers_with_a_comma_in_german(
    german: None, widget: Any, volume: Any, application: Any
) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    choose(widget, 0)
    table = widget.ui.clusterTable
    cells = [table.item(row, column) for row in range(table.rowCount) for column in range(table.columnCount)]
    texts = [
        widget.ui.statusLabel.text,
        *(text for cell in cells if cell is not None for text in (cell.text(), cell.toolTip())),
    ]
    assert any(re.search(r"\d,\d", text) for text in texts)
    assert [text for text in texts if re.search(r"\d\.\d", text)] == []


def test_versions_keep_their_points(german: None) -> None:
    from MicrocalcCADSlicer.library_words import said

    assert "ONNX Runtime 1.20" in said('ONNX Runtime 1.20 is too old: pip install "onnxruntime>=1.22".')
    assert "1.22" in said('ONNX Runtime 1.20 is too old: pip install "onnxruntime>=1.22".')


def test_english_numbers_are_left_alone(application: Any) -> None:
    from MicrocalcCADSlicer.decimals import Decimal, written

    assert (written("0.07 mm"), f"{Decimal(0.126):.2f}") == ("0.07 mm", "0.13")


def test_the_notes_of_a_tuned_model_of_kinds_are_translated(german: None) -> None:
    from MicrocalcTrainLib.datasets.splits import TRAIN
    from MicrocalcTrainLib.workflows.kind_tuning_notes import SIMULATED_FIGURES, WORSE_IF_HIGHER, notes
    from train_host import open_train_panel

    open_train_panel().cleanup()  # its folder is in reach from now on
    from MicrocalcTrainSlicer.model_texts import beforeAndAfter

    worse = {name: 0.6 if name in WORSE_IF_HIGHER else 0.2 for name in SIMULATED_FIGURES}
    before = {"named_right": 0.5, "images": 3, "simulated": {**dict.fromkeys(SIMULATED_FIGURES, 0.4), "lesions": 300}}
    after = {"named_right": 0.5, "images": 3, "simulated": {**worse, "lesions": 300}}
    result = {"before": before, "after": after, "corrections": {TRAIN: {"kinds": {"vascular": 3}}}}
    listed = [*notes(result, better=True), *notes(result, better=False)]
    assert len(listed) == 4
    shown = beforeAndAfter(Change("test", 3, 0.5, 0.5, NAMED, tuple(listed)))
    assert ENGLISH.search(shown) is None
    assert "(Teil Test" in shown
    assert "wahrscheinlichste Art richtig 0,200 (vorher 0,400), " in shown and "vaskulär: das Netz" in shown


def test_an_error_within_an_error_and_several_in_a_row_are_translated(german: None) -> None:
    from MicrocalcCADSlicer.library_words import said

    assert (
        said("Line 3 of the worklist list.csv: a b.png has no pixels")
        == "Zeile 3 der Arbeitsliste list.csv: a b.png has no pixels"
    )
    assert (
        said(InputError("Line 3 of the worklist list.csv: The image has no pixels: choose another file."))
        == "Zeile 3 der Arbeitsliste list.csv: Die Aufnahme hat keine Bildpunkte: eine andere Datei wählen."
    )
    assert (
        said("Only a part of the breast is in view. The breast has an implant: its border can give false marks.")
        == "Nur ein Teil der Brust ist im Bild. Die Brust hat ein Implantat: sein Rand kann falsche Markierungen"
        " ergeben."
    )
    assert (
        said("Calcifications edited by hand: 3 added, 1 removed.")
        == "Von Hand bearbeitete Verkalkungen: 3 hinzugefügt, 1 entfernt."
    )


def test_what_nobody_has_translated_stays_as_it_is(german: None) -> None:
    from MicrocalcCADSlicer.library_words import said

    for text in ("", "MG", "An own model's own words {with braces}.", "Fertig in 0.1 s: kein Cluster."):
        assert said(text) == text


def test_english_is_not_looked_up(application: Any) -> None:
    from MicrocalcCADSlicer.library_words import said

    assert said("The image has no pixels: choose another file.") == "The image has no pixels: choose another file."


def test_a_report_is_in_the_language_of_slicer_if_wanted(
    german: None, widget: Any, volume: Any, application: Any, tmp_path: Path
) -> None:
    import qt

    read(widget, volume, application)
    widget.panel.report.folder, widget.panel.report.openPage = tmp_path, lambda _page: None
    widget.ui.reportButton.click()
    page, text = (tmp_path / "Example" / "report.html").read_text(encoding="utf-8"), qt.QApplication.clipboard().text()
    for said in (page, text):
        assert "Nur für die Forschung: kein Medizinprodukt, nicht zur Diagnose." in said
        assert "0 Cluster, 5 Verkalkungen, 9 typisch benigne." in said
        assert ENGLISH.search(re.sub("<style.*?</style>|<[^>]*>", "", said, flags=re.DOTALL)) is None
    widget.ui.reportLanguageCheckBox.setChecked(False)
    widget.ui.reportButton.click()
    assert "0 clusters, 5 calcifications, 9 typically benign." in qt.QApplication.clipboard().text()
    assert "Research only" in (tmp_path / "Example (2)" / "report.html").read_text(encoding="utf-8")


def test_the_choice_of_the_reports_language_is_remembered(widget: Any) -> None:
    from slicer_host import close_panel, open_panel

    assert widget.ui.reportLanguageCheckBox.checked
    widget.ui.reportLanguageCheckBox.setChecked(False)
    again = open_panel()
    assert not again.ui.reportLanguageCheckBox.checked
    close_panel(again)
