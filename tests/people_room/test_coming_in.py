"""Who came in, who left and who was not let in stands in the record of their clinic."""

import re
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from goodform.audit.actions import HOUSE
from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.people import coming_in
from goodform.people.ceilings import Ceiling
from goodform.people.models import Clinic
from tests.people import House
from tests.people_room.two_factors import wholly_in

LOGIN, CODE = "/account/login/", "/account/login/code/"


def comings(clinic: UUID) -> list[tuple[str, str, str, str]]:
    """Who, did what, to what, how."""
    rows = AuditRow.objects.filter(clinic_id=clinic).order_by("id")
    return [(row.actor, row.action, row.subject, row.facts.get("how", "")) for row in rows]


def wrong_password(email: str, times: int = 1) -> None:
    for _ in range(times):
        Client().post(LOGIN, {"login": email, "password": "not this one"})


def test_staff_who_sign_in_and_out(house: House) -> None:
    browser = wholly_in(house.priya)
    browser.post("/account/logout/")
    assert comings(house.clinic.pk)[1:] == [
        ("Priya Nair", "signed in", "staff", "password, app"),
        ("Priya Nair", "signed out", "staff", ""),
    ]
    assert comings(house.elsewhere.pk) == []


def test_a_patient_who_comes_in_by_a_code_after_a_wrong_one(house: House) -> None:
    browser = Client()
    browser.post(CODE, {"email": "alice@example.org"})
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(mail.outbox[-1].body), re.M)
    assert found is not None
    browser.post(f"{CODE}confirm/", {"code": "WRONG1"})
    browser.post(f"{CODE}confirm/", {"code": found[1]})
    assert comings(house.clinic.pk) == [
        ("Somebody", "was not let in", "patient", "code"),
        ("", "signed in", "patient", "code"),
    ]


def test_a_wrong_password_is_written_into_the_clinics_record(house: House) -> None:
    wrong_password("priya@example.org")
    assert comings(house.clinic.pk) == [("Somebody", "was not let in", "staff", "password")]
    assert comings(house.elsewhere.pk) == []
    assert look_over(house.clinic.pk).whole


def test_an_address_nobody_has_is_not_kept(house: House) -> None:
    wrong_password("mallory@example.org", 2)
    wrong_password("eve@example.org")
    rows = AuditRow.objects.filter(clinic_id=HOUSE).order_by("id")
    assert [row.subject for row in rows] == ["address"] * 3
    first, again, other = (row.subject_id for row in rows)
    assert first == again != other
    assert "mallory" not in str([vars(row) for row in rows])
    assert comings(house.clinic.pk) == []


def test_where_there_is_one_clinic_its_owner_reads_of_strangers_too(house: House) -> None:
    house.carol.delete()
    house.charlie.delete()
    Clinic.objects.filter(pk=house.elsewhere.pk).delete()
    wrong_password("mallory@example.org")
    assert comings(house.clinic.pk) == [("Somebody", "was not let in", "address", "password")]


def test_a_stranger_fills_no_record(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming_in, "WRITTEN_OF_ADDRESS", Ceiling("few", 2, 3600))
    wrong_password("priya@example.org", 5)
    assert len(comings(house.clinic.pk)) == 2
