"""Adding, editing and inviting a patient."""

from collections.abc import Iterator
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

import pytest
from django.core import mail

from goodform.audit.models import AuditRow
from goodform.people.models import Invitation, Patient
from tests.desk.conftest import As
from tests.desk.page_form import fields_of
from tests.people import House, in_days

GOOD = {
    "name": "Tom O’Neill",
    "born": "1978-03-03",
    "email": "tom@example.org",
    "phone": "01632 960205",
    "zone": "Europe/London",
}


def form(house: House, **changes: str) -> dict[str, str]:
    return {**GOOD, "practitioner": str(house.priya.pk), **changes}


def test_rob_adds_a_patient_and_is_asked_to_invite(house: House, signed_in: As) -> None:
    answer = signed_in(house.rob).post("/patients/new/", form(house))
    tom = Patient.objects.get(name="Tom O’Neill")
    assert answer["Location"] == f"/patients/{tom.pk}/invite/"
    assert (tom.clinic, tom.practitioner, tom.email) == (house.clinic, house.priya, GOOD["email"])
    assert AuditRow.objects.filter(action="added", subject_id=str(tom.pk)).exists()


@pytest.mark.parametrize(
    "name", ["مريم حداد", "Wei Chen 🌿", "O’Neill-van der Berg", "Ñandú Þór", "李"]
)
def test_names_are_kept_as_people_write_them(house: House, signed_in: As, name: str) -> None:
    browser = signed_in(house.rob)
    browser.post("/patients/new/", form(house, name=name))
    assert name in browser.get("/caseload/").content.decode()


def test_what_people_call_somebody_is_asked_and_said(house: House, signed_in: As) -> None:
    browser = signed_in(house.rob)
    browser.post("/patients/new/", form(house, name="Dr Elizabeth Hall", known_as="Betty"))
    betty = Patient.objects.get(name="Dr Elizabeth Hall")
    assert betty.called == "Betty"
    assert "Invite Betty" in browser.get(f"/patients/{betty.pk}/invite/").content.decode()
    assert "Elizabeth Hall" in browser.get("/caseload/", {"q": "betty"}).content.decode()
    address = f"/patients/{betty.pk}/edit/"
    sent = fields_of(browser.get(address).content, address)
    browser.post(address, {**sent, "known_as": ""})
    assert Patient.objects.get(pk=betty.pk).called == "Elizabeth"


def test_signs_that_nobody_sees_are_not_kept(house: House, signed_in: As) -> None:
    typed = {
        "name": "Tom\u200b O’Neill\u2060",
        "email": "Tom@example.org\u200b",
        "phone": "\u202a01632 960205\u202c",
    }
    signed_in(house.rob).post("/patients/new/", form(house, **typed))
    tom = Patient.objects.get(name="Tom O’Neill")
    assert (tom.email, tom.phone) == ("tom@example.org", "01632 960205")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Please fill this in"),
        ("name", "x" * 10_000, "Please keep this to 120 letters"),
        ("name", "a\0b", "cannot store"),
        ("born", "", "Please fill this in"),
        ("born", "31.02.1970", "Please write a date"),
        ("born", in_days(3).isoformat(), "in the future"),
        ("born", "1066-10-14", "more than 120 years ago"),
        ("email", "tom@", "Please write an email address"),
        ("email", "ALICE@example.org", "Alice Archer: this address is theirs, too"),
        ("phone", "call me", "Write a phone number"),
        ("phone", "12", "Write a phone number"),
        ("phone", "01632 960177 / 01632 960178", "These are two numbers"),
        ("name", "\u200b\u2060 \u3164", "Please fill this in"),
        ("name", "… –", "Write a name that can be read"),
        ("practitioner", "", "Please choose"),
        ("practitioner", "00000000-0000-4000-8000-000000000000", "Please choose"),
        ("zone", "Europe/Narnia", "Please choose one of the answers"),
    ],
)
def test_a_slip_is_named_and_nothing_typed_is_lost(
    house: House, signed_in: As, field: str, value: str, says: str
) -> None:
    sent = form(house, **{field: value})
    answer = signed_in(house.rob).post("/patients/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    kept = "01632 960205" if field != "phone" else "1978-03-03"
    assert kept in page
    assert Patient.objects.count() == 2


def test_somebody_elses_practitioner_cannot_be_chosen(house: House, signed_in: As) -> None:
    sent = form(house, practitioner=str(house.charlie.pk))
    assert signed_in(house.rob).post("/patients/new/", sent).status_code == 422
    assert not Patient.objects.filter(practitioner=house.charlie, clinic=house.clinic).exists()


def test_the_same_patient_sent_twice_is_added_once(house: House, signed_in: As) -> None:
    browser = signed_in(house.rob)
    sent = form(house, email="")
    browser.post("/patients/new/", sent)
    answer = browser.post("/patients/new/", sent)
    assert answer.status_code == 422
    assert "is already here" in answer.content.decode()
    assert Patient.objects.filter(name=GOOD["name"]).count() == 1


def test_priya_edits_what_is_written(house: House, signed_in: As) -> None:
    alice = house.alice
    sent = form(house, name="Alice Archer-Bell", email="alice@example.org", born="1966-03-14")
    answer = signed_in(house.priya).post(f"/patients/{alice.pk}/edit/", sent)
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert alice.name == "Alice Archer-Bell"


class TestTwoAtOnce:
    """Rob and Priya have the same patient open."""

    @pytest.fixture
    def address(self, house: House) -> str:
        return f"/patients/{house.alice.pk}/edit/"

    def test_the_second_is_told_and_overwrites_nothing(
        self, house: House, signed_in: As, address: str
    ) -> None:
        rob = signed_in(house.rob)
        old = fields_of(rob.get(address).content, address)
        priya = signed_in(house.priya)
        fresh = fields_of(priya.get(address).content, address)
        priya.post(address, {**fresh, "phone": "01632 960777"})
        answer = rob.post(address, {**old, "name": "Alice Archer-Bell"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Priya Nair saved a change while you had this open" in page
        assert "Saved now: 01632 960777" in page
        assert "Saved now: Alice Archer" in page
        house.alice.refresh_from_db()
        assert (house.alice.name, house.alice.phone) == ("Alice Archer", "01632 960777")

    def test_saving_once_more_puts_it_in_place(
        self, house: House, signed_in: As, address: str
    ) -> None:
        rob = signed_in(house.rob)
        old = fields_of(rob.get(address).content, address)
        Patient.objects.filter(pk=house.alice.pk).update(phone="01632 960777")
        answer = rob.post(address, {**old, "phone": "01632 960888"})
        again = fields_of(answer.content, address)
        assert rob.post(address, again).status_code == 302
        house.alice.refresh_from_db()
        assert house.alice.phone == "01632 960888"

    def test_the_same_form_sent_twice_is_no_quarrel_with_oneself(
        self, house: House, signed_in: As, address: str
    ) -> None:
        rob = signed_in(house.rob)
        sent = {**fields_of(rob.get(address).content, address), "phone": "01632 960777"}
        assert rob.post(address, sent).status_code == 302
        assert rob.post(address, sent).status_code == 302
        assert AuditRow.objects.filter(action="edited").count() == 1


def test_a_signed_in_patient_keeps_an_address(house: House, signed_in: As) -> None:
    sent = form(house, name="Alice Archer", email="", born="1966-03-14")
    answer = signed_in(house.rob).post(f"/patients/{house.alice.pk}/edit/", sent)
    assert answer.status_code == 422
    assert "This patient signs in by email" in answer.content.decode()


class TestInviting:
    """A link is shown once, and mailed where there is an address: for who was never in."""

    @pytest.fixture
    def address(self, house: House) -> str:
        Patient.objects.filter(pk=house.alice.pk).update(user=None)
        return f"/patients/{house.alice.pk}/invite/"

    @pytest.fixture
    def no_mail_server(self) -> Iterator[None]:
        with patch("goodform.people.actions.send_mail", side_effect=SMTPServerDisconnected("gone")):
            yield

    def test_looking_at_the_page_makes_no_link(
        self, house: House, signed_in: As, address: str
    ) -> None:
        signed_in(house.rob).get(address)
        assert not Invitation.objects.exists()

    def test_a_mailed_link_is_on_the_page_and_in_the_mail(
        self, house: House, signed_in: As, address: str
    ) -> None:
        answer = signed_in(house.rob).post(address, {"how": "mail"})
        assert "Sent to alice@example.org" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        (message,) = mail.outbox
        link = next(word for word in str(message.body).split() if "/in/" in word)
        assert link in answer.content.decode()
        assert Invitation.objects.count() == 1

    def test_a_shown_link_is_not_mailed_and_lets_in_once(
        self, house: House, signed_in: As, address: str
    ) -> None:
        page = signed_in(house.rob).post(address, {"how": "show"}).content.decode()
        assert not mail.outbox
        token = page.split("/in/")[1].split("/")[0]
        assert token not in str(list(Invitation.objects.values()))
        assert token not in signed_in(house.rob).get(address).content.decode()

    def test_without_an_address_nothing_is_mailed(
        self, house: House, signed_in: As, address: str
    ) -> None:
        Patient.objects.filter(pk=house.alice.pk).update(email="")
        page = signed_in(house.rob).post(address, {"how": "mail"}).content.decode()
        assert not mail.outbox
        assert "/in/" in page

    @pytest.mark.usefixtures("no_mail_server")
    def test_a_mail_that_cannot_leave_is_said_and_the_link_stays(
        self, house: House, signed_in: As, address: str
    ) -> None:
        page = signed_in(house.rob).post(address, {"how": "mail"}).content.decode()
        assert "The mail could not be sent" in page
        assert "/in/" in page

    def test_who_was_in_gets_it_by_mail_and_staff_never_see_it(
        self, house: House, signed_in: As, address: str
    ) -> None:
        Patient.objects.filter(pk=house.alice.pk).update(user=house.alice.user)
        rob = signed_in(house.rob)
        assert "Show it, to copy" not in rob.get(address).content.decode()
        answer = rob.post(address, {"how": "show"})
        assert answer.status_code == 409
        assert "was in before" in answer.content.decode()
        page = rob.post(address, {"how": "mail"}).content.decode()
        assert "Sent to alice@example.org" in page
        assert "/in/" not in page
        (message,) = mail.outbox
        assert "/in/" in str(message.body)

    @pytest.mark.usefixtures("no_mail_server")
    def test_a_mail_that_cannot_leave_shows_no_link_of_who_was_in(
        self, house: House, signed_in: As, address: str
    ) -> None:
        Patient.objects.filter(pk=house.alice.pk).update(user=house.alice.user)
        answer = signed_in(house.rob).post(address, {"how": "mail"})
        assert answer.status_code == 503
        assert "/in/" not in answer.content.decode()

    def test_a_clinic_without_a_country_invites_nobody(
        self, house: House, signed_in: As, address: str
    ) -> None:
        house.clinic.country_pack = ""
        house.clinic.save()
        answer = signed_in(house.rob).post(address, {"how": "show"})
        assert answer.status_code == 409
        assert "country" in answer.content.decode()
        assert not Invitation.objects.exists()
