"""A patient books, moves and cancels by plain pages, and gets the phone where that is right."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from goodform.booking.actions import book, confirm, hold_time
from goodform.booking.models import Appointment, VisitKind, VisitState, VisitType
from goodform.people.models import Clinic, Patient
from tests.booking.appointments import a_type, a_wish, on_monday, on_the_friday_before, opens
from tests.diary.sending import Phone, a_stop
from tests.people import House, a_patient, staff
from tests.prescribed import a_programme

BOOK = "/today/visits/book"


@pytest.fixture
def follow_up(house: House) -> VisitType:
    """The clinic books here."""
    return a_type(opens(house.clinic))


def as_(patient: Patient) -> Client:
    """Their phone."""
    client = Client()
    assert patient.user is not None
    client.force_login(patient.user)
    return client


def sent(house: House, kind: VisitType, hour: int, minute: int = 0) -> dict[str, str]:
    """The form of the page, filled in."""
    at = on_monday(hour, minute).isoformat()
    return {"id": str(uuid4()), "type": str(kind.pk), "at": f"{house.priya.pk}|{at}"}


def test_three_taps_from_today_to_booked(house: House, follow_up: VisitType) -> None:
    alice = as_(house.alice)
    page = alice.get(BOOK).content.decode()
    values = re.findall(r'name="at" value="([^"]+)"', page)
    form = dict(re.findall(r'name="(id|type)" value="([^"]+)"', page))
    assert len(values) > 100
    held = alice.post(BOOK, {**form, "at": values[40]})
    assert held.status_code == 302
    assert "Is this right?" in alice.get(held["Location"]).content.decode()
    assert alice.post(held["Location"], {"do": "confirm"}).status_code == 302
    assert "You are booked" in alice.get(held["Location"]).content.decode()
    visit = Appointment.objects.get()
    assert (visit.patient, visit.state, visit.by_patient) == (house.alice, "booked", True)
    assert str(visit.pk) in alice.get("/today/visits").content.decode()


def test_getting_a_page_changes_nothing(house: House, follow_up: VisitType) -> None:
    visit = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
    alice = as_(house.alice)
    for path in (BOOK, f"/today/visits/{visit.pk}", f"/today/visits/{visit.pk}?do=cancel"):
        assert alice.get(path).status_code == 200
    visit.refresh_from_db()
    assert visit.state == VisitState.HELD


def test_a_time_that_went_meanwhile_is_answered_by_the_next_three(
    house: House, follow_up: VisitType
) -> None:
    ben = a_patient(house.clinic, house.priya, "Ben Brown")
    book(wish=a_wish(follow_up, house.priya, on_monday(9)), patient=ben, by=house.rob)
    answer = as_(house.alice).post(BOOK, sent(house, follow_up, 9))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "just taken" in page
    assert [f"09:{minute}" in page for minute in (30, 45)] == [True, True]
    assert Appointment.objects.count() == 1


def test_a_confirmation_that_came_too_late_says_so_and_offers_others(
    house: House, follow_up: VisitType
) -> None:
    ben = a_patient(house.clinic, house.priya, "Ben Brown")
    held = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
    Appointment.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    book(wish=a_wish(follow_up, house.priya, on_monday(9)), patient=ben, by=house.rob)
    answer = as_(house.alice).post(f"/today/visits/{held.pk}", {"do": "confirm"})
    assert answer.status_code == 409
    assert "Free next" in answer.content.decode()


@pytest.mark.parametrize(
    "at",
    [
        "",
        "|",
        "x|y",
        "{priya}|2026-02-30T09:00",
        "{priya}|2026-11-16T09:00",
        "{priya}|9999-12-31T23:59:59-14:00",
    ],
)
def test_no_time_is_a_kind_sentence(house: House, follow_up: VisitType, at: str) -> None:
    asked = {**sent(house, follow_up, 9), "at": at.format(priya=house.priya.pk)}
    answer = as_(house.alice).post(BOOK, asked)
    assert answer.status_code == 422
    assert "choose a time" in answer.content.decode()


def test_by_hand_nobody_gets_what_is_not_offered(house: House, follow_up: VisitType) -> None:
    alice = as_(house.alice)
    inside = a_type(house.clinic, "Team", by_patients=False)
    for asked, status in (
        (sent(house, inside, 9), 422),
        ({**sent(house, follow_up, 9), "type": "x"}, 422),
        (sent(house, follow_up, 3), 409),
        (
            {
                **sent(house, follow_up, 9),
                "at": sent(house, follow_up, 9)["at"].replace(
                    str(house.priya.pk), str(house.charlie.pk)
                ),
            },
            422,
        ),
    ):
        assert alice.post(BOOK, asked).status_code == status
    assert not Appointment.objects.exists()


def test_the_same_form_twice_and_the_back_button(house: House, follow_up: VisitType) -> None:
    alice = as_(house.alice)
    asked = sent(house, follow_up, 9)
    first = alice.post(BOOK, asked)["Location"]
    assert alice.post(BOOK, asked)["Location"] == first
    alice.post(first, {"do": "confirm"})
    assert alice.post(BOOK, asked)["Location"] == first
    other = alice.post(BOOK, {**asked, "at": sent(house, follow_up, 11)["at"]})
    assert other["Location"] == first
    assert "booked this already" in alice.get(first).content.decode()
    assert Appointment.objects.get().starts_at == on_monday(9)


def test_another_time_and_cancelling(house: House, follow_up: VisitType) -> None:
    wish = a_wish(follow_up, house.priya, on_monday(9))
    visit = confirm(visit=hold_time(wish=wish, by=house.alice), by=house.alice)
    alice = as_(house.alice)
    page = f"/today/visits/{visit.pk}"
    assert "yours until you have a new one" in alice.get(f"{page}/move").content.decode()
    alice.post(f"{page}/move", {"at": f"{house.priya.pk}|{on_monday(9, 15).isoformat()}"})
    visit.refresh_from_db()
    assert visit.starts_at == on_monday(9, 15)
    assert b"BEGIN:VEVENT" in alice.get(f"{page}.ics").content
    alice.post(page, {"do": "cancel"})
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert "Cancelled" in alice.get(page).content.decode()
    assert alice.get(f"{page}/move").status_code == 302


def test_when_it_is_soon_the_page_says_phone(house: House) -> None:
    kind = a_type(opens(house.clinic), cancel_h=336)
    wish = a_wish(kind, house.priya, on_the_friday_before(9))
    visit = book(wish=wish, patient=house.alice, by=house.rob)
    alice = as_(house.alice)
    page = alice.get(f"/today/visits/{visit.pk}").content.decode()
    assert "please phone us" in page
    assert "Cancel my appointment" not in page
    answer = alice.post(f"/today/visits/{visit.pk}", {"do": "cancel"})
    assert answer.status_code == 409
    assert "too late" in answer.content.decode()


def test_who_may_choose_whom(house: House, follow_up: VisitType) -> None:
    sam = staff(house.clinic, "Sam Reed", practitioner=True)
    page = as_(house.alice).get(f"{BOOK}?with=anybody").content.decode()
    assert f"{sam.pk}|" in page
    assert "Anybody" in page
    assert f"{sam.pk}|" not in as_(house.alice).get(BOOK).content.decode()


def test_the_clinics_clock_stands_first_and_the_patients_in_brackets(
    house: House, follow_up: VisitType
) -> None:
    house.alice.zone = "Europe/Paris"
    house.alice.save()
    wish = a_wish(follow_up, house.priya, on_monday(9))
    visit = book(wish=wish, patient=house.alice, by=house.rob)
    page = as_(house.alice).get(f"/today/visits/{visit.pk}").content.decode()
    assert "09:00" in page
    assert "10:00 where you are" in page


class TestWhereItComesFrom:
    def test_a_lock_chooses_the_type(self, house: House) -> None:
        a_type(opens(house.clinic))
        a_type(house.clinic, "First visit", kind=VisitKind.FIRST, minutes=60)
        assert "First visit, 60 minutes" in as_(house.alice).get(BOOK).content.decode()

    def test_a_stop_carries_its_case_to_the_practitioner(
        self, house: House, follow_up: VisitType
    ) -> None:
        given = a_programme(house.alice, house.priya)
        Phone(house.alice).send(a_stop(given.clam))
        alice = as_(house.alice)
        assert "Take a time soon" in alice.get(BOOK).content.decode()
        alice.post(BOOK, sent(house, follow_up, 9))
        visit = Appointment.objects.get()
        assert visit.soon
        assert visit.case is not None

    @pytest.mark.parametrize("codes", [["peeing"], ["saddle"]])
    def test_beside_grave_advice_nothing_is_booked(
        self, house: House, follow_up: VisitType, codes: list[str]
    ) -> None:
        a_programme(house.alice, house.priya)
        held = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
        Phone(house.alice).send(red_flags=codes)
        alice = as_(house.alice)
        for answer in (
            alice.get(BOOK),
            alice.post(BOOK, sent(house, follow_up, 10)),
            alice.post(f"/today/visits/{held.pk}", {"do": "confirm"}),
        ):
            page = answer.content.decode()
            assert "Please phone us" in page
            assert 'name="at"' not in page


def test_a_clinic_that_books_elsewhere_offers_nothing_here(house: House) -> None:
    a_type(house.clinic)
    assert "not booked here" in as_(house.alice).get(BOOK).content.decode()
    page = as_(house.alice).get("/today/visits").content.decode()
    assert Clinic.objects.get(pk=house.clinic.pk).booking_url in page


def test_somebody_elses_appointment_is_not_there(house: House, follow_up: VisitType) -> None:
    wish = a_wish(follow_up, house.priya, on_monday(9))
    visit = hold_time(wish=wish, by=house.alice)
    opens(house.elsewhere)
    for outside in (house.carol, a_patient(house.clinic, house.priya, "Ben Brown")):
        other = as_(outside)
        page = f"/today/visits/{visit.pk}"
        for path in (page, f"{page}/move", f"{page}.ics"):
            assert other.get(path).status_code == 404
        assert other.post(page, {"do": "cancel"}).status_code == 404
        assert other.post(f"{page}/move", sent(house, follow_up, 10)).status_code == 404
        answer = other.post(BOOK, {**sent(house, follow_up, 10), "id": str(visit.pk)})
        assert answer.status_code == (404 if outside.clinic_id == house.clinic.pk else 200)
        assert str(visit.pk) not in other.get("/today/visits").content.decode()
    charlie = Client()
    charlie.force_login(house.charlie.user)
    assert charlie.get(f"/today/visits/{visit.pk}").status_code == 404


def test_five_hundred_tries_are_too_many(house: House, follow_up: VisitType) -> None:
    alice = as_(house.alice)
    statuses = {alice.post(BOOK, {"id": str(uuid4())}).status_code for _each in range(62)}
    assert statuses == {422, 429}


def test_the_page_is_small_and_asks_little_of_the_database(
    house: House, follow_up: VisitType, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    alice = as_(house.alice)
    alice.get(BOOK)
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        page = alice.get(BOOK).content
    assert len(page) < 300_000
