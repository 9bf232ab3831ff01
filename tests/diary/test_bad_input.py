"""Bad input: refused, flagged, or never refused: each fault, and a stop with each of them."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, a_stop, an_entry, iso, lines_held
from tests.people import House
from tests.prescribed import Given, a_programme, an_exercise, give_lines, line_of

REFUSED = [
    ("pain of 11", {"pain": 11}, "pain_out_of_range"),
    ("pain of minus 1", {"pain": -1}, "pain_out_of_range"),
    ("pain in words", {"pain": "3"}, "pain_out_of_range"),
    ("pain as yes", {"pain": True}, "pain_out_of_range"),
    ("pain of 2.5", {"pain": 2.5}, "pain_out_of_range"),
    ("somebody else's exercise", {"prescription": str(uuid4())}, "prescription_not_yours"),
    ("no exercise", {"prescription": None}, "prescription_malformed"),
    ("an exercise that is no id", {"prescription": "clam"}, "prescription_malformed"),
    ("a side that is none", {"side": "up"}, "side_unknown"),
    ("no side", {"side": None}, "side_unknown"),
    ("no id", {"id": None}, "id_malformed"),
    ("an id that is none", {"id": "1\x00"}, "id_malformed"),
    ("an ending that is none", {"outcome": "flew"}, "outcome_unknown"),
    ("a reason that is none", {"outcome": "skipped", "reason": "dog"}, "reason_unknown"),
    ("a place that is a number", {"where": 7}, "where_malformed"),
    ("noticed in one word", {"noticed": "wobble"}, "noticed_malformed"),
    ("a thousand sets", {"sets_done": 1000}, "sets_out_of_range"),
    ("repetitions in words", {"repetitions_done": "ten"}, "repetitions_out_of_range"),
    ("a hold of a day", {"hold_done_s": 86400}, "hold_out_of_range"),
    ("a difficulty that is none", {"difficulty": "fun"}, "difficulty_unknown"),
    ("a timing that is none", {"timing": "guessed"}, "timing_unknown"),
    ("no time", {"recorded_at": None}, "time_malformed"),
    ("a time without its offset", {"recorded_at": "2026-11-16T09:00:00"}, "time_malformed"),
    ("a time in words", {"recorded_at": "yesterday"}, "time_malformed"),
    ("a time in the year 1", {"recorded_at": "0001-01-01T00:00:00+14:00"}, "time_malformed"),
]


@pytest.mark.parametrize(
    ("said", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_malformed_entry_is_refused_by_itself(
    given: Given, phone: Phone, said: dict[str, Any], code: str
) -> None:
    answer = phone.send(an_entry(given.clam, **said), an_entry(given.hinge))
    bad, good = answer["entries"]
    assert (bad["result"], bad["code"]) == ("refused", code)
    assert bad["sentence"].endswith("Phone us, so that we can put it right.")
    assert good["result"] == "accepted"
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("said", [5, "clam", None, [], True], ids=repr)
def test_an_entry_that_is_no_entry_is_refused_by_itself(
    given: Given, phone: Phone, said: object
) -> None:
    answer = phone.send(said, an_entry(given.hinge))
    assert [each["result"] for each in answer["entries"]] == ["refused", "accepted"]


@pytest.mark.parametrize(
    ("said", "flag"),
    [row[1:] for row in REFUSED if row[0] != "an ending that is none"],
    ids=[row[0] for row in REFUSED if row[0] != "an ending that is none"],
)
def test_a_stop_with_the_same_fault_is_kept_flagged_held_and_told(
    given: Given, phone: Phone, said: dict[str, Any], flag: str
) -> None:
    stop = {**a_stop(given.hinge), **{k: v for k, v in said.items() if k != "outcome"}}
    answer = phone.send(stop)
    (result,) = answer["entries"]
    assert (result["result"], result["code"]) == ("flagged", flag)
    entry = Entry.objects.get()
    assert flag in entry.flags
    known = entry.prescription is not None
    assert lines_held() == ({given.hinge.line} if known else {None})
    alert = Alert.objects.get()
    assert alert.kind == Kind.STOP
    assert alert.severity == Severity.TODAY
    phone.send(stop)
    assert Entry.objects.count() == 1
    assert Alert.objects.count() == 1


def test_a_stop_on_somebody_elses_exercise_names_none_of_theirs(house: House, given: Given) -> None:
    theirs = a_programme(house.carol, house.charlie)
    Phone(house.alice).send(a_stop(theirs.hinge))
    assert Entry.objects.get().prescription is None
    assert Alert.objects.get().patient == house.alice
    assert not Hold.objects.filter(programme=theirs.programme).exists()
    assert lines_held() == {None}


def test_an_entry_on_somebody_elses_exercise_is_refused(house: House, given: Given) -> None:
    theirs = a_programme(house.carol, house.charlie)
    answer = Phone(house.alice).send(an_entry(theirs.hinge))
    assert answer["entries"][0]["code"] == "prescription_not_yours"
    assert not Entry.objects.exists()


def superseded(house: House, given: Given) -> None:
    """The hip hinge gets a new dose."""
    hinge = line_of(an_exercise("hip-hinge", "Hip hinge"), line=str(given.hinge.line), sets=3)
    keep = line_of(an_exercise("clam", "Clam", sides="each"), line=str(given.clam.line))
    give_lines(house.alice, house.priya, [keep, hinge])


def ended(house: House, given: Given) -> None:
    """The hip hinge is taken off the list."""
    keep = line_of(an_exercise("clam", "Clam", sides="each"), line=str(given.clam.line))
    give_lines(house.alice, house.priya, [keep])


def held(house: House, given: Given) -> None:
    """The hip hinge was stopped before."""
    Phone(house.alice).send(a_stop(given.hinge))


def locked(house: House, given: Given) -> None:
    """The review date has passed."""
    assessment = house.alice.assessments.get()
    assessment.review_by = timezone.localdate() - timedelta(days=2)
    assessment.save()


def not_cleared(house: House, given: Given) -> None:
    """Priya has looked again, and nothing may be done for now."""
    house.alice.assessments.update(cleared=False)


def said_goodbye(house: House, given: Given) -> None:
    """The clinic has ended Alice's care."""
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)


def without_a_country(house: House, given: Given) -> None:
    """The clinic has taken its country away: it has no live patients."""
    house.clinic.country_pack = ""
    house.clinic.save()


def wrong_side(house: House, given: Given) -> None:
    """Nothing about the programme: the entry itself names a side that was not asked for."""


STATES = [
    (superseded, "superseded"),
    (ended, "ended"),
    (held, "held"),
    (locked, "locked"),
    (not_cleared, "locked"),
    (said_goodbye, "locked"),
    (without_a_country, "locked"),
    (wrong_side, "side_not_prescribed"),
]


@pytest.mark.parametrize("outcome", ["done", "stopped"])
@pytest.mark.parametrize(("state", "code"), STATES, ids=[row[0].__name__ for row in STATES])
def test_an_exercise_that_is_no_longer_as_it_was_is_taken_and_flagged(
    house: House, given: Given, state: Any, code: str, outcome: str
) -> None:
    state(house, given)
    side = "left" if state is wrong_side else "both"
    make = a_stop if outcome == "stopped" else an_entry
    answer = Phone(house.alice).send(make(given.hinge, side=side))
    assert answer["entries"][0]["result"] == "flagged"
    assert code in Entry.objects.latest("session__received_at").flags
    if outcome == "stopped":
        assert given.hinge.line in lines_held()
        assert Alert.objects.filter(kind=Kind.STOP).exists()


def test_a_session_from_the_future_is_clamped_flagged_and_never_lost(
    given: Given, phone: Phone
) -> None:
    ahead = timezone.now() + timedelta(days=30)
    answer = phone.send(
        an_entry(given.clam, recorded_at=iso(ahead)),
        a_stop(given.hinge, recorded_at=iso(ahead)),
        started_at=iso(ahead),
        sent_at=iso(ahead),
        clock_offset_s=None,
    )
    assert [each["result"] for each in answer["entries"]] == ["flagged", "flagged"]
    assert {entry.local_date for entry in Entry.objects.all()} == {timezone.localdate()}
    assert all("time_clamped" in entry.flags for entry in Entry.objects.all())
    assert lines_held() == {given.hinge.line}


@pytest.mark.parametrize("hours", [-40, -3, 3, 26, 47])
def test_a_clock_up_to_two_days_off_is_put_right(given: Given, phone: Phone, hours: int) -> None:
    now = timezone.now()
    off = timedelta(hours=hours)
    phone.send(
        an_entry(given.clam, recorded_at=iso(now - timedelta(minutes=5) + off)),
        started_at=iso(now - timedelta(minutes=9) + off),
        sent_at=iso(now + off),
        clock_offset_s=None,
    )
    entry = Entry.objects.get()
    assert abs(entry.recorded_at - (now - timedelta(minutes=5))) < timedelta(minutes=1)
    assert entry.flags == []


def test_the_offset_the_phone_measured_counts_also_when_it_sends_late(
    given: Given, phone: Phone
) -> None:
    done = timezone.now() - timedelta(days=5)
    phone.send(
        an_entry(given.clam, recorded_at=iso(done + timedelta(hours=6))),
        sent_at=iso(timezone.now() + timedelta(hours=6)),
        clock_offset_s=-6 * 3600,
    )
    assert abs(Entry.objects.get().recorded_at - done) < timedelta(seconds=1)


def test_the_day_is_the_patients_own_where_they_were(given: Given, phone: Phone) -> None:
    """23:30 in New York is the next day in London."""
    phone.send(
        an_entry(given.clam, recorded_at="2026-11-16T04:30:00+00:00"),
        an_entry(given.hinge, recorded_at="2026-11-16T04:30:00+00:00", zone="Europe/London"),
        zone="America/New_York",
        started_at="2026-11-16T04:20:00Z",
    )
    days = {entry.prescription_id: entry.local_date.isoformat() for entry in Entry.objects.all()}
    assert days == {given.clam.pk: "2026-11-15", given.hinge.pk: "2026-11-16"}


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+5", "GMT", "EST5EDT"])
def test_a_zone_without_a_place_leaves_the_day_to_the_profile(
    house: House, given: Given, phone: Phone, zone: str
) -> None:
    """23:30 UTC is the next day in Auckland."""
    house.alice.zone = "Pacific/Auckland"
    house.alice.save()
    phone.send(
        an_entry(given.clam, recorded_at="2026-11-15T23:30:00+00:00"),
        zone=zone,
        started_at="2026-11-15T23:20:00Z",
    )
    assert Entry.objects.get().local_date.isoformat() == "2026-11-16"


BODIES = [
    ("broken JSON", b'{"entries": [', 400),
    ("a list", b"[]", 400),
    ("a number", b"5", 400),
    ("nothing", b"", 400),
    ("bytes that are no text", b"\xff\xfe\x00", 400),
    ("not a number", b'{"pain_before": NaN}', 400),
    ("a number of 5,000 digits", b'{"pain_before": ' + b"9" * 5000 + b"}", 400),
    ("a hundred thousand brackets", b"[" * 100_000, 400),
    ("10 MB", b'{"note": "' + b"a" * 10_000_000 + b'"}', 413),
]


@pytest.mark.parametrize(
    ("body", "status"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
def test_a_body_that_cannot_be_read_gets_a_clear_answer(
    given: Given, phone: Phone, body: bytes, status: int
) -> None:
    answer = phone.put(body)
    assert answer.status_code == status
    assert "Phone us" in answer.json()["sentence"]
    assert not Session.objects.exists()


ODD_SESSIONS: list[tuple[str, dict[str, Any], str]] = [
    ("no start", {"started_at": None}, ""),
    ("a start in words", {"started_at": "now"}, "time_malformed"),
    ("a zone that is none", {"zone": "Mars/Base"}, "zone_unknown"),
    ("pain before of 11", {"pain_before": 11}, "pain_out_of_range"),
    ("a programme that is none", {"programme": 5}, "programme_malformed"),
    ("a note that is a list", {"note": ["a"]}, "note_malformed"),
    ("a note of 20,000 letters", {"note": "a" * 20_000}, "note_cut"),
    ("an offset that is text", {"clock_offset_s": "2"}, "clock_malformed"),
    ("an offset of 400 digits", {"clock_offset_s": 10**400}, "clock_malformed"),
    ("a zone without a place", {"zone": "UTC"}, ""),
    ("a zone of an hour only", {"zone": "Etc/GMT+5"}, ""),
    ("a key nobody knows", {"mood": "fine"}, ""),
]


@pytest.mark.parametrize(
    ("said", "flag"), [row[1:] for row in ODD_SESSIONS], ids=[row[0] for row in ODD_SESSIONS]
)
def test_an_odd_session_still_keeps_its_entries(
    given: Given, phone: Phone, said: dict[str, Any], flag: str
) -> None:
    answer = phone.send(an_entry(given.clam), a_stop(given.hinge), **said)
    assert Entry.objects.count() == 2
    assert answer["flags"] == ([flag] if flag else [])
    assert lines_held() == {given.hinge.line}


def test_words_with_nul_half_letters_emoji_and_right_to_left_are_kept(
    given: Given, phone: Phone
) -> None:
    body = json.dumps(a_document(a_stop(given.hinge, where="x"), note="y"))
    body = body.replace('"x"', '"here\\u0000 \\ud83d 🙂"').replace('"y"', '"كتف\\u0000 10 %"')
    phone.put(body)
    assert Entry.objects.get().where == "here  🙂"
    assert Session.objects.get().note == "كتف 10 %"
