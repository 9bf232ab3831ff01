"""Which days of the week, in words."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

ALL_DAYS = "1234567"
WORKING_DAYS = "12345"


def on_which_days(weekdays: str) -> str:
    """The days of a prescription (`135`, Monday is 1) in words: `Monday, Wednesday, Friday`."""
    if weekdays == ALL_DAYS:
        return _("every day")
    if weekdays == WORKING_DAYS:
        return _("Monday to Friday")
    return ", ".join(str(WEEKDAYS[int(day) - 1]) for day in weekdays)
