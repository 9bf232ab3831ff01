"""The record: added to, never changed, sealed row by row."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.audit.actions import SOFTWARE, ActorMissing, record, record_sight
from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.people.models import Clinic, Staff


def three_rows(clinic: Clinic, priya: Staff) -> list[AuditRow]:
    return [
        record(by=priya, clinic=clinic.pk, action="looked", subject="patient", subject_id=number)
        for number in range(3)
    ]


def test_each_row_is_sealed_to_the_one_before(clinic: Clinic, priya: Staff) -> None:
    first, second, third = three_rows(clinic, priya)
    assert (second.before, third.before) == (first.seal, second.seal)
    assert look_over(clinic.pk).whole


def test_clinics_have_records_of_their_own(clinic: Clinic, charlie: Staff, priya: Staff) -> None:
    three_rows(clinic, priya)
    theirs = record(
        by=charlie, clinic=charlie.clinic_id, action="looked", subject="patient", subject_id=1
    )
    assert theirs.before == ""


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_change_or_drop_a_row(
    clinic: Clinic, priya: Staff, how: str
) -> None:
    three_rows(clinic, priya)
    rows = AuditRow.objects.filter(actor="Priya Nair")
    changes: dict[str, Callable[[], object]] = {
        "update": partial(rows.update, actor="Somebody else"),
        "delete": rows.delete,
    }
    change = changes[how]
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        change()


def test_a_row_that_was_slipped_in_breaks_the_seal(clinic: Clinic, priya: Staff) -> None:
    last = three_rows(clinic, priya)[-1]
    forged = AuditRow.objects.create(
        clinic_id=clinic.pk,
        at=last.at,
        actor_id=priya.audit_id,
        actor="Priya Nair",
        action="released",
        subject="programme",
        subject_id="1",
        before=last.seal,
        seal="0" * 64,
    )
    assert look_over(clinic.pk).broken_row == forged.pk


def test_nothing_is_done_anonymously(clinic: Clinic) -> None:
    class Nobody:
        audit_id = ""
        audit_label = ""

    with pytest.raises(ActorMissing):
        record(by=Nobody(), clinic=clinic.pk, action="looked", subject="patient", subject_id=1)


def test_what_the_software_does_by_a_rule_has_its_name(clinic: Clinic) -> None:
    row = record(by=SOFTWARE, clinic=clinic.pk, action="held", subject="programme", subject_id=1)
    assert row.actor == "Goodform"


class TheDisk(Exception):
    """An error as a full disk would raise it."""


@pytest.mark.django_db(transaction=True)
def test_nothing_is_done_that_cannot_be_written_down(
    priya: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_: object, **__: object) -> None:
        raise TheDisk

    monkeypatch.setattr(AuditRow, "save", is_full)
    with transaction.atomic():
        Staff.objects.filter(pk=priya.pk).update(name="Somebody else")
        with pytest.raises(TheDisk):
            record(by=priya, clinic=priya.clinic_id, action="named", subject="staff", subject_id=1)
    assert Staff.objects.get(pk=priya.pk).name == "Priya Nair"


def test_a_row_takes_part_in_the_transaction_it_finds(clinic: Clinic, priya: Staff) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        record(by=priya, clinic=clinic.pk, action="looked", subject="patient", subject_id=1)
    assert not [each["sql"] for each in queries if "SAVEPOINT" in each["sql"]]


def sees(clinic: Clinic, staff: Staff, page: str = "record") -> int:
    """Opens a page about a patient; answers how many rows there are now."""
    record_sight(
        by=staff, clinic=clinic.pk, zone=clinic.zone, page=page, subject="patient", subject_id=1
    )
    return AuditRow.objects.count()


def test_what_somebody_sees_is_written_down_once_a_day_of_the_clinic(
    clinic: Clinic, priya: Staff, rob: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(hour: int, minute: int, day: int = 15) -> None:
        moment = datetime(2026, 7, day, hour, minute, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(9, 0)
    assert [sees(clinic, priya), sees(clinic, priya)] == [1, 1]
    assert sees(clinic, priya, "sheet") == 2
    assert sees(clinic, rob) == 3
    at(22, 59)
    assert sees(clinic, priya) == 3
    at(23, 0)  # midnight of a summer's day in London
    assert sees(clinic, priya) == 4
    at(9, 0, day=16)
    assert sees(clinic, priya) == 4
    assert look_over(clinic.pk).whole
