"""Reception's day: who comes when, moved by picking up and putting down."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from goodform.booking.actions import book, hold_time
from goodform.booking.day_actions import block_time
from goodform.booking.models import Appointment, Blocked, VisitState, VisitType
from goodform.people.models import Patient
from tests.booking.appointments import a_room, a_type, a_wish, monday, on_monday, opens
from tests.desk.conftest import As
from tests.people import House, a_patient, staff


@pytest.fixture
def follow_up(house: House) -> VisitType:
    """The clinic books here."""
    return a_type(opens(house.clinic))


@pytest.fixture
def visit(house: House, follow_up: VisitType) -> Appointment:
    """Alice with Priya on Monday at nine."""
    wish = a_wish(follow_up, house.priya, on_monday(9))
    return book(wish=wish, patient=house.alice, by=house.rob)


def place(house: House, clock: str) -> str:
    """A cell of that Monday, as the page sends it."""
    return f"{house.priya.pk}|{monday().isoformat()}|{clock}"


def day(browser: Client, query: str = "") -> str:
    """That Monday's page."""
    return browser.get(f"/day/?on={monday().isoformat()}{query}").content.decode()


def test_the_day_shows_who_comes_and_every_free_quarter(
    house: House, visit: Appointment, signed_in: As
) -> None:
    page = day(signed_in(house.rob))
    assert "Alice Archer" in page
    assert page.count(">08:15<") == 1
    assert ">09:15<" not in page
    assert page.count('class="c-free"') == 40 - 2
    assert "1 appointment" in page


def test_pick_up_and_put_down_and_undo(house: House, visit: Appointment, signed_in: As) -> None:
    rob = signed_in(house.rob)
    page = day(rob, f"&pick={visit.pk}")
    assert "is picked up" in page
    assert f'value="{place(house, "10:15")}"' in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    sent = {"to": place(house, "10:15"), "seen": seen[1]}
    answer = rob.post(f"/day/visits/{visit.pk}/move/", sent)
    visit.refresh_from_db()
    assert visit.starts_at == on_monday(10, 15)
    page = rob.get(answer["Location"]).content.decode()
    back = re.search(r'name="to" value="([^"]+)"', page)
    assert back
    assert "Undo" in page
    undo = {"to": back[1], "seen": "1", "undo": "yes"}
    rob.post(f"/day/visits/{visit.pk}/move/", undo)
    visit.refresh_from_db()
    assert visit.starts_at == on_monday(9)


@pytest.mark.parametrize(
    ("to", "status", "said"),
    [
        ("", 422, "no time to book"),
        ("x|y|z", 422, "no time to book"),
        ("{priya}|2026-03-29|01:30", 422, "no time to book"),
        ("{priya}|{day}|09:07", 422, "no time to book"),
        ("{charlie}|{day}|09:00", 422, "no time to book"),
        ("{priya}|0001-01-01|09:00", 422, "no time to book"),
        ("{priya}|{day}|11:00", 409, "Free next: "),
    ],
)
def test_where_it_cannot_be_put_down_nothing_moves(
    house: House, visit: Appointment, signed_in: As, *, to: str, status: int, said: str
) -> None:
    ben = a_patient(house.clinic, house.priya, "Ben Brown")
    book(wish=a_wish(visit.type, house.priya, on_monday(11)), patient=ben, by=house.rob)
    where = to.format(priya=house.priya.pk, charlie=house.charlie.pk, day=monday().isoformat())
    answer = signed_in(house.rob).post(f"/day/visits/{visit.pk}/move/", {"to": where, "seen": "0"})
    assert answer.status_code == status
    assert said in answer.content.decode()
    visit.refresh_from_db()
    assert visit.starts_at == on_monday(9)


def test_from_an_old_page_nothing_moves(house: House, visit: Appointment, signed_in: As) -> None:
    rob = signed_in(house.rob)
    address = f"/day/visits/{visit.pk}/move/"
    rob.post(address, {"to": place(house, "10:00"), "seen": "0"})
    answer = rob.post(address, {"to": place(house, "11:00"), "seen": "0"})
    assert answer.status_code == 409
    assert "meanwhile" in answer.content.decode()


def sent(house: House, kind: VisitType, patient: Patient, clock: str = "09:00") -> dict[str, str]:
    """The form of a booking by phone."""
    return {
        "id": str(uuid4()),
        "patient": str(patient.pk),
        "type": str(kind.pk),
        "practitioner": str(house.priya.pk),
        "day": monday().isoformat(),
        "clock": clock,
        "reason": "",
    }


def test_a_booking_by_phone(house: House, follow_up: VisitType, signed_in: As) -> None:
    rob = signed_in(house.rob)
    page = rob.get(f"/day/book/?at={place(house, '09:15')}&q=alice").content.decode()
    assert "Alice Archer" in page
    assert 'value="09:15"' in page
    assert "Carol" not in rob.get("/day/book/?q=carol").content.decode()
    assert rob.post("/day/book/", sent(house, follow_up, house.alice)).status_code == 302
    assert Appointment.objects.get().by_patient is False


def test_over_another_one_only_with_a_reason(
    house: House, visit: Appointment, signed_in: As
) -> None:
    ben = a_patient(house.clinic, house.priya, "Ben Brown")
    rob = signed_in(house.rob)
    asked = sent(house, visit.type, ben)
    answer = rob.post("/day/book/", asked)
    assert answer.status_code == 409
    assert "09:30" in answer.content.decode()
    assert rob.post("/day/book/", {**asked, "reason": "In pain"}).status_code == 302
    page = day(rob)
    assert "over another" in page
    assert 'colspan="2"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"clock": "09:07"},
        {"clock": "25:00"},
        {"day": "2026-02-31"},
        {"day": "9999-12-31"},
        {"day": "2027-03-28", "clock": "01:30"},
        {"type": "x"},
        {"practitioner": "x"},
        {"id": "x"},
        {"patient": ""},
    ],
)
def test_a_booking_that_cannot_be_says_why(
    house: House, follow_up: VisitType, signed_in: As, wrong: dict[str, str]
) -> None:
    answer = signed_in(house.rob).post(
        "/day/book/", {**sent(house, follow_up, house.alice), **wrong}
    )
    assert answer.status_code == 422
    assert not Appointment.objects.exists()


def test_arrived_missed_cancelled_and_back(house: House, visit: Appointment, signed_in: As) -> None:
    rob = signed_in(house.rob)
    for do, state in (
        ("arrived", VisitState.ARRIVED),
        ("booked", VisitState.BOOKED),
        ("missed", VisitState.MISSED),
        ("booked", VisitState.BOOKED),
        ("cancel", VisitState.CANCELLED),
        ("again", VisitState.BOOKED),
    ):
        assert rob.post(f"/day/visits/{visit.pk}/mark/", {"do": do}).status_code == 302
        visit.refresh_from_db()
        assert visit.state == state
        assert rob.get(f"/day/visits/{visit.pk}/").status_code == 200
    assert rob.post(f"/day/visits/{visit.pk}/mark/", {"do": "burn"}).status_code == 404


def test_time_is_blocked_and_freed(house: House, visit: Appointment, signed_in: As) -> None:
    rob = signed_in(house.rob)
    room = a_room(house.clinic)
    asked = {"day": monday().isoformat(), "clock": "12:00", "minutes": "60", "why": "Lunch"}
    for resource in (house.priya.pk, room.pk):
        assert rob.post("/day/block/", {**asked, "resource": resource}).status_code == 302
    assert "Lunch" in day(rob)
    answer = rob.post("/day/block/", {**asked, "resource": house.priya.pk, "clock": "09:00"})
    assert answer.status_code == 409
    wrong = {**asked, "resource": house.priya.pk, "minutes": "7"}
    assert rob.post("/day/block/", wrong).status_code == 422
    for block in Blocked.objects.all():
        assert rob.post(f"/day/block/{block.pk}/free/").status_code == 302
    assert not Blocked.objects.exists()


def test_reception_reads_soon_and_no_case(
    house: House, follow_up: VisitType, signed_in: As
) -> None:
    visit = hold_time(wish=a_wish(follow_up, house.priya, on_monday(9)), by=house.alice)
    Appointment.objects.update(state=VisitState.BOOKED, expires_at=None, soon=True)
    page = signed_in(house.rob).get(f"/day/visits/{visit.pk}/").content.decode()
    assert "soon" in page
    assert "Assess" not in page
    assert "Prescribe" in signed_in(house.priya).get(f"/day/visits/{visit.pk}/").content.decode()


def test_a_promise_that_the_clocks_rules_have_overtaken_is_marked(
    house: House, visit: Appointment, signed_in: As
) -> None:
    rob = signed_in(house.rob)
    assert "check the time" not in day(rob)
    Appointment.objects.update(wall=f"{monday().isoformat()}T10:00")
    assert "check the time" in day(rob)


def test_the_week_of_one_practitioner(house: House, visit: Appointment, signed_in: As) -> None:
    sam = staff(house.clinic, "Sam Reed", practitioner=True)
    rob = signed_in(house.rob)
    address = f"/week/?on={(monday() + timedelta(days=3)).isoformat()}"
    assert "Alice Archer" in rob.get(f"{address}&of={house.priya.pk}").content.decode()
    assert "Alice Archer" not in rob.get(f"{address}&of={sam.pk}").content.decode()


def test_two_hundred_appointments_cost_as_few_queries_as_one(
    house: House,
    follow_up: VisitType,
    signed_in: As,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    people = [house.priya]
    people += [staff(house.clinic, f"P{n} Reed", practitioner=True) for n in range(9)]
    for person in people:
        for slot in range(20):
            at = on_monday(8) + timedelta(minutes=30 * slot)
            book(wish=a_wish(follow_up, person, at), patient=house.alice, by=house.rob)
    rob = signed_in(house.rob)
    day(rob)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page = day(rob)
    assert "200 appointments" in page
    assert len(page) < 400_000
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        rob.get(f"/week/?on={monday().isoformat()}&of={house.priya.pk}")


@pytest.mark.parametrize(
    "query", ["", "?on=x", "?on=9999-12-31", "?pick=x", "?pick=", "?moved=x&back=%00"]
)
def test_any_address_of_a_day_is_answered(
    house: House, follow_up: VisitType, signed_in: As, query: str
) -> None:
    assert signed_in(house.priya).get(f"/day/{query}").status_code == 200
    assert signed_in(house.priya).get(f"/week/{query}").status_code == 200


def test_charlie_sees_and_changes_nothing_of_ours(
    house: House, visit: Appointment, signed_in: As
) -> None:
    block = block_time(
        resource=house.priya.pk, starts_at=on_monday(12), minutes=60, why="Lunch", by=house.rob
    )
    charlie = signed_in(house.charlie)
    for path in (f"/day/?on={monday().isoformat()}", f"/week/?on={monday().isoformat()}"):
        page = charlie.get(f"{path}&pick={visit.pk}&of={house.priya.pk}").content.decode()
        assert "Alice" not in page
        assert "Lunch" not in page
    assert charlie.get(f"/day/visits/{visit.pk}/").status_code == 404
    sent_by_hand = {"to": place(house, "10:00"), "do": "cancel"}
    for what in ("move", "mark"):
        address = f"/day/visits/{visit.pk}/{what}/"
        assert charlie.post(address, sent_by_hand).status_code == 404
    assert charlie.post(f"/day/block/{block.pk}/free/").status_code == 404
    answer = charlie.post("/day/book/", sent(house, visit.type, house.alice))
    assert answer.status_code == 422
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at) == (VisitState.BOOKED, on_monday(9))


def test_the_owner_who_is_no_clinician_sees_no_day(house: House, signed_in: As) -> None:
    assert signed_in(house.olu).get("/day/").status_code == 403
    assert 'href="/day/"' not in signed_in(house.olu).get("/clinic/").content.decode()
