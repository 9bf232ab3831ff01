"""The holds of a case, which may be released from it, and which wait for another."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.diary.documents import MorningDocument
from goodform.diary.morning_actions import take_morning
from goodform.inbox import actions as inbox_actions
from goodform.inbox.actions import escalate, raise_due
from goodform.inbox.answer_actions import resolve
from goodform.inbox.held import HeldThing, StillHeld, held_by
from goodform.inbox.models import Alert, Closing, Kind, Severity
from goodform.inbox.queries import case_of
from goodform.outbox.models import Notification
from goodform.people.doors import NotAllowed
from goodform.people.each_clinic import ClinicsFailed
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended
from goodform.programmes.actions import release
from goodform.programmes.drafting import Line
from goodform.programmes.models import Hold, Prescription
from tests.diary.sending import Phone, an_entry, iso
from tests.diary.sending import a_stop as a_stopped_entry
from tests.people import House
from tests.prescribed import Given, a_programme, give_lines, usual_lines

DAY = timedelta(hours=24)


@pytest.fixture
def given(house: House) -> Given:
    """Clam, hip hinge and glute bridge."""
    return a_programme(house.alice, house.priya)


@pytest.fixture
def phone(house: House, given: Given) -> Phone:
    """Alice's phone."""
    return Phone(house.alice)


def a_stop(phone: Phone, row: Prescription, *symptoms: str) -> Alert:
    """She stops this exercise."""
    entry = a_stopped_entry(row, symptoms=list(symptoms))
    phone.send(entry)
    return Alert.objects.get(cause=f"stop:{entry['id']}")


def named(things: Iterable[HeldThing]) -> list[str]:
    """The held things, by name."""
    return [each.name for each in things]


def close(alert: Alert, house: House, outcome: Closing = Closing.SPOKE) -> None:
    """Priya closes the case."""
    resolve(alert=alert, outcome=outcome, what_was_done="Rang her.", by=house.priya)


def test_a_stop_holds_its_exercise_here(phone: Phone, given: Given) -> None:
    held = held_by(a_stop(phone, given.hinge))
    assert (named(held.here), held.free, held.stays) == (["Hip hinge"], (), ())
    assert not held.everything


def test_a_stop_that_holds_everything_holds_its_exercise_as_well(
    phone: Phone, given: Given
) -> None:
    held = held_by(a_stop(phone, given.hinge, "dizzy"))
    assert named(held.here) == ["the whole programme", "Hip hinge"]
    assert held.everything


def test_what_another_open_case_caused_stays_and_says_which(phone: Phone, given: Given) -> None:
    first, second = a_stop(phone, given.hinge), a_stop(phone, given.bridge)
    held = held_by(second)
    assert named(held.releasable) == ["Glute bridge"]
    assert [(each.name, each.case) for each in held.stays] == [("Hip hinge", first.pk)]


def test_what_has_no_open_case_may_be_released_from_any(
    house: House, phone: Phone, given: Given
) -> None:
    first, second = a_stop(phone, given.hinge), a_stop(phone, given.bridge)
    close(first, house)
    held = held_by(second)
    assert (named(held.here), named(held.free)) == (["Glute bridge"], ["Hip hinge"])
    assert sorted(named(held.releasable)) == ["Glute bridge", "Hip hinge"]
    assert held.stays == ()


def test_a_morning_holds_what_was_done_the_day_before(
    house: House, phone: Phone, given: Given
) -> None:
    yesterday = iso(timezone.now() - timedelta(days=1))
    phone.send(*(an_entry(row, recorded_at=yesterday) for row in (given.hinge, given.bridge)))
    take_morning(
        patient=house.alice,
        day=timezone.localdate(),
        document=MorningDocument(settled=False, pain=None),
        received_at=timezone.now(),
        by=house.alice,
    )
    held = held_by(Alert.objects.get(kind=Kind.MORNING))
    assert sorted(named(held.here)) == ["Glute bridge", "Hip hinge"]


def test_what_is_not_prescribed_any_more_is_not_on_hold(
    house: House, phone: Phone, given: Given
) -> None:
    alert = a_stop(phone, given.hinge)
    kept: tuple[Line, ...] = (usual_lines()[0],)
    give_lines(house.alice, house.priya, kept)
    assert held_by(alert).here == ()


def test_nothing_is_asked_twice_where_nothing_is_held(
    house: House, phone: Phone, given: Given
) -> None:
    alert = a_stop(phone, given.hinge)
    with CaptureQueriesContext(connection) as queries:
        held_by(alert)
    assert len(queries) <= 3
    release(programme=given.programme, line=given.hinge.line, reason="Fine.", by=house.priya)
    with CaptureQueriesContext(connection) as queries:
        held_by(alert)
    assert len(queries) == 1


def test_it_may_go_on_is_no_outcome_while_the_hold_stands(
    house: House, phone: Phone, given: Given
) -> None:
    alert = a_stop(phone, given.hinge)
    with pytest.raises(StillHeld, match="Still on hold because of this case: Hip hinge"):
        close(alert, house, Closing.RELEASED)
    alert.refresh_from_db()
    assert alert.resolved_at is None
    release(programme=given.programme, line=given.hinge.line, reason="Fine.", by=house.priya)
    close(alert, house, Closing.RELEASED)


def test_a_hold_asked_for_again_after_a_release_belongs_to_its_new_case(
    house: House, phone: Phone, given: Given
) -> None:
    entry = a_stopped_entry(given.hinge, symptoms=["dizzy"])
    phone.send(entry)
    first = Alert.objects.get()
    for line in (None, given.hinge.line):
        release(programme=given.programme, line=line, reason="Calm.", by=house.priya)
    close(first, house)
    phone.send({**entry, "symptoms": ["dizzy", "saddle"]})
    second = Alert.objects.open().get()
    assert "+" in Hold.objects.get(released_at=None).cause
    assert named(held_by(second).here) == ["the whole programme"]
    first.refresh_from_db()
    assert [each.case for each in held_by(first).stays] == [second.pk]
    late = timezone.now() + timedelta(days=9)
    assert raise_due(now=late) == 0
    close(second, house)
    assert raise_due(now=late) == 1


def test_the_hold_of_another_case_keeps_no_case_from_going_on(
    house: House, phone: Phone, given: Given
) -> None:
    a_stop(phone, given.hinge)
    alert = a_stop(phone, given.bridge)
    release(programme=given.programme, line=given.bridge.line, reason="Fine.", by=house.priya)
    close(alert, house, Closing.RELEASED)


class TestAHoldThatNobodyIsOn:
    """A hold whose cases were all closed a day ago comes back as a case of its own."""

    @pytest.fixture
    def left(self, house: House, phone: Phone, given: Given) -> Alert:
        """Closed as "spoke to them", with the hold still there."""
        alert = a_stop(phone, given.hinge)
        close(alert, house)
        return alert

    def later(self, alert: Alert) -> datetime:
        """A day after it was closed."""
        alert.refresh_from_db()
        assert alert.resolved_at is not None
        return alert.resolved_at + DAY

    def test_it_comes_back_after_a_day_once(self, house: House, left: Alert) -> None:
        assert raise_due(now=self.later(left) - timedelta(minutes=1)) == 0
        assert raise_due(now=self.later(left)) == 1
        assert raise_due(now=self.later(left) + timedelta(days=3)) == 0
        alert = Alert.objects.get(kind=Kind.HELD)
        assert (alert.owner, alert.severity) == (house.priya, Severity.TODAY)
        row = case_of(house.priya.user, alert.pk)
        assert "nobody is on it: Hip hinge" in row.row.headline
        assert named(row.held.here) == ["Hip hinge"]
        assert Notification.objects.filter(facts__alert=str(alert.pk)).count() == 1

    def test_then_it_goes_to_the_owner_like_every_other(self, house: House, left: Alert) -> None:
        raise_due(now=self.later(left))
        assert escalate(now=timezone.now() + timedelta(hours=25)) == 1
        told = Notification.objects.get(kind="alert_overdue")
        assert told.staff == house.olu

    def test_while_a_case_about_it_is_open_nothing_is_raised(
        self, phone: Phone, given: Given
    ) -> None:
        a_stop(phone, given.hinge)
        assert raise_due(now=timezone.now() + timedelta(days=9)) == 0

    def test_a_released_hold_does_not_come_back(
        self, house: House, given: Given, left: Alert
    ) -> None:
        release(programme=given.programme, line=given.hinge.line, reason="Fine.", by=house.priya)
        assert raise_due(now=self.later(left)) == 0

    def test_somebody_who_has_left_is_not_waiting(self, house: House, left: Alert) -> None:
        end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)
        assert raise_due(now=self.later(left)) == 0

    def test_closing_the_reminder_with_the_hold_still_there_brings_it_back(
        self, house: House, left: Alert
    ) -> None:
        raise_due(now=self.later(left))
        reminder = Alert.objects.get(kind=Kind.HELD)
        close(reminder, house, Closing.BOOKED)
        reminder.refresh_from_db()
        Alert.objects.filter(pk=reminder.pk).update(resolved_at=self.later(left))
        assert raise_due(now=self.later(left) + DAY - timedelta(minutes=1)) == 0
        assert raise_due(now=self.later(left) + DAY) == 1

    def test_it_may_go_on_is_no_outcome_of_the_reminder_either(
        self, house: House, left: Alert
    ) -> None:
        raise_due(now=self.later(left))
        with pytest.raises(StillHeld):
            close(Alert.objects.get(kind=Kind.HELD), house, Closing.RELEASED)

    def test_a_hold_that_no_case_ever_told_of_is_raised_too(
        self, house: House, given: Given
    ) -> None:
        Hold.objects.create(
            programme=given.programme,
            line=None,
            reason="red_flag",
            cause=f"red_flags:{uuid4()}",
            opened_at=timezone.now() - DAY,
        )
        assert raise_due(now=timezone.now()) == 1
        (row,) = Alert.objects.filter(kind=Kind.HELD)
        assert "the whole programme" in case_of(house.priya.user, row.pk).row.headline

    def test_a_clinic_that_fails_keeps_no_other_clinic_waiting(
        self, house: House, left: Alert, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(clinic: object, now: datetime) -> object:
            if clinic == house.elsewhere.pk:
                raise OverflowError
            return finds(clinic, now)

        finds: Callable[..., object] = inbox_actions.DUE[-1]
        monkeypatch.setattr(inbox_actions, "DUE", (fails,))
        with pytest.raises(ClinicsFailed, match=str(house.elsewhere.pk)):
            raise_due(now=self.later(left))
        assert Alert.objects.filter(kind=Kind.HELD).count() == 1


def test_another_clinic_releases_nothing_and_closes_nothing(
    house: House, phone: Phone, given: Given
) -> None:
    alert = a_stop(phone, given.hinge)
    programme = given.hinge.programme
    with pytest.raises(NotAllowed):
        release(programme=programme, line=given.hinge.line, reason="Fine.", by=house.charlie)
    with pytest.raises(NotAllowed):
        resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang.", by=house.charlie)
    alert.refresh_from_db()
    assert alert.resolved_at is None
    assert Hold.objects.get().released_at is None
