"""The loops of `blobs`: everything in float64 and in one fixed order of operations, so that results repeat.

Each kernel releases the interpreter's lock, so that bands of rows run on several threads at once.
"""

from __future__ import annotations

import numpy as np

# bits of a pixel's flags: 0 to 5 "passes the Hessian test at this plane", then:
NUMBERED = np.uint8(64)
IN_OBJECT = np.uint8(128)
BAND_ROWS = 64


def blob_tile(
    image: np.ndarray,
    tile: tuple[int, int, int, int],
    weights: np.ndarray,
    radii: np.ndarray,
    factors: np.ndarray,
    threshold: float,
    hessian_threshold: float,
    flags: np.ndarray,
    top: int,
    edge: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Set the Hessian bits of a tile (first row, last, left column, right) and return its seeds (row, column, plane)
    and responses.

    `flags` is a window of the image whose first pixel is (`top`, `edge`), framed by one pixel; a seed is a local
    maximum of the response over position and scale that passes the Hessian test at its own plane.
    """
    first, last, left, right = tile
    rows, columns = image.shape
    planes = len(factors)
    low, high = max(left - 2, 0), min(right + 2, columns)
    response = np.empty((planes, 5, high - low))
    smooth = np.empty((planes + 1, high - low))
    scratch = np.empty((5, high - low + 2 * radii[-1]))
    maybe, places = np.empty(right - left, np.uint8), np.empty(right - left, np.int64)
    seeds, values, found = np.empty((256, 3), np.int64), np.empty(256), 0
    ready = max(first - 2, 0)
    for row in range(first, last):
        while ready < min(row + 3, rows):
            _respond(image, ready, low, high, weights, radii, factors, scratch[0], smooth, response)
            ready += 1
        line = flags[row - top + 1, left - edge + 1 : right - edge + 1]
        maybe[:] = 0
        for plane in range(planes):
            bit = np.uint8(1 << plane)
            _hessian_test(response[plane], row, rows, scratch, hessian_threshold, line, left - low, bit)
            _mark_high(response[plane], row, rows, threshold, line, left - low, bit, maybe)
        for k in range(_list_set(maybe, places)):
            i = places[k] + left - low
            for plane in range(planes):
                if maybe[places[k]] & np.uint8(1 << plane) and _is_maximum(response, plane, row, rows, i):
                    if found == len(values):
                        seeds, values = np.concatenate((seeds, seeds)), np.concatenate((values, values))
                    seeds[found, 0], seeds[found, 1], seeds[found, 2] = row, i + low, plane
                    values[found] = response[plane, row % 5, i]
                    found += 1
    return seeds[:found].copy(), values[:found].copy()


def grow(flags: np.ndarray, starts: np.ndarray, planes: np.ndarray, queue: np.ndarray) -> int:
    """Mark as in an object the 4-connected component of its plane's Hessian bits under every start; return the number
    of pixels.
    """
    flat, width = flags.ravel(), flags.shape[1]
    for k in range(len(starts)):
        wanted = np.uint8(1 << planes[k])
        if flat[starts[k]] & wanted:
            _flood(flat, starts[k], width, wanted, IN_OBJECT, queue)
    total = 0
    for value in flat:
        total += value >> 7
    return total


def number_objects(
    flags: np.ndarray, queue: np.ndarray, top: int, edge: int, labels: np.ndarray, sizes: np.ndarray
) -> int:
    """Number the 4-connected objects in raster order from 1, write their sizes into `sizes[1:]`, and return their
    number.
    """
    labels = labels[top:, edge:]
    flat, width, count = flags.ravel(), flags.shape[1], 0
    for start in range(flat.size):
        if flat[start] & IN_OBJECT:
            count += 1
            size = _flood(flat, start, width, IN_OBJECT, NUMBERED, queue)
            sizes[count] = size
            for place in queue[:size]:
                labels[place // width - 1, place % width - 1] = count
    return count


def list_pixels(labels: np.ndarray, top: int, bottom: int, following: np.ndarray, pixels: np.ndarray) -> None:
    """Write the flat index of every labelled pixel of the rows `top` to `bottom` to its object's place in `pixels`."""
    for row in range(top, bottom):
        line, first = labels[row], row * labels.shape[1]
        for i in range(len(line)):
            if line[i]:
                k = line[i] - 1
                pixels[following[k]] = first + i
                following[k] += 1


def _respond(
    image: np.ndarray,
    row: int,
    low: int,
    high: int,
    weights: np.ndarray,
    radii: np.ndarray,
    factors: np.ndarray,
    padded: np.ndarray,
    smooth: np.ndarray,
    response: np.ndarray,
) -> None:
    for k in range(len(radii)):
        _smooth_row(image, row, low, high, weights[k], radii[k], padded, smooth[k])
    for plane in range(len(factors)):
        fine, coarse, out, factor = smooth[plane], smooth[plane + 1], response[plane, row % 5], factors[plane]
        for i in range(high - low):
            out[i] = factor * (fine[i] - coarse[i])


def _smooth_row(
    image: np.ndarray,
    row: int,
    low: int,
    high: int,
    weights: np.ndarray,
    radius: int,
    padded: np.ndarray,
    out: np.ndarray,
) -> None:
    """Gaussian mean of one row, down the columns and then along the row; symmetric about the image's edges."""
    rows, columns = image.shape
    begin, end = max(low - radius, 0), min(high + radius, columns)
    offset = begin - (low - radius)
    inner = padded[offset : offset + end - begin]
    _weigh(image[row, begin:end], weights[0], inner)
    j = radius
    while j >= 4:
        _add_four_pairs(
            image[_mirrored(row - j, rows), begin:end],
            image[_mirrored(row + j, rows), begin:end],
            image[_mirrored(row - j + 1, rows), begin:end],
            image[_mirrored(row + j - 1, rows), begin:end],
            image[_mirrored(row - j + 2, rows), begin:end],
            image[_mirrored(row + j - 2, rows), begin:end],
            image[_mirrored(row - j + 3, rows), begin:end],
            image[_mirrored(row + j - 3, rows), begin:end],
            weights[j],
            weights[j - 1],
            weights[j - 2],
            weights[j - 3],
            inner,
        )
        j -= 4
    while j > 0:
        _add_pair(
            image[_mirrored(row - j, rows), begin:end], image[_mirrored(row + j, rows), begin:end], weights[j], inner
        )
        j -= 1
    for column in range(low - radius, begin):
        padded[column - low + radius] = padded[_mirrored(column, columns) - low + radius]
    for column in range(end, high + radius):
        padded[column - low + radius] = padded[_mirrored(column, columns) - low + radius]
    n = high - low
    _weigh(padded[radius : radius + n], weights[0], out)
    j = radius
    while j >= 4:
        _add_four_pairs(
            padded[radius - j : radius - j + n],
            padded[radius + j : radius + j + n],
            padded[radius - j + 1 : radius - j + 1 + n],
            padded[radius + j - 1 : radius + j - 1 + n],
            padded[radius - j + 2 : radius - j + 2 + n],
            padded[radius + j - 2 : radius + j - 2 + n],
            padded[radius - j + 3 : radius - j + 3 + n],
            padded[radius + j - 3 : radius + j - 3 + n],
            weights[j],
            weights[j - 1],
            weights[j - 2],
            weights[j - 3],
            out,
        )
        j -= 4
    while j > 0:
        _add_pair(padded[radius - j : radius - j + n], padded[radius + j : radius + j + n], weights[j], out)
        j -= 1


def _mirrored(i: int, n: int) -> int:
    i %= 2 * n
    return i if i < n else 2 * n - 1 - i


def _weigh(values: np.ndarray, weight: float, out: np.ndarray) -> None:
    for i in range(len(out)):
        out[i] = np.float64(values[i]) * weight


def _add_pair(a: np.ndarray, b: np.ndarray, weight: float, out: np.ndarray) -> None:
    for i in range(len(out)):
        out[i] += (np.float64(a[i]) + np.float64(b[i])) * weight


def _add_four_pairs(
    a: np.ndarray,
    b: np.ndarray,
    c: np.ndarray,
    d: np.ndarray,
    e: np.ndarray,
    f: np.ndarray,
    g: np.ndarray,
    h: np.ndarray,
    w: float,
    x: float,
    y: float,
    z: float,
    out: np.ndarray,
) -> None:
    """Four calls of `_add_pair`, in this order, without writing what lies between."""
    for i in range(len(out)):
        total = out[i]
        total += (np.float64(a[i]) + np.float64(b[i])) * w
        total += (np.float64(c[i]) + np.float64(d[i])) * x
        total += (np.float64(e[i]) + np.float64(f[i])) * y
        total += (np.float64(g[i]) + np.float64(h[i])) * z
        out[i] = total


def _hessian_test(
    response: np.ndarray,
    row: int,
    rows: int,
    scratch: np.ndarray,
    hessian_threshold: float,
    flags: np.ndarray,
    skipped: int,
    bit: np.uint8,
) -> None:
    """Set `bit` where a row's pixels are blob-like: derivatives are central differences taken twice, one-sided at
    edges.
    """
    n = response.shape[1]
    across, second_across, mixed, down, second_down = (
        scratch[0, :n],
        scratch[1, :n],
        scratch[2, :n],
        scratch[3, :n],
        scratch[4, :n],
    )
    before, after = max(row - 1, 0), min(row + 1, rows - 1)
    step = _step(before, after)
    _slope_down(response, row, rows, down)
    _slope_down(response, after, rows, second_down)
    _slope_down(response, before, rows, mixed)
    for i in range(n):
        second_down[i] = (second_down[i] - mixed[i]) * step
    _slope_across(response[row % 5], across)
    _slope_across(across, second_across)
    _slope_across(down, mixed)
    within = slice(skipped, skipped + len(flags))
    second_down, second_across, mixed = second_down[within], second_across[within], mixed[within]
    for i in range(len(flags)):
        drr, dcc, drc = second_down[i], second_across[i], mixed[i]
        trace = drr + dcc
        determinant = drr * dcc - drc * drc
        blob_like = (trace < 0) & (determinant + hessian_threshold * (trace * trace) > 0)
        flags[i] |= bit if blob_like else np.uint8(0)


def _slope_down(response: np.ndarray, row: int, rows: int, out: np.ndarray) -> None:
    before, after = max(row - 1, 0), min(row + 1, rows - 1)
    step = _step(before, after)
    a, b = response[after % 5], response[before % 5]
    for i in range(len(out)):
        out[i] = (a[i] - b[i]) * step


def _slope_across(values: np.ndarray, out: np.ndarray) -> None:
    n = len(out)
    if n == 1:
        out[0] = 0.0
        return
    out[0], out[n - 1] = values[1] - values[0], values[n - 1] - values[n - 2]
    for i in range(n - 2):
        out[i + 1] = (values[i + 2] - values[i]) * 0.5


def _step(before: int, after: int) -> float:
    return 1.0 / max(after - before, 1)


def _mark_high(
    response: np.ndarray,
    row: int,
    rows: int,
    threshold: float,
    flags: np.ndarray,
    skipped: int,
    bit: np.uint8,
    out: np.ndarray,
) -> None:
    """Set `bit` where a blob-like pixel of a row is above the threshold and no lower than the pixels above and below
    it.
    """
    within = slice(skipped, skipped + len(out))
    here, before, after = (
        response[row % 5, within],
        response[max(row - 1, 0) % 5, within],
        response[min(row + 1, rows - 1) % 5, within],
    )
    for i in range(len(out)):
        high = (here[i] > threshold) & (here[i] >= before[i]) & (here[i] >= after[i])
        out[i] |= flags[i] & (bit if high else np.uint8(0))


def _list_set(values: np.ndarray, places: np.ndarray) -> int:
    # apart from the loop that grows arrays, which would slow this one down threefold
    count = 0
    for i in range(len(values)):
        if values[i]:
            places[count] = i
            count += 1
    return count


def _is_maximum(response: np.ndarray, plane: int, row: int, rows: int, i: int) -> bool:
    value = response[plane, row % 5, i]
    for p in range(max(plane - 1, 0), min(plane + 2, response.shape[0])):
        for r in range(max(row - 1, 0), min(row + 2, rows)):
            for k in range(max(i - 1, 0), min(i + 2, response.shape[2])):
                if response[p, r % 5, k] > value:
                    return False
    return True


def _flood(flags: np.ndarray, start: int, width: int, wanted: np.uint8, mark: np.uint8, queue: np.ndarray) -> int:
    """Trade `wanted` for `mark` in the 4-connected component of `start`; list it in `queue` and return its size."""
    flags[start] = (flags[start] & ~wanted) | mark
    queue[0], head, size = start, 0, 1
    while head < size:
        here = queue[head]
        head += 1
        for step in (-width, -1, 1, width):
            near = here + step
            if flags[near] & wanted:
                flags[near] = (flags[near] & ~wanted) | mark
                queue[size] = near
                size += 1
    return size
