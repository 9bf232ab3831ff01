"""How long a record must be kept: a table that a clinician can read, and what always holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.keeping.how_long import keep_until


@pytest.mark.parametrize(
    ("born", "last_visit", "until"),
    [
        (date(1966, 3, 14), date(2026, 11, 16), date(2034, 11, 16)),
        # Seventeen at the last visit: to the 25th birthday, or 8 years, whichever is later.
        (date(2009, 12, 1), date(2026, 11, 16), date(2034, 12, 1)),
        (date(2020, 5, 5), date(2026, 11, 16), date(2045, 5, 5)),
        # Eighteen that very day: grown up.
        (date(2008, 11, 16), date(2026, 11, 16), date(2034, 11, 16)),
        (date(1966, 3, 14), date(2024, 2, 29), date(2032, 2, 29)),
        (date(2008, 2, 29), date(2020, 1, 1), date(2033, 3, 1)),
    ],
)
def test_a_record_is_kept_until(born: date, last_visit: date, until: date) -> None:
    assert keep_until(last_visit=last_visit, born=born) == until


days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(days, days, days)
def test_a_later_visit_never_ends_it_sooner(born: date, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    kept = keep_until(last_visit=earlier, born=born)
    assert kept <= keep_until(last_visit=later, born=born) or earlier.year - born.year < 18
    assert kept.year >= earlier.year + 8
