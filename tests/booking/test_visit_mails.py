"""Mail about appointments: what holds, once, three minutes after it was said last."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodform.booking.actions import book, cancel, move
from goodform.booking.calendar_entry import visit_calendar
from goodform.booking.day_actions import book_again
from goodform.booking.mailing import GRACE, visit_not_wanted
from goodform.booking.models import Appointment, BookingSettings, VisitType
from goodform.booking.visit_reminders import remind_of_visits
from goodform.outbox.models import Notification, State
from goodform.outbox.rendering import words_of
from goodform.reminders.actions import open_calendar, plan_for
from tests.booking.appointments import a_type, a_wish, on_monday, opens
from tests.people import House


@pytest.fixture
def visit(house: House) -> Appointment:
    """Alice on Monday at nine."""
    kind: VisitType = a_type(opens(house.clinic), where="12 River Street")
    wish = a_wish(kind, house.priya, on_monday(9))
    return book(wish=wish, patient=house.alice, by=house.rob)


def waiting() -> list[Notification]:
    """The messages that would go out."""
    return list(Notification.objects.filter(state=State.WAITING).order_by("made_at"))


def sent() -> None:
    """Everything that waits has gone out."""
    Notification.objects.filter(state=State.WAITING).update(state=State.SENT)


def test_a_booking_is_mailed_after_three_minutes(visit: Appointment) -> None:
    [mail] = waiting()
    assert mail.next_at - visit.set_at > 0.9 * GRACE
    words = words_of(mail)
    assert "09:00" in words.subject
    assert "12 River Street" in words.text
    assert f"/today/visits/{visit.pk}" in words.text
    assert "Priya" in words.text


def test_a_quick_change_is_one_mail(house: House, visit: Appointment) -> None:
    for hour in (10, 11):
        move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(hour), by=house.rob)
    [mail] = waiting()
    assert "11:00" in words_of(mail).subject
    assert words_of(mail).subject.startswith("You are booked")
    sent()
    move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(12), by=house.rob)
    [mail] = waiting()
    assert words_of(mail).subject.startswith("Your new time")


def test_what_is_cancelled_within_them_is_not_mailed_at_all(
    house: House, visit: Appointment
) -> None:
    cancel(visit=visit, by=house.rob)
    assert waiting() == []


def test_what_was_mailed_is_cancelled_by_mail_and_the_undo_says_what_holds(
    house: House, visit: Appointment
) -> None:
    sent()
    cancel(visit=visit, by=house.rob)
    [mail] = waiting()
    assert mail.kind == "visit_cancelled"
    assert "Nobody expects you" in words_of(mail).text
    book_again(visit=visit, by=house.rob)
    [mail] = waiting()
    assert mail.kind == "visit_booked"


def test_no_word_of_health_is_in_any_of_them(house: House, visit: Appointment) -> None:
    VisitType.objects.update(name="Sciatica review")
    said = [words_of(each) for each in waiting()]
    assert not [each for each in said if "Sciatica" in each.subject + each.short + each.text]


class TestReminders:
    def at(self, visit: Appointment, hours: float) -> int:
        """A round of the worker so many hours before."""
        sent()
        return remind_of_visits(visit.starts_at - timedelta(hours=hours))

    def test_come_twice_as_the_clinic_chose(self, visit: Appointment) -> None:
        assert self.at(visit, 49) == 0
        assert self.at(visit, 47.9) == 1
        [mail] = waiting()
        assert "We expect you" in words_of(mail).text
        assert self.at(visit, 47.8) == 0
        assert self.at(visit, 2.9) == 1
        assert self.at(visit, 1) == 0

    def test_come_anew_after_a_move_and_not_after_the_end(
        self, house: House, visit: Appointment
    ) -> None:
        assert self.at(visit, 40) == 1
        moved = move(
            visit=visit, practitioner=house.priya.pk, starts_at=on_monday(15), by=house.rob
        )
        assert self.at(moved, 40) == 1
        cancel(visit=moved, by=house.rob)
        assert self.at(moved, 2) == 0

    def test_none_for_who_has_just_booked(self, visit: Appointment) -> None:
        Appointment.objects.update(set_at=visit.starts_at - timedelta(hours=20))
        assert self.at(visit, 19) == 0
        assert self.at(visit, 2) == 1

    def test_none_where_the_clinic_wants_none(self, visit: Appointment) -> None:
        BookingSettings.objects.update(first_reminder_h=0, second_reminder_h=0)
        assert self.at(visit, 1) == 0

    def test_one_that_waited_too_long_is_asked_once_more_whether_it_is_true(
        self, house: House, visit: Appointment
    ) -> None:
        self.at(visit, 40)
        rows = waiting()
        assert visit_not_wanted(rows, timezone.now()) == {}
        cancel(visit=visit, by=house.rob)
        assert set(visit_not_wanted(rows, timezone.now())) == {row.pk for row in rows}


def test_a_calendar_gets_the_same_entry_with_a_rising_number(
    house: House, visit: Appointment
) -> None:
    said = [visit_calendar([visit]).decode()]
    for hour in (10, 11):
        visit = move(
            visit=visit, practitioner=house.priya.pk, starts_at=on_monday(hour), by=house.rob
        )
        said.append(visit_calendar([visit]).decode())
    said.append(visit_calendar([cancel(visit=visit, by=house.rob)]).decode())
    assert [f"SEQUENCE:{n}" in each for n, each in enumerate(said)] == [True] * 4
    uids = {line for each in said for line in each.splitlines() if line.startswith("UID")}
    assert len(uids) == 1
    assert "STATUS:CANCELLED" in said[3]
    assert not [each for each in said if "Follow-up" in each]


def test_the_feed_of_a_patient_has_the_appointment_without_a_word_of_health(
    house: House, visit: Appointment, client: Client
) -> None:
    plan_for(patient=house.alice, prescribed=[])
    open_calendar(patient=house.alice, by=house.alice)
    house.alice.reminder_plan.refresh_from_db()
    feed = client.get(f"/calendar/{house.alice.reminder_plan.calendar_token}.ics").content.decode()
    assert f"UID:visit-{visit.pk}" in feed.replace("\r\n ", "")
    assert "Follow-up" not in feed
    cancel(visit=visit, by=house.rob)
    feed = client.get(f"/calendar/{house.alice.reminder_plan.calendar_token}.ics").content.decode()
    assert "STATUS:CANCELLED" in feed
