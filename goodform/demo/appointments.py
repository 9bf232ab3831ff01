"""The demo clinic's diary: what can be booked, and believable days before and after today."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from goodform.booking.actions import VisitWish, book
from goodform.booking.day_actions import block_time, mark
from goodform.booking.models import VisitKind, VisitState, VisitType
from goodform.booking.settings_actions import BookingChoice, change_booking, save_type
from goodform.booking.ticks import moment_at
from goodform.demo.days import made_up_id
from goodform.outbox.models import Notification, State
from goodform.people.models import Clinic, Patient, Staff

BEFORE, AFTER = 3, 12
"""Days of the diary around today."""
MORNINGS = (time(8, 30), time(9, 0), time(10, 15), time(11, 0))
AFTERNOONS = (time(14, 0), time(14, 30), time(16, 15))
MISSED_EVERY = 9
"""One visit of so many did not happen."""


def make_diary(
    clinic: Clinic, staff: Mapping[str, Staff], people: Mapping[str, Patient], today: date
) -> None:
    """Open booking, add three types, and fill the days around today."""
    types = _types(clinic, staff["owner"])
    change_booking(
        clinic=clinic,
        by=staff["owner"],
        chosen=BookingChoice(
            online=True, elsewhere="", step=15, first_reminder_h=48, second_reminder_h=3
        ),
    )
    clinic.refresh_from_db()
    priya, rob = staff["practitioner"], staff["reception"]
    regulars = [each for each in people.values() if each.user_id is not None]
    for number, (day, clock) in enumerate(_times(today)):
        kind = types[VisitKind.REVIEW if number % 5 == 4 else VisitKind.FOLLOW_UP]
        visit = book(
            wish=VisitWish(
                made_up_id("visit", clinic.pk, day, clock),
                kind,
                priya.pk,
                moment_at(day, clock, clinic.zone),
            ),
            patient=regulars[number % len(regulars)],
            by=rob,
        )
        if day < today:
            came = number % MISSED_EVERY != MISSED_EVERY - 1
            mark(visit=visit, state=VisitState.ARRIVED if came else VisitState.MISSED, by=rob)
    for day in _working_days(today):
        if day >= today:
            lunch = moment_at(day, time(13), clinic.zone)
            block_time(resource=priya.pk, starts_at=lunch, minutes=45, why="Lunch", by=rob)
    # These visits were booked long ago, as the story has it: their mails are not sent today.
    mails = Notification.objects.filter(clinic=clinic, kind="visit_booked", state=State.WAITING)
    mails.update(state=State.DROPPED, why="Booked before the demo began.")


def _types(clinic: Clinic, owner: Staff) -> dict[VisitKind, VisitType]:
    found = {}
    for kind, name, minutes, after in (
        (VisitKind.FIRST, "First assessment", 45, 15),
        (VisitKind.FOLLOW_UP, "Follow-up", 30, 0),
        (VisitKind.REVIEW, "Review", 30, 0),
    ):
        of_type = VisitType(clinic=clinic, kind=kind, name=name, minutes=minutes, after=after)
        found[kind] = save_type(of_type=of_type, by=owner, changed=["name"])
    return found


def _working_days(today: date) -> Iterator[date]:
    for number in range(-BEFORE, AFTER + 1):
        day = today + timedelta(days=number)
        if day.weekday() < 5 or number == 0:
            yield day


def _times(today: date) -> Iterator[tuple[date, time]]:
    """Fuller days first: further ahead there is more room."""
    for number, day in enumerate(_working_days(today)):
        clocks = (*MORNINGS, *AFTERNOONS) if number < BEFORE + 2 else (*MORNINGS[:2], AFTERNOONS[1])
        for clock in clocks:
            yield day, clock
