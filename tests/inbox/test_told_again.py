"""One open case a patient, line and kind: what is told again wakes it, and drowns nobody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.inbox.actions import escalate, tell
from goodform.inbox.answer_actions import NotShown, acknowledge, note_attempt, resolve
from goodform.inbox.evidence import Evidence
from goodform.inbox.gathering import Told
from goodform.inbox.held import held_by
from goodform.inbox.models import Alert, AlertStep, Closing, Kind, Severity, StepKind
from goodform.inbox.queries import case_of
from goodform.inbox.told import newest_telling
from goodform.outbox.models import Notification, State
from goodform.outbox.rendering import words_of
from goodform.programmes.actions import release
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_stop
from tests.inbox.test_alerts import mailed
from tests.people import House, a_house
from tests.prescribed import Given, a_programme

TEN = timedelta(minutes=10)


@pytest.fixture
def given(house: House) -> Given:
    """Clam, hip hinge and glute bridge."""
    return a_programme(house.alice, house.priya)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """`clock(later)`: it is so much later from now on."""
    start = timezone.now()

    def later(by: timedelta) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: start + by)
        return start + by

    later(timedelta())
    return later


def told(
    house: House,
    given: Given,
    *,
    severity: Severity = Severity.TODAY,
    times: int = 1,
    cause: str = "",
    kind: Kind = Kind.STOP,
    advice: str = "",
) -> Alert:
    """Alice's hip hinge is told of, so many times at once."""
    many = [
        Told(
            kind=kind,
            severity=severity,
            cause=cause or f"stop:{uuid4()}",
            evidence=Evidence(because="stopped", exercise="Hip hinge", advice=advice),
            happened_at=timezone.now(),
            prescription=given.hinge,
        )
        for _ in range(times)
    ]
    return Alert.objects.get(pk=tell(patient=house.alice, told=many, by=house.alice)[0].pk)


def mails() -> list[tuple[datetime, int]]:
    """When each mail to Priya is due, and how much it counts."""
    rows = Notification.objects.filter(kind="alert", staff__name="Priya Nair").order_by("due_at")
    return [(row.due_at, row.facts.get("count", 1)) for row in rows]


def test_a_second_stop_is_added_to_the_open_case(house: House, given: Given) -> None:
    first, second = told(house, given), told(house, given)
    assert first.pk == second.pk
    assert second.times == 2
    assert Alert.objects.count() == 1


def test_another_line_another_kind_and_another_patient_are_other_cases(
    house: House, given: Given
) -> None:
    phone = Phone(house.alice)
    phone.send(a_stop(given.hinge), a_stop(given.bridge), a_stop(given.hinge, symptoms=["saddle"]))
    theirs = a_programme(house.carol, house.charlie)
    Phone(house.carol).send(a_stop(theirs.hinge))
    assert sorted((each.kind, each.patient.called) for each in Alert.objects.all()) == [
        ("red_flag", "Alice"),
        ("stop", "Alice"),
        ("stop", "Alice"),
        ("stop", "Carol"),
    ]


def test_after_it_was_closed_a_stop_opens_a_new_one(house: House, given: Given) -> None:
    first = told(house, given)
    resolve(alert=first, outcome=Closing.SPOKE, what_was_done="Rang her.", by=house.priya)
    assert told(house, given).pk != first.pk


def test_what_is_told_again_wakes_what_somebody_has_taken(
    house: House, given: Given, clock: Callable[[timedelta], datetime]
) -> None:
    acknowledge(alert=told(house, given), by=house.priya)
    now = clock(timedelta(hours=3))
    alert = told(house, given)
    assert (alert.acknowledged_at, alert.acknowledged_by, alert.waiting_since) == (None, None, now)
    assert alert.owner == house.priya
    assert alert.steps.filter(kind=StepKind.AGAIN).count() == 1
    assert escalate(now=now + timedelta(hours=23)) == 0
    assert escalate(now=now + timedelta(hours=24)) == 1


def test_what_nobody_took_goes_on_waiting_since_its_oldest(
    house: House, given: Given, clock: Callable[[timedelta], datetime]
) -> None:
    first = told(house, given)
    for hours in (10, 20):
        clock(timedelta(hours=hours))
        told(house, given)
    assert escalate(now=first.waiting_since + timedelta(hours=24)) == 1


def test_answers_to_the_same_stop_wake_nobody(house: House, given: Given) -> None:
    phone, stop = Phone(house.alice), a_stop(given.hinge)
    phone.send(stop)
    acknowledge(alert=Alert.objects.get(), by=house.priya)
    phone.send({**stop, "pain": 4, "where": "low_back"})
    alert = Alert.objects.get()
    assert alert.acknowledged_by == house.priya
    assert (alert.times, alert.tellings.count()) == (1, 2)
    assert len(mails()) == 1


def test_a_sign_that_holds_again_what_was_released_wakes_the_open_case(
    house: House, given: Given
) -> None:
    phone, stop = Phone(house.alice), a_stop(given.hinge, symptoms=["numb_leg"])
    phone.send(stop)
    release(programme=given.programme, line=None, reason="Calm.", by=house.priya)
    acknowledge(alert=Alert.objects.get(), by=house.priya)
    phone.send({**stop, "symptoms": ["numb_leg", "weak_leg"]})
    alert = Alert.objects.get()
    assert alert.acknowledged_at is None
    assert len(mails()) == 2


def test_a_milder_stop_leaves_the_case_as_grave_as_it_was(house: House, given: Given) -> None:
    told(house, given, severity=Severity.CALL_NOW)
    alert = told(house, given)
    assert alert.severity == Severity.CALL_NOW


class TestTheMail:
    """At once, or at the end of ten minutes with a count; a graver one always at once."""

    def test_within_ten_minutes_they_wait_for_the_end_of_those_and_are_counted(
        self, house: House, given: Given, clock: Callable[[timedelta], datetime]
    ) -> None:
        start = clock(timedelta())
        for minutes in (0, 1, 2, 9):
            clock(timedelta(minutes=minutes))
            told(house, given)
        assert mails() == [(start, 1), (start + TEN, 3)]
        row = Notification.objects.get(due_at=start + TEN)
        assert "It was told 3 times since the last mail." in words_of(row).text
        assert "hinge" not in words_of(row).text

    def test_after_ten_minutes_it_goes_at_once(
        self, house: House, given: Given, clock: Callable[[timedelta], datetime]
    ) -> None:
        start = clock(timedelta())
        told(house, given)
        later = clock(TEN)
        told(house, given)
        assert mails() == [(start, 1), (later, 1)]

    def test_the_next_ten_minutes_count_from_the_mail_that_waited(
        self, house: House, given: Given, clock: Callable[[timedelta], datetime]
    ) -> None:
        start = clock(timedelta())
        for minutes in (0, 5, 11):
            clock(timedelta(minutes=minutes))
            told(house, given)
        assert mails() == [(start, 1), (start + TEN, 1), (start + 2 * TEN, 1)]

    @pytest.mark.parametrize(
        ("before", "then"),
        [
            ((Severity.TODAY, ""), (Severity.CALL_NOW, "")),
            ((Severity.THIS_WEEK, ""), (Severity.TODAY, "")),
            ((Severity.CALL_NOW, "urgent_today"), (Severity.CALL_NOW, "emergency")),
        ],
    )
    def test_a_graver_one_goes_at_once(
        self,
        house: House,
        given: Given,
        clock: Callable[[timedelta], datetime],
        before: tuple[Severity, str],
        then: tuple[Severity, str],
    ) -> None:
        start = clock(timedelta())
        told(house, given, severity=before[0], advice=before[1])
        later = clock(timedelta(minutes=1))
        told(house, given, severity=then[0], advice=then[1])
        assert [due for due, _count in mails()] == [start, later]

    def test_a_mail_that_waits_is_dropped_once_somebody_has_it_and_another_takes_its_place(
        self, house: House, given: Given, clock: Callable[[timedelta], datetime]
    ) -> None:
        start = clock(timedelta())
        told(house, given)
        clock(timedelta(minutes=2))
        alert = told(house, given)
        acknowledge(alert=alert, by=house.priya, seen=newest_telling(alert))
        waiting = Notification.objects.filter(state=State.WAITING, due_at__gt=start)
        assert not waiting.exists()
        clock(timedelta(minutes=4))
        told(house, given)
        assert [(row.due_at, row.staff) for row in waiting.all()] == [(start + TEN, house.priya)]

    def test_four_thousand_stops_are_one_case_and_one_mail(
        self, house: House, given: Given
    ) -> None:
        told(house, given, times=2)
        with CaptureQueriesContext(connection) as queries:
            told(house, given, times=4000)
        assert Alert.objects.get().times == 4002
        assert mailed() == ["Priya", "Priya"]
        assert len(queries) < 60


class TestWhatThePageShowed:
    """A case is not answered by a page that did not show what was told last."""

    @pytest.fixture
    def alert(self, house: House, given: Given) -> Alert:
        return told(house, given)

    def test_a_page_from_before_the_newest_stop_answers_nothing(
        self, house: House, given: Given, alert: Alert
    ) -> None:
        seen = newest_telling(alert)
        told(house, given)
        with pytest.raises(NotShown, match="Something new was told"):
            acknowledge(alert=alert, by=house.priya, seen=seen)
        with pytest.raises(NotShown):
            note_attempt(alert=alert, what_was_done="Rang.", by=house.priya, seen=seen)
        with pytest.raises(NotShown):
            resolve(
                alert=alert,
                outcome=Closing.SPOKE,
                what_was_done="Rang.",
                by=house.priya,
                seen=seen,
            )
        alert.refresh_from_db()
        assert (alert.acknowledged_at, alert.resolved_at) == (None, None)
        acknowledge(alert=alert, by=house.priya, seen=newest_telling(alert))

    def test_the_newest_fifty_are_read_and_the_count_says_how_many(
        self, house: House, given: Given, alert: Alert
    ) -> None:
        told(house, given, times=70)
        with CaptureQueriesContext(connection) as queries:
            case = case_of(house.priya.user, alert.pk)
        assert (len(case.told), case.row.times) == (50, 71)
        assert case.seen == newest_telling(alert)
        assert len(queries) <= 7
        assert case_of(house.rob.user, alert.pk).told == ()


def test_every_stop_of_a_case_is_held_by_it(house: House, given: Given) -> None:
    phone = Phone(house.alice)
    for _ in range(3):
        phone.send(a_stop(given.hinge))
    (alert,) = Alert.objects.all()
    assert Hold.objects.count() == 3
    (thing,) = held_by(alert).here
    assert len(thing.holds) == 3


def test_stops_that_a_phone_sends_are_mailed_once_and_then_ten_minutes_later(
    house: House, given: Given
) -> None:
    for _ in range(5):
        Phone(house.alice).send(a_stop(given.hinge))
    assert mailed() == ["Priya", "Priya"]
    assert Alert.objects.get().times == 5


def test_a_step_is_written_only_where_something_happened(house: House, given: Given) -> None:
    for _ in range(5):
        told(house, given)
    assert [step.kind for step in AlertStep.objects.all()] == [StepKind.RAISED, StepKind.AGAIN]


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_the_same_moment_make_one_case() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: they come one after the other")
    house = a_house()
    given = a_programme(house.alice, house.priya)

    def stop(_number: int) -> None:
        try:
            Phone(house.alice).send(a_stop(given.hinge))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as phones:
        list(phones.map(stop, range(8)))
    (alert,) = Alert.objects.all()
    assert (alert.times, Hold.objects.count()) == (8, 8)
    assert mailed() == ["Priya", "Priya"]
