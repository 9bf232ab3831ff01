"""The offer of a patient’s booking page: the type and person that fit how they stand, and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goodform.booking.models import Appointment, VisitKind, VisitType
from goodform.booking.offers import OfferedDay, offer_value, offered_days
from goodform.booking.queries import (
    FreeQuestion,
    Practitioner,
    free_times,
    practitioners_of,
    settings_of,
)
from goodform.inbox.models import Alert
from goodform.people.models import Clinic, Patient
from goodform.programmes.locks import Locked
from goodform.programmes.queries import Standing, standing_of
from goodform.today.what_stands import GRAVE, advice_now

DAYS_AT_ONCE = 14
ANYBODY = "anybody"
_FITS = {
    Locked.NOT_ASSESSED: VisitKind.FIRST,
    Locked.REVIEW_PASSED: VisitKind.REVIEW,
}
"""The kind of visit for who is locked out; everybody else books a follow-up."""


@dataclass(frozen=True)
class Choice:
    """Something to choose by a link."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class BookingPage:
    """The times of one type with one person or anybody, from a day on."""

    type: VisitType
    with_whom: str
    types: tuple[Choice, ...]
    people: tuple[Choice, ...]
    days: tuple[OfferedDay, ...]
    first: date
    later: date | None
    soon: bool


def may_not_book(standing: Standing) -> bool:
    """Whether grave advice stands: then nothing is offered but the phone."""
    programme = standing.programme
    return programme is not None and advice_now(programme) in GRAVE


def case_of(patient: Patient) -> Alert | None:
    """The open case that a visit of this patient would be about, the gravest first."""
    return Alert.objects.filter(patient=patient, resolved_at=None).order_by("severity").first()


def types_for(clinic: Clinic) -> list[VisitType]:
    """The types that patients of this clinic may book."""
    rows = VisitType.objects.filter(clinic=clinic, active=True, by_patients=True)
    return list(rows.order_by("minutes", "name"))


def fitting(types: Sequence[VisitType], standing: Standing) -> VisitType | None:
    """The type that fits how a patient stands; None where nothing can be booked."""
    wanted = _FITS.get(standing.locked, VisitKind.FOLLOW_UP) if standing.locked else None
    kind = wanted or VisitKind.FOLLOW_UP
    return next((each for each in types if each.kind == kind), types[0] if types else None)


def booking_page(
    patient: Patient,
    *,
    of_type: UUID | None,
    with_whom: str,
    since: date | None,
    now: datetime,
    moved: Appointment | None = None,
) -> BookingPage | None:
    """The page; None where the clinic offers nothing to book here."""
    clinic = patient.clinic
    settings = settings_of(clinic)
    types = [moved.type] if moved is not None else types_for(clinic)
    chosen = next((each for each in types if each.pk == of_type), None)
    standing = standing_of(patient)
    chosen = chosen or (moved.type if moved else fitting(types, standing))
    if not settings.online or chosen is None:
        return None
    people = [each for each in practitioners_of(clinic) if each.by_patients]
    people.sort(key=lambda each: (each.id != patient.practitioner_id, each.name))
    whom = _whom(people, patient, with_whom)
    today = now.astimezone(ZoneInfo(clinic.zone)).date()
    first = max(today, since or today)
    last = first + timedelta(days=DAYS_AT_ONCE - 1)
    asked = FreeQuestion(
        clinic,
        chosen,
        [each for each in people if whom in (ANYBODY, str(each.id))],
        first,
        last,
        now,
        settings.step,
        own=moved.pk if moved else None,
    )
    names = {each.id: each.called for each in people}
    several = whom == ANYBODY and len(people) > 1
    days = offered_days(
        (
            (
                each.starts_at,
                offer_value(each.practitioner, each.starts_at),
                names[each.practitioner] if several else "",
            )
            for each in free_times(asked)
        ),
        zone=clinic.zone,
        readers=patient.zone,
    )
    farthest = today + timedelta(days=chosen.ahead_days)
    return BookingPage(
        type=chosen,
        with_whom=whom,
        types=tuple(Choice(str(each.pk), each.name, each == chosen) for each in types),
        people=_people(people, whom),
        days=tuple(days),
        first=first,
        later=last + timedelta(days=1) if last < farthest else None,
        soon=case_of(patient) is not None,
    )


def _whom(people: Sequence[Practitioner], patient: Patient, asked: str) -> str:
    known = {str(each.id) for each in people}
    if asked == ANYBODY or asked in known:
        return asked
    return str(patient.practitioner_id) if str(patient.practitioner_id) in known else ANYBODY


def _people(people: Sequence[Practitioner], whom: str) -> tuple[Choice, ...]:
    if len(people) < 2:
        return ()
    named = [Choice(str(each.id), each.called, str(each.id) == whom) for each in people]
    return (*named, Choice(ANYBODY, _("Anybody"), whom == ANYBODY))
