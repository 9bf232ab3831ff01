"""A new person asks for a first assessment: nothing is held before the code, little after it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.booking.actions import VisitWish, book, move
from goodform.booking.answering import accept, decline, let_run_out, withdraw
from goodform.booking.asking import (
    MOST_HELD,
    AskedAlready,
    NewPerson,
    TooManyHeld,
    WrongCode,
    ask,
    confirm_request,
)
from goodform.booking.models import (
    Appointment,
    Blocked,
    BookingSettings,
    Occupied,
    VisitKind,
    VisitState,
    VisitType,
)
from goodform.booking.queries import next_free, practitioners_of
from goodform.booking.request_model import MOST_TRIES, RequestState, VisitRequest
from goodform.booking.taking import TimeTaken
from goodform.outbox.kinds import LATER
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from goodform.people.doors import NotAllowed
from tests.booking.appointments import a_room, a_type, a_wish, monday, on_monday, opens
from tests.people import House

Asks = Callable[..., VisitRequest]


@pytest.fixture
def first(house: House) -> VisitType:
    """The clinic lets new people ask."""
    kind = a_type(opens(house.clinic), "First assessment", kind=VisitKind.FIRST, minutes=45)
    BookingSettings.objects.filter(clinic=house.clinic).update(newcomers=True)
    return kind


@pytest.fixture
def nora(house: House, first: VisitType) -> Asks:
    """Nora asks for a time with Priya on Monday."""

    def asks(
        at: datetime | None = None, email: str = "nora@example.org", **more: str
    ) -> VisitRequest:
        wish = VisitWish(uuid4(), first, house.priya.pk, at or on_monday(9))
        return ask(wish=wish, person=NewPerson("Nora New", email, **more), clinic=house.clinic)

    return asks


def code_of(asked: VisitRequest) -> str:
    """The code that was mailed."""
    row = Notification.objects.get(dedupe_key=f"request_code:{asked.pk}")
    return str(row.facts["code"])


def confirmed(asked: VisitRequest) -> VisitRequest:
    """The code was typed."""
    return confirm_request(asked=asked, typed=code_of(asked))


def test_nothing_is_held_before_the_code_and_the_mail_is_of_the_lowest_rank(nora: Asks) -> None:
    asked = nora()
    assert not Occupied.objects.exists()
    assert not AuditRow.objects.filter(subject="visit request").exists()
    mail = Notification.objects.get()
    assert (mail.rank, mail.to, mail.patient) == (LATER, "nora@example.org", None)
    words = words_of(mail)
    assert words.subject.startswith("Your request for Monday")
    assert "Back Clinic" not in words.subject
    assert f"/asked/{asked.pk}/" in words.text


def test_the_typed_code_holds_the_time_and_nobody_else_gets_it(
    house: House, first: VisitType, nora: Asks
) -> None:
    asked = confirmed(nora())
    assert asked.state == RequestState.OPEN
    assert Occupied.objects.count() == 9
    now = timezone.now()
    people = practitioners_of(house.clinic)
    free = next_free(house.clinic, first, people, since=on_monday(9), now=now, online=True)
    assert free[0].starts_at == on_monday(9, 45)
    with pytest.raises(TimeTaken):
        book(wish=a_wish(first, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    assert AuditRow.objects.get(subject="visit request").actor == "Somebody"


def test_a_wrong_code_is_a_try_and_there_are_five(nora: Asks) -> None:
    asked = nora()
    for _try in range(MOST_TRIES):
        with pytest.raises(WrongCode, match="does not fit"):
            confirm_request(asked=asked, typed="x")
    with pytest.raises(WrongCode, match="over"):
        confirmed(asked)
    assert not Occupied.objects.exists()


def test_a_code_is_over_after_an_hour(nora: Asks) -> None:
    asked = nora()
    VisitRequest.objects.update(code_until=timezone.now())
    with pytest.raises(WrongCode, match="over"):
        confirmed(asked)


@pytest.mark.parametrize(
    ("email", "phone"), [("nora@example.org", ""), ("other@example.org", "01632 960111")]
)
def test_one_open_request_an_address_and_a_phone(nora: Asks, email: str, phone: str) -> None:
    confirmed(nora(phone="01632 960111"))
    again = nora(on_monday(11), email, phone=phone)
    with pytest.raises(AskedAlready):
        confirmed(again)
    assert Occupied.objects.count() == 9
    VisitRequest.objects.filter(state=RequestState.OPEN).update(expires_at=timezone.now())
    assert confirmed(nora(on_monday(12), email, phone=phone)).state == RequestState.OPEN


def test_three_times_a_practitioner_and_day_and_then_the_phone(nora: Asks) -> None:
    waiting = [nora(on_monday(hour), f"n{hour}@example.org") for hour in (8, 10, 12, 14)]
    for asked in waiting[:MOST_HELD]:
        confirmed(asked)
    with pytest.raises(TooManyHeld):
        confirmed(waiting[MOST_HELD])
    with pytest.raises(TooManyHeld):
        nora(on_monday(16), "late@example.org")
    assert nora(on_monday(8) + timedelta(days=1), "next@example.org").state == RequestState.ASKED


def test_two_who_typed_their_codes_for_one_time(nora: Asks) -> None:
    one, two = nora(), nora(email="two@example.org")
    confirmed(one)
    with pytest.raises(TimeTaken):
        confirmed(two)


def test_a_held_time_runs_out_by_the_clock_and_its_asker_hears_of_it(
    house: House, first: VisitType, nora: Asks
) -> None:
    asked = confirmed(nora())
    past = timezone.now() - timedelta(minutes=1)
    VisitRequest.objects.update(expires_at=past)
    Blocked.objects.update(expires_at=past)
    taken = book(wish=a_wish(first, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    assert taken.occupied.count() == 9
    assert let_run_out(timezone.now()) == 1
    asked.refresh_from_db()
    assert asked.state == RequestState.RUN_OUT
    assert not Blocked.objects.exists()
    assert taken.occupied.count() == 9
    mail = Notification.objects.get(kind="request_run_out")
    assert "Nobody has answered" in words_of(mail).text
    assert let_run_out(timezone.now()) == 0


def test_the_room_is_held_too(house: House, nora: Asks, first: VisitType) -> None:
    room = a_room(house.clinic)
    VisitType.objects.filter(pk=first.pk).update(needs_room=True, before=5)
    asked = nora()
    asked.type.refresh_from_db()
    confirmed(asked)
    assert Occupied.objects.filter(resource=room).count() == 9
    assert Occupied.objects.filter(resource=house.priya.pk).count() == 10


def test_accepted_it_is_an_appointment_and_the_mail_leads_to_the_page_of_the_request(
    house: House, nora: Asks
) -> None:
    asked = confirmed(nora())
    house.alice.user = None
    house.alice.save()
    visit = accept(asked=asked, patient=house.alice, by=house.rob)
    assert not Blocked.objects.exists()
    assert visit.occupied.count() == 9
    mail = Notification.objects.get(kind="visit_booked")
    assert mail.facts["path"] == f"/asked/{asked.pk}/"
    move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(15), by=house.rob)
    page = Client().get(f"/asked/{asked.pk}/").content.decode()
    assert "15:00" in page
    assert "You are booked" in page
    Client().post(f"/asked/{asked.pk}/", {"do": "withdraw"})
    assert Appointment.objects.get().state == VisitState.CANCELLED
    assert "This is cancelled" in Client().get(f"/asked/{asked.pk}/").content.decode()


def test_declined_the_time_is_free_and_a_mail_says_so(house: House, nora: Asks) -> None:
    asked = decline(asked=confirmed(nora()), by=house.rob)
    assert not Occupied.objects.exists()
    mail = words_of(Notification.objects.get(kind="request_declined"))
    assert mail.subject.startswith("Your request for")
    assert house.clinic.name not in mail.subject
    assert asked.answered_by == house.rob


def test_taken_back_nothing_of_them_is_kept(nora: Asks) -> None:
    asked = withdraw(asked=confirmed(nora(words="Mornings")))
    asked.refresh_from_db()
    assert (asked.name, asked.email, asked.words) == ("", "", "")
    assert not Occupied.objects.exists()


def test_another_clinic_answers_nothing(house: House, nora: Asks) -> None:
    asked = confirmed(nora())
    with pytest.raises(NotAllowed):
        decline(asked=asked, by=house.charlie)
    assert Occupied.objects.exists()


def test_what_is_over_is_forgotten(nora: Asks) -> None:
    nora()
    decline_me = confirmed(nora(on_monday(11), "b@example.org"))
    withdraw(asked=decline_me)
    later = timezone.now() + timedelta(days=31)
    let_run_out(later)
    assert not VisitRequest.objects.exists()


def test_a_stranger_asks_on_the_page(house: House, first: VisitType) -> None:
    client, address = Client(), f"/ask/{house.clinic.pk}/"
    page = client.get(f"{address}?from={monday().isoformat()}")
    assert "Exercises come after that" in page.content.decode()
    assert len(page.content) < 60_000
    said = {
        "id": str(uuid4()),
        "at": f"{house.priya.pk}|{on_monday(9).isoformat()}",
        "name": "Nora New",
        "email": "Nora@Example.org",
    }
    answer = client.post(address, said)
    assert answer.status_code == 302
    again = client.post(address, said)
    assert again["Location"] == answer["Location"]
    asked = VisitRequest.objects.get()
    assert Notification.objects.count() == 1
    assert client.post(address, {**said, "email": "x@example.org"}).status_code == 404
    before = client.get(answer["Location"]).content.decode()
    assert "Nora" not in before
    wrong = client.post(answer["Location"], {"do": "confirm", "code": "1"})
    assert wrong.status_code == 422
    client.post(answer["Location"], {"do": "confirm", "code": code_of(asked)})
    assert "The clinic was asked" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("at", "", 422),
        ("at", "x|2026-13-01", 422),
        ("name", "", 422),
        ("name", "a\0b", 422),
        ("email", "nowhere", 422),
        ("phone", "lots", 422),
        ("id", "x", 422),
        ("words", "w" * 201, 422),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(
    house: House, first: VisitType, field: str, value: str, status: int
) -> None:
    said = {
        "id": str(uuid4()),
        "at": f"{house.priya.pk}|{on_monday(9).isoformat()}",
        "name": "Nora New",
        "email": "nora@example.org",
        field: value,
    }
    answer = Client().post(f"/ask/{house.clinic.pk}/", said)
    assert answer.status_code == status
    assert not VisitRequest.objects.exists()
    if field != "email":
        assert "nora@example.org" in answer.content.decode()


def test_it_is_off_until_the_owner_says_so(house: House, first: VisitType) -> None:
    assert Client().get(f"/ask/{house.elsewhere.pk}/").status_code == 404
    BookingSettings.objects.update(newcomers=False)
    assert Client().get(f"/ask/{house.clinic.pk}/").status_code == 404


def test_five_hundred_tries_from_one_network_meet_a_ceiling(house: House, first: VisitType) -> None:
    client = Client(REMOTE_ADDR="9.9.9.9")
    states = []
    for number in range(30):
        said = {
            "id": str(uuid4()),
            "at": f"{house.priya.pk}|{on_monday(9).isoformat()}",
            "name": "Nora New",
            "email": f"n{number}@example.org",
        }
        states.append(client.post(f"/ask/{house.clinic.pk}/", said).status_code)
    assert states == [302] * 20 + [429] * 10
    assert Notification.objects.count() == 20
