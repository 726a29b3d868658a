"""Fine-tuning of the kind network on a reader's words: what is known of each pixel, the patches, and the whole thing in
miniature.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from background_files import write_backgrounds
from corrected_material import SMALL, TINY, corrected_case, corrected_set
from MicrocalcCADLib.analysis import MEASURES, Candidates
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.kind_map import kind_map
from MicrocalcCADLib.kinds.naming import WORDS, Namer, modules_of, named
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION, channel_of
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reporting.nrrd import write_nrrd
from MicrocalcTrainLib import __main__ as command_line
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.named_kinds import SHIFT
from MicrocalcTrainLib.datasets.scene import ReviewedCase, read_scene, write_case
from MicrocalcTrainLib.datasets.splits import Splits
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.stored_images import stored_images
from MicrocalcTrainLib.datasets.truth import Truth
from MicrocalcTrainLib.losses import KindLoss
from MicrocalcTrainLib.simulation.backgrounds import Background, BackgroundSource
from MicrocalcTrainLib.simulation.kinds.corrected import CorrectedCloseUps, CorrectedPatches, corrected_image
from MicrocalcTrainLib.simulation.kinds.patches import weight_of
from MicrocalcTrainLib.simulation.kinds.read_places import CALCIUM, UNKNOWN
from MicrocalcTrainLib.workflows import kind_tuning
from MicrocalcTrainLib.workflows.kind_tuning import KindTuning, tune_kinds, without_corrected
from MicrocalcTrainLib.workflows.kind_tuning_notes import notes
from PIL import Image

# what is drawn, and what the reader calls it, which no network does
ROD, WORD = "large rod-like", "suture"


def background(shape: tuple[int, int] = (200, 200)) -> Background:
    image = np.random.default_rng(0).normal(0.5, 0.01, shape).astype(np.float32)
    return Background(image, np.ones(shape, bool), "b", shape, shape, (0, 0))


def truth_with(shape: tuple[int, int] = (200, 200)) -> Truth:
    """A named group of two marks, one named thing of another kind, one without a word, one rejected, one undecided."""
    truth = Truth(
        np.zeros(shape, np.uint32), *(np.zeros(shape, bool) for _ in range(3)), kinds=np.zeros(shape, np.uint32)
    )
    for number, (row, column) in enumerate(((40, 40), (40, 48), (100, 40), (160, 40)), start=1):
        truth.labels[row : row + 4, column : column + 4] = number
    truth.kinds[40:44, 40:52][truth.labels[40:44, 40:52] > 0] = 1 << SHIFT | channel_of("fine pleomorphic")
    truth.kinds[100:104, 40:44] = 2 << SHIFT | channel_of("rim")
    truth.rejected[40:44, 150:154] = True
    truth.doubtful[120:124, 150:154] = True
    return truth


def test_outlines_are_labelled_by_the_readers_word_and_their_surroundings_are_left_open() -> None:
    nothing = np.zeros((200, 200), bool)
    one = corrected_image(background(), truth_with(), nothing, SMALL, 1.5)
    labels = one.labels
    assert (labels[40:44, 40:44] == channel_of("fine pleomorphic")).all() and (
        labels[100:104, 40:44] == channel_of("rim")
    ).all()
    assert labels[39, 42] == channel_of("fine pleomorphic"), "0.12 mm around an outline belong to it"
    assert labels[37, 42] == UNKNOWN and labels[42, 46] == UNKNOWN, (
        "no disc: between the marks of a group nothing is known"
    )
    assert (labels[160:164, 40:44] == CALCIUM).all()
    assert (labels[40:44, 150:154] == NO_CALCIFICATION).all() and labels[40, 157] == 0 and labels[40, 146] == 0
    assert (labels[106:138, 151] == UNKNOWN).all() and (labels[121, 136:168] == UNKNOWN).all(), (
        "1.5 mm around what nobody decided on"
    )
    assert labels[180, 180] == 0 and labels[10, 100] == 0
    assert {label: len(own) for label, own in one.things.items()} == {
        channel_of("fine pleomorphic"): 1, channel_of("rim"): 1, NO_CALCIFICATION: 1, CALCIUM: 1,
    }  # fmt: skip
    group = labels == channel_of("fine pleomorphic")
    assert np.allclose(one.weights[group], weight_of(int(group.sum()), SMALL))


def test_what_a_detector_marks_and_nobody_judged_is_not_learned_but_around_a_rejected_mark_it_is() -> None:
    everywhere = np.ones((200, 200), bool)
    labels = corrected_image(background(), truth_with(), everywhere, SMALL, 1.5).labels
    assert labels[180, 180] == UNKNOWN and labels[40, 157] == 0 and labels[41, 41] == channel_of("fine pleomorphic")


def test_a_patch_is_about_what_a_reader_said_and_is_the_same_for_a_seed() -> None:
    one = corrected_image(background((400, 400)), truth_with((400, 400)), np.zeros((400, 400), bool), SMALL, 1.5)
    patches = CorrectedPatches([one], 24, 3, SMALL)
    seen = [set(np.unique(patches[i]["label"][0]).astype(int)) - {0, UNKNOWN} for i in range(24)]
    assert sum(map(bool, seen)) >= 22 and set().union(*seen) == set(one.things)
    first = patches[0]
    assert first["image"].shape == (2, 128, 128) and first["label"].shape == (2, 64, 64)
    assert np.array_equal(first["image"], patches[0]["image"])
    patches.offset = 24
    assert not np.array_equal(first["image"], patches[0]["image"])


def test_a_close_up_is_of_what_was_named_or_rejected_and_never_of_what_has_no_word() -> None:
    one = corrected_image(background((400, 400)), truth_with((400, 400)), np.zeros((400, 400), bool), SMALL, 1.5)
    close_ups = CorrectedCloseUps([one], 40, 3, 0.1)
    seen = [close_ups[index] for index in range(40)]
    assert {item["label"] for item in seen} == {
        channel_of("fine pleomorphic") - 1,
        channel_of("rim") - 1,
        NO_CALCIFICATION - 1,
    }
    assert all(item["image"].shape == (4, 96, 96) and item["image"].dtype == np.float32 for item in seen)
    np.testing.assert_array_equal(close_ups[7]["image"], seen[7]["image"])
    close_ups.offset = 40
    assert not np.array_equal(close_ups[7]["image"], seen[7]["image"])
    with pytest.raises(IndexError):
        close_ups[40]


def test_calcium_of_unknown_kind_is_learned_as_calcium_and_as_no_kind() -> None:
    target = torch.ones(1, 2, 8, 8)
    target[0, 0] = CALCIUM

    def loss_of(background: float, kinds: list[float]) -> float:
        logits = torch.zeros(1, 15, 8, 8)
        logits[:, 0] = background
        for channel, height in enumerate(kinds, start=1):
            logits[:, channel] = height
        return float(KindLoss()(logits, target))

    assert loss_of(5, [0] * 13) > loss_of(0, [0] * 13) > loss_of(-5, [0] * 13)
    even = np.log(np.exp(3.0) + 12) - np.log(13)
    assert loss_of(0, [3] + [0] * 12) == pytest.approx(loss_of(0, [even] * 13), rel=1e-5), (
        "which kind gets it does not matter"
    )


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("tuned")
    (folder / "backgrounds").mkdir()
    sources = write_backgrounds(folder / "backgrounds")
    data = corrected_set(folder, ROD, [WORD] * 6, ["train"] * 3 + ["validation"] * 2 + ["test"])
    return folder, dict(tune_kinds(data, folder / "run", sources, TINY, None, "cpu", "microcalc-train fine-tune kinds"))


@pytest.mark.slow
def test_a_corrected_kind_is_named_otherwise_than_before(tuned: tuple[Path, dict]) -> None:
    folder, result = tuned
    before, after = result["before"], result["after"]
    assert result["held_out"] == "test" and before["groups"] == after["groups"] == 3
    assert before["named_right"] < after["named_right"]
    case = corrected_case("new", "new", 77, ROD, WORD)
    assert words_of(case, None).count(WORD) < words_of(case, folder / "run" / "kinds-simulated-tuned").count(WORD)


def words_of(case: ReviewedCase, model: Path | None) -> list[str]:
    """The likeliest kind of each calcification of a case, by a model that names."""
    namer, image = Namer.load(model, "cpu"), case.mammogram
    objects = Objects.labelled(case.truth.labels, case.truth.count)
    measures = measure_objects(objects, image.pixels, image.spacing_mm)
    measures[:, MEASURES.index("score")] = 1
    answer = kind_map(namer.network, image.pixels, image.spacing_mm, image.pixels > 0.1, namer.close_up is not None)
    naming = named(Candidates(measures, objects), answer, image, namer.parameters, (), namer.close_up)
    return [WORDS[i] for i in naming.morphologies.argmax(axis=1)]


@pytest.mark.slow
def test_the_bundle_has_its_networks_and_a_card_with_counts_and_figures_before_and_after(
    tuned: tuple[Path, dict],
) -> None:
    folder, result = tuned
    bundle = folder / "run" / "kinds-simulated-tuned"
    found, start = find_bundle(bundle, "kinds"), find_bundle(None, "kinds")
    assert (bundle / "models" / "model.onnx").is_file() and found.section["parameters"] == start.section["parameters"]
    assert found.section["training"]["started_from"]["sha256"] == start.identity.sha256
    assert any("words of its user" in notice.text for notice in found.notices)
    text = (bundle / "docs" / "README.md").read_text()
    assert "| train | suture | 9 | 3 | 3 |" in text and "| validation | all | 6 | 2 | 2 |" in text
    assert "Marks that were rejected: train 3, validation 2, test 1." in text
    right = round(3 * result["after"]["named_right"])
    assert f"| suture | 3 | {round(3 * result['before']['named_right'])} | {right} |" in text
    simulated = [result[when]["simulated"]["top_1"] for when in ("before", "after")]
    assert f"| likeliest kind right | {simulated[0]:.3f} | {simulated[1]:.3f} |" in text
    assert all(f"**{note}**" in text for note in result["notes"])
    assert json.loads((folder / "run" / "fine-tuning.json").read_text()) == json.loads(json.dumps(result))
    namer, modules = Namer.load(bundle, "cpu"), modules_of(found)
    for name, network, shape in (
        ("kinds", namer.network, (1, 2, 96, 128)),
        ("close-up", namer.close_up, (3, 4, 96, 96)),
    ):
        given = np.random.default_rng(3).standard_normal(shape).astype(np.float32)
        with torch.inference_mode():
            wanted = modules[name].eval()(torch.from_numpy(given)).numpy()
        np.testing.assert_allclose(network(given), wanted, atol=1e-4)


@pytest.mark.slow
def test_one_kind_only_and_a_fall_on_simulated_lesions_are_said_in_a_sentence_each(tuned: tuple[Path, dict]) -> None:
    notes = tuned[1]["notes"]
    assert (
        notes[0]
        == "All that was named in the training part is suture: the network may call too much so, until other kinds are"
        " named too."
    )
    lesions = tuned[1]["after"]["simulated"]["lesions"]
    assert [
        note.startswith(f"On {lesions} simulated lesions it got worse: likeliest kind right") for note in notes[1:]
    ] == [True]


@pytest.mark.slow
def test_the_same_command_goes_on_where_it_was_and_ends_alike(tuned: tuple[Path, dict], tmp_path: Path) -> None:
    folder, result = tuned
    sources = [
        BackgroundSource(path, 0.1, number == 2)
        for number, path in enumerate(sorted((folder / "backgrounds").glob("*.png")))
    ]
    shutil.copytree(
        folder / "run", tmp_path / "run", ignore=shutil.ignore_patterns("kinds-simulated-tuned", "fine-tuning.json")
    )
    written = (tmp_path / "run" / "kinds" / "best.pt").stat().st_mtime_ns
    again = tune_kinds(folder / "data", tmp_path / "run", sources, TINY, None, "cpu", "microcalc-train fine-tune kinds")
    assert again == result and (tmp_path / "run" / "kinds" / "best.pt").stat().st_mtime_ns == written


class Began(Exception):
    pass


def test_other_words_or_settings_need_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run of a review loop learned nothing: it took up the first one's checkpoints and images."""

    def began(*_: object) -> None:
        (tmp_path / "run" / "kinds").mkdir(parents=True, exist_ok=True)
        (tmp_path / "run" / "kinds" / "checkpoint.pt").touch()
        raise Began

    def tune(data: Path, parameters: KindTuning = TINY) -> None:
        tune_kinds(data, tmp_path / "run", [], parameters, None, "cpu", "")

    monkeypatch.setattr(kind_tuning, "without_corrected", began)
    parts = ["train", "validation"]
    data = corrected_set(tmp_path / "first", "rim", ["rim", "rim"], parts)
    for _ in range(2):
        with pytest.raises(Began):
            tune(data)
    with pytest.raises(InputError, match="holds a run of fine-tune kinds with other settings"):
        tune(data, replace(TINY, epochs=TINY.epochs + 1))
    with pytest.raises(InputError, match="other"):
        tune(corrected_set(tmp_path / "second", "rim", ["rim", "skin"], parts))


def test_notes_say_what_a_user_must_know() -> None:
    def result(named: tuple[float, float], **simulated: tuple[float, float]) -> dict:
        usual = {
            "top_1": (0.6, 0.6),
            "benign_auc": (0.9, 0.9),
            "benign_called_benign": (0.9, 0.9),
            "suspicious_called_benign": (0.2, 0.2),
        }
        figures = usual | simulated
        both = [
            {
                "named_right": named[i],
                "simulated": {"lesions": 300, **{name: pair[i] for name, pair in figures.items()}},
            }
            for i in (0, 1)
        ]
        return {"before": both[0], "after": both[1], "corrections": {"train": {"kinds": {"rim": {}, "skin": {}}}}}

    assert notes(result((0.4, 0.6)), better=True) == []
    assert notes(result((0.4, 0.6), top_1=(0.6, 0.595), benign_auc=(0.9, 0.95)), better=True) == []
    (said,) = notes(result((0.4, 0.6), suspicious_called_benign=(0.2, 0.3)), better=True)
    assert said.startswith(
        "On 300 simulated lesions it got worse: others called benign by look is 0.300 (before 0.200); name other kinds"
    )
    assert "no better on the held-out corrections" in notes(result((0.4, 0.4)), better=True)[0]
    assert "is the one that it started from" in notes(result((0.4, 0.4)), better=False)[0]


def test_a_background_that_is_a_corrected_image_under_another_name_is_left_out(tmp_path: Path) -> None:
    data = corrected_set(tmp_path, "rim", ["rim"], ["train"])
    sources = write_backgrounds(tmp_path)
    (image,) = stored_images(data, "train")
    Image.fromarray(np.round(image.mammogram().pixels * 65535).astype(np.uint16)).save(tmp_path / "elsewhere.png")
    same = BackgroundSource(tmp_path / "elsewhere.png", 0.1, False)
    assert without_corrected([*sources, same], [image]) == sources
    assert without_corrected([*sources, same], []) == [*sources, same]


def run(data: Path, folder: Path, *more: str) -> int:
    return command_line.main(
        ["fine-tune", "kinds", "--data", str(data), "-o", str(folder / "out"), "--device", "cpu", *more]
    )


@pytest.mark.parametrize(
    ("words", "parts", "sentence"),
    [
        ([None, None], ["train", "validation"], "Nobody has named a kind of calcification in"),
        ([None, "rim"], ["train", "validation"], "No kind is named in the train part"),
        (["rim", None], ["train", "validation"], "No kind is named in the validation part"),
        (["rim", "rim"], ["train", "test"], "No kind is named in the validation part"),
    ],
)
def test_a_set_that_says_too_little_of_kinds_is_refused_by_its_cause(
    words: list[str | None], parts: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corrected_set(tmp_path, "rim", words, parts), tmp_path) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert sentence in said and said.count(". ") == 0


def test_names_outside_the_breast_alone_are_refused(tmp_path: Path) -> None:
    for number in range(2):
        one = corrected_case(f"image-{number}", f"patient-{number}", number, "rim", "rim")
        for plane in (one.truth.labels, one.truth.kinds):
            plane[:] = 0
        one.truth.labels[600:604, 440:444], one.truth.kinds[600:604, 440:444] = 1, 1 << SHIFT | channel_of("rim")
        write_case(tmp_path / "cases", one, "", "2024-05-06T07:08:09")
    splits = Splits({"patient-0": "train", "patient-1": "validation"})
    import_set(read_scene(tmp_path / "cases"), tmp_path / "data", splits, StoreParameters(21, per_image=(9, 9, 9, 9)))
    with pytest.raises(InputError, match="Nothing that was named in the train part lies in a breast"):
        tune_kinds(
            tmp_path / "data",
            tmp_path / "run",
            write_backgrounds(tmp_path),
            TINY,
            None,
            "cpu",
            "microcalc-train fine-tune kinds",
        )


def test_other_bad_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*more: str, data: Path) -> str:
        assert run(data, tmp_path, *more) == 1
        return capsys.readouterr().err.strip().splitlines()[-1]

    assert "is no data set of Microcalc" in said(data=tmp_path)
    data = corrected_set(tmp_path, "rim", ["rim", "rim"], ["train", "validation"])
    assert "is made for method hdogreg, not for kinds" in said("--model", "hdogreg-light", data=data)
    assert "it takes no simulated images" in said("--simulated-images", "3", data=data)
    write_nrrd(data / "truth" / "image-0.kinds.nrrd", np.full((640, 480), 1 << SHIFT | 15, np.uint32), (0.1, 0.1))
    assert "The kinds that were named in image-0 are none of this version" in said(data=data)
