"""The owner reads how many came, of how many it is known; nobody is named."""

from datetime import timedelta

import pytest
from django.test import Client

from goodform.booking.actions import book, cancel
from goodform.booking.day_actions import mark
from goodform.booking.models import VisitState
from tests.booking.appointments import a_type, a_wish, on_monday, opens
from tests.people import House

ADDRESS = "/clinic/attendance/"


@pytest.fixture
def three_weeks_ago(house: House) -> None:
    """Three came, one did not, nobody marked one, one was cancelled."""
    kind = a_type(opens(house.clinic))
    states = [VisitState.ARRIVED] * 3 + [VisitState.MISSED, None, VisitState.CANCELLED]
    for hour, state in enumerate(states, start=9):
        at = on_monday(hour) - timedelta(days=28)
        visit = book(wish=a_wish(kind, house.priya, at), patient=house.alice, by=house.rob)
        if state == VisitState.CANCELLED:
            cancel(visit=visit, by=house.rob)
        elif state is not None:
            mark(visit=visit, state=state, by=house.rob)
    book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)


def page_of(house: House, query: str = "") -> str:
    """As Olu reads it."""
    client = Client()
    client.force_login(house.olu.user)
    return client.get(ADDRESS + query).content.decode()


@pytest.mark.usefixtures("three_weeks_ago")
def test_came_of_those_of_whom_it_is_known(house: House) -> None:
    page = page_of(house)
    assert "3 of 4 came (75 %)" in page
    assert "Nobody marked 1 more; 1 were cancelled" in page
    assert "Priya Nair" in page
    assert "Alice" not in page


@pytest.mark.usefixtures("three_weeks_ago")
def test_of_days_without_any_nothing_is_known(house: House) -> None:
    assert "Nothing is known" in page_of(house, "?first=2020-01-01&last=2020-02-01")


@pytest.mark.parametrize(
    "query",
    [
        "?first=x&last=y",
        "?first=2026-02-01&last=2026-01-01",
        "?first=0001-01-01&last=9999-12-31",
        "?first=2020-01-01",
    ],
)
def test_days_that_cannot_be_are_said(house: House, query: str) -> None:
    client = Client()
    client.force_login(house.olu.user)
    assert client.get(ADDRESS + query).status_code == 422


@pytest.mark.usefixtures("three_weeks_ago")
def test_it_is_the_owners_and_no_other_clinics(house: House) -> None:
    client = Client()
    for outside in (house.priya, house.rob):
        client.force_login(outside.user)
        assert client.get(ADDRESS).status_code == 403
    client.force_login(house.charlie.user)
    assert "Nothing is known" in client.get(ADDRESS).content.decode()
