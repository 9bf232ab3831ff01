"""Whoever changes, slips in or takes away a row of the record is found out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from goodform.audit import checking
from goodform.audit.actions import record
from goodform.audit.checking import Flaw, check_and_keep, look_over
from goodform.audit.models import AuditRow, RecordCheck
from goodform.audit.sealing import PURPOSE, key_from, seal_of
from goodform.people.models import Clinic, Patient, Staff
from tests.emptying import unguarded


def rows(clinic: Clinic, staff: Staff, how_many: int) -> list[AuditRow]:
    return [
        record(by=staff, clinic=clinic.pk, action="edited", subject="patient", subject_id=number)
        for number in range(how_many)
    ]


@contextmanager
def somebody_with_the_database() -> Iterator[None]:
    """Somebody who may do anything to the database, and has not the installation's secret."""
    with unguarded():
        yield


TAMPERINGS: dict[str, tuple[Callable[[AuditRow], Any], Flaw]] = {
    "says something else": (
        lambda row: AuditRow.objects.filter(pk=row.pk).update(actor="Somebody else"),
        Flaw.CHANGED,
    ),
    "is gone": (lambda row: AuditRow.objects.filter(pk=row.pk).delete(), Flaw.GAP),
    "is sealed anew, without the key": (
        lambda row: AuditRow.objects.filter(pk=row.pk).update(key="", seal="0" * 64),
        Flaw.NO_KEY,
    ),
    "names a key that nobody has": (
        lambda row: AuditRow.objects.filter(pk=row.pk).update(key="f" * 16),
        Flaw.KEY_MISSING,
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_row_that_was_tampered_with_is_named(clinic: Clinic, priya: Staff, how: str) -> None:
    _first, second, third, _last = rows(clinic, priya, 4)
    tamper, why = TAMPERINGS[how]
    with somebody_with_the_database():
        tamper(second)
    found = look_over(clinic.pk)
    assert found.why is why
    assert found.broken_row == (third.pk if why is Flaw.GAP else second.pk)


@pytest.mark.django_db(transaction=True)
def test_a_whole_record_written_anew_without_the_key_is_broken(
    clinic: Clinic, priya: Staff
) -> None:
    made = rows(clinic, priya, 3)
    with somebody_with_the_database():
        before = ""
        for row in made:
            row.key, row.before, row.actor = "", before, "Somebody else"
            row.seal = before = row.sealed()
            row.save()
    found = look_over(clinic.pk)
    assert (found.broken_row, found.why) == (made[-1].pk, Flaw.NO_KEY)


def test_another_secret_is_another_key_and_the_old_one_still_checks(
    clinic: Clinic, priya: Staff, settings: Settings
) -> None:
    rows(clinic, priya, 2)
    was, settings.SECRET_KEY = settings.SECRET_KEY, "another secret, of another day"
    rows(clinic, priya, 2)
    assert look_over(clinic.pk).why is Flaw.KEY_MISSING
    settings.OLD_SECRET_KEYS = (was,)
    assert look_over(clinic.pk).whole
    assert len(set(AuditRow.objects.values_list("key", flat=True))) == 2


def test_the_key_is_made_for_the_seal_alone(settings: Settings) -> None:
    key = key_from(settings.SECRET_KEY)
    assert settings.SECRET_KEY.encode() not in key.secret
    assert key.id not in key.secret.hex()
    assert b"record" in PURPOSE
    assert str(key.secret) not in repr(key)


@given(st.lists(st.text(max_size=20), max_size=5), st.lists(st.text(max_size=20), max_size=5))
def test_other_content_always_has_another_seal(one: list[str], other: list[str]) -> None:
    def seals(content: list[str], **key: str) -> str:
        return seal_of(content, **{"key": "", **key})

    assert (seals(one) == seals(other)) == (one == other)


def test_the_seal_of_before_and_the_one_with_a_key_are_never_alike(
    clinic: Clinic, priya: Staff
) -> None:
    [row] = rows(clinic, priya, 1)
    keyed, row.key = row.sealed(), ""
    assert row.sealed() != keyed


@pytest.mark.django_db(transaction=True)
def test_the_end_that_was_cut_off_is_missed_at_the_next_check(clinic: Clinic, priya: Staff) -> None:
    made = rows(clinic, priya, 5)
    assert check_and_keep(clinic.pk, now=timezone.now()).whole
    with somebody_with_the_database():
        AuditRow.objects.filter(pk__gt=made[2].pk).delete()
    for _ in range(2):
        rows(clinic, priya, 1)
        check = check_and_keep(clinic.pk, now=timezone.now())
        assert (check.why, check.broken_row) == (Flaw.LOST, None), "and it stays said"
    assert RecordCheck.objects.count() == 1


def test_a_check_keeps_how_many_there_are_and_the_newest_seal(clinic: Clinic, priya: Staff) -> None:
    last = rows(clinic, priya, 3)[-1]
    check = check_and_keep(clinic.pk, now=timezone.now())
    assert (check.rows, check.newest_seal, check.whole) == (3, last.seal, True)


def test_a_kept_seal_is_found_with_its_row(clinic: Clinic, priya: Staff, charlie: Staff) -> None:
    made = rows(clinic, priya, 3)
    [theirs] = rows(charlie.clinic, charlie, 1)
    found = look_over(clinic.pk, for_seals=[made[1].seal, theirs.seal])
    assert found.kept == {made[1].seal: made[1].pk}


def test_a_long_record_is_read_some_rows_at_a_time(
    clinic: Clinic, priya: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_A_TIME", 2)
    rows(clinic, priya, 5)
    with CaptureQueriesContext(connection) as queries:
        assert look_over(clinic.pk).rows == 5
    assert len(queries) == 3
    assert not [each for each in queries if "DECLARE" in each["sql"]], "a pool keeps no cursor"


REPLACE = """
    INSERT OR REPLACE INTO audit_auditrow (id, seal, clinic_id, at, actor_id, actor, action,
        subject_id, subject, facts, key, "before")
    SELECT {}, clinic_id, at, actor_id, 'Somebody else', action, subject_id, subject, facts,
        key, "before" FROM audit_auditrow ORDER BY id LIMIT 1"""
WAYS_ROUND = {
    "sqlite": (REPLACE.format("id, 'another'"), REPLACE.format("id + 9, seal")),
    "postgresql": ("TRUNCATE audit_auditrow",),
}
"""Statements that fire none of the triggers that guard a row from update and delete."""


def test_no_way_round_rewrites_or_empties_the_record(clinic: Clinic, priya: Staff) -> None:
    rows(clinic, priya, 2)
    for statement in WAYS_ROUND[connection.vendor]:
        with (
            pytest.raises(DatabaseError, match="cannot be changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def to_the_newest() -> None:
    """All rooms' tables as they are now, those too that stand on the record's."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_a_record_from_before_there_were_keys_goes_on_over_its_newest_seal(clinic: Clinic) -> None:
    def go(to: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([("audit", to)])
        return executor.loader.project_state([("audit", to)]).apps.get_model("audit", "AuditRow")

    before = ""
    old = go("0002_append_only")
    try:
        for number in range(3):
            at = timezone.now()
            said = ["staff:1", "Priya Nair", "edited", "patient", str(number), {}]
            seal = seal_of([str(clinic.pk), at.isoformat(), *said, before], key="")
            names = ("actor_id", "actor", "action", "subject", "subject_id", "facts")
            facts = dict(zip(names, said, strict=True))
            old.objects.create(clinic_id=clinic.pk, at=at, before=before, seal=seal, **facts)
            before = seal
    finally:
        to_the_newest()
    *kept, first_keyed = AuditRow.objects.order_by("id")
    assert [row.key for row in kept] == ["", "", ""]
    assert (first_keyed.before, bool(first_keyed.key)) == (before, True)
    assert look_over(clinic.pk).whole
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        AuditRow.objects.all().delete()


def test_a_patient_is_named_by_id_alone(clinic: Clinic, alice: Patient) -> None:
    record(by=alice, clinic=clinic.pk, action="edited", subject="patient", subject_id=alice.pk)
    row = AuditRow.objects.get()
    assert (row.actor_id, row.actor) == (f"patient:{alice.pk}", "")
    assert "Alice" not in str(vars(row))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whole", [True, False])
def test_names_of_patients_leave_a_record_of_before_and_it_says_so(
    clinic: Clinic, alice: Patient, priya: Staff, whole: bool
) -> None:
    def named(by: Patient | Staff) -> AuditRow:
        row = record(by=by, clinic=clinic.pk, action="edited", subject="patient", subject_id=1)
        with somebody_with_the_database():
            row.actor = by.name
            row.seal = row.sealed()
            row.save()
        return row

    _one, two, three = named(priya), named(alice), named(alice)
    check_and_keep(clinic.pk, now=timezone.now())
    if not whole:
        with somebody_with_the_database():
            AuditRow.objects.filter(pk=two.pk).update(action="was not there")
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", "0004_first_keyed_row")])
    to_the_newest()
    *older, said = AuditRow.objects.order_by("id")
    assert [row.actor for row in older] == ["Priya Nair", "", ""]
    assert said.facts == {
        "rows": 3,
        "names": 2,
        "was": "whole" if whole else "changed",
        "broken_row": None if whole else two.pk,
        "over": three.seal,
    }
    assert look_over(clinic.pk).whole
    assert check_and_keep(clinic.pk, now=timezone.now()).whole, "the seal that was kept is found"
    assert three.seal not in set(AuditRow.objects.values_list("seal", flat=True))
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        AuditRow.objects.all().delete()
