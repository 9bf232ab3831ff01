"""Why a patient may not exercise, and what to do about it: one kind page a reason."""

from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.programmes.locks import Locked
from goodform.programmes.queries import Standing
from goodform.programmes.schedule import local_day
from goodform.safety.decision import Advice
from goodform.today.what_stands import GRAVE, advice_now
from goodform.today.why_held import why_held


@dataclass(frozen=True)
class LockedPage:
    """The words of a locked page. `book` offers a visit; `grave` puts every warning sign on top.

    `advice` is the grave advice that stands: the page repeats it and offers nothing else.
    """

    head: str
    sentences: tuple[str, ...]
    book: bool
    grave: bool = False
    lists_exercises: bool = False
    list_head: str = ""
    advice: Advice | None = None


def why_locked(standing: Standing) -> LockedPage | None:
    """The page for this standing; None for a patient who may exercise."""
    if standing.locked is None:
        return None
    page = _PAGES[standing.locked](standing)
    if standing.locked is not Locked.HELD or standing.programme is None:
        return page
    advice = advice_now(standing.programme)
    return replace(page, sentences=page.sentences[:1], advice=advice) if advice in GRAVE else page


def _practitioner(standing: Standing) -> str:
    """Who looks after the patient, by first name."""
    return standing.patient.practitioner.called


def _clinic_closed(standing: Standing) -> LockedPage:
    return LockedPage(
        head=_("This page is not open yet"),
        sentences=(
            _("%(clinic)s is still setting it up.") % {"clinic": standing.patient.clinic.name},
            _("Please do no exercises from here until it is open."),
        ),
        book=False,
    )


def _ended(standing: Standing) -> LockedPage:
    """For who was discharged: what they had can still be read. Everybody else does not come in."""
    patient = standing.patient
    until = patient.readable_until
    readable = _("You can read this page until %(date)s.")
    return LockedPage(
        head=_("Your programme has come to its end"),
        sentences=(
            _("Your care at %(clinic)s is finished for now.") % {"clinic": patient.clinic.name},
            *(
                [readable % {"date": date_format(local_day(until, patient.zone), "j F Y")}]
                if until
                else []
            ),
            _("Is your back sore again? Come and see us first."),
        ),
        book=True,
        lists_exercises=True,
        list_head=_("What you had"),
    )


def _not_assessed(standing: Standing) -> LockedPage:
    return LockedPage(
        head=_("Come and see us first"),
        sentences=(
            _("Exercises here are chosen for one person, at an appointment."),
            _("%(practitioner)s will put yours here after your visit.")
            % {"practitioner": _practitioner(standing)},
        ),
        book=True,
    )


def _not_cleared(standing: Standing) -> LockedPage:
    return LockedPage(
        head=_("No exercises for now"),
        sentences=(
            _("At your visit we agreed to wait. Please leave your exercises out."),
            _("%(practitioner)s will tell you when to start.")
            % {"practitioner": _practitioner(standing)},
        ),
        book=True,
    )


def _review_passed(standing: Standing) -> LockedPage:
    by = standing.assessment.review_by if standing.assessment else standing.day
    return LockedPage(
        head=_("Check with us first"),
        sentences=(
            _("%(practitioner)s wanted to see you again by %(date)s.")
            % {"practitioner": _practitioner(standing), "date": date_format(by, "j F")},
            _("Your exercises wait until your next visit."),
        ),
        book=True,
        lists_exercises=True,
    )


def _nothing_given(standing: Standing) -> LockedPage:
    return LockedPage(
        head=_("Your exercises are not here yet"),
        sentences=(
            _("%(practitioner)s will put them on this page for you.")
            % {"practitioner": _practitioner(standing)},
            _("Did you expect them by now? Phone us."),
        ),
        book=False,
    )


def _held(standing: Standing) -> LockedPage:
    hold = standing.whole_hold
    zone = standing.patient.zone
    told = (
        why_held(
            reason=hold.reason,
            since=local_day(hold.since, zone),
            today=standing.day,
            practitioner=_practitioner(standing),
        )
        if hold
        else ""
    )
    return LockedPage(
        head=_("Please do no exercises for now"),
        sentences=tuple(
            each
            for each in (
                told,
                _("Do you have one of the signs below? Then get help now. Do not wait for us."),
                _("Is it none of these? Phone us, so that we know how you are."),
            )
            if each
        ),
        book=True,
        grave=True,
        lists_exercises=True,
    )


_PAGES = {
    Locked.CLINIC_CLOSED: _clinic_closed,
    Locked.ENDED: _ended,
    Locked.NOT_ASSESSED: _not_assessed,
    Locked.NOT_CLEARED: _not_cleared,
    Locked.REVIEW_PASSED: _review_passed,
    Locked.NOTHING_GIVEN: _nothing_given,
    Locked.HELD: _held,
}
