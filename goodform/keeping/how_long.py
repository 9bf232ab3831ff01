"""How long a record is kept: 8 years from the last visit, a child's to the 25th birthday. Pure.

The source is the General Chiropractic Council's rule for records, which most clinics go by.
"""

from datetime import date

YEARS = 8
ADULT_AT, CHILD_TO = 18, 25


def _in_years(day: date, years: int) -> date:
    """The same day so many years on; the first of March for a 29 February that is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def keep_until(*, last_visit: date, born: date) -> date:
    """The first day on which the record may be erased."""
    until = _in_years(last_visit, YEARS)
    if last_visit < _in_years(born, ADULT_AT):
        return max(until, _in_years(born, CHILD_TO))
    return until
