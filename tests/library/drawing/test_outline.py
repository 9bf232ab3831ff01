"""Paths round circles."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.library.drawing.outline import Circle, disc, hull, limb, numbers

circle = st.tuples(st.floats(200, 800), st.floats(200, 800), st.floats(5, 80))


def corners(path: str) -> list[tuple[float, float]]:
    """Where the commands of a path of ours end, followed step by step."""
    at = (0.0, 0.0)
    ends = []
    for letter, rest in re.findall(r"([Malc])([^Malcz]*)", path):
        found = [float(n) for n in re.findall(r"-?\d+", rest)]
        size = {"M": 2, "a": 7, "l": 2, "c": 6}[letter]
        for start in range(0, len(found), size):
            x, y = found[start : start + size][-2:]
            at = (x, y) if letter == "M" else (at[0] + x, at[1] + y)
            ends.append(at)
    return ends


def gap(point: tuple[float, float], circles: list[Circle]) -> float:
    """How far a point is from the nearest of the circles, negative inside."""
    return min(float(np.hypot(point[0] - x, point[1] - y)) - r for x, y, r in circles)


def test_a_sign_separates_numbers_by_itself() -> None:
    assert numbers([3, -4.2, 5, 0.4, -0.4]) == "3-4 5 0 0"


@given(circle, circle, st.booleans())
def test_a_limb_touches_both_circles_and_closes(a: Circle, b: Circle, open_end: bool) -> None:
    path = limb(a, b, open_end=open_end)
    for corner in corners(path):
        assert abs(gap(corner, [a, b])) < max(a[2], b[2]) + 2.0
    if abs(a[2] - b[2]) < 0.9 * np.hypot(a[0] - b[0], a[1] - b[1]):
        for corner in corners(path):
            assert abs(gap(corner, [a, b])) < 2.0


@given(circle, circle)
def test_a_limb_is_the_same_from_either_end(a: Circle, b: Circle) -> None:
    if a[2] != b[2]:
        assert limb(a, b) == limb(b, a)


@given(st.lists(circle, min_size=1, max_size=6))
def test_a_hull_lies_round_all_its_circles_and_comes_back(circles: list[Circle]) -> None:
    ends = corners(hull(circles, 16))
    assert ends[0] == ends[-1]
    for end in ends:
        assert abs(gap(end, circles)) < 2.0 or gap(end, circles) < 0.0
    for direction in np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False):
        u = np.array([np.cos(direction), np.sin(direction)])
        furthest = max(np.array(c[:2]) @ u + c[2] for c in circles)
        assert max(np.array(end) @ u for end in ends) == pytest.approx(furthest, abs=2.0)


@given(circle, st.integers(-100, 100), st.integers(-100, 100))
def test_a_shape_that_only_moves_keeps_its_text(one: Circle, right: int, down: int) -> None:
    other: Circle = (one[0] + 40.0, one[1] + 25.0, 12.0)
    moved = [(x + right, y + down, r) for x, y, r in (one, other)]
    first, second = hull([one, other], 12), hull(moved, 12)
    assert re.sub(r"^M[^c]*", "", first) == re.sub(r"^M[^c]*", "", second)


def test_a_disc_is_two_half_circles() -> None:
    assert disc((10.0, 20.0, 5.0)) == "M5 20a5 5 0 1 1 10 0a5 5 0 1 1-10 0z"
