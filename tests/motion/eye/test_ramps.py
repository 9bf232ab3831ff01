"""The quick fit leaves what the plain sums leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.eye.ramps import Fit
from tests.motion.watching import Floats


def ramp(times: Floats, start: float, middle: float, end: float, meet: float) -> Floats:
    """From 0 to 1 in two halves of least jerk that meet at the middle."""
    since = times - middle
    early = since < 0.0
    share = 0.5 + 0.5 * np.where(early, since / (middle - start), since / (end - middle))
    x = np.clip(share, 0.0, 1.0)
    way = x**3 * (10.0 - 15.0 * x + 6.0 * x * x)
    return np.where(early, 2.0 * meet * way, meet + (1.0 - meet) * (2.0 * way - 1.0))


def squares(times: Floats, signal: Floats, moments: list[float], meet: float) -> float:
    """What rest, stay and second rest leave at their best heights, by whole rows."""
    start, up, turn, leave, down, end = moments
    out = ramp(times, start, up, turn, meet)
    back = 1.0 - ramp(-times, -end, -down, -leave, meet)
    shapes = np.array((1.0 - out, out - back, back))
    heights = np.linalg.solve(shapes @ shapes.T + 1e-3 * np.eye(3), shapes @ signal)
    left = signal - heights @ shapes
    return float(left @ left)


@given(
    steps=st.lists(st.floats(0.05, 1.5), min_size=6, max_size=6),
    begins=st.floats(-0.2, 1.0),
    meet=st.sampled_from([0.5, 0.7]),
    seed=st.integers(0, 99),
)
def test_what_is_left_is_the_same(
    steps: list[float], begins: float, meet: float, seed: int
) -> None:
    moments = (begins + np.cumsum(steps) - steps[0]).tolist()
    times = np.arange(60) / 15.0
    signal = np.random.default_rng(seed).normal(40.0, 20.0, 60)
    fit = Fit(times.tolist(), signal.tolist(), meet)
    found = fit.squares(fit.first_rest(*moments[:3]), fit.second_rest(*moments[3:]))
    assert found == pytest.approx(squares(times, signal, moments, meet), rel=1e-6)
