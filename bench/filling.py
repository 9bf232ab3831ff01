"""Fill an empty instance with patients: `python -m bench.filling 10000`.

One patient is made by the same actions a clinic uses; the others are copies of that patient's
rows, made inside the database, so that a million takes minutes and every row is one that Goodform
itself would have written.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.utils import timezone  # noqa: E402

from goodform.library.queries import current_version  # noqa: E402
from goodform.people.letting_in import BACKEND, stamp  # noqa: E402
from goodform.people.models import Clinic, Patient, Staff, User  # noqa: E402
from goodform.programmes.actions import assess, give, save_draft  # noqa: E402
from goodform.programmes.drafting import Line, new_line  # noqa: E402
from goodform.programmes.models import Assessment, Prescription, Programme  # noqa: E402

SLUGS = ("knee-to-chest", "clam", "glute-bridge", "hip-hinge")
SIGNED_IN = 64
"""How many of the patients get a session, so that a load reads many patients' pages."""
PATIENTS_A_PRACTITIONER = 2000


def _clinic() -> tuple[Clinic, Staff]:
    clinic = Clinic.objects.create(
        name="Riverside Back Clinic",
        phone="01632 960123",
        country_pack="gb",
        reply_promise="We answer within 1 working day.",
    )
    practitioner = Staff.objects.create(
        clinic=clinic,
        user=User.objects.create_user("priya@example.org"),
        name="Priya Nair",
        title="Chiropractor",
        is_practitioner=True,
    )
    return clinic, practitioner


def _one_patient(clinic: Clinic, practitioner: Staff) -> Patient:
    patient = Patient.objects.create(
        clinic=clinic,
        practitioner=practitioner,
        user=User.objects.create_user("patient-0@example.org"),
        name="Patient 0",
        born=date(1966, 3, 14),
        email="patient-0@example.org",
    )
    assess(
        patient=patient,
        by=practitioner,
        findings="Low back, stiff in the morning.",
        cautions=(),
        usual_pain=2,
        cleared=True,
        review_by=timezone.localdate() + timedelta(days=28),
    )
    lines = [_line(clinic, slug) for slug in SLUGS]
    programme = save_draft(programme=patient.programme, lines=lines, edits=0, by=practitioner)
    give(programme=programme, edits=programme.edits, by=practitioner)
    return patient


def _line(clinic: Clinic, slug: str) -> Line:
    version = current_version(clinic, slug)
    if version is None:
        raise SystemExit(f"{slug} is not in the library")
    content = version.content
    line = new_line(version=version.pk, slug=slug, sides=content["sides"], dose=content["dose"])
    return Line(**{**line.as_json(), "form_checked": True})


@dataclass(frozen=True)
class Copies:
    """SQL that copies rows of one table once for each number of a series."""

    model: type[Model]
    changed: dict[str, str]

    def statement(self, first: int, last: int, template: str) -> str:
        """INSERT … SELECT for the numbers from `first` to `last`, of rows matching `template`."""
        table = self.model._meta.db_table
        columns = [str(field.column) for field in self.model._meta.concrete_fields]
        if "id" not in self.changed:
            columns.remove("id")
        values = ", ".join(self.changed.get(column, f't."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        return (
            f'WITH {_series(first, last)} INSERT INTO "{table}" ({names}) '  # noqa: S608
            f'SELECT {values} FROM "{table}" t, series WHERE {template}'
        )


def _series(first: int, last: int) -> str:
    if connection.vendor == "postgresql":
        return f"series(n) AS (SELECT generate_series({first}::bigint, {last}::bigint))"
    return (
        f"RECURSIVE series(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM series "  # noqa: S608
        f"WHERE n < {last})"
    )


def _uuid(kind: int, number: str = "n") -> str:
    """SQL for the uuid of the `number`-th copy of a kind of row."""
    if connection.vendor == "postgresql":
        return f"(lpad(to_hex({kind}), 8, '0') || lpad(to_hex(({number})::bigint), 24, '0'))::uuid"
    return f"printf('%08x%024x', {kind}, {number})"


def _copies(user_base: int, practitioners: int) -> Iterator[tuple[Copies, str]]:
    words = "'Patient ' || n", "'patient-' || n || '@example.org'"
    yield (
        Copies(User, {"id": f"{user_base} + n", "email": words[1]}),
        "t.email = 'patient-0@example.org'",
    )
    yield (
        Copies(
            Patient,
            {
                "id": _uuid(1),
                "user_id": f"{user_base} + n",
                "name": words[0],
                "email": words[1],
                "practitioner_id": _uuid(9, f"n % {practitioners}"),
            },
        ),
        "t.name = 'Patient 0'",
    )
    yield Copies(Assessment, {"id": _uuid(2), "patient_id": _uuid(1)}), "1 = 1"
    yield Copies(Programme, {"id": _uuid(3), "patient_id": _uuid(1)}), "t.version = 1"
    yield (
        Copies(
            Prescription,
            {
                "id": _uuid(4, f'n * {len(SLUGS)} + t."order"'),
                "line": _uuid(5, f'n * {len(SLUGS)} + t."order"'),
                "programme_id": _uuid(3),
            },
        ),
        "t.since_version = 1",
    )


def _more_practitioners(practitioner: Staff, wanted: int) -> int:
    """Colleagues numbered from 0, so that nobody has more patients than a person can have."""
    base = User.objects.create_user("colleague@example.org").pk + 1
    users = Copies(User, {"id": f"{base} + n", "email": "'colleague-' || n || '@example.org'"})
    staff = Copies(Staff, {"id": _uuid(9), "user_id": f"{base} + n", "name": "'Colleague ' || n"})
    with connection.cursor() as cursor:
        cursor.execute(users.statement(0, wanted - 1, "t.email = 'colleague@example.org'"))
        cursor.execute(staff.statement(0, wanted - 1, f"t.name = '{practitioner.name}'"))
    return base + wanted


def sign_in(user: User) -> str:
    """A new session in which this user is signed in; its key, for the cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    stamp(session, user, how="measuring", two=True)
    session.create()
    return str(session.session_key)


@transaction.atomic
def fill(patients: int) -> dict[str, object]:
    """Make this many patients; answers sessions of some of them and of their practitioner."""
    clinic, practitioner = _clinic()
    first = _one_patient(clinic, practitioner)
    practitioners = max(1, patients // PATIENTS_A_PRACTITIONER)
    base = _more_practitioners(practitioner, practitioners)
    if patients > 1:
        with connection.cursor() as cursor:
            for copies, template in list(_copies(base, practitioners)):
                narrowed = _only_of(copies.model, first, template)
                cursor.execute(copies.statement(1, patients - 1, narrowed))
    some = range(0, patients, max(1, patients // SIGNED_IN))
    users = User.objects.filter(email__in=[f"patient-{n}@example.org" for n in some][:SIGNED_IN])
    colleague = Staff.objects.filter(name="Colleague 0").select_related("user").get()
    return {
        "patients": patients,
        "sessions": [sign_in(user) for user in users],
        "practitioner_session": sign_in(colleague.user),
        "mine": Patient.objects.filter(practitioner=colleague).count(),
    }


def _only_of(model: type[Model], first: Patient, template: str) -> str:
    """The template rows: those of the first patient, told by its ids."""
    key = {Assessment: "patient_id", Programme: "patient_id", Prescription: "programme_id"}
    if model not in key:
        return template
    owner = first.programme.pk if model is Prescription else first.pk
    text = str(owner) if connection.vendor == "postgresql" else owner.hex
    return f"t.{key[model]} = '{text}'"


def main() -> None:
    """Fill and print what was made as one line of JSON."""
    made = fill(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(made))


if __name__ == "__main__":
    main()
