"""Each sum in plain Python answers as numpy does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.eye.arithmetic import (
    between,
    correlation,
    median,
    percentile,
    power,
    softened,
    splits_well,
    swell,
)
from goodform.motion.eye.clip import RATE, SMOOTH_S, even_times, on_grid, smooth
from goodform.motion.eye.ramps import solved

NUMBERS = st.floats(-500.0, 500.0, allow_subnormal=False)
ROWS = st.lists(NUMBERS, min_size=1, max_size=60)


@given(ROWS, st.floats(0.0, 100.0))
def test_middle_and_percentile(values: list[float], share: float) -> None:
    assert median(values) == float(np.median(values))
    assert percentile(values, share) == pytest.approx(float(np.percentile(values, share)), abs=1e-9)


def test_what_is_not_a_number_has_no_middle() -> None:
    assert np.isnan(median([1.0, float("nan"), 2.0]))
    assert np.isnan(percentile([1.0, float("nan"), 2.0], 15))


@given(st.lists(st.tuples(st.floats(0.05, 3.0), NUMBERS), min_size=1, max_size=40), ROWS)
def test_between_known_values(steps: list[tuple[float, float]], wanted: list[float]) -> None:
    known = np.cumsum([step for step, _ in steps]).tolist()
    values = [value for _, value in steps]
    wanted = sorted([*wanted, *known])
    expected = np.interp(wanted, known, values)
    assert between(known, values, wanted) == pytest.approx(expected.tolist(), abs=1e-9)


@given(st.lists(NUMBERS, min_size=2, max_size=60), st.sampled_from([SMOOTH_S, 0.25]))
def test_softened_by_a_bell(values: list[float], sigma_s: float) -> None:
    half = max(1, round(3.0 * sigma_s * RATE))
    bell = np.exp(-0.5 * (np.arange(-half, half + 1) / (sigma_s * RATE)) ** 2)
    expected = np.convolve(np.pad(values, half, mode="edge"), bell / bell.sum(), mode="valid")
    assert smooth(values, RATE, sigma_s) == pytest.approx(expected.tolist(), abs=1e-9)
    assert softened(values, [1.0]) == values


def test_gaps_are_bridged_and_too_little_is_nothing() -> None:
    times, values = [0.0, 0.1, 0.3, 0.4], [1.0, float("nan"), 3.0, 5.0]
    grid = even_times(times)
    assert grid == pytest.approx((np.arange(13) / RATE).tolist())
    expected = np.interp(grid, [0.0, 0.3, 0.4], [1.0, 3.0, 5.0])
    assert on_grid(times, values, grid) == pytest.approx(expected.tolist())
    assert np.isnan(on_grid(times, [float("nan")] * 3 + [1.0], grid)).all()


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=40))
def test_how_alike_two_rows_go(pairs: list[tuple[float, float]]) -> None:
    a, b = zip(*pairs, strict=True)
    if np.std(a) < 1e-3 or np.std(b) < 1e-3:
        return
    assert correlation(a, b) == pytest.approx(float(np.corrcoef(a, b)[0, 1]), abs=1e-6)


def test_what_does_not_move_goes_like_nothing() -> None:
    assert np.isnan(correlation([1.0, 1.0], [1.0, 2.0]))


@pytest.mark.parametrize("count", [24, 31, 64, 97, 121, 128, 360, 748, 751])
def test_the_spectrum(count: int) -> None:
    values = np.random.default_rng(count).normal(0.0, 1.0, count)
    assert power(values.tolist()) == pytest.approx((np.abs(np.fft.rfft(values)) ** 2).tolist())
    assert swell(count) == pytest.approx(np.hanning(count).tolist())


@given(st.integers(129, 1400))
def test_a_long_row_is_cut_by_little_until_it_splits_into_small_primes(count: int) -> None:
    kept = splits_well(count)
    assert 0.95 * count <= kept <= count
    for prime in (2, 3, 5, 7, 11, 13):
        while kept % prime == 0:
            kept //= prime
    assert kept == 1


@given(
    st.tuples(*(st.floats(1.0, 50.0) for _ in range(3))),
    st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
    st.tuples(NUMBERS, NUMBERS, NUMBERS),
)
def test_three_unknowns(
    diagonal: tuple[float, float, float],
    beside: tuple[float, float],
    sums: tuple[float, float, float],
) -> None:
    (a, b, c), (d, e) = diagonal, beside
    whole = np.array([[a, d, 0.0], [d, b, e], [0.0, e, c]])
    expected = np.linalg.solve(whole, np.array(sums))
    assert solved(diagonal, beside, sums) == pytest.approx(expected.tolist(), abs=1e-6)
