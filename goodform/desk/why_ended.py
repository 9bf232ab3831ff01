"""How the desk says that somebody's care here has ended: quietly, and by whom it was noted."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.people.access import Action, Reader
from goodform.people.models import Ended, Patient
from goodform.programmes.schedule import local_day


@dataclass(frozen=True)
class EndedNotice:
    """The words of a page on a patient's end of care; none while the care goes on."""

    patient: UUID
    words: tuple[str, ...]
    may_change: bool


def ended_notice(patient: Patient, reader: Reader) -> EndedNotice:
    """The notice for this reader."""
    return EndedNotice(patient.pk, ended_words(patient), reader.may(Action.END_CARE))


def ended_words(patient: Patient) -> tuple[str, ...]:
    """Sentences about the end; none while the care goes on. `ended_by` loaded."""
    if patient.ended_at is None or patient.ended_by is None:
        return ()
    noted = _("%(name)s noted this on %(date)s.") % {
        "name": patient.ended_by.name,
        "date": date_format(local_day(patient.ended_at, patient.clinic.zone), "j F Y"),
    }
    return (_what(patient), noted, *_what_follows(patient))


def _what(patient: Patient) -> str:
    said = {
        Ended.DISCHARGED: _("%(name)s was discharged."),
        Ended.MOVED: _("%(name)s went elsewhere."),
        Ended.DIED: _("%(name)s has died."),
        Ended.MERGED: _("%(name)s was here twice. The other record stands for both."),
        Ended.BY_MISTAKE: _("%(name)s was added by mistake."),
    }
    return said[Ended(patient.ended_why)] % {"name": patient.called}


def _what_follows(patient: Patient) -> tuple[str, ...]:
    if patient.ended_why == Ended.DIED:
        return (_("Nothing is sent any more, to nobody. What still comes in is kept here."),)
    until = patient.readable_until
    if until is not None:
        day = date_format(local_day(until, patient.zone), "j F Y")
        return (
            _("No reminder, question or mail goes out."),
            _("The page without Start can be read until %(date)s.") % {"date": day},
        )
    return (
        _("No reminder, question or mail goes out, and nobody signs in."),
        _("What still comes in from a phone is kept and told."),
    )
