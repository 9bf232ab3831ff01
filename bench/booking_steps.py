"""Single steps of the booking bench, each run inside an instance: its own process, one JSON line.

`python -m bench.booking_steps STEP [ARGUMENT …]`
"""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import process_time
from uuid import uuid4

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.booking_race import Field, judged, race, starts_from  # noqa: E402
from bench.instance import BenchFailed  # noqa: E402
from goodform.booking.models import Appointment, Bookable, BookingSettings, VisitState, VisitType  # noqa: E402
from goodform.booking.queries import FreeQuestion, free_times, practitioners_of  # noqa: E402
from goodform.booking.ticks import moment_at, wall_of  # noqa: E402
from goodform.people.letting_in import stamp  # noqa: E402
from goodform.people.models import Clinic, Patient, Staff, User  # noqa: E402

VISITS_A_DAY = 12


def _open(clinic: Clinic) -> VisitType:
    clinic.opening = {"week": [[[480, 1080]]] * 7, "exceptions": {}, "holidays": []}
    clinic.save()
    BookingSettings.objects.update_or_create(clinic=clinic, defaults={"online": True, "step": 15})
    return VisitType.objects.get_or_create(
        clinic=clinic,
        name="Follow-up",
        defaults={"minutes": 30, "needs_room": True, "ahead_days": 365, "soonest_h": 0},
    )[0]


def _next_monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def run_race(clients: str, tries: str, starts: str) -> dict[str, object]:
    """Everybody after one practitioner and two rooms."""
    practitioner = Staff.objects.filter(is_practitioner=True).select_related("clinic").first()
    assert practitioner is not None  # noqa: S101  # the instance was filled
    clinic = practitioner.clinic
    practitioner.is_reception = True
    practitioner.save()
    of_type = _open(clinic)
    for name in ("Room 1", "Room 2"):
        Bookable.objects.get_or_create(clinic=clinic, staff=None, name=name)
    first = moment_at(_next_monday(), time(8), clinic.zone)
    patients = tuple(Patient.objects.filter(clinic=clinic).select_related("clinic")[:64])
    on = Field(of_type, practitioner, practitioner, patients, _daytime(first, int(starts)))
    found = race(on, clients=int(clients), tries=int(tries))
    wrong = judged()
    return {
        "overlaps": wrong["overlaps"],
        "lost": wrong["lost"],
        "lanes above a free one": wrong["lanes"],
        "deadlocks": found.done["deadlock"],
        "tries that waited 20 s in vain": found.done["locked out"],
        "booked": Appointment.objects.filter(state=VisitState.BOOKED).count(),
        "p99": found.p99_ms,
        "tries": sum(found.done.values()),
        "done": dict(found.done),
    }


def _daytime(first: datetime, number: int) -> tuple[datetime, ...]:
    """Starts every quarter of an hour from 8 to 17:30, as many days as it takes."""
    a_day = 39
    days = -(-number // a_day)
    found = [
        start
        for day in range(days)
        for start in starts_from(first + timedelta(days=day), a_day, every=3)
    ]
    return tuple(found[:number])


def free(practitioners: str, weeks: str) -> dict[str, object]:
    """The cost of a patient’s question about free times, with a diary two thirds full."""
    clinic = Clinic.objects.get()
    of_type = _open(clinic)
    patient = Patient.objects.filter(clinic=clinic)[0]
    Appointment.objects.all().delete()
    today = timezone.localdate()
    for number in range(int(practitioners)):
        user = User.objects.create_user(f"p{number}-{uuid4().hex[:6]}@example.org")
        staff = Staff.objects.create(
            clinic=clinic, user=user, name=f"Practitioner {number:02}", is_practitioner=True
        )
        bookable = Bookable.objects.create(pk=staff.pk, clinic=clinic, staff=staff)
        Appointment.objects.bulk_create(
            _visit(patient, of_type, bookable, today + timedelta(days=day), slot)
            for day in range(7 * int(weeks))
            for slot in range(VISITS_A_DAY)
        )
    known = practitioners_of(clinic)
    first, last = today, today + timedelta(days=7 * int(weeks))
    asked = FreeQuestion(clinic, of_type, known, first, last, timezone.now(), 15)
    list(free_times(asked))
    began = process_time()
    with CaptureQueriesContext(connection) as queries:
        found = list(free_times(asked))
    spent = process_time() - began
    return {
        "cpu_ms": round(1000 * spent, 1),
        "queries": len(queries.captured_queries),
        "free": len(found),
        "appointments": Appointment.objects.count(),
    }


def _visit(
    patient: Patient, of_type: VisitType, bookable: Bookable, day: date, slot: int
) -> Appointment:
    starts_at = moment_at(day, time(8 + slot * 3 // 4, (slot * 45) % 60), patient.clinic.zone)
    return Appointment(
        clinic=patient.clinic,
        patient=patient,
        type=of_type,
        practitioner=bookable,
        starts_at=starts_at,
        minutes=30,
        zone=patient.clinic.zone,
        wall=wall_of(starts_at, patient.clinic.zone),
        state=VisitState.BOOKED,
        set_at=timezone.now(),
    )


def week(appointments: str) -> dict[str, object]:
    """The cost of one practitioner's week where the clinic has so many appointments."""
    staff = Staff.objects.filter(is_practitioner=True).select_related("clinic", "user").first()
    assert staff is not None  # noqa: S101  # the instance was filled
    of_type = _open(staff.clinic)
    patient = Patient.objects.filter(clinic=staff.clinic)[0]
    bookable = Bookable.objects.get_or_create(
        pk=staff.pk, defaults={"clinic": staff.clinic, "staff": staff}
    )[0]
    days = -(-int(appointments) // VISITS_A_DAY)
    first = _next_monday() - timedelta(days=days // 2)
    Appointment.objects.all().delete()
    Appointment.objects.bulk_create(
        (
            _visit(patient, of_type, bookable, first + timedelta(days=day), slot)
            for day in range(days)
            for slot in range(VISITS_A_DAY)
        ),
        batch_size=500,
    )
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(staff.user)
    session = client.session
    stamp(session, staff.user, how="measuring", two=True)
    session.save()
    address = f"/week/?on={_next_monday().isoformat()}&of={staff.pk}"
    if client.get(address).status_code != 200:
        raise BenchFailed("the week page was not shown")
    began = process_time()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return {
        "queries": len(queries.captured_queries),
        "cpu_ms": round(1000 * (process_time() - began), 1),
        "kB": round(len(answer.content) / 1000, 1),
    }


STEPS: dict[str, Callable[..., dict[str, object]]] = {"race": run_race, "free": free, "week": week}


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:]), default=str))
