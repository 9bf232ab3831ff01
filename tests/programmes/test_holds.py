"""A hold stays until a practitioner releases it with a reason."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.people.doors import NotAllowed
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import ReasonMissing, hold, release
from goodform.programmes.locks import Locked
from goodform.programmes.models import Hold
from goodform.programmes.queries import as_line, given_in, standing_of
from tests.people import House
from tests.prescribed import Given, a_programme, give_lines


def held(given: Given, alice: Patient, *, line: UUID | None, cause: str = "stop:1") -> Hold:
    return hold(
        programme=given.programme,
        line=line,
        reason="stop",
        cause=cause,
        at=timezone.now(),
        by=alice,
    )


def test_a_stop_holds_its_own_line_and_the_others_go_on(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    held(given, alice, line=given.hinge.line)
    assert [row.is_held for row in given_in(given.programme)] == [False, True, False]
    assert standing_of(alice).locked is None


def test_a_hold_on_everything_locks_the_programme(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    held(given, alice, line=None)
    assert all(row.is_held for row in given_in(given.programme))
    assert standing_of(alice).locked is Locked.HELD


def test_the_same_cause_sent_again_holds_once(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    first = held(given, alice, line=None)
    assert held(given, alice, line=None).pk == first.pk
    assert AuditRow.objects.filter(action="held").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(
            programme=given.programme, cause="stop:1", reason="x", opened_at=timezone.now()
        )


def test_a_change_of_dose_inherits_the_hold(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    held(given, alice, line=given.clam.line)
    lines = [replace(as_line(row), sets=1) for row in given.prescriptions]
    after = give_lines(alice, priya, lines)
    assert after.clam.pk != given.clam.pk
    assert [row.is_held for row in given_in(after.programme)] == [True, False, False]


def test_a_practitioner_releases_with_a_reason(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    held(given, alice, line=given.clam.line)
    with pytest.raises(ReasonMissing):
        release(programme=given.programme, line=given.clam.line, reason=" \u200b\u2060", by=priya)
    assert (
        release(programme=given.programme, line=given.clam.line, reason="Looked at it.", by=priya)
        == 1
    )
    row = Hold.objects.get()
    assert (row.released_by_id, row.release_reason) == (priya.pk, "Looked at it.")
    assert not any(each.is_held for each in given_in(given.programme))


@pytest.mark.parametrize("who", ["rob", "olu", "charlie"])
def test_nobody_else_releases(house: House, who: str) -> None:
    given = a_programme(house.alice, house.priya)
    held(given, house.alice, line=None)
    with pytest.raises(NotAllowed):
        release(programme=given.programme, line=None, reason="Fine now", by=getattr(house, who))
    assert Hold.objects.get().released_at is None


def test_releasing_one_line_leaves_the_hold_on_everything(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    held(given, alice, line=given.clam.line)
    held(given, alice, line=None, cause="flag:1")
    release(programme=given.programme, line=given.clam.line, reason="Looked at it.", by=priya)
    assert standing_of(alice).locked is Locked.HELD


def test_the_database_itself_refuses_a_release_without_a_reason(
    alice: Patient, priya: Staff
) -> None:
    given = a_programme(alice, priya)
    row = held(given, alice, line=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=row.pk).update(released_at=timezone.now())


def test_the_record_is_whole_after_all_that(alice: Patient, priya: Staff) -> None:
    given = a_programme(alice, priya)
    held(given, alice, line=None)
    release(programme=given.programme, line=None, reason="Looked at it.", by=priya)
    assert look_over(alice.clinic_id).whole
