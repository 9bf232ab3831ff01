"""Repetitions in a signal: counted exactly, and as a slow, obvious counter counts them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from goodform.motion.eye.boundaries import boundaries
from goodform.motion.eye.repetition import Excursion, Range, RepetitionFinder, Rhythm

Floats = NDArray[np.float64]

RHYTHM = Rhythm(least=30.0, rest=Range(-10.0, 60.0))


def eased(share: Floats) -> Floats:
    """Least jerk from 0 to 1."""
    x = np.clip(share, 0.0, 1.0)
    return np.asarray(x**3 * (10.0 - 15.0 * x + 6.0 * x * x))


def series(
    heights: list[float],
    *,
    rest: float = 5.0,
    out: float = 1.0,
    stay: float = 0.3,
    pause: float = 0.5,
    rate: float = 30.0,
) -> tuple[Floats, Floats]:
    """A signal with one way out and back of each height."""
    period = 2.0 * out + stay + pause
    times = np.arange(0.0, 1.0 + period * len(heights) + 1.0, 1.0 / rate)
    signal = np.full_like(times, rest)
    for k, height in enumerate(heights):
        start = 1.0 + k * period
        signal += height * (
            eased((times - start) / out) - eased((times - start - out - stay) / out)
        )
    return times, signal


def found(times: Floats, signal: Floats, rhythm: Rhythm = RHYTHM) -> list[Excursion]:
    """The finder's repetitions, frame by frame."""
    finder = RepetitionFinder(rhythm)
    steps = [finder.step(t, s) for t, s in zip(times.tolist(), signal.tolist(), strict=True)]
    steps.append(finder.finish())
    return [step for step in steps if step is not None]


def slow_count(times: Floats, signal: Floats) -> int:
    """A second counter, slow and obvious, that knows the whole signal beforehand.

    It smooths over a fifth of a second, takes the lowest tenth as rest, and counts every stretch
    above half the usual height whose two neighbouring valleys come back to below four tenths.
    """
    smooth = np.array([signal[np.abs(times - t) <= 0.1].mean() for t in times])
    rest = float(np.percentile(smooth, 10))
    top = float(smooth.max()) - rest
    if top < RHYTHM.least:
        return 0
    count, away, peak = 0, False, 0.0
    for value in smooth - rest:
        if not away and value > 0.5 * top:
            away, peak = True, float(value)
        elif away:
            peak = max(peak, float(value))
            if value < 0.4 * peak:
                away = False
                count += 1
    return count


@given(
    count=st.integers(1, 8),
    height=st.floats(45.0, 120.0),
    uneven=st.floats(0.0, 0.25),
    out=st.floats(0.5, 2.5),
    pause=st.floats(0.0, 2.0),
    rest=st.floats(-5.0, 40.0),
    noise=st.floats(0.0, 3.0),
    seed=st.integers(0, 1000),
)
def test_the_count_is_right_and_is_that_of_a_slow_obvious_counter(
    *,
    count: int,
    height: float,
    uneven: float,
    out: float,
    pause: float,
    rest: float,
    noise: float,
    seed: int,
) -> None:
    chance = np.random.default_rng(seed)
    heights = (height * (1.0 - uneven * chance.random(count))).tolist()
    times, signal = series(heights, rest=rest, out=out, pause=pause)
    signal = signal + chance.normal(0.0, noise, len(signal))
    assert len(found(times, signal)) == count
    assert slow_count(times, signal) == count


@pytest.mark.parametrize("rate", [8.0, 12.0, 24.0, 60.0])
def test_the_frame_rate_does_not_matter(rate: float) -> None:
    assert len(found(*series([90.0] * 5, rate=rate))) == 5


def test_uneven_and_missing_frames_do_not_matter() -> None:
    times, signal = series([90.0] * 6)
    kept = np.random.default_rng(3).random(len(times)) > 0.4
    assert len(found(times[kept], signal[kept])) == 6


def test_a_double_bottom_is_one_repetition() -> None:
    times, signal = series([90.0])
    dip = 35.0 * np.exp(-0.5 * ((times - 2.15) / 0.12) ** 2)
    assert len(found(times, signal - dip)) == 1


def test_a_twitch_is_no_repetition() -> None:
    times, signal = series([90.0, 20.0, 90.0, 15.0, 90.0])
    assert len(found(times, signal)) == 3


def test_repetitions_that_do_not_quite_come_back_are_counted() -> None:
    times, signal = series([90.0] * 5, pause=0.0, out=0.7, stay=0.0)
    lifted = np.where((times > 1.7) & (times < 7.0), np.maximum(signal, 25.0), signal)
    assert len(found(times, lifted)) == 5


def test_getting_into_position_is_not_counted() -> None:
    times, signal = series([90.0] * 3)
    before = np.arange(0.0, 3.0, 1 / 30)
    bending = 80.0 + 30.0 * np.sin(before * 4.0)
    assert len(found(np.concatenate((before, times + 3.0)), np.concatenate((bending, signal)))) == 3


def test_jitter_at_the_threshold_adds_nothing() -> None:
    chance = np.random.default_rng(5)
    times = np.arange(0.0, 30.0, 1 / 30)
    signal = 5.0 + np.where((times % 10) > 5, 16.0, 14.0) + chance.normal(0.0, 3.0, len(times))
    assert found(times, signal) == []


def test_an_hour_of_stillness_counts_nothing() -> None:
    times = np.arange(0.0, 3600.0, 0.2)
    signal = 5.0 + np.random.default_rng(1).normal(0.0, 3.0, len(times))
    assert found(times, signal) == []


def test_a_break_in_the_middle_breaks_the_repetition_off() -> None:
    times, signal = series([90.0, 90.0])
    gone = (times > 1.6) & (times < 3.6)
    assert len(found(times[~gone], signal[~gone])) == 1


def test_from_a_seat_the_way_out_goes_down() -> None:
    rhythm = Rhythm(least=30.0, rest=Range(-10.0, 50.0), other_rest=Range(55.0, 140.0))
    times, signal = series([-90.0] * 4, rest=95.0)
    excursions = found(times, signal, rhythm)
    assert len(excursions) == 4
    assert {e.sign for e in excursions} == {-1}


@pytest.mark.parametrize("noise", [0.0, 2.0])
def test_the_moments_of_a_repetition_are_found_again(noise: float) -> None:
    times, signal = series([90.0], out=1.2, stay=1.0)
    signal = signal + np.random.default_rng(2).normal(0.0, noise, len(signal))
    at = boundaries(times.tolist(), signal.tolist(), found(times, signal)[0])
    near = 0.12 if noise else 0.06
    assert at.start_s == pytest.approx(1.0, abs=near)
    assert at.turn_s == pytest.approx(2.2, abs=near)
    assert at.leave_s == pytest.approx(3.2, abs=near)
    assert at.end_s == pytest.approx(4.4, abs=near)
