"""Charts: whatever the numbers, each shape stays inside, and gaps are gaps."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from goodform.ui.charts import PAPER, DayScale, ShapeRole, ValueScale, runs

DAY = date(2026, 1, 1)
days = st.dates(date(2020, 1, 1), date(2032, 1, 1))


@given(days, st.integers(0, 200), days)
def test_a_day_always_stands_inside(first: date, length: int, day: date) -> None:
    scale = DayScale(first, first + timedelta(days=length), 30, 300)
    assert 30 <= scale.x(day) <= 300
    assert 30 <= scale.edge(day) <= 300


@given(st.floats(0, 10), st.floats(-1e9, 1e9))
def test_a_number_always_stands_inside_and_more_stands_higher(one: float, other: float) -> None:
    scale = ValueScale(0, 10, 12, 180)
    assert 12 <= scale.y(other) <= 180
    low, high = sorted((one, other))
    assert scale.y(high) <= scale.y(low)


def test_a_scale_without_a_span_does_not_divide_by_nothing() -> None:
    assert ValueScale(3, 3, 0, 10).y(3) == 10
    assert DayScale(DAY, DAY, 0, 10).x(DAY) == 0


@given(st.dictionaries(st.integers(0, 60), st.integers(0, 10)))
def test_a_line_is_cut_at_a_gap_and_loses_no_point(told: dict[int, int]) -> None:
    points = {DAY + timedelta(days=n): float(value) for n, value in told.items()}
    found = runs(points.items(), longest_gap=3)
    assert [point for run in found for point in run] == sorted(points.items())
    for run, following in pairwise(found):
        assert (following[0][0] - run[-1][0]).days > 3
    for run in found:
        assert all((b[0] - a[0]).days <= 3 for a, b in pairwise(run))


def test_each_role_has_its_colours_on_paper() -> None:
    assert set(PAPER) == set(ShapeRole)
