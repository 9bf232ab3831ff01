"""Inside an instance: alerts for a practitioner's patients, then what pages and a session ask.

`python -m bench.busy_clinic 2000` makes alerts until that many are open and prints, as one
line of JSON, the queries of a session of six entries, of one with a stop, of the inbox and of the
caseload, and how many entries are kept.
"""

import json
import sys
from uuid import uuid4

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.six_entries import a_session  # noqa: E402
from goodform.diary.models import Entry  # noqa: E402
from goodform.inbox.actions import raise_alert  # noqa: E402
from goodform.inbox.evidence import Evidence  # noqa: E402
from goodform.inbox.models import Alert, Kind, Severity  # noqa: E402
from goodform.people.letting_in import stamp  # noqa: E402
from goodform.people.models import Patient, Staff, User  # noqa: E402

TRANSACTION_WORDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
"""Statements that ask nothing."""


KINDS = (Kind.STOP, Kind.PAIN, Kind.RED_FLAG, Kind.MORNING)
"""A patient has one open case of each."""


def raise_until(wanted: int, practitioner: Staff) -> int:
    """Raise alerts, a fifth of them grave, until so many are open; answers how many there are."""
    patients = list(
        Patient.objects.filter(practitioner=practitioner)
        .select_related("clinic", "practitioner")
        .order_by("pk")
    )
    for number in range(Alert.objects.filter(resolved_at=None).count(), wanted):
        patient = patients[number % len(patients)]
        raise_alert(
            patient=patient,
            kind=KINDS[number // len(patients) % len(KINDS)],
            severity=Severity.CALL_NOW if number % 5 == 0 else Severity.TODAY,
            cause=f"stop:{uuid4()}",
            evidence=Evidence(because="stopped", exercise="Clam", side="left", pain=6),
            happened_at=timezone.now(),
            by=patient,
        )
    return Alert.objects.filter(resolved_at=None).count()


def _browser(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    session = client.session
    stamp(session, user, how="measuring", two=True)
    session.save()
    return client


def _asked(queries: CaptureQueriesContext) -> int:
    return sum(not each["sql"].startswith(TRANSACTION_WORDS) for each in queries.captured_queries)


def queries_of_page(user: User, name: str) -> int:
    """Queries of a page, read as this person, the second time."""
    client = _browser(user)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse(name))
    if answer.status_code != 200:
        raise SystemExit(f"{name} answered {answer.status_code}")
    return _asked(queries)


def queries_of_session(user: User, *, stop: bool) -> int:
    """Queries of sending a session of six entries."""
    client = _browser(user)
    prescriptions = client.get(reverse("today_api")).json()["prescriptions"]
    path, body = a_session(prescriptions, stop=stop)
    with CaptureQueriesContext(connection) as queries:
        answer = client.put(path, body, content_type="application/json")
    if answer.status_code != 201:
        raise SystemExit(f"a session answered {answer.status_code}: {answer.content.decode()}")
    return _asked(queries)


def main() -> None:
    """Make the clinic busy and print what was counted."""
    kept = Entry.objects.count()
    practitioner = Staff.objects.select_related("user").get(name="Colleague 0")
    patient = User.objects.get(email="patient-0@example.org")
    counted = {
        "kept": kept,
        "alerts": raise_until(int(sys.argv[1]), practitioner),
        "session": queries_of_session(patient, stop=False),
        "session with a stop": queries_of_session(patient, stop=True),
        "inbox": queries_of_page(practitioner.user, "inbox"),
        "caseload": queries_of_page(practitioner.user, "caseload"),
    }
    print(json.dumps(counted))


if __name__ == "__main__":
    main()
