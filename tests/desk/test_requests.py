"""What new people ask for, on reception's day."""

from uuid import uuid4

import pytest
from django.test import Client

from goodform.booking.actions import VisitWish
from goodform.booking.asking import NewPerson, ask, confirm_request
from goodform.booking.models import Appointment, Blocked, BookingSettings, VisitKind
from goodform.booking.request_model import RequestState, VisitRequest
from goodform.outbox.models import Notification
from goodform.people.models import Patient
from tests.booking.appointments import a_type, monday, on_monday, opens
from tests.desk.conftest import As
from tests.people import House


@pytest.fixture
def asked(house: House) -> VisitRequest:
    """Nora asks for Monday at nine, and has typed her code."""
    kind = a_type(opens(house.clinic), "First assessment", kind=VisitKind.FIRST)
    BookingSettings.objects.update(newcomers=True)
    made = ask(
        wish=VisitWish(uuid4(), kind, house.priya.pk, on_monday(9)),
        person=NewPerson("Nora New", "nora@example.org", "01632 960111", "Mornings"),
        clinic=house.clinic,
    )
    code = str(Notification.objects.get().facts["code"])
    return confirm_request(asked=made, typed=code)


def page_of(asked: VisitRequest) -> str:
    """Its address at the desk."""
    return f"/day/requests/{asked.pk}/"


def test_the_day_shows_who_asks_and_where_it_is_answered(
    house: House, asked: VisitRequest, signed_in: As
) -> None:
    for reader in (house.rob, house.priya):
        page = signed_in(reader).get(f"/day/?on={monday().isoformat()}").content.decode()
        assert "Nora New" in page
        assert "Asked for" in page
        assert page.count(page_of(asked)) == 2


def test_accepted_for_a_new_patient(house: House, asked: VisitRequest, signed_in: As) -> None:
    rob = signed_in(house.rob)
    assert "Mornings" in rob.get(page_of(asked)).content.decode()
    sent = {"do": "accept", "who": "new", "name": "Nora New", "born": ""}
    assert rob.post(page_of(asked), sent).status_code == 422
    assert rob.post(page_of(asked), {**sent, "born": "1980-02-01"}).status_code == 302
    nora = Patient.objects.get(name="Nora New")
    assert (nora.email, nora.practitioner) == ("nora@example.org", house.priya)
    assert Appointment.objects.get(patient=nora).starts_at == on_monday(9)
    assert rob.post(page_of(asked), {**sent, "born": "1980-02-01"}).status_code == 409
    assert Patient.objects.filter(name="Nora New").count() == 1


def test_accepted_for_somebody_known(house: House, asked: VisitRequest, signed_in: As) -> None:
    house.alice.phone = "01632 960111"
    house.alice.save()
    rob = signed_in(house.rob)
    assert "Alice Archer" in rob.get(page_of(asked)).content.decode()
    rob.post(page_of(asked), {"do": "accept", "who": str(house.alice.pk)})
    assert Appointment.objects.get().patient == house.alice
    for who in (str(house.carol.pk), "x"):
        assert rob.post(page_of(asked), {"do": "accept", "who": who}).status_code in {409, 422}


def test_what_a_new_patient_needs_is_not_said_to_be_left_out(
    house: House, asked: VisitRequest, signed_in: As
) -> None:
    house.alice.phone = "01632 960111"
    house.alice.save()
    rob = signed_in(house.rob)
    assert "leave this out" not in rob.get(page_of(asked)).content.decode()
    answer = rob.post(page_of(asked), {"do": "accept", "who": "new", "name": "", "born": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Write the name." in page
    assert "Write the date of birth." in page
    assert not Appointment.objects.exists()


def test_declined(house: House, asked: VisitRequest, signed_in: As) -> None:
    signed_in(house.rob).post(page_of(asked), {"do": "decline"})
    asked.refresh_from_db()
    assert asked.state == RequestState.DECLINED
    assert not Blocked.objects.exists()


def test_a_held_time_is_answered_not_freed(
    house: House, asked: VisitRequest, signed_in: As
) -> None:
    block = Blocked.objects.get()
    answer = signed_in(house.rob).post(f"/day/block/{block.pk}/free/")
    assert answer["Location"] == page_of(asked)
    assert Blocked.objects.exists()


def test_another_clinic_sees_nothing(house: House, asked: VisitRequest, signed_in: As) -> None:
    charlie = signed_in(house.charlie)
    assert charlie.get(page_of(asked)).status_code == 404
    assert charlie.post(page_of(asked), {"do": "decline"}).status_code == 404
    assert "Nora" not in charlie.get("/day/").content.decode()
    assert Client().get(page_of(asked)).status_code == 302
    asked.refresh_from_db()
    assert asked.state == RequestState.OPEN
