"""Who needs attention first."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Kind, Severity
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import hold
from goodform.programmes.models import Assessment
from tests.desk.conftest import As, Treated, a_line, assess_for, give_to
from tests.people import House

MOST_QUERIES = 8


def another(house: House, name: str, practitioner: Staff | None = None) -> Patient:
    return Patient.objects.create(
        clinic=house.clinic,
        practitioner=practitioner or house.priya,
        name=name,
        born=date(1970, 1, 2),
        phone="01632 960201",
    )


def told(patient: Patient, severity: Severity, cause: str = "test") -> None:
    raise_alert(
        patient=patient,
        kind=Kind.STOP,
        severity=severity,
        cause=cause,
        evidence=Evidence(),
        happened_at=timezone.now(),
        by=patient,
    )


def names_in_order(page: bytes, *names: str) -> list[str]:
    text = page.decode()
    return sorted(names, key=text.index)


def test_the_list_begins_with_who_needs_somebody(treated: Treated, signed_in: As) -> None:
    house = treated.house
    week, now = another(house, "Wanda Week"), another(house, "Nora Now")
    late = another(house, "Lena Late")
    another(house, "Fred Fresh")
    for patient in (late, now, week):
        assess_for(patient, house.priya)
    Assessment.objects.filter(patient=late).update(review_by=timezone.now() - timedelta(days=9))
    told(week, Severity.THIS_WEEK)
    told(now, Severity.CALL_NOW)
    page = signed_in(house.priya).get("/caseload/").content
    wanted = ["Nora Now", "Wanda Week", "Lena Late", "Fred Fresh", "Alice Archer"]
    assert names_in_order(page, *wanted) == wanted


def test_a_row_says_what_somebody_is_on_and_what_waits(treated: Treated, signed_in: As) -> None:
    clam = treated.rows["clam"]
    hold(
        programme=treated.programme,
        line=clam.line,
        reason="stopped",
        cause="entry:1",
        at=timezone.now(),
        by=treated.house.alice,
    )
    page = signed_in(treated.house.priya).get("/caseload/").content.decode()
    assert "Hip hinge, Glute bridge, Clam" in page
    assert "On hold: Clam" in page


def test_own_patients_come_first_and_everyone_is_one_tap_away(
    house: House, signed_in: As, library: None
) -> None:
    other = Staff.objects.create(
        clinic=house.clinic,
        user=type(house.priya.user).objects.create_user("pat@example.org"),
        name="Pat Roy",
        is_practitioner=True,
    )
    another(house, "Olive Other", other)
    browser = signed_in(house.priya)
    assert "Olive Other" not in browser.get("/caseload/").content.decode()
    assert "Olive Other" in browser.get("/caseload/?of=everyone").content.decode()
    assert "Olive Other" in signed_in(house.rob).get("/caseload/").content.decode()


def test_nobody_of_another_clinic_is_ever_listed(house: House, signed_in: As) -> None:
    for address in ("/caseload/?of=everyone", "/caseload/?q=carol", "/caseload/?q=jones"):
        assert "Carol Jones" not in signed_in(house.priya).get(address).content.decode()
    assert "Alice" not in signed_in(house.charlie).get("/caseload/?of=everyone").content.decode()


@pytest.mark.parametrize("find", ["alice", "ARCHER", "960177", "alice@example", "archer alice"])
def test_a_search_finds_by_name_address_and_phone(house: House, signed_in: As, find: str) -> None:
    page = signed_in(house.priya).get("/caseload/", {"q": find}).content.decode()
    assert "Alice Archer" in page


@pytest.mark.parametrize("find", ["zzz", "%", "😀", "a" * 10_000, "\0", "' OR 1=1 --", "<script>"])
def test_an_odd_search_finds_nobody_and_breaks_nothing(
    house: House, signed_in: As, find: str
) -> None:
    answer = signed_in(house.priya).get("/caseload/", {"q": find})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "", "9" * 30, "٣"])
def test_an_odd_page_number_shows_a_page(house: House, signed_in: As, page: str) -> None:
    assert signed_in(house.priya).get("/caseload/", {"page": page}).status_code == 200


def test_two_thousand_patients_cost_as_few_queries_as_one(treated: Treated, signed_in: As) -> None:
    house = treated.house
    browser = signed_in(house.priya)
    browser.get("/caseload/")  # the first time today is written down
    with CaptureQueriesContext(connection) as few:
        browser.get("/caseload/")
    Patient.objects.bulk_create(
        Patient(
            clinic=house.clinic,
            practitioner=house.priya,
            name=f"Patient {number:04}",
            born=date(1970, 1, 1),
        )
        for number in range(2000)
    )
    for number in range(3):
        patient = Patient.objects.get(name=f"Patient {number:04}")
        assess_for(patient, house.priya)
        give_to(patient, house.priya, a_line(patient, "clam"), a_line(patient, "glute-bridge"))
        told(patient, Severity.TODAY)
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/caseload/")
    assert page.content.count(b'scope="row"') == 50
    assert len(many) == len(few) <= MOST_QUERIES
    assert b"Page 1 of 41" in page.content
    assert browser.get("/caseload/?page=41").content.count(b'scope="row"') == 1


def test_reception_sees_how_soon_but_not_what(treated: Treated, signed_in: As) -> None:
    told(treated.house.alice, Severity.TODAY)
    page = signed_in(treated.house.rob).get("/caseload/").content.decode()
    assert "Today" in page
    assert "Stopped" not in page
    assert "Last 7 days" not in page
