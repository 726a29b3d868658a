"""One function a kind of large or drawn-out calcification, after the sizes and looks of radiological literature.

Small calcifications are unions of ellipsoids (`..shapes`); what is here has walls, courses or sizes of millimetres.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import binary_dilation, binary_fill_holes, gaussian_filter

from ..lesions import _log_uniform
from .canvas import (
    STEP_MM,
    Drawing,
    course,
    hollow_tube,
    line_coordinates,
    patches_along,
    places_mm,
    reach_of,
    side_px,
    soft_noise,
    tube,
)


def vessel(rng: np.random.Generator, longest_mm: float) -> Drawing:
    """Return a calcified artery: a curved tube of soft tissue with broken calcium in its walls, sometimes in one wall
    only, or branching.
    """
    gauge = _log_uniform(rng, 0.5, 2.4)
    length = max(6 * gauge, _log_uniform(rng, 8.0, max(10.0, longest_mm)))
    bend = rng.uniform(0.12, 0.28) if rng.random() < 0.12 else rng.uniform(0.0, 0.07)  # some are tortuous
    trunk = course(rng, length, bend)
    courses = [(trunk, gauge)]
    if rng.random() < 0.3:
        number = int(rng.integers(len(trunk) // 5, 4 * len(trunk) // 5))
        ahead = trunk[min(number + 30, len(trunk) - 1)] - trunk[max(number - 30, 0)]
        angle = np.arctan2(ahead[0], ahead[1]) + rng.choice([-1, 1]) * rng.uniform(0.35, 1.1)
        branch = course(rng, length * rng.uniform(0.3, 0.7), bend, angle)
        courses.append((branch - branch[0] + trunk[number], gauge * rng.uniform(0.6, 0.95)))
    side = side_px(max(reach_of(points, gauge + 1.0) for points, _ in courses))
    calcium, tissue = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    extent = np.zeros((side, side), bool)
    wall = rng.uniform(0.1, 0.3)
    cover = 1.0 if rng.random() < 0.45 else rng.uniform(0.3, 0.95)
    patch_mm = _log_uniform(rng, 0.4, 5.0)
    one_sided = rng.random() < 0.15
    grain_mm, grain, filled = rng.uniform(0.06, 0.2), rng.uniform(0.2, 1.2), rng.uniform(0, 0.6)
    for points, width in courses:
        distance, along, signed = line_coordinates(points, side)
        n, step = len(points), STEP_MM / 1.5
        both = [
            patches_along(rng, n, patch_mm, cover, step) * (0.5 + 0.5 * patches_along(rng, n, 1.5, 0.7, step))
            for _ in range(2)
        ]
        if rng.random() < 0.3:  # both walls calcify at the same places
            both[1] = both[0] * rng.uniform(0.5, 1.0)
        if one_sided:
            both[1] = both[1] * 0
        walls = np.where(signed >= 0, both[0][along], both[1][along])
        granules = np.clip(1 + grain * soft_noise(rng, side, grain_mm), 0.05, 4)
        shell = hollow_tube(np.abs(signed), width / 2, min(wall, width / 3)) + filled * tube(signed, width / 2)
        ends = (along > 0) & (along < n - 1)
        calcium = np.maximum(calcium, (shell * walls * granules * ends).astype(np.float32))
        tissue = np.maximum(tissue, tube(distance, width / 2 + 0.15).astype(np.float32))
        calcified = (
            np.convolve(np.maximum(both[0], both[1]), np.ones(int(1.0 / step)), "same") > 0.5
        )  # gaps below 1 mm belong to it
        extent |= (distance <= width / 2 + 0.1) & calcified[along] & ends
    return Drawing(calcium, extent, gaussian_filter(tissue, 0.15 / STEP_MM))


def rod(rng: np.random.Generator, angle: float) -> Drawing:
    """Return a large rod: smooth, dense, straight or slightly bent, sometimes with a lucent centre or a branch."""
    length, thickness = _log_uniform(rng, 2.5, 14.0), _log_uniform(rng, 0.45, 1.7)
    thickness = min(thickness, length / 3)
    points = course(rng, length, rng.uniform(0.0, 0.05), angle + rng.normal(0, 0.25))
    side = side_px(reach_of(points, thickness + 0.5))
    distance, along, _ = line_coordinates(points, side)
    n = len(points)
    taper = (
        thickness
        / 2
        * np.clip(1 + 0.2 * np.interp(np.arange(n), np.linspace(0, n - 1, 8), rng.standard_normal(8)), 0.6, 1.4)
    )
    radius = taper[along].astype(np.float32)
    calcium = hollow_tube(distance, thickness / 2, thickness / 5) if rng.random() < 0.2 else tube(distance, radius)
    return Drawing(np.where(distance < radius * 1.05, calcium, 0).astype(np.float32), distance <= radius)


def suture(rng: np.random.Generator) -> Drawing:
    """Return calcified suture material: a thin even curve with loops or knots."""
    length, thickness = _log_uniform(rng, 5.0, 25.0), rng.uniform(0.3, 0.8)
    points = course(rng, length, rng.uniform(0.25, 0.7))
    side = side_px(reach_of(points, thickness + 0.8))
    distance, along, _ = line_coordinates(points, side)
    calcium = (
        tube(distance, thickness / 2) if rng.random() < 0.5 else hollow_tube(distance, thickness / 2, thickness / 5)
    )
    calcium = calcium * (0.6 + 0.4 * patches_along(rng, len(points), 2.0, 0.8, STEP_MM / 1.5)[along])
    for _ in range(rng.integers(1, 4)):  # knots
        row, column = points[rng.integers(len(points))] / STEP_MM + side // 2
        y, x = np.ogrid[:side, :side]
        calcium = np.maximum(
            calcium,
            np.clip(1 - ((y - row) ** 2 + (x - column) ** 2) * (STEP_MM / rng.uniform(0.4, 0.9)) ** 2, 0, 1) * 1.4,
        )
    return Drawing(calcium.astype(np.float32), binary_dilation(calcium > 0.2))


def rim(rng: np.random.Generator, diameter_mm: float | None = None) -> Drawing:
    """Return a shell around a lucent centre: thin or thick, whole or broken, round, oval or dented."""
    diameter = _log_uniform(rng, 1.2, 14.0) if diameter_mm is None else diameter_mm
    outer, wall = diameter / 2, min(_log_uniform(rng, 0.1, 0.9), diameter / 3.5)
    side = side_px(outer * 1.5 + 0.5)
    y, x = places_mm(side)
    turn, oval = rng.uniform(0, np.pi), rng.uniform(0.7, 1.0)
    u, v = np.cos(turn) * y + np.sin(turn) * x, (np.cos(turn) * x - np.sin(turn) * y) / oval
    angle = np.arctan2(v, u)
    dents = 1 + sum(rng.normal(0, 0.05 / k) * np.cos(k * angle + rng.uniform(0, 2 * np.pi)) for k in (2, 3, 4))
    rho = np.hypot(u, v) / dents
    uneven = 1 + 0.3 * np.cos(angle + rng.uniform(0, 2 * np.pi)) * rng.uniform(0, 1)
    inner = np.maximum(outer - wall * uneven, 0.02)
    shell = np.sqrt(np.maximum(0, outer**2 - rho**2)) - np.sqrt(np.maximum(0, inner**2 - rho**2))
    if rng.random() < 0.4:  # broken
        around = np.linspace(-np.pi, np.pi, 361)
        pattern = sum(
            (rng.normal(0, 1) * np.cos(k * around + rng.uniform(0, 2 * np.pi)) for k in range(1, 7)),
            np.zeros(len(around)),
        )
        pattern = np.clip((pattern - np.quantile(pattern, rng.uniform(0.1, 0.5))) / pattern.std() * 2, 0.05, 1)
        # gaps show in the ring; over the lumen, wall of all sides lies one behind the other
        at_ring = np.clip((rho / outer - 0.6) / 0.25, 0, 1)
        shell = shell * (at_ring * np.interp(angle, around, pattern) + (1 - at_ring) * pattern.mean())
    shell = shell * np.clip(1 + rng.uniform(0, 0.3) * soft_noise(rng, side, 0.3), 0.2, 2)
    return Drawing((shell / shell.max()).astype(np.float32), rho <= outer)


def popcorn(rng: np.random.Generator) -> Drawing:
    """Return a coarse calcification of an involuting fibroadenoma: dense lobules in an oval mass, whole or only at its
    rim.
    """
    compact = rng.random() < 0.4
    diameter = _log_uniform(rng, 1.3, 4.0) if compact else _log_uniform(rng, 2.0, 13.0)
    side = side_px(diameter * 0.9 + 0.5)
    y, x = places_mm(side)
    n = int(rng.integers(1, 5)) if compact else int(rng.integers(3, 14))
    at_rim = not compact and rng.random() < 0.3
    distance = (
        diameter / 2 * (rng.uniform(0.6, 0.9, n) if at_rim else np.sqrt(rng.random(n)) * (0.3 if compact else 0.7))
    )
    angle = rng.uniform(0, 2 * np.pi, n)
    calcium = np.zeros((side, side), np.float32)
    for row, column in zip(distance * np.sin(angle), distance * np.cos(angle), strict=True):
        half = diameter / 2 * (rng.uniform(0.45, 0.9, 2) if compact else rng.uniform(0.18, 0.5, 2))
        turn = rng.uniform(0, np.pi)
        u, v = (
            np.cos(turn) * (y - row) + np.sin(turn) * (x - column),
            np.cos(turn) * (x - column) - np.sin(turn) * (y - row),
        )
        calcium += (half.mean() * np.sqrt(np.maximum(0, 1 - (u / half[0]) ** 2 - (v / half[1]) ** 2))).astype(
            np.float32
        )
    calcium *= np.clip(1 + rng.uniform(0, 0.35) * soft_noise(rng, side, rng.uniform(0.2, 0.6)), 0.1, 2)
    calcium /= max(float(calcium.max()), 1e-6)
    mass = np.exp(-((y / diameter) ** 2 + (x / diameter) ** 2) * 2.5).astype(np.float32) if rng.random() < 0.8 else None
    return Drawing(calcium, binary_fill_holes(calcium > 0.12), mass)


def dystrophic(rng: np.random.Generator) -> Drawing:
    """Return coarse irregular plates with lucent centres, as near a scar."""
    diameter = _log_uniform(rng, 1.0, 8.0)
    side = side_px(diameter + 0.5)
    shape = soft_noise(rng, side, diameter * rng.uniform(0.12, 0.25))
    y, x = places_mm(side)
    stretch = rng.uniform(0.5, 1.0)
    turn = rng.uniform(0, np.pi)
    u, v = np.cos(turn) * y + np.sin(turn) * x, (np.cos(turn) * x - np.sin(turn) * y) / stretch
    shape = shape * 0.5 + 1.6 - (np.hypot(u, v) / (diameter / 2)) ** 2 * 1.6
    body = np.clip(shape - 0.3, 0, 1)
    holes = soft_noise(rng, side, rng.uniform(0.15, 0.4)) if rng.random() < 0.8 else np.zeros((side, side), np.float32)
    body = body * np.clip(1.1 - np.maximum(holes, 0), 0.05, 1.1)
    return Drawing((body / max(float(body.max()), 1e-6)).astype(np.float32), binary_fill_holes(body > 0.12))


def teacup(rng: np.random.Generator, lateral: bool) -> Drawing:
    """Return milk of calcium: a crescent or level that is concave upwards in a lateral view, a fuzzy round cloud from
    above.
    """
    width = _log_uniform(rng, 0.5, 3.0)
    side = side_px(width + 0.5)
    y, x = places_mm(side)
    radius = width / 2
    if lateral:
        level = radius * rng.uniform(-0.1, 0.6)
        inside = (np.hypot(y, x) <= radius) & (
            y >= level + 0.25 * radius * (1 - (x / radius) ** 2) * rng.uniform(-0.3, 0.8)
        )
        calcium = gaussian_filter(inside.astype(np.float32), 0.06 / STEP_MM)
    else:
        calcium = gaussian_filter((np.hypot(y, x) <= radius).astype(np.float32), radius * 0.35 / STEP_MM)
        calcium *= np.clip(1 + 0.25 * soft_noise(rng, side, 0.15), 0.2, 2)
    calcium /= max(float(calcium.max()), 1e-6)
    return Drawing(calcium.astype(np.float32), calcium > 0.3)


def lucent_polygon(rng: np.random.Generator) -> Drawing:
    """Return a calcification of the skin: a small, flat polygon with a lucent centre."""
    outer, sides = rng.uniform(0.25, 0.75), int(rng.integers(4, 8))
    side = side_px(outer * 1.5 + 0.5)
    y, x = places_mm(side)
    corners = np.sort(rng.uniform(0, 2 * np.pi / sides, sides) + np.arange(sides) * 2 * np.pi / sides)
    reach = outer * rng.uniform(0.75, 1.1, sides)
    points = np.stack([reach * np.sin(corners), reach * np.cos(corners)], axis=1)
    edges = zip(points, np.roll(points, -1, axis=0), strict=True)
    # convex enough: within are the places on the centre's side of all edges; the depth is the distance from the nearest
    # one
    across = np.stack(
        [((b[1] - a[1]) * (y - a[0]) - (b[0] - a[0]) * (x - a[1])) / np.hypot(*(b - a)) for a, b in edges]
    )
    depth = (across * np.sign(across[:, side // 2, side // 2])[:, None, None]).min(axis=0)
    within = depth > 0
    wall = outer * rng.uniform(0.3, 0.5)
    calcium = np.where(within, 1 - rng.uniform(0.5, 1.0) * np.clip((depth - wall) / wall + 0.5, 0, 1), 0)
    return Drawing(calcium.astype(np.float32), within)


def scar(rng: np.random.Generator) -> Drawing:
    """Return a scar after surgery: lines of tissue that run out from a dense middle; no calcium."""
    reach = rng.uniform(6.0, 14.0)
    side = side_px(reach)
    y, x = places_mm(side)
    radius = np.hypot(y, x)
    middle = rng.uniform(0.12, 0.3) * reach
    tissue = rng.uniform(0.3, 1.0) * np.exp(-((radius / middle) ** 2))
    for angle in rng.uniform(0, 2 * np.pi, int(rng.integers(8, 18))):
        along, across = np.sin(angle) * y + np.cos(angle) * x, np.cos(angle) * y - np.sin(angle) * x
        bent = across - rng.normal(0, 0.02) * along**2
        length = reach * rng.uniform(0.4, 1.0)
        fading = np.clip(1 - along / length, 0, 1) * (along > 0)
        tissue = np.maximum(tissue, rng.uniform(0.3, 0.9) * fading * np.exp(-((bent / rng.uniform(0.15, 0.5)) ** 2)))
    tissue = tissue.astype(np.float32)
    return Drawing(np.zeros_like(tissue), np.zeros(tissue.shape, bool), tissue / tissue.max())
