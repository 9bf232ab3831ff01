"""Times are told by the reader's own clock, and days change when theirs do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from goodform.people.models import Patient, Staff
from goodform.people.readers_clock import ReadersClock
from tests.people import House

TOLD = Template('{{ at|date:"j F, H:i" }}')
SUMMER = datetime(2026, 7, 15, 23, 30, tzinfo=UTC)
WINTER = datetime(2026, 11, 16, 3, 30, tzinfo=UTC)


def told_to(person: Staff | Patient | None, at: datetime) -> str:
    """A page's words to this person on a moment."""

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(TOLD.render(Context({"at": at})))

    request = RequestFactory().get("/")
    request.user = person.user if person and person.user else AnonymousUser()
    return ReadersClock(page)(request).content.decode()


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [
        ("Europe/London", "16 July, 00:30", "16 November, 03:30"),
        ("America/New_York", "15 July, 19:30", "15 November, 22:30"),
        ("Pacific/Auckland", "16 July, 11:30", "16 November, 16:30"),
    ],
)
def test_staff_read_the_clinics_time_and_patients_their_own(
    house: House, zone: str, summer: str, winter: str
) -> None:
    house.clinic.zone = house.alice.zone = zone
    house.clinic.save()
    house.alice.save()
    for person in (house.priya, house.rob, house.alice):
        person.refresh_from_db()
        assert told_to(person, SUMMER) == summer
        assert told_to(person, WINTER) == winter


def test_the_hour_that_comes_twice_is_told_twice(house: House) -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert told_to(house.alice, first) == "25 October, 01:30"
    assert told_to(house.alice, first + timedelta(hours=1)) == "25 October, 01:30"
    assert told_to(house.alice, first + timedelta(hours=2)) == "25 October, 02:30"


def test_strangers_read_the_time_of_the_world_and_nothing_stays_behind(house: House) -> None:
    before = timezone.get_current_timezone()
    told_to(house.alice, SUMMER)
    assert told_to(None, SUMMER) == "15 July, 23:30"
    assert timezone.get_current_timezone() == before
