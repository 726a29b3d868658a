"""Simulated lesions of every kind, and the recipe of the kind network from backgrounds to a bundle that names."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.detectors.result import Clock, analysis_of
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.kind_map import network_input
from MicrocalcCADLib.kinds.naming import WORDS, Namer
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.kind_resnet import kind_resnet
from MicrocalcTrainLib.losses import KindLoss
from MicrocalcTrainLib.recipes.kinds import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource, all_sources, load, procedural
from MicrocalcTrainLib.simulation.kinds.canvas import course
from MicrocalcTrainLib.simulation.kinds.close_ups import CloseUps, drawn_close_ups
from MicrocalcTrainLib.simulation.kinds.lesions import LOOKS, insert_kind
from MicrocalcTrainLib.simulation.kinds.patches import KindPatches, KindPatchParameters
from MicrocalcTrainLib.simulation.kinds.read_places import COLUMNS, SHIPPED, UNKNOWN, given_labels, places_on
from MicrocalcTrainLib.workflows import kinds as recipe_of_kinds
from MicrocalcTrainLib.workflows.material import Simulated
from PIL import Image
from scipy.ndimage import label
from test_kinds_naming import candidates_at, disc

SMALL = KindPatchParameters(size_px=128, margin_px=16, counts=(0.0, 0.0, 1.0), procedural_share=1.0)


def drawn(word: str, seed: int, spacing_mm: float = 0.1, side: int = 400):
    rng = np.random.default_rng(seed)
    image = procedural(rng, (side, side), spacing_mm).image
    before = image.copy()
    noise = texture(image, spacing_mm)
    lesion = insert_kind(image, spacing_mm, 1 + WORDS.index(word), (side / 2, side / 2), rng, noise)
    return image - before, lesion, noise


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("spacing", [0.07, 0.2])
def test_a_lesion_of_each_kind_shows_where_its_truth_says(word: str, spacing: float) -> None:
    shown = 0
    for seed in range(3):
        added, lesion, _ = drawn(word, seed, spacing, round(30 / spacing))
        if lesion is None:  # all of it lies outside, or is smaller than a pixel
            continue
        shown += 1
        assert lesion.kind == 1 + WORDS.index(word)
        assert np.isfinite(added).all()
        truth = np.zeros(added.shape, bool)
        truth[lesion.rows, lesion.columns] = True
        bright = added > 0.5 * added.max()
        assert (bright & truth).sum() >= 0.6 * bright.sum(), "what is brightest belongs to the lesion"
    assert shown >= 2


@pytest.mark.parametrize("word", ["rim", "skin"])
def test_the_truth_of_a_ring_has_no_hole(word: str) -> None:
    for seed in range(3):
        added, lesion, _ = drawn(word, seed)
        truth = np.zeros(added.shape, bool)
        truth[lesion.rows, lesion.columns] = True
        assert label(~truth)[1] <= 1 + label(truth)[1], "no background enclosed by one ring"


def test_the_kinds_have_the_sizes_of_the_literature() -> None:
    for word, (low, high) in {
        "vascular": (5, 45),
        "large rod-like": (2, 16),
        "rim": (0.5, 20),
        "coarse (popcorn)": (0.5, 16),
    }.items():
        extents = []
        for seed in range(8):
            _, lesion, _ = drawn(word, seed)
            rows, columns = lesion.objects[0]
            extents.append(0.1 * max(np.ptp(rows) + 1, np.ptp(columns) + 1))
        assert low <= np.median(extents) <= high, word
    assert set(LOOKS) == set(WORDS)


def test_patches_are_the_same_again_and_labels_fit_their_kinds() -> None:
    rng = np.random.default_rng(0)
    background = procedural(rng, (300, 300), 0.1)
    patches = KindPatches([background], [np.zeros((300, 300), bool)], 8, 5, SMALL)
    for index in range(4):
        first, again = patches[index], patches[index]
        for name in ("image", "label"):
            np.testing.assert_array_equal(first[name], again[name])
        assert first["image"].shape == (2, 128, 128)
        assert first["label"].shape == (2, 64, 64)
        kinds = set(np.unique(first["label"][0]).astype(int)) - {0, 14, UNKNOWN}
        assert kinds <= {lesion.kind for lesion in patches.drawn(index)[2]}
        assert (first["label"][0, :6] == UNKNOWN).all(), "what may be cut off is not learned from"
    patches.offset = 8
    assert not np.array_equal(patches[0]["image"], first["image"])


def test_where_nobody_annotated_nothing_is_learned() -> None:
    background = procedural(np.random.default_rng(0), (300, 300), 0.1)
    parameters = replace(SMALL, procedural_share=0.0, counts=(1.0,))
    everywhere = KindPatches([background], [np.ones((300, 300), bool)], 2, 5, parameters)[0]["label"]
    assert (everywhere[0] == UNKNOWN).mean() > 0.9
    loss = KindLoss()
    assert float(loss(torch.randn(1, 15, 64, 64), torch.full((1, 2, 64, 64), float(UNKNOWN)))) == pytest.approx(
        0.0, abs=0.01
    )


def test_the_loss_falls_when_the_right_kind_gets_likelier() -> None:
    target = torch.ones(1, 2, 8, 8)
    target[0, 0] = 3
    values = []
    for height in (0.0, 2.0, 6.0):
        logits = torch.zeros(1, 15, 8, 8)
        logits[:, 3] = height
        values.append(float(KindLoss()(logits, target)))
    assert values[0] > values[1] > values[2]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    rows = ["path,spacing_mm,held_out"]
    for number, held_out in enumerate(("no", "yes")):
        image = np.full((400, 300), 0.01)
        image[:, :240] = procedural(np.random.default_rng(number), (400, 240), 0.1).image
        Image.fromarray((image * 65535).astype(np.uint16)).save(folder / f"{number}.png")
        rows.append(f"{number}.png,0.1,{held_out}")
    (folder / "backgrounds.csv").write_text("\n".join(rows) + "\n")
    sources = [source for source in all_sources(folder / "backgrounds.csv") if source.path.parent == folder]
    training = replace(RECIPE.kinds, epochs=1, steps=2, batch=2, workers=0, validation_patches=4, patches=SMALL)
    close_ups = replace(RECIPE.close_ups, epochs=1, steps=2, batch=4, drawn=6, validation_patches=30)
    recipe = replace(RECIPE, kinds=training, close_ups=close_ups, test_patches=40)
    return recipe_of_kinds.make(folder / "run", Simulated(sources), recipe, "cpu", "microcalc-train train kinds")


def test_the_recipe_makes_a_bundle_that_names_and_its_card_has_the_figures(bundle: Path) -> None:
    namer = Namer.load(bundle, "cpu")
    image = Mammogram(procedural(np.random.default_rng(7), (300, 260), 0.1).image, (0.1, 0.1), "given")
    found = candidates_at(image, [disc(image, 100, 100, 0.3), disc(image, 200, 150, 0.2)], [0.9, 0.5])
    analysis = namer.name(analysis_of(image, np.ones(image.shape, bool), "hdogreg", None, found, Clock()), image)
    naming = analysis.candidates.naming
    assert len(naming.morphologies) == len(analysis.candidates)
    assert (naming.morphologies >= 0).all() and (naming.morphologies.sum(axis=1) <= 1 + 1e-5).all()
    assert any("learned from simulated" in notice.text and notice.scope == "model" for notice in analysis.notices)
    assert analysis.versions["kinds"].startswith("kinds-simulated ")
    text = (bundle / "docs" / "README.md").read_text()
    assert "microcalc-train train kinds" in text
    assert all(word in text for word in WORDS)


def test_onnx_answers_as_the_network_that_was_trained(bundle: Path) -> None:
    from MicrocalcCADLib.kinds.naming import CLOSE_UP, METHOD, NETWORK, modules_of
    from MicrocalcCADLib.models import find_bundle

    namer, modules = Namer.load(bundle, "cpu"), modules_of(find_bundle(bundle, METHOD))
    for name, network, shape in ((NETWORK, namer.network, (1, 2, 96, 128)), (CLOSE_UP, namer.close_up, (3, 4, 96, 96))):
        given = np.random.default_rng(3).standard_normal(shape).astype(np.float32)
        with torch.inference_mode():
            wanted = modules[name].eval()(torch.from_numpy(given)).numpy()
        np.testing.assert_allclose(network(given), wanted, atol=1e-4)


def test_a_model_without_a_close_up_network_names_by_its_map_alone(bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(bundle, tmp_path / "old")
    metadata = tmp_path / "old" / "configs" / "metadata.json"
    content = json.loads(metadata.read_text())
    for name in ("close_up", "close_up_score", "most_close_ups"):
        del content["microcalc"]["parameters"][name]
    metadata.write_text(json.dumps(content))
    assert Namer.load(bundle, "cpu").close_up is not None
    assert Namer.load(tmp_path / "old", "cpu").close_up is None


def test_close_ups_of_one_kind_and_of_none_at_all_can_be_measured() -> None:
    network = kind_resnet()
    images = np.zeros((3, 4, 96, 96), np.float16)
    assert set(recipe_of_kinds.validated_close_ups(network, images, np.array([2, 2, 13]), "cpu")) == {
        "validation_loss",
        "validation_kind",
    }
    assert recipe_of_kinds.validated_close_ups(network, images, np.array([13, 13, 13]), "cpu")["validation_kind"] == 0
    assert "validation_benign_auc" in recipe_of_kinds.validated_close_ups(network, images, np.array([2, 12, 13]), "cpu")


def test_close_ups_are_of_their_lesions_and_are_drawn_once(tmp_path: Path) -> None:
    background = procedural(np.random.default_rng(0), (300, 300), 0.1)
    patches = KindPatches([background], [np.zeros((300, 300), bool)], 8, 5, replace(SMALL, counts=(0.0, 0.0, 1.0)))
    for index in range(8):
        images, classes = drawn_close_ups(patches, index, every=False)
        image, _, lesions = patches.drawn(index)
        assert images.shape[1:] == (4, 96, 96) and len(images) <= len(lesions)
        assert set(classes.tolist()) <= {lesion.kind - 1 for lesion in lesions}
        view = network_input(image, 0.1).astype(np.float16)
        for one in images:
            rows, columns = np.nonzero(view[0] == one[0, 48, 48])
            near = [
                np.hypot(row - lesion.rows, column - lesion.columns).min()
                for row, column in zip(rows, columns, strict=True)
                for lesion in lesions
            ]
            assert min(near) <= 4
    first = CloseUps(tmp_path / "drawn", patches, 6, 1)
    files = sorted((tmp_path / "drawn").iterdir())
    written = [path.stat().st_mtime_ns for path in files]
    again = CloseUps(tmp_path / "drawn", patches, 6, 1)
    assert [path.stat().st_mtime_ns for path in files] == written
    first.offset = again.offset = 12
    for index in (0, 5, 2):
        np.testing.assert_array_equal(first[index]["image"], again[index]["image"])
        assert first[index]["label"] == again[index]["label"]
    seen = [first.labels[first._order[i]] for i in range(len(first.labels))]
    assert sorted(seen) == sorted(first.labels.tolist()), "a round shows each once"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("path\na.png\n", "no column spacing_mm: it needs path, spacing_mm, held_out"),
        ("path,spacing_mm,held_out\n", "lists no backgrounds"),
        ("\x89PNG\r\n\x1a\n\x00\xff", "no column path"),
        ("path,spacing_mm,held_out\nmissing.png,0.1,no\n", "Line 2"),
        ("path,spacing_mm,held_out\na.png,-1,no\n", "Line 2"),
        ("path,spacing_mm,held_out\na.png,0.1,perhaps\n", "Line 2"),
    ],
)
def test_a_table_of_backgrounds_that_lacks_something_is_refused_by_its_cause(
    tmp_path: Path, text: str, cause: str
) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "backgrounds.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=cause):
        all_sources(tmp_path / "backgrounds.csv")


@pytest.mark.parametrize("length_mm", [2.0, 5.0, 12.0, 40.0])
def test_a_course_is_as_long_as_asked_and_bends_as_asked_however_short(length_mm: float) -> None:
    for seed in range(10):
        points = course(np.random.default_rng(seed), length_mm, 0.05)
        steps = np.diff(points, axis=0)
        assert np.hypot(*steps.T).sum() == pytest.approx(length_mm, rel=0.05)
        turned = np.unwrap(np.arctan2(steps[:, 0], steps[:, 1]))
        assert np.ptp(turned) <= 4 * 0.05 * length_mm, "no short course curls up"


def a_background(folder: Path) -> BackgroundSource:
    y, x = np.mgrid[:700, :500]
    breast = (np.hypot(y - 350, x) < 300) * np.random.default_rng(1).normal(120, 4, (700, 500))
    breast[397:404, 97:104] = 250
    Image.fromarray(breast.clip(0, 255).astype(np.uint8)).save(folder / "b.png")
    return BackgroundSource(folder / "b.png", 0.07, False)


def a_table(folder: Path, *lines: str, columns: str = ",".join(COLUMNS)) -> Path:
    (folder / "read.csv").write_text("\n".join([columns, *lines]) + "\n")
    return folder / "read.csv"


def test_a_read_place_lies_where_its_file_shows_it_and_comes_back_from_the_cache(tmp_path: Path) -> None:
    source = a_background(tmp_path)
    table = a_table(
        tmp_path, "b.png,700,500,400,100,0.5,rim", "b.png,701,500,10,10,1,none", "c.png,700,500,10,10,1,none"
    )
    for _ in range(2):
        background = load(source, 0.1, tmp_path)
        (place,) = places_on(background, table)
        row, column = round(place.row), round(place.column)
        assert background.image[row - 3 : row + 4, column - 3 : column + 4].max() == background.image.max()
        assert background.image[row, column] > 0.9 * background.image.max()
        assert WORDS[place.channel - 1] == "rim"


def test_backgrounds_of_one_name_and_size_have_unknown_places_of_their_own(tmp_path: Path) -> None:
    """The second's were those of the first, whose real calcifications were learned as tissue."""
    (tmp_path / "one").mkdir()
    first = load(a_background(tmp_path / "one"), 0.1)
    second = replace(first, image=first.image[::-1].copy(), mask=first.mask[::-1].copy())
    one, two = recipe_of_kinds.unknown_places([first, second], 0.1, 0.1, 1.5, tmp_path / "unknown")
    assert one.any() and not np.array_equal(one, two)
    (alone,) = recipe_of_kinds.unknown_places([second], 0.1, 0.1, 1.5, tmp_path / "elsewhere")
    np.testing.assert_array_equal(two, alone)
    (wider,) = recipe_of_kinds.unknown_places([first], 0.1, 0.1, 3.0, tmp_path / "unknown")
    assert wider.sum() > one.sum()


def test_what_was_read_is_known_and_what_was_not_stays_unknown(tmp_path: Path) -> None:
    background = load(a_background(tmp_path), 0.1)
    table = a_table(
        tmp_path, "b.png,700,500,400,100,0.5,rim", "b.png,700,500,350,150,0.4,none", "b.png,700,500,300,200,3,none"
    )
    rim, speck, blob = places_on(background, table)
    labels = given_labels(np.ones(background.image.shape, bool), (rim, speck, blob), 0.1)
    at = [labels[round(place.row), round(place.column)] for place in (rim, speck, blob)]
    assert at == [1 + WORDS.index("rim"), 14, 0]
    assert labels[round(rim.row) + 5, round(rim.column)] == UNKNOWN
    assert labels[round(speck.row) + 5, round(speck.column)] == 0
    assert (labels == UNKNOWN).mean() > 0.9


def test_half_of_the_patches_hold_a_read_place(tmp_path: Path) -> None:
    background = load(a_background(tmp_path), 0.1)
    read = places_on(background, a_table(tmp_path, "b.png,700,500,400,100,0.5,rim"))
    parameters = replace(SMALL, procedural_share=0.0, counts=(1.0,), read_share=1.0)
    patches = KindPatches([background], [np.zeros(background.image.shape, bool)], 6, 5, parameters, [read])
    rims = [(patches[index]["label"][0] == read[0].channel).any() for index in range(6)]
    assert sum(rims) >= 5, "a marker may hide one"


@pytest.mark.parametrize(
    ("line", "columns", "says"),
    [
        ("b.png,700,500,400,100,0.5,rim", "image,row", "no column rows: it needs image, rows"),
        ("b.png,700,500,400,100,0.5,star", ",".join(COLUMNS), "Line 2"),
        ("b.png,700,500,here,100,0.5,rim", ",".join(COLUMNS), "Line 2"),
    ],
)
def test_a_table_that_lists_no_read_places_is_refused(tmp_path: Path, line: str, columns: str, says: str) -> None:
    background = load(a_background(tmp_path), 0.1)
    with pytest.raises(InputError, match=says):
        places_on(background, a_table(tmp_path, line, columns=columns))


def test_the_shipped_places_are_of_backgrounds_that_judge_nothing() -> None:
    """Images that `kinds-dev` keeps for judging must not teach: of Hologic's only A4, C3 and D2, of CDD-CESM every
    second.
    """
    names = {line.split(",")[0] for line in SHIPPED.read_text().splitlines()[1:]}
    assert {name for name in names if name.startswith("sample_")} == {"sample_A4.jpg", "sample_C3.jpg", "sample_D2.jpg"}
    assert all(int(name[2:6]) % 2 for name in names if name.startswith("IM"))
    assert {name for name in names if name.startswith("1-")} <= {f"1-13{n}.dcm" for n in range(4)}


@pytest.mark.parametrize("network", ["train", "train_close_ups"])
def test_the_same_command_trains_the_same_network(
    network: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    background = procedural(np.random.default_rng(1), (300, 300), 0.1)
    monkeypatch.setattr(recipe_of_kinds, "load_both", lambda *_: ([background], [background]))
    monkeypatch.setattr(recipe_of_kinds, "places_on", lambda _: [])
    monkeypatch.setattr(
        recipe_of_kinds,
        "unknown_places",
        lambda backgrounds, *_: [np.zeros(one.image.shape, bool) for one in backgrounds],
    )
    short = {"epochs": 1, "steps": 1, "batch": 1, "validation_patches": 2, "workers": 0}
    recipe = replace(
        RECIPE,
        kinds=replace(RECIPE.kinds, patches=SMALL, **short),
        close_ups=replace(RECIPE.close_ups, drawn=3, **short),
    )
    states = []
    for name in ("first", "again"):
        torch.rand(3)  # what ran before in the process decides nothing
        states.append(getattr(recipe_of_kinds, network)(tmp_path / name, [None], recipe, "cpu").state_dict())
    assert all(torch.equal(value, states[1][key]) for key, value in states[0].items())
