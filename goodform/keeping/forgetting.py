"""Taking every row about somebody out of the database, by the register."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q

from goodform.keeping.about_somebody import about_patients, rows_about
from goodform.keeping.models import Erasure
from goodform.outbox.models import Notification
from goodform.people.models import Patient, User


def _first_the_farthest() -> list[str]:
    """Tables that lead to a patient by way of others go before those others."""
    kept = about_patients()
    return sorted(kept, key=lambda table: -kept[table].way.count("__"))


@transaction.atomic
def forget_rows(patients: Sequence[Patient]) -> int:
    """Delete all rows about these patients, and their accounts; how many patients there were.

    The rows are overwritten where SQLite keeps them; what is left in free pages and in the log goes
    with `swept_out`.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")
        else:
            # Rows go in any order: a restore, which this may be the end of, has asked for each at
            # once. That nothing is left over is looked at when all of it is written.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for patient in patients:
        _forget_mails(patient)
        account = patient.user_id
        for table in _first_the_farthest():
            if table in {"people_patient", "people_user"}:
                continue
            rows = rows_about(table, patient)
            rows._raw_delete(rows.db)
        _sign_out(account)
        Patient.objects.filter(pk=patient.pk)._raw_delete("default")
        if account is not None:
            # Whoever works here, too, keeps the account.
            User.objects.filter(pk=account, staff=None)._raw_delete("default")
    return len(patients)


def _forget_mails(patient: Patient) -> None:
    """Mails that were given whole are kept by their address alone."""
    addresses = {patient.email.lower()} | ({patient.user.email} if patient.user else set())
    addresses.discard("")
    theirs = Q(to__in=addresses, patient=None, staff=None)
    others = {user.pk for user in User.objects.filter(email__in=addresses)} - {patient.user_id}
    if addresses and not others:
        Notification.objects.filter(theirs).delete()


def _sign_out(account: int | None) -> None:
    """End the sessions of an account: no column says whose they are."""
    if account is None:
        return
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(account):
            session.delete()


def swept_out() -> None:
    """Give back what deleted rows took, so that no page of the file holds their words any more.

    Not inside a transaction. PostgreSQL does the same for its own files in its own time.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


SWEPT_OF = timedelta(days=3)
"""At night it is looked so far back for erasures: some nights may have been missed."""
NIGHT = range(1, 5)
"""Hours in which nobody waits while the file is written anew."""


def sweep_after_erasing(now: datetime) -> int:
    """Give back what erased rows took, where any were erased lately and it is night; how many."""
    if now.hour not in NIGHT:
        return 0
    lately = Erasure.objects.filter(at__gte=now - SWEPT_OF).count()
    if lately:
        swept_out()
    return lately
