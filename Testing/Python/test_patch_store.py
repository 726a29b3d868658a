"""The patch store: classes, minibatches, resuming, and what must not spoil it."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import Cancelled, InputError, OutputError
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.datasets import conversion, store_building
from MicrocalcTrainLib.datasets.conversion import chosen_positions
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.minibatches import StorePatches, balanced_batches, turned
from MicrocalcTrainLib.datasets.patch_store import PatchStore
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import FILE, StoreParameters, connected
from MicrocalcTrainLib.datasets.stored_images import labelled_images, stored_images
from MicrocalcTrainLib.datasets.summary import as_table, summary_of
from MicrocalcTrainLib.datasets.truth import Truth, truth_of
from MicrocalcTrainLib.datasets.truth_files import write_truth
from monai.data import DataLoader
from PIL import Image
from set_material import write_folder

HALVES = SplitRule((0.5, 0.5, 0.0))
SMALL = StoreParameters(per_image=(20, 30, 40, 50))
NAMES = ["a_L_CC", "b_L_CC", "c_L_CC", "d_L_CC"]


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("source"), NAMES)


@pytest.fixture(scope="session")
def store(source: Path, tmp_path_factory: pytest.TempPathFactory) -> PatchStore:
    folder = tmp_path_factory.mktemp("store")
    import_set(read_folder(source, 0.07), folder, HALVES, SMALL)
    return PatchStore(folder)


def rows_of(folder: Path) -> list[tuple]:
    with connected(folder) as connection:
        query = (
            "SELECT name, class, row, column FROM patches JOIN images ON images.id = image ORDER BY name, class, row,"
            " column"
        )
        return connection.execute(query).fetchall()


def test_a_patch_is_the_local_contrast_about_its_position(source: Path, store: PatchStore):
    images = {image.name: image for _, image in read_folder(source, 0.07).images()}
    numbers = np.concatenate([ids[:3] for ids in store.identifiers("train").values()])
    name, _, row, column = rows_of(store.folder)[numbers[0]]
    whole = local_contrast(images[name].mammogram().pixels, 0.07)
    patches = store.read(numbers)
    assert patches.shape == (12, 49, 49) and patches.dtype == np.float32
    assert np.allclose(patches[0], whole[row - 24 : row + 25, column - 24 : column + 25], atol=8e-3)
    assert np.array_equal(store.read(numbers[::-1]), patches[::-1])


def test_classes_are_those_of_a_slow_count_in_each_patch(source: Path, store: PatchStore):
    marked = {(r + i, c + j) for r, c in ((300, 100), (320, 120), (340, 90)) for i in range(3) for j in range(3)}
    for _, one, row, column in rows_of(store.folder)[::7]:
        offsets = [(r - row, c - column) for r, c in marked]
        nearest = min(np.hypot(*offset) for offset in offsets)
        inside = [max(abs(i), abs(j)) for i, j in offsets]
        expected = {1: nearest == 0, 2: 2 <= nearest <= 3, 3: nearest > 3 and min(inside) <= 22, 4: min(inside) > 24}
        assert expected[one], (one, row, column)


def test_the_patches_of_a_patient_are_in_one_part(store: PatchStore):
    with connected(store.folder) as connection:
        parts = dict(connection.execute("SELECT name, split FROM images JOIN patients USING (patient)"))
    names = [row[0] for row in rows_of(store.folder)]
    train, validation = (np.concatenate(list(store.identifiers(split).values())) for split in ("train", "validation"))
    assert {parts[names[i]] for i in train} == {"train"}
    assert {parts[names[i]] for i in validation} == {"validation"}
    assert len(train) + len(validation) == len(store)


def test_positions_lie_wholly_in_the_image_and_negatives_in_the_breast():
    breast = np.zeros((120, 100), bool)
    breast[:, :60] = True
    labels = np.zeros((120, 100), np.uint32)
    labels[2, 3] = 1
    labels[60, 45] = 2
    truth = Truth(labels, *[np.zeros_like(breast)] * 3)
    for size in (21, 49, 75):
        found = chosen_positions(truth, breast, StoreParameters(size, per_image=(9999,) * 4), 1)
        assert found[:, 1].min() >= size // 2 and found[:, 1].max() + size // 2 < 120
        assert found[:, 2].min() >= size // 2 and found[:, 2].max() + size // 2 < 100
        assert found[found[:, 0] == 1].tolist() == [[1, 60, 45]]
        assert breast[tuple(found[found[:, 0] == 4, 1:].T)].all()


def test_tissue_of_a_region_with_unmarked_calcifications_is_no_negative():
    regions = np.zeros((200, 200), bool)
    regions[80:120, 80:120] = True
    nothing = np.zeros(regions.shape, bool)
    truth = Truth(np.zeros(regions.shape, np.uint32), regions, nothing, nothing)
    negatives = chosen_positions(truth, ~nothing, StoreParameters(21, per_image=(0, 0, 0, 99999)), 1)[:, 1:]
    assert all(not regions[r - 10 : r + 11, c - 10 : c + 11].any() for r, c in negatives[::50])
    whole = chosen_positions(truth, ~nothing, StoreParameters(21, truth="regions", per_image=(99999,) * 4), 1)
    assert (whole[:, 0] == 1).sum() == 1600


def test_doubtful_marks_give_no_patch_at_all():
    doubtful = np.zeros((100, 100), bool)
    doubtful[50, 50] = True
    truth = Truth(np.zeros(doubtful.shape, np.uint32), np.zeros_like(doubtful), doubtful, np.zeros_like(doubtful))
    found = chosen_positions(truth, np.ones_like(doubtful), StoreParameters(21, per_image=(99999,) * 4), 1)
    assert set(found[:, 0]) == {4}
    assert (np.abs(found[:, 1:] - 50).max(axis=1) > 10).all()


def test_up_to_half_of_the_negatives_are_centred_on_what_was_rejected():
    rejected = np.zeros((200, 200), bool)
    rejected[90:110, 90:110] = True
    nothing = np.zeros_like(rejected)
    truth = Truth(np.zeros(rejected.shape, np.uint32), nothing, nothing, rejected)
    for most, expected in ((100, range(50, 60)), (2000, [400])):
        found = chosen_positions(truth, ~nothing, StoreParameters(21, per_image=(0, 0, 0, most)), 1)
        assert len(found) == most == len(np.unique(found[:, 1:], axis=0))
        assert rejected[tuple(found[:, 1:].T)].sum() in expected


def test_minibatches_are_balanced_over_classes_and_the_same_for_a_seed_and_an_epoch(store: PatchStore):
    batches = balanced_batches(store, "train", (1, 2, 3), 240, 5, seed=1)
    first, again = batches[2], balanced_batches(store, "train", (1, 2, 3), 240, 5, seed=1)[2]
    assert first["image"].shape == (240, 1, 49, 49)
    assert torch.equal(first["image"], again["image"])
    assert int(first["label"].sum()) == 120
    batches.offset = 5
    assert not torch.equal(first["image"], batches[2]["image"])


def test_the_classes_of_the_positives_are_drawn_equally_often(store: PatchStore, monkeypatch: pytest.MonkeyPatch):
    batches = balanced_batches(store, "train", (1, 2, 3), 600, 20, seed=1)
    drawn: Counter = Counter()
    read = PatchStore.read
    monkeypatch.setattr(
        PatchStore, "read", lambda self, ids: (drawn.update(self.classes(ids).tolist()), read(self, ids))[1]
    )
    for i in range(20):
        batches[i]
    shares = {one: count / 12000 for one, count in drawn.items()}
    assert shares == pytest.approx({1: 1 / 6, 2: 1 / 6, 3: 1 / 6, 4: 1 / 2}, abs=0.015)


def test_monais_loader_gives_the_same_patches_with_worker_processes(store: PatchStore):
    patches = StorePatches(store, "validation", (1,))
    one, two = (list(DataLoader(patches, batch_size=64, num_workers=workers)) for workers in (0, 2))
    assert torch.equal(torch.cat([b["image"] for b in one]), torch.cat([b["image"] for b in two]))
    labels, classes = (torch.cat([b[key] for b in one]) for key in ("label", "class"))
    assert torch.equal(labels, (classes == 1).long())
    pixels, expected = store.all_of("validation")
    assert np.array_equal(classes.numpy(), expected)
    assert np.array_equal(
        torch.cat([b["image"] for b in one])[:, 0].numpy(), turned(pixels, np.zeros(len(pixels), int))
    )


@pytest.mark.slow
def test_a_store_is_the_same_however_many_processes_build_it(source: Path, store: PatchStore, tmp_path: Path):
    import_set(read_folder(source, 0.07), tmp_path / "two", HALVES, SMALL, workers=2)
    two = PatchStore(tmp_path / "two")
    assert rows_of(two.folder) == rows_of(store.folder)
    assert np.array_equal(two.read(np.arange(50)), store.read(np.arange(50)))


def test_an_interrupted_build_goes_on_and_ends_the_same(
    source: Path, store: PatchStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL, progress=Progress(cancelled=lambda: next(asked)))
    assert summary_of(tmp_path).counts["train"]["images"] + summary_of(tmp_path).counts["validation"]["images"] == 2
    converted = []
    convert = store_building.convert
    monkeypatch.setattr(
        store_building, "convert", lambda image, *rest: (converted.append(image.name), convert(image, *rest))[1]
    )
    import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL)
    assert converted == NAMES[2:]
    assert rows_of(tmp_path) == rows_of(store.folder)


def test_only_what_changed_is_converted_again_and_what_is_gone_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = write_folder(tmp_path / "source", NAMES[:3])
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    before = (tmp_path / "store" / "splits.json").read_text()
    (source / "a_L_CC.png").unlink()
    (source / "masks" / "a_L_CC.png").unlink()
    (source / "b_L_CC.points.csv").write_text("row,column\n400,50\n")
    converted = []
    convert = store_building.convert
    monkeypatch.setattr(
        store_building, "convert", lambda image, *rest: (converted.append(image.name), convert(image, *rest))[1]
    )
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    assert converted == ["b_L_CC"]
    assert PatchStore(tmp_path / "store").names == ("b_L_CC", "c_L_CC")
    assert not (tmp_path / "store" / "arrays" / "a_L_CC.npy").exists()
    assert (tmp_path / "store" / "splits.json").read_text() == before


def test_images_that_cannot_be_used_are_named_and_the_others_are_there(tmp_path: Path):
    source = write_folder(tmp_path / "source", NAMES)
    (source / "b_L_CC.png").write_bytes((source / "b_L_CC.png").read_bytes()[:5000])
    (source / "c_L_CC.points.csv").write_text("row,column\n9000,50\n")
    summary = import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    assert [one.name for one in summary.left_out] == ["b_L_CC", "c_L_CC"]
    table = as_table(summary).splitlines()
    assert table[1].startswith("Left out: c_L_CC: A mark of c_L_CC at row 9000")
    assert table[-1] == "left out: 2 images, named above" and table[2].split()[0] == "patients"
    assert PatchStore(tmp_path / "store").names == ("a_L_CC", "d_L_CC")


def test_a_set_that_was_named_from_one_folder_is_used_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tmp_path / "source", NAMES[:2])
    monkeypatch.chdir(tmp_path)
    import_set(read_folder(Path("source"), 0.07), Path("store"), HALVES, SMALL)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    images = [image for part in ("train", "validation") for image in stored_images(tmp_path / "store", part)]
    assert {image.mammogram().source.path for image in images} == {
        str(tmp_path / "source" / f"{name}.png") for name in NAMES[:2]
    }


def test_a_set_that_was_moved_is_imported_again_without_converting_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_folder(tmp_path / "source", NAMES[:2])
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    source.rename(tmp_path / "moved")
    with pytest.raises(InputError, match="is not there any more: import the set again, from where it is now"):
        stored_images(tmp_path / "store", "train")[0].mammogram()
    monkeypatch.setattr(store_building, "convert", None)
    import_set(read_folder(tmp_path / "moved", 0.07), tmp_path / "store", HALVES, SMALL)
    assert Path(stored_images(tmp_path / "store", "train")[0].mammogram().source.path or "").parent.name == "moved"


def test_a_whole_set_may_be_imported_again_with_a_corrected_spacing(tmp_path: Path):
    source = write_folder(tmp_path / "source", NAMES[:2])
    for spacing in (0.1, 0.05):
        import_set(read_folder(source, spacing), tmp_path / "store", HALVES, SMALL)
        with connected(tmp_path / "store") as connection:
            assert connection.execute("SELECT DISTINCT spacing_mm FROM images").fetchall() == [(spacing,)]


def test_mixed_spacings_are_an_error_that_says_what_to_do_and_resampling_makes_them_one(tmp_path: Path):
    source = write_folder(tmp_path / "source", NAMES[:2])
    (source / "images.csv").write_text("image,spacing_mm\na_L_CC,0.07\nb_L_CC,0.1\n")
    with pytest.raises(
        InputError,
        match=r"a_L_CC has a pixel spacing of 0\.07 mm and b_L_CC of 0\.1 mm.*resample all to one, for example 0\.1 mm",
    ):
        import_set(read_folder(source), tmp_path / "store", HALVES, SMALL)
    assert PatchStore(tmp_path / "store").names == ("a_L_CC",)
    import_set(read_folder(source), tmp_path / "other", HALVES, replace(SMALL, spacing_mm=0.1))
    with connected(tmp_path / "other") as connection:
        assert connection.execute("SELECT rows, columns, spacing_mm FROM images ORDER BY name").fetchall() == [
            (448, 336, 0.1),
            (640, 480, 0.1),
        ]


def test_a_class_without_patches_is_named_in_the_summary_and_refused_for_training(tmp_path: Path):
    source = write_folder(tmp_path / "source", ["a"], masked=False)
    (source / "a.points.csv").write_text("row,column\n")
    summary = import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    assert "The part train has no patch of class C1." in as_table(summary)
    with pytest.raises(InputError, match=r"'train' of .* has no patch of class C1, C2, C3"):
        balanced_batches(PatchStore(tmp_path / "store"), "train", (1,), 8, 1, 1)


def test_the_same_file_under_two_patients_is_left_out(tmp_path: Path):
    source = write_folder(tmp_path / "source", NAMES[:2])
    for place in (source, source / "masks"):
        (place / "b_L_CC.png").write_bytes((place / "a_L_CC.png").read_bytes())
    summary = import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    assert [(one.name, "same file as a_L_CC of the patient a" in one.reason) for one in summary.left_out] == [
        ("b_L_CC", True)
    ]


def test_a_full_disk_is_one_sentence_and_the_store_opens_and_is_completed(
    source: Path, store: PatchStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    save = np.save
    written: list[int] = []

    def full_after_two(stream, array):
        written.append(1)
        if len(written) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        save(stream, array)

    monkeypatch.setattr(conversion.np, "save", full_after_two)
    with pytest.raises(OutputError, match=r"No space left on device.*free some disk space"):
        import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL)
    assert len(PatchStore(tmp_path).names) == 2
    assert len(list((tmp_path / "arrays").iterdir())) == 2
    monkeypatch.setattr(conversion.np, "save", save)
    import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL)
    assert rows_of(tmp_path) == rows_of(store.folder)


def test_a_database_that_cannot_grow_keeps_what_it_has(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    connect = sqlite3.connect

    def of_few_pages(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 14")
        return connection

    monkeypatch.setattr(store_building.sqlite3, "connect", of_few_pages)
    with pytest.raises(OutputError, match=r"database or disk is full.*what was stored is kept"):
        import_set(read_folder(source, 0.07), tmp_path, HALVES, replace(SMALL, per_image=(9999,) * 4))
    monkeypatch.setattr(store_building.sqlite3, "connect", connect)
    assert PatchStore(tmp_path).names == ()


def test_other_options_need_another_folder(source: Path, store: PatchStore):
    with pytest.raises(InputError, match=r"made with .*give the same options, or another folder"):
        import_set(read_folder(source, 0.07), store.folder, HALVES, replace(SMALL, size_px=29))


def test_splits_that_were_edited_so_that_patients_move_are_refused(source: Path, tmp_path: Path):
    import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL)
    path = tmp_path / "splits.json"
    path.write_text(
        path.read_text()
        .replace('"train"', '"moved"')
        .replace('"validation"', '"train"')
        .replace('"moved"', '"validation"')
    )
    with pytest.raises(InputError, match=r"is in .* in the data set and in"):
        PatchStore(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no database" * 200])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(InputError, match=r"is damaged or no data set|was not written by Microcalc"):
        PatchStore(tmp_path)
    with pytest.raises(InputError, match="is no data set of Microcalc"):
        PatchStore(tmp_path / "nothing")


def test_a_missing_array_is_named_and_made_again(source: Path, tmp_path: Path):
    import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL)
    (tmp_path / "arrays" / "a_L_CC.npy").unlink()
    with pytest.raises(InputError, match=r"a_L_CC\.npy is missing or damaged"):
        PatchStore(tmp_path).read(np.arange(3))
    import_set(read_folder(source, 0.07), tmp_path, HALVES, SMALL)
    assert PatchStore(tmp_path).read(np.arange(3)).shape == (3, 49, 49)


def test_grey_patches_are_parts_of_the_full_scale(source: Path, tmp_path: Path):
    import_set(read_folder(source, 0.07), tmp_path, HALVES, replace(SMALL, content="grey"))
    name, _, row, column = rows_of(tmp_path)[5]
    images = {image.name: image for _, image in read_folder(source, 0.07).images()}
    pixels = images[name].mammogram().pixels[row - 24 : row + 25, column - 24 : column + 25]
    assert np.allclose(PatchStore(tmp_path).read(np.array([5]))[0], pixels, atol=1e-5)


def test_every_image_has_a_thumbnail_that_shows_its_marks(store: PatchStore):
    for name in NAMES:
        picture = np.asarray(Image.open(store.folder / "thumbnails" / f"{name}.png"))
        assert picture.shape == (256, 192, 3)
        red = np.argwhere((picture == (255, 64, 64)).all(axis=2))
        assert np.abs(red * 2.5 - (300, 100)).max(axis=1).min() < 5


def test_whole_images_come_back_with_the_truth_that_was_imported(source: Path, store: PatchStore):
    images = {image.name: image for _, image in read_folder(source, 0.07).images()}
    stored = [*stored_images(store.folder, "train"), *stored_images(store.folder, "validation")]
    assert sorted(one.name for one in stored) == NAMES
    for one in stored:
        assert np.array_equal(one.mammogram().pixels, images[one.name].mammogram().pixels)
        assert np.array_equal(one.truth().labels, truth_of(images[one.name], (640, 480), (0.07, 0.07)).labels)
    with pytest.raises(InputError, match=r"The part test of .* has no image"):
        stored_images(store.folder, "test")


def test_an_image_that_was_changed_after_the_import_is_refused(tmp_path: Path):
    source = write_folder(tmp_path / "source", NAMES[:1])
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    (image,) = stored_images(tmp_path / "store", "train")
    write_folder(source, ["other", NAMES[0]])
    with pytest.raises(InputError, match="was changed since it was imported"):
        image.mammogram()


def test_regions_become_the_circles_that_evaluate_takes(tmp_path: Path):
    source = write_folder(tmp_path / "source", ["a"], masked=False)
    (source / "regions").mkdir()
    mask = np.zeros((640, 480), np.uint8)
    mask[300:331, 100:141] = 255
    Image.fromarray(mask).save(source / "regions" / "a.png")
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    (image,) = labelled_images(tmp_path / "store", "train")
    assert (image.lesions.tolist(), image.labels) == ([[315.0, 120.0]], None)
    assert image.radii_mm == pytest.approx([0.07 * np.hypot(31, 41) / 2])


def test_a_circle_reaches_no_further_than_its_region(tmp_path: Path):
    """A disc became a circle of 1.4 times its radius: a set had other figures once it was imported."""
    source = write_folder(tmp_path / "source", ["a"], masked=False)
    mask = np.zeros((640, 480), np.uint8)
    rows, columns = np.ogrid[:640, :480]
    mask[np.hypot(rows - 315, columns - 120) <= 20] = 255
    (source / "regions").mkdir()
    Image.fromarray(mask).save(source / "regions" / "a.png")
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    (image,) = labelled_images(tmp_path / "store", "train")
    assert image.lesions.tolist() == [[315.0, 120.0]]
    assert 20 * 0.07 <= image.radii_mm[0] <= 20.75 * 0.07


def test_an_image_that_is_gone_fails_by_itself_and_counts_as_missed(tmp_path: Path):
    source = write_folder(tmp_path / "source", ["a", "b"])
    (source / "masks" / "a.png").unlink()
    (source / "regions").mkdir()
    mask = np.zeros((640, 480), np.uint8)
    mask[300:331, 100:141] = 255
    Image.fromarray(mask).save(source / "regions" / "a.png")
    import_set(read_folder(source, 0.07), tmp_path / "store", HALVES, SMALL)
    parts = [part for part in ("train", "validation", "test") if any_of(tmp_path / "store", part)]
    (source / "a.png").unlink()
    images = [image for part in parts for image in labelled_images(tmp_path / "store", part)]
    assert {image.stem: len(image.lesions) for image in images}["a"] == 1
    with pytest.raises(InputError, match=r"a\.png"):
        next(image for image in images if image.stem == "a").mammogram()


def any_of(store: Path, part: str) -> bool:
    try:
        return bool(stored_images(store, part))
    except InputError:
        return False


def test_what_nobody_decided_reaches_evaluate(tmp_path: Path):
    source, folder = write_folder(tmp_path / "source", NAMES[:1]), tmp_path / "store"
    import_set(read_folder(source, 0.07), folder, HALVES, SMALL)
    (image,) = stored_images(folder, "train")
    truth = image.truth()
    assert not labelled_images(folder, "train")[0].uncertain(truth.labels.shape).any()
    truth.doubtful[5:8, 6:9] = truth.regions[20:30, 20:30] = True
    write_truth(folder, image.name, truth, (0.07, 0.07))
    (labelled,) = labelled_images(folder, "train")
    assert np.array_equal(labelled.uncertain(truth.labels.shape), truth.uncertain)
    assert not replace(labelled, other_marks=None).uncertain((4, 4)).any()
    with pytest.raises(InputError, match="give labels of the same size"):
        labelled.uncertain((4, 4))


def test_an_image_that_somebody_has_yet_to_decide_is_no_negative_one(tmp_path: Path):
    source, folder = write_folder(tmp_path / "source", NAMES[:1], masked=False), tmp_path / "store"
    (source / "images.csv").write_text(f"image,pathology\n{NAMES[0]},normal\n")
    import_set(read_folder(source, 0.07), folder, HALVES, SMALL)
    (image,) = stored_images(folder, "train")
    truth = image.truth()
    assert labelled_images(folder, "train")[0].clusters_known
    truth.doubtful[5:8, 6:9] = True
    write_truth(folder, image.name, truth, (0.07, 0.07))
    assert not labelled_images(folder, "train")[0].clusters_known


def test_two_images_of_one_file_whose_patient_is_renamed_stay(source: Path, tmp_path: Path):
    """The first was left out for being the same file as the other, which still had the old patient."""
    shutil.copytree(source, tmp_path / "set")
    for place in (tmp_path / "set", tmp_path / "set" / "masks"):
        (place / "b_L_CC.png").write_bytes((place / "a_L_CC.png").read_bytes())
    for patient in ("one", "another"):
        rows = ["image,patient", *(f"{name},{patient if name[0] in 'ab' else name}" for name in NAMES)]
        (tmp_path / "set" / "images.csv").write_text("\n".join(rows) + "\n")
        summary = import_set(read_folder(tmp_path / "set", 0.07), tmp_path / "store", HALVES, SMALL)
        assert not summary.left_out
