"""A patient's record: what was done, how it felt, what changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.desk import record_facts
from goodform.diary.models import Entry, Excess, Morning, Session
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.schedule import local_day
from tests.desk.conftest import As, Treated, a_line, give_to
from tests.people import House


def sat(treated: Treated, days: int, *, before: int | None = 2, note: str = "") -> Session:
    """A session so many days ago."""
    at = timezone.now() - timedelta(days=days)
    return Session.objects.create(
        id=uuid4(),
        patient=treated.house.alice,
        programme=treated.programme,
        programme_version=1,
        local_date=local_day(at, "Europe/London"),
        zone="Europe/London",
        started_at=at,
        finished_at=at,
        sent_at=at,
        received_at=at,
        pain_before=before,
        pain_after=before,
        note=note,
    )


def did(session: Session, row: Prescription, side: str, **facts: object) -> Entry:
    """One exercise of it."""
    said = {
        "outcome": "done",
        "sets_done": row.sets,
        "repetitions_done": row.repetitions,
        "pain": 1,
        "difficulty": "easy",
        "timing": "timed",
        **facts,
    }
    return Entry.objects.create(
        id=uuid4(),
        session=session,
        prescription=row,
        side=side,
        sets_target=row.sets,
        repetitions_target=row.repetitions,
        hold_target_s=row.hold_s,
        recorded_at=session.started_at,
        local_date=session.local_date,
        **said,
    )


@pytest.fixture
def recorded(treated: Treated) -> Treated:
    """Three sessions of Alice; the last one stopped."""
    long_ago = timezone.now() - timedelta(days=20)
    Prescription.objects.filter(programme=treated.programme).update(given_at=long_ago)
    rows = treated.rows
    for days in (4, 3):
        session = sat(treated, days)
        for side in ("left", "right"):
            did(session, rows["clam"], side, noticed=["pelvis_rolled"])
    last = sat(treated, 1, before=None, note="Sharp, when I came up.")
    did(
        last,
        rows["hip-hinge"],
        "both",
        outcome="stopped",
        pain=6,
        where="low_back",
        difficulty="hard",
    )
    Morning.objects.create(
        patient=treated.house.alice,
        date=last.local_date + timedelta(days=1),
        settled=False,
        pain=4,
        answered_at=timezone.now(),
    )
    return treated


def test_a_session_is_told_with_sides_pain_and_what_was_noticed(
    recorded: Treated, signed_in: As
) -> None:
    page = signed_in(recorded.house.priya).get(recorded.address("")).content.decode()
    for words in (
        "Clam<",
        ", left",
        "2 × 10 of 2 × 10",
        "pain before 2, after 2",
        "pain before not answered",
        "My pelvis rolled back",
        "Stopped, it hurt",
        "Low back",
        "Sharp, when I came up.",
        "worse, pain 4",
        "Too easy",
    ):
        assert words in page, words


def test_done_of_planned_has_numerator_and_denominator(recorded: Treated, signed_in: As) -> None:
    page = signed_in(recorded.house.priya).get(recorded.address("")).content.decode()
    assert "2 of 14" in page
    assert "4 timed, 0 ticked" in page
    assert "too easy 4 times" in page
    assert "not a day without exercise" in page


def test_the_programme_page_shows_the_week_and_the_evidence(
    recorded: Treated, signed_in: As
) -> None:
    page = signed_in(recorded.house.priya).get(recorded.address()).content.decode()
    assert "2 of 7 days, pain 1, “easy” 4 times" in page
    assert "Stopped " in page
    assert "pain 6" in page
    assert "Last 2 weeks on this dose, as reported: 2 of 14 sessions" in page


def test_a_change_of_dose_stands_between_the_sessions(recorded: Treated, signed_in: As) -> None:
    alice, clam = recorded.house.alice, recorded.rows["clam"]
    give_to(
        alice,
        recorded.house.priya,
        a_line(alice, "clam", line=str(clam.line), sets=3, why_changed="It was easy."),
    )
    page = signed_in(recorded.house.priya).get(recorded.address("")).content.decode()
    assert "3 × 10 each side" in page
    assert "2 × 10 each side" in page
    assert "It was easy." in page
    assert page.index("3 × 10 each side", page.index("Sessions, and")) < page.index("Sharp, when")


@pytest.mark.parametrize(
    "said", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "yesterday", "%00", ""]
)
def test_a_moment_that_cannot_be_shows_the_newest(
    recorded: Treated, signed_in: As, said: str
) -> None:
    answer = signed_in(recorded.house.priya).get(recorded.address("") + "?before=" + said)
    assert answer.status_code == 200
    assert "Back to the newest" not in answer.content.decode()


def test_earlier_sessions_are_one_tap_away(recorded: Treated, signed_in: As) -> None:
    for days in range(5, 20):
        did(sat(recorded, days), recorded.rows["clam"], "left")
    browser = signed_in(recorded.house.priya)
    first = browser.get(recorded.address("")).content.decode()
    assert first.count('class="sitting"') == 14
    query = first.split('href="?before=')[1].split('"')[0]
    assert (
        "Back to the newest"
        in browser.get(recorded.address("") + "?before=" + query).content.decode()
    )


@pytest.mark.parametrize("before", ["x", "2026-13-45", "", "2026-11-16", "9" * 40])
def test_an_odd_address_shows_the_newest(recorded: Treated, signed_in: As, before: str) -> None:
    answer = signed_in(recorded.house.priya).get(recorded.address(""), {"before": before})
    assert answer.status_code == 200
    assert "Assessments" in answer.content.decode()


def test_a_long_record_costs_as_few_queries_as_a_short_one(
    recorded: Treated, signed_in: As
) -> None:
    browser = signed_in(recorded.house.priya)
    pages = (recorded.address(""), recorded.address())
    counts = []
    for page in pages:
        browser.get(page)
    for _ in range(2):
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                browser.get(page)
            counts.append(len(queries))
        for days in range(5, 12):
            did(sat(recorded, days), recorded.rows["clam"], "left")
    assert counts[:2] == counts[2:]
    assert max(counts) <= 26


def test_a_patient_who_has_nothing_yet_has_a_record_that_says_so(
    house: House, signed_in: As
) -> None:
    page = signed_in(house.priya).get(f"/patients/{house.alice.pk}/").content.decode()
    for words in ("Nothing given yet.", "No session yet", "Nobody has assessed this patient yet."):
        assert words in page


@pytest.mark.parametrize(("days", "kept"), [("5", 5), ("", None), ("90", 90)])
def test_priya_chooses_when_she_is_told_of_silence(
    treated: Treated, signed_in: As, days: str, kept: int | None
) -> None:
    signed_in(treated.house.priya).post(treated.address("silence/"), {"days": days})
    assert Programme.objects.get().quiet_after_days == kept


@pytest.mark.parametrize("days", ["0", "91", "-1", "soon", "1.5"])
def test_a_silence_that_cannot_be_is_refused(treated: Treated, signed_in: As, days: str) -> None:
    answer = signed_in(treated.house.priya).post(treated.address("silence/"), {"days": days})
    assert answer.status_code == 422
    assert f'value="{days}"' in answer.content.decode()
    assert Programme.objects.get().quiet_after_days is None


def test_what_a_session_had_no_room_for_is_counted_on_its_page(
    recorded: Treated, signed_in: As
) -> None:
    full = sat(recorded, 2)
    Session.objects.filter(pk=full.pk).update(flags=["too_many"])
    Excess.objects.create(session=full, received={str(n): "{}" for n in range(31)})
    page = signed_in(recorded.house.priya).get(recorded.address("")).content.decode()
    assert page.count("31 more were received with this session: too many to list.") == 1
    assert "Even more came" not in page
    Excess.objects.update(full=True)
    page = signed_in(recorded.house.priya).get(recorded.address("")).content.decode()
    assert "Even more came, and was not kept." in page
    for other in (recorded.house.rob, recorded.house.olu, recorded.house.charlie):
        said = signed_in(other).get(recorded.address("")).content.decode()
        assert "more were received" not in said


def test_a_flood_of_stops_is_listed_as_far_as_a_session_holds_and_counted(
    recorded: Treated, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_facts, "MOST_ENTRIES", 3)
    full = sat(recorded, 2)
    Session.objects.filter(pk=full.pk).update(flags=["too_many"])
    for _each in range(5):
        did(full, recorded.rows["glute-bridge"], "both", outcome="stopped")
    page = signed_in(recorded.house.priya).get(recorded.address("")).content.decode()
    assert page.count("2 more were told in this session, stops among them: too many to list.") == 1
    sitting = page[: page.index("2 more were told")].rpartition('class="sitting"')[2]
    assert sitting.count("Stopped, it hurt") == 3


def test_a_record_costs_as_many_queries_for_many_doses_as_for_one(
    treated: Treated, signed_in: As
) -> None:
    priya, address = signed_in(treated.house.priya), treated.address("")
    did(sat(treated, 1), treated.rows["clam"], "left")
    priya.get(address)
    with CaptureQueriesContext(connection) as few:
        priya.get(address)
    for days in range(2, 8):
        session = sat(treated, days)
        for row in treated.rows.values():
            did(session, row, "left")
    with CaptureQueriesContext(connection) as many:
        priya.get(address)
    assert len(many) == len(few) <= 24
