"""Many at once after one practitioner and two rooms: nobody gets what somebody else has."""

import pytest

from bench.booking_race import Field, judged, race, starts_from
from goodform.booking.models import Appointment, VisitState
from tests.booking.appointments import a_room, a_type, on_monday, opens
from tests.people import House, a_house, a_patient


def field_of(house: House) -> Field:
    """Eight patients after three hours of Priya, with buffers and two rooms."""
    kind = a_type(opens(house.clinic), before=5, after=5, needs_room=True, room_rests=True)
    a_room(house.clinic)
    a_room(house.clinic, "Room 2")
    patients = [a_patient(house.clinic, house.priya, f"Patient{n} Smith") for n in range(7)]
    starts = starts_from(on_monday(9), 12, every=3)
    return Field(kind, house.priya, house.rob, (house.alice, *patients), starts)


@pytest.mark.django_db(transaction=True)
def test_bookings_moves_cancellings_overlaps_and_held_times_at_once() -> None:
    found = race(field_of(a_house()), clients=8, tries=12)
    assert sum(found.done.values()) == 96
    assert not {what for what in found.done if what in {"deadlock", "locked out"}}
    assert found.done["booked"] > 0
    assert judged() == {"overlaps": 0, "lost": 0, "lanes": 0}


@pytest.mark.django_db(transaction=True)
def test_eight_who_want_the_same_time_and_one_has_it() -> None:
    house = a_house()
    on = field_of(house)
    only = Field(on.type, on.practitioner, on.reception, on.patients, on.starts[:1])
    race(only, clients=8, tries=3, seed=5)
    assert judged() == {"overlaps": 0, "lost": 0, "lanes": 0}
    plain = Appointment.objects.filter(state=VisitState.BOOKED, overlap_reason="")
    assert plain.count() <= 1
