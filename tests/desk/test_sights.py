"""Who saw what of a patient is in the record: once a day for each page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.desk.urls import urlpatterns as desk_addresses
from goodform.desk.who_did_what import acts
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Staff
from tests.addresses import walk
from tests.desk.conftest import As, Treated
from tests.desk.test_doors import OF_ALICE
from tests.people import a_patient, staff

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
    for who in (house.priya, house.rob, house.priya):
        signed_in(who).get(treated.address(""))
    assert [row[0] for row in sights()] == [house.priya.name, house.rob.name]
    seen = AuditRow.objects.filter(action="saw record").order_by("id")
    assert [row.facts for row in seen] == [{"clinical": True}, {"clinical": False}]


@pytest.mark.parametrize("page", [*OF_ALICE, "ticks/"])
def test_who_was_turned_away_saw_nothing(treated: Treated, signed_in: As, page: str) -> None:
    house = treated.house
    people: list[Staff] = [house.charlie, house.olu]
    if OF_ALICE.get(page, {}).get("rob") == 403:
        people.append(house.rob)
    for who in people:
        assert signed_in(who).get(treated.address(page)).status_code in {403, 404}
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
    browser = signed_in(treated.house.priya)
    browser.get(f"/inbox/{alert.pk}/")
    browser.post(f"/inbox/{alert.pk}/", {"do": "take"})
    assert sights() == [("Priya Nair", "saw alert", "alert", str(alert.pk))]


def test_a_form_that_is_not_taken_shows_as_much_as_its_page_and_is_a_sight(
    treated: Treated, signed_in: As
) -> None:
    house = treated.house
    page = signed_in(house.priya).post(treated.address("assessment/"), {})
    assert page.status_code == 422
    assert sights() == [("Priya Nair", "saw assessment", "patient", str(house.alice.pk))]


@pytest.mark.parametrize(
    ("address", "page"),
    [("/inbox/", "inbox"), ("/caseload/?q=alice", "caseload"), ("/patients/gone/", "gone")],
)
def test_opening_a_list_that_names_patients_is_written_down_once_a_day(
    treated: Treated, signed_in: As, address: str, page: str
) -> None:
    house = treated.house
    for _ in range(2):
        assert signed_in(house.priya).get(address).status_code == 200
    assert sights() == [("Priya Nair", f"saw {page}", "clinic", str(house.clinic.pk))]


def test_what_priya_can_open_that_names_alice_leaves_a_row(
    treated: Treated, alert: Alert, signed_in: As
) -> None:
    """Every address of the desk: a new page that forgets the door is found here."""
    house = treated.house
    for name, route in walk(desk_addresses):
        path = "/" + route.replace(
            "<uuid:pk>", str(alert.pk if "inbox" in route else house.alice.pk)
        )
        before = AuditRow.objects.count()
        page = signed_in(house.priya).get(path.replace("<slug:slug>", "clam"))
        names_her = page.status_code == 200 and "Alice Archer" in page.content.decode()
        assert not names_her or AuditRow.objects.count() > before, f"{name} leaves no row"


def turned_away() -> list[tuple[str, str, str, str]]:
    """Who was turned away from which page, and what it was about."""
    rows = AuditRow.objects.filter(action__startswith="was turned away from ").order_by("id")
    return [
        (row.actor, row.action.removeprefix("was turned away from "), row.subject, row.subject_id)
        for row in rows
    ]


def test_who_is_turned_away_is_written_down_once_a_day(treated: Treated, signed_in: As) -> None:
    house = treated.house
    for _ in range(2):
        assert signed_in(house.rob).get(treated.address("assessment/")).status_code == 403
    assert signed_in(house.olu).get(treated.address("")).status_code == 403
    assert signed_in(house.alice).get("/caseload/").status_code == 403
    about_alice = ("patient", str(house.alice.pk))
    assert turned_away() == [
        ("Rob Lane", "assessment", *about_alice),
        ("Olu Adeyemi", "record", *about_alice),
        ("", "caseload", "page", "caseload"),
    ]


def test_a_refusal_names_the_patient_it_was_about_to_the_owner(
    treated: Treated, alert: Alert, signed_in: As
) -> None:
    house = treated.house
    ben = a_patient(house.clinic, house.priya, "Ben Hall")
    assert signed_in(house.olu).get(f"/inbox/{alert.pk}/").status_code == 403
    assert signed_in(house.rob).get(treated.address("assessment/")).status_code == 403
    assert signed_in(house.alice).get(f"/patients/{ben.pk}/").status_code == 403
    rows = list(AuditRow.objects.filter(action__startswith="was turned").order_by("id"))
    assert [(act.who, act.what, act.about) for act in acts(rows, house.clinic)] == [
        ("Olu Adeyemi", "Was not let into a case", "Alice Archer"),
        ("Rob Lane", "Was not let into the assessment", "Alice Archer"),
        ("Alice Archer", "Was not let into the patient’s record", "Ben Hall"),
    ]


def test_a_refusal_tells_nobody_of_a_patient_of_another_clinic(
    treated: Treated, alert: Alert, signed_in: As
) -> None:
    """Elsewhere they have owners and patients of their own, who may know an address of ours."""
    house = treated.house
    olga = staff(house.elsewhere, "Olga Elsewhere", owner=True)
    for person in (olga, house.carol):
        assert signed_in(person).get(treated.address("")).status_code == 403
    assert signed_in(olga).get(f"/inbox/{alert.pk}/").status_code == 403
    rows = list(AuditRow.objects.filter(action__startswith="was turned").order_by("id"))
    assert {row.clinic_id for row in rows} == {house.elsewhere.pk}
    assert str(house.alice.pk) not in {row.subject_id for row in rows}
    about = [act.about for act in acts(rows, house.elsewhere)]
    assert about == ["", house.carol.name, ""]


def test_a_page_of_another_clinic_says_nothing_to_anybody_and_fills_no_record(
    treated: Treated, signed_in: As
) -> None:
    assert signed_in(treated.house.charlie).get(treated.address("")).status_code == 404
    assert turned_away() == []


def test_a_page_that_was_opened_today_costs_one_query_more(treated: Treated, signed_in: As) -> None:
    browser = signed_in(treated.house.priya)
    browser.get(treated.address(""))
    with CaptureQueriesContext(connection) as queries:
        browser.get(treated.address(""))
    record = [each["sql"] for each in queries if "audit_auditrow" in each["sql"]]
    assert len(record) == 1
    assert record[0].startswith("SELECT")
