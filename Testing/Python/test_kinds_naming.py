"""Naming: candidates get kinds from the network's map, large calcifications become one object, vessels call for no
look.
"""

from __future__ import annotations

import tracemalloc
import weakref
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Candidates, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.result import Clock, analysis_of
from MicrocalcCADLib.findings import Vessel
from MicrocalcCADLib.kinds import kind_map as kind_map_module
from MicrocalcCADLib.kinds import large
from MicrocalcCADLib.kinds import naming as naming_module
from MicrocalcCADLib.kinds.close_ups import close_ups
from MicrocalcCADLib.kinds.kind_map import KindMap, kind_map
from MicrocalcCADLib.kinds.lone import no_calcification
from MicrocalcCADLib.kinds.naming import WORDS, Namer, NamingParameters, named, with_large
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.networks.kind_unet import STRIDE_PX
from MicrocalcCADLib.objects import Objects
from scipy.ndimage import distance_transform_edt, map_coordinates

SPACING = 0.1


class Painted:
    """A network that answers with what was painted, on the grid of its input cut in half; before it lies the margin of
    a mirrored picture.
    """

    streams = 1

    def __init__(self, channel: int, wanted: np.ndarray) -> None:
        self.channel, self.wanted = channel, wanted

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        rows, columns = batch.shape[2] // 2, batch.shape[3] // 2
        logits = np.zeros((1, 15, rows, columns), np.float32)
        logits[:, 0] = 12
        margin = STRIDE_PX // 2
        part = self.wanted[: rows - margin, : columns - margin]
        logits[0, self.channel, margin : margin + part.shape[0], margin : margin + part.shape[1]] = np.where(
            part, 24, 0
        )
        return logits


def picture(rows: int = 400, columns: int = 300) -> Mammogram:
    rng = np.random.default_rng(1)
    return Mammogram(
        (0.4 + 0.01 * rng.standard_normal((rows, columns))).astype(np.float32), (SPACING, SPACING), "given"
    )


def a_map(mammogram: Mammogram, channel: int, places: np.ndarray, sure: float = 0.95) -> KindMap:
    rows, columns = mammogram.shape[0] // 2, mammogram.shape[1] // 2
    probabilities = np.zeros((15, rows, columns), np.float16)
    probabilities[0] = 1
    half = places[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2).max(axis=(1, 3))
    probabilities[0][half], probabilities[channel][half] = 1 - sure, sure
    return KindMap(probabilities, 0.2)


def candidates_at(mammogram: Mammogram, masks: list[np.ndarray], scores: list[float]) -> Candidates:
    pixels = [np.flatnonzero(mask) for mask in masks]
    objects = Objects.of(pixels)
    measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm)
    measures[:, 2] = scores
    return Candidates(measures, objects)


def disc(mammogram: Mammogram, row: float, column: float, radius_mm: float) -> np.ndarray:
    y, x = np.ogrid[: mammogram.shape[0], : mammogram.shape[1]]
    return np.hypot(y - row, x - column) * SPACING <= radius_mm


@pytest.mark.parametrize("word", WORDS)
def test_a_candidate_gets_the_kind_that_the_map_shows_at_it_and_suspicion_follows_the_kind(word: str) -> None:
    image = picture()
    spot, other = disc(image, 100, 100, 0.2), disc(image, 300, 200, 0.2)
    naming = named(
        candidates_at(image, [spot, other], [0.8, 0.6]),
        a_map(image, 1 + WORDS.index(word), disc(image, 100, 100, 1)),
        image,
        NamingParameters(),
    )
    assert naming.named(naming.morphologies[0])[0] == word
    assert naming.named(naming.morphologies[1])[0] == "not determined"
    assert naming.suspicion[1] == pytest.approx(0.6, abs=0.02), (
        "what the map says nothing of is as suspicious as it is sure"
    )
    benign = word in (
        "vascular",
        "coarse (popcorn)",
        "large rod-like",
        "rim",
        "dystrophic",
        "milk of calcium",
        "suture",
        "skin",
    )
    assert naming.suspicion[0] < 0.1 if benign else naming.suspicion[0] > 0.7


class SaysOneKind:
    """A close-up network that is sure of one class wherever it looks, and counts how many places it saw."""

    streams = 1

    def __init__(self, word: str) -> None:
        self.channel, self.seen = WORDS.index(word), 0

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        assert batch.shape[1:] == (4, 96, 96) and batch.dtype == np.float32
        self.seen += len(batch)
        logits = np.zeros((len(batch), 14), np.float32)
        logits[:, self.channel] = 30
        return logits


def with_view(mammogram: Mammogram, answer: KindMap) -> KindMap:
    return replace(answer, view=np.zeros((2, *mammogram.shape), np.float16))


def test_a_close_up_says_which_kind_but_not_whether_it_is_of_a_vessel_or_a_calcification_at_all() -> None:
    image = picture()
    spots = [disc(image, 100, 100, 0.2), disc(image, 300, 200, 0.2), disc(image, 350, 50, 0.2)]
    found = candidates_at(image, spots, [0.8, 0.7, 0.05])
    rim, parameters = 1 + WORDS.index("rim"), NamingParameters(close_up=0.75)
    answer = with_view(image, a_map(image, rim, spots[0] | spots[2]))
    network = SaysOneKind("skin")
    naming = named(found, answer, image, parameters, (), network)
    kinds = naming.morphologies
    assert kinds[0, WORDS.index("skin")] == pytest.approx(0.75, abs=0.03)
    assert kinds[0, WORDS.index("rim")] == pytest.approx(0.25, abs=0.03)
    assert network.seen == 2 and kinds[2].argmax() == WORDS.index("rim"), "what is hardly a mark is not looked at"
    before = named(found, answer, image, parameters)
    np.testing.assert_allclose(kinds.sum(axis=1), before.morphologies.sum(axis=1), atol=1e-6)
    np.testing.assert_array_equal(naming.none, before.none)
    vessel = with_view(image, a_map(image, 1, spots[0]))
    assert named(found, vessel, image, parameters, (), network).morphologies[0, 0] == pytest.approx(0.95, abs=0.05)


def test_the_surest_are_looked_at_where_there_are_too_many() -> None:
    image = picture()
    spots = [disc(image, 20 + 30 * i, 100, 0.2) for i in range(10)]
    found = candidates_at(image, spots, list(np.linspace(0.3, 0.9, 10)))
    answer = with_view(image, a_map(image, 1 + WORDS.index("rim"), np.ones(image.shape, bool)))
    kinds = named(
        found, answer, image, NamingParameters(close_up=1.0, most_close_ups=4), (), SaysOneKind("skin")
    ).morphologies.argmax(axis=1)
    assert kinds.tolist() == [WORDS.index("rim")] * 6 + [WORDS.index("skin")] * 4


def test_a_close_up_is_the_image_around_a_place_mirrored_beyond_its_ends() -> None:
    view = np.random.default_rng(0).random((2, 200, 240)).astype(np.float16)
    (seen,) = close_ups(view, np.array([[100, 3]]))
    mirrored = np.pad(view.astype(np.float32), ((0, 0), (144, 144), (144, 144)), mode="symmetric")
    np.testing.assert_array_equal(seen[:2], mirrored[:, 196:292, 99:195])
    wide = mirrored[:, 100:388, 3:291].reshape(2, 96, 3, 96, 3)
    np.testing.assert_array_equal(seen[2], wide[0].max(axis=(1, 3)))
    np.testing.assert_allclose(seen[3], wide[1].mean(axis=(1, 3)), rtol=1e-6)
    assert seen[0, 48, 48] == np.float32(view[0, 100, 3])


def test_what_is_no_calcification_calls_for_no_look() -> None:
    image = picture()
    naming = named(
        candidates_at(image, [disc(image, 100, 100, 0.2)], [0.9]),
        a_map(image, NO_CALCIFICATION, disc(image, 100, 100, 1)),
        image,
        NamingParameters(),
    )
    assert naming.suspicion[0] < 0.1
    assert naming.morphologies.sum() < 0.1


def test_what_is_no_calcification_scores_low_and_is_kept_with_the_reason() -> None:
    image = picture()
    masks = [disc(image, 100, 100, 0.2), disc(image, 200, 200, 0.2)]
    speck = Namer(Painted(NO_CALCIFICATION, disc(image, 100, 100, 1)[::2, ::2]))
    before = analysis_of(
        image, np.ones(image.shape, bool), "hdogreg", None, candidates_at(image, masks, [0.9, 0.9]), Clock()
    )
    dust, other = decide(speck.name(before, image), 0.05).calcifications
    assert dust.not_calcification > 0.9 and dust.score < 0.1 and not dust.reported
    assert other.not_calcification < 0.1 and other.score == pytest.approx(0.9, abs=0.05) and other.reported


def test_lone_specks_are_judged_once_a_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    image, judged = picture(), []

    def counted(*given: Any) -> np.ndarray:
        judged.append(given)
        return no_calcification(*given)

    monkeypatch.setattr(naming_module, "no_calcification", counted)
    before = analysis_of(
        image,
        np.ones(image.shape, bool),
        "hdogreg",
        None,
        candidates_at(image, [disc(image, 100, 100, 0.2)], [0.9]),
        Clock(),
    )
    Namer(Painted(NO_CALCIFICATION, disc(image, 100, 100, 1)[::2, ::2])).name(before, image)
    assert len(judged) == 1


def test_what_is_probably_no_calcification_is_not_reported_at_any_point() -> None:
    image = picture()
    naming = Naming(WORDS, np.zeros((2, len(WORDS))), np.array([0.8, 0.8]), np.array([0.6, 0.4]))
    candidates = replace(
        candidates_at(image, [disc(image, 100, 100, 0.2), disc(image, 200, 200, 0.2)], [0.9, 0.9]), naming=naming
    )
    analysis = analysis_of(image, np.ones(image.shape, bool), "hdogreg", None, candidates, Clock())
    assert [c.reported for c in decide(analysis, 0.01).calcifications] == [False, True]


def test_faint_marks_below_the_point_are_no_company_of_a_round_one() -> None:
    image = picture()
    places = [disc(image, 100, 100, 0.2), disc(image, 100, 120, 0.2), disc(image, 100, 140, 0.2)]

    def is_reported(*scores: float) -> bool:
        morphologies = np.zeros((len(scores), len(WORDS)))
        morphologies[:, WORDS.index("round or punctate")] = 0.9
        naming = Naming(WORDS, morphologies, np.array(scores), np.zeros(len(scores)))
        candidates = replace(candidates_at(image, places[: len(scores)], list(scores)), naming=naming)
        analysis = analysis_of(image, np.ones(image.shape, bool), "hdogreg", None, candidates, Clock())
        return decide(analysis, 0.3).calcifications[0].reported

    assert not is_reported(0.6)
    assert not is_reported(0.6, 0.05, 0.05), "what is reported does not depend on marks at a sixth of the threshold"
    assert is_reported(0.6, 0.4, 0.4)


def test_marks_on_the_wall_of_a_ring_become_one_object_with_its_hole_filled() -> None:
    image = picture()
    ring = disc(image, 200, 150, 3.0) & ~disc(image, 200, 150, 2.4)
    walls = [disc(image, 200 + 27 * np.sin(a), 150 + 27 * np.cos(a), 0.2) for a in (0, 1, 2, 3, 4)]
    apart = disc(image, 60, 60, 0.2)
    before = candidates_at(image, [*walls, apart], [0.5, 0.6, 0.7, 0.8, 0.9, 0.4])
    after = with_large(before, a_map(image, 1 + WORDS.index("rim"), ring), image, NamingParameters())
    assert len(after) == 2
    assert after.column("area_mm2")[1] == pytest.approx(np.pi * 9, rel=0.1)
    assert after.column("score")[1] == pytest.approx(0.95, abs=0.01)
    assert (after.column("row")[1], after.column("column")[1]) == pytest.approx((200, 150), abs=1.5)
    assert after.column("score")[0] == pytest.approx(0.4)
    assert len(np.unique(after.objects.pixels)) == len(after.objects.pixels), "a pixel belongs to one object"


def test_a_cluster_within_the_ring_of_a_skin_marker_stays_a_cluster() -> None:
    image = picture()
    ring = disc(image, 200, 150, 8.0) & ~disc(image, 200, 150, 7.4)
    specks = [disc(image, 190 + 8 * (i % 3), 140 + 8 * (i // 3), 0.15) for i in range(9)]
    after = with_large(
        candidates_at(image, specks, [0.8] * 9), a_map(image, 1 + WORDS.index("rim"), ring), image, NamingParameters()
    )
    assert (after.column("score")[:9] == 0.8).all()
    assert len(after) == 10


def shown_in(image: Mammogram, *shapes: np.ndarray, height: float = 0.2) -> Mammogram:
    """Return the picture with calcifications where the shapes are."""
    pixels = image.pixels.copy()
    for shape in shapes:
        pixels[shape] += height
    return replace(image, pixels=pixels)


def test_a_large_one_ends_where_the_image_shows_it_to_end_not_where_the_coarse_map_does() -> None:
    image = picture()
    ball, wide = disc(image, 100, 100, 1.5), disc(image, 100, 100, 1.9)
    nothing = candidates_at(image, [], [])
    coarse = a_map(image, 1 + WORDS.index("coarse (popcorn)"), wide)
    by_map, by_image = (with_large(nothing, coarse, one, NamingParameters()) for one in (image, shown_in(image, ball)))
    assert by_map.column("area_mm2")[0] == pytest.approx(np.pi * 1.9**2, rel=0.12)
    assert by_image.column("area_mm2")[0] == pytest.approx(np.pi * 1.5**2, rel=0.08)


def test_the_hole_of_a_ring_whose_wall_is_broken_belongs_to_it() -> None:
    image = picture()
    whole, hole = disc(image, 100, 100, 1.5), disc(image, 100, 100, 1.1)
    gap = np.zeros(image.shape, bool)
    gap[98:102, 100:] = True
    found = with_large(
        candidates_at(image, [], []),
        a_map(image, 1 + WORDS.index("rim"), whole),
        shown_in(image, whole & ~hole & ~gap),
        NamingParameters(),
    )
    assert found.column("area_mm2")[0] == pytest.approx(np.pi * 1.5**2, rel=0.08)


def test_a_mark_at_the_edge_of_a_large_one_is_a_part_of_it_though_the_outline_is_tighter() -> None:
    image = picture()
    ball, wide = disc(image, 100, 100, 1.5), disc(image, 100, 100, 2.3)
    edge = candidates_at(image, [disc(image, 100, 119, 0.2)], [0.6])
    assert (
        len(
            with_large(
                edge, a_map(image, 1 + WORDS.index("coarse (popcorn)"), wide), shown_in(image, ball), NamingParameters()
            )
        )
        == 1
    )


def test_two_balls_that_only_the_map_joins_are_two_and_lobes_of_one_are_one() -> None:
    image = picture()
    first, second, bridge = disc(image, 100, 100, 1.3), disc(image, 100, 135, 1.3), disc(image, 100, 117, 0.6)
    lobe = disc(image, 100, 118, 0.5)
    joined = a_map(image, 1 + WORDS.index("coarse (popcorn)"), first | second | bridge)
    nothing = candidates_at(image, [], [])
    two = with_large(nothing, joined, shown_in(image, first, second), NamingParameters())
    assert len(two) == 2 and sorted(round(c) for c in two.column("column")) == [100, 135]
    assert two.column("area_mm2") == pytest.approx([np.pi * 1.3**2] * 2, rel=0.1)
    lobed = a_map(image, 1 + WORDS.index("coarse (popcorn)"), first | lobe)
    assert len(with_large(nothing, lobed, shown_in(image, first, lobe & ~first), NamingParameters())) == 1


@pytest.mark.parametrize("spacing_mm", [(0.1, 0.1), (0.05, 0.1), (0.1, 0.05), (0.2, 0.1)])
def test_two_balls_are_told_apart_in_pixels_of_any_shape(spacing_mm: tuple[float, float]) -> None:
    row, column = (np.arange(round(12 / mm)) * mm for mm in spacing_mm)
    first, second = (np.hypot(row[:, None] - 6, column - x) < 1.2 for x in (4.6, 7.4))
    place = np.hypot(row[:, None] - 6, np.abs(column - 6) - 1.4) < 1.6
    parts = large._round_ones(first | second, place, spacing_mm, 1.0)
    assert len(parts) == 2 and not (parts[0] & parts[1]).any() and np.array_equal(parts[0] | parts[1], place)
    assert [part.sum() * np.prod(spacing_mm) for part in parts] == pytest.approx(
        [place.sum() * np.prod(spacing_mm) / 2] * 2, rel=0.06
    )
    rod = (np.abs(row[:, None] - 6) < 0.4) & (np.abs(column - 6) < 2)
    assert (
        len(large._round_ones(rod | (np.hypot(row[:, None] - 10, column - 6) < 1), place | rod, spacing_mm, 1.0)) == 1
    )


def test_a_large_one_inside_a_ring_shares_no_pixel_with_it() -> None:
    image = picture()
    both = (disc(image, 200, 150, 4.0) & ~disc(image, 200, 150, 3.4)) | disc(image, 200, 150, 1.2)
    after = with_large(
        candidates_at(image, [disc(image, 60, 60, 0.2)], [0.4]),
        a_map(image, 1 + WORDS.index("rim"), both),
        image,
        NamingParameters(),
    )
    assert len(np.unique(after.objects.pixels)) == len(after.objects.pixels)
    assert after.column("area_mm2")[1:].sum() == pytest.approx(np.pi * 16, rel=0.1)


def test_a_large_one_is_measured_without_what_a_mark_beside_it_keeps() -> None:
    image = picture()
    ball = disc(image, 200, 150, 2.0)
    beside = disc(image, 200, 150 + 22, 0.45)
    shared = int((ball & beside).sum())
    assert 0 < shared < beside.sum() / 2
    after = with_large(
        candidates_at(image, [beside], [0.4]),
        a_map(image, 1 + WORDS.index("coarse (popcorn)"), ball),
        shown_in(image, ball),
        NamingParameters(),
    )
    assert len(after) == 2
    areas_px = after.column("area_mm2") / np.prod(image.spacing_mm)
    assert areas_px == pytest.approx(after.objects.sizes)
    assert shared <= ball.sum() - after.objects.sizes[1] <= shared + 20


def test_small_round_places_of_a_large_kind_stay_small_marks() -> None:
    image = picture()
    before = candidates_at(image, [disc(image, 100, 100, 0.2)], [0.5])
    assert (
        with_large(
            before,
            a_map(image, 1 + WORDS.index("coarse (popcorn)"), disc(image, 100, 100, 0.3)),
            image,
            NamingParameters(),
        )
        is before
    )


class SureAtItsEnds:
    """A network that names anything but background only where its input ends: there it has learned nothing."""

    streams = 1

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        assert not batch.shape[2] % STRIDE_PX and not batch.shape[3] % STRIDE_PX
        logits = np.zeros((1, 15, batch.shape[2] // 2, batch.shape[3] // 2), np.float32)
        logits[:, 5] = 24
        logits[:, :, 3:-3, 3:-3] = 0
        logits[:, 0, 3:-3, 3:-3] = 24
        return logits


@pytest.mark.parametrize("shape", [(400, 300), (401, 303), (384, 320), (97, 500)])
def test_where_the_picture_ends_the_network_sees_it_mirrored(shape: tuple[int, int]) -> None:
    image = np.full(shape, 0.4, np.float32)
    for mask in (np.ones(shape, bool), np.arange(shape[1])[None].repeat(shape[0], 0) < 60):
        answer = kind_map(SureAtItsEnds(), image, (SPACING, SPACING), mask)
        window = answer.probabilities[5][:, :30] if mask[0, -1] == 0 else answer.probabilities[5]
        assert window.max() < 0.01


def test_the_map_does_not_depend_on_the_tiles_that_the_network_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    image = np.random.default_rng(0).random((900, 420), dtype=np.float32)
    mask = np.ones(image.shape, bool)
    network = Namer.load(device="cpu").network
    whole = kind_map(network, image, (SPACING, SPACING), mask)
    monkeypatch.setattr(kind_map_module, "MOST_SEEN_PX", 300_000)
    sides, answers = [], []

    class Counted:
        streams = 1

        def __call__(self, batch: np.ndarray) -> np.ndarray:
            assert all(answer() is None for answer in answers), "the answer to the last tile is still in memory"
            sides.append(batch.shape[2:])
            answer = network(batch)
            answers.append(weakref.ref(answer))
            return answer

    tiles = kind_map(Counted(), image, (SPACING, SPACING), mask)
    assert len(sides) == 4 and all(rows * columns <= 300_000 for rows, columns in sides)
    np.testing.assert_allclose(
        tiles.probabilities.astype(np.float32), whole.probabilities.astype(np.float32), atol=2e-3
    )
    assert (tiles.probabilities == whole.probabilities).mean() > 0.99


def test_the_tiles_of_the_kind_map_are_those_of_which_the_network_sees_the_least() -> None:
    halo, most = kind_map_module.HALO_PX, kind_map_module.MOST_SEEN_PX
    for sides in ((2304, 1248), (2336, 1792), (2880, 2336), (64, 32), (4096, 320)):
        tiles = kind_map_module._tiles(sides)
        covered, seen = np.zeros(sides, int), []
        for (top, bottom), (left, right) in tiles:
            covered[top:bottom, left:right] += 1
            assert top % kind_map_module.STRIDE_PX == left % kind_map_module.STRIDE_PX == 0
            seen.append(
                (min(sides[0], bottom + halo) - max(0, top - halo))
                * (min(sides[1], right + halo) - max(0, left - halo))
            )
        assert (covered == 1).all()
        assert max(seen) <= most
    # two halves, one above the other, have one halo each; four quarters two
    assert [len(kind_map_module._tiles(sides)) for sides in ((2304, 1248), (2336, 1792))] == [2, 4]


def test_a_window_of_the_map_is_brought_to_the_image_in_little_more_memory_than_it_takes() -> None:
    values = np.random.default_rng(0).random((200, 150), dtype=np.float32)
    around = (slice(10, 190), slice(5, 145))
    tracemalloc.start()
    fine, (top, left) = large._at_image_spacing(values[around], around, values.shape, (1000, 750))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.5 * fine.nbytes
    rows, columns = (np.arange(first, first + side) for first, side in zip((top, left), fine.shape, strict=True))
    places = np.meshgrid((rows + 0.5) / 5 - 10.5, (columns + 0.5) / 5 - 5.5, indexing="ij")
    expected = map_coordinates(values[around], places, order=1, mode="nearest")
    np.testing.assert_allclose(fine, expected, rtol=0, atol=1e-6)


def test_the_ring_about_a_place_is_the_same_whichever_rows_are_reckoned_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = np.random.default_rng(0).random((300, 90)) > 0.9995
    distance = distance_transform_edt(~place)
    expected = (distance > 4) & (distance <= 17)
    for rows in (7, 64, 1000):
        monkeypatch.setattr(large, "_ROWS_AT_A_TIME", rows)
        np.testing.assert_array_equal(large._ring_about(place, 4, 17), expected)


def test_a_large_one_outside_of_the_breast_is_none() -> None:
    image = picture()
    breast = np.zeros(image.shape, bool)
    breast[:, :150] = True
    rim = 1 + WORDS.index("rim")
    empty = candidates_at(image, [disc(image, 50, 50, 0.2)], [0.5])
    for column, found in ((100, 1), (200, 0)):
        answer = a_map(image, rim, disc(image, 200, column, 1.5))
        assert len(with_large(empty, answer, image, NamingParameters(), breast)) == 1 + found


def test_a_piece_too_short_to_be_traced_as_a_vessel_is_one_object_and_one_along_a_vessel_is_not() -> None:
    image = picture()
    piece = np.zeros(image.shape, bool)
    piece[180:210, 140:150] = True
    walls = [disc(image, row, 145, 0.2) for row in (185, 195, 205)]
    before, answer = candidates_at(image, walls, [0.5, 0.6, 0.7]), a_map(image, 1 + WORDS.index("vascular"), piece)
    alone = with_large(before, answer, image, NamingParameters())
    assert len(alone) == 1 and alone.column("major_axis_mm")[0] == pytest.approx(3.0, rel=0.3)
    vessel = Vessel(1, ((100.0, 145.0), (300.0, 145.0)), 20.0, 12.0, 2, 12.0)
    assert len(with_large(before, answer, image, NamingParameters(), vessels=(vessel,))) == 3
    beside = Vessel(1, ((100.0, 245.0), (300.0, 245.0)), 20.0, 12.0, 2, 12.0)
    assert len(with_large(before, answer, image, NamingParameters(), vessels=(beside,))) == 1


@pytest.mark.parametrize("shape", [(400, 300), (401, 303), (333, 97)])
@pytest.mark.parametrize("spacing", [0.05, 0.07, 0.1, 0.2])
def test_the_map_covers_the_field_of_the_image_at_any_spacing(shape: tuple[int, int], spacing: float) -> None:
    image = np.full(shape, 0.4, np.float32)
    mask = np.zeros(shape, bool)
    mask[shape[0] // 4 : shape[0] // 2, : shape[1] // 2] = True
    answer = kind_map(Painted(1, np.ones((4000, 4000), bool)), image, (spacing, spacing), mask)
    field = [side * spacing / n for side, n in zip(shape, answer.probabilities.shape[1:], strict=True)]
    assert field == pytest.approx([0.2, 0.2], rel=0.03)
    total = answer.probabilities.astype(np.float32).sum(axis=0)
    np.testing.assert_allclose(total, 1, atol=5e-3)
    vascular = answer.probabilities[1].astype(np.float32)
    inside = vascular[
        round(0.3 * vascular.shape[0]) : round(0.45 * vascular.shape[0]), : round(0.4 * vascular.shape[1])
    ]
    assert inside.min() > 0.9


def test_a_picture_without_a_breast_is_all_background() -> None:
    answer = kind_map(
        Painted(1, np.ones((400, 400), bool)), np.zeros((100, 100), np.float32), (0.1, 0.1), np.zeros((100, 100), bool)
    )
    assert (answer.probabilities[0] == 1).all()


def test_what_lies_along_a_traced_vessel_is_vascular_and_a_cluster_beside_it_is_not() -> None:
    image = picture()
    y, x = np.ogrid[: image.shape[0], : image.shape[1]]
    wall = (np.abs(y - 100) <= 6) & (x > 20) & (x < 280)
    dots = [disc(image, 94 + 12 * (i % 2), 40 + 25 * i, 0.15) for i in range(9)]
    beside = [disc(image, 160 + 10 * (i % 3), 120 + 10 * (i // 3), 0.15) for i in range(9)]
    namer = Namer(Painted(1 + WORDS.index("vascular"), wall[::2, ::2]))
    analysis = namer.name(
        analysis_of(
            image,
            np.ones(image.shape, bool),
            "hdogreg",
            None,
            candidates_at(image, [*dots, *beside], [0.8] * 18),
            Clock(),
        ),
        image,
    )
    (vessel,) = analysis.vessels
    assert vessel.length_mm == pytest.approx(26, rel=0.1)
    naming = analysis.candidates.naming
    words = [naming.named(row)[0] for row in naming.morphologies]
    assert words[:9] == ["vascular"] * 9
    assert "vascular" not in words[9:]
    assert naming.suspicion[:9].max() < 0.1
    assert naming.suspicion[9:].min() > 0.7
    assert [c.count for c in decide(analysis, 0.3).reported_clusters] == [9]


@pytest.mark.parametrize(("column", "score", "vessels"), [(140, 0.5, 1), (140, 0.05, 0), (None, 0.5, 0)])
def test_a_course_is_a_vessel_only_where_the_detector_marks_a_calcification_along_it(
    column: int | None, score: float, vessels: int
) -> None:
    image = picture()
    y, x = np.ogrid[: image.shape[0], : image.shape[1]]
    course = (np.abs(y - 100) <= 6) & (x > 20) & (x < 280)
    marks = [disc(image, 300, 150, 0.15), *([disc(image, 100, column, 0.15)] if column else [])]
    found = analysis_of(
        image, np.ones(image.shape, bool), "hdogreg", None, candidates_at(image, marks, [score] * len(marks)), Clock()
    )
    analysis = Namer(Painted(1 + WORDS.index("vascular"), course[::2, ::2])).name(found, image)
    assert len(analysis.vessels) == vessels
    assert len(analysis.candidates) == len(marks)  # and no large calcification in its place


def test_a_coarse_image_names_no_fine_linear_ones_and_says_so() -> None:
    fine = picture()
    coarse = replace(fine, spacing_mm=(0.2, 0.2))
    mask = np.ones(fine.shape, bool)
    found = candidates_at(coarse, [disc(fine, 100, 100, 0.2)], [0.8])
    namer = Namer(Painted(1 + WORDS.index("fine linear or branching"), np.ones((4000, 4000), bool)))
    for image, word in ((fine, "fine linear or branching"), (coarse, "not determined")):
        analysis = namer.name(analysis_of(image, mask, "hdogreg", None, found, Clock()), image)
        naming = analysis.candidates.naming
        assert naming.named(naming.morphologies[0])[0] == word
        assert any("fine linear" in notice.text for notice in analysis.notices) == (image is coarse)
        assert naming.suspicion[0] > 0.7
