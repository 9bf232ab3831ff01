"""Booking, moving and cancelling: a time is given away once, and everything can be told later."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.booking import actions
from goodform.booking.actions import (
    HaveThisAlready,
    MovedMeanwhile,
    NotOffered,
    SomebodyElsesVisit,
    TooLateToChange,
    VisitWish,
    book,
    cancel,
    confirm,
    hold_time,
    lock_for,
    move,
)
from goodform.booking.day_actions import block_time, book_again, mark, tidy, unblock
from goodform.booking.models import Appointment, Occupied, VisitState, VisitType
from goodform.booking.queries import next_free, practitioners_of
from goodform.booking.taking import TimeTaken, keys_of
from goodform.booking.ticks import NotOnATick, tick_of
from goodform.people.doors import NotAllowed
from goodform.people.models import Patient
from tests.booking.appointments import (
    a_room,
    a_type,
    a_wish,
    lanes,
    on_monday,
    on_the_friday_before,
    opens,
    over,
)
from tests.people import House, a_patient


@pytest.fixture
def follow_up(house: House) -> VisitType:
    """The clinic books here."""
    return a_type(opens(house.clinic))


@pytest.fixture
def ben(house: House) -> Patient:
    """Another patient of Priya's."""
    return a_patient(house.clinic, house.priya, "Ben Brown")


def booked(house: House, of_type: VisitType, hour: int, minute: int = 0) -> Appointment:
    """Alice with Priya on Monday, by reception."""
    wish = a_wish(of_type, house.priya, on_monday(hour, minute))
    return book(wish=wish, patient=house.alice, by=house.rob)


def test_a_time_is_booked_with_its_wall_clock_and_written_down(
    house: House, follow_up: VisitType
) -> None:
    visit = booked(house, follow_up, 9)
    assert visit.wall.endswith("T09:00")
    assert visit.zone == "Europe/London"
    assert lanes(visit) == [0] * 6
    row = AuditRow.objects.get(subject="appointment", subject_id=str(visit.pk))
    assert (row.action, row.actor) == ("booked", "Rob Lane")


def test_no_two_have_one_time(house: House, follow_up: VisitType, ben: Patient) -> None:
    booked(house, follow_up, 9)
    for hour, minute in ((9, 0), (9, 25), (8, 35)):
        with pytest.raises(TimeTaken):
            book(
                wish=a_wish(follow_up, house.priya, on_monday(hour, minute)),
                patient=ben,
                by=house.rob,
            )
    assert Appointment.objects.count() == 1
    assert book(
        wish=a_wish(follow_up, house.priya, on_monday(9, 30)), patient=ben, by=house.rob
    ).state


def test_the_database_itself_refuses_a_tick_twice(house: House, follow_up: VisitType) -> None:
    row = booked(house, follow_up, 9).occupied.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupied.objects.create(
            resource=row.resource, lane=0, tick=row.tick, appointment=row.appointment
        )


def test_buffers_add_up_between_two_visits_and_may_lie_outside_the_hours(
    house: House, ben: Patient
) -> None:
    kind = a_type(opens(house.clinic), before=10, after=5)
    first = booked(house, kind, 8)
    assert len(lanes(first)) == 2 + 6 + 1
    for minute, free in ((35, False), (40, False), (45, True)):
        wish = a_wish(kind, house.priya, on_monday(8, minute))
        if free:
            book(wish=wish, patient=ben, by=house.rob)
        else:
            with pytest.raises(TimeTaken):
                book(wish=wish, patient=ben, by=house.rob)
    kind.before = 60
    kind.save()
    first.refresh_from_db()
    assert first.before == 10, "frozen"


def test_seven_minutes_past_are_refused(house: House, follow_up: VisitType) -> None:
    with pytest.raises(NotOnATick):
        book(
            wish=a_wish(follow_up, house.priya, on_monday(9) + timedelta(minutes=7)),
            patient=house.alice,
            by=house.rob,
        )


def test_the_same_form_twice_is_one_booking(
    house: House, follow_up: VisitType, ben: Patient
) -> None:
    wish = a_wish(follow_up, house.priya, on_monday(9))
    first = book(wish=wish, patient=house.alice, by=house.rob)
    assert book(wish=wish, patient=house.alice, by=house.rob).pk == first.pk
    with pytest.raises(HaveThisAlready):
        book(
            wish=a_wish(follow_up, house.priya, on_monday(11), wish.id),
            patient=house.alice,
            by=house.rob,
        )
    with pytest.raises(SomebodyElsesVisit):
        book(wish=wish, patient=ben, by=house.rob)
    assert Appointment.objects.get().starts_at == on_monday(9)


class TestMoving:
    def test_over_its_own_old_time_is_no_conflict(self, house: House, follow_up: VisitType) -> None:
        visit = booked(house, follow_up, 9)
        moved = move(
            visit=visit, practitioner=house.priya.pk, starts_at=on_monday(9, 15), by=house.rob
        )
        assert moved.sequence == 1
        ticks = set(moved.occupied.values_list("tick", flat=True))
        assert ticks == set(range(tick_of(on_monday(9, 15)), tick_of(on_monday(9, 45))))

    def test_to_a_taken_time_leaves_everything_as_it_was(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        visit = booked(house, follow_up, 9)
        book(wish=a_wish(follow_up, house.priya, on_monday(10)), patient=ben, by=house.rob)
        with pytest.raises(TimeTaken):
            move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(10), by=house.rob)
        visit.refresh_from_db()
        assert visit.starts_at == on_monday(9)
        assert len(lanes(visit)) == 6

    def test_from_a_page_that_is_older_than_what_stands(
        self, house: House, follow_up: VisitType
    ) -> None:
        visit = booked(house, follow_up, 9)
        move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(10), by=house.rob)
        with pytest.raises(MovedMeanwhile):
            move(
                visit=visit,
                practitioner=house.priya.pk,
                starts_at=on_monday(11),
                by=house.priya,
                seen=0,
            )


class TestLanes:
    def test_an_overlap_needs_a_reason_and_takes_the_lowest_free_lane(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        booked(house, follow_up, 9)
        wish = a_wish(follow_up, house.priya, on_monday(9, 15))
        second = book(wish=over(wish), patient=ben, by=house.priya)
        assert lanes(second) == [1, 1, 1, 0, 0, 0]
        assert second.overlap_reason

    def test_a_lane_that_is_given_up_lets_the_next_move_down(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        first = booked(house, follow_up, 9)
        wish = a_wish(follow_up, house.priya, on_monday(9))
        second = book(wish=over(wish), patient=ben, by=house.priya)
        cancel(visit=first, by=house.rob)
        assert lanes(second) == [0] * 6
        with pytest.raises(TimeTaken):
            hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)

    def test_a_patient_gets_no_time_that_any_lane_holds(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        first = booked(house, follow_up, 9)
        wish = a_wish(follow_up, house.priya, on_monday(9, 15))
        book(wish=over(wish), patient=ben, by=house.priya)
        move(visit=first, practitioner=house.priya.pk, starts_at=on_monday(14), by=house.rob)
        for minute in (0, 15, 30):
            with pytest.raises(TimeTaken):
                hold_time(wish=a_wish(follow_up, house.priya, on_monday(9, minute)), by=ben)


class TestPatients:
    def test_hold_a_time_and_say_yes(self, house: House, follow_up: VisitType) -> None:
        wish = a_wish(follow_up, house.priya, on_monday(9))
        held = hold_time(wish=wish, by=house.alice)
        assert held.state == VisitState.HELD
        visit = confirm(visit=held, by=house.alice)
        assert (visit.state, visit.expires_at) == (VisitState.BOOKED, None)
        assert confirm(visit=held, by=house.alice).pk == visit.pk

    def test_what_is_held_is_nobody_elses_until_it_runs_out(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        held = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
        with pytest.raises(TimeTaken):
            hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=ben)
        Appointment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        theirs = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=ben)
        confirm(visit=theirs, by=ben)
        with pytest.raises(TimeTaken):
            confirm(visit=held, by=house.alice)

    def test_a_yes_that_waited_while_it_ran_out_and_was_taken_is_too_late(
        self, house: House, follow_up: VisitType, ben: Patient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)

        def waited(*visits: Appointment) -> None:
            monkeypatch.setattr(actions, "lock_for", lock_for)
            Appointment.objects.filter(pk=held.pk).update(expires_at=timezone.now())
            visits[0].expires_at = timezone.now()
            book(wish=a_wish(follow_up, house.priya, on_monday(9)), patient=ben, by=house.rob)
            lock_for(*visits)

        monkeypatch.setattr(actions, "lock_for", waited)
        with pytest.raises(TimeTaken):
            confirm(visit=held, by=house.alice)
        assert not house.alice.appointments.filter(state=VisitState.BOOKED).exists()

    def test_a_held_time_that_ran_out_is_still_theirs_while_nobody_took_it(
        self, house: House, follow_up: VisitType
    ) -> None:
        held = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
        Appointment.objects.update(expires_at=timezone.now() - timedelta(hours=2))
        assert confirm(visit=held, by=house.alice).state == VisitState.BOOKED
        assert tidy(timezone.now()) == 0

    def test_another_choice_gives_the_first_one_up(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
        hold_time(wish=a_wish(follow_up, house.priya, on_monday(10)), by=house.alice)
        assert Appointment.objects.filter(patient=house.alice).count() == 1
        assert hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=ben).state

    @pytest.mark.parametrize(("hour", "minute"), [(7, 45), (17, 45), (9, 5), (23, 0)])
    def test_get_no_time_that_was_never_offered(
        self, house: House, follow_up: VisitType, hour: int, minute: int
    ) -> None:
        with pytest.raises(TimeTaken):
            hold_time(wish=a_wish(follow_up, house.priya, on_monday(hour, minute)), by=house.alice)

    def test_get_no_type_and_nobody_that_is_not_for_them(
        self, house: House, follow_up: VisitType
    ) -> None:
        inside = a_type(house.clinic, "Team", by_patients=False)
        theirs = a_type(opens(house.elsewhere), "Theirs")
        for wish in (
            a_wish(inside, house.priya, on_monday(9)),
            a_wish(theirs, house.priya, on_monday(9)),
            a_wish(follow_up, house.charlie, on_monday(9)),
            a_wish(follow_up, house.rob, on_monday(9)),
        ):
            with pytest.raises(NotOffered):
                hold_time(wish=wish, by=house.alice)
        house.clinic.booking.online = False
        house.clinic.booking.save()
        with pytest.raises(NotOffered):
            hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)

    def test_have_three_to_come_and_no_more(self, house: House, follow_up: VisitType) -> None:
        for hour in (9, 10, 11):
            held = hold_time(wish=a_wish(follow_up, house.priya, on_monday(hour)), by=house.alice)
            confirm(visit=held, by=house.alice)
        with pytest.raises(NotOffered):
            hold_time(wish=a_wish(follow_up, house.priya, on_monday(12)), by=house.alice)

    def test_phone_once_it_is_too_late(self, house: House) -> None:
        kind = a_type(opens(house.clinic), cancel_h=336)
        wish = a_wish(kind, house.priya, on_the_friday_before(9))
        visit = book(wish=wish, patient=house.alice, by=house.rob)
        with pytest.raises(TooLateToChange):
            cancel(visit=visit, by=house.alice)
        with pytest.raises(TooLateToChange):
            move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(10), by=house.alice)
        assert cancel(visit=visit, by=house.rob).state == VisitState.CANCELLED

    def test_touch_nobody_elses(self, house: House, follow_up: VisitType, ben: Patient) -> None:
        visit = booked(house, follow_up, 9)
        with pytest.raises(SomebodyElsesVisit):
            cancel(visit=visit, by=ben)
        with pytest.raises(SomebodyElsesVisit):
            confirm(visit=visit, by=ben)
        with pytest.raises(SomebodyElsesVisit):
            move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(10), by=ben)


class TestRooms:
    def test_one_is_chosen_and_none_is_given_twice(self, house: House, ben: Patient) -> None:
        kind = a_type(opens(house.clinic), needs_room=True)
        first, second = a_room(house.clinic), a_room(house.clinic, "Room 2")
        wish = a_wish(kind, house.priya, on_monday(9))
        assert book(wish=wish, patient=house.alice, by=house.rob).room == first
        beside = book(wish=over(a_wish(kind, house.priya, on_monday(9))), patient=ben, by=house.rob)
        assert beside.room == second
        assert set(beside.occupied.filter(resource=second).values_list("lane", flat=True)) == {0}

    def test_without_a_free_one_there_is_no_visit(self, house: House, ben: Patient) -> None:
        kind = a_type(opens(house.clinic), needs_room=True)
        room = a_room(house.clinic)
        block_time(resource=room.pk, starts_at=on_monday(9), minutes=60, why="", by=house.rob)
        with pytest.raises(TimeTaken):
            hold_time(wish=a_wish(kind, house.priya, on_monday(9)), by=ben)
        assert hold_time(wish=a_wish(kind, house.priya, on_monday(10)), by=ben).room == room


class TestTheDay:
    def test_blocked_time_is_nobodys_until_it_is_freed(
        self, house: House, follow_up: VisitType
    ) -> None:
        block = block_time(
            resource=house.priya.pk, starts_at=on_monday(9), minutes=60, why="Lunch", by=house.rob
        )
        with pytest.raises(TimeTaken):
            booked(house, follow_up, 9, 30)
        unblock(block=block, by=house.rob)
        assert booked(house, follow_up, 9, 30).state

    def test_arrived_and_back_and_what_was_cancelled_is_not_marked(
        self, house: House, follow_up: VisitType
    ) -> None:
        visit = booked(house, follow_up, 9)
        assert mark(visit=visit, state=VisitState.ARRIVED, by=house.rob).state == "arrived"
        with pytest.raises(MovedMeanwhile):
            cancel(visit=visit, by=house.rob)
        mark(visit=visit, state=VisitState.BOOKED, by=house.rob)
        cancel(visit=visit, by=house.rob)
        with pytest.raises(MovedMeanwhile):
            mark(visit=visit, state=VisitState.MISSED, by=house.rob)

    def test_a_cancelling_is_taken_back_while_the_time_is_free(
        self, house: House, follow_up: VisitType, ben: Patient
    ) -> None:
        visit = cancel(visit=booked(house, follow_up, 9), by=house.rob)
        assert len(lanes(book_again(visit=visit, by=house.rob))) == 6
        cancel(visit=visit, by=house.rob)
        book(wish=a_wish(follow_up, house.priya, on_monday(9)), patient=ben, by=house.rob)
        with pytest.raises(TimeTaken):
            book_again(visit=visit, by=house.rob)

    def test_what_is_entered_late_takes_no_ticks_and_past_ones_are_dropped(
        self, house: House, follow_up: VisitType
    ) -> None:
        wish = a_wish(follow_up, house.priya, on_monday(9) - timedelta(days=28))
        assert lanes(book(wish=wish, patient=house.alice, by=house.rob)) == []
        booked(house, follow_up, 9)
        assert tidy(on_monday(9, 10)) == 2
        assert Occupied.objects.count() == 4


def test_nobody_else_books_here(house: House, follow_up: VisitType) -> None:
    wish = a_wish(follow_up, house.priya, on_monday(9))
    for by in (house.olu, house.charlie):
        with pytest.raises(NotAllowed):
            book(wish=wish, patient=house.alice, by=by)
        with pytest.raises(NotAllowed):
            cancel(visit=booked(house, follow_up, 9), by=by)
        Appointment.objects.all().delete()
    with pytest.raises(NotOffered):
        book(
            wish=VisitWish(uuid4(), a_type(house.elsewhere), house.priya.pk, on_monday(9)),
            patient=house.alice,
            by=house.rob,
        )


def test_the_next_three_free_times_are_said(house: House, follow_up: VisitType) -> None:
    booked(house, follow_up, 9)
    found = next_free(
        house.clinic,
        follow_up,
        practitioners_of(house.clinic),
        since=on_monday(9),
        now=timezone.now(),
        online=True,
    )
    assert [each.starts_at for each in found] == [
        on_monday(9, 30),
        on_monday(9, 45),
        on_monday(10),
    ]


def test_the_ticks_are_always_those_of_the_appointment(house: House, follow_up: VisitType) -> None:
    visit = booked(house, follow_up, 9)
    visit = move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(15), by=house.rob)
    mine = {(row.resource_id, row.tick) for row in visit.occupied.all()}
    assert mine == keys_of(visit, now=timezone.now())
