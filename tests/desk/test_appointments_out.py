"""Appointments as a file: the days that were asked for, and nothing that becomes a formula."""

import csv
from datetime import timedelta

import pytest
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.booking.actions import book
from tests.booking.appointments import a_type, a_wish, monday, on_monday, opens
from tests.desk.conftest import As
from tests.people import House


@pytest.fixture
def booked(house: House) -> None:
    """Alice on Monday at nine, under a name that a spreadsheet would calculate."""
    kind = a_type(opens(house.clinic))
    house.alice.name = "=1+1"
    house.alice.save()
    book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)


def lines(browser: Client, first: int = 0, last: int = 0) -> list[list[str]]:
    """The file, so many days after that Monday."""
    days = [(monday() + timedelta(days=each)).isoformat() for each in (first, last)]
    answer = browser.get(f"/day/appointments.csv?first={days[0]}&last={days[1]}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(text.splitlines()))


@pytest.mark.usefixtures("booked")
def test_reception_and_owner_take_the_days_out(house: House, signed_in: As) -> None:
    for reader in (house.rob, house.olu):
        browser = signed_in(reader)
        assert "Save the file" in browser.get("/day/out/").content.decode()
        _heads, row = lines(browser)
        assert row[1:6] == ["09:00", "09:30", "'=1+1", "Follow-up", "Priya Nair"]
        assert len(lines(browser, 1, 7)) == 1
    assert AuditRow.objects.filter(action="took out appointments").count() == 4


@pytest.mark.usefixtures("booked")
def test_another_clinic_gets_an_empty_file_and_others_none(house: House, signed_in: As) -> None:
    house.charlie.is_owner = True
    house.charlie.save()
    assert len(lines(signed_in(house.charlie))) == 1
    assert signed_in(house.priya).get("/day/appointments.csv").status_code == 403


@pytest.mark.parametrize("days", ["", "first=x&last=y", "first=2020-01-01&last=2026-01-01"])
def test_days_are_bounded(house: House, signed_in: As, days: str) -> None:
    assert signed_in(house.rob).get(f"/day/appointments.csv?{days}").status_code == 422
