"""Who saw what of a patient is in the record: once a day for each page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Staff
from tests.desk.conftest import As, Treated
from tests.desk.test_doors import OF_ALICE

SIGHTS = {
    "": "saw record",
    "edit/": "saw patient edit",
    "invite/": "saw patient invite",
    "assessment/": "saw assessment",
    "prescribe/": "saw prescribe",
    "preview/": "saw preview",
    "silence/": "saw silence",
    "history/": "saw programme history",
    "messages/": "saw conversation",
    "ticks/": "saw paper ticks",
}


def sights() -> list[tuple[str, str, str, str]]:
    """Who saw which page, about what."""
    rows = AuditRow.objects.filter(action__startswith="saw ").order_by("id")
    return [(row.actor, row.action, row.subject, row.subject_id) for row in rows]


@pytest.mark.parametrize("page", SIGHTS)
def test_opening_a_page_about_alice_is_written_down_once_a_day(
    treated: Treated, signed_in: As, page: str
) -> None:
    house = treated.house
    browser = signed_in(house.priya)
    for _ in range(3):
        assert browser.get(treated.address(page)).status_code == 200
    assert sights() == [("Priya Nair", SIGHTS[page], "patient", str(house.alice.pk))]
    assert look_over(house.clinic.pk).whole


def test_everybody_who_looks_is_named(treated: Treated, signed_in: As) -> None:
    house = treated.house
    for staff in (house.priya, house.rob, house.priya):
        signed_in(staff).get(treated.address(""))
    assert [row[0] for row in sights()] == [house.priya.name, house.rob.name]
    seen = AuditRow.objects.filter(action="saw record").order_by("id")
    assert [row.facts for row in seen] == [{"clinical": True}, {"clinical": False}]


@pytest.mark.parametrize("page", [*OF_ALICE, "ticks/"])
def test_who_was_turned_away_saw_nothing(treated: Treated, signed_in: As, page: str) -> None:
    house = treated.house
    people: list[Staff] = [house.charlie, house.olu]
    if OF_ALICE.get(page, {}).get("rob") == 403:
        people.append(house.rob)
    for staff in people:
        assert signed_in(staff).get(treated.address(page)).status_code in {403, 404}
    assert sights() == []


@pytest.fixture
def alert(treated: Treated) -> Alert:
    """Alice stopped her clam."""
    return raise_alert(
        patient=treated.house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="e1",
        evidence=Evidence(because="stopped", exercise="Clam"),
        happened_at=timezone.now(),
        by=treated.house.alice,
    )


def test_opening_a_case_is_written_down(treated: Treated, alert: Alert, signed_in: As) -> None:
    signed_in(treated.house.charlie).get(f"/inbox/{alert.pk}/")
    signed_in(treated.house.priya).get(f"/inbox/{alert.pk}/")
    assert sights() == [("Priya Nair", "saw alert", "alert", str(alert.pk))]


def test_sending_a_form_is_no_second_sight(treated: Treated, alert: Alert, signed_in: As) -> None:
    signed_in(treated.house.priya).post(f"/inbox/{alert.pk}/", {"do": "take"})
    assert sights() == []


def test_a_page_that_was_opened_today_costs_one_query_more(treated: Treated, signed_in: As) -> None:
    browser = signed_in(treated.house.priya)
    browser.get(treated.address(""))
    with CaptureQueriesContext(connection) as queries:
        browser.get(treated.address(""))
    record = [each["sql"] for each in queries if "audit_auditrow" in each["sql"]]
    assert len(record) == 1
    assert record[0].startswith("SELECT")
