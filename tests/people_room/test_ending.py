"""The end of somebody's care: why, by whom, and the way back."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.people.access import Role, reader_of
from goodform.people.actions import CareEnded, InvitationSpent, accept_invitation, invite
from goodform.people.changed_meanwhile import ChangedMeanwhile, mark_of
from goodform.people.ending_actions import (
    ENDING_FACTS,
    CannotBeMerged,
    end_care,
    take_back_the_end,
)
from goodform.people.models import Ended, Patient, User
from tests.people import House, a_patient

NOT_TO_READ = [Ended.MOVED, Ended.DIED, Ended.BY_MISTAKE]


def user_of(patient: Patient) -> User:
    return User.objects.get(patient=patient)


def a_code_was_mailed(address: str, mails: list[EmailMessage]) -> bool:
    mails.clear()
    cache.clear()  # how often somebody may ask is counted there
    answer = Client().post("/account/login/code/", {"email": address})
    assert answer.status_code == 302, "the page says the same to everybody"
    return bool(mails)


def test_who_was_discharged_may_come_in_for_a_year(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    assert reader_of(user_of(house.alice)).roles == {Role.PATIENT}
    assert a_code_was_mailed("alice@example.org", mailoutbox)
    a_year_ago = timezone.now() - timedelta(days=366)
    Patient.objects.filter(pk=house.alice.pk).update(ended_at=a_year_ago)
    assert reader_of(user_of(house.alice)).roles == frozenset()
    assert not a_code_was_mailed("alice@example.org", mailoutbox)


@pytest.mark.parametrize("why", NOT_TO_READ)
def test_for_all_others_signing_in_ends(
    house: House, why: Ended, mailoutbox: list[EmailMessage]
) -> None:
    end_care(patient=house.alice, by=house.olu, why=why)
    assert reader_of(user_of(house.alice)).roles == frozenset()
    assert not a_code_was_mailed("alice@example.org", mailoutbox)
    assert reader_of(user_of(house.carol)).roles == {Role.PATIENT}
    take_back_the_end(patient=house.alice, by=house.olu)
    assert reader_of(user_of(house.alice)).roles == {Role.PATIENT}
    assert a_code_was_mailed("alice@example.org", mailoutbox)


def test_a_living_session_sees_a_kind_word_and_nothing_else(house: House) -> None:
    client = Client()
    client.force_login(user_of(house.alice))
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    for page in ("home", "today", "reminders", "messages", "diary", "programme", "player"):
        answer = client.get(reverse(page))
        assert answer.status_code == 403, page
        words = answer.content.decode()
        assert "This page is closed" in words
        assert "01632 960123" in words
        assert "died" not in words.lower()
    assert client.get("/api/today").status_code == 404


def test_a_person_in_two_clinics_is_not_ended_in_the_other(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    there = Patient.objects.create(
        clinic=house.elsewhere,
        practitioner=house.charlie,
        name=house.alice.name,
        born=house.alice.born,
        email=house.alice.email,
        user=User.objects.create_user("alice.at.home@example.org"),
    )
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    there.refresh_from_db()
    assert there.ended_at is None
    assert reader_of(user_of(there)).roles == {Role.PATIENT}
    assert a_code_was_mailed("alice.at.home@example.org", mailoutbox)


def test_who_may_end_care_and_who_may_not(house: House) -> None:
    for staff in (house.rob, house.charlie):
        with pytest.raises(PermissionDenied):
            end_care(patient=house.alice, by=staff, why=Ended.MOVED)
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)
    for staff in (house.rob, house.charlie):
        with pytest.raises(PermissionDenied):
            take_back_the_end(patient=house.alice, by=staff)
    assert set(Patient.objects.endable_by(house.olu.user)) == {house.alice}
    assert set(Patient.objects.endable_by(house.charlie.user)) == {house.carol}
    assert not Patient.objects.endable_by(house.rob.user).exists()


def test_the_record_says_who_ended_it_why_and_who_took_it_back(house: House) -> None:
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    end_care(patient=house.alice, by=house.olu, why=Ended.DIED)
    take_back_the_end(patient=house.alice, by=house.priya)
    take_back_the_end(patient=house.alice, by=house.priya)
    rows = AuditRow.objects.filter(subject="patient", subject_id=str(house.alice.pk))
    assert [(row.actor, row.action, row.facts) for row in rows.order_by("id")] == [
        ("Priya Nair", "ended care", {"why": "discharged"}),
        ("Olu Adeyemi", "ended care", {"why": "died", "was": "discharged"}),
        ("Priya Nair", "took back the end", {"was": "died"}),
    ]


def test_of_two_at_once_the_second_is_told(house: House) -> None:
    page = mark_of(house.alice, ENDING_FACTS)
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED, made_from=page)
    with pytest.raises(ChangedMeanwhile, match="Priya Nair"):
        end_care(patient=house.alice, by=house.olu, why=Ended.DIED, made_from=page)


def test_a_link_that_was_sent_stops_working_and_no_new_one_is_made(house: House) -> None:
    token = invite(patient=house.alice, by=house.rob)
    end_care(patient=house.alice, by=house.priya, why=Ended.MOVED)
    with pytest.raises(InvitationSpent):
        accept_invitation(token=token)
    with pytest.raises(CareEnded):
        invite(patient=house.alice, by=house.rob)


def test_two_records_of_one_person_are_led_to_one_and_apart_again(house: House) -> None:
    twin = a_patient(house.clinic, house.priya, "Alicia Archer")
    end_care(patient=twin, by=house.priya, why=Ended.MERGED, into=house.alice)
    twin.refresh_from_db()
    assert twin.merged_into == house.alice
    assert reader_of(user_of(twin)).roles == frozenset()
    assert reader_of(user_of(house.alice)).roles == {Role.PATIENT}
    take_back_the_end(patient=twin, by=house.priya)
    twin.refresh_from_db()
    assert twin.merged_into_id is None
    assert (twin.ended_at, twin.ended_why) == (None, "")


def test_what_cannot_be_merged(house: House) -> None:
    twin = a_patient(house.clinic, house.priya, "Alicia Archer")
    third = a_patient(house.clinic, house.priya, "Ali Archer")
    for into in (None, twin, house.carol):
        with pytest.raises(CannotBeMerged):
            end_care(patient=twin, by=house.priya, why=Ended.MERGED, into=into)
    end_care(patient=twin, by=house.priya, why=Ended.MERGED, into=house.alice)
    with pytest.raises(CannotBeMerged, match="has ended"):
        end_care(patient=third, by=house.priya, why=Ended.MERGED, into=twin)
    with pytest.raises(CannotBeMerged, match="already leads here"):
        end_care(patient=house.alice, by=house.priya, why=Ended.MERGED, into=third)


@pytest.mark.parametrize(
    "half",
    [{"ended_why": "moved"}, {"ended_at": timezone.now()}, {"ended_at": None, "ended_why": "died"}],
)
def test_no_end_is_kept_without_why_and_by_whom(house: House, half: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=house.alice.pk).update(**half)
