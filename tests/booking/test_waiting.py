"""A time that is given up goes to who waits: one person after the other, each for a while."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodform.booking import waiting
from goodform.booking.actions import NotOffered, SomebodyElsesVisit, book, cancel, move
from goodform.booking.day_actions import block_time, book_again, mark, tidy, unblock
from goodform.booking.given_up import NOBODY_ASKED_FOR
from goodform.booking.mailing import offer_not_wanted
from goodform.booking.models import Appointment, GivenUp, Offer, VisitState, VisitType, Wait
from goodform.booking.offering import OFFER_FOR, make_offers
from goodform.booking.taking import TimeTaken
from goodform.booking.waiting import OfferOver, WaitWish, accept, decline, join, leave
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient
from goodform.today.who_may_be_asked import may_be_asked
from tests.booking.appointments import a_type, a_wish, lanes, on_monday, opens
from tests.diary.sending import Phone
from tests.people import House, a_patient
from tests.prescribed import a_programme

WAITING = "/today/visits/waiting"


@pytest.fixture
def kind(house: House) -> VisitType:
    """The clinic books here."""
    return a_type(opens(house.clinic))


@pytest.fixture
def ben(house: House) -> Patient:
    """Waits second."""
    return a_patient(house.clinic, house.priya, "Ben Brown")


@pytest.fixture
def freed(house: House, kind: VisitType, ben: Patient) -> Appointment:
    """Alice and then Ben wait; a third gives Monday at nine up."""
    for each in (house.alice, ben):
        join(wish=WaitWish(kind), patient=each, by=each)
    third = a_patient(house.clinic, house.priya, "Cora Cole")
    visit = book(wish=a_wish(kind, house.priya, on_monday(9)), patient=third, by=house.rob)
    return cancel(visit=visit, by=house.rob)


def later(minutes: int = 3) -> datetime:
    """When nobody at the desk takes it back any more."""
    return timezone.now() + timedelta(minutes=minutes)


def asked(minutes: int = 3) -> int:
    """One round of the worker, by day."""
    return make_offers(later(minutes), lambda _patient, _now: True)


def as_(patient: Patient) -> Client:
    """Their phone."""
    client = Client()
    assert patient.user is not None
    client.force_login(patient.user)
    return client


def test_one_person_is_offered_it_and_it_is_really_held(
    house: House, kind: VisitType, freed: Appointment
) -> None:
    assert make_offers(timezone.now(), lambda _patient, _now: True) == 0
    assert [asked(), asked()] == [1, 0]
    offer = Offer.objects.get()
    assert offer.wait.patient == house.alice
    assert offer.visit is not None
    assert set(lanes(offer.visit)) == {0}
    with pytest.raises(TimeTaken):
        book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    mail = Notification.objects.get(kind="visit_offer")
    words = words_of(mail)
    assert f"/today/visits/offers/{offer.pk}" in words.text
    assert house.clinic.name not in words.subject
    assert offer_not_wanted([mail], later()) == {}


def test_the_next_is_asked_when_it_has_run_out_and_nobody_twice(
    house: House, freed: Appointment, ben: Patient
) -> None:
    asked()
    first = Offer.objects.get()
    Appointment.objects.filter(offer=first).update(expires_at=timezone.now())
    Offer.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    assert [asked(), asked()] == [1, 0]
    assert Offer.objects.exclude(pk=first.pk).get().wait.patient == ben
    with pytest.raises(OfferOver):
        accept(offer=first, by=house.alice)
    later_on = int(OFFER_FOR.total_seconds() // 60) + 10
    assert asked(later_on) == 0
    assert not GivenUp.objects.exists()
    tidy(later(200))
    assert not Appointment.objects.filter(state=VisitState.HELD).exists()
    assert Offer.objects.count() == 2


def test_a_yes_that_waited_while_it_ran_out_and_was_taken_is_too_late(
    house: House, kind: VisitType, freed: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked()
    offer = Offer.objects.get()

    def waited(*visits: Appointment) -> None:
        Appointment.objects.filter(offer=offer).update(expires_at=timezone.now())
        visits[0].expires_at = timezone.now()
        wish = a_wish(kind, house.priya, on_monday(9))
        book(wish=wish, patient=freed.patient, by=house.rob)

    monkeypatch.setattr(waiting, "lock_for", waited)
    with pytest.raises(OfferOver):
        accept(offer=offer, by=house.alice)
    assert Appointment.objects.filter(state=VisitState.BOOKED, patient=house.alice).count() == 0


def test_who_wants_a_time_that_ran_out_takes_it_without_the_worker(
    house: House, kind: VisitType, freed: Appointment
) -> None:
    asked()
    Appointment.objects.filter(state=VisitState.HELD).update(expires_at=timezone.now())
    wish = a_wish(kind, house.priya, on_monday(9))
    visit = book(wish=wish, patient=freed.patient, by=house.rob)
    assert set(lanes(visit)) == {0}


def test_yes_books_and_leaves_the_list_and_no_keeps_the_place(
    house: House, freed: Appointment, ben: Patient
) -> None:
    asked()
    first = Offer.objects.get()
    decline(offer=first, by=house.alice)
    decline(offer=first, by=house.alice)
    with pytest.raises(OfferOver):
        accept(offer=first, by=house.alice)
    asked()
    second = Offer.objects.exclude(pk=first.pk).get()
    visit = accept(offer=second, by=ben)
    assert accept(offer=second, by=ben) == visit
    assert (visit.state, visit.patient) == (VisitState.BOOKED, ben)
    with pytest.raises(OfferOver):
        decline(offer=second, by=ben)
    assert [each.patient for each in Wait.objects.open()] == [house.alice]
    with pytest.raises(SomebodyElsesVisit):
        decline(offer=second, by=house.alice)


def test_a_change_of_mind_at_the_desk_costs_nobody_a_mail(house: House, freed: Appointment) -> None:
    book_again(visit=freed, by=house.rob)
    assert asked() == 0
    assert not Offer.objects.exists()


def test_after_the_offer_the_undo_says_that_the_time_is_taken(
    house: House, freed: Appointment
) -> None:
    asked()
    with pytest.raises(TimeTaken):
        book_again(visit=freed, by=house.rob)
    rob = Client()
    rob.force_login(house.rob.user)
    answer = rob.post(f"/day/visits/{freed.pk}/mark/", {"do": "again"})
    assert answer.status_code == 409
    assert "Somebody else has this time" in answer.content.decode()


def test_time_moved_away_from_and_unblocked_is_offered_and_a_missed_one_is_not(
    house: House, kind: VisitType, ben: Patient
) -> None:
    join(wish=WaitWish(kind), patient=ben, by=ben)
    visit = book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    mark(visit=visit, state=VisitState.MISSED, by=house.rob)
    assert not GivenUp.objects.exists()
    mark(visit=visit, state=VisitState.BOOKED, by=house.rob)
    move(visit=visit, practitioner=house.priya.pk, starts_at=on_monday(11), by=house.rob)
    assert GivenUp.objects.get().due_at > timezone.now() + 0.9 * NOBODY_ASKED_FOR
    GivenUp.objects.all().delete()
    block = block_time(
        resource=house.priya.pk, starts_at=on_monday(14), minutes=60, why="", by=house.rob
    )
    unblock(block=block, by=house.rob)
    assert asked() == 1
    assert Offer.objects.get().starts_at == on_monday(14)


@pytest.mark.parametrize(
    ("days", "parts", "offers"),
    [([0], ["morning"], 1), ([1], [], 0), ([], ["evening"], 0), ([0, 4], [], 1)],
)
def test_only_on_days_and_parts_they_can_come(
    house: House, kind: VisitType, days: list[int], parts: list[str], offers: int
) -> None:
    ben = a_patient(house.clinic, house.priya, "Ben Brown")
    join(wish=WaitWish(kind, house.priya.pk, days, parts), patient=ben, by=house.rob)
    visit = book(wish=a_wish(kind, house.priya, on_monday(9)), patient=house.alice, by=house.rob)
    cancel(visit=visit, by=house.rob)
    assert asked() == offers


def test_quiet_hours_grave_advice_and_ended_care(house: House, ben: Patient) -> None:
    noon = timezone.now().replace(hour=12)
    assert may_be_asked(house.alice, noon)
    assert not may_be_asked(house.alice, noon.replace(hour=23))
    a_programme(house.alice, house.priya)
    Phone(house.alice).send(red_flags=["saddle"])
    assert not may_be_asked(house.alice, noon)


def test_who_cannot_be_asked_now_keeps_their_place_and_the_time_waits(
    house: House, freed: Appointment, ben: Patient
) -> None:
    assert make_offers(later(), lambda _patient, _now: False) == 0
    assert GivenUp.objects.exists()
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    assert asked() == 1
    assert Offer.objects.get().wait.patient == ben


def test_leaving_gives_an_open_offer_on(house: House, freed: Appointment, ben: Patient) -> None:
    asked()
    leave(wait=Wait.objects.get(patient=house.alice), by=house.rob)
    assert asked() == 1
    assert Offer.objects.get(answer="").wait.patient == ben


def test_so_many_and_only_what_is_here(house: House, kind: VisitType) -> None:
    wait = join(wish=WaitWish(kind), patient=house.alice, by=house.alice)
    again = join(wish=WaitWish(kind, days=[2]), patient=house.alice, by=house.alice)
    assert (again.pk, again.days) == (wait.pk, [2])
    for name in ("Two", "Three"):
        join(wish=WaitWish(a_type(house.clinic, name)), patient=house.alice, by=house.alice)
    theirs = a_type(opens(house.elsewhere), "Theirs")
    for wish in (
        WaitWish(a_type(house.clinic, "Four")),
        WaitWish(theirs),
        WaitWish(kind, house.charlie.pk),
        WaitWish(kind, days=[9]),
    ):
        with pytest.raises(NotOffered):
            join(wish=wish, patient=house.alice, by=house.alice)


def test_a_patient_joins_takes_and_leaves(house: House, freed: Appointment) -> None:
    alice = as_(house.alice)
    assert "You wait for" in alice.get(WAITING).content.decode()
    asked()
    offer = Offer.objects.get()
    page = f"/today/visits/offers/{offer.pk}"
    assert "This time is free" in alice.get(f"{page}?do=yes").content.decode()
    assert alice.get(f"/today/visits/{offer.visit_id}")["Location"] == page
    offer.refresh_from_db()
    assert offer.answer == ""
    assert alice.post(page, {"do": "maybe"}).status_code == 422
    assert alice.post(page, {"do": "yes"}).status_code == 302
    answer = alice.post(page, {"do": "no"})
    assert answer.status_code == 409
    assert "took this time already" in answer.content.decode()


def test_one_that_ran_out_says_so(house: House, freed: Appointment) -> None:
    asked()
    Offer.objects.update(expires_at=timezone.now())
    Appointment.objects.filter(state=VisitState.HELD).update(expires_at=timezone.now())
    page = f"/today/visits/offers/{Offer.objects.get().pk}"
    assert "This offer is over" in as_(house.alice).get(page).content.decode()
    answer = as_(house.alice).post(page, {"do": "yes"})
    assert answer.status_code == 409
    assert "You were too late" in answer.content.decode()


def test_joining_and_leaving_by_the_form(house: House, kind: VisitType) -> None:
    alice = as_(house.alice)
    sent = {"type": str(kind.pk), "practitioner": "", "days": ["0", "2"], "parts": "morning"}
    assert alice.post(WAITING, sent).status_code == 302
    assert Wait.objects.get().days == [0, 2]
    assert alice.post(WAITING, {"type": "x\0"}).status_code == 422
    alice.post(WAITING, {"off": str(Wait.objects.get().pk)})
    assert not Wait.objects.open().exists()


def test_beside_grave_advice_there_is_only_the_phone(house: House, freed: Appointment) -> None:
    asked()
    a_programme(house.alice, house.priya)
    Phone(house.alice).send(red_flags=["saddle"])
    page = f"/today/visits/offers/{Offer.objects.get().pk}"
    for answer in (as_(house.alice).get(page), as_(house.alice).post(page, {"do": "yes"})):
        assert "Please phone us" in answer.content.decode()
    assert Offer.objects.get().answer == ""


def test_nobody_else_opens_it(house: House, freed: Appointment, ben: Patient) -> None:
    asked()
    offer = Offer.objects.get()
    opens(house.elsewhere)
    for other in (ben, house.carol):
        page = f"/today/visits/offers/{offer.pk}"
        assert as_(other).get(page).status_code == 404
        assert as_(other).post(page, {"do": "no"}).status_code == 404
        as_(other).post(WAITING, {"off": str(offer.wait_id)})
    assert Wait.objects.get(pk=offer.wait_id).left_at is None


def test_reception_sees_the_list_and_puts_on_and_off(
    house: House, freed: Appointment, ben: Patient
) -> None:
    rob, charlie, olu = Client(), Client(), Client()
    for client, who in ((rob, house.rob), (charlie, house.charlie), (olu, house.olu)):
        client.force_login(who.user)
    assert "Ben Brown" in rob.get("/day/waiting/").content.decode()
    assert "Ben Brown" not in charlie.get("/day/waiting/").content.decode()
    assert olu.get("/day/waiting/").status_code == 403
    of_ben = Wait.objects.get(patient=ben)
    assert charlie.post(f"/day/waiting/{of_ben.pk}/off/").status_code == 404
    assert rob.post(f"/day/waiting/{of_ben.pk}/off/").status_code == 302
    assert "Ben Brown" not in rob.get("/day/waiting/").content.decode()
    assert "Ben Brown" in rob.get("/day/waiting/?q=ben").content.decode()
    sent = {"q": "ben", "patient": str(ben.pk), "type": str(of_ben.type_id)}
    assert rob.post("/day/waiting/", sent).status_code == 302
    assert Wait.objects.open().filter(patient=ben, by_patient=False).exists()
    assert charlie.post("/day/waiting/", sent).status_code == 422
