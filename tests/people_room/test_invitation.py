"""An invitation lets a patient in once, by a button."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.people.actions import (
    ClinicNotOpen,
    InvitationSpent,
    PatientFacts,
    accept_invitation,
    add_patient,
    invite,
    mail_invitation,
)
from goodform.people.models import Invitation, Patient, User
from tests.people import House, in_days


def newcomer(house: House, email: str = "nora@example.org") -> Patient:
    """A patient whom nobody has invited yet."""
    return add_patient(
        by=house.rob,
        facts=PatientFacts(
            name="Nora Field",
            born=in_days(-40 * 365),
            email=email,
            phone="",
            zone="Europe/London",
            practitioner=house.priya,
        ),
    )


def test_looking_at_the_link_lets_nobody_in(house: House, client: Client) -> None:
    token = invite(patient=newcomer(house), by=house.rob)
    page = client.get(f"/in/{token}/")
    assert page.status_code == 200
    assert "Open my page" in page.content.decode()
    assert "sessionid" not in client.cookies
    assert not User.objects.filter(email="nora@example.org").exists()


def test_the_button_lets_the_patient_in_once(house: House, client: Client) -> None:
    token = invite(patient=newcomer(house), by=house.rob)
    answer = client.post(f"/in/{token}/")
    assert answer.status_code == 302
    assert answer["Location"] == "/today"
    assert User.objects.get(email="nora@example.org").patient.name == "Nora Field"
    again = Client().post(f"/in/{token}/")
    assert again.status_code == 410
    assert "no longer works" in again.content.decode()


def test_the_link_in_the_mail_stays_a_bookmark_on_the_phone_that_is_signed_in(
    house: House, client: Client
) -> None:
    token = invite(patient=newcomer(house), by=house.rob)
    client.post(f"/in/{token}/")
    for answer in (client.get(f"/in/{token}/"), client.post(f"/in/{token}/")):
        assert (answer.status_code, answer["Location"]) == (302, "/today")


def test_on_a_shared_phone_a_used_link_shows_nobody_elses_exercises(
    house: House, client: Client
) -> None:
    token = invite(patient=newcomer(house), by=house.rob)
    Client().post(f"/in/{token}/")
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    assert client.get(f"/in/{token}/").status_code == 410


def test_a_new_invitation_ends_the_one_before(house: House) -> None:
    patient = newcomer(house)
    first = invite(patient=patient, by=house.rob)
    invite(patient=patient, by=house.rob)
    with pytest.raises(InvitationSpent):
        accept_invitation(token=first)


def test_an_old_invitation_is_refused(house: House) -> None:
    token = invite(patient=newcomer(house), by=house.rob)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationSpent):
        accept_invitation(token=token)


def test_only_the_hash_is_kept(house: House) -> None:
    token = invite(patient=newcomer(house), by=house.rob)
    kept = Invitation.objects.get()
    assert token not in (kept.token_hash, str(kept))
    assert not AuditRow.objects.filter(facts__icontains=token).exists()


def test_a_patient_without_an_address_can_still_come_in(house: House) -> None:
    patient = newcomer(house, email="")
    user = accept_invitation(token=invite(patient=patient, by=house.rob))
    assert user.email.endswith(".invalid")
    assert not user.has_usable_password()


def test_a_clinic_without_a_country_invites_nobody(house: House) -> None:
    house.clinic.country_pack = ""
    house.clinic.save()
    with pytest.raises(ClinicNotOpen, match="country"):
        invite(patient=newcomer(house), by=house.rob)


def test_the_mail_says_nothing_about_health_in_its_subject(
    house: House, mailoutbox: list[object]
) -> None:
    patient = newcomer(house)
    mail_invitation(patient=patient, link="https://exercises.example.org/in/abc/")
    (mail,) = mailoutbox
    assert mail.subject == "Your exercises from Riverside Back Clinic"  # type: ignore[attr-defined]
    assert "https://exercises.example.org/in/abc/" in mail.body  # type: ignore[attr-defined]
    assert "pain" not in mail.body.lower()  # type: ignore[attr-defined]


def test_a_late_link_offers_a_code_only_to_somebody_who_was_in(
    house: House, client: Client
) -> None:
    new = newcomer(house)
    for patient, offered in ((new, False), (house.alice, True)):
        late, _newest = invite(patient=patient, by=house.rob), invite(patient=patient, by=house.rob)
        page = client.get(f"/in/{late}/")
        assert page.status_code == 410
        assert ("Send me a code" in page.content.decode()) is offered
        assert "for a new link" in page.content.decode()
