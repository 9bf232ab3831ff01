"""`PUT /api/sessions/<uuid>`: what is taken, flagged, refused, and what never is."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.diary.actions import NotTheirDiary, take_session
from goodform.diary.documents import MorningDocument, SessionDocument
from goodform.diary.models import Entry, EntryRevision, Session
from goodform.diary.morning_actions import take_morning
from goodform.inbox.models import Alert, Kind, Message, Severity
from goodform.outbox.models import Notification
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, a_stop, an_entry, iso
from tests.people import House
from tests.prescribed import Given, a_programme, an_exercise, give_lines, line_of


@pytest.fixture
def given(house: House) -> Given:
    """Alice's clam, hip hinge and glute bridge; usual pain 3."""
    return a_programme(house.alice, house.priya)


@pytest.fixture
def phone(house: House) -> Phone:
    """Alice's phone."""
    return Phone(house.alice)


def lines_held() -> set[object]:
    """The lines with an open hold; None is everything."""
    return set(Hold.objects.filter(released_at=None).values_list("line", flat=True))


def test_a_session_is_kept_with_what_was_asked_beside_what_was_done(
    given: Given, phone: Phone
) -> None:
    answer = phone.put(a_document(an_entry(given.clam, repetitions_done=8, pain=2), pain_before=2))
    assert answer.status_code == 201
    entry = Entry.objects.get()
    assert (entry.repetitions_done, entry.repetitions_target) == (8, 10)
    assert (entry.side, entry.outcome, entry.pain, entry.timing) == ("left", "done", 2, "timed")
    assert entry.session.pain_before == 2
    assert entry.local_date == timezone.localdate()


def test_the_same_again_is_once(given: Given, phone: Phone) -> None:
    document = a_document(an_entry(given.clam), a_stop(given.hinge), pain_before=2)
    assert phone.put(document).status_code == 201
    before = (
        list(Session.objects.values()),
        list(Entry.objects.order_by("pk").values()),
        list(Hold.objects.values()),
        list(Alert.objects.values()),
        AuditRow.objects.count(),
    )
    again = phone.put(document)
    assert again.status_code == 200
    assert before == (
        list(Session.objects.values()),
        list(Entry.objects.order_by("pk").values()),
        list(Hold.objects.values()),
        list(Alert.objects.values()),
        AuditRow.objects.count(),
    )


def test_sent_again_with_more_it_grows(given: Given, phone: Phone) -> None:
    first = an_entry(given.clam)
    phone.send(first)
    phone.send(first, an_entry(given.clam, side="right"), finished_at=iso(timezone.now()))
    assert sorted(Entry.objects.values_list("side", flat=True)) == ["left", "right"]
    assert Session.objects.get().finished_at is not None


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
    house.alice.ended_at = timezone.now()
    house.alice.save()


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


@pytest.mark.parametrize("said", ["numb_leg", ["numb_leg"], ["nothing I know"], {"a": 1}, 5, True])
def test_symptoms_told_in_any_way_hold_everything(given: Given, phone: Phone, said: object) -> None:
    answer = phone.send(a_stop(given.hinge, symptoms=said))
    assert answer["everything_held"] is True
    assert lines_held() == {given.hinge.line, None}
    assert Alert.objects.get().severity == Severity.CALL_NOW


def test_a_symptom_without_a_stop_holds_everything_too(given: Given, phone: Phone) -> None:
    phone.send(an_entry(given.hinge, symptoms=["dizzy"], pain=11))
    assert lines_held() == {None}
    assert Alert.objects.get().severity == Severity.CALL_NOW


def test_numb_left_and_numb_right_are_seen_together(given: Given, phone: Phone) -> None:
    answer = phone.send(
        a_stop(given.hinge, symptoms=["numb_leg"], where="left_leg"),
        a_stop(given.bridge, where="right_leg"),
    )
    assert answer["advice"] == "emergency"
    assert Alert.objects.filter(kind=Kind.RED_FLAG).exists()


@pytest.mark.parametrize("flags", [["saddle"], ["fever", "night"], ["no such code"], "saddle"])
def test_a_red_flag_holds_everything_and_calls_the_clinic_now(
    given: Given, phone: Phone, flags: object
) -> None:
    answer = phone.send(red_flags=flags)
    assert lines_held() == {None}
    alert = Alert.objects.get()
    assert (alert.kind, alert.severity) == (Kind.RED_FLAG, Severity.CALL_NOW)
    assert len(answer["held"]) == 3


def test_a_red_flag_of_somebody_without_a_programme_still_reaches_the_clinic(
    house: House,
) -> None:
    Phone(house.alice).send(red_flags=["saddle"])
    assert Alert.objects.get().severity == Severity.CALL_NOW


def test_none_of_these_is_an_answer_and_holds_nothing(given: Given, phone: Phone) -> None:
    phone.send(red_flags=["none_of_these"])
    assert not Alert.objects.exists()
    assert Session.objects.get().red_flags_asked == "whole_list"


PAINS = [
    # exercise, before, during, after → lines held, alert kinds
    ("all quiet", "hinge", 2, 2, 3, 0, []),
    ("a small rise during", "hinge", 2, 3, None, 0, []),
    ("a rise of two above usual", "hinge", 3, 5, None, 1, ["pain"]),
    ("above the monitored ceiling of 4", "bridge", 3, 5, None, 1, ["pain"]),
    ("at the monitored ceiling of 4", "bridge", 3, 4, None, 0, []),
    ("two more after than before", "hinge", 2, None, 4, 1, ["pain"]),
    ("three more after, monitored", "bridge", 1, None, 4, 1, ["pain"]),
    ("two more after, monitored", "bridge", 1, None, 3, 0, []),
    ("too sore to start", "hinge", 5, None, None, 0, ["pain"]),
    ("nobody answered", "hinge", None, None, None, 0, []),
]


@pytest.mark.parametrize("row", PAINS, ids=[row[0] for row in PAINS])
def test_the_pain_rules_decide_over_the_wire(given: Given, phone: Phone, row: Any) -> None:
    _, name, before, during, after, lines, alerts = row
    entry = an_entry(getattr(given, name), pain=during)
    phone.send(entry, pain_before=before, pain_after=after)
    assert len(lines_held()) == lines
    assert [alert.kind for alert in Alert.objects.all()] == alerts


def test_the_answers_after_a_stop_are_added_to_its_case(given: Given, phone: Phone) -> None:
    stop = a_stop(given.hinge)
    phone.send(stop, pain_before=2)
    phone.send({**stop, "pain": 6, "where": "low_back"}, pain_before=2)
    alert = Alert.objects.get()
    assert "pain" not in alert.evidence
    assert [each["facts"]["pain"] for each in alert.later] == [6]


def test_pressed_by_mistake_is_logged_and_shown_and_releases_nothing(
    given: Given, phone: Phone
) -> None:
    stop = a_stop(given.hinge)
    phone.send(stop)
    phone.send({**stop, "undone_at": iso(timezone.now())})
    assert Entry.objects.get().outcome == "stopped"
    assert lines_held() == {given.hinge.line}
    alert = Alert.objects.get()
    assert alert.resolved_at is None
    assert alert.later[-1]["facts"]["undone_at"]
    assert AuditRow.objects.filter(action="took back an entry").count() == 1


def test_a_stop_never_turns_into_done(given: Given, phone: Phone) -> None:
    stop = a_stop(given.hinge)
    phone.send(stop)
    phone.send({**stop, "outcome": "done"})
    assert Entry.objects.get().outcome == "stopped"
    assert lines_held() == {given.hinge.line}


def test_a_correction_keeps_what_was_said_before(given: Given, phone: Phone) -> None:
    entry = an_entry(given.clam, pain=2)
    phone.send(entry)
    phone.send({**entry, "pain": 1}, sent_at=iso(timezone.now() + timedelta(seconds=1)))
    assert Entry.objects.get().pain == 1
    assert EntryRevision.objects.get().before == {"pain": 2}


def test_silence_takes_nothing_away(given: Given, phone: Phone) -> None:
    entry = an_entry(given.clam, pain=2, difficulty="easy")
    phone.send(entry, pain_before=2)
    phone.send({**entry, "pain": None, "difficulty": None}, pain_before=None)
    kept = Entry.objects.get()
    assert (kept.pain, kept.difficulty, kept.session.pain_before) == (2, "easy", 2)


def test_after_seven_days_gaps_are_filled_and_nothing_is_changed(
    given: Given, phone: Phone
) -> None:
    entry = an_entry(given.clam, pain=2)
    phone.take(a_document(entry))
    later = timezone.now() + timedelta(days=8)
    document = a_document({**entry, "pain": 1, "difficulty": "easy"}, sent_at=iso(later))
    taken = phone.take(document, at=later)
    kept = Entry.objects.get()
    assert (kept.pain, kept.difficulty) == (2, "easy")
    assert taken.results[0].code == "too_old_to_correct"
    assert EntryRevision.objects.get().before == {"pain": 1}


def test_a_correction_downwards_releases_and_closes_nothing(given: Given, phone: Phone) -> None:
    entry = an_entry(given.hinge, pain=8)
    phone.send(entry, pain_before=2)
    phone.send({**entry, "pain": 0}, pain_before=2)
    assert lines_held() == {given.hinge.line}
    assert Alert.objects.get().resolved_at is None


def test_a_note_becomes_a_message_that_somebody_must_read(given: Given, phone: Phone) -> None:
    for _ in range(2):
        phone.send(an_entry(given.clam), note="My leg feels odd since Sunday.")
    message = Message.objects.get()
    assert message.text == "My leg feels odd since Sunday."
    assert message.read_at is None


def test_carol_and_charlie_get_nothing_of_alices_session(house: House, given: Given) -> None:
    phone = Phone(house.alice)
    phone.send(an_entry(given.clam))
    hers = Phone(house.carol, phone.session)
    assert hers.put(a_document(a_stop(given.hinge))).status_code == 404
    client = Client()
    for staff in (house.charlie, house.priya, house.rob):
        client.force_login(staff.user)
        answer = client.put(f"/api/sessions/{phone.session}", "{}", content_type="application/json")
        assert answer.status_code == 404
    assert Entry.objects.count() == 1
    assert not Alert.objects.exists()


@pytest.mark.parametrize("who", ["carol", "charlie", "priya", "rob"])
def test_nobody_but_the_patient_writes_their_diary(house: House, given: Given, who: str) -> None:
    with pytest.raises(NotTheirDiary):
        take_session(
            patient=house.alice,
            session=uuid4(),
            document=SessionDocument(),
            received_at=timezone.now(),
            by=getattr(house, who),
        )
    with pytest.raises(NotTheirDiary):
        take_morning(
            patient=house.alice,
            day=timezone.localdate(),
            document=MorningDocument(settled=True, pain=None),
            received_at=timezone.now(),
            by=getattr(house, who),
        )


def test_signed_out_is_401_and_a_wrong_method_405_in_json(given: Given, phone: Phone) -> None:
    answer = Client().put(f"/api/sessions/{phone.session}", "{}")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    answer = Client().get(f"/api/sessions/{phone.session}")
    assert answer.status_code == 405


def test_without_the_token_of_the_page_nothing_is_taken(house: House, given: Given) -> None:
    client = Client(enforce_csrf_checks=True)
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    address = f"/api/sessions/{uuid4()}"
    body = json.dumps(a_document(an_entry(given.clam)))
    answer = client.put(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    client.get("/api/today")
    token = client.cookies["csrftoken"].value
    answer = client.put(
        address, body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 201


class TheLineIsCut(Exception):
    """Something that goes wrong in the middle."""


STEPS = [
    "goodform.diary.models.Entry.objects.bulk_create",
    "goodform.diary.following.hold",
    "goodform.diary.following.raise_alert",
    "goodform.inbox.actions.enqueue",
    "goodform.inbox.actions.record",
    "goodform.diary.actions.record",
    "goodform.diary.actions.send_message",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_stop_is_kept_with_its_hold_alert_mail_and_record_or_not_at_all(
    house: House, given: Given, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise TheLineIsCut

    tables = (Session, Entry, Hold, Alert, Message, Notification, AuditRow)
    before = [table.objects.count() for table in tables]
    document = a_document(a_stop(given.hinge), note="It caught.")
    with monkeypatch.context() as patched:
        patched.setattr(step, fails)
        with pytest.raises(TheLineIsCut), transaction.atomic():
            Phone(house.alice).take(document)
    assert [table.objects.count() for table in tables] == before
    Phone(house.alice).take(document)
    after = [table.objects.count() for table in tables]
    assert all(now > then for now, then in zip(after, before, strict=True))


CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def test_six_entries_cost_at_most_fifteen_queries(house: House, given: Given) -> None:
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    entries = [an_entry(row) for row in given.prescriptions for _ in range(2)]
    body = json.dumps(a_document(*entries, pain_before=2, pain_after=2))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.put(f"/api/sessions/{uuid4()}", body, content_type="application/json")
    assert answer.status_code == 201
    asked = [each["sql"] for each in queries if not each["sql"].startswith(CONTROL)]
    assert len(asked) <= 15, "\n".join(asked)
