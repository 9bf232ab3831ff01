"""The demo clinic: believable, never locked, never beside a real clinic."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from goodform.audit.actions import SOFTWARE, record
from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.booking.models import Appointment, VisitState
from goodform.booking.settings_actions import own_address
from goodform.demo import cast
from goodform.demo.actions import RealClinicHere, prepare_demo
from goodform.demo.clearing import clear
from goodform.demo.models import Made
from goodform.demo.queries import person_for
from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.library.exercise_files import read_directory
from goodform.library.loading import load
from goodform.motion.movements import DRAWN
from goodform.outbox.models import Notification, State
from goodform.people.models import Clinic, Patient
from goodform.programmes.actions import assess
from goodform.programmes.locks import Locked
from goodform.programmes.queries import given_in, standing_of
from goodform.programmes.schedule import local_day
from tests.people import House, in_days


@pytest.fixture
def demo(db: None) -> Clinic:
    load(read_directory(settings.EXERCISES, pictures=frozenset(DRAWN)))
    prepare_demo()
    return Clinic.objects.get()


def alice_of(clinic: Clinic) -> Patient:
    return Patient.objects.get(clinic=clinic, name="Alice Archer")


def test_alice_can_exercise_today_with_at_least_two_exercises_every_day(demo: Clinic) -> None:
    alice = alice_of(demo)
    assert standing_of(alice).open
    free = [row for row in given_in(alice.programme) if not row.is_held]
    for weekday in range(7):
        day = timezone.localdate() + timedelta(days=weekday)
        assert sum(row.due_on(day) for row in free) >= 2


def test_the_hip_hinge_is_held_since_it_hurt(demo: Clinic) -> None:
    held = [row.exercise.name for row in given_in(alice_of(demo).programme) if row.is_held]
    assert held == ["Hip hinge"]


def test_nothing_in_the_demo_lies_in_the_future(demo: Clinic) -> None:
    now = timezone.now()
    assert not Session.objects.filter(started_at__gt=now).exists()
    assert not Entry.objects.filter(recorded_at__gt=now).exists()
    assert not Alert.objects.filter(raised_at__gt=timezone.now()).exists()


def test_somebody_must_be_called_somebody_looked_at_and_somebody_reviewed(demo: Clinic) -> None:
    kinds = set(Alert.objects.filter(resolved_at=None).values_list("kind", flat=True))
    assert {"red_flag", "stop", "review_overdue"} <= kinds
    maureen = Patient.objects.get(name="Maureen Pike")
    assert standing_of(maureen).locked is Locked.REVIEW_PASSED


def test_nothing_but_the_demo_dates_what_it_records() -> None:
    named = [
        str(file.relative_to(settings.PACKAGE))
        for file in settings.PACKAGE.rglob("*.py")
        if "played_at" in file.read_text()
    ]
    assert sorted(named) == ["audit/actions.py", "demo/actions.py"]


def test_whoever_waits_for_the_demo_is_told(db: None) -> None:
    load(read_directory(settings.EXERCISES, pictures=frozenset(DRAWN)))
    said: list[str] = []
    prepare_demo(said.append)
    prepare_demo(said.append)
    a_week_passes()
    prepare_demo(said.append)
    assert said == ["Preparing the demo clinic …", "Preparing the demo clinic for today …"]


def test_starting_again_changes_nothing(demo: Clinic) -> None:
    before = (Patient.objects.count(), Session.objects.count(), Made.objects.get().last_row)
    prepare_demo()
    assert (Patient.objects.count(), Session.objects.count(), Made.objects.get().last_row) == before


def test_the_record_begins_with_what_it_explains_and_goes_by_its_days(demo: Clinic) -> None:
    rows = list(AuditRow.objects.filter(clinic_id=demo.pk).order_by("id"))
    moments = [row.at for row in rows]
    assert moments == sorted(moments)
    first: dict[tuple[str, str], datetime] = {}
    for row in rows:
        first.setdefault((row.action, row.subject_id), row.at)
    for patient in Patient.objects.exclude(user=None):
        programme = patient.programme
        assert first["gave", str(programme.pk)] == programme.given_at
        assert first["assessed", str(patient.pk)] == patient.assessments.get().made_at
    for session in Session.objects.all():
        assert first["sent a session", str(session.pk)] == session.received_at
    step = Alert.objects.get(kind="stop").steps.earliest("at")
    assert local_day(step.at, demo.zone) == in_days(-2)
    assert look_over(demo.pk).whole


def a_week_passes() -> None:
    """The demo looks a week old: what it remembers of its own day is moved back."""
    made = Made.objects.get()
    Made.objects.update(on=made.on - timedelta(days=7))


def test_an_untouched_demo_is_made_anew_for_the_day(demo: Clinic) -> None:
    a_week_passes()
    prepare_demo()
    assert Clinic.objects.get().pk != demo.pk
    assert Made.objects.get().on == in_days(0)
    assert standing_of(alice_of(Clinic.objects.get())).open


def test_a_demo_that_was_only_looked_at_is_made_anew_whatever_the_worker_did(demo: Clinic) -> None:
    alice = alice_of(demo)
    visitor = Client()
    visitor.force_login(alice.practitioner.user)
    assert visitor.get(f"/patients/{alice.pk}/").status_code == 200
    record(by=SOFTWARE, clinic=demo.pk, action="raised", subject="alert", subject_id=1)
    assert AuditRow.objects.filter(action="saw record").exists()
    a_week_passes()
    prepare_demo()
    assert Clinic.objects.get().pk != demo.pk


def test_a_used_demo_is_kept_and_does_not_lock(demo: Clinic) -> None:
    alice = alice_of(demo)
    assess(
        patient=alice,
        by=alice.practitioner,
        findings="Mine",
        cautions=(),
        usual_pain=3,
        cleared=True,
        review_by=in_days(-1),
    )
    a_week_passes()
    prepare_demo()
    assert Clinic.objects.get().pk == demo.pk
    assert standing_of(alice_of(demo)).open
    assert standing_of(Patient.objects.get(name="Maureen Pike")).locked is Locked.REVIEW_PASSED


def test_the_demo_refuses_a_database_with_a_real_clinic(house: House) -> None:
    with pytest.raises(RealClinicHere, match="holds a real clinic"):
        prepare_demo()


def test_a_real_clinic_is_never_cleared(house: House) -> None:
    with pytest.raises(ValueError, match="is no demo"):
        clear(house.clinic)
    assert Patient.objects.filter(clinic=house.clinic).exists()


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("patient", "alice@example.org"),
        ("practitioner", "priya@example.org"),
        ("reception", "rob@example.org"),
        ("owner", "olu@example.org"),
    ],
)
def test_each_part_has_somebody_who_plays_it(demo: Clinic, role: str, name: str) -> None:
    person = person_for(role)
    assert person is not None
    assert person.email == name


def test_nobody_plays_another_part(demo: Clinic) -> None:
    assert person_for("doctor") is None


def test_walking_in_signs_in_and_leads_home(demo: Clinic) -> None:
    client = Client()
    answer = client.get("/demo/patient")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(alice_of(demo).user_id)


@pytest.mark.parametrize("path", ["/demo/owner", "/design"])
def test_outside_demo_mode_the_addresses_do_not_exist(path: str) -> None:
    said = subprocess.run(  # noqa: S603  # our own
        [
            sys.executable,
            "-c",
            f"import django; django.setup()\nfrom django.urls import resolve\nresolve('{path}')",
        ],
        env={
            **os.environ,
            "GOODFORM_DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "goodform.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Resolver404" in said.stderr


def test_all_numbers_and_addresses_are_kept_for_fiction(demo: Clinic) -> None:
    for phone in Patient.objects.exclude(phone="").values_list("phone", flat=True):
        assert phone.startswith("01632 960")
    assert demo.booking_url == own_address()
    for email in Patient.objects.values_list("email", flat=True):
        assert email.endswith("@example.org")
    assert cast.CLINIC["phone"] == "01632 960123"


def test_the_diary_is_filled_around_today_and_has_room_for_more(demo: Clinic) -> None:
    now = timezone.now()
    visits = Appointment.objects.filter(clinic=demo)
    assert visits.filter(starts_at__gt=now).count() > 15
    assert visits.filter(state=VisitState.ARRIVED).count() > 5
    assert not Notification.objects.filter(kind="visit_booked", state=State.WAITING).exists()
    alice = alice_of(demo)
    client = Client()
    assert alice.user is not None
    client.force_login(alice.user)
    page = client.get("/today/visits/book").content.decode()
    assert page.count('name="at"') > 100
    assert "book.example.org" not in client.get("/today").content.decode()
