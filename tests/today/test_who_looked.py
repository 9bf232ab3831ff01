"""Alice sees who at her clinic opened her page: on which day, by the name she knows, no more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.audit.actions import record_sight
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Kind, Severity
from goodform.people.models import Patient, Staff
from goodform.today.who_looked import DAYS, who_looked
from tests.people import House, a_patient
from tests.today.browsers import signed_in

PAGE = "/today/who-looked"


def opened(by: Staff, about: Patient, page: str = "record") -> None:
    record_sight(
        by=by,
        clinic=about.clinic_id,
        zone=about.clinic.zone,
        page=page,
        subject="patient",
        subject_id=about.pk,
    )


def named(house: House) -> list[tuple[str, ...]]:
    """Whom the page names, day by day."""
    page = signed_in(house.alice.user).get(PAGE)
    assert page.status_code == 200
    return [day.names for day in page.context["looked"].days]


def test_a_day_names_each_once_as_people_call_them(house: House) -> None:
    Staff.objects.filter(pk=house.rob.pk).update(known_as="Bob")
    for page in ("record", "prescribe", "sheet"):
        opened(house.priya, house.alice, page)
    opened(house.rob, house.alice)
    assert named(house) == [("Bob", "Priya")]


def test_a_case_about_her_counts_and_nothing_of_others_does(house: House) -> None:
    tom = a_patient(house.clinic, house.priya, "Tom Hill")
    opened(house.rob, tom)
    opened(house.charlie, house.carol)
    alert = raise_alert(
        patient=house.alice,
        kind=Kind.STOP,
        severity=Severity.TODAY,
        cause="e1",
        evidence=Evidence(because="stopped", exercise="Clam"),
        happened_at=timezone.now(),
        by=house.alice,
    )
    record_sight(
        by=house.priya,
        clinic=house.clinic.pk,
        zone="Europe/London",
        page="alert",
        subject="alert",
        subject_id=alert.pk,
    )
    assert named(house) == [("Priya",)]


def test_it_never_says_what_was_opened(house: House) -> None:
    opened(house.priya, house.alice, "assessment")
    page = signed_in(house.alice.user).get(PAGE).content.decode()
    assert "Priya" in page
    for never in ("Nair", "assessment", str(house.priya.pk), "saw "):
        assert never not in page


def test_only_the_patient_sees_it(house: House) -> None:
    opened(house.priya, house.alice)
    for person in (house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(person.user).get(PAGE).status_code == 404
    assert "Priya" not in signed_in(house.carol.user).get(PAGE).content.decode()


def test_days_are_the_patients_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.alice.zone = "Pacific/Auckland"
    house.alice.save()
    at = datetime(2026, 7, 15, 13, 0, tzinfo=UTC)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: at)
        opened(house.priya, house.alice)
    [day] = who_looked(house.alice, until=datetime(2026, 7, 20, tzinfo=UTC).date()).days
    assert day.day.isoformat() == "2026-07-16"


def test_older_days_are_one_link_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = timezone.now() - timedelta(days=DAYS * 3)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: long_ago)
        opened(house.priya, house.alice)
    alice = signed_in(house.alice.user)
    page = alice.get(PAGE)
    assert "Nobody at your clinic opened your page from " in page.content.decode()
    older = alice.get(PAGE, {"until": page.context["looked"].older.isoformat()})
    assert [day.names for day in older.context["looked"].days] == [("Priya",)]
    assert older.context["looked"].older is None


@pytest.mark.parametrize("until", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_any_day_is_answered(house: House, until: str) -> None:
    assert signed_in(house.alice.user).get(PAGE, {"until": until}).status_code == 200


def test_queries_do_not_grow_with_the_rows(house: House) -> None:
    alice = signed_in(house.alice.user)
    for page in range(30):
        opened(house.priya, house.alice, f"page {page}")
    with CaptureQueriesContext(connection) as queries:
        alice.get(PAGE)
    assert len(queries) <= 7, queries.captured_queries
