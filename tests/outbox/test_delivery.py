"""The ways of a message: sent, tried again, dropped, dead, or looked at; never lost."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from goodform.inbox.kinds import ALERT
from goodform.outbox.actions import (
    add_address,
    enqueue,
    enqueue_all,
    notification,
    remove_address,
)
from goodform.outbox.backoff import LONGEST_PAUSE, LONGEST_WISH, MOST_ATTEMPTS, pause_after
from goodform.outbox.channel import (
    AddressGone,
    AddressRefused,
    ChannelDown,
    NeverSent,
    NotSent,
    Parcel,
    PerhapsSent,
    TryAgain,
)
from goodform.outbox.delivery import SendingRules, deliver_once
from goodform.outbox.kinds import TEST, MessageKind
from goodform.outbox.models import Address, Notification, State
from goodform.people.models import Clinic, Patient
from goodform.programmes.kinds import GIVEN
from goodform.reminders.kinds import REVIEW_DUE
from tests.outbox.senders import NOW, PigeonChannel, a_message, deliver, now_is


def raising(problem: Exception) -> Callable[[Parcel], None]:
    def trouble(_parcel: Parcel) -> None:
        raise problem

    return trouble


def test_a_message_is_sent_and_marked(clinic: Clinic, alice: Patient) -> None:
    row = a_message(clinic, alice)
    pigeons = PigeonChannel()
    assert deliver(pigeons) == 1
    assert [parcel.id for parcel in pigeons.sent] == [row.pk]
    assert pigeons.sent[0].to == alice.email
    assert now_is(row).state == State.SENT
    assert deliver(pigeons) is None


def test_no_transaction_is_open_while_a_message_is_sent(
    transactional_db: None, house: object
) -> None:
    clinic = Clinic.objects.get(name="Riverside Back Clinic")
    a_message(clinic, clinic.patients.get())
    inside: list[bool] = []
    deliver(PigeonChannel(lambda _parcel: inside.append(connection.in_atomic_block)))
    assert inside == [False]


def test_the_same_key_is_one_row(clinic: Clinic) -> None:
    for _time in range(3):
        enqueue(clinic=clinic, kind=TEST, channel="pigeon", dedupe_key="once", due_at=NOW)
    assert Notification.objects.count() == 1


def a_draft(clinic: Clinic, key: str, **wrong: object) -> Notification:
    row = notification(clinic=clinic, kind=TEST, channel="pigeon", dedupe_key=key, due_at=NOW)
    for field, value in wrong.items():
        setattr(row, field, value)
    return row


def test_of_two_with_one_key_the_first_is_written_and_an_earlier_row_stays(
    clinic: Clinic,
) -> None:
    enqueue_all([a_draft(clinic, "a", rank=1), a_draft(clinic, "a", rank=2)])
    Notification.objects.update(state=State.SENT)
    enqueue_all([a_draft(clinic, "b"), a_draft(clinic, "a", rank=3), a_draft(clinic, "c")])
    rows = Notification.objects.order_by("dedupe_key").values_list("dedupe_key", "state", "rank")
    assert list(rows) == [("a", "sent", 1), ("b", "waiting", 1), ("c", "waiting", 1)]


@pytest.mark.parametrize("wrong", [{"kind": None}, {"attempts": -1}, {"due_at": None}])
def test_what_the_database_refuses_is_loud_and_writes_nothing(
    clinic: Clinic, wrong: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        enqueue_all([a_draft(clinic, "good"), a_draft(clinic, "bad", **wrong)])
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        (NeverSent("It is refused."), State.DEAD),
        (AddressRefused("Nobody lives there."), State.DEAD),
        (AddressGone("She moved away."), State.DROPPED),
        (PerhapsSent("It fell silent."), State.REVIEW),
        (TryAgain("Not now."), State.WAITING),
    ],
)
def test_every_trouble_has_its_end(
    clinic: Clinic, alice: Patient, problem: NotSent, state: State
) -> None:
    row, other = a_message(clinic, alice), a_message(clinic, alice)

    def only_the_first(parcel: Parcel) -> None:
        if parcel.id == row.pk:
            raise problem

    deliver(PigeonChannel(only_the_first))
    assert (now_is(row).state, now_is(row).why) == (state, problem.why)
    assert now_is(other).state == State.SENT, "one message's trouble is not another's"


def test_a_fault_of_ours_is_tried_again_and_keeps_nothing_back(
    clinic: Clinic, alice: Patient
) -> None:
    row = a_message(clinic, alice)
    deliver(PigeonChannel(raising(ZeroDivisionError())))
    assert now_is(row).state == State.WAITING
    assert "ZeroDivisionError" in now_is(row).why


def test_a_message_is_tried_again_after_a_pause_and_then_arrives(
    clinic: Clinic, alice: Patient
) -> None:
    row = a_message(clinic, alice)
    deliver(PigeonChannel(raising(TryAgain("Fog."))))
    assert deliver(PigeonChannel(), after=timedelta(seconds=29)) is None
    assert deliver(PigeonChannel(), after=timedelta(seconds=40)) == 1
    assert now_is(row).state == State.SENT


def test_what_the_other_side_asks_for_is_waited_for(clinic: Clinic, alice: Patient) -> None:
    row = a_message(clinic, alice)
    deliver(PigeonChannel(raising(TryAgain("Busy.", timedelta(hours=2)))))
    assert now_is(row).next_at == NOW + timedelta(hours=2)


def test_after_many_attempts_a_message_is_dead_and_says_why(clinic: Clinic, alice: Patient) -> None:
    row = a_message(clinic, alice)
    Notification.objects.update(attempts=MOST_ATTEMPTS - 1)
    deliver(PigeonChannel(raising(TryAgain("Fog."))))
    assert (now_is(row).state, now_is(row).why) == (State.DEAD, "Fog.")


def test_a_channel_that_is_down_counts_against_no_message(clinic: Clinic, alice: Patient) -> None:
    rows = [a_message(clinic, alice) for _each in range(3)]
    with pytest.raises(ChannelDown):
        deliver(PigeonChannel(raising(ChannelDown("Fog."))))
    assert {(now_is(row).state, now_is(row).attempts) for row in rows} == {(State.WAITING, 0)}
    assert deliver(PigeonChannel()) == 3


def test_what_is_too_late_is_dropped_and_says_so(clinic: Clinic, alice: Patient) -> None:
    row = a_message(clinic, alice, stale_at=NOW)
    pigeons = PigeonChannel()
    deliver(pigeons)
    assert pigeons.sent == []
    assert now_is(row).state == State.DROPPED
    assert "too late" in now_is(row).why


def test_an_alert_is_never_too_late(clinic: Clinic, alice: Patient) -> None:
    row = a_message(clinic, alice, kind=ALERT, stale_at=NOW - timedelta(days=9), severity=1)
    deliver(PigeonChannel())
    assert now_is(row).state == State.SENT


def test_what_nobody_wants_any_more_is_dropped_and_says_why(clinic: Clinic, alice: Patient) -> None:
    row, wanted = a_message(clinic, alice), a_message(clinic, alice)

    def not_wanted(rows: Sequence[Notification], _now: datetime) -> dict[UUID, str]:
        return {each.pk: "She stopped it." for each in rows if each.pk == row.pk}

    pigeons = PigeonChannel()
    desk = SendingRules(not_wanted={GIVEN: not_wanted}, clock=lambda: NOW)
    deliver_once(pigeons, pigeons, desk)
    assert [parcel.id for parcel in pigeons.sent] == [wanted.pk]
    assert (now_is(row).state, now_is(row).why) == (State.DROPPED, "She stopped it.")


def test_a_batch_is_given_back_before_its_lease_runs_out(clinic: Clinic, alice: Patient) -> None:
    rows = [a_message(clinic, alice) for _each in range(3)]
    pigeons = PigeonChannel()
    deliver_once(pigeons, pigeons, SendingRules(clock=lambda: NOW, lease=timedelta(0)))
    assert pigeons.sent == []
    assert {now_is(row).state for row in rows} == {State.WAITING}


def test_a_patient_without_an_address_is_said_to_have_none(clinic: Clinic, alice: Patient) -> None:
    alice.email = ""
    alice.save()
    row = a_message(clinic, alice)
    deliver(PigeonChannel())
    assert now_is(row).state == State.DEAD
    assert "no address" in now_is(row).why


def test_a_template_with_a_missing_value_is_dead_and_names_it(
    clinic: Clinic, alice: Patient
) -> None:
    row = a_message(clinic, alice, kind=ALERT)
    Notification.objects.update(clinic=None)
    nameless = a_message(clinic, alice, kind=MessageKind("no_such_kind"))
    deliver(PigeonChannel())
    assert now_is(nameless).why == "There is no template messages/no_such_kind.txt."
    assert now_is(row).state == State.SENT, "an alert says the same without a severity"
    worse = a_message(clinic, alice, kind=REVIEW_DUE)
    Notification.objects.filter(pk=worse.pk).update(clinic=None)
    deliver(PigeonChannel())
    assert now_is(worse).why == "The message “review_due” has no value for “clinic.name”."


def test_an_address_that_was_taken_away_is_forgotten(clinic: Clinic, alice: Patient) -> None:
    address = add_address(channel="pigeon", to="the loft", facts={}, by=alice)
    row = a_message(clinic, alice)
    Notification.objects.update(address=address)
    deliver(PigeonChannel(raising(AddressGone("She moved."))))
    assert not Address.objects.exists()
    assert now_is(row).state == State.DROPPED


@pytest.mark.parametrize("goes_to", ["nobody", "somebody else"])
def test_what_was_written_for_an_address_goes_nowhere_else(
    clinic: Clinic, alice: Patient, carol: Patient, goes_to: str
) -> None:
    address = add_address(channel="pigeon", to="the loft", facts={}, by=alice)
    row = a_message(clinic, alice)
    Notification.objects.update(address=address)
    if goes_to == "nobody":
        remove_address(channel="pigeon", to="the loft", by=alice)
    else:
        add_address(channel="pigeon", to="the loft", facts={}, by=carol)
    pigeons = PigeonChannel(needs_address=True)
    deliver(pigeons)
    assert pigeons.sent == []
    assert now_is(row).state == State.DROPPED
    assert "removed since" in now_is(row).why


def test_an_address_that_was_refused_is_remembered(clinic: Clinic, alice: Patient) -> None:
    a_message(clinic, alice)
    deliver(PigeonChannel(raising(AddressRefused("Nobody lives there."))))
    assert Address.objects.get(patient=alice, to=alice.email).refused_at == NOW


@given(st.integers(1, MOST_ATTEMPTS), st.integers(0), st.none() | st.timedeltas())
def test_a_pause_grows_and_has_bounds(attempts: int, key: int, wished: timedelta | None) -> None:
    pause = pause_after(attempts, key=key, wished=wished)
    assert timedelta(seconds=30) <= pause <= max(LONGEST_PAUSE * 1.25, LONGEST_WISH)
    assert pause_after(attempts + 1, key=key) >= pause_after(attempts, key=key)
