"""Which path goes round a part of the body?

Parts are circles on the paper (projected balls): two circles and their common tangents make a
limb; many make a hull. Every sample of a shape has the same commands, so that it can be animated.
Coordinates are rounded to whole units from the first point of a path, then made relative, so that
nothing drifts and a shape that only moves keeps its text (which compresses well).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from goodform.motion.body.space import Array

Circle = tuple[float, float, float]
"""x, y (downwards) and radius on the paper."""


_EXACT = 6
"""Decimals beyond which two places differ only by how computers count."""
LONGEST_HANDLE = 0.6
"""How long a handle of a hull may be, in radii of its circle."""


def numbers(values: Iterable[float]) -> str:
    """Whole numbers with the sign as separator: 3, −4, 5 → ``3-4 5``."""
    text = ""
    for value in values:
        whole = str(round(value))
        text += whole if not text or whole.startswith("-") else f" {whole}"
    return text


def _turned(u: Array, v: Array, cosine: float, sine: float) -> Array:
    return u * cosine + v * sine


def limb(a: Circle, b: Circle, *, open_end: bool = False) -> str:
    """Two circles and their common outer tangents.

    Each end is two arcs of about a quarter: one of about a half would swing wide when its ends are
    rounded to whole units. ``open_end`` leaves the smaller end flat, for limbs that go on there.
    """
    if a[2] < b[2]:
        a, b = b, a
    big, small = np.array(a[:2]), np.array(b[:2])
    apart = float(np.hypot(*(small - big)))
    ahead = (small - big) / apart if apart > 1e-6 else np.array([1.0, 0.0])
    aside = np.array([-ahead[1], ahead[0]])
    cosine = min((a[2] - b[2]) / max(apart, 1e-6), 0.98)
    sine = float(np.sqrt(1.0 - cosine**2))
    one = _turned(ahead, aside, cosine, sine)
    other = _turned(ahead, aside, cosine, -sine)
    p, top, q, r, tip, s = _on_grid(
        np.array(
            [
                big + a[2] * one,
                big - a[2] * ahead,
                big + a[2] * other,
                small + b[2] * other,
                small + b[2] * ahead,
                small + b[2] * one,
            ]
        )
    )
    wide, narrow = max(round(a[2]), 1), max(round(b[2]), 1)
    big_end = f"a{wide} {wide} 0 0 1{_lead(top - p)} {wide} {wide} 0 0 1{_lead(q - top)}"
    if open_end:
        return f"M{numbers(p)}{big_end}l{numbers([*(r - q), *(s - r)])}z"
    small_end = f"a{narrow} {narrow} 0 0 1{_lead(tip - r)} {narrow} {narrow} 0 0 1{_lead(s - tip)}"
    return f"M{numbers(p)}{big_end}l{numbers(r - q)}{small_end}z"


def _on_grid(points: Array) -> Array:
    """Points in whole units; one shape in two places comes out the same from its first point."""
    first = points[:1]
    return np.asarray(np.round(first) + np.round(np.round(points - first, _EXACT)))


def _lead(step: Array) -> str:
    text = numbers(step)
    return text if text.startswith("-") else f" {text}"


def hull(circles: Sequence[Circle], directions: int) -> str:
    """The smooth hull of circles, as one cubic curve per direction.

    In each of so many directions the circle that reaches furthest gives a point. Handles are those
    of an arc where the neighbours are near, and stay short where they are far, so that arcs are
    round and long edges nearly straight.
    """
    angles = np.linspace(0.0, 2.0 * np.pi, directions, endpoint=False)
    out = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    rows = np.array(circles)
    # From the first circle, and rounded: of two that reach as far it is the same one anywhere.
    reach = out @ (rows[:, :2] - rows[0, :2]).T + rows[:, 2]
    best = np.argmax(np.round(reach, _EXACT), axis=1)
    points = rows[best, :2] + rows[best, 2:] * out
    tangent = np.stack([-out[:, 1], out[:, 0]], axis=1)
    third = np.hypot(*(np.roll(points, -1, axis=0) - points).T) / 3.0
    radius = rows[best, 2]
    whole = _on_grid(points)
    text = f"M{numbers(whole[0])}c"
    steps: list[float] = []
    for i in range(directions):
        j = (i + 1) % directions
        ahead, here = whole[j] - whole[i], third[i]
        leaves = tangent[i] * min(here, LONGEST_HANDLE * radius[i])
        arrives = ahead - tangent[j] * min(here, LONGEST_HANDLE * radius[j])
        steps += [*leaves, *arrives, *ahead]
    return f"{text}{numbers(steps)}z"


def disc(circle: Circle) -> str:
    """One circle."""
    x, y, r = (round(value) for value in circle)
    r = max(r, 1)
    return f"M{numbers((x - r, y))}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1{numbers((-2 * r, 0))}z"


def line(points: Sequence[tuple[float, float]]) -> str:
    """A line through points."""
    whole = [np.round(np.array(point)) for point in points]
    steps = np.diff(np.array(whole), axis=0).ravel()
    return f"M{numbers(whole[0])}l{numbers(steps)}"


def polygon(points: Sequence[tuple[float, float]]) -> str:
    """A closed polygon."""
    return f"{line(points)}z"
