"""The owner reads who did what: by person, by patient, by day, in plain words, and as a file."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils import timezone

from goodform.audit import reading
from goodform.audit.actions import SOFTWARE, record
from goodform.audit.checking import check_and_keep
from goodform.audit.models import AuditRow, RecordCheck
from goodform.desk import urls as desk_pages
from goodform.desk.what_was_done import ACTS, PAGES, what_was_done
from goodform.inbox.models import StepKind
from goodform.keeping import urls as keeping_pages
from goodform.outbox import urls as outbox_pages
from goodform.people.models import Patient
from tests.desk.conftest import As, Treated
from tests.people import House, a_patient

PAGE, TABLE = "/clinic/who-did-what/", "/clinic/who-did-what.csv"


def edited(house: House, how_many: int = 1, patient: Patient | None = None) -> None:
    about = patient or house.alice
    for _ in range(how_many):
        record(
            by=house.priya,
            clinic=about.clinic_id,
            action="edited",
            subject="patient",
            subject_id=about.pk,
        )


def lines(browser: Client, query: str = "") -> list[tuple[str, ...]]:
    """Who, did what, about whom: of each line that the page shows."""
    page = browser.get(PAGE + query)
    assert page.status_code == 200, page.content.decode()
    return [(act.who, act.what, act.about) for act in page.context["acts"]]


def table(browser: Client, query: str = "") -> list[list[str]]:
    """The file's lines without their heading, and without the number, the time and the seal."""
    answer = browser.get(TABLE + query)
    assert answer.streaming
    text = b"".join(answer).decode("utf-8-sig")
    return [row[2:5] for row in csv.reader(io.StringIO(text))][1:]


def test_the_owner_reads_it_in_plain_words(treated: Treated, signed_in: As) -> None:
    house = treated.house
    signed_in(house.priya).get(treated.address(""))
    said = lines(signed_in(house.olu))
    assert said[0] == ("Olu Adeyemi", "Opened this record of who did what", "")
    assert said[1] == ("Priya Nair", "Opened the patient’s record", "Alice Archer")
    assert ("Priya Nair", "Gave a programme", "Alice Archer") in said
    assert ("Priya Nair", "Wrote an assessment", "Alice Archer") in said


@pytest.mark.parametrize("address", [PAGE, TABLE])
def test_only_an_owner_may(house: House, signed_in: As, address: str) -> None:
    for person in (house.priya, house.rob, house.alice):
        assert signed_in(person).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_charlie_owns_another_clinic_and_sees_nothing_of_ours(house: House, signed_in: As) -> None:
    edited(house)
    charlie = signed_in(house.charlie)
    assert [who for who, _what, _about in lines(charlie)] == ["Charlie Stone"]
    assert "Priya" not in str(table(charlie))
    page = charlie.get(PAGE, {"patient": "Alice"})
    assert (page.status_code, "acts" in page.context) == (422, False)
    assert charlie.get(PAGE, {"patient": str(house.alice.pk)}).status_code == 422
    assert charlie.get(PAGE, {"who": house.priya.audit_id}).status_code == 422


def test_by_person(house: House, signed_in: As) -> None:
    edited(house)
    record(by=SOFTWARE, clinic=house.clinic.pk, action="held", subject="programme", subject_id=0)
    olu = signed_in(house.olu)
    assert {who for who, _what, _about in lines(olu, f"?who={house.priya.audit_id}")} == {
        "Priya Nair"
    }
    assert {who for who, _what, _about in lines(olu, "?who=goodform")} == {"Goodform"}


def test_by_patient_is_what_was_done_about_them_and_by_them(
    treated: Treated, signed_in: As
) -> None:
    house = treated.house
    tom = a_patient(house.clinic, house.priya, "Tom Hill")
    edited(house, patient=tom)
    record(
        by=house.alice,
        clinic=house.clinic.pk,
        action="wrote to the clinic",
        subject="message",
        subject_id="gone",
    )
    said = lines(signed_in(house.olu), "?patient=archer")
    assert {about for _who, _what, about in said} == {"Alice Archer"}
    assert {what for _who, what, _about in said} >= {"Gave a programme", "Wrote to the clinic"}
    assert AuditRow.objects.filter(action="saw who did what", subject="patient").count() == 1


def test_a_name_that_fits_several_or_nobody_is_asked_about(house: House, signed_in: As) -> None:
    a_patient(house.clinic, house.priya, "Alicia Archer")
    olu = signed_in(house.olu)
    for words, says in (("arch", "Several people fit"), ("zzz", "Nobody here is called that")):
        page = olu.get(PAGE, {"patient": words})
        assert page.status_code == 422
        assert says in page.content.decode()
        assert "Nobody did anything" not in page.content.decode()


def test_by_day_of_the_clinic(house: House, signed_in: As, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in (22, 23):  # the last hour of the 14th and the first of the 15th, in London's summer
        moment = datetime(2026, 7, 14, hour, 30, tzinfo=UTC)
        with monkeypatch.context() as then:
            then.setattr(timezone, "now", lambda at=moment: at)
            edited(house)
    olu = signed_in(house.olu)
    assert len(lines(olu, "?since=2026-07-14&until=2026-07-14")) == 1
    assert len(lines(olu, "?since=2026-07-15&until=2026-07-15")) == 1
    assert len(lines(olu, "?until=2026-07-15")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "?since=yesterday",
        "?since=0001-01-01",
        "?until=9999-12-31",
        "?since=2026-07-15&until=2026-07-14",
        "?who=staff:nobody",
        "?patient=" + "x" * 101,
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page(house: House, signed_in: As, query: str) -> None:
    for address in (PAGE, TABLE):
        page = signed_in(house.olu).get(address + query)
        assert page.status_code == 422
        assert "acts" not in page.context


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "٣", ""])
def test_any_place_to_begin_is_answered(house: House, signed_in: As, before: str) -> None:
    assert signed_in(house.olu).get(PAGE, {"before": before}).status_code == 200


def test_pages_lead_to_the_first_entry_and_back(house: House, signed_in: As) -> None:
    edited(house, 120)
    olu = signed_in(house.olu)
    page, seen = olu.get(PAGE), 0
    while True:
        seen += len(page.context["acts"])
        older = page.context["older"]
        if older is None:
            break
        page = olu.get(PAGE, {"before": older})
        assert "Newest" in page.content.decode()
    assert seen == AuditRow.objects.filter(clinic_id=house.clinic.pk).count()


def test_the_file_has_every_row_and_that_it_was_taken_is_in_the_record(
    house: House, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_A_TIME", 3)
    edited(house, 10)
    saved = table(signed_in(house.olu), "?patient=alice")
    assert saved.count(["Priya Nair", "Changed who the patient is", "Alice Archer"]) == 10
    last = AuditRow.objects.latest("id")
    assert (last.actor, last.action) == ("Olu Adeyemi", "took out the record")


def test_no_cell_of_the_file_is_a_formula(house: House, signed_in: As) -> None:
    Patient.objects.filter(pk=house.alice.pk).update(name="=HYPERLINK(1)")
    edited(house)
    assert "'=HYPERLINK(1)" in {about for *_others, about in table(signed_in(house.olu))}


def test_the_file_is_read_without_a_cursor_that_a_pool_would_lose(
    house: House, signed_in: As
) -> None:
    edited(house, 3)
    with CaptureQueriesContext(connection) as queries:
        table(signed_in(house.olu))
    assert not [each["sql"] for each in queries if "CURSOR" in each["sql"]]


def test_queries_do_not_grow_with_the_rows(house: House, signed_in: As) -> None:
    olu = signed_in(house.olu)
    counts = []
    for _ in range(2):
        edited(house, 20)
        olu.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            olu.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, queries.captured_queries


def test_whether_it_is_whole_stands_on_top(house: House, signed_in: As) -> None:
    edited(house)
    olu = signed_in(house.olu)
    assert "Nobody has checked yet" in olu.get(PAGE).content.decode()
    check = check_and_keep(house.clinic.pk, now=timezone.now())
    page = olu.get(PAGE).content.decode()
    assert "all as they were written" in page
    assert check.newest_seal in page
    check_and_keep(house.clinic.pk, now=timezone.now() - timedelta(days=3))
    assert "too long ago" in olu.get(PAGE).content.decode()


def test_a_broken_record_is_loud_here_and_on_the_clinics_page(house: House, signed_in: As) -> None:
    RecordCheck.objects.create(
        clinic_id=house.clinic.pk, at=timezone.now(), rows=7, broken_row=4, why="changed", breaks=1
    )
    olu = signed_in(house.olu)
    page = olu.get(PAGE).content.decode()
    assert "not as it was written" in page
    assert "The first entry that is wrong: 4" in page
    assert "not as it was written" in olu.get("/clinic/").content.decode()


def test_the_clinics_page_leads_here(house: House, signed_in: As) -> None:
    page = signed_in(house.olu).get("/clinic/").content.decode()
    assert f'href="{PAGE}"' in page
    assert "not as it was written" not in page


def recorded() -> set[tuple[str, str]]:
    """Every action that the code writes down as it stands there, with its kind of subject."""
    found = set()
    for file in Path(settings.PACKAGE).rglob("*.py"):
        text = file.read_text()
        for call in re.finditer(r'action="([a-z ]+)",\s+subject="(\w+)"', text):
            found.add((call[1], call[2]))
    return found


def test_everything_that_is_written_down_has_plain_words() -> None:
    assert len(recorded()) > 25
    kinds = {(f"alert {kind}", "alert") for kind in StepKind}
    assert not (recorded() | kinds) - ACTS.keys()


def test_every_page_that_may_turn_somebody_away_has_plain_words() -> None:
    patterns = [*desk_pages.urlpatterns, *keeping_pages.urlpatterns, *outbox_pages.urlpatterns]
    names = {str(each.name).replace("_", " ") for each in patterns if isinstance(each, URLPattern)}
    assert {"patient new", "backups", "channel test"} <= names <= set(PAGES)


def test_what_nobody_has_words_for_is_still_said() -> None:
    row = AuditRow(action="juggled knives", subject="kitchen")
    assert what_was_done(row) == "Juggled knives"
    assert "Opened the moon" in what_was_done(AuditRow(action="saw the moon", subject="sky"))
    assert all(str(words) for words in PAGES.values())
