"""Ending somebody's care, merging two records, and taking either back, as staff do it."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.booking.actions import book
from goodform.booking.models import Appointment, VisitState
from goodform.inbox.models import Message, Severity
from goodform.inbox.queries import open_alerts
from goodform.inbox.writing import send_message
from goodform.outbox.models import Notification
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient
from tests.booking.appointments import a_type, a_wish, on_monday, opens
from tests.desk.conftest import As, Treated, assess_for
from tests.desk.page_form import fields_of
from tests.desk.test_caseload import told
from tests.diary.sending import Phone, an_entry
from tests.people import House, a_patient


def page(name: str, patient: Patient) -> str:
    return reverse(name, args=[patient.pk])


def ending(client: Client, patient: Patient, **said: object) -> Patient:
    """Fill in the page as it is sent, and press Save (or what `do` says)."""
    address = page("ending", patient)
    fields = fields_of(client.get(address).content, "")
    fields = {name: value for name, value in fields.items() if name == "made_from"}
    answer = client.post(address, {"made_from": fields["made_from"][0], **said})
    assert answer.status_code == 302, answer.content.decode()
    return Patient.objects.get(pk=patient.pk)


def words_on(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("who", ["priya", "olu"])
@pytest.mark.parametrize("why", [each for each in Ended if each != Ended.MERGED])
def test_priya_and_olu_end_it_say_why_and_take_it_back(
    treated: Treated, signed_in: As, who: str, why: Ended
) -> None:
    alice, client = treated.house.alice, signed_in(getattr(treated.house, who))
    ended = ending(client, alice, why=why)
    assert (ended.ended_why, ended.ended_by) == (why, getattr(treated.house, who))
    record = words_on(signed_in(treated.house.priya), page("record", alice))
    assert "noted this on" in record
    assert "Invite" not in record
    back = ending(client, alice, do="back")
    assert back.ended_at is None
    assert "noted this on" not in words_on(signed_in(treated.house.priya), page("record", alice))


def test_nobody_else_may(treated: Treated, signed_in: As) -> None:
    address, said = page("ending", treated.house.alice), {"why": "moved"}
    expected = {"charlie": 404, "rob": 403, "carol": 403, "alice": 403}
    for name, status in expected.items():
        client = signed_in(getattr(treated.house, name))
        assert client.get(address).status_code == status
        assert client.post(address, said).status_code == status
    assert Client().get(address).status_code == 302
    assert Patient.objects.get(pk=treated.house.alice.pk).ended_at is None


def test_without_a_reason_nothing_ends_and_the_page_says_where_to_look(
    treated: Treated, signed_in: As
) -> None:
    client, address = signed_in(treated.house.priya), page("ending", treated.house.alice)
    stranger = {"why": "merged", "into": str(uuid4())}
    for said in ({}, {"why": "bored"}, {"why": "merged"}, stranger):
        answer = client.post(address, said)
        assert answer.status_code == 422, said
        assert "Please look here" in answer.content.decode()
    assert Patient.objects.get(pk=treated.house.alice.pk).ended_at is None


def test_of_two_who_end_it_at_once_the_second_is_asked_again(
    treated: Treated, signed_in: As
) -> None:
    priya, olu, alice = (
        signed_in(treated.house.priya),
        signed_in(treated.house.olu),
        treated.house.alice,
    )
    page_of_olu = fields_of(olu.get(page("ending", alice)).content, "")["made_from"][0]
    ending(priya, alice, why="discharged")
    answer = olu.post(page("ending", alice), {"why": "died", "made_from": page_of_olu})
    assert answer.status_code == 409
    assert "Priya Nair saved a change" in answer.content.decode()
    assert Patient.objects.get(pk=alice.pk).ended_why == "discharged"


def test_who_is_gone_is_found_and_said_quietly(treated: Treated, signed_in: As) -> None:
    house = treated.house
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    for who in (house.priya, house.rob):
        client = signed_in(who)
        assert "Alice Archer" not in words_on(client, "/caseload/?of=everyone")
        assert "Alice has died." in words_on(client, "/caseload/?q=archer")
        assert "Alice has died." in words_on(client, reverse("gone"))
    assert "Alice" not in words_on(signed_in(house.charlie), reverse("gone") + "?q=alice")
    for outsider in (house.carol, house.alice):
        assert signed_in(outsider).get(reverse("gone")).status_code == 403


def test_olu_finds_whose_care_to_end_by_name_and_sees_no_more(
    treated: Treated, signed_in: As
) -> None:
    olu = signed_in(treated.house.olu)
    assert reverse("gone") in words_on(olu, reverse("clinic_settings"))
    assert "Alice" not in words_on(olu, reverse("gone"))
    found = words_on(olu, reverse("gone") + "?q=alice")
    assert page("ending", treated.house.alice) in found
    assert "Carol" not in words_on(olu, reverse("gone") + "?q=carol")
    assert "01632 960177" not in found
    assert "stiff" not in words_on(olu, page("ending", treated.house.alice))


def test_a_message_says_whether_it_will_be_read(treated: Treated, signed_in: As) -> None:
    house, address = treated.house, treated.address("messages/")
    priya = signed_in(house.priya)
    said = {"do": "send", "message": str(uuid4()), "text": "All the best."}
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    answer = priya.post(address, said, follow=True)
    assert "gets no mail" in answer.content.decode()
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    assert 'name="text"' not in words_on(priya, address)
    assert priya.post(address, {**said, "message": str(uuid4())}).status_code == 422
    assert Message.objects.count() == 1


@pytest.fixture
def twin(treated: Treated) -> Patient:
    """Alice once more, written down a second time by mistake."""
    return a_patient(treated.house.clinic, treated.house.priya, "Alicia Archer")


def test_two_records_are_shown_as_one_and_apart_again(
    treated: Treated, twin: Patient, signed_in: As
) -> None:
    house, priya = treated.house, signed_in(treated.house.priya)
    assess_for(twin, house.priya, "osteoporosis")
    Phone(twin).send(an_entry(uuid4()), note="Told under the other name.", pain_before=3)
    told(twin, Severity.CALL_NOW)
    now = timezone.now()
    send_message(patient=twin, message=uuid4(), text="Odd twinge.", written_at=now, by=twin)

    merged = ending(priya, twin, why="merged", into=str(house.alice.pk))
    assert merged.merged_into == house.alice
    for name in ("record", "patient_edit", "assessment", "conversation", "programme_history"):
        answer = priya.get(page(name, twin))
        assert (answer.status_code, answer["Location"]) == (302, page(name, house.alice))
    record = words_on(priya, page("record", twin))
    assert "Told under the other name." in record
    assert "The record of Alicia Archer" in record
    assert "Odd twinge." in words_on(priya, page("conversation", house.alice))
    for address in ("/caseload/", "/caseload/?q=alicia", "/inbox/", "/patients/gone/"):
        shown = words_on(priya, address)
        assert page("record", house.alice) in shown or "Alice Archer" in shown, address
    assert "1 patient found" in words_on(priya, "/caseload/?q=alicia")
    assert "Call now" in words_on(priya, "/caseload/")
    (group, *_others) = open_alerts(house.priya.user, patient=house.alice).groups
    assert {row.patient for row in group.rows} == {"Alice Archer"}
    priya.post(page("conversation", house.alice), {"do": "read"})
    assert not Message.objects.filter(read_at=None).exists()

    ending(priya, twin, do="back")
    record = words_on(priya, page("record", house.alice))
    assert "Told under the other name." not in record
    assert "Told under the other name." in words_on(priya, page("record", twin))
    assert "2 patients found" in words_on(priya, "/caseload/?q=archer")


def test_merging_rewrites_nothing(treated: Treated, twin: Patient, signed_in: As) -> None:
    Phone(twin).send(an_entry(uuid4()))
    told(twin, Severity.TODAY)

    def rows() -> list[object]:
        kept = (Patient.objects.exclude(pk=twin.pk), Message.objects, Notification.objects)
        return [list(each.values()) for each in (twin.alerts, twin.sessions, *kept)]

    before = rows()
    ending(signed_in(treated.house.priya), twin, why="merged", into=str(treated.house.alice.pk))
    assert rows() == before


def test_the_page_offers_who_may_be_the_same_and_finds_others(
    house: House, twin: Patient, signed_in: As
) -> None:
    priya = signed_in(house.priya)
    assert "Alice Archer" in words_on(priya, page("ending", twin)), "the same date of birth"
    Patient.objects.filter(pk=twin.pk).update(born="1990-01-01", phone="", name="Nobody Else")
    assert "No other record" in words_on(priya, page("ending", twin))
    assert "Alice Archer" in words_on(priya, page("ending", twin) + "?q=archer")
    assert "Carol" not in words_on(priya, page("ending", twin) + "?q=carol")


def test_a_case_of_who_has_died_says_so_quietly(treated: Treated, signed_in: As) -> None:
    house = treated.house
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    Phone(house.alice).send(an_entry(uuid4()), red_flags=["saddle"])
    alert = house.alice.alerts.get()
    case = words_on(signed_in(house.priya), reverse("alert", args=[alert.pk]))
    assert "Alice has died." in case
    assert "Write to Alice" not in case


@pytest.fixture
def visit(treated: Treated) -> Appointment:
    """Alice is still booked with Priya, on a Monday at nine."""
    house = treated.house
    wish = a_wish(a_type(opens(house.clinic)), house.priya, on_monday(9))
    return book(wish=wish, patient=house.alice, by=house.rob)


def test_what_is_still_booked_is_named_where_care_ends_and_given_back(
    treated: Treated, signed_in: As, visit: Appointment
) -> None:
    client, address = signed_in(treated.house.priya), page("ending", treated.house.alice)
    assert "1 visit is still booked" in words_on(client, address)
    answer = client.post(
        address,
        {
            "why": "moved",
            "made_from": fields_of(client.get(address).content, "")["made_from"][0],
        },
    )
    assert answer["Location"] == address, "who ends it is shown what is left"
    shown = words_on(client, address)
    assert "09:00, Follow-up with Priya Nair" in shown
    marks = re.findall(r'name="visit"\s+value="([^"]+)"', shown)
    client.post(address, {"do": "cancel", "visit": marks})
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert not visit.occupied.exists()
    assert "still booked" not in words_on(client, address)
    client.post(address, {"do": "cancel", "visit": marks})
    assert "Somebody changed a visit meanwhile" in words_on(client, address)


def test_a_visit_that_was_moved_meanwhile_stays_and_so_does_what_rubbish_names(
    treated: Treated, signed_in: As, visit: Appointment
) -> None:
    client, address = signed_in(treated.house.priya), page("ending", treated.house.alice)
    for mark in (f"{visit.pk}:7", "x", "\0", str(uuid4()) + ":0"):
        answer = client.post(address, {"do": "cancel", "visit": [mark]}, follow=True)
        assert "Somebody changed a visit meanwhile" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.state == VisitState.BOOKED


def test_olu_who_books_nothing_sees_how_many_and_cancels_none_and_charlie_sees_nothing(
    treated: Treated, signed_in: As, visit: Appointment
) -> None:
    olu, address = signed_in(treated.house.olu), page("ending", treated.house.alice)
    shown = words_on(olu, address)
    assert "1 visit is still booked" in shown
    assert "09:00" not in shown
    said = {"do": "cancel", "visit": [f"{visit.pk}:0"]}
    assert olu.post(address, said).status_code == 403
    assert signed_in(treated.house.charlie).post(address, said).status_code == 404
    visit.refresh_from_db()
    assert visit.state == VisitState.BOOKED


def test_nobody_found_is_not_said_of_who_is_no_longer_here(treated: Treated, signed_in: As) -> None:
    house = treated.house
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)
    shown = words_on(signed_in(house.rob), "/caseload/?q=archer")
    assert "Nobody found" not in shown
    assert "0 patients found" not in shown
    assert "“archer” is no longer here" in shown
    assert "Nobody found" in words_on(signed_in(house.charlie), "/caseload/?q=archer")
