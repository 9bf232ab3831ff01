"""Inside an instance: sign patients in, or say what was kept of them. Prints one line of JSON.

`python -m bench.phones sign-in 500`, `python -m bench.phones kept`.
"""

import json
import sys

import django

django.setup()

from bench.filling import sign_in  # noqa: E402
from goodform.diary.models import Entry, Session  # noqa: E402
from goodform.people.models import User  # noqa: E402


def sessions_of(patients: int) -> list[str]:
    """A signed-in session for each of the first so many patients."""
    addresses = [f"patient-{number}@example.org" for number in range(patients)]
    return [sign_in(user) for user in User.objects.filter(email__in=addresses).order_by("pk")]


def kept() -> dict[str, object]:
    """Every entry: id, session, side, outcome and the patient's date; and how many sessions."""
    rows = Entry.objects.values_list("pk", "session", "side", "outcome", "local_date")
    return {
        "sessions": Session.objects.count(),
        "entries": [[str(value) for value in row] for row in rows],
    }


def main() -> None:
    """Do what was asked for."""
    if sys.argv[1] == "sign-in":
        print(json.dumps({"sessions": sessions_of(int(sys.argv[2]))}))
    else:
        print(json.dumps(kept()))


if __name__ == "__main__":
    main()
