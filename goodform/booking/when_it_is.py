"""When an appointment is, in words: by the clinic’s clock, and by the reader’s if it differs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.booking.models import Appointment


def clock_words(moment: datetime, zone: str) -> str:
    """`Thursday 3 December, 9:15` by the clock of a zone."""
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return f"{date_format(local, 'l j F')}, {local:%H:%M}"


def when_words(moment: datetime, *, zone: str, readers: str) -> str:
    """The time at the clinic, and in brackets by the reader’s own clock where it differs."""
    said = clock_words(moment, zone)
    here = moment.astimezone(ZoneInfo(readers))
    if here.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset():
        return said
    local = here.replace(tzinfo=None)
    return _("%(time)s (%(own)s where you are)") % {
        "time": said,
        "own": f"{date_format(local, 'l')} {local:%H:%M}",
    }


def visit_when(visit: Appointment) -> str:
    """When it is, for its patient. Comes with its patient."""
    return when_words(visit.starts_at, zone=visit.zone, readers=visit.patient.zone)
