"""A code on the clinic's screen: once, two minutes, while its page is open, and by whom."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.people.actions import InvitationSpent, accept_invitation, invite
from goodform.people.doors import NotAllowed
from goodform.people.ending_actions import end_care
from goodform.people.hand_over_actions import (
    LASTS,
    say_page_is_open,
    say_page_was_left,
    show_code,
    take_over,
)
from goodform.people.hand_over_models import BEATS_APART, HandOver
from goodform.people.models import Ended, Patient, Staff
from tests.people import House, in_days


@pytest.fixture
def nora(house: House) -> Patient:
    """Somebody who was never in."""
    return Patient.objects.create(
        clinic=house.clinic,
        practitioner=house.priya,
        name="Nora Field",
        born=in_days(-20_000),
        email="nora@example.org",
    )


def browser_of(person: Staff | Patient) -> Client:
    browser = Client()
    assert person.user is not None
    browser.force_login(person.user)
    return browser


def beats_at(page: str) -> str:
    """The address at which the page says that it is open."""
    found = re.search(r'data-hand-over="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_reception_hands_over_to_somebody_who_was_never_in(house: House, nora: Patient) -> None:
    code, token = show_code(patient=nora, by=house.rob)
    phone = Client()
    assert "Hello Nora" in phone.get(f"/here/{token}/").content.decode()
    assert "_auth_user_id" not in phone.session, "only the button lets in"
    assert phone.post(f"/here/{token}/")["Location"] == "/today"
    nora.refresh_from_db()
    assert phone.session["_auth_user_id"] == str(nora.user_id)
    row = AuditRow.objects.get(action="came in by a code")
    assert row.facts["handed_over_by"] == house.rob.audit_id
    assert Client().post(f"/here/{token}/").status_code == 410, "it works once"
    assert phone.get(f"/here/{token}/")["Location"] == "/today", "on her own phone it leads home"
    assert HandOver.objects.get(pk=code.pk).used_at is not None


def test_for_who_was_in_a_practitioner_and_nobody_else(house: House) -> None:
    with pytest.raises(NotAllowed):
        show_code(patient=house.alice, by=house.rob)
    page = browser_of(house.rob).get(f"/patients/{house.alice.pk}/hand-over/").content.decode()
    assert "only a practitioner may hand the page over" in page
    answer = browser_of(house.rob).post(f"/patients/{house.alice.pk}/hand-over/")
    assert answer.status_code == 403
    assert "<svg viewBox" not in answer.content.decode().split("page-narrow")[1]
    _code, token = show_code(patient=house.alice, by=house.priya)
    phone = Client()
    phone.post(f"/here/{token}/")
    assert phone.session["_auth_user_id"] == str(house.alice.user_id)


def test_a_code_of_reception_is_no_good_once_somebody_came_in(house: House, nora: Patient) -> None:
    _code, token = show_code(patient=nora, by=house.rob)
    accept_invitation(token=invite(patient=nora, by=house.rob))
    phone = Client()
    assert phone.post(f"/here/{token}/").status_code == 410
    assert "_auth_user_id" not in phone.session


def test_a_link_that_was_shown_is_no_good_once_she_came_in_by_the_code(
    house: House, nora: Patient
) -> None:
    shown = invite(patient=nora, by=house.rob, to_be_shown=True)
    _code, token = show_code(patient=nora, by=house.rob)
    take_over(token=token)
    with pytest.raises(InvitationSpent):
        accept_invitation(token=shown)


def test_it_is_dead_when_the_page_was_left_or_says_nothing_more(
    house: House, nora: Patient
) -> None:
    code, token = show_code(patient=nora, by=house.rob)
    browser = browser_of(house.rob)
    beat = f"/patients/{nora.pk}/hand-over/{code.pk}/"
    assert browser.post(beat).json() == {"used": False, "over": False}
    assert browser.post(beat, {"left": "1"}).status_code == 204
    assert Client().get(f"/here/{token}/").status_code == 410
    assert browser.post(beat).json() == {"used": False, "over": True}
    code, token = show_code(patient=nora, by=house.rob)
    silent = timezone.now() - BEATS_APART
    HandOver.objects.filter(pk=code.pk).update(seen_at=silent)
    assert Client().post(f"/here/{token}/").status_code == 410
    say_page_is_open(code=code.pk, by=house.rob)
    assert Client().get(f"/here/{token}/").status_code == 200, "the page is there again"


def test_it_is_dead_after_two_minutes_whatever_the_page_says(house: House, nora: Patient) -> None:
    code, token = show_code(patient=nora, by=house.rob)
    assert timedelta(minutes=2) == LASTS
    HandOver.objects.filter(pk=code.pk).update(expires_at=timezone.now())
    say_page_is_open(code=code.pk, by=house.rob)
    with pytest.raises(InvitationSpent):
        take_over(token=token)


def test_a_new_code_ends_the_one_before(house: House, nora: Patient) -> None:
    _first, first = show_code(patient=nora, by=house.rob)
    show_code(patient=nora, by=house.rob)
    with pytest.raises(InvitationSpent):
        take_over(token=first)


def test_nobody_keeps_the_code_of_somebody_else_alive(house: House, nora: Patient) -> None:
    code, _token = show_code(patient=nora, by=house.rob)
    for other in (house.priya, house.charlie):
        answer = browser_of(other).post(f"/patients/{nora.pk}/hand-over/{code.pk}/", {"left": "1"})
        assert answer.status_code == 404
        say_page_was_left(code=code.pk, by=other)
    assert HandOver.objects.get(pk=code.pk).usable(timezone.now())
    with pytest.raises(NotAllowed):
        show_code(patient=nora, by=house.charlie)
    assert browser_of(house.charlie).get(f"/patients/{nora.pk}/hand-over/").status_code == 404


def test_a_care_that_ended_meanwhile_lets_nobody_in(house: House, nora: Patient) -> None:
    _code, token = show_code(patient=nora, by=house.rob)
    end_care(patient=nora, by=house.priya, why=Ended.MOVED)
    assert Client().post(f"/here/{token}/").status_code == 410
    answer = browser_of(house.priya).post(f"/patients/{nora.pk}/hand-over/")
    assert answer.status_code == 409


def test_only_a_hash_of_it_is_kept_and_the_page_says_what_to_do(
    house: House, nora: Patient
) -> None:
    answer = browser_of(house.rob).post(f"/patients/{nora.pk}/hand-over/")
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert beats_at(page).endswith(f"/{HandOver.objects.get().pk}/")
    assert "/here/" not in page, "it is drawn and nowhere written"
    assert "Nora scans this with their own phone" in page
