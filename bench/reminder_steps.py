"""Single steps of the reminder bench, each run inside an instance: its own process, one JSON line.

`python -m bench.reminder_steps STEP [ARGUMENT …]`
"""

import base64
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from time import perf_counter
from uuid import uuid4
from zoneinfo import available_timezones

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from goodform.outbox.models import Address, Notification  # noqa: E402
from goodform.outbox.queries import health  # noqa: E402
from goodform.people.models import Patient  # noqa: E402
from goodform.reminders.models import Plan, Slot  # noqa: E402
from goodform.reminders.reminding import remind  # noqa: E402
from goodform.reminders.rhythm import Quiet, Rhythm, next_at  # noqa: E402
from goodform.reminders.rhythm import Slot as Moment  # noqa: E402

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/")
DAYTIME = range(7 * 60, 21 * 60)
"""The minutes of the day that patients choose in this bench, each as likely."""
QUIET = Quiet(time(21), time(7))
COMBINATIONS = 100_000
"""How many different pairs of place and time there are at most."""


def _combinations(patients: int, now: datetime) -> Iterator[tuple[int, str, time, datetime | None]]:
    """Number, place, local time, and the next moment of that plan after now."""
    for number in range(min(COMBINATIONS, patients)):
        zone = ZONES[number % len(ZONES)]
        minute = DAYTIME[(number // len(ZONES) * 37 + number) % len(DAYTIME)]
        at = time(minute // 60, minute % 60)
        yield number, zone, at, next_at(Rhythm(zone, (Moment(at),), quiet=QUIET), now)


def _columns(model: type[Plan] | type[Slot], changed: dict[str, str]) -> tuple[str, str]:
    """Column names, and what stands in them for a copy of a template row `t`."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    return names, ", ".join(changed.get(column, f't."{column}"') for column in columns)


def _copy(model: type[Plan] | type[Slot], changed: dict[str, str], source: str) -> str:
    names, values = _columns(model, changed)
    table = model._meta.db_table
    return f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, {source}'  # noqa: S608


@transaction.atomic
def fill() -> dict[str, object]:
    """A plan for every patient of the instance, in all places and at all times of the day."""
    now = timezone.now()
    patients = Patient.objects.count()
    first = Patient.objects.order_by("pk").first()
    if first is None:
        raise SystemExit("the instance has no patients")
    # The mail that told the first patient of the programme is no part of what is measured.
    Notification.objects.all().delete()
    plan = Plan.objects.create(patient=first, channels=["email"], looked_at=now)
    Slot.objects.create(plan=plan, at=time(8))
    vendor = connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE combination "
            "(n integer PRIMARY KEY, zone text, at text, next_at text)"
        )
        cursor.executemany(
            "INSERT INTO combination VALUES (%s, %s, %s, %s)",
            [
                (n, zone, f"{at:%H:%M:%S}", f"{moment:%Y-%m-%d %H:%M:%S}" if moment else None)
                for n, zone, at, moment in _combinations(patients, now)
            ],
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE person AS SELECT id, "  # noqa: S608
            f"(row_number() OVER (ORDER BY id)) % {min(COMBINATIONS, patients)} AS n "
            f'FROM "{Patient._meta.db_table}"'
        )
        joined = "person p JOIN combination c ON c.n = p.n"
        moment = "(c.next_at || '+00')::timestamptz" if vendor == "postgresql" else "c.next_at"
        at = "c.at::time" if vendor == "postgresql" else "c.at"
        key = "gen_random_uuid()" if vendor == "postgresql" else "lower(hex(randomblob(16)))"
        cursor.execute(
            f'UPDATE "{Patient._meta.db_table}" SET zone = c.zone FROM {joined} '  # noqa: S608
            f'WHERE p.id = "{Patient._meta.db_table}".id'
        )
        others = f"{joined} WHERE p.id <> t.patient_id"
        cursor.execute(_copy(Plan, {"patient_id": "p.id", "next_due_at": moment}, others))
        others = f"{joined} WHERE p.id <> t.plan_id"
        cursor.execute(_copy(Slot, {"id": key, "plan_id": "p.id", "at": at}, others))
    return {"plans": Plan.objects.count(), "now": now.isoformat()}


def tidy() -> dict[str, object]:
    """Let the database look at what was filled in, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {}


def due_minutes(number: str) -> dict[str, object]:
    """Find and write what is due in each of the next minutes, as the worker does each minute."""
    reverse("today")
    begins = timezone.now()
    remind(begins)
    took, plans = [], []
    for minute in range(1, int(number) + 1):
        before = Notification.objects.count()
        now = begins + timedelta(minutes=minute)
        began = perf_counter()
        plans.append(remind(now))
        took.append(perf_counter() - began)
        if Notification.objects.count() - before > plans[-1]:
            raise SystemExit("more messages than plans")
    return {"seconds": took, "plans": plans}


@transaction.atomic
def due_at(number: str, moment: str, channel: str) -> dict[str, object]:
    """Let so many plans be due at one moment (a whole minute, UTC), by one channel."""
    at = datetime.fromisoformat(moment)
    plans = list(Plan.objects.order_by("pk").values_list("pk", flat=True)[: int(number)])
    for begin in range(0, len(plans), 1000):
        some = plans[begin : begin + 1000]
        Patient.objects.filter(pk__in=some).update(zone="UTC")
        Slot.objects.filter(plan__in=some).update(at=at.time())
        Plan.objects.filter(pk__in=some).update(
            channels=[channel],
            quiet_since=time(0),
            quiet_until=time(0),
            looked_at=at - timedelta(minutes=1),
            next_due_at=at,
        )
    return {"plans": len(plans)}


def write(moment: str) -> dict[str, object]:
    """Write the messages that are due at a moment."""
    # A worker that runs has loaded its addresses long ago.
    reverse("today")
    began = perf_counter()
    plans = remind(datetime.fromisoformat(moment))
    return {"plans": plans, "seconds": perf_counter() - began}


def browsers(number: str, endpoint: str) -> dict[str, object]:
    """Give so many patients a browser at a local push service, each with keys of its own."""
    made = []
    for number_of, patient in enumerate(Plan.objects.order_by("pk")[: int(number)]):
        public = ec.generate_private_key(ec.SECP256R1()).public_key()
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _text(point), "auth": _text(uuid4().bytes)}
        made.append(
            Address(
                patient_id=patient.pk, channel="webpush", to=f"{endpoint}/{number_of}", facts=keys
            )
        )
    Address.objects.bulk_create(made, batch_size=500)
    return {"browsers": len(made)}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def states() -> dict[str, object]:
    """How many messages are in each state, and how many rows share a key (none may)."""
    rows = Notification.objects.order_by().values_list("state").annotate(n=Count("pk"))
    found: dict[str, object] = {str(state): n for state, n in rows}
    keys = Notification.objects.values("dedupe_key").distinct().count()
    return {**found, "rows": Notification.objects.count(), "keys": keys}


def beats() -> dict[str, object]:
    """How many workers are alive."""
    return {"workers": health().workers}


def quieten() -> dict[str, object]:
    """Let no plan be due, so that only what a step makes due is measured."""
    return {"plans": Plan.objects.update(next_due_at=None)}


def forget() -> dict[str, object]:
    """Take every message away."""
    return {"messages": Notification.objects.all().delete()[0]}


def hold() -> dict[str, object]:
    """Keep what waits from leaving, until `release`."""
    return {"held": Notification.objects.update(next_at=timezone.now() + timedelta(hours=1))}


def release() -> dict[str, object]:
    """Let everything leave now."""
    return {"released": Notification.objects.update(next_at=timezone.now())}


STEPS: dict[str, Callable[..., dict[str, object]]] = {
    "beats": beats,
    "fill": fill,
    "tidy": tidy,
    "due_minutes": due_minutes,
    "due_at": due_at,
    "write": write,
    "browsers": browsers,
    "states": states,
    "quieten": quieten,
    "forget": forget,
    "hold": hold,
    "release": release,
}


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
